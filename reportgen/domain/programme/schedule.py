"""Findings about the days of an event: its folder's name, meeting, delivery window, programme and end of storage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from reportgen.domain.delivery.rules import DeliveryWindow
from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.domain.identifiers import BRIEFING
from reportgen.domain.programme.event import Session, SessionKind

FOLLOW_UP = "follow-up"
"""The kind of pack that goes after the meeting."""

FAR = timedelta(days=366)
"""How far from its meeting letters may still leave; a window further away has a wrong year."""

FURTHEST_AHEAD = timedelta(days=3 * 366)
"""How far ahead a meeting is planned; one further ahead has probably a wrong year."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The days and moments of an event, for one kind of pack; all moments have a time zone.

    Attributes:
        folder: the name of the event's folder.
        kind: the kind of pack that the window is of.
        begins, ends: when people can walk in, and when the programme ends.
        window: when letters may leave.
        keep_until: last day on which personal data is stored.
        moved_from: the day in the folder's name, where the meeting was moved to another one; None where it was not.
        sent: whether a letter was sent already.
        sessions: the programme; empty where it cannot be read.
    """

    folder: str
    kind: str
    begins: datetime
    ends: datetime
    window: DeliveryWindow
    keep_until: date
    moved_from: date | None = None
    sent: bool = False
    sessions: Sequence[Session] = ()

    @property
    def day(self) -> date:
        """The day of the meeting."""
        return self.begins.date()


def schedule_findings(schedule: Schedule, now: datetime, event_file: str, programme_file: str) -> tuple[Finding, ...]:
    """What is wrong with the days of an event; those that are certainly wrong block its letters.

    Args:
        event_file, programme_file: the names of the files that findings point to.
    """
    return (
        *_meeting_findings(schedule, now, Place(event_file, column="date")),
        *_window_findings(schedule, now, event_file),
        *_keep_findings(schedule, Place(event_file, column="keep_until")),
        *_programme_findings(schedule, Place(programme_file)),
    )


def day_in_name(name: str) -> date | None:
    """The date at the beginning of a folder's name; None where there is none."""
    found = re.match(r"(\d{4})-(\d{2})-(\d{2})(?!\d)", name)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _meeting_findings(schedule: Schedule, now: datetime, place: Place) -> Iterator[Finding]:
    named = day_in_name(schedule.folder)
    if named and schedule.day != named != schedule.moved_from:
        yield finding(
            "date-not-in-folder", Severity.BLOCKING, place, folder=schedule.folder, day=schedule.day, folder_day=named
        )
    if schedule.ends < now and schedule.kind == BRIEFING and not schedule.sent:
        yield finding("meeting-past", Severity.NOTED, place, day=schedule.day)
    if schedule.begins - now > FURTHEST_AHEAD:
        yield finding("meeting-far", Severity.DOUBTFUL, place, day=schedule.day)


def _window_findings(schedule: Schedule, now: datetime, file: str) -> Iterator[Finding]:
    """Of each window one finding: the heaviest that is true."""
    opens, closes = schedule.window.not_before, schedule.window.not_after
    facts = {"kind": schedule.kind, "day": schedule.day, "opens": _moment(opens), "closes": _moment(closes)}
    if schedule.begins - opens > FAR or opens - schedule.ends > FAR:
        yield finding("window-far", Severity.BLOCKING, Place(file, column="not_before"), **facts)
    elif closes - schedule.ends > FAR:
        yield finding("window-far", Severity.BLOCKING, Place(file, column="not_after"), **facts)
    elif schedule.kind == BRIEFING and opens >= schedule.ends:
        yield finding("window-after-meeting", Severity.BLOCKING, Place(file, column="not_before"), **facts)
    elif schedule.kind == BRIEFING and closes > schedule.ends:
        yield finding("window-past-meeting", Severity.DOUBTFUL, Place(file, column="not_after"), **facts)
    elif schedule.kind == FOLLOW_UP and closes <= schedule.begins:
        yield finding("window-before-meeting", Severity.BLOCKING, Place(file, column="not_after"), **facts)
    elif schedule.kind == FOLLOW_UP and opens < schedule.begins:
        yield finding("window-opens-early", Severity.DOUBTFUL, Place(file, column="not_before"), **facts)
    elif closes < now <= schedule.begins and not schedule.sent:
        yield finding("window-past", Severity.DOUBTFUL, Place(file, column="not_after"), **facts)


def _keep_findings(schedule: Schedule, place: Place) -> Iterator[Finding]:
    last = max(schedule.day, schedule.window.not_after.date())
    if schedule.keep_until < schedule.day:
        yield finding("keep-before-meeting", Severity.BLOCKING, place, last=schedule.keep_until, day=schedule.day)
    elif schedule.keep_until < last:
        yield finding(
            "keep-before-window", Severity.BLOCKING, place, last=schedule.keep_until, day=last, kind=schedule.kind
        )


def _programme_findings(schedule: Schedule, place: Place) -> Iterator[Finding]:
    """Parts of the programme outside the hours of the meeting; drinks may go on after its end."""
    opens, ends = schedule.begins.time(), schedule.ends.time()
    hours = {"opens": f"{opens:%H.%M}", "ends": f"{ends:%H.%M}"}
    if schedule.sessions and all(each.end <= opens or each.start >= ends for each in schedule.sessions):
        first, last = schedule.sessions[0].start, schedule.sessions[-1].end
        yield finding(
            "programme-elsewhere", Severity.BLOCKING, place, first=f"{first:%H.%M}", last_end=f"{last:%H.%M}", **hours
        )
        return
    for each in schedule.sessions:
        late = each.end > ends and each.kind is not SessionKind.DRINKS
        if each.start < opens or late:
            times = {"start": f"{each.start:%H.%M}", "end": f"{each.end:%H.%M}"}
            yield finding("programme-outside-hours", Severity.DOUBTFUL, place, title=each.title, **times, **hours)


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
