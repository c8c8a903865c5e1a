"""How packs are printed: the press, workers, the cache of printed parts, and WeasyPrint.

What stands on a page is in ``content``; how PDF objects are extracted, bound and checked is in ``pdf``.
"""
