"""Enrolment: rows of registration lists become participants with stable numbers, and findings about the rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from reportgen.domain.finding import Finding, Severity, finding
from reportgen.domain.people.joining import joined_rows
from reportgen.domain.people.participant import (
    Enrolled,
    Office,
    Participant,
    Registration,
    Status,
    folded,
    full_name,
    holds_surname,
    surname,
)
from reportgen.domain.people.reconciliation import RegisteredPerson, other_row_facts
from reportgen.domain.places.municipality import COUNTRY, NameMatch, NameMatchKind

MAX_NAME_LENGTH = 60
"""Characters of a surname or a given name; a longer one is no name, or does not fit a page."""


def enrol(
    registrations: Iterable[Registration],
    naming: Callable[[str], NameMatch],
    enrolled: Iterable[Enrolled] = (),
    owner: Callable[[str], NameMatch | None] = lambda email: None,
) -> tuple[tuple[Participant, ...], tuple[Finding, ...]]:
    """Enrols the people of all lists; each row becomes a participant, a finding, or both.

    Numbers do not depend on the order of the rows: who has one keeps it, the others get the next ones in
    order of name and address. Who is not on the list any more, or cancelled, keeps the number unused.

    Args:
        registrations: the rows, from one or more lists.
        naming: finds the municipality that a written name stands for.
        enrolled: everyone who has a number already.
        owner: finds the municipality that an address belongs to by its domain, if to one.

    Returns:
        The participants in order of number, and the findings about their rows.
    """
    known = tuple(enrolled)
    persons = joined_rows(registrations, naming, {each.email for each in known})
    assessed = [_assessed(person, naming, owner) for person in persons]
    shared = _at_one_address(assessed)
    people: list[Participant] = []
    findings: list[Finding] = []
    for at, (person, named, said) in enumerate(assessed):
        said += shared.get(at, ())
        takes_part = person.row.status is not Status.CANCELLED and not _refusing(said)
        if takes_part:
            people.append(_participant(person.row, named))
        findings += (*said, *_other_rows(person, takes_part, {_line(each) for each in said}))
    return _numbered(people, known), tuple(findings)


def _assessed(
    person: RegisteredPerson, naming: Callable[[str], NameMatch], owner: Callable[[str], NameMatch | None]
) -> tuple[RegisteredPerson, NameMatch, list[Finding]]:
    """A person with the municipality that is meant, and the findings, except those about others at the address."""
    row, said = person.row, [*person.findings]
    named = naming(row.organisation) if row.organisation else NameMatch(NameMatchKind.UNKNOWN)
    if not _refusing(said):
        said += _faults(row)
        if row.status is not Status.CANCELLED:
            said += [*_naming_findings(row, named), *_domain_findings(row, named, owner)]
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
    )


def _refusing(findings: Iterable[Finding]) -> bool:
    return any(each.severity is Severity.REFUSED for each in findings)


def _line(each: Finding | Registration) -> tuple[str, int]:
    return each.place.file, each.place.line


def _other_rows(person: RegisteredPerson, takes_part: bool, reported: Collection[tuple[str, int]]) -> Iterator[Finding]:
    """Findings about the rows beside the one that counts, and about all rows of a person who does not take part."""
    best = person.rows[0]
    facts = {"name": full_name(person.row.name) or person.row.email, **other_row_facts(best.place)}
    for row in person.rows:
        if row is best and (takes_part or _line(row) in reported):
            continue
        if row is best or row.place.file == best.place.file:
            yield finding("double", Severity.NOTED, row.place, **facts)
        elif not takes_part:
            yield finding("belongs-to", Severity.NOTED, row.place, **facts)


def _faults(row: Registration) -> Iterator[Finding]:
    """Findings about the fields of a row."""
    name = full_name(row.name)
    if row.status is Status.CANCELLED:
        yield finding("cancelled", Severity.NOTED, row.at("status"), name=name or row.email)
        return
    if row.status is Status.UNCLEAR:
        yield finding("status-unclear", Severity.REFUSED, row.at("status"), name=name, said=row.said)
    if row.name_fault:
        yield finding("name-signs", Severity.REFUSED, row.at("last"), name=name, signs=row.name_fault)
    elif not folded(row.name.last):
        yield finding("name-missing", Severity.REFUSED, row.at("last"), email=row.email)
    elif (
        len(surname(row.name)) > MAX_NAME_LENGTH
        or len(row.name.first) > MAX_NAME_LENGTH
        or len(row.name.initials) > MAX_NAME_LENGTH
    ):
        yield finding("name-long", Severity.REFUSED, row.at("last"), start=name[:MAX_NAME_LENGTH], most=MAX_NAME_LENGTH)
    elif odd := _odd(name):
        yield finding(f"name-{odd}", Severity.DOUBTFUL, row.at("last"), name=name)
    if row.email_fault:
        facts = {"email": row.email, "name": name}
        yield finding(f"email-{row.email_fault}", Severity.REFUSED, row.at("email"), **facts)
    if row.office is None:
        code = "office-doubtful" if row.function else "office-missing"
        yield finding(code, Severity.DOUBTFUL, row.at("function"), name=name, function=row.function)


_ODD = frozenset('?\ufffd<>{}[]=@#*_|\\/"&+;')


def _misread(name: str) -> bool:
    """Whether a name is UTF-8 that was read as Windows-1252: ``JosÃ©``, ``Åžahin``."""
    if name.isascii():
        return False
    try:
        return name.encode("cp1252").decode("utf-8") != name
    except UnicodeError:
        return "Ã" in name


def _odd(name: str) -> str:
    """Why a name looks damaged: ``odd`` for odd characters, ``case`` for its capitals; empty when it does not."""
    letters = [sign for sign in name if sign.isalpha()]
    if any(sign.isdigit() or sign in _ODD for sign in name) or _misread(name):
        return "odd"
    cased = [word for word in name.replace("-", " ").split() if len(word) > 2 and "." not in word and word.isalpha()]
    if letters and (name.islower() or any(word.isupper() for word in cased)):
        return "case"
    return ""


def _naming_findings(row: Registration, named: NameMatch) -> Iterator[Finding]:
    """Findings about the municipality that a row names."""
    if named.kind is NameMatchKind.EXACT:
        return
    facts = {
        "written": row.organisation,
        "candidates": "; ".join(named.candidates),
        "name": full_name(row.name),
        "since": named.since.isoformat() if named.since else "",
    }
    place = row.at("organisation")
    if not row.organisation:
        yield finding("municipality-missing", Severity.REFUSED, place, **facts)
    elif named.kind is NameMatchKind.GUEST:
        holds_office = row.office in (Office.MAYOR, Office.ALDERMAN)
        code = "guest-in-office" if holds_office else "guest"
        yield finding(code, Severity.DOUBTFUL if holds_office else Severity.NOTED, place, **facts)
    elif named.kind is NameMatchKind.UNKNOWN and named.candidates:
        yield finding("municipality-unknown-suggested", Severity.REFUSED, place, **facts)
    else:
        severity = Severity.NOTED if named.kind is NameMatchKind.SUCCESSOR else Severity.REFUSED
        yield finding(f"municipality-{named.kind}", severity, place, **facts)


def _domain_findings(
    row: Registration, named: NameMatch, owner: Callable[[str], NameMatch | None]
) -> Iterator[Finding]:
    """A finding about an address that by its domain belongs to another municipality than the one named."""
    theirs = owner(row.email) if named.code and not row.email_fault else None
    if theirs and theirs.code and theirs.code != named.code:
        facts = {"name": full_name(row.name), "email": row.email, "written": row.organisation}
        yield finding("domain-elsewhere", Severity.DOUBTFUL, row.at("email"), **facts)


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


def _numbered(people: Sequence[Participant], enrolled: Sequence[Enrolled]) -> tuple[Participant, ...]:
    """The people with their numbers: recognised by name with address or municipality, else by address alone.

    The name goes before the address, because the address of a department passes from one person to the next; and an
    address identifies nobody as long as several people may be meant.
    """
    by_name = {(each.name.casefold(), where): each.number for each in enrolled for where in (each.code, each.email)}
    names = [full_name(each.name).casefold() for each in people]
    numbers: dict[int, int] = {}
    taken: set[int] = set()

    def claim(place: int, number: int | None) -> None:
        if number is not None and place not in numbers and number not in taken:
            numbers[place] = number
            taken.add(number)

    for place, each in enumerate(people):
        claim(place, by_name.get((names[place], each.email)))
    for place, each in enumerate(people):
        claim(place, by_name.get((names[place], each.code)))
    waiting = _unique((people[place].email, place) for place in range(len(people)) if place not in numbers)
    free = _unique((each.email, each.number) for each in enrolled if each.number not in taken)
    for email, place in waiting.items():
        claim(place, free.get(email))
    newcomers = sorted(
        (place for place in range(len(people)) if place not in numbers), key=lambda at: _order(people[at])
    )
    following = max((each.number for each in enrolled), default=0) + 1
    numbers |= {place: number for number, place in enumerate(newcomers, following)}
    numbered = (replace(each, number=numbers[place]) for place, each in enumerate(people))
    return tuple(sorted(numbered, key=lambda each: each.number))


def _unique(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """The pairs whose key is in no other pair."""
    found = list(pairs)
    counts = Counter(key for key, _ in found)
    return {key: value for key, value in found if counts[key] == 1}


def _order(person: Participant) -> tuple[str, ...]:
    name = person.name
    return (
        name.last.casefold(),
        name.first.casefold(),
        name.initials.casefold(),
        person.email,
        repr(name),
        person.code,
    )
