"""The three facts of page one of every municipality, held against values that are worked out anew from the files."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from example.figures import figures_of
from example.small_subject import code, districts, indicator, municipality, of_year, part
from example.small_subject import figures as made
from example.told import SUBJECTS, anew, comparable, every_subject, headlines, key_of, profiles, scope_of

from reportgen.domain.figures.diversity import Comparison
from reportgen.domain.figures.facts import FACTS, Fact, FactKind, facts_of, national_facts, possible_facts
from reportgen.domain.figures.figure import Unit
from reportgen.domain.figures.headline import HeadlineKind
from reportgen.domain.figures.headline_choice import headline_of
from reportgen.domain.figures.indicator import IndicatorKind, Period
from reportgen.domain.figures.profile import profile_of
from reportgen.domain.figures.substance import tells
from reportgen.domain.places.municipality import COUNTRY

LEVELS = (FactKind.COUNTRY, FactKind.PEERS, FactKind.RANK)


@cache
def facts(subject: str) -> dict[str, tuple[Fact, ...]]:
    figures = figures_of(key_of(subject), SUBJECTS[subject])
    return {
        where: facts_of(profile, comparable(subject)[where], figures, headlines(subject)[where][0])
        for where, profile in profiles(subject).items()
    }


@cache
def every(subject: str) -> list[tuple[str, Fact]]:
    """All that may be told, of every municipality."""
    figures = figures_of(key_of(subject), SUBJECTS[subject])
    return [
        (where, fact)
        for where, profile in profiles(subject).items()
        for each in profile.measures
        for fact in possible_facts(profile, each, comparable(subject)[where], figures)
    ]


@every_subject
def test_every_municipality_gets_three_facts_each_of_another_measure(subject: str) -> None:
    few = [profiles(subject)[where].name for where, found in facts(subject).items() if len(found) < FACTS]
    assert len(few) <= 1, few
    measures: dict[str, set[str]] = {}
    for where, fact in every(subject):
        measures.setdefault(where, set()).add(fact.measure)
    for where, found in facts(subject).items():
        assert len({each.measure for each in found}) == min(FACTS, len(measures[where]))


@every_subject
def test_no_fact_is_that_two_figures_are_about_equal(subject: str) -> None:
    same = [fact for _, fact in every(subject) if fact.comparison is Comparison.SAME]
    assert {fact.kind for fact in same} <= {FactKind.RANK}
    for _, fact in every(subject):
        if fact.other is not None:
            assert (fact.comparison is Comparison.MORE) == (fact.own.value > fact.other.value)
            own, other = (round(each.value, each.decimals) for each in (fact.own, fact.other))
            assert own != other, "printed the same"


@every_subject
def test_no_fact_is_of_few_people_or_of_hardly_any(subject: str) -> None:
    told = [fact for _, fact in every(subject) if fact.kind is not FactKind.WITHIN]
    assert [fact for fact in told if fact.people is not None and fact.people <= 100] == []  # rounded: it may be fewer
    assert [fact for fact in told if fact.own.unit is Unit.PERCENT and fact.own.value < 1] == []


@every_subject
def test_no_fact_says_what_the_headline_says(subject: str) -> None:
    for where, found in facts(subject).items():
        headline = headlines(subject)[where][0]
        own = [fact for fact in found if fact.measure == headline.measure and fact.scope == headline.scope]
        kinds = {fact.kind for fact in own}
        if headline.kind in (HeadlineKind.FASTEST, HeadlineKind.SLOWEST_OF_ALL, HeadlineKind.FASTEST_OF_ALL):
            assert FactKind.PAST not in kinds
        elif headline.kind is HeadlineKind.WIDEST:
            assert FactKind.WITHIN not in kinds
        elif headline.kind is HeadlineKind.UNLIKE:
            assert FactKind.PEERS not in kinds
        else:
            assert FactKind.RANK not in kinds


@every_subject
def test_who_is_first_second_or_last_in_a_measure_reads_so_while_there_is_a_fact_for_it(subject: str) -> None:
    shown, silent = figures_of(key_of(subject), SUBJECTS[subject]), []
    for where, profile in profiles(subject).items():
        headline, told = headlines(subject)[where][0], facts(subject)[where]
        for each in profile.measures:
            rank = each.rank
            if shown.measures[each.key].sized or each.last is None or rank is None or rank.shared:
                continue
            if min(rank.place, rank.last) > 2 or not tells(each.key, each.last, each.people, shown):
                continue
            said = {headline.measure, *(fact.measure for fact in told if fact.kind in LEVELS)}
            if each.key not in said and not all(fact.at_an_end for fact in told):
                silent.append((profile.name, each.key))
    assert silent == []


@every_subject
def test_no_kind_of_fact_and_no_measure_leads_most_pages(subject: str) -> None:
    first = [found[0] for found in facts(subject).values()]
    assert max(Counter((fact.kind, fact.measure) for fact in first).values()) < len(first) / 2


@every_subject
def test_whatever_may_be_told_is_so(subject: str) -> None:
    raw, wrong = anew(subject), []
    for where, fact in every(subject):
        if not _is_so(where, fact, subject):
            wrong.append((raw.names[where], fact))
    assert wrong == []


def _is_so(where: str, fact: Fact, subject: str) -> bool:
    raw = anew(subject)
    if fact.kind is FactKind.WITHIN:
        own = raw.districts[where]
        ends = fact.own.value, fact.other.value if fact.other else None
        right = ends == (pytest.approx(own[-1][0]), pytest.approx(own[0][0])) and fact.among == len(own)
        return right and where not in raw.lacking
    year = raw.last_year(fact.measure)
    values = raw.of_year(fact.measure, year)
    if fact.own.value != pytest.approx(values[where]):
        return False
    if fact.kind is FactKind.PAST:
        assert fact.other is not None
        first = raw.of_year(fact.measure, fact.other.year)
        relative = fact.own.unit in (Unit.EURO, Unit.COUNT)
        changes = {
            one: 100 * (values[one] / before - 1) if relative else values[one] - before
            for one, before in first.items()
            if one in values and (before > 0 or not relative)
        }
        assert fact.rank is not None
        right = fact.other.value == pytest.approx(first[where])
        return right and fact.rank.of == len(changes) and fact.rank.place == _place(where, changes)
    if fact.kind is FactKind.COUNTRY:
        assert fact.other is not None
        right = fact.other.value == pytest.approx(raw.values[fact.measure][COUNTRY, year])
    elif fact.kind is FactKind.PEERS:
        assert fact.other is not None
        others = [values[each.code] for each in comparable(subject)[where] if each.code in values]
        right = fact.other.value == pytest.approx(sum(others) / len(others)) and fact.among == len(others)
    else:
        right = fact.other is None
        if fact.scope:
            scope = scope_of(fact.scope, raw)
            right = right and scope <= set(values)
            values = {one: value for one, value in values.items() if one in scope}
    assert fact.rank is not None
    return right and (fact.rank.place, fact.rank.of) == (_place(where, values), len(values))


def _place(where: str, values: dict[str, float]) -> int:
    return 1 + sum(value > values[where] + 1e-9 for value in values.values())


@pytest.mark.parametrize("name", ["Westerwolde", "Waadhoeke", "Midden-Groningen"])
def test_who_began_in_the_reference_year_has_no_past(name: str) -> None:
    (where,) = (each for each, profile in profiles("migration").items() if profile.name == name)
    assert {fact.kind for one, fact in every("migration") if one == where}.isdisjoint({FactKind.PAST})
    assert len(facts("migration")[where]) == FACTS


def test_who_has_no_districts_has_no_fact_within() -> None:
    within = {where for where, fact in every("migration") if fact.kind is FactKind.WITHIN}
    (nuenen,) = (each for each, profile in profiles("migration").items() if profile.name.startswith("Nuenen"))
    assert within
    assert nuenen not in within


def test_the_people_of_a_fact_are_the_share_of_the_residents_in_hundreds() -> None:
    for where, fact in every("migration"):
        if fact.people is not None:
            exact = fact.own.value / 100 * anew("migration").residents[where]
            step = 10 if exact < 1000 else 100
            most = max(step / 2, 0.0005 * anew("migration").residents[where] * 10)
            assert fact.people % step == 0 or exact >= 995
            assert abs(fact.people - exact) <= most


# Subjects that have less


def test_a_subject_with_one_indicator_has_facts_of_other_kinds_and_no_number_twice() -> None:
    values = {
        **of_year(2019, *(8.0 + each for each in range(9))),
        **of_year(2021, *(10.0 + 2 * each for each in range(9)), country=15.0),
    }
    figures = made((indicator(),), {"proef": values})
    everyone = {number: profile_of(code(number), figures) for number in range(1, 10)}
    found = facts_of(everyone[9], [everyone[number] for number in (1, 2, 3, 4)], figures)
    assert {fact.kind for fact in found} == {FactKind.PAST, FactKind.PEERS}, "one of those that lead with the figure"


def test_a_subject_with_districts_only_has_one_fact() -> None:
    by_district = {"proef": {code(1): districts((10.0, 2000), (20.0, 3000), (15.0, 4000))}}
    figures = made((indicator(),), {}, [municipality(1)], by_district)
    profile = profile_of(code(1), figures)
    (fact,) = facts_of(profile, (), figures)
    assert (fact.kind, fact.own.value, fact.names) == (FactKind.WITHIN, 20.0, ("Wijk 1", "Wijk 0"))
    assert facts_of(profile, (), figures, headline_of(profile, (), figures)) == ()


def test_two_districts_are_no_pattern() -> None:
    by_district = {"proef": {code(1): districts((10.0, 2000), (20.0, 3000), (15.0, 499))}}
    figures = made((indicator(),), {}, [municipality(1)], by_district)
    assert facts_of(profile_of(code(1), figures), (), figures) == ()


def test_what_happens_in_a_year_is_not_compared_with_another_year() -> None:
    built = indicator("proef", Unit.COUNT, 0, summable=True, period=Period.YEAR)
    values = {**of_year(2018, 1.0, 100.0, 50.0), **of_year(2020, 200.0, 10.0, 50.0, 20.0, 30.0, 40.0)}
    figures = made((built,), {"proef": values})
    found = facts_of(profile_of(code(1), figures), (), figures)
    assert [(fact.kind, fact.scope) for fact in found] == [(FactKind.RANK, "15000–25000")]


def test_without_figures_there_is_nothing_to_tell() -> None:
    figures = made((indicator(),), {"proef": of_year(2021, None, 20.0)}, [municipality(1), municipality(2)])
    assert facts_of(profile_of(code(1), figures), (), figures) == ()


# The country, for guests


@every_subject
def test_the_country_gets_three_facts_that_name_the_ends_of_its_range(subject: str) -> None:
    figures, raw = figures_of(key_of(subject), SUBJECTS[subject]), anew(subject)
    found = national_facts(profile_of(COUNTRY, figures), figures)
    assert len(found) == FACTS
    assert FactKind.RANGE in {fact.kind for fact in found}
    for fact in found:
        values = raw.of_year(fact.measure, raw.last_year(fact.measure))
        if fact.kind is FactKind.RANGE:
            by_name = {raw.names[one]: value for one, value in values.items()}
            assert fact.names == (max(by_name, key=by_name.__getitem__), min(by_name, key=by_name.__getitem__))
            assert fact.other is not None
            assert (fact.own.value, fact.other.value) == (
                pytest.approx(max(values.values())),
                pytest.approx(min(values.values())),
            )
        else:
            own = raw.values[fact.measure][COUNTRY, raw.last_year(fact.measure)]
            assert fact.own.value == pytest.approx(own)
            assert fact.rank is None


@every_subject
def test_what_the_headline_tells_guests_is_no_fact_beside_it(subject: str) -> None:
    figures = figures_of(key_of(subject), SUBJECTS[subject])
    found = national_facts(profile_of(COUNTRY, figures), figures, figures.main)
    assert len(found) == FACTS
    assert figures.main not in {fact.measure for fact in found}


def test_a_range_with_ends_that_are_shared_is_not_told() -> None:
    figures = made((indicator(),), {"proef": of_year(2021, 10.0, 10.0, 20.0, 30.0, country=15.0)})
    assert [fact.kind for fact in national_facts(profile_of(COUNTRY, figures), figures)] == [FactKind.NATION]


def test_without_a_figure_of_the_country_there_is_its_range() -> None:
    mix = indicator(
        "mix", kind=IndicatorKind.COMPOSITION, value=None, parts=(part("a"), part("rest")), rest="rest", counts=True
    )
    known = {"a": of_year(2021, 10.0, 20.0, 30.0), "rest": of_year(2021, 100.0, 100.0, 100.0)}
    figures = made((mix,), known)
    assert [fact.kind for fact in national_facts(profile_of(COUNTRY, figures), figures)] == [FactKind.RANGE]


@pytest.mark.parametrize("subject", [each for each in SUBJECTS if each.startswith("housing")])
def test_a_number_and_the_share_it_makes_are_not_told_beside_each_other(subject: str) -> None:
    figures = figures_of(key_of(subject), SUBJECTS[subject])
    told = [[figures.counted(fact.measure) for fact in found] for found in facts(subject).values()]
    assert figures.counted("new-dwellings") == figures.counted("new-dwellings-rate")
    assert [each for each in told if len(set(each)) < len(each)] == []
