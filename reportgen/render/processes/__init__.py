"""Processes that may be ended: executors hand tasks to workers, within bounds of time and memory.

Parts are printed in them, logos are drawn, and files are read that are not trusted.
"""
