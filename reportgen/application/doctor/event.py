"""Checks of an event: event.toml, programme, figures and participants."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.application.doctor.context import DoctorContext
from reportgen.application.event.readiness import (
    figure_findings,
    other_kinds_findings,
    schedule_findings_of,
    was_sent,
)
from reportgen.application.event.starter_texts import untouched_findings
from reportgen.application.figures.age import older_than_allowed, oldest_day_of
from reportgen.config.event_folder import programme_file
from reportgen.domain.figures.reference_period import dated_figures
from reportgen.domain.finding import Place, Severity
from reportgen.domain.health import HealthCheck, doubtful, good, wrong
from reportgen.domain.people.roster import roster_of
from reportgen.domain.programme.round_findings import missing_findings, places_of, programme_findings
from reportgen.domain.programme.rounds import rounds_of
from reportgen.errors import ConfigurationError
from reportgen.sources.lists.programme import programme_rows


def event_file(context: DoctorContext) -> HealthCheck:
    """Whether event.toml is valid; all its faults at once."""
    event = context.loaded.event
    return good(f"{event.title}, {event.day:%d-%m-%Y}, {event.place}")


def programme(context: DoctorContext) -> HealthCheck:
    """Whether the programme can be read, and what it says of its rounds."""
    path = programme_file(context.folder)
    rows = [(each.line, each.session) for each in programme_rows(path)]
    sessions = [session for _, session in rows]
    rounds = rounds_of(sessions)
    parts = f"{len(sessions)} parts, {sessions[0].start:%H:%M} to {max(each.end for each in sessions):%H:%M}"
    if not rounds:
        return good(parts)
    count = sum(len(each.sessions) for each in rounds)
    summary = f"{parts}; {len(rounds)} rounds with {count} sessions"
    found = (*programme_findings(rows, path.name), *missing_findings(rounds, places_of(rows, path.name)))
    doubts = [each.place for each in found if each.severity is not Severity.NOTED]
    if doubts:
        return doubtful(
            f"{summary}; to look at: {_places(doubts)}", f"see what is wrong with: reportgen check {context.folder}"
        )
    led = sum(bool(one.leader) for each in rounds for one in each.sessions.values())
    limited = sum(one.capacity is not None for each in rounds for one in each.sessions.values())
    return good(f"{summary}: {limited} with a capacity, {led} with who leads them")


def figures(context: DoctorContext) -> HealthCheck:
    """Whether the files of figures have the digests that were recorded, and what the packs tell of them.

    Of an event that cannot be read, which has a check of its own, only the files.
    """
    snapshot, fetched = context.figures
    fetched_text = f", {len(fetched)} of them fetched later" if fetched else ""
    files = f"{len(snapshot.texts)} files as their digests say{fetched_text}"
    try:
        context.loaded  # noqa: B018
    except ConfigurationError:
        return good(files)
    known, subject = context.known.figures, context.known.figures.subject
    about = f"{subject.title}: {len(known.measures)} figures" if subject else "the packs have none"
    municipalities = f"{len(known.data.municipalities)} municipalities of {known.data.day:%d-%m-%Y}"
    return good(f"{files}; {about}, {municipalities}")


def texts_and_days(context: DoctorContext) -> HealthCheck:
    """Whether all texts are filled in, and the days fit each other."""
    workspace = context.workspace
    found = [
        *untouched_findings(context.folder, workspace.loaded.kind, workspace.event.day),
        *schedule_findings_of(workspace.loaded, context.moment, was_sent(workspace)),
        *other_kinds_findings(workspace),
    ]
    blocking = [each for each in found if each.severity is Severity.BLOCKING]
    if not found:
        return good("all texts are filled in, and the days fit each other")
    count = f"{len(blocking)} texts or days keep all letters back" if blocking else f"{len(found)} to look at"
    todo = f"see what is wrong with each with: reportgen check {context.folder}"
    return (wrong if blocking else doubtful)(f"{count}: {_places([each.place for each in blocking or found])}", todo)


def age(context: DoctorContext) -> HealthCheck:
    """Whether the figures are of the time of the meeting, and fetched no longer ago than the event allows."""
    snapshot, _ = context.figures
    settings = context.loaded.settings
    oldest = oldest_day_of(settings, context.workspace.paths)
    days = [each.retrieved for each in snapshot.sources.values()]
    if old := older_than_allowed(settings, oldest, context.moment.date()):
        return doubtful(
            f"of {old:%d-%m-%Y}, older than the {settings.max_age} days that event.toml allows; the packs say so",
            f"reportgen refresh {context.folder}",
        )
    known = context.known.figures
    year = context.loaded.event.day.year
    if not known.measures:
        return good("the packs have none")
    years = sorted({each.year for each in dated_figures(known)})
    about = f"about {years[0]} to {years[-1]}, for a meeting in {year}"
    if any(figure_findings(context.workspace, context.known)):
        return doubtful(
            f"{about}: figures or municipalities are not of its time",
            f"reportgen refresh {context.folder}; see what is not with: reportgen check {context.folder}",
        )
    limit = f"at most {settings.max_age} days old" if settings.max_age else "event.toml sets no limit (max_age)"
    return good(f"{about}; fetched {min(days):%d-%m-%Y} to {max(days):%d-%m-%Y}; {limit}")


def participants(context: DoctorContext) -> HealthCheck:
    """The rows and packs that the lists give, and how many findings need a person."""
    inputs = context.inputs
    check_command = f"reportgen check {context.folder}"
    lists = ", ".join(path.name for path, _ in inputs.settings.lists)
    summary = f"{lists}: {inputs.rows} rows, {len(inputs.packs)} packs"
    roster = roster_of(inputs.participants, context.ledger.enrolled(context.key), context.ledger.seats(context.key))
    if roster.shrunk:
        return wrong(
            f"{summary}; {len(roster.gone)} of the {roster.last} people of the last list are gone",
            f"see whether the list is whole with: {check_command}; if it is, run with --accept-shrunk",
        )
    doubts = sum(each.severity is Severity.DOUBTFUL for each in inputs.findings)
    if inputs.left_out or doubts:
        waiting = f"people left out until someone acts: {inputs.left_out}, findings to look at: {doubts}"
        return doubtful(f"{summary}; {waiting}", check_command)
    if not inputs.packs:
        return doubtful(f"{summary}: nobody takes part yet", f"fill in the list, and look with: {check_command}")
    return good(summary)


def _places(places: Sequence[Place]) -> str:
    """Places in files: ``event.toml lines 6, 7; programma.csv``."""
    lines: dict[str, dict[int, None]] = {}
    for each in places:
        lines.setdefault(each.file, {}).update({each.line: None} if each.line else {})
    return "; ".join(f"{file} line {', '.join(map(str, found))}" if found else file for file, found in lines.items())
