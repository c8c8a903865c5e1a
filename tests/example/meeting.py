"""The meeting of the tests: small, and like the real one."""

from __future__ import annotations

from datetime import date, time
from functools import cache

from example import figures

from reportgen.application.figures.event_figures import used_sources
from reportgen.domain.figures.figure import Source
from reportgen.domain.pack.event_context import EventContext, event_context_of
from reportgen.domain.people.participant import Participant
from reportgen.domain.places.comparable import Comparability
from reportgen.domain.programme.event import Event, Organiser, Question, Session, SessionKind, StudySummary, Theme
from reportgen.domain.programme.seating import Table
from reportgen.sources.cbs.indicator_values import embedded_values, merged
from reportgen.sources.cbs.snapshot_values import snapshot_values

_EXAMPLES = {
    "grote steden": ("Amsterdam", "Rotterdam", "'s-Gravenhage"),
    "voorsteden": ("Diemen", "Zoetermeer", "Nieuwegein"),
    "grensgemeenten": ("Vaals", "Kerkrade", "Terneuzen"),
    "landelijke gemeenten": ("Urk", "Staphorst", "Tubbergen"),
}


def themes() -> tuple[Theme, ...]:
    """Four kinds of municipalities, each with three examples."""
    return tuple(Theme(name, tuple(figures.code_of(each) for each in names)) for name, names in _EXAMPLES.items())


def event() -> Event:
    """A meeting with two talks at the table."""
    return Event(
        "2018-12-10-test",
        "Diversiteit door migratie",
        "Hoe verandert uw gemeente?",
        date(2018, 12, 10),
        time(12, 0),
        time(12, 30),
        time(16, 0),
        "NBC Nieuwegein",
        "Blokhoeve 1, Nieuwegein",
        "Met de trein.",
        "Welkom.",
        Organiser("VNG", "Projectgroep", "diversiteit@vng.example", ""),
        (Question(1, "Hoe divers is uw gemeente?", "Denk aan kleine groepen."),),
        themes(),
        (),
        (StudySummary("Wat de WRR vond", "Kleine groepen.", "WRR, 2018"),),
        (
            Session(time(12, 30), time(13, 0), "Opening", "dagvoorzitter", "", SessionKind.PLENARY),
            Session(time(13, 0), time(14, 0), "Tafelgesprek 1", "", "", SessionKind.TABLE),
            Session(time(14, 0), time(15, 0), "Tafelgesprek 2", "", "", SessionKind.TABLE),
        ),
    )


def setting(
    participants: tuple[Participant, ...],
    tables: tuple[Table, ...],
    subject: str = "migration",
    day: date = figures.DAY,
) -> EventContext:
    """Everything a pack is composed from, with the real figures of a subject; with none for an empty subject."""
    known = figures.figures_of(subject, day)
    comparability = Comparability(known)
    used = sources().keys() & used_sources(known)
    return event_context_of(
        event(), participants, tables, known, comparability, {key: sources()[key] for key in used}, None
    )


@cache
def sources() -> dict[str, Source]:
    """The sources of all figures that come with the program, by key."""
    return dict(merged((embedded_values(), snapshot_values(figures.snapshot()))).sources)
