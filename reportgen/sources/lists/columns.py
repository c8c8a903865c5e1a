"""Which column of a list holds which field: by the organiser's own mapping, then by the headings people use."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.errors import ConfigurationError, SourceError
from reportgen.i18n.message import said
from reportgen.sources.lists.sheets import Sheet
from reportgen.sources.lists.wish_columns import WishColumns
from reportgen.sources.names.person_names import PREFIXES

HEADINGS = {
    "initials": ("voorletters", "voorletter", "initialen"),
    "first": ("voornaam", "roepnaam", "firstname", "givenname"),
    "infix": (
        *("tussenvoegsel", "tussenvoegsels", "tussenvoeging", "voorvoegsel", "voorvoegsels", "tv", "tussenv", "tvg"),
        *("tussenvoegselachternaam", "voorvoegselachternaam", "infix", "nameinfix", "surnameprefix", "lastnameprefix"),
    ),
    "last": ("achternaam", "familienaam", "lastname", "surname", "familyname"),
    "full": (
        *("naam", "volledigenaam", "naamdeelnemer", "deelnemer", "vooenachternaam", "voorenachternaam"),
        *("name", "fullname"),
    ),
    "salutation": ("aanhef", "aanspreektitel", "aanschrijving", "briefaanhef"),
    "function": ("functie", "functienaam", "rol", "ambt", "function", "jobtitle"),
    "organisation": (
        *("gemeente", "organisatie", "gemeentenaam", "organisatiegemeente", "gemeenteorganisatie"),
        *("naamgemeente", "naamorganisatie", "gemeentecode", "werkgever"),
        *("municipality", "organisation", "organization", "company"),
    ),
    "email": ("email", "emailadres", "mail", "mailadres", "emailaddress", "emailadresdeelnemer"),
    "status": (
        *("status", "aanmeldstatus", "aanmeldingsstatus", "statusaanmelding", "inschrijfstatus", "inschrijvingsstatus"),
        *("statusinschrijving", "statusdeelnemer", "statusvandeelnemer", "deelnemersstatus", "attendeestatus"),
    ),
    "consent": ("deelnemerslijst", "toestemming", "opdeelnemerslijst", "toestemmingdeelnemerslijst"),
    "table": ("tafel", "tafelnummer", "tafelnr"),
    "registered": ("aanmelddatum", "datumaanmelding", "aangemeldop", "inschrijfdatum", "datuminschrijving"),
}
"""The columns that are read, by what people call them, without capitals, spaces and signs."""

NEEDED = {"last": "Achternaam", "organisation": "Gemeente", "email": "E-mailadres"}
"""The columns without which nobody can be mailed, as a heading says them."""

FIELD_BY_HEADING = {synonym: field for field, synonyms in HEADINGS.items() for synonym in synonyms}

FALLBACK_HEADINGS = frozenset(["name", "company", "organisation", "organization", "jobtitle", "attendeestatus"])
"""Headings that event tools put in by themselves: read only when no other column says the same."""

IGNORED_HEADINGS = frozenset(
    [
        *("aanmeldnummer", "nummer", "nr", "id", "deelnemernummer"),
        *("telefoon", "telefoonnummer", "tel", "telnr", "mobiel", "mobielnummer"),
        *("dieet", "dieetwensen", "allergie", "allergieen", "opmerking", "opmerkingen"),
    ]
)
"""Columns that lists have and a pack has no use for; private things among them are never read further."""

ATTENDANCE = re.compile(
    r"status|afgemeld|afmeld|annul|afgezegd|wachtlijst|aanwezig|cancel|attending|attendance"
    r"|^(?:aanmelding|aangemeld|inschrijving|ingeschreven|bevestigd|deelname|komt)$"
)
"""What a heading, in its plain form, has in it when the column probably says who comes."""

_SURE_PREFIXES = frozenset(["van", "von", "den", "der", "ten", "ter", "'t"])
"""Prefixes that are no words or codes of another kind, as ``de`` is that of Germany."""

NAME_FIELDS = ("last", "full")


def normalized_heading(heading: str) -> str:
    """A heading without capitals, accents, spaces and signs."""
    return re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", heading).casefold())


class ColumnMapping:
    """How the columns of an event's lists are found: what the organiser says, then by synonym."""

    def __init__(
        self, own: Mapping[str, Sequence[str]] | None = None, where: str = "", wishes: WishColumns | None = None
    ) -> None:
        """Takes the table of event.toml: what we call a column → what the lists call it; nothing to leave it out.

        Args:
            wishes: recognises columns of wishes, where the programme has rounds.

        Raises:
            ConfigurationError: it names a column that is none of ours, or one heading for two.
        """
        self._own: dict[str, str] = {}  # heading as it is compared → field
        self._written: dict[str, str] = {}  # the same → heading as written
        self._left_out: set[str] = set()
        self._where = where
        self._wishes = wishes
        for ours, theirs in (own or {}).items():
            field = FIELD_BY_HEADING.get(normalized_heading(ours)) or (ours if ours in HEADINGS else None)
            if field is None:
                raise ConfigurationError(
                    said("[columns] names '{ours}', which is no column that is read", ours=ours),
                    where=where,
                    todo=said(
                        "choose from: {columns}", columns=", ".join(synonyms[0] for synonyms in HEADINGS.values())
                    ),
                )
            headings = [heading for heading in theirs if heading.strip()]
            if not headings:
                self._left_out.add(field)
            for heading in headings:
                self._written[plain_heading(heading)] = heading
                if self._own.setdefault(plain_heading(heading), field) != field:
                    raise ConfigurationError(
                        said("[columns] gives the column '{heading}' twice", heading=heading),
                        where=where,
                        todo="remove one of the two",
                    )

    def knows(self, heading: str) -> bool:
        """Whether a text is the heading of a column that is read."""
        wish = self._wishes is not None and self._wishes.names_wish(heading)
        return self._own.get(plain_heading(heading)) is not None or self._usual(heading) is not None or wish

    def once(self, heading: str) -> bool:
        """Whether a heading may stand above one column only."""
        return self.knows(heading) or self._is_wish(heading)

    def fields(self, sheet: Sheet) -> tuple[dict[str, str], tuple[Finding, ...]]:
        """Which heading holds which field, and a finding for each heading nobody knows.

        Raises:
            SourceError: two columns are for one field.
        """
        fields: dict[str, str] = {}
        unknown = []
        own = {self._own[exact] for exact in map(plain_heading, sheet.headings) if exact in self._own}
        asked_for = own | {
            self._usual(heading) for heading in sheet.headings if normalized_heading(heading) not in FALLBACK_HEADINGS
        }
        for heading in sheet.headings:
            usual = self._usual(heading)
            spare = (
                normalized_heading(heading) in FALLBACK_HEADINGS
                and usual is not None
                and usual in asked_for
                and plain_heading(heading) not in self._own
            )
            if spare:
                unknown.append(heading)
                continue
            field = self._own.get(plain_heading(heading)) or (None if usual in own else usual)
            if field in fields:
                raise SourceError(
                    said("Two columns say the same: '{field}' and '{heading}'", field=fields[field], heading=heading),
                    where=sheet.file,
                    todo="rename or remove one of them, or say which counts under [columns] in event.toml",
                )
            if field is not None:
                fields[field] = heading
            elif (
                normalized_heading(heading) not in IGNORED_HEADINGS
                and normalized_heading(heading) not in FIELD_BY_HEADING
                and not self._is_wish(heading)
            ):
                unknown.append(heading)
        asked = "status" not in fields and "status" not in self._left_out
        findings = (self._unknown(heading, asked, sheet) for heading in unknown)
        if "full" in fields and {"last", "first", "initials", "infix"} & fields.keys():
            fields.setdefault("last", fields.pop("full"))  # beside a first name, "naam" is the surname
        if "last" in fields and "infix" not in fields and "infix" not in self._left_out:
            _refuse_infixes(sheet, unknown)
        return fields, tuple(findings)

    def refuse_absent(self, sheets: Sequence[Sheet]) -> None:
        """Sees that every heading the organiser named is in a list.

        Raises:
            ConfigurationError: one is in none of them.
        """
        there = {plain_heading(heading) for sheet in sheets for heading in sheet.headings}
        absent = [written for heading, written in self._written.items() if heading not in there]
        if absent:
            raise ConfigurationError(
                said("[columns] names columns that no list has: {absent}", absent=", ".join(absent)),
                where=self._where,
                todo=said(
                    "the lists have: {heading}",
                    heading="; ".join(heading for sheet in sheets for heading in sheet.headings),
                ),
            )

    def wish_headings(self, sheet: Sheet, fields: Mapping[str, str]) -> tuple[str, ...]:
        """The headings that may be those of columns of wishes, and hold nothing else.

        Args:
            fields: heading of the column of each field.
        """
        taken = set(fields.values())
        return tuple(heading for heading in sheet.headings if heading not in taken and self._is_wish(heading))

    def _is_wish(self, heading: str) -> bool:
        return self._wishes is not None and self._wishes.is_wish(heading)

    def _unknown(self, heading: str, asked: bool, sheet: Sheet) -> Finding:
        """What there is to say about a heading nobody knows: worse where it may say who comes, or wants what."""
        place = Place(sheet.file, sheet.line, heading)
        if asked and ATTENDANCE.search(normalized_heading(heading)):
            return finding("column-attendance", Severity.DOUBTFUL, place, heading=heading)
        cells = (row.cells.get(heading, "") for row in sheet.rows)
        if self._wishes is not None and (self._wishes.looks_like_wish(heading) or self._wishes.are_sessions([*cells])):
            return finding("column-wish-unclear", Severity.DOUBTFUL, place, heading=heading)
        return finding("column-unknown", Severity.NOTED, place, heading=heading)

    def _usual(self, heading: str) -> str | None:
        field = FIELD_BY_HEADING.get(normalized_heading(heading))
        return None if field in self._left_out else field


def _refuse_infixes(sheet: Sheet, headings: Sequence[str]) -> None:
    """Sees that no column that nobody knows holds parts of surnames: without them letters would have wrong names.

    Raises:
        SourceError: one does.
    """
    for heading in headings:
        filled = [cell.replace("’", "'").split() for row in sheet.rows if (cell := row.cells.get(heading, ""))]
        infixes = [words for words in filled if PREFIXES.issuperset(words)]
        if any(not _SURE_PREFIXES.isdisjoint(words) for words in infixes) or (
            infixes and 2 * len(infixes) > len(filled)
        ):
            raise SourceError(
                said("The column with parts of surnames is not known: '{heading}'", heading=heading),
                where=said("{file}, line {line}", file=sheet.file, line=sheet.line),
                todo="name it as Tussenvoegsel under [columns] in event.toml; with an empty text there it is left out",
            )


def missing_columns(fields: Mapping[str, str]) -> Iterator[str]:
    """The columns without which nobody can be mailed and that are not there, as a heading says them."""
    if not any(name in fields for name in NAME_FIELDS):
        yield NEEDED["last"]
    yield from (NEEDED[field] for field in ("organisation", "email") if field not in fields)


def plain_heading(heading: str) -> str:
    """A heading as the organiser copies it: capitals and spacing do not matter."""
    return " ".join(heading.casefold().split())
