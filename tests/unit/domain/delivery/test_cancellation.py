"""Histories of coming, cancelling and coming back, with everything that can happen to the letters meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.config.timezone import ZONE
from reportgen.domain.delivery.cancellation import BY_PERSON, CancellationPlan, cancellation_plan
from reportgen.domain.delivery.participant_counts import participant_counts
from reportgen.domain.delivery.states import (
    FAILED,
    PENDING,
    POSSIBLY_SENT,
    WITHDRAWABLE,
    Accepted,
    Action,
    Delivery,
    LetterKind,
    Outcome,
    Postponed,
    Refused,
    Stage,
    State,
    Unknown,
)
from reportgen.domain.identifiers import delivery_key
from reportgen.domain.people.attendance import NOT_COMING, Attendance, attendance_changes
from reportgen.domain.people.participant import Enrolled
from reportgen.storage.ledger.database import connection_to
from reportgen.storage.ledger.ledger import Ledger
from reportgen.storage.ledger.pack_records import CancellationRecord, PackRecord

EVENT = "2030-05-16-wonen"
PEOPLE = (1, 2, 3)
START = datetime(2030, 5, 9, 8, tzinfo=ZONE)

OUTCOMES: tuple[Outcome, ...] = (
    Accepted("250 ok"),
    Postponed(Stage.RCPT, "451 later"),
    Refused(Stage.RCPT, "550 no such user"),
    Unknown("the connection broke"),
)


class _Event:
    """An event with its ledger; the same order of steps as in a build and a send, without printing and mail."""

    def __init__(self) -> None:
        self.ledger = Ledger(connection_to(None))
        self.ledger.save_people(EVENT, [Enrolled(each, f"{each}@x.example", f"N{each}", "GM1") for each in PEOPLE], ())
        self.now = START
        self.says = dict.fromkeys(PEOPLE, Attendance.TAKES_PART)

    def letters(self, number: int | None = None) -> list[Delivery]:
        return [each for each in self.ledger.deliveries(EVENT) if number in (None, each.participant)]

    def build(self, wanted: bool = True) -> CancellationPlan:
        self.now += timedelta(minutes=30)
        ledger, now = self.ledger, self.now
        ledger.recover_interrupted(EVENT, now)
        absent = {each: state for each, state in self.says.items() if state is not Attendance.TAKES_PART}
        present = set(PEOPLE) - absent.keys()
        recorded = ledger.attendance(EVENT)
        changes = attendance_changes(absent, present, recorded)
        reasons = {each: recorded[each].state for each in absent if each in recorded}
        plan = cancellation_plan(
            ledger.deliveries(EVENT), {**reasons, **changes}, changes, wanted, self._withdrawn_by_person
        )
        made = {each.number: each.withdrawn for each in ledger.newest_packs(EVENT)}
        ledger.record_attendance(EVENT, changes, now)
        for each in plan.withdrawing:
            ledger.act(each.key, Action.WITHDRAW, now, "takes part again")
        ledger.withdraw(EVENT, [each for each in absent if made.get(each) is False], now, "absent")
        printing = [each for each in sorted(present) if made.get(each, True)]
        if printing or plan.making:
            edition = ledger.begin_edition(EVENT, now)
            cancelled = [each.number for each in plan.making]
            ledger.record_edition(
                EVENT, edition, "", [_pack(each, edition) for each in printing], now,
                [_cancellation(each, edition) for each in cancelled],
            )  # fmt: skip
        return plan

    def release(self) -> None:
        for each in self.ledger.deliveries(EVENT, State.PRINTED):
            self.ledger.act(each.key, Action.RELEASE, self.now, "released by hand")

    def send(self, outcomes: Iterator[Outcome | None]) -> None:
        """Sends what is due; None stands for a run that is killed while it sends the letter."""
        self.now += timedelta(days=1)
        self.ledger.recover_interrupted(EVENT, self.now)
        attendance = self.ledger.attendance(EVENT)
        for each in self.ledger.due(EVENT, self.now):
            record = attendance.get(each.participant)
            comes = record is None or record.state is Attendance.TAKES_PART
            assert comes == (each.kind is LetterKind.PACK), f"{each.key} is not true"
            self.ledger.claim(each.key, self.now)
            if (outcome := next(outcomes)) is None:
                return
            self.ledger.record_outcome(each, outcome, self.now)

    def settle(self, state: State, act: Action, said: str) -> None:
        for each in self.ledger.deliveries(EVENT, state):
            if act is not Action.RELEASE or not self.ledger.is_superseded(each):
                self.ledger.act(each.key, act, self.now, said)

    def withdraw(self, number: int) -> None:
        for each in self.letters(number):
            if each.state in WITHDRAWABLE:
                self.ledger.act(each.key, Action.WITHDRAW, self.now, f"{BY_PERSON}anna: phoned")

    def _withdrawn_by_person(self, letter: Delivery) -> bool:
        return self.ledger.history(letter.key)[-1].said.startswith(BY_PERSON)


def _pack(number: int, edition: int) -> PackRecord:
    key = delivery_key(EVENT, number, edition)
    return PackRecord(key, number, "GM1", "f", (), "p", 8, f"{number}@x.example", f"<{key}@vng.example>", "l")


def _cancellation(number: int, edition: int) -> CancellationRecord:
    key = delivery_key(EVENT, number, edition)
    return CancellationRecord(key, number, f"{number}@x.example", f"<{key}@vng.example>", "l")


def _assert_everything_adds_up(event: _Event) -> None:
    letters, attendance = event.letters(), event.ledger.attendance(EVENT)
    counts = participant_counts(PEOPLE, letters, attendance)
    assert counts.total == len(PEOPLE)
    assert counts.cancelled == sum(each.state is Attendance.CANCELLED for each in attendance.values())
    states = Counter(each.state for each in letters)
    groups = (*PENDING, *FAILED, State.SENT, State.UNCERTAIN, State.WITHDRAWN)
    assert len(letters) == sum(states[each] for each in groups)
    for number in PEOPLE:
        editions = [each.edition for each in event.letters(number)]
        assert editions == sorted(set(editions))  # each letter's SEQUENCE is its edition's


def _assert_letters_are_true(event: _Event) -> None:
    """After a build: what can still leave agrees with who takes part, and nobody was told twice."""
    for number, says in event.says.items():
        waiting = {each.kind for each in event.letters(number) if each.state in WITHDRAWABLE}
        assert waiting <= ({LetterKind.PACK} if says is Attendance.TAKES_PART else {LetterKind.CANCELLATION})
        if says is Attendance.LEFT_OUT:
            assert not waiting
        told = [each.kind for each in event.letters(number) if each.state in POSSIBLY_SENT]
        assert not told or told[0] is LetterKind.PACK
        assert (LetterKind.CANCELLATION, LetterKind.CANCELLATION) not in pairwise(told)


def _mailed(outcomes: Sequence[Outcome] = (OUTCOMES[0],) * len(PEOPLE)) -> _Event:
    """An event of which everyone's letter was tried once."""
    event = _Event()
    event.build()
    event.release()
    event.send(iter(outcomes))
    return event


PERSON = st.sampled_from(PEOPLE)
STEP = st.one_of(
    st.tuples(st.just("list"), PERSON, st.sampled_from(tuple(Attendance))),
    st.tuples(st.just("build")),
    st.tuples(st.just("release")),
    st.tuples(st.just("send"), st.lists(st.sampled_from((*OUTCOMES, OUTCOMES[0], None)), min_size=4, max_size=4)),
    st.tuples(st.just("arrived")),
    st.tuples(st.just("resend")),
    st.tuples(st.just("bounce"), PERSON),
    st.tuples(st.just("withdraw"), PERSON),
)


def _take(event: _Event, step: tuple[object, ...]) -> None:
    match step:
        case ("list", int(number), Attendance() as says):
            event.says[number] = says
            event.build()  # a list is accepted and built: what was released before is looked at when it is sent
        case ("build",):
            event.build()
        case ("release",):
            event.release()
        case ("send", list(outcomes)):
            event.send(iter([*outcomes, *[None] * len(PEOPLE)]))
        case ("arrived",):
            event.settle(State.UNCERTAIN, Action.ACCEPT, "it arrived")
        case ("resend",):
            for state in (State.UNCERTAIN, State.BOUNCED, State.REFUSED):
                event.settle(state, Action.RELEASE, "once more")
        case ("bounce", int(number)):
            for each in event.letters(number):
                if each.state in (State.SENT, State.UNCERTAIN):
                    event.ledger.act(each.key, Action.BOUNCE, event.now, "550")
        case ("withdraw", int(number)):
            event.withdraw(number)


@given(st.lists(st.sampled_from(OUTCOMES), min_size=3, max_size=3), st.lists(STEP, min_size=4, max_size=25))
def test_whatever_happens_letters_are_true_and_everything_adds_up(
    first: list[Outcome], steps: list[tuple[object, ...]]
) -> None:
    event = _mailed(first)
    for step in steps:
        _take(event, step)
        _assert_everything_adds_up(event)
    event.build()
    _assert_everything_adds_up(event)
    _assert_letters_are_true(event)
    for number, says in event.says.items():
        sent = any(each.state in POSSIBLY_SENT for each in event.letters(number))
        told = any(each.kind is LetterKind.CANCELLATION for each in event.letters(number))
        assert told or says not in NOT_COMING or not sent
    again = event.build()
    assert (again.making, again.withdrawing) == ((), ())  # nothing is left to do


@given(st.lists(st.tuples(PERSON, st.sampled_from(tuple(Attendance))), max_size=12), st.booleans())
def test_where_all_mail_arrives_everyone_knows_whether_they_take_part(
    changes: list[tuple[int, Attendance]], wanted: bool
) -> None:
    event = _Event()
    event.build()
    for number, says in changes:
        event.says[number] = says
        event.build(wanted)
        event.release()
        event.send(iter([OUTCOMES[0]] * 20))
    event.build(wanted)
    event.release()
    event.send(iter([OUTCOMES[0]] * 20))
    for number, says in event.says.items():
        told = [each.kind for each in event.letters(number) if each.state is State.SENT]
        if says is Attendance.TAKES_PART:
            assert told[-1] is LetterKind.PACK
        elif wanted and told and says in NOT_COMING:
            assert told[-1] is LetterKind.CANCELLATION
        if not wanted:
            assert LetterKind.CANCELLATION not in told


def test_who_is_gone_is_a_question_until_the_letter_is_released() -> None:
    event = _mailed()
    event.says[1] = Attendance.GONE
    assert event.build().unanswered == (1,)
    assert event.build().unanswered == (1,)
    event.release()
    assert event.build().unanswered == ()


def test_who_cancelled_is_no_question() -> None:
    event = _mailed()
    event.says[1] = Attendance.CANCELLED
    assert event.build().unanswered == ()


def test_a_letter_that_a_person_withdrew_is_not_made_again_until_they_come_back_and_cancel_once_more() -> None:
    event = _mailed()
    event.says[1] = Attendance.CANCELLED
    event.build()
    event.withdraw(1)
    assert event.build().making == ()
    event.says[1] = Attendance.TAKES_PART
    event.build()
    event.release()
    event.send(iter([OUTCOMES[0]] * 3))
    event.says[1] = Attendance.CANCELLED
    assert [each.number for each in event.build().making] == [1]


@pytest.mark.parametrize("outcome", OUTCOMES[1:3])
def test_who_was_never_sent_anything_is_told_nothing(outcome: Outcome) -> None:
    event = _mailed([outcome] * 3)
    event.says[1] = Attendance.CANCELLED
    assert event.build().making == ()
    assert [each.state for each in event.letters(1)] == [State.WITHDRAWN]


def test_who_may_have_been_sent_a_letter_is_told() -> None:
    event = _mailed([OUTCOMES[3]] * 3)
    event.says[1] = Attendance.CANCELLED
    assert [each.number for each in event.build().making] == [1]


def test_a_letter_that_turns_out_not_to_have_arrived_needs_no_cancellation() -> None:
    event = _mailed()
    event.says[1] = Attendance.CANCELLED
    event.build()
    (invitation, _) = event.letters(1)
    event.ledger.act(invitation.key, Action.BOUNCE, event.now, "550")
    event.build()
    assert [each.state for each in event.letters(1)] == [State.BOUNCED, State.WITHDRAWN]


def test_a_row_with_a_fault_takes_the_unsent_letter_back() -> None:
    event = _mailed()
    event.says[1] = Attendance.CANCELLED
    event.build()
    event.says[1] = Attendance.LEFT_OUT
    event.build()
    assert [each.state for each in event.letters(1)] == [State.SENT, State.WITHDRAWN]


def test_a_cancellation_that_was_refused_is_not_made_again_and_one_that_was_withdrawn_by_the_program_is() -> None:
    event = _mailed()
    event.says[1] = Attendance.CANCELLED
    event.build()
    event.release()
    event.send(iter([OUTCOMES[2]]))
    assert event.build().making == ()
    event.build(wanted=False)
    assert [each.state for each in event.letters(1)] == [State.SENT, State.WITHDRAWN]
    assert [each.number for each in event.build().making] == [1]
