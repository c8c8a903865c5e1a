"""Plans a build: which packs to print, keep and withdraw, with the reasons; changes nothing."""

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
        reasons: why a pack is printed again: the differences from the last one that was made, by participant.
        changes: the differences from the last pack that was delivered, by participant.
        made: the newest pack of everyone who has one, by participant; without parts where it is current.
        reverted: participants whose pack is again the one that was delivered, so that a later letter is withdrawn.
    """

    inputs: EventInputs
    decisions: tuple[Decision, ...]
    reasons: dict[int, tuple[Difference, ...]]
    changes: dict[int, tuple[Difference, ...]]
    made: dict[int, MadePack]
    reverted: tuple[int, ...] = ()

    def only(self, numbers: Collection[int]) -> BuildPlan:
        """The plan that prints the packs of some participants, whatever was decided, and does nothing else."""
        decisions = tuple(Print(number, (), first=False) for number in sorted(numbers))
        return replace(self, decisions=decisions, reverted=())

    @property
    def printing(self) -> tuple[PreparedPack, ...]:
        """The packs to print."""
        numbers = {each.number for each in self.decisions if isinstance(each, Print)}
        return tuple(pack for pack in self.inputs.packs if pack.wanted.number in numbers)

    @property
    def withdrawing(self) -> list[int]:
        """The participants whose packs are withdrawn."""
        return [each.number for each in self.decisions if isinstance(each, Withdraw)]

    @property
    def kept(self) -> int:
        """How many packs stay as they are."""
        return sum(isinstance(each, Keep) for each in self.decisions)

    @property
    def delivered(self) -> int:
        """How many participants have a pack that was not withdrawn."""
        return sum(not each.withdrawn for each in self.made.values())


def plan_build(workspace: Workspace, cache: DecisionCache | None = None) -> BuildPlan:
    """Which packs a build would print, keep and withdraw, with the reasons.

    Args:
        cache: the cache of decisions, if the caller has opened it already.

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
    """The differences of a pack from the one that was made: every value, old and new."""
    if (pack.wanted.fingerprint, pack.wanted.recipient) == (made.fingerprint, made.recipient):
        return ()
    made_parts = {part.kind: part for part in made.parts}
    reasons: list[Difference] = []
    for place, part in enumerate(pack.wanted.parts):
        old = made_parts.get(part.kind)
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
    """The content of a part; None where the printed bytes were unchanged, so that it was not archived."""
    for edition in range(made.edition, 0, -1):
        try:
            archived: JsonValue = json.loads(archive.read(edition, f"contents/{content}.json", content))
        except ArchiveError:
            continue
        return archived
    return None
