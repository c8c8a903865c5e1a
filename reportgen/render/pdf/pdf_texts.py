"""Everything in a PDF of anyone that can be read: pages, fields, notes, properties and attached files.

It is read in a process of its own, with bounds on time and size: such a file is never trusted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reportgen.errors import RenderingError
from reportgen.render.pdf.identity import silenced
from reportgen.render.processes.executors import ProcessExecutor
from reportgen.render.processes.timeouts import time_limit

MAX_OBJECTS = 200_000
MAX_PAGES = 2_000
MAX_CHARACTERS = 20_000_000
"""Characters of all pages and strings together."""

MAX_ATTACHED = 50_000_000
"""Bytes of all attached files together, unpacked."""

MAX_SECONDS = 30
MAX_DEPTH = 12
"""Levels of objects within objects."""


@dataclass(frozen=True, slots=True)
class PdfTexts:
    """What can be read in a PDF; ``fault`` says why something in it could not be, and is empty where all was."""

    texts: tuple[str, ...] = ()
    attached: tuple[bytes, ...] = ()
    fault: str = ""


def pdf_texts(files: Sequence[bytes]) -> list[PdfTexts]:
    """What can be read in each of these files, in the same order."""
    found = [PdfTexts(fault="the program that reads it gave up")] * len(files)
    for (at, _), result in ProcessExecutor(1).done(_numbered, list(enumerate(files))):
        found[at] = result if isinstance(result, PdfTexts) else PdfTexts(fault="it takes too long, or too much memory")
    return found


def _numbered(task: tuple[int, bytes]) -> PdfTexts:
    with time_limit(MAX_SECONDS):
        return texts_in(task[1])


def texts_in(pdf: bytes) -> PdfTexts:
    """What can be read in one file; to be called in a process that may be killed by it."""
    import pikepdf  # large, and only who finds a PDF waits for it

    texts: list[str] = []
    attached: list[bytes] = []
    characters = 0
    try:
        with silenced(), pikepdf.open(BytesIO(pdf)) as document:
            if len(document.pages) > MAX_PAGES or len(document.objects) > MAX_OBJECTS:
                return PdfTexts(fault="it is larger than what is looked into")
            for each in document.objects:
                texts.append(" ".join(_strings(each, pikepdf, 0)))
                if isinstance(each, pikepdf.Stream) and str(each.get("/Type")) in ("/EmbeddedFile", "/Metadata"):
                    attached.append(each.read_bytes())
                characters += len(texts[-1])
                if sum(map(len, attached)) > MAX_ATTACHED or characters > MAX_CHARACTERS:
                    return PdfTexts(tuple(texts), (), "it is larger than what is looked into")
        pages = list(_pages(pdf))
    except pikepdf.PasswordError:
        return PdfTexts(fault="it is protected with a password")
    except (MemoryError, RenderingError):
        raise
    except Exception as fault:  # whoever made the file may have put anything anywhere
        return PdfTexts(tuple(texts), tuple(attached), f"it is no whole PDF ({type(fault).__name__})")
    empty = not any(page.strip() for page in pages)
    return PdfTexts((*texts, *pages), tuple(attached), "it has no text: perhaps it is a scan" if empty else "")


def _pages(pdf: bytes) -> Iterator[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        size = 0
        for page in document:
            text = page.get_textpage()
            found = str(text.get_text_range())
            size += len(found)
            if size > MAX_CHARACTERS:
                raise ValueError("too much text")
            yield found
            text.close()
            page.close()
    finally:
        document.close()


def _strings(value: Any, library: Any, depth: int) -> Iterator[str]:
    """The strings in an object; those of objects that it refers to come by themselves."""
    if depth > MAX_DEPTH:
        return
    if isinstance(value, library.Stream):
        value = value.stream_dict
    if isinstance(value, library.String):
        yield str(value)
    elif isinstance(value, library.Dictionary | library.Array):
        inside = value.as_dict().values() if isinstance(value, library.Dictionary) else list(value)
        for each in inside:
            if hasattr(each, "is_indirect") and not each.is_indirect:
                yield from _strings(each, library, depth + 1)
