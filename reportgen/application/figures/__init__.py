"""Figures: refresh them from CBS, explain a printed one, and fetch the index of a region.

Calculations are in ``domain/figures/``, reading from files and from CBS in ``sources/cbs/``.
"""
