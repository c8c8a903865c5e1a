"""Choosing tables and measures from CBS by the commands, by whichever version of OData answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from doubles.cbs import Cbs
from doubles.cbs_faults import Status
from usecases.command_line import Done, asked

from reportgen.interfaces.cli import datasets

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def service() -> Iterator[Cbs]:
    """CBS's open data with its usual tables."""
    with Cbs() as cbs:
        yield cbs


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is asked again."""
    monkeypatch.setattr(datasets, "ATTEMPTS", 1)


def ask(cbs: Cbs, *words: str, v3: bool = True) -> Done:
    """A command of ``figures``; without ``v3`` only version 4 answers."""
    return asked("figures", *words, "--cbs", cbs.address if v3 else NOWHERE, "--cbs-v4", cbs.address_v4)


def test_tables_are_found_by_words_of_their_title(service: Cbs) -> None:
    for v3 in (True, False):
        done = ask(service, "search", "KERNcijfers", "regio", v3=v3)
        assert done.code == 0
        assert "70072NED" in done.out
        assert "37296ned" not in done.out
    assert [each["table"] for each in json.loads(ask(service, "search", "regionale", "--format", "json").out)] == [
        "70072NED"
    ]


def test_no_table_is_found(service: Cbs) -> None:
    done = ask(service, "search", "ruimtevaart")
    assert done.code == 2
    assert "fewer or shorter words" in done.err


def test_a_table_shows_its_measures_dimensions_periods_and_municipalities(service: Cbs) -> None:
    for v3 in (True, False):
        done = ask(service, "show", "70072NED", v3=v3)
        assert done.code == 0
        assert "Totale bevolking" in done.out
        assert "2019JJ00" in done.out
        assert "Municipalities: " in done.out
    assert "It has no municipalities" in ask(service, "show", "37296ned").out


def test_the_figures_of_a_measure_are_shown(service: Cbs) -> None:
    third = ask(service, "show", "70072NED", "TotaleBevolking_1", "--region", "GM0356", "--since", "2018")
    fourth = ask(service, "show", "70072NED", "M000001", "--region", "GM0356", "--since", "2018", v3=False)
    assert (third.code, fourth.code) == (0, 0)
    for done in (third, fourth):
        assert "Nieuwegein (GM0356)  2018 (2018JJ00)  62,426" in done.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "../../x"), "no number of a table"),
        (("show", "99999NED"), "CBS has no table 99999NED"),
        (("show", "70072NED", "Huizen_1"), "no measure Huizen_1"),
        (("show", "70072NED", "TotaleBevolking_1", "--at", "Leeftijd"), "names no category"),
        (("show", "70072NED", "TotaleBevolking_1", "--at", "Leeftijd=1"), "no dimension Leeftijd"),
        (("show", "70072NED", "TotaleBevolking_1", "--region", "Nieuwegein"), "no code of a region"),
        (("show", "70072NED", "TotaleBevolking_1", "--region", "GM9999"), "no such figures"),
    ],
)
def test_what_cannot_be_shown_says_what_can(service: Cbs, words: tuple[str, ...], said: str) -> None:
    done = ask(service, *words)
    assert done.code in (2, 4)
    assert said in done.err
    assert "next:" in done.err


def test_version_4_answers_where_3_has_an_error(service: Cbs) -> None:
    service.breaks(Status(404), part="TableInfos")
    done = ask(service, "show", "70072NED")
    service.heals()
    assert done.code == 0
    assert "M000001" in done.out


def test_without_a_network_it_is_said_in_one_sentence() -> None:
    done = asked("figures", "search", "koopwoningen", "--cbs", NOWHERE, "--cbs-v4", NOWHERE)
    assert done.code == 4
    assert done.err.count("CBS gives no usable answer about the catalogue: the connection breaks off") == 1


def test_indicators_are_listed_with_those_of_an_event(tmp_path: Path) -> None:
    assert "share-65plus" in asked("figures", "indicators").out
    (tmp_path / "indicators").mkdir()
    (tmp_path / "indicators" / "eigen.toml").write_text("kind = 1", "utf-8")
    done = asked("figures", "indicators", "--event", str(tmp_path))
    assert done.code == 3
    assert "eigen.toml, line 1: kind" in done.err


def test_a_series_shows_its_parts_and_why_it_begins_at_a_merger() -> None:
    done = asked("figures", "series", "share-65plus", "GM1979")
    assert done.code == 0
    assert "GM0003 + GM0010 + GM0024" in done.out
    begins = asked("figures", "series", "sale-price", "GM1992")
    assert "1 January 2023" in begins.out
    assert "weight" in begins.out
    told = json.loads(asked("figures", "series", "population", "NL01", "--format", "json").out)
    assert {"year": 2025, "value": 18_044_027, "parts": []} in told["years"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("huizen", "GM0363"), "no figure huizen"),
        (("population", "GM0457"), "no municipality GM0457 on 1 January 2026"),
        (("population", "GM0363", "--on", "2001-01-01"), "2001"),
    ],
)
def test_a_series_that_is_not_there_says_what_is(words: tuple[str, ...], said: str) -> None:
    done = asked("figures", "series", *words)
    assert done.code == 2
    assert said in done.err
    assert "next:" in done.err
