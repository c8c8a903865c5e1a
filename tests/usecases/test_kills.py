"""Twelve participants, a mail server that does everything wrong, and a sender that is killed at any step.

Whatever happens: everyone ends in exactly one state, nobody gets a letter twice, nobody is forgotten, and nobody gets
the pack of another. Some storms each time; REPORTGEN_ALL=1 makes it five hundred.
"""

from __future__ import annotations

import os
import shutil
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from hashlib import sha256
from pathlib import Path
from random import Random
from time import sleep

import pytest
from doubles.mail_server import MailServer, Running
from doubles.released_letters import KEY, address, output_with_letters
from doubles.workspaces import clock_at, mailing

from reportgen.application.crash_points import VARIABLE, crash_point
from reportgen.application.delivery import send
from reportgen.config.paths import Paths
from reportgen.config.timezone import ZONE
from reportgen.domain.delivery.mail_server import SmtpServer, Tls
from reportgen.domain.delivery.retries import RetryWaits
from reportgen.domain.delivery.rules import DeliveryRules, DeliveryWindow
from reportgen.domain.delivery.states import Delivery, State
from reportgen.errors import UsageError
from reportgen.mail.smtp import Smtp
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.ledger.ledger import Ledger

PEOPLE = 12
STORMS = 500 if os.environ.get("REPORTGEN_ALL") else 6
AT_ONCE = (timedelta(0),)
FAULTS = (
    *("451 4.7.1 greylisted", "421 closing", "450 busy", "452 4.2.2 full", "550 no such user", "552 too large"),
    *("data:451 not now", "dot:451 not now", "dot:552 too large", "dot:554 spam"),
    *("cut-data", "cut-dot", "lose-dot", "stall", "slow"),
)
STEPS = ("opened", "connect", "mail", "rcpt", "data", "dot", "answered", "recorded")
ENDS = {State.SENT, State.REFUSED, State.UNCERTAIN}


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return output_with_letters(tmp_path_factory.mktemp("storm"), PEOPLE).output


@pytest.fixture
def server() -> Iterator[tuple[MailServer, SmtpServer]]:
    state = MailServer()
    running = Running(state)
    running.start()
    yield (
        state,
        SmtpServer("127.0.0.1", running.port, Tls.NONE, "", "", 0, 0, 10**7, "b@vng.example", False, 0.25, 0.25),
    )
    running.stop()


@pytest.fixture(scope="module")
def tally() -> Iterator[Counter[str]]:
    """What the storms came to, told at the end (pytest -s shows it)."""
    counts: Counter[str] = Counter()
    yield counts
    print("", *(f"{what}: {count}" for what, count in sorted(counts.items())), sep="\n")


def _send(paths: Paths, server: SmtpServer, once_more: bool, dies_at: str = "") -> int:
    """Sends what is due in a process of its own; how it ended."""
    child = os.fork()
    if not child:
        if dies_at:
            os.environ[VARIABLE] = dies_at
        now = datetime.now(ZONE)
        window = DeliveryWindow(now - timedelta(days=1), now + timedelta(days=1))
        rules = DeliveryRules(window, RetryWaits(AT_ONCE, AT_ONCE, AT_ONCE), once_more, "")
        clock = clock_at(lambda: datetime.now(ZONE), simulated=False)
        ledger = Ledger.open(paths.ledger)
        try:
            workspace = mailing(KEY, paths, ledger, rules, clock)
            send.send(workspace, Smtp(server, "", clock.seconds, sleep), lambda *_: None)
        except BaseException:
            traceback.print_exc()  # the process has no caller who would tell it
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1]


def _letters(paths: Paths) -> tuple[Delivery, ...]:
    ledger = Ledger.open_if_present(paths.ledger)
    try:
        return ledger.deliveries(KEY)
    finally:
        ledger.close()


def _is_over(paths: Paths, once_more: bool) -> bool:
    """Whether every letter stands where only a person moves it; one that is uncertain has had its second time."""
    ledger = Ledger.open_if_present(paths.ledger)
    try:
        return all(
            each.state in ENDS
            and (
                each.state is not State.UNCERTAIN
                or not once_more
                or any(step.said == send.ONCE_MORE for step in ledger.history(each.key))
            )
            for each in ledger.deliveries(KEY)
        )
    finally:
        ledger.close()


@pytest.mark.parametrize("seed", range(STORMS))
def test_a_storm(
    ready: Path,
    server: tuple[MailServer, SmtpServer],
    tmp_path: Path,
    seed: int,
    tally: Counter[str],
) -> None:
    chance = Random(seed)
    state, where = server
    paths = Paths(EMBEDDED, tmp_path / "output")
    shutil.copytree(ready, paths.output)
    for number in range(1, PEOPLE + 1):
        state.faults[address(number)] = chance.choices(FAULTS, k=chance.choice((0, 1, 1, 2)))
    once_more = seed % 2 == 1
    for _ in range(6):
        _send(paths, where, once_more, f"{chance.choice(STEPS)}:{chance.randint(1, 12)}")
    for _ in range(3 * PEOPLE):
        _send(paths, where, once_more)
        if _is_over(paths, once_more):
            break
    assert _is_over(paths, once_more)
    letters = _letters(paths)
    _send(paths, where, once_more)
    assert _letters(paths) == letters, "a run after the end claims nothing"

    assert [each.participant for each in letters] == list(range(1, PEOPLE + 1)), "everyone stands in exactly one state"
    times = state.message_ids()
    assert times.keys() <= {each.message_id for each in letters}
    ledger = Ledger.open_if_present(paths.ledger)
    uncertain = {
        each.key for each in letters if any(step.state == State.UNCERTAIN for step in ledger.history(each.key))
    }
    ledger.close()
    for each in letters:
        assert each.state in ENDS, each
        was_uncertain = each.key in uncertain
        assert times[each.message_id] <= (2 if once_more and was_uncertain else 1), each
        if each.state is State.SENT:
            assert times[each.message_id] >= 1, "nobody is told to have mail that never left"
        if not times[each.message_id]:
            assert each.state is State.REFUSED or was_uncertain, "nobody is forgotten"
    packs = {each.recipient: (each.message_id, each.pack_digest) for each in letters}
    for _, to, content in state.taken:
        message = message_from_bytes(content, policy=policy.default)
        (pdf,) = (part for part in message.walk() if part.get_content_type() == "application/pdf")
        assert (message["Message-ID"], sha256(pdf.get_content()).hexdigest()) == packs[to]
        assert message["To"].addresses[0].addr_spec == to
    tally.update(["storms"])
    tally.update(f"ended {each.state}" for each in letters)
    tally.update(f"taken {times[each.message_id]} times" for each in letters)
    tally.update("uncertain at some time" for _ in uncertain)


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_step_the_letter_in_hand_is_told_apart(
    ready: Path, server: tuple[MailServer, SmtpServer], tmp_path: Path, step: str
) -> None:
    """Before the dot it goes back and goes again; from the dot on nobody knows, until the answer is recorded."""
    state, impatient = server
    where = replace(impatient, timeout=20, timeout_after_data=20)  # nothing here is slow but the machine
    paths = Paths(EMBEDDED, tmp_path / "output")
    shutil.copytree(ready, paths.output)
    assert os.WTERMSIG(_send(paths, where, False, f"{step}:3")) == 9
    _send(paths, where, False)
    states = [each.state for each in _letters(paths)]
    third = State.UNCERTAIN if step in ("dot", "answered") else State.SENT
    assert states == [State.SENT, State.SENT, third, *[State.SENT] * (PEOPLE - 3)]
    assert len(state.taken) == (PEOPLE - 1 if step == "dot" else PEOPLE)


def test_a_step_that_is_none_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "somewhere")
    with pytest.raises(UsageError, match="no step to die at"):
        crash_point("dot")
