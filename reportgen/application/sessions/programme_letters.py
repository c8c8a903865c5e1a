"""Finds signs in a programme that our fonts lack: they hold up every pack that they are in."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.domain.programme.round_findings import Rows
from reportgen.render.content.text_pages import UNPRINTABLE, printable

COLUMNS = {
    "title": "Onderdeel",
    "speaker": "Spreker",
    "note": "Toelichting",
    "round": "Ronde",
    "code": "Code",
    "room": "Zaal",
    "leader": "Gespreksleider",
    "leader_note": "Notitie",
}
"""What packs tell of a session → its column."""


def letter_findings(rows: Rows, file: str) -> Iterator[Finding]:
    """Cells with signs that cannot be printed.

    Args:
        rows: in the order of the programme.
        file: the name of the programme's file.
    """
    for line, session in rows:
        for name, column in COLUMNS.items():
            written = unicodedata.normalize("NFC", getattr(session, name))
            signs = [each for each in dict.fromkeys(written) if not each.isascii() and printable(each) == UNPRINTABLE]
            if signs:
                shown = ", ".join(f"{each} U+{ord(each):04X}" for each in signs)
                yield finding("programme-letters", Severity.DOUBTFUL, Place(file, line, column), signs=shown)
