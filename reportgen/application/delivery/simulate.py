"""Simulates the days to a meeting on a made-up clock, with a mail server that fails: what would happen, and when.

Everything is done as a run does it, on a copy of what the house remembers; the real ledger, archive and outbox are only
read, and no letter leaves this process. Late changes of the list are not played.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from reportgen.application.build.build import BuildRequest, build
from reportgen.application.build.seal import Progress
from reportgen.application.delivery import forecast, release
from reportgen.application.delivery.send import send
from reportgen.application.figures.in_use import figures_in_use
from reportgen.application.workspace import Clock, Workspace
from reportgen.config.paths import Paths
from reportgen.config.settings import LoadedEvent
from reportgen.config.timezone import ZONE
from reportgen.domain.delivery.mail_server import SmtpServer, Tls
from reportgen.domain.delivery.projection import Pace
from reportgen.domain.delivery.rules import DeliveryRules
from reportgen.domain.delivery.simulation import (
    Faults,
    OrganiserAction,
    SimulatedAttempt,
    SimulatedClock,
    SimulatedRun,
    SimulationResult,
    next_run_from,
)
from reportgen.domain.delivery.states import PENDING, Delivery, Outcome, State, Unknown
from reportgen.domain.finding import Finding, Severity
from reportgen.errors import MailError, ReportgenError, SafetyRefusal
from reportgen.mail.simulated_server import SimulatedSender, random_faults, simulated_sender
from reportgen.render.printing.context import PrintContext
from reportgen.sources.cbs.table_store import oldest_day
from reportgen.storage.ledger.ledger import Ledger
from reportgen.storage.ledger.snapshot import ledger_copy
from reportgen.storage.lock import locked
from reportgen.storage.overlay import link_contents

HEADSTART = timedelta(days=3)
"""Before the window, where a rehearsal begins whose window is past."""

LOST = "the connection broke behind the last dot"

USUAL_SERVER = SmtpServer("", 0, Tls.NONE, "", "", 60, 0, 10_000_000, "rehearsal@mail.example", False, 60, 600)
"""What an event that has no mail server yet is rehearsed with: the usual pace and size."""


def simulate(
    loaded: LoadedEvent,
    paths: Paths,
    begin: datetime,
    chance: Random | None,
    print_context: PrintContext,
    progress: Progress,
    accept_shrunk: bool = False,
) -> SimulationResult:
    """Plays from a moment to the deadline; what is made for it is gone when this returns.

    Args:
        chance: draws what goes wrong; None for days on which nothing does.

    Raises:
        ReportgenError: as the first run would raise it.
    """
    window, key = loaded.settings.rules.window, loaded.event.key
    moved = begin > window.not_after
    if moved:
        begin = (window.not_before.astimezone(UTC) - HEADSTART).astimezone(ZONE)
    with TemporaryDirectory(prefix="reportgen-rehearsal-") as passing:
        trial = Paths(paths.figures, Path(passing))
        with locked(paths.output) if paths.output.is_dir() else nullcontext():
            ledger = ledger_copy(paths.ledger, trial.ledger)
            link_contents(paths.archive(key), trial.archive(key))
            link_contents(paths.fetched_tables, trial.fetched_tables)
        with closing(ledger):
            before = ledger.deliveries(key)
            clock = SimulatedClock(begin)
            rules = replace(loaded.settings.rules, redirect_all="")  # the real thing is simulated
            simulated = replace(loaded, settings=replace(loaded.settings, rules=rules))
            workspace = Workspace(simulated, trial, ledger, Clock(clock, clock, lambda: 0.0, simulated=True))
            play = _Simulation(workspace, paths, clock, print_context, progress, accept_shrunk)
            try:
                faults, ticks = play.through(chance)
            except ReportgenError as fault:
                fault.where = play.named(fault.where)
                raise
            return SimulationResult(begin, moved, window, faults, tuple(ticks), before, ledger.deliveries(key))


@dataclass(slots=True)
class _Simulation:
    """The scheduled runs, one after the other; between two at which nothing can happen the clock jumps.

    Attributes:
        workspace: the event with a copy of the ledger, in folders that go away.
        real: the folders of the event itself, for messages.
        waited: letters that were asked about last.
        told: findings that were reported at an earlier run.
    """

    workspace: Workspace
    real: Paths
    clock: SimulatedClock
    print_context: PrintContext
    progress: Progress
    accept_shrunk: bool
    waited: int = 0
    told: set[Finding] = field(default_factory=set)

    @property
    def key(self) -> str:
        return self.workspace.key

    @property
    def ledger(self) -> Ledger:
        return self.workspace.ledger

    @property
    def rules(self) -> DeliveryRules:
        return self.workspace.settings.rules

    def through(self, chance: Random | None) -> tuple[Faults, list[SimulatedRun]]:
        """From the clock's moment to the deadline."""
        settings, window = self.workspace.settings, self.rules.window
        pace = self.ledger.notes(self.key).pace()
        at = next_run_from(self.clock())
        self.clock.move_to(at)
        tick = self._built(at, pace, first=True)
        opening = next_run_from(max(self.clock(), window.not_before))
        recipients = list(dict.fromkeys(each.recipient for each in self._pending()))
        faults = random_faults(recipients, opening, chance) if chance else Faults()
        rebuild = self._older_from(at)
        ticks = []
        with simulated_sender(
            settings.server or USUAL_SERVER, faults, self.clock, self.clock.pause, pace.sending
        ) as sender:
            while True:
                tick = self._sent(self._released(tick), sender)
                ticks.append(tick)
                ring = self._next_ring(at, rebuild)
                if ring is None:
                    break
                at, tick = ring, SimulatedRun(ring)
                self.clock.move_to(at)
                if rebuild and at >= rebuild:
                    rebuild = None
                    try:
                        tick = self._built(at, pace)
                    except ReportgenError as fault:  # so it is at every ring from now on: nothing leaves any more
                        ticks.append(self._broken(at, fault))
                        break
        ticks += self._closed()
        return faults, [each for each in ticks if each.is_eventful]

    def _built(self, at: datetime, pace: Pace, first: bool = False) -> SimulatedRun:
        """Packs are made. Nothing of it changes from ring to ring but the age of figures, so it is not done at each."""
        request = BuildRequest(self.accept_shrunk)
        report = build(self.workspace, self.print_context, self.progress, request)
        self.clock.pause(report.made * pace.printing)
        refused = [each.code for each in report.findings if each.severity is Severity.REFUSED]
        misprinted = refused.count("part-failed")
        left_out = len(refused) - misprinted
        findings = [
            *(each for each in report.findings if each.code == "figures-old"),
            *forecast.short(forecast.projected_for(self.workspace)),
        ]
        asks = []
        if first and left_out:
            asks.append(
                OrganiserAction(f"mend the list: {left_out} people get nothing until then", self._types("check"))
            )
        if misprinted:
            asks.append(OrganiserAction(f"mend what keeps {misprinted} packs from being printed", self._types("build")))
        if first and not self.rules.resend_uncertain:
            asks += [
                self._asking_after(each.participant)
                for each in self.ledger.deliveries(self.key)
                if each.state is State.UNCERTAIN
            ]
        return SimulatedRun(at, report.made, left_out, misprinted, findings=self._new(findings), actions=tuple(asks))

    def _released(self, tick: SimulatedRun) -> SimulatedRun:
        """Letters are let go as event.toml says; what a person has to let go is, when the window opens."""
        settings, archive = self.workspace.settings, self.workspace.archive
        by_itself = in_place = 0
        offer = release.release_preview(self.key, self.ledger, archive, firsts_only=True)
        agreed = settings.server is None or not offer.is_first
        if settings.automatic_release and agreed:
            by_itself = release.release(offer, self.ledger, self.clock(), "automatic, as event.toml says")
        rest = release.release_preview(self.key, self.ledger, archive)
        count, opens = len(rest.letters), self.rules.window.not_before
        asks = list(tick.actions)
        if count and count != self.waited:
            why = ""
            if settings.automatic_release:
                why = "; automatic release waits for a person, " + (
                    "who agrees to the first ones" if not agreed else "where a letter follows an earlier one"
                )
            before = opens if self.clock() < opens else None
            asks.append(
                OrganiserAction(f"look at {count} letters and let them go{why}", self._types("release"), before)
            )
        self.waited = count
        if count and self.clock() >= opens:
            in_place = release.release(rest, self.ledger, self.clock(), "by the rehearsal, for the organiser")
            self.waited = 0
        return replace(tick, released=by_itself, released_for_organiser=in_place, actions=tuple(asks))

    def _sent(self, tick: SimulatedRun, sender: SimulatedSender) -> SimulatedRun:
        """Letters that are due leave, or do not."""
        window = self.rules.window
        if self.clock() < window.not_before:
            return tick
        sender.attempts.clear()
        stopped = ""
        findings: list[Finding] = []
        try:
            _, findings = send(self.workspace, sender, lambda *_: None)
        except (SafetyRefusal, MailError) as fault:
            stopped = fault.what
        for each in findings:
            if each.code == "mail-stopped":
                stopped = dict(each.facts)["reason"]
        own = [
            replace(each, facts=tuple((name, self.named(said)) for name, said in each.facts))
            for each in findings
            if each.code == "letter-failed" and each.severity is Severity.REFUSED
        ]
        now_due = len(self.ledger.due(self.key, self.clock()))
        if now_due and not stopped and not window.is_open(self.clock()):
            stopped = "the window closed"
        turns = self._turns(sender)
        asks = (*tick.actions, *(ask for turn in turns for ask in self._asked_by(turn)))
        findings = [*tick.findings, *self._new(own)]
        waiting = now_due if stopped else 0
        return replace(tick, attempts=turns, stopped=stopped, waiting=waiting, findings=tuple(findings), actions=asks)

    def _turns(self, sender: SimulatedSender) -> tuple[SimulatedAttempt, ...]:
        letters = {each.key: each for each in self.ledger.deliveries(self.key)}
        last = self.rules.window.not_after
        return tuple(_turn(letters[each.key], each.at, each.outcome, last) for each in sender.attempts)

    def _asked_by(self, turn: SimulatedAttempt) -> list[OrganiserAction]:
        if turn.state is State.REFUSED:
            return [
                OrganiserAction(
                    f"mend the address of participant {turn.participant} in the list, or phone; the next run mails anew"
                )
            ]
        if turn.state is State.UNCERTAIN and not self.rules.resend_uncertain:
            return [self._asking_after(turn.participant)]
        return []

    def _asking_after(self, number: int) -> OrganiserAction:
        what = f"ask participant {number} whether the letter is there, and say so (--resend where it is not)"
        return OrganiserAction(what, self._types(f"resolve {{}} {number} --sent"))

    def _broken(self, at: datetime, fault: ReportgenError) -> SimulatedRun:
        return SimulatedRun(
            at,
            stopped=fault.what,
            waiting=len(self._pending()),
            actions=(OrganiserAction(fault.todo),) if fault.todo else (),
        )

    def _closed(self) -> list[SimulatedRun]:
        """What is left when the window closes."""
        waiting = self._pending()
        if not waiting:
            return []
        ask = OrganiserAction(f"phone {len(waiting)} participants, or move not_after in event.toml before then")
        stopped = "the window closes, and nothing leaves any more"
        return [SimulatedRun(self.rules.window.not_after, stopped=stopped, waiting=len(waiting), actions=(ask,))]

    def _next_ring(self, at: datetime, rebuild: datetime | None) -> datetime | None:
        """The next ring at which something can happen; None when nothing will before the deadline."""
        window = self.rules.window
        uncertain = [State.UNCERTAIN] if self.rules.resend_uncertain else []
        going = [each for each in self.ledger.deliveries(self.key) if each.state in (*PENDING, *uncertain)]
        moments = [max(each.due or window.not_before, window.not_before) for each in going]
        if rebuild:
            moments.append(rebuild)
        if not moments:
            return None
        ring = next_run_from(max(min(moments), self.clock(), at + timedelta(seconds=1)))
        return ring if ring <= window.not_after else None

    def _older_from(self, at: datetime) -> datetime | None:
        """The moment from which figures are older than the event allows, if that is still to come."""
        if self.workspace.settings.max_age is None:
            return None
        last: date = oldest_day(*figures_in_use(self.workspace.paths)) + timedelta(days=self.workspace.settings.max_age)
        older = datetime.combine(last + timedelta(days=1), time(), ZONE)
        return older if older > at else None

    def _pending(self) -> list[Delivery]:
        return [each for each in self.ledger.deliveries(self.key) if each.state in PENDING]

    def _new(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """Those that were not told at an earlier ring."""
        new = [each for each in findings if each not in self.told]
        self.told.update(new)
        return tuple(new)

    def named(self, text: str) -> str:
        """A text that names files of the copy, naming the real ones."""
        return text.replace(str(self.workspace.paths.output), str(self.real.output))

    def _types(self, command: str) -> str:
        """A command for this event, to type."""
        form = command if "{}" in command else f"{command} {{}}"
        return f"reportgen {form.format(self.workspace.folder)}"


def _turn(letter: Delivery, at: datetime, outcome: Outcome, last: datetime) -> SimulatedAttempt:
    again = next_run_from(letter.due) if letter.due else None
    if again and again > last:
        again = None
    answer = LOST if isinstance(outcome, Unknown) else outcome.answer  # a broken line has no words of its own
    return SimulatedAttempt(letter.participant, letter.recipient, at, letter.state, answer, again)
