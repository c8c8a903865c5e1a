"""Rows that are about one person, in one list or several, become one person; others stay apart."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.finding import Finding, Place, Severity
from reportgen.domain.people.deduplication import joined_rows
from reportgen.domain.people.enrolment import enrol
from reportgen.domain.people.merging import RegisteredPerson
from reportgen.domain.people.participant import Enrolled, Name, Office, Participant, Registration, Status, full_name
from reportgen.domain.places.municipality import NameMatch, NameMatchKind

KNOWN = {name: NameMatch(NameMatchKind.EXACT, code) for name, code in {"Urk": "GM0184", "Goes": "GM0664"}.items()}
EARLY, LATE = datetime.fromisoformat("2018-10-01"), datetime.fromisoformat("2018-10-20")
MAIN, OTHER = "deelnemers.csv", "tafels.csv"
OFFICE = "secretariaat@urk.example"


def _naming(text: str) -> NameMatch:
    return KNOWN.get(text, NameMatch(NameMatchKind.UNKNOWN))


def _row(line: int, name: str = "Jan Bos", file: str = MAIN, **changes: Any) -> Registration:
    """A row of someone of Urk: ``Jan Bos``, ``J. Bos`` or ``Bos``; with an address of their own unless said."""
    *given_names, last = name.split(" ")
    called = given_names[0] if given_names else ""
    made = Registration(
        Place(file, line),
        Name(called, "", "", last) if "." in called else Name("", called, "", last),
        function="wethouder",
        office=Office.ALDERMAN,
        organisation="Urk",
        email=f"{name.replace(' ', '.').replace('..', '.').lower()}@urk.example",
        email_fault="",
        consent=True,
    )
    return replace(made, **changes)


def _bare(line: int, name: str = "Jan Bos", **changes: Any) -> Registration:
    """A row of another list, with a name and nothing else unless said."""
    row = _row(line, name, OTHER, function="", office=None, organisation="", email="", email_fault="missing")
    return replace(row, consent=None, **changes)


def _enrol(*rows: Registration, enrolled: tuple[Enrolled, ...] = ()) -> tuple[list[Participant], list[Finding]]:
    enrolment = enrol(rows, _naming, enrolled)
    people, findings = enrolment.participants, enrolment.findings
    return list(people), list(findings)


def _codes(findings: list[Finding]) -> list[str]:
    return sorted(each.code for each in findings)


def _lines(*rows: Registration) -> set[frozenset[int]]:
    """Which lines are about one person."""
    return {frozenset(each.place.line for each in person.rows) for person in joined_rows(rows, _naming)}


def _together(*rows: Registration) -> bool:
    return len(_lines(*rows)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({}, {}, id="twice the same"),
        pytest.param({"name": "J. Bos", "email": "j@urk.example"}, {}, id="an initial and the first name it is of"),
        pytest.param({"name": "J. Bos", "email": OFFICE}, {"email": OFFICE}, id="the same at the address of an office"),
        pytest.param({"email": "jan@urk.example"}, {}, id="two addresses"),
        pytest.param({"name": "JAN BOS", "email": "x@y.example"}, {}, id="capitals"),
        pytest.param({"name": "Ján Bos", "email": "x@y.example"}, {}, id="an accent"),
        pytest.param({"organisation": "Goes"}, {}, id="two municipalities and one own address"),
        pytest.param({"name": "Bos", "email": "jan.bos@urk.example"}, {}, id="no given name and one own address"),
        pytest.param({"name": "Piet Bos", "email": "jan.bos@urk.example"}, {}, id="two given names, one own address"),
        pytest.param({"organisation": "Elders"}, {"organisation": "elders "}, id="a place nobody knows"),
    ],
)
def test_rows_about_one_person_are_one_person(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert _together(_row(2, **one), _row(3, **other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Jan Bos", "Piet Bos", id="two given names"),
        pytest.param("Jan Bos", "Joke Bos", id="two given names with one initial"),
        pytest.param("J. Bos", "P. Bos", id="two initials"),
        pytest.param("Jan Bos", "Jan Dijk", id="two surnames"),
        pytest.param("Jan Bos", "P. Bos", id="an initial that is not of the first name"),
    ],
)
@pytest.mark.parametrize("email", ["", OFFICE])
def test_different_people_of_one_municipality_stay_apart_also_at_the_address_of_their_office(
    one: str, other: str, email: str
) -> None:
    shared = {"email": email} if email else {}
    assert not _together(_row(2, one, **shared), _row(3, other, **shared))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(Name("J.W.", "", "", "Bos"), Name("J.P.", "", "", "Bos"), id="initials that differ behind the J"),
        pytest.param(Name("J.W.", "Jan", "", "Bos"), Name("J.P.", "", "", "Bos"), id="and a first name"),
    ],
)
def test_initials_that_contradict_each_other_are_of_two_people(one: Name, other: Name) -> None:
    """Brothers in one council: each has an own address and gets an own pack."""
    rows = (_row(2, email="jw.bos@urk.example"), _row(3, email="jp.bos@urk.example"))
    assert not _together(replace(rows[0], name=one), replace(rows[1], name=other))


def test_the_same_name_in_two_municipalities_is_two_people() -> None:
    assert not _together(_row(2), _row(3, organisation="Goes", email="jan.bos@goes.example"))


def test_initials_that_are_the_same_are_of_one_person_whatever_the_first_name_begins_with() -> None:
    """Jan is called Jan, and his initials are P.J.; the other list has the initials only."""
    called = replace(_row(2), name=Name("P.J.", "Jan", "", "Bos"))
    assert _together(called, _row(3, "P.J. Bos", OTHER, email="", email_fault="missing"))


def test_an_initial_joins_the_one_first_name_it_can_be_of() -> None:
    assert _lines(_row(2, "Jan Bos"), _row(3, "Piet Bos"), _row(4, "J. Bos")) == {frozenset({2, 4}), frozenset({3})}


def test_an_initial_that_can_be_of_two_is_of_neither() -> None:
    rows = (_row(2, "Jan Bos"), _row(3, "Joke Bos"), _row(4, "J. Bos"))
    assert _lines(*rows) == {frozenset({2}), frozenset({3}), frozenset({4})}


def test_a_surname_joins_the_one_person_it_can_be_of_who_is_in_the_list_twice() -> None:
    nameless = _row(4, "Bos", OTHER, email="", email_fault="missing")
    assert _together(_row(2, "J. Bos", email="jan.bos@urk.example"), _row(3, "Jan Bos"), nameless)


def test_one_address_two_names_is_asked_about() -> None:
    """The address is one person's by its surname; but both names are whole, and they differ."""
    for other in ("Piet Bos", "Joke Bos"):
        people, findings = _enrol(_row(2, email="j.bos@urk.example"), _row(3, other, email="j.bos@urk.example"))
        assert len(people) == 1
        assert "two-names" in _codes(findings)


def test_who_has_no_surname_in_the_list_is_not_taken_for_a_colleague_at_the_office() -> None:
    nameless = replace(_row(3, email=OFFICE), name=Name("", "Piet", "", ""))
    people, findings = _enrol(_row(2, email=OFFICE), nameless)
    assert [full_name(each.name) for each in people] == ["Jan Bos"]
    assert [each.place.line for each in findings if each.severity is Severity.REFUSED] == [3]


def test_a_list_without_municipalities_is_completed_by_address() -> None:
    (person,), findings = _enrol(_row(2, table=None), _row(7, file=OTHER, organisation="", table=4))
    assert (person.code, person.table, findings) == ("GM0184", 4, [])


def test_a_list_without_names_is_completed_by_address() -> None:
    (person,), findings = _enrol(_row(2), _bare(7, "", email="jan.bos@urk.example", email_fault="", table=4))
    assert (full_name(person.name), person.table, findings) == ("Jan Bos", 4, [])


def test_a_list_without_addresses_is_completed_by_name_and_municipality() -> None:
    (person,), findings = _enrol(_row(2), _bare(7, "J. Bos", organisation="Urk", table=4))
    assert (person.email, person.table, findings) == ("jan.bos@urk.example", 4, [])


@pytest.mark.parametrize("name", ["Jan Bos", "J. Bos", "Bos"])
def test_a_list_of_names_and_tables_gives_each_a_table(name: str) -> None:
    people, findings = _enrol(_row(2, "Jan Bos"), _row(3, "Anna Dijk"), _bare(7, name, table=4))
    assert {full_name(each.name): each.table for each in people} == {"Jan Bos": 4, "Anna Dijk": None}
    assert findings == []


@pytest.mark.parametrize("name", ["J. Bos", "Bos"])
def test_a_name_that_can_be_of_two_gives_nobody_a_table_and_is_refused(name: str) -> None:
    people, findings = _enrol(_row(2, "Jan Bos"), _row(3, "Joke Bos"), _bare(7, name, table=4))
    assert [each.table for each in people] == [None, None]
    (found,) = (each for each in findings if each.code == "join-ambiguous")
    assert (found.severity, found.place.file, found.place.line) == (Severity.REFUSED, OTHER, 7)
    assert dict(found.facts) == {"name": name, "count": "2"}


def test_a_whole_name_that_two_municipalities_have_is_refused() -> None:
    _, findings = _enrol(_row(2), _row(3, organisation="Goes", email="jan.bos@goes.example"), _bare(7, table=4))
    assert [(each.code, each.place.line) for each in findings] == [("join-ambiguous", 7)]


def test_a_whole_name_goes_before_the_same_surname() -> None:
    people, _ = _enrol(_row(2, "Jan Bos"), _row(3, "Joke Bos"), _bare(7, "Joke Bos", table=4))
    assert {full_name(each.name): each.table for each in people} == {"Jan Bos": None, "Joke Bos": 4}


def test_a_name_that_is_nobodys_gets_no_pack_and_is_said() -> None:
    people, findings = _enrol(_row(2, "Joke Bos"), _bare(7, "Jan Bos", table=4))
    assert [(full_name(each.name), each.table) for each in people] == [("Joke Bos", None)]
    assert [each.place.line for each in findings if each.severity is Severity.REFUSED] == [7, 7]


def test_a_whole_name_is_not_taken_for_another_first_name_that_also_stands_there_by_its_initial() -> None:
    people, _ = _enrol(
        _row(2, "Joke Bos"), _row(3, "J. Bos", email="joke.bos@urk.example"), _bare(7, "Jan Bos", table=4)
    )
    assert [each.table for each in people] == [None]


def test_an_address_that_two_people_have_does_not_say_who_is_meant() -> None:
    rows = (_row(2, email=OFFICE), _row(3, "Anna Dijk", email=OFFICE))
    people, findings = _enrol(*rows, _bare(7, "", email=OFFICE, email_fault="", table=4))
    assert [each.table for each in people] == [None, None]
    assert _codes(findings) == ["address-shared", "address-shared", "join-ambiguous"]


def test_the_later_of_two_addresses_is_used() -> None:
    old, new = _row(2, email="old@urk.example", registered=EARLY), _row(3, email="new@urk.example", registered=LATE)
    for rows in ((old, new), (new, old)):
        (person,), findings = _enrol(*rows, enrolled=(Enrolled(1, "old@urk.example", "Jan Bos", "GM0184"),))
        assert (person.number, person.email) == (1, "new@urk.example")
        (found,) = (each for each in findings if each.code == "two-addresses")
        assert (found.severity, found.place.line) == (Severity.DOUBTFUL, 2)
        assert dict(found.facts) == {"name": "Jan Bos", "used": "new@urk.example", "other": "old@urk.example"}


def test_without_dates_the_address_that_was_used_before_is_used() -> None:
    for used in ("a@urk.example", "z@urk.example"):
        (person,), findings = _enrol(
            _row(2, email="a@urk.example"),
            _row(3, email="z@urk.example"),
            enrolled=(Enrolled(5, used, "Jan Bos", "GM0184"),),
        )
        assert (person.number, person.email) == (5, used)
        assert _codes(findings) == ["double", "two-addresses"]


def test_an_address_that_can_be_used_goes_before_a_later_one_that_cannot() -> None:
    (person,), findings = _enrol(_row(2, registered=EARLY), _row(3, email="jan@", email_fault="bad", registered=LATE))
    assert person.email == "jan.bos@urk.example"
    assert not [each for each in findings if each.severity is Severity.REFUSED]


def test_a_later_row_counts_also_when_it_says_nothing_of_the_status() -> None:
    (person,), _ = _enrol(
        _row(2, email="old@urk.example", status=Status.COMING, registered=EARLY),
        _row(3, email="new@urk.example", registered=LATE),
    )
    assert person.email == "new@urk.example"


def test_the_later_of_two_municipalities_counts() -> None:
    (person,), findings = _enrol(_row(2, registered=LATE), _row(3, organisation="Goes", registered=EARLY))
    assert person.code == "GM0184"
    (found,) = (each for each in findings if each.code == "two-municipalities")
    assert (found.severity, found.place.line) == (Severity.DOUBTFUL, 2)
    assert {("written", "Urk"), ("other", "Goes"), ("other_line", "3")} <= set(found.facts)


@pytest.mark.parametrize(("one", "other"), [(None, None), (LATE, None), (EARLY, EARLY)])
def test_two_municipalities_without_two_dates_are_refused(one: datetime | None, other: datetime | None) -> None:
    people, findings = _enrol(_row(2, registered=one), _row(3, organisation="Goes", registered=other))
    assert people == []
    assert _codes(findings) == ["double", "two-municipalities-undecided"]


def test_the_later_of_two_functions_counts_with_its_office() -> None:
    (person,), findings = _enrol(
        _row(2, registered=EARLY),
        _row(3, registered=LATE, function="burgemeester", office=Office.MAYOR),
    )
    assert (person.function, person.office) == ("burgemeester", Office.MAYOR)
    assert _codes(findings) == ["double", "two-functions"]


def test_a_function_nobody_knows_does_not_get_the_office_of_another() -> None:
    (person,), _ = _enrol(_row(2, registered=EARLY), _row(3, registered=LATE, function="gast", office=None))
    assert (person.function, person.office) in {("wethouder", Office.ALDERMAN), ("gast", Office.OTHER)}


def test_two_tables_are_asked_about() -> None:
    (person,), findings = _enrol(_row(2, table=3, registered=LATE), _row(3, table=4, registered=EARLY))
    assert person.table == 3
    assert _codes(findings) == ["double", "two-tables"]


def test_a_cell_that_is_empty_in_one_list_is_filled_in_by_another() -> None:
    empty = _row(2, function="", office=None, table=None, salutation="", consent=None, registered=LATE)
    (person,), _ = _enrol(empty, _row(3, table=6, salutation="mevrouw", registered=EARLY))
    assert (person.function, person.office, person.table) == ("wethouder", Office.ALDERMAN, 6)
    assert (person.salutation, person.consent) == ("mevrouw", True)


@pytest.mark.parametrize(
    ("said", "named"),
    [((True, None), True), ((True, False), False), ((None, False), False), ((None, None), False), ((True, True), True)],
)
def test_who_says_no_once_is_not_named(said: tuple[bool | None, bool | None], named: bool) -> None:
    for first, second in (said, said[::-1]):
        (person,), _ = _enrol(_row(2, consent=first), _row(3, consent=second))
        assert person.consent is named


COMES, CANCELS, WAITS = (
    {"status": Status.COMING, "said": "aangemeld"},
    {"status": Status.CANCELLED, "said": "afgemeld"},
    {"status": Status.UNCLEAR, "said": "wachtlijst"},
)


@pytest.mark.parametrize(
    ("earlier", "later", "comes"), [(CANCELS, COMES, True), (COMES, CANCELS, False), (WAITS, COMES, True)]
)
def test_who_registers_again_comes_and_who_cancels_later_does_not(
    earlier: dict[str, Any], later: dict[str, Any], comes: bool
) -> None:
    rows = (_row(2, **earlier, registered=EARLY), _row(3, **later, registered=LATE))
    for each in (rows, rows[::-1]):
        people, findings = _enrol(*each)
        assert [person.place.line for person in people] == ([3] if comes else [])
        assert not [found for found in findings if found.severity is Severity.REFUSED]


@pytest.mark.parametrize(("one", "other"), [(None, None), (EARLY, None), (None, LATE), (LATE, LATE)])
def test_a_cancellation_beside_a_registration_without_dates_is_refused(
    one: datetime | None, other: datetime | None
) -> None:
    people, findings = _enrol(_row(2, **COMES, registered=one), _row(3, **CANCELS, registered=other))
    assert people == []
    (found,) = (each for each in findings if each.severity is Severity.REFUSED)
    assert found.code == "status-contradicts"
    assert {dict(found.facts)[said] for said in ("said", "other_said")} == {"aangemeld", "afgemeld"}
    assert {str(found.place.line), dict(found.facts)["other_line"]} == {"2", "3"}


def test_a_list_that_says_nothing_of_the_status_does_not_bring_back_who_cancelled() -> None:
    people, findings = _enrol(_row(2, **CANCELS), _bare(7, table=4))
    assert people == []
    assert _codes(findings) == ["belongs-to", "cancelled"]


def test_signs_that_no_name_has_refuse_the_person_in_whichever_row_they_stand() -> None:
    people, findings = _enrol(_row(2), _row(3, name_fault="U+202E"))
    assert people == []
    assert "name-signs" in _codes(findings)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param((_row(2, **COMES), _row(3, **WAITS)), id="two statuses"),
        pytest.param((_row(2, **COMES), _row(3, **CANCELS), _row(4, **WAITS)), id="three statuses"),
        pytest.param((_row(2, registered=LATE), _row(3, **COMES), _row(4, **CANCELS)), id="a later row without one"),
        pytest.param(
            (_row(2, organisation="", registered=LATE), _row(3), _row(4, organisation="Goes")),
            id="a later row without a municipality",
        ),
    ],
)
def test_of_a_person_who_is_refused_no_row_vanishes(rows: tuple[Registration, ...]) -> None:
    people, findings = _enrol(*rows)
    assert people == []
    assert {each.place.line for each in findings} == {each.place.line for each in rows}


NAMES = st.sampled_from(["Jan Bos", "Joke Bos", "J. Bos", "Bos", "P. Bos", "Anna Dijk", "A. Dijk", "Dijk"])
ROWS = st.builds(
    lambda line, name, file, **changes: _row(line, name, file, **changes),
    st.just(0),
    NAMES,
    st.sampled_from([MAIN, OTHER]),
    email=st.sampled_from([OFFICE, "jan.bos@urk.example", "dijk@urk.example", "x@urk.example"]),
    organisation=st.sampled_from(["Urk", "Urk", "Goes", ""]),
    email_fault=st.sampled_from(["", "", "", "bad"]),
    status=st.sampled_from([Status.UNSAID, Status.UNSAID, Status.COMING, Status.CANCELLED, Status.UNCLEAR]),
    registered=st.sampled_from([None, EARLY, LATE]),
    table=st.sampled_from([None, None, 1, 2]),
    consent=st.sampled_from([None, True, False]),
)
BARE = st.builds(_bare, st.just(0), NAMES, table=st.sampled_from([None, 1, 2]))
LISTS = st.lists(st.one_of(ROWS, ROWS, BARE), max_size=10).map(
    lambda rows: [
        replace(each, place=Place(each.place.file, line), said=each.status.value) for line, each in enumerate(rows, 2)
    ]
)
"""Rows of two lists that resemble each other, so that much can be joined, and much should not."""


def _apart_from_place(people: list[Participant]) -> list[Participant]:
    return [replace(each, place=Place()) for each in people]


@given(LISTS, st.randoms(use_true_random=False), st.permutations([MAIN, OTHER]))
def test_the_order_of_rows_and_lists_changes_nobody_and_no_number(
    rows: list[Registration], chance: random.Random, files: list[str]
) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)
    named = dict(zip([MAIN, OTHER], files, strict=True))
    moved = [replace(each, place=Place(named[each.place.file], line)) for line, each in enumerate(shuffled, 2)]
    (people, findings), (again, found) = _enrol(*rows), _enrol(*moved)
    assert _apart_from_place(people) == _apart_from_place(again)
    said, now = (sorted((each.code, each.severity) for each in all_of) for all_of in (findings, found))
    assert [each for each in said if each[0] not in ("double", "belongs-to")] == [
        each for each in now if each[0] not in ("double", "belongs-to")
    ]


@given(LISTS)
def test_each_row_is_of_one_person_and_none_vanishes(rows: list[Registration]) -> None:
    persons: tuple[RegisteredPerson, ...] = joined_rows(rows, _naming)
    assert sorted(each.place.line for person in persons for each in person.rows) == sorted(
        each.place.line for each in rows
    )
    people, findings = _enrol(*rows)
    told = {(place.file, place.line) for place in (each.place for each in (*people, *findings))}
    joined = {each.place: person.row.place for person in persons for each in person.rows}
    taking_part = {each.place for each in people}
    for row in rows:
        elsewhere = joined[row.place].file != row.place.file and joined[row.place] in taking_part
        assert (row.place.file, row.place.line) in told or elsewhere


@given(LISTS)
def test_nobody_gets_two_packs_and_nobody_gets_anothers_name(rows: list[Registration]) -> None:
    people, _ = _enrol(*rows)
    who = [(full_name(each.name), each.code, each.email) for each in people]
    assert len(set(who)) == len(who)
    assert {full_name(each.name) for each in people} <= {full_name(each.name) for each in rows}


@given(LISTS)
def test_two_first_names_are_one_person_only_at_an_address_of_their_own(rows: list[Registration]) -> None:
    """An address with the surname in it is one person's; elsewhere Jan and Joke are two."""
    for person in joined_rows((each for each in rows if "bos" not in each.email), _naming):
        assert len({each.name.first for each in person.rows if each.name.first and each.name.last == "Bos"}) < 2


def test_where_all_rows_say_whom_they_are_about_nothing_else_decides() -> None:
    rows = [_row(2, person=1), _row(3, person=2), _row(4, "Piet Vos", person=2)]
    found = sorted(sorted(row.place.line for row in each.rows) for each in joined_rows(rows, _naming))
    assert found == [[2], [3, 4]]
