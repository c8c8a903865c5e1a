"""What differs between two versions of event.toml, in words: what is called how, what it said and what it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Any

from reportgen.application.settings.form_values import FormRow, rows_in, shown_value, value_in
from reportgen.application.settings.groups import SettingField, SettingGroup, setting_groups
from reportgen.config.schema_keys import ValueKind, schema_keys
from reportgen.config.timezone import local_time
from reportgen.render.content import dutch
from reportgen.render.content.words import settings_words

SHORT = 60
"""Characters of a value in one sentence about a change."""

LIKE = 0.6
"""Share of letters in common from which two rows are taken for the same one, changed."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A setting that is another.

    Attributes:
        label: what it is called.
        old, new: what it said and says; empty for nothing.
        group: the slug of the form it stands in; empty where none has it.
    """

    label: str
    old: str
    new: str
    group: str = ""


def setting_differences(
    before: Mapping[str, Any], after: Mapping[str, Any], groups: Mapping[str, SettingGroup] | None = None
) -> tuple[Difference, ...]:
    """The settings that differ, in the order of the forms; what no form has comes last.

    Args:
        groups: as the event has them, so that its own values are called what they are called in its forms.
    """
    found: list[Difference] = []
    for group in (groups or setting_groups()).values():
        for each in group.fields:
            if each.is_rows:
                found += _rows(each, rows_in(each, before), rows_in(each, after), group.slug)
            else:
                old, new = (said_value(each, value_in(raw, each.key)) for raw in (before, after))
                found += [Difference(each.label, old, new, group.slug)] if old != new else []
    found += _elsewhere(before, after)
    return tuple(found)


def _elsewhere(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    """Settings that stand in no form here: those that another page has, and those for administrators as one."""
    words, keys = settings_words(), schema_keys()
    for name, label in words["elsewhere"].items():
        old, new = (value_in(raw, keys[name]) for raw in (before, after))
        if old != new:
            yield Difference(label, str(old or ""), str(new or ""))
    known = [keys[name] for name in words["advanced"] if name in keys and name != "event.moved_from"]
    if any(value_in(before, key) != value_in(after, key) for key in known):
        yield Difference(words["administrators"], "", "")


def said_value(each: SettingField, value: object) -> str:
    """A value as people read it."""
    if value is None and each.key.default is None:
        return ""
    shown = shown_value(each, value)
    if isinstance(value, datetime):
        return f"{dutch.day(local_time(value).date().isoformat())}, {local_time(value):%H.%M} uur"
    if isinstance(value, date):
        return dutch.day(value.isoformat())
    match each.kind:
        case ValueKind.YES_NO:
            return "ja" if shown else "nee"
        case ValueKind.LINES | ValueKind.NUMBERS:
            return ", ".join(each.called(one) for one in shown.split("\n") if one)
    return each.called(shown) or each.empty


def difference_sentence(each: Difference, most: int = SHORT) -> str:
    """``Titel: ‘Wonen’ → ‘Wonen en zorg’``, each value cut to so many characters."""
    old, new = _cut(each.old, most), _cut(each.new, most)
    if not each.old and not each.new:
        return each.label
    if not each.old:
        return f"{each.label}: {new}"
    return f"{each.label}: {old} → {new or 'niets'}"


def _cut(text: str, most: int) -> str:
    plain = " ".join(text.split())
    if not plain:
        return ""
    return f"‘{plain}’" if len(plain) <= most else f"‘{plain[: most - 1].rstrip()}…’"


def _rows(each: SettingField, before: Sequence[FormRow], after: Sequence[FormRow], slug: str) -> list[Difference]:
    """Rows that came, went, changed or stand in another order; rows are the same by their first cell, else by place."""
    pairs, went, came = _matched(before, after)
    found = []
    for old, new in sorted(pairs, key=lambda pair: pair[1]):
        for name, label in _labels(each):
            said = [_said(each, name, rows[at].cells.get(name, "")) for rows, at in ((before, old), (after, new))]
            if said[0] != said[1]:
                found.append(Difference(f"{each.one} {new + 1}: {label}", said[0], said[1], slug))
    found += [Difference(f"{each.one} {at + 1} weg", _called(each, before[at]), "", slug) for at in went]
    found += [Difference(f"{each.one} {at + 1} erbij", "", _called(each, after[at]), slug) for at in came]
    if [old for old, _ in sorted(pairs)] != [old for old, _ in sorted(pairs, key=lambda pair: pair[1])]:
        order = [", ".join(_called(each, row) for row in rows) for rows in (before, after)]
        found.append(Difference(f"{each.label}: volgorde", order[0], order[1], slug))
    return found


def _matched(before: Sequence[FormRow], after: Sequence[FormRow]) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Pairs of places of the same row, and the places of those that went and came."""
    left, waiting, pairs = list(range(len(before))), [], []
    for new, row in enumerate(after):
        old = next((at for at in left if _title(before[at]) == _title(row)), None)
        if old is None:
            waiting.append(new)
        else:
            left.remove(old)
            pairs.append((old, new))
    for new in list(waiting):
        alike = [at for at in left if at == new or _alike(_title(before[at]), _title(after[new]))]
        if alike:
            left.remove(alike[0])
            waiting.remove(new)
            pairs.append((alike[0], new))
    return pairs, left, waiting


def _alike(one: str, other: str) -> bool:
    """Whether two texts have most of their letters in common, so that one became the other."""
    return SequenceMatcher(None, one[:300], other[:300]).ratio() > LIKE


def _title(row: FormRow) -> str:
    return next(iter(row.cells.values()), "")


def _called(each: SettingField, row: FormRow) -> str:
    """What a row is called: its first cell, in words."""
    return _said(each, next(iter(row.cells), ""), _title(row))


def _labels(each: SettingField) -> list[tuple[str, str]]:
    match each.kind:
        case ValueKind.FILES:
            return [("file", "bestand"), ("sheet", "blad")]
        case ValueKind.PAIRS:
            return [("name", "onze naam"), ("value", "in uw lijst")]
    return [(column.key.path, column.label) for column in each.columns]


def _said(each: SettingField, name: str, text: str) -> str:
    column = next((one for one in each.columns if one.key.path == name), None)
    if column is None:
        return text
    if column.kind is ValueKind.YES_NO:
        return "ja" if text else "nee"
    if column.kind is ValueKind.LINES:
        return ", ".join(text.split("\n"))
    return column.called(text)
