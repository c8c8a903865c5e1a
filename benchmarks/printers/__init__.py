"""Printers of the same packs, each measured as a process of its own."""
