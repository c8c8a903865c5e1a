"""A mail reader independent of the program: dovecot parses the letters, and this reads the result over IMAP."""

from __future__ import annotations

import base64
import imaplib
import quopri
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Part:
    """A part without parts, decoded by the server."""

    kind: str
    name: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """A letter as a mail program would show it."""

    subject: str
    sender: tuple[str, str]
    recipient: tuple[str, str]
    parts: tuple[Part, ...]

    def only(self, kind: str) -> Part:
        """The one part of a kind."""
        (part,) = (each for each in self.parts if each.kind == kind)
        return part


class Reader:
    """An open mailbox, read-only."""

    def __init__(self, session: imaplib.IMAP4) -> None:
        self._session = session
        session.select(readonly=True)

    def letters(self) -> list[Letter]:
        """All letters in it."""
        return [self._letter(number) for number in self._found("ALL")]

    def unread(self) -> int:
        """The number of unread letters."""
        return len(self._found("UNSEEN"))

    def with_subject(self, text: str) -> int:
        """The number of letters that the server finds by their subject."""
        self._session.literal = text.encode()  # type: ignore[attr-defined]  # how imaplib takes text that is not ASCII
        return len(self._found("SUBJECT", charset="UTF-8"))

    def _found(self, what: str, charset: str | None = None) -> list[str]:
        _, (numbers,) = self._session.search(charset, what)
        return [each.decode() for each in numbers.split()]

    def _letter(self, number: str) -> Letter:
        _, subject, (sender,), _, _, (recipient,), *_ = self._described(number, "ENVELOPE")
        parts = [
            Part(kind, name, self._content(number, section))
            for section, kind, name in _leaves(self._described(number, "BODYSTRUCTURE"), "")
        ]
        return Letter(_decoded(subject), _person(sender), _person(recipient), tuple(parts))

    def _described(self, number: str, what: str) -> Any:
        _, said = self._session.fetch(number, f"({what})")
        return _lists("".join(_in_line(each) for each in said))[1][1]

    def _content(self, number: str, section: str) -> bytes:
        """A part without its transfer encoding (RFC 3516)."""
        _, said = self._session.fetch(number, f"(BINARY.PEEK[{section}])")
        assert isinstance(said[0], tuple)
        return bytes(said[0][1])


@contextmanager
def reader(port: int, ca_file: Path, user: str, password: str) -> Iterator[Reader]:
    """Opens a mailbox on a port of this machine, over TLS."""
    context = ssl.create_default_context(cafile=str(ca_file))
    with imaplib.IMAP4_SSL("127.0.0.1", port, ssl_context=context, timeout=30) as session:
        session.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())
        yield Reader(session)


def _in_line(said: Any) -> str:
    """A piece of a response; a literal is turned into a quoted string."""
    if isinstance(said, bytes):
        return said.decode("ascii")
    head, literal = (each.decode("ascii") for each in said)
    quoted = literal.replace("\\", r"\\").replace('"', r"\"")
    return f'{head.rpartition("{")[0]}"{quoted}"'


def _lists(text: str) -> list[Any]:
    """IMAP's parenthesised lists of strings and atoms; NIL is empty."""
    open_lists: list[list[Any]] = [[]]
    for token in re.findall(r'[()]|"(?:[^"\\]|\\.)*"|[^\s()"]+', text):
        if token == "(":
            open_lists.append([])
        elif token == ")":
            done = open_lists.pop()
            open_lists[-1].append(done)
        else:
            plain = re.sub(r"\\(.)", r"\1", token[1:-1]) if token.startswith('"') else token
            open_lists[-1].append("" if token == "NIL" else plain)
    return open_lists[0]


def _leaves(structure: list[Any], section: str) -> Iterator[tuple[str, str, str]]:
    """Section number, content type and file name of each part without parts."""
    if isinstance(structure[0], list):
        for at, part in enumerate(takewhile(lambda each: isinstance(each, list), structure), 1):
            yield from _leaves(part, f"{section}.{at}" if section else str(at))
        return
    disposition = next((each for each in structure[7:] if isinstance(each, list) and each[0] == "attachment"), None)
    named = dict(zip(disposition[1][::2], disposition[1][1::2], strict=True)) if disposition else {}
    yield section or "1", f"{structure[0]}/{structure[1]}".lower(), named.get("filename", "")


def _person(address: list[str]) -> tuple[str, str]:
    name, _, local, domain = address
    return _decoded(name), f"{local}@{domain}"


def _decoded(text: str) -> str:
    """Decodes encoded words (RFC 2047); white space between two of them is dropped."""
    joined = re.sub(r"(\?=)\s+(=\?)", r"\1\2", text)
    return re.sub(r"=\?utf-8\?([bq])\?([^?]*)\?=", lambda found: _word(*found.groups()), joined, flags=re.I)


def _word(encoding: str, text: str) -> str:
    said = base64.b64decode(text) if encoding in "bB" else quopri.decodestring(text.replace("_", " "))
    return said.decode()
