"""Which line of a TOML file a key stands on."""

from __future__ import annotations

import pytest

from reportgen.config.toml_lines import key_line, line_of

TEXT = """# a comment
title = "x"

[value]
column = "a"
at = { Leeftijd = "1" }
"quoted key" = 1

[[part]]
key = "one"

[[part]]  # the second
key = "two"
[part.more]
deep.er = 1
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("value",), 4),
        (("value", "column"), 5),
        (("value", "at", "Leeftijd"), 6),
        (("value", "quoted key"), 7),
        (("value", "missing"), 4),
        (("part", 0, "key"), 10),
        (("part", 1, "key"), 13),
        (("part", 1, "more"), 14),
        (("part", 1, "more", "deep", "er"), 15),
        (("nowhere",), 1),
        ((), 1),
    ],
)
def test_a_key_is_found_or_the_nearest_table_above_it(path: tuple[str | int, ...], line: int) -> None:
    assert line_of(TEXT, path) == line


@pytest.mark.parametrize(
    ("path", "line"),
    [(("title",), 2), (("value", "column"), 5), (("part", 1, "key"), 13), (("value", "missing"), 0), (("nowhere",), 0)],
)
def test_a_key_has_a_line_only_where_it_stands(path: tuple[str | int, ...], line: int) -> None:
    assert key_line(TEXT, path) == line
