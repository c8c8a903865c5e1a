"""Values of indicators are fetched from CBS by either version of OData, checked, stored and used; or the last stay."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from time import monotonic

import pytest
from doubles.cbs import Cbs
from doubles.cbs_faults import Status
from doubles.cbs_table import Table, dimension, listing, padded, topic
from doubles.small_event import small_event
from doubles.workspaces import workspace_of
from tenacity import wait_none

from reportgen.application.figures.event_figures import EventFigures, event_figures
from reportgen.application.figures.event_subject import fetchable
from reportgen.application.figures.refresh import refresh
from reportgen.application.figures.refresh_values import refresh_values
from reportgen.application.figures.refreshed import RefreshOutcome
from reportgen.config.paths import Paths
from reportgen.config.settings import load_event_file
from reportgen.config.subject_file import subject_of
from reportgen.config.timezone import ZONE
from reportgen.domain.figures.indicator import Variable
from reportgen.domain.places.division import division_on
from reportgen.errors import SourceError
from reportgen.render.content.finding_texts import finding_text
from reportgen.sources.cbs.dataset import DatasetReader
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.sources.cbs.indicator_values import embedded_values
from reportgen.sources.cbs.odata import CbsOpenData
from reportgen.sources.cbs.odata_v3 import CbsOpenDataV3
from reportgen.sources.cbs.odata_v4 import CbsOpenDataV4
from reportgen.sources.names.divisions import divisions_with, embedded_divisions
from reportgen.storage.ledger.ledger import Ledger

TODAY = datetime(2027, 2, 20, 8, tzinfo=ZONE)
LATER = datetime(2027, 3, 2, 8, tzinfo=ZONE)
TOTAL = {"Geslacht": "T001038", "Leeftijd": "10000", "BurgerlijkeStaat": "T001019"}
RESIDENTS = Variable("population", "03759ned", "Bevolking op 1 januari", TOTAL)
PRICES = Variable("avg_sale_price", "83625NED", "Gemiddelde verkoopprijs")
WANTED = {"03759ned": (RESIDENTS,), "83625NED": (PRICES,)}


def residents(year: int, *more: str, without: str = "") -> Table:
    """The residents of the municipalities that are expected in a year, and of codes nobody expects."""
    known = embedded_values().values["population"]
    listed = {each.code: each.title for each in division_on(date(year, 1, 1), embedded_divisions())}
    listed |= {code: f"Nieuwland {code} (gemeente)" for code in more}
    listed.pop(without, None)
    rows = [{"code": code, "year": year, "value": known.get((code, 2026), 1000)} for code in listed]
    rows += [{"code": code, "year": of, "value": value} for (code, of), value in known.items() if of >= 2025]
    titles = {"NL": "Nederland", **{row["code"]: str(row["code"]) for row in rows}, **listed}
    return _table("03759ned", "Bevolking; regio", "Bevolking op 1 januari", titles, rows, TOTAL)


def prices(times: float = 1.0, only: int = 10_000, modified: str = "2027-02-17T02:00:00") -> Table:
    """The sale prices in use, and a year more."""
    known = embedded_values().values["avg_sale_price"]
    last = [(code, 2026, value + 5000) for (code, year), value in known.items() if year == 2025]
    rows = [
        {"code": code, "year": year, "value": value * times}
        for code, year, value in (*((*at, value) for at, value in known.items()), *last)
    ][-only:]
    titles = {"NL": "Nederland", **{str(row["code"]): str(row["code"]) for row in rows}}
    return replace(
        _table("83625NED", "Koopwoningen; regio", "Gemiddelde verkoopprijs", titles, rows, {}), modified=modified
    )


def _table(
    number: str, title: str, measure: str, titles: dict[str, str], rows: list[dict[str, object]], at: dict[str, str]
) -> Table:
    keys = {code: "NL01" if code == "NL" else code for code in titles}
    years = sorted({int(str(row["year"])) for row in rows})
    key = f"{measure.replace(' ', '')}_1"
    return Table(
        number,
        title,
        f"{years[0]}-{years[-1]}",
        "2027-02-17T02:00:00",
        listing(
            dimension("RegioS", "Regio's", "GeoDimension"),
            *(dimension(name, name) for name in at),
            dimension("Perioden", "Perioden", "TimeDimension"),
            topic(key, measure, "euro"),
        ),
        {
            "RegioS": padded([{"Key": keys[code], "Title": said, "Description": ""} for code, said in titles.items()]),
            **{name: padded([{"Key": category, "Title": "Totaal"}]) for name, category in at.items()},
            "Perioden": tuple({"Key": f"{year}JJ00", "Title": str(year), "Status": "Definitief"} for year in years),
        },
        tuple(
            {
                "ID": number,
                "RegioS": keys[str(row["code"])].ljust(6),
                **at,
                "Perioden": f"{row['year']}JJ00",
                key: row["value"],
            }
            for number, row in enumerate({(row["code"], row["year"]): row for row in rows}.values())
        ),
    )


@pytest.fixture
def cbs() -> Iterator[Cbs]:
    with Cbs() as service:
        service.holds(residents(2027))
        service.holds(prices())
        yield service


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(EMBEDDED, tmp_path / "output")


def readers(cbs: Cbs, version: int = 0) -> tuple[DatasetReader, ...]:
    third = CbsOpenDataV3(CbsOpenData(cbs.address, monotonic, (1.0, 5.0), 1, wait_none()))
    fourth = CbsOpenDataV4(cbs.address_v4, monotonic, (1.0, 5.0), 1, wait_none())
    return {0: (third, fourth), 3: (third,), 4: (fourth,)}[version]


def fetched(
    cbs: Cbs, paths: Paths, now: datetime = TODAY, version: int = 0, wanted=WANTED, force: bool = False
) -> tuple[dict[str, RefreshOutcome], list[str]]:  # type: ignore[no-untyped-def]
    done, findings, _ = refresh_values(wanted, paths, readers(cbs, version), now, force, lambda: None)
    return {each.table: each.outcome for each in done}, [" ".join(finding_text(each)) for each in findings]


def housing(tmp_path: Path, paths: Paths, day: str = "2027-03-18") -> EventFigures:
    event = small_event(tmp_path)
    moved = event.with_name(f"{day}-klein")
    event.rename(moved)
    text = (moved / "event.toml").read_text("utf-8").replace("2018-12-10", day)
    (moved / "event.toml").write_text(text.replace('subject = "migration"', 'subject = "housing-ageing"'), "utf-8")
    return event_figures(load_event_file(moved), paths, date(2027, 3, 1))


BOTH = {"03759ned": RefreshOutcome.FETCHED, "83625NED": RefreshOutcome.FETCHED}


@pytest.mark.parametrize("version", [3, 4])
def test_values_are_fetched_and_told_with_their_own_day_and_source(
    cbs: Cbs, paths: Paths, tmp_path: Path, version: int
) -> None:
    before = housing(tmp_path / "before", paths)
    assert fetched(cbs, paths, version=version) == (BOTH, [])
    after = housing(tmp_path / "after", paths)
    assert (before.figures.year("sale-price"), after.figures.year("sale-price")) == (2025, 2026)
    key = "sale-price"
    assert after.figures.values(key)["GM0363"] == before.figures.values(key)["GM0363"] + 5000
    source = after.sources[after.figures.source(key)]
    assert (source.table, source.retrieved, source.title) == ("83625NED", date(2027, 2, 20), "Koopwoningen; regio")
    assert after.sources["70072NED"] == before.sources["70072NED"]


def test_a_second_refresh_asks_for_no_values_and_one_by_force_finds_them_the_same(cbs: Cbs, paths: Paths) -> None:
    fetched(cbs, paths)
    cbs.asked.clear()
    assert fetched(cbs, paths, LATER)[0] == dict.fromkeys(WANTED, RefreshOutcome.UNCHANGED)
    assert "TypedDataSet" not in {each.part for each in cbs.asked}
    assert fetched(cbs, paths, LATER, force=True)[0] == dict.fromkeys(WANTED, RefreshOutcome.UNCHANGED)


def test_what_was_fetched_of_one_table_stays_where_another_fails(cbs: Cbs, paths: Paths) -> None:
    cbs.breaks(Status(404), "83625NED")
    outcomes, said = fetched(cbs, paths)
    assert outcomes == {"03759ned": RefreshOutcome.FETCHED, "83625NED": RefreshOutcome.FAILED}
    assert "83625NED" in said[0]
    assert "blijven in gebruik" in said[0]
    cbs.heals()
    assert fetched(cbs, paths, LATER)[0] == {
        "03759ned": RefreshOutcome.UNCHANGED,
        "83625NED": RefreshOutcome.FETCHED,
    }


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (prices(times=0.001), "0,001 keer zo groot"),
        (prices(only=20), "van de 34"),
        (replace(prices(), rows=()), "geen enkele gemeente een waarde van avg_sale_price"),
    ],
    ids=["unit", "few", "empty"],
)
def test_values_that_cannot_be_right_are_not_taken(
    cbs: Cbs, paths: Paths, tmp_path: Path, table: Table, told: str
) -> None:
    cbs.holds(table)
    outcomes, said = fetched(cbs, paths)
    assert outcomes["83625NED"] is RefreshOutcome.FAILED
    assert told in said[0]
    assert housing(tmp_path, paths).figures.year("sale-price") == 2025


def test_a_measure_or_a_category_that_is_not_there_is_told(cbs: Cbs, paths: Paths) -> None:
    wanted = {"83625NED": (replace(PRICES, measure="M999999"),), "03759ned": (replace(RESIDENTS, at={}),)}
    _, said = fetched(cbs, paths, wanted=wanted)
    assert "geen maat M999999" in said[0]
    assert "een dimensie Geslacht" in said[1]


def test_values_that_were_damaged_are_passed_over(cbs: Cbs, paths: Paths, tmp_path: Path) -> None:
    fetched(cbs, paths)
    (stored,) = paths.fetched_values.glob("83625NED/*/values.csv")
    stored.write_bytes(stored.read_bytes()[:-4])
    assert housing(tmp_path, paths).figures.year("sale-price") == 2025
    assert fetched(cbs, paths, LATER)[0]["83625NED"] is RefreshOutcome.FETCHED


def test_a_newer_list_of_municipalities_is_taken_where_no_change_is_unknown(
    cbs: Cbs, paths: Paths, tmp_path: Path
) -> None:
    fetched(cbs, paths)
    assert divisions_with(paths.fetched_lists).last == date(2027, 1, 1)
    found = housing(tmp_path, paths)
    assert (found.figures.data.day, found.newest) == (date(2027, 1, 1), date(2027, 1, 1))
    assert found.figures.data.municipalities.keys() == {
        each.code for each in division_on(date(2027, 1, 1), embedded_divisions())
    }


@pytest.mark.parametrize("more", [("GM2100",), ()])
def test_a_list_with_municipalities_that_nobody_expects_is_asked_about(
    cbs: Cbs, paths: Paths, more: tuple[str, ...]
) -> None:
    cbs.holds(residents(2027, *more, without="" if more else "GM0184"))
    outcomes, said = fetched(cbs, paths)
    assert outcomes == BOTH
    assert "De lijst van 2027 is niet overgenomen" in said[0]
    assert (more[0] if more else "GM0184") in said[0]
    assert divisions_with(paths.fetched_lists).last == embedded_divisions().last


def test_only_what_a_subject_names_with_table_and_measure_is_fetched() -> None:
    assert set(fetchable(None)) == {"03759ned"}
    assert {"03759ned", "83625NED"} <= set(fetchable(subject_of("housing-ageing")))


def test_without_a_network_it_is_said_in_one_sentence_and_nothing_changes(tmp_path: Path, paths: Paths) -> None:
    nowhere = "http://127.0.0.1:9"
    third = CbsOpenData(nowhere, monotonic, (1.0, 5.0), 1, wait_none())
    fourth = CbsOpenDataV4(nowhere, monotonic, (1.0, 5.0), 1, wait_none())
    event = small_event(tmp_path)
    with closing(Ledger.open_if_present(paths.ledger)) as ledger, pytest.raises(SourceError) as told:
        refresh(
            workspace_of(event, paths, ledger, TODAY),
            third,
            False,
            lambda *_: None,
            (CbsOpenDataV3(third), fourth),
        )
    assert told.value.exit_code == 4
    assert told.value.what == "CBS does not answer; the last good figures stay in use"
    assert not paths.fetched_values.exists()
