"""An event's folder: the names of its files, event.toml as plain TOML, and the key of the event."""

from __future__ import annotations

import stat
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

from reportgen.domain.identifiers import BRIEFING, KIND_SEPARATOR, pack_key
from reportgen.errors import ConfigurationError, UsageError, foreign_faults_as
from reportgen.i18n.message import said

EVENTS = Path("data/events")
"""The folder with the folders of events where nothing else is said."""

EVENT_FILE = "event.toml"
PROGRAMME_FILE = "programma.csv"

PROGRAMME_WORKBOOKS = ("programma.xlsx", "programma.ods")
"""What the programme may be as well."""

MAX_BYTES = 1_000_000
"""Bytes of event.toml; that of a meeting with everything in it has ten thousand."""


def parsed_event_toml(folder: Path) -> dict[str, Any]:
    """The content of event.toml, not validated.

    Raises:
        ConfigurationError: there is no event.toml, it is not TOML, or the folder's name cannot be an event's key.
    """
    path = folder / EVENT_FILE
    try:
        with foreign_faults_as(ConfigurationError, "event.toml cannot be read", where=str(path), todo="mend that line"):
            raw = tomllib.loads(_text(path))
    except FileNotFoundError:
        raise ConfigurationError(
            "This is no event: it has no event.toml",
            where=str(folder),
            todo="name an event's folder, or start one with: reportgen new FOLDER",
        ) from None
    except OSError as fault:
        raise ConfigurationError(
            said("This is no event: event.toml cannot be read ({reason})", reason=fault),
            where=str(folder),
            todo="name an event's folder, or start one with: reportgen new FOLDER",
        ) from None
    if not is_event_key(folder.resolve().name):
        raise ConfigurationError(
            "The folder's name is the event's key, and may hold small letters, digits and single hyphens only",
            where=str(folder),
            todo="rename the folder, for example to 2019-05-16-wonen",
        )
    return raw


def _text(path: Path) -> str:
    """The text of a file of an event.

    Raises:
        ConfigurationError: it is no file, or far too large.
        OSError: it cannot be read.
    """
    found = path.stat()
    if not stat.S_ISREG(found.st_mode) or found.st_size > MAX_BYTES:
        raise ConfigurationError(
            said("event.toml is no file of at most {most} MB", most=MAX_BYTES // 1000000),
            where=str(path),
            todo="put it back",
        )
    return path.read_text("utf-8")


def programme_file(folder: Path) -> Path:
    """The programme of an event: CSV, or a workbook; that it is there is not checked.

    Raises:
        ConfigurationError: there are several, and nothing says which counts.
    """
    there = [path for name in (PROGRAMME_FILE, *PROGRAMME_WORKBOOKS) if (path := folder / name).exists()]
    if len(there) > 1:
        raise ConfigurationError(
            said("There is more than one programme: {name}", name=", ".join(path.name for path in there)),
            where=str(folder),
            todo="remove all but the one that counts",
        )
    return there[0] if there else folder / PROGRAMME_FILE


def pack_key_in(folder: Path, kind: str = BRIEFING) -> str:
    """The key of a kind of pack of an event; the rest of event.toml is not validated.

    Raises:
        ConfigurationError: the folder has no readable event.toml.
        UsageError: the event has no such kind of pack.
    """
    tables = parsed_event_toml(folder).get("pack", [])
    named = [each.get("kind") for each in tables if isinstance(each, dict)] if isinstance(tables, list) else []
    check_kind(kind, (BRIEFING, *(str(each) for each in named)), folder)
    return pack_key(folder.resolve().name, kind)


def check_kind(kind: str, kinds: Collection[str], folder: Path) -> None:
    """Checks that an event has a kind of pack.

    Raises:
        UsageError: it does not.
    """
    if kind not in kinds:
        raise UsageError(
            said(
                "The event has no packs of the kind '{kind}'; it has {kinds}",
                kind=kind,
                kinds=", ".join(dict.fromkeys(kinds)),
            ),
            where=str(folder / EVENT_FILE),
            todo=said('name one of these, or add a table [[pack]] with kind = "{kind}"', kind=kind),
        )


def is_event_key(name: str) -> bool:
    """Whether the name of a folder can be an event's key, which goes into file names and Message-IDs."""
    return (
        bool(name)
        and KIND_SEPARATOR not in name
        and all(char.isascii() and (char.islower() or char.isdigit() or char == "-") for char in name)
    )
