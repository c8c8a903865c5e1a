"""What changed of an event since letters about it were made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.domain.canonical_json import JsonValue, to_json_value
from reportgen.domain.programme.event import Event

WHEN_AND_WHERE = ("day", "start", "end", "place", "address")
"""Fields that send people to the wrong place or at the wrong time when a letter has them wrong."""

TEXTS = (
    "title",
    "subtitle",
    "doors",
    "arrival",
    "organiser",
    "sessions",
    "questions",
    "readings",
    "welcome",
    "letter",
    "subject",
    "asking",
)
"""Other fields that a letter or its pack shows to everyone."""


NOT_READ = ("code", "capacity", "minimum", "audience")
"""Fields of a session that the programme does not show; a code is shown in a day of one's own, compared elsewhere."""


@dataclass(frozen=True, slots=True)
class EventChange:
    """A field of an event that changed; ``old`` and ``new`` are empty where it is no plain text."""

    field: str
    old: str
    new: str


def event_changes(before: Mapping[str, JsonValue], event: Event, fields: tuple[str, ...]) -> tuple[EventChange, ...]:
    """The fields that differ from the event as an edition recorded it.

    Args:
        before: the event in the record of the edition; fields that an older program did not write are left out, those
            of sessions and questions as well.
        fields: those to compare.
    """
    now = {field: to_json_value(getattr(event, field)) for field in fields}
    return tuple(
        EventChange(field, _text(before[field]), _text(now[field]))
        for field in fields
        if field in before and not _agrees(before[field], now[field])
    )


def _agrees(before: JsonValue, now: JsonValue) -> bool:
    """Whether all that was recorded is still so."""
    if isinstance(before, dict) and isinstance(now, dict):
        return all(_agrees(each, now.get(name)) for name, each in before.items() if name not in NOT_READ)
    if isinstance(before, list) and isinstance(now, list):
        return len(before) == len(now) and all(map(_agrees, before, now))
    return before == now


def _text(value: JsonValue) -> str:
    return value if isinstance(value, str) else ""
