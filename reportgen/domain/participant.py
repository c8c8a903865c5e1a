"""Who takes part: from rows of a list to people with a number that stays theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from reportgen.domain.finding import Finding, Gravity, Place, finding
from reportgen.domain.municipality import NameKind, Naming


class Office(StrEnum):
    """The office someone holds, as far as a salutation and a seating need to know."""

    MAYOR = "mayor"
    ALDERMAN = "alderman"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Name:
    """A Dutch name in its parts; ``infix`` is the tussenvoegsel (van der, de, el)."""

    initials: str
    first: str
    infix: str
    last: str


@dataclass(frozen=True, slots=True)
class Registration:
    """One row of a registration list, read but not yet judged. Texts are trimmed; empty means absent."""

    place: Place
    reference: str
    name: Name
    function: str
    office: Office | None
    organisation: str
    email: str
    email_fault: str
    cancelled: bool
    consent: bool
    table: int | None


@dataclass(frozen=True, slots=True)
class Participant:
    """A person who receives a pack. The number is stable; ``code`` is the municipality's."""

    number: int
    name: Name
    function: str
    office: Office
    code: str
    email: str
    consent: bool
    table: int | None
    place: Place


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Someone who got a number earlier."""

    number: int
    email: str
    name: str
    code: str


def enrol(
    registrations: Iterable[Registration],
    naming: Callable[[str], Naming],
    enrolled: Iterable[Enrolled] = (),
) -> tuple[tuple[Participant, ...], tuple[Finding, ...]]:
    """The people of a list and what is wrong with the rows; each row is a participant, a finding, or both.

    Numbers do not depend on the order of the rows: who has one keeps it, the others get the next ones in
    order of name and address. Who is not on the list any more, or cancelled, keeps the number unused.

    Args:
        registrations: the rows, from one or more lists.
        naming: what a written municipality stands for.
        enrolled: everyone who has a number already.
    """
    people: dict[str, Participant] = {}
    findings: list[Finding] = []
    for row in sorted(registrations, key=_row_order):
        faults = _faults(row)
        named = naming(row.organisation) if row.organisation else Naming(NameKind.UNKNOWN)
        faults += _naming_findings(row, named)
        findings += faults
        if any(each.gravity is Gravity.REFUSED for each in faults) or row.cancelled or named.code is None:
            continue
        if row.email in people:
            first = people[row.email]
            findings.append(_double(row, first))
            if _is_same_person(row, first):  # who says no once is not named
                people[row.email] = replace(first, consent=first.consent and row.consent)
            continue
        office = row.office or Office.OTHER
        people[row.email] = Participant(
            0, row.name, row.function, office, named.code, row.email, row.consent, row.table, row.place
        )
    return _numbered(tuple(people.values()), tuple(enrolled)), tuple(findings)


def full_name(name: Name) -> str:
    """The name as one text, in the order it is spoken; also the key by which people are told apart."""
    return " ".join(part for part in (name.first or name.initials, name.infix, name.last) if part)


def _row_order(row: Registration) -> tuple[str, ...]:
    """An order of rows that does not depend on where they stand, until nothing else differs."""
    rest = repr(replace(row, place=Place()))
    return (row.email, full_name(row.name), str(row.cancelled), row.organisation, rest, f"{row.place.line:09d}")


def _faults(row: Registration) -> list[Finding]:
    """What is wrong with a row by itself."""
    if row.cancelled:
        return [finding("cancelled", Gravity.NOTED, row.place, name=full_name(row.name))]
    faults = []
    if not row.name.last:
        faults.append(finding("name-missing", Gravity.REFUSED, row.place, email=row.email))
    if row.email_fault:
        faults.append(
            finding(
                f"email-{row.email_fault}",
                Gravity.REFUSED,
                row.place,
                email=row.email,
                name=full_name(row.name),
            )
        )
    if row.office is None:
        code = "office-doubtful" if row.function else "office-missing"
        faults.append(finding(code, Gravity.DOUBTFUL, row.place, name=full_name(row.name), function=row.function))
    return faults


def _naming_findings(row: Registration, named: Naming) -> list[Finding]:
    """What there is to say about the municipality a row names."""
    if row.cancelled or named.kind is NameKind.EXACT:
        return []
    facts = {
        "written": row.organisation,
        "candidates": "; ".join(named.candidates),
        "name": full_name(row.name),
        "since": named.since.isoformat() if named.since else "",
    }
    if not row.organisation:
        return [finding("municipality-missing", Gravity.REFUSED, row.place, **facts)]
    gravity = Gravity.NOTED if named.kind is NameKind.SUCCESSOR else Gravity.REFUSED
    if named.kind is NameKind.UNKNOWN and named.candidates:
        return [finding("municipality-unknown-suggested", gravity, row.place, **facts)]
    return [finding(f"municipality-{named.kind}", gravity, row.place, **facts)]


def _double(row: Registration, first: Participant) -> Finding:
    """The same address twice: the same person again, or two people behind one address."""
    facts = {"email": row.email, "name": full_name(row.name), "first_line": first.place.line}
    if _is_same_person(row, first):
        return finding("double", Gravity.NOTED, row.place, **facts)
    return finding("address-shared", Gravity.REFUSED, row.place, other=full_name(first.name), **facts)


def _is_same_person(row: Registration, person: Participant) -> bool:
    return full_name(row.name).casefold() == full_name(person.name).casefold()


def _numbered(people: tuple[Participant, ...], enrolled: tuple[Enrolled, ...]) -> tuple[Participant, ...]:
    """The people with their numbers: known by name and municipality or name and address, else by address alone.

    The name goes before the address, because addresses of an office go from one person to the next.
    """
    by_name = {(each.name.casefold(), where): each.number for each in enrolled for where in (each.code, each.email)}
    by_email = {each.email: each.number for each in enrolled}
    spoken = {each.email: full_name(each.name).casefold() for each in people}
    claims = [(each, by_name.get((spoken[each.email], each.email))) for each in people]
    claims += [(each, by_name.get((spoken[each.email], each.code))) for each in people]
    claims += [(each, by_email.get(each.email)) for each in people]
    numbers: dict[str, int] = {}
    for person, number in claims:
        if person.email not in numbers and number is not None and number not in numbers.values():
            numbers[person.email] = number
    newcomers = sorted((each for each in people if each.email not in numbers), key=_person_order)
    following = max((each.number for each in enrolled), default=0) + 1
    numbers |= {each.email: number for number, each in enumerate(newcomers, following)}
    numbered = (replace(each, number=numbers[each.email]) for each in people)
    return tuple(sorted(numbered, key=lambda each: each.number))


def _person_order(person: Participant) -> tuple[str, str, str, str]:
    return (
        person.name.last.casefold(),
        person.name.first.casefold(),
        person.name.initials.casefold(),
        person.email,
    )
