"""Reads event.toml of an event's folder into an Event and Settings, or names all its faults at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from reportgen.config.event_folder import EVENT_FILE, check_kind, parsed_event_toml
from reportgen.config.schema import EventFile
from reportgen.config.timezone import clock_time, local_time
from reportgen.domain.delivery.mail_server import SmtpServer, Tls
from reportgen.domain.delivery.retries import DEFAULT_WAITS, RetryWaits
from reportgen.domain.delivery.rules import DeliveryRules, DeliveryWindow
from reportgen.domain.identifiers import BRIEFING, pack_key
from reportgen.domain.pack.kinds import PageTemplate, parse_sections
from reportgen.domain.programme.event import Event, MunicipalityType, Organiser, Question, StudySummary, Theme
from reportgen.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Settings:
    """How an event is made and delivered, as its organiser set it.

    Attributes:
        lists: the files with registrations, and the sheet to read; the first when empty.
        columns: what we call a column → what the lists call it.
        coming, cancelled: what a status may say besides the usual words, in small letters.
        max_age: days that figures may be old, since they were fetched or CBS last said they still hold; None: no limit.
        refuse_older: no packs from older figures; else the packs say so.
        subject, own: the organiser's colours, ``#rrggbb``; None for those of the house.
        logo: the picture for page one, and what it shows in words.
        server: where letters go; None for the outbox.
        part_cache_megabytes: the most that printed parts may take on disk, in millions of bytes.
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
    subject: str | None
    own: str | None
    logo: tuple[Path, str] | None
    rules: DeliveryRules
    automatic_release: bool
    server: SmtpServer | None
    keep_until: date
    part_cache_megabytes: int


@dataclass(frozen=True, slots=True)
class LoadedEvent:
    """An event as its folder gives it, before the programme and the themes' municipalities are looked up.

    Attributes:
        kinds: what kinds of packs it has, the briefing first.
        kind: the kind that key and rules are those of.
        title: what organisers call that kind; empty for its own name.
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
        """The key under which the people of the event are known, whatever the kind of their packs."""
        return self.settings.folder.resolve().name


def load_event_file(folder: Path, kind: str = BRIEFING) -> LoadedEvent:
    """The event of a folder; its key is the folder's name, and with another kind of pack that of this kind.

    Raises:
        ConfigurationError: the folder has no event.toml, or one with faults; all of them are named.
        UsageError: the event has no such kind of pack.
    """
    draft = _of_kind(kind, _validated(parsed_event_toml(folder), folder / EVENT_FILE), folder)
    check_certificate(draft)
    return draft


def check_certificate(draft: LoadedEvent) -> None:
    """Sees to it that the certificate of the mail server, where one is named, lies beside event.toml.

    Raises:
        ConfigurationError: it does not.
    """
    server = draft.settings.server
    if server and server.ca_file and not Path(server.ca_file).is_file():
        raise ConfigurationError(
            f"mail.ca_file: there is no file {server.ca_file}",
            where=str(draft.settings.folder / EVENT_FILE),
            todo="put the certificate of the mail server there; a name without / is looked for beside event.toml",
        )


def _validated(raw: Mapping[str, Any], path: Path) -> EventFile:
    try:
        return EventFile.model_validate(raw)
    except ValidationError as fault:
        faults = "; ".join(
            f"{'.'.join(str(step) for step in each['loc']) or 'file'}: {each['msg']}" for each in fault.errors()
        )
        raise ConfigurationError(
            f"event.toml has {fault.error_count()} fault(s): {faults}", where=str(path), todo="mend them"
        ) from None


def _of_kind(kind: str, file: EventFile, folder: Path) -> LoadedEvent:
    """The event as a kind of pack has it: under a key of its own, with its own window."""
    tables = {each.kind: each for each in file.pack}
    kinds = tuple(dict.fromkeys((BRIEFING, *tables)))
    check_kind(kind, kinds, folder)
    draft, table = _draft(file, folder), tables.get(kind)
    event = replace(draft.event, key=pack_key(draft.event.key, kind), form=table is not None and table.form)
    if table is None or kind == BRIEFING:
        return LoadedEvent(event, draft.settings, kinds)
    assert table.not_before is not None  # it was validated
    assert table.not_after is not None
    rules = replace(
        draft.settings.rules, window=DeliveryWindow(local_time(table.not_before), local_time(table.not_after))
    )
    settings = replace(draft.settings, rules=rules, automatic_release=table.release == "automatic")
    event = replace(event, welcome="")  # that of event.toml is for the briefing
    return LoadedEvent(
        event, settings, kinds, kind, table.title or "", parse_sections(table.sections) if table.sections else ()
    )


def _draft(file: EventFile, folder: Path) -> LoadedEvent:
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
        tuple(Question(number, each.text, each.hint) for number, each in enumerate(file.question, 1)),
        tuple(Theme(each.name, tuple(each.examples)) for each in file.theme),
        tuple(
            MunicipalityType(each.name, each.reason or f"ook een van de {each.name}", tuple(each.municipalities))
            for each in file.type
        ),
        tuple(StudySummary(each.title, each.text, each.source) for each in file.reading),
        (),
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
        file.style.subject,
        file.style.own,
        (folder / file.style.logo, file.style.logo_alt or file.organiser.name) if file.style.logo else None,
        _rules(file),
        file.delivery.release == "automatic",
        _server(file, folder),
        file.archive.keep_until,
        file.part_cache.megabytes,
    )
    return LoadedEvent(event, settings)


def _rules(file: EventFile) -> DeliveryRules:
    """What the organiser decided about delivery."""
    said = file.delivery
    return DeliveryRules(
        DeliveryWindow(local_time(said.not_before), local_time(said.not_after)),
        RetryWaits(
            _waits(said.waits.later, DEFAULT_WAITS.later),
            _waits(said.waits.full, DEFAULT_WAITS.full),
            _waits(said.waits.connection, DEFAULT_WAITS.connection),
        ),
        said.when_uncertain == "resend-once",
        said.redirect_all or "",
    )


def _waits(minutes: Sequence[float] | None, usual: tuple[timedelta, ...]) -> tuple[timedelta, ...]:
    return tuple(timedelta(minutes=each) for each in minutes) if minutes else usual


def _server(file: EventFile, folder: Path) -> SmtpServer | None:
    """The mail server, where letters go by one."""
    mail = file.mail
    if mail is None or file.delivery.sender != "smtp":
        return None
    return SmtpServer(
        mail.host,
        mail.port,
        Tls(mail.tls),
        mail.user,
        str(folder / mail.ca_file) if mail.ca_file else "",
        mail.per_minute,
        mail.per_minute_per_domain,
        mail.max_bytes,
        mail.envelope_sender or file.organiser.email,
        mail.verp,
        mail.timeout,
        mail.timeout_after_data,
    )
