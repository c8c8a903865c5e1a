"""A letter that a report called undelivered, and that arrived after all: the page takes that back, with the reason."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from doubles.web_server import Served

from reportgen.config.paths import Paths
from reportgen.sources.cbs.embedded import EMBEDDED


@pytest.fixture
def served(copy_of: Callable[[], tuple[Path, Path]]) -> Iterator[Served]:
    event, output = copy_of()
    connection = sqlite3.connect(Paths(EMBEDDED, output).ledger)
    with connection:
        connection.execute("UPDATE delivery SET state = 'bounced' WHERE number = 1")
    connection.close()
    with Served(event, output) as running:
        yield running


def test_a_letter_that_arrived_after_all_is_unmarked_with_a_reason(served: Served) -> None:
    anna = served.signed_in()
    path = "/deelnemers/1"
    assert "Waarom, als hij toch is ontvangen" in anna.get(path).text
    assert "Schrijf erbij waarom" in anna.said(anna.post(f"{path}/opgelost", ontvangen="wel"))
    assert "teruggekomen" in anna.get(path).text
    said = anna.said(anna.post(f"{path}/opgelost", ontvangen="wel", reden="gebeld: de brief is er"))
    assert "Genoteerd: wel ontvangen" in said
    page = anna.get(path).text
    assert re.search(r"opgelost: wel ontvangen.*gebeld: de brief is er", page, re.DOTALL)
    assert "Waarom, als hij toch is ontvangen" not in page
