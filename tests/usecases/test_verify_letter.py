"""Letters are read and verified ahead of sending, and none goes that is not its addressee's own."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from doubles.released_letters import KEY, MONDAY, address, output_with_letters, pack

from reportgen.application.delivery.verify_letter import (
    ExpectedLetter,
    VerifiedLetters,
    archived_letter,
    expected_letter,
    verified_letters,
    verify_letter,
)
from reportgen.config.timezone import ZONE
from reportgen.domain.delivery.states import Delivery
from reportgen.domain.identifiers import delivery_key, participant_id
from reportgen.errors import ReportgenError
from reportgen.mail.calendar import (
    CalendarEntry,
    CalendarFile,
    CalendarRevision,
    Method,
    calendar_of,
    day_uid,
    session_uid,
)
from reportgen.mail.letter import Envelope, LetterContents, compose, message_id
from reportgen.storage.archive.archive import Archive
from reportgen.storage.ledger.ledger import Ledger

PEOPLE = 12


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return output_with_letters(tmp_path_factory.mktemp("ahead"), PEOPLE).output


@pytest.fixture
def due(sealed: Path, tmp_path: Path) -> tuple[tuple[Delivery, ...], Archive]:
    """The letters of an edition, and its archive."""
    shutil.copytree(sealed, tmp_path / "output")
    ledger = Ledger.open_if_present(tmp_path / "output" / "ledger.sqlite")
    letters = ledger.due(KEY, MONDAY)
    ledger.close()
    return letters, Archive(tmp_path / "output" / "archive" / KEY)


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
    with verified_letters(due[0], archive) as ahead:
        assert [ahead.letter(place).content for place in range(PEOPLE)] == [
            archived_letter(expected_letter(each), archive) for each in letters
        ]


def test_letters_swapped_in_archive_and_ledger_alike_are_found(due: tuple[tuple[Delivery, ...], Archive]) -> None:
    letters = _swapped(due, 6, 7)
    with verified_letters(letters, due[1]) as ahead:
        for place in (6, 7):
            with pytest.raises(ReportgenError, match=r"does not match its addressee: .*pack's owner"):
                ahead.letter(place)
        assert ahead.letter(8)


def test_a_letter_that_is_not_what_was_sealed_does_not_go(due: tuple[tuple[Delivery, ...], Archive]) -> None:
    letters, archive = due
    (archive.bag(1) / "data" / "letters" / "0006.eml").write_bytes(pack(7))
    with ThreadPoolExecutor(1) as reader:
        ahead = VerifiedLetters(letters, archive, reader)
        with pytest.raises(ReportgenError, match="not what was sealed"):
            ahead.letter(5)
        assert ahead.letter(6)


def test_the_next_letters_are_read_while_one_is_on_its_way(due: tuple[tuple[Delivery, ...], Archive]) -> None:
    letters, archive = due
    with ThreadPoolExecutor(1) as reader:
        ahead = VerifiedLetters(letters, archive, reader)
        assert not ahead.is_ready(1)
        ahead.letter(0)
        reader.submit(int).result()  # whatever was asked for before is done by then
        assert ahead.is_ready(1)
        assert not ahead.is_ready(PEOPLE)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"recipient": "x@y.example"}, "address"),
        ({"message_id": "<x@y.example>"}, "Message-ID"),
        ({"pack": "0" * 64}, "pack"),
        ({"owner": "another.0001"}, "pack's owner"),
    ],
)
def test_whatever_does_not_match_its_addressee_is_named(
    due: tuple[tuple[Delivery, ...], Archive], changed: dict[str, str], said: str
) -> None:
    letters, archive = due
    right = expected_letter(letters[0])
    content = archived_letter(right, archive)
    verify_letter(right, content)
    with pytest.raises(ReportgenError) as raised:
        verify_letter(replace(right, **changed), content)
    assert raised.value.what == f"The letter does not match its addressee: {said}"


def _calendar(uid: str, method: Method = Method.CANCEL) -> CalendarFile:
    """A calendar with one entry."""
    start, end = (datetime(2018, 12, 10, hour, 30, tzinfo=ZONE) for hour in (12, 16))
    entry = CalendarEntry(uid, "Bijeenkomst", start, end, "Nieuwegein", "")
    revision = CalendarRevision(2, MONDAY, "Organisatie", "post@vng.example", "x@vng.example")
    return CalendarFile("bijeenkomst.ics", calendar_of((entry,), revision, method), method)


def _cancellation(number: int, *calendars: CalendarFile, pdf: bytes = b"") -> bytes:
    """A letter that cancels the calendar entries of a participant."""
    key = delivery_key(KEY, number, 2)
    envelope = Envelope(key, "Organisatie", "post@vng.example", f"D. {number}", address(number), MONDAY)
    return compose(envelope, LetterContents("Afgemeld", "Dag", "<p>Dag</p>", pdf, "x.pdf", calendars))


def _day(number: int) -> str:
    return day_uid(participant_id(KEY, number), "vng.example")


def _round(number: int) -> str:
    return session_uid(participant_id(KEY, number), "1", "ronde 1", "vng.example")


def _expected_cancellation(number: int) -> ExpectedLetter:
    key = delivery_key(KEY, number, 2)
    name = message_id(key, "post@vng.example")
    return ExpectedLetter(key, 2, number, address(number), name, "", "", participant_id(KEY, number))


def test_a_letter_that_cancels_is_its_addressees_by_address_name_and_calendar() -> None:
    verify_letter(_expected_cancellation(3), _cancellation(3, _calendar(_day(3))))
    verify_letter(_expected_cancellation(3), _cancellation(3, _calendar(_day(3)), _calendar(_round(3))))


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (_cancellation(4, _calendar(_day(3))), "address, Message-ID"),
        (_cancellation(3, _calendar(_day(4))), "calendar's owner"),
        (_cancellation(3, _calendar(_day(3)), _calendar(_round(4))), "calendar's owner"),
        (_cancellation(3, _calendar(_round(3))), "calendar's owner"),
        (_cancellation(3, _calendar(_day(3), Method.REQUEST)), "calendar's owner"),
        (_cancellation(3, _calendar(_day(3)), _calendar(_round(3), Method.REQUEST)), "calendar's owner"),
        (_cancellation(3, _calendar(_day(3)), pdf=pack(3)), "pack"),
    ],
)
def test_a_letter_that_cancels_something_else_never_leaves(content: bytes, wrong: str) -> None:
    with pytest.raises(ReportgenError, match=wrong):
        verify_letter(_expected_cancellation(3), content)


def test_a_letter_with_a_pack_is_not_replaced_by_one_without(due: tuple[tuple[Delivery, ...], Archive]) -> None:
    with pytest.raises(ReportgenError, match="pack"):
        verify_letter(expected_letter(due[0][2]), _cancellation(3, _calendar(_day(3))))
