"""The tree of errors: as its docstring draws it, and with something to say."""

from __future__ import annotations

import os
import pickle
import re
import signal
import struct
import time
import zlib
from collections.abc import Iterator
from zipfile import BadZipFile

import pytest
import typer

from reportgen import errors
from reportgen.errors import ReportgenError, SourceError
from reportgen.interfaces.cli.errors import errors_shown
from reportgen.render.processes.worker_process import WorkerProcess


def _below(kind: type[ReportgenError]) -> Iterator[type[ReportgenError]]:
    for each in kind.__subclasses__():
        if each.__module__ == errors.__name__:
            yield each
            yield from _below(each)


def blocked_signals(_: None) -> set[int]:
    """The signals that the process does not get."""
    return set(signal.pthread_sigmask(signal.SIG_BLOCK, []))


KINDS = list(_below(ReportgenError))


def test_the_tree_is_the_one_that_its_docstring_draws() -> None:
    drawn = dict(re.findall(r"[├└]── (\w+) +(\d)", errors.__doc__ or ""))
    assert {kind.__name__: str(kind.exit_code) for kind in KINDS} == drawn


def test_every_kind_of_error_has_an_exit_code_of_its_own_and_those_below_it_have_that() -> None:
    main = [kind for kind in KINDS if ReportgenError in kind.__bases__]
    assert sorted(kind.exit_code for kind in main) == list(range(2, 10))
    for kind in main:
        assert {each.exit_code for each in _below(kind)} <= {kind.exit_code}


def test_no_error_looks_like_a_run_that_ended() -> None:
    assert not {kind.exit_code for kind in KINDS} & {0, 1}


@pytest.mark.parametrize(
    ("where", "todo", "said"),
    [
        ("", "", "The list is empty"),
        ("deelnemers.csv", "", "The list is empty (deelnemers.csv)"),
        ("", "save it again", "The list is empty — save it again"),
        ("deelnemers.csv", "save it again", "The list is empty (deelnemers.csv) — save it again"),
    ],
)
def test_an_error_says_what_is_wrong_where_and_what_to_do(where: str, todo: str, said: str) -> None:
    assert str(SourceError("The list is empty", where=where, todo=todo)) == said


def test_an_error_keeps_its_three_parts_apart() -> None:
    fault = SourceError("The list is empty", where="deelnemers.csv", todo="save it again")
    assert (fault.what, fault.where, fault.todo) == ("The list is empty", "deelnemers.csv", "save it again")


def test_an_error_survives_the_way_from_a_printing_process() -> None:
    """Processes hand exceptions over by pickling; one that cannot be unpickled breaks the whole pool."""
    for kind in KINDS:
        fault = pickle.loads(pickle.dumps(kind("What", where="where", todo="todo")))
        assert type(fault) is kind
        assert (fault.what, fault.where, fault.todo) == ("What", "where", "todo")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("disguise", [SourceError("unreadable"), OSError("broken"), RuntimeError("a library's own")])
def test_an_interruption_that_a_library_disguises_is_still_one(
    disguise: Exception, how: signal.Signals, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted_in_a_library() -> None:
        try:
            os.kill(os.getpid(), how)
            time.sleep(5)
        except KeyboardInterrupt:
            raise disguise from None

    with pytest.raises(typer.Exit) as ended, errors_shown():
        interrupted_in_a_library()
    assert ended.value.exit_code == 1
    assert "Stopped by hand" in capsys.readouterr().err


def test_a_printing_process_is_deaf_to_an_interruption_from_its_first_moment() -> None:
    process = WorkerProcess()
    try:
        assert {signal.SIGINT, signal.SIGHUP} <= set(process.result(blocked_signals, None, seconds=60))
    finally:
        process.close()
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (RecursionError("maximum recursion depth exceeded"), "within each other, far too deep"),
        (MemoryError(), "more memory"),
        (OverflowError("cannot convert float infinity to integer"), "far too large"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"), "no text in UTF-8"),
        (BadZipFile("File is not a zip file"), "not a zip file"),
        (zlib.error("Error -3"), "Error -3"),
        (struct.error("unpack requires"), "unpack requires"),
        (KeyError("x" * 5000), "xxx"),
        (EOFError(), "EOFError"),
    ],
)
def test_what_a_library_says_of_foreign_input_becomes_an_error_of_ours(fault: Exception, said: str) -> None:
    with (
        pytest.raises(SourceError, match=said) as caught,
        errors.foreign_faults_as(SourceError, "The list cannot be read", where="a.xlsx", todo="save it again"),
    ):
        raise fault
    assert caught.value.what.startswith("The list cannot be read: ")
    assert (caught.value.where, caught.value.todo) == ("a.xlsx", "save it again")
    assert len(caught.value.what) < 400


def test_a_number_of_thousands_of_digits_is_said_as_that() -> None:
    with (
        pytest.raises(SourceError, match="far too many digits"),
        errors.foreign_faults_as(SourceError, "It cannot be read", where="", todo=""),
    ):
        int("9" * 5000)


def test_an_error_of_ours_passes_and_a_fault_of_the_program_too() -> None:
    for fault in (errors.MailError("closed"), AssertionError("wrong"), OSError("gone")):
        with pytest.raises(type(fault)) as caught, errors.foreign_faults_as(SourceError, "x", where="", todo=""):
            raise fault
        assert caught.value is fault
