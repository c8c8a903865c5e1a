"""The day of a participant as the content of an archived pack has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import time
from typing import Any

from reportgen.domain.programme.event import Session, SessionKind
from reportgen.domain.programme.own_day import OwnPart, as_read
from reportgen.i18n.message import said


class UnreadableDay(ValueError):
    """A content has no day that can be read."""


def day_in(content: Mapping[str, Any]) -> tuple[OwnPart, ...]:
    """The day in the content of a pack's programme; before there were rounds that was the whole programme.

    Args:
        content: as JSON, of this or of an older program.

    Raises:
        UnreadableDay: a part of it has no time, or it is no programme at all.
    """
    try:
        if "day" in content:
            return tuple(_part(each) for each in content["day"])
        sessions = tuple(_session(each) for each in content["event"]["sessions"])
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise UnreadableDay(
            said("the programme in it cannot be read ({name}: {reason})", name=type(fault).__name__, reason=fault)
        ) from None
    return tuple(OwnPart("", each.start, each.end, each) for each in sessions)


def sessions_in(event: Mapping[str, Any]) -> tuple[Session, ...]:
    """The programme of an event as the record of an edition has it.

    Raises:
        UnreadableDay: a part of it has no time, or it is no programme at all.
    """
    try:
        return tuple(_session(each) for each in event.get("sessions", ()))
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise UnreadableDay(str(fault)) from None


def _part(value: Mapping[str, Any]) -> OwnPart:
    session = _session(value["session"]) if value.get("session") else None
    start, end = (time.fromisoformat(value[name]) for name in ("start", "end"))
    beside = tuple(str(each) for each in value.get("beside", ()))
    return OwnPart(str(value.get("round", "")), start, end, session, bool(value.get("leads", False)), beside)


def _session(value: Mapping[str, Any]) -> Session:
    """A session; fields that are not there have their usual values, and those of another program are left out."""
    known = {each.name for each in fields(Session)} - {"start", "end", "kind", "audience"}
    said = dict.fromkeys(("title", "speaker", "note"), "") | {
        name: each for name, each in value.items() if name in known and each is not None
    }
    start, end = (time.fromisoformat(value[name]) for name in ("start", "end"))
    kinds = {str(each): each for each in SessionKind}
    kind = kinds.get(str(value.get("kind", "")), SessionKind.PLENARY)
    (session,) = as_read((Session(start=start, end=end, kind=kind, **said),))
    return session
