"""What the calendar of a letter does, entry by entry, beside what earlier letters said."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from reportgen.mail.calendar import CalendarEntry, CalendarRevision, Method, calendar_of
from reportgen.mail.calendar_changes import EntryChange, calendar_changes
from reportgen.mail.sent_entries import SentEntries

START = datetime(2030, 5, 16, 12, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
DAY = CalendarEntry("p1@x.nl", "Wonen", START, START + timedelta(hours=4), "Zaal 1, Utrecht", "Tafel 3")
SESSION = CalendarEntry("p1-ronde-1-abc@x.nl", "Hofjes", START, START + timedelta(hours=1), "Zaal 2", "", is_part=True)
REVISION = CalendarRevision(1, START, "VNG", "vng@x.nl", "jan@x.nl")


def _file(*entries: CalendarEntry, method: Method = Method.PUBLISH) -> bytes:
    return calendar_of(entries, REVISION, method)


def _sent(*files: bytes) -> SentEntries:
    sent = SentEntries()
    sent.add(files, is_certain=True)
    return sent


def test_a_first_letter_brings_new_entries_the_meeting_before_its_sessions() -> None:
    found = calendar_changes([_file(SESSION, DAY)], SentEntries())
    assert [(each.change, each.entry) for each in found] == [(EntryChange.NEW, DAY), (EntryChange.NEW, SESSION)]
    assert not any(each.has_other_time or each.has_other_place or each.has_other_title for each in found)


@pytest.mark.parametrize(
    ("other", "what"),
    [
        (replace(DAY, start=START + timedelta(minutes=15)), "has_other_time"),
        (replace(DAY, location="Zaal 2, Utrecht"), "has_other_place"),
        (replace(DAY, summary="Wonen en zorg"), "has_other_title"),
        (replace(DAY, description="Tafel 4"), "has_other_text"),
    ],
)
def test_an_entry_that_changes_tells_what_is_different_and_nothing_else(other: CalendarEntry, what: str) -> None:
    (found,) = calendar_changes([_file(other)], _sent(_file(DAY)))
    assert (found.change, found.before) == (EntryChange.CHANGED, DAY)
    kinds = ("has_other_time", "has_other_place", "has_other_title", "has_other_text")
    assert [each for each in kinds if getattr(found, each)] == [what]


def test_what_stays_goes_and_comes_again_is_told_apart() -> None:
    before = _sent(_file(DAY, SESSION))
    same, gone = calendar_changes([_file(DAY), _file(SESSION, method=Method.CANCEL)], before)
    assert (same.change, gone.change, gone.entry) == (EntryChange.SAME, EntryChange.CANCELLED, SESSION)
    cancelled = _sent(_file(DAY), _file(DAY, method=Method.CANCEL))
    (again,) = calendar_changes([_file(DAY, method=Method.REQUEST)], cancelled)
    assert again.change is EntryChange.AGAIN


def test_a_letter_without_a_calendar_changes_nothing_and_what_is_none_is_refused() -> None:
    assert calendar_changes([], _sent(_file(DAY))) == ()
    with pytest.raises(ValueError, match="no calendar"):
        calendar_changes([b"hallo"], SentEntries())
