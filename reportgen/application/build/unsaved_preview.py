"""A pack and its letter as they would be with files of the event that are not saved yet; nothing is recorded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from reportgen.application.build.load_event import EventInputs, load_event
from reportgen.application.workspace import Workspace
from reportgen.config.event_folder import EVENT_FILE
from reportgen.config.settings import load_event_file
from reportgen.config.toml_edit import TomlChanges, edited_toml
from reportgen.domain.people.participant import full_name
from reportgen.domain.places.municipality import COUNTRY
from reportgen.errors import SourceError
from reportgen.sources.lists.registrations import ListFile
from reportgen.sources.texts.own_texts import FOLDER as TEXTS
from reportgen.sources.texts.table_reports import FOLDER as REPORTS
from reportgen.storage.version_index import EARLIER_FOLDER

RESOLUTION = 80
"""Dots an inch of the pictures of pages."""

MAX_SECONDS = 20.0
"""Seconds that a part of the pack may take to print."""

_HEADINGS = "Voorletters;Achternaam;Functie;Gemeente;Organisatie;E-mailadres;Deelnemerslijst\n"

EXAMPLE_LIST = f"{_HEADINGS}V.;Voorbeeld;wethouder;Utrecht;;v.voorbeeld@gemeente.example;ja\n"
"""Who the pack is for where there is nobody yet."""

GUEST_LIST = f"{_HEADINGS}V.;Voorbeeld;adviseur;;Voorbeeldbureau;v.voorbeeld@bureau.example;ja\n"
"""The same for a guest."""

_COPIED = (TEXTS, REPORTS)


@dataclass(frozen=True, slots=True)
class UnsavedFiles:
    """What is not saved yet, and for whom the pack is.

    Attributes:
        files: content by name from the event's folder; None for a file that is to go.
        number: of the participant; where nobody has it, the first one.
        guest: whether it has to be a guest.
        printed: whether the pages are wanted; else only the letter, which takes much less time.
    """

    files: Mapping[str, bytes | None]
    number: int = 0
    guest: bool = False
    printed: bool = True


@dataclass(frozen=True, slots=True)
class PreviewedPack:
    """A pack and its letter to look at.

    Attributes:
        name: of the participant.
        is_example: whether nobody is on the list yet, so that they are made up.
        pages: a PNG of each page; none where only the letter was wanted.
        first_pages: the number of the first page of each part, from 1.
    """

    number: int
    name: str
    is_example: bool
    pages: tuple[bytes, ...]
    first_pages: Mapping[str, int]
    subject: str
    letter: str


def preview_unsaved(
    workspace: Workspace, unsaved: UnsavedFiles, progress: Callable[[str, int, int], None] = lambda *_: None
) -> PreviewedPack:
    """The pack and the letter of one participant.

    Args:
        progress: called with the name of a stage, and how many of how many are done.

    Raises:
        ReportgenError: the event, a list or the figures cannot be read, or the pack cannot be printed.
        OSError: a file cannot be read.
    """
    from reportgen.render.content.letter_text import letter_text  # these import the printer: only when needed
    from reportgen.render.pdf.page_images import pictures_of
    from reportgen.render.printing.press import printed_pack_elsewhere

    progress("preview-read", 0, 3)
    with _copy_with(workspace, unsaved.files) as copy:
        inputs, is_example = _loaded(copy, workspace.folder, unsaved)
        (pack,) = inputs.packs
        progress("preview-print", 1, 3)
        limit = min(MAX_SECONDS, workspace.settings.part_timeout)
        pdf = printed_pack_elsewhere(pack.job, limit).pdf if unsaved.printed else b""
        text = letter_text(pack.parts)
        first_pages = {str(part.kind): min(folio for _, folio in part.folios) for part in pack.job.parts}
    progress("preview-draw", 2, 3)
    pages = tuple(pictures_of(pdf, RESOLUTION)) if pdf else ()
    person = pack.pack.participant
    return PreviewedPack(person.number, full_name(person.name), is_example, pages, first_pages, text.subject, text.text)


def _loaded(copy: Workspace, folder: Path, unsaved: UnsavedFiles) -> tuple[EventInputs, bool]:
    """The inputs with one pack, and whether it is that of the example."""
    lists = [ListFile(folder / os.path.relpath(path, copy.folder), sheet) for path, sheet in copy.settings.lists]
    with suppress(SourceError):
        inputs = load_event(copy, lists, only=unsaved.number)
        if unsaved.guest and not any(each.pack.participant.code == COUNTRY for each in inputs.packs):
            guest = next((each.number for each in inputs.participants if each.code == COUNTRY), None)
            inputs = load_event(copy, lists, only=guest) if guest else replace(inputs, packs=())
        if inputs.packs:
            return inputs, False
    example = copy.folder / "voorbeeldlijst.csv"
    example.write_text(GUEST_LIST if unsaved.guest else EXAMPLE_LIST, "utf-8-sig")
    text = (copy.folder / EVENT_FILE).read_text("utf-8")
    plain = edited_toml(text, TomlChanges({("columns",): None, ("status",): None}))
    _replace(copy.folder / EVENT_FILE, plain.encode())
    loaded = load_event_file(copy.folder, copy.loaded.kind)
    return load_event(replace(copy, loaded=loaded), [ListFile(example)], only=0), True


@contextmanager
def _copy_with(workspace: Workspace, files: Mapping[str, bytes | None]) -> Iterator[Workspace]:
    """The event in a folder of its own, for as long as the block runs, with files that are not saved yet.

    What is large stays where it is, behind links.
    """
    folder = workspace.folder.resolve()
    output = workspace.paths.output.resolve()
    with TemporaryDirectory(prefix="reportgen-") as temporary:
        copy = Path(temporary) / folder.name
        copy.mkdir()
        for each in folder.iterdir():
            if each.name == EARLIER_FOLDER or each.resolve() == output:
                continue
            if each.name in _COPIED and each.is_dir():
                shutil.copytree(each, copy / each.name)
            else:
                (copy / each.name).symlink_to(each)
        for name, content in files.items():
            if content is None:
                (copy / name).unlink(missing_ok=True)
            else:
                _replace(copy / name, content)
        yield replace(workspace, loaded=load_event_file(copy, workspace.loaded.kind))


def _replace(path: Path, content: bytes) -> None:
    """Writes a file in the place of a link."""
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
