"""Which texts of an event a guest reads, and which speak of a municipality that a guest does not have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace

from reportgen.domain.canonical_json import JsonValue
from reportgen.domain.finding import Finding, Severity, finding
from reportgen.domain.programme.event import Event, GuestTexts
from reportgen.domain.programme.placeholders import EventText, text_facts

_PLACES = (
    *("gemeente", "stad", "dorp", "wijk", "buurt", "kernen", "eiland", "inwoner", "bewoner", "burger", "wethouder"),
    *("raads", "raad(?![a-z])", "college(?![a-z])"),
)
"""How words begin for what only a municipality has; what may follow is any ending, or another word joined to it."""

_BETWEEN = r"eigen|hele|beide|andere|mooie|kleine|grote|nieuwe|oude|jonge|hun|\w+(?:ige|lijke|ende|ere)"
"""What may stand before them; not any word in -e, for ‘uw organisatie gemeenten helpt’ speaks of others."""

_OWN = re.compile(
    rf"\b(?:(?:uw|jouw|jullie|je)\s+(?:(?:{_BETWEEN})\s+){{0,2}}(?:{'|'.join(_PLACES)})[^\W\d_]*"
    r"|(?:u|je|jij)\s+als\s+(?:gemeente|stad|dorp)\b"
    r"|bij\s+(?:u|jou|jullie)\s+in\s+(?:de|het)\s+(?:gemeente|stad|dorp|wijk|buurt|raad)\w*"
    r"|eigen\s+(?:gemeente|stad|dorp|wijk|buurt|inwoner)\w*)",
    re.IGNORECASE,
)
"""Words that speak of a municipality of the reader's own."""


GUEST = "guest_"
"""How the name of a field begins that holds what guests read instead of the field without it."""


def as_guests_read(event: Event) -> Event:
    """An event with the texts that guests read in place of the others."""
    instead = {name: text for name, text in asdict(event.guests).items() if text}
    return replace(
        as_municipalities_read(event),
        sessions=tuple(replace(each, note=each.guest_note or each.note, guest_note="") for each in event.sessions),
        questions=tuple(
            replace(
                each,
                text=each.guest_text or each.text,
                hint=each.guest_hint or each.hint,
                guest_text="",
                guest_hint="",
            )
            for each in event.questions
        ),
        readings=tuple(replace(each, text=each.guest_text or each.text, guest_text="") for each in event.readings),
        **instead,
    )


def as_municipalities_read(event: Event) -> Event:
    """An event without the texts for guests, so that a change of those concerns nobody else."""
    return replace(
        event,
        questions=tuple(replace(each, guest_text="", guest_hint="") for each in event.questions),
        readings=tuple(replace(each, guest_text="") for each in event.readings),
        sessions=tuple(replace(each, guest_note="") for each in event.sessions),
        guests=GuestTexts(),
    )


def recorded_as_read(event: Mapping[str, JsonValue], guest: bool) -> dict[str, JsonValue]:
    """An event as an edition recorded it, with the texts that a reader of it read.

    Args:
        event: as JSON; of an older program it has no texts for guests.
        guest: whether the reader is of no municipality.
    """
    read = {name: _item_as_read(each, guest) for name, each in event.items() if name != "guests"}
    instead = event.get("guests")
    if guest and isinstance(instead, dict):
        read |= {name: text for name, text in instead.items() if text}
    return read


def _item_as_read(value: JsonValue, guest: bool) -> JsonValue:
    if isinstance(value, list):
        return [_item_as_read(each, guest) for each in value]
    if not isinstance(value, dict):
        return value
    instead = {name.removeprefix(GUEST): each for name, each in value.items() if name.startswith(GUEST) and each}
    return {name: each for name, each in value.items() if not name.startswith(GUEST)} | (instead if guest else {})


def own_municipality_in(text: str) -> str:
    """The first words in a text that speak of the reader's own municipality; empty where there are none."""
    found = _OWN.search(text)
    return " ".join(found.group().split()) if found else ""


def guest_text_findings(texts: Iterable[EventText]) -> Iterator[Finding]:
    """A finding for each text that guests read and that speaks of a municipality of theirs.

    Args:
        texts: those that guests read.
    """
    for each in texts:
        if said := own_municipality_in(each.text):
            facts = {**text_facts(each), "said": said, "for": _for_guests(each)}
            yield finding(_reason_of(each.key), Severity.DOUBTFUL, each.place, **facts)


def _for_guests(text: EventText) -> str:
    """What the text for guests is called: a key of event.toml without its ending, or a file."""
    if text.key.endswith(".txt"):
        return f"{text.key.removesuffix('.txt').removesuffix('-gasten')}-gasten.txt"
    return text.key.partition(".")[2]


def _reason_of(key: str) -> str:
    """The code of the finding, by how an organiser can give guests another text: a key, a column, a file, or not."""
    if key in KEYS_WITH_ONE:
        return "text-guests-key"
    if key == "programme.Toelichting":
        return "text-guests-column"
    if key.endswith(".txt") and not key.endswith("-gasten.txt"):
        return "text-guests-file"
    return "text-guests-none"


KEYS_WITH_ONE = (
    *("event.subtitle", "event.arrival", "event.welcome"),
    *("question.text", "question.hint", "reading.text"),
)
"""Keys of event.toml beside which there may be one for guests."""
