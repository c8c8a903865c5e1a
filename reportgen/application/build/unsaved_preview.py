"""A pack and its letter as they would be with files of the event that are not saved yet; nothing is recorded."""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from reportgen.application.build.load_event import EventInputs, load_event
from reportgen.application.workspace import Workspace
from reportgen.config.event_folder import EVENT_FILE
from reportgen.config.settings import load_event_file
from reportgen.config.toml_changes import TomlChanges
from reportgen.config.toml_edit import edited_toml
from reportgen.domain.people.participant import Enrolled, full_name
from reportgen.domain.places.municipality import COUNTRY
from reportgen.errors import SourceError
from reportgen.sources.lists.registrations import ListFile
from reportgen.sources.names.divisions import known_names
from reportgen.sources.texts.own_texts import FOLDER as TEXTS
from reportgen.sources.texts.table_reports import FOLDER as REPORTS
from reportgen.storage.version_index import EARLIER_FOLDER

RESOLUTION = 80
"""Dots an inch of the pictures of pages."""

MAX_SECONDS = 20.0
"""Seconds that a part of the pack may take to print."""

MOST_PEOPLE = 400
"""People up to whom the pack is made among all others; with more it is made as if the participant came alone."""

_HEADINGS = ("Naam", "Functie", "Gemeente", "E-mailadres", "Deelnemerslijst")
EXAMPLE = ("Vera Voorbeeld", "wethouder", "Utrecht", "v.voorbeeld@gemeente.example", "ja")
"""Who the pack is for where there is nobody yet."""

GUEST = ("Vera Voorbeeld", "adviseur", "Voorbeeldbureau", "v.voorbeeld@bureau.example", "ja")
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
        texts: what stands on each page, for who does not see the picture.
        first_pages: the number of the first page of each part, from 1.
    """

    number: int
    name: str
    is_example: bool
    pages: tuple[bytes, ...]
    texts: tuple[str, ...]
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
    from reportgen.render.pdf.page_words import page_texts
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
    texts = tuple(each.text for each in page_texts(pdf)) if pdf else ()
    person = pack.pack.participant
    return PreviewedPack(
        person.number, full_name(person.name), is_example, pages, texts, first_pages, text.subject, text.text
    )


def _loaded(copy: Workspace, folder: Path, unsaved: UnsavedFiles) -> tuple[EventInputs, bool]:
    """The inputs with one pack, and whether it is that of the example."""
    if len(people := copy.ledger.enrolled(copy.people_key)) > MOST_PEOPLE:
        fitting = [each for each in people if not unsaved.guest or each.code == COUNTRY]
        if one := next((each for each in fitting if each.number == unsaved.number), next(iter(fitting), None)):
            return _alone(copy, _row_of(one), one.number), False
        return _alone(copy, GUEST), True
    lists = [ListFile(folder / os.path.relpath(path, copy.folder), sheet) for path, sheet in copy.settings.lists]
    with suppress(SourceError):
        inputs = load_event(copy, lists, only=unsaved.number)
        if unsaved.guest and not any(each.pack.participant.code == COUNTRY for each in inputs.packs):
            guest = next((each.number for each in inputs.participants if each.code == COUNTRY), None)
            inputs = load_event(copy, lists, only=guest) if guest else replace(inputs, packs=())
        if inputs.packs:
            return inputs, False
    return _alone(copy, GUEST if unsaved.guest else EXAMPLE), True


def _alone(copy: Workspace, row: Sequence[str], number: int = 0) -> EventInputs:
    """The inputs where the list has one row; what event.toml says of columns and words is for other lists."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([_HEADINGS, row])
    path = copy.folder / "een.csv"
    _replace(path, out.getvalue().encode("utf-8-sig"))
    text = (copy.folder / EVENT_FILE).read_text("utf-8-sig")
    _replace(copy.folder / EVENT_FILE, edited_toml(text, TomlChanges({("columns",): None, ("status",): None})).encode())
    loaded = load_event_file(copy.folder, copy.loaded.kind)
    return load_event(replace(copy, loaded=loaded), [ListFile(path)], only=number)


def _row_of(person: Enrolled) -> tuple[str, ...]:
    details = dict(person.details)
    place = details.get("organisation") or known_names().get(person.code, "")
    return (person.name, details.get("function", ""), place, person.email, "ja")


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
