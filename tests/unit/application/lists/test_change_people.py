"""Changes beside the list: they survive each upload, reach nobody else, and never give anybody a second number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from example import figures
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.application.lists.change_people import (
    Making,
    NothingChanges,
    NotPossible,
    fields_changed,
    found_by,
    joined,
    kept_apart,
    person_added,
    said_right,
    settled,
    undone,
)
from reportgen.application.lists.listed_people import ListedPeople, ListedPerson, people_with
from reportgen.domain.finding import Place, Severity, finding
from reportgen.domain.people.change_findings import change_findings, with_accepted
from reportgen.domain.people.list_changes import ChangeState
from reportgen.domain.people.participant import Enrolled, Name, Registration
from reportgen.domain.people.person_change import ChangeKind, PersonChange
from reportgen.domain.people.roster import as_enrolled
from reportgen.sources.lists.change_file import ADDED, changes_of, content_of, rewritten

NAMES = figures.names()
BY = Making("anna", datetime.fromisoformat("2018-11-01T09:00:00+01:00"), "gebeld")


def _row(line: int, first: str, last: str, organisation: str = "Utrecht", email: str = "", **more: str) -> Registration:
    headings = {name: name for name in ("first", "last", "organisation", "email", "function", "status", "consent")}
    bare = Registration(Place("deelnemers.csv", line), Name("", "", "", ""), headings=headings)
    fields = {"first": first, "last": last, "organisation": organisation, "email": email, "function": "wethouder"}
    return rewritten(bare, {**fields, **more})


JAN = _row(2, "Jan", "Bos", "Urkk", "jan.bos@urk.example")
ANNA = _row(3, "Anna", "Dijk", "Utrecht", "a.dijk@utrecht.example")


def _people(
    rows: Sequence[Registration], before: ListedPeople | None = None, enrolled: Sequence[Enrolled] = ()
) -> ListedPeople:
    """The people of an upload, with what organisers changed before, as it is read from the file again."""
    changes = changes_of(content_of(before.changes)) if before else ()
    return people_with(rows, (), changes, "", NAMES, enrolled)


def _of(people: ListedPeople, line: int) -> ListedPerson:
    return people.people[people.by_line["deelnemers.csv", line]]


def _last_added(people: ListedPeople) -> ListedPerson:
    """Whoever the last change added."""
    return next(each for each in people.people.values() if people.changes[-1].id in each.person.subjects)


def _states(people: ListedPeople) -> list[ChangeState]:
    return [each.state for each in people.outcomes]


def _codes(people: ListedPeople) -> list[str]:
    return [each.code for each in change_findings(people.outcomes)]


def test_a_municipality_is_mended_and_survives_the_next_upload() -> None:
    first = _people([JAN, ANNA])
    assert not _of(first, 2).takes_part
    mended = fields_changed(first, _of(first, 2), {"organisation": "Urk"}, BY)
    again = _people([ANNA, JAN], mended)
    assert _of(again, 2).takes_part
    assert _of(again, 2).row.organisation == "Urk"
    assert (_states(again), _codes(again)) == ([ChangeState.APPLIED], [])


def test_the_list_that_says_it_itself_is_told_of_and_decides_from_then_on() -> None:
    mended = fields_changed(_people([JAN]), _of(_people([JAN]), 2), {"organisation": "Urk"}, BY)
    own = replace(JAN, organisation="Urk")
    there = _people([own], mended)
    assert (_states(there), _codes(there)) == ([ChangeState.DONE], ["change-done"])
    closed = settled(there, BY)
    assert closed
    moved = _people([replace(JAN, organisation="Utrecht")], closed)
    assert _of(moved, 2).row.organisation == "Utrecht"
    assert _codes(moved) == []


def test_the_list_that_says_a_third_thing_is_shown_and_the_change_counts() -> None:
    mended = fields_changed(_people([ANNA]), _of(_people([ANNA]), 3), {"email": "anna@utrecht.example"}, BY)
    third = _people([replace(ANNA, email="dijk@utrecht.example")], mended)
    assert _of(third, 3).row.email == "anna@utrecht.example"
    (found,) = change_findings(third.outcomes)
    assert found.code == "change-differs"
    assert dict(found.facts)["listed"] == "dijk@utrecht.example"
    assert found.severity is Severity.DOUBTFUL


def test_who_is_gone_is_asked_about_and_comes_back_with_the_change() -> None:
    mended = fields_changed(_people([JAN, ANNA]), _of(_people([JAN, ANNA]), 2), {"organisation": "Urk"}, BY)
    gone = _people([ANNA], mended)
    assert (_states(gone), _codes(gone)) == ([ChangeState.WAITS], ["change-waits"])
    back = _people([ANNA, JAN], gone)
    assert _of(back, 2).row.organisation == "Urk"


@pytest.mark.parametrize("change", [{"status": "afgemeld"}, {"organisation": "Urk", "email": "jan@urk.example"}])
def test_a_row_with_a_name_and_nothing_else_is_mended_or_called_off(change: dict[str, str]) -> None:
    row = _row(4, "", "Totaal: 60", "")
    first = _people([ANNA, row])
    changed = fields_changed(first, _of(first, 4), change, BY)
    again = _people([ANNA, row], changed)
    assert (_states(again), _codes(again)) == ([ChangeState.APPLIED], [])
    assert {name: _of(again, 4).fields[name] for name in change} == change
    assert _of(again, 4).takes_part is ("email" in change)


def test_a_namesake_is_not_taken_for_who_is_gone() -> None:
    other = _row(4, "Anna", "Dijk", "Utrecht", "anna2@utrecht.example")
    one = _people([ANNA, other])
    first = kept_apart(one, _of(one, 3), 1, BY)
    changed = fields_changed(first, _of(first, 3), {"function": "burgemeester"}, BY)
    left = _people([other], changed)
    assert _of(left, 4).row.function == "wethouder"
    assert _codes(left) == ["change-waits"]


def test_a_cancellation_of_an_earlier_list_does_not_undo_a_later_one() -> None:
    cancelled = rewritten(ANNA, {"status": "afgemeld"})
    first = _people([cancelled])
    back = fields_changed(first, _of(first, 3), {"status": "aangemeld"}, BY)
    assert _of(_people([cancelled], back), 3).takes_part
    said = settled(_people([ANNA], back), BY)
    assert said
    assert not _of(_people([cancelled], said), 3).takes_part


def test_a_change_that_says_what_the_list_says_does_not_close_a_later_one() -> None:
    people = _people([ANNA])
    for function in ("burgemeester", "wethouder", "raadslid"):
        people = fields_changed(people, _of(people, 3), {"function": function}, BY)
    assert _states(people) == [ChangeState.REPLACED, ChangeState.REPLACED, ChangeState.APPLIED]
    assert settled(people, BY) is None
    assert _of(undone(people, 3, BY), 3).row.function == "wethouder"


def test_another_name_keeps_the_number_also_at_a_shared_address() -> None:
    office = "college@utrecht.example"
    rows = [replace(ANNA, email=office), _row(4, "Piet", "Vis", "Utrecht", office)]
    enrolled = [as_enrolled(each) for each in _people(rows).enrolment.participants]
    first = _people(rows, None, enrolled)
    number = _of(first, 3).number
    renamed = fields_changed(first, _of(first, 3), {"last": "Dijkstra"}, BY)
    assert _of(renamed, 3).number == number
    recorded = [as_enrolled(each) for each in renamed.enrolment.participants]
    assert len(recorded) == 2
    taken_back = undone(_people(rows, renamed, recorded), 1, BY)
    assert _of(taken_back, 3).number == number
    assert len(taken_back.enrolment.participants) == 2


def test_an_address_of_somebody_else_does_not_join_the_two() -> None:
    joke = _row(4, "Joke", "Bos", "Urk", "j.bos@urk.example")
    jan = replace(JAN, organisation="Urk")
    first = _people([jan, joke])
    same = fields_changed(first, _of(first, 2), {"email": "j.bos@urk.example"}, BY)
    assert len(same.people) == 2
    assert len(same.enrolment.participants) == 2


def test_somebody_is_added_and_is_one_person_when_the_list_has_them_too() -> None:
    typed = {"first": "Kees", "last": "Mol", "organisation": "Utrecht", "email": "k.mol@utrecht.example"}
    added = person_added(_people([ANNA]), typed, BY)
    person = _last_added(added)
    assert person.takes_part
    assert person.person.is_added
    listed = _people([ANNA, _row(9, "Kees", "Mol", "Utrecht", "mol@utrecht.example")], added)
    assert len(listed.people) == 2
    assert _codes(listed) == ["change-differs"]
    closed = settled(listed, BY)
    assert closed
    gone = _people([ANNA], closed)
    assert len(gone.people) == 1
    assert _codes(gone) == ["change-waits"]


def test_nobody_is_added_who_is_there_already() -> None:
    people = _people([ANNA])
    typed = {"initials": "A.", "last": "Dijk", "organisation": "Utrecht", "email": "dijk@elders.example"}
    assert found_by(people, typed, BY) == _of(people, 3)
    with pytest.raises(NotPossible):
        person_added(people, typed, BY)
    new = {"first": "Kees", "last": "Mol", "organisation": "Utrecht", "email": "k.mol@utrecht.example"}
    added = person_added(people, new, BY)
    person = _last_added(added)
    assert found_by(added, {**new, "first": "", "initials": "K."}, BY) == person
    with pytest.raises(NotPossible):
        person_added(added, new, BY)


def test_who_was_added_goes_with_every_change_about_them() -> None:
    typed = {"first": "Kees", "last": "Mol", "organisation": "Utrecht", "email": "k.mol@utrecht.example"}
    added = person_added(_people([ANNA]), typed, BY)
    person = _last_added(added)
    changed = fields_changed(added, person, {"function": "burgemeester"}, BY)
    assert next(each for each in changed.people.values() if each.person.is_added).row.function == "burgemeester"
    without = undone(changed, 1, BY)
    assert len(without.people) == 1
    assert _codes(without) == []


def test_rows_of_two_people_are_kept_apart_and_those_of_one_joined() -> None:
    rows = [_row(2, "Jan", "Bos", "Urk", "j.bos@urk.example"), _row(3, "Joke", "Bos", "Urk", "j.bos@urk.example")]
    one = _people(rows)
    assert len(one.people) == 1
    (person,) = one.people.values()
    two = kept_apart(one, person, 1, BY)
    assert len(_people(rows, two).people) == 2
    assert len(undone(two, 1, BY).people) == 1
    far = [ANNA, _row(8, "Anna", "Dijk", "Gouda", "dijk@gouda.example")]
    apart = _people(far)
    together = joined(apart, _of(apart, 3), _of(apart, 8), BY)
    assert len(_people(far, together).people) == 1


def test_of_rows_that_disagree_the_chosen_one_counts_for_good() -> None:
    rows = [
        _row(2, "Jan", "Bos", "Urk", "jan.bos@urk.example"),
        _row(3, "Jan", "Bos", "Urk", "j.bos@urk.example"),
    ]
    people = _people(rows)
    (person,) = people.people.values()
    with pytest.raises(NothingChanges):
        fields_changed(people, person, {"email": person.row.email}, BY)
    chosen = fields_changed(people, person, {"email": person.row.email}, BY, confirm=True)
    assert _states(chosen) == [ChangeState.APPLIED]
    assert settled(chosen, BY) is None
    assert "two-addresses" in [each.code for each in people.enrolment.findings]
    assert "two-addresses" not in [each.code for each in chosen.enrolment.findings]


def test_what_is_right_asks_no_more_until_something_differs() -> None:
    doubt = finding("domain-elsewhere", Severity.DOUBTFUL, Place("d.csv", 3), name="Anna", email="a@x", written="Urk")
    people = said_right(_people([ANNA]), doubt, BY)
    moved = replace(doubt, place=Place("d.csv", 80))
    other = replace(doubt, facts=(*doubt.facts[:1], ("email", "b@x"), *doubt.facts[2:]))
    refused = replace(doubt, severity=Severity.REFUSED)
    severities = [each.severity for each in with_accepted([moved, other, refused], people.changes)]
    assert severities == [Severity.NOTED, Severity.DOUBTFUL, Severity.REFUSED]
    with pytest.raises(NotPossible):
        said_right(people, refused, BY)


def test_nothing_is_recorded_where_nothing_differs() -> None:
    people = _people([ANNA])
    with pytest.raises(NothingChanges):
        fields_changed(people, _of(people, 3), {"organisation": " utrecht ".strip().title()}, BY)


def _changed_left_added_and_back() -> ListedPeople:
    """Jan's address was changed, then no list had him and he was added, and now a list has him again."""
    jan = replace(JAN, organisation="Urk")
    first = _people([jan])
    changed = fields_changed(first, _of(first, 2), {"email": "een@urk.example", "function": "raadslid"}, BY)
    typed = {"first": "Jan", "last": "Bos", "organisation": "Urk", "email": "jan.bos@urk.example"}
    added = person_added(_people([], changed), {**typed, "function": "burgemeester"}, BY)
    return _people([jan], added)


def test_of_changes_made_before_and_after_somebody_was_added_the_last_counts() -> None:
    back = _changed_left_added_and_back()
    assert _of(back, 2).row.function == "burgemeester"
    assert _states(back) == [ChangeState.REPLACED, ChangeState.DIFFERS]
    newest = fields_changed(back, _of(back, 2), {"email": "twee@urk.example"}, BY)
    assert _of(newest, 2).row.email == "twee@urk.example"
    assert _of(newest, 2).row.function == "burgemeester"
    assert _states(newest) == [ChangeState.REPLACED, ChangeState.DIFFERS, ChangeState.APPLIED]


def test_what_a_list_says_itself_ends_the_changes_made_before_somebody_was_added_too() -> None:
    said = replace(JAN, organisation="Urk", function="burgemeester", email="jan.bos@urk.example")
    there = _people([said], _changed_left_added_and_back())
    closed = settled(there, BY)
    assert closed
    other = _people([replace(said, function="wethouder", email="nieuw@urk.example")], closed)
    assert (_of(other, 2).row.function, _of(other, 2).row.email) == ("wethouder", "nieuw@urk.example")


@dataclass
class Human:
    """Somebody, as their registration says; ``line`` is where they stand in each list."""

    line: int
    fields: dict[str, str]
    listed: bool = True
    anew: set[str] = field(default_factory=set)
    """Fields of which the lists said something else since."""

    def row(self) -> Registration:
        """Their row."""
        return _row(self.line, **self.fields)


FIRST, LAST = ["Jan", "Joke", "Anna", "Piet"], ["Bos", "Dijk", "Vis"]
PLACES = ["Utrecht", "Urk", "Gouda", "Urkk", ""]
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "first": st.sampled_from(["Jo", "Annie"]),  # names that nobody has: who is called as another is that one
        "last": st.sampled_from(["Boss", "Visser"]),
        "organisation": st.sampled_from(PLACES[:3]),
        "email": st.integers(0, 20).map(lambda number: f"n{number}@nieuw.example"),
        "function": st.sampled_from(["burgemeester", "wethouder", "raadslid"]),
        "status": st.sampled_from(["aangemeld", "afgemeld"]),
        "consent": st.sampled_from(["ja", "nee"]),
    },
)
STEPS = st.one_of(
    st.tuples(st.just("change"), st.integers(0, 5), CHANGES),
    st.tuples(st.just("undo"), st.integers(1, 8), st.none()),
    st.tuples(st.just("leave"), st.integers(0, 5), st.none()),
    st.tuples(st.just("return"), st.integers(0, 5), st.none()),
    st.tuples(
        st.just("list"),
        st.integers(0, 5),
        st.one_of(
            st.fixed_dictionaries({"email": st.integers(0, 20).map(lambda number: f"l{number}@lijst.example")}),
            st.fixed_dictionaries({"organisation": st.sampled_from(PLACES[:3])}),
            st.fixed_dictionaries({"function": st.sampled_from(["burgemeester", "wethouder"])}),
            st.fixed_dictionaries({"status": st.sampled_from(["aangemeld", "afgemeld"])}),
        ),
    ),
    st.tuples(st.just("build"), st.just(0), st.none()),
    st.tuples(st.just("add"), st.integers(0, 5), st.none()),
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(FIRST), st.sampled_from(LAST), st.sampled_from(PLACES)),
        min_size=1,
        max_size=6,
        unique_by=lambda each: each[:2],
    ),
    st.lists(STEPS, max_size=14),
)
def test_no_change_is_lost_or_reaches_another_and_nobody_gets_two_numbers(
    start: list[tuple[str, str, str]], steps: list[tuple[str, int, dict[str, str] | None]]
) -> None:
    humans = [
        Human(at, {"first": first, "last": last, "organisation": place, "email": f"p{at}@post.example"})
        for at, (first, last, place) in enumerate(start, 2)
    ]
    meant: dict[int, int] = {}  # change → line of whom it was made for
    numbers: dict[int, int] = {}  # line → number
    enrolled: dict[int, Enrolled] = {}
    moment = BY.at
    people = _people([each.row() for each in humans])
    separate = {frozenset(row.place.line for row in each.person.rows) for each in people.people.values()}
    if any(len(each) > 1 for each in separate):
        return  # namesakes without an address of their own are one person by the rules
    for what, whom, given_fields in steps:
        moment += timedelta(minutes=1)
        by = replace(BY, at=moment)
        human = humans[whom % len(humans)]
        there = _id_of(people, human.line, meant)
        if what == "change" and there and given_fields:
            try:
                changed = fields_changed(people, people.people[there], given_fields, by)
            except NothingChanges:
                continue
            if _two_are_one(changed) or len(changed.people) < len(people.people):
                continue  # by the rules they are one person
            people = changed
            meant[people.changes[-1].id] = human.line
        elif what == "undo" and any(each.id == whom and each.is_open for each in people.changes):
            without = undone(people, whom, by)
            people = people if _two_are_one(without) else without
        elif what == "add" and not there and not _is_renamed(people, human, meant):
            typed = {name: text for name, text in human.fields.items() if name != "status"}
            try:
                people = person_added(people, typed, by)
            except NotPossible:
                continue  # somebody like them is there, and is asked about instead
            meant[people.changes[-1].id] = human.line
        elif what in ("leave", "return"):
            human.listed = what == "return"
        elif what == "list" and given_fields and human.listed:
            if _only_the_name_stays(people, human, given_fields, meant):
                continue  # that tells nobody who they are
            human.anew |= given_fields.keys()
            human.fields |= {n: f"p{human.line}{text}" if n == "email" else text for n, text in given_fields.items()}
        people = _people([each.row() for each in humans if each.listed], people, [*enrolled.values()])
        if what in ("build", "list"):  # who gets another address and another municipality between builds is new
            people = settled(people, by) or people
            _check_numbers(people, numbers, enrolled, meant)
        _check_changes(people, humans, meant)


def _check_changes(people: ListedPeople, humans: Sequence[Human], meant: dict[int, int]) -> None:
    listed = {each.line: each.row() for each in humans if each.listed}
    outcomes = {each.change.id: each for each in people.outcomes}
    assert outcomes.keys() == {each.id for each in people.changes}
    touched: dict[int, set[int]] = {}
    for person in people.people.values():
        lines = {_line_of(row.place, meant) for row in person.person.rows}
        for change in people.changes_of(person):
            touched.setdefault(change.id, set()).update(lines)
            assert {meant[change.id]} == lines, "a change reached somebody else"
        for raw, changed in zip(person.person.rows, person.person.changed, strict=True):
            assert person.person.is_added or raw == listed[raw.place.line]
            if not any(each.is_open for each in people.changes_of(person)):
                assert replace(changed, person=0, also=()) == raw
    told = {int(dict(each.facts)["change"]) for each in change_findings(people.outcomes)}
    for change in people.changes:
        if change.is_open and change.id not in told:
            (line,) = touched[change.id]
            person = people.people[_id_of(people, line, meant)]
            now = person.fields
            later = {name for each in people.changes_of(person) if _goes_before(each, change) for name in each.fields}
            assert {name: text for name, text in change.fields.items() if name not in later}.items() <= now.items()
    added = [each for each in people.people.values() if each.person.is_added]
    assert len(people.people) == len(listed) + len(added)
    assert len({_line_of(each.person.rows[0].place, meant) for each in people.people.values()}) == len(people.people)


def _line_of(place: Place, meant: dict[int, int]) -> int:
    """The line of whom a row is about; of somebody in no list, that of whom was added."""
    return meant[place.line] if place.file == ADDED else place.line


def _id_of(people: ListedPeople, line: int, meant: dict[int, int]) -> str:
    """The id of somebody; empty where they are neither in the list nor added."""
    return next((id for (file, at), id in people.by_line.items() if _line_of(Place(file, at), meant) == line), "")


def _only_the_name_stays(
    people: ListedPeople, human: Human, given_fields: dict[str, str], meant: dict[int, int]
) -> bool:
    """Whether neither address nor municipality would be what a change of somebody knows them by."""
    theirs = [each for each in people.outcomes if meant[each.change.id] == human.line]
    unknown = human.anew | {name for each in theirs for name in each.fields} if theirs else set()
    is_added = any(each.change.kind is ChangeKind.ADDED and each.change.is_open for each in theirs)
    if is_added and not NAMES.resolve(human.fields["organisation"]).code:
        unknown.add("organisation")
    return {"email", "organisation"} <= {*unknown, *given_fields}


def _is_renamed(people: ListedPeople, human: Human, meant: dict[int, int]) -> bool:
    """Whether an organiser gave somebody another name than that by which they are added."""
    theirs = [each for each in people.changes if each.is_open and meant[each.id] == human.line]
    return any({"first", "last"} & each.fields.keys() for each in theirs)


def _two_are_one(people: ListedPeople) -> bool:
    """Whether two people have one name, and one address or municipality."""
    them = [each.fields for each in people.people.values()]
    names = [(each["first"], each["last"]) for each in them]
    places = [NAMES.resolve(each["organisation"]).code or each["organisation"] for each in them]
    for where in ([each["email"] for each in them], places):
        if len({*zip(names, where, strict=True)}) < len(them):
            return True
    return False


def _goes_before(later: PersonChange, change: PersonChange) -> bool:
    return later.kind in (ChangeKind.FIELDS, ChangeKind.ADDED) and later.is_open and later.id > change.id


def _check_numbers(
    people: ListedPeople, numbers: dict[int, int], enrolled: dict[int, Enrolled], meant: dict[int, int]
) -> None:
    for participant in people.enrolment.participants:
        line = _line_of(participant.place, meant)
        assert numbers.setdefault(line, participant.number) == participant.number, "somebody got a second number"
        enrolled[participant.number] = as_enrolled(participant)
    assert len({*numbers.values()}) == len(numbers), "two people have one number"
