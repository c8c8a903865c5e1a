"""A new event: its folder with everything an organiser fills in, from nothing or from an event that was."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from reportgen.config.edit_event_toml import event_toml_for_next, event_toml_with_list
from reportgen.config.event_folder import EVENT_FILE, PROGRAMME_FILE, is_event_key
from reportgen.config.settings import Settings, load_event_file
from reportgen.domain.identifiers import BRIEFING
from reportgen.errors import UsageError
from reportgen.render.content.kind_templates import TEMPLATES_FOLDER as TEMPLATES_OF_KINDS
from reportgen.render.content.resources import TEMPLATES
from reportgen.sources.texts.own_texts import FIELD_BY_FILE, FOLDER

STARTERS = TEMPLATES / "event"

LIST = "deelnemers.csv"
"""The list a new event begins with: headings and nobody."""

COPIED_FILES = (EVENT_FILE, PROGRAMME_FILE)
"""Files that go along to the next event, with its texts, logo and certificate; any other may hold people."""


def new_event(folder: Path) -> tuple[str, ...]:
    """Makes the folder of a new event; gives the names of the files in it.

    Raises:
        UsageError: the folder is there already, or its name cannot be an event's key.
    """
    _may_be_made(folder)
    folder.mkdir(parents=True)
    files = sorted(path for path in STARTERS.iterdir() if path.is_file())
    for path in files:
        (folder / path.name).write_bytes(path.read_bytes())
    return tuple(path.name for path in files)


def next_event(folder: Path, earlier: Path) -> tuple[str, ...]:
    """Makes the folder of a new event from an earlier one: its texts, types and style, and none of its people.

    Where the folder's name begins with a day, the event is on that day, and letters leave as long before it as then.

    Raises:
        ReportgenError: the folder cannot be made, or the earlier event cannot be read.
    """
    _may_be_made(folder)
    settings = load_event_file(earlier).settings
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for path in _what_goes_along(earlier, settings):
        inside = path.relative_to(earlier)
        (part / inside).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, part / inside)
    text = (earlier / EVENT_FILE).read_text("utf-8")
    for place, (path, _) in enumerate(settings.lists):
        name = f"{path.stem}.csv"
        shutil.copyfile(STARTERS / LIST, part / name)
        text = event_toml_with_list(text, place, name)
    (part / EVENT_FILE).write_text(event_toml_for_next(text, _day_in(folder.name)), "utf-8")
    part.rename(folder)
    return tuple(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()))


def _may_be_made(folder: Path) -> None:
    if not is_event_key(folder.name):
        raise UsageError(
            f"'{folder.name}' cannot be an event's key: small letters, digits and hyphens only",
            todo="for example: reportgen new data/events/2019-05-16-wonen",
        )
    if folder.exists():
        raise UsageError("There is something by this name already", where=str(folder), todo="choose another name")


def _what_goes_along(earlier: Path, settings: Settings) -> Iterator[Path]:
    """The files that say how an event is; those that are not there are left out, as are those from elsewhere."""
    kinds = [kind for kind in load_event_file(earlier).kinds if kind != BRIEFING]
    folders = [earlier / FOLDER, *(earlier / FOLDER / kind for kind in kinds)]
    named = [earlier / name for name in COPIED_FILES] + [folder / name for folder in folders for name in FIELD_BY_FILE]
    named += [path for kind in kinds for path in sorted((earlier / TEMPLATES_OF_KINDS / kind).glob("[!.~]*"))]
    named += [settings.logo[0]] if settings.logo else []
    named += [Path(settings.server.ca_file)] if settings.server and settings.server.ca_file else []
    yield from (path for path in named if path.is_file() and path.is_relative_to(earlier))


def _day_in(name: str) -> date | None:
    """The day that the name of a folder begins with, if it does."""
    found = re.match(r"(\d{4})-(\d{2})-(\d{2})(?!\d)", name)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
