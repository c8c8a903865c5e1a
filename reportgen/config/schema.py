"""What event.toml may hold: its tables and keys, and what each of them must be like."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

import tomlkit
from pydantic import BaseModel, BeforeValidator, ConfigDict, EmailStr, Field, model_validator

from reportgen.config.timezone import clock_in, local
from reportgen.domain.colour import APART, READABLE, VISIBLE, WHITE, contrast
from reportgen.domain.pack.kinds import BRIEFING, KIND, entries_in

MEGABYTES = 500
"""Size of the stock of printed parts where nobody sets another; a part takes 5 to 60 kB, so thousands of them."""

Text = Annotated[str, Field(min_length=1, max_length=2000)]
Line = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\r\n]+$")]
Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$"), BeforeValidator(lambda given: str(given).lower())]
Minutes = Annotated[list[Annotated[float, Field(ge=0, le=10_080)]], Field(min_length=1, max_length=20)] | None
Clock = Annotated[str, Field(pattern=r"^\d{1,2}[.:]\d{2}$")]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", defer_build=True)


class _Event(_Table):
    title: Line
    subtitle: Line
    date: date
    doors: Clock
    start: Clock
    end: Clock
    place: Line
    address: Line
    arrival: Text
    welcome: Text

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not clock_in(self.doors) <= clock_in(self.start) < clock_in(self.end):
            raise ValueError("doors, start and end must follow each other")
        return self


class _Organiser(_Table):
    name: Line
    contact: Line
    email: EmailStr
    phone: str = ""


class _Question(_Table):
    text: Line
    hint: str = ""


class _Theme(_Table):
    name: Line
    examples: list[Line] = []


class _Kind(_Table):
    name: Line
    reason: Line | None = None
    municipalities: list[Line] = Field(min_length=1)


class _Reading(_Table):
    title: Line
    text: Text
    source: Line


class _List(_Table):
    file: Line
    sheet: Line


class _Lists(_Table):
    files: list[Line | _List] = Field(["deelnemers.csv"], min_length=1)


class _Figures(_Table):
    tables: dict[
        Literal["origins", "national", "districts", "eighteen"], Annotated[str, Field(pattern=r"^[0-9A-Za-z]{5,12}$")]
    ] = {}
    max_age: Annotated[int, Field(ge=1, description="days")] | None = None
    when_older: Literal["label", "refuse"] = "label"


class _Status(_Table):
    coming: list[Line] = []
    cancelled: list[Line] = []


class _Pack(_Table):
    kind: Annotated[str, Field(pattern=KIND, max_length=40)] = BRIEFING
    title: Line | None = None
    form: bool = False
    sections: list[str] | None = None
    not_before: datetime | None = None
    not_after: datetime | None = None
    release: Literal["automatic", "by-hand"] | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.kind == BRIEFING:
            if own := sorted(self.model_fields_set - {"kind", "form"}):
                raise ValueError(f"a briefing is as it is: {' and '.join(own)} go with other kinds, or in [delivery]")
            return self
        if self.sections is not None:
            entries_in(self.sections)
        if self.not_before is None or self.not_after is None:
            raise ValueError(f"not_before and not_after must say when letters with a {self.kind} may leave")
        if local(self.not_before) >= local(self.not_after):
            raise ValueError("not_before must be earlier than not_after")
        return self


def _in_a_list(given: object) -> object:
    return [given] if isinstance(given, dict) else given


class _Style(_Table):
    subject: Colour | None = None
    own: Colour | None = None
    logo: Annotated[str, Field(pattern=r"^[^/\\]+$")] | None = None
    logo_alt: Line | None = None

    @model_validator(mode="after")
    def _to_be_seen(self) -> Self:
        if self.subject and contrast(self.subject, WHITE) < READABLE:
            raise ValueError(_too_pale("subject", self.subject, READABLE))
        if self.own and contrast(self.own, WHITE) < VISIBLE:
            raise ValueError(_too_pale("own", self.own, VISIBLE))
        if self.subject and self.own and contrast(self.subject, self.own) < APART:
            raise ValueError("subject and own are the same grey when they are printed without colour")
        return self


class _Tables(_Table):
    seats: int = Field(8, ge=3, le=40)


class _Waits(_Table):
    later: Minutes = None
    full: Minutes = None
    line: Minutes = None


class _Delivery(_Table):
    not_before: datetime
    not_after: datetime
    release: Literal["automatic", "by-hand"] = "by-hand"
    sender: Literal["outbox", "smtp"] = "outbox"
    when_uncertain: Literal["ask", "resend-once"] = "ask"
    redirect_all: EmailStr | None = None
    waits: _Waits = _Waits()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if local(self.not_before) >= local(self.not_after):
            raise ValueError("not_before must be earlier than not_after")
        return self


class _Mail(_Table):
    host: Line
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    tls: Literal["starttls", "implicit", "none"] = "starttls"
    user: str = ""
    ca_file: str = ""
    a_minute: Annotated[int, Field(ge=0)] = 60
    a_minute_per_domain: Annotated[int, Field(ge=0)] = 0
    most_bytes: Annotated[int, Field(ge=100_000)] = 10_000_000
    envelope_sender: EmailStr | None = None
    verp: bool = False
    patience: Annotated[float, Field(gt=0, le=600, description="seconds")] = 60
    patience_at_the_dot: Annotated[float, Field(gt=0, le=1800, description="seconds")] = 600  # RFC 5321, 4.5.3.2.6

    @model_validator(mode="after")
    def _private(self) -> Self:
        if self.tls == "none" and self.host not in ("localhost", "127.0.0.1", "::1"):
            raise ValueError('tls = "none" is for a server on this machine only; mail never goes in plain text')
        return self


class _Stock(_Table):
    megabytes: Annotated[int, Field(ge=10)] = MEGABYTES


class _Archive(_Table):
    keep_until: date


class EventFile(_Table):
    """The whole file; every table of it is described in the README or in the file that ``new`` writes."""

    event: _Event
    organiser: _Organiser
    question: list[_Question] = Field(min_length=1, max_length=12)
    theme: list[_Theme] = Field(min_length=1)
    type: list[_Kind] = []
    reading: list[_Reading] = []
    lists: _Lists = _Lists()
    columns: dict[Line, str | list[str]] = {}
    status: _Status = _Status()
    figures: _Figures = _Figures()
    tables: _Tables = _Tables(seats=8)
    pack: Annotated[list[_Pack], BeforeValidator(_in_a_list)] = []
    style: _Style = _Style()
    delivery: _Delivery
    mail: _Mail | None = None
    stock: _Stock = _Stock()
    archive: _Archive

    @model_validator(mode="after")
    def _each_kind_once(self) -> Self:
        kinds = [each.kind for each in self.pack]
        if twice := [kind for kind in kinds if kinds.count(kind) > 1]:
            raise ValueError(f"there are two tables [[pack]] with kind = {twice[0]!r}; leave one")
        return self

    @model_validator(mode="after")
    def _has_a_server(self) -> Self:
        if self.delivery.sender == "smtp" and self.mail is None:
            raise ValueError('sender = "smtp" needs a table [mail] with the host of the mail server')
        return self


def _too_pale(role: str, colour: str, least: float) -> str:
    found = f"{contrast(colour, WHITE):.1f}"
    return f"{role} {colour} is too pale on white: its contrast is {found} : 1 and must be {least:g} : 1; darken it"


def event_toml_with_list(text: str, place: int, name: str) -> str:
    """event.toml with another file as one of its lists, and everything else as it stands there.

    Args:
        place: which of the lists, counted from 0.
    """
    document: Any = tomlkit.parse(text)
    lists = document.setdefault("lists", tomlkit.table())
    files = lists.setdefault("files", tomlkit.array())
    if not files:
        files.extend(_Lists().files)
    if isinstance(files[place], str):
        files[place] = name
    else:
        files[place]["file"] = name
    return tomlkit.dumps(document)


def event_toml_for_next(text: str, day: date | None) -> str:
    """event.toml of the event after this one, with everything else as it stands there.

    Args:
        day: when that is; the moments of delivery and the end of keeping move along. None leaves all days as they are.
    """
    document: Any = tomlkit.parse(text)
    if day is None:
        return tomlkit.dumps(document)
    later = day - document["event"]["date"]
    document["event"]["date"] = day
    packs = document.get("pack", [])
    tables = [document.get("delivery", {}), document.get("archive", {})]
    for table in [*tables, *([packs] if isinstance(packs, dict) else packs)]:
        for key in ("not_before", "not_after", "keep_until"):
            if isinstance(table.get(key), date):
                _put(table, key, table[key] + later)
    return tomlkit.dumps(document)


def _put(table: Any, key: str, value: date) -> None:
    """Gives a key another value, with the comment behind it."""
    comment = table[key].trivia.comment.lstrip("# ")
    table[key] = tomlkit.item(value).comment(comment) if comment else value
