"""Reports of what was discussed at the tables: files in the folder verslagen/ of an event, one for each table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reportgen.domain.finding import Place
from reportgen.domain.programme.placeholders import EventText
from reportgen.sources.texts.text_files import content_of, refuse_faults, text_files_in, text_in

FOLDER = "verslagen"

MAX_LENGTH = 20_000
"""Characters of one report: some six pages."""

_NAME = re.compile(r"tafel[-_ ]?0*([1-9]\d{0,3})\.(txt|md)", re.IGNORECASE)


def table_reports_in(event: Path) -> dict[int, str]:
    """The reports of an event's folder, by table; paragraphs, heads (``# ``) and items of a list (``- ``) stand apart.

    Raises:
        ConfigurationError: a file is of no table, of one that has a report already, cannot be read, or is too long;
            all of them at once.
    """
    folder = event / FOLDER
    found: dict[int, str] = {}
    faults: list[str] = []
    for path in text_files_in(folder):
        match = _NAME.fullmatch(path.name)
        if match is None:
            faults.append(f"{path.name} is of no table (name it for example tafel-3.txt)")
            continue
        table = int(match[1])
        if table in found:
            faults.append(f"{path.name} is a second report of table {table}")
            continue
        try:
            text = text_in(content_of(path))
        except ValueError as fault:
            faults.append(str(fault))
            continue
        found[table] = "\n\n".join(_paragraphs(text))
        if len(found[table]) > MAX_LENGTH:
            faults.append(f"{path.name} has {len(found[table])} signs; {MAX_LENGTH} is the most")
    refuse_faults(folder, faults)
    return found


def report_texts(event: Path) -> Iterator[EventText]:
    """Each line of the reports of an event; files that cannot be read have none."""
    for each in report_files_in(event):
        for line, content in enumerate(each.text.split("\n"), 1):
            if each.table and content.strip():
                yield EventText(Place(f"{FOLDER}/{each.name}", line), content.strip(), "verslag")


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A file in the folder with reports, whatever it holds.

    Attributes:
        table: that it is of; 0 for one whose name says none.
        text: as it is in the file; empty where it cannot be read.
        readable: whether it can be read as a text.
    """

    name: str
    table: int
    text: str
    readable: bool = True


def report_files_in(event: Path) -> tuple[ReportFile, ...]:
    """The files in the folder with reports, by table and name; nothing is refused."""
    found = []
    for path in text_files_in(event / FOLDER):
        match = _NAME.fullmatch(path.name)
        try:
            text, readable = text_in(content_of(path)), True
        except ValueError:
            text, readable = "", False
        found.append(ReportFile(path.name, int(match[1]) if match else 0, text, readable))
    return tuple(sorted(found, key=lambda each: (each.table, each.name)))


def report_paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a report; a head begins with ``# `` and an item of a list with ``- ``."""
    return tuple(_paragraphs(text))


def _paragraphs(text: str) -> Iterator[str]:
    """Paragraphs with their lines joined; a head and an item of a list begin one, whatever stands before it."""
    lines: list[str] = []
    for line in (*text.split("\n"), ""):
        said = " ".join(line.split())
        mark = re.match(r"(#+|[-*•–]) ", said)
        if lines and (not said or mark or lines[0].startswith("# ")):
            yield " ".join(lines)
            lines = []
        if mark:
            said = f"{'# ' if mark[1].startswith('#') else '- '}{said[mark.end() :]}"
        if said:
            lines.append(said)
