"""Use cases: one module each, with one function that carries out the whole of it.

The only layer that combines sources, rendering, mail and storage. No command-line options, HTML pages or clock.
"""
