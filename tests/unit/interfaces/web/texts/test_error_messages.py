"""Errors as organisers read them: in Dutch, without folders of the server, commands or files of the program."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from errno import ENOSPC
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from reportgen.errors import (
    ArchiveError,
    BusyError,
    ConfigurationError,
    MailError,
    RenderingError,
    ReportgenError,
    SafetyRefusal,
    SourceError,
    UsageError,
)
from reportgen.i18n.message import said
from reportgen.interfaces.web.texts.error_messages import error_message
from reportgen.render.content.catalogue import DOMAIN, LOCALES

ERRORS = (
    *(ArchiveError, BusyError, ConfigurationError, MailError, RenderingError, ReportgenError),
    *(SafetyRefusal, SourceError, UsageError),
)

NOT_ON_A_PAGE = re.compile(
    r"reportgen|(?<![\w-])--\w|\.toml\b|/srv|\[\w+\]|[a-z]+_[a-z]+|[{}]"
    r"|\b(?:outbox|run|event|the|is not|with|cannot|Engels|traceback|werkproces\w*|draad|eindcode|opdracht)\b",
    re.IGNORECASE,
)
"""Commands, options, files of the program, folders, keys of settings, English."""


def _messages() -> list[str]:
    """All texts that the program can say."""
    with (LOCALES / "nl" / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        return [each.id if isinstance(each.id, str) else each.id[0] for each in read_po(file) if each.id]


def test_no_error_that_the_page_can_show_names_a_command_a_file_of_the_program_or_a_folder_or_is_english() -> None:
    messages = _messages()
    assert len(messages) > 500
    for number, text in enumerate(messages):
        facts = {name: 7 for _, name, _, _ in Formatter().parse(text) if name}
        kind = ERRORS[number % len(ERRORS)]
        try:
            what = said(text, **facts)
            str(what)
        except (ValueError, TypeError, AttributeError):  # a fact of another kind: a day, a list
            continue
        where = ("/srv/wonen/event.toml, line 7", "/srv/output/ledger.sqlite", "")[number % 3]
        told = error_message(kind(what, where=where, todo="type: reportgen build EVENT --now"))
        assert not NOT_ON_A_PAGE.search(told), told


def test_what_is_wrong_is_told_in_dutch_with_the_file_it_is_in(tmp_path: Path) -> None:
    error = SourceError("The file is not a list that anybody wrote words for", where="/srv/x/deelnemers.csv")
    assert error_message(error).endswith("terug te zetten.")
    known = next(each for each in _messages() if each.startswith("There is no") and "{" not in each)
    told = error_message(SourceError(known, where=f"{tmp_path}/deelnemers.csv, line 3"))
    assert told.endswith("(deelnemers.csv).")
    assert known not in told


def test_a_file_is_named_with_the_line_from_which_it_cannot_be_read() -> None:
    where = said("{name}, from line {before}", name="eigen-cijfers.csv", before=213)
    told = error_message(SourceError(said("The file cannot be read as a table: {reason}", reason="x"), where=where))
    assert "eigen-cijfers.csv, vanaf regel 213" in told


@pytest.mark.parametrize("error", [KeyError("/srv/reportgen/x"), OSError(5, "Input/output error", "/srv/x")])
def test_a_fault_of_program_or_machine_is_told_without_its_details(
    error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))  # where details of a fault are kept
    message = error_message(error)
    assert "/srv" not in message
    assert "Er is niets verloren" in message
    assert "Input" not in message
    (kept,) = tmp_path.iterdir()
    assert f"De beheerder vindt de bijzonderheden op de server onder {kept.name}." in message


def test_a_full_disk_is_said_so() -> None:
    assert ": de schijf van de server is vol." in error_message(OSError(ENOSPC, "No space left on device"))


def test_a_ledger_that_the_disk_keeps_away_asks_for_no_older_one(tmp_path: Path) -> None:
    ledger = sqlite3.connect(tmp_path / "ledger.sqlite", isolation_level=None)
    ledger.execute("CREATE TABLE letter (key)")
    ledger.execute("PRAGMA max_page_count = 2")
    with pytest.raises(sqlite3.OperationalError) as full:
        ledger.execute("INSERT INTO letter VALUES (zeroblob(100000))")
    assert "de schijf is vol" in error_message(full.value)
    assert "terug te zetten" not in error_message(full.value)
    ledger.execute("BEGIN EXCLUSIVE")
    with (
        closing(sqlite3.connect(tmp_path / "ledger.sqlite", timeout=0)) as other,
        pytest.raises(sqlite3.OperationalError) as busy,
    ):
        other.execute("SELECT * FROM letter")
    assert "aan iets anders gewerkt" in error_message(busy.value)
    ledger.close()
