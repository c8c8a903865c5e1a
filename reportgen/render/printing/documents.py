"""Prints documents that are no packs, such as reports and lists: laid out whole, by the same workers and checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from reportgen.domain.canonical_json import digest
from reportgen.errors import RenderingError
from reportgen.i18n.message import said
from reportgen.render.content.pages import Pages
from reportgen.render.content.style import DEFAULT_STYLE, Style
from reportgen.render.pdf.conformance import faults_in
from reportgen.render.pdf.identity import Identity
from reportgen.render.pdf.metadata import DocumentInfo
from reportgen.render.printing.job import Document, PrintFailure
from reportgen.render.processes.executors import PartExecutor, executor_for
from reportgen.render.processes.timeouts import time_limit
from reportgen.render.processes.worker_process import fault_text

DOCUMENT_TIMEOUT = 600.0
"""Seconds that a document may take; a page takes a tenth of one."""

GRACE = 5.0
"""Seconds beyond its limit after which a worker is ended from outside."""


@dataclass(frozen=True, slots=True)
class PagesJob:
    """A document to print.

    Attributes:
        identity: what it is, and the digest of what it is printed from.
        html: its pages; well-formed XML as well.
        sheets: how many pages it must have; 0 where its text flows over as many as it needs.
    """

    identity: Identity
    html: str
    info: DocumentInfo
    style: Style = DEFAULT_STYLE
    sheets: int = 0


def printed_documents(
    jobs: Sequence[PagesJob], executor: PartExecutor, progress: Callable[[int, int], None] = lambda done, total: None
) -> Iterator[Document | PrintFailure]:
    """Each document as soon as it is printed, in no particular order; one that fails does not stop the others.

    Args:
        progress: called with the number of documents that are printed, and how many there are to print.
    """
    seconds = DOCUMENT_TIMEOUT + GRACE
    chosen = executor_for(len(jobs), executor)
    for done, (job, result) in enumerate(chosen.done(printed_document, jobs, seconds=seconds), 1):
        progress(done, len(jobs))
        yield PrintFailure(job.identity, fault_text(result)) if isinstance(result, Exception) else result


def printed_document(job: PagesJob) -> Document:
    """One document, printed in this process and checked as packs are.

    Raises:
        RenderingError: it cannot be printed, takes too long, or fails a check.
    """
    import pikepdf  # large, as is what follows: only the worker needs them

    from reportgen.render.printing.whole_document import document_pdf

    with time_limit(DOCUMENT_TIMEOUT):
        pdf = document_pdf(Pages(job.html, {}), job.identity, job.info, style=job.style)
    with pikepdf.open(BytesIO(pdf)) as opened:
        pages = len(opened.pages)
    if faults := faults_in(pdf, job.identity, job.sheets or pages):
        raise RenderingError(
            said("The document fails its checks: {faults}", faults="; ".join(faults)), where=job.identity.participant
        )
    return Document(job.identity, pdf, digest(pdf), pages)
