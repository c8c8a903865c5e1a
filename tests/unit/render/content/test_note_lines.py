"""Lines that a text takes are counted before it is laid out."""

from __future__ import annotations

from reportgen.render.content.note_lines import line_count


def test_a_word_longer_than_a_line_takes_as_many_lines_as_it_fills() -> None:
    short, word = "huis", "woningbouwvereniging" * 10
    assert line_count(short, 8.5, 50) == 1
    assert line_count(word, 8.5, 50) > 5
    assert line_count(f"{word} {short}", 8.5, 50) in (line_count(word, 8.5, 50), line_count(word, 8.5, 50) + 1)
    assert line_count(word, 8.5, 25) > line_count(word, 8.5, 50)
