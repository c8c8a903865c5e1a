"""Made-up people: participants, rows of a list, and any mixture of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from example import figures
from hypothesis import strategies as st

from reportgen.domain.finding import Place
from reportgen.domain.people.participant import Name, Office, Participant, Registration

LIST = "deelnemers.csv"

_FUNCTIONS = {Office.MAYOR: "burgemeester", Office.ALDERMAN: "wethouder", Office.OTHER: "adviseur"}


def person(number: int, code: str = "GM0356", office: Office = Office.ALDERMAN, **changes: Any) -> Participant:
    """A participant, of Nieuwegein unless said otherwise, with a last name nobody else has."""
    made = Participant(
        number,
        Name("A.", "", "", f"Zwaluwstaart{number:04d}"),
        _FUNCTIONS[office],
        office,
        code,
        f"zwaluwstaart{number:04d}@gemeente.example",
        True,
        None,
        Place(LIST, number + 1),
    )
    return replace(made, **changes)


def row(
    line: int = 2, last: str = "Sluis", email: str = "j.vandersluis@nieuwegein.example", **changes: Any
) -> Registration:
    """A row of a list with nothing wrong in it."""
    made = Registration(
        Place(LIST, line),
        Name("J.", "Jan", "van der", last),
        function="wethouder",
        office=Office.ALDERMAN,
        organisation="Nieuwegein",
        email=email,
        email_fault="",
        consent=True,
    )
    return replace(made, **changes)


def groups(least: int = 1, most: int = 40) -> st.SearchStrategy[tuple[Participant, ...]]:
    """People from real municipalities, none of them placed by the organiser; numbers from 1."""
    kind = st.tuples(st.deferred(lambda: st.sampled_from(figures.codes())), st.sampled_from(Office))
    return st.lists(kind, min_size=least, max_size=most).map(
        lambda kinds: tuple(person(number, code, office) for number, (code, office) in enumerate(kinds, 1))
    )
