"""The meeting in a participant's calendar: once, at the right hour, and replaced by a correction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from example import meeting
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from icalendar import Event as Entry

from reportgen.mail.calendar import (
    CalendarEntry,
    CalendarRevision,
    Method,
    calendar_of,
    cancelled_uid,
    cancels_for,
    day_uid,
    entries_in,
    owner_of,
    round_slug,
    session_uid,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
UTC = ZoneInfo("UTC")
WRITTEN = datetime(2018, 12, 3, 8, 0, tzinfo=AMSTERDAM)


def entry(participant: str = "2018-12-10-test.0017", description: str = "Tafel 3.", **changes: Any) -> CalendarEntry:
    """The meeting of the tests, with a title, place, day or time of its own where a test gives one."""
    event = replace(meeting.event(), **changes)
    start, end = (datetime.combine(event.day, each, AMSTERDAM) for each in (event.start, event.end))
    uid, where = day_uid(participant, "vng.example"), f"{event.place}, {event.address}"
    return CalendarEntry(uid, event.title, start, end, where, description)


def session(label: str = "1", participant: str = "2018-12-10-test.0017", **changes: Any) -> CalendarEntry:
    """A session of a round."""
    uid = session_uid(participant, label, f"ronde {label}" if label.isdigit() else label, "vng.example")
    start, end = (datetime(2018, 12, 10, hour, tzinfo=AMSTERDAM) for hour in (13, 14))
    whole = CalendarEntry(uid, "Ronde 1: Wijken", start, end, "Zaal 1, NBC Nieuwegein", "Gespreksleider: A.", True)
    return replace(whole, **changes)


def revised(edition: int = 1, written: datetime = WRITTEN, name: str = "VNG") -> CalendarRevision:
    return CalendarRevision(edition, written, name, "diversiteit@vng.example", "a.smit@urk.example")


def made(
    participant: str = "2018-12-10-test.0017",
    description: str = "Tafel 3, voorsteden.",
    edition: int = 1,
    written: datetime = WRITTEN,
    **changes: Any,
) -> bytes:
    return calendar_of((entry(participant, description, **changes),), revised(edition, written), Method.PUBLISH)


def entry_in(content: bytes) -> Entry:
    (found,) = Calendar.from_ical(content).walk("VEVENT")
    assert isinstance(found, Entry)
    return found


def lines(content: bytes) -> list[str]:
    """The lines of the file, folded ones joined again."""
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_the_meeting_is_published_and_asks_for_no_answer() -> None:
    calendar = Calendar.from_ical(made())
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["VERSION"] == "2.0"
    assert "ATTENDEE" not in entry_in(made())


def test_the_entry_says_what_when_where_and_who() -> None:
    event, found = meeting.event(), entry_in(made())
    assert found["SUMMARY"] == event.title
    assert found["LOCATION"] == f"{event.place}, {event.address}"
    assert found["DESCRIPTION"] == "Tafel 3, voorsteden."
    assert event.organiser.email in found["ORGANIZER"]
    assert found.decoded("DTSTART") == datetime(2018, 12, 10, 12, 30, tzinfo=AMSTERDAM)
    assert found.decoded("DTEND") == datetime(2018, 12, 10, 16, 0, tzinfo=AMSTERDAM)
    assert found.decoded("DTSTAMP") == WRITTEN


def test_the_moment_of_writing_is_in_universal_time() -> None:
    assert "DTSTAMP:20181203T070000Z" in lines(made())


def test_the_zone_of_the_times_comes_along() -> None:
    calendar = Calendar.from_ical(made())
    zones = {str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")}
    assert zones == {"Europe/Amsterdam"}
    assert entry_in(made())["DTSTART"].params["TZID"] == "Europe/Amsterdam"


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2018, 12, 10), 1),
        (date(2018, 10, 27), 2),
        (date(2018, 10, 28), 1),
        (date(2018, 10, 29), 1),
        (date(2019, 3, 30), 1),
        (date(2019, 3, 31), 2),
        (date(2019, 4, 1), 2),
        (date(2020, 2, 29), 1),
        (date(2024, 7, 1), 2),
    ],
)
def test_a_program_that_knows_no_zones_finds_the_right_hour_in_the_file_itself(day: date, hours: int) -> None:
    content = made(day=day)
    found = entry_in(content)
    assert found.decoded("DTSTART").isoformat()[:16] == f"{day.isoformat()}T12:30"
    (zone,) = Calendar.from_ical(content).walk("VTIMEZONE")
    own = zone.to_tz(lookup_tzid=False)
    assert datetime.combine(day, time(12, 30)).replace(tzinfo=own).utcoffset() == timedelta(hours=hours)


@given(day=st.dates(date(2018, 1, 1), date(2035, 12, 31)), start=st.times(), minutes=st.integers(1, 479))
def test_local_times_come_back_as_they_were_on_any_day(day: date, start: time, minutes: int) -> None:
    start = start.replace(second=0, microsecond=0, fold=0)  # a clock that is put back: RFC 5545 means the first time
    end = (datetime.combine(day, start) + timedelta(minutes=minutes)).time()
    if end <= start:
        start, end = time(9, 0), time(17, 0)
    found = entry_in(made(day=day, start=start, end=end))
    local = [found.decoded(name).astimezone(UTC) for name in ("DTSTART", "DTEND")]
    assert local == [datetime.combine(day, each, AMSTERDAM).astimezone(UTC) for each in (start, end)]


def test_a_correction_replaces_the_entry_and_does_not_add_one() -> None:
    editions = [entry_in(made(edition=edition, written=WRITTEN + timedelta(days=edition))) for edition in (1, 2, 5)]
    assert len({each["UID"] for each in editions}) == 1
    assert [each["SEQUENCE"] for each in editions] == sorted({each["SEQUENCE"] for each in editions})
    assert editions[0]["SEQUENCE"] == 0


def test_two_participants_have_entries_of_their_own() -> None:
    assert entry_in(made())["UID"] != entry_in(made(participant="2018-12-10-test.0018"))["UID"]


def test_the_same_meeting_is_the_same_bytes() -> None:
    assert made() == made()


def test_lines_end_in_crlf_and_are_no_longer_than_the_format_allows() -> None:
    content = made(description="Tafel 3, voorsteden; é\N{EURO SIGN}. " * 20)
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


@given(text=st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=200))
def test_nothing_an_organiser_writes_adds_a_line_of_its_own(text: str) -> None:
    names = [line.partition(":")[0].partition(";")[0] for line in lines(made())]
    written = made(title=f"x{text}", place=f"x{text}", description=f"x{text}\nATTACH:file:///etc/passwd")
    assert [line.partition(":")[0].partition(";")[0] for line in lines(written)] == names
    assert entry_in(written)["SUMMARY"] == f"x{text}"


def test_another_program_reads_the_same_day_in_it() -> None:
    said = "Tafel 3, voorsteden; met komma, punt; en\nregel.\n\n12.30 Opening"
    read = vobject.readOne(made(description=said).decode())
    found = read.vevent
    assert (read.method.value, read.version.value) == ("PUBLISH", "2.0")
    assert found.summary.value == meeting.event().title
    assert found.description.value == said
    assert found.dtstart.value == datetime(2018, 12, 10, 12, 30, tzinfo=AMSTERDAM)
    assert found.dtstart.value.utcoffset() == timedelta(hours=1)
    assert found.dtend.value == datetime(2018, 12, 10, 16, 0, tzinfo=AMSTERDAM)
    assert found.uid.value == "2018-12-10-test.0017@vng.example"
    assert found.organizer.value == "mailto:diversiteit@vng.example"
    assert found.organizer.params["CN"] == ["VNG"]


def _of(method: Method, edition: int = 2) -> bytes:
    return calendar_of((entry(),), revised(edition), method)


def test_a_cancellation_cancels_the_entry_that_was_published() -> None:
    published, cancelled = made(), _of(Method.CANCEL)
    assert Calendar.from_ical(cancelled)["METHOD"] == "CANCEL"
    found = entry_in(cancelled)
    assert found["STATUS"] == "CANCELLED"
    assert found["UID"] == entry_in(published)["UID"] == cancelled_uid(cancelled)
    assert found["SEQUENCE"] > entry_in(published)["SEQUENCE"]
    assert found["ATTENDEE"] == "mailto:a.smit@urk.example"
    for field in ("DTSTART", "DTEND"):  # RFC 5546: a program may look for the entry by its time
        assert found.decoded(field) == entry_in(published).decoded(field)


def test_a_request_enters_it_again() -> None:
    requested = _of(Method.REQUEST, edition=3)
    assert Calendar.from_ical(requested)["METHOD"] == "REQUEST"
    assert entry_in(requested)["STATUS"] == "CONFIRMED"
    assert entry_in(requested)["UID"] == entry_in(made())["UID"]
    assert entry_in(requested)["SEQUENCE"] > entry_in(_of(Method.CANCEL))["SEQUENCE"]


def test_the_sessions_of_a_person_are_in_the_file_of_the_meeting() -> None:
    content = calendar_of((entry(), session("1"), session("2", summary="Ronde 2: Bouwen")), revised(), Method.PUBLISH)
    day, first, second = Calendar.from_ical(content).walk("VEVENT")
    assert (first["SUMMARY"], first["LOCATION"]) == ("Ronde 1: Wijken", "Zaal 1, NBC Nieuwegein")
    assert (first["TRANSP"], "TRANSP" in day) == ("TRANSPARENT", False)  # the meeting takes the time, and once
    assert len({str(each["UID"]) for each in (day, first, second)}) == 3
    assert len(Calendar.from_ical(content).walk("VTIMEZONE")) == 1


@pytest.mark.parametrize("method", [Method.REQUEST, Method.CANCEL])
def test_what_may_hold_one_entry_never_holds_two(method: Method) -> None:
    with pytest.raises(ValueError, match="2 entries"):
        calendar_of((entry(), session()), revised(), method)
    with pytest.raises(ValueError, match="0 entries"):
        calendar_of((), revised(), method)


def test_rounds_that_are_written_with_the_same_letters_have_entries_of_their_own() -> None:
    labels = ("1", "ochtend a", "ochtend-a", "óchtend a", "!", "?", "ochtend a 2", "x" * 60, "x" * 61)
    uids = [session(label).uid for label in labels]
    assert len(set(uids)) == len(labels)
    assert {owner_of(uid) for uid in uids} == {"2018-12-10-test.0017"}
    assert [round_slug(uid) for uid in uids[:5]] == ["ronde-1", "ochtend-a", "ochtend-a", "ochtend-a", "ronde"]


@given(label=st.text(max_size=80), number=st.integers(1, 123_456))
def test_the_name_of_an_entry_says_whose_it_is(label: str, number: int) -> None:
    owner = f"2018-12-10-a-b.{number:04d}"
    for uid in (day_uid(owner, "vng.example"), session_uid(owner, label, label, "vng.example")):
        assert uid.isascii()
        assert owner_of(uid) == owner


def test_what_was_written_is_read_again() -> None:
    entries = (entry(description="één; twee,\ndrie"), session("ochtend"))
    assert entries_in(calendar_of(entries, revised(), Method.PUBLISH)) == (Method.PUBLISH, entries)
    assert entries_in(calendar_of(entries[1:], revised(), Method.CANCEL)) == (Method.CANCEL, entries[1:])


@pytest.mark.parametrize("content", [b"", b"\xff", b"BEGIN:VCALENDAR", made().replace(b"METHOD:PUBLISH", b"METHOD:X")])
def test_what_no_letter_has_is_not_read(content: bytes) -> None:
    with pytest.raises(ValueError, match="no calendar"):
        entries_in(content)


@pytest.mark.parametrize(
    ("name", "read"), [('De "Koepel"; A, B: C', "De 'Koepel'; A, B: C"), ("Één\r\nX:1\x07\x85\u2028", "Één X:1   ")]
)
def test_a_name_of_the_organiser_stays_within_its_quotes(name: str, read: str) -> None:
    content = calendar_of((entry(),), revised(name=name), Method.PUBLISH)
    assert vobject.readOne(content.decode()).vevent.organizer.params["CN"] == [read]
    assert entry_in(content)["ORGANIZER"].params["CN"] == read


@given(text=st.text(max_size=120))
def test_signs_that_some_programs_take_for_the_end_of_a_line_do_not_come_along(text: str) -> None:
    content = calendar_of((replace(entry(), summary=text, location=text, description=text),), revised(), Method.PUBLISH)
    said = content.decode()
    assert len(said.splitlines()) == said.count("\r\n")
    assert all(line and len(line.encode()) <= 75 for line in said.removesuffix("\r\n").split("\r\n"))


def test_files_cancel_for_somebody_only_when_all_do_and_the_meeting_is_among_them() -> None:
    day, first, others = (
        _of(Method.CANCEL),
        *(
            calendar_of((session(participant=each),), revised(), Method.CANCEL)
            for each in ("2018-12-10-test.0017", "2018-12-10-test.0018")
        ),
    )
    mine = "2018-12-10-test.0017"
    assert cancels_for(mine, [day])
    assert cancels_for(mine, [day, first])
    assert not cancels_for(mine, [])
    assert not cancels_for(mine, [first])
    assert not cancels_for(mine, [day, others])
    assert not cancels_for(mine, [day, made()])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"BEGIN:VCALENDAR",
        b"\xff\x00",
        made(),
        _of(Method.REQUEST),
        _of(Method.CANCEL).replace(b"STATUS:CANCELLED", b"STATUS:CONFIRMED"),
        _of(Method.CANCEL).replace(b"METHOD:CANCEL", b"METHOD:PUBLISH"),
        _of(Method.CANCEL).replace(b"BEGIN:VEVENT", b"BEGIN:VTODO").replace(b"END:VEVENT", b"END:VTODO"),
        b"BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n",
    ],
)
def test_what_cancels_nothing_is_not_taken_for_a_cancellation(content: bytes) -> None:
    assert cancelled_uid(content) == ""
