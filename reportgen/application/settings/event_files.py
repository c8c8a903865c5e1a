"""The files of an event that are text: which there are, what is wrong in one, and where; also before it is saved."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from reportgen.application.figures.event_figures import event_figures
from reportgen.application.lists.read_lists import listed_rows
from reportgen.application.settings.faults import setting_faults
from reportgen.application.settings.outside_files import leads_out, named_files
from reportgen.config.event_folder import EVENT_FILE, MAX_BYTES, programme_file
from reportgen.config.paths import Paths
from reportgen.config.settings import LoadedEvent, load_event_file
from reportgen.config.toml_edit import MARK
from reportgen.config.toml_lines import line_of
from reportgen.errors import FOREIGN_FAULTS, ReportgenError
from reportgen.render.content.words import settings_words
from reportgen.sources.lists.programme import programme_in
from reportgen.sources.texts.own_texts import with_own_texts
from reportgen.sources.texts.table_reports import table_reports_in
from reportgen.storage.version_index import EARLIER_FOLDER

TEXT_KINDS = (".toml", ".csv", ".tsv", ".txt")
"""Suffixes of files that are text."""

MAX_DEPTH = 4
"""Folders within the event's folder that are looked into."""

_LEFT = frozenset((EARLIER_FOLDER, "output"))
_LINE = re.compile(r"\bline (\d{1,7})\b")
_CA_FILE = re.compile(r"""^\s*ca_file\s*=\s*["']([^"'\n]*)["']""", re.MULTILINE)
_AT = re.compile(r" \(at line (\d+), column \d+\)$| \(at end of document\)$")


@dataclass(frozen=True, slots=True)
class FileFault:
    """Something that is wrong in a file.

    Attributes:
        line: from 1; 0 where it is about no line.
        text: what, in Dutch; empty where ``error`` says it.
        error: as the program has it; None where ``text`` says it.
        group: slug of the form with settings in which it can be mended; empty where there is none.
    """

    line: int
    text: str
    error: ReportgenError | None = None
    group: str = ""


def text_files(folder: Path) -> dict[str, Path]:
    """The text files of an event by their names from its folder, with ``/`` between folders."""
    return dict(sorted(_text_files(folder, "", 0)))


def decoded(content: bytes) -> str:
    """The text of a file, whatever it was saved as; what is no letter in any encoding is shown as such."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    return text.removeprefix(MARK).replace("\r\n", "\n").replace("\r", "\n")


def settings_text_faults(content: bytes) -> tuple[FileFault, ...]:
    """The faults of an event.toml, with their lines."""
    words = settings_words()
    try:
        if len(content) > MAX_BYTES:
            return (FileFault(0, words["file_fault"]["large"]),)
        text = content.decode().removeprefix(MARK)
        raw = tomllib.loads(text)
    except UnicodeDecodeError as fault:
        return (FileFault(content[: fault.start].count(b"\n") + 1, words["file_fault"]["encoding"]),)
    except tomllib.TOMLDecodeError as fault:
        found = _AT.search(str(fault))
        last = max(1, len(decoded(content).rstrip("\n").split("\n")))
        said = str(fault)[: found.start()] if found else str(fault)
        line = int(found[1]) if found and found[1] else last
        begins = next((each for each in words["toml_fault"] if said.startswith(each)), "")
        return (FileFault(min(line, last), words["toml_fault"].get(begins, words["file_fault"]["other"])),)
    except FOREIGN_FAULTS:
        return (FileFault(0, words["file_fault"]["other"]),)
    return tuple(
        FileFault(line_of(text, each.path), f"{each.label}: {each.text}" if each.label else each.text, None, each.group)
        for each in setting_faults(raw)
    )


def file_faults(folder: Path, name: str, content: bytes, paths: Paths, today: date) -> tuple[FileFault, ...]:
    """What would be wrong in a file of an event if it had this content; what is wrong in others is not told.

    Args:
        name: of the file, one of ``text_files``.
    """
    if name == EVENT_FILE:
        return settings_text_faults(content) or _outside_faults(folder, content) or _trust_faults(folder, content)
    with TemporaryDirectory() as place:
        trial = Path(place) / folder.resolve().name
        _link_but(folder.resolve(), trial, name.split("/"), content)
        for check in _checks(trial, paths, today):
            try:
                check()
            except ReportgenError as fault:
                if Path(name).name in f"{fault.where} {fault.what}":
                    lines = lines_in(fault) or (0,)
                    return tuple(FileFault(line, "", fault) for line in lines[:1])
            except OSError:
                continue
    return ()


def _outside_faults(folder: Path, content: bytes) -> tuple[FileFault, ...]:
    """That a list or a file with figures is not in the event's folder; what event.toml names already may stay.

    A list is read, and written over by another one: who works on the page reaches no other file of the server so.
    """
    try:
        present = _named_files((folder / EVENT_FILE).read_bytes())
    except (OSError, *FOREIGN_FAULTS):
        present = {}
    text = settings_words()["file_fault"]["outside"]
    strange = {each: path for each, path in _named_files(content).items() if each not in present and leads_out(each)}
    return tuple(FileFault(line_of(decoded(content), path), text) for path in dict.fromkeys(strange.values()))


def _trust_faults(folder: Path, content: bytes) -> tuple[FileFault, ...]:
    """That another certificate is to be trusted, which would let another server pose as the mail server.

    Organisers bring files to the event's folder; which certificate counts is changed by who has that folder.
    """
    try:
        present = _certificate((folder / EVENT_FILE).read_bytes())
    except OSError:
        present = ""
    if _certificate(content) in ("", present):
        return ()
    return (FileFault(line_of(decoded(content), ("mail", "ca_file")), settings_words()["file_fault"]["trust"]),)


def _certificate(content: bytes) -> str:
    """The certificate that an event.toml trusts for mail; where it cannot be read, what its line of that name says."""
    text = decoded(content)
    try:
        mail = tomllib.loads(text).get("mail")
    except FOREIGN_FAULTS:
        found = _CA_FILE.search(text)
        return found[1] if found else ""
    return str(mail.get("ca_file", "")) if isinstance(mail, dict) else ""


def _named_files(content: bytes) -> dict[str, tuple[str, str]]:
    """The files that an event.toml names to be read as tables, each with the key that names it."""
    raw = tomllib.loads(decoded(content))
    return {name: path for name, path, _ in named_files(raw)}


def lines_in(fault: ReportgenError) -> tuple[int, ...]:
    """The lines that an error names."""
    return tuple(dict.fromkeys(int(each) for each in _LINE.findall(f"{fault.where} {fault.what}")))


def file_of(fault: ReportgenError, folder: Path) -> str:
    """The name of the text file that an error is about; empty where it names none of the event."""
    said = f"{fault.where} {fault.what}"
    names = [name for name in text_files(folder) if name in said or Path(name).name in said]
    return max(names, key=len, default="")


def _checks(trial: Path, paths: Paths, today: date) -> Iterator[Callable[[], object]]:
    loaded: LoadedEvent | None = None

    def event() -> LoadedEvent:
        nonlocal loaded
        loaded = loaded or load_event_file(trial)
        return loaded

    yield lambda: programme_in(programme_file(trial))
    yield lambda: table_reports_in(trial)
    yield lambda: with_own_texts(event().event, trial, event().kind, event().kinds)
    yield lambda: listed_rows(event().settings)
    yield lambda: event_figures(event(), paths, today)


def _link_but(folder: Path, trial: Path, steps: list[str], content: bytes) -> None:
    """Links everything of a folder into another, with another content for one file."""
    trial.mkdir()
    for each in folder.iterdir():
        if each.name != steps[0]:
            (trial / each.name).symlink_to(each)
    if len(steps) == 1:
        (trial / steps[0]).write_bytes(content)
    else:
        _link_but(folder / steps[0], trial / steps[0], steps[1:], content)


def _text_files(folder: Path, above: str, depth: int) -> Iterator[tuple[str, Path]]:
    try:
        entries = list(folder.iterdir())
    except OSError:
        return
    for each in entries:
        if each.name.startswith((".", "~")) or each.is_symlink() or not each.name.isprintable():
            continue
        if each.is_dir() and depth < MAX_DEPTH and each.name not in _LEFT:
            yield from _text_files(each, f"{above}{each.name}/", depth + 1)
        elif each.suffix.casefold() in TEXT_KINDS and each.is_file() and each.stat().st_size <= MAX_BYTES:
            yield f"{above}{each.name}", each
