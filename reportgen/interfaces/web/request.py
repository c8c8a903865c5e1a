"""What a browser asks, read and judged before any page sees it; and the kinds of answers."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, quote

from reportgen.interfaces.web.sessions import LoginSession

LONGEST = 2_000
"""Characters of a field; a reason, a search."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came along."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class WebRequest:
    """A request: of whom, for which page, with which fields."""

    session: LoginSession
    path: str
    places: Mapping[str, int] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, list[str]] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)

    @property
    def who(self) -> str:
        """The organiser's name."""
        return self.session.name

    def field(self, name: str) -> str:
        """What a field of the form says, as one line; empty where it is not there."""
        said = self.fields.get(name, [""])[0]
        return " ".join("".join(sign for sign in said if sign.isprintable() or sign.isspace()).split())[:LONGEST]

    def numbers(self, name: str) -> tuple[int, ...]:
        """The numbers that a field gives, each once."""
        found = {number_in(each.strip()) for each in self.fields.get(name, ())}
        return tuple(sorted(number for number in found if number is not None))

    def number(self, name: str) -> int | None:
        """The number that a field gives, if it is one."""
        return number_in(self.field(name).replace(".", "").replace(" ", ""))


@dataclass(frozen=True, slots=True)
class Page:
    """An answer to read."""

    html: str
    code: int = 200


@dataclass(frozen=True, slots=True)
class Redirect:
    """Go there, to read what came of it."""

    path: str


@dataclass(frozen=True, slots=True)
class File:
    """An answer to look at or to keep.

    Attributes:
        name: under which it is kept; empty for one that is only looked at.
        lasting: a file of which the address will never give anything else.
        passing: a file on disk to send instead of ``content``, and to remove then.
    """

    content: bytes
    kind: str
    name: str = ""
    lasting: bool = False
    passing: Path | None = None

    def headers(self) -> dict[str, str]:
        """What goes with it."""
        shown = f"attachment; filename*=UTF-8''{quote(self.name)}" if self.name else "inline"
        keep = "private, max-age=86400, immutable" if self.lasting else "no-store"
        return {"Content-Disposition": shown, "Cache-Control": keep}


Answer = Page | Redirect | File


class NotFound(Exception):
    """There is no such page, participant or file."""


class Unreadable(Exception):
    """What was sent is no form."""


class CsrfError(Exception):
    """A form was sent that does not come from a page of this session."""


def fits(given: str, token: str) -> bool:
    """Whether a form holds the token of its session."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())


def number_in(said: str) -> int | None:
    """A number as it stands in an address or a field; nobody has one of more digits."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else None


def query_in(said: bytes) -> dict[str, str]:
    """The fields behind the question mark, the first of each name."""
    fields = parse_qs(said.decode("latin-1"), max_num_fields=50)
    return {name: values[0][:LONGEST] for name, values in fields.items()}


def message_cookie(ask: WebRequest, said: str, kind: Literal["good", "bad"] = "good", about: str = "") -> None:
    """Has the next page say something, of one of its fields where that is wrong."""
    ask.session.said.append((kind, said, about))
    del ask.session.said[:-10]


Handler = Callable[..., Answer]
