"""Figures of Statistics Netherlands (CBS): its open data service, tables fetched from it, snapshots and groupings.

What the figures mean (populations, profiles, indices) is in ``domain/figures/``; when tables are fetched is decided in
``application/figures/``.
"""
