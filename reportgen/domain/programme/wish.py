"""What a person wants to attend, as a registration list says it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reportgen.domain.programme.rounds import Slot, round_name

_WISH = re.compile(r"(?:(?P<round>[^:;]{1,100}):)?(?P<rank>!|[1-9][0-9]{0,2}) (?P<sessions>[^;]{1,1000})")
"""One wish as ``wishes_text`` writes it."""


@dataclass(frozen=True, slots=True, order=True)
class Wish:
    """A session that somebody wants, or is to attend.

    Attributes:
        rank: 1 for the first wish, 2 for the second; several may share one.
        round: label of the round it is for; empty where the session may be attended in any.
        sessions: keys of the session; more than one where a title has several codes.
        fixed: the organiser gives it, whatever else holds (``Ronde 1!``).
    """

    rank: int
    round: str
    sessions: tuple[str, ...]
    fixed: bool = False

    def is_for(self, label: str) -> bool:
        """Whether it is for a round, by its label, or for any."""
        return self.round in ("", label)

    def meets(self, slot: Slot) -> bool:
        """Whether a session in a round is what is wanted."""
        return self.is_for(slot.round) and slot.session in self.sessions


def wishes_text(wishes: Iterable[Wish]) -> str:
    """Wishes as one line that is the same for the same wishes, to compare them with later ones."""
    told = (
        f"{f'{each.round}:' if each.round else ''}{'!' if each.fixed else each.rank} {'/'.join(each.sessions)}"
        for each in sorted(set(wishes), key=lambda each: (each.round, each))
    )
    return "; ".join(told)


def wishes_in(text: str) -> tuple[Wish, ...]:
    """The wishes that a text of ``wishes_text`` tells; none where it is empty.

    Raises:
        ValueError: it is no such text.
    """
    return tuple(sorted(_wish_in(each.strip()) for each in text.split(";") if each.strip()))


def _wish_in(text: str) -> Wish:
    found = _WISH.fullmatch(text)
    if found is None:
        raise ValueError("no wish")
    fixed, keys = found["rank"] == "!", tuple(filter(None, (key.strip() for key in found["sessions"].split("/"))))
    if not keys:
        raise ValueError("no session")
    return Wish(1 if fixed else int(found["rank"]), found["round"] or "", keys, fixed)


def wishes_said(wishes: Iterable[Wish]) -> str:
    """Wishes as people say them: ``ronde 1: a, dan b; ronde 2: c (vast)``."""
    by_round: dict[str, list[str]] = {}
    for each in sorted(wishes):
        said = "/".join(each.sessions) + (" (vast)" if each.fixed else "")
        by_round.setdefault(each.round, []).append(said)
    told = (
        f"{f'{round_name(label)}: ' if label else ''}{', dan '.join(said)}" for label, said in sorted(by_round.items())
    )
    return "; ".join(told)


def wishes_of_round(wishes: Iterable[Wish], label: str, keys: Iterable[str]) -> tuple[Wish, ...]:
    """The wishes that can be met in a round, in order of rank.

    Args:
        label: the round's.
        keys: of its sessions.
    """
    there = set(keys)
    return tuple(sorted(each for each in wishes if each.is_for(label) and there.intersection(each.sessions)))


def wishes_to_weigh(wishes: Iterable[Wish], label: str) -> tuple[Wish, ...]:
    """The wishes for a round that an assignment weighs: without those that fix a session."""
    return tuple(each for each in wishes if not each.fixed and each.is_for(label))
