"""Whether an event is ready for its letters to leave: its texts, days, sender and figures; and the refusal if not."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from reportgen.application.archive.sealed_event import sealed_event
from reportgen.application.event.mailed_before import mailed_before_findings
from reportgen.application.event.starter_texts import sealed_findings, untouched_findings
from reportgen.application.figures.event_figures import EventFigures, event_figures
from reportgen.application.workspace import Workspace
from reportgen.config.event_folder import EVENT_FILE, programme_file
from reportgen.config.settings import LoadedEvent, load_event_file
from reportgen.config.timezone import ZONE
from reportgen.config.toml_lines import key_line
from reportgen.domain.delivery.states import Delivery, LetterKind, State
from reportgen.domain.figures.reference_period import dated_figures, municipality_list_findings, period_findings
from reportgen.domain.finding import Finding, Place, Severity, by_severity, finding
from reportgen.domain.identifiers import BRIEFING
from reportgen.domain.programme.event import Session
from reportgen.domain.programme.schedule import Schedule, schedule_findings
from reportgen.errors import ReportgenError, SafetyRefusal
from reportgen.i18n.message import in_both, joined, said
from reportgen.render.content.catalogue import DUTCH, ENGLISH
from reportgen.render.content.finding_texts import finding_text, place_text
from reportgen.render.content.web_pages import finding_cells
from reportgen.sources.lists.programme import programme_in

SHOWN = 5
"""Findings that the refusal tells; ``check`` tells all."""

RESERVED = ("example", "test", "invalid", "localhost", "local", "example.com", "example.net", "example.org")
"""Domains that get no mail from outside: nobody can have them (RFC 2606, RFC 6762)."""


def event_findings(workspace: Workspace, known: EventFigures | None = None) -> tuple[Finding, ...]:
    """Findings about the texts, days, sender and figures of an event, for its kind of packs.

    Args:
        known: the figures of the event, where the caller has them.

    Raises:
        ReportgenError: the subject or the figures cannot be read.
    """
    known = known or event_figures(workspace.loaded, workspace.paths, workspace.day)
    found = (
        *findings_beside_figures(workspace),
        *figure_findings(workspace, known),
        *question_findings(workspace, known),
    )
    return by_severity(found)


def blocking_findings(workspace: Workspace) -> tuple[Finding, ...]:
    """The findings that keep all letters of an event back; those about figures never do, so none are read."""
    return tuple(each for each in findings_beside_figures(workspace) if each.severity is Severity.BLOCKING)


def other_kinds_findings(workspace: Workspace) -> tuple[Finding, ...]:
    """Findings about the windows of the other kinds of packs of an event."""
    loaded = [
        load_event_file(workspace.folder, each) for each in workspace.loaded.kinds if each != workspace.loaded.kind
    ]
    found = tuple(each for kind in loaded for each in schedule_findings_of(kind, workspace.moment, sent=True))
    return tuple(each for each in found if each.code.startswith(("window", "keep")))


def schedule_findings_of(loaded: LoadedEvent, now: datetime, sent: bool) -> tuple[Finding, ...]:
    """Findings about the days of an event, with the lines of event.toml."""
    event, settings = loaded.event, loaded.settings
    schedule = Schedule(
        settings.folder.resolve().name,
        loaded.kind,
        datetime.combine(event.day, event.doors, ZONE),
        datetime.combine(event.day, event.end, ZONE),
        settings.rules.window,
        settings.keep_until,
        settings.moved_from,
        sent,
        _sessions(settings.folder),
    )
    found = schedule_findings(schedule, now, EVENT_FILE, programme_file(settings.folder).name)
    return tuple(_with_line(each, loaded) for each in found)


def figure_findings(workspace: Workspace, known: EventFigures) -> Iterator[Finding]:
    """Findings about figures and municipalities that are not of the time of the meeting."""
    figures, wanted = known.figures, workspace.settings.municipalities
    day, command = workspace.event.day, f"reportgen refresh {workspace.folder}"
    last_day = workspace.settings.rules.window.not_after.date()
    yield from period_findings(tuple(dated_figures(figures)), day, last_day, command)
    data = figures.data
    if wanted and wanted.year > known.newest.year:
        place = Place(EVENT_FILE, _line(workspace.loaded, "figures", "municipalities"))
        yield finding("municipalities-not-listed", Severity.DOUBTFUL, place, day=wanted, last=known.newest)
    else:
        listed = min(data.day, known.newest)
        yield from municipality_list_findings(listed, day, data.changes, len(data.municipalities), command)


def question_findings(workspace: Workspace, known: EventFigures) -> Iterator[Finding]:
    """A finding about each question that names a figure which packs do not have: nothing stands beside it."""
    measures = known.figures.measures
    for each in workspace.event.questions:
        if each.about and each.about not in measures:
            place = Place(EVENT_FILE, _line(workspace.loaded, "question", each.number - 1, "about"))
            facts = {"number": each.number, "about": each.about, "keys": ", ".join(measures) or "geen"}
            yield finding("question-about-unknown", Severity.DOUBTFUL, place, **facts)


def _told(each: Finding, language: str) -> str:
    return f"{place_text(each, language)}: {finding_text(each, language)[0]}"


def refuse_unready(workspace: Workspace, letters: Collection[Delivery], doing: str) -> None:
    """Refuses to release or send letters of an event that is not ready, or that was not when they were made.

    Args:
        letters: that would be released or sent.
        doing: ``released`` or ``sent``.

    Raises:
        SafetyRefusal: something in the event blocks its letters.
    """
    if not letters:
        return
    blocking = blocking_findings(workspace)
    sealed = [] if blocking else list(_findings_of_editions(workspace, {each.edition for each in letters}))
    if not (blocking or sealed):
        return
    told = [
        in_both(_told(each, ENGLISH), _told(each, DUTCH), ": ".join(filter(None, finding_cells(each)[1:3])))
        for each in blocking or sealed
    ]
    more = [said("and {count} more", count=len(told) - SHOWN)] if len(told) > SHOWN else []
    raise SafetyRefusal(
        said(
            "The event is not ready for its letters, and nothing was released: {faults}"
            if doing == "released"
            else "The event is not ready for its letters, and nothing was sent: {faults}",
            faults=joined([*told[:SHOWN], *more]),
        ),
        where=str(workspace.folder),
        todo=said(
            "make the packs again: reportgen build {arguments}; see all with: reportgen check {folder}"
            if sealed
            else "mend what is named, and make the packs again: reportgen build {arguments}; "
            "see all with: reportgen check {folder}",
            arguments=workspace.command_arguments,
            folder=workspace.folder,
        ),
    )


def was_sent(workspace: Workspace) -> bool:
    """Whether a letter of these packs was sent."""
    letters = workspace.ledger.deliveries(workspace.key, State.SENT, State.BOUNCED)
    return any(each.kind is not LetterKind.MESSAGE for each in letters)


def findings_beside_figures(workspace: Workspace) -> Iterator[Finding]:
    """Findings about the texts, days and sender of an event; those that block its letters are all among them."""
    yield from untouched_findings(workspace.folder, workspace.loaded.kind, workspace.event.day)
    yield from schedule_findings_of(workspace.loaded, workspace.moment, was_sent(workspace))
    yield from _sender_findings(workspace.loaded)
    yield from mailed_before_findings(workspace)


def _findings_of_editions(workspace: Workspace, editions: Collection[int]) -> Iterator[Finding]:
    """Findings about the texts that editions were made with; one that cannot be read is told when it is sent."""
    for edition in sorted(editions):
        event = sealed_event(workspace.archive, edition)
        yield from sealed_findings(event, Place(f"edition-{edition:04d}"), str(workspace.folder))


def _sender_findings(loaded: LoadedEvent) -> Iterator[Finding]:
    """A finding about an address that cannot get answers, where letters go over a mail server elsewhere."""
    server = loaded.settings.server
    if server is None or not _is_public(server.host):
        return
    for address in dict.fromkeys((loaded.event.organiser.email, server.envelope_sender)):
        if _is_reserved(address.rpartition("@")[2]):
            place = Place(EVENT_FILE, _line(loaded, "organiser", "email"))
            yield finding("sender-reserved", Severity.BLOCKING, place, address=address, host=server.host)


def _is_public(host: str) -> bool:
    """Whether a mail server has a public name; one with only an address, or a short name, is near or on trial."""
    return "." in host and host.rpartition(".")[2].isalpha() and not _is_reserved(host)


def _is_reserved(domain: str) -> bool:
    return f".{domain.casefold().rstrip('.')}".endswith(tuple(f".{each}" for each in RESERVED))


def _sessions(folder: Path) -> tuple[Session, ...]:
    try:
        return programme_in(programme_file(folder))
    except ReportgenError:
        return ()


def _with_line(each: Finding, loaded: LoadedEvent) -> Finding:
    """The finding with the line of the key that it names."""
    key = each.place.column
    if each.place.file != EVENT_FILE or not key:
        return each
    table = {"date": "event", "keep_until": "archive"}.get(key, "delivery" if loaded.kind == BRIEFING else "pack")
    return replace(each, place=Place(EVENT_FILE, _line(loaded, table, key)))


def _line(loaded: LoadedEvent, table: str, *key: str | int) -> int:
    text = (loaded.settings.folder / EVENT_FILE).read_text("utf-8")
    if table != "pack":
        return key_line(text, (table, *key))
    lines = text.splitlines()
    found = (key_line(text, (table, number, "kind")) for number in range(len(loaded.kinds)))
    numbers = [number for number, line in enumerate(found) if line and f'"{loaded.kind}"' in lines[line - 1]]
    return key_line(text, (table, numbers[0], *key)) if numbers else 0
