"""The clock on the wall is moved while letters leave: their pace is kept, and the window is that of the wall."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from doubles.mail_server import MailServer, Running
from doubles.released_letters import KEY, MONDAY, output_with_letters
from doubles.workspaces import clock_at, mailing

from reportgen.application.delivery.send import send
from reportgen.domain.delivery.mail_server import SmtpServer, Tls
from reportgen.domain.delivery.retries import DEFAULT_WAITS
from reportgen.domain.delivery.rules import DeliveryRules, DeliveryWindow
from reportgen.domain.delivery.states import State
from reportgen.mail.smtp import Smtp
from reportgen.storage.ledger.ledger import Ledger

WINDOW = DeliveryWindow(MONDAY - timedelta(hours=2), MONDAY + timedelta(hours=8))


class Clocks:
    """A clock on the wall and a timer, each of which goes on when someone waits, and can be moved alone."""

    def __init__(self) -> None:
        self.wall = MONDAY
        self.seconds = 0.0
        self.waits: list[float] = []

    def pause(self, seconds: float) -> None:
        """Waits without waiting."""
        self.waits.append(seconds)
        self.seconds += seconds
        self.wall += timedelta(seconds=seconds)


@pytest.fixture
def server() -> Iterator[tuple[MailServer, SmtpServer]]:
    state = MailServer()
    running = Running(state)
    running.start()
    yield state, SmtpServer("127.0.0.1", running.port, Tls.NONE, "", "", 60, 0, 10**7, "b@vng.example", False, 60, 60)
    running.stop()


def _sent(folder: Path, server: SmtpServer, clocks: Clocks, after_first: Callable[[], None]) -> list[State]:
    """Sends three letters; something happens after the first of them."""
    paths = output_with_letters(folder / "output", 3)
    with closing(Ledger.open(paths.ledger)) as ledger:
        rules = DeliveryRules(WINDOW, DEFAULT_WAITS, False, "")
        workspace = mailing(KEY, paths, ledger, rules, clock_at(lambda: clocks.wall, simulated=False))

        def progress(what: str, done: int, total: int) -> None:
            if done == 1:
                after_first()

        send(workspace, Smtp(server, "", lambda: clocks.seconds, clocks.pause), progress)
        return [each.state for each in ledger.deliveries(KEY)]


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_is_set_back_or_forward_changes_nothing_in_the_pace(
    tmp_path: Path, server: tuple[MailServer, SmtpServer], hours: int
) -> None:
    clocks = Clocks()

    def moved() -> None:
        clocks.wall += timedelta(hours=hours)

    assert _sent(tmp_path, server[1], clocks, moved) == [State.SENT] * 3
    assert clocks.waits == pytest.approx([1, 1])
    assert len(server[0].taken) == 3


def test_the_window_closes_by_the_clock_on_the_wall(tmp_path: Path, server: tuple[MailServer, SmtpServer]) -> None:
    clocks = Clocks()

    def moved() -> None:
        clocks.wall = WINDOW.not_after + timedelta(seconds=1)

    assert _sent(tmp_path, server[1], clocks, moved) == [State.SENT, State.RELEASED, State.RELEASED]
    assert len(server[0].taken) == 1


def test_a_timer_that_jumps_closes_no_window(tmp_path: Path, server: tuple[MailServer, SmtpServer]) -> None:
    clocks = Clocks()

    def moved() -> None:
        clocks.seconds += timedelta(days=30).total_seconds()

    assert _sent(tmp_path, server[1], clocks, moved) == [State.SENT] * 3
