"""Requests as page handlers see them: fields, uploads, messages and refusals, without the web framework."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Literal
from unicodedata import category
from urllib.parse import parse_qs, urlencode

from reportgen.interfaces.web.access.login_sessions import LoginSession, Message, Undo
from reportgen.interfaces.web.background.later_text import LaterText

MAX_FIELD_LENGTH = 2_000
"""Characters of a field that are used, such as a reason or a search."""

MAX_TEXT_LENGTH = 100_000
"""Characters of a text of several lines that are used."""

MAX_MESSAGES = 10
"""Messages that wait for the next page; older ones are dropped."""

_LETTER = re.compile(r"([1-9][0-9]{0,8})-([1-9][0-9]{0,8})")


@dataclass(frozen=True, slots=True)
class Upload:
    """An uploaded file, until the request is answered.

    Attributes:
        name: as the browser sent it.
        file: a temporary file.
        size: in bytes.
    """

    name: str
    file: IO[bytes]
    size: int

    def read(self) -> bytes:
        """The content; it is on disk until a handler wants it, so that uploads that wait take no memory."""
        self.file.seek(0)
        return self.file.read()


@dataclass(frozen=True, slots=True)
class WebRequest:
    """A request of a signed-in organiser, with a valid CSRF token if it is a POST.

    Attributes:
        path_params: the numbers in the address, by the name in the route.
        query: the fields behind the question mark, the first of each name.
        fields: the fields of the form, all values of each name.
        files: the uploads, by field.
        host: the name and port under which the browser asks.
        only_looks: a script of the page looks whether there is something new, and will show none of its messages.
    """

    session: LoginSession
    path: str
    path_params: Mapping[str, int] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, list[str]] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)
    host: str = ""
    only_looks: bool = False

    @property
    def address(self) -> str:
        """The path with the fields behind the question mark, for a link to the same page again."""
        return f"{self.path}?{urlencode(self.query)}" if self.query else self.path

    @property
    def organiser(self) -> str:
        """The name of the organiser."""
        return self.session.name

    def field(self, name: str) -> str:
        """The first value of a field as one line of printable characters; empty when it is missing."""
        value = self.fields.get(name, [""])[0]
        printable = "".join(char for char in value if char.isprintable() or char.isspace())
        return " ".join(printable.split())[:MAX_FIELD_LENGTH]

    def text(self, name: str) -> str:
        """The first value of a field with its lines, and without control characters; empty when it is missing."""
        value = self.fields.get(name, [""])[0].replace("\r\n", "\n").replace("\r", "\n")
        return "".join(char for char in value if char in "\n\t" or category(char) != "Cc")[:MAX_TEXT_LENGTH]

    def numbers(self, name: str) -> tuple[int, ...]:
        """The numbers in a field with several values, sorted, each once."""
        found = {number_in(each.strip()) for each in self.fields.get(name, ())}
        return tuple(sorted(number for number in found if number is not None))

    def letters(self, name: str) -> frozenset[tuple[int, int]]:
        """The letters in a field with several values, each as ``edition-participant``."""
        found = map(_LETTER.fullmatch, self.fields.get(name, ()))
        return frozenset((int(each[1]), int(each[2])) for each in found if each)

    def number(self, name: str) -> int | None:
        """The number in a field, thousands separators allowed; None when it is no number."""
        return number_in(self.field(name).replace(".", "").replace(" ", ""))


class NotFound(Exception):
    """There is no such page, participant or file."""


class MalformedForm(Exception):
    """The request body is not a form of ours."""


class CsrfError(Exception):
    """A form does not come from a page of this session."""


def flash(
    request: WebRequest,
    message: str,
    kind: Literal["good", "bad"] = "good",
    about: str = "",
    undo: Undo | None = None,
    later: LaterText | None = None,
) -> None:
    """Adds a message to show on the next page.

    Args:
        about: the name of the form field it is about.
        undo: the form that takes back what was done.
        later: what follows from what was done, which comes behind it once it is worked out.
    """
    request.session.messages.append(Message(kind, message, about, undo, later))
    del request.session.messages[:-MAX_MESSAGES]


def token_matches(given: str, token: str) -> bool:
    """Whether a form holds the CSRF token; takes equally long for any wrong one."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())


def number_in(text: str) -> int | None:
    """The number in an address or field, of at most nine digits; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def local_path(path: str) -> str:
    """A path that a form holds; ``/`` for anything that is no path of this site."""
    ours = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if ours else "/"


def query_fields(query: bytes) -> dict[str, str]:
    """The fields of a query string, the first of each name.

    Raises:
        ValueError: it has more than 50 fields.
    """
    fields = parse_qs(query.decode("latin-1"), max_num_fields=50)
    return {name: values[0][:MAX_FIELD_LENGTH] for name, values in fields.items()}
