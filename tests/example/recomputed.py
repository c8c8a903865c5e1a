"""Values of both subjects, straight from the files that come with the program and with no function of it.

What the program says is held against these.
"""

from __future__ import annotations

import csv
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from example.figures import figures_of

DATA = Path(__file__).parents[2] / "data"
PARTS = ("western", "turkey", "morocco", "suriname", "antilles_aruba", "other_non_western")
FEWEST_IN_DISTRICT = 500

Table = Mapping[str, Mapping[tuple[str, int], float]]


@dataclass(frozen=True)
class Recomputed:
    """Values by measure, of the municipalities of a day and of the country, and what else is known of them."""

    values: Table
    names: Mapping[str, str]
    provinces: Mapping[str, str]
    residents: Mapping[str, int]
    districts: Mapping[str, list[tuple[float, str]]]
    lacking: frozenset[str] = frozenset()
    """Municipalities to which a part of another was added since the districts were counted."""
    _of_year: dict[tuple[str, int], dict[str, float]] = field(default_factory=dict)
    _last: dict[str, int] = field(default_factory=dict)

    def of_year(self, key: str, year: int) -> dict[str, float]:
        """The values of all municipalities."""
        if (key, year) not in self._of_year:
            found = {code: value for (code, of), value in self.values[key].items() if of == year and code != "NL"}
            self._of_year[key, year] = found
        return self._of_year[key, year]

    def last_year(self, key: str) -> int:
        """The last year that half of the municipalities have, of the fullest year."""
        if key not in self._last:
            counted: dict[int, int] = defaultdict(int)
            for code, year in self.values[key]:
                counted[year] += code != "NL"
            self._last[key] = max(year for year, number in counted.items() if number >= max(counted.values()) / 2)
        return self._last[key]


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def origins_of_2018() -> Recomputed:
    """The subject of the first example, on 1 January 2018; only years since the last change of borders."""
    since: dict[str, int] = defaultdict(int)
    for change in _rows("municipalities/changes.csv"):
        if change["date"] <= "2018-01-01":
            year = int(change["date"][:4])
            since[change["new_code"]] = max(since[change["new_code"]], year)
    values: dict[str, dict[tuple[str, int], float]] = defaultdict(dict)
    for row in _rows("figures/origins.csv"):
        place = row["code"], int(row["year"])
        if place[1] >= since[place[0]]:
            total = float(row["migration_background"])
            _composition(values, place, total, {part: float(row[part]) for part in PARTS})
    for row in _rows("figures/national.csv"):
        everyone = int(row["residents"])
        shares = {part: 100 * int(row[part]) / everyone for part in PARTS}
        _composition(values, ("NL", int(row["year"])), 100 - 100 * int(row["dutch"]) / everyone, shares)
    described = _rows("figures/municipalities.csv")
    districts: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for row in _rows("figures/districts.csv"):
        if int(row["residents"]) >= FEWEST_IN_DISTRICT and row["western"] and row["non_western"]:
            share = 100 * (int(row["western"]) + int(row["non_western"])) / int(row["residents"])
            districts[row["code"]].append((min(100.0, share), row["district"]))
    for change in _rows("municipalities/changes.csv"):  # districts are those of the year before
        if change["date"] == "2018-01-01" and change["part"] == "all" and change["old_code"] != change["new_code"]:
            districts[change["new_code"]] += districts.pop(change["old_code"], [])
    divided = {
        row["new_code"]
        for row in _rows("municipalities/changes.csv")
        if row["date"] == "2018-01-01" and row["part"] != "all"
    }
    return Recomputed(
        values,
        {row["code"]: row["name"] for row in described},
        {row["code"]: row["province"] for row in described},
        {row["code"]: int(row["residents"]) for row in described},
        {row["code"]: sorted(districts[row["code"]]) for row in described if districts[row["code"]]},
        frozenset(divided),
    )


def _composition(
    values: dict[str, dict[tuple[str, int], float]], place: tuple[str, int], total: float, shares: Mapping[str, float]
) -> None:
    values["origin/total"][place] = total
    for part, share in shares.items():
        values[f"origin/{part}"][place] = share
    values["origin/index"][place] = 1 - sum((share / 100) ** 2 for share in (*shares.values(), 100 - total))


@cache
def _indicators() -> dict[str, dict[str, Any]]:
    """What the files say of the indicators of the second subject: their columns, and how those are put together."""
    keys = tomllib.loads((DATA / "subjects/housing-ageing/subject.toml").read_text(encoding="utf-8"))["indicators"]
    return {key: tomllib.loads((DATA / f"indicators/{key}.toml").read_text(encoding="utf-8")) for key in keys}


@cache
def housing_of(day: date) -> Recomputed:
    """The subject of the second example, for the municipalities of a day."""
    known: dict[str, dict[tuple[str, int], float]] = defaultdict(dict)
    for row in _rows("figures/indicators.csv"):
        known[row["variable"]][row["code"].replace("NL01", "NL"), int(row["year"])] = float(row["value"])
    listed = figures_of("housing-ageing", day).data.municipalities.values()
    values: dict[str, dict[tuple[str, int], float]] = defaultdict(dict)
    for key, said in _indicators().items():
        for year in {year for _, year in known[_column(said)]}:
            if year > day.year - (said.get("period") == "year"):  # a year is to be over on the day
                continue
            for code in (*(each.code for each in listed), "NL"):
                value = _together(said, code, year, day, known)
                if value is not None:
                    values[key][code, year] = value
    counted = known["population"]
    people = {each.code: int(counted.get((each.code, day.year), 0)) for each in listed}
    return Recomputed(
        values,
        {each.code: each.name for each in listed},
        {each.code: each.province for each in listed},
        people,
        {},
    )


def _together(said: Mapping[str, Any], code: str, year: int, day: date, known: Table) -> float | None:
    """The value of a municipality, or of all that it has been made of since."""
    parts = _parts(code, date(year, 1, 1), day)
    own, below = known[_column(said)], known.get(said.get("denominator", {}).get("column", ""), {})
    if parts is None:
        return None
    if (code, year) in own and code not in parts:
        parts = {code}
    if not all((part, year) in own for part in parts):
        return None
    numbers, whole = [own[part, year] for part in parts], [below.get((part, year)) for part in parts]
    if said["kind"] == "value" and len(parts) == 1:
        return numbers[0]
    if said.get("summable"):
        return sum(numbers)
    weights = [each for each in whole if each is not None]
    if len(weights) < len(parts) or not sum(weights) or sum(weights) < said.get("least", 0):
        return None
    if said["kind"] == "share":
        return (1000 if said["unit"] == "per_thousand" else 100) * sum(numbers) / sum(weights)
    return sum(each * weight for each, weight in zip(numbers, weights, strict=True)) / sum(weights)


def _column(said: Mapping[str, Any]) -> str:
    return str(said["numerator" if said["kind"] == "share" else "value"]["column"])


def _parts(code: str, since: date, day: date) -> set[str] | None:
    """Codes of the municipalities that it was on an earlier day; None where one was divided."""
    found, started = {code}, False
    for change in _changes().get(code, ()):
        on = date.fromisoformat(change["date"])
        if since < on <= day:
            before = _parts(change["old_code"], since, on)
            if before is None or change["part"] != "all":
                return None
            found |= before
            started = started or change["began"] == "yes"
    return found - {code} if started else found


@cache
def _changes() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for change in _rows("municipalities/changes.csv"):
        found[change["new_code"]].append(change)
    return found
