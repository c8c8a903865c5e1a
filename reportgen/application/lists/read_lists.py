"""Reads the lists of an event: the rows as they are, and with what organisers changed beside them."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.config.event_folder import EVENT_FILE
from reportgen.config.settings import Settings
from reportgen.domain.finding import Finding
from reportgen.domain.people.change_findings import change_findings, lost_wishes
from reportgen.domain.people.list_changes import ChangedLists, people_in, with_changes
from reportgen.domain.people.participant import Registration
from reportgen.domain.people.person_change import PersonChange
from reportgen.domain.programme.rounds import Round
from reportgen.sources.lists.change_file import added_row, changes_in, rewritten
from reportgen.sources.lists.registrations import ListFile, ListVocabulary, registrations_in
from reportgen.sources.lists.sheets import ReadOptions
from reportgen.sources.names.municipalities import MunicipalityNames


def registrations_of(
    settings: Settings, names: MunicipalityNames, lists: Sequence[ListFile] = (), rounds: Sequence[Round] = ()
) -> tuple[tuple[Registration, ...], tuple[Finding, ...]]:
    """The rows of an event's lists, or of other lists instead, with the changes beside them, and the findings.

    Args:
        names: the municipalities on the day of the event.
        rounds: those of the programme, whose sessions people may want.

    Raises:
        SourceError: a list cannot be read at all.
        ConfigurationError: the changes cannot be read.
    """
    rows, findings = listed_rows(settings, lists, rounds)
    changes = changes_in(settings.folder)
    if not any(each.subject for each in changes):
        return rows, findings
    changed = applied(rows, findings, changes, names)
    return changed.rows, (
        *changed.findings,
        *change_findings(changed.outcomes),
        *(lost_wishes(changed.outcomes, rounds) if rounds else ()),
    )


def applied(
    rows: Sequence[Registration],
    findings: Sequence[Finding],
    changes: Sequence[PersonChange],
    names: MunicipalityNames,
) -> ChangedLists:
    """Rows with changes; people as the rows have them where there are none."""
    if not any(each.subject for each in changes):
        return ChangedLists(tuple(rows), tuple(findings), people_in(rows, names.resolve), ())
    return with_changes(rows, findings, changes, names.resolve, rewritten, added_row)


def listed_rows(
    settings: Settings, lists: Sequence[ListFile] = (), rounds: Sequence[Round] = ()
) -> tuple[tuple[Registration, ...], tuple[Finding, ...]]:
    """The rows of an event's lists, or of other lists instead, as they are, and the findings about them.

    Args:
        rounds: those of the programme, whose sessions people may want.

    Raises:
        SourceError: a list cannot be read at all.
    """
    files = lists or [ListFile(path, sheet) for path, sheet in settings.lists]
    return registrations_in(files, vocabulary_of(settings), str(settings.folder / EVENT_FILE), rounds)


def vocabulary_of(settings: Settings) -> ListVocabulary:
    """The organiser's own words for the lists, and how these are read."""
    options = ReadOptions(settings.encoding, settings.hidden_rows)
    return ListVocabulary(settings.columns, settings.coming, settings.cancelled, options)
