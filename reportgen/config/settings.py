"""Reads event.toml of an event's folder into an Event and Settings, or names all its faults at once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from reportgen.config.event_folder import EVENT_FILE, check_kind, parsed_event_toml
from reportgen.config.mail_server_table import mail_server_of
from reportgen.config.schema import EventFile, ListFile
from reportgen.config.timezone import clock_time, local_time
from reportgen.config.validation import event_refused
from reportgen.domain.delivery.mail_server import SmtpServer
from reportgen.domain.delivery.retries import DEFAULT_WAITS, RetryWaits
from reportgen.domain.delivery.rules import DeliveryRules, DeliveryWindow
from reportgen.domain.identifiers import BRIEFING, pack_key
from reportgen.domain.pack.kinds import PageTemplate, parse_sections
from reportgen.domain.programme.event import (
    Event,
    GuestTexts,
    MunicipalityType,
    Organiser,
    Question,
    StudySummary,
    Theme,
)
from reportgen.errors import ConfigurationError, foreign_faults_as
from reportgen.i18n.message import said


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of an event: how its packs are made and delivered.

    Attributes:
        folder: the event's folder.
        lists: files with registrations, each with the sheet to read; the first sheet when empty.
        columns: headings in the lists, by our name of a column.
        coming, cancelled: words for these statuses besides the usual ones, in small letters.
        tables: CBS tables to fetch instead of the usual ones, by the key of the snapshot's file.
        max_age: days after which figures count as old, since they were fetched or CBS last confirmed them; None for
            no limit.
        refuse_older: whether no packs are made from older figures; else packs tell their age.
        seats: people at a table.
        subject, own: colours of headings and of the own municipality, ``#rrggbb``; None for the usual ones.
        logo: picture for page one, with its text for a screen reader.
        automatic_release: whether letters are released without the organiser.
        server: mail server; None for the outbox.
        keep_until: last day on which personal data is stored.
        part_cache_megabytes: most space that printed parts take, in millions of bytes.
        part_timeout: seconds that one part of a pack may take to print.
        figures_subject: key of the subject; empty for a meeting without figures.
        more_indicators: keys of indicators that are told after those of the subject.
        own_figures: files with figures of the organiser's own, each with the sheet to read; the first when empty.
        municipalities: day of the municipal division; None for the usual one.
        moved_from: day in the folder's name, where the meeting was moved to another day; None where it was not.
        spread_colleagues: whether people of one municipality are spread over the sessions of a round.
        encoding: of the lists; empty to find out.
        hidden_rows: whether rows that a workbook hides take part.
        four_eyes: whether who releases letters is somebody else than who had them made.
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
    subject: str | None
    own: str | None
    logo: tuple[Path, str] | None
    rules: DeliveryRules
    automatic_release: bool
    server: SmtpServer | None
    keep_until: date
    part_cache_megabytes: int
    part_timeout: float
    figures_subject: str = ""
    more_indicators: tuple[str, ...] = ()
    own_figures: tuple[tuple[Path, str], ...] = ()
    municipalities: date | None = None
    moved_from: date | None = None
    spread_colleagues: bool = False
    encoding: str = ""
    hidden_rows: bool = True
    four_eyes: bool = False


@dataclass(frozen=True, slots=True)
class LoadedEvent:
    """An event with its settings, before its programme and the codes of municipalities are looked up.

    Attributes:
        kinds: names of its kinds of packs, the briefing first.
        kind: the kind of pack whose key, window and form ``event`` and ``settings`` have.
        kind_title: what event.toml calls that kind; empty for its own name.
        entries: its pages, where event.toml lists them.
    """

    event: Event
    settings: Settings
    kinds: tuple[str, ...] = (BRIEFING,)
    kind: str = BRIEFING
    kind_title: str = ""
    entries: tuple[PageTemplate, ...] = ()

    @property
    def people_key(self) -> str:
        """The key of the event itself, under which its people are stored for all kinds of packs."""
        return self.settings.folder.resolve().name


def load_event_file(folder: Path, kind: str = BRIEFING) -> LoadedEvent:
    """Loads the event of a folder; its key is the folder's name, followed by the kind of pack if not a briefing.

    Args:
        folder: the event's folder.
        kind: the kind of pack to load it for.

    Raises:
        ConfigurationError: the folder has no event.toml, or one with faults; all of them are named.
        UsageError: the event has no such kind of pack.
    """
    loaded = _of_kind(kind, _validated(parsed_event_toml(folder), folder / EVENT_FILE), folder)
    check_certificate(loaded)
    return loaded


def check_event_toml(text: str, path: Path) -> None:
    """Checks the text of an event.toml before it is written.

    Args:
        path: where it will be, for messages.

    Raises:
        ConfigurationError: it is not TOML, or has faults; all of them are named.
    """
    with foreign_faults_as(ConfigurationError, "event.toml cannot be read", where=str(path), todo="mend that line"):
        raw = tomllib.loads(text)
    _validated(raw, path, text)


def check_certificate(loaded: LoadedEvent) -> None:
    """Checks that the certificate of the mail server, if one is named, exists.

    Raises:
        ConfigurationError: it does not.
    """
    server = loaded.settings.server
    if server and server.ca_file and not Path(server.ca_file).is_file():
        raise ConfigurationError(
            said("mail.ca_file: there is no file {ca_file}", ca_file=server.ca_file),
            where=str(loaded.settings.folder / EVENT_FILE),
            todo="put the certificate of the mail server there; a name without / is looked for beside event.toml",
        )


def _validated(raw: Mapping[str, Any], path: Path, text: str | None = None) -> EventFile:
    try:
        return EventFile.model_validate(raw)
    except ValidationError as fault:
        text = path.read_text("utf-8-sig", errors="replace") if text is None else text
        raise event_refused(fault, text, path) from None


def _of_kind(kind: str, file: EventFile, folder: Path) -> LoadedEvent:
    """The event for a kind of pack, with a key and a delivery window of its own."""
    tables = {each.kind: each for each in file.pack}
    kinds = tuple(dict.fromkeys((BRIEFING, *tables)))
    check_kind(kind, kinds, folder)
    loaded, table = _briefing_of(file, folder), tables.get(kind)
    event = replace(loaded.event, key=pack_key(loaded.event.key, kind), form=table is not None and table.form)
    if table is None or kind == BRIEFING:
        return LoadedEvent(event, loaded.settings, kinds)
    assert table.not_before is not None  # it was validated
    assert table.not_after is not None
    rules = replace(
        loaded.settings.rules, window=DeliveryWindow(local_time(table.not_before), local_time(table.not_after))
    )
    settings = replace(loaded.settings, rules=rules, automatic_release=table.release == "automatic")
    event = replace(event, welcome="", guests=replace(event.guests, welcome=""))  # event.toml's are for the briefing
    return LoadedEvent(
        event, settings, kinds, kind, table.title or "", parse_sections(table.sections) if table.sections else ()
    )


def _briefing_of(file: EventFile, folder: Path) -> LoadedEvent:
    event = Event(
        folder.resolve().name,
        file.event.title,
        file.event.subtitle,
        file.event.date,
        clock_time(file.event.doors),
        clock_time(file.event.start),
        clock_time(file.event.end),
        file.event.place,
        file.event.address,
        file.event.arrival,
        file.event.welcome,
        Organiser(file.organiser.name, file.organiser.contact, file.organiser.email, file.organiser.phone),
        tuple(
            Question(number, each.text, each.hint, each.about, each.text_for_guests or "", each.hint_for_guests)
            for number, each in enumerate(file.question, 1)
        ),
        tuple(Theme(each.name, tuple(each.examples)) for each in file.theme),
        tuple(
            MunicipalityType(each.name, each.reason or f"ook een van de {each.name}", tuple(each.municipalities))
            for each in file.type
        ),
        tuple(StudySummary(each.title, each.text, each.source, each.text_for_guests or "") for each in file.reading),
        (),
        guests=GuestTexts(
            file.event.subtitle_for_guests or "",
            file.event.arrival_for_guests or "",
            file.event.welcome_for_guests or "",
        ),
    )
    settings = Settings(
        folder,
        _files_in(folder, file.lists.files),
        {ours: (theirs,) if isinstance(theirs, str) else tuple(theirs) for ours, theirs in file.columns.items()},
        tuple(word.casefold() for word in file.status.coming),
        tuple(word.casefold() for word in file.status.cancelled),
        {str(key): table for key, table in file.figures.tables.items()},
        file.figures.max_age,
        file.figures.when_older == "refuse",
        file.tables.seats,
        file.style.subject,
        file.style.own,
        (folder / file.style.logo, file.style.logo_alt or file.organiser.name) if file.style.logo else None,
        _rules(file),
        file.delivery.release == "automatic",
        mail_server_of(file, folder) if file.delivery.sender == "smtp" else None,
        file.archive.keep_until,
        file.part_cache.megabytes,
        file.printing.part_timeout,
        file.figures.subject,
        tuple(file.figures.indicators),
        _files_in(folder, file.figures.own),
        file.figures.municipalities,
        file.event.moved_from,
        file.sessions.spread_colleagues,
        "" if file.lists.encoding == "auto" else file.lists.encoding,
        file.lists.hidden_rows == "take",
        file.delivery.four_eyes,
    )
    return LoadedEvent(event, settings)


def _files_in(folder: Path, files: Sequence[str | ListFile]) -> tuple[tuple[Path, str], ...]:
    """Files in a folder, each with the sheet to read; empty for the first one."""
    return tuple((folder / each, "") if isinstance(each, str) else (folder / each.file, each.sheet) for each in files)


def _rules(file: EventFile) -> DeliveryRules:
    """The rules of delivery."""
    table = file.delivery
    return DeliveryRules(
        DeliveryWindow(local_time(table.not_before), local_time(table.not_after)),
        RetryWaits(
            _waits(table.waits.later, DEFAULT_WAITS.later),
            _waits(table.waits.full, DEFAULT_WAITS.full),
            _waits(table.waits.connection, DEFAULT_WAITS.connection),
        ),
        table.when_uncertain == "resend-once",
        table.redirect_all or "",
        table.cancellation_letters,
    )


def _waits(minutes: Sequence[float] | None, default: tuple[timedelta, ...]) -> tuple[timedelta, ...]:
    return tuple(timedelta(minutes=each) for each in minutes) if minutes else default
