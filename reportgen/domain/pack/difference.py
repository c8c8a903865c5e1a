"""Differences between two contents of a part: what changed, of whom or what, and the category organisers put it in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from reportgen.domain.canonical_json import JsonValue
from reportgen.domain.pack.archived_day import day_in
from reportgen.domain.pack.difference_figures import (
    UNREAD,
    ChangedFigure,
    Place,
    changed_figures,
    inside,
    is_figure,
    nouns_of,
    same_but_figures,
)
from reportgen.domain.pack.difference_items import item_name, matched, person_name
from reportgen.domain.pack.difference_topics import (
    ChangeCategory,
    Told,
    Topic,
    has_topics_inside,
    other_topic,
    topic_at,
)
from reportgen.domain.programme.day_differences import DayDifference, day_differences


class Change(StrEnum):
    """What happened to a value, or to an item of a list."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    REPLACED = "replaced"  # one item stands in place of another
    NAMED = "named"  # somebody who was there without a name
    UNNAMED = "unnamed"  # somebody whose name is not told any more, and who may still be there
    ORDER = "order"  # nothing but the order of items


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which a part changed.

    Attributes:
        path: where it stands in the content; ``*`` for an item of a list.
        old, new: what it was and what it is, in words or as a number; empty where only that it differs is told.
        figure: what it is a figure of; None for any other value.
        day: what is different in the reader's own day.
        topic: what it is about, as in ``difference_topics``; empty in editions of older programs.
        change: what happened.
        of: who or what it is about; several items that came or went are in ``new`` and ``old``, parted by newlines.
        at: the number of the table, or the title of the session, that it is about.
    """

    part: str
    path: str
    old: str
    new: str
    category: ChangeCategory
    figure: ChangedFigure | None = None
    day: DayDifference | None = None
    topic: str = ""
    change: Change = Change.CHANGED
    of: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class _At:
    """Where two values stand, with what they stand in."""

    part: str
    steps: tuple[str, ...] = ()
    place: Place = field(default_factory=Place)
    of: str = ""
    at: str = ""
    beside: tuple[Any, Any] = (None, None)

    def told(
        self, topic: Topic, change: Change = Change.CHANGED, old: str = "", new: str = "", of: str | None = None
    ) -> Difference:
        path = ".".join(self.steps)
        return Difference(
            *(self.part, path, old, new, topic.category),
            topic=topic.name,
            change=change,
            of=self.of if of is None else of,
            at=self.at,
        )


def differences_between(part: str, old: JsonValue, new: JsonValue) -> tuple[Difference, ...]:
    """All in which two contents of a part differ; nothing that is printed differs without one.

    A figure is one value, told by the noun of its measure. Items of lists are told apart by who or what they are, so
    that one that comes is one difference. A part of the reader's own day is told by what is different in it.

    Raises:
        UnreadableDay: the day in the earlier content cannot be read.
    """
    nouns = {**nouns_of(old), **nouns_of(new)}
    was, now = (each if isinstance(each, dict) else {} for each in (old, new))
    of = str(now.get("municipality", was.get("municipality", "")))
    start = _At(part, place=Place(of=of), at=str(now.get("table", "")) if part == "table" else "")
    if old is None and new is not None:  # what it was is not known any more
        return (start.told(other_topic(part)),)
    elsewhere = part == "table" and was.get("table") != now.get("table")
    found = [*_of_day(part, old, new)]
    for step in {**was, **now}:
        if (step == "day" and found) or (elsewhere and step in _OF_WHO_SITS_THERE):
            continue
        at = replace(start, steps=(step,), place=inside(start.place, step, now or was, nouns), beside=(was, now))
        found += _found(at, was.get(step), now.get(step), nouns)
    if not found and old != new and not (was and now):
        found.append(start.told(other_topic(part)))
    return tuple(dict.fromkeys(found))


_OF_WHO_SITS_THERE = frozenset(("colleagues", "unnamed", "contrasts", "own", "sources", "subject"))
"""Fields of the pages about a table that are others at another table."""


def _of_day(part: str, old: JsonValue, new: JsonValue) -> list[Difference]:
    if part != "event" or not isinstance(new, dict) or not isinstance(old, dict) or old.get("day") == new.get("day"):
        return []
    return [
        Difference(part, "day", each.old, each.new, ChangeCategory.PROGRAMME, day=each, topic="day")
        for each in day_differences(day_in(old), day_in(new))
    ]


def _found(at: _At, old: JsonValue, new: JsonValue, nouns: Mapping[str, str]) -> Iterator[Difference]:
    if old == new or at.steps[-1] in UNREAD:
        return
    topic = topic_at(at.part, at.steps)
    fields = isinstance(old, dict) and isinstance(new, dict) and not is_figure(new)
    if topic and topic.told is Told.ITEMS and _is_many(old) and _is_many(new):
        found = list(_items(at, topic, old, new, nouns))
        yield from found
        if not found and not same_but_figures(old, new):
            yield at.told(topic)
    elif fields and (topic is None or has_topics_inside(at.part, at.steps)):
        yield from _fields(at, old, new, nouns)
    else:
        yield from _value(at, topic or _nearest(at), old, new, nouns)


def _fields(at: _At, old: Any, new: Any, nouns: Mapping[str, str]) -> Iterator[Difference]:
    for step in {**old, **new}:
        place = inside(at.place, step, new, nouns)
        deeper = replace(at, steps=(*at.steps, step), place=place, beside=(old, new))
        yield from _found(deeper, old.get(step), new.get(step), nouns)


def _value(at: _At, topic: Topic, old: JsonValue, new: JsonValue, nouns: Mapping[str, str]) -> Iterator[Difference]:
    figures = list(changed_figures(old, new, at.place, nouns))
    for each in figures:
        path = ".".join(at.steps)
        yield Difference(
            *(at.part, path, each.old, each.new, ChangeCategory.DATA, each.figure), topic="figure", of=at.place.of
        )
    if figures and same_but_figures(old, new):
        return
    if not figures and _is_empty(old) and _is_empty(new):
        return
    change = Change.ADDED if _is_empty(old) else Change.REMOVED if _is_empty(new) else Change.CHANGED
    was, now = (_text(topic, each) for each in (old, new))
    yield at.told(topic, change, was, now, at.of or at.place.noun)


def _text(topic: Topic, value: JsonValue) -> str:
    """A value as it is told; empty where only that it differs is told."""
    match topic.told:
        case Told.PERSON:
            return person_name(value)
        case Told.TEXT if isinstance(value, str | int) and not isinstance(value, bool):
            return str(value)
        case Told.NUMBERED if isinstance(value, int):
            return str(value)
        case _:
            return ""


def _items(at: _At, topic: Topic, old: Any, new: Any, nouns: Mapping[str, str]) -> Iterator[Difference]:
    pairs = matched(topic, old, new)

    def called(step: str, item: Any) -> str:
        return item_name(topic.called, step, item, nouns)

    if topic.together and (pairs.added or pairs.removed):
        gone, come = ([called(*each) for each in some] for some in (pairs.removed, pairs.added))
        yield _together(
            at, topic, [each for each in gone if each not in come], [each for each in come if each not in gone]
        )
    else:
        for (step, before), (_, after) in pairs.replaced:
            yield at.told(topic, Change.REPLACED, called(step, before), called(step, after), at.of)
        hidden = _more_unnamed(at)
        for step, item in pairs.removed:
            change = Change.UNNAMED if hidden > 0 else Change.REMOVED
            yield at.told(topic, change, of=called(step, item))
        for step, item in pairs.added:
            change = Change.NAMED if hidden < 0 else Change.ADDED
            yield at.told(topic, change, of=called(step, item))
    for step, before, after in pairs.kept:
        of = called(step, after)
        item = replace(at, steps=(*at.steps, "*"), of=of, place=inside(at.place, step, new, nouns))
        if at.part == "leading" and at.steps == ("sessions",):
            item = replace(item, at=of)
        yield from _found(replace(item, beside=(before, after)), before, after, nouns)
    if pairs.moved:
        yield at.told(topic, Change.ORDER)


def _together(at: _At, topic: Topic, gone: Sequence[str], come: Sequence[str]) -> Difference:
    """What came to a list and what went from it, in one difference."""
    change = Change.CHANGED
    if gone or come:
        change = Change.REPLACED if gone and come else Change.ADDED if come else Change.REMOVED
    return at.told(topic, change, "\n".join(gone), "\n".join(come))


def _more_unnamed(at: _At) -> int:
    """How many more people there are beside whom no name is told."""
    if at.steps[-1] not in ("colleagues", "people"):
        return 0
    then, now = (each.get("unnamed", 0) if isinstance(each, dict) else 0 for each in at.beside)
    return now - then if isinstance(then, int) and isinstance(now, int) else 0


def _nearest(at: _At) -> Topic:
    """The topic of what a value stands in, where it has none of its own."""
    for many in range(len(at.steps) - 1, 0, -1):
        if topic := topic_at(at.part, at.steps[:many]):
            return topic
    return other_topic(at.part)


def _is_many(value: JsonValue) -> bool:
    return isinstance(value, list | dict) or value is None


def _is_empty(value: JsonValue) -> bool:
    return value is None or value is False or value in ("", [], {})
