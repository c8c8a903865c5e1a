"""Letters move by the transition table only, with a history that is never changed, and are never sent twice."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from unit.storage.conftest import EVENT, Seal, release, states

from reportgen.domain.delivery.retries import DEFAULT_WAITS
from reportgen.domain.delivery.states import Accepted, Action, Outcome, Postponed, Refused, Stage, State, Unknown
from reportgen.errors import ArchiveError, BusyError
from reportgen.storage.ledger.ledger import Ledger


def test_a_recorded_letter_waits_until_it_is_released(ledger: Ledger, sealed: Seal, now: datetime) -> None:
    records = sealed(1, (1, 2))
    assert set(states(ledger).values()) == {State.PRINTED}
    assert ledger.due(EVENT, now) == ()
    release(ledger, records, now)
    assert [each.key for each in ledger.due(EVENT, now)] == [each.key for each in records]


def test_a_letter_that_was_accepted_is_sent_and_not_due_again(ledger: Ledger, sealed: Seal, now: datetime) -> None:
    records = sealed(1, (1,))
    release(ledger, records, now)
    (letter,) = ledger.due(EVENT, now)
    ledger.claim(letter.key, now)
    assert ledger.record_outcome(letter, Accepted("250 ok"), now) is State.SENT
    assert ledger.due(EVENT, now + timedelta(days=9)) == ()
    assert ledger.recover_interrupted(EVENT, now) == ()


def test_a_letter_is_claimed_once(ledger: Ledger, sealed: Seal, now: datetime) -> None:
    records = sealed(1, (1,))
    release(ledger, records, now)
    ledger.claim(records[0].key, now)
    with pytest.raises(BusyError):
        ledger.claim(records[0].key, now)
    assert ledger.deliveries(EVENT)[0].attempts == 1


def test_a_letter_that_was_not_released_cannot_be_claimed(ledger: Ledger, sealed: Seal, now: datetime) -> None:
    (record,) = sealed(1, (1,))
    with pytest.raises(BusyError):
        ledger.claim(record.key, now)
    assert states(ledger) == {record.key: State.PRINTED}
    assert len(ledger.history(record.key)) == 1


def test_a_postponed_letter_waits_longer_after_every_attempt(ledger: Ledger, sealed: Seal, now: datetime) -> None:
    release(ledger, sealed(1, (1,)), now)
    waited = []
    moment = now
    for _ in range(len(DEFAULT_WAITS.later) + 1):
        (letter,) = ledger.due(EVENT, moment)
        ledger.claim(letter.key, moment)
        assert ledger.record_outcome(letter, Postponed(Stage.RCPT, "451 greylisted"), moment) is State.DEFERRED
        (again,) = ledger.deliveries(EVENT)
        assert again.due is not None
        assert ledger.due(EVENT, again.due - timedelta(seconds=1)) == ()
        waited.append(again.due - moment)
        moment = again.due
    assert waited == [*DEFAULT_WAITS.later, DEFAULT_WAITS.later[-1]]
    assert ledger.deliveries(EVENT)[0].attempts == len(DEFAULT_WAITS.later) + 1


def test_a_refused_letter_waits_for_a_person(ledger: Ledger, sealed: Seal, now: datetime) -> None:
    release(ledger, sealed(1, (1,)), now)
    (letter,) = ledger.due(EVENT, now)
    ledger.claim(letter.key, now)
    assert ledger.record_outcome(letter, Refused(Stage.RCPT, "550 unknown"), now) is State.REFUSED
    assert ledger.due(EVENT, now + timedelta(days=9)) == ()


def test_an_uncertain_letter_is_never_due_by_itself(ledger: Ledger, sealed: Seal, now: datetime) -> None:
    release(ledger, sealed(1, (1,)), now)
    (letter,) = ledger.due(EVENT, now)
    ledger.claim(letter.key, now)
    assert ledger.record_outcome(letter, Unknown("connection lost"), now) is State.UNCERTAIN
    assert ledger.due(EVENT, now + timedelta(days=9)) == ()
    ledger.act(letter.key, Action.RELEASE, now, "send the same bytes once more")
    assert len(ledger.due(EVENT, now)) == 1


def test_a_letter_the_ledger_never_recorded_is_an_error(ledger: Ledger, now: datetime) -> None:
    with pytest.raises(ArchiveError, match="0099"):
        ledger.act(f"{EVENT}.0099.0001", Action.RELEASE, now, "by hand")


def test_a_waiting_letter_is_withdrawn_when_a_newer_edition_replaces_it(
    ledger: Ledger, sealed: Seal, now: datetime
) -> None:
    (first,) = sealed(1, (1,))
    release(ledger, (first,), now)
    (second,) = sealed(2, (1,))
    assert states(ledger) == {first.key: State.WITHDRAWN, second.key: State.PRINTED}
    assert ledger.due(EVENT, now) == ()
    assert not ledger.deliveries(EVENT)[1].is_update


@pytest.mark.parametrize(
    "outcome", [Accepted("250"), Unknown("lost"), Postponed(Stage.RCPT, "451"), Refused(Stage.RCPT, "550")]
)
def test_a_correction_follows_only_what_went_out_or_may_have(
    ledger: Ledger, sealed: Seal, now: datetime, outcome: Accepted | Unknown | Postponed | Refused
) -> None:
    release(ledger, sealed(1, (1,)), now)
    (letter,) = ledger.due(EVENT, now)
    ledger.claim(letter.key, now)
    ledger.record_outcome(letter, outcome, now)
    sealed(2, (1,))
    correction = ledger.deliveries(EVENT)[1]
    assert correction.is_update is isinstance(outcome, Accepted | Unknown)


def test_a_bounced_letter_is_still_followed_by_its_correction(ledger: Ledger, sealed: Seal, now: datetime) -> None:
    release(ledger, sealed(1, (1,)), now)
    (letter,) = ledger.due(EVENT, now)
    ledger.claim(letter.key, now)
    ledger.record_outcome(letter, Accepted("250"), now)
    ledger.act(letter.key, Action.BOUNCE, now, "5.1.1")
    sealed(2, (1,))
    assert ledger.deliveries(EVENT)[1].is_update


@pytest.mark.parametrize("stage", [None, *Stage])
def test_a_letter_that_was_being_sent_goes_back_unless_it_reached_the_final_dot(
    ledger: Ledger, sealed: Seal, now: datetime, stage: Stage | None
) -> None:
    (record,) = sealed(1, (1,))
    release(ledger, (record,), now)
    ledger.claim(record.key, now)
    for passed in Stage:
        if stage is not None:
            ledger.record_stage(record.key, passed, now)
        if passed is stage:
            break
    assert ledger.recover_interrupted(EVENT, now) == (record.key,)
    assert states(ledger)[record.key] is (State.UNCERTAIN if stage is Stage.DOT else State.RELEASED)


def test_an_earlier_attempt_that_reached_the_dot_says_nothing_of_the_next_one(
    ledger: Ledger, sealed: Seal, now: datetime
) -> None:
    (record,) = sealed(1, (1,))
    release(ledger, (record,), now)
    (letter,) = ledger.due(EVENT, now)
    ledger.claim(letter.key, now)
    ledger.record_stage(letter.key, Stage.DOT, now)
    ledger.record_outcome(letter, Postponed(Stage.DOT, "452 full"), now)
    ledger.claim(letter.key, now)
    ledger.recover_interrupted(EVENT, now)
    assert states(ledger)[record.key] is State.RELEASED


def test_what_happened_to_a_letter_can_be_read_back_in_order(ledger: Ledger, sealed: Seal, now: datetime) -> None:
    (record,) = sealed(1, (1,))
    release(ledger, (record,), now)
    ledger.claim(record.key, now)
    ledger.record_stage(record.key, Stage.DOT, now + timedelta(seconds=1))
    ledger.recover_interrupted(EVENT, now + timedelta(hours=1))
    steps = ledger.history(record.key)
    assert [each.step for each in steps] == ["print", "release", "claim", "stage", "lose-sight"]
    assert [each.at for each in steps] == sorted(each.at for each in steps)
    assert all(each.said for each in steps)


def test_a_claimed_letter_of_someone_who_left_the_list_does_not_go_after_all(
    ledger: Ledger, sealed: Seal, now: datetime
) -> None:
    (record,) = sealed(1, (1,))
    release(ledger, (record,), now)
    ledger.claim(record.key, now)  # the run breaks off here, and the next one begins with the list
    ledger.withdraw(EVENT, [1], now, "not on the list any more")
    ledger.recover_interrupted(EVENT, now)
    assert ledger.due(EVENT, now) == ()


def test_a_claimed_letter_that_was_replaced_does_not_go_after_all(ledger: Ledger, sealed: Seal, now: datetime) -> None:
    (first,) = sealed(1, (1,))
    release(ledger, (first,), now)
    ledger.claim(first.key, now)  # the run breaks off here, and the next one begins with printing
    sealed(2, (1,))
    ledger.recover_interrupted(EVENT, now)
    assert first.key not in {each.key for each in ledger.due(EVENT, now)}


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE attempt SET said = 'nothing happened'",
        "DELETE FROM attempt",
        "REPLACE INTO attempt SELECT id, key, at, step, state, 'nothing happened' FROM attempt",
        "DELETE FROM delivery",
    ],
)
def test_what_happened_cannot_be_changed_or_removed(path: Path, ledger: Ledger, sealed: Seal, sql: str) -> None:
    (record,) = sealed(1, (1,))
    before = ledger.history(record.key)
    other = sqlite3.connect(path)
    other.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError):
        other.execute(sql)
    other.close()
    assert ledger.history(record.key) == before


def test_what_became_of_a_letter_is_on_the_disk_with_the_next_claim_or_when_it_is_settled(
    ledger: Ledger, sealed: Seal, now: datetime
) -> None:
    records = sealed(1, (1, 2))
    release(ledger, records, now)
    first, second = ledger.deliveries(EVENT)
    syncs = lambda: ledger._db.execute("PRAGMA synchronous").fetchone()[0]  # noqa: E731
    ledger.claim(first.key, now)
    ledger.record_outcome(first, Accepted("250 ok"), now, durable=False)
    assert syncs() == 1  # NORMAL: the next commit that is FULL takes it along
    ledger.claim(second.key, now)
    assert syncs() == 2
    ledger.record_outcome(second, Accepted("250 ok"), now, durable=False)
    ledger.make_durable()
    assert syncs() == 2
    assert states(ledger) == {first.key: State.SENT, second.key: State.SENT}


def test_a_claim_is_known_for_good_and_no_other(ledger: Ledger, sealed: Seal, now: datetime) -> None:
    records = sealed(1, (1, 2))
    release(ledger, records, now)
    claim = ledger.claim(records[0].key, now)
    ledger.recover_interrupted(EVENT, now)
    assert ledger.has_claim(claim)
    assert not ledger.has_claim(replace(claim, key=records[1].key))
    assert not ledger.has_claim(replace(claim, step=claim.step + 1))
    assert not ledger.has_claim(replace(claim, at=(now + timedelta(seconds=1)).isoformat()))


def test_a_letter_postponed_before_the_clock_was_set_back_does_not_wait_for_the_wrong_year(
    ledger: Ledger, sealed: Seal, now: datetime
) -> None:
    records = sealed(1, (1,))
    release(ledger, records, now)
    (letter,) = ledger.due(EVENT, now)
    wrong = now + timedelta(days=365)
    ledger.claim(letter.key, wrong)
    ledger.record_outcome(letter, Postponed(Stage.RCPT, "451 later"), wrong, DEFAULT_WAITS)
    assert ledger.due(EVENT, wrong) == (), "it waits as it should while that is the time"
    assert [each.key for each in ledger.due(EVENT, now)] == [letter.key]


def test_a_letter_waits_though_the_clock_was_corrected_by_a_minute(ledger: Ledger, sealed: Seal, now: datetime) -> None:
    records = sealed(1, (1,))
    release(ledger, records, now)
    (letter,) = ledger.due(EVENT, now)
    ledger.claim(letter.key, now)
    ledger.record_outcome(letter, Postponed(Stage.RCPT, "451 later"), now, DEFAULT_WAITS)
    assert ledger.due(EVENT, now - timedelta(minutes=1)) == ()


@pytest.mark.parametrize(
    ("outcome", "moves", "after"),
    [
        (Accepted("250 taken"), (Action.REVERT,), State.SENT),
        (Accepted("250 taken"), (Action.MARK_UNCERTAIN,), State.SENT),
        (Accepted("250 taken"), (Action.REVERT, Action.WITHDRAW), State.WITHDRAWN),
        (Unknown("connection lost"), (Action.REVERT,), State.UNCERTAIN),
        (Postponed(Stage.RCPT, "451 later"), (Action.REVERT,), State.RELEASED),
        (Refused(Stage.RCPT, "550 no such user"), (Action.REVERT,), State.RELEASED),
    ],
)
def test_what_a_server_said_is_kept_where_another_run_moved_the_letter_meanwhile(
    ledger: Ledger, sealed: Seal, now: datetime, outcome: Outcome, moves: tuple[Action, ...], after: State
) -> None:
    records = sealed(1, (1,))
    release(ledger, records, now)
    (delivery,) = ledger.due(EVENT, now)
    ledger.claim(delivery.key, now)
    for each in moves:
        ledger.act(delivery.key, each, now, "another run")
    with pytest.raises(BusyError, match="this run stops"):
        ledger.record_outcome(delivery, outcome, now)
    assert ledger.deliveries(EVENT)[0].state is after
    assert ledger.history(delivery.key)[-1].said == outcome.answer
