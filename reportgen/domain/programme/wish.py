"""What a person wants to attend, as a registration list says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reportgen.domain.programme.rounds import Slot, round_name


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
