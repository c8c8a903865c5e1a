"""The registration list of an event as it changes from day to day: people register, cancel, and are corrected."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from printers.people import Person, participants

HEADINGS = ("Aanmeldnummer", "Voorletters", "Tussenvoegsel", "Achternaam", "Functie", "Gemeente", "E-mailadres")
HEADINGS += ("Status", "Aanmelddatum", "Deelnemerslijst")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the list.

    Attributes:
        cancelled: the person does not take part.
        former: addresses that they had.
    """

    number: int
    person: Person
    cancelled: bool = False
    former: tuple[str, ...] = ()

    def cells(self) -> tuple[str, ...]:
        """The row as the list has it."""
        *named, _, registered, consent = self.person.row()
        return (str(self.number), *named, "afgemeld" if self.cancelled else "aangemeld", registered, consent)


class RegistrationList:
    """The list with its changes.

    Args:
        count: how many people are on it at first; a tenth more register later.
    """

    def __init__(self, count: int, random: Random) -> None:
        self._random = random
        everyone = [Row(number, person) for number, person in enumerate(participants(count + count // 10), 1)]
        self.rows, self._later = everyone[:count], everyone[count:]
        self._each = max(1, count // 500)

    def next_day(self) -> dict[str, int]:
        """Changes the list as a day does; returns how many rows were changed in which way."""
        registered = self._later[: self._each * 5]
        del self._later[: len(registered)]
        self.rows += registered
        back = [place for place, row in enumerate(self.rows) if row.cancelled and self._random.random() < 0.2]
        taking_part = [place for place, row in enumerate(self.rows) if not row.cancelled]
        chosen = self._random.sample(taking_part, self._each * 4)
        cancelled, moved, married, promoted = (chosen[number::4] for number in range(4))
        for place in cancelled:
            self.rows[place] = replace(self.rows[place], cancelled=True)
        for place in back:
            self.rows[place] = replace(self.rows[place], cancelled=False)
        for place in moved:
            former = self.rows[place].person.email
            self._change(place, email=f"nieuw.{former}")
            self.rows[place] = replace(self.rows[place], former=(*self.rows[place].former, former))
        for place in married:
            self._change(place, last=f"{self.rows[place].person.last}-Vink")
        for place in promoted:
            self._change(place, function="burgemeester")
        return {
            "registered": len(registered),
            "cancelled": len(cancelled),
            "registered again": len(back),
            "changed": len(moved) + len(married) + len(promoted),
        }

    def write(self, event: Path) -> None:
        """Makes this the list of an event."""
        with (event / "deelnemers.csv").open("w", encoding="utf-8-sig", newline="") as file:
            rows = csv.writer(file, delimiter=";")
            rows.writerow(HEADINGS)
            rows.writerows(row.cells() for row in self.rows)

    def addresses(self) -> list[tuple[str, ...]]:
        """The addresses that each of those who take part has or had."""
        return [(row.person.email, *row.former) for row in self.rows if not row.cancelled]

    def _change(self, place: int, **changes: str) -> None:
        row = self.rows[place]
        self.rows[place] = replace(row, person=replace(row.person, **changes))
