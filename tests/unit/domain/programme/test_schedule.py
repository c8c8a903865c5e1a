"""The days of an event fit each other, or it is said which do not; what is certainly wrong blocks its letters."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.delivery.rules import DeliveryWindow
from reportgen.domain.finding import Severity
from reportgen.domain.programme.event import Session, SessionKind
from reportgen.domain.programme.schedule import FOLLOW_UP, Schedule, schedule_findings

BEGINS, ENDS = datetime(2027, 5, 11, 12, 0, tzinfo=UTC), datetime(2027, 5, 11, 16, 0, tzinfo=UTC)
NOW = datetime(2027, 4, 1, tzinfo=UTC)
BRIEFING = Schedule(
    "2027-05-11-wonen",
    "briefing",
    BEGINS,
    ENDS,
    DeliveryWindow(BEGINS - timedelta(days=7), BEGINS - timedelta(days=1)),
    date(2032, 12, 31),
)
AFTERWARDS = replace(
    BRIEFING, kind=FOLLOW_UP, window=DeliveryWindow(ENDS + timedelta(days=2), ENDS + timedelta(days=9))
)


def _window(opens: timedelta, closes: timedelta) -> DeliveryWindow:
    """A window by its distance from the beginning of the meeting."""
    return DeliveryWindow(BEGINS + opens, BEGINS + closes)


def _session(start: time, end: time, kind: SessionKind = SessionKind.PLENARY) -> Session:
    return Session(start, end, "Gesprek", "", "", kind)


def _said(schedule: Schedule, now: datetime = NOW) -> dict[str, Severity]:
    return {each.code: each.severity for each in schedule_findings(schedule, now, "event.toml", "programma.csv")}


@pytest.mark.parametrize("schedule", [BRIEFING, AFTERWARDS])
def test_a_week_before_the_meeting_and_a_week_after_it_are_well(schedule: Schedule) -> None:
    assert _said(schedule) == {}


WRONG = {
    "another day than the folder's": ({"folder": "2027-05-12-wonen"}, "date-not-in-folder"),
    "a moved meeting of which another day is named": (
        {"folder": "2027-05-12-wonen", "moved_from": date(2027, 5, 13)},
        "date-not-in-folder",
    ),
    "the year before": ({"window": _window(timedelta(days=-373), timedelta(days=-367))}, "window-far"),
    "open for years": ({"window": _window(timedelta(days=-7), timedelta(days=800))}, "window-far"),
    "the year after": ({"window": _window(timedelta(days=380), timedelta(days=390))}, "window-far"),
    "after the meeting": ({"window": _window(timedelta(days=1), timedelta(days=2))}, "window-after-meeting"),
    "a follow-up before the meeting": (
        {"kind": FOLLOW_UP, "window": _window(timedelta(days=-7), timedelta(days=-1))},
        "window-before-meeting",
    ),
    "erased before the meeting": ({"keep_until": date(2027, 5, 10)}, "keep-before-meeting"),
    "erased before a follow-up": (
        {"kind": FOLLOW_UP, "window": AFTERWARDS.window, "keep_until": date(2027, 5, 12)},
        "keep-before-window",
    ),
    "a programme of another part of the day": (
        {"sessions": (_session(time(8, 0), time(11, 0)),)},
        "programme-elsewhere",
    ),
}


@pytest.mark.parametrize(("changes", "code"), WRONG.values(), ids=WRONG.keys())
def test_what_is_certainly_wrong_blocks(changes: dict[str, object], code: str) -> None:
    assert _said(replace(BRIEFING, **changes)) == {code: Severity.BLOCKING}  # type: ignore[arg-type]  # by its name


DOUBTFUL = {
    "open until after the meeting": ({"window": _window(timedelta(days=-7), timedelta(days=3))}, "window-past-meeting"),
    "a follow-up from before the meeting": (
        {"kind": FOLLOW_UP, "window": _window(timedelta(days=-1), timedelta(days=3))},
        "window-opens-early",
    ),
    "over already": ({"window": _window(timedelta(days=-60), timedelta(days=-50))}, "window-past"),
    "a part after the end": (
        {"sessions": (_session(time(12, 0), time(13, 0)), _session(time(15, 30), time(16, 30)))},
        "programme-outside-hours",
    ),
}


@pytest.mark.parametrize(("changes", "code"), DOUBTFUL.values(), ids=DOUBTFUL.keys())
def test_what_may_be_meant_so_is_to_be_looked_at(changes: dict[str, object], code: str) -> None:
    assert _said(replace(BRIEFING, **changes)) == {code: Severity.DOUBTFUL}  # type: ignore[arg-type]  # by its name


WELL = {
    "a folder without a day": {"folder": "wonen"},
    "a folder with no real day": {"folder": "2027-13-45-wonen"},
    "a moved meeting": {"folder": "2027-03-02-wonen", "moved_from": date(2027, 3, 2)},
    "open until the end": {"window": _window(timedelta(days=-7), timedelta(hours=4))},
    "drinks after the end": {"sessions": (_session(time(15, 0), time(17, 0), SessionKind.DRINKS),)},
    "a kind of the organiser's own, before": {"kind": "uitnodiging"},
    "a kind of the organiser's own, after": {"kind": "dank", "window": AFTERWARDS.window},
    "kept until the last letter": {"keep_until": date(2027, 5, 11)},
}


@pytest.mark.parametrize("changes", WELL.values(), ids=WELL.keys())
def test_what_organisers_do_is_not_a_fault(changes: dict[str, object]) -> None:
    assert _said(replace(BRIEFING, **changes)) == {}  # type: ignore[arg-type]  # by its name


def test_a_meeting_that_is_over_is_only_noted_and_once_letters_left_not_even_that() -> None:
    later = ENDS + timedelta(days=900)
    assert _said(BRIEFING, later) == {"meeting-past": Severity.NOTED}
    assert _said(replace(BRIEFING, sent=True), later) == {}


def test_a_meeting_far_ahead_is_to_be_looked_at() -> None:
    assert _said(BRIEFING, BEGINS - timedelta(days=1200)) == {"meeting-far": Severity.DOUBTFUL}


@given(st.integers(1, 360), st.integers(0, 359), st.integers(0, 23))
def test_no_window_within_the_year_before_a_meeting_is_a_fault(days: int, length: int, hours: int) -> None:
    opens = BEGINS - timedelta(days=days)
    closes = min(opens + timedelta(days=length, hours=hours + 1), ENDS)
    schedule = replace(BRIEFING, window=DeliveryWindow(opens, closes))
    assert _said(schedule, opens - timedelta(days=1)) == {}
