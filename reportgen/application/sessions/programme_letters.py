"""Signs in a programme that our fonts lack: what packs show in their place, and the findings about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.domain.programme.event import Session
from reportgen.domain.programme.round_findings import Rows
from reportgen.domain.programme.rounds import session_key
from reportgen.render.content.text_pages import unprintable_letters, without_pictures

COLUMNS = {
    "title": "Onderdeel",
    "speaker": "Spreker",
    "note": "Toelichting",
    "guest_note": "Toelichting voor gasten",
    "round": "Ronde",
    "code": "Code",
    "room": "Zaal",
    "leader": "Gespreksleider",
    "leader_note": "Notitie",
}
"""What packs tell of a session → its column."""


def printable_session(session: Session) -> Session:
    """A session as packs can show it; its key stays, so a title that is the key keeps letters that cannot be shown."""
    shown = replace(
        session,
        speaker=without_pictures(session.speaker),
        note=without_pictures(session.note),
        guest_note=without_pictures(session.guest_note),
        room=without_pictures(session.room),
        leader=without_pictures(session.leader),
        leader_note=without_pictures(session.leader_note),
    )
    titled = replace(shown, title=without_pictures(session.title))
    same = session_key(titled) == session_key(session) or not (session.round or session.audience)
    return titled if same and titled.title else shown


def letter_findings(rows: Rows, file: str) -> Iterator[Finding]:
    """Cells with signs that cannot be printed.

    Args:
        rows: in the order of the programme.
        file: the name of the programme's file.
    """
    for line, session in rows:
        shown = printable_session(session)
        for name, column in COLUMNS.items():
            if signs := unprintable_letters(getattr(session, name)):
                stops = bool(unprintable_letters(getattr(shown, name)))
                code = "programme-letters-stop" if stops else "programme-letters"
                severity = Severity.REFUSED if stops else Severity.DOUBTFUL
                yield finding(code, severity, Place(file, line, column), signs=signs)
