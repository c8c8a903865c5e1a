"""The day of a participant as the content of an archived pack has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import time
from typing import Any

from reportgen.domain.programme.event import Session, SessionKind
from reportgen.domain.programme.own_day import OwnPart


def day_in(content: Mapping[str, Any]) -> tuple[OwnPart, ...]:
    """The day in the content of a pack's programme; before there were rounds that was the whole programme.

    Args:
        content: as JSON.
    """
    if "day" in content:
        return tuple(_part(each) for each in content["day"])
    sessions = (_session(each) for each in content["event"]["sessions"])
    return tuple(OwnPart("", each.start, each.end, each) for each in sessions)


def _part(value: Mapping[str, Any]) -> OwnPart:
    session = _session(value["session"]) if value["session"] else None
    start, end = (time.fromisoformat(value[name]) for name in ("start", "end"))
    return OwnPart(value["round"], start, end, session, value["leads"], tuple(value["beside"]))


def _session(value: Mapping[str, Any]) -> Session:
    """A session; fields that a newer program added have their usual values, and those that it dropped are left out."""
    known = {each.name for each in fields(Session)}
    said = {name: each for name, each in value.items() if name in known}
    said |= {name: time.fromisoformat(said[name]) for name in ("start", "end")}
    return Session(**said | {"kind": SessionKind(said["kind"]), "audience": tuple(said.get("audience", ()))})
