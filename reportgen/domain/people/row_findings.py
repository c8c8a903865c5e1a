"""Findings about one row of a registration list: its fields, its municipality, the domain of its address."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reportgen.domain.finding import Finding, Severity, finding
from reportgen.domain.people.participant import Office, Registration, Status, folded, full_name, surname
from reportgen.domain.people.unclear_cells import unclear_findings
from reportgen.domain.places.municipality import NameMatch, NameMatchKind

MAX_NAME_LENGTH = 60
"""Characters of a surname or a given name; a longer one is no name, or does not fit a page."""


def field_findings(row: Registration) -> Iterator[Finding]:
    """Findings about the fields of a row."""
    name = full_name(row.name)
    if row.status is Status.CANCELLED:
        yield finding("cancelled", Severity.NOTED, row.at("status"), name=name or row.email)
        return
    if row.unclear:
        yield from unclear_findings(row.unclear, name or row.email)
        return
    if row.status is Status.UNCLEAR:
        yield finding("status-unclear", Severity.REFUSED, row.at("status"), name=name, said=row.said)
    if row.name_fault:
        yield finding("name-signs", Severity.REFUSED, row.at("last"), name=name, signs=row.name_fault)
    elif not folded(row.name.last):
        yield finding("name-missing", Severity.REFUSED, row.at("last"), email=row.email or name or row.organisation)
    elif (
        len(surname(row.name)) > MAX_NAME_LENGTH
        or len(row.name.first) > MAX_NAME_LENGTH
        or len(row.name.initials) > MAX_NAME_LENGTH
    ):
        yield finding("name-long", Severity.REFUSED, row.at("last"), start=name[:MAX_NAME_LENGTH], most=MAX_NAME_LENGTH)
    elif set(name) & _LOST:
        yield finding("name-lost", Severity.REFUSED, row.at("last"), name=name)
    elif odd := _odd(name):
        yield finding(f"name-{odd}", Severity.DOUBTFUL, row.at("last"), name=name)
    if row.email_fault:
        facts = {"email": row.email, "name": name}
        yield finding(f"email-{row.email_fault}", Severity.REFUSED, row.at("email"), **facts)
    if row.office is None:
        code = "office-doubtful" if row.function else "office-missing"
        yield finding(code, Severity.DOUBTFUL, row.at("function"), name=name, function=row.function)


_LOST = frozenset("?\ufffd")
"""What programs write for a letter that they lack."""

_ODD = frozenset('<>{}[]=@#*_|\\/"&+;')


def _odd(name: str) -> str:
    """Why a name looks damaged: ``odd`` for odd characters, ``case`` for its capitals; empty when it does not."""
    letters = [sign for sign in name if sign.isalpha()]
    if any(sign.isdigit() or sign in _ODD for sign in name):
        return "odd"
    cased = [word for word in name.replace("-", " ").split() if len(word) > 2 and "." not in word and word.isalpha()]
    if letters and (name.islower() or any(word.isupper() for word in cased)):
        return "case"
    return ""


def municipality_findings(row: Registration, named: NameMatch) -> Iterator[Finding]:
    """Findings about the municipality that a row names."""
    if named.kind is NameMatchKind.EXACT or any(each.place == row.at("organisation") for each in row.unclear):
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


def letter_findings(row: Registration, named: NameMatch, unprintable: Callable[[str], str]) -> Iterator[Finding]:
    """Findings about letters that no pack can show, in what packs tell of a person."""
    name = full_name(row.name)
    organisation = row.organisation if named.kind is NameMatchKind.GUEST else ""
    fields = {"last": name, "function": row.function, "salutation": row.salutation, "organisation": organisation}
    for field, text in fields.items():
        if letters := unprintable(text):
            shown = next((each for each in (field, "full", "first") if row.headings.get(each)), field)
            code = "name-letters" if field == "last" else "cell-unprintable"
            facts = {"name": name, "letters": letters, "column": row.headings.get(field, field)}
            yield finding(code, Severity.REFUSED, row.at(shown), **facts)


def domain_findings(row: Registration, named: NameMatch, owner: Callable[[str], NameMatch | None]) -> Iterator[Finding]:
    """A finding about an address that by its domain belongs to another municipality than the one named."""
    theirs = owner(row.email) if named.code and not row.email_fault else None
    if theirs and theirs.code and theirs.code != named.code:
        facts = {"name": full_name(row.name), "email": row.email, "written": row.organisation}
        yield finding("domain-elsewhere", Severity.DOUBTFUL, row.at("email"), **facts)
