"""Figures of municipalities: indicators and subjects, series across mergers, profiles, facts, headlines, contrasts.

Nothing here knows what a figure is about; the words are those of the indicators.
"""
