"""What is made of CBS's tables: the right figures, or a refusal that says which table and why."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from time import monotonic

import pytest
from doubles.cbs import Cbs
from doubles.cbs_faults import (
    Empty,
    Fault,
    LinkLost,
    Modified,
    PageRepeated,
    Provisional,
    RegionMissing,
    Renumbered,
    Retitled,
    RowLost,
    Valued,
)
from tenacity import wait_none

from reportgen.errors import SourceError
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.sources.cbs.fetched_tables import FETCHED_TABLES, FIRST_YEAR, DerivedTable, ReferenceYear
from reportgen.sources.cbs.odata import CbsOpenData
from reportgen.sources.cbs.snapshot_values import snapshot_municipalities
from reportgen.sources.cbs.snapshots import snapshot_in

YEAR, MUNICIPALITIES = snapshot_municipalities(snapshot_in(EMBEDDED))
SCOPE = ReferenceYear(YEAR, frozenset(MUNICIPALITIES))
WANTED = {each.key: each for each in FETCHED_TABLES}
DATA = "TypedDataSet"
DUTCH = {"origins": "NederlandseAchtergrond_34", "national": "NederlandseAchtergrond_52"}

Make = Callable[[str], DerivedTable]


@pytest.fixture
def make(cbs: Cbs) -> Make:
    """Makes a table of ours, from pages of two thousand rows or less."""
    cbs.page = 2_000
    source = CbsOpenData(cbs.address, monotonic, (5, 5), 2, wait_none())
    return lambda key: WANTED[key].derive(source, WANTED[key].table, SCOPE)


def rows(derived: DerivedTable) -> list[dict[str, str]]:
    """The rows of a table of ours."""
    return list(csv.DictReader(StringIO(derived.text)))


def test_the_shares_are_those_of_counted_residents_within_rounding_of_the_published_ones(make: Make) -> None:
    ours = {(row["year"], row["code"]): row for row in rows(make("origins"))}
    published = csv.DictReader(StringIO(snapshot_in(EMBEDDED).texts["origins"]))
    for row in published:
        found = ours[row["year"], row["code"]]
        assert all(abs(float(found[name]) - float(row[name])) < 0.2 for name in row if name not in ("year", "code"))


def test_the_country_is_there_in_each_year(make: Make) -> None:
    found = rows(make("national"))
    assert [int(row["year"]) for row in found] == list(range(FIRST_YEAR, SCOPE.year + 1))
    assert found[-1] == next(csv.DictReader(StringIO(snapshot_in(EMBEDDED).texts["national"])))


def test_every_municipality_has_districts(make: Make) -> None:
    found = {row["code"] for row in rows(make("districts"))}
    assert (found - SCOPE.municipalities, SCOPE.municipalities - found) == (set(), {"GM0820"})  # in no file of ours


def test_districts_have_the_names_of_the_list_of_regions(make: Make) -> None:
    assert {row["name"] for row in rows(make("districts"))} >= {"Wijk 00", "Wijk 01"}


@pytest.mark.parametrize("key", WANTED)
def test_numbers_of_columns_that_shift_do_not_matter(cbs: Cbs, make: Make, key: str) -> None:
    before = make(key)
    cbs.breaks(Renumbered())
    assert make(key).text == before.text


@pytest.mark.parametrize("key", ["origins", "national"])
def test_a_provisional_year_is_said_to_be_so(cbs: Cbs, make: Make, key: str) -> None:
    assert not make(key).provisional
    cbs.breaks(Provisional())
    assert make(key).provisional


@pytest.mark.parametrize("key", WANTED)
def test_what_was_asked_is_kept_with_what_came(cbs: Cbs, make: Make, key: str) -> None:
    cbs.breaks(Modified("2018-12-05T02:00:00"))
    derived = make(key)
    assert (derived.data.info.modified, derived.data.info.table) == ("2018-12-05T02:00:00", WANTED[key].table)
    assert derived.rows == len(rows(derived))
    assert any(each.query.startswith("%24format=json&%24select=") and derived.where for each in cbs.asked)


REFUSED: list[tuple[str, Fault, int | None, str]] = [
    ("origins", Empty(), None, "has no figures of 380 municipalities"),
    ("national", Empty(), None, "has no figures of 2018"),
    ("districts", Empty(), None, "has no row of 3062 districts"),
    *((key, LinkLost(), 0, "has no") for key in WANTED),
    *((key, RowLost(3), 0, "able ") for key in WANTED if key != "eighteen"),  # there it is a row nobody needs
    *((key, RowLost(3), 1, "able ") for key in WANTED),
    *((key, PageRepeated(), 1, "twice") for key in WANTED),
]


@pytest.mark.parametrize(("key", "fault", "page", "said"), REFUSED, ids=repr)
def test_an_answer_that_is_not_whole_is_refused(
    cbs: Cbs, make: Make, key: str, fault: Fault, page: int | None, said: str
) -> None:
    if key == "national":
        cbs.page = 10
    cbs.breaks(fault, part=DATA, page=page)
    with pytest.raises(SourceError, match=said):
        make(key)


@pytest.mark.parametrize("part", ["RegioS", "Perioden", "DataProperties", "TableInfos"])
def test_what_is_said_about_a_table_must_be_there_too(cbs: Cbs, make: Make, part: str) -> None:
    cbs.breaks(Empty(), part=part)
    with pytest.raises(SourceError, match="70072NED"):
        make("origins")


@pytest.mark.parametrize("code", ["GM0356", "NL01"])
def test_a_region_that_is_missing_is_refused(cbs: Cbs, make: Make, code: str) -> None:
    cbs.breaks(RegionMissing(code), "70072NED")
    with pytest.raises(SourceError, match="70072NED"):
        make("origins")


@pytest.mark.parametrize(
    ("key", "column"),
    [
        ("origins", "Turkije_41"),
        ("origins", "TotaleBevolking_1"),
        ("national", "WesterseMigratieachtergrond_54"),
        ("districts", "WestersTotaal_17"),
    ],
)
def test_a_column_with_another_title_is_refused(cbs: Cbs, make: Make, key: str, column: str) -> None:
    cbs.breaks(Retitled(column, "Iets anders"), WANTED[key].table)
    with pytest.raises(SourceError, match=r"0 columns of (the )?table"):
        make(key)


def test_two_columns_that_may_both_be_meant_are_refused(cbs: Cbs, make: Make) -> None:
    cbs.breaks(Retitled("Suriname_40", "Turkije"), "70072NED")
    with pytest.raises(SourceError, match="columns of the table are titled as"):
        make("origins")


@pytest.mark.parametrize("value", [1, 0, -5, 0.5, "", "       .", None, True])
@pytest.mark.parametrize("region", ["GM0356", "NL01"])
@pytest.mark.parametrize("column", ["Turkije_41", "TotaleBevolking_1"])
def test_a_figure_that_cannot_be_is_refused(
    cbs: Cbs, make: Make, region: str, column: str, value: float | str | None
) -> None:
    cbs.breaks(Valued(column, region, value, "2018JJ00"), "70072NED")
    with pytest.raises(SourceError, match=f"{region}|2018"):
        make("origins")


@pytest.mark.parametrize("column", ["AantalInwoners_5", "WestersTotaal_17"])
@pytest.mark.parametrize("value", [-5, 0.5, "veel"])
def test_a_count_of_a_district_that_cannot_be_is_refused(cbs: Cbs, make: Make, column: str, value: float | str) -> None:
    cbs.breaks(Valued(column, "WK035601", value), WANTED["districts"].table)
    with pytest.raises(SourceError, match="WK035601"):
        make("districts")


def test_parts_that_are_not_their_whole_are_refused_even_where_the_total_is_right(cbs: Cbs, make: Make) -> None:
    table = cbs.table("37296ned")
    (row,) = [each for each in table.rows if each["Perioden"] == "2018JJ00"]
    more = Valued("Turkije_59", "", row["Turkije_59"] + 1, "2018JJ00")
    cbs.breaks(more, "37296ned")
    with pytest.raises(SourceError, match="2018JJ00 in table 37296ned do not add up"):
        make("national")


def test_the_municipalities_that_are_not_the_country_are_refused(cbs: Cbs, make: Make) -> None:
    (row,) = [
        each for each in cbs.table("70072NED").rows if (each["RegioS"], each["Perioden"]) == ("GM0356", "2010JJ00")
    ]
    for column in ("TotaleBevolking_1", "NederlandseAchtergrond_34"):
        cbs.breaks(Valued(column, "GM0356", row[column] + 1, "2010JJ00"), "70072NED")
    with pytest.raises(SourceError, match="The municipalities of 2010 in table 70072NED"):
        make("origins")
