"""Figures for people: refresh them from CBS, and explain where a printed figure comes from."""
