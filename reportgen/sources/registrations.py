"""Rows of a list become registrations, whatever the columns are called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from email_validator import EmailNotValidError, validate_email

from reportgen.domain.finding import Finding, Gravity, Place, finding
from reportgen.domain.participant import Name, Office, Registration
from reportgen.errors import SourceError
from reportgen.sources import full_names
from reportgen.sources.sheets import Row, Sheet, sheet_in

COLUMNS = {
    "reference": ("aanmeldnummer", "nummer", "nr", "id", "deelnemernummer"),
    "initials": ("voorletters", "voorletter", "initialen"),
    "first": ("voornaam", "roepnaam"),
    "infix": ("tussenvoegsel", "tussenvoegsels", "voorvoegsel", "voorvoegsels", "tv"),
    "last": ("achternaam", "familienaam"),
    "full": ("naam", "volledigenaam", "naamdeelnemer", "deelnemer"),
    "function": ("functie", "functienaam", "rol"),
    "organisation": ("gemeente", "organisatie", "gemeentenaam", "organisatiegemeente", "gemeenteorganisatie"),
    "email": ("email", "emailadres", "mail", "mailadres"),
    "status": ("status", "aanmeldstatus"),
    "consent": ("deelnemerslijst", "toestemming", "opdeelnemerslijst", "toestemmingdeelnemerslijst"),
    "table": ("tafel", "tafelnummer"),
}
"""The columns that are read, by what people call them, without capitals, spaces and signs."""

SYNONYMS = {synonym: field for field, synonyms in COLUMNS.items() for synonym in synonyms}

NOT_READ = ("telefoon", "telefoonnummer", "mobiel", "aanmelddatum", "dieet", "dieetwensen", "opmerkingen")
"""Columns that lists have and a pack has no use for; private things among them are never read further."""

REQUIRED = ("last", "organisation", "email")

CANCELLED = ("afgemeld", "geannuleerd", "annulering", "vervallen", "ingetrokken")
YES = ("ja", "j", "yes", "y", "waar", "true", "1", "x")

FORMER = re.compile(r"\b(?:oud|ex|gewezen|voormalig|kandidaat)[ -]+(?:wethouder|(?:loco[ -]?)?burgemeester)\b")
ALDERMAN = re.compile(r"\bwethouder\b")
MAYOR = re.compile(r"\b(?:loco[ -]?)?burgemeester\b")  # who acts or stands in as mayor is addressed as mayor
STAFF = re.compile(
    r"\w*(?:secretar|assisten|adviseur|kabinet|medewerker|woordvoerder|voorlichter|griffier|raadslid|ambtenaar"
    r"|manager|directeur|commissaris|coördinator|stagiai|hoofd\b)\w*"
)
"""Who works for or beside a mayor or an alderman: when this stands before the office, it is not one's own."""

_FORBIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Unicode categories that have no place in a name or an address: control, bidi, surrogates, line ends."""


def registrations_in(path: Path) -> tuple[tuple[Registration, ...], tuple[Finding, ...]]:
    """The registrations of a list, and what there is to say about its columns.

    Raises:
        SourceError: the file is no table, or a column is missing without which nobody can be mailed.
    """
    sheet = sheet_in(path, lambda heading: _plain(heading) in SYNONYMS)
    fields, findings = _fields(sheet)
    named = {"last", *fields} if "full" in fields else set(fields)
    missing = [COLUMNS[field][0] for field in REQUIRED if field not in named]
    if missing:
        raise SourceError(
            f"The list has no column {', '.join(missing)}",
            where=f"{sheet.file}, line {sheet.line}: {'; '.join(sheet.headings)}",
            todo="give the columns these names in the first row",
        )
    registrations = tuple(_registration(row, fields, sheet.file) for row in sheet.rows if not row.beyond)
    shifted = (finding("row-shifted", Gravity.REFUSED, Place(sheet.file, row.line)) for row in sheet.rows if row.beyond)
    return registrations, (*findings, *shifted, *_doubtful_names(sheet, fields))


def _doubtful_names(sheet: Sheet, fields: dict[str, str]) -> Iterable[Finding]:
    """Full names of which nobody can tell for sure where the surname begins."""
    if "full" not in fields:
        return
    for row in sheet.rows:
        written = row.cells[fields["full"]]
        name, doubtful = full_names.split(written)
        if doubtful and name.last and not row.beyond:
            facts = {"written": written, "last": " ".join(part for part in (name.infix, name.last) if part)}
            yield finding("name-doubtful", Gravity.DOUBTFUL, Place(sheet.file, row.line), **facts)


def _fields(sheet: Sheet) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """Which heading holds which field; a second heading for one field is a fault, others are noted once."""
    fields: dict[str, str] = {}
    findings = []
    for heading in sheet.headings:
        plain = _plain(heading)
        field = SYNONYMS.get(plain)
        if field in fields:
            raise SourceError(
                f"Two columns say the same: '{fields[field]}' and '{heading}'",
                where=sheet.file,
                todo="rename or remove one of them",
            )
        if field is not None:
            fields[field] = heading
        elif plain not in NOT_READ:
            findings.append(
                finding("column-unknown", Gravity.NOTED, Place(sheet.file, sheet.line, heading), heading=heading)
            )
    if "full" in fields and ("last" in fields or "first" in fields or "initials" in fields):
        fields.setdefault("last", fields.pop("full"))  # beside a first name, "naam" is the surname
    return fields, tuple(findings)


def _plain(heading: str) -> str:
    return re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", heading).casefold())


def _registration(row: Row, fields: dict[str, str], file: str) -> Registration:
    def cell(field: str) -> str:
        return " ".join(_clean(row.cells.get(fields.get(field, ""), "")).split())

    email, email_fault = _email(cell("email").lower())
    function = cell("function")
    table = cell("table")
    return Registration(
        Place(file, row.line),
        cell("reference"),
        full_names.split(cell("full"))[0]
        if "full" in fields
        else Name(cell("initials"), cell("first"), cell("infix"), cell("last")),
        function,
        _office(function),
        cell("organisation"),
        email,
        email_fault,
        _plain(cell("status")) in CANCELLED,
        cell("consent").casefold() in YES,
        int(table) if table.isascii() and table.isdigit() and 0 < int(table) < 1000 else None,
    )


def _clean(text: str) -> str:
    kept = (char if char.isspace() or unicodedata.category(char) not in _FORBIDDEN else "" for char in text)
    return unicodedata.normalize("NFC", "".join(kept))


def _office(function: str) -> Office | None:
    """The office a function names; None when it names none that we know, or a former one."""
    text = FORMER.sub(" ", function.casefold())
    alderman, mayor, staff = ALDERMAN.search(text), MAYOR.search(text), STAFF.search(text)
    held = alderman or mayor
    if staff and (held is None or staff.start() < held.start()):
        return Office.OTHER
    if held is None:
        return None
    return Office.ALDERMAN if alderman else Office.MAYOR


def _email(text: str) -> tuple[str, str]:
    """An address as it can be mailed to, in small letters, and why it cannot be used: missing, several or bad."""
    if not text:
        return text, "missing"
    if text.count("@") > 1 and re.search(r"[\s;,/]", text):
        return text, "several"
    try:
        checked = validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return text, "bad"
    return (checked.ascii_email or text).lower(), ""
