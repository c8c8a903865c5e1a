"""Prints packs: parts that are not in the cache are printed, and each pack is bound when its last part is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from threading import current_thread, main_thread

from reportgen.domain.canonical_json import digest
from reportgen.errors import RenderingError
from reportgen.i18n.message import said
from reportgen.render.content.parts import Part
from reportgen.render.pdf.binder import bound_pack
from reportgen.render.pdf.conformance import binding_faults_in, faults_in
from reportgen.render.pdf.pdf_part import NUMBERS_PER_SHEET, PdfPart, numbers_for, pdf_part_in
from reportgen.render.printing import worker
from reportgen.render.printing.context import Judge, PrintContext
from reportgen.render.printing.job import Document, Job, PrintFailure
from reportgen.render.printing.shared_objects import shared_objects
from reportgen.render.processes.executors import PartExecutor, ProcessExecutor, executor_for
from reportgen.render.processes.timeouts import PART_TIMEOUT, TooSlow
from reportgen.render.processes.worker_process import fault_text

GRACE = 5.0
"""Seconds beyond its limit after which a worker is ended from outside: by then it has not reacted."""

MAX_BATCH = 8
"""Parts at most that a worker prints at a time and validates in one file."""

PARTS_PER_SLOT = 50
"""Parts for each place in a batch: with fewer parts and large batches, the last worker would be waited for."""

SAMPLE_INTERVAL = 50
"""One in so many bound packs is validated as a whole; every part was validated by itself."""


def printed_packs(
    jobs: Sequence[Job], print_context: PrintContext, progress: Callable[[int, int], None] = lambda done, total: None
) -> Iterator[Document | PrintFailure]:
    """Each pack as soon as it is bound, in no particular order; a pack that fails does not stop the others.

    The parts that most packs need are printed first.

    Args:
        progress: called with the number of parts that are printed, and how many there are to print.
    """
    assembly = _Assembly(jobs, print_context)
    yield from assembly.complete()
    missing = assembly.missing()
    executor, timeout = executor_for(len(missing), print_context.executor), print_context.part_timeout
    if print_context.judge is None:
        results = _one_by_one(missing, executor, timeout, validate=False)
    else:
        results = _printed_parts(missing, executor, timeout)
    for done, (part, result) in enumerate(results, 1):
        progress(done, len(missing))
        yield from assembly.with_part(part, result)
    if print_context.part_cache and missing:
        print_context.part_cache.trim()


def printed_pack(job: Job, timeout: float = PART_TIMEOUT) -> Document:
    """One pack, printed in this process and validated as a whole.

    Args:
        timeout: seconds that a part may take.

    Raises:
        RenderingError: a page cannot be printed in time, refers to what it may not, or fails a check.
    """
    parts = [pdf_part_in(worker.printed_part(part, max_seconds=timeout)) for part in job.parts]
    return _bound(job, parts, validate=True)


def printed_pack_elsewhere(job: Job, timeout: float = PART_TIMEOUT) -> Document:
    """One pack as ``printed_pack`` makes it, in a process that is ended when it takes too long.

    Raises:
        RenderingError: as for ``printed_pack``; or the process died, or cannot be started.
    """
    executor = ProcessExecutor(1, keep=current_thread() is main_thread())
    ((_, result),) = executor.done(partial(printed_pack, timeout=timeout), [job], len(job.parts) * timeout + GRACE)
    if isinstance(result, TooSlow):
        raise _named(result, job.parts[0], timeout)
    if isinstance(result, Exception):
        raise result if isinstance(result, RenderingError) else RenderingError(fault_text(result))
    return result


def fill_part_cache(parts: Sequence[Part], print_context: PrintContext) -> Iterator[tuple[Part, str]]:
    """Prints parts into the cache; each with why it could not be printed, which is empty when it could."""
    for part, result in _one_by_one(parts, print_context.executor, print_context.part_timeout):
        if isinstance(result, bytes) and print_context.part_cache:
            print_context.part_cache.put(part.printed_key, result)
        yield part, fault_text(result) if isinstance(result, Exception) else ""
    if print_context.part_cache and parts:
        print_context.part_cache.trim()


def _one_by_one(
    parts: Sequence[Part], executor: PartExecutor, timeout: float, validate: bool = True
) -> Iterator[tuple[Part, bytes | Exception]]:
    """Each part with its bytes or its fault."""
    work = partial(worker.printed_part, validate=validate, max_seconds=timeout)
    for part, result in executor.done(work, parts, seconds=timeout + GRACE):
        yield part, _named(result, part, timeout) if isinstance(result, Exception) else result


def _named(fault: Exception, part: Part, timeout: float) -> Exception:
    """A fault that says which pages it is about, where it did not."""
    if isinstance(fault, TooSlow):
        return TooSlow(
            said("Printing the pages takes more than {timeout:g} seconds", timeout=timeout)
            if fault.what.startswith("It takes")
            else fault.what,
            where=str(part.kind),
            todo="make them simpler; or allow more: part_timeout under [printing] in event.toml",
        )
    if isinstance(fault, RecursionError | MemoryError):
        return RenderingError(
            fault_text(fault), where=said("the {kind} pages", kind=part.kind), todo="make them simpler"
        )
    return fault


def _printed_parts(
    parts: Sequence[Part], executor: PartExecutor, timeout: float
) -> Iterator[tuple[Part, bytes | Exception]]:
    """Each part with its bytes or its fault; where there are many, they are printed and validated in batches.

    The parts of a batch that was lost are printed once more, each by itself.
    """
    size = min(MAX_BATCH, len(parts) // PARTS_PER_SLOT)
    if size < 2:
        yield from _one_by_one(parts, executor, timeout)
        return
    lost: list[Part] = []
    work = partial(worker.printed_parts, max_seconds=timeout)
    for batch, results in executor.done(work, _batches(parts, size), seconds=size * timeout + GRACE):
        if isinstance(results, Exception):
            lost += batch
        else:
            yield from zip(batch, results, strict=True)
    if lost:
        yield from _one_by_one(lost, executor, timeout)


def _batches(parts: Sequence[Part], size: int) -> list[tuple[Part, ...]]:
    """Parts in batches, about in the order they were in; no two of a batch have the same object numbers."""
    open: list[tuple[set[int], list[Part]]] = []  # the ranges of numbers taken in each, and its parts
    full: list[tuple[Part, ...]] = []
    for part in parts:
        numbers = numbers_for(part.kind, len(part.folios), part.content_digest)
        taken = {number // NUMBERS_PER_SHEET for number in numbers}
        at = next((at for at, (others, _) in enumerate(open) if taken.isdisjoint(others)), len(open))
        if at == len(open):
            open.append((set(), []))
        open[at][0].update(taken)
        open[at][1].append(part)
        if len(open[at][1]) == size:
            full.append(tuple(open.pop(at)[1]))
    return full + [tuple(batch) for _, batch in open]


class _Assembly:
    """Packs that wait for their parts."""

    def __init__(self, jobs: Sequence[Job], print_context: PrintContext) -> None:
        self._jobs = jobs
        self._cache = print_context.part_cache
        self._context = print_context
        self._judge = print_context.judge
        self._fingerprints = [tuple(part.printed_key for part in job.parts) for job in jobs]
        self._parts: dict[str, Part] = {}
        self._waiting: dict[str, list[int]] = {}
        for place, (job, fingerprints) in enumerate(zip(jobs, self._fingerprints, strict=True)):
            for part, fingerprint in zip(job.parts, fingerprints, strict=True):
                self._parts[fingerprint] = part
                self._waiting.setdefault(fingerprint, []).append(place)
        new = {each for each in self._parts if not (self._cache and self._cache.has(each))}
        self._lacking = [new.intersection(each) for each in self._fingerprints]
        self._uses = {fingerprint: len(places) for fingerprint, places in self._waiting.items()}
        self._read: dict[str, PdfPart] = {}
        self._failed: set[int] = set()

    def complete(self) -> Iterator[Document | PrintFailure]:
        """The packs whose parts are all in the cache."""
        for place, lacking in enumerate(self._lacking):
            if not lacking:
                yield self._result(place)

    def missing(self) -> list[Part]:
        """The parts to print, those that most packs wait for first."""
        lacking = Counter(fingerprint for each in self._lacking for fingerprint in each)
        order = sorted((each for each in self._parts if each in lacking), key=lambda each: -lacking[each])
        return [self._parts[each] for each in order]

    def with_part(self, part: Part, result: bytes | Exception) -> Iterator[Document | PrintFailure]:
        """The packs that waited for nothing but this part; all that waited for it, when it failed."""
        fingerprint = part.printed_key
        if isinstance(result, bytes):
            if self._cache:
                self._cache.put(fingerprint, result)
            self._read[fingerprint] = pdf_part_in(result)
        for place in self._waiting[fingerprint]:
            if place in self._failed:
                continue
            if isinstance(result, bytes):
                self._lacking[place].discard(fingerprint)
                if not self._lacking[place]:
                    yield self._result(place)
            else:
                self._failed.add(place)
                yield PrintFailure(self._jobs[place].identity, fault_text(result))

    def _result(self, place: int) -> Document | PrintFailure:
        job, fingerprints = self._jobs[place], self._fingerprints[place]
        try:
            parts = [self._part(each) for each in fingerprints]
            is_sample = self._judge is Judge.SAMPLE and place % SAMPLE_INTERVAL == 0
            return _bound(job, parts, validate=is_sample or self._judge is Judge.ALL)
        except Exception as fault:  # whatever went wrong with one
            return PrintFailure(job.identity, fault_text(fault))
        finally:
            for each in fingerprints:
                self._uses[each] -= 1
                if not self._uses[each]:
                    self._read.pop(each, None)

    def _part(self, fingerprint: str) -> PdfPart:
        """A part from memory or cache; one that turns out damaged in the cache is printed here and now."""
        if fingerprint not in self._read:
            cached = self._cache.take(fingerprint) if self._cache else None
            if cached is None:
                cached = self._printed_now(self._parts[fingerprint])
                if self._cache:
                    self._cache.put(fingerprint, cached)
            self._read[fingerprint] = pdf_part_in(cached)
        return self._read[fingerprint]

    def _printed_now(self, part: Part) -> bytes:
        executor = executor_for(1, self._context.executor)
        ((_, result),) = _one_by_one([part], executor, self._context.part_timeout)
        if isinstance(result, Exception):
            raise result
        return result


def _bound(job: Job, parts: Sequence[PdfPart], validate: bool) -> Document:
    """A pack from its printed parts; what binding added is always checked, the whole pack where ``validate`` says so.

    Raises:
        RenderingError: it fails its checks.
    """
    numbers = [[number for _, number in part.folios] for part in job.parts]
    numbered = list(zip(parts, numbers, strict=True))
    pdf = bound_pack(numbered, dict(job.parts[0].first_pages), shared_objects(), job.identity, job.document_info())
    pages = job.parts[0].total
    faults = faults_in(pdf, job.identity, pages) if validate else binding_faults_in(pdf, job.identity)
    if faults:
        raise RenderingError(
            said("The pack fails its checks: {faults}", faults="; ".join(faults)), where=job.identity.participant
        )
    return Document(job.identity, pdf, digest(pdf), pages)
