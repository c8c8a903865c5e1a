"""Registration lists and programmes in tables that people save (CSV, XLSX, ODS): from file to sheet, cells and values.

Which municipality a cell names is in ``names/``; who becomes a participant is decided in ``domain/people/``.
"""
