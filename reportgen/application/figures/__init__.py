"""Use cases about figures: refresh them from CBS, explain a printed one, and ask for the index of a region.

What figures mean is in ``domain/figures/``, how they are read from files and from CBS in ``sources/cbs/``.
"""
