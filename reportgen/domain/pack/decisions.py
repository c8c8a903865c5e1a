"""Decisions about packs: which stay as they are, which are printed again, and which are withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

NEWEST_UNTIL_SENT = ("leading",)
"""Parts that are printed anew for another list of people as long as their letter waits, and not after it was sent."""


@dataclass(frozen=True, slots=True)
class PartDigest:
    """A part of a pack: its kind, the digest of its content, and a fingerprint that covers design and pages as well."""

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
    """The pack stays as it is."""

    number: int


@dataclass(frozen=True, slots=True)
class Print:
    """The pack is printed.

    Attributes:
        parts: the parts that are new or changed; none where only the address changed before the letter was sent.
        first: the participant has no pack yet.
    """

    number: int
    parts: tuple[str, ...]
    first: bool


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The pack is withdrawn: the participant is not on the list any more."""

    number: int


Decision = Keep | Print | Withdraw


def decisions_of(wanted: Iterable[WantedPack], made: Iterable[MadePack]) -> tuple[Decision, ...]:
    """The decision about the pack of every participant, in order of number.

    Args:
        wanted: the packs as they should be now.
        made: the packs as they were last made.
    """
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
            older = older_lists(new, old)
            readdressed = old.recipient != new.recipient
            decisions.append(
                Print(number, older, first=False) if (readdressed or older) and not old.letter_sent else Keep(number)
            )
        else:
            was = {part.kind: part.fingerprint for part in old.parts}
            changed = tuple(part.kind for part in new.parts if was.get(part.kind) != part.fingerprint)
            decisions.append(Print(number, changed, first=False))
    return tuple(decisions)


def has_lists(wanted: WantedPack) -> bool:
    """Whether a pack has a part that is printed anew for another list of people."""
    return any(part.kind in NEWEST_UNTIL_SENT for part in wanted.parts)


def older_lists(wanted: WantedPack, made: MadePack) -> tuple[str, ...]:
    """The parts of a pack whose list of people is not the newest, which after its letter was sent is no reason."""
    was = {part.kind: part.content for part in made.parts}
    return tuple(
        part.kind
        for part in wanted.parts
        if part.kind in NEWEST_UNTIL_SENT and was.get(part.kind, part.content) != part.content
    )


def is_current(wanted: WantedPack, made: MadePack) -> bool:
    """Whether the pack that was made last is this one, for the same address, and not withdrawn."""
    return not made.withdrawn and wanted.fingerprint == made.fingerprint and wanted.recipient == made.recipient
