"""Letters are looked at ahead of sending, by a process beside a long run; nobody waits for one that is silent."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from doubles.released_letters import KEY, MONDAY, output_with_letters, pack
from usecases.desk import until

from reportgen.application.delivery import reading_ahead
from reportgen.application.delivery.reading_ahead import Ahead, Beside, promised, read_ahead
from reportgen.application.delivery.verify_letter import NO, answer_all, kept, question
from reportgen.domain.delivery.states import Delivery
from reportgen.errors import ReportgenError
from reportgen.storage.archive.archive import Archive
from reportgen.storage.ledger.ledger import Ledger

PEOPLE = 12


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return output_with_letters(tmp_path_factory.mktemp("ahead"), PEOPLE).output


@pytest.fixture
def due(sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[tuple[Delivery, ...], Archive]:
    """Letters enough for a process beside the run, which begins at the third."""
    monkeypatch.setattr(reading_ahead, "FEW", 2)
    shutil.copytree(sealed, tmp_path / "output")
    ledger = Ledger.open_if_present(tmp_path / "output" / "ledger.sqlite")
    letters = ledger.due(KEY, MONDAY)
    ledger.close()
    return letters, Archive(tmp_path / "output" / "archive" / KEY)


@pytest.fixture
def beside(due: tuple[tuple[Delivery, ...], Archive]) -> Iterator[Beside]:
    """A process that has started: it answered about the third letter."""
    letters, archive = due
    process = Beside(tuple(map(promised, letters)), archive.folder)
    until(lambda: process.vouches_for(2))
    yield process
    process.end()


def _swapped(due: tuple[tuple[Delivery, ...], Archive], one: int, other: int) -> list[Delivery]:
    """The letters of two participants in each other's place, in archive and ledger alike."""
    letters, archive = list(due[0]), due[1]
    files = [archive.bag(1) / "data" / "letters" / f"{letters[each].participant:04d}.eml" for each in (one, other)]
    contents = [file.read_bytes() for file in files]
    for file, content in zip(files, reversed(contents), strict=True):
        file.write_bytes(content)
    digests = letters[one].letter_digest, letters[other].letter_digest
    letters[one] = replace(letters[one], letter_digest=digests[1])
    letters[other] = replace(letters[other], letter_digest=digests[0])
    return letters


def test_every_letter_comes_in_its_turn_as_it_is_kept(due: tuple[tuple[Delivery, ...], Archive]) -> None:
    letters, archive = due
    with read_ahead(*due) as ahead:
        assert [ahead.letter(place) for place in range(PEOPLE)] == [kept(promised(each), archive) for each in letters]


def test_the_process_beside_vouches_for_what_is_as_promised(beside: Beside) -> None:
    assert [beside.vouches_for(place) for place in range(3, PEOPLE)] == [True] * (PEOPLE - 3)


def test_it_vouches_for_nothing_it_was_not_asked_in_time(beside: Beside) -> None:
    assert not beside.vouches_for(1)
    assert beside.vouches_for(5)
    assert not beside.vouches_for(4)


def test_letters_swapped_in_archive_and_ledger_alike_are_found_ahead(
    due: tuple[tuple[Delivery, ...], Archive],
) -> None:
    letters = _swapped(due, 6, 7)
    process = Beside(tuple(map(promised, letters)), due[1].folder)
    until(lambda: process.vouches_for(2))
    assert [process.vouches_for(place) for place in range(3, 9)] == [True, True, True, False, False, True]
    process.end()
    with read_ahead(letters, due[1]) as ahead:
        for place in (6, 7):
            with pytest.raises(ReportgenError, match=r"does not match its addressee: .*pack's owner"):
                ahead.letter(place)
        assert ahead.letter(8)


def test_a_letter_that_changes_after_it_was_looked_at_does_not_go(beside: Beside, due: tuple[object, Archive]) -> None:
    """The process beside the run saw it whole; the run reads it once more."""
    letters, archive = due
    assert isinstance(letters, tuple)
    assert beside.vouches_for(5)
    (archive.bag(1) / "data" / "letters" / "0006.eml").write_bytes(pack(7))
    with ThreadPoolExecutor(1) as reader:
        ahead = Ahead(letters, archive, reader)
        with pytest.raises(ReportgenError, match="not what was sealed"):
            ahead.letter(5)
        ahead.close()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
def test_a_process_that_dies_or_hangs_vouches_for_nothing_more_and_holds_nobody_up(
    beside: Beside, monkeypatch: pytest.MonkeyPatch, how: signal.Signals
) -> None:
    monkeypatch.setattr(reading_ahead, "PATIENCE", 0.2)
    os.kill(beside._process.pid, how)
    monkeypatch.setattr(beside, "_said", b"")
    later = [beside.vouches_for(place) for place in range(3, PEOPLE)]
    assert later == sorted(later, reverse=True)
    assert not beside.vouches_for(PEOPLE - 1)


def test_it_ends_with_the_run(due: tuple[tuple[Delivery, ...], Archive]) -> None:
    with read_ahead(*due) as ahead:
        assert ahead._beside
        process = ahead._beside._process
        ahead.letter(0)
    assert process.poll() is not None


def test_a_few_letters_have_no_process_beside_them(due: tuple[tuple[Delivery, ...], Archive]) -> None:
    letters, archive = due
    with read_ahead(letters[:4], archive) as ahead:
        assert ahead._beside is None
        assert ahead.letter(3)


def test_questions_are_answered_with_the_digest_or_no(due: tuple[tuple[Delivery, ...], Archive]) -> None:
    letters, archive = due
    right = promised(letters[0])
    wrong = [
        replace(right, recipient="x@y.example"),
        replace(right, message_id="<x@y.example>"),
        replace(right, pack="0" * 64),
        replace(right, owner="another.0001"),
        replace(right, letter="0" * 64),
        replace(right, number=PEOPLE + 1),
    ]
    said = StringIO()
    answer_all(map(question, [right, *wrong]), archive, said)
    assert said.getvalue().splitlines() == [right.letter, *[NO] * len(wrong)]
