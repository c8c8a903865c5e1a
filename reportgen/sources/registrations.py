"""Rows of a list become registrations, whatever the columns are called."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from email_validator import EmailNotValidError, validate_email

from reportgen.domain.finding import Finding, Gravity, Place, finding
from reportgen.domain.participant import Name, Office, Registration
from reportgen.errors import SourceError
from reportgen.sources.sheets import Row, sheet_in

COLUMNS = {
    "reference": ("aanmeldnummer", "nummer", "nr", "id", "deelnemernummer"),
    "initials": ("voorletters", "voorletter", "initialen"),
    "first": ("voornaam", "roepnaam"),
    "infix": ("tussenvoegsel", "tussenvoegsels", "voorvoegsel", "voorvoegsels", "tv"),
    "last": ("achternaam", "familienaam"),
    "function": ("functie", "functienaam", "rol"),
    "organisation": ("gemeente", "organisatie", "gemeentenaam", "organisatiegemeente", "gemeenteorganisatie"),
    "email": ("email", "emailadres", "mail", "mailadres"),
    "status": ("status", "aanmeldstatus"),
    "consent": ("deelnemerslijst", "toestemming", "opdeelnemerslijst", "toestemmingdeelnemerslijst"),
    "table": ("tafel", "tafelnummer"),
}
"""The columns that are read, by what people call them, without capitals, spaces and signs."""

NOT_READ = ("telefoon", "telefoonnummer", "mobiel", "aanmelddatum", "dieet", "dieetwensen", "opmerkingen")
"""Columns that lists have and a pack has no use for; private things among them are never read further."""

REQUIRED = ("last", "organisation", "email")

CANCELLED = ("afgemeld", "geannuleerd", "annulering", "vervallen", "ingetrokken")
YES = ("ja", "j", "yes", "y", "waar", "true", "1", "x")

OFFICES = (
    (re.compile(r"\b(oud|gewezen|voormalig)\b", re.I), None),
    (re.compile(r"\bwethouder\b", re.I), Office.ALDERMAN),
    (re.compile(r"\b(loco)?burgemeester\b", re.I), Office.MAYOR),
    (
        re.compile(r"\b(beleids\w*|adviseur|secretaris|griffier|raadslid|ambtenaar|manager|directeur)\b", re.I),
        Office.OTHER,
    ),
)
"""What a function says of the office, the first that fits: who acts or stands in as mayor is addressed as mayor."""

_FORBIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Unicode categories that have no place in a name or an address: control, bidi, surrogates, line ends."""


def registrations_in(path: Path) -> tuple[tuple[Registration, ...], tuple[Finding, ...]]:
    """The registrations of a list, and what there is to say about its columns.

    Raises:
        SourceError: the file is no table, or a column is missing without which nobody can be mailed.
    """
    sheet = sheet_in(path)
    fields, findings = _fields(sheet.file, sheet.headings)
    missing = [COLUMNS[field][0] for field in REQUIRED if field not in fields]
    if missing:
        raise SourceError(
            f"The list has no column {', '.join(missing)}",
            where=f"{sheet.file}, first row: {'; '.join(sheet.headings)}",
            todo="give the columns these names in the first row",
        )
    registrations = tuple(_registration(row, fields, sheet.file) for row in sheet.rows)
    return registrations, findings


def _fields(file: str, headings: tuple[str, ...]) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """Which heading holds which field; a second heading for one field is a fault, others are noted once."""
    known = {synonym: field for field, synonyms in COLUMNS.items() for synonym in synonyms}
    fields: dict[str, str] = {}
    findings = []
    for heading in headings:
        plain = _plain(heading)
        field = known.get(plain)
        if field in fields:
            raise SourceError(
                f"Two columns say the same: '{fields[field]}' and '{heading}'",
                where=file,
                todo="rename or remove one of them",
            )
        if field is not None:
            fields[field] = heading
        elif plain not in NOT_READ:
            findings.append(finding("column-unknown", Gravity.NOTED, Place(file, 1, heading), heading=heading))
    return fields, tuple(findings)


def _plain(heading: str) -> str:
    return re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", heading).casefold())


def _registration(row: Row, fields: dict[str, str], file: str) -> Registration:
    def cell(field: str) -> str:
        return " ".join(_clean(row.cells.get(fields.get(field, ""), "")).split())

    email = cell("email").lower()
    function = cell("function")
    table = cell("table")
    return Registration(
        Place(file, row.line),
        cell("reference"),
        Name(cell("initials"), cell("first"), cell("infix"), cell("last")),
        function,
        _office(function),
        cell("organisation"),
        email,
        _email_fault(email),
        _plain(cell("status")) in CANCELLED,
        cell("consent").casefold() in YES,
        int(table) if table.isascii() and table.isdigit() and 0 < int(table) < 1000 else None,
    )


def _clean(text: str) -> str:
    kept = (char if char.isspace() or unicodedata.category(char) not in _FORBIDDEN else "" for char in text)
    return unicodedata.normalize("NFC", "".join(kept))


def _office(function: str) -> Office | None:
    joined = function.replace("-", "")
    return next((office for pattern, office in OFFICES if pattern.search(joined)), None)


def _email_fault(email: str) -> str:
    """Why an address cannot be used: missing, several, bad; empty when it can."""
    if not email:
        return "missing"
    if email.count("@") > 1 and re.search(r"[\s;,/]", email):
        return "several"
    try:
        validate_email(email, check_deliverability=False)
    except EmailNotValidError:
        return "bad"
    return ""
