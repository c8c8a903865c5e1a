"""Texts written by people: the organiser's own texts, reports of tables, and answers in replies by mail.

Replies are parsed here, not in the domain, as their Dutch greetings and words belong to a source.
"""
