"""Signals end a program once, with one line, whenever they come and however often."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from reportgen import __main__ as program
from reportgen.interfaces import cli
from reportgen.interfaces.signals import ENDING, STOPPED, signals_as_interruption


@pytest.fixture(autouse=True)
def _handlers() -> Iterator[None]:
    """Handlers as a program has them that was started in a terminal, whatever the tests were started by."""
    before = {each: signal.getsignal(each) for each in ENDING}
    for each in ENDING:
        signal.signal(each, signal.default_int_handler if each == signal.SIGINT else signal.SIG_DFL)
    yield
    for each, was in before.items():
        signal.signal(each, was)


@pytest.mark.parametrize("first", ENDING)
def test_the_first_signal_interrupts_and_the_others_let_it_tidy_up(first: signal.Signals) -> None:
    tidied: list[signal.Signals] = []

    def stopped() -> None:
        with signals_as_interruption():
            try:
                os.kill(os.getpid(), first)
            finally:
                for each in ENDING:
                    os.kill(os.getpid(), each)
                    tidied.append(each)

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert tidied == list(ENDING)


def test_a_signal_that_was_ignored_stays_so() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with signals_as_interruption() as interrupted:
        os.kill(os.getpid(), signal.SIGHUP)
    assert not interrupted.is_set()


def test_afterwards_signals_do_what_they_did() -> None:
    before = [signal.getsignal(each) for each in ENDING]
    with signals_as_interruption():
        assert [signal.getsignal(each) for each in ENDING] != before
    assert [signal.getsignal(each) for each in ENDING] == before


def test_a_program_that_is_stopped_while_it_starts_says_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(cli, "command_line", interrupted)
    with pytest.raises(SystemExit) as ended:
        program.main()
    assert ended.value.code == STOPPED
