"""Figures computed from statistics: populations, diversity index, profiles, facts and contrasts.

Reading the tables of CBS is in ``sources.cbs``; sentences and charts are in ``render.content``.
"""
