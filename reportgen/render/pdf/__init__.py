"""What a PDF is: printed parts as objects, binding, shared fonts, form fields, metadata and conformance.

Nothing here lays out a page or decides what is printed: that is in ``printing``.
"""
