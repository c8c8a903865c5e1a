"""Municipalities, how they changed over time, and which of them are comparable."""
