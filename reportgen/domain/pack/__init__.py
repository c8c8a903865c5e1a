"""Packs: their kinds, parts and contents, what changed since the last edition, and the plan of the next.

Layout and printing are in ``render``.
"""
