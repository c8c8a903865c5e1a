"""Merges the rows about one person into one row, with findings about what they disagree on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.domain.people.participant import Name, Registration, Status, folded, full_name
from reportgen.domain.places.municipality import NameMatch
from reportgen.domain.programme.wish import Wish, wishes_said

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RegisteredPerson:
    """One person with every row about them, the preferred one first.

    Attributes:
        row: the merged row.
        findings: findings about joining the rows.
    """

    row: Registration
    rows: tuple[Registration, ...]
    findings: tuple[Finding, ...] = ()


def merged(
    rows: Sequence[Registration],
    findings: Sequence[Finding],
    naming: Callable[[str], NameMatch],
    known: Collection[str],
) -> RegisteredPerson:
    """One row from all rows about a person, with findings.

    Args:
        rows: the rows that were joined.
        findings: findings from joining them.
        naming: finds the municipality that a written name stands for.
        known: addresses that were used before, which are preferred.
    """
    if len(rows) == 1:
        return RegisteredPerson(rows[0], tuple(rows), tuple(findings))
    ranked = sorted(rows, key=lambda row: _rank(row, known), reverse=True)
    status, contradiction = _status(ranked)
    ranked.sort(key=lambda row: row.status not in (status, Status.UNSAID))
    best = ranked[0]
    named = max(ranked, key=lambda row: (bool(row.name.last), bool(row.name.infix), any(folded_given_names(row.name))))
    mailed = next((row for row in ranked if not row.email_fault), best)
    at = next((row for row in ranked if row.organisation and naming(row.organisation).code), None)
    works = next((row for row in ranked if row.office), next((row for row in ranked if row.function), best))
    row = replace(
        best,
        name=best.name if best.name.last and any(folded_given_names(best.name)) else named.name,
        name_fault=_first(row.name_fault for row in ranked),
        function=works.function,
        office=works.office,
        salutation=_first(row.salutation for row in ranked),
        organisation=at.organisation if at else _first(row.organisation for row in ranked),
        email=mailed.email,
        email_fault=mailed.email_fault,
        status=status,
        consent=_consent(ranked),
        table=next((row.table for row in ranked if row.table), None),
        wishes=_wishes(ranked),
        unclear=tuple(dict.fromkeys(each for row in ranked for each in row.unclear)),
    )
    said = (*findings, *contradiction, *_municipalities(ranked, naming), *_disagreements(row, ranked))
    return RegisteredPerson(row, tuple(ranked), said)


_LONG_AGO = datetime(1, 1, 1)  # noqa: DTZ001 - lists write local time without a zone


def _rank(row: Registration, known: Collection[str]) -> tuple[bool, datetime, bool, bool]:
    """Rank of a row: a later date, a usable address and an address that was used before are preferred."""
    return (row.registered is not None, row.registered or _LONG_AGO, not row.email_fault, row.email in known)


def _status(ranked: Sequence[Registration]) -> tuple[Status, list[Finding]]:
    """The status that rows give a person together: the latest row counts, if dates decide."""
    said = [row for row in ranked if row.status is not Status.UNSAID]
    kinds = {row.status for row in said}
    if len(kinds) < 2:
        return next(iter(kinds), Status.UNSAID), []
    newest, *others = said
    dated = [row.registered for row in others if row.status is not newest.status]
    if newest.registered and all(date and date < newest.registered for date in dated):
        return newest.status, []
    other = next(row for row in others if row.status is not newest.status)
    facts = {"name": full_name(newest.name), "said": newest.said, "other_said": other.said}
    place = newest.at("status")
    findings = [finding("status-contradicts", Severity.REFUSED, place, **facts, **other_row_facts(other.place))]
    return Status.UNCLEAR, findings


def _municipalities(ranked: Sequence[Registration], naming: Callable[[str], NameMatch]) -> list[Finding]:
    """A finding about two municipalities for one person: the latest row counts, if dates decide."""
    written = {naming(row.organisation).code: row for row in reversed(ranked) if row.organisation}
    codes = {code: row for code, row in written.items() if code}
    if len(codes) < 2:
        return []
    newest = next(row for row in ranked if naming(row.organisation).code)
    other = next(row for row in codes.values() if row is not newest)
    dates = [row.registered for row in codes.values() if row is not newest]
    clear = newest.registered and all(date and date < newest.registered for date in dates)
    severity = Severity.DOUBTFUL if clear else Severity.REFUSED
    code = "two-municipalities" if clear else "two-municipalities-undecided"
    facts = {"name": full_name(newest.name), "written": newest.organisation, "other": other.organisation}
    return [finding(code, severity, newest.at("organisation"), **facts, **other_row_facts(other.place))]


def _disagreements(row: Registration, ranked: Sequence[Registration]) -> Iterable[Finding]:
    """Findings about fields in which the rows differ; the first value is used."""
    name = full_name(row.name)
    for each in _others(row.email, ((each.email, each) for each in ranked if not each.email_fault)):
        yield finding("two-addresses", Severity.DOUBTFUL, each.at("email"), name=name, used=row.email, other=each.email)
    for each in ranked:
        if each.name.last and not given_names_match(each.name, row.name):
            yield finding("two-names", Severity.DOUBTFUL, each.at("last"), used=name, other=full_name(each.name))
    for each in _others(row.office, ((each.office, each) for each in ranked if each.office)):
        facts = {"name": name, "used": row.function, "other": each.function}
        yield finding("two-functions", Severity.DOUBTFUL, each.at("function"), **facts)
    for other in _other_wishes(ranked):
        used, unused = wishes_said(row.wishes), wishes_said(other.wishes)
        yield finding("two-wishes", Severity.DOUBTFUL, other.place, name=name, used=used, other=unused)
    for each in _others(row.table, ((each.table, each) for each in ranked if each.table)):
        yield finding("two-tables", Severity.DOUBTFUL, each.at("table"), name=name, used=row.table, other=each.table)


def _other_wishes(ranked: Sequence[Registration]) -> Iterable[Registration]:
    """Rows that want something else in the same place than a row before, and are not certainly older."""
    said: dict[tuple[str, int, bool], Registration] = {}
    for row in ranked:
        wanted: dict[tuple[str, int, bool], set[Wish]] = {}
        for each in row.wishes:
            wanted.setdefault((each.round, each.rank, each.fixed), set()).add(each)
        before = [said[at] for at, wishes in wanted.items() if at in said and not wishes <= {*said[at].wishes}]
        if any(not (each.registered and row.registered and row.registered < each.registered) for each in before):
            yield row
        for at in wanted:
            said.setdefault(at, row)


def _others(used: T, said: Iterable[tuple[T, Registration]]) -> list[Registration]:
    """A row for each value other than the one used."""
    found: dict[T, Registration] = {}
    for value, row in said:
        if value != used:
            found.setdefault(value, row)
    return list(found.values())


def other_row_facts(place: Place) -> dict[str, object]:
    """Facts of a finding that locate another row."""
    return {"other_line": place.line, "other_file": place.file}


def _consent(ranked: Sequence[Registration]) -> bool | None:
    """Consent to be named: one no decides; None where no row says."""
    said = [row.consent for row in ranked if row.consent is not None]
    return all(said) if said else None


def _wishes(ranked: Sequence[Registration]) -> tuple[Wish, ...]:
    """The wishes of all rows; where two give one rank in one round, those of the row before count."""
    found: dict[tuple[str, tuple[str, ...], bool], Wish] = {}
    taken: set[tuple[str, int, bool]] = set()
    for row in ranked:
        new = [each for each in row.wishes if (each.round, each.rank, each.fixed) not in taken]
        for each in new:
            found.setdefault((each.round, each.sessions, each.fixed), each)
        taken |= {(each.round, each.rank, each.fixed) for each in new}
    return tuple(sorted(found.values()))


def _first(texts: Iterable[str]) -> str:
    return next(filter(None, texts), "")


def given_names_match(one: Name, other: Name) -> bool:
    """Whether two given names, in full or as initials, can be those of one person."""
    (letters, first), (other_letters, other_first) = folded_given_names(one), folded_given_names(other)
    if first and other_first and first != other_first:
        return False
    if letters and other_letters:
        return letters.startswith(other_letters) or other_letters.startswith(letters)
    short, long = (letters or first[:1]), (other_letters or other_first[:1])
    return not short or not long or short[0] == long[0]


def folded_given_names(name: Name) -> tuple[str, str]:
    """Initials and first name, folded."""
    return folded(name.initials), folded(name.first)
