"""Findings about texts that nobody filled in: those of the templates of new events, and marks for what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.domain.text_words import words_of


@dataclass(frozen=True, slots=True)
class EventText:
    """A text of an event and where it stands.

    Attributes:
        place: the file, its line, and the key or column.
        text: as participants would read it.
        key: the same for the same text of every event, for example ``event.title``.
    """

    place: Place
    text: str
    key: str


LEAST_WORDS = 3
"""Words of a placeholder before a text that only begins with it counts as not filled in."""

_BLANKS = (
    *("naam", "namen", "datum", "dag", "tijd", "tijdstip", "plaats", "plaatsnaam", "locatie", "adres", "titel"),
    *("ondertitel", "onderwerp", "spreker", "organisatie", "organisator", "gemeente", "gemeentenaam", "functie"),
    *("aanhef", "tekst", "vraag", "telefoonnummer", "e-mailadres", "emailadres", "invullen", "thema", "link"),
    *("name", "date", "time", "place", "location", "address", "title", "subtitle", "subject", "speaker"),
    *("organisation", "organization", "organiser", "organizer", "municipality", "text", "question", "phone"),
)
"""Words that on their own between brackets stand for something to fill in."""

_ARTICLES = r"(?:(?:de|het|een|uw|jouw|the|a|an|your|eigen|own|hier|here|nog|volgende|korte)\s+)*"
_REST = r"[^<>\[\]{}«»]*"
_BLANK = rf"{_ARTICLES}(?:{'|'.join(map(re.escape, _BLANKS))})(?:\s+(?:van|of|hier|here)\b{_REST})?"
_ORDER = (
    rf"(?:vul\b{_REST}\bin\b|insert\b|fill\s+in\b){_REST}"
    r"|(?:[^\s<>\[\]«»]+\s+){0,3}(?:invullen|in te vullen)[.!]?"
)
_LETTER = r"[\w.'’/\u2010\u2011-]"  # the hyphens of word processors too
_FIELD = rf"[^\W\d_]{_LETTER}{{0,40}}(?:\s+{_LETTER}{{1,40}}){{0,3}}"
_INSIDE = rf"\s*(?:{_BLANK}|{_ORDER})\s*"

_MARKS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\[{_INSIDE}\]|<{_INSIDE}>|«{_INSIDE}»",
        rf"\{{\s*(?:{_BLANK}|{_FIELD})\s*\}}",  # a field for mail merge, which nothing fills in
        r"(?-i:\b(?:TODO|TBD|FIXME)\b(?!['’]))",
        r"(?<!\w)(?:x{4,}|(?-i:XXX))(?!\w)",
        r"\blorem\s+ipsum\b",
        r"(?:\.{3}|…)\s*(?:hier\s+|nog\s+)?(?:in\s*te\s*vullen|invullen)\b",
        r"^\W*(?:nog\s+|hier\s+)?(?:invullen|in te vullen|fill in|to be filled in)\W*$",
        r"\binsert\s+(?:\w+\s+){1,3}here\b",
    )
)
"""What people write where something is to be filled in; brackets around other words, as in [VNG], are not found."""


def placeholder_findings(
    texts: Iterable[EventText], placeholders: Sequence[EventText], folder: str
) -> Iterator[Finding]:
    """A finding for each text that is still that of a template, or holds a mark for what is missing.

    Args:
        placeholders: the texts to fill in of the templates from which new events are made.
        folder: of the event, for the command to type.
    """
    known = {plain_form(each.text) for each in placeholders}
    begins = [(each.key, plain_form(each.text)) for each in placeholders if not each.text.endswith("?")]
    for each in texts:
        form = plain_form(each.text)
        beginning = any(
            key == each.key and form.startswith(f"{start} ") and len(start.split()) >= LEAST_WORDS
            for key, start in begins
        )
        if form in known or beginning:
            yield finding("text-placeholder", Severity.BLOCKING, each.place, **text_facts(each), folder=folder)
        elif mark := mark_in(each.text):
            facts = {**text_facts(each), "mark": mark, "folder": folder}
            yield finding("text-unfinished", Severity.BLOCKING, each.place, **facts)


def text_facts(text: EventText) -> dict[str, str]:
    """What findings tell of a text: its key without its table, and how it begins."""
    table, _, key = text.key.partition(".")
    return {"key": text.key if key == "txt" else key or table, "text": shortened(text.text)}


def mark_in(text: str) -> str:
    """The first mark in a text that says that something is still to be filled in; empty where there is none."""
    found = (pattern.search(text) for pattern in _MARKS)
    return next((each.group().strip() for each in found if each), "")


def plain_form(text: str) -> str:
    """A text without capitals, accents, signs and doubled spaces, to compare it with others."""
    return " ".join(words_of(text))


def shortened(text: str, most: int = 60) -> str:
    """The beginning of a text, to name it by."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
