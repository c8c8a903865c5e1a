"""Findings about what guests would read of a municipality that they do not have."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from reportgen.application.event.starter_texts import event_texts_in
from reportgen.domain.finding import Finding
from reportgen.domain.people.participant import Participant
from reportgen.domain.places.municipality import COUNTRY
from reportgen.domain.programme.guest_texts import guest_text_findings


def guest_findings(folder: Path, kind: str, participants: Iterable[Participant]) -> tuple[Finding, ...]:
    """Findings about texts of an event that are wrong for guests; none where nobody is one.

    Args:
        folder: of the event.
        kind: of the packs that say the texts.
    """
    if all(each.code != COUNTRY for each in participants):
        return ()
    return tuple(guest_text_findings(event_texts_in(folder, kind, guest=True)))
