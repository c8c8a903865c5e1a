"""Mail servers that never come to an end are left in time, with the letter in the state it is in; slow ones are not."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import pytest
from doubles.certificate import certificate_in
from doubles.scripted_server import Peer, scripted_server, smtp_script

from reportgen.domain.delivery.mail_server import SmtpServer, Tls
from reportgen.domain.delivery.states import Accepted, Outcome, Postponed, Stage, Unknown
from reportgen.errors import MailError
from reportgen.mail import connection
from reportgen.mail.connection import connection_to
from reportgen.mail.smtp import Smtp

TO = "a.vandermeer@nieuwegein.example"
SHORT = 0.3
LONG_AGO = 5.0
"""Seconds after which a server counts as waited for without end."""

Script = Callable[[Peer], None]


def _server(port: int, tls: Tls = Tls.NONE, timeout: float = SHORT, ca_file: str = "") -> SmtpServer:
    return SmtpServer(
        "127.0.0.1", port, tls, "", ca_file, 0, 0, 10_000_000, "bounces@vng.example", False, timeout, timeout
    )


def _outcome(script: Script, letter: bytes = b"Subject: a\r\n\r\nb\r\n", timeout: float = SHORT) -> Outcome:
    with scripted_server(script) as port:
        sender = Smtp(_server(port, timeout=timeout), "", monotonic, sleep)
        begun = monotonic()
        sender.prepare(TO)
        outcome = sender.send("key", TO, letter, lambda _: None)
        sender.close()
        assert monotonic() - begun < LONG_AGO
        return outcome


def _endless_lines(peer: Peer) -> None:
    peer.drip(b"250-still there\r\n")


def _many_lines(peer: Peer) -> None:
    peer.say(b"250-once more\r\n" * 1_000, times=100)
    peer.say(b"250 OK\r\n")


def _bytes_now_and_then(peer: Peer) -> None:
    peer.drip(b"2")


def _huge_line(peer: Peer) -> None:
    peer.say(b"250 " + b"x" * 1_000_000, times=100)


def _silence(peer: Peer) -> None:
    peer.wait()


def _binary(peer: Peer) -> None:
    peer.say(bytes(range(256)) * 4 + b"\r\n")


ENDLESS = [_endless_lines, _many_lines, _bytes_now_and_then, _huge_line, _silence]


@pytest.mark.parametrize("script", [*ENDLESS, _binary])
@pytest.mark.parametrize("command", ["greeting", "ehlo"])
def test_a_session_that_does_not_begin_is_given_up_and_touches_no_letter(command: str, script: Script) -> None:
    answers: dict[str, Script] = {command: script, **({"helo": script} if command == "ehlo" else {})}
    with scripted_server(smtp_script(**answers)) as port:
        begun = monotonic()
        with pytest.raises(MailError, match="cannot be reached") as caught:
            Smtp(_server(port), "", monotonic, sleep).prepare(TO)
        assert monotonic() - begun < LONG_AGO
        assert caught.value.todo


@pytest.mark.parametrize("script", ENDLESS)
@pytest.mark.parametrize(("command", "stage"), [("mail", Stage.MAIL), ("rcpt", Stage.RCPT), ("data", Stage.DATA)])
def test_an_answer_without_end_before_the_dot_postpones_the_letter(command: str, stage: Stage, script: Script) -> None:
    outcome = _outcome(smtp_script(**{command: script}))
    assert isinstance(outcome, Postponed)
    assert outcome.stage is stage


@pytest.mark.parametrize("script", ENDLESS)
def test_after_the_dot_an_answer_without_end_leaves_the_letter_uncertain(script: Script) -> None:
    assert isinstance(_outcome(smtp_script(dot=script)), Unknown)


def test_a_server_that_does_not_take_the_letter_is_left_before_the_dot() -> None:
    def takes_nothing(peer: Peer) -> None:
        peer.say(b"354 go on\r\n")
        peer.wait()

    outcome = _outcome(smtp_script(data=takes_nothing), b"Subject: a\r\n\r\n" + b"text\r\n" * 2_000_000)
    assert isinstance(outcome, Postponed)
    assert outcome.stage is Stage.DATA


def test_an_answer_that_comes_before_the_dot_is_none_to_the_letter() -> None:
    outcome = _outcome(smtp_script(data=lambda peer: peer.say(b"354 go on\r\n250 OK\r\n")))
    assert isinstance(outcome, Postponed)


def test_after_a_letter_without_end_the_next_one_goes_in_a_new_session() -> None:
    def once(peer: Peer) -> None:
        seen.append(1)
        _endless_lines(peer) if len(seen) == 1 else peer.say(b"250 OK\r\n")

    seen: list[int] = []
    with scripted_server(smtp_script(rcpt=once)) as port:
        sender = Smtp(_server(port), "", monotonic, sleep)
        outcomes = []
        for _ in range(2):
            sender.prepare(TO)
            outcomes.append(type(sender.send("key", TO, b"Subject: a\r\n\r\n", lambda _: None)))
        sender.close()
    assert outcomes == [Postponed, Accepted]


def test_a_slow_server_that_answers_is_a_good_one() -> None:
    def in_many_lines(peer: Peer) -> None:
        peer.drip(b"250-X-EXTENSION\r\n", times=15)
        peer.say(b"250 SIZE 35882577\r\n")

    def late(answer: bytes) -> Script:
        def script(peer: Peer) -> None:
            peer.wait(0.2)
            peer.say(answer)

        return script

    ok = late(b"250 OK\r\n")
    slow = smtp_script(greeting=late(b"220 mail.example\r\n"), ehlo=in_many_lines, mail=ok, rcpt=ok, dot=ok)
    assert isinstance(_outcome(slow, timeout=0.8), Accepted)


def test_a_tls_handshake_without_end_is_given_up(tmp_path: Path) -> None:
    certificate, _ = certificate_in(tmp_path)
    with scripted_server(lambda peer: peer.drip(b"\x16\x03\x03\x3f\xff" + b"\x02")) as port:
        begun = monotonic()
        with pytest.raises(MailError):
            Smtp(_server(port, Tls.IMPLICIT, ca_file=str(certificate)), "", monotonic, sleep).prepare(TO)
        assert monotonic() - begun < LONG_AGO


def test_a_check_of_the_server_ends_in_time_however_many_answers_it_gives() -> None:
    def late(peer: Peer) -> None:
        peer.wait(0.25)
        peer.say(b"250 OK\r\n")

    with scripted_server(smtp_script(greeting=late, ehlo=late)) as port:
        begun = monotonic()
        with pytest.raises(MailError):
            Smtp(_server(port, timeout=30), "", monotonic, sleep).probe(within=0.4)
        assert monotonic() - begun < LONG_AGO


def test_an_address_that_is_silent_leaves_time_for_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[tuple[str, float]] = []

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        tried.append((address[0], timeout))
        if address[0] == "192.0.2.1":
            raise TimeoutError("timed out")
        return here

    addresses = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 25)) for each in ("192.0.2.1", "127.0.0.1")]
    monkeypatch.setattr(connection.socket, "getaddrinfo", lambda *_, **__: addresses)
    monkeypatch.setattr(connection.socket, "create_connection", connect)
    with socket.socket() as here:
        assert connection_to("mail.example", 25, 60, None) is here
    assert tried == [("192.0.2.1", 30), ("127.0.0.1", 30)]
