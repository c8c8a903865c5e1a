"""Who sits at which table."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

import pytest
from example import figures
from example.meeting import themes
from example.people import groups, person
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.people.participant import Office, Participant
from reportgen.domain.places.comparable import Comparability
from reportgen.domain.programme.event import MunicipalityType
from reportgen.domain.programme.seating import MIN_PEOPLE, SeatReason, Table, seat, seat_fit

SEATS = st.integers(5, 12)
"""With fewer than five, no more people than seats and no fewer than three cannot both hold."""

Before = dict[int, tuple[int, str]]


def _seat(people: Sequence[Participant], seats: int = 8, before: Before | None = None) -> tuple[Table, ...]:
    return seat(people, themes(), figures.comparability(), seats, before or {})


def _remembered(tables: Sequence[Table]) -> Before:
    return {number: (table.number, table.theme) for table in tables for number in table.seated}


def _where(tables: Sequence[Table]) -> dict[int, int]:
    return {number: table.number for table in tables for number in table.seated}


def _of(name: str, *numbers: int, office: Office = Office.ALDERMAN) -> list[Participant]:
    return [person(number, figures.code_of(name), office) for number in numbers]


@st.composite
def _placed_groups(draw: st.DrawFn) -> tuple[Participant, ...]:
    """People of whom the organiser placed some."""
    people = draw(groups())
    own = st.one_of(st.none(), st.none(), st.integers(1, 9))
    return tuple(replace(each, table=draw(own)) for each in people)


@st.composite
def _late(draw: st.DrawFn) -> tuple[tuple[Participant, ...], tuple[Participant, ...], int]:
    """Everyone there is in the end, those of them who were there at first, and the seats of a table."""
    people = draw(groups(least=2))
    there = draw(st.sets(st.sampled_from(people), min_size=1))
    return people, tuple(each for each in people if each in there), draw(SEATS)


@given(_placed_groups(), _placed_groups(), st.integers(3, 12))
def test_nobody_sits_twice_and_nobody_stands(
    people: tuple[Participant, ...], earlier: tuple[Participant, ...], seats: int
) -> None:
    tables = _seat(people, seats, _remembered(_seat(earlier, seats)))
    seated = [number for table in tables for number in table.seated]
    assert sorted(seated) == [each.number for each in people]
    assert len({table.number for table in tables}) == len(tables)
    assert all(table.seated and table.theme for table in tables)


@given(_placed_groups(), _placed_groups())
def test_the_organisers_own_table_wins(people: tuple[Participant, ...], earlier: tuple[Participant, ...]) -> None:
    where = _where(_seat(people, before=_remembered(_seat(earlier))))
    placed = {each.number: each.table for each in people if each.table is not None}
    assert {number: where[number] for number in placed} == placed


@given(groups(least=MIN_PEOPLE), SEATS)
def test_no_talk_is_of_fewer_than_three_and_no_table_is_overfull(people: tuple[Participant, ...], seats: int) -> None:
    sizes = [len(table.seated) for table in _seat(people, seats)]
    assert min(sizes) >= MIN_PEOPLE
    assert max(sizes) <= seats


@given(groups(least=MIN_PEOPLE), st.integers(3, 4))
def test_where_seats_are_so_few_that_both_cannot_hold_a_talk_goes_first(
    people: tuple[Participant, ...], seats: int
) -> None:
    assert min(len(table.seated) for table in _seat(people, seats)) >= MIN_PEOPLE


@given(groups())
def test_tables_are_numbered_from_one_without_a_gap(people: tuple[Participant, ...]) -> None:
    numbers = [table.number for table in _seat(people)]
    assert numbers == list(range(1, len(numbers) + 1))


@given(_placed_groups(), _placed_groups(), st.randoms(use_true_random=False))
def test_the_order_of_the_list_does_not_matter(
    people: tuple[Participant, ...], earlier: tuple[Participant, ...], chance: random.Random
) -> None:
    before = list(_remembered(_seat(earlier)).items())
    shuffled = list(people)
    chance.shuffle(shuffled)
    assert _seat(shuffled, before=dict(reversed(before))) == _seat(people, before=dict(before))


@given(_late())
def test_a_late_registration_moves_nobody(
    late: tuple[tuple[Participant, ...], tuple[Participant, ...], int],
) -> None:
    everyone, first, seats = late
    before = _seat(first, seats)
    after = _where(_seat(everyone, seats, _remembered(before)))
    assert {number: after[number] for number in _where(before)} == _where(before)


@given(_late())
def test_somebody_who_withdraws_moves_nobody(
    late: tuple[tuple[Participant, ...], tuple[Participant, ...], int],
) -> None:
    everyone, stay, seats = late
    before = _where(_seat(everyone, seats))
    after = _where(_seat(stay, seats, _remembered(_seat(everyone, seats))))
    assert after == {each.number: before[each.number] for each in stay}


@given(_late())
def test_late_ones_never_begin_a_talk_of_fewer_than_three(
    late: tuple[tuple[Participant, ...], tuple[Participant, ...], int],
) -> None:
    everyone, first, seats = late
    before = _remembered(_seat(first, seats))
    small = [
        table
        for table in _seat(everyone, seats, before)
        if len(table.seated) < MIN_PEOPLE <= len(everyone) and not before.keys() & set(table.seated)
    ]
    assert small == []


def test_a_late_one_does_not_sit_down_alone_where_everyone_has_left() -> None:
    cities, rural = _of("Amsterdam", 1, 2, 3), _of("Urk", 4, 5, 6)
    before = _remembered(_seat([*cities, *rural]))
    newcomer = person(7, figures.code_of("Staphorst"))
    where = _where(_seat([*cities, newcomer], before=before))
    assert where[7] == where[1]


def test_whoever_the_organiser_did_not_place_joins_a_table_rather_than_sit_alone() -> None:
    placed = [replace(each, table=1) for each in _of("Amsterdam", 1, 2, 3, 4)]
    where = _where(_seat([*placed, *_of("Rotterdam", 5)]))
    assert where[5] == 1


def test_late_ones_that_come_one_by_one_find_the_room_there_is_elsewhere() -> None:
    people = [*_of("Amsterdam", *range(1, 9)), *_of("Urk", 101, 102, 103)]
    before = _remembered(_seat(people))
    for number in range(9, 14):
        people += _of("Rotterdam", number)
        before = _remembered(_seat(people, before=before))
    sizes = Counter(table for table, _ in before.values())
    assert max(sizes.values()) <= 8 + 2


@given(groups(least=12), st.lists(st.integers(1, 6), max_size=20), SEATS)
def test_however_people_come_in_no_table_overflows_while_another_has_room(
    people: tuple[Participant, ...], batches: list[int], seats: int
) -> None:
    before: Before = {}
    for last in accumulate([MIN_PEOPLE, *batches]):
        tables = _seat(people[:last], seats, before)
        sizes = [len(table.seated) for table in tables]
        joined = [len(table.seated) for table in tables if not set(table.seated) <= set(before)]
        assert max(joined, default=0) <= seats + 2 or min(sizes) >= seats
        assert min(sizes) >= MIN_PEOPLE
        before = _remembered(tables)


def test_a_few_late_ones_squeeze_in_and_three_get_a_table_of_their_own() -> None:
    first = _of("Amsterdam", *range(1, 9))
    before = _remembered(_seat(first))
    two, three = _of("Rotterdam", 9, 10), _of("Rotterdam", 9, 10, 11)
    assert [len(table.seated) for table in _seat([*first, *two], before=before)] == [10]
    assert [len(table.seated) for table in _seat([*first, *three], before=before)] == [8, 3]


def test_a_late_one_takes_the_emptiest_table_of_the_theme() -> None:
    first = _of("Amsterdam", *range(1, 12))  # tables of six and five
    before = _seat(first)
    assert [len(table.seated) for table in before] == [6, 5]
    where = _where(_seat([*first, *_of("Rotterdam", 12)], before=_remembered(before)))
    assert where[12] == 2


@given(groups(), SEATS)
def test_mayors_are_spread_over_the_tables_of_a_theme(people: tuple[Participant, ...], seats: int) -> None:
    mayors = {each.number for each in people if each.office is Office.MAYOR}
    by_theme: dict[str, list[int]] = {}
    for table in _seat(people, seats):
        by_theme.setdefault(table.theme, []).append(len(mayors & set(table.seated)))
    assert all(max(counts) - min(counts) <= 1 for counts in by_theme.values())


@given(groups(), SEATS)
def test_two_of_one_office_and_municipality_share_a_table_only_when_there_are_too_few(
    people: tuple[Participant, ...], seats: int
) -> None:
    by_number = {each.number: each for each in people}
    tables = _seat(people, seats)
    of_theme = Counter(table.theme for table in tables)
    for table in tables:
        alike = Counter((by_number[number].code, by_number[number].office) for number in table.seated)
        together = Counter(
            (each.code, each.office)
            for other in tables
            if other.theme == table.theme
            for each in (by_number[number] for number in other.seated)
        )
        for kind, number in alike.items():
            assert number <= -(-together[kind] // of_theme[table.theme])


@pytest.mark.parametrize("theme", themes(), ids=lambda theme: theme.name)
def test_the_organisers_examples_sit_at_their_own_theme(theme: object) -> None:
    people = [
        person(10 * place + number, code)
        for place, each in enumerate(themes(), 1)
        for number, code in enumerate(each.examples)
    ]
    examples = next(each.examples for each in themes() if each == theme)
    seated = {each.number for each in people if each.code in examples}
    (table,) = (table for table in _seat(people) if table.theme == getattr(theme, "name", ""))
    assert set(table.seated) == seated


def test_a_theme_with_too_few_gives_them_to_the_next_nearest() -> None:
    people = [*_of("Zoetermeer", 1, 2, 3), *_of("Rotterdam", 4, 5)]
    (table,) = _seat(people)
    assert table.theme == "voorsteden"
    assert table.seated == (1, 2, 3, 4, 5)


def test_a_theme_for_people_of_one_municipality_alone_gives_them_to_the_next_nearest() -> None:
    people = [*_of("Zoetermeer", 1, 2, 3), *_of("Rotterdam", 4, 5), *_of("Amsterdam", 6, 7)]
    (table,) = _seat(people)
    assert table.theme == "grote steden"
    assert table.seated == (1, 2, 3, 4, 5, 6, 7)


@pytest.mark.parametrize("number", [1, 2])
def test_one_or_two_people_have_a_table_all_the_same(number: int) -> None:
    (table,) = _seat(_of("Urk", *range(1, number + 1)))
    assert (table.number, table.theme) == (1, "landelijke gemeenten")


def test_a_table_the_organiser_made_gets_the_theme_that_fits_most_at_it() -> None:
    placed = [replace(each, table=12) for each in (*_of("Urk", 1, 2), *_of("Amsterdam", 3))]
    (table,) = _seat(placed)
    assert (table.number, table.theme) == (12, "landelijke gemeenten")


def test_a_table_keeps_its_theme_whoever_joins() -> None:
    first = _of("Urk", 1, 2, 3)
    moved_in = [replace(each, table=1) for each in _of("Amsterdam", 4, 5, 6, 7)]
    (table,) = _seat([*first, *moved_in], before=_remembered(_seat(first)))
    assert table.theme == "landelijke gemeenten"


def test_without_people_there_are_no_tables() -> None:
    assert _seat([]) == ()


# Why people sit where they sit


def _border() -> Comparability:
    """The organiser says which municipalities lie at the border."""
    members = tuple(figures.code_of(name) for name in ("Vaals", "Terneuzen", "Enschede", "Venlo", "Sluis"))
    return Comparability(figures.figures(), (MunicipalityType("Grensgemeenten", "ook aan de grens", members),))


def test_a_theme_that_is_called_like_a_type_is_for_that_type() -> None:
    names = ("Enschede", "Venlo", "Sluis", "Goes", "Bergen (NH.)", "Nuenen, Gerwen en Nederwetten", "Tilburg", "Breda")
    people = [person(number, figures.code_of(name)) for number, name in enumerate(names, 1)]
    tables = seat(people, themes(), _border(), 8, {})
    at = {number: table.theme for table in tables for number in table.seated}
    assert {at[number] for number in (1, 2, 3)} == {"grensgemeenten"}
    assert "grensgemeenten" not in {at[number] for number in (4, 5, 6, 7, 8)}


def test_what_brings_a_municipality_to_a_theme_can_be_told() -> None:
    theme = next(each for each in themes() if each.name == "grensgemeenten")

    def reason(name: str, comparability: Comparability) -> SeatReason:
        return seat_fit(figures.code_of(name), theme, comparability).reason

    assert reason("Vaals", figures.comparability()) is SeatReason.EXAMPLE
    assert reason("Goes", figures.comparability()) is SeatReason.LIKE
    assert reason("Enschede", _border()) is SeatReason.TYPE
    assert reason("Goes", _border()) is SeatReason.OTHER_TYPE
    fit = seat_fit(figures.code_of("Goes"), theme, _border())
    assert (fit.nearest in theme.examples, fit.distance > 0) == (True, True)


@pytest.mark.parametrize("offices", [(Office.ALDERMAN, Office.ALDERMAN), (Office.ALDERMAN, Office.MAYOR)])
def test_two_of_one_municipality_sit_apart_where_there_is_another_table(offices: tuple[Office, Office]) -> None:
    names = ("Amsterdam", "Rotterdam", "'s-Gravenhage", "Utrecht", "Eindhoven", "Tilburg")
    people = [
        person(2 * at + turn + 1, figures.code_of(name), office)
        for at, name in enumerate(names)
        for turn, office in enumerate(offices)
    ]
    tables = _seat(people, seats=6)
    code = {each.number: each.code for each in people}
    by_theme = Counter(table.theme for table in tables)
    for table in tables:
        if by_theme[table.theme] > 1:
            assert len({code[number] for number in table.seated}) == len(table.seated)


def test_who_sat_before_does_not_change_places_with_a_late_colleague() -> None:
    people = _of("Amsterdam", 1, 2) + _of("Rotterdam", 3, 4)
    before = {1: (1, "grote steden"), 2: (1, "grote steden"), 3: (2, "grote steden"), 4: (2, "grote steden")}
    late = _of("Utrecht", 5, 6)
    where = _where(_seat([*people, *late], seats=4, before=before))
    assert {number: where[number] for number in before} == {number: at for number, (at, _) in before.items()}
    assert where[5] != where[6]
