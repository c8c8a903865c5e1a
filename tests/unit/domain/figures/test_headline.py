"""The headline of every municipality of both subjects, held against values that are worked out anew from the files."""

from __future__ import annotations

from collections import Counter

import pytest
from example.figures import figures_of
from example.recomputed import Recomputed
from example.small_subject import code, districts, indicator, municipality, of_year
from example.small_subject import figures as made
from example.told import SUBJECTS, anew, comparable, every_subject, headlines, key_of, profiles, scope_of

from reportgen.domain.figures.figure import Unit
from reportgen.domain.figures.headline import Headline, HeadlineKind
from reportgen.domain.figures.headline_choice import headline_of, national_headline, possible_headlines
from reportgen.domain.figures.profile import profile_of
from reportgen.domain.places.municipality import COUNTRY

MOST = 0.25
"""Part of the municipalities of a subject that one kind of headline serves at most."""

Kind = HeadlineKind


@every_subject
def test_every_municipality_has_a_headline(subject: str) -> None:
    assert len(headlines(subject)) == {"migration": 380, "housing-ageing": 342}.get(subject, 352)
    assert [each for each, found in headlines(subject).items() if not found] == []


@every_subject
def test_no_kind_of_headline_serves_more_than_a_quarter(subject: str) -> None:
    kinds = Counter(found[0].kind for found in headlines(subject).values())
    assert len(kinds) >= 12
    assert max(kinds.values()) <= MOST * len(headlines(subject)), kinds


@every_subject
def test_no_two_municipalities_are_called_the_same(subject: str) -> None:
    """A first is one, and so is a first of a province; who shares a place is never called it."""
    alone = (
        Kind.FIRST,
        Kind.LAST,
        Kind.FIRST_OF_PROVINCE,
        Kind.LAST_OF_PROVINCE,
        Kind.FIRST_OF_SIZE,
        Kind.LAST_OF_SIZE,
    )
    said = Counter(
        (each.kind, each.measure, each.scope)
        for found in headlines(subject).values()
        for each in found
        if each.kind in alone
    )
    assert said
    assert max(said.values()) == 1


@every_subject
def test_nothing_is_said_of_few_people_or_of_hardly_any(subject: str) -> None:
    every = [
        each
        for found in headlines(subject).values()
        for each in found
        if each.kind not in (Kind.WIDEST, Kind.DISTRICTS)
    ]
    assert [each for each in every if each.people is not None and each.people <= 100] == []  # rounded: it may be fewer
    assert [each for each in every if each.own.unit is Unit.PERCENT and each.own.value < 1] == []


@every_subject
def test_whatever_can_be_said_is_so(subject: str) -> None:
    """Not only what is chosen: all of it, of every municipality."""
    raw, wrong = anew(subject), []
    for where, found in headlines(subject).items():
        for each in found:
            if not _is_so(where, each, raw, subject):
                wrong.append((raw.names[where], each))
    assert wrong == []


def _is_so(where: str, said: Headline, raw: Recomputed, subject: str) -> bool:
    """Whether a headline agrees with the files."""
    if said.kind in (Kind.WIDEST, Kind.DISTRICTS):
        return _districts_are_so(where, said, raw)
    year = raw.last_year(said.measure)
    values = raw.of_year(said.measure, year)
    if said.own.year != year or said.own.value != pytest.approx(values[where]):
        return False
    if said.kind in (Kind.FASTEST, Kind.SLOWEST, Kind.FASTEST_OF_ALL, Kind.SLOWEST_OF_ALL):
        return _pace_is_so(where, said, raw, subject)
    decimals = said.own.decimals
    printed = {one: round(round(value, 9), decimals) for one, value in values.items()}
    own = printed[where]
    peers = [each.code for each in comparable(subject)[where]]
    if said.kind is Kind.UNLIKE:
        others = [values[one] for one in peers if one in values]
        assert said.other is not None
        beyond = all(one < values[where] for one in others) or all(one > values[where] for one in others)
        far = min(abs(one - values[where]) for one in others) > 10.0**-decimals
        return beyond and far and said.other.value == pytest.approx(sum(others) / len(others))
    if said.kind is Kind.LIKE:
        assert said.other is not None
        return said.names == (raw.names[peers[0]],) and said.other.value == pytest.approx(values[peers[0]])
    scope = scope_of(said.scope, raw)
    if said.scope and said.kind not in (Kind.HIGH, Kind.LOW) and not scope <= set(values):
        return False
    among = {one: value for one, value in printed.items() if one in scope}
    more = sorted((-values[one], raw.names[one]) for one, value in among.items() if value > own)
    less = sorted((values[one], raw.names[one]) for one, value in among.items() if value < own)
    alone = len(more) + len(less) == len(among) - 1
    larger = sum(value > values[where] + 1e-9 for one, value in values.items() if one in scope)
    smaller = sum(value < values[where] - 1e-9 for one, value in values.items() if one in scope)
    assert said.rank is not None
    if (said.rank.place, said.rank.last, said.rank.of) != (larger + 1, smaller + 1, len(among)):
        return False
    if said.kind in (Kind.FIRST, Kind.FIRST_OF_PROVINCE, Kind.FIRST_OF_SIZE):
        return alone and not more
    if said.kind in (Kind.LAST, Kind.LAST_OF_PROVINCE, Kind.LAST_OF_SIZE):
        return alone and not less
    if said.kind in (Kind.NEAR_FIRST, Kind.NEAR_FIRST_OF_PROVINCE):
        return alone and _are_named(more, said) and 1 <= len(more) <= 3
    if said.kind in (Kind.NEAR_LAST, Kind.NEAR_LAST_OF_PROVINCE):
        return alone and _are_named(less, said) and 1 <= len(less) <= 3
    if said.kind is Kind.MAJORITY:
        return own > 50 and said.among == sum(value > 50 for value in printed.values()) <= len(printed) / 10
    if said.kind is Kind.MINORITY:
        return own < 50 and said.among == sum(value < 50 for value in printed.values()) <= len(printed) / 10
    if said.kind is Kind.TYPICAL:
        return all(_in_the_middle_half(where, key, raw) for key in raw.values)
    return (said.kind is Kind.HIGH and larger > 0) or (said.kind is Kind.LOW and smaller > 0)


def _are_named(before: list[tuple[float, str]], said: Headline) -> bool:
    """Whether a headline names exactly those, the furthest first."""
    by_name = {name: value for value, name in before}
    return sorted(by_name) == sorted(said.names) and [by_name[name] for name in said.names] == sorted(by_name.values())


def _in_the_middle_half(where: str, key: str, raw: Recomputed) -> bool:
    if key in ("dwelling-stock", "new-dwellings"):
        return True  # they grow with the size of a municipality
    values = raw.of_year(key, raw.last_year(key))
    own = values[where]
    more = sum(each > own + 1e-9 for each in values.values())
    less = sum(each < own - 1e-9 for each in values.values())
    return abs(more - less) <= len(values) / 2


def _pace_is_so(where: str, said: Headline, raw: Recomputed, subject: str) -> bool:
    first, last = raw.of_year(said.measure, said.since), raw.of_year(said.measure, said.own.year)
    relative = said.own.unit in (Unit.EURO, Unit.COUNT)
    changes = {
        code: 100 * (last[code] / first[code] - 1) if relative else last[code] - first[code]
        for code in first
        if code in last
    }
    assert said.other is not None
    assert said.rank is not None
    peers = {each.code for each in comparable(subject)[where]} | {where}
    of_all = said.kind in (Kind.FASTEST_OF_ALL, Kind.SLOWEST_OF_ALL)
    among = changes if of_all else {code: each for code, each in changes.items() if code in peers}
    fastest = said.kind in (Kind.FASTEST, Kind.FASTEST_OF_ALL)
    before = [code for code, each in among.items() if (each > changes[where] if fastest else each < changes[where])]
    names = [raw.names[code] for code in sorted(before, key=lambda code: -changes[code] if fastest else changes[code])]
    others = [raw.names[code] for code in among if code != where]
    rose = said.own.value > said.other.value
    return (
        said.other.value == pytest.approx(first[where])
        and said.rank.of == len(among)
        and (names == list(said.names) if of_all else not names and sorted(others) == sorted(said.names))
        and (rose or not fastest)
        and said.partial == (not of_all and len(among) < len(peers))
    )


def _districts_are_so(where: str, said: Headline, raw: Recomputed) -> bool:
    own = raw.districts[where]
    assert said.other is not None
    right = (said.own.value, said.other.value) == (pytest.approx(own[-1][0]), pytest.approx(own[0][0]))
    if said.kind is Kind.DISTRICTS:
        return right and said.among == len(own)
    whole = [each for one, each in raw.districts.items() if len(each) >= 3 and one not in raw.lacking]
    ranges = [each[-1][0] - each[0][0] for each in whole]
    right = right and where not in raw.lacking
    assert said.rank is not None
    place = 1 + sum(each > own[-1][0] - own[0][0] + 1e-9 for each in ranges)
    return right and said.rank.place == place <= len(ranges) / 10 and said.rank.of == len(ranges)


# What municipalities are known for


@pytest.mark.parametrize(
    ("subject", "name", "kind", "measure"),
    [
        ("migration", "Urk", Kind.LAST, "origin/index"),
        ("migration", "'s-Gravenhage", Kind.FIRST, "origin/total"),
        ("migration", "Vaals", Kind.FIRST, "origin/western"),
        ("housing-ageing", "Urk", Kind.LAST, "share-65plus"),
        ("housing-ageing", "Amsterdam", Kind.LAST, "owner-occupied"),
    ],
)
def test_who_is_known_for_something_reads_it(subject: str, name: str, kind: HeadlineKind, measure: str) -> None:
    (found,) = (headlines(subject)[each] for each, profile in profiles(subject).items() if profile.name == name)
    assert (found[0].kind, found[0].measure) == (kind, measure)


# Subjects that have less


def test_of_a_subject_with_one_indicator_something_can_be_said() -> None:
    figures = made((indicator(),), {"proef": of_year(2021, *(10.0 + each for each in range(20)))})
    kinds = [headline_of(profile_of(code(number), figures), (), figures) for number in range(1, 21)]
    assert [each.kind for each in kinds if each][:2] == [Kind.LAST, Kind.NEAR_LAST]
    assert len([each for each in kinds if each]) == 20


def test_of_a_subject_with_districts_only_it_is_told_how_far_they_are_apart() -> None:
    by_district = {
        "proef": {code(number): districts((10.0, 800), (20.0 + number, 900), (15.0, 700)) for number in (1, 2)}
    }
    figures = made((indicator(),), {}, [municipality(1), municipality(2)], by_district)
    said = headline_of(profile_of(code(1), figures), (), figures)
    assert said is not None
    assert (said.kind, said.own.value, said.names) == (Kind.DISTRICTS, 21.0, ("Wijk 1", "Wijk 0"))


def test_a_district_of_few_residents_sets_no_range() -> None:
    by_district = {"proef": {code(1): districts((1.0, 499), (10.0, 800), (20.0, 900), (90.0, 499))}}
    figures = made((indicator(),), {}, [municipality(1)], by_district)
    said = headline_of(profile_of(code(1), figures), (), figures)
    assert said is not None
    assert said.other is not None
    assert (said.own.value, said.other.value, said.among) == (20.0, 10.0, 2)


def test_who_has_no_figure_has_no_headline() -> None:
    figures = made((indicator(),), {"proef": of_year(2021, None, 20.0)}, [municipality(1), municipality(2)])
    assert headline_of(profile_of(code(1), figures), (), figures) is None


def test_what_grows_with_size_is_told_among_those_as_large() -> None:
    stock = indicator("proef", Unit.COUNT, 0, summable=True)
    places = [municipality(number, 20_000 if number < 10 else 400_000) for number in range(1, 19)]
    figures = made((stock,), {"proef": of_year(2021, *(1000.0 * number for number in range(1, 19)))}, places)
    every = [each for place in places for each in possible_headlines(profile_of(place.code, figures), (), figures)]
    assert {each.kind for each in every} == {Kind.HIGH, Kind.LOW}
    assert {each.scope for each in every} == {"15000–25000", "100000–"}


def test_a_share_of_places_with_the_same_figure_is_not_called_the_highest() -> None:
    figures = made((indicator(),), {"proef": of_year(2021, 30.0, 30.04, *(10.0 + each for each in range(8)))})
    kinds = {
        each.kind for number in (1, 2) for each in possible_headlines(profile_of(code(number), figures), (), figures)
    }
    assert kinds.isdisjoint({Kind.FIRST, Kind.NEAR_FIRST, Kind.FIRST_OF_PROVINCE, Kind.FIRST_OF_SIZE})


# The country, for guests


@every_subject
def test_guests_read_how_many_municipalities_have_more_than_the_country(subject: str) -> None:
    figures, raw = figures_of(key_of(subject), SUBJECTS[subject]), anew(subject)
    found = national_headline(profile_of(COUNTRY, figures), figures)
    assert found is not None
    values = raw.of_year(found.measure, raw.last_year(found.measure))
    decimals = figures.measures[found.measure].decimals
    own = round(raw.values[found.measure][COUNTRY, raw.last_year(found.measure)], decimals)
    above = sum(round(value, decimals) > own for value in values.values())
    assert found.rank is not None
    assert (found.kind, found.rank.place - 1, found.rank.of) == (Kind.ABOVE_COUNTRY, above, len(values))


def test_guests_have_no_such_headline_where_no_municipality_has_more() -> None:
    figures = made((indicator(),), {"proef": of_year(2021, 10.0, 11.0, 12.0, country=15.0)})
    assert national_headline(profile_of(COUNTRY, figures), figures) is None
