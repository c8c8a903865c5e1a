"""Which items of two lists are the same people, places, questions or figures, and which came and went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reportgen.domain.canonical_json import JsonValue, canonical_json_text
from reportgen.domain.pack.difference_topics import PLACE_NUMBERS, Topic
from reportgen.domain.people.participant import Name, full_name

Item = tuple[str, Any]
"""An item with its key in a mapping; with an empty one in a list."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """The items of two lists.

    Attributes:
        kept: those in both, with their key, as they were and as they are.
        replaced: an item that went, with the one that stands in its place.
        moved: whether those in both stand in another order, or with other numbers, and nothing came or went.
    """

    kept: tuple[tuple[str, Any, Any], ...]
    replaced: tuple[tuple[Item, Item], ...]
    removed: tuple[Item, ...]
    added: tuple[Item, ...]
    moved: bool


def matched(topic: Topic, old: Any, new: Any) -> Pairs:
    """The items of two lists or mappings, by who or what they are.

    Args:
        old, new: lists, mappings, or None for none.
    """
    was, now = _keyed(topic.by, old), _keyed(topic.by, new)
    kept = [(key, was[key], now[key]) for key in now if key in was]
    gone = {key: each for key, each in was.items() if key not in now}
    came = {key: each for key, each in now.items() if key not in was}
    replaced = []
    if topic.then:
        places = dict(zip(_keyed(topic.then, [each for _, each in came.values()]), list(came), strict=True))
        went = _keyed(topic.then, [each for _, each in gone.values()])
        for place, key in zip(went, list(gone), strict=True):
            if place in places:
                replaced.append((gone.pop(key), came.pop(places[place])))
    order = [key for key in was if key in now] != [key for key in now if key in was]
    renumbered = any(_numbers(one[1]) != _numbers(other[1]) for _, one, other in kept)
    stays = not (gone or came or replaced)
    return Pairs(
        tuple((step, before, _numbered_as(after, before)) for _, (_, before), (step, after) in kept),
        tuple(replaced),
        tuple(gone.values()),
        tuple(came.values()),
        stays and (renumbered or (order and isinstance(new, list))),
    )


def item_name(field: str, step: str, item: Any, nouns: Mapping[str, str]) -> str:
    """What an item is called: by a field of it, by the noun of its measure, or as it is written itself."""
    if isinstance(item, str):
        return item
    value = item.get(field) if isinstance(item, dict) else None
    if isinstance(value, dict):
        return person_name(value) or str(value.get("title", ""))
    text = "" if value is None else str(value)
    return nouns.get(text) or nouns.get(step) or ("" if field in ("measure", "key") else text)


def person_name(value: JsonValue) -> str:
    """A name in spoken order, from its parts as JSON; empty where they are none."""
    if not isinstance(value, dict):
        return ""
    return full_name(Name(*(str(value.get(part) or "") for part in ("initials", "first", "infix", "last"))))


def _keyed(by: Iterable[str], items: Any) -> dict[tuple[str, int], Item]:
    """Items by what tells them apart, and a number where several are alike in it."""
    by = tuple(by)
    found: dict[tuple[str, int], Item] = {}
    pairs = items.items() if isinstance(items, dict) else (("", each) for each in items or ())
    for step, item in pairs:
        if item is None:
            continue
        key = step or canonical_json_text([_at(item, each) for each in by] if by and isinstance(item, dict) else item)
        again = 0
        while (key, again) in found:
            again += 1
        found[key, again] = step, item
    return found


def _at(item: Any, path: str) -> JsonValue:
    for step in path.split("."):
        item = item.get(step) if isinstance(item, dict) else None
    found: JsonValue = item
    return found


def _numbers(item: Any) -> list[Any]:
    return [item.get(each) for each in PLACE_NUMBERS] if isinstance(item, dict) else []


def _numbered_as(item: Any, other: Any) -> Any:
    """An item with the number of another, so that its number alone is no difference."""
    if not isinstance(item, dict) or not isinstance(other, dict):
        return item
    return {**item, **{each: other[each] for each in PLACE_NUMBERS if each in item and each in other}}
