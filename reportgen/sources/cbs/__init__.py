"""Figures of Statistics Netherlands: the open data service, fetched tables, snapshots and groupings."""
