"""An event's folder becomes an Event and Settings; every fault of event.toml is named at once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, EmailStr, Field, ValidationError, model_validator

from reportgen.domain.event import Event, Kind, Organiser, Question, Reading, Theme, Window
from reportgen.errors import ConfigurationError

ZONE = ZoneInfo("Europe/Amsterdam")

FILE = "event.toml"
PROGRAMME = "programma.csv"

Text = Annotated[str, Field(min_length=1, max_length=2000)]
Line = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\r\n]+$")]
Clock = Annotated[str, Field(pattern=r"^\d{1,2}[.:]\d{2}$")]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid")


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
        if not _clock(self.doors) <= _clock(self.start) < _clock(self.end):
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
    form: bool = False


class _Tables(_Table):
    seats: int = Field(8, ge=3, le=40)


class _Delivery(_Table):
    not_before: datetime
    not_after: datetime
    release: Literal["automatic", "by-hand"] = "by-hand"
    sender: Literal["outbox"] = "outbox"

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if _local(self.not_before) >= _local(self.not_after):
            raise ValueError("not_before must be earlier than not_after")
        return self


class _Archive(_Table):
    keep_until: date


class _File(_Table):
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
    pack: _Pack = _Pack()
    delivery: _Delivery
    archive: _Archive


@dataclass(frozen=True, slots=True)
class Settings:
    """How an event is made and delivered, as its organiser set it.

    Attributes:
        lists: the files with registrations, and the sheet to read; the first when empty.
        columns: what we call a column → what the lists call it.
        coming, cancelled: what a status may say besides the usual words, in small letters.
        max_age: days that figures may be old, since they were fetched or CBS last said they still hold; None: no limit.
        refuse_older: no packs from older figures; else the packs say so.
        tables: CBS tables to fetch instead of the usual ones, by the key of the snapshot's file.
    """

    folder: Path
    lists: tuple[tuple[Path, str], ...]
    columns: Mapping[str, tuple[str, ...]]
    coming: tuple[str, ...]
    cancelled: tuple[str, ...]
    tables: Mapping[str, str]
    max_age: int | None
    refuse_older: bool
    seats: int
    window: Window
    automatic_release: bool
    keep_until: date


@dataclass(frozen=True, slots=True)
class Draft:
    """An event as its folder gives it, before the programme and the themes' municipalities are looked up."""

    event: Event
    settings: Settings


def load(folder: Path) -> Draft:
    """The event of a folder; its key is the folder's name.

    Raises:
        ConfigurationError: the folder has no event.toml, or one with faults; all of them are named.
    """
    path = folder / FILE
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ConfigurationError(
            "This is no event: it has no event.toml",
            where=str(folder),
            todo="name an event's folder, or start one with: reportgen new FOLDER",
        ) from None
    except OSError as fault:
        raise ConfigurationError(
            f"This is no event: event.toml cannot be read ({fault.strerror})",
            where=str(folder),
            todo="name an event's folder, or start one with: reportgen new FOLDER",
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise ConfigurationError(
            f"event.toml cannot be read: {fault}", where=str(path), todo="mend that line"
        ) from None
    if not is_key(folder.resolve().name):
        raise ConfigurationError(
            "The folder's name is the event's key, and may hold small letters, digits and hyphens only",
            where=str(folder),
            todo="rename the folder, for example to 2019-05-16-wonen",
        )
    return _draft(_validated(raw, path), folder)


def _validated(raw: Mapping[str, Any], path: Path) -> _File:
    try:
        return _File.model_validate(raw)
    except ValidationError as fault:
        faults = "; ".join(
            f"{'.'.join(str(step) for step in each['loc']) or 'file'}: {each['msg']}" for each in fault.errors()
        )
        raise ConfigurationError(
            f"event.toml has {fault.error_count()} fault(s): {faults}", where=str(path), todo="mend them"
        ) from None


def _draft(file: _File, folder: Path) -> Draft:
    event = Event(
        folder.resolve().name,
        file.event.title,
        file.event.subtitle,
        file.event.date,
        _clock(file.event.doors),
        _clock(file.event.start),
        _clock(file.event.end),
        file.event.place,
        file.event.address,
        file.event.arrival,
        file.event.welcome,
        Organiser(file.organiser.name, file.organiser.contact, file.organiser.email, file.organiser.phone),
        tuple(Question(number, each.text, each.hint) for number, each in enumerate(file.question, 1)),
        tuple(Theme(each.name, tuple(each.examples)) for each in file.theme),
        tuple(
            Kind(each.name, each.reason or f"ook een van de {each.name}", tuple(each.municipalities))
            for each in file.type
        ),
        tuple(Reading(each.title, each.text, each.source) for each in file.reading),
        (),
        file.pack.form,
    )
    settings = Settings(
        folder,
        tuple(
            (folder / each, "") if isinstance(each, str) else (folder / each.file, each.sheet)
            for each in file.lists.files
        ),
        {ours: (theirs,) if isinstance(theirs, str) else tuple(theirs) for ours, theirs in file.columns.items()},
        tuple(word.casefold() for word in file.status.coming),
        tuple(word.casefold() for word in file.status.cancelled),
        {str(key): table for key, table in file.figures.tables.items()},
        file.figures.max_age,
        file.figures.when_older == "refuse",
        file.tables.seats,
        Window(_local(file.delivery.not_before), _local(file.delivery.not_after)),
        file.delivery.release == "automatic",
        file.archive.keep_until,
    )
    return Draft(event, settings)


def is_key(name: str) -> bool:
    """Whether a folder of this name can be an event; the key goes into file names and Message-IDs."""
    return bool(name) and all(char.isascii() and (char.islower() or char.isdigit() or char == "-") for char in name)


def _clock(text: str) -> time:
    hours, minutes = text.replace(":", ".").split(".")
    if int(hours) > 23 or int(minutes) > 59:
        raise ValueError(f"{text} is no time of day")
    return time(int(hours), int(minutes))


def _local(moment: datetime) -> datetime:
    return moment.replace(tzinfo=ZONE) if moment.tzinfo is None else moment.astimezone(ZONE)
