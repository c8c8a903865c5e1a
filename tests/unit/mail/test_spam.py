"""What a filter of mail thinks of a letter, where one is on the machine."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from example import meeting, people

from reportgen.domain.pack.compose import compose
from reportgen.domain.people.participant import Office
from reportgen.domain.places.municipality import COUNTRY
from reportgen.domain.programme.seating import Table
from reportgen.mail.calendar import CalendarEntry, CalendarFile, CalendarRevision, Method, calendar_of
from reportgen.mail.letter import Envelope, LetterContents, pdf_name
from reportgen.mail.letter import compose as letter_of
from reportgen.render.content.letter_text import letter_text
from reportgen.render.content.part_factory import PartFactory as Sections

FILTER = shutil.which("spamassassin")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WRITTEN = datetime(2018, 12, 3, 8, 0, tzinfo=AMSTERDAM)


@pytest.mark.skipif(FILTER is None, reason="spamassassin is not on this machine")
@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_letter_is_no_spam(number: int) -> None:
    guest = people.person(3, COUNTRY, Office.OTHER, organisation="Ministerie van SZW")
    participants = (people.person(1, "GM0356"), people.person(2, "GM0088"), guest)
    packs = compose(meeting.setting(participants, (Table(1, "voorsteden", (1, 2, 3)),)))
    pack = packs[number - 1]
    texts = letter_text(Sections().parts(pack.sections))
    start, end = (datetime(2018, 12, 10, hour, 30, tzinfo=AMSTERDAM) for hour in (12, 16))
    entry = CalendarEntry(f"x.{number:04d}@vng.example", "Bijeenkomst", start, end, "Nieuwegein", texts.calendar)
    revision = CalendarRevision(1, WRITTEN, "VNG", "diversiteit@vng.example")
    calendar = CalendarFile("bijeenkomst.ics", calendar_of((entry,), revision, Method.PUBLISH), Method.PUBLISH)
    envelope = Envelope("x.0001", "VNG", "diversiteit@vng.example", "Jan de Vries", "jan@urk.example", WRITTEN)
    contents = LetterContents(
        texts.subject, texts.text, texts.html, b"%PDF-1.7 " + bytes(9000), pdf_name(pack.municipality), (calendar,)
    )
    said = subprocess.run(
        [str(FILTER), "-t", "-L"], input=letter_of(envelope, contents), capture_output=True, timeout=120, check=True
    ).stdout.decode("utf-8", "replace")
    found = re.search(r"Content analysis details:\s+\((-?[0-9.]+) points", said)
    assert found, said[-2000:]
    assert float(found[1]) < 1, said[-2000:]
