"""Faults that nobody foresaw: one line on the screen, and the details in a file."""

from __future__ import annotations

import stat
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer

from reportgen.errors import UsageError
from reportgen.interfaces.cli.errors import errors_shown
from reportgen.interfaces.faults import PROGRAM_FAULT, kept_fault, ledger_fault
from reportgen.interfaces.web.texts.error_messages import error_message
from reportgen.storage.ledger.ledger import Ledger


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("fault", [ZeroDivisionError("x\ny"), RecursionError("too deep"), KeyError("a" * 9999)])
def test_a_fault_of_the_program_is_one_line_with_the_file_that_holds_its_details(
    fault: Exception, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as ended, errors_shown():
        raise fault
    assert ended.value.exit_code == PROGRAM_FAULT
    said = capsys.readouterr().err
    (kept,) = folder.iterdir()
    assert "Traceback" not in said
    assert "fault in the program" in said
    assert kept.name in said.replace("\n", "")
    assert type(fault).__name__ in kept.read_text("utf-8")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert len(said) < 1500


def test_too_little_memory_is_said_as_that(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit), errors_shown():
        raise MemoryError
    assert "too little memory" in capsys.readouterr().err


def test_letters_that_cannot_be_written_say_nothing_of_the_ledger(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (
        closing(Ledger.open(tmp_path / "ledger.sqlite")) as ledger,
        pytest.raises(typer.Exit) as ended,
        errors_shown(),
    ):
        ledger.audit().organiser("Ren\udce9e")  # as a terminal in Latin-1 types it
    assert ended.value.exit_code == UsageError.exit_code
    told = " ".join(capsys.readouterr().err.split())
    assert "not in UTF-8" in told
    assert "ledger" not in told


@pytest.mark.parametrize("fault", [typer.Exit(3), typer.Abort(), typer.BadParameter("x")])
def test_what_the_command_line_itself_raises_passes(fault: Exception, folder: Path) -> None:
    with pytest.raises(type(fault)) as passed, errors_shown():
        raise fault
    assert passed.value is fault
    assert not list(folder.iterdir())


def test_a_page_says_it_once_and_in_dutch(folder: Path) -> None:
    fault = ZeroDivisionError("x")
    said = error_message(fault)
    (kept,) = folder.iterdir()
    assert said == error_message(fault)
    assert kept.name in said
    assert "een fout in het programma" in said
    assert len(list(folder.iterdir())) == 1


def test_what_cannot_be_written_in_a_ledger_is_no_damage_of_it(tmp_path: Path) -> None:
    with closing(Ledger.open(tmp_path / "ledger.sqlite")) as ledger, pytest.raises(UnicodeEncodeError) as fault:
        ledger.audit().append("", "half a letter: \ud800", "x", "", datetime(2030, 5, 1, tzinfo=UTC))
    assert ledger_fault(fault.value) is None


def test_where_nothing_can_be_written_the_fault_is_said_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/no/such/folder")
    fault = ValueError("x")
    assert kept_fault(fault) == ""
    assert error_message(fault).endswith("een fout in het programma. Er is niets verloren.")
