"""A server on loopback whose side of each connection is a function: for everything that no real server does."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Event, Thread

PAUSE = 0.02
"""Seconds between two pieces of an answer that never ends."""


class Peer:
    """The other side of a connection."""

    def __init__(self, connection: socket.socket, closing: Event) -> None:
        self._connection = connection
        self._closing = closing
        self._stream = connection.makefile("rb")

    def line(self) -> str:
        """The next line that came in; empty at the end."""
        return self._stream.readline().decode("utf-8", "replace").strip()

    def read_until(self, end: bytes) -> None:
        """Reads lines up to one."""
        while (line := self._stream.readline()) and line != end:
            pass

    def say(self, *pieces: bytes, times: int = 1) -> None:
        """Sends pieces at once, so many times."""
        for _ in range(times):
            self._connection.sendall(b"".join(pieces))

    def drip(self, piece: bytes, times: int = 1_000_000) -> None:
        """Sends a piece again and again, with a pause between them, until the server closes."""
        for _ in range(times):
            if self._closing.wait(PAUSE):
                return
            self._connection.sendall(piece)

    def wait(self, seconds: float = 60) -> None:
        """Says nothing for so long, or until the server closes."""
        self._closing.wait(seconds)


@contextmanager
def scripted_server(script: Callable[[Peer], None]) -> Iterator[int]:
    """Runs a script for each connection until the block ends; yields the port."""
    closing = Event()

    def answer(connection: socket.socket) -> None:
        with connection, suppress(OSError, ValueError):  # the client hung up
            script(Peer(connection, closing))

    def accept() -> None:
        while not closing.is_set():
            with suppress(OSError):
                connection, _ = listening.accept()
                connections.append(connection)
                threads.append(Thread(target=answer, args=(connection,), daemon=True))
                threads[-1].start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.05)
        connections: list[socket.socket] = []
        threads: list[Thread] = [Thread(target=accept, daemon=True)]
        threads[0].start()
        try:
            yield listening.getsockname()[1]
        finally:
            closing.set()
            for connection in connections:
                with suppress(OSError):  # it is closed
                    connection.shutdown(socket.SHUT_RDWR)
            for each in threads:
                each.join(5)


def smtp_script(**answers: Callable[[Peer], None]) -> Callable[[Peer], None]:
    """A mail server that takes every letter, but for the answers that are scripted.

    Args:
        answers: by command in small letters; ``greeting`` and ``dot`` too.
    """

    def script(peer: Peer) -> None:
        plain = {"greeting": b"220 mail.example\r\n", "data": b"354 go on\r\n", "quit": b"221 bye\r\n"}

        def answer(name: str) -> None:
            if name in answers:
                answers[name](peer)
            else:
                peer.say(plain.get(name, b"250 OK\r\n"))

        answer("greeting")
        while command := peer.line().partition(" ")[0].lower():
            answer(command)
            if command == "data":
                peer.read_until(b".\r\n")
                answer("dot")

    return script


def imap_script(
    messages: int = 1, answers: Mapping[str, Callable[[Peer, str], None]] | None = None
) -> Callable[[Peer], None]:
    """A mailbox with so many messages, but for the answers that are scripted.

    Args:
        answers: by command in small letters; ``greeting`` too. Each is given the tag of the command.
    """
    scripted = answers or {}
    message = b"Subject: a\r\n\r\nb\r\n"

    def script(peer: Peer) -> None:
        numbers = " ".join(map(str, range(1, messages + 1)))
        plain = {
            "capability": b"* CAPABILITY IMAP4rev1\r\n",
            "search": f"* SEARCH {numbers}\r\n".encode(),
            "fetch": b"* 1 FETCH (BODY[] {%d}\r\n%b UID 7 FLAGS () RFC822.SIZE 1)\r\n" % (len(message), message),
        }

        def answer(name: str, tag: str) -> None:
            if name in scripted:
                scripted[name](peer, tag)
            else:
                peer.say(plain.get(name, b"") + f"{tag} OK done\r\n".encode())

        answer("greeting", "*")
        while line := peer.line():
            tag, *words = line.lower().replace("uid ", "").split()
            answer(words[0] if words else "", tag.upper())

    return script
