"""Enrolment: rows of registration lists become participants with stable numbers, and findings about the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from reportgen.domain.finding import Finding, Severity, finding
from reportgen.domain.people.deduplication import joined_rows
from reportgen.domain.people.merging import RegisteredPerson, other_row_facts
from reportgen.domain.people.numbering import PersonKey, numbered, numbers_of_absent
from reportgen.domain.people.participant import (
    Enrolled,
    Office,
    Participant,
    Registration,
    Status,
    full_name,
    holds_surname,
)
from reportgen.domain.people.row_findings import domain_findings, field_findings, letter_findings, municipality_findings
from reportgen.domain.places.municipality import COUNTRY, NameMatch, NameMatchKind
from reportgen.domain.programme.wish import Wish


@dataclass(frozen=True, slots=True)
class Absentee:
    """Somebody with a number who is on the list and does not take part.

    Attributes:
        cancelled: the list says that they cancelled; else their row is left out until a person mends it.
        row: the row that says so, joined with the others about them.
        findings: why, where the row is left out.
    """

    number: int
    cancelled: bool
    row: Registration
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the rows of all lists give.

    Attributes:
        participants: who takes part, by number.
        findings: about their rows, and those of others.
        absentees: who is on the list with a number, and does not take part; by number.
        left_out: how many people get nothing until a person mends their row.
    """

    participants: tuple[Participant, ...]
    findings: tuple[Finding, ...]
    absentees: tuple[Absentee, ...]
    left_out: int = 0


def enrol(
    registrations: Iterable[Registration],
    naming: Callable[[str], NameMatch],
    enrolled: Iterable[Enrolled] = (),
    owner: Callable[[str], NameMatch | None] = lambda email: None,
    unprintable: Callable[[str], str] = lambda text: "",
) -> Enrolment:
    """Enrols the people of all lists; each row becomes a participant, a finding, or both.

    Numbers do not depend on the order of the rows: who has one keeps it, the others get the next ones in
    order of name and address. Who is not on the list any more, or cancelled, keeps the number unused.

    Args:
        registrations: the rows, from one or more lists.
        naming: finds the municipality that a written name stands for.
        enrolled: everyone who has a number already.
        owner: finds the municipality that an address belongs to by its domain, if to one.
        unprintable: the letters of a text that no pack can show, as text; empty where there are none. Who has some
            waits, and is named on nobody's page meanwhile, so that nobody else waits with them.
    """
    known = tuple(enrolled)
    persons = joined_rows(registrations, naming, {each.email for each in known})
    assessed = [_assessed(person, naming, owner, unprintable) for person in persons]
    shared = _at_one_address(assessed)
    people: list[Participant] = []
    also: list[tuple[tuple[str, str], ...]] = []
    absent: list[tuple[RegisteredPerson, NameMatch, list[Finding]]] = []
    findings: list[Finding] = []
    for at, (person, named, said) in enumerate(assessed):
        said += shared.get(at, ())
        takes_part = person.row.status is not Status.CANCELLED and not _refusing(said)
        if takes_part:
            people.append(_participant(person.row, named))
            also.append(person.row.also)
        else:
            absent.append((person, named, said))
        findings += (*said, *_other_rows(person, takes_part, {_line(each) for each in said}))
    participants = numbered(people, known, _keys(absent), also)
    numbers = {each.number for each in participants}
    return Enrolment(
        participants,
        tuple(findings),
        _absentees(absent, [each for each in known if each.number not in numbers]),
        sum(_refusing(said) for _, _, said in absent),
    )


def _keys(absent: Sequence[tuple[RegisteredPerson, NameMatch, list[Finding]]]) -> list[PersonKey]:
    """What people who do not take part are recognised by."""
    return [
        PersonKey(
            person.row.name, named.code or "", "" if person.row.email_fault else person.row.email, person.row.also
        )
        for person, named, _ in absent
    ]


def _absentees(
    absent: Sequence[tuple[RegisteredPerson, NameMatch, list[Finding]]], enrolled: Sequence[Enrolled]
) -> tuple[Absentee, ...]:
    """Who of the people that do not take part has a number, by number."""
    numbers = numbers_of_absent(_keys(absent), enrolled)
    found = (
        Absentee(
            numbers[place],
            person.row.status is Status.CANCELLED and not _refusing(said),
            person.row,
            tuple(each for each in said if each.severity is Severity.REFUSED),
        )
        for place, (person, _, said) in enumerate(absent)
        if place in numbers
    )
    return tuple(sorted(found, key=lambda each: each.number))


def _assessed(
    person: RegisteredPerson,
    naming: Callable[[str], NameMatch],
    owner: Callable[[str], NameMatch | None],
    unprintable: Callable[[str], str],
) -> tuple[RegisteredPerson, NameMatch, list[Finding]]:
    """A person with the municipality that is meant, and the findings, except those about others at the address."""
    row, said = person.row, [*person.findings]
    named = naming(row.organisation) if row.organisation else NameMatch(NameMatchKind.UNKNOWN)
    if not _refusing(said):
        said += field_findings(row)
        if row.status is not Status.CANCELLED:
            said += [*municipality_findings(row, named), *domain_findings(row, named, owner)]
            said += letter_findings(row, named, unprintable)
    return person, named, said


def _participant(row: Registration, named: NameMatch) -> Participant:
    guest = named.kind is NameMatchKind.GUEST
    return Participant(
        number=0,
        name=row.name,
        function=row.function,
        office=row.office or Office.OTHER,
        code=named.code or COUNTRY,
        email=row.email,
        consent=bool(row.consent),
        table=row.table,
        place=row.place,
        organisation=row.organisation if guest else "",
        salutation=row.salutation,
        wishes=row.wishes,
    )


def _refusing(findings: Iterable[Finding]) -> bool:
    return any(each.severity is Severity.REFUSED for each in findings)


def _line(each: Finding | Registration) -> tuple[str, int]:
    return each.place.file, each.place.line


def _other_rows(person: RegisteredPerson, takes_part: bool, reported: Collection[tuple[str, int]]) -> Iterator[Finding]:
    """Findings about the rows beside the one that counts, and about all rows of a person who does not take part.

    Nothing about a row whose wishes count too, as in a list with a row for each wish.
    """
    best = person.rows[0]
    facts = {"name": full_name(person.row.name) or person.row.email, **other_row_facts(best.place)}
    wanted: set[Wish] = set()
    for row in person.rows:
        adds_wishes = bool({*row.wishes} - wanted) and {*row.wishes} <= {*person.row.wishes}
        wanted |= {*row.wishes}
        if (takes_part and adds_wishes) or (row is best and (takes_part or _line(row) in reported)):
            continue
        if row is best or row.place.file == best.place.file:
            yield finding("double", Severity.NOTED, row.place, **facts)
        elif not takes_part:
            yield finding("belongs-to", Severity.NOTED, row.place, **facts)


def _at_one_address(assessed: Sequence[tuple[RegisteredPerson, NameMatch, list[Finding]]]) -> dict[int, list[Finding]]:
    """Findings about people who share an address, by position: refused where it is another's own, else doubtful.

    An address that contains the surname of one of them is that person's, who may have cancelled; the pack of another
    would reach the wrong person. An address with none of their names is taken for that of a department.
    """
    behind: dict[str, list[int]] = defaultdict(list)
    for at, (person, _, _) in enumerate(assessed):
        if not person.row.email_fault and person.row.name.last:
            behind[person.row.email].append(at)
    findings: dict[int, list[Finding]] = {}
    for email, everyone in behind.items():
        rows = {at: assessed[at][0].row for at in everyone}
        owners = [at for at in everyone if holds_surname(email, rows[at].name)]
        coming = [at for at in everyone if rows[at].status is not Status.CANCELLED and not _refusing(assessed[at][2])]
        for at in coming:
            foreign = bool(owners) and at not in owners
            other = next((each for each in (owners if foreign else coming) if each != at), None)
            if other is None or (at in owners and other not in owners):
                continue
            facts = {"email": email, "name": full_name(rows[at].name), "other": full_name(rows[other].name)}
            code = "address-of-other" if foreign else "address-shared"
            severity = Severity.REFUSED if foreign else Severity.DOUBTFUL
            findings[at] = [
                finding(code, severity, rows[at].at("email"), **facts, **other_row_facts(rows[other].place))
            ]
    return findings
