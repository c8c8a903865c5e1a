"""Findings about a programme with rounds: what one person cannot do, and what does not fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from itertools import combinations

from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.domain.programme.audience import Audience
from reportgen.domain.programme.event import PASSING, Session
from reportgen.domain.programme.rounds import Round, Slot, overlaps, plain, rounds_of, session_key

Rows = Sequence[tuple[int, Session]]
"""Sessions with the line that each stands in."""


def programme_findings(rows: Rows, file: str) -> tuple[Finding, ...]:
    """What is wrong in a programme by itself; nothing about one without rounds, rooms and codes but overlaps.

    Args:
        rows: in the order of the programme.
        file: the name of the programme's file.
    """
    return (
        *_doubles(rows, file),
        *_ambiguous(rows, file),
        *_limits(rows, file),
        *_rooms(rows, file),
        *_overlaps(rows, file),
        *_times(rows, file),
    )


def missing_findings(rounds: Sequence[Round], places: Mapping[Slot, Place]) -> Iterator[Finding]:
    """Rounds with sessions of which it is not said where they are, or how many people fit.

    A round of one session is where everyone is, and needs neither.

    Args:
        places: of each session in the programme.
    """
    for each in rounds:
        if len(each.sessions) < 2:
            continue
        roomless = [key for key, one in each.sessions.items() if not one.room]
        unbounded = [key for key, one in each.sessions.items() if one.capacity is None]
        for code, severity, column, keys in (
            ("rooms-missing", Severity.DOUBTFUL, "Zaal", roomless),
            ("capacities-missing", Severity.NOTED, "Capaciteit", unbounded),
        ):
            if keys:
                first = places[Slot(each.label, keys[0])]
                titles = ", ".join(f"‘{each.sessions[key].title}’" for key in keys)
                place = Place(first.file, first.line, column)
                yield finding(code, severity, place, round=each.name, titles=titles)


def places_of(rows: Rows, file: str) -> dict[Slot, Place]:
    """Where each session stands; one outside the rounds has an empty label."""
    places: dict[Slot, Place] = {}
    for line, each in rows:
        places.setdefault(Slot(each.round, session_key(each)), Place(file, line))
    return places


def audience_findings(
    audiences: Mapping[Slot, Audience], titles: Mapping[Slot, str], places: Mapping[Slot, Place]
) -> Iterator[Finding]:
    """What nobody is known by, and sessions that nobody may attend."""
    for slot, audience in audiences.items():
        place, title = Place(places[slot].file, places[slot].line, "Voor"), titles[slot]
        for term, nearest in audience.unknown:
            facts = {"written": term, "title": title}
            if nearest:
                suggested = ", ".join(nearest)
                yield finding("audience-suggested", Severity.DOUBTFUL, place, **facts, candidates=suggested)
            else:
                yield finding("audience-unknown", Severity.DOUBTFUL, place, **facts)
        if not (audience.everyone or audience.people or audience.sessions):
            yield finding("audience-empty", Severity.DOUBTFUL, place, title=title)


def _doubles(rows: Rows, file: str) -> Iterator[Finding]:
    """Two sessions of one round with the same code, and sessions of a round without one."""
    first: dict[Slot, tuple[int, Session]] = {}
    for line, each in rows:
        if not each.round:
            continue
        slot = Slot(each.round, session_key(each))
        line_before, before = first.setdefault(slot, (line, each))
        if line_before != line:
            facts = {"written": each.code or each.title, "round": each.round, "other_line": line_before}
            yield finding("session-twice", Severity.BLOCKING, Place(file, line, "Code"), **facts, title=before.title)
        elif not each.code:
            yield finding("session-without-code", Severity.NOTED, Place(file, line, "Code"), title=each.title)


def _ambiguous(rows: Rows, file: str) -> Iterator[Finding]:
    """A title with two codes in one round, and a code with two titles in several."""
    titles: dict[tuple[str, str], tuple[int, Session]] = {}
    codes: dict[str, tuple[int, Session]] = {}
    for line, each in rows:
        if not (each.round and each.code):
            continue
        other_line, other = titles.setdefault((each.round, _compared(each.title)), (line, each))
        if _compared(other.code) != _compared(each.code):
            facts = {"title": each.title, "round": each.round, "written": each.code, "other": other.code}
            yield finding(
                "title-twice", Severity.DOUBTFUL, Place(file, line, "Onderdeel"), **facts, other_line=other_line
            )
        other_line, other = codes.setdefault(_compared(each.code), (line, each))
        if _compared(other.title) != _compared(each.title) and other.round != each.round:
            titled = {"written": each.code, "title": each.title, "other": other.title}
            place = Place(file, line, "Code")
            yield finding("code-two-titles", Severity.DOUBTFUL, place, **titled, other_line=other_line)


def _limits(rows: Rows, file: str) -> Iterator[Finding]:
    for line, each in rows:
        if each.capacity == 0:
            yield finding("capacity-none", Severity.DOUBTFUL, Place(file, line, "Capaciteit"), title=each.title)
        elif each.capacity is not None and each.capacity < each.minimum:
            facts = {"title": each.title, "capacity": each.capacity, "minimum": each.minimum}
            yield finding("capacity-below-minimum", Severity.DOUBTFUL, Place(file, line, "Capaciteit"), **facts)


def _rooms(rows: Rows, file: str) -> Iterator[Finding]:
    """Rooms in which two sessions are at the same time."""
    by_room: dict[str, list[tuple[int, Session]]] = {}
    for line, each in rows:
        if each.room:
            by_room.setdefault(_compared(each.room), []).append((line, each))
    places = {line: place for place, (line, _) in enumerate(rows)}
    pairs = [pair for theirs in by_room.values() for pair in combinations(theirs, 2)]
    for (line, one), (other_line, other) in sorted(pairs, key=lambda pair: [places[each[0]] for each in pair]):
        if overlaps(one, other):
            facts = {"room": other.room, "title": other.title, "other": one.title, "other_line": line}
            yield finding("room-twice", Severity.DOUBTFUL, Place(file, other_line, "Zaal"), **facts)


def _overlaps(rows: Rows, file: str) -> Iterator[Finding]:
    """What one person would attend at the same time; each pair of rounds once."""
    seen: set[frozenset[str]] = set()
    for (line, one), (other_line, other) in combinations(rows, 2):
        if {one.kind, other.kind} & PASSING or not overlaps(one, other):
            continue
        if one.round == other.round and one.round:
            continue
        pair = frozenset((one.round or f"line {line}", other.round or f"line {other_line}"))
        if pair in seen or (not (one.round or other.round) and (one.audience or other.audience)):
            continue
        seen.add(pair)
        facts = {"title": other.title, "other": one.title, "other_line": line, "start": _clock(other.start)}
        yield finding("session-overlap", Severity.DOUBTFUL, Place(file, other_line, "Begin"), **facts)


def _times(rows: Rows, file: str) -> Iterator[Finding]:
    """Rounds with sessions that are not at the same time, or only in part."""
    lines = places_of(rows, file)
    for each in rounds_of(session for _, session in rows):
        sessions = list(each.sessions.items())
        for key, session in sessions[1:]:
            first, place = sessions[0][1], lines[Slot(each.label, key)]
            facts = {"title": session.title, "round": each.label, "other": first.title}
            if not overlaps(first, session):
                yield finding("round-apart", Severity.DOUBTFUL, place, **facts)
            elif (first.start, first.end) != (session.start, session.end):
                severity = Severity.NOTED if first.start == session.start else Severity.DOUBTFUL
                times = {"time": _times_of(session), "other_time": _times_of(first)}
                yield finding("round-times-differ", severity, place, **facts, **times)


def _compared(text: str) -> str:
    """What a text is compared by: its words, or all of it where it has only signs."""
    return plain(text) or text


def _times_of(session: Session) -> str:
    return f"{_clock(session.start)}–{_clock(session.end)}"


def _clock(moment: time) -> str:
    return f"{moment:%H.%M}"
