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

from reportgen.mail.calendar import CalendarEntry, Method, calendar_of, cancelled_uid

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
UTC = ZoneInfo("UTC")
WRITTEN = datetime(2018, 12, 3, 8, 0, tzinfo=AMSTERDAM)


def made(
    participant: str = "2018-12-10-test.0017",
    description: str = "Tafel 3, voorsteden.",
    edition: int = 1,
    written: datetime = WRITTEN,
    **changes: Any,
) -> bytes:
    event = replace(meeting.event(), **changes)
    return calendar_of(event, CalendarEntry(participant, edition, written), description, AMSTERDAM)


def entry_in(content: bytes) -> Entry:
    (entry,) = Calendar.from_ical(content).walk("VEVENT")
    assert isinstance(entry, Entry)
    return entry


def lines(content: bytes) -> list[str]:
    """The lines of the file, folded ones joined again."""
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_the_meeting_is_published_and_asks_for_no_answer() -> None:
    calendar = Calendar.from_ical(made())
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["VERSION"] == "2.0"
    assert "ATTENDEE" not in entry_in(made())


def test_the_entry_says_what_when_where_and_who() -> None:
    event, entry = meeting.event(), entry_in(made())
    assert entry["SUMMARY"] == event.title
    assert entry["LOCATION"] == f"{event.place}, {event.address}"
    assert entry["DESCRIPTION"] == "Tafel 3, voorsteden."
    assert event.organiser.email in entry["ORGANIZER"]
    assert entry.decoded("DTSTART") == datetime(2018, 12, 10, 12, 30, tzinfo=AMSTERDAM)
    assert entry.decoded("DTEND") == datetime(2018, 12, 10, 16, 0, tzinfo=AMSTERDAM)
    assert entry.decoded("DTSTAMP") == WRITTEN


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
    entry = entry_in(content)
    assert entry.decoded("DTSTART").isoformat()[:16] == f"{day.isoformat()}T12:30"
    (zone,) = Calendar.from_ical(content).walk("VTIMEZONE")
    own = zone.to_tz(lookup_tzid=False)
    assert datetime.combine(day, time(12, 30)).replace(tzinfo=own).utcoffset() == timedelta(hours=hours)


@given(day=st.dates(date(2018, 1, 1), date(2035, 12, 31)), start=st.times(), minutes=st.integers(1, 479))
def test_local_times_come_back_as_they_were_on_any_day(day: date, start: time, minutes: int) -> None:
    start = start.replace(second=0, microsecond=0, fold=0)  # a clock that is put back: RFC 5545 means the first time
    end = (datetime.combine(day, start) + timedelta(minutes=minutes)).time()
    if end <= start:
        start, end = time(9, 0), time(17, 0)
    entry = entry_in(made(day=day, start=start, end=end))
    local = [entry.decoded(name).astimezone(UTC) for name in ("DTSTART", "DTEND")]
    assert local == [datetime.combine(day, each, AMSTERDAM).astimezone(UTC) for each in (start, end)]


def test_a_correction_replaces_the_entry_and_does_not_add_one() -> None:
    editions = [entry_in(made(edition=edition, written=WRITTEN + timedelta(days=edition))) for edition in (1, 2, 5)]
    assert len({entry["UID"] for entry in editions}) == 1
    assert [entry["SEQUENCE"] for entry in editions] == sorted({entry["SEQUENCE"] for entry in editions})
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
    entry = read.vevent
    assert (read.method.value, read.version.value) == ("PUBLISH", "2.0")
    assert entry.summary.value == meeting.event().title
    assert entry.description.value == said
    assert entry.dtstart.value == datetime(2018, 12, 10, 12, 30, tzinfo=AMSTERDAM)
    assert entry.dtstart.value.utcoffset() == timedelta(hours=1)
    assert entry.dtend.value == datetime(2018, 12, 10, 16, 0, tzinfo=AMSTERDAM)
    assert entry.uid.value == "2018-12-10-test.0017@vng.example"
    assert entry.organizer.value == "mailto:diversiteit@vng.example"
    assert entry.organizer.params["CN"] == ["VNG"]


def _of(method: Method, participant: str = "2018-12-10-test.0017", edition: int = 2, domain: str = "") -> bytes:
    entry = CalendarEntry(participant, edition, WRITTEN, domain, "a.smit@urk.example")
    return calendar_of(meeting.event(), entry, "", AMSTERDAM, method)


def test_a_cancellation_cancels_the_entry_that_was_published() -> None:
    published, cancelled = made(), _of(Method.CANCEL)
    assert Calendar.from_ical(cancelled)["METHOD"] == "CANCEL"
    entry = entry_in(cancelled)
    assert entry["STATUS"] == "CANCELLED"
    assert entry["UID"] == entry_in(published)["UID"] == cancelled_uid(cancelled)
    assert entry["SEQUENCE"] > entry_in(published)["SEQUENCE"]
    assert entry["ATTENDEE"] == "mailto:a.smit@urk.example"
    for field in ("DTSTART", "DTEND"):  # RFC 5546: a program may look for the entry by its time
        assert entry.decoded(field) == entry_in(published).decoded(field)


def test_a_request_enters_it_again() -> None:
    requested = _of(Method.REQUEST, edition=3)
    assert Calendar.from_ical(requested)["METHOD"] == "REQUEST"
    assert entry_in(requested)["STATUS"] == "CONFIRMED"
    assert entry_in(requested)["UID"] == entry_in(made())["UID"]
    assert entry_in(requested)["SEQUENCE"] > entry_in(_of(Method.CANCEL))["SEQUENCE"]


def test_the_name_of_the_entry_ends_in_the_domain_it_began_with() -> None:
    assert entry_in(_of(Method.CANCEL, domain="eerder.example"))["UID"].endswith("@eerder.example")


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
