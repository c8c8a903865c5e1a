"""The letters that wait for release, by what they are: first letters, what changed, cancellations, messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from reportgen.application.archive.export import record_in
from reportgen.domain.delivery.states import Delivery, LetterKind
from reportgen.errors import ReportgenError
from reportgen.render.content.difference_groups import grouped_differences
from reportgen.render.content.difference_text import differences_told
from reportgen.storage.archive.archive import Archive

FIRST, AGAIN, CANCELLATION, MESSAGE = "first", "again", "cancellation", "message"
"""Keys of the groups that are no difference of packs; ``again`` is a pack of which the differences are not known."""

MAX_SAMPLE = 12
"""Letters that are suggested to look at."""


@dataclass(frozen=True, slots=True)
class LetterGroup:
    """Letters that are of one sort, or of which the packs differ in the same sort of thing.

    Attributes:
        key: which group, for an address.
        what: what differs, in Dutch; empty for the groups that are no difference.
        letters: the keys of its letters.
    """

    key: str
    what: str
    letters: frozenset[str]


@dataclass(frozen=True, slots=True)
class ReleaseGroups:
    """The groups of the letters that wait, and what differs in each pack that follows another.

    A letter is in each group that it has a difference of.
    """

    groups: tuple[LetterGroup, ...] = ()
    _reasons: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)

    def told(self, letter: Delivery) -> tuple[str, ...]:
        """What differs in the pack of a letter from the one before it, in Dutch."""
        return tuple(str(each["text"]) for each in differences_told(self._reasons.get(letter.key, ())) if each["text"])

    def of(self, letter: Delivery) -> tuple[LetterGroup, ...]:
        """The groups that a letter is in."""
        return tuple(each for each in self.groups if letter.key in each.letters)

    def members(self, key: str) -> frozenset[str] | None:
        """The keys of the letters of a group; None where there is no such group."""
        return next((each.letters for each in self.groups if each.key == key), None)


def release_groups(
    letters: Sequence[Delivery], archive: Archive, messages: Mapping[int, str] = MappingProxyType({})
) -> ReleaseGroups:
    """Groups letters; what differs in packs is read from the editions that they are in.

    Args:
        messages: the subject of each message to some participants, by the number of its edition.
    """
    packs = [each for each in letters if each.kind is LetterKind.PACK]
    reasons = _reasons([each for each in packs if each.is_update], archive)
    groups = [
        LetterGroup(FIRST, "", _keys(each for each in packs if not each.is_update)),
        *_different(packs, reasons),
        LetterGroup(AGAIN, "", _keys(each for each in packs if each.is_update and not reasons.get(each.key))),
        LetterGroup(CANCELLATION, "", _keys(each for each in letters if each.kind is LetterKind.CANCELLATION)),
    ]
    told = [each for each in letters if each.kind is LetterKind.MESSAGE]
    for edition in sorted({each.edition for each in told}):
        theirs = _keys(each for each in told if each.edition == edition)
        groups.append(LetterGroup(f"{MESSAGE}-{edition}", messages.get(edition, ""), theirs))
    return ReleaseGroups(tuple(each for each in groups if each.letters), reasons)


def sample_of(
    letters: Sequence[Delivery], groups: ReleaseGroups, with_findings: Iterable[int] = ()
) -> tuple[Delivery, ...]:
    """Letters to look at before the rest: the first, the last, one of each group, and those about which more is known.

    Args:
        with_findings: participants whose letter is not as the list or the event is now.
    """
    if not letters:
        return ()
    chosen = {letters[0].key, letters[-1].key}
    for group in groups.groups:
        if not group.letters & chosen:
            chosen.add(next(each.key for each in letters if each.key in group.letters))
    doubtful = set(with_findings)
    for each in letters:
        if each.participant in doubtful and len(chosen) < MAX_SAMPLE:
            chosen.add(each.key)
    return tuple(each for each in letters if each.key in chosen)


def _different(packs: Sequence[Delivery], reasons: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[LetterGroup]:
    """The groups of packs that differ from the one before; of each participant only one pack waits."""
    keys = {each.participant: each.key for each in packs}
    found = grouped_differences({number: reasons[key] for number, key in keys.items() if reasons.get(key)})
    return [
        LetterGroup(each.key, each.what_and_details, frozenset(keys[number] for number in each.numbers))
        for each in found
    ]


def _reasons(letters: Sequence[Delivery], archive: Archive) -> dict[str, list[Mapping[str, Any]]]:
    """What differs in each pack, by the key of its letter; nothing where its edition cannot be read."""
    wanted = {each.key for each in letters}
    found: dict[str, list[Mapping[str, Any]]] = {}
    for edition in sorted({each.edition for each in letters}):
        try:
            packs = record_in(archive, edition)["packs"]
            found |= {each["key"]: each["reasons"] for each in packs if each["key"] in wanted}
        except (ReportgenError, KeyError, TypeError):
            continue
    return found


def _keys(letters: Iterable[Delivery]) -> frozenset[str]:
    return frozenset(each.key for each in letters)
