"""The journeys of a pack: plan, build, release, send."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.application.build import digest_cache
from reportgen.application.build.load_event import EventInputs, load_event
from reportgen.application.build.noop_cache import NoopResult, keep, recalled, seen_of, state_of, state_with, was_seen
from reportgen.application.build.prepared_pack import PreparedPack
from reportgen.application.build.recover import recover_edition
from reportgen.config.paths import Paths
from reportgen.domain.canonical_json import JsonValue
from reportgen.domain.delivery.projection import Projection
from reportgen.domain.finding import Finding, Severity
from reportgen.domain.identifiers import BRIEFING, pack_key
from reportgen.domain.pack.difference import ChangeCategory, Difference, differences_between
from reportgen.domain.pack.edition import Decision, Keep, MadePack, Print, Withdraw, is_current, plan
from reportgen.domain.people.roster import lost_too_many
from reportgen.errors import ArchiveError, SafetyRefusal
from reportgen.storage.archive.archive import Archive
from reportgen.storage.ledger.ledger import Ledger

if TYPE_CHECKING:
    from reportgen.application.build.seal import Progress
    from reportgen.render.printing.context import PrintContext


@dataclass(frozen=True, slots=True)
class BuildPlan:
    """What a run would do, and why.

    Attributes:
        reasons: why a pack is printed again: the difference from the one that was made last.
        changes: the difference from the pack that a participant has in hand, of everyone who has one.
        made: the newest pack of everyone who has one, by number; without the parts of those that are as they should be.
        back: participants whose pack is as the one in hand again, so that a later letter is not wanted any more.
    """

    inputs: EventInputs
    decisions: tuple[Decision, ...]
    reasons: dict[int, tuple[Difference, ...]]
    changes: dict[int, tuple[Difference, ...]]
    made: dict[int, MadePack]
    back: tuple[int, ...] = ()

    def only(self, numbers: Collection[int]) -> BuildPlan:
        """The same for some participants: their packs are printed whatever was decided, and nothing else happens."""
        return replace(self, decisions=tuple(Print(number, (), first=False) for number in sorted(numbers)), back=())

    def printing(self) -> tuple[PreparedPack, ...]:
        """The packs to print."""
        numbers = {each.number for each in self.decisions if isinstance(each, Print)}
        return tuple(ready for ready in self.inputs.packs if ready.wanted.number in numbers)


@dataclass(slots=True)
class RunReport:
    """What a run did; it grows along the journey."""

    event: str
    findings: list[Finding] = field(default_factory=list)
    made: int = 0
    kept: int = 0
    withdrawn: int = 0
    edition: int | None = None
    released: int = 0
    sent: int = 0
    waiting: int = 0
    stopped: str = ""
    projection: Projection | None = None

    @property
    def refused(self) -> int:
        """How many rows, packs or letters wait until someone acts."""
        return sum(each.severity is Severity.REFUSED for each in self.findings)

    @property
    def needs_a_person(self) -> bool:
        """Whether someone should look: the exit code then is 1."""
        return bool(self.stopped) or any(each.severity is not Severity.NOTED for each in self.findings)


def plan_build(
    folder: Path, paths: Paths, ledger: Ledger, today: date, kind: str = BRIEFING, keep: bool = False
) -> BuildPlan:
    """What a build would print, keep and withdraw, with the reasons, without doing it.

    Args:
        keep: keeps what was read for the next time, as ``load_event`` does.
    """
    inputs = load_event(folder, paths, ledger, today, kind=kind, keep=keep)
    as_wanted = {ready.wanted.number: ready.wanted.fingerprint for ready in inputs.packs}
    made, in_hand = ledger.newest_and_delivered(inputs.event.key, as_wanted)
    had = {each.number: each for each in in_hand}
    as_in_hand = {
        ready.wanted.number
        for ready in inputs.packs
        if (old := had.get(ready.wanted.number)) and is_current(ready.wanted, old)
    }
    decisions = tuple(
        Keep(each.number) if isinstance(each, Print) and each.number in as_in_hand else each
        for each in plan((ready.wanted for ready in inputs.packs), made)
    )
    archive = Archive(paths.archive(inputs.event.key))
    before = {each.number: each for each in made}
    ready = {each.wanted.number: each for each in inputs.packs}
    reasons = {
        each.number: _reasons(ready[each.number], before[each.number], archive)
        for each in decisions
        if isinstance(each, Print) and not each.first
    }
    changes = {number: _reasons(ready[number], old, archive) for number, old in had.items() if number in ready}
    back = tuple(number for number in sorted(as_in_hand) if before[number].edition > had[number].edition)
    return BuildPlan(inputs, decisions, reasons, changes, before, back)


def build(
    folder: Path,
    paths: Paths,
    ledger: Ledger,
    now: datetime,
    print_context: PrintContext,
    progress: Progress,
    accept_shrunk: bool = False,
    only: Collection[int] | None = None,
    because: str = "",
    kind: str = BRIEFING,
) -> RunReport:
    """Prints what is new or changed, seals it as an edition with its letters, and promises it.

    Args:
        only: participants whose packs are made again, whatever the plan says; nothing happens to others.
        because: why a person asked for it, for the record of the edition.
        kind: which packs.
    """
    key = pack_key(folder.resolve().name, kind)
    archive = Archive(paths.archive(key))
    recover_edition(key, archive, ledger, now)
    ledger.recover_interrupted(key, now)
    seen = seen_of(folder, paths, now.date(), kind) if only is None else ""
    if was_seen(paths, key, seen) and (nothing := recalled(paths, key, state_with(seen, folder, ledger, kind))):
        return RunReport(key, list(nothing.findings), kept=nothing.kept)
    todo = plan_build(folder, paths, ledger, now.date(), kind, keep=True)
    if todo.inputs.found:
        digest_cache.keep(paths.digest_cache(key), todo.inputs.found)
    if only is not None:
        todo = todo.only(only)
    inputs = todo.inputs
    gone = [each.number for each in todo.decisions if isinstance(each, Withdraw)]
    had = sum(not each.withdrawn for each in todo.made.values())
    if lost_too_many(len(gone), had) and not accept_shrunk:
        raise SafetyRefusal(
            f"The list lost {len(gone)} of the {had} people who have a pack",
            where=str(folder),
            todo="look whether the list is whole; if it is, run again with --accept-shrunk",
        )
    printing = todo.printing()
    quiet = only is None and not (printing or gone or todo.back)
    state = state_with(seen, folder, ledger, kind) if quiet else ""
    ledger.save_people(inputs.known_as, inputs.people(), inputs.seats())
    ledger.withdraw(key, gone, now, "not on the list any more")
    ledger.withdraw(key, todo.back, now, "the pack is as the one in hand again", keep_packs=True)
    report = RunReport(key, list(inputs.findings), withdrawn=len(gone))
    report.kept = sum(isinstance(each, Keep) for each in todo.decisions)
    if printing:
        from reportgen.application.build.seal import EditionReasons, seal_edition  # most runs print nothing

        edition = seal_edition(
            inputs,
            printing,
            todo.made,
            EditionReasons(todo.reasons, todo.changes, because),
            archive,
            ledger,
            now,
            print_context,
            progress,
        )
        report.edition, report.made = edition.number, edition.made
        report.kept += edition.same
        report.findings += edition.findings
    elif quiet and state == state_of(folder, paths, ledger, now.date(), kind):
        keep(paths, key, state, NoopResult(report.kept, inputs.findings), seen)
    return report


def previewed(ready: PreparedPack, folder: Path, pictures: bool = False) -> Path:
    """Prints one pack into a folder, to be looked at and nothing else; with ``pictures`` each page as a PNG too."""
    from reportgen.render.pdf.pictures import pictures_of  # as above
    from reportgen.render.printing.press import printed_pack

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{ready.wanted.number:04d}-{ready.wanted.code}.pdf"
    document = printed_pack(ready.job)
    path.write_bytes(document.pdf)
    for old in folder.glob(f"{path.stem}-*.png"):
        old.unlink()
    if pictures:
        for number, picture in enumerate(pictures_of(document.pdf), 1):
            path.with_name(f"{path.stem}-{number}.png").write_bytes(picture)
    return path


def _reasons(ready: PreparedPack, made: MadePack, archive: Archive) -> tuple[Difference, ...]:
    """Why a pack differs from the one that was made: every value, old and new."""
    if (ready.wanted.fingerprint, ready.wanted.recipient) == (made.fingerprint, made.recipient):
        return ()
    was = {part.kind: part for part in made.parts}
    reasons: list[Difference] = []
    for place, mark in enumerate(ready.wanted.parts):
        old = was.get(mark.kind)
        if old is None or old.fingerprint == mark.fingerprint:
            continue
        if old.content == mark.content:
            reasons.append(Difference(mark.kind, "", "", "", ChangeCategory.DESIGN))
            continue
        content = _kept_content(archive, made, old.content)
        reasons += differences_between(mark.kind, content, ready.parts[place].content)
    if not reasons and ready.wanted.recipient != made.recipient:
        new = ready.wanted.recipient
        reasons.append(Difference("letter", "recipient", made.recipient, new, ChangeCategory.REGISTRATIONS))
    return tuple(reasons)


def _kept_content(archive: Archive, made: MadePack, content: str) -> JsonValue:
    """What a part was printed from; empty when it came out the same and was therefore not kept."""
    for edition in range(made.edition, 0, -1):
        try:
            kept: JsonValue = json.loads(archive.read(edition, f"contents/{content}.json", content))
        except ArchiveError:
            continue
        return kept
    return None
