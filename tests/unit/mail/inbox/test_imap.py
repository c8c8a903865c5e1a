"""Messages on an IMAP server are read byte for byte, and nothing there changes."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from time import monotonic

import pytest

from reportgen.errors import MailError, UsageError
from reportgen.mail.inbox import imap
from reportgen.mail.inbox.imap import imap_messages, is_imap_address

ODD = b"Subject: a\r\n folded\r\nno header at all\r\n\r\nFrom the start\r\n.\r\n\xff\xfe last line without end"


class _Server:
    """One session of IMAP with a folder of one message, by script."""

    def __init__(self) -> None:
        self.commands: list[str] = []
        self.found, self.size = b"* SEARCH 7", 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]

    def serve(self) -> None:
        session, _ = self._socket.accept()
        with session, session.makefile("rwb") as stream:
            stream.write(b"* OK [CAPABILITY IMAP4rev1] ready\r\n")
            stream.flush()
            for line in stream:
                tag, _, command = line.decode().strip().partition(" ")
                self.commands.append(command)
                for each in self._replies(command):
                    stream.write(each + b"\r\n")
                stream.write(self._result(tag, command))
                stream.flush()
                if command == "LOGOUT":
                    break
        self._socket.close()

    def _replies(self, command: str) -> Iterator[bytes]:
        if command.startswith("CAPABILITY"):
            yield b"* CAPABILITY IMAP4rev1"
        if command.startswith("EXAMINE"):
            yield b"* 1 EXISTS"
        if "SEARCH" in command:
            yield self.found
        if "FETCH" in command.upper():
            size = self.size or len(ODD)
            yield b"* 1 FETCH (BODY[] {%d}\r\n%b UID 7 FLAGS () RFC822.SIZE %d)" % (size, ODD, size)
        if command == "LOGOUT":
            yield b"* BYE"

    def _result(self, tag: str, command: str) -> bytes:
        refused = command.startswith("EXAMINE") and "Nergens" in command
        return f"{tag} {'NO [NONEXISTENT] unknown folder' if refused else 'OK done'}\r\n".encode()


@contextmanager
def _serving() -> Iterator[_Server]:
    server = _Server()
    thread = Thread(target=server.serve)
    thread.start()
    try:
        yield server
    finally:
        thread.join(30)


def test_a_message_comes_as_the_bytes_that_the_server_has() -> None:
    with _serving() as server:
        assert list(imap_messages(f"imap://anna@127.0.0.1:{server.port}/INBOX", "geheim", monotonic)) == [ODD]


def test_the_folder_is_examined_and_messages_are_peeked_at() -> None:
    with _serving() as server:
        list(
            imap_messages(f"imap://anna@127.0.0.1:{server.port}/Retour%20%26%20%22ge%C3%ABerd%22", "geheim", monotonic)
        )
    verbs = [re.sub(r"^UID ", "", each).split()[0].upper() for each in server.commands]
    assert [each for each in verbs if each != "CAPABILITY"] == ["LOGIN", "EXAMINE", "SEARCH", "FETCH", "LOGOUT"]
    (examined,) = (each for each in server.commands if each.startswith("EXAMINE"))
    assert examined == r'EXAMINE "Retour &- \"ge&AOs-erd\""'
    assert "BODY.PEEK[]" in next(each for each in server.commands if "FETCH" in each.upper())


def test_a_folder_that_is_not_there_is_named_and_the_session_ends() -> None:
    with _serving() as server, pytest.raises(MailError, match=r"no folder Nergens: .*unknown folder") as raised:
        list(imap_messages(f"imap://anna@127.0.0.1:{server.port}/Nergens", "geheim", monotonic))
    assert server.commands[-1] == "LOGOUT"
    assert "geheim" not in str(raised.value)


@pytest.mark.parametrize(("found", "size"), [(b"* SEARCH \xff", 0), (b"* SEARCH 7", 10**12)])
def test_a_server_that_talks_nonsense_is_one_that_cannot_be_read(found: bytes, size: int) -> None:
    with _serving() as server:
        server.found, server.size = found, size
        with pytest.raises(MailError, match="cannot be read"):
            list(imap_messages(f"imap://anna@127.0.0.1:{server.port}/INBOX", "geheim", monotonic))


def test_a_server_that_says_nothing_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"imap://anna@127.0.0.1:{silent.getsockname()[1]}/INBOX"
        with pytest.raises(MailError, match=r"cannot be read: .*timed out"):
            list(imap_messages(address, "geheim", monotonic))


@pytest.mark.parametrize(
    "address",
    [
        *("imap://anna@mail.example/INBOX", "imaps://anna:geheim@mail.example/INBOX", "imaps://mail.example"),
        *("geen adres", "imaps://anna@mail.example:99999/", "imaps://anna@mail.example:imap/", "imaps://anna@[::1/"),
    ],
)
def test_an_address_that_is_none_or_not_safe_is_refused_before_anything_is_sent(address: str) -> None:
    with pytest.raises(UsageError) as raised:
        list(imap_messages(address, "geheim", monotonic))
    assert "geheim" not in f"{raised.value} {raised.value.where}"


def test_an_address_is_told_from_a_path() -> None:
    assert is_imap_address("imaps://anna@mail.example/INBOX")
    assert not is_imap_address("terug/imap.mbox")
