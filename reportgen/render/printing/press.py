"""The press: parts that are not in stock are printed, and each pack is bound as soon as its last part is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.domain.canonical_json import digest
from reportgen.domain.pack.contents import PartKind
from reportgen.errors import RenderingError
from reportgen.render.content.parts import Part
from reportgen.render.pdf.identity import Identity
from reportgen.render.printing.context import PrintContext
from reportgen.render.printing.executors import InlineExecutor, PartExecutor
from reportgen.render.printing.system_libraries import assert_libraries

if TYPE_CHECKING:
    from reportgen.render.pdf.metadata import Imprint
    from reportgen.render.pdf.pdf_part import PdfPart

assert_libraries()  # whoever comes here is going to print

FEW = 6
"""Parts that this process prints itself: starting another takes about as long as these."""

TOGETHER = 8
"""Parts at most that a process prints at a time, to have them judged together."""

MANY = 50
"""Parts for each that are printed at a time: of fewer, the last process would be waited for."""

A_SAMPLE = 50
"""One in so many bound packs is judged as a whole; its parts were, every one."""


@dataclass(frozen=True, slots=True)
class Job:
    """A pack to print: whose it is, its parts, and who publishes it for which day (ISO)."""

    identity: Identity
    parts: tuple[Part, ...]
    author: str
    made_for: str

    def imprint(self) -> Imprint:
        """What stands on the pack as on a book."""
        from reportgen.render.content.pages import pack_title
        from reportgen.render.pdf.metadata import Imprint

        return Imprint(pack_title(self.parts), self.author, self.made_for)


@dataclass(frozen=True, slots=True)
class Document:
    """A printed pack that passed its checks."""

    identity: Identity
    pdf: bytes
    digest: str
    pages: int


@dataclass(frozen=True, slots=True)
class PrintFailure:
    """A pack that could not be printed, and why; the others go on."""

    identity: Identity
    reason: str


def press(
    jobs: Sequence[Job], print_context: PrintContext, progress: Callable[[int, int], None] = lambda done, total: None
) -> Iterator[Document | PrintFailure]:
    """The packs as they come off the press, in no particular order; one that fails is a misprint.

    The parts that most packs wait for are printed first.

    Args:
        progress: told how many parts of how many are printed.
    """
    table = _Table(jobs, print_context)
    yield from table.complete()
    missing = table.missing()
    executor = InlineExecutor() if len(missing) <= FEW else print_context.executor
    results = executor.done(unjudged_part, missing) if print_context.unjudged else _printed(missing, executor)
    for done, (part, result) in enumerate(results, 1):
        progress(done, len(missing))
        yield from table.with_part(part, result)
    if print_context.stock and missing:
        print_context.stock.trim()


def stocked(parts: Sequence[Part], print_context: PrintContext) -> Iterator[tuple[Part, str]]:
    """Parts as they come into the stock, each with why it could not be printed; empty when it could."""
    for part, result in print_context.executor.done(printed_part, parts):
        if isinstance(result, bytes) and print_context.stock:
            print_context.stock.put(part.fingerprint, result)
        yield part, _reason(result) if isinstance(result, Exception) else ""
    if print_context.stock and parts:
        print_context.stock.trim()


def _printed(parts: Sequence[Part], executor: PartExecutor) -> Iterator[tuple[Part, bytes | Exception]]:
    """Each part with what came of it, many of them printed and judged some at a time.

    Those that were lost together are printed once more, each by itself.
    """
    some = min(TOGETHER, len(parts) // MANY)
    if some < 2:
        yield from executor.done(printed_part, parts)
        return
    lost: list[Part] = []
    for together, results in executor.done(printed_parts, _together(parts, some)):
        if isinstance(results, Exception):
            lost += together
        else:
            yield from zip(together, results, strict=True)
    if lost:
        yield from executor.done(printed_part, lost)


def _together(parts: Sequence[Part], some: int) -> list[tuple[Part, ...]]:
    """Parts as they are printed at a time, about in the order they were in: no two whose numbers would be the same."""
    from reportgen.render.pdf.pdf_part import place_of

    open: list[dict[tuple[PartKind, int], Part]] = []
    closed: list[tuple[Part, ...]] = []
    for part in parts:
        place = part.kind, place_of(part.kind, len(part.folios), part.content_digest).start
        group = next((each for each in open if place not in each), None)
        if group is None:
            open.append(group := {})
        group[place] = part
        if len(group) == some:
            open.remove(group)
            closed.append(tuple(group.values()))
    return closed + [tuple(each.values()) for each in open]


def printed_parts(parts: Sequence[Part]) -> tuple[bytes | Exception, ...]:
    """Parts as ``printed_part`` makes them, each or why it failed, judged together."""
    from reportgen.render.printing import worker  # as below

    return worker.printed_parts(parts)


def printed_part(part: Part) -> bytes:
    """A part as it is kept in stock, printed by whatever process this is.

    Raises:
        RenderingError: a page cannot be printed in time, refers to what it may not, or fails a check.
    """
    from reportgen.render.printing import worker  # the printer takes half a second to load; most runs do without

    return worker.printed_part(part)


def unjudged_part(part: Part) -> bytes:
    """A part as ``printed_part`` makes it, which nobody judges."""
    from reportgen.render.printing import worker  # as above

    return worker.printed_part(part, judge=False)


def printed(job: Job) -> Document:
    """One pack, printed in this process and checked as a whole.

    Raises:
        RenderingError: a page cannot be printed, refers to what it may not, or fails a check.
    """
    return _bound(job, [_read(printed_part(part)) for part in job.parts], PrintContext(), judge=True)


class _Table:
    """Where packs wait until their parts are there."""

    def __init__(self, jobs: Sequence[Job], print_context: PrintContext) -> None:
        self._jobs = jobs
        self._means = print_context
        self._marks = [tuple(part.fingerprint for part in job.parts) for job in jobs]
        self._parts: dict[str, Part] = {}
        self._waiting: dict[str, list[int]] = {}
        for place, (job, marks) in enumerate(zip(jobs, self._marks, strict=True)):
            for part, mark in zip(job.parts, marks, strict=True):
                self._parts[mark] = part
                self._waiting.setdefault(mark, []).append(place)
        new = {mark for mark in self._parts if not (print_context.stock and print_context.stock.has(mark))}
        self._lacking = [new.intersection(marks) for marks in self._marks]
        self._uses = {mark: len(places) for mark, places in self._waiting.items()}
        self._leaves: dict[str, PdfPart] = {}

    def complete(self) -> Iterator[Document | PrintFailure]:
        """The packs whose parts are all in stock."""
        for place, lacking in enumerate(self._lacking):
            if not lacking:
                yield self._result(place)

    def missing(self) -> list[Part]:
        """The parts to print, those that most packs wait for first."""
        lacking = Counter(mark for marks in self._lacking for mark in marks)
        marks = sorted((mark for mark in self._parts if mark in lacking), key=lambda mark: -lacking[mark])
        return [self._parts[mark] for mark in marks]

    def with_part(self, part: Part, result: bytes | Exception) -> Iterator[Document | PrintFailure]:
        """The packs that were waiting for nothing but this part; or for it, when it failed."""
        mark = part.fingerprint
        if isinstance(result, bytes):
            if self._means.stock:
                self._means.stock.put(mark, result)
            self._leaves[mark] = _read(result)
        for place in self._waiting[mark]:
            if isinstance(result, bytes):
                self._lacking[place].discard(mark)
                if not self._lacking[place]:
                    yield self._result(place)
            elif self._lacking[place]:
                self._lacking[place] = set()  # it waits no more: one fault is enough
                yield PrintFailure(self._jobs[place].identity, _reason(result))

    def _result(self, place: int) -> Document | PrintFailure:
        job, marks = self._jobs[place], self._marks[place]
        try:
            leaves = [self._leaf(mark) for mark in marks]
            judge = self._means.judge_all or (place % A_SAMPLE == 0 and not self._means.unjudged)
            return _bound(job, leaves, self._means, judge)
        except Exception as fault:  # whatever went wrong with one
            return PrintFailure(job.identity, _reason(fault))
        finally:
            for mark in marks:
                self._uses[mark] -= 1
                if not self._uses[mark]:
                    self._leaves.pop(mark, None)

    def _leaf(self, mark: str) -> PdfPart:
        """A part from memory or stock; one that was in stock and turns out spoilt is printed here and now."""
        if mark not in self._leaves:
            kept = self._means.stock.take(mark) if self._means.stock else None
            if kept is None:
                kept = printed_part(self._parts[mark])
                if self._means.stock:
                    self._means.stock.put(mark, kept)
            self._leaves[mark] = _read(kept)
        return self._leaves[mark]


def _read(kept: bytes) -> PdfPart:
    from reportgen.render.pdf.pdf_part import pdf_part_in

    return pdf_part_in(kept)


def _bound(job: Job, leaves: Sequence[PdfPart], print_context: PrintContext, judge: bool) -> Document:
    """A pack from its printed parts, with what binding added looked over; whole where it is to be judged.

    Raises:
        RenderingError: it fails its checks.
    """
    from reportgen.render.pdf.binder import bound
    from reportgen.render.pdf.conformance import binding_faults_in, faults_in
    from reportgen.render.printing.shared_objects import shared_objects

    folios = [[folio for _, folio in part.folios] for part in job.parts]
    parts = list(zip(leaves, folios, strict=True))
    pdf = bound(parts, dict(job.parts[0].first_pages), shared_objects(), job.identity, job.imprint())
    pages = job.parts[0].total
    faults = faults_in(pdf, job.identity, pages) if judge else binding_faults_in(pdf, job.identity)
    if faults:
        raise RenderingError(f"The pack fails its checks: {'; '.join(faults)}", where=job.identity.participant)
    return Document(job.identity, pdf, digest(pdf), pages)


def _reason(fault: Exception) -> str:
    return str(fault) if isinstance(fault, RenderingError) else f"{type(fault).__name__}: {fault}"
