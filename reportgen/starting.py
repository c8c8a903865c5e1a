"""A new event: its folder with everything an organiser fills in."""

from __future__ import annotations

from pathlib import Path

from reportgen import config
from reportgen.errors import UsageError
from reportgen.render.resources import TEMPLATES

STARTERS = TEMPLATES / "event"


def new_event(folder: Path) -> tuple[str, ...]:
    """Makes the folder of a new event; gives the names of the files in it.

    Raises:
        UsageError: the folder is there already, or its name cannot be an event's key.
    """
    if not config.is_key(folder.name):
        raise UsageError(
            f"'{folder.name}' cannot be an event's key: small letters, digits and hyphens only",
            todo="for example: reportgen new data/events/2019-05-16-wonen",
        )
    if folder.exists():
        raise UsageError("There is something by this name already", where=str(folder), todo="choose another name")
    folder.mkdir(parents=True)
    files = sorted(path for path in STARTERS.iterdir() if path.is_file())
    for path in files:
        (folder / path.name).write_bytes(path.read_bytes())
    return tuple(path.name for path in files)
