"""Answers of participants and overviews of them.

Reading replies and forms is in ``mail`` and ``sources``.
"""
