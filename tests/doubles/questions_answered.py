"""Questions, and what people answer to them, for tests of replies."""

from __future__ import annotations

from reportgen.domain.programme.event import Question
from reportgen.sources.texts.reply_text import ReplyText, reply_text_in

OURS = "secretariaat@organisatie.example"
QUESTIONS = (
    Question(1, "Hoe divers is uw gemeente? Wat ziet u in de wijken?", "Denk aan groepen die klein zijn en groeien."),
    Question(2, "Hoe anticipeert uw gemeente op de nieuwe verscheidenheid?", ""),
    Question(3, "Hoe kunnen het Rijk en de provincie u daarin helpen?", "Kennis, ruimte in regels, iets anders?"),
)
ONE_QUESTION = QUESTIONS[:1]
ANSWERS = {1: "Heel divers.\nMeer dan vroeger.", 2: "Met beleid.", 3: "Geld en tijd."}
NUMBERED = "1. Heel divers.\nMeer dan vroeger.\n2. Met beleid.\n3. Geld en tijd."
LETTER = (
    "Geachte wethouder Ait Benali,\n\nU krijgt hierbij uw pakket voor 10 december.\n\n"
    "Wanneer   maandag 10 december 2018\n"
    "          inloop 12.30 uur, start 13.00 uur, einde 16.30 uur\nWaar      Stadhuis, Plein 1, Utrecht\n\n"
    "Wilt u de vragen vooraf beantwoorden? Beantwoord dan dit bericht, met vóór elk antwoord het nummer "
    "van de vraag. Uw naam staat er niet bij, tenzij u op een eigen regel "
    "schrijft: met naam.\n\nMet vriendelijke groet,\nSanne Visser\n"
    f"Het secretariaat\n{OURS} | 030-0000000\n\n\nKenmerk: K0002-1-0123456789"
)
"""A letter as it may be quoted."""

HEAD = f"Op ma 3 dec. 2018 om 08:00 schreef Het secretariaat <{OURS}>:"
OUTLOOK = f"Van: Het secretariaat <{OURS}>\nVerzonden: maandag 3 december 2018 08:00\nAan: Loes\nOnderwerp: Uw briefing"
LOES = f"Van: Loes <loes@tilburg.example>\nVerzonden: dinsdag 4 december 2018\nAan: {OURS}\nOnderwerp: RE: Uw briefing"
"""Heads of quotations: of the letter by two mail programs, and of a reply that was passed on."""


def quoted(text: str, mark: str = "> ") -> str:
    """A text, marked as quoted."""
    return "\n".join(f"{mark}{line}".rstrip() for line in text.split("\n"))


def read(text: str) -> ReplyText:
    """What a reply of Loes Ait Benali says, where the text of the letter is not at hand."""
    return reply_text_in(text, QUESTIONS, (OURS, "Het secretariaat"), author="Loes Ait Benali")
