"""The letters that wait for release as rows of the page: filtered, paged, with who looked at them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from reportgen.application.delivery.release_groups import LetterGroup, ReleaseGroups
from reportgen.domain.delivery.states import Delivery
from reportgen.domain.people.participant import folded
from reportgen.interfaces.web.rows.participant_list import ParticipantRow
from reportgen.storage.ledger.looks import Look

PATH = "/vrijgeven"

PAGE_SIZE = 25
"""Letters on a page."""

MAX_TOLD = 4
"""Differences of a pack that its row tells."""


@dataclass(frozen=True, slots=True)
class LetterFilter:
    """The fields of the search form; an empty field matches every letter.

    Attributes:
        words: all must occur in the number, name, municipality, function or address.
        group: key of a group.
        looked: ``ja`` for letters that somebody looked at, ``nee`` for those that nobody did.
        builder: who had the letters made; empty for everybody. Only these are released then.
    """

    words: str = ""
    group: str = ""
    looked: str = ""
    builder: str = ""

    @classmethod
    def of_query(cls, query: Mapping[str, str]) -> LetterFilter:
        """The filter in an address."""
        looked = query.get("bekeken", "")
        words = " ".join(query.get("woorden", "").split())[:200]
        looked = looked if looked in ("ja", "nee") else ""
        return cls(words, query.get("groep", "")[:100], looked, query.get("maker", "")[:200])

    def query(self, numbers: str = "") -> dict[str, str]:
        """What an address has of it.

        Args:
            numbers: the participants that were chosen before, as the address has them.
        """
        search = {"woorden": self.words, "groep": self.group, "bekeken": self.looked}
        return {"nummers": numbers, "maker": self.builder, **search}

    def address(self, numbers: str = "") -> str:
        """The path of the letters that match."""
        given = urlencode({name: value for name, value in self.query(numbers).items() if value})
        return f"{PATH}{'?' if given else ''}{given}"

    def in_group(self, group: str, numbers: str = "") -> str:
        """The path of the letters of a group."""
        return LetterFilter(group=group, builder=self.builder).address(numbers)

    def of_builder(self, builder: str, numbers: str = "") -> str:
        """The path of the letters that somebody had made."""
        return LetterFilter(builder=builder).address(numbers)

    def everything(self, numbers: str = "") -> str:
        """The path of all letters."""
        return LetterFilter(builder=self.builder).address(numbers)


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter that waits, as a row.

    Attributes:
        person: None where the participant has no row, as after an erasure.
        told: what differs in the pack, in words; ``more`` is how many of them are left out.
    """

    letter: Delivery
    person: ParticipantRow | None
    groups: tuple[LetterGroup, ...]
    told: tuple[str, ...]
    more: int
    looks: tuple[Look, ...]
    is_mine: bool

    @property
    def name(self) -> str:
        """What to call the participant."""
        return self.person.name if self.person else f"{self.letter.participant:04d}"


def matching_letters(
    letters: Sequence[Delivery],
    people: Mapping[int, ParticipantRow],
    groups: ReleaseGroups,
    looks: Mapping[str, tuple[Look, ...]],
    wanted: LetterFilter,
) -> tuple[Delivery, ...]:
    """The letters that match a filter."""
    members = groups.members(wanted.group) if wanted.group else None
    words = [folded(each) for each in wanted.words.split()]
    return tuple(
        each
        for each in letters
        if (not wanted.group or (members is not None and each.key in members))
        and (not wanted.looked or (wanted.looked == "ja") == bool(looks.get(each.key)))
        and (not words or _has(words, each, people.get(each.participant)))
    )


def letter_rows(
    letters: Sequence[Delivery],
    people: Mapping[int, ParticipantRow],
    groups: ReleaseGroups,
    looks: Mapping[str, tuple[Look, ...]],
    organiser: str,
) -> tuple[LetterRow, ...]:
    """Letters as rows; only those of one page, for what differs is put in words for each."""
    return tuple(_row(each, people, groups, looks.get(each.key, ()), organiser) for each in letters)


def _row(
    letter: Delivery,
    people: Mapping[int, ParticipantRow],
    groups: ReleaseGroups,
    looks: tuple[Look, ...],
    organiser: str,
) -> LetterRow:
    number = letter.participant
    told = groups.told(letter) if letter.is_update else ()
    mine = any(each.who == organiser for each in looks)
    more = max(0, len(told) - MAX_TOLD)
    return LetterRow(letter, people.get(number), groups.of(letter), told[:MAX_TOLD], more, looks, mine)


def _has(words: Sequence[str], letter: Delivery, person: ParticipantRow | None) -> bool:
    texts = (person.name, person.municipality, person.function) if person else ()
    text = " ".join((f"{letter.participant:04d}", *map(folded, (*texts, letter.recipient))))
    return all(each in text for each in words)
