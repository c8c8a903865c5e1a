"""Who leads which session: the names in the programme, as participants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.domain.people.participant import Participant, full_name
from reportgen.domain.programme.rounds import Round, Slot, plain


def leaders_in(
    rounds: Iterable[Round], participants: Iterable[Participant], places: Mapping[Slot, Place]
) -> tuple[dict[Slot, tuple[int, ...]], tuple[Finding, ...]]:
    """The participants who lead each session, by their name or address; and findings about names that are not clear.

    Args:
        places: of each session in the programme.
    """
    by_name: dict[str, list[int]] = {}
    for person in participants:
        name = person.name
        initials = " ".join(part for part in (name.initials, name.infix, name.last) if part)
        for known in {plain(full_name(name)), plain(initials), plain(person.email)} - {""}:
            by_name.setdefault(known, []).append(person.number)
    leaders: dict[Slot, tuple[int, ...]] = {}
    findings: list[Finding] = []
    for each in rounds:
        busy: dict[int, str] = {}
        for key, session in each.sessions.items():
            slot, found = Slot(each.label, key), []
            place = places.get(slot, Place())
            for leader in names_in(session.leader):
                numbers = by_name.get(plain(leader), [])
                facts = {"name": leader, "title": session.title}
                if len(numbers) > 1:
                    findings.append(finding("leader-unclear", Severity.DOUBTFUL, place, **facts))
                elif not numbers:
                    findings += _unknown_leader(leader, session.title, sorted(by_name), place)
                elif numbers[0] in busy:
                    other = each.sessions[busy[numbers[0]]].title
                    findings.append(finding("leader-twice", Severity.DOUBTFUL, place, **facts, other=other))
                else:
                    busy[numbers[0]] = key
                    found.append(numbers[0])
            if found:
                leaders[slot] = tuple(found)
    return leaders, tuple(findings)


def names_in(text: str) -> Sequence[str]:
    """The names in a cell that may hold several: ``A. Vink en B. Mus``."""
    return [each.strip() for each in re.split(r"[;,/&]|\ben\b", text) if each.strip()]


def _unknown_leader(leader: str, title: str, names: Sequence[str], place: Place) -> Iterator[Finding]:
    """A finding about a leader who is no participant: worse where somebody's name is like it."""
    if near := get_close_matches(plain(leader), names, 1, 0.85):
        yield finding("leader-suggested", Severity.DOUBTFUL, place, name=leader, title=title, candidates=near[0])
    else:
        yield finding("leader-elsewhere", Severity.NOTED, place, name=leader, title=title)
