"""Contents of packs of every kind as the archive has them, and changes at random places in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from example import figures, meeting, rounds
from example.people import person

from reportgen.domain.answers.answer import Answer
from reportgen.domain.canonical_json import to_json_value
from reportgen.domain.pack.compose import compose
from reportgen.domain.pack.earlier_figures import EarlierFigures
from reportgen.domain.people.participant import Office
from reportgen.domain.places.municipality import COUNTRY
from reportgen.domain.programme.event import GuestTexts, MunicipalityType, Question
from reportgen.domain.programme.seating import Table

SUBJECTS = (("migration", figures.DAY), ("housing-ageing", date(2026, 12, 10)))
"""The subjects of both example events, with a day of theirs."""

UNREAD = frozenset(("score",))
"""Fields that are printed nowhere: page one was chosen by them."""

Path = tuple[str | int, ...]


@cache
def contents() -> tuple[tuple[str, Any], ...]:
    """Part and content: of both subjects, a municipality and the country, with all that a follow-up adds."""
    return tuple(each for subject, day in SUBJECTS for each in _contents(subject, day))


def _contents(subject: str, day: date) -> Iterator[tuple[str, Any]]:
    towns = ("Urk", "Vaals", "Diemen", "Zoetermeer")
    people = [
        person(number, figures.code_of(town), list(Office)[number % 3], consent=number != 4)
        for number, town in enumerate(towns, 1)
    ]
    people.append(person(5, COUNTRY, Office.OTHER))
    setting = meeting.setting(tuple(people), (Table(3, "voorsteden", (1, 2, 3, 4, 5)),), subject, day)
    about = next(iter(setting.figures.measures))
    event = replace(
        setting.event,
        questions=(*setting.event.questions, Question(2, "Wat wilt u weten?", "", about)),
        kinds=(MunicipalityType("grensgemeenten", "ook aan de grens", tuple(each.code for each in people[:2])),),
        letter="Hierbij uw pakket.",
        guests=GuestTexts(welcome="Welkom, gast."),
    )
    answers = tuple(Answer(number, 1, 1, f"Antwoord {number}.", named=number == 1) for number in (1, 2))
    before = EarlierFigures("0" * 64, "2018-12-01", "Urk", (), None, {about: {"unit": "percent"}}, {})
    context = replace(
        *(setting,),
        event=event,
        answers=answers,
        reports={3: "Er is veel besproken."},
        errata={1: "Het aandeel op bladzijde 1 klopte niet."},
        earlier_figures={1: before},
    )
    for number in (0, 4):
        yield from ((str(each.kind), to_json_value(each.content)) for each in compose(context)[number].sections)
    led = rounds.setting(tuple(people[:4]), {1: ("Hofjes", "Buren"), 2: ("Hofjes", "Torens")}, {3: ("Hofjes",)})
    for number in (0, 2):
        yield from (
            (str(each.kind), to_json_value(each.content))
            for each in compose(led)[number].sections
            if each.kind in ("event", "leading", "personal")
        )


def leaves(content: Any, path: Path = ()) -> Iterator[Path]:
    """The paths of all values in a content that are no list and no mapping; of what is read."""
    if isinstance(content, dict):
        for step, each in content.items():
            if step not in UNREAD:
                yield from leaves(each, (*path, step))
    elif isinstance(content, list):
        for place, each in enumerate(content):
            yield from leaves(each, (*path, place))
    elif content is not None:
        yield path


def items_in(content: Any, path: Path = ()) -> Iterator[Path]:
    """The paths of all lists in a content that have items, and of all their items."""
    if isinstance(content, dict):
        for step, each in content.items():
            yield from items_in(each, (*path, step))
    elif isinstance(content, list):
        for place, each in enumerate(content):
            yield (*path, place)
            yield from items_in(each, (*path, place))


def value_at(content: Any, path: Path) -> Any:
    """What stands at a path."""
    for step in path:
        content = content[step]
    return content


def with_value(content: Any, path: Path, value: Any) -> Any:
    """A content with another value at a path; all that stands beside the path is the same object."""
    if not path:
        return value
    changed = content.copy()
    changed[path[0]] = with_value(content[path[0]], path[1:], value)
    return changed


def without(content: Any, path: Path) -> Any:
    """A content without the value, or the item, at a path."""
    holder = value_at(content, path[:-1]).copy()
    del holder[path[-1]]
    return with_value(content, path[:-1], holder)


def another(value: Any) -> Any:
    """Another value like one: a later time or day, a larger number, another text."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case float():
            return value + 0.1234567
        case str() if len(value) == 5 and value[2] == ":":
            return "09:07"
        case str() if len(value) == 8 and value[2] == value[5] == ":":
            return "09:07:00"
        case str() if len(value) == 10 and value[4] == value[7] == "-":
            return "2031-05-06"
        case _:
            return f"{value} anders"
