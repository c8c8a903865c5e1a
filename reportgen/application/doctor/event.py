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
from reportgen.i18n.message import Message, counted, joined, said
from reportgen.sources.lists.programme import programme_rows


def event_file(context: DoctorContext) -> HealthCheck:
    """Whether event.toml is valid; all its faults at once."""
    event = context.loaded.event
    return good(said("{title}, {day}, {place}", title=event.title, day=event.day, place=event.place))


def programme(context: DoctorContext) -> HealthCheck:
    """Whether the programme can be read, and what it says of its rounds."""
    path = programme_file(context.folder)
    rows = [(each.line, each.session) for each in programme_rows(path)]
    sessions = [session for _, session in rows]
    rounds = rounds_of(sessions)
    parts = counted(
        len(sessions),
        "{count} part, {start} to {end}",
        "{count} parts, {start} to {end}",
        start=sessions[0].start,
        end=max(each.end for each in sessions),
    )
    if not rounds:
        return good(parts)
    count = sum(len(each.sessions) for each in rounds)
    summary = counted(
        len(rounds),
        "{parts}; {count} round with {sessions} sessions",
        "{parts}; {count} rounds with {sessions} sessions",
        parts=parts,
        sessions=count,
    )
    found = (*programme_findings(rows, path.name), *missing_findings(rounds, places_of(rows, path.name)))
    doubts = [each.place for each in found if each.severity is not Severity.NOTED]
    if doubts:
        return doubtful(
            said("{summary}; to look at: {places}", summary=summary, places=_places(doubts)),
            said("see what is wrong with: reportgen check {folder}", folder=context.folder),
        )
    led = sum(bool(one.leader) for each in rounds for one in each.sessions.values())
    limited = sum(one.capacity is not None for each in rounds for one in each.sessions.values())
    return good(
        said(
            "{summary}: {limited} with a capacity, {led} with who leads them", summary=summary, limited=limited, led=led
        )
    )


def figures(context: DoctorContext) -> HealthCheck:
    """Whether the files of figures have the digests that were recorded, and what the packs tell of them.

    Of an event that cannot be read, which has a check of its own, only the files.
    """
    snapshot, fetched = context.figures
    files = said("{count} files as their digests say", count=len(snapshot.texts))
    if fetched:
        files = said("{files}, {fetched} of them fetched later", files=files, fetched=len(fetched))
    try:
        context.loaded  # noqa: B018
    except ConfigurationError:
        return good(files)
    known, subject = context.known.figures, context.known.figures.subject
    about = said("the packs have none")
    if subject:
        about = said("{title}: {count} figures", title=subject.title, count=len(known.measures))
    count, day = len(known.data.municipalities), known.data.day
    return good(
        said("{files}; {about}, {count} municipalities of {day}", files=files, about=about, count=count, day=day)
    )


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
    places = _places([each.place for each in blocking or found])
    todo = said("see what is wrong with each with: reportgen check {folder}", folder=context.folder)
    if blocking:
        return wrong(
            counted(
                len(blocking),
                "{count} text or day keeps all letters back: {places}",
                "{count} texts or days keep all letters back: {places}",
                places=places,
            ),
            todo,
        )
    return doubtful(said("{count} to look at: {places}", count=len(found), places=places), todo)


def age(context: DoctorContext) -> HealthCheck:
    """Whether the figures are of the time of the meeting, and fetched no longer ago than the event allows."""
    snapshot, _ = context.figures
    settings = context.loaded.settings
    oldest = oldest_day_of(settings, context.workspace.paths)
    days = [each.retrieved for each in snapshot.sources.values()]
    if old := older_than_allowed(settings, oldest, context.moment.date()):
        return doubtful(
            said(
                "of {old}, older than the {days} days that event.toml allows; the packs say so",
                old=old,
                days=settings.max_age,
            ),
            said("reportgen refresh {folder}", folder=context.folder),
        )
    known = context.known.figures
    year = context.loaded.event.day.year
    if not known.measures:
        return good("the packs have none")
    years = sorted({each.year for each in dated_figures(known)})
    about = said("about {first} to {last}, for a meeting in {year}", first=years[0], last=years[-1], year=year)
    if any(figure_findings(context.workspace, context.known)):
        return doubtful(
            said("{about}: figures or municipalities are not of its time", about=about),
            said("reportgen refresh {folder}; see what is not with: reportgen check {folder}", folder=context.folder),
        )
    limit = said("event.toml sets no limit (max_age)")
    if settings.max_age:
        limit = said("at most {days} days old", days=settings.max_age)
    return good(
        said("{about}; fetched {first} to {last}; {limit}", about=about, first=min(days), last=max(days), limit=limit)
    )


def participants(context: DoctorContext) -> HealthCheck:
    """The rows and packs that the lists give, and how many findings need a person."""
    inputs = context.inputs
    check_command = f"reportgen check {context.folder}"
    lists = ", ".join(path.name for path, _ in inputs.settings.lists)
    summary = said("{lists}: {rows} rows, {packs} packs", lists=lists, rows=inputs.rows, packs=len(inputs.packs))
    roster = roster_of(inputs.participants, context.ledger.enrolled(context.key), context.ledger.seats(context.key))
    if roster.shrunk:
        return wrong(
            said(
                "{summary}; {count} of the {last} people of the last list are gone",
                summary=summary,
                count=len(roster.gone),
                last=roster.last,
            ),
            said(
                "see whether the list is whole with: {check_command}; if it is, run with --accept-shrunk",
                check_command=check_command,
            ),
        )
    doubts = sum(each.severity is Severity.DOUBTFUL for each in inputs.findings)
    if inputs.left_out or doubts:
        return doubtful(
            said(
                "{summary}; people left out until someone acts: {left_out}, findings to look at: {doubts}",
                summary=summary,
                left_out=inputs.left_out,
                doubts=doubts,
            ),
            check_command,
        )
    if not inputs.packs:
        return doubtful(
            said("{summary}: nobody takes part yet", summary=summary),
            said("fill in the list, and look with: {check_command}", check_command=check_command),
        )
    return good(summary)


def _places(places: Sequence[Place]) -> Message:
    """Places in files: ``event.toml lines 6, 7; programma.csv``."""
    lines: dict[str, dict[int, None]] = {}
    for each in places:
        lines.setdefault(each.file, {}).update({each.line: None} if each.line else {})
    return joined(
        said("{file} line {lines}", file=file, lines=list(found)) if found else Message("{file}", {"file": file})
        for file, found in lines.items()
    )
