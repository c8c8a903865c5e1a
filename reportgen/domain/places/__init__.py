"""Municipalities: changes of their borders, matches of written names, and comparable ones.

Looking up names is in ``sources.names``.
"""
