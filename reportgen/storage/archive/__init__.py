"""Sealed editions as BagIt bags: writing, reading and erasing them, and the watermark beside them.

What is in an edition, and how it is verified against the ledger, is decided in ``application.archive``.
"""
