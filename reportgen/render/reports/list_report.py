"""The report about a list of registrations: summary, differences from the last list, and findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from reportgen.domain.finding import Finding
from reportgen.domain.people.participant import Participant, where_from
from reportgen.domain.people.roster import FieldChange, Roster
from reportgen.domain.places.municipality import COUNTRY
from reportgen.render.content import dutch
from reportgen.render.content.catalogue import DUTCH, number_text
from reportgen.render.content.finding_texts import finding_text, severity_text
from reportgen.render.content.words import list_report_words


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the rows of all lists; the last four add up to the first."""

    read: int
    participants: int
    cancelled: int
    left_out: int
    joined: int


@dataclass(frozen=True, slots=True)
class ListReport:
    """What there is to tell an organiser about a list.

    Attributes:
        municipalities: names by code.
        cancelled: numbers of who cancelled, of all who do not take part any more.
    """

    title: str
    tally: Tally
    participants: Sequence[Participant]
    seated: dict[int, int]
    municipalities: dict[str, str]
    roster: Roster
    findings: Sequence[Finding]
    cancelled: frozenset[int] = frozenset()


def summary_lines(report: ListReport, on_page: bool = False, language: str = DUTCH) -> Iterator[str]:
    """The report in a few sentences.

    Args:
        on_page: for the organiser's page, where nobody types options.
    """
    words_of, counted = partial(_say, language), partial(_counted, language)
    tally, guests = report.tally, sum(each.code == COUNTRY for each in report.participants)
    parts = [
        counted("people", tally.participants),
        counted("guests", guests) if guests else "",
        words_of("cancelled", count=tally.cancelled) if tally.cancelled else "",
        counted("joined", tally.joined) if tally.joined else "",
        counted("left_out", tally.left_out) if tally.left_out else "",
    ]
    if guests:
        parts[:2] = [words_of("people", count=tally.participants) + f" ({parts[1]})"]
    yield report.title
    yield counted("rows", tally.read, people=", ".join(filter(None, parts)))
    codes = {each.code for each in report.participants} - {COUNTRY}
    yield counted("municipalities", len(codes), tables=counted("tables", len(set(report.seated.values()))))
    roster = report.roster
    cancelled = sum(each.number in report.cancelled for each in roster.gone)
    counts = {"new": len(roster.new), "changed": len(roster.changed), "gone": len(roster.gone) - cancelled}
    if not roster.last:
        yield words_of("first")
    else:
        since = words_of("since_cancelled", cancelled=cancelled, **counts) if cancelled else words_of("since", **counts)
        yield since if cancelled or any(counts.values()) else words_of("same")
    if roster.shrunk:
        yield words_of("shrunk_on_page" if on_page else "shrunk", last=roster.last)


def difference_rows(report: ListReport, language: str = DUTCH) -> Iterator[tuple[str, int, str, str]]:
    """Who is new, changed or gone since the last list: which of these, number, name, and what changed."""
    if not report.roster.last:
        return
    kinds = list_report_words(language)["difference"]
    for person in report.roster.new:
        yield kinds["new"], person.number, person_text(person), where_from(person, report.municipalities)
    for each in report.roster.changed:
        changes = "; ".join(_change(change, report, language) for change in each.changes)
        yield kinds["changed"], each.participant.number, person_text(each.participant), changes
    for gone in report.roster.gone:
        kind = kinds["cancelled" if gone.number in report.cancelled else "gone"]
        yield kind, gone.number, gone.name, _municipality(gone.code, report)


def finding_table_row(finding: Finding, language: str = DUTCH) -> tuple[str, str, int, str, str, str]:
    """A finding as a row of a table: what happens, file, line, column, what is wrong, what to do."""
    place, (what, todo) = finding.place, finding_text(finding, language)
    return severity_text(finding, language), place.file, place.line, place.column, what, todo


def person_text(person: Participant) -> str:
    """A participant's name as on an envelope."""
    name = person.name
    return dutch.full_name({"initials": name.initials, "first": name.first, "infix": name.infix, "last": name.last})


def salutation_text(person: Participant) -> str:
    """How a participant is addressed."""
    name = person.name
    parts = {"initials": name.initials, "first": name.first, "infix": name.infix, "last": name.last}
    return dutch.salutation(parts, person.office, person.salutation)


def _municipality(code: str, report: ListReport) -> str:
    """The name of a municipality; empty for a guest, who has none."""
    return "" if code == COUNTRY else report.municipalities.get(code, code)


def _change(change: FieldChange, report: ListReport, language: str) -> str:
    words = list_report_words(language)
    shown = (
        (_municipality(text, report) if change.field == "code" else text) or words["difference"]["empty"]
        for text in (change.old, change.new)
    )
    return f"{words['field'][change.field]}: {' → '.join(shown)}"


def _say(language: str, key: str, **facts: object) -> str:
    return str(list_report_words(language)["summary"][key]).format(**facts)


def _counted(language: str, key: str, count: int, **facts: object) -> str:
    return _say(language, f"{key}_one" if count == 1 else key, count=number_text(count, language), **facts)
