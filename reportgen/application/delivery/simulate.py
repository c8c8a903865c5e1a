"""Simulates the days to a meeting on a made-up clock, with a mail server that fails: what would happen, and when.

Every step is that of a real run, on a copy of the ledger; the real ledger, archive and outbox are only read, and no
letter leaves this process. Late changes of the list are not simulated.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from reportgen.application.build.build import BuildRequest, build
from reportgen.application.delivery import forecast, release, simulated_actions
from reportgen.application.delivery.send import send
from reportgen.application.figures.age import oldest_day_of
from reportgen.application.progress import Progress
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
from reportgen.storage.ledger.copies import ledger_copy
from reportgen.storage.ledger.ledger import Ledger
from reportgen.storage.lock import locked
from reportgen.storage.overlay import link_contents

LEAD_TIME = timedelta(days=3)
"""How long before the window a simulation begins whose window is past."""

CONNECTION_LOST = "the connection broke behind the last dot"

USUAL_SERVER = SmtpServer("", 0, Tls.NONE, "", "", 60, 0, 10_000_000, "rehearsal@mail.example", False, 60, 600)
"""The mail server that is simulated for an event without one: the usual pace and maximum size."""


def simulate(
    loaded: LoadedEvent,
    paths: Paths,
    begin: datetime,
    random: Random | None,
    print_context: PrintContext,
    progress: Progress,
    accept_shrunk: bool = False,
) -> SimulationResult:
    """Simulates the scheduled runs from a moment to the deadline; all files made for it are removed.

    Args:
        random: chooses the faults; None for a simulation without faults.

    Raises:
        ReportgenError: as the first run would raise it.
    """
    window, key = loaded.settings.rules.window, loaded.event.key
    moved = begin > window.not_after
    if moved:
        begin = (window.not_before.astimezone(UTC) - LEAD_TIME).astimezone(ZONE)
    with TemporaryDirectory(prefix="reportgen-rehearsal-") as folder:
        copies = Paths(paths.figures, Path(folder))
        with locked(paths.output) if paths.output.is_dir() else nullcontext():
            ledger = ledger_copy(paths.ledger, copies.ledger)
            link_contents(paths.archive(key), copies.archive(key))
            link_contents(paths.fetched_tables, copies.fetched_tables)
        with closing(ledger):
            before = ledger.deliveries(key)
            clock = SimulatedClock(begin)
            rules = replace(loaded.settings.rules, redirect_all="")  # the letters to participants are simulated
            simulated = replace(loaded, settings=replace(loaded.settings, rules=rules))
            workspace = Workspace(simulated, copies, ledger, Clock(clock, lambda: 0.0, simulated=True))
            simulation = _Simulation(workspace, paths, clock, print_context, progress, accept_shrunk)
            try:
                faults, runs = simulation.run(random)
            except ReportgenError as fault:
                fault.where = simulation.with_real_paths(fault.where)
                raise
            return SimulationResult(begin, moved, window, faults, tuple(runs), before, ledger.deliveries(key))


@dataclass(slots=True)
class _Simulation:
    """The scheduled runs, one after the other; the clock skips runs in which nothing can happen.

    Attributes:
        workspace: the event with a copy of the ledger, in temporary folders.
        real_paths: the folders of the event itself, for messages.
        last_waiting: how many letters waited for release when the organiser was asked last.
        reported: findings that an earlier run reported.
    """

    workspace: Workspace
    real_paths: Paths
    clock: SimulatedClock
    print_context: PrintContext
    progress: Progress
    accept_shrunk: bool
    last_waiting: int = 0
    reported: set[Finding] = field(default_factory=set)

    @property
    def key(self) -> str:
        return self.workspace.key

    @property
    def ledger(self) -> Ledger:
        return self.workspace.ledger

    @property
    def rules(self) -> DeliveryRules:
        return self.workspace.settings.rules

    def run(self, random: Random | None) -> tuple[Faults, list[SimulatedRun]]:
        """The faults and the runs, from the clock's moment to the deadline."""
        settings, window = self.workspace.settings, self.rules.window
        pace = self.ledger.notes(self.key).pace()
        at = next_run_from(self.clock())
        self.clock.move_to(at)
        current = self._build(at, pace, first=True)
        opening = next_run_from(max(self.clock(), window.not_before))
        recipients = list(dict.fromkeys(each.recipient for each in self._pending()))
        faults = random_faults(recipients, opening, random) if random else Faults()
        rebuild = self._figures_expire_at(at)
        runs = []
        with simulated_sender(
            settings.server or USUAL_SERVER, faults, self.clock, self.clock.pause, pace.sending
        ) as sender:
            while True:
                runs.append(self._send(self._release(current), sender))
                following = self._next_run(at, rebuild)
                if following is None:
                    break
                at, current = following, SimulatedRun(following)
                self.clock.move_to(at)
                if rebuild and at >= rebuild:
                    rebuild = None
                    try:
                        current = self._build(at, pace)
                    except ReportgenError as fault:  # every later run fails in the same way, so nothing is sent
                        runs.append(self._failed_run(at, fault))
                        break
        runs += self._after_deadline()
        return faults, [each for each in runs if each.is_eventful]

    def _build(self, at: datetime, pace: Pace, first: bool = False) -> SimulatedRun:
        """Builds the packs. Between runs only the age of figures changes, so it is not done in each."""
        report = build(self.workspace, self.print_context, self.progress, BuildRequest(self.accept_shrunk))
        self.clock.pause(report.made * pace.printing)
        failed_prints, left_out = report.failed, report.left_out
        findings = [
            *(each for each in report.findings if each.code in ("figures-old", "gone")),
            *forecast.window_findings(forecast.projection_for(self.workspace)),
        ]
        folder = self.workspace.folder
        actions = simulated_actions.actions_after_build(folder, left_out if first else 0, failed_prints)
        if first and not self.rules.resend_uncertain:
            uncertain = self.ledger.deliveries(self.key, State.UNCERTAIN)
            actions += tuple(simulated_actions.resolve_action(folder, each.participant) for each in uncertain)
        return SimulatedRun(
            *(at, report.made, left_out, failed_prints),
            findings=self._new(findings),
            actions=actions,
            cancellations=report.cancellations,
        )

    def _release(self, run: SimulatedRun) -> SimulatedRun:
        """Releases letters as event.toml says; those that wait for a person, when the window opens."""
        settings, archive = self.workspace.settings, self.workspace.archive
        automatic = for_organiser = 0
        firsts = release.release_preview(self.key, self.ledger, archive, firsts_only=True)
        agreed = settings.server is None or not firsts.is_first
        opens = self.rules.window.not_before
        by_itself = settings.automatic_release and agreed
        if by_itself and self.clock() >= opens:
            automatic = release.release(firsts, self.ledger, self.clock(), "automatic, as event.toml says")
        rest = release.release_preview(self.key, self.ledger, archive)
        count = len(rest.letters) - (len(firsts.letters) - automatic if by_itself else 0)
        actions, folder = run.actions, self.workspace.folder
        if count and count != self.last_waiting:
            before = opens if self.clock() < opens else None
            actions += (
                simulated_actions.release_action(folder, count, settings.automatic_release, not agreed, before),
            )
        self.last_waiting = count
        if count and self.clock() >= opens:
            for_organiser = release.release(rest, self.ledger, self.clock(), "by the rehearsal, for the organiser")
            self.last_waiting = 0
        return replace(run, released=automatic, released_for_organiser=for_organiser, actions=actions)

    def _send(self, run: SimulatedRun, sender: SimulatedSender) -> SimulatedRun:
        """Sends the letters that are due, once the window is open."""
        window = self.rules.window
        if self.clock() < window.not_before:
            return run
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
        refused = [
            replace(each, facts=tuple((name, self.with_real_paths(value)) for name, value in each.facts))
            for each in findings
            if each.code == "letter-failed" and each.severity is Severity.REFUSED
        ]
        due = len(self.ledger.due(self.key, self.clock()))
        if due and not stopped and not window.is_open(self.clock()):
            stopped = "the window closed"
        letters = {each.key: each for each in self.ledger.deliveries(self.key)}
        attempts = tuple(
            _attempt(letters[each.key], each.at, each.outcome, window.not_after) for each in sender.attempts
        )
        actions, folder = run.actions, self.workspace.folder
        for attempt in attempts:
            actions += simulated_actions.actions_after_attempt(folder, attempt, self.rules.resend_uncertain)
        return replace(
            run,
            attempts=attempts,
            stopped=stopped,
            waiting=due if stopped else 0,
            findings=(*run.findings, *self._new(refused)),
            actions=actions,
        )

    def _next_run(self, at: datetime, rebuild: datetime | None) -> datetime | None:
        """The next run in which something can happen; None when nothing will before the deadline."""
        window = self.rules.window
        moving = PENDING - {State.HELD} | ({State.UNCERTAIN} if self.rules.resend_uncertain else set())
        open_letters = [each for each in self.ledger.deliveries(self.key) if each.state in moving]
        moments = [max(each.due or window.not_before, window.not_before) for each in open_letters]
        if rebuild:
            moments.append(rebuild)
        if not moments:
            return None
        following = next_run_from(max(min(moments), self.clock(), at + timedelta(seconds=1)))
        return following if following <= window.not_after else None

    def _failed_run(self, at: datetime, fault: ReportgenError) -> SimulatedRun:
        actions = (OrganiserAction(fault.todo),) if fault.todo else ()
        return SimulatedRun(at, stopped=fault.what, waiting=len(self._pending()), actions=actions)

    def _after_deadline(self) -> list[SimulatedRun]:
        """What is left when the window closes."""
        waiting = len(self._pending())
        if not waiting:
            return []
        stopped, actions = "the window closes, and nothing leaves any more", (simulated_actions.phone_action(waiting),)
        return [SimulatedRun(self.rules.window.not_after, stopped=stopped, waiting=waiting, actions=actions)]

    def _figures_expire_at(self, at: datetime) -> datetime | None:
        """The moment from which figures are older than the event allows; None where there is none after ``at``."""
        settings = self.workspace.settings
        days, oldest = settings.max_age, oldest_day_of(settings, self.workspace.paths)
        if days is None or oldest is None:
            return None
        expired = datetime.combine(oldest + timedelta(days=days + 1), time(), ZONE)
        return expired if expired > at else None

    def _pending(self) -> list[Delivery]:
        return [each for each in self.ledger.deliveries(self.key) if each.state in PENDING]

    def _new(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """The findings that no earlier run reported."""
        new = [each for each in findings if each not in self.reported]
        self.reported.update(new)
        return tuple(new)

    def with_real_paths(self, text: str) -> str:
        """A text that names files of the copy, naming the real ones."""
        return text.replace(str(self.workspace.paths.output), str(self.real_paths.output))


def _attempt(letter: Delivery, at: datetime, outcome: Outcome, last: datetime) -> SimulatedAttempt:
    next_try = next_run_from(letter.due) if letter.due else None
    if next_try and next_try > last:
        next_try = None
    answer = CONNECTION_LOST if isinstance(outcome, Unknown) else outcome.answer  # a lost connection has no reply
    return SimulatedAttempt(letter.participant, letter.recipient, at, letter.state, answer, next_try, letter.kind)
