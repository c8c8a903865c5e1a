"""What is on the page: words, sentences, charts, styles, and the HTML of every part and letter (Jinja).

How HTML becomes PDF is in ``render/printing``; what a PDF consists of is in ``render/pdf``; the values come from
``domain/pack``.
"""
