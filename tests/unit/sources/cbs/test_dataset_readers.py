"""Any table of CBS found, described and read: the same by version 3 and by version 4 of OData."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

import pytest
from doubles.cbs import Cbs
from doubles.cbs_faults import Empty, Fault, Html, Redirect, Reset, Silence, Status, Truncated
from doubles.cbs_table import Row, Table, dimension, group, listing, padded, topic
from tenacity import wait_none

from reportgen.errors import ReportgenError, SourceError, UsageError
from reportgen.sources.cbs.dataset import DatasetQuery, DatasetReader, DimensionKind
from reportgen.sources.cbs.odata import CbsOpenData
from reportgen.sources.cbs.odata_v3 import CbsOpenDataV3
from reportgen.sources.cbs.odata_v4 import CbsOpenDataV4

ATTEMPTS = 3
REGIONS = ("NL01", "PV26", "GM0344", "GM0356", "GM1979")
YEARS = (2018, 2019, 2020, 2021)


def _row(number: int, region: str, age: str, year: int) -> Row:
    began = region != "GM1979" or year >= 2021
    residents = number * 10 + (5 if age == "10000" else 1)
    return {
        "ID": number,
        "RegioS": region.ljust(10),
        "Leeftijd": age.ljust(5),
        "Perioden": f"{year}JJ00",
        "Inwoners_1": residents if began else None,
        "Dichtheid_2": residents / 4 if began else None,
    }


HOUSING = Table(
    "90001NED",
    "Bevolking en koopwoningen; regio",
    "2018-2021",
    "2022-02-03T02:00:00",
    listing(
        dimension("RegioS", "Regio's", "GeoDimension"),
        dimension("Leeftijd", "Leeftijd"),
        dimension("Perioden", "Perioden", "TimeDimension"),
        group("Bevolking"),
        topic("Inwoners_1", "Inwoners op 1 januari"),
        topic("Dichtheid_2", "Bevolkingsdichtheid", "aantal per km²", "Double", 1),
    ),
    {
        "RegioS": padded([{"Key": each, "Title": f"Regio {each}", "Description": ""} for each in REGIONS]),
        "Leeftijd": padded([{"Key": key, "Title": title} for key, title in (("10000", "Totaal"), ("701", "65+"))]),
        "Perioden": tuple({"Key": f"{year}JJ00", "Title": str(year), "Status": "Definitief"} for year in YEARS),
    },
    tuple(
        _row(number, region, age, year)
        for number, (region, age, year) in enumerate(
            (region, age, year) for region in REGIONS for age in ("10000", "701") for year in YEARS
        )
    ),
)

READERS: dict[str, Callable[[Cbs], DatasetReader]] = {
    "v3": lambda cbs: CbsOpenDataV3(CbsOpenData(cbs.address, monotonic, (5, 0.3), ATTEMPTS, wait_none(), pages=50)),
    "v4": lambda cbs: CbsOpenDataV4(cbs.address_v4, monotonic, (5, 0.3), ATTEMPTS, wait_none(), pages=50),
}


@pytest.fixture
def cbs() -> object:
    """The double with one more table, and small pages."""
    with Cbs(page=7) as service:
        service.holds(HOUSING)
        yield service


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest, cbs: Cbs) -> DatasetReader:
    """Each reader, on the same tables."""
    return READERS[request.param](cbs)


def test_the_catalogue_has_every_table(reader: DatasetReader) -> None:
    found = {each.table: each for each in reader.catalogue()}
    assert {"90001NED", "70072NED"} <= set(found)
    entry = found["90001NED"]
    assert (entry.title, entry.period, entry.modified) == (
        "Bevolking en koopwoningen; regio",
        "2018-2021",
        "2022-02-03",
    )


def test_a_table_is_described(reader: DatasetReader) -> None:
    found = reader.describe("90001NED")
    assert (found.title, found.period, found.modified) == (HOUSING.title, "2018-2021", "2022-02-03")
    assert [(each.title, each.unit, each.decimals, each.groups) for each in found.measures] == [
        ("Inwoners op 1 januari", "aantal", 0, ("Bevolking",)),
        ("Bevolkingsdichtheid", "aantal per km²", 1, ("Bevolking",)),
    ]
    assert [(each.key, each.kind, len(each.categories)) for each in found.dimensions] == [
        ("RegioS", DimensionKind.REGION, 5),
        ("Leeftijd", DimensionKind.OTHER, 2),
        ("Perioden", DimensionKind.PERIOD, 4),
    ]
    assert [each.key for each in found.municipalities] == ["GM0344", "GM0356", "GM1979"]


def test_a_table_without_regions_has_no_municipalities(reader: DatasetReader) -> None:
    found = reader.describe("37296ned")
    assert found.municipalities == ()
    assert found.dimension(DimensionKind.PERIOD) is not None


def test_figures_are_read_as_they_were_asked_for(reader: DatasetReader, cbs: Cbs) -> None:
    dataset = reader.describe("90001NED")
    residents, density = (each.key for each in dataset.measures)
    query = DatasetQuery((residents, density), {"Leeftijd": "701"}, "GM", 2020)
    found = list(reader.observations(dataset, query))
    assert len(found) == 2 * 3 * 2
    expected = {
        (row["RegioS"].strip(), row["Perioden"]): (row["Inwoners_1"], row["Dichtheid_2"])
        for row in HOUSING.rows
        if row["Leeftijd"].strip() == "701" and row["RegioS"].startswith("GM") and row["Perioden"] >= "2020"
    }
    for measure, number in ((residents, 0), (density, 1)):
        values = {(each.at["RegioS"], each.at["Perioden"]): each.value for each in found if each.measure == measure}
        assert values == {at: both[number] for at, both in expected.items()}
    assert {each.at["Leeftijd"] for each in found} == {"701"}


def test_a_region_is_not_mistaken_for_one_whose_code_begins_alike(reader: DatasetReader, cbs: Cbs) -> None:
    dataset = reader.describe("90001NED")
    query = DatasetQuery((dataset.measures[0].key,), {"Leeftijd": "10000"}, "GM0356")
    found = list(reader.observations(dataset, query))
    assert {each.at["RegioS"] for each in found} == {"GM0356"}
    assert [each.at["Perioden"] for each in found] == [f"{year}JJ00" for year in YEARS]


def test_what_did_not_exist_has_no_value_and_is_not_zero(reader: DatasetReader) -> None:
    dataset = reader.describe("90001NED")
    query = DatasetQuery((dataset.measures[0].key,), {"Leeftijd": "10000"}, "GM1979")
    values = {each.at["Perioden"]: each.value for each in reader.observations(dataset, query)}
    assert values["2020JJ00"] is None
    assert values["2021JJ00"] is not None


@pytest.mark.parametrize(
    "query",
    [
        DatasetQuery(("Inwoners_9",), {}),
        DatasetQuery((), {"Geslacht": "T001038"}),
        DatasetQuery((), {"Leeftijd": "99999' or 1 eq 1"}),
    ],
)
def test_what_a_table_does_not_have_is_refused_before_it_is_asked(
    reader: DatasetReader, cbs: Cbs, query: DatasetQuery
) -> None:
    dataset = reader.describe("90001NED")
    asked = len(cbs.asked)
    with pytest.raises(UsageError, match="Table 90001NED has no") as refused:
        list(reader.observations(dataset, query))
    assert "take one of" in refused.value.todo
    assert len(cbs.asked) == asked


def test_there_is_no_such_table(reader: DatasetReader) -> None:
    with pytest.raises(SourceError, match="99999NED"):
        reader.describe("99999NED")


@pytest.mark.parametrize("fault", [Status(503), Status(429), Reset(), Truncated(), Html()], ids=lambda each: repr(each))
def test_a_fault_that_passes_is_waited_for(reader: DatasetReader, cbs: Cbs, fault: Fault) -> None:
    cbs.breaks(fault, times=ATTEMPTS - 1)
    assert reader.describe("90001NED").title == HOUSING.title
    cbs.breaks(fault, times=ATTEMPTS - 1)
    assert reader.catalogue()


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Status(503), "503"),
        (Status(403), "403"),
        (Reset(), "breaks off"),
        (Silence(5), "not answer in time"),
        (Html(), "no data"),
        (Redirect(endless=True), "from one address to the next"),
    ],
    ids=lambda each: repr(each),
)
def test_a_fault_that_stays_is_told(reader: DatasetReader, cbs: Cbs, fault: Fault, said: str) -> None:
    dataset = reader.describe("90001NED")
    cbs.breaks(fault)
    query = DatasetQuery((dataset.measures[0].key,), {})
    for ask in (
        reader.catalogue,
        lambda: reader.describe("90001NED"),
        lambda: list(reader.observations(dataset, query)),
    ):
        with pytest.raises(SourceError, match=said):
            ask()


def test_an_empty_answer_is_no_description(reader: DatasetReader, cbs: Cbs) -> None:
    cbs.breaks(Empty())
    with pytest.raises(ReportgenError):
        reader.describe("90001NED")
