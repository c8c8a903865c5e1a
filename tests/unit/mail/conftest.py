"""A letter to a mayor, as every test of the mail begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from reportgen.mail.calendar import CalendarFile, Method
from reportgen.mail.letter import Envelope, LetterContents, compose

ENVELOPE = Envelope(
    "2018-12-10-diversiteit.0017.0001",
    "Projectgroep Diversiteit door migratie",
    "diversiteit@vng.example",
    "Anna van der Meer",
    "a.vandermeer@nieuwegein.example",
    datetime(2018, 12, 3, 8, 0, tzinfo=ZoneInfo("Europe/Amsterdam")),
)
CONTENTS = LetterContents(
    "Uw briefing voor 10 december 2018: Nieuwegein",
    "Geachte burgemeester Van der Meer,\n\nWelkom in één minuut.\n",
    "<!DOCTYPE html>\n<html lang='nl'><body><p>Geachte burgemeester Van der Meer,</p></body></html>\n",
    b"%PDF-1.7\n" + bytes(range(256)) * 4,
    "briefing-nieuwegein.pdf",
    (CalendarFile("bijeenkomst.ics", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", Method.PUBLISH),),
)


@pytest.fixture(scope="session")
def letter() -> Callable[..., bytes]:
    """Composes the letter with any line of its envelope or contents changed."""

    def composed(**changes: Any) -> bytes:
        inside = {name: value for name, value in changes.items() if name in LetterContents.__slots__}
        outside = {name: value for name, value in changes.items() if name not in LetterContents.__slots__}
        return compose(replace(ENVELOPE, **outside), replace(CONTENTS, **inside))

    return composed


@pytest.fixture(scope="session")
def pdf() -> bytes:
    """The pack in the letter; to the mail it is only bytes."""
    return CONTENTS.pdf
