"""Solves integer programmes, with HiGHS."""
