"""Creates the folder of a new event: the files an organiser fills in, empty or from an earlier event."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from reportgen.config.edit_event_toml import event_toml_for_next, event_toml_with_list
from reportgen.config.event_folder import EVENT_FILE, PROGRAMME_FILE, is_event_key
from reportgen.config.settings import Settings, load_event_file
from reportgen.domain.identifiers import BRIEFING
from reportgen.domain.programme.schedule import day_in_name
from reportgen.errors import UsageError
from reportgen.render.content.kind_templates import TEMPLATES_FOLDER as TEMPLATES_OF_KINDS
from reportgen.render.content.resources import TEMPLATES
from reportgen.sources.texts.own_texts import FIELD_BY_FILE, FOLDER

STARTERS = TEMPLATES / "event"

LIST = "deelnemers.csv"
"""The list of a new event: headings only."""

COPIED_FILES = (EVENT_FILE, PROGRAMME_FILE)
"""Files copied to the next event, beside its texts, logo and certificate; other files may name people."""


def new_event(folder: Path) -> tuple[str, ...]:
    """Makes the folder of a new event; returns the names of its files.

    Where the folder's name begins with a day, the event is on that day, and its delivery window is the week before.

    Raises:
        UsageError: the folder exists, or its name is no valid event key.
    """
    _check_new_folder(folder)
    folder.mkdir(parents=True)
    files = sorted(path for path in STARTERS.iterdir() if path.is_file())
    for path in files:
        (folder / path.name).write_bytes(path.read_bytes())
    event_file = folder / EVENT_FILE
    event_file.write_text(event_toml_for_next(event_file.read_text("utf-8"), day_in_name(folder.name)), "utf-8")
    return tuple(path.name for path in files)


def next_event(folder: Path, earlier: Path) -> tuple[str, ...]:
    """Makes the folder of a new event from an earlier one: its texts, types and style, without its people.

    Where the folder's name begins with a date, the event is on that day, and the delivery window moves with it.

    Raises:
        ReportgenError: the folder cannot be made, or the earlier event cannot be read.
    """
    _check_new_folder(folder)
    settings = load_event_file(earlier).settings
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for path in _files_to_copy(earlier, settings):
        inside = path.relative_to(earlier)
        (part / inside).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, part / inside)
    text = (earlier / EVENT_FILE).read_text("utf-8")
    for place, (path, _) in enumerate(settings.lists):
        name = f"{path.stem}.csv"
        shutil.copyfile(STARTERS / LIST, part / name)
        text = event_toml_with_list(text, place, name)
    (part / EVENT_FILE).write_text(event_toml_for_next(text, day_in_name(folder.name)), "utf-8")
    part.rename(folder)
    return tuple(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()))


def _check_new_folder(folder: Path) -> None:
    if not is_event_key(folder.name):
        raise UsageError(
            f"'{folder.name}' cannot be an event's key: small letters, digits and hyphens only",
            todo="for example: reportgen new data/events/2019-05-16-wonen",
        )
    if folder.exists():
        raise UsageError("There is something by this name already", where=str(folder), todo="choose another name")


def _files_to_copy(earlier: Path, settings: Settings) -> Iterator[Path]:
    """The files of an event without people; files outside its folder are left out."""
    kinds = [kind for kind in load_event_file(earlier).kinds if kind != BRIEFING]
    folders = [earlier / FOLDER, *(earlier / FOLDER / kind for kind in kinds)]
    named = [earlier / name for name in COPIED_FILES] + [folder / name for folder in folders for name in FIELD_BY_FILE]
    named += [path for kind in kinds for path in sorted((earlier / TEMPLATES_OF_KINDS / kind).glob("[!.~]*"))]
    named += [settings.logo[0]] if settings.logo else []
    named += [Path(settings.server.ca_file)] if settings.server and settings.server.ca_file else []
    yield from (path for path in named if path.is_file() and path.is_relative_to(earlier))
