"""Texts written by people: the organiser's own texts, reports of tables, and replies in plain words."""
