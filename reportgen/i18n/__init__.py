"""Texts that are made deep down and shown in a language that only an interface knows.

A message keeps its English template and its facts; ``render/content/catalogue.py`` translates it. It imports nothing of
the program, so that errors and the domain can say things by it.
"""
