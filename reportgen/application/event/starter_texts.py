"""The texts of the templates that new events are made from, and of the example event: what an event may not keep."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from reportgen.application.event.create import STARTERS
from reportgen.config.event_folder import EVENT_FILE, PROGRAMME_FILE, programme_file
from reportgen.config.event_texts import FOR_GUESTS, texts_in, texts_to_fill_in
from reportgen.config.settings import load_event_file
from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.domain.identifiers import BRIEFING
from reportgen.domain.programme.days_in_text import other_day_in
from reportgen.domain.programme.event import Session, Theme
from reportgen.domain.programme.placeholders import EventText, placeholder_findings, plain_form, text_facts
from reportgen.domain.programme.same_names import same_name_findings
from reportgen.errors import ReportgenError
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.sources.lists.programme import programme_in, programme_texts
from reportgen.sources.texts.own_texts import FILE_FOR_GUESTS, own_text_files
from reportgen.sources.texts.table_reports import report_texts

EXAMPLES = EMBEDDED.parent / "events"
"""The folder of the example events; an installed package comes without them."""

EXAMPLES_FILE = "examples.txt"
"""The file in it with their names, a line each; the other folders beside them are events of organisers."""

MEETING_TEXTS = (
    *("event.title", "event.subtitle", "event.welcome", "welkom.txt", "brief.txt", "onderwerp.txt"),
    *("event.subtitle_for_guests", "event.welcome_for_guests"),
    *(FILE_FOR_GUESTS[each] for each in ("welkom.txt", "brief.txt", "onderwerp.txt")),
)
"""Texts in which a day is that of the meeting, unless they say otherwise."""

REPLACED_BY = {"welkom.txt": "event.welcome", "praktisch.txt": "event.arrival"}
"""Texts of event.toml by the own text that takes their place."""

REPLACED_BY |= {FILE_FOR_GUESTS[file]: f"{key}{FOR_GUESTS}" for file, key in REPLACED_BY.items()}

LEAST_WORDS = 4
"""Words of a text before two events that both have it are more than a coincidence."""

OF_THE_ORGANISER = ("organiser", "theme", "type")
"""Tables of event.toml that stay the same from one meeting to the next."""


@dataclass(frozen=True, slots=True)
class _Example:
    """An example event: its day and its texts by key and plain form."""

    day: date
    texts: frozenset[tuple[str, str]]


def event_texts_in(folder: Path, kind: str = BRIEFING, guest: bool = False) -> tuple[EventText, ...]:
    """The texts in the files of an event that participants read, for one kind of pack; unreadable files have none.

    Texts of event.toml that others take the place of are left out.

    Args:
        guest: those that a guest reads; else those of all.
    """
    own = tuple(own_text_files(folder, "" if kind == BRIEFING else kind))
    files = {each.key for each in own}
    unused = {REPLACED_BY[each] for each in files if each in REPLACED_BY}
    if kind != BRIEFING:
        unused |= {key for file, key in REPLACED_BY.items() if "welkom" in file}
    texts: list[EventText] = []
    with suppress(OSError, ValueError):
        texts += texts_in((folder / EVENT_FILE).read_text("utf-8"), guest)
    with suppress(ReportgenError):
        texts += programme_texts(programme_file(folder), guest)
    if kind != BRIEFING:
        texts += report_texts(folder)
    if guest:  # a text for guests goes before one for all, wherever either stands
        there = {each.key for each in texts}
        unused |= {key.removesuffix(FOR_GUESTS) for file, key in REPLACED_BY.items() if file in files}
        replaced = {file for file, key in REPLACED_BY.items() if f"{key}{FOR_GUESTS}" in there - unused}
        replaced |= {file for file, instead in FILE_FOR_GUESTS.items() if instead in files}
        own = tuple(each for each in own if each.key not in replaced)
    return (*(each for each in texts if each.key not in unused), *own)


def untouched_findings(folder: Path, kind: str, day: date) -> Iterator[Finding]:
    """Findings about texts of an event that nobody filled in, or that are those of another event.

    Args:
        day: of the meeting.
    """
    texts = event_texts_in(folder, kind)
    yield from placeholder_findings(texts, placeholders(), str(folder))
    yield from same_name_findings(texts)
    yield from _example_findings(texts, day, str(folder))
    with suppress(ReportgenError):
        if programme_in(programme_file(folder)) == _starter_programme():
            yield finding("programme-untouched", Severity.DOUBTFUL, Place(PROGRAMME_FILE))
    if _moments(folder) == _moments(STARTERS) and not folder.resolve().name.startswith(day.isoformat()):
        yield finding("date-placeholder", Severity.BLOCKING, Place(EVENT_FILE), day=day)


def sealed_findings(event: dict[str, Any], place: Place, folder: str) -> Iterator[Finding]:
    """Findings about the texts of an event as an edition was made with them.

    Args:
        event: the event in edition.json.
        place: what findings name as the place.
        folder: of the event, for the command to type.
    """
    texts = [EventText(place, text, key) for key, text in _sealed_texts(event)]
    return placeholder_findings(texts, placeholders(), folder)


@cache
def placeholders() -> tuple[EventText, ...]:
    """The texts to fill in of the template from which new events are made."""
    return texts_to_fill_in((STARTERS / EVENT_FILE).read_text("utf-8"))


@cache
def starter_themes() -> tuple[Theme, ...]:
    """The themes of the template from which new events are made."""
    return load_event_file(STARTERS).event.themes


@cache
def _starter_programme() -> tuple[Session, ...]:
    return programme_in(STARTERS / PROGRAMME_FILE)


@cache
def _examples() -> tuple[_Example, ...]:
    """The example events; none where they did not come along."""
    with suppress(OSError, ValueError):
        names = (EXAMPLES / EXAMPLES_FILE).read_text("utf-8").split()
        return tuple(example for name in names for example in _example(EXAMPLES / name))
    return ()


def _example(folder: Path) -> Iterator[_Example]:
    with suppress(OSError, ValueError, KeyError):
        raw = tomllib.loads((folder / EVENT_FILE).read_text("utf-8"))
        texts = frozenset((each.key, plain_form(each.text)) for each in event_texts_in(folder))
        yield _Example(raw["event"]["date"], texts)


def _example_findings(texts: Sequence[EventText], day: date, folder: str) -> Iterator[Finding]:
    """Findings about texts that are an example's word for word, or that name the day of another meeting."""
    alike, others = [], [example for example in _examples() if example.day != day]
    for each in texts:
        form = plain_form(each.text)
        is_example = any((each.key, form) in example.texts for example in others)
        said = _other_day(each, texts, day)
        if said and is_example:
            facts = {**text_facts(each), "said": said, "day": str(day), "folder": folder}
            yield finding("text-of-example", Severity.BLOCKING, each.place, **facts)
        elif said:
            yield finding("text-other-day", Severity.DOUBTFUL, each.place, **text_facts(each), said=said, day=day)
        elif is_example and len(form.split()) >= LEAST_WORDS and each.key.partition(".")[0] not in OF_THE_ORGANISER:
            alike.append(each)
    if alike:
        first = alike[0]
        yield finding("texts-like-example", Severity.DOUBTFUL, first.place, count=len(alike), **text_facts(first))


def _other_day(text: EventText, texts: Sequence[EventText], day: date) -> str:
    """The day that a text names instead of the meeting's, unless other lines of the same text name that."""
    if text.key not in MEETING_TEXTS or not (said := other_day_in(text.text, day)):
        return ""
    whole = " ".join(each.text for each in texts if each.key == text.key)
    return said if other_day_in(whole, day) else ""


def _moments(folder: Path) -> tuple[object, ...]:
    """The day of a meeting and its delivery window, as event.toml says; the folder where that cannot be read."""
    try:
        raw = tomllib.loads((folder / EVENT_FILE).read_text("utf-8"))
        return raw["event"]["date"], raw["delivery"]["not_before"], raw["delivery"]["not_after"]
    except (OSError, ValueError, KeyError, TypeError):
        return (folder,)


def _sealed_texts(event: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The texts of an event in edition.json, by the key that they have in event.toml."""
    tables = {"questions": "question", "themes": "theme", "kinds": "type", "readings": "reading"}
    for name, value in event.items():
        if name == "subject":
            continue  # its fields are filled in for each participant
        entries = value if isinstance(value, list) else [value]
        for entry in entries:
            if isinstance(entry, dict):
                table = tables.get(name, name)
                yield from ((f"{table}.{key}", text) for key, text in entry.items() if isinstance(text, str))
            elif isinstance(entry, str):
                yield f"event.{name}", entry
