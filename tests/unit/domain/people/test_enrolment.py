"""From rows of a list to people with a number that stays theirs, and what is wrong with the rows."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from example import figures
from example.people import LIST, row
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.finding import Finding, Place, Severity
from reportgen.domain.people.enrolment import enrol
from reportgen.domain.people.participant import Enrolled, Name, Office, Participant, Registration, Status, full_name
from reportgen.domain.places.municipality import COUNTRY, NameMatch, NameMatchKind
from reportgen.domain.programme.wish import Wish
from reportgen.sources.names.mail_domains import municipality_by_domain

NIEUWEGEIN, UTRECHT = "GM0356", "GM0344"
KNOWN = {"Nieuwegein": NameMatch(NameMatchKind.EXACT, NIEUWEGEIN), "Utrecht": NameMatch(NameMatchKind.EXACT, UTRECHT)}

EARLY, LATE = datetime.fromisoformat("2018-10-01"), datetime.fromisoformat("2018-10-20")


def _naming(text: str) -> NameMatch:
    return KNOWN.get(text, NameMatch(NameMatchKind.UNKNOWN))


def _enrol(
    *rows: Registration, enrolled: Sequence[Enrolled] = ()
) -> tuple[tuple[Participant, ...], tuple[Finding, ...]]:
    enrolment = enrol(rows, _naming, enrolled)
    return enrolment.participants, enrolment.findings


def _known(number: int, email: str, name: str = "Jan van der Sluis", code: str = NIEUWEGEIN) -> Enrolled:
    return Enrolled(number, email, name, code)


def _remembered(people: Sequence[Participant]) -> tuple[Enrolled, ...]:
    return tuple(Enrolled(each.number, each.email, full_name(each.name), each.code) for each in people)


ROWS = st.builds(
    row,
    last=st.sampled_from(["Sluis", "Bos", "Dijk", ""]),
    email=st.sampled_from([f"{each}@nieuwegein.example" for each in "abcde"]),
    name=st.builds(
        Name,
        st.sampled_from(["J.", "A.", ""]),
        st.sampled_from(["", "Jan", "Joke"]),
        st.just(""),
        st.sampled_from(["Bos", "Dijk", ""]),
    ),
    function=st.sampled_from(["wethouder", "burgemeester", ""]),
    office=st.sampled_from([Office.ALDERMAN, Office.MAYOR, None]),
    organisation=st.sampled_from(["Nieuwegein", "Utrecht", "Nieuwegijn", ""]),
    email_fault=st.sampled_from(["", "", "", "bad"]),
    status=st.sampled_from([Status.UNSAID, Status.COMING, Status.COMING, Status.CANCELLED, Status.UNCLEAR]),
    registered=st.sampled_from([None, EARLY, LATE]),
    consent=st.sampled_from([None, True, False]),
    table=st.one_of(st.none(), st.integers(1, 3)),
)
"""Rows that resemble each other, so that doubles and shared addresses come up often."""

LISTS = st.lists(ROWS, max_size=12).map(
    lambda rows: [replace(each, place=Place(LIST, line)) for line, each in enumerate(rows, 2)]
)

ANYTHING = st.text(max_size=20)


def test_a_row_with_nothing_wrong_is_a_participant_and_nothing_else() -> None:
    (person,), findings = _enrol(row())
    assert findings == ()
    assert (person.number, person.code, person.office) == (1, NIEUWEGEIN, Office.ALDERMAN)
    assert (person.email, full_name(person.name)) == ("j.vandersluis@nieuwegein.example", "Jan van der Sluis")


@given(LISTS)
def test_each_row_is_a_participant_a_finding_or_both(rows: list[Registration]) -> None:
    people, findings = _enrol(*rows)
    assert {each.place for each in (*people, *findings)} == {each.place for each in rows}
    assert [each.number for each in people] == list(range(1, len(people) + 1))


@given(LISTS)
def test_who_is_refused_for_a_fault_in_the_row_gets_no_pack(rows: list[Registration]) -> None:
    people, findings = _enrol(*rows)
    refused = {each.place for each in findings if each.severity is Severity.REFUSED}
    assert not refused & {each.place for each in people}


@given(LISTS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nobody_and_no_number(rows: list[Registration], chance: random.Random) -> None:
    """A shuffled list is a list with other line numbers; apart from those everyone is the same."""
    shuffled = list(rows)
    chance.shuffle(shuffled)
    moved = [replace(each, place=Place(LIST, line)) for line, each in enumerate(shuffled, 2)]
    people = [{replace(each, place=Place()) for each in _enrol(*each)[0]} for each in (rows, moved)]
    assert people[0] == people[1]


def test_who_once_said_no_to_the_list_of_participants_is_not_named() -> None:
    for first, second in ((True, False), (False, True)):
        (person,), _ = _enrol(row(2, consent=first), row(3, consent=second))
        assert not person.consent


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(row(), id="nothing changed"),
        pytest.param(row(email="jan.sluis@nieuwegein.example"), id="the address was corrected"),
        pytest.param(row(email="x@y.example", name=Name("", "JAN", "Van der", "SLUIS")), id="and the name in capitals"),
        pytest.param(row(name=Name("J.", "Johan", "van der", "Sluys")), id="the name was corrected"),
        pytest.param(row(organisation="Utrecht"), id="the municipality was corrected"),
        pytest.param(row(function="burgemeester", office=Office.MAYOR), id="another office"),
        pytest.param(row(line=99, table=3, consent=False), id="another place in the list"),
    ],
)
def test_a_number_stays(again: Registration) -> None:
    people, _ = _enrol(
        again,
        row(50, "Aa", "a.aa@utrecht.example", organisation="Utrecht"),
        enrolled=[_known(7, "j.vandersluis@nieuwegein.example")],
    )
    numbers = {each.place: each.number for each in people}
    assert numbers == {again.place: 7, Place(LIST, 50): 8}


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(row(email="x@y.example", name=Name("K.", "Kees", "van der", "Sluis")), id="a namesake"),
        pytest.param(row(email="x@y.example", organisation="Utrecht"), id="the same name elsewhere"),
    ],
)
def test_somebody_else_gets_the_next_number(other: Registration) -> None:
    (person,), _ = _enrol(other, enrolled=[_known(7, "j.vandersluis@nieuwegein.example")])
    assert person.number == 8


def test_who_takes_over_anothers_address_keeps_the_own_number() -> None:
    """The acting mayor writes from the mayor's address; the mayor is not on the list any more."""
    enrolled = [
        _known(1, "burgemeester@nieuwegein.example", "Anna Bos"),
        _known(2, "j.vandersluis@nieuwegein.example"),
    ]
    (person,), _ = _enrol(row(email="burgemeester@nieuwegein.example"), enrolled=enrolled)
    assert person.number == 2


def test_two_whose_addresses_were_exchanged_by_mistake_keep_their_numbers() -> None:
    enrolled = [_known(1, "a@nieuwegein.example", "Jan Bos"), _known(2, "b@nieuwegein.example", "Jan Dijk")]
    people, _ = _enrol(
        row(2, email="b@nieuwegein.example", name=Name("", "Jan", "", "Bos")),
        row(3, email="a@nieuwegein.example", name=Name("", "Jan", "", "Dijk")),
        enrolled=enrolled,
    )
    assert {full_name(each.name): each.number for each in people} == {"Jan Bos": 1, "Jan Dijk": 2}


def test_newcomers_get_the_next_numbers_in_order_of_name() -> None:
    people, _ = _enrol(
        row(2, "Zwart", "z@utrecht.example"),
        row(3, "aarts", "a@utrecht.example"),
        row(4, "Bos", "b@utrecht.example"),
        enrolled=[_known(4, "gone@utrecht.example", "Anna Aa")],
    )
    assert [(each.number, each.name.last) for each in people] == [(5, "aarts"), (6, "Bos"), (7, "Zwart")]


def test_the_number_of_who_left_is_never_given_away() -> None:
    enrolled = [_known(1, "a@x.example", "Anna Bos"), _known(2, "b@x.example", "Bea Bos")]
    (person,), _ = _enrol(row(), enrolled=enrolled)
    assert person.number == 3


@given(LISTS, LISTS)
def test_numbers_stay_unique_over_two_runs_and_known_addresses_keep_theirs(
    first: list[Registration], second: list[Registration]
) -> None:
    before = {(each.email, full_name(each.name)): each.number for each in _enrol(*first)[0]}
    people, _ = _enrol(*second, enrolled=_remembered(_enrol(*first)[0]))
    assert len({each.number for each in people}) == len(people)
    after = {(each.email, full_name(each.name)): each.number for each in people}
    assert all(before[who] == number for who, number in after.items() if who in before)


def test_the_same_person_twice_gets_one_pack_and_is_noted() -> None:
    (person,), (found,) = _enrol(row(2), row(9, name=Name("J.", "jan", "van der", "SLUIS")))
    assert (found.code, found.severity) == ("double", Severity.NOTED)
    assert {person.place.line, found.place.line} == {2, 9}
    assert dict(found.facts)["other_line"] == str(person.place.line)


def test_a_row_for_each_wish_is_no_double_and_one_that_adds_nothing_is() -> None:
    first, second = Wish(1, "1", ("a",)), Wish(2, "1", ("b",))
    rows = [replace(row(line), wishes=(wish,)) for line, wish in ((2, first), (3, second), (4, first))]
    (person,), (found,) = _enrol(*rows)
    assert person.wishes == (first, second)
    assert (found.code, found.place.line) == ("double", 4)


def test_two_people_behind_the_address_of_an_office_both_get_a_pack_and_are_asked_about() -> None:
    people, findings = _enrol(
        row(2, email="secretariaat@nieuwegein.example"), row(9, "Bos", email="secretariaat@nieuwegein.example")
    )
    assert [each.place.line for each in people] == [9, 2]
    assert {(each.code, each.severity, each.place.line) for each in findings} == {
        ("address-shared", Severity.DOUBTFUL, 2),
        ("address-shared", Severity.DOUBTFUL, 9),
    }
    assert {dict(each.facts)["other_line"] for each in findings} == {"2", "9"}


def test_an_address_with_one_surname_in_it_is_that_persons_and_nobody_elses() -> None:
    (person,), (found,) = _enrol(row(2), row(9, "Bos"))
    assert person.name.last == "Sluis"
    assert (found.code, found.severity, found.place.line) == ("address-of-other", Severity.REFUSED, 9)
    assert dict(found.facts) == {
        "email": "j.vandersluis@nieuwegein.example",
        "name": "Jan van der Bos",
        "other": "Jan van der Sluis",
        "other_line": "2",
        "other_file": LIST,
    }


def test_an_address_with_the_surnames_of_both_in_it_is_shared() -> None:
    people, findings = _enrol(
        row(2, "Bos", email="bos.dijk@nieuwegein.example"), row(9, "Dijk", email="bos.dijk@nieuwegein.example")
    )
    assert len(people) == 2
    assert {each.code for each in findings} == {"address-shared"}


def test_who_cancelled_does_not_share_an_address() -> None:
    (person,), findings = _enrol(
        row(2, email="secretariaat@nieuwegein.example"),
        row(9, "Bos", email="secretariaat@nieuwegein.example", status=Status.CANCELLED),
    )
    assert person.place.line == 2
    assert [each.code for each in findings] == ["cancelled"]


@pytest.mark.parametrize("faulty", [{"organisation": "Atlantis"}, {"status": Status.UNCLEAR}])
def test_who_gets_no_pack_does_not_share_an_address(faulty: dict[str, object]) -> None:
    """The finding says that both packs go there; one pack does not."""
    (person,), findings = _enrol(
        row(2, email="secretariaat@nieuwegein.example"),
        row(9, "Bos", email="secretariaat@nieuwegein.example", **faulty),
    )
    assert person.place.line == 2
    assert "address-shared" not in {each.code for each in findings}


def test_a_guest_takes_part_for_the_whole_country_and_says_where_from() -> None:
    guest = row(organisation="VNG", function="adviseur", office=Office.OTHER)
    enrolment = enrol([guest], figures.names().resolve)
    (person,) = enrolment.participants
    assert (person.code, person.organisation) == (COUNTRY, "VNG")


def test_who_comes_for_a_municipality_is_no_guest() -> None:
    (person,), _ = _enrol(row())
    assert person.organisation == ""


@pytest.mark.parametrize(
    ("email", "asked"),
    [("a@utrecht.nl", True), ("a@nieuwegein.nl", False), ("a@post.example", False), ("a@bergen.nl", False)],
)
def test_an_address_of_another_municipality_is_asked_about(email: str, asked: bool) -> None:
    resolve = figures.names().resolve
    enrolment = enrol([row(email=email)], resolve, owner=municipality_by_domain(resolve))
    people, findings = enrolment.participants, enrolment.findings
    assert len(people) == 1
    assert [(each.code, each.severity) for each in findings] == [("domain-elsewhere", Severity.DOUBTFUL)] * asked


def test_a_list_that_does_not_say_whether_one_may_be_named_says_no() -> None:
    (person,), findings = _enrol(row(consent=None))
    assert (person.consent, findings) == (False, ())


def test_the_salutation_of_the_list_comes_along() -> None:
    (person,), _ = _enrol(row(salutation="Hooggeachte heer Van der Sluis"))
    assert person.salutation == "Hooggeachte heer Van der Sluis"


def test_two_people_at_one_address_keep_their_numbers_in_the_next_list() -> None:
    office = "secretariaat@nieuwegein.example"
    rows = [row(2, "Sluis", office), row(3, "Bos", office)]
    first, _ = _enrol(*rows)
    again, _ = _enrol(*reversed(rows), row(4, "Aa", "a@nieuwegein.example"), enrolled=_remembered(first))
    assert {each.name.last: each.number for each in again} == {"Bos": 1, "Sluis": 2, "Aa": 3}


def test_who_gets_an_own_address_instead_of_the_offices_keeps_the_number() -> None:
    office = "secretariaat@nieuwegein.example"
    first, _ = _enrol(row(2, "Sluis", office), row(3, "Bos", office))
    again, _ = _enrol(row(2, "Sluis", office), row(3, "Bos", "bos@nieuwegein.example"), enrolled=_remembered(first))
    assert {each.name.last: each.number for each in again} == {"Bos": 1, "Sluis": 2}


def test_who_comes_to_sit_at_an_address_of_two_gets_a_new_number() -> None:
    office = "secretariaat@nieuwegein.example"
    enrolled = [_known(1, office, "Anna Bos"), _known(2, office, "Bea Dijk")]
    people, _ = _enrol(row(2, "Nieuwkomer", office), enrolled=enrolled)
    assert [each.number for each in people] == [3]


def test_who_cancelled_gets_no_pack_whatever_else_is_wrong_with_the_row() -> None:
    people, (found,) = _enrol(
        row(status=Status.CANCELLED, email="", email_fault="missing", organisation="", office=None)
    )
    assert people == ()
    assert (found.code, found.severity) == ("cancelled", Severity.NOTED)


@pytest.mark.parametrize(
    ("changes", "code", "severity", "takes_part"),
    [
        ({"last": ""}, "name-missing", Severity.REFUSED, False),
        ({"last": "-"}, "name-missing", Severity.REFUSED, False),
        ({"name_fault": "U+202E"}, "name-signs", Severity.REFUSED, False),
        ({"last": "S" * 61}, "name-long", Severity.REFUSED, False),
        ({"last": "Slu?s"}, "name-lost", Severity.REFUSED, False),
        ({"last": 'Sluis "Jan"'}, "name-odd", Severity.DOUBTFUL, True),
        ({"last": "Sluis & Bos"}, "name-odd", Severity.DOUBTFUL, True),
        ({"last": "Slu\ufffds"}, "name-lost", Severity.REFUSED, False),
        ({"last": "SLUIS"}, "name-case", Severity.DOUBTFUL, True),
        ({"status": Status.UNCLEAR, "said": "wachtlijst"}, "status-unclear", Severity.REFUSED, False),
        ({"email": "", "email_fault": "missing"}, "email-missing", Severity.REFUSED, False),
        ({"email": "jan@", "email_fault": "bad"}, "email-bad", Severity.REFUSED, False),
        ({"email": "a@x.nl; b@x.nl", "email_fault": "several"}, "email-several", Severity.REFUSED, False),
        ({"organisation": ""}, "municipality-missing", Severity.REFUSED, False),
        ({"organisation": "Atlantis"}, "municipality-unknown", Severity.REFUSED, False),
        ({"organisation": "Nieuwegijn"}, "municipality-unknown-suggested", Severity.REFUSED, False),
        ({"organisation": "Bergen"}, "municipality-ambiguous", Severity.REFUSED, False),
        ({"organisation": "Hoeksche Waard"}, "municipality-future", Severity.REFUSED, False),
        ({"organisation": "Littenseradiel"}, "municipality-split", Severity.REFUSED, False),
        ({"organisation": "VNG"}, "guest-in-office", Severity.DOUBTFUL, True),
        ({"organisation": "VNG", "function": "adviseur", "office": Office.OTHER}, "guest", Severity.NOTED, True),
        ({"organisation": "Slochteren"}, "municipality-successor", Severity.NOTED, True),
        ({"function": "", "office": None}, "office-missing", Severity.DOUBTFUL, True),
        ({"function": "kinderburgemeester", "office": None}, "office-doubtful", Severity.DOUBTFUL, True),
    ],
)
def test_what_is_wrong_with_a_row_is_one_finding_at_its_line(
    changes: dict[str, object], code: str, severity: Severity, takes_part: bool
) -> None:
    enrolment = enrol([row(23, **changes)], figures.names().resolve)
    people, (found,) = enrolment.participants, enrolment.findings
    assert (found.code, found.severity, found.place) == (code, severity, Place(LIST, 23))
    assert [each.place.line for each in people] == ([23] if takes_part else [])


def test_all_faults_of_one_row_are_named_at_once() -> None:
    _, findings = _enrol(row(name=Name("", "", "", ""), email="", email_fault="missing", organisation="", office=None))
    assert {each.code for each in findings} == {
        "name-missing",
        "email-missing",
        "municipality-missing",
        "office-doubtful",
    }


def test_an_office_nobody_can_tell_is_addressed_in_general() -> None:
    (person,), _ = _enrol(row(function="iets anders", office=None))
    assert person.office is Office.OTHER


def test_who_registers_for_a_former_municipality_comes_for_its_successor() -> None:
    enrolment = enrol([row(organisation="Slochteren")], figures.names().resolve)
    (person,) = enrolment.participants
    assert person.code == figures.code_of("Midden-Groningen")


@given(
    st.lists(
        st.builds(
            row,
            line=st.integers(1, 9),
            email=ANYTHING,
            name=st.builds(Name, ANYTHING, ANYTHING, ANYTHING, ANYTHING),
            function=ANYTHING,
            office=st.sampled_from([None, *Office]),
            organisation=st.one_of(ANYTHING, st.just("Utrecht")),
            email_fault=st.sampled_from(["", "missing", "bad", "several"]),
            name_fault=st.sampled_from(["", "U+202E"]),
            salutation=ANYTHING,
            status=st.sampled_from(Status),
            said=ANYTHING,
            registered=st.sampled_from([None, EARLY, LATE]),
            consent=st.sampled_from([None, True, False]),
            table=st.one_of(st.none(), st.integers(1, 999)),
        ),
        max_size=6,
    ),
    st.lists(st.builds(Enrolled, st.integers(1, 99), ANYTHING, ANYTHING, ANYTHING), unique_by=lambda each: each.number),
)
def test_no_text_in_any_field_makes_it_fail(rows: list[Registration], enrolled: list[Enrolled]) -> None:
    enrolment = enrol(rows, figures.names().resolve, enrolled)
    people, findings = enrolment.participants, enrolment.findings
    assert {each.place for each in (*people, *findings)} == {each.place for each in rows}
    assert all(each.code in {*figures.codes(), COUNTRY} and each.number > 0 for each in people)


def _absent(*rows: Registration, enrolled: Sequence[Enrolled]) -> dict[int, bool]:
    return {each.number: each.cancelled for each in enrol(rows, _naming, enrolled).absentees}


def test_who_cancelled_and_whose_row_is_left_out_are_told_apart_by_number() -> None:
    enrolled = (
        _known(1, "jan@nieuwegein.example"),
        _known(2, "joke@utrecht.example", "Joke Bos", UTRECHT),
        _known(3, "anna@utrecht.example", "Anna Dijk", UTRECHT),
    )
    rows = [
        row(2, email="jan@nieuwegein.example", status=Status.CANCELLED),
        row(
            3,
            name=Name("J.", "Joke", "", "Bos"),
            email="joke@utrecht.example",
            organisation="Utrecht",
            status=Status.UNCLEAR,
        ),
    ]
    assert _absent(*rows, enrolled=enrolled) == {1: True, 2: False}, "of number 3 the list says nothing"


@pytest.mark.parametrize(
    ("changes", "absent"),
    [
        ({"email": "elsewhere@nieuwegein.example"}, {1: True}),
        ({"organisation": "Utrecht"}, {1: True}),
        ({"organisation": "", "email": "", "email_fault": "missing"}, {1: True}),
        ({"name": Name("J.", "Johannes", "van der", "Sluis")}, {1: True}),
        ({"name": Name("P.", "Piet", "", "Dijk")}, {}),
        ({"organisation": "Utrecht", "email": "elsewhere@nieuwegein.example"}, {}),
    ],
)
def test_who_cancelled_is_recognised_unless_it_may_be_another(
    changes: dict[str, object], absent: dict[int, bool]
) -> None:
    cancelled = row(2, **{"email": "jan@nieuwegein.example", "status": Status.CANCELLED, **changes})
    assert _absent(cancelled, enrolled=(_known(1, "jan@nieuwegein.example"),)) == absent


@given(LISTS, LISTS)
def test_nobody_takes_part_and_is_absent(before: Sequence[Registration], after: Sequence[Registration]) -> None:
    enrolled = _remembered(enrol(before, _naming).participants)
    enrolment = enrol(after, _naming, enrolled)
    numbers = [each.number for each in (*enrolment.participants, *enrolment.absentees)]
    assert len(set(numbers)) == len(numbers)
    assert {each.number for each in enrolment.absentees} <= {each.number for each in enrolled}


def test_who_cancelled_keeps_the_number_from_who_comes_instead_at_the_same_address() -> None:
    shared = "burgemeester@nieuwegein.example"
    cancelled = row(2, email=shared, status=Status.CANCELLED)
    instead = row(3, email=shared, name=Name("", "Piet", "", "Bos"))
    known = _known(1, shared, full_name(cancelled.name))
    enrolment = enrol((cancelled, instead), _naming, (known,))
    assert [(each.number, each.name.last) for each in enrolment.participants] == [(2, "Bos")]
    assert [(each.number, each.cancelled) for each in enrolment.absentees] == [(1, True)]
    alone = enrol((instead,), _naming, (known,))
    assert [each.number for each in alone.participants] == [1]  # nobody says that the other cancelled


def test_who_has_letters_that_no_pack_shows_waits_with_one_finding_for_each_text_that_has_them() -> None:
    rows = [row(2, last="李"), row(3, last="Bos", email="bos@goes.example", function="wethouder 😀")]

    def lacking(text: str) -> str:
        return ", ".join(each for each in text if ord(each) > 0x2600)

    enrolment = enrol(rows, figures.names().resolve, unprintable=lacking)
    found = sorted(enrolment.findings, key=lambda each: each.place.line)
    assert (enrolment.participants, enrolment.left_out) == ((), 2)
    assert [(each.code, each.severity, each.place.line) for each in found] == [
        ("name-letters", Severity.REFUSED, 2),
        ("cell-unprintable", Severity.REFUSED, 3),
    ]
    assert dict(found[0].facts)["letters"] == "李"
