"""Pages about a table are full and fit, whoever sits at it; and the lines of a report's page too."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from example import figures
from example.meeting import setting
from example.people import person
from example.told import SUBJECTS, key_of, profiles

from reportgen.domain.pack.compose import compose
from reportgen.domain.pack.contents import PartKind
from reportgen.domain.pack.kinds import PackKind
from reportgen.domain.people.participant import Name, Office, Participant
from reportgen.domain.places.municipality import COUNTRY
from reportgen.domain.programme.seating import Table
from reportgen.render.content.design import BRIEFING
from reportgen.render.content.kind_templates import load_pack_kind
from reportgen.render.content.part_factory import PartFactory
from reportgen.render.content.parts import Part
from reportgen.render.content.resources import TEMPLATES
from reportgen.render.printing.density import laid_out_part

BOTTOM = 277.0
"""Millimetres from the top of a page to its margin below."""

MOST_FREE = 24.0
"""Millimetres that a page of a table leaves free at most: less than a head with two lines to write on."""

LASTS = ("Duindam-Haasnoot", "el Hadi", "van der Heijden-de Groot", "Bos", "Kolman-Asante", "de Vries-van den Berg")


def people_of(codes: Sequence[str], unnamed: Sequence[int] = ()) -> tuple[Participant, ...]:
    return tuple(
        person(
            number,
            code,
            list(Office)[number % 3],
            consent=number not in unnamed,
            name=Name("J.M.A.", "", "", LASTS[number % len(LASTS)]),
            organisation="Ministerie van Sociale Zaken en Werkgelegenheid" if code == COUNTRY else "",
        )
        for number, code in enumerate(codes, 1)
    )


def table_part(
    people: Sequence[Participant], subject: str, reader: int = 1, kind: PackKind = BRIEFING, report: str = ""
) -> Part:
    table = Table(4, "dorpen met veel koopwoningen", tuple(each.number for each in people))
    day = SUBJECTS[subject] if subject else figures.DAY
    context = replace(setting(tuple(people), (table,), key_of(subject) if subject else "", day), reports={4: report})
    pack = next(each for each in compose(context, kind) if each.participant.number == reader)
    return next(each for each in PartFactory(None, kind).parts(pack.sections) if each.kind is PartKind.TABLE)


@cache
def follow_up() -> PackKind:
    return load_pack_kind(TEMPLATES.parent, "follow-up")


def free_below(page: Any) -> float:
    """Millimetres between what stands lowest on a page, lines to write on included, and its margin."""
    lowest = max(
        box.position_y + box.margin_height()
        for box in page._page_box.descendants()  # there is no other way to the boxes
        if box.element_tag in ("p", "tr", "div", "h2")
    )
    return BOTTOM - lowest * 25.4 / 96


def few(subject: str, count: int) -> list[str]:
    return random.Random(count).sample(sorted(profiles(subject)), count)


CASES = {
    "nobody agreed": lambda: table_part(people_of(few("migration", 4), (1, 2, 3, 4)), "migration"),
    "one agreed, for the others": lambda: table_part(people_of(few("migration", 4), (1, 2, 3)), "migration"),
    "two": lambda: table_part(people_of(few("housing-ageing", 2)), "housing-ageing"),
    "five": lambda: table_part(people_of(few("housing-ageing", 5), (3,)), "housing-ageing"),
    "six and guests": lambda: table_part(people_of([*few("migration", 6), COUNTRY, COUNTRY]), "migration", 7),
    "eight": lambda: table_part(people_of(few("housing-ageing", 8)), "housing-ageing"),
    "twelve": lambda: table_part(people_of(few("housing-ageing", 12)), "housing-ageing"),
    "twelve of two figures": lambda: table_part(people_of(few("migration", 12), (4,)), "migration"),
    "colleagues": lambda: table_part(people_of([each for each in few("migration", 3) for _ in range(3)]), "migration"),
    "without figures": lambda: table_part(people_of(few("migration", 3)), ""),
    "a short report": lambda: table_part(
        people_of(few("migration", 4)), "migration", 1, follow_up(), "Er was weinig tijd."
    ),
    "a report for one": lambda: table_part(people_of(few("migration", 1)), "migration", 1, follow_up(), "- Een punt."),
}


@pytest.mark.parametrize("case", CASES)
def test_a_page_about_a_table_is_as_it_was_designed_and_full(case: str) -> None:
    part = CASES[case]()
    document, density = laid_out_part(part)
    assert density == ""
    sheets = [sheet.template for sheet, _ in part.folios]
    free = {place: free_below(page) for place, page in enumerate(document.pages) if sheets[place] == "table"}
    assert {place: each for place, each in free.items() if not 0 <= each <= MOST_FREE} == {}
