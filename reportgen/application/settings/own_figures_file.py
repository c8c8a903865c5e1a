"""Brings a file with own figures into a meeting: it is tried first, and is one of the meeting's files afterwards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePosixPath, PureWindowsPath
from tempfile import TemporaryDirectory

from reportgen.application.figures.event_figures import event_figures
from reportgen.application.settings.choices import TABLE_KINDS
from reportgen.application.settings.edit_settings import settings_file
from reportgen.config.event_folder import EVENT_FILE
from reportgen.config.paths import Paths
from reportgen.config.settings import load_event_file
from reportgen.config.toml_changes import TomlChanges
from reportgen.config.toml_edit import edited_toml
from reportgen.domain.finding import Finding
from reportgen.errors import UsageError
from reportgen.storage.versions import replace_file

OWN = ("figures", "own")
"""Where event.toml names the files."""


@dataclass(frozen=True, slots=True)
class OwnFiguresFile:
    """What came of it: the name that the file has now, and findings about the own figures."""

    name: str
    findings: tuple[Finding, ...]


def bring_own_figures(
    folder: Path, name: str, content: bytes, instead: str, paths: Paths, who: str, at: datetime
) -> OwnFiguresFile:
    """Puts a file with own figures in the place of one, or beside those there are.

    Args:
        name: of the uploaded file, whose kind counts and nothing else.
        instead: which of the meeting's files it replaces; empty for none.

    Raises:
        UsageError: it is empty, or no table, or the meeting has no subject.
        ReportgenError: it cannot be read as own figures; nothing was changed.
    """
    kind = PurePosixPath(PureWindowsPath(name).name).suffix.casefold()
    if kind not in TABLE_KINDS or not content:
        raise UsageError("There is no file with figures", todo="choose a file in CSV, Excel or ODS")
    file = settings_file(folder)
    figures = file.raw.get("figures")
    figures = figures if isinstance(figures, dict) else {}
    if figures.get("subject") == "":
        raise UsageError(
            "Own figures go with a subject, and this meeting has none",
            todo="choose one under Subject and save it first",
        )
    given = figures.get("own", [])
    named = [each if isinstance(each, str) else str(each.get("file", "")) for each in given]
    place = named.index(instead) if instead in named else None
    kept = place is not None and PurePosixPath(instead).suffix.casefold() == kind and "/" not in instead
    new = instead if kept else _free_name(folder, kind, content, named)
    own = list(given)
    if place is None:
        own.append(new)
    elif not kept:
        own[place] = new
    text = file.text if own == given else edited_toml(file.text, TomlChanges({OWN: own}))
    findings = _tried(folder, new, content, text, paths, at.date())
    replace_file(folder, new, content, who, at, "eigen cijfers")
    if text != file.text:
        replace_file(folder, EVENT_FILE, text.encode(), who, at, "eigen cijfers", file.digest)
    return OwnFiguresFile(new, findings)


def own_figure_files(folder: Path) -> tuple[str, ...]:
    """The names of the files with own figures that a meeting has."""
    return tuple(
        path.relative_to(folder).as_posix()
        for path, _ in load_event_file(folder).settings.own_figures
        if path.is_relative_to(folder)
    )


def _free_name(folder: Path, kind: str, content: bytes, named: Sequence[str]) -> str:
    """A name that no file has, whatever its kind, or that of one with this content that event.toml does not name."""
    for each in folder.glob(f"eigen-cijfers*{kind}"):
        if each.name not in named and each.is_file() and each.read_bytes() == content:
            return each.name
    names = {re.sub(r"\.[^.]*$", "", path.name).casefold() for path in folder.iterdir()}
    number = 1
    while (name := f"eigen-cijfers{f'-{number}' if number > 1 else ''}") in names:
        number += 1
    return f"{name}{kind}"


def _tried(folder: Path, name: str, content: bytes, text: str, paths: Paths, today: date) -> tuple[Finding, ...]:
    """The findings about a meeting with the file in it.

    Raises:
        ReportgenError: it cannot be read.
    """
    with TemporaryDirectory() as place:
        trial = Path(place) / folder.resolve().name
        trial.mkdir()
        for each in folder.resolve().iterdir():
            if each.name not in (name, EVENT_FILE):
                (trial / each.name).symlink_to(each)
        (trial / name).write_bytes(content)
        (trial / EVENT_FILE).write_text(text, "utf-8", newline="")
        found = event_figures(load_event_file(trial), paths, today).findings
    return tuple(each for each in found if each.code.startswith("own-"))
