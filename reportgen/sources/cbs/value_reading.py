"""The values of variables out of a table of CBS: asked for, and refused where they cannot be what they should be."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from statistics import median

from reportgen.domain.figures.indicator import Variable
from reportgen.domain.places.municipality import COUNTRY
from reportgen.errors import SourceError, UsageError
from reportgen.i18n.message import said
from reportgen.sources.cbs.counts import COUNTRY_REGION
from reportgen.sources.cbs.dataset import Dataset, DatasetQuery, DatasetReader, DimensionKind, Measure
from reportgen.sources.cbs.unreachable import Unreachable
from reportgen.sources.cbs.value_store import Numbers

ENOUGH = 0.9
"""Part of the municipalities in use that the fetched values must have, in the newest year in use."""

SAME_UNIT = (0.5, 2.0)
"""Between these the fetched values must lie of those in use, as a ratio in the middle."""

_YEAR = re.compile(r"([0-9]{4})JJ[0-9]{2}")


def measure_in(dataset: Dataset, wanted: str) -> Measure | None:
    """The measure of a table with a key or else a title; None where there is none, or several have the title."""
    for each in dataset.measures:
        if each.key == wanted:
            return each
    titled = [each for each in dataset.measures if each.title.casefold() == wanted.casefold()]
    return titled[0] if len(titled) == 1 else None


def described_with(
    table: str, measures: Iterable[str], readers: Sequence[DatasetReader]
) -> tuple[Dataset, DatasetReader]:
    """The description of a table by the first reader that has all measures, whose keys differ by version of OData.

    Raises:
        SourceError: none answers, or none has them all.
    """
    wanted = tuple(measures)
    faults: list[SourceError] = []
    for reader in readers:
        try:
            dataset = reader.describe(table)
        except SourceError as fault:
            faults.append(fault)
            continue
        absent = [each for each in wanted if measure_in(dataset, each) is None]
        if not absent:
            return dataset, reader
        faults.append(
            SourceError(
                said("Table {table} has no measure {absent}", table=table, absent=", ".join(absent)),
                where=dataset.title,
                todo=said("find its key with: reportgen figures show {table}", table=table),
            )
        )
    raise next((each for each in faults if not isinstance(each, Unreachable)), faults[0])


def values_of(dataset: Dataset, variables: Sequence[Variable], reader: DatasetReader) -> Numbers:
    """The values of variables of a table, for municipalities and the country, of whole years.

    Raises:
        SourceError: a dimension has no category to take, or there is no whole answer.
    """
    regions, periods = dataset.dimension(DimensionKind.REGION), dataset.dimension(DimensionKind.PERIOD)
    if regions is None or periods is None or not dataset.municipalities:
        raise SourceError(
            said("Table {table} has no figures of municipalities by year", table=dataset.table),
            where=dataset.title,
            todo="find another one with: reportgen figures search WORDS",
        )
    found: dict[str, dict[tuple[str, int], float]] = defaultdict(dict)
    for at, together in _by_filter(variables):
        by_key = defaultdict(list)
        for each in together:
            by_key[_key(dataset, each)].append(each)
        at = _whole(dataset, at)
        for region in ("GM", COUNTRY_REGION):
            try:
                observed = list(reader.observations(dataset, DatasetQuery(tuple(by_key), at, region)))
            except UsageError as fault:
                raise SourceError(fault.what, where=fault.where, todo=fault.todo) from None
            for one in observed:
                year = _YEAR.fullmatch(one.at[periods.key])
                if one.value is None or year is None:
                    continue
                code = COUNTRY if region == COUNTRY_REGION else one.at[regions.key]
                for variable in by_key[one.measure]:
                    place = code, int(year[1])
                    if place in found[variable.name]:
                        raise SourceError(
                            said(
                                "Table {table} gives {variable} of {code} twice in {year}",
                                table=dataset.table,
                                variable=variable.name,
                                code=code,
                                year=year[1],
                            )
                        )
                    found[variable.name][place] = _times(one.value, variable.times)
    return dict(found)


def refuse_unfit(table: str, variables: Sequence[Variable], fetched: Numbers, used: Numbers) -> None:
    """Checks fetched values against those in use.

    Raises:
        SourceError: there are none, they are of far fewer municipalities, or they are in another unit.
    """
    for name in dict.fromkeys(each.name for each in variables):
        new, old = fetched.get(name, {}), used.get(name, {})
        if not any(code != COUNTRY for code, _ in new):
            raise SourceError(said("Table {table} has no value of {name} for any municipality", table=table, name=name))
        newest = max((year for code, year in old if code != COUNTRY), default=0)
        before = {code for code, year in old if year == newest and code != COUNTRY}
        there = {code for code, year in new if year == newest}
        if before and len(before & there) < ENOUGH * len(before):
            raise SourceError(
                said(
                    "Table {table} has {name} of {count} of the {total} municipalities of {newest}",
                    table=table,
                    name=name,
                    count=len(before & there),
                    total=len(before),
                    newest=newest,
                )
            )
        ratios = [value / old[at] for at, value in new.items() if old.get(at)]
        if ratios and not SAME_UNIT[0] <= median(ratios) <= SAME_UNIT[1]:
            raise SourceError(
                said(
                    "Table {table} gives {name} {median:.4g} times as large as the values in use",
                    table=table,
                    name=name,
                    median=median(ratios),
                ),
                todo="see in which unit it is, and write times in the file of the indicator",
            )


def _by_filter(variables: Sequence[Variable]) -> Iterator[tuple[Mapping[str, str], list[Variable]]]:
    """The variables with the same filter together; each once."""
    groups: dict[tuple[tuple[str, str], ...], dict[str, Variable]] = defaultdict(dict)
    for each in variables:
        groups[tuple(sorted(each.at.items()))][each.name] = each
    for at, together in groups.items():
        yield dict(at), list(together.values())


def _whole(dataset: Dataset, at: Mapping[str, str]) -> Mapping[str, str]:
    """The filter, once it has a category of every dimension but regions and periods.

    Raises:
        SourceError: one is missing.
    """
    others = [each for each in dataset.dimensions if each.kind is DimensionKind.OTHER]
    for each in others:
        if each.key not in at:
            known = "; ".join(f"{category.key} {category.title}" for category in each.categories[:8])
            raise SourceError(
                said(
                    "Table {table} has a dimension {key}, and the indicator says no category of it",
                    table=dataset.table,
                    key=each.key,
                ),
                where=dataset.title,
                todo=said(
                    "write at = {{ {key} = … }} in the file of the indicator, one of: {known}",
                    key=each.key,
                    known=known,
                ),
            )
    return at


def _key(dataset: Dataset, variable: Variable) -> str:
    found = measure_in(dataset, variable.measure)
    assert found is not None  # the table was described with it
    return found.key


def _times(value: float, times: float | None) -> float:
    return float(Decimal(str(value)) * Decimal(str(times))) if times else value


def replaced(used: Mapping[str, Mapping[tuple[str, int], float]], fetched: Numbers) -> Numbers:
    """Values in use with fetched ones in their place: of a year that was fetched, none of before is left."""
    found = dict(used)
    for name, new in fetched.items():
        years = {year for code, year in new if code != COUNTRY}
        kept = {at: value for at, value in used.get(name, {}).items() if at[1] not in years or at[0] == COUNTRY}
        found[name] = {**kept, **new}
    return found
