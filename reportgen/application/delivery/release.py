"""Releases letters after a preview that counts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from reportgen.application.crash_points import crash_point
from reportgen.application.delivery.list_review import ListReview, text_findings
from reportgen.application.workspace import Workspace
from reportgen.domain.delivery.states import PENDING, Delivery, LetterKind, State
from reportgen.domain.finding import Finding, Severity, finding
from reportgen.domain.number_ranges import number_ranges
from reportgen.domain.people.roster import roster_of
from reportgen.errors import ReportgenError
from reportgen.storage.archive.archive import Archive
from reportgen.storage.ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class ReleasePreview:
    """The letters that would be released.

    Attributes:
        is_first: whether no letter of this event was released before.
    """

    letters: tuple[Delivery, ...]
    is_first: bool
    archive: Archive

    @property
    def size(self) -> int:
        """Bytes of all letters together; looks at the file of each."""
        return sum(self.archive.size(each.edition, f"letters/{each.participant:04d}.eml") for each in self.letters)

    @property
    def cancellations(self) -> tuple[Delivery, ...]:
        """The letters that say that somebody does not take part any more."""
        return tuple(each for each in self.letters if each.kind is LetterKind.CANCELLATION)

    @property
    def packs(self) -> tuple[Delivery, ...]:
        """The letters with a pack."""
        return tuple(each for each in self.letters if each.kind is LetterKind.PACK)

    @property
    def messages(self) -> tuple[Delivery, ...]:
        """The letters of messages to some participants."""
        return tuple(each for each in self.letters if each.kind is LetterKind.MESSAGE)

    @property
    def domains(self) -> tuple[tuple[str, int], ...]:
        """The domains of the recipients with the number of letters, most letters first."""
        counts = Counter(each.recipient.rpartition("@")[2].casefold() for each in self.letters)
        return tuple(sorted(counts.items(), key=lambda each: (-each[1], each[0])))

    @property
    def digest(self) -> str:
        """A digest of which letters are in it."""
        return sha256(" ".join(each.key for each in self.letters).encode()).hexdigest()[:16]


def release_preview(
    key: str,
    ledger: Ledger,
    archive: Archive,
    firsts_only: bool = False,
    only: Collection[int] | None = None,
    builder: str = "",
) -> ReleasePreview:
    """The printed letters that wait for release, or those of some participants.

    Args:
        firsts_only: without letters that follow an earlier one to the same participant.
        builder: only those that this person had made; empty for everybody's.
    """
    return preview_of(ledger.deliveries(key, State.PRINTED), key, ledger, archive, firsts_only, only, builder)


def preview_of(
    letters: Iterable[Delivery],
    key: str,
    ledger: Ledger,
    archive: Archive,
    firsts_only: bool = False,
    only: Collection[int] | None = None,
    builder: str = "",
) -> ReleasePreview:
    """The same, from letters that were read already."""
    printed = (each for each in letters if each.state is State.PRINTED)
    if builder:
        known = ledger.looks(key).builders()
        printed = (each for each in printed if known.get(each.edition) == builder)
    waiting = (
        each for each in printed if not (firsts_only and each.is_update) and (only is None or each.participant in only)
    )
    return ReleasePreview(tuple(waiting), not ledger.was_released(key), archive)


def release(preview: ReleasePreview, ledger: Ledger, now: datetime, by: str) -> int:
    """Releases the letters of a preview, all or none of them, and returns how many.

    Args:
        by: who releases them, for the history of each letter.
    """
    count = ledger.release([each.key for each in preview.letters], now, by)
    crash_point("released")
    return count


@dataclass(frozen=True, slots=True)
class ReleaseReview:
    """What a person should know before releasing letters.

    Attributes:
        others: the findings that are about no participant.
        differing: the participants whose letter is not as the newest list and the event are; it would be held.
        returned: those whose letter goes to an address from which their letter before it came back.
    """

    others: tuple[Finding, ...] = ()
    differing: tuple[int, ...] = ()
    returned: tuple[int, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The others, and one for each thing that is about participants."""
        found = list(self.others)
        if self.differing:
            count, numbers = len(self.differing), number_ranges(self.differing)
            found.append(finding("release-differs", Severity.DOUBTFUL, count=count, numbers=numbers))
        if self.returned:
            count, numbers = len(self.returned), number_ranges(self.returned)
            found.append(finding("release-returned", Severity.DOUBTFUL, count=count, numbers=numbers))
        return tuple(found)

    def of(self, only: Collection[int]) -> ReleaseReview:
        """What is about the letters to some participants."""
        differing, returned = (
            tuple(each for each in numbers if each in only) for numbers in (self.differing, self.returned)
        )
        return ReleaseReview(self.others, differing, returned)


def release_findings(workspace: Workspace, preview: ReleasePreview) -> list[Finding]:
    """What a person should know before releasing letters: what the newest list and the event say otherwise."""
    return list(review_release(workspace, preview).findings)


def review_release(workspace: Workspace, preview: ReleasePreview) -> ReleaseReview:
    """Compares letters that would be released with the newest list and the event.

    Nothing of it stops the release: what then differs is held when it is sent.
    """
    if not preview.letters:
        return ReleaseReview()
    ledger, key, review = workspace.ledger, workspace.people_key, ListReview(workspace)
    names = {each.number: each.name for each in ledger.enrolled(key)}
    returned = _to_returned_address(preview.letters, workspace)
    try:
        people = review.people()
        differing = [
            each.participant for each in preview.letters if review.differences(each, names.get(each.participant, ""))
        ]
    except ReportgenError as fault:
        return ReleaseReview((finding("list-unreadable", Severity.DOUBTFUL, reason=fault.what),), returned=returned)
    roster = roster_of(people.participants.values(), ledger.enrolled(key), ledger.seats(key))
    found = []
    if roster.new or roster.changed or roster.gone:
        new, changed, gone = len(roster.new), len(roster.changed), len(roster.gone)
        found.append(finding("list-newer", Severity.DOUBTFUL, new=new, changed=changed, gone=gone))
    return ReleaseReview((*found, *text_findings(review, preview.letters)), tuple(differing), returned)


def _to_returned_address(letters: Iterable[Delivery], workspace: Workspace) -> tuple[int, ...]:
    """The participants of letters that go to an address from which their last letter before it came back."""
    gone: dict[int, Delivery] = {}
    for each in workspace.ledger.deliveries(workspace.key):
        if each.state not in PENDING | {State.WITHDRAWN}:
            gone[each.participant] = each
    return tuple(
        dict.fromkeys(
            each.participant
            for each in letters
            if (last := gone.get(each.participant)) and last.state is State.BOUNCED and last.is_to(each.recipient)
        )
    )


def waiting_for_release(key: str, ledger: Ledger) -> int:
    """How many printed letters wait for release."""
    return len(ledger.letter_keys(key, State.PRINTED))
