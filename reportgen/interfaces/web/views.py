"""What the pages show, from what the ledger knows: pure, so that it can be looked at without a browser."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from reportgen.domain.delivery.states import Delivery, State
from reportgen.domain.people.participant import Enrolled, folded
from reportgen.domain.places.municipality import COUNTRY
from reportgen.storage.ledger.audit import AuditEntry

NONE, GONE = "none", "gone"
"""How someone stands without a letter, and someone who left the list."""

A_PAGE = 100
"""Participants a page."""

TROUBLE = (State.REFUSED, State.BOUNCED, State.UNCERTAIN)
"""How a letter stands that waits for a person."""


@dataclass(frozen=True, slots=True)
class Row:
    """A participant as a row of the list."""

    number: int
    name: str
    municipality: str
    function: str
    kind: str
    table: int
    theme: str
    state: str
    since: datetime | None
    edition: int
    recipient: str


def rows_of(
    enrolled: Iterable[Enrolled],
    seats: Mapping[int, tuple[int, str]],
    deliveries: Iterable[Delivery],
    municipalities: Mapping[str, str],
) -> tuple[Row, ...]:
    """Everyone who ever had a number, with how the last letter stands that counts."""
    last: dict[int, Delivery] = {}
    for each in deliveries:
        before = last.get(each.number)
        if before is None or each.state is not State.WITHDRAWN or before.state is State.WITHDRAWN:
            last[each.number] = each
    return tuple(_row(each, seats.get(each.number), last.get(each.number), municipalities) for each in enrolled)


def _row(
    person: Enrolled, seat: tuple[int, str] | None, letter: Delivery | None, municipalities: Mapping[str, str]
) -> Row:
    details = dict(person.details)
    table, theme = seat or (0, "")
    state = str(letter.state) if letter else NONE
    if seat is None and (letter is None or letter.state in (State.WITHDRAWN, State.PRINTED)):
        state = GONE
    return Row(
        person.number,
        person.name,
        details.get("organisation") or municipalities.get(person.code, person.code),
        details.get("function", ""),
        kind_of(person.code, details.get("function", "")),
        table,
        theme,
        state,
        letter.changed if letter else None,
        letter.edition if letter else 0,
        letter.recipient if letter else person.email,
    )


def kind_of(code: str, function: str) -> str:
    """What sort of participant someone is."""
    said = function.casefold()
    if code == COUNTRY:
        return "gast"
    if "burgemeester" in said:
        return "burgemeester"
    return "wethouder" if "wethouder" in said else "anders"


def counted(rows: Iterable[Row]) -> dict[str, int]:
    """How many stand how, in the order of a letter's life."""
    counts = Counter(row.state for row in rows)
    order = [NONE, *(str(state) for state in State), GONE]
    return {state: counts[state] for state in order if counts[state]}


@dataclass(frozen=True, slots=True)
class Wish:
    """What someone looks for in the list; empty fields leave everyone in."""

    words: str = ""
    state: str = ""
    table: str = ""
    municipality: str = ""
    kind: str = ""

    def fits(self, row: Row) -> bool:
        """Whether a row is what they look for."""
        return (
            (not self.state or row.state in self.state.split(","))
            and (not self.table or str(row.table) == self.table)
            and (not self.municipality or folded(row.municipality) == folded(self.municipality))
            and (not self.kind or row.kind == self.kind)
            and (not self.words or self._holds(row))
        )

    def _holds(self, row: Row) -> bool:
        searched = _searched(row)
        return all(word in searched for word in {folded(each) for each in self.words.split()})


def _searched(row: Row) -> str:
    return " ".join((f"{row.number:04d}", *map(folded, (row.name, row.municipality, row.function, row.recipient))))


def found(rows: Sequence[Row], wish: Wish) -> tuple[Row, ...]:
    """The rows that someone looks for."""
    return tuple(row for row in rows if wish.fits(row))


MOST_DEEDS = 2_000
"""Lines of deeds that are looked through; one deed may be about hundreds of people."""


@dataclass(frozen=True, slots=True)
class Told:
    """A deed as it is told: once, however many people it was about."""

    at: datetime
    who: str
    what: str
    about: str
    numbers: tuple[int, ...]


def told(deeds: Iterable[AuditEntry], most: int = MOST_DEEDS) -> list[Told]:
    """What was done, the newest first; what was done to several at once is told once."""
    found: dict[tuple[datetime, str, str, str], list[int]] = {}
    for each in deeds:
        numbers = found.setdefault((each.at, each.who, each.what, each.about), [])
        if each.number is not None:
            numbers.append(each.number)
    return [
        Told(at, who, what, "" if what == "release" else about, tuple(sorted(numbers)))
        for (at, who, what, about), numbers in list(found.items())[:most]
    ]
