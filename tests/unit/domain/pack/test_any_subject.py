"""Packs of subjects of any kind: with one indicator, without history, districts, a country, or any figure of some."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from example.meeting import event
from example.people import person
from example.small_subject import WORDS, code, districts, indicator, municipality, part
from example.small_subject import figures as made
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.domain.canonical_json import canonical_json, to_json_value
from reportgen.domain.figures.diversity import Comparison
from reportgen.domain.figures.facts import FactKind
from reportgen.domain.figures.figure import Unit
from reportgen.domain.figures.indicator import Derived, Indicator, IndicatorKind, Period, Variable
from reportgen.domain.figures.subject import Alike
from reportgen.domain.figures.subject_figures import SubjectFigures
from reportgen.domain.pack.compose import compose
from reportgen.domain.pack.contents import MunicipalityPages, NationalPages, Personal
from reportgen.domain.pack.event_context import event_context_of
from reportgen.domain.places.comparable import Comparability
from reportgen.domain.places.municipality import COUNTRY
from reportgen.domain.programme.event import Theme
from reportgen.domain.programme.seating import Table

MOST = 9
YEARS = (2018, 2020, 2021, 2022)
DERIVED = Derived("alle", "Alle", "Alle samen.", "meer", 2, WORDS)

numbers = st.one_of(st.integers(-50, 200), st.floats(-50, 200).map(lambda each: round(each, 3)), st.just(0))
regions = [*(code(number) for number in range(1, MOST + 1)), COUNTRY]
tables_of_values = st.dictionaries(st.tuples(st.sampled_from(regions), st.sampled_from(YEARS)), numbers, max_size=40)
counts = st.dictionaries(
    st.tuples(st.sampled_from(regions), st.sampled_from(YEARS)), st.integers(0, 5000), min_size=1, max_size=40
)


@st.composite
def indicators(draw: st.DrawFn, key: str) -> tuple[Indicator, dict[str, Mapping[tuple[str, int], float]]]:
    """An indicator of any kind, with the values of what it is made from."""
    kind, period = draw(st.sampled_from(IndicatorKind)), draw(st.sampled_from(Period))
    decimals = draw(st.integers(0, 2))
    if kind is IndicatorKind.VALUE:
        unit, summable = draw(st.sampled_from(Unit)), draw(st.booleans())
        return indicator(key, unit, decimals, period=period, summable=summable), {key: draw(tables_of_values)}
    if kind is IndicatorKind.SHARE:
        above, below = f"{key}_a", f"{key}_b"
        share = indicator(
            key, decimals=decimals, kind=kind, value=None, numerator=Variable(above), denominator=Variable(below)
        )
        return replace(share, period=period), {above: draw(counts), below: draw(counts)}
    parts = tuple(part(f"{key}_{each}") for each in ("a", "b", "rest"))
    mix = indicator(
        key,
        kind=kind,
        value=None,
        parts=parts,
        rest=f"{key}_rest",
        counts=True,
        total=DERIVED,
        index=draw(st.sampled_from((None, DERIVED))),
    )
    whole = draw(counts)
    return mix, {
        each.key: {place: value + number for place, value in whole.items()} for number, each in enumerate(parts)
    }


@st.composite
def subjects(draw: st.DrawFn) -> SubjectFigures:
    """The figures of a subject of one to three indicators."""
    drawn = [draw(indicators(f"i{number}")) for number in range(draw(st.integers(1, 3)))]
    chosen = [each for each, _ in drawn]
    values = {name: of for _, found in drawn for name, of in found.items()}
    if draw(st.booleans()):
        values["population"] = draw(counts)
    residents = draw(st.lists(st.sampled_from((0, 900, 20_000, 150_000)), min_size=MOST, max_size=MOST))
    places = [municipality(number, people) for number, people in enumerate(residents, 1)]
    shown = draw(st.lists(st.tuples(st.floats(0, 100), st.sampled_from((None, 100, 600, 9000))), max_size=6))
    first = chosen[0].key + ("/total" if chosen[0].kind is IndicatorKind.COMPOSITION else "")
    by_district = {first: {code(1): districts(*shown), code(2): districts(*shown[:2])}} if shown else {}
    return made(chosen, values, places, by_district, alike=(Alike(chosen[0].key, 2.0, "even hoog"),))


@settings(max_examples=120)
@given(subjects())
def test_a_pack_can_be_made_of_any_subject_and_says_nothing_that_is_not_there(figures: SubjectFigures) -> None:
    people = tuple(person(number, where) for number, where in enumerate(regions, 1))
    meeting = replace(event(), themes=(Theme("een", ()),))
    tables = (Table(1, "een", tuple(range(1, 6))), Table(2, "een", tuple(range(6, len(people) + 1))))
    context = event_context_of(meeting, people, tables, figures, Comparability(figures), {}, None)
    for pack in compose(context):
        for section in pack.sections:
            assert canonical_json(to_json_value(section.content))
            content = section.content
            if isinstance(content, Personal):
                _page_one_is_sound(content)
            elif isinstance(content, MunicipalityPages):
                for each in content.profile.measures:
                    known = {figure.year: figure.value for figure in each.figures}
                    assert each.last is None or known[each.last.year] == each.last.value
                    assert (each.rank is None) or each.last is not None
            elif isinstance(content, NationalPages):
                assert len(content.highest) == len(content.lowest)


def _page_one_is_sound(page: Personal) -> None:
    assert (page.headline is None) or page.headline.measure in (page.subject.measures if page.subject else ())
    assert len({(fact.kind, fact.measure) for fact in page.facts}) == len(page.facts) <= 3
    assert len(page.strips) == len(page.facts)
    for fact in page.facts:
        alone = fact.kind in (FactKind.RANK, FactKind.NATION)
        assert alone == (fact.other is None) == (fact.comparison is Comparison.SAME)
        assert fact.people is None or fact.people >= 100 or fact.kind is FactKind.NATION
        assert fact.rank is None or 1 <= fact.rank.place <= fact.rank.of
