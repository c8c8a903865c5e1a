"""A rehearsal of the days to a meeting: what goes wrong in it on purpose, and what would happen, hour by hour."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from reportgen.domain.delivery.rules import DeliveryWindow
from reportgen.domain.delivery.states import PENDING, Delivery, State
from reportgen.domain.finding import Finding

MINUTES_PAST_HOUR = timedelta(minutes=5)
"""When the bell rings: at five past, as the timers in cron/ do."""

GREYLISTING_TIME = timedelta(minutes=5)
"""How long a domain puts off a letter that it sees for the first time."""

MAILBOX_FULL_TIME = timedelta(hours=3)
"""How long a full mailbox stays full, until its owner has made room."""

SERVER_DOWN_TIME = timedelta(hours=1)
"""How long the mail server is down."""


@dataclass(frozen=True, slots=True)
class Faults:
    """What goes wrong in a rehearsal. Who it hits is made up: it says nothing about these addresses.

    Attributes:
        greylisted: domains, in small letters, that put a letter off which they see for the first time.
        full: an address whose mailbox is full for a while; empty for nobody, as the next two.
        unknown: an address that does not exist.
        lost: an address at whose letter the connection breaks, once, behind the final dot.
        down: the moment from which the mail server is down.
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
    """What became of one letter at one ring of the bell.

    Attributes:
        answer: what the server said.
        next_try: when it is tried again; None where it is not, before the deadline.
    """

    participant: int
    recipient: str
    at: datetime
    state: State
    answer: str
    next_try: datetime | None = None


@dataclass(frozen=True, slots=True)
class OrganiserAction:
    """Something that would be asked of the organiser: what, the command to type, and before when."""

    what: str
    command: str = ""
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class SimulatedRun:
    """What happens when the bell rings once.

    Attributes:
        made, left_out, misprinted: packs that came off the press, people whose row keeps them from one, packs that
            could not be printed.
        released: letters let go by themselves.
        in_place: letters that the organiser has to let go, and the rehearsal did.
        turns: the letters that were tried, in order.
        stopped: why it went no further; empty where it did not stop.
        waiting: released letters that are left when it stopped.
        findings: what the run would say beside this.
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

    @property
    def is_eventful(self) -> bool:
        """Whether anything happened that an organiser wants to read."""
        happened = self.made or self.released or self.released_for_organiser or self.attempts or self.stopped
        return bool(happened or self.findings or self.actions)

    def ended(self, state: State) -> tuple[SimulatedAttempt, ...]:
        """The letters that came to be so in this tick."""
        return tuple(each for each in self.attempts if each.state is state)


@dataclass(frozen=True, slots=True)
class SimulationResult:
    """The days to a meeting as they would go.

    Attributes:
        begin: where the made-up clock began; ``moved`` when that is not where it was asked to, the window being past.
        faults: what went wrong on purpose.
        before, after: every letter, as it stood and as it stands in the end.
    """

    begin: datetime
    begin_moved: bool
    window: DeliveryWindow
    faults: Faults
    runs: tuple[SimulatedRun, ...]
    before: tuple[Delivery, ...]
    after: tuple[Delivery, ...]

    def count(self, *states: State) -> int:
        """How many letters stand so in the end."""
        counts = Counter(each.state for each in self.after)
        return sum(counts[state] for state in states)

    @property
    def sent_before(self) -> int:
        """How many letters had left before it began."""
        return sum(each.state is State.SENT for each in self.before)

    @property
    def waiting(self) -> tuple[int, ...]:
        """Participants whose letter is still to leave when the window closes."""
        return tuple(each.participant for each in self.after if each.state in PENDING)

    @property
    def last_sent_at(self) -> datetime | None:
        """When the last letter left; None when none did."""
        return max((turn.at for tick in self.runs for turn in tick.ended(State.SENT)), default=None)

    @property
    def in_time(self) -> bool:
        """Whether everything that can arrive left before the deadline."""
        return not self.waiting


def next_run_from(moment: datetime) -> datetime:
    """The first ring of the bell at a moment or after it; an hour is real time, whatever the clock does."""
    world = moment.astimezone(UTC)
    ring = world.replace(minute=0, second=0, microsecond=0) + MINUTES_PAST_HOUR
    return (ring if ring >= world else ring + timedelta(hours=1)).astimezone(moment.tzinfo)


def domain_of(address: str) -> str:
    """Where an address is, in small letters."""
    return address.rpartition("@")[2].casefold()


class SimulatedClock:
    """A clock on which waiting takes no time: it goes where it is told, in real hours."""

    def __init__(self, begin: datetime) -> None:
        self._at, self._zone = begin.astimezone(UTC), begin.tzinfo

    def __call__(self) -> datetime:
        """What it says, in the zone it began in."""
        return self._at.astimezone(self._zone)

    def pause(self, seconds: float) -> None:
        """So many seconds go by."""
        self._at += timedelta(seconds=seconds)

    def goes_to(self, moment: datetime) -> None:
        """Everything up to a moment goes by; a clock never goes back."""
        self._at = max(self._at, moment.astimezone(UTC))
