"""Countries and blocks of countries of table 84910NED: leaves first, and every block the sum of what it holds."""

from __future__ import annotations

from functools import cache

from doubles.cbs_people import People, municipalities, parted, people

TOTAL = "T001040"
DUTCH = "1012600"

ORIGINS = {
    TOTAL: "Totaal",
    DUTCH: "Nederlandse achtergrond",
    "2012605": "Totaal met migratieachtergrond",
    "2012655": "Westerse migratieachtergrond",
    "2012657": "Niet-westerse migratieachtergrond",
    "H007933": "Europa",
    "H007935": "Europese Unie",
    "H007936": "Zuid-Europese Unie",
    "H007937": "Midden- en Oost-Europese Unie",
    "H008519": "Afrika",
    "H008520": "Amerika",
    "H008524": "Azië",
    "H008531": "Oceanië",
    "H008533": "Afghanistan",
    "H008559": "Kosovo",
    "H007072": "Joegoslavië (voormalig)",
    "H007119": "(voormalige) Nederlandse Antillen, Aruba",
    "H007186": "Sovjet-Unie (voormalig)",
    "H008594": "Egypte",
    "H008631": "India",
    "H008632": "Indonesië",
    "H008633": "Irak",
    "H008634": "Iran",
    "H008673": "Marokko",
    "H008706": "Oekraïne",
    "H008710": "Pakistan",
    "H008724": "Rusland",
    "H008751": "Suriname",
    "H008753": "Syrië",
    "H008766": "Turkije",
    "H008776": "Verenigd Koninkrijk",
    "H008778": "Verenigde Staten van Amerika",
}
"""Titles by key; blocks and the countries in them stand beside each other, so that their sum means nothing."""

_WESTERN = {
    "rest of EU": 570,
    "H008632": 361,
    "H007937": 340,
    "H007936": 190,
    "H008776": 88,
    "H007072": 85,
    "H007186": 80,
    "rest of Europe": 40,
    "H008778": 45,
    "H008531": 30,
    "H008724": 3,
    "H008706": 2,
    "H008559": 2,
}
_OTHERS = {
    "rest of Africa": 230,
    "rest of Asia": 220,
    "rest of America": 150,
    "H008753": 91,
    "H008633": 62,
    "H008533": 47,
    "H008634": 44,
    "H008631": 38,
    "H008594": 25,
    "H008710": 24,
}
"""Thousands of people in the country, more or less."""

_BLOCKS = {
    "H007935": ("H007936", "H007937", "H008776", "rest of EU"),
    "H007933": (
        *("H007935", "H008766", "H007072", "H008559", "H007186", "H008724", "H008706"),
        "rest of Europe",
    ),
    "H008519": ("H008673", "H008594", "rest of Africa"),
    "H008520": ("H008751", "H007119", "H008778", "rest of America"),
    "H008524": ("H008632", "H008633", "H008634", "H008533", "H008753", "H008631", "H008710", "rest of Asia"),
    "2012655": tuple(_WESTERN),
    "2012657": ("H008766", "H008673", "H008751", "H007119", *_OTHERS),
    "2012605": ("2012655", "2012657"),
    TOTAL: (DUTCH, "2012605"),
}
"""What each block holds, smaller blocks before the ones they are in."""


def blocks_of(region: str, year: int) -> People | None:
    """Residents by key of one region, nothing for a year in which it did not exist."""
    leaves = _leaves(year).get(region)
    if leaves is None:
        return None
    found = dict(leaves)
    for block, within in _BLOCKS.items():
        found[block] = sum(found[each] for each in within)
    return {origin: found[origin] for origin in ORIGINS}


@cache
def _leaves(year: int) -> dict[str, People]:
    """Residents by leaf and region; those of a larger region are the sum of its municipalities."""
    found: dict[str, People] = {}
    for municipality in municipalities():
        here = people().get((municipality.key, year))
        if here is None:
            continue
        found[municipality.key] = leaves = _divided(here, int(municipality.key[2:]))
        for whole in municipality.within:
            sums = found.setdefault(whole, dict.fromkeys(leaves, 0))
            for name, count in leaves.items():
                sums[name] += count
    return found


def _divided(here: People, number: int) -> People:
    """The groups divided over countries, in every municipality a little differently."""
    western, others = (
        {name: weight * (6 + (number * place) % 9) for place, (name, weight) in enumerate(weights.items(), 2)}
        for weights in (_WESTERN, _OTHERS)
    )
    return {
        DUTCH: here["dutch"],
        "H008766": here["turkey"],
        "H008673": here["morocco"],
        "H008751": here["suriname"],
        "H007119": here["antilles_aruba"],
        **parted(here["western"], western),
        **parted(here["other_non_western"], others),
    }
