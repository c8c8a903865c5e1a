"""How parts are printed: executors, the worker, the part cache, and WeasyPrint with our replacements in it."""
