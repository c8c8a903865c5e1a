"""Sealed editions as BagIt bags: writing, reading and erasing them, and the watermark beside them."""
