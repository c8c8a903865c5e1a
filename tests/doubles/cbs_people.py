"""Residents by origin for the double of CBS: the embedded figures as whole people that add up.

The municipalities of 2018 have their published shares of every year, and of 2018 their residents too, so that they
make up the country as it was counted. What no file tells is made up: the residents of earlier years, and the shares
of the municipalities that ended on 1 January 2018. Before 2018 the country is whoever is in these files.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from reportgen.sources.cbs.embedded import EMBEDDED

COUNTRY = "NL01"
YEARS = tuple(range(1996, 2019))
REFERENCE = YEARS[-1]
BACKGROUNDS = ("western", "turkey", "morocco", "suriname", "antilles_aruba", "other_non_western")
GROUPS = ("dutch", *BACKGROUNDS)

People = dict[str, int]
"""Residents by group."""

_LANDS = {"LD01": "Noord-Nederland", "LD02": "Oost-Nederland", "LD03": "West-Nederland", "LD04": "Zuid-Nederland"}
_PROVINCES = {
    "Groningen": ("PV20", "LD01"),
    "Friesland": ("PV21", "LD01"),
    "Drenthe": ("PV22", "LD01"),
    "Overijssel": ("PV23", "LD02"),
    "Flevoland": ("PV24", "LD02"),
    "Gelderland": ("PV25", "LD02"),
    "Utrecht": ("PV26", "LD03"),
    "Noord-Holland": ("PV27", "LD03"),
    "Zuid-Holland": ("PV28", "LD03"),
    "Zeeland": ("PV29", "LD03"),
    "Noord-Brabant": ("PV30", "LD04"),
    "Limburg": ("PV31", "LD04"),
}


@dataclass(frozen=True)
class Region:
    """A region with figures of its own, and the regions it is a part of."""

    key: str
    title: str
    within: tuple[str, ...] = ()


@cache
def rows_of(file: str) -> tuple[dict[str, str], ...]:
    """The rows of one of the embedded files."""
    with (EMBEDDED / file).open(encoding="utf-8", newline="") as content:
        return tuple(csv.DictReader(content))


def parted(total: int, weights: Mapping[str, float]) -> People:
    """A number divided into whole parts that add up to it, as near to the weights as can be."""
    whole = sum(weights.values())
    if not whole:
        return dict.fromkeys(weights, 0)
    exact = {name: total * weight / whole for name, weight in weights.items()}
    parts = {name: int(part) for name, part in exact.items()}
    nearest = sorted(exact, key=lambda name: parts[name] - exact[name])
    for name in nearest[: total - sum(parts.values())]:
        parts[name] += 1
    return parts


def together(many: Sequence[People]) -> People:
    """All of them as one."""
    return {group: sum(each[group] for each in many) for group in GROUPS}


@cache
def municipalities() -> tuple[Region, ...]:
    """Every municipality a table of CBS lists: those of 2018, those that ended then and those that were to come."""
    found = {}
    for row in rows_of("municipalities.csv"):
        province, land = _PROVINCES[row["province"]]
        found[row["code"]] = Region(row["code"], row["title"], (province, land, COUNTRY))
    for change in rows_of("changes.csv"):
        found.setdefault(change["old_code"], Region(change["old_code"], change["old_name"]))
        found.setdefault(change["new_code"], Region(change["new_code"], change["new_name"]))
    provinces = {code: region.within for code, region in found.items()}
    for change in rows_of("changes.csv"):
        old, new = change["old_code"], change["new_code"]
        within = provinces[old] or provinces[new]
        for code in (old, new):
            found[code] = Region(code, found[code].title, found[code].within or within)
    return tuple(found[code] for code in sorted(found))


@cache
def regions() -> tuple[Region, ...]:
    """The country, its lands, its provinces and its municipalities, as the dimension RegioS has them."""
    provinces = (
        Region(key, f"{'Fryslân' if name == 'Friesland' else name} (PV)", (land, COUNTRY))
        for name, (key, land) in _PROVINCES.items()
    )
    lands = (Region(key, f"{name} (LD)", (COUNTRY,)) for key, name in _LANDS.items())
    return (Region(COUNTRY, "Nederland"), *lands, *provinces, *municipalities())


@cache
def shares() -> dict[tuple[str, int], dict[str, float]]:
    """The published percentages by municipality and year, those of the Dutch being what is left."""
    found = {}
    for row in rows_of("origins.csv"):
        backgrounds = {group: float(row[group]) for group in BACKGROUNDS}
        dutch = round(100 - float(row["migration_background"]), 1)
        found[row["code"], int(row["year"])] = {"dutch": dutch, **backgrounds}
    return found


@cache
def people() -> dict[tuple[str, int], People]:
    """Residents by group of every region in every year in which it existed."""
    residents = {row["code"]: int(row["residents"]) for row in rows_of("municipalities.csv")}
    found = {
        (code, year): parted(round(residents[code] * (1 - 0.0045 * (REFERENCE - year))), weights)
        for (code, year), weights in shares().items()
    }
    for code, total in _ended().items():
        weights = shares()[_successors()[code], REFERENCE]
        found.update({(code, year): parted(total, weights) for year in YEARS[:-1]})
    _as_counted(found)
    for whole in dict.fromkeys(name for region in municipalities() for name in region.within):
        parts = [region.key for region in municipalities() if whole in region.within]
        for year in YEARS:
            found[whole, year] = together([found[code, year] for code in parts if (code, year) in found])
    return found


def _successors() -> dict[str, str]:
    """Where the municipalities went that ended on 1 January of the reference year."""
    here = {row["code"] for row in rows_of("municipalities.csv")}
    changes = [change for change in rows_of("changes.csv") if change["date"] == f"{REFERENCE}-01-01"]
    return {change["old_code"]: change["new_code"] for change in changes if change["old_code"] not in here}


def _ended() -> People:
    """The residents of the municipalities that ended, by code."""
    totals: dict[str, int] = defaultdict(int)
    for row in rows_of("districts.csv"):
        totals[row["code"]] += int(row["residents"])
    return {code: totals[code] for code in _successors()}


def _as_counted(found: dict[tuple[str, int], People]) -> None:
    """Moves the few people between the groups that make the municipalities of the reference year the country."""
    (country,) = (row for row in rows_of("national.csv") if int(row["year"]) == REFERENCE)
    here = [each for (_, year), each in found.items() if year == REFERENCE]
    for group in BACKGROUNDS:
        counted = sum(each[group] for each in here)
        missing = int(country[group]) - counted
        passed = given = 0
        for each in here:
            passed += each[group]
            more = round(missing * passed / counted) - given
            given += more
            each[group] += more
            each["dutch"] -= more
