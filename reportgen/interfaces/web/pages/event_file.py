"""A file of a meeting with what is wrong in it: its text with the lines marked, and a field to mend it in."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from reportgen.application.settings.event_files import (
    FileFault,
    decoded,
    file_faults,
    file_of,
    lines_in,
    settings_text_faults,
    text_files,
)
from reportgen.config.event_folder import EVENT_FILE
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.file_changes import undo_of_change
from reportgen.interfaces.web.request import MAX_TEXT_LENGTH, NotFound, WebRequest, flash
from reportgen.interfaces.web.responses import Page, Redirect, page
from reportgen.interfaces.web.texts.error_messages import STORAGE_FAULTS, error_message
from reportgen.interfaces.web.texts.event_file_names import file_label
from reportgen.storage.ordinary_files import file_bytes
from reportgen.storage.versions import ChangedMeanwhile, replace_file, versions_of

AROUND = 4
"""Lines that are shown before and after one with a fault."""

MAX_EDITABLE = 90_000
"""Bytes of the largest file that is changed in a form: less than a field may have (``MAX_TEXT_LENGTH``)."""

PATH = "/instellingen/bestand"


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    faults: tuple[str, ...]


def event_file(context: WebContext, request: WebRequest) -> Page:
    """The text of a file, with what is wrong in it."""
    name, content = _named(context, request.query.get("naam", ""))
    faults = file_faults(context.folder, name, content, context.paths, context.clock().date())
    return _page(context, request, name, decoded(content), faults, sha256(content).hexdigest())


def save_file(context: WebContext, request: WebRequest) -> Page | Redirect:
    """Checks the text of a file, and saves it where nothing is wrong in it."""
    name, present = _named(context, request.field("naam"))
    text = request.text("tekst")
    if _is_large(decoded(present)) or len(request.fields.get("tekst", [""])[0]) > MAX_TEXT_LENGTH:
        faults = file_faults(context.folder, name, present, context.paths, context.clock().date())
        return _page(
            context, request, name, decoded(present), faults, "", error="Het bestand is te groot om hier te veranderen."
        )
    content, stand = _encoded(text, present), sha256(present).hexdigest()
    faults = file_faults(context.folder, name, content, context.paths, context.clock().date())
    if request.field("stand") != stand:
        return _page(context, request, name, text, faults, stand, theirs=decoded(present))
    if faults:
        return _page(context, request, name, text, faults, stand, refused=True)
    if request.field("doen") == "nakijken":
        return _page(context, request, name, text, (), stand, good=True)
    try:
        with context.writable_ledger() as ledger:
            replace_file(context.folder, name, content, request.organiser, context.clock(), "in de tekst zelf", stand)
            context.record(ledger, request, "settings", file_label(name))
    except ChangedMeanwhile:
        now = file_bytes(context.folder / name)
        digest = sha256(now).hexdigest()
        return _page(context, request, name, text, faults, digest, theirs=decoded(now))
    except STORAGE_FAULTS as error:
        return _page(context, request, name, text, (), stand, error=error_message(error))
    flash(request, f"Bewaard: {file_label(name)}.", undo=undo_of_change(context, name))
    return Redirect("/instellingen" if name == EVENT_FILE else f"{PATH}?naam={name}")


def fault_page(context: WebContext, request: WebRequest, error: ReportgenError) -> Page:
    """What a page shows instead of itself where a file of the meeting cannot be used: that file, with its fault.

    Of a file that is not there, or is no text, only the fault.
    """
    name, faults = _broken_file(context, error)
    if not name:
        return page(context, request, "event_trouble", said=error_message(error))
    content = file_bytes(context.folder / name)
    return _page(context, request, name, decoded(content), faults, sha256(content).hexdigest(), instead=True)


def _broken_file(context: WebContext, error: ReportgenError) -> tuple[str, tuple[FileFault, ...]]:
    try:
        faults = settings_text_faults(file_bytes(context.folder / EVENT_FILE))
    except OSError:
        return "", ()
    if faults:
        return EVENT_FILE, faults
    name = file_of(error, context.folder)
    return name, tuple(FileFault(line, "", error) for line in (lines_in(error) or (0,))[:1])


def _page(
    context: WebContext,
    request: WebRequest,
    name: str,
    text: str,
    faults: tuple[FileFault, ...],
    stand: str,
    *,
    instead: bool = False,
    refused: bool = False,
    good: bool = False,
    error: str = "",
    theirs: str | None = None,
) -> Page:
    said = [(each.line, each.text or (error_message(each.error) if each.error else ""), each.group) for each in faults]
    return page(
        context,
        request,
        "event_file",
        file_name=name,
        label=file_label(name),
        text=text,
        faults=said,
        shown=_lines(text, said),
        stand=stand,
        instead=instead,
        refused=refused,
        good=good,
        editable=not _is_large(text),
        error=error,
        theirs=theirs,
        versions=bool(versions_of(context.folder, name)),
    )


def _is_large(text: str) -> bool:
    """Whether a text is more than a form can send back whole: browsers end lines with two characters."""
    return len(text.encode("utf-8", "replace")) + text.count("\n") > MAX_EDITABLE


def _lines(text: str, faults: list[tuple[int, str, str]]) -> list[_Line]:
    """The lines around those with a fault."""
    lines = text.split("\n")
    wanted = {at for line, *_ in faults if line for at in range(line - AROUND, line + AROUND + 1)}
    return [
        _Line(at, lines[at - 1][:500], tuple(said for line, said, _ in faults if line == at))
        for at in sorted(wanted)
        if 0 < at <= len(lines)
    ]


def _named(context: WebContext, name: str) -> tuple[str, bytes]:
    """A text file of the meeting by its name, and its content.

    Raises:
        NotFound: the meeting has no such text file.
    """
    path: Path | None = text_files(context.folder).get(name)
    if path is None:
        raise NotFound
    return name, file_bytes(path)


def _encoded(text: str, present: bytes) -> bytes:
    """A text as the file has it: with its mark at the beginning and its ends of lines."""
    ends = b"\r\n" if b"\r\n" in present else b"\n"
    whole = text if text.endswith("\n") or not text else f"{text}\n"
    mark = b"\xef\xbb\xbf" if present.startswith(b"\xef\xbb\xbf") else b""
    return mark + whole.encode("utf-8", "replace").replace(b"\n", ends)
