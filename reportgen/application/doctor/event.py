"""What an event is made from: its folder, and the figures."""

from __future__ import annotations

from collections import Counter

from reportgen.application.doctor.context import DoctorContext
from reportgen.application.figures.in_use import older_than_allowed
from reportgen.config.event_folder import PROGRAMME_FILE
from reportgen.domain.finding import Severity
from reportgen.domain.health import HealthCheck, doubtful, good, wrong
from reportgen.domain.people.roster import roster_of
from reportgen.sources.lists.programme import programme_in


def event_file(case: DoctorContext) -> HealthCheck:
    """Whether event.toml can be read, with all its faults at once."""
    event = case.draft.event
    return good(f"{event.title}, {event.day:%d-%m-%Y}, {event.place}")


def programme(case: DoctorContext) -> HealthCheck:
    """Whether the programme can be read."""
    sessions = programme_in(case.folder / PROGRAMME_FILE)
    return good(f"{len(sessions)} parts, {sessions[0].start:%H:%M} to {sessions[-1].end:%H:%M}")


def figures(case: DoctorContext) -> HealthCheck:
    """Whether the figures are the ones that were kept."""
    snapshot, kept = case.figures
    fetched = f", {len(kept)} of them fetched later" if kept else ""
    return good(f"{len(snapshot.texts)} files as their digests say{fetched}; {snapshot.residents:,} residents")


def age(case: DoctorContext) -> HealthCheck:
    """Whether the figures are as young as the event wants them."""
    snapshot, kept = case.figures
    settings = case.draft.settings
    days = [each.retrieved for each in snapshot.sources.values()]
    if old := older_than_allowed(settings, snapshot, kept, case.moment.date(), case.folder):
        return doubtful(
            f"of {old:%d-%m-%Y}, older than the {settings.max_age} days that event.toml allows; the packs say so",
            f"reportgen refresh {case.folder}",
        )
    limit = f"at most {settings.max_age} days old" if settings.max_age else "event.toml sets no limit (max_age)"
    return good(f"fetched {min(days):%d-%m-%Y} to {max(days):%d-%m-%Y}; {limit}")


def participants(case: DoctorContext) -> HealthCheck:
    """What the lists give: who gets a pack, and how much there is to mend."""
    inputs = case.inputs
    look = f"reportgen check {case.folder}"
    lists = ", ".join(path.name for path, _ in inputs.settings.lists)
    said = f"{lists}: {inputs.rows} rows, {len(inputs.packs)} packs"
    roster = roster_of(inputs.participants, case.ledger.enrolled(case.key), case.ledger.seats(case.key))
    if roster.shrunk:
        return wrong(
            f"{said}; {len(roster.gone)} of the {roster.last} people of the last list are gone",
            f"see whether the list is whole with: {look}; if it is, run with --accept-shrunk",
        )
    counts = Counter(each.severity for each in inputs.findings)
    refused, doubts = counts[Severity.REFUSED], counts[Severity.DOUBTFUL]
    if refused or doubts:
        return doubtful(f"{said}; {refused} left out until someone acts, {doubts} to look at", look)
    if not inputs.packs:
        return doubtful(f"{said}: nobody takes part yet", f"fill in the list, and look with: {look}")
    return good(said)
