"""Letters over SMTP: each stage noted before it, and every way a server can answer told apart."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from doubles.certificate import certificate_in, server_side
from doubles.mail_server import MailServer, Running

from reportgen.domain.delivery.mail_server import SmtpServer, Tls
from reportgen.domain.delivery.states import Accepted, Blocked, Postponed, Refused, Stage, Unknown
from reportgen.errors import MailError
from reportgen.mail.smtp import Smtp

KEY = "2018-12-10-diversiteit.0017.0001"
TO = "a.vandermeer@nieuwegein.example"
BOUNCES = "bounces@vng.example"


class Clock:
    """A timer that goes on when someone waits."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waited: list[float] = []

    def __call__(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        """Waits without waiting."""
        self.waited.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server() -> Iterator[tuple[MailServer, SmtpServer]]:
    state = MailServer()
    running = Running(state)
    running.start()
    yield state, described(running.port)
    running.stop()


def described(port: int, **changes: object) -> SmtpServer:
    plain = SmtpServer("127.0.0.1", port, Tls.NONE, "", "", 0, 0, 10_000_000, BOUNCES, False, 60, 600)
    return replace(plain, **changes)  # type: ignore[arg-type]  # each test names fields of its own


def sender(server: SmtpServer, clock: Clock, password: str = "") -> Smtp:
    return Smtp(server, password, clock, clock.pause)


def test_a_letter_arrives_as_the_bytes_that_were_sent_and_each_stage_is_told_before_it(
    server: tuple[MailServer, SmtpServer], clock: Clock, letter: Callable[..., bytes]
) -> None:
    state, described = server
    stages: list[Stage] = []
    mail = sender(described, clock)
    mail.prepare(TO)
    content = letter(text=".een punt\r\n..twee\r\nen gewoon")
    assert isinstance(mail.send(KEY, TO, content, stages.append), Accepted)
    mail.close()
    assert stages == [Stage.MAIL, Stage.RCPT, Stage.DATA, Stage.DOT]
    ((envelope_sender, recipient, taken),) = state.taken
    assert (envelope_sender, recipient) == (BOUNCES, TO)
    assert taken == content


def test_letters_go_many_a_session(
    server: tuple[MailServer, SmtpServer], clock: Clock, letter: Callable[..., bytes]
) -> None:
    state, described = server
    mail = sender(described, clock)
    for _ in range(5):
        mail.prepare(TO)
        mail.send(KEY, TO, letter(), lambda _: None)
    mail.close()
    assert (len(state.taken), state.sessions) == (5, 1)


@pytest.mark.parametrize(
    ("fault", "outcome", "stage", "kept"),
    [
        ("450 mailbox busy", Postponed, Stage.RCPT, 0),
        ("451 greylisted", Postponed, Stage.RCPT, 0),
        ("452 full", Postponed, Stage.RCPT, 0),
        ("421 closing", Postponed, Stage.RCPT, 0),
        ("550 no such user", Refused, Stage.RCPT, 0),
        ("data:451 not now", Postponed, Stage.DATA, 0),
        ("data:554 no", Blocked, Stage.DATA, 0),
        ("cut-data", Postponed, Stage.DATA, 0),
        ("dot:452 full", Postponed, Stage.DOT, 0),
        ("dot:552 too large", Blocked, Stage.DOT, 0),
        ("cut-dot", Unknown, None, 1),
        ("lose-dot", Unknown, None, 0),
    ],
)
def test_each_answer_is_what_it_is_and_the_next_letter_goes(
    server: tuple[MailServer, SmtpServer],
    clock: Clock,
    letter: Callable[..., bytes],
    fault: str,
    outcome: type,
    stage: Stage | None,
    kept: int,
) -> None:
    state, described = server
    state.faults[TO] = [fault]
    mail = sender(described, clock)
    mail.prepare(TO)
    text = "tekst " * (1_200_000 if fault == "cut-data" else 40_000)  # more than lies between the two machines
    found = mail.send(KEY, TO, letter(text=text), lambda _: None)
    assert isinstance(found, outcome), found
    if isinstance(found, Postponed | Refused | Blocked):
        assert found.stage is stage
    if fault.rpartition(":")[2][0].isdigit():
        assert fault.rpartition(":")[2] in found.answer
    assert len(state.taken) == kept
    mail.prepare("b@urk.example")
    assert isinstance(mail.send(KEY, "b@urk.example", letter(), lambda _: None), Accepted)
    assert len(state.letters_to("b@urk.example")) == 1
    mail.close()


def test_a_server_that_is_not_there_is_said_and_touches_no_letter(clock: Clock) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(MailError, match="cannot be reached") as caught:
        sender(described(port), clock).prepare(TO)
    assert caught.value.where == f"127.0.0.1:{port}"
    assert caught.value.todo


def test_a_server_without_starttls_gets_no_letter_in_plain_text(
    server: tuple[MailServer, SmtpServer], clock: Clock
) -> None:
    state, described = server
    with pytest.raises(MailError, match="no STARTTLS"):
        sender(replace(described, tls=Tls.STARTTLS), clock).prepare(TO)
    assert state.asked == {}


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for 127.0.0.1 that nobody trusts but who is told to."""
    cert, key = certificate_in(tmp_path)
    return cert, server_side(cert, key)


@pytest.mark.parametrize("password", ["geheim", "zéér geheim"])
def test_a_letter_goes_over_tls_with_a_login(
    certificate: tuple[Path, ssl.SSLContext], clock: Clock, letter: Callable[..., bytes], password: str
) -> None:
    cert, context = certificate
    state = MailServer()
    running = Running(state, tls=context, users={"briefing": password})
    running.start()
    try:
        private = described(running.port, tls=Tls.STARTTLS, ca_file=str(cert), user="briefing")
        mail = sender(private, clock, password)
        mail.prepare(TO)
        assert isinstance(mail.send(KEY, TO, letter(), lambda _: None), Accepted)
        mail.close()
        with pytest.raises(MailError, match="does not let us in") as caught:
            sender(private, clock, "verkeerd").prepare(TO)
        assert "verkeerd" not in str(caught.value)
        with pytest.raises(MailError, match="cannot be trusted"):
            sender(replace(private, ca_file=""), clock, password).prepare(TO)
    finally:
        running.stop()
    assert len(state.taken) == 1


def test_letters_keep_their_distance(
    server: tuple[MailServer, SmtpServer], clock: Clock, letter: Callable[..., bytes]
) -> None:
    _, described = server
    mail = sender(replace(described, per_minute=60, per_minute_per_domain=6), clock)
    for recipient in ("a@urk.example", "b@vaals.example", "c@urk.example"):
        mail.prepare(recipient)
        mail.send(KEY, recipient, letter(), lambda _: None)
    mail.close()
    assert clock.waited == pytest.approx([1, 1, 8])


def test_the_key_of_a_letter_stands_in_the_sender_of_its_envelope_when_asked(
    server: tuple[MailServer, SmtpServer], clock: Clock, letter: Callable[..., bytes]
) -> None:
    state, described = server
    mail = sender(replace(described, verp=True), clock)
    mail.prepare(TO)
    mail.send(KEY, TO, letter(), lambda _: None)
    mail.close()
    assert state.taken[0][0] == f"bounces+{KEY}@vng.example"


def test_the_smallest_of_two_limits_counts(server: tuple[MailServer, SmtpServer], clock: Clock) -> None:
    _, described = server
    for most, limit in ((5_000_000, 5_000_000), (50_000_000, 10_000_000)):
        mail = sender(replace(described, max_bytes=most), clock)
        assert mail.max_bytes() == limit
        mail.close()


def test_a_password_is_not_shown_with_its_server() -> None:
    assert "password" not in repr(described(25))
