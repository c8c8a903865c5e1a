"""Documents for organisers and archivists: workbooks, the call list, the report of answers, the finding aid.

Packs and letters for participants are in ``render/content``; the organiser's web pages are in ``interfaces/web``.
"""
