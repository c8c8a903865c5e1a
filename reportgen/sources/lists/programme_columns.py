"""Which column of a programme holds what, by the headings that people use."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.errors import ConfigurationError
from reportgen.i18n.message import said
from reportgen.sources.lists.columns import normalized_heading

HEADINGS = {
    "Begin": ("begin", "start", "aanvang", "begintijd", "starttijd", "van", "vanaf"),
    "Einde": ("einde", "eind", "eindtijd", "tot"),
    "Onderdeel": (
        *("onderdeel", "titel", "programmaonderdeel", "onderwerp", "naam", "sessie", "workshop", "title"),
        *("titelsessie", "titelworkshop", "naamsessie", "naamworkshop", "sessietitel", "workshoptitel"),
    ),
    "Spreker": ("spreker", "sprekers", "speaker", "inleider", "inleiders"),
    "Toelichting": ("toelichting", "omschrijving", "beschrijving", "inhoud", "description"),
    "Toelichting voor gasten": (
        *("toelichtingvoorgasten", "toelichtinggasten", "toelichtinggast", "gastentoelichting", "voorgasten"),
        *("omschrijvingvoorgasten", "omschrijvinggasten", "beschrijvingvoorgasten", "beschrijvinggasten"),
    ),
    "Soort": ("soort", "type", "soortonderdeel", "kind"),
    "Ronde": ("ronde", "rondenummer", "rondenr", "round", "blok", "tijdslot", "sessieronde", "workshopronde"),
    "Code": (
        "code",
        "sessiecode",
        "workshopcode",
        "sessienummer",
        "workshopnummer",
        "sessienr",
        "workshopnr",
        "letter",
    ),
    "Zaal": ("zaal", "ruimte", "lokaal", "kamer", "zaalnaam", "zaalruimte", "room"),
    "Capaciteit": (
        *("capaciteit", "maximum", "max", "plaatsen", "aantalplaatsen", "maxdeelnemers", "maximaalaantal", "capacity"),
        *("maxaantal", "maximumaantal", "maximumaantaldeelnemers", "maximaalaantaldeelnemers", "maxaantaldeelnemers"),
        *("zitplaatsen", "capaciteitzaal", "zaalcapaciteit"),
    ),
    "Minimum": (
        *("minimum", "min", "mindeelnemers", "minimaalaantal", "minaantal", "minimumaantal", "minaantaldeelnemers"),
        *("minimumaantaldeelnemers", "minimaalaantaldeelnemers"),
    ),
    "Voor": ("voor", "voorwie", "doelgroep", "bestemdvoor", "bedoeldvoor", "audience"),
    "Gespreksleider": (
        *("gespreksleider", "gespreksleiders", "leider", "sessieleider", "workshopleider", "begeleider", "begeleiders"),
        *("moderator", "voorzitter", "sessievoorzitter", "gespreksleiding", "leiding", "trainer", "workshopgever"),
    ),
    "Notitie": (
        *("notitie", "notitiegespreksleider", "notitievoorgespreksleider", "bijzonderheden", "instructie"),
        *("voordegespreksleider", "toelichtinggespreksleider", "aanwijzingen", "aanwijzingengespreksleider"),
    ),
}
"""The columns, by what people call them, without capitals, spaces and signs; our own name comes first."""

REQUIRED = ("Begin", "Einde", "Onderdeel", "Spreker", "Toelichting", "Soort")

_BY_HEADING = {synonym: column for column, synonyms in HEADINGS.items() for synonym in synonyms}


def is_programme_heading(heading: str) -> bool:
    """Whether a text is the heading of a column of a programme."""
    return normalized_heading(heading) in _BY_HEADING


def programme_columns(headings: Sequence[str], file: str) -> dict[str, str]:
    """The heading of each column, by our own name of the column.

    A heading that is our own name goes before one that means the same.

    Raises:
        ConfigurationError: a column is missing, or two headings mean the same column.
    """
    columns = {column: heading for heading in headings for column in HEADINGS if heading.strip() == column}
    for heading in headings:
        column = _BY_HEADING.get(normalized_heading(heading))
        if column is None or columns.setdefault(column, heading) == heading:
            continue
        if columns[column] != column:
            raise ConfigurationError(
                said(
                    "Two columns of the programme say the same: '{column}' and '{heading}'",
                    column=columns[column],
                    heading=heading,
                ),
                where=file,
                todo=said("rename or remove one of them; '{column}' is what counts", column=column),
            )
    missing = [column for column in REQUIRED if column not in columns]
    if missing:
        raise ConfigurationError(
            said("The programme has no column {missing}", missing=", ".join(missing)),
            where=file,
            todo=said("the first row reads {headings}", headings=";".join(REQUIRED)),
        )
    return columns
