"""States of a letter, and the one table of transitions between them.

::

    planned ─print→ printed ─release→ released ─claim→ sending ─accept→ sent ─bounce→ bounced
       │               │                 │  ↑             │
       │               │                 │  └─revert──────┤  (nothing was sent after DATA)
       │               │                 │                ├─postpone→ deferred ─claim→ sending
       │               │                 │                ├─refuse→ refused ─release→ released
       │               │                 │                └─mark uncertain→ uncertain ─accept→ sent
       └───withdraw────┴────withdraw─────┴─(deferred, refused, held)→ withdrawn    ├─release→ released
                                                                                   └─bounce→ bounced
                                             bounced ─release→ released, ─accept→ sent: a person knows better
                       released, deferred ─hold→ held ─release→ released

A letter is *held* when the newest list or the event is not as the letter says, until a person settles that or they
agree again.

Letters with a pack and cancellation letters go through the same states. That somebody does not take part any more is no
state of a letter, but of the person (``domain.people.attendance``).

A letter is *claimed* when a run takes it to send it, and *reverted* when that run ended before the server can have
had it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """State of a letter."""

    PLANNED = "planned"
    PRINTED = "printed"
    RELEASED = "released"
    SENDING = "sending"
    SENT = "sent"
    DEFERRED = "deferred"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    WITHDRAWN = "withdrawn"
    BOUNCED = "bounced"
    HELD = "held"


class LetterKind(StrEnum):
    """What a letter is for; all kinds go through the same states."""

    PACK = "pack"
    CANCELLATION = "cancellation"  # says that somebody does not take part any more, and carries no pack
    MESSAGE = "message"  # a word of the organisers to some participants, with or without the pack they have


class Action(StrEnum):
    """What can happen to a letter; the values are those in the ledger."""

    PRINT = "print"
    RELEASE = "release"
    CLAIM = "claim"
    REVERT = "put-back"
    ACCEPT = "accept"
    POSTPONE = "postpone"
    REFUSE = "refuse"
    MARK_UNCERTAIN = "lose-sight"
    WITHDRAW = "withdraw"
    BOUNCE = "bounce"
    HOLD = "hold"


TRANSITIONS: dict[tuple[State, Action], State] = {
    (State.PLANNED, Action.PRINT): State.PRINTED,
    (State.PRINTED, Action.RELEASE): State.RELEASED,
    (State.RELEASED, Action.CLAIM): State.SENDING,
    (State.DEFERRED, Action.CLAIM): State.SENDING,
    (State.SENDING, Action.REVERT): State.RELEASED,
    (State.SENDING, Action.ACCEPT): State.SENT,
    (State.SENDING, Action.POSTPONE): State.DEFERRED,
    (State.SENDING, Action.REFUSE): State.REFUSED,
    (State.SENDING, Action.MARK_UNCERTAIN): State.UNCERTAIN,
    (State.UNCERTAIN, Action.ACCEPT): State.SENT,
    (State.UNCERTAIN, Action.RELEASE): State.RELEASED,
    (State.REFUSED, Action.RELEASE): State.RELEASED,
    (State.BOUNCED, Action.RELEASE): State.RELEASED,
    (State.BOUNCED, Action.ACCEPT): State.SENT,
    (State.RELEASED, Action.HOLD): State.HELD,
    (State.DEFERRED, Action.HOLD): State.HELD,
    (State.HELD, Action.RELEASE): State.RELEASED,
    (State.PLANNED, Action.WITHDRAW): State.WITHDRAWN,
    (State.PRINTED, Action.WITHDRAW): State.WITHDRAWN,
    (State.RELEASED, Action.WITHDRAW): State.WITHDRAWN,
    (State.DEFERRED, Action.WITHDRAW): State.WITHDRAWN,
    (State.REFUSED, Action.WITHDRAW): State.WITHDRAWN,
    (State.HELD, Action.WITHDRAW): State.WITHDRAWN,
    (State.SENT, Action.BOUNCE): State.BOUNCED,
    (State.UNCERTAIN, Action.BOUNCE): State.BOUNCED,
}

WITHDRAWABLE = frozenset(state for state, action in TRANSITIONS if action is Action.WITHDRAW)
"""States in which a letter can be withdrawn."""

PENDING = frozenset({State.PLANNED, State.PRINTED, State.RELEASED, State.SENDING, State.DEFERRED, State.HELD})
FAILED = frozenset({State.REFUSED, State.BOUNCED})
POSSIBLY_SENT = frozenset({State.SENDING, State.SENT, State.UNCERTAIN})
"""States of a letter that was sent, or may have been."""


class Stage(StrEnum):
    """How far an SMTP session got with a letter."""

    CONNECT = "connect"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    DOT = "dot"  # the final dot was sent: unless the server answers, nobody knows whether it took the letter


@dataclass(frozen=True, slots=True)
class Accepted:
    """The server took the letter."""

    answer: str


@dataclass(frozen=True, slots=True)
class Postponed:
    """The server, or the connection, put the letter off; it is tried again."""

    stage: Stage
    answer: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The server refused the recipient for good."""

    stage: Stage
    answer: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """The server takes nothing of ours, whoever it is for: the letter keeps waiting until somebody mends that."""

    stage: Stage
    answer: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The connection was lost after the final dot: the letter may or may not have been taken."""

    answer: str


Outcome = Accepted | Postponed | Refused | Blocked | Unknown


CLOCK_TOLERANCE = timedelta(hours=1)
"""How far in the future a note may be without the clock having been set back: less is an ordinary correction."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A letter to one participant, as the ledger holds it.

    Attributes:
        key: the letter's own key, which is in its Message-ID (``domain.identifiers.delivery_key``).
        event: key of the event and the kind of pack.
        participant: number of the participant whose pack is in it.
        edition: number of the edition it was made in.
        letter_digest: SHA-256 of its bytes.
        pack_digest: SHA-256 of the PDF in it; empty without one.
        is_update: the participant has had an earlier letter.
        attempts: how often it was tried.
        due: moment before which it is not tried again; None where it was not postponed.
        state_since: when it came into its state.
    """

    key: str
    event: str
    participant: int
    edition: int
    recipient: str
    message_id: str
    letter_digest: str
    pack_digest: str
    is_update: bool
    state: State
    attempts: int
    due: datetime | None
    state_since: datetime | None = field(default=None, compare=False)
    kind: LetterKind = LetterKind.PACK

    def is_to(self, address: str) -> bool:
        """Whether it goes to an address, however that is written."""
        return self.recipient.casefold() == address.casefold()

    def is_due(self, now: datetime) -> bool:
        """Whether it may be sent now: it is released, or was postponed and waits no more."""
        return self.state is State.RELEASED or (self.state is State.DEFERRED and self.waits_until(now) is None)

    def waits_until(self, now: datetime) -> datetime | None:
        """The moment before which a letter that was postponed is not tried again; None where it may be tried now.

        One that was postponed in what is the future now, before the clock was set back, may be tried now: the moment
        that was noted then means nothing any more, and may lie behind the window.
        """
        if self.due is None or self.due <= now:
            return None
        return None if self.state_since and self.state_since - now > CLOCK_TOLERANCE else self.due


class InvalidTransition(ValueError):
    """An action that is not possible in a letter's state; always a fault in the program."""


def next_state(state: State, action: Action) -> State:
    """The state after an action.

    Raises:
        InvalidTransition: the table has no such transition.
    """
    try:
        return TRANSITIONS[state, action]
    except KeyError:
        raise InvalidTransition(f"a letter that is {state} cannot {action}") from None


def action_of(outcome: Outcome) -> Action:
    """The action that belongs to the outcome of an attempt."""
    match outcome:
        case Accepted():
            return Action.ACCEPT
        case Postponed():
            return Action.POSTPONE
        case Refused():
            return Action.REFUSE
        case Blocked():
            return Action.REVERT
        case Unknown():
            return Action.MARK_UNCERTAIN
