"""The states of a letter, how it moves between them, and when it is tried again."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from reportgen.domain.delivery import states
from reportgen.domain.delivery.states import (
    FAILED,
    PENDING,
    POSSIBLY_SENT,
    TRANSITIONS,
    Accepted,
    Action,
    Blocked,
    InvalidTransition,
    Outcome,
    Postponed,
    Refused,
    Stage,
    State,
    Unknown,
    action_of,
    next_state,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

MOVES = """
    planned    print      printed
    planned    withdraw   withdrawn
    printed    release    released
    printed    withdraw   withdrawn
    released   claim      sending
    released   withdraw   withdrawn
    sending    put-back   released
    sending    accept     sent
    sending    postpone   deferred
    sending    refuse     refused
    sending    lose-sight uncertain
    deferred   claim      sending
    deferred   withdraw   withdrawn
    refused    withdraw   withdrawn
    refused    release    released
    uncertain  accept     sent
    uncertain  release    released
    sent       bounce     bounced
    uncertain  bounce     bounced
    bounced    release    released
    bounced    accept     sent
    released   hold       held
    deferred   hold       held
    held       release    released
    held       withdraw   withdrawn
"""
RIGHT = [(State(old), Action(act), State(new)) for old, act, new in map(str.split, MOVES.strip().splitlines())]
WRONG = [(state, act) for state in State for act in Action if (state, act) not in {(old, act) for old, act, _ in RIGHT}]


@pytest.mark.parametrize(("old", "act", "new"), RIGHT, ids=lambda each: each.value)
def test_a_letter_moves_as_the_table_says(old: State, act: Action, new: State) -> None:
    assert next_state(old, act) is new


@pytest.mark.parametrize(("state", "act"), WRONG, ids=lambda each: each.value)
def test_any_other_move_is_refused_in_words(state: State, act: Action) -> None:
    with pytest.raises(InvalidTransition, match=f"{state}.*{act}"):
        next_state(state, act)


def test_every_state_can_be_reached_from_planned() -> None:
    reached = {State.PLANNED}
    while further := {new for (old, _), new in TRANSITIONS.items() if old in reached} - reached:
        reached |= further
    assert reached == set(State)


def test_what_may_have_left_is_never_withdrawn() -> None:
    for state in (*POSSIBLY_SENT, State.BOUNCED):
        with pytest.raises(InvalidTransition):
            next_state(state, Action.WITHDRAW)


def test_a_letter_that_was_sent_is_never_sent_again() -> None:
    for ended in (State.SENT, State.WITHDRAWN):
        for act in Action:
            after = TRANSITIONS.get((ended, act))
            assert after in (None, State.BOUNCED)


def test_a_letter_that_bounced_is_sent_again_only_when_a_person_says_so() -> None:
    moves = {action: after for (before, action), after in TRANSITIONS.items() if before is State.BOUNCED}
    assert moves == {Action.RELEASE: State.RELEASED, Action.ACCEPT: State.SENT}


def test_every_letter_is_sent_failed_uncertain_pending_or_withdrawn() -> None:
    apart = [PENDING, FAILED, {State.SENT}, {State.UNCERTAIN}, {State.WITHDRAWN}]
    assert sorted(state for group in apart for state in group) == sorted(State)


@pytest.mark.parametrize("state", State)
def test_the_drawing_shows_every_state(state: State) -> None:
    assert state in (states.__doc__ or "")


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Accepted("250 ok"), State.SENT),
        (Postponed(Stage.RCPT, "451 later"), State.DEFERRED),
        (Refused(Stage.RCPT, "550 no"), State.REFUSED),
        (Blocked(Stage.MAIL, "530 no"), State.RELEASED),
        (Unknown("lost"), State.UNCERTAIN),
    ],
)
def test_an_attempt_ends_in_the_state_of_its_outcome(outcome: Outcome, state: State) -> None:
    assert next_state(State.SENDING, action_of(outcome)) is state


BY_A_PERSON = {Action.RELEASE, Action.WITHDRAW, Action.ACCEPT}
BY_A_RUN = {Action.PRINT, Action.CLAIM, Action.ACCEPT}


@pytest.mark.parametrize("state", list(State))
def test_from_every_state_a_person_and_the_next_run_get_a_letter_sent_or_withdrawn(state: State) -> None:
    reached, ends = {state}, {State.SENT, State.WITHDRAWN}
    while (
        new := {
            after
            for (before, action), after in TRANSITIONS.items()
            if before in reached and action in BY_A_PERSON | BY_A_RUN
        }
        - reached
    ):
        reached |= new
    assert reached & ends
