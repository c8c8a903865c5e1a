"""What is on the page: words, sentences, charts, styles and the HTML of every part (Jinja)."""
