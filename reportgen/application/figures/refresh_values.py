"""Fetches values of indicators that CBS revised, and the lists of municipalities that follow from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from reportgen.application.figures.in_use import values_in_use
from reportgen.application.figures.refreshed import RefreshedTable, RefreshOutcome
from reportgen.config.paths import Paths
from reportgen.domain.figures.indicator import POPULATION, Variable
from reportgen.domain.finding import Finding, Severity, finding
from reportgen.domain.places.division import ListedMunicipality, division_on
from reportgen.domain.places.municipality import COUNTRY
from reportgen.errors import SourceError
from reportgen.sources.cbs.dataset import Dataset, DatasetReader
from reportgen.sources.cbs.unreachable import Unreachable
from reportgen.sources.cbs.value_reading import described_with, refuse_unfit, values_of
from reportgen.sources.cbs.value_store import FETCHED, Numbers, StoredValues, ValueStore, asked_of
from reportgen.sources.names.divisions import divisions_with, save_list


@dataclass(frozen=True, slots=True)
class _Run:
    """What all tables of a refresh share."""

    paths: Paths
    store: ValueStore
    readers: Sequence[DatasetReader]
    moment: datetime
    force: bool


def refresh_values(
    tables: Mapping[str, Sequence[Variable]],
    paths: Paths,
    readers: Sequence[DatasetReader],
    moment: datetime,
    force: bool,
    done_one: Callable[[], None],
) -> tuple[tuple[RefreshedTable, ...], tuple[Finding, ...], tuple[SourceError, ...]]:
    """Fetches values of each table that CBS revised, and stores them when they pass all checks.

    Args:
        tables: variables by table.
        force: fetch also what was not revised.
        done_one: called after each table.

    Returns:
        The result of each table, the findings, and the errors of those that could not be refreshed.
    """
    run = _Run(paths, ValueStore(paths.fetched_values), readers, moment, force)
    done: list[RefreshedTable] = []
    findings: list[Finding] = []
    errors: list[SourceError] = []
    for table, variables in tables.items():
        before = run.store.newest(table)
        key = f"{FETCHED}{table}"
        try:
            if errors and len(errors) == len(done) and isinstance(errors[0], Unreachable):
                raise errors[0]  # each of them would be waited for as long
            outcome, stored, dataset = _refreshed(table, variables, before, run)
            done.append(RefreshedTable(key, table, outcome, stored.modified, stored.rows))
            if any(each.name == POPULATION for each in variables):
                findings += _take_lists(dataset, stored.values, run)
        except SourceError as fault:
            errors.append(fault)
            modified, rows = (before.modified, before.rows) if before else ("", 0)
            done.append(RefreshedTable(key, table, RefreshOutcome.FAILED, modified, rows))
            findings.append(_failure(table, variables, before, fault, paths))
        done_one()
    return tuple(done), tuple(findings), tuple(errors)


def _refreshed(
    table: str, variables: Sequence[Variable], before: StoredValues | None, run: _Run
) -> tuple[RefreshOutcome, StoredValues, Dataset]:
    """The outcome for one table, and what is stored of it now; a SourceError leaves the store as it was."""
    dataset, reader = described_with(table, [each.measure for each in variables], run.readers)
    asked = asked_of(variables)
    same = before is not None and (before.modified, before.asked) == (dataset.modified, asked)
    if before is not None and same and not run.force:
        run.store.confirm(before, run.moment)
        return RefreshOutcome.UNCHANGED, before, dataset
    fetched = values_of(dataset, variables, reader)
    refuse_unfit(table, variables, fetched, values_in_use(run.paths).values)
    if before is not None and same and before.values == fetched:
        run.store.confirm(before, run.moment)
        return RefreshOutcome.UNCHANGED, before, dataset
    if before is not None:  # what another event asked of the table stays
        fetched = {**{name: of for name, of in before.values.items() if name not in fetched}, **fetched}
    described = table, dataset.title, dataset.period
    return RefreshOutcome.FETCHED, run.store.save(described, dataset.modified, asked, fetched, run.moment), dataset


def _take_lists(dataset: Dataset, fetched: Numbers, run: _Run) -> Iterator[Finding]:
    """Stores the list of each newer 1 January whose municipalities are those that were expected.

    A table says which codes have residents, not where a new one came from: a code that no known change explains is
    asked about, and that list is not taken.
    """
    divisions = divisions_with(run.paths.fetched_lists)
    titles = {each.key: each.title for each in dataset.municipalities}
    years = {year for code, year in fetched.get(POPULATION, {}) if code != COUNTRY}
    for year in sorted(year for year in years if date(year, 1, 1) > divisions.last):
        codes = {code for code, of in fetched[POPULATION] if of == year and code != COUNTRY}
        expected = {each.code: each for each in division_on(date(year, 1, 1), divisions)}
        if other := sorted(codes ^ expected.keys()):
            named = "; ".join(f"{titles.get(each, '')} {each}".strip() for each in other[:6])
            yield finding("list-not-taken", Severity.DOUBTFUL, year=year, municipalities=named)
            return
        save_list(run.paths.fetched_lists, date(year, 1, 1), _titled(expected.values(), titles))
        divisions = divisions_with(run.paths.fetched_lists)


def _titled(listed: Iterable[ListedMunicipality], titles: Mapping[str, str]) -> list[ListedMunicipality]:
    return [replace(each, title=titles.get(each.code, each.title)) for each in listed]


def _failure(
    table: str, variables: Sequence[Variable], before: StoredValues | None, fault: SourceError, paths: Paths
) -> Finding:
    """The finding for a table of which no values could be fetched."""
    used = values_in_use(paths)
    sources = [used.sources[used.variables[each.name]] for each in variables if each.name in used.variables]
    last = before.source if before else min(sources, key=lambda each: each.retrieved, default=None)
    if last is None:
        return finding("values-not-there", Severity.DOUBTFUL, table=table, reason=fault)
    return finding("figures-not-refreshed", Severity.DOUBTFUL, table=table, reason=fault, retrieved=last.retrieved)
