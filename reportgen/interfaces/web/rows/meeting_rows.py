"""Rows of the page with all meetings: when each is, and what waits in it, with a link to where it is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from reportgen.application.event.meetings import KindWork, Meeting, is_past
from reportgen.config.event_folder import is_event_key
from reportgen.domain.delivery.states import State
from reportgen.domain.finding import Severity
from reportgen.domain.identifiers import BRIEFING
from reportgen.interfaces.web.background.list_check import ListCheck
from reportgen.interfaces.web.context import EVENTS_PATH
from reportgen.render.content.words import web_words

ATTENTION = ("refused", "bounced", "uncertain", "held")
"""What waits and went wrong."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for a person.

    Attributes:
        is_trouble: whether it went wrong, and is not just the next thing to do.
    """

    count: int
    text: str
    path: str
    is_trouble: bool


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of packs of a meeting, and what waits in it."""

    name: str
    path: str
    waiting: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting.

    Attributes:
        path: of its pages, without a slash at the end; empty where its name can be no address.
        is_broken: its file of settings cannot be read.
        away: when it is, counted from today; empty for a past one.
        steps_left, steps: of its set-up list; 0 where nothing is left, or it is past.
        waiting: what is left to prepare.
    """

    title: str
    path: str
    day: date | None
    place: str
    is_broken: bool
    is_past: bool
    away: str
    people: int
    sent: int
    steps_left: int
    steps: int
    is_ready: bool
    kinds: tuple[KindRow, ...]

    @property
    def waits(self) -> bool:
        """Whether anything waits."""
        return self.is_broken or bool(self.steps_left) or any(each.waiting for each in self.kinds)


def meeting_row(meeting: Meeting, today: date, list_checks: Mapping[str, ListCheck]) -> MeetingRow:
    """The row of a meeting.

    Args:
        list_checks: the checks of lists that were made already, by the key of the event.
    """
    loaded, setup = meeting.files.loaded, meeting.files.setup
    path = f"{EVENTS_PATH}/{meeting.key}" if is_event_key(meeting.key) else ""
    shown = setup if setup and not (setup.is_ready and meeting.was_mailed) else None
    past = is_past(meeting, today)
    lists = tuple(path.name for path, _ in loaded.settings.lists) if loaded else ()
    findings = 0 if past else _findings(list_checks.get(meeting.key), lists)
    names = web_words()["pack_kind"]
    return MeetingRow(
        loaded.event.title if loaded else meeting.key,
        path,
        meeting.day,
        loaded.event.place if loaded else "",
        loaded is None or meeting.files.fault is not None,
        past,
        "" if past or meeting.day is None else _away((meeting.day - today).days),
        meeting.people,
        sum(each.count(State.SENT) for each in meeting.work),
        shown.left if shown else 0,
        shown.needed if shown else 0,
        setup.is_ready if setup else False,
        tuple(
            KindRow(
                names.get(each.kind, each.kind),
                f"{EVENTS_PATH}/{each.key}",
                tuple(_waiting(each, findings if each.kind == BRIEFING else 0)),
            )
            for each in meeting.work
        ),
    )


def _waiting(work: KindWork, findings: int) -> Iterator[Waiting]:
    counts = {
        "release": work.count(State.PRINTED),
        "send": work.count(State.RELEASED, State.SENDING),
        "deferred": work.count(State.DEFERRED),
        **{name: work.count(State(name)) for name in ATTENTION},
        "reviews": work.reviews,
        "findings": findings,
    }
    for name, count in counts.items():
        if count:
            one, several, path = web_words()["home_waits"][name]
            yield Waiting(count, one if count == 1 else several, path, name in ATTENTION)


def _findings(check: ListCheck | None, lists: tuple[str, ...]) -> int:
    """How many findings about rows there were when the lists were read the last time, for a person to look at."""
    report = check.value if check else None
    if report is None:
        return 0
    to_look_at = (each for each in report.findings if each.severity is not Severity.NOTED and each.place.line)
    return sum(each.place.file.startswith(lists) for each in to_look_at)


def _away(days: int) -> str:
    """When a meeting is, counted from today."""
    if days < 14:
        return {0: "vandaag", 1: "morgen", 2: "overmorgen"}.get(days, f"over {days} dagen")
    return f"over {days // 7} weken" if days < 70 else f"over {days // 30} maanden"
