"""The key figures of districts and neighbourhoods: 84286NED of 2018, 83765NED of 2017."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from doubles.cbs_people import COUNTRY, REFERENCE, People, municipalities, people, rows_of
from doubles.cbs_table import Row, Table, dimension, group, listing, padded, topic

WESTERN, OTHERS = "WestersTotaal_17", "NietWestersTotaal_18"
_APART = {
    "Marokko_19": "morocco",
    "NederlandseAntillenEnAruba_20": "antilles_aruba",
    "Suriname_21": "suriname",
    "Turkije_22": "turkey",
    "OverigNietWesters_23": "other_non_western",
}
_ELSEWHERE = {"Bevolkingsdichtheid_33": "density", "GemiddeldeWoningwaarde_35": "home_value"}
_URBANITY = "MateVanStedelijkheid_116"
_UNKNOWN = "-99999999"
_IDS = {2017: "83765NED", 2018: "84286NED"}


@cache
def neighbourhoods(year: int = REFERENCE) -> Table:
    """The municipalities of a year with their districts of 2017, each of those with two neighbourhoods.

    The districts of what merged stand, renumbered, below the municipality it became a part of; those of the
    municipality that was divided are left out.
    """
    rows = [_row("NL00", "Nederland", "Land", _groups(people()[COUNTRY, year]))]
    titles = {"NL00": "Nederland"}
    names = {each.key: each.title for each in municipalities()}
    more = {row["code"]: row for row in rows_of("municipalities.csv")}
    for code, districts in _districts(year).items():
        extra = _extra(more[code]) if code in more and year == REFERENCE else {}
        rows.append(_row(code, names[code], "Gemeente", _groups(people()[code, year]), extra))
        titles[code] = names[code]
        for number, (key, counts) in enumerate(districts):
            titles[key] = f"Wijk {number:02d}"
            rows.append(_row(key, names[code], "Wijk", counts))
            for place, part in enumerate(_halves(counts)):
                buurt = f"BU{key[2:]}{place:02d}"
                titles[buurt] = f"Buurt {number:02d} {place:02d}"
                rows.append(_row(buurt, names[code], "Buurt", part))
    keys = padded([{"Key": key, "Title": title} for key, title in titles.items()])
    places = tuple(
        {
            **each,
            "Description": "",
            "DetailRegionCode": each["Key"].strip(),
            "Municipality": row["Gemeentenaam_1"].strip(),
        }
        for each, row in zip(keys, rows, strict=True)
    )
    return Table(
        _IDS[year],
        f"Kerncijfers wijken en buurten {year}",
        str(year),
        f"{year + 1}-10-31T02:00:00",
        _properties(),
        {"WijkenEnBuurten": places},
        tuple({"ID": number, **row} for number, row in enumerate(rows)),
    )


def _properties() -> tuple[Row, ...]:
    return listing(
        dimension("WijkenEnBuurten", "Wijken en buurten", "GeoDetail"),
        group("Regioaanduiding"),
        topic("Gemeentenaam_1", "Gemeentenaam", "", "String"),
        topic("SoortRegio_2", "Soort regio", "", "String"),
        topic("Codering_3", "Codering", "code", "String"),
        group("Bevolking"),
        topic("AantalInwoners_5", "Aantal inwoners"),
        group("Migratieachtergrond"),
        topic(WESTERN, "Westers totaal"),
        topic(OTHERS, "Niet-westers totaal"),
        topic("Marokko_19", "Marokko"),
        topic("NederlandseAntillenEnAruba_20", "Nederlandse Antillen en Aruba"),
        topic("Suriname_21", "Suriname"),
        topic("Turkije_22", "Turkije"),
        topic("OverigNietWesters_23", "Overig niet-westers"),
        group("Wonen en stedelijkheid"),
        topic("Bevolkingsdichtheid_33", "Bevolkingsdichtheid", "aantal inwoners per km²"),
        topic("GemiddeldeWoningwaarde_35", "Gemiddelde woningwaarde", "x 1 000 euro"),
        topic(_URBANITY, "Mate van stedelijkheid", "code"),
    )


def _row(
    key: str, municipality: str, kind: str, counts: Mapping[str, int], extra: Mapping[str, int | None] | None = None
) -> Row:
    return {
        "WijkenEnBuurten": key.ljust(10),
        "Gemeentenaam_1": municipality.ljust(40),
        "SoortRegio_2": kind.ljust(10),
        "Codering_3": key.ljust(10),
        "AantalInwoners_5": counts["AantalInwoners_5"],
        **{name: counts.get(name) for name in (WESTERN, OTHERS, *_APART)},
        **dict.fromkeys((*_ELSEWHERE, _URBANITY)),
        **(extra or {}),
    }


def _groups(here: People) -> dict[str, int]:
    """The topics of a municipality, to the person."""
    apart = {name: here[each] for name, each in _APART.items()}
    return {"AantalInwoners_5": sum(here.values()), WESTERN: here["western"], OTHERS: sum(apart.values()), **apart}


def _extra(row: Mapping[str, str]) -> dict[str, int | None]:
    values = {name: row[column] for name, column in {**_ELSEWHERE, _URBANITY: "urbanity"}.items()}
    return {name: None if value == _UNKNOWN else int(value) for name, value in values.items()}


def _districts(year: int) -> dict[str, list[tuple[str, dict[str, int]]]]:
    """Key and topics of the districts by municipality, every municipality of the year named."""
    here = [each.key for each in municipalities() if (each.key, year) in people()]
    whole = {row["old_code"]: row["new_code"] for row in rows_of("changes.csv") if row["part"] == "all"}
    found: dict[str, list[tuple[str, dict[str, int]]]] = {code: [] for code in here}
    for row in rows_of("districts.csv"):
        code = row["code"] if row["code"] in found else whole.get(row["code"], "")
        if code in found:
            is_moved = code != row["code"]
            key = f"WK{code[2:]}{50 + len(found[code])}" if is_moved else row["district"]
            found[code].append((key, _rounded(row)))
    return found


def _rounded(row: Mapping[str, str]) -> dict[str, int]:
    return {
        "AantalInwoners_5": int(row["residents"]),
        WESTERN: int(row["western"]),
        OTHERS: int(row["non_western"]),
    }


def _halves(counts: Mapping[str, int]) -> Iterator[dict[str, int]]:
    """Two parts, both in fives like the whole."""
    half = {name: count // 10 * 5 for name, count in counts.items()}
    yield half
    yield {name: count - half[name] for name, count in counts.items()}
