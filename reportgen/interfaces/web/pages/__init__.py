"""The pages and their actions: a GET handler returns a page or a file, a POST handler acts and redirects.

Each module holds the handlers of one part of the menu. The addresses of the handlers are in ``routes.py``.
"""
