"""The archive: verify it, inspect an edition, identify misplaced files, rebuild packs, and export."""
