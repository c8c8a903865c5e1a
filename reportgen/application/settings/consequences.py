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
_OF_THE_FIGURES = tuple(("figures", name) for name in ("subject", "indicators", "own", "municipalities"))
"""What decides which figures a pack shows."""


@dataclass(frozen=True, slots=True)
class Consequence:
    """Something that follows.

    Attributes:
        code: a key of the Dutch words.
        count: how many letters or people it is about.
        kind: the title of the kind of packs that it is about; empty for no kind in particular.
    """

    code: str
    count: int = 0
    kind: str = ""


def consequences(
    before: Mapping[str, Any], after: Mapping[str, Any], letters: Iterable[Delivery], now: datetime
) -> tuple[Consequence, ...]:
    """What follows from a change, as far as an organiser should know it before.

    Args:
        before, after: event.toml, which has no faults after.
        letters: of the briefing.
    """
    newest = _newest_states(letters)
    sent = newest.count(State.SENT)
    waiting = sum(each in _WAITING for each in newest)
    released = _released(newest)
    found = []
    if any(_at(before, path) != _at(after, path) for path in _OF_THE_DAY):
        found += [Consequence("invited", sent)] if sent else []
        found += [Consequence("waiting", waiting)] if waiting else []
    if any(_at(before, path) != _at(after, path) for path in _OF_THE_FIGURES):
        found += [Consequence("figures-sent", sent)] if sent else []
        found += [Consequence("figures-waiting", waiting)] if waiting else []
    if (window := _window(_table(after, "delivery"))) != _window(_table(before, "delivery")):
        found += [Consequence("window", released)] if released else []
        found += [Consequence("closed")] if _is_closed(window, now) else []
    if _at(before, ("delivery", "sender")) != "smtp" == _at(after, ("delivery", "sender")):
        found.append(Consequence("real-mail", released))
    if _at(before, ("delivery", "redirect_all")) and not _at(after, ("delivery", "redirect_all")):
        found.append(Consequence("no-trial", released))
    if _at(before, ("delivery", "release")) != "automatic" == _at(after, ("delivery", "release")):
        found.append(Consequence("automatic"))
    if _at(before, ("delivery", "four_eyes")) is True is not _at(after, ("delivery", "four_eyes")):
        found.append(Consequence("two-off"))
    return tuple(found)


def kind_consequences(
    before: Mapping[str, Any], after: Mapping[str, Any], kind: str, letters: Iterable[Delivery], now: datetime
) -> tuple[Consequence, ...]:
    """What follows from a change for letters with packs of another kind than the briefing.

    Args:
        before, after: event.toml, which has no faults after.
        letters: of this kind.
    """
    old, new = _kind_tables(before).get(kind, {}), _kind_tables(after).get(kind, {})
    title, released = str(new.get("title") or kind), _released(_newest_states(letters))
    found = []
    if old and (window := _window(new)) != _window(old):
        found += [Consequence("kind-window", released, title)] if released else []
        found += [Consequence("kind-closed", kind=title)] if _is_closed(window, now) else []
    if old.get("release") != "automatic" == new.get("release"):
        found.append(Consequence("kind-automatic", kind=title))
    return tuple(found)


def other_kinds(raw: Mapping[str, Any]) -> list[str]:
    """The kinds of packs in event.toml besides the briefing."""
    return [kind for kind in _kind_tables(raw) if kind != BRIEFING]


def removed_kinds(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The kinds of packs that an event has no more."""
    return [kind for kind in other_kinds(before) if kind not in other_kinds(after)]


def _newest_states(letters: Iterable[Delivery]) -> list[State]:
    """The state of the newest letter with a pack of each participant, as far as it was not withdrawn."""
    newest: dict[int, State] = {}
    for each in letters:
        if each.kind is LetterKind.PACK and each.state is not State.WITHDRAWN:
            newest[each.participant] = each.state
    return list(newest.values())


def _released(states: Iterable[State]) -> int:
    return sum(each in (State.RELEASED, State.DEFERRED) for each in states)


def _kind_tables(raw: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    packs = raw.get("pack")
    tables = [each for each in packs if isinstance(each, dict)] if isinstance(packs, list) else []
    return {str(each.get("kind", BRIEFING)): each for each in tables}


def _window(table: Mapping[str, Any]) -> tuple[object, object]:
    return table.get("not_before"), table.get("not_after")


def _is_closed(window: tuple[object, object], now: datetime) -> bool:
    _, closes = window
    return isinstance(closes, datetime) and local_time(closes) < now


def _at(raw: Mapping[str, Any], path: tuple[str, str]) -> object:
    return _table(raw, path[0]).get(path[1])


def _table(raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = raw.get(name)
    return table if isinstance(table, dict) else {}
