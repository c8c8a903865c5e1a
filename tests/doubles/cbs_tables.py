"""The tables of CBS that hold the residents by migration background, with contents that agree with each other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from doubles.cbs_origins import DUTCH, ORIGINS, TOTAL, blocks_of
from doubles.cbs_people import COUNTRY, GROUPS, REFERENCE, YEARS, People, people, regions, shares
from doubles.cbs_table import Row, Table, dimension, group, listing, padded, topic

MODIFIED = "2018-10-31T02:00:00"

TITLES = (
    ("NederlandseAchtergrond", "Nederlandse achtergrond"),
    ("TotaalMetMigratieachtergrond", "Totaal met migratieachtergrond"),
    ("WesterseMigratieachtergrond", "Westerse migratieachtergrond"),
    ("TotaalNietWesterseMigratieachtergrond", "Totaal niet-westerse migratieachtergrond"),
    ("Marokko", "Marokko"),
    ("VoormaligeNederlandseAntillenAruba", "(voormalige) Nederlandse Antillen, Aruba"),
    ("Suriname", "Suriname"),
    ("Turkije", "Turkije"),
    ("OverigNietWesterseMigratieachtergrond", "Overig niet-westerse migratieachtergrond"),
)
"""Name and title of the topics by migration background; the name goes before the number in a key."""

_SEXES = (("T001038", "Totaal mannen en vrouwen"), ("3000", "Mannen"), ("4000", "Vrouwen"))
_AGES = (("10000", "Totaal leeftijd"),)
_GENERATIONS = (("T001040", "Totaal"), ("2012606", "1e generatie"), ("2012607", "2e generatie"))


def origins_by_municipality(years: Sequence[int] = (REFERENCE,)) -> Table:
    """84910NED: residents by sex, generation and country of origin; generations apart for the country only."""
    return _origins_by_municipality(tuple(years))


@cache
def regional_key_figures() -> Table:
    """70072NED: the seven groups of every region since 1996, in people and in percents as they were published."""
    properties = listing(
        dimension("RegioS", "Regio's", "GeoDimension"),
        dimension("Perioden", "Perioden", "TimeDimension"),
        group("Bevolkingssamenstelling op 1 januari"),
        topic("TotaleBevolking_1", "Totale bevolking"),
        group("Bevolking naar migratieachtergrond"),
        *(topic(f"{name}_{number}", title) for number, (name, title) in enumerate(TITLES, 34)),
        group("Bevolking naar migratieachtergrond, relatief"),
        *(topic(f"{name}_{number}", title, "%", "Double", 1) for number, (name, title) in enumerate(TITLES, 43)),
    )
    years = (*YEARS, REFERENCE + 1)
    dimensions = {"RegioS": _regions(), "Perioden": _periods(years)}
    rows = []
    for region in dimensions["RegioS"]:
        for year in years:
            here = people().get((region["Key"].strip(), year))
            rows.append(
                {
                    "ID": len(rows),
                    "RegioS": region["Key"],
                    "Perioden": f"{year}JJ00",
                    "TotaleBevolking_1": sum(here.values()) if here else None,
                    **_topics(34, _counts(here) if here else None),
                    **_topics(43, _percents(region["Key"].strip(), year, here) if here else None),
                }
            )
    return Table(
        "70072NED", "Regionale kerncijfers Nederland", "1995-2019", MODIFIED, properties, dimensions, tuple(rows)
    )


@cache
def national_key_figures() -> Table:
    """37296ned: the country since 1996, by migration background, in people."""
    properties = listing(
        dimension("Perioden", "Perioden", "TimeDimension"),
        group("Bevolking naar geslacht"),
        topic("TotaleBevolking_1", "Totale bevolking"),
        group("Bevolking naar migratieachtergrond"),
        *(topic(f"{name}_{number}", title) for number, (name, title) in enumerate(TITLES, 52)),
    )
    years = (*YEARS, REFERENCE + 1)
    rows = []
    for number, year in enumerate(years):
        here = people().get((COUNTRY, year))
        total = {"TotaleBevolking_1": sum(here.values()) if here else None}
        rows.append({"ID": number, "Perioden": f"{year}JJ00", **total, **_topics(52, _counts(here) if here else None)})
    return Table(
        "37296ned",
        "Bevolking; kerncijfers",
        "1950-2019",
        MODIFIED,
        properties,
        {"Perioden": _periods(years)},
        tuple(rows),
    )


@cache
def _origins_by_municipality(years: tuple[int, ...]) -> Table:
    properties = listing(
        dimension("Geslacht", "Geslacht"),
        dimension("Leeftijd", "Leeftijd"),
        dimension("Generatie", "Generatie"),
        dimension("Migratieachtergrond", "Migratieachtergrond"),
        dimension("RegioS", "Regio's", "GeoDimension"),
        dimension("Perioden", "Perioden", "TimeDimension"),
        topic("BevolkingOp1Januari_1", "Bevolking op 1 januari"),
    )
    dimensions = {
        "Geslacht": _categories(_SEXES),
        "Leeftijd": _categories(_AGES),
        "Generatie": _categories(_GENERATIONS),
        "Migratieachtergrond": _categories(tuple(ORIGINS.items())),
        "RegioS": _regions(),
        "Perioden": _periods(years),
    }
    rows: list[Row] = []
    men, women = (each["Key"] for each in dimensions["Geslacht"][1:])
    everyone, age, total = _SEXES[0][0], _AGES[0][0], _GENERATIONS[0][0]
    for region in dimensions["RegioS"]:
        for year in years:
            blocks = blocks_of(region["Key"].strip(), year)
            for origin in ORIGINS:
                count = blocks[origin] if blocks else None
                half = None if count is None else count // 2
                rest = None if count is None or half is None else count - half
                slices = [(everyone, total, count), (men, total, half), (women, total, rest)]
                if region["Key"].strip() == COUNTRY and origin not in (TOTAL, DUTCH):
                    slices += [(everyone, "2012606", half), (everyone, "2012607", rest)]
                rows.extend(
                    {
                        "ID": len(rows) + number,
                        "Geslacht": sex,
                        "Leeftijd": age,
                        "Generatie": generation,
                        "Migratieachtergrond": origin,
                        "RegioS": region["Key"],
                        "Perioden": f"{year}JJ00",
                        "BevolkingOp1Januari_1": residents,
                    }
                    for number, (sex, generation, residents) in enumerate(slices)
                )
    title = "Bevolking; leeftijd, migratieachtergrond (land) en regio, 1 januari"
    return Table("84910NED", title, "2010-2022", MODIFIED, properties, dimensions, tuple(rows))


def _categories(pairs: Sequence[tuple[str, str]]) -> tuple[Row, ...]:
    return padded([{"Key": key, "Title": title, "Description": "", "CategoryGroupID": None} for key, title in pairs])


def _regions() -> tuple[Row, ...]:
    return _categories([(region.key, region.title) for region in regions()])


def _periods(years: Sequence[int]) -> tuple[Row, ...]:
    return tuple(
        {
            "Key": f"{year}JJ00",
            "Title": str(year),
            "Description": None,
            "Status": "Definitief" if year <= REFERENCE else "Voorlopig",
        }
        for year in years
    )


def _counts(here: People) -> tuple[int, ...]:
    """The nine topics, in their order."""
    background = sum(here.values()) - here["dutch"]
    others = ("morocco", "antilles_aruba", "suriname", "turkey", "other_non_western")
    return (here["dutch"], background, here["western"], background - here["western"], *(here[each] for each in others))


def _percents(code: str, year: int, here: People) -> tuple[float, ...]:
    """The nine topics as they were published, or worked out where the files do not say."""
    published = shares().get((code, year))
    if published is None:
        return tuple(round(100 * count / sum(here.values()), 1) for count in _counts(here))
    tenths: People = {name: round(10 * published[name]) for name in GROUPS}
    dutch, _, western, others, *apart = _counts(tenths)
    return tuple(each / 10 for each in (dutch, 1000 - dutch, western, others, *apart))


def _topics(first: int, values: Sequence[float] | None) -> dict[str, float | None]:
    keys = [f"{name}_{number}" for number, (name, _) in enumerate(TITLES, first)]
    return dict(zip(keys, values or (None,) * len(keys), strict=True))
