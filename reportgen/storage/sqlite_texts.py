"""The texts in an SQLite database of anyone, such as a copy of a ledger: every row of every table as one text."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from reportgen.i18n.message import said

MAX_STEPS = 2_000
"""Thousands of instructions of the database after which a query is given up: a table can be made to have no end."""

MARK = b"SQLite format 3\0"
"""How such a file begins."""


def row_texts(content: bytes) -> Iterator[str]:
    """Each row as one text, with a space between its values.

    Raises:
        ValueError: the database is damaged, or takes too long.
    """
    connection = sqlite3.connect(":memory:")
    left = MAX_STEPS

    def is_too_long() -> bool:
        nonlocal left
        left -= 1
        return left < 0

    try:
        connection.deserialize(content)
        connection.text_factory = lambda value: value.decode("utf-8", "replace")
        connection.set_progress_handler(is_too_long, 100_000)
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0").fetchall()
        for (name,) in tables:
            quoted = str(name).replace('"', '""')
            for row in connection.execute(f'SELECT * FROM "{quoted}"'):
                yield " ".join(
                    value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value) for value in row
                )
    except (sqlite3.Error, OverflowError) as fault:
        raise ValueError(said("the database cannot be read ({reason})", reason=fault)) from None
    finally:
        connection.close()
