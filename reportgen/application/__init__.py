"""Use cases: one file each, and one function that carries out the whole of it.

The only floor where sources, rendering, mail and storage meet. No command-line options, no HTML pages, no clock.
"""
