"""The calendar of a person over all their letters: one entry for the meeting, one for each round that they have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta

import pytest
from doubles.calendar_store import CalendarStore
from doubles.ical_js import needs_ical_js, read_by_ical_js
from doubles.strict_calendar import BadCalendar, read_strictly
from example import meeting
from hypothesis import given
from hypothesis import strategies as st

from reportgen.application.build.letter_calendar import (
    CalendarOwner,
    cancellation_calendars,
    cancelling_files,
    letter_calendars,
    meeting_entry,
    revision_of,
    session_entries,
)
from reportgen.config.timezone import ZONE
from reportgen.domain.programme.event import Session, SessionKind
from reportgen.domain.programme.own_day import OwnPart
from reportgen.mail.calendar import CalendarEntry, CalendarFile
from reportgen.mail.sent_entries import SentEntries

EVENT = meeting.event()
OWNER = CalendarOwner("2018-12-10-test.0017", "vng.example")
WRITTEN = datetime(2018, 12, 3, 8, 0, tzinfo=UTC)
ROUNDS = ("1", "2", "ochtend a", "ochtend-a")

Day = tuple[OwnPart, ...]


def part(label: str, title: str, room: str = "Zaal 1", *, leads: bool = False, leader: str = "A. Bos") -> OwnPart:
    """A round with the session that somebody attends in it; without a title they attend none."""
    start = time(9 + ROUNDS.index(label))
    end = time(start.hour, 50)
    session = Session(
        start, end, title, "drs. C. Dam", "Neem uw cijfers mee.", SessionKind.WORKSHOP, "A", label, room, leader=leader
    )
    return OwnPart(label, start, end, session if title else None, leads)


def entries_of(day: Day | None) -> tuple[CalendarEntry, ...]:
    """The entries that somebody should have; nothing for somebody who does not take part."""
    if day is None:
        return ()
    return meeting_entry(EVENT, OWNER, "Uw dag"), *session_entries(EVENT, OWNER, day)


@dataclass
class Correspondence:
    """The letters to one person, what the archive says of them, and the person's calendar."""

    store: CalendarStore = field(default_factory=CalendarStore)
    sent: SentEntries = field(default_factory=SentEntries)
    edition: int = 0
    written: list[CalendarFile] = field(default_factory=list)

    def letter(self, day: Day | None, *, left: bool = True, arrives: bool = True, certain: bool = True) -> list[str]:
        """Writes a letter about a day, or one that cancels it; the names of the files in it.

        Args:
            left: it was sent; else it was withdrawn before.
            arrives: the person got it, and opened every file.
            certain: the ledger holds that it was sent; else that nobody knows.
        """
        self.edition += 1
        revision = revision_of(EVENT, self.edition, WRITTEN + timedelta(days=self.edition), "a.smit@urk.example")
        entry = meeting_entry(EVENT, OWNER, "Uw dag")
        if day is None:
            files = cancellation_calendars(entry, self.sent, revision)
        else:
            files = letter_calendars(entry, session_entries(EVENT, OWNER, day), self.sent, revision)
        self.written += files
        read = [read_strictly(each.content) for each in files]
        assert [each.method for each in files] == [each.method for each in read]
        assert {one.sequence for each in read for one in each.entries} == {self.edition - 1}
        assert len({each.name for each in files}) == len(files)
        if left:
            self.sent.add([each.content for each in files], is_certain=certain)
            for each in read if arrives else ():
                self.store.take(each)
        return [each.name for each in files]

    def holds(self, day: Day | None) -> bool:
        """Whether the calendar has the entries of a day, and no others."""
        expected = {
            each.uid: (each.start.astimezone(UTC), each.end.astimezone(UTC), each.summary, each.location)
            for each in entries_of(day)
        }
        found = {uid: (each.start, each.end, each.summary, each.location) for uid, each in self.store.entries.items()}
        return found == expected


TWO = part("1", "Wijken"), part("2", "Bouwen", "Zaal 2")
OTHER = TWO[0], part("2", "Geld", "Zaal 3")
ONE = TWO[0], part("2", "")


def test_a_letter_has_the_meeting_and_each_session_in_one_file() -> None:
    post = Correspondence()
    assert post.letter(TWO) == ["bijeenkomst.ics"]
    assert post.holds(TWO)


def test_another_session_of_a_round_takes_the_place_of_the_one_before() -> None:
    post = Correspondence()
    post.letter(TWO)
    assert post.letter(OTHER) == ["bijeenkomst.ics"]
    assert post.holds(OTHER)


def test_a_round_without_a_session_is_cancelled_in_a_file_of_its_own_and_only_once() -> None:
    post = Correspondence()
    post.letter(TWO)
    assert post.letter(ONE) == ["bijeenkomst.ics", "vervallen-ronde-2.ics"]
    assert post.holds(ONE)
    assert post.letter(ONE) == ["bijeenkomst.ics"]
    assert post.holds(ONE)


def test_a_session_in_a_round_that_was_cancelled_is_requested() -> None:
    post = Correspondence()
    for day in (TWO, ONE):
        post.letter(day)
    assert post.letter(OTHER) == ["bijeenkomst.ics", "ronde-2.ics"]
    assert post.holds(OTHER)


def test_who_is_cancelled_loses_the_meeting_and_all_sessions_and_who_comes_back_gets_them_again() -> None:
    post = Correspondence()
    post.letter(TWO)
    assert post.letter(None) == ["bijeenkomst.ics", "vervallen-ronde-1.ics", "vervallen-ronde-2.ics"]
    assert post.holds(None)
    assert post.letter(OTHER) == ["bijeenkomst.ics", "ronde-1.ics", "ronde-2.ics"]
    assert post.holds(OTHER)
    assert post.letter(ONE) == ["bijeenkomst.ics", "ronde-1.ics", "vervallen-ronde-2.ics"]
    assert post.holds(ONE)


def test_a_letter_that_never_left_needs_no_cancelling_and_cancels_nothing() -> None:
    post = Correspondence()
    post.letter(ONE)
    post.letter(TWO, left=False)
    assert post.letter(ONE) == ["bijeenkomst.ics"]
    post.letter(TWO)
    post.letter(ONE, left=False)
    assert post.letter(ONE) == ["bijeenkomst.ics", "vervallen-ronde-2.ics"]
    assert post.holds(ONE)


def test_what_may_not_have_been_cancelled_is_cancelled_again() -> None:
    post = Correspondence()
    post.letter(TWO)
    post.letter(ONE, arrives=False, certain=False)
    assert post.letter(ONE) == ["bijeenkomst.ics", "vervallen-ronde-2.ics"]
    assert post.holds(ONE)


def test_rounds_with_the_same_letters_have_files_of_their_own() -> None:
    post = Correspondence()
    post.letter((part("ochtend a", "Wijken"), part("ochtend-a", "Bouwen")))
    assert post.letter(()) == ["bijeenkomst.ics", "vervallen-ochtend-a.ics", "vervallen-ochtend-a-2.ics"]
    assert post.holds(())


def test_the_names_that_a_letter_tells_are_those_of_its_files() -> None:
    post = Correspondence()
    post.letter(TWO)
    told = cancelling_files(meeting_entry(EVENT, OWNER, ""), session_entries(EVENT, OWNER, ONE), post.sent)
    assert [name for name in post.letter(ONE) if name.startswith("vervallen")] == list(told)


def test_an_entry_says_what_where_and_who_in_dutch() -> None:
    entry, _ = session_entries(EVENT, OWNER, TWO)
    assert entry.summary == "Ronde 1: Wijken"
    assert entry.location == "Zaal 1, NBC Nieuwegein, Blokhoeve 1, Nieuwegein"
    assert entry.description.splitlines() == [
        "Gespreksleider: A. Bos",
        "Spreker: drs. C. Dam",
        "Neem uw cijfers mee.",
        "",
        "Onderdeel van ‘Diversiteit door migratie’. Uw briefing staat in de mail van Projectgroep.",
    ]
    assert (entry.start, entry.end) == (
        datetime(2018, 12, 10, 9, 0, tzinfo=ZONE),
        datetime(2018, 12, 10, 9, 50, tzinfo=ZONE),
    )


def test_who_leads_a_session_is_told_so_and_a_session_without_a_room_is_at_the_place_of_the_meeting() -> None:
    led = part("ochtend a", "Wijken", "", leads=True)
    (entry,) = session_entries(EVENT, OWNER, (led,))
    assert entry.summary == "Ochtend a: Wijken"
    assert entry.location == "NBC Nieuwegein, Blokhoeve 1, Nieuwegein"
    assert entry.description.startswith("U leidt deze sessie.\nSpreker")
    assert "A. Bos" not in entry.description


def test_parts_that_everyone_attends_have_no_entry_of_their_own() -> None:
    plenary = OwnPart("", time(9), time(10), replace(part("1", "Opening").session or EVENT.sessions[0], round=""))
    assert session_entries(EVENT, OWNER, (plenary, part("2", ""))) == ()


_sessions = st.sampled_from(["", "Wijken", "Bouwen, en; meer\\", "Één\r\nATTACH:x 😀" * 4])
_days = st.none() | st.fixed_dictionaries({}, optional=dict.fromkeys(ROUNDS, _sessions)).map(
    lambda told: tuple(part(label, title, f"Zaal {len(title)}") for label, title in told.items())
)
_letters = st.tuples(_days, st.sampled_from(["arrives", "arrives", "withdrawn", "lost", "unsure"]))


def _day_of(day: Day | None) -> Day | None:
    """A day whose titles are as a calendar shows them: on one line."""
    if day is None:
        return None
    return tuple(
        replace(each, session=replace(each.session, title=each.session.title.replace("\r\n", " ")))
        if each.session
        else each
        for each in day
    )


def _written(letters: Iterable[tuple[Day | None, str]]) -> Correspondence:
    post = Correspondence()
    for day, how in letters:
        if day is None and not post.sent.standing:
            continue  # who has nothing is told nothing
        certain = how == "arrives"
        post.letter(day, left=how != "withdrawn", arrives=how in ("arrives", "unsure"), certain=certain)
        if certain:
            assert post.holds(_day_of(day))
    return post


@given(letters=st.lists(_letters, max_size=12))
def test_after_any_letters_that_came_or_not_the_next_that_comes_sets_the_calendar_right(
    letters: list[tuple[Day | None, str]],
) -> None:
    post = _written(letters)
    post.letter(TWO)
    assert post.holds(TWO)
    post.letter(None)
    assert post.holds(None)


@needs_ical_js
def test_thunderbirds_reader_finds_the_same_in_every_file() -> None:
    strange = part("1", 'Één, "twee"; drie\\ 😀 ' * 6, "Zaal ‘A’; rechts"), part("ochtend a", "Wijken")
    letters: Sequence[Day | None] = (TWO, OTHER, ONE, strange, None, TWO, (), strange, None, strange)
    files = _written([(day, "arrives") for day in letters]).written
    assert {each.method for each in files} == {"PUBLISH", "REQUEST", "CANCEL"}
    for file, found in zip(files, read_by_ical_js(each.content for each in files), strict=True):
        ours = read_strictly(file.content)
        assert found["method"] == ours.method
        assert [
            (
                each["uid"],
                each["sequence"],
                each["summary"],
                each["location"],
                each["description"],
                each["start"]["unix"],
                each["end"]["unix"],
            )
            for each in found["entries"]
        ] == [
            (
                each.uid,
                each.sequence,
                each.summary,
                each.location,
                each.description,
                each.start.timestamp(),
                each.end.timestamp(),
            )
            for each in ours.entries
        ]
        assert all(each["organizer"] == "mailto:diversiteit@vng.example" for each in found["entries"])


def _files() -> dict[str, bytes]:
    post = Correspondence()
    for day in (TWO, ONE, TWO):
        post.letter(day)
    return {each.method: each.content for each in post.written}


@pytest.mark.parametrize(
    ("method", "old", "new"),
    [
        ("PUBLISH", b"\r\n", b"\n"),
        ("PUBLISH", b"VERSION:2.0\r\n", b""),
        ("PUBLISH", b"METHOD:PUBLISH", b"METHOD:REQUEST"),
        ("PUBLISH", b"METHOD:PUBLISH", b"METHOD:CANCEL"),
        ("PUBLISH", b"NBC Nieuwegein\\,", b"NBC Nieuwegein,"),
        ("PUBLISH", b"SUMMARY:Ronde", b"SUMMARY:Ro\x0bnde"),
        ("PUBLISH", b"SUMMARY:Ronde", b"SUMMARY:" + 60 * b"x" + b"Ronde"),
        ("PUBLISH", b"-ronde-1-6b86b273@", b"@"),
        ("PUBLISH", b"TZID:Europe/Amsterdam", b"TZID:Europe/Berlin"),
        ("PUBLISH", b"T020000\r\nRRULE", b"T030000\r\nRRULE"),  # as libraries write it
        ("PUBLISH", b"TZOFFSETTO:+0200", b"TZOFFSETTO:+0300"),
        ("PUBLISH", b"T095000", b"T085000"),
        ("PUBLISH", b"DTSTAMP:20181206T080000Z", b"DTSTAMP:20181206T080000"),
        ("PUBLISH", b"ORGANIZER;CN=VNG:", b"ORGANIZER;CN=V:NG:"),
        ("PUBLISH", b"ORGANIZER;CN=VNG:mailto:diversiteit@vng.example\r\n", b""),
        ("PUBLISH", b"BEGIN:VEVENT\r\n", b"BEGIN:VEVENT\r\nATTENDEE:mailto:a@x.example\r\n"),
        ("PUBLISH", b"END:VEVENT\r\n", b""),
        ("REQUEST", b"ATTENDEE:mailto:a.smit@urk.example\r\n", b""),
        ("REQUEST", b"STATUS:CONFIRMED", b"STATUS:CANCELLED"),
        ("CANCEL", b"STATUS:CANCELLED\r\n", b""),
        ("CANCEL", b"SEQUENCE:1\r\n", b""),
        ("CANCEL", b"SEQUENCE:1\r\n", b"SEQUENCE:1\r\nSEQUENCE:2\r\n"),
    ],
)
def test_the_strict_reader_refuses_what_is_not_as_the_standards_want_it(method: str, old: bytes, new: bytes) -> None:
    content = _files()[method]
    read_strictly(content)
    assert old in content
    with pytest.raises(BadCalendar):
        read_strictly(content.replace(old, new))
