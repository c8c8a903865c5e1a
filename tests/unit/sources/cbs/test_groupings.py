"""Groupings are files: nested blocks become sums and differences, and everyone is in exactly one group."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from doubles.cbs_origins import blocks_of
from doubles.cbs_source import AtHand
from doubles.cbs_table import Table
from doubles.cbs_tables import origins_by_municipality, regional_key_figures
from example import figures
from hypothesis import given
from hypothesis import strategies as st

from reportgen.errors import SourceError
from reportgen.sources.cbs.fetched_tables import FETCHED_TABLES, DerivedTable, ReferenceYear
from reportgen.sources.cbs.groupings import FOLDER, eighteen_groups, grouping_in, seven_groups
from reportgen.sources.cbs.origin_groups import Grouping, Origin

SCOPE = ReferenceYear(2018, frozenset(figures.codes()))
BY_KEY = {each.key: each for each in FETCHED_TABLES}


def _made(key: str, table: Table) -> DerivedTable:
    return BY_KEY[key].derive(AtHand(table), table.id, SCOPE)


def _rows(derived: DerivedTable) -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in csv.DictReader(StringIO(derived.text)) if row["year"] == "2018"}


def test_the_file_of_seven_groups_is_the_grouping_of_the_series() -> None:
    assert seven_groups().grouping == Grouping("seven", "1", tuple(Origin))


def test_the_eighteen_groups_are_eighteen_and_have_a_name_a_version_and_a_provenance() -> None:
    assert len(eighteen_groups().grouping.origins) == 18
    assert (eighteen_groups().grouping.name, eighteen_groups().grouping.version) == ("eighteen", "1")
    assert "84910NED" in eighteen_groups().provenance


@given(st.data())
def test_whatever_lives_in_the_countries_everyone_is_in_exactly_one_of_the_eighteen(data: st.DataObject) -> None:
    """Blocks are made of countries at random; the groups then hold each resident once."""
    number = st.integers(0, 100_000)

    def drawn(*keys: str) -> dict[str, int]:
        return {key: data.draw(number) for key in keys}

    eu = drawn("H007936", "H007937", "H008776", "rest")
    europe = drawn("H008766", "H007072", "H008559", "H007186", "H008724", "H008706", "rest")
    africa = drawn("H008673", "H008594", "rest")
    america = drawn("H008751", "H007119", "H008778", "rest")
    asia = drawn("H008632", "H008633", "H008634", "H008533", "H008753", "H008631", "H008710", "rest")
    oceania = drawn("H008531")
    blocks = {
        "H007935": sum(eu.values()),
        "H007933": sum(eu.values()) + sum(europe.values()),
        "H008519": sum(africa.values()),
        "H008520": sum(america.values()),
        "H008524": sum(asia.values()),
    }
    everyone = sum(sum(each.values()) for each in (eu, europe, africa, america, asia, oceania))
    counts = {**eu, **europe, **africa, **america, **asia, **oceania, **blocks, "1012600": 1, "2012605": everyone}
    found = eighteen_groups().residents_by_group(counts, "here")
    assert sum(found.values()) == everyone + 1
    assert found["north_west_eu"] == eu["rest"]
    assert found["other_europe"] == europe["rest"]
    assert found["sub_saharan"] == africa["rest"]
    assert found["other_latin_america"] == america["rest"]
    assert found["other_asia"] == asia["rest"]


def test_a_resident_in_no_group_or_in_two_is_a_fault() -> None:
    counts = dict(blocks_of("GM0363", 2018) or {})
    eighteen_groups().residents_by_group(counts, "Amsterdam")
    with pytest.raises(SourceError, match=r"groups of Amsterdam do not add up: \+1 residents"):
        eighteen_groups().residents_by_group({**counts, "2012605": counts["2012605"] + 1}, "Amsterdam")
    with pytest.raises(SourceError, match="fewer than no residents in north_west_eu"):
        eighteen_groups().residents_by_group({**counts, "H007935": 0}, "Amsterdam")
    with pytest.raises(SourceError, match="no count of H008766"):
        eighteen_groups().residents_by_group(
            {key: count for key, count in counts.items() if key != "H008766"}, "Amsterdam"
        )


def test_every_municipality_and_the_country_is_divided_in_eighteen_with_nothing_left() -> None:
    rows = _rows(_made("eighteen", origins_by_municipality()))
    assert rows.keys() == SCOPE.municipalities | {"NL01"}
    for code, row in rows.items():
        assert sum(int(row[name]) for name in eighteen_groups().grouping.origins) == int(row["residents"]), code
    assert int(rows["NL01"]["residents"]) == 17_181_084
    assert int(rows["NL01"]["turkey"]) == 404_459


def test_both_divisions_have_the_same_residents_in_the_groups_they_share() -> None:
    coarse, fine = (
        _rows(_made("origins", regional_key_figures())),
        _rows(_made("eighteen", origins_by_municipality())),
    )
    for code, row in coarse.items():
        for name in ("turkey", "morocco", "suriname", "antilles_aruba"):
            share = 100 * int(fine[code][name]) / int(fine[code]["residents"])
            assert share == pytest.approx(float(row[name]), abs=1e-5)


def _without(table: Table, unfit: Callable[[dict[str, object]], bool]) -> Table:
    return replace(table, rows=tuple(row for row in table.rows if not unfit(dict(row))))


@pytest.mark.parametrize(
    ("unfit", "told"),
    [
        (lambda row: row["RegioS"].strip() == "GM0363", "no figures of 1 regions, GM0363"),
        (lambda row: row["RegioS"].strip() == "NL01", "no figures of 1 regions, NL01"),
        (
            lambda row: (row["RegioS"].strip(), row["Migratieachtergrond"]) == ("GM0363", "H008594"),
            "no count of H008594",
        ),
    ],
)
def test_a_region_or_an_origin_that_is_missing_is_a_fault(
    unfit: Callable[[dict[str, object]], bool], told: str
) -> None:
    with pytest.raises(SourceError, match=told):
        _made("eighteen", _without(origins_by_municipality(), unfit))


def test_a_missing_count_beside_others_is_a_fault_and_not_nobody() -> None:
    table = origins_by_municipality()
    rows = tuple(
        {**row, "BevolkingOp1Januari_1": None}
        if (row["RegioS"].strip(), row["Migratieachtergrond"]) == ("GM0363", "H008594")  # type: ignore[union-attr]
        else row
        for row in table.rows
    )
    with pytest.raises(SourceError, match="has 'None' where a count should be: GM0363: H008594"):
        _made("eighteen", replace(table, rows=rows))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name = 'x'",
        "name = 'x'\nversion = '1'\nprovenance = ''\ntable = ''\nwhole = 'a ++ b'\n[columns]\n[checks]\n",
    ],
)
def test_a_file_that_describes_no_grouping_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.toml").write_text(text)
    with pytest.raises(SourceError, match="The grouping cannot be read"):
        grouping_in(tmp_path / "x.toml")
    with pytest.raises(SourceError, match="restore the folder data/figures"):
        grouping_in(FOLDER / "nineteen.toml")
