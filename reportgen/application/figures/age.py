"""How old the figures of an event are, and whether it allows that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from reportgen.application.figures.event_subject import event_subject, fetchable, source_keys
from reportgen.application.figures.in_use import figures_in_use, values_beside
from reportgen.config.event_folder import EVENT_FILE
from reportgen.config.paths import Paths
from reportgen.config.settings import Settings
from reportgen.domain.figures.subject import Subject
from reportgen.errors import SourceError
from reportgen.i18n.message import said
from reportgen.sources.cbs.fetched_tables import FETCHED_TABLES
from reportgen.sources.cbs.indicator_values import IndicatorValues
from reportgen.sources.cbs.table_store import StoredTable
from reportgen.sources.cbs.value_store import FETCHED, ValueStore


def oldest_day_of(settings: Settings, paths: Paths) -> date | None:
    """The day of the oldest figures of an event, as ``oldest_day`` gives it.

    Raises:
        ReportgenError: the subject or the figures cannot be read.
    """
    snapshot, fetched = figures_in_use(paths)
    return oldest_day(event_subject(settings), values_beside(snapshot, paths), fetched, paths)


def oldest_day(
    subject: Subject | None, values: IndicatorValues, fetched: Mapping[str, StoredTable], paths: Paths
) -> date | None:
    """The day on which the oldest figures of a subject were fetched, or last confirmed by CBS.

    Only those count that can be fetched anew; None where there are none.

    Args:
        fetched: the fetched tables in the snapshot, by key.
    """
    return min(_days(subject, values, fetched, paths), default=None)


def older_than_allowed(settings: Settings, oldest: date | None, today: date) -> date | None:
    """The day of the oldest figures when they are older than the event allows; None when they are not.

    Raises:
        SourceError: they are older, and the event refuses such figures.
    """
    if settings.max_age is None or oldest is None or (today - oldest).days <= settings.max_age:
        return None
    if settings.refuse_older:
        raise SourceError(
            said(
                "The figures are of {oldest}, older than the {days} days this event allows",
                oldest=oldest,
                days=settings.max_age,
            ),
            where=str(settings.folder / EVENT_FILE),
            todo=said("fetch them with: reportgen refresh {folder}", folder=settings.folder),
        )
    return oldest


def _days(
    subject: Subject | None, values: IndicatorValues, fetched: Mapping[str, StoredTable], paths: Paths
) -> Iterator[date]:
    refreshed, tables = {each.key for each in FETCHED_TABLES}, fetchable(subject)
    for key in source_keys(subject, values):
        source = values.sources[key]
        if key in fetched:
            yield fetched[key].confirmed
        elif key.startswith(FETCHED) and (stored := ValueStore(paths.fetched_values).newest(source.table)):
            yield stored.confirmed
        elif key in refreshed or source.table in tables:
            yield source.retrieved
