"""Two people change the same settings at once: what each did, and what stands in the form of the second."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reportgen.application.settings.differences import said_value
from reportgen.application.settings.form_values import FormRow, FormValues, rows_in, value_in
from reportgen.application.settings.groups import SettingGroup


@dataclass(frozen=True, slots=True)
class Merged:
    """A form in which both are.

    Attributes:
        values: what stands in it: what the second typed, and where they typed nothing what the first made of it.
        theirs: fields that the first changed.
        conflicts: those of them that the second changed too, and otherwise.
    """

    values: FormValues
    theirs: tuple[str, ...]
    conflicts: tuple[str, ...]


def merged(group: SettingGroup, base: FormValues | None, now: FormValues, typed: FormValues) -> Merged:
    """Merges a form that was filled from an earlier version with what is there now.

    Args:
        base: what the form said when it was opened; None where that is not known, so that all that differs conflicts.
    """
    texts: dict[str, str] = {}
    rows: dict[str, tuple[FormRow, ...]] = {}
    theirs, conflicts = [], []
    for each in group.fields:
        name = each.name
        if each.is_rows:
            mine, there = typed.rows.get(name, now.rows[name]), now.rows[name]
            before = base.rows[name] if base else None
            same = _cells(mine) == _cells(there)
            touched = before is None or _cells(mine) != _cells(before)
            rows[name] = _placed(mine, there, before) if touched and not same else there
        else:
            text, there_text = typed.texts.get(name, now.texts[name]), now.texts[name]
            before_text = base.texts[name] if base else None
            same = text.strip() == there_text.strip()
            touched = before_text is None or text.strip() != before_text.strip()
            texts[name] = text if touched else there_text
        changed = base is not None and (
            now.rows.get(name) != base.rows.get(name) or now.texts.get(name) != base.texts.get(name)
        )
        if changed or (base is None and not same):
            theirs.append(name)
            if touched and not same:
                conflicts.append(name)
    return Merged(FormValues(texts, rows), tuple(theirs), tuple(conflicts))


def said_conflicts(group: SettingGroup, both: Merged, raw: Mapping[str, Any]) -> dict[str, str]:
    """What event.toml says now of each field that is in conflict, in words, by the name of the field."""
    return {
        each.name: said_value(each, value_in(raw, each.key))
        if not each.is_rows
        else "; ".join(" – ".join(cell for cell in row.cells.values() if cell) for row in rows_in(each, raw))
        for each in group.fields
        if each.name in both.conflicts
    }


def with_theirs(typed: FormValues, now: FormValues, names: Collection[str]) -> FormValues:
    """What the second typed, with what the first made of the fields of which that was chosen.

    Args:
        now: what there is now.
        names: of these fields.
    """
    return FormValues(
        {name: now.texts[name] if name in names else text for name, text in typed.texts.items()},
        {name: now.rows[name] if name in names else rows for name, rows in typed.rows.items()},
    )


def _placed(mine: Sequence[FormRow], there: Sequence[FormRow], before: Sequence[FormRow] | None) -> tuple[FormRow, ...]:
    """Rows with the places that they have in the file now."""
    if before is not None and _cells(before) == _cells(there):
        return tuple(mine)
    places: dict[str, int] = {_title(row.cells): at for at, row in reversed(list(enumerate(there)))}
    used: set[int] = set()
    found = []
    for row in mine:
        title = _title(row.cells)
        if before is not None and row.origin is not None and row.origin < len(before):
            title = _title(before[row.origin].cells) if title not in places else title
        at = places.get(title)
        found.append(replace(row, origin=None if at is None or at in used else at))
        used |= set() if at is None else {at}
    return tuple(found)


def _cells(rows: Sequence[FormRow]) -> list[Mapping[str, str]]:
    return [row.cells for row in rows]


def _title(cells: Mapping[str, str]) -> str:
    return next(iter(cells.values()), "")
