"""The tables of CBS that packs are made from: what is asked, how it is checked, and what is made of it."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from reportgen.domain.population import BACKGROUNDS, Origin
from reportgen.errors import SourceError
from reportgen.sources.odata import Answer, FigureSource, Topic, Value

FIRST_YEAR = 1996
"""CBS counts residents by migration background since then."""

TITLES = {
    "residents": r"totale bevolking|aantal inwoners",
    "dutch": r"(?:personen )?(?:met )?(?:een )?nederlandse achtergrond",
    "background": r"(?:totaal )?(?:personen )?met (?:een )?migratieachtergrond(?: totaal)?",
    "western": r"(?:totaal )?(?:personen )?(?:met )?(?:een )?westerse migratieachtergrond|westers totaal",
    "non_western": r"(?:totaal )?(?:personen )?(?:met )?(?:een )?niet westerse migratieachtergrond(?: totaal)?"
    r"|niet westers totaal",
    "turkey": r"turkije|turkse achtergrond",
    "morocco": r"marokko|marokkaanse achtergrond",
    "suriname": r"suriname|surinaamse achtergrond",
    "antilles_aruba": r"(?:voormalige )?nederlandse antillen (?:en )?aruba",
    "other_non_western": r"overige?n? niet westerse?(?: migratieachtergrond)?",
}
"""How StatLine titles the columns, in small letters and without signs; the numbers of columns shift, titles stay."""

NON_WESTERN = ("turkey", "morocco", "suriname", "antilles_aruba", "other_non_western")


@dataclass(frozen=True, slots=True)
class Scope:
    """What the figures are for: the reference year, and the municipalities that exist then."""

    year: int
    municipalities: frozenset[str]


@dataclass(frozen=True, slots=True)
class Made:
    """A table of ours with what it was made from; ``text`` is CSV as a snapshot keeps it."""

    answer: Answer
    where: str
    text: str
    rows: int
    reference: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """A table that is kept under a key of the snapshot."""

    key: str
    table: str
    make: Callable[[FigureSource, str, Scope], Made]


def _origins(source: FigureSource, table: str, scope: Scope) -> Made:
    """Shares of the seven groups by municipality and year, from counted residents."""
    columns = _columns(source.topics(table), tuple(TITLES))
    years = range(FIRST_YEAR, scope.year + 1)
    where = "(substringof('GM',RegioS) or substringof('NL01',RegioS)) and " + _periods(years)
    answer = source.read(table, ["RegioS", "Perioden", *columns.values()], where)
    counts = _counts(answer, ("RegioS", "Perioden"), columns)
    lines = []
    for (region, period), row in sorted(counts.items()):
        if region.startswith("GM") and _is_year(period, years):
            share = {name: round(100 * row[name] / row["residents"], 6) for name in row}
            lines.append([_year(period), region, share["background"], *(share[origin] for origin in BACKGROUNDS)])
    _refuse_gaps(counts, years, scope, table)
    reference = f"1 januari van elk jaar, {FIRST_YEAR}–{scope.year}"
    head = ["year", "code", "migration_background", *BACKGROUNDS]
    return _made(answer, where, head, lines, reference, scope)


def _national(source: FigureSource, table: str, scope: Scope) -> Made:
    """Residents of the country by group, in each year."""
    columns = _columns(source.topics(table), tuple(TITLES))
    years = range(FIRST_YEAR, scope.year + 1)
    where = _periods(years)
    answer = source.read(table, ["Perioden", *columns.values()], where)
    counts = _counts(answer, ("Perioden",), columns)
    lines = [
        [_year(period), row["residents"], *(row[origin] for origin in Origin)]
        for (period,), row in sorted(counts.items())
        if _is_year(period, years)
    ]
    if not lines or lines[-1][0] != scope.year:
        raise SourceError(f"Table {table} has no figures of {scope.year}")
    return _made(answer, where, ["year", "residents", *Origin], lines, f"1 januari {scope.year}", scope)


def _districts(source: FigureSource, table: str, scope: Scope) -> Made:
    """Residents by background in each district; counts are rounded to 5."""
    columns = _columns(source.topics(table), ("residents", "western", "non_western"))
    where = "substringof('WK',WijkenEnBuurten)"
    answer = source.read(table, ["WijkenEnBuurten", *columns.values()], where)
    lines: list[list[object]] = []
    seen: set[str] = set()
    for row in answer.rows:
        district = str(row["WijkenEnBuurten"])
        values = [row[columns[name]] for name in ("residents", "western", "non_western")]
        if not district.startswith("WK") or any(value is None for value in values):
            continue
        _refuse_double(district, seen, table)
        lines.append([district, f"GM{district[2:6]}", *(int(value or 0) for value in values)])
    absent = scope.municipalities - {str(line[1]) for line in lines}
    if len(absent) > 2:  # in some years a municipality or two have no rows
        raise SourceError(f"Table {table} has no districts of {len(absent)} municipalities, {min(absent)} among them")
    head = ["district", "code", "residents", "western", "non_western"]
    return _made(answer, where, head, sorted(lines), f"1 januari {scope.year}", scope)


TABLES = (
    Wanted("origins", "70072NED", _origins),
    Wanted("national", "37296ned", _national),
    Wanted("districts", "84286NED", _districts),
)
"""The tables that are fetched, under the key of the snapshot's file that they take the place of."""


def _columns(topics: Sequence[Topic], names: Sequence[str]) -> dict[str, str]:
    """The key of each column, by its title; counts only, where a title also stands above percentages."""
    found = {}
    for name in names:
        fitting = [
            topic
            for topic in topics
            if re.fullmatch(TITLES[name], _bare(topic.title)) and _bare(topic.unit) in ("aantal", "")
        ]
        if len(fitting) > 1:
            fitting = [topic for topic in fitting if any("achtergrond" in group.casefold() for group in topic.groups)]
        if len(fitting) != 1:
            raise SourceError(f"{len(fitting)} columns of the table are titled as '{name}' should be, instead of one")
        found[name] = fitting[0].key
    return found


def _bare(text: str) -> str:
    return " ".join(re.findall(r"[^\W\d_]+", text.casefold()))


def _counts(answer: Answer, keys: tuple[str, ...], columns: Mapping[str, str]) -> dict[tuple[str, ...], dict[str, int]]:
    """The counts of each row that has them, by its keys; a row whose parts are not its whole is a fault.

    A region that did not exist in a year has no counts at all; one that has some but not others is a fault.
    """
    found: dict[tuple[str, ...], dict[str, int]] = {}
    seen: set[str] = set()
    table = answer.info.table
    for row in answer.rows:
        at = tuple(str(row[key]) for key in keys)
        _refuse_double(" ".join(at), seen, table)
        values = {name: row[key] for name, key in columns.items()}
        if all(value is None for value in values.values()) or values["background"] is None:
            continue
        counts = {name: _count(value, f"{' '.join(at)}: {name}", table) for name, value in values.items()}
        sums = {
            "residents": counts["dutch"] + counts["background"],
            "background": counts["western"] + counts["non_western"],
            "non_western": sum(counts[name] for name in NON_WESTERN),
        }
        astray = [name for name, total in sums.items() if counts[name] != total]
        if astray or not counts["residents"]:
            raise SourceError(f"The groups of {' '.join(at)} in table {table} do not add up to {', '.join(astray)}")
        found[at] = counts
    return found


def _count(value: Value, what: str, table: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0 or value != int(value):
        raise SourceError(f"Table {table} has {value!r} where a count should be: {what}")
    return int(value)


def _refuse_double(key: str, seen: set[str], table: str) -> None:
    if key in seen:
        raise SourceError(f"Table {table} gives the row {key} twice")
    seen.add(key)


def _refuse_gaps(
    counts: Mapping[tuple[str, ...], Mapping[str, int]], years: Iterable[int], scope: Scope, table: str
) -> None:
    """Every municipality of the reference year is there, and together they are the country, in every year."""
    absent = {code for code in scope.municipalities if (code, f"{scope.year}JJ00") not in counts}
    if absent:
        raise SourceError(f"Table {table} has no figures of {len(absent)} municipalities, {min(absent)} among them")
    for year in years:
        period = f"{year}JJ00"
        country = counts.get(("NL01", period))
        together = sum(row["residents"] for (code, at), row in counts.items() if at == period and code[:2] == "GM")
        if country is None or country["residents"] != together:
            total = country["residents"] if country else "no total"
            raise SourceError(f"The municipalities of {year} in table {table} are {together} residents, not {total}")


def _made(
    answer: Answer, where: str, head: Sequence[str], lines: Sequence[Sequence[object]], reference: str, scope: Scope
) -> Made:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([str(column) for column in head])
    writer.writerows(lines)
    statuses = {each.key: each.status for each in answer.dimensions.get("Perioden", ())}
    provisional = statuses.get(f"{scope.year}JJ00", "Definitief") not in ("Definitief", "")
    return Made(answer, where, text.getvalue(), len(lines), reference, provisional)


def _periods(years: Iterable[int]) -> str:
    return "(" + " or ".join(f"Perioden eq '{year}JJ00'" for year in years) + ")"


def _is_year(period: str, years: range) -> bool:
    return period[4:] == "JJ00" and period[:4].isdigit() and int(period[:4]) in years


def _year(period: str) -> int:
    return int(period[:4])
