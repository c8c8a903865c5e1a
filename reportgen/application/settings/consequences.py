"""What follows from a change of settings for letters that were sent, that wait, or that leave from now on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reportgen.config.timezone import local_time
from reportgen.domain.delivery.states import Delivery, LetterKind, State
from reportgen.domain.identifiers import BRIEFING

_WAITING = (State.PRINTED, State.RELEASED, State.DEFERRED)
_OF_THE_DAY = (*(("event", name) for name in ("date", "start", "end", "place", "address", "title")),)
"""What an invitation in a calendar says."""


@dataclass(frozen=True, slots=True)
class Consequence:
    """Something that follows; ``code`` is a key of the Dutch words, ``count`` the letters or people it is about."""

    code: str
    count: int = 0


def consequences(
    before: Mapping[str, Any], after: Mapping[str, Any], letters: Iterable[Delivery], now: datetime
) -> tuple[Consequence, ...]:
    """What follows from a change, as far as an organiser should know it before.

    Args:
        before, after: event.toml, which has no faults after.
        letters: of the briefing.
    """
    newest: dict[int, Delivery] = {}
    for each in letters:
        if each.kind is LetterKind.PACK and each.state is not State.WITHDRAWN:
            newest[each.participant] = each
    sent = sum(each.state is State.SENT for each in newest.values())
    waiting = sum(each.state in _WAITING for each in newest.values())
    released = sum(each.state in (State.RELEASED, State.DEFERRED) for each in newest.values())
    found = []
    if any(_at(before, path) != _at(after, path) for path in _OF_THE_DAY):
        found += [Consequence("invited", sent)] if sent else []
        found += [Consequence("waiting", waiting)] if waiting else []
    if _window(before) != _window(after):
        found += [Consequence("window", released)] if released else []
        closes = _window(after)[1]
        found += [Consequence("closed")] if isinstance(closes, datetime) and local_time(closes) < now else []
    if _at(before, ("delivery", "sender")) != "smtp" == _at(after, ("delivery", "sender")):
        found.append(Consequence("real-mail", released))
    if _at(before, ("delivery", "redirect_all")) and not _at(after, ("delivery", "redirect_all")):
        found.append(Consequence("no-trial", released))
    if _at(before, ("delivery", "release")) != "automatic" == _at(after, ("delivery", "release")):
        found.append(Consequence("automatic"))
    if _at(before, ("delivery", "four_eyes")) is True is not _at(after, ("delivery", "four_eyes")):
        found.append(Consequence("two-off"))
    return tuple(found)


def removed_kinds(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The kinds of packs that an event has no more."""
    return [kind for kind in _kinds(before) if kind not in _kinds(after) and kind != BRIEFING]


def _kinds(raw: Mapping[str, Any]) -> list[str]:
    packs = raw.get("pack")
    return (
        [str(each.get("kind", BRIEFING)) for each in packs if isinstance(each, dict)] if isinstance(packs, list) else []
    )


def _window(raw: Mapping[str, Any]) -> tuple[object, object]:
    return _at(raw, ("delivery", "not_before")), _at(raw, ("delivery", "not_after"))


def _at(raw: Mapping[str, Any], path: tuple[str, str]) -> object:
    table = raw.get(path[0])
    return table.get(path[1]) if isinstance(table, dict) else None
