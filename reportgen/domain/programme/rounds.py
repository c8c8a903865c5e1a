"""The rounds of a programme: sessions at the same time, of which everyone attends one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time

from reportgen.domain.programme.event import Session
from reportgen.domain.text_words import words_of


@dataclass(frozen=True, slots=True)
class Round:
    """A round: sessions by key, in the order of the programme."""

    label: str
    sessions: Mapping[str, Session]

    @property
    def name(self) -> str:
        """The round as people call it."""
        return round_name(self.label)

    @property
    def start(self) -> time:
        """When the first of its sessions starts."""
        return min(each.start for each in self.sessions.values())

    @property
    def end(self) -> time:
        """When the last of its sessions ends."""
        return max(each.end for each in self.sessions.values())


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A session in a round, by their label and key."""

    round: str
    session: str


def round_name(label: str) -> str:
    """A round as people call it, by its label: ``ronde 1``, ``ochtend``."""
    return f"ronde {label}" if label.isdigit() else label


def plain(text: str) -> str:
    """Words in small letters without accents and signs, one blank apart: what codes and titles are compared by."""
    return " ".join(words_of(text))


def session_key(session: Session) -> str:
    """What a session is known by within its round: its code, or its title where it has none."""
    return plain(session.code) or plain(session.title) or session.title


def session_name(session: Session) -> str:
    """What people call a session: its code and its title."""
    return f"{session.code} {session.title}".strip()


def rounds_of(sessions: Iterable[Session]) -> tuple[Round, ...]:
    """The rounds in the order of the programme; of two sessions with one key in a round the first counts."""
    found: dict[str, dict[str, Session]] = {}
    for each in sessions:
        if each.round:
            found.setdefault(each.round, {}).setdefault(session_key(each), each)
    return tuple(Round(label, theirs) for label, theirs in found.items())


def sessions_by_slot(rounds: Iterable[Round]) -> dict[Slot, Session]:
    """Every session of every round, in the order of the programme."""
    return {Slot(each.label, key): session for each in rounds for key, session in each.sessions.items()}


def topics_of(rounds: Iterable[Round]) -> dict[Slot, str]:
    """What is repeated: sessions with the same code, or the same title, are one topic, named by its first key.

    A title that several codes of one round have, such as ``Workshop``, says nothing.
    """
    known = tuple(rounds)
    titles = [Counter(plain(session.title) for session in each.sessions.values()) for each in known]
    general = {title for counts in titles for title, count in counts.items() if count > 1 or not title}
    topics: dict[Slot, str] = {}
    by_key: dict[str, str] = {}
    by_title: dict[str, str] = {}
    for each in known:
        for key, session in each.sessions.items():
            title = plain(session.title)
            topic = by_key.get(key) or by_title.get(title) or key
            by_key.setdefault(key, topic)
            if title not in general:
                by_title.setdefault(title, topic)
            topics[Slot(each.label, key)] = topic
    return topics


def overlaps(one: Session, other: Session) -> bool:
    """Whether two sessions are partly at the same time."""
    return one.start < other.end and other.start < one.end
