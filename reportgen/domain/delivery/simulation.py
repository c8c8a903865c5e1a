"""Values of a simulated delivery: the faults that are injected, each hourly run, and the result."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from reportgen.domain.delivery.rules import DeliveryWindow
from reportgen.domain.delivery.states import PENDING, Delivery, LetterKind, State
from reportgen.domain.finding import Finding

MINUTES_PAST_HOUR = timedelta(minutes=5)
"""Minutes past the hour at which a run starts, as the timers in cron/ do."""

GREYLISTING_TIME = timedelta(minutes=5)
"""How long a domain postpones a letter that it sees for the first time."""

MAILBOX_FULL_TIME = timedelta(hours=3)
"""How long a full mailbox stays full, until its owner has freed space."""

SERVER_DOWN_TIME = timedelta(hours=1)
"""How long the mail server is down."""


@dataclass(frozen=True, slots=True)
class Faults:
    """Faults that are injected into a simulation; the addresses are chosen at random.

    Attributes:
        greylisted: domains, in small letters, that postpone a letter which they see for the first time.
        full: address whose mailbox is full for ``MAILBOX_FULL_TIME``; empty for none.
        unknown: address that does not exist; empty for none.
        lost: address at whose letter the connection breaks once, after the final dot; empty for none.
        down: moment from which the mail server is down for ``SERVER_DOWN_TIME``; None for never.
    """

    greylisted: frozenset[str] = frozenset()
    full: str = ""
    unknown: str = ""
    lost: str = ""
    down: datetime | None = None

    def is_down(self, now: datetime) -> bool:
        """Whether the mail server is down at a moment."""
        return self.down is not None and self.down <= now < self.down + SERVER_DOWN_TIME


@dataclass(frozen=True, slots=True)
class SimulatedAttempt:
    """One simulated attempt to send a letter.

    Attributes:
        participant: number of the participant.
        state: of the letter, after the attempt.
        answer: the server's answer.
        next_try: when it is tried again; None where it is not, before the deadline.
    """

    participant: int
    recipient: str
    at: datetime
    state: State
    answer: str
    next_try: datetime | None = None
    kind: LetterKind = LetterKind.PACK


@dataclass(frozen=True, slots=True)
class OrganiserAction:
    """Something the organiser would have to do: what, the command to type, and before when."""

    what: str
    command: str = ""
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class SimulatedRun:
    """One simulated run of the scheduler.

    Attributes:
        made: packs that were printed.
        cancellations: letters that were made to tell somebody that they do not take part any more.
        left_out: people who get no pack because of a fault in their row.
        failed_prints: packs that could not be printed.
        released: letters that were released automatically.
        released_for_organiser: letters that the organiser has to release, and the simulation did.
        attempts: letters that were tried, in order.
        stopped: why the run stopped early; empty where it did not.
        waiting: released letters that were left when it stopped.
        findings: what the run would report besides.
        actions: what the organiser would have to do.
    """

    at: datetime
    made: int = 0
    left_out: int = 0
    failed_prints: int = 0
    released: int = 0
    released_for_organiser: int = 0
    attempts: tuple[SimulatedAttempt, ...] = ()
    stopped: str = ""
    waiting: int = 0
    findings: tuple[Finding, ...] = ()
    actions: tuple[OrganiserAction, ...] = ()
    cancellations: int = 0

    @property
    def is_eventful(self) -> bool:
        """Whether anything happened that an organiser wants to read."""
        happened = (
            self.made
            or self.cancellations
            or self.released
            or self.released_for_organiser
            or self.attempts
            or self.stopped
        )
        return bool(happened or self.findings or self.actions)

    def ended(self, state: State) -> tuple[SimulatedAttempt, ...]:
        """The attempts of this run after which a letter was in a state."""
        return tuple(each for each in self.attempts if each.state is state)


@dataclass(frozen=True, slots=True)
class SimulationResult:
    """A simulated delivery.

    Attributes:
        begin: when the simulated clock started.
        begin_moved: whether that is not the moment that was asked for, because the window was past.
        faults: the faults that were injected.
        runs: every run of the scheduler, in order.
        before, after: all letters, before and after the simulation.
    """

    begin: datetime
    begin_moved: bool
    window: DeliveryWindow
    faults: Faults
    runs: tuple[SimulatedRun, ...]
    before: tuple[Delivery, ...]
    after: tuple[Delivery, ...]

    def count(self, *states: State) -> int:
        """How many letters are in these states in the end."""
        counts = Counter(each.state for each in self.after)
        return sum(counts[state] for state in states)

    @property
    def sent_before(self) -> int:
        """How many letters had been sent before it began."""
        return sum(each.state is State.SENT for each in self.before)

    @property
    def waiting(self) -> tuple[int, ...]:
        """Participants whose letter is still to leave when the window closes."""
        return tuple(each.participant for each in self.after if each.state in PENDING)

    @property
    def last_sent_at(self) -> datetime | None:
        """When the last letter left; None when none did."""
        return max((attempt.at for run in self.runs for attempt in run.ended(State.SENT)), default=None)

    @property
    def in_time(self) -> bool:
        """Whether everything that can arrive left before the deadline."""
        return not self.waiting


def next_run_from(moment: datetime) -> datetime:
    """When the first run at or after a moment starts; hours are real time, also where the clock changes."""
    utc = moment.astimezone(UTC)
    start = utc.replace(minute=0, second=0, microsecond=0) + MINUTES_PAST_HOUR
    return (start if start >= utc else start + timedelta(hours=1)).astimezone(moment.tzinfo)


class SimulatedClock:
    """A clock that is set instead of waited for."""

    def __init__(self, begin: datetime) -> None:
        self._at, self._zone = begin.astimezone(UTC), begin.tzinfo

    def __call__(self) -> datetime:
        """The time it shows, in the time zone it began in."""
        return self._at.astimezone(self._zone)

    def pause(self, seconds: float) -> None:
        """Moves it forward by so many seconds."""
        self._at += timedelta(seconds=seconds)

    def move_to(self, moment: datetime) -> None:
        """Moves it forward to a moment; it never goes back."""
        self._at = max(self._at, moment.astimezone(UTC))
