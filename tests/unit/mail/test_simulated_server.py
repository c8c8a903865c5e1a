"""The mail server of a rehearsal, and the sender that is bound to it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from threading import active_count
from zoneinfo import ZoneInfo

import pytest
from doubles.mail_server import MailServer, Running
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.delivery.mail_server import SmtpServer, Tls
from reportgen.domain.delivery.simulation import (
    GREYLISTING_TIME,
    MAILBOX_FULL_TIME,
    SERVER_DOWN_TIME,
    Faults,
    SimulatedClock,
)
from reportgen.domain.delivery.states import Accepted, Postponed, Refused, Stage, Unknown
from reportgen.domain.identifiers import domain_of
from reportgen.errors import MailError
from reportgen.mail.simulated_server import SimulatedSender, SimulatedServer, random_faults, simulated_sender

BEGIN = datetime(2018, 12, 3, 7, 5, tzinfo=ZoneInfo("Europe/Amsterdam"))
ANNA = "a.deboer@utrecht.example"
COR = "c.vandijk@urk.example"
SECONDS = 0.5


def _server(port: int = 25, a_minute: int = 0) -> SmtpServer:
    return SmtpServer(
        *("mail.elsewhere.example", port, Tls.STARTTLS, "briefing", "/no/such/file", a_minute, 0, 10_000_000),
        *("bounces@organisatie.example", False, 60, 600),
    )


def _tried(sender: SimulatedSender, recipient: str, content: bytes) -> object:
    sender.prepare(recipient)
    return sender.send("key", recipient, content, lambda _: None)


def test_a_letter_goes_to_the_server_of_the_rehearsal_and_to_no_other(letter: Callable[..., bytes]) -> None:
    elsewhere = MailServer()
    running = Running(elsewhere)
    running.start()
    try:
        clock = SimulatedClock(BEGIN)
        with simulated_sender(_server(running.port), Faults(), clock, clock.pause, SECONDS) as sender:
            assert not sender.sends_real_mail
            assert isinstance(_tried(sender, ANNA, letter()), Accepted)
    finally:
        running.stop()
    assert (elsewhere.sessions, elsewhere.taken) == (0, [])


def test_it_listens_on_this_machine_only_and_not_any_more_afterwards(letter: Callable[..., bytes]) -> None:
    clock = SimulatedClock(BEGIN)
    with simulated_sender(_server(), Faults(), clock, clock.pause, SECONDS) as sender:
        _tried(sender, ANNA, letter())
    with pytest.raises(MailError, match="cannot be reached"):
        sender.prepare(ANNA)


def test_a_server_that_does_not_start_in_time_is_said_as_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.mail.simulated_server.TIMEOUT", 0.1)
    monkeypatch.setattr(SimulatedServer, "_trigger_server", lambda self: None)  # nobody connects, so nobody is answered
    clock = SimulatedClock(BEGIN)
    threads = active_count()
    with (
        pytest.raises(MailError, match="simulated mail server does not answer"),
        simulated_sender(_server(), Faults(), clock, clock.pause, SECONDS),
    ):
        pass
    assert active_count() == threads


def test_waiting_costs_made_up_time(letter: Callable[..., bytes]) -> None:
    clock = SimulatedClock(BEGIN)
    with simulated_sender(_server(a_minute=1), Faults(), clock, clock.pause, SECONDS) as sender:
        for _ in range(3):
            _tried(sender, ANNA, letter())
        moments = [(each.at - BEGIN).total_seconds() for each in sender.attempts]
    assert moments == [0.5, 60.5, 120.5]


@pytest.mark.parametrize(
    ("faults", "answer", "stage", "until"),
    [
        (Faults(greylisted=frozenset({"utrecht.example"})), "451 4.7.1", Stage.RCPT, GREYLISTING_TIME),
        (Faults(full=ANNA), "452 4.2.2", Stage.RCPT, MAILBOX_FULL_TIME),
    ],
)
def test_what_is_put_off_goes_when_its_time_has_come(
    letter: Callable[..., bytes], faults: Faults, answer: str, stage: Stage, until: timedelta
) -> None:
    clock = SimulatedClock(BEGIN)
    with simulated_sender(_server(), faults, clock, clock.pause, 0) as sender:
        first = _tried(sender, ANNA, letter())
        assert isinstance(first, Postponed)
        assert (first.stage, first.answer[: len(answer)]) == (stage, answer)
        assert isinstance(_tried(sender, COR, letter()), Accepted)
        clock.move_to(BEGIN + until - timedelta(seconds=1))
        assert isinstance(_tried(sender, ANNA, letter()), Postponed)
        clock.move_to(BEGIN + until)
        assert isinstance(_tried(sender, ANNA, letter()), Accepted)


def test_an_unknown_address_is_refused_and_a_broken_line_leaves_doubt_once(letter: Callable[..., bytes]) -> None:
    clock = SimulatedClock(BEGIN)
    with simulated_sender(_server(), Faults(unknown=COR, lost=ANNA), clock, clock.pause, SECONDS) as sender:
        assert [type(_tried(sender, each, letter())) for each in (COR, ANNA, COR, ANNA)] == [
            Refused,
            Unknown,
            Refused,
            Accepted,
        ]


def test_a_server_that_is_down_takes_nothing_and_closes_what_was_open(letter: Callable[..., bytes]) -> None:
    clock = SimulatedClock(BEGIN)
    faults = Faults(down=BEGIN + timedelta(hours=1))
    with simulated_sender(_server(), faults, clock, clock.pause, 0) as sender:
        assert isinstance(_tried(sender, ANNA, letter()), Accepted)
        clock.move_to(BEGIN + timedelta(hours=1))
        closed = sender.send("key", ANNA, letter(), lambda _: None)
        assert isinstance(closed, Postponed)
        assert closed.answer.startswith("421")
        with pytest.raises(MailError, match="cannot be reached: 421"):
            sender.prepare(ANNA)
        clock.move_to(BEGIN + timedelta(hours=1) + SERVER_DOWN_TIME)
        assert isinstance(_tried(sender, ANNA, letter()), Accepted)


def test_it_says_nothing_beside_the_rehearsal(
    letter: Callable[..., bytes], caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    clock = SimulatedClock(BEGIN)
    faults = Faults(frozenset({"urk.example"}), lost=ANNA)
    with caplog.at_level(logging.WARNING), simulated_sender(_server(), faults, clock, clock.pause, 0) as sender:
        for each in (ANNA, COR, ANNA):
            _tried(sender, each, letter())
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")


@given(
    st.lists(st.sampled_from([f"{name}@{place}.example" for name in "abcdefgh" for place in "xyz"]), unique=True),
    st.integers(0, 10_000),
)
def test_what_goes_wrong_hits_different_recipients_and_is_the_same_for_a_seed(people: list[str], seed: int) -> None:
    faults = random_faults(people, BEGIN, Random(seed))
    assert faults == random_faults(people, BEGIN, Random(seed))
    hit = [each for each in (faults.lost, faults.unknown, faults.full) if each]
    assert len(set(hit)) == len(hit) == min(3, len(people))
    others = {domain_of(each) for each in people if each not in hit}
    assert faults.greylisted <= others
    assert bool(faults.greylisted) == bool(others)
    assert faults.down is not None
    assert timedelta(0) <= faults.down + timedelta(hours=1) - BEGIN <= timedelta(hours=3)
