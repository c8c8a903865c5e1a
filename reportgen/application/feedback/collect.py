"""Collects what participants send back: saves each submission, reads it, and records the answers in it.

A submission counts as to do from before it is saved until it was read whole: whatever goes wrong in between, the next
collecting reads it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from reportgen.application.crash_points import crash_point
from reportgen.application.feedback.matching import Matcher
from reportgen.application.feedback.pieces import UNKNOWN_SENDER, Piece, pieces_of
from reportgen.application.feedback.sent_letters import SentLetters
from reportgen.application.workspace import Workspace
from reportgen.config.settings import load_event_file
from reportgen.domain.answers.answer import AnswerOutcome, ReadFailure
from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.errors import FOREIGN_FAULTS, RenderingError, ReportgenError
from reportgen.mail.inbox.submissions import SkipReason, Submission
from reportgen.render.content.kind_templates import load_pack_kind
from reportgen.render.pdf.form_reader import FAILURES, FilledForm, UnreadableForm, forms_in
from reportgen.storage.ledger.answers import AnswerRecord, Answers
from reportgen.storage.originals import Originals, digest_of, digest_of_unkept

BATCH = 100
"""How many submissions are read together: one process reads all their forms."""

BATCH_BYTES = 10_000_000
"""Bytes after which a batch is closed, so that it exceeds this by one submission at most."""

MAX_INTERRUPTIONS = 3
"""Times that reading a submission ended this program itself, after which a person has to ask for another try."""

MAX_EMPTY_LINES = 2
"""Line ends with which a message ends in one mailbox file and not in another."""


@dataclass(slots=True)
class CollectResult:
    """The result of a collection.

    Attributes:
        people: numbers of the participants whose answers were recorded.
        answers: how many answers were recorded.
        outcomes: how many forms and replies had each outcome.
        known: how many submissions were collected before.
        waiting: how many forms and replies wait for a person now, also of earlier collections.
    """

    people: set[int] = field(default_factory=set)
    answers: int = 0
    outcomes: dict[AnswerOutcome, int] = field(default_factory=dict)
    known: int = 0
    waiting: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left for a person, or for a next collecting."""
        return not self.waiting and all(each.severity is Severity.NOTED for each in self.findings)

    def add(self, records: Iterable[AnswerRecord]) -> None:
        """Adds what was recorded of a submission."""
        for each in records:
            self.outcomes[each.outcome] = self.outcomes.get(each.outcome, 0) + 1
            self.answers += len(each.answers)
            self.people |= {answer.participant for answer in each.answers}
            self.findings += each.findings


def collect(workspace: Workspace, submissions: Iterable[Submission]) -> CollectResult:
    """Saves each new submission, and records the answers in it; what was collected before counts as known.

    What an earlier collecting did not read whole is read again, from the original that was saved, after what is new and
    by itself: if it ends this program again, the rest is safe.
    """
    collection = _Collection(workspace)
    collection.read_new(submissions)
    collection.read_again()
    collection.result.waiting = collection.answers.reviews.count_waiting()
    return collection.result


class _Collection:
    """One collecting."""

    def __init__(self, workspace: Workspace) -> None:
        self.answers: Answers = workspace.ledger.answers(workspace.key)
        self.result = CollectResult()
        self._now = workspace.moment
        self._matcher = Matcher(
            workspace.event, workspace.ledger, SentLetters(workspace.archive_of), partial(_kind_title, workspace.folder)
        )
        self._originals = Originals(workspace.paths.answers(workspace.key))
        self._unread = self.answers.unread()

    def read_new(self, submissions: Iterable[Submission]) -> None:
        """Reads what was not collected before."""
        saved = {each.digest for each in self._unread if self._originals.paths_of(each.digest)}
        batch: dict[str, Submission] = {}
        for item in submissions:
            if item.skipped is SkipReason.UNREADABLE:  # it is no submission yet
                found = finding("answers-unreadable", Severity.DOUBTFUL, Place(item.name or UNKNOWN_SENDER))
                self.result.findings.append(found)
                continue
            digest = _digest(item)
            if digest in saved:
                continue
            if digest in batch or self._is_known(item, digest):
                self.result.known += 1
                continue
            if item.skipped:
                self._record_skipped(item, digest)
                continue
            batch[digest] = item
            if len(batch) == BATCH or sum(each.size for each in batch.values()) > BATCH_BYTES:
                self._read(batch)
                batch = {}
        self._read(batch)

    def _is_known(self, item: Submission, digest: str) -> bool:
        """Whether it was collected before; how many empty lines end a message differs by the file it was kept in."""
        if self.answers.has_original(digest):
            return True
        if item.skipped:
            return False
        text = item.content.replace(b"\r\n", b"\n").rstrip(b"\n")
        return any(self.answers.has_original(digest_of(text + b"\n" * count)) for count in range(MAX_EMPTY_LINES + 1))

    def read_again(self) -> None:
        """Reads the originals that were not read whole before."""
        for each in self._unread:
            if self.answers.has_original(each.digest):
                continue
            paths = self._originals.paths_of(each.digest)
            if not paths or (each.failure is ReadFailure.INTERRUPTED and each.attempts >= MAX_INTERRUPTIONS):
                self.result.findings.append(_unread_finding(each.failure, each.name))
                continue
            try:
                content = paths[0].read_bytes()
            except OSError:
                self.result.findings.append(_unread_finding(each.failure, each.name))
                continue
            self._read({each.digest: Submission(each.name, content, each.written, len(content))})

    def _read(self, batch: dict[str, Submission]) -> None:
        """Saves the originals of a batch and records the answers in them; the forms are read together."""
        if not batch:
            return
        begun = {digest: (item.name, item.written or self._now) for digest, item in batch.items()}
        self.answers.begin_reading(begun, _unread_finding(ReadFailure.INTERRUPTED), self._now)
        crash_point("reading-begun")
        pieces = dict(self._saved_pieces(batch))
        crash_point("original-saved")
        filled = iter(_filled_forms([each.form for of_item in pieces.values() for each in of_item if each.form]))
        forms = {digest: [next(filled) if each.form else None for each in some] for digest, some in pieces.items()}
        crash_point("submissions-read")
        for digest, some in pieces.items():
            if (failure := _failure(forms[digest])) is not None:
                self._fail(digest, batch[digest], failure)
                continue
            try:
                records = [self._record(piece, form) for piece, form in zip(some, forms[digest], strict=True)]
            except MemoryError:
                self._fail(digest, batch[digest], ReadFailure.MEMORY)
                continue
            self.answers.save(digest, records, self._now)
            crash_point("answers-recorded")
            self.result.add(records)

    def _record(self, piece: Piece, form: FilledForm | None) -> AnswerRecord:
        """What is recorded of a form or reply; where nobody thought of what is in it, that it cannot be read."""
        try:
            return self._matcher.record_of(piece, form, self._now)
        except MemoryError:
            raise
        except FOREIGN_FAULTS:
            broken = Piece(piece.name, None, b"", None, piece.file)
            return self._matcher.record_of(broken, None, self._now)

    def _saved_pieces(self, batch: dict[str, Submission]) -> Iterator[tuple[str, tuple[Piece, ...]]]:
        """The pieces of the submissions that could be saved and parsed."""
        for digest, item in batch.items():
            try:
                self._originals.save(item.content, digest)
            except OSError:
                self._fail(digest, item, ReadFailure.UNSAVED)
                continue
            try:
                yield digest, tuple(pieces_of(item))
            except MemoryError:
                self._fail(digest, item, ReadFailure.MEMORY)
            except FOREIGN_FAULTS:
                yield digest, (Piece(item.name or UNKNOWN_SENDER, None, b"", item.written, item.name),)
            except RenderingError:  # the process that reads it ended
                self._fail(digest, item, ReadFailure.DIED)

    def _fail(self, digest: str, item: Submission, failure: ReadFailure) -> None:
        """Records that a submission was not read, and why."""
        found = _unread_finding(failure, item.name)
        self.answers.fail_reading(digest, found)
        self.result.findings.append(found)
        self.result.outcomes[AnswerOutcome.UNREAD] = self.result.outcomes.get(AnswerOutcome.UNREAD, 0) + 1

    def _record_skipped(self, item: Submission, digest: str) -> None:
        """Records what is too large or of another kind; it is not kept."""
        is_large = item.skipped is SkipReason.LARGE
        place, megabytes = Place(item.name or UNKNOWN_SENDER), round(item.size / 1e6)
        found = finding("answers-large" if is_large else "answers-kind", Severity.DOUBTFUL, place, megabytes=megabytes)
        outcome = AnswerOutcome.LARGE if is_large else AnswerOutcome.KIND
        record = AnswerRecord(outcome, item.written or self._now, None, None, name=item.name, findings=(found,))
        self.answers.save(digest, [record], self._now)
        self.result.add([record])


def _kind_title(folder: Path, kind: str) -> str:
    """What participants read as a kind of packs; its name where that cannot be read any more."""
    try:
        loaded = load_event_file(folder, kind)
        return loaded.kind_title or load_pack_kind(folder, kind).title
    except ReportgenError:
        return kind


def _digest(item: Submission) -> str:
    return digest_of_unkept(item.name, item.size, item.written) if item.skipped else digest_of(item.content)


def _filled_forms(files: Sequence[bytes]) -> Sequence[FilledForm]:
    """What each of these files holds, in the same order."""
    try:
        return forms_in(files)
    except MemoryError:  # even to hand them on
        return [FilledForm(unread=UnreadableForm.MEMORY)] * len(files)


def _failure(forms: Iterable[FilledForm | None]) -> ReadFailure | None:
    """Why reading a form failed; None where all were read, or cannot be."""
    failed = {form.unread for form in forms if form and form.unread in FAILURES}
    return None if not failed else ReadFailure.MEMORY if UnreadableForm.MEMORY in failed else ReadFailure.DIED


def _unread_finding(failure: ReadFailure, name: str = "") -> Finding:
    return finding(f"answers-{failure}", Severity.DOUBTFUL, Place(name or UNKNOWN_SENDER))
