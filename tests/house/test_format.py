"""The page about the formats tells what stands on disk: each table and column, each key, and the version."""

from __future__ import annotations

import re

from house.modules import ROOT

from reportgen.application.build.edition_record import RECORD
from reportgen.domain.delivery.states import State
from reportgen.storage.ledger.database import APPLICATION_ID, VERSION, connection_to

PAGE = (ROOT / "docs" / "formats.md").read_text("utf-8")


def test_every_table_and_column_of_the_ledger_is_told() -> None:
    ledger = connection_to(None)
    tables = [name for (name,) in ledger.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    told = dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| (.+) \|$", PAGE, re.MULTILINE))
    assert told.keys() == set(tables)
    for table in tables:
        columns = {row[1] for row in ledger.execute(f"PRAGMA table_info({table})")}
        assert columns <= set(re.findall(r"`(\w+)`", told[table])), table
    ledger.close()


def test_the_versions_it_names_are_those_of_the_program() -> None:
    assert f"is the format, now {VERSION}." in PAGE
    assert f"0x{APPLICATION_ID:X}" in PAGE
    assert f"version of its form, now {RECORD}." in PAGE
    assert re.findall(r"^\| (\d) \| ", PAGE, re.MULTILINE) == [str(number) for number in range(1, VERSION + 1)]


def test_every_state_of_a_letter_is_told() -> None:
    assert all(f"`{state}`" in PAGE for state in State)
