"""Reads the form fields of a pack that was sent back, and whose pack it says it is; such a file is never trusted.

It is read in a process of its own, with bounds on memory and time; nothing in it is run or followed. A file that could
do something by itself in a reader is not read at all: our packs hold no such thing, and no reader adds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from io import BytesIO
from typing import Any

from reportgen.errors import RenderingError
from reportgen.render.pdf.identity import Identity, identity_in
from reportgen.render.processes.executors import ProcessExecutor
from reportgen.render.processes.timeouts import TooSlow, time_limit
from reportgen.render.processes.worker_process import WorkerNotStarted, growth_limited

MAX_BYTES = 25_000_000
"""Bytes of a file that is read; what mail carries."""

MAX_PAGES = 60
MAX_OBJECTS = 20_000
MAX_FIELDS = 500
MAX_DEPTH = 12
"""Levels of fields, and of objects within objects."""

MAX_CHARACTERS = 100_000
"""Characters in one field."""

MAX_SECONDS = 20
"""Seconds one file may take; it takes a tenth."""

MAX_GROWTH = 100_000_000
"""Bytes of memory that reading one file may take: what is packed in it may be a thousand times larger than it is."""

BATCH = 50
"""Files that a worker process gets at a time."""

ACTIVE = frozenset(
    ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/Movie", "/Sound", "/GoToE", "/RichMedia")
)
"""Actions, and kinds of annotations, that do something by themselves."""


class UnreadableForm(StrEnum):
    """Why a file is not read."""

    ACTIVE = "active"  # it holds scripts, or starts something
    LOCKED = "locked"  # it wants a password
    BROKEN = "broken"  # it is no PDF, or not a whole one
    LARGE = "large"  # it is larger than any pack that was filled in, or takes too long
    DIED = "died"  # the process that read it ended, which may be the fault of the machine
    MEMORY = "memory"  # there was no memory to read it


FAILURES = frozenset((UnreadableForm.DIED, UnreadableForm.MEMORY))
"""Reading failed, and may succeed another time; the other reasons lie in the file itself."""


@dataclass(frozen=True, slots=True)
class FilledForm:
    """What a file holds: text by the name of its field, and the identity that is written in it, if any."""

    identity: Identity | None = None
    fields: dict[str, str] = field(default_factory=dict)
    unread: UnreadableForm | None = None


def forms_in(files: Sequence[bytes]) -> list[FilledForm]:
    """What each of these files holds, in the same order."""
    found: list[FilledForm] = [FilledForm(unread=UnreadableForm.BROKEN)] * len(files)
    small = [at for at, content in enumerate(files) if len(content) <= MAX_BYTES]
    for at in set(range(len(files))) - set(small):
        found[at] = FilledForm(unread=UnreadableForm.LARGE)
    for first in range(0, len(small), BATCH):
        batch = [(at, files[at]) for at in small[first : first + BATCH]]
        for at, _ in batch:
            found[at] = FilledForm(unread=UnreadableForm.DIED)
        with suppress(WorkerNotStarted):
            for (at, _), result in ProcessExecutor(1).done(_numbered, batch):
                found[at] = result if isinstance(result, FilledForm) else FilledForm(unread=_reason(result))
    return found


def _reason(fault: Exception) -> UnreadableForm:
    """Why a task gave no result."""
    if isinstance(fault, TooSlow):
        return UnreadableForm.LARGE
    return UnreadableForm.MEMORY if isinstance(fault, MemoryError) else UnreadableForm.DIED


def _numbered(task: tuple[int, bytes]) -> FilledForm:
    import pikepdf  # noqa: F401 - before memory is limited

    with growth_limited(MAX_GROWTH) as is_limited, time_limit(MAX_SECONDS):
        found = form_in(task[1])
    if is_limited and found.unread is UnreadableForm.MEMORY:  # the machine had more
        return FilledForm(unread=UnreadableForm.LARGE)
    return found


def form_in(pdf: bytes) -> FilledForm:
    """What one file holds; to be called in a process that may be killed by it."""
    import pikepdf  # large, and only who gets answers waits for it

    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            if len(document.pages) > MAX_PAGES or len(document.objects) > MAX_OBJECTS:
                return FilledForm(unread=UnreadableForm.LARGE)
            if document.is_encrypted:
                return FilledForm(unread=UnreadableForm.LOCKED)
            if any(_is_active(each, pikepdf, 0) for each in document.objects):
                return FilledForm(unread=UnreadableForm.ACTIVE)
            fields = dict(_fields(document.Root.get("/AcroForm", {}), pikepdf))
            if any(len(text) > MAX_CHARACTERS for text in fields.values()):
                return FilledForm(unread=UnreadableForm.LARGE)
            is_whole = not document.get_warnings()
        identity = _identity(pdf)
        return FilledForm(identity, fields) if identity or is_whole else FilledForm(unread=UnreadableForm.BROKEN)
    except pikepdf.PasswordError:
        return FilledForm(unread=UnreadableForm.LOCKED)
    except MemoryError:
        return FilledForm(unread=UnreadableForm.MEMORY)
    except RenderingError:
        return FilledForm(unread=UnreadableForm.LARGE)
    except Exception:  # whoever made the file may have put anything anywhere
        return FilledForm(unread=UnreadableForm.BROKEN)


def _identity(pdf: bytes) -> Identity | None:
    try:
        return identity_in(pdf)
    except MemoryError:
        raise
    except Exception:  # as above
        return None


def _is_active(value: Any, library: Any, depth: int) -> bool:
    """Whether an object does something by itself, or holds one that does; those it refers to come by themselves."""
    if depth > MAX_DEPTH:
        return True  # nothing of ours is so deep
    if isinstance(value, library.Stream):
        value = value.stream_dict
    if isinstance(value, library.Dictionary):
        marks = {str(value.get(name)) for name in ("/S", "/Subtype") if isinstance(value.get(name), library.Name)}
        if marks & ACTIVE or "/JS" in value or "/XFA" in value or "/EmbeddedFiles" in value:
            return True
        return any(_is_active(each, library, depth + 1) for each in value.as_dict().values() if _is_inside(each))
    if isinstance(value, library.Array):
        return any(_is_active(each, library, depth + 1) for each in value if _is_inside(each))
    return False


def _is_inside(value: Any) -> bool:
    """Whether a value stands within another one, as an object that may hold more."""
    return hasattr(value, "is_indirect") and not value.is_indirect


def _fields(form: Any, library: Any) -> Iterator[tuple[str, str]]:
    """Every field with its text, by its full name."""
    ahead = [("", each, 0) for each in form.get("/Fields", ())]
    seen: set[tuple[int, int]] = set()
    for _ in range(MAX_FIELDS):
        if not ahead:
            return
        above, each, depth = ahead.pop(0)
        if not isinstance(each, library.Dictionary) or depth > MAX_DEPTH or (each.is_indirect and each.objgen in seen):
            continue
        seen.add(each.objgen)
        own = str(each.get("/T", ""))
        name = f"{above}.{own}" if above and own else above or own
        if name and (value := each.get("/V")) is not None:
            yield name, _value(value, library)
        ahead += [(name, kid, depth + 1) for kid in each.get("/Kids", ())]


def _value(value: Any, library: Any) -> str:
    """The text of a field as it was typed, with line breaks as ``\\n``."""
    if isinstance(value, library.Stream):
        raw = bytes(value.read_bytes()[: 4 * MAX_CHARACTERS])
        text = raw.decode("utf-16" if raw[:2] in (b"\xfe\xff", b"\xff\xfe") else "utf-8-sig", "replace")
    else:
        text = str(value)
    return text.replace("\r\n", "\n").replace("\r", "\n")
