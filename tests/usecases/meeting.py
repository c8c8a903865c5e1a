"""A small meeting: its event.toml, its programme, and four people who come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

KEY = "2018-12-10-klein"

OPENS_LATER = "2018-12-04T07:00:00"
OPEN = "2018-12-03T07:00:00"

EVENT = f"""
[event]
title = "Wonen in de regio"
subtitle = "Wie woont waar, en wat vraagt dat?"
date = 2018-12-10
doors = "12.00"
start = "12.30"
end = "16.00"
place = "Het Gebouw"
address = "Straat 1, Nieuwegein"
arrival = "Met de trein of met de auto."
welcome = "Dit pakket laat zien hoe uw gemeente verandert."

[organiser]
name = "De organisatie"
contact = "Het secretariaat"
email = "secretariaat@organisatie.example"

[[question]]
text = "Hoe divers is uw gemeente?"

[[theme]]
name = "steden"
examples = ["Amsterdam", "Rotterdam"]

[[theme]]
name = "dorpen"
examples = ["Urk", "Vaals"]

[delivery]
not_before = {OPEN}
not_after = 2018-12-09T18:00:00
release = "automatic"

[archive]
keep_until = 2023-12-31
"""

PROGRAMME = """Begin;Einde;Onderdeel;Spreker;Toelichting;Soort
12.00;12.30;Inloop;;Er is koffie.;inloop
12.30;14.00;Opening;dagvoorzitter;Welkom.;plenair
14.00;15.30;Tafelgesprek;;Aan tafel.;tafel
15.30;16.00;Borrel;;Tot slot.;borrel
"""


@dataclass(frozen=True)
class Person:
    """One row of the list; everyone has a table of the organiser's own choice."""

    first: str
    infix: str
    last: str
    function: str
    municipality: str
    email: str
    consent: str
    table: int
    status: str = "aangemeld"

    def row(self) -> dict[str, object]:
        """The row as the list has it."""
        return {
            "Voornaam": self.first,
            "Tussenvoegsel": self.infix,
            "Achternaam": self.last,
            "Functie": self.function,
            "Gemeente": self.municipality,
            "E-mailadres": self.email,
            "Deelnemerslijst": self.consent,
            "Tafel": self.table,
            "Status": self.status,
        }


# None of these municipalities is among those that another one is compared with, so packs are tied by tables only.
DINA = Person("Dina", "el", "Amrani", "burgemeester", "Westland", "d.elamrani@westland.example", "nee", 3)
ANNA = Person("Anna", "de", "Boer", "wethouder", "Utrecht", "a.deboer@utrecht.example", "ja", 1)
COR = Person("Cor", "van", "Dijk", "wethouder", "Urk", "c.vandijk@urk.example", "ja", 2)
BRAM = Person("Bram", "", "Visser", "burgemeester", "Vaals", "b.visser@vaals.example", "ja", 1)

RARE = "\U00020bb7田"
"""A name in letters that no font of the packs has."""

PEOPLE = (DINA, ANNA, COR, BRAM)
"""In order of their numbers, 1 to 4."""


def changed(person: Person, **values: Any) -> Person:
    """The person with other values in the row."""
    return replace(person, **values)
