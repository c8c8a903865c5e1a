"""The journeys of a pack: plan, build, release, send."""

from __future__ import annotations

import json
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen import recollecting
from reportgen.adopting import adopt
from reportgen.domain.edition import (
    Category,
    Decision,
    Difference,
    Keep,
    Made,
    Plain,
    Print,
    Withdraw,
    difference,
    is_in_hand,
    plan,
)
from reportgen.domain.finding import Finding, Gravity
from reportgen.domain.kind import BRIEFING, key_of
from reportgen.domain.projection import Projection
from reportgen.domain.roster import lost_too_many
from reportgen.errors import ArchiveError, ReportgenError, SafetyRefusal
from reportgen.gathering import Gathered, gather, style_of
from reportgen.house import House
from reportgen.knowing import known
from reportgen.readying import Ready
from reportgen.records.archive import Archive
from reportgen.records.ledger import Ledger
from reportgen.remembering import Nothing, keep, recalled, seen_of, state_of, state_with, was_seen
from reportgen.render.hand import with_hand

if TYPE_CHECKING:
    from reportgen.render.means import Means
    from reportgen.sealing import Progress


@dataclass(frozen=True, slots=True)
class Planned:
    """What a run would do, and why.

    Attributes:
        reasons: why a pack is printed again: the difference from the one that was made last.
        changes: the difference from the pack that a participant has in hand, of everyone who has one.
        made: the newest pack of everyone who has one, by number; without the parts of those that are as they should be.
        back: participants whose pack is as the one in hand again, so that a later letter is not wanted any more.
    """

    gathered: Gathered
    decisions: tuple[Decision, ...]
    reasons: dict[int, tuple[Difference, ...]]
    changes: dict[int, tuple[Difference, ...]]
    made: dict[int, Made]
    back: tuple[int, ...] = ()

    def only(self, numbers: Collection[int]) -> Planned:
        """The same for some participants: their packs are printed whatever was decided, and nothing else happens."""
        return replace(self, decisions=tuple(Print(number, (), first=False) for number in sorted(numbers)), back=())

    def printing(self) -> tuple[Ready, ...]:
        """The packs to print."""
        numbers = {each.number for each in self.decisions if isinstance(each, Print)}
        return tuple(ready for ready in self.gathered.packs if ready.wanted.number in numbers)


@dataclass(slots=True)
class Report:
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
        return sum(each.gravity is Gravity.REFUSED for each in self.findings)

    @property
    def needs_a_person(self) -> bool:
        """Whether someone should look: the exit code then is 1."""
        return bool(self.stopped) or any(each.gravity is not Gravity.NOTED for each in self.findings)


def planned(
    folder: Path, house: House, ledger: Ledger, today: date, kind: str = BRIEFING, keep: bool = False
) -> Planned:
    """What a build would print, keep and withdraw, with the reasons, without doing it.

    Args:
        keep: keeps what was read for the next time, as ``gather`` does.
    """
    gathered = gather(folder, house, ledger, today, kind=kind, keep=keep)
    as_wanted = {ready.wanted.number: ready.wanted.fingerprint for ready in gathered.packs}
    made, in_hand = ledger.made_and_had(gathered.event.key, as_wanted)
    had = {each.number: each for each in in_hand}
    as_in_hand = {
        ready.wanted.number
        for ready in gathered.packs
        if (old := had.get(ready.wanted.number)) and is_in_hand(ready.wanted, old)
    }
    decisions = tuple(
        Keep(each.number) if isinstance(each, Print) and each.number in as_in_hand else each
        for each in plan((ready.wanted for ready in gathered.packs), made)
    )
    archive = Archive(house.archive(gathered.event.key))
    before = {each.number: each for each in made}
    ready = {each.wanted.number: each for each in gathered.packs}
    reasons = {
        each.number: _reasons(ready[each.number], before[each.number], archive)
        for each in decisions
        if isinstance(each, Print) and not each.first
    }
    changes = {number: _reasons(ready[number], old, archive) for number, old in had.items() if number in ready}
    back = tuple(number for number in sorted(as_in_hand) if before[number].edition > had[number].edition)
    return Planned(gathered, decisions, reasons, changes, before, back)


def build(
    folder: Path,
    house: House,
    ledger: Ledger,
    now: datetime,
    means: Means,
    progress: Progress,
    accept_shrunk: bool = False,
    only: Collection[int] | None = None,
    because: str = "",
    kind: str = BRIEFING,
) -> Report:
    """Prints what is new or changed, seals it as an edition with its letters, and promises it.

    Args:
        only: participants whose packs are made again, whatever the plan says; nothing happens to others.
        because: why a person asked for it, for the record of the edition.
        kind: which packs.
    """
    key = key_of(folder.resolve().name, kind)
    archive = Archive(house.archive(key))
    adopt(key, archive, ledger, now)
    ledger.recover(key, now)
    seen = seen_of(folder, house, now.date(), kind) if only is None else ""
    if was_seen(house, key, seen) and (nothing := recalled(house, key, state_with(seen, folder, ledger, kind))):
        return Report(key, list(nothing.findings), kept=nothing.kept)
    with with_hand(means, style_of(known(folder, house, kind).settings), _load_what_follows) as ready:
        todo = planned(folder, house, ledger, now.date(), kind, keep=True)
        if todo.gathered.found:
            recollecting.keep(house.recollection(key), todo.gathered.found)
        if only is not None:
            todo = todo.only(only)
        gathered = todo.gathered
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
        ledger.remember(gathered.known_as, gathered.people(), gathered.seats())
        ledger.withdraw(key, gone, now, "not on the list any more")
        ledger.withdraw(key, todo.back, now, "the pack is as the one in hand again", stay=True)
        report = Report(key, list(gathered.findings), withdrawn=len(gone))
        report.kept = sum(isinstance(each, Keep) for each in todo.decisions)
        if printing:
            from reportgen.sealing import Why, make_edition  # most runs print nothing

            edition = make_edition(
                gathered,
                printing,
                todo.made,
                Why(todo.reasons, todo.changes, because),
                archive,
                ledger,
                now,
                ready,
                progress,
            )
            report.edition, report.made = edition.number, edition.made
            report.kept += edition.same
            report.findings += edition.findings
        elif quiet and state == state_of(folder, house, ledger, now.date(), kind):
            keep(house, key, state, Nothing(report.kept, gathered.findings), seen)
        return report


def previewed(ready: Ready, folder: Path, pictures: bool = False) -> Path:
    """Prints one pack into a folder, to be looked at and nothing else; with ``pictures`` each page as a PNG too."""
    from reportgen.render.pictures import pictures_of  # as above
    from reportgen.render.press import printed

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{ready.wanted.number:04d}-{ready.wanted.code}.pdf"
    document = printed(ready.job)
    path.write_bytes(document.pdf)
    for old in folder.glob(f"{path.stem}-*.png"):
        old.unlink()
    if pictures:
        for number, picture in enumerate(pictures_of(document.pdf), 1):
            path.with_name(f"{path.stem}-{number}.png").write_bytes(picture)
    return path


def _load_what_follows() -> None:
    """What binds packs, judges them and writes their letters takes a quarter of a second to load."""
    from reportgen.mail import calendar, letter  # noqa: F401  # used by the edition that is made
    from reportgen.render import binder, conformance, furnishing, leaves, pages  # noqa: F401  # as above

    with suppress(ReportgenError):  # a letter that cannot be written will say why
        pages.get_ready_for_letters()


def _reasons(ready: Ready, made: Made, archive: Archive) -> tuple[Difference, ...]:
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
            reasons.append(Difference(mark.kind, "", "", "", Category.DESIGN))
            continue
        content = _kept_content(archive, made, old.content)
        reasons += difference(mark.kind, content, ready.parts[place].content)
    if not reasons and ready.wanted.recipient != made.recipient:
        new = ready.wanted.recipient
        reasons.append(Difference("letter", "recipient", made.recipient, new, Category.REGISTRATIONS))
    return tuple(reasons)


def _kept_content(archive: Archive, made: Made, content: str) -> Plain:
    """What a part was printed from; empty when it came out the same and was therefore not kept."""
    for edition in range(made.edition, 0, -1):
        try:
            kept: Plain = json.loads(archive.read(edition, f"contents/{content}.json", content))
        except ArchiveError:
            continue
        return kept
    return None
