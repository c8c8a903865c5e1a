"""The plan of an edition: which packs stay, which are printed again, which are withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PartDigest:
    """A part by its kind, its content's digest and the fingerprint that also covers design and pages."""

    kind: str
    content: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class WantedPack:
    """A pack as it should be now."""

    number: int
    code: str
    recipient: str
    fingerprint: str
    parts: tuple[PartDigest, ...]


@dataclass(frozen=True, slots=True)
class MadePack:
    """A pack as it was last made; ``letter_sent`` when its letter was sent, or may have been."""

    number: int
    edition: int
    recipient: str
    fingerprint: str
    digest: str
    parts: tuple[PartDigest, ...]
    withdrawn: bool
    letter_sent: bool


@dataclass(frozen=True, slots=True)
class Keep:
    """The pack is as it should be."""

    number: int


@dataclass(frozen=True, slots=True)
class Print:
    """The pack is to be printed: it is new, or these parts are not what they were.

    Without parts it is only for the letter: the address changed before the letter left.
    """

    number: int
    parts: tuple[str, ...]
    first: bool


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The participant is not on the list any more."""

    number: int


Decision = Keep | Print | Withdraw


def plan(wanted: Iterable[WantedPack], made: Iterable[MadePack]) -> tuple[Decision, ...]:
    """What to do for every participant, in order of number."""
    before = {each.number: each for each in made}
    now = {each.number: each for each in wanted}
    decisions: list[Decision] = []
    for number in sorted({*before, *now}):
        old, new = before.get(number), now.get(number)
        if new is None:
            if old is not None and not old.withdrawn:
                decisions.append(Withdraw(number))
        elif old is None or old.withdrawn:
            decisions.append(Print(number, tuple(part.kind for part in new.parts), first=True))
        elif old.fingerprint == new.fingerprint:
            moved = old.recipient != new.recipient and not old.letter_sent
            decisions.append(Print(number, (), first=False) if moved else Keep(number))
        else:
            was = {part.kind: part.fingerprint for part in old.parts}
            changed = tuple(part.kind for part in new.parts if was.get(part.kind) != part.fingerprint)
            decisions.append(Print(number, changed, first=False))
    return tuple(decisions)


def is_current(wanted: WantedPack, made: MadePack) -> bool:
    """Whether the pack that was made last is this one, for the same address, and not withdrawn."""
    return not made.withdrawn and wanted.fingerprint == made.fingerprint and wanted.recipient == made.recipient
