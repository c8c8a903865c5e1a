"""What the columns of the lists are, by choice of an organiser; the choice is kept with the event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reportgen.application.lists.read_lists import vocabulary_of
from reportgen.application.workspace import Workspace
from reportgen.config.edit_event_toml import event_toml_with_columns
from reportgen.config.event_folder import EVENT_FILE
from reportgen.config.settings import Settings, load_event_file
from reportgen.errors import ConfigurationError, SourceError
from reportgen.sources.lists.columns import HEADINGS, plain_heading
from reportgen.sources.lists.seen_columns import SeenColumn, by_field, seen_columns
from reportgen.sources.lists.sheets import ReadOptions
from reportgen.storage.file_stamp import FileStamp, stamp_of
from reportgen.storage.versions import replace_file

Columns = dict[str, tuple[str, ...]]
"""Headings of lists by the name of a field, as in event.toml."""


@dataclass(frozen=True, slots=True)
class ColumnsOfList:
    """The columns of one list.

    Attributes:
        place: index of the event's list, from 0.
        fault: why it cannot be read as a table; then it has no columns.
    """

    place: int
    name: str
    columns: tuple[SeenColumn, ...]
    fault: SourceError | None = None


def columns_of_lists(
    settings: Settings, own: Mapping[str, Sequence[str]], instead: Mapping[int, tuple[Path, str]]
) -> list[ColumnsOfList]:
    """The columns of all lists of an event.

    Args:
        own: the organiser's own words for columns.
        instead: a file to look at in the place of a list, and its name.
    """
    found = []
    for place, (path, sheet) in enumerate(settings.lists):
        there, name = instead.get(place, (path, path.name))
        try:
            words = tuple((ours, tuple(theirs)) for ours, theirs in own.items())
            columns = _seen(stamp_of(there), there, sheet, words, vocabulary_of(settings).options)
            found.append(ColumnsOfList(place, name, columns))
        except SourceError as fault:
            found.append(ColumnsOfList(place, name, (), fault))
    return found


@lru_cache(maxsize=16)
def _seen(
    stamp: FileStamp, path: Path, sheet: str, own: tuple[tuple[str, tuple[str, ...]], ...], options: ReadOptions
) -> tuple[SeenColumn, ...]:
    """The columns of a list, which is read again once it was written again."""
    return tuple(seen_columns(path, sheet, dict(own), options))


def chosen_columns(
    own: Mapping[str, Sequence[str]], lists: Sequence[ColumnsOfList], place: int, chosen: Mapping[str, str]
) -> Columns:
    """The organiser's words for columns, with what was chosen for one list; headings that no list has are dropped.

    Args:
        chosen: field by heading; empty for a column that is not read.
    """
    fields = without_absent(own, lists)
    mine = next((each.columns for each in lists if each.place == place), ())
    for column in mine:
        if column.heading not in chosen:
            continue
        field, plain = chosen[column.heading], plain_heading(column.heading)
        for headings in fields.values():
            headings[:] = [each for each in headings if plain_heading(each) != plain]
        if field and (field != column.usual or fields.get(field) == []):
            fields.setdefault(field, []).append(column.heading)
        if not field and column.usual and column.usual not in chosen.values() and not fields.get(column.usual):
            fields[column.usual] = []
    emptied = {each for each, headings in by_field(own).items() if headings}
    kept = {field: tuple(headings) for field, headings in fields.items() if headings or field not in emptied}
    return {_name_in(own, field): headings for field, headings in kept.items()}


def without_absent(own: Mapping[str, Sequence[str]], lists: Sequence[ColumnsOfList]) -> dict[str, list[str]]:
    """The organiser's words by field, without headings that are in no list that can be read."""
    if any(each.fault for each in lists):
        return by_field(own)
    there = {plain_heading(column.heading) for each in lists for column in each.columns}
    fields = {}
    for field, headings in by_field(own).items():
        present = [heading for heading in headings if plain_heading(heading) in there]
        if present or not headings:
            fields[field] = present
    return fields


def twice_chosen(chosen: Mapping[str, str]) -> dict[str, list[str]]:
    """The fields that were chosen for more than one column, with the headings of these."""
    by: dict[str, list[str]] = {}
    for heading, field in chosen.items():
        if field:
            by.setdefault(field, []).append(heading)
    return {field: headings for field, headings in by.items() if len(headings) > 1}


def write_columns(workspace: Workspace, columns: Columns, who: str, stand: str | None = None) -> None:
    """Keeps what the columns are in event.toml.

    Args:
        stand: SHA-256 that the file must still have.

    Raises:
        ChangedMeanwhile: somebody else changed it.
        ConfigurationError: it cannot be changed so.
    """
    folder = workspace.folder
    text = (folder / EVENT_FILE).read_text("utf-8")
    changed = event_toml_with_columns(text, columns)
    replace_file(folder, EVENT_FILE, changed.encode(), who, workspace.moment, "kolommen van de lijst", stand)
    kept = by_field(load_event_file(folder).settings.columns)
    if {field: [*headings] for field, headings in by_field(columns).items()} != kept:
        raise ConfigurationError("event.toml names other columns than were written", where=str(folder / EVENT_FILE))


def _name_in(own: Mapping[str, Sequence[str]], field: str) -> str:
    """What the organiser's own table calls a field; the usual heading where it does not."""
    return next((ours for ours in own if field in by_field({ours: ["x"]})), HEADINGS[field][0])
