"""What is printed: Dutch words, charts, pages, PDF."""
