"""Printing: parts become one PDF, in a warm process that may be one of many."""

from __future__ import annotations

import gc
import logging
import os
import signal
import tempfile
import threading
from base64 import b64decode
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote, urlsplit

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reportgen.domain.edition import digest
from reportgen.errors import RenderingError
from reportgen.render.binder import AMBIGUOUS_END, Finisher
from reportgen.render.conformance import faults_in
from reportgen.render.fields import field_face
from reportgen.render.identity import Identity
from reportgen.render.pages import CHART, pack_html, pack_title
from reportgen.render.parts import HOUSE, Part, has_form
from reportgen.render.resources import FONTS, TEMPLATES
from reportgen.render.style import Style

STYLES = ("tokens", "page", "type", "parts")

PACKS_A_POOL = 600
"""Packs after which the printing processes are replaced."""

NUDGES = 12
"""Times a file is written anew when a stream ends ambiguously: one in twenty does, so twelve in a row never."""

_SCHEME = "pack"


@dataclass(frozen=True, slots=True)
class Job:
    """A pack to print: whose it is, its parts, and who publishes it for which day (ISO)."""

    identity: Identity
    parts: tuple[Part, ...]
    author: str
    made_for: str


@dataclass(frozen=True, slots=True)
class Document:
    """A printed pack that passed its checks."""

    identity: Identity
    pdf: bytes
    digest: str
    pages: int


@dataclass(frozen=True, slots=True)
class Misprint:
    """A pack that could not be printed, and why; the others go on."""

    identity: Identity
    reason: str


def press(jobs: Sequence[Job], workers: int) -> Iterator[Document | Misprint]:
    """The packs as they come off a press of so many processes, which are replaced now and then.

    The printer keeps about 0.25 MB of every pack, so a process does not print for ever. The pool's own way to
    replace processes can wait for ever for one that is gone, therefore the pool is replaced as a whole.
    """
    for first in range(0, len(jobs), PACKS_A_POOL):
        batch = jobs[first : first + PACKS_A_POOL]
        with pool(min(workers, len(batch))) as executor:
            yield from printed_all(batch, executor)


def printed_all(jobs: Sequence[Job], executor: Executor) -> Iterator[Document | Misprint]:
    """The packs as they come off the press, in no particular order; one that fails is a misprint.

    Args:
        executor: who does the work; a pool of processes, or anything that behaves like one.
    """
    waiting: dict[Future[Document], Job] = {}
    for job in jobs:
        try:
            waiting[executor.submit(printed, job)] = job
        except BrokenExecutor as fault:
            yield Misprint(job.identity, f"the printing process died before it: {fault}")
    for future in as_completed(waiting):
        yield _result(future, waiting.pop(future))


def _result(future: Future[Document], job: Job) -> Document | Misprint:
    try:
        return future.result()
    except RenderingError as fault:
        return Misprint(job.identity, str(fault))
    except Exception as fault:  # a fault in one pack, or a worker that died, must not stop the others
        return Misprint(job.identity, f"{type(fault).__name__}: {fault}")


@contextmanager
def pool(workers: int) -> Iterator[Executor]:
    """A pool of warm processes with a folder for passing files of their own, which is removed afterwards.

    Processes are started afresh (spawn): forked ones share what they should not, and leave files behind.
    """
    with (
        TemporaryDirectory(prefix="reportgen-") as folder,
        ProcessPoolExecutor(
            max(1, workers),
            mp_context=get_context("spawn"),
            initializer=_settle,
            initargs=(folder,),
        ) as executor,
    ):
        _start(executor)
        try:
            yield executor
        except BaseException:  # nobody waits for the rest any more
            executor.shutdown(cancel_futures=True)
            raise


def _start(executor: Executor) -> None:
    """Starts the processes deaf to an interruption by hand, from their very first moment: the coordinator hears it.

    It hears it only when they stand: an executor that is interrupted while it starts its processes cannot be ended.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        executor.submit(int)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _settle(folder: str) -> None:
    tempfile.tempdir = folder
    os.environ["TMPDIR"] = folder
    gc.disable()  # while a pack is laid out all its objects live: looking for garbage then is in vain
    gc.freeze()
    threading.Thread(target=_end_with_the_coordinator, daemon=True).start()


def _end_with_the_coordinator() -> None:
    """Ends this process when the one that started it is gone, even if it was killed on the spot."""
    coordinator = parent_process()
    if coordinator is not None:
        wait([coordinator.sentinel])
        os._exit(1)


def printed(job: Job) -> Document:
    """One pack, printed whole and checked.

    Raises:
        RenderingError: a page cannot be printed, refers to what it may not, or fails a check.
    """
    gc.collect()
    html = pack_html(job.parts, pack_title(job.parts), job.author, job.made_for)
    pdf = _pdf(html, job.identity, has_form(job.parts), job.parts[0].style)
    pages = job.parts[0].total
    faults = faults_in(pdf, job.identity, pages)
    if faults:
        raise RenderingError(f"The pack fails its checks: {'; '.join(faults)}", where=job.identity.participant)
    return Document(job.identity, pdf, digest(pdf), pages)


def _pdf(html: str, identity: Identity, form: bool = False, style: Style = HOUSE) -> bytes:
    complaints = _Complaints()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(complaints)
    try:
        document = HTML(string=html, base_url=f"{_SCHEME}:///", url_fetcher=_fetcher(style)).render(
            stylesheets=(*_styles(), CSS(string=style.css())), font_config=_fonts(), pdf_forms=form
        )
        for nudge in range(NUDGES):
            finisher = Finisher(identity, nudge)
            pdf: bytes = document.write_pdf(finisher=finisher, pdf_variant="pdf/a-2a", pdf_tags=True, pdf_forms=form)
            if AMBIGUOUS_END not in pdf:
                break
        else:
            raise RenderingError("Every way to write this file ends a stream ambiguously")
    except FatalURLFetchingError as fault:
        raise RenderingError(f"A page refers to something outside the templates: {fault}") from None
    finally:
        logger.removeHandler(complaints)
    if complaints.heard:
        raise RenderingError(f"The printer complains: {'; '.join(dict.fromkeys(complaints.heard))}")
    return pdf


class _Complaints(logging.Handler):
    """What the printer only logs (a broken anchor, a missing glyph) is an error here."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


class _OwnFiles(URLFetcher):  # type: ignore[misc]  # the library has no types
    """Serves the fonts, the charts and the logo, and nothing else in the world."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url.startswith(CHART):
            return URLFetcherResponse(url, b64decode(url.removeprefix(CHART)), {"Content-Type": "image/svg+xml"})
        if url == self._style.logo_address and url:
            return URLFetcherResponse(url, self._style.logo, {"Content-Type": self._style.logo_kind})
        parts = urlsplit(url)
        path = unquote(parts.path).lstrip("/")
        if parts.scheme == _SCHEME and path == "font/field":
            return URLFetcherResponse(url, field_face(), {"Content-Type": "font/ttf"})
        if parts.scheme == _SCHEME and path.startswith("font/") and path[5:] in FONTS:
            return URLFetcherResponse(url, FONTS[path[5:]].read_bytes(), {"Content-Type": "font/ttf"})
        raise FatalURLFetchingError(f"{url[:200]} is not for a pack")


@cache
def _fetcher(style: Style) -> _OwnFiles:
    return _OwnFiles(style)


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _styles() -> tuple[CSS, ...]:
    return tuple(
        CSS(
            string=(TEMPLATES / "style" / f"{name}.css").read_text("utf-8"),
            base_url=f"{_SCHEME}:///",
            url_fetcher=_fetcher(HOUSE),
            font_config=_fonts(),
        )
        for name in STYLES
    )
