"""Nothing that is printed gives away from where somebody is who did not agree to be named."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from example.meeting import event
from example.people import person
from example.small_subject import code, indicator, municipality
from example.small_subject import figures as made
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.domain.answers.answer import Answer
from reportgen.domain.canonical_json import canonical_json, to_json_value
from reportgen.domain.figures.subject import Alike
from reportgen.domain.figures.subject_figures import SubjectFigures
from reportgen.domain.pack.compose import Pack, compose
from reportgen.domain.pack.contents import MunicipalityPages, PartKind, TablePage
from reportgen.domain.pack.event_context import event_context_of
from reportgen.domain.people.participant import Participant
from reportgen.domain.places.comparable import Comparability
from reportgen.domain.places.municipality import COUNTRY
from reportgen.domain.programme.event import Theme
from reportgen.domain.programme.seating import Table

MUNICIPALITIES = 14
THEME = "wonen"

municipalities = st.one_of(st.integers(1, MUNICIPALITIES).map(code), st.just(COUNTRY))
people_at_tables = st.lists(st.tuples(municipalities, st.booleans(), st.integers(1, 3)), min_size=1, max_size=9)


@cache
def figures() -> SubjectFigures:
    """Two indicators over two years, of which no two municipalities have the same."""
    values = {
        key: {
            (code(number), year): 10.0 + (number * step) % MUNICIPALITIES * 2 + (year - 2018) * (number % 3)
            for number in range(1, MUNICIPALITIES + 1)
            for year in (2018, 2021)
        }
        for key, step in (("one", 3), ("two", 5))
    }
    places = [municipality(number, 15_000 + 1000 * number) for number in range(1, MUNICIPALITIES + 1)]
    alike = (Alike("one", 5.0, "even hoog"),)
    return made((indicator("one"), indicator("two")), values, places, alike=alike)


@cache
def comparability() -> Comparability:
    return Comparability(figures())


def packs(people: tuple[Participant, ...], at: dict[int, int], answers: tuple[Answer, ...] = ()) -> dict[int, Pack]:
    tables = tuple(
        Table(number, THEME, tuple(sorted(each for each, table in at.items() if table == number)))
        for number in sorted({*at.values()})
    )
    question = replace(event().questions[0], about="one")
    meeting = replace(event(), themes=(Theme(THEME, ()),), questions=(question,))
    context = event_context_of(meeting, people, tables, figures(), comparability(), {}, None)
    return {pack.participant.number: pack for pack in compose(replace(context, answers=answers))}


def printed(pack: Pack) -> bytes:
    return b"\n".join(canonical_json(to_json_value(section.content)) for section in pack.sections)


@settings(max_examples=60)
@given(people_at_tables, municipalities, municipalities, st.integers(1, 3))
def test_no_other_pack_tells_from_where_somebody_is_who_did_not_agree(
    others: list[tuple[str, bool, int]], here: str, there: str, table: int
) -> None:
    """Also not by what is left when all that is known of the others is taken away: all of it is the same."""
    people = tuple(person(number, where, consent=agreed) for number, (where, agreed, _) in enumerate(others, 2))
    at = {1: table} | {number: seat for number, (_, _, seat) in enumerate(others, 2)}
    answers = tuple(Answer(number, 1, 1, f"antwoord {number}", False) for number in at)
    told = [packs((person(1, where, consent=False), *people), at, answers) for where in (here, there)]
    for each in people:
        one, other = (printed(found[each.number]) for found in told)
        assert one == other


@settings(max_examples=60)
@given(people_at_tables)
def test_a_comparable_municipality_is_at_a_table_only_where_somebody_of_it_agreed(
    everyone: list[tuple[str, bool, int]],
) -> None:
    people = tuple(person(number, where, consent=agreed) for number, (where, agreed, _) in enumerate(everyone, 1))
    agreed_at: dict[str, set[int]] = {}
    for where, agreed, table in everyone:
        if agreed:
            agreed_at.setdefault(where, set()).add(table)
    for pack in packs(people, {number: table for number, (_, _, table) in enumerate(everyone, 1)}).values():
        for section in pack.sections:
            if isinstance(pages := section.content, MunicipalityPages):
                for row in pages.peers:
                    assert set(row.tables) == agreed_at.get(row.code, set())


@settings(max_examples=60)
@given(people_at_tables)
def test_all_pages_of_a_table_show_the_municipalities_of_which_somebody_at_it_agreed_and_no_other(
    everyone: list[tuple[str, bool, int]],
) -> None:
    """Whoever lays the pages of several readers of one table side by side learns no more than from one of them."""
    people = tuple(person(number, where, consent=agreed) for number, (where, agreed, _) in enumerate(everyone, 1))
    at = {number: table for number, (_, _, table) in enumerate(everyone, 1)}
    for number, pack in packs(people, at).items():
        page = pack.section(PartKind.TABLE).content
        assert isinstance(page, TablePage)
        agreed = [each for each in people if each.consent and at[each.number] == at[number]]
        codes = {each.code for each in agreed}
        names = {figures().data.municipalities[where].name for where in codes - {COUNTRY}}
        assert sorted(each.name.last for each in page.colleagues) == sorted(each.name.last for each in agreed)
        assert {each.code for each in page.colleagues} == codes
        assert {name for each in page.contrasts for name in (each.one, each.other)} - {"Nederland"} <= names
        assert page.unnamed + len(page.colleagues) == sum(table == page.table for _, _, table in everyone)
        assert page.own in {"", pack.participant.code} & {"", *codes}
        assert all(len(names) == 1 for each in page.contrasts if each.other == "Nederland")
        if page.own and len(names) > 1:
            own = figures().data.municipalities[page.own].name
            assert own in (page.contrasts[0].one, page.contrasts[0].other)
