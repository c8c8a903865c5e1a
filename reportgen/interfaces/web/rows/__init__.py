"""Rows of the tables and lists of pages, with what each leads to; filters on them, and long lists by pages."""
