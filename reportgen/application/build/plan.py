"""What a build would print, keep and withdraw, with the reasons, before any of it is done."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, replace

from reportgen.application.build.cache import DecisionCache
from reportgen.application.build.load_event import EventInputs, load_event
from reportgen.application.build.prepared_pack import PreparedPack
from reportgen.application.workspace import Workspace
from reportgen.domain.canonical_json import JsonValue
from reportgen.domain.pack.decisions import Decision, Keep, MadePack, Print, Withdraw, decisions_of, is_current
from reportgen.domain.pack.difference import ChangeCategory, Difference, differences_between
from reportgen.errors import ArchiveError
from reportgen.storage.archive.archive import Archive


@dataclass(frozen=True, slots=True)
class BuildPlan:
    """What a build would do, and why.

    Attributes:
        reasons: why a pack is printed again: the difference from the one that was made last, by participant.
        changes: the difference from the pack that was delivered last, of everyone who has one.
        made: the newest pack of everyone who has one, by number; without the parts of those that are as they should be.
        reverted: participants whose pack is again as the one that was delivered, so that a later letter is not wanted.
    """

    inputs: EventInputs
    decisions: tuple[Decision, ...]
    reasons: dict[int, tuple[Difference, ...]]
    changes: dict[int, tuple[Difference, ...]]
    made: dict[int, MadePack]
    reverted: tuple[int, ...] = ()

    def only(self, numbers: Collection[int]) -> BuildPlan:
        """The same for some participants: their packs are printed whatever was decided, and nothing else happens."""
        decisions = tuple(Print(number, (), first=False) for number in sorted(numbers))
        return replace(self, decisions=decisions, reverted=())

    @property
    def printing(self) -> tuple[PreparedPack, ...]:
        """The packs to print."""
        numbers = {each.number for each in self.decisions if isinstance(each, Print)}
        return tuple(pack for pack in self.inputs.packs if pack.wanted.number in numbers)

    @property
    def withdrawing(self) -> list[int]:
        """The participants who are to get nothing any more."""
        return [each.number for each in self.decisions if isinstance(each, Withdraw)]

    @property
    def kept(self) -> int:
        """How many packs stay as they are."""
        return sum(isinstance(each, Keep) for each in self.decisions)

    @property
    def delivered(self) -> int:
        """How many participants have a pack that counts."""
        return sum(not each.withdrawn for each in self.made.values())


def plan_build(workspace: Workspace, cache: DecisionCache | None = None) -> BuildPlan:
    """What a build would print, keep and withdraw, with the reasons, without doing it.

    Args:
        cache: the cache of decisions where the caller has read it already.

    Raises:
        ReportgenError: the event, a list or the figures cannot be read.
    """
    inputs = load_event(workspace, cache=cache)
    wanted = {pack.wanted.number: pack.wanted.fingerprint for pack in inputs.packs}
    made, delivered = workspace.ledger.newest_and_delivered(workspace.key, wanted)
    last_made = {each.number: each for each in made}
    last_delivered = {each.number: each for each in delivered}
    as_delivered = {
        pack.wanted.number
        for pack in inputs.packs
        if (old := last_delivered.get(pack.wanted.number)) and is_current(pack.wanted, old)
    }
    decisions = tuple(
        Keep(each.number) if isinstance(each, Print) and each.number in as_delivered else each
        for each in decisions_of((pack.wanted for pack in inputs.packs), made)
    )
    packs, archive = {pack.wanted.number: pack for pack in inputs.packs}, workspace.archive
    reasons = {
        each.number: _reasons(packs[each.number], last_made[each.number], archive)
        for each in decisions
        if isinstance(each, Print) and not each.first
    }
    changes = {
        number: _reasons(packs[number], old, archive) for number, old in last_delivered.items() if number in packs
    }
    reverted = tuple(
        number for number in sorted(as_delivered) if last_made[number].edition > last_delivered[number].edition
    )
    return BuildPlan(inputs, decisions, reasons, changes, last_made, reverted)


def _reasons(pack: PreparedPack, made: MadePack, archive: Archive) -> tuple[Difference, ...]:
    """Why a pack differs from the one that was made: every value, old and new."""
    if (pack.wanted.fingerprint, pack.wanted.recipient) == (made.fingerprint, made.recipient):
        return ()
    was = {part.kind: part for part in made.parts}
    reasons: list[Difference] = []
    for place, part in enumerate(pack.wanted.parts):
        old = was.get(part.kind)
        if old is None or old.fingerprint == part.fingerprint:
            continue
        if old.content == part.content:
            reasons.append(Difference(part.kind, "", "", "", ChangeCategory.DESIGN))
            continue
        content = _archived_content(archive, made, old.content)
        reasons += differences_between(part.kind, content, pack.parts[place].content)
    if not reasons and pack.wanted.recipient != made.recipient:
        recipient = pack.wanted.recipient
        reasons.append(Difference("letter", "recipient", made.recipient, recipient, ChangeCategory.REGISTRATIONS))
    return tuple(reasons)


def _archived_content(archive: Archive, made: MadePack, content: str) -> JsonValue:
    """What a part was printed from; None when it came out the same bytes and was therefore not archived."""
    for edition in range(made.edition, 0, -1):
        try:
            archived: JsonValue = json.loads(archive.read(edition, f"contents/{content}.json", content))
        except ArchiveError:
            continue
        return archived
    return None
