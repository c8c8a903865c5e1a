"""Mailboxes that never come to an end are left in time; large and slow ones are read."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

import pytest
from doubles.scripted_server import Peer, imap_script, scripted_server

from reportgen.errors import MailError
from reportgen.mail.inbox import imap
from reportgen.mail.inbox.imap import imap_messages

Answer = Callable[[Peer, str], None]

LONG_AGO = 5.0
"""Seconds after which a mailbox counts as waited for without end."""


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that endless answers reach soon."""
    monkeypatch.setattr(imap, "TIMEOUT", 0.15)
    monkeypatch.setattr(imap, "GOODBYE", 0.1)
    monkeypatch.setattr(imap, "MAX_LINES", 200_000)
    monkeypatch.setattr(imap, "MAX_MESSAGE", 2_000_000)


def _read(script: Callable[[Peer], None]) -> list[bytes]:
    with scripted_server(script) as port:
        begun = monotonic()
        try:
            return list(imap_messages(f"imap://anna@127.0.0.1:{port}/INBOX", "geheim", monotonic))
        finally:
            assert monotonic() - begun < LONG_AGO


def _silence(peer: Peer, tag: str) -> None:
    peer.wait()


def _untagged_now_and_then(peer: Peer, tag: str) -> None:
    peer.drip(b"* 1 EXISTS\r\n")


def _untagged_at_full_speed(peer: Peer, tag: str) -> None:
    peer.say(b"* 1 EXISTS\r\n" * 10_000, times=100)


def _one_byte_now_and_then(peer: Peer, tag: str) -> None:
    peer.drip(b"*")


def _huge_line(peer: Peer, tag: str) -> None:
    peer.say(b"* OK " + b"x" * 1_000_000, times=20)


def _continuations(peer: Peer, tag: str) -> None:
    peer.drip(b"+ go on\r\n")


def _huge_literal(peer: Peer, tag: str) -> None:
    peer.say(b"* 1 FETCH (BODY[] {4294967296}\r\n")
    peer.drip(b"x" * 100)


def _slow_literal(peer: Peer, tag: str) -> None:
    peer.say(b"* 1 FETCH (BODY[] {1000000}\r\n")
    peer.drip(b"x")


def _endless_literals(peer: Peer, tag: str) -> None:
    peer.say(b"* 1 FETCH (BODY[] {100000}\r\n" + b"x" * 100_000 + b" UID 7)\r\n", times=200)


ENDLESS = [
    *(_silence, _untagged_now_and_then, _untagged_at_full_speed, _one_byte_now_and_then, _huge_line, _continuations),
    *(_huge_literal, _slow_literal, _endless_literals),
]


@pytest.mark.usefixtures("small_limits")
@pytest.mark.parametrize("answer", ENDLESS)
@pytest.mark.parametrize("command", ["greeting", "search", "fetch"])
def test_an_answer_without_end_is_given_up_with_the_reason(command: str, answer: Answer) -> None:
    with pytest.raises(MailError, match="cannot be read") as caught:
        _read(imap_script(answers={command: answer}))
    assert caught.value.where
    assert caught.value.todo


@pytest.mark.usefixtures("small_limits")
def test_a_login_that_asks_on_and_on_is_given_up() -> None:
    def asks(peer: Peer, tag: str) -> None:
        for _ in range(100_000):
            peer.say(b"+ \r\n")
            peer.line()

    with scripted_server(imap_script(answers={"authenticate": asks})) as port:
        begun = monotonic()
        with pytest.raises(MailError, match="cannot be read"):
            list(imap_messages(f"imap://anna@127.0.0.1:{port}/INBOX", "zéér geheim", monotonic))
        assert monotonic() - begun < LONG_AGO


@pytest.mark.usefixtures("small_limits")
def test_a_goodbye_without_end_takes_nothing_from_what_was_read() -> None:
    assert len(_read(imap_script(3, {"logout": _untagged_now_and_then}))) == 3


def test_a_large_mailbox_is_read() -> None:
    assert len(_read(imap_script(2_000))) == 2_000


def test_a_large_message_over_a_slow_line_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def slowly(peer: Peer, tag: str) -> None:
        peer.say(b"* 1 FETCH (BODY[] {1000000}\r\n")
        peer.drip(b"x" * 25_000, times=40)
        peer.say(b" UID 7 FLAGS () RFC822.SIZE 1)\r\n", f"{tag} OK done\r\n".encode())

    monkeypatch.setattr(imap, "TIMEOUT", 0.5)
    monkeypatch.setattr(imap, "LEAST_RATE", 200_000)
    assert [len(each) for each in _read(imap_script(answers={"fetch": slowly}))] == [1_000_000]


def test_a_message_that_is_larger_than_any_mail_is_cut_and_the_next_one_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sizes = iter((3_000_000, 5))

    def larger(peer: Peer, tag: str) -> None:
        size = next(sizes)
        peer.say(b"* 1 FETCH (BODY[] {%d}\r\n%b UID 7 FLAGS () RFC822.SIZE 1)\r\n" % (size, b"x" * size))
        peer.say(f"{tag} OK done\r\n".encode())

    monkeypatch.setattr(imap, "MAX_KEPT", 1_000)
    assert [len(each) for each in _read(imap_script(2, {"fetch": larger}))] == [1_000, 5]


def test_a_mailbox_that_goes_on_and_on_is_given_up_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def slowly(peer: Peer, tag: str) -> None:
        peer.wait(0.1)
        peer.say(b"* 1 FETCH (BODY[] {1}\r\nx UID 7 FLAGS () RFC822.SIZE 1)\r\n", f"{tag} OK done\r\n".encode())

    monkeypatch.setattr(imap, "WHOLE_MAILBOX", 0.8)
    with pytest.raises(MailError, match="cannot be read: timed out"):
        _read(imap_script(1_000, {"fetch": slowly}))
