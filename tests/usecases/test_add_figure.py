"""An indicator is added by a command: from a table of CBS by either version of OData, or from a file of one's own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from doubles.cbs import Cbs
from doubles.cbs_sale_prices import sale_prices
from doubles.small_event import small_event
from usecases.command_line import Done, asked

from reportgen.application.figures.add_indicator import key_of, noun_of
from reportgen.application.figures.event_figures import EventFigures, event_figures
from reportgen.config.indicator_file import EMBEDDED_INDICATORS, indicator_in
from reportgen.config.paths import Paths
from reportgen.config.settings import load_event_file
from reportgen.domain.figures.figure import Unit
from reportgen.domain.figures.indicator import Period
from reportgen.errors import ConfigurationError
from reportgen.interfaces.cli import add_figure
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.sources.cbs.value_store import ValueStore

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def service() -> Iterator[Cbs]:
    with Cbs() as cbs:
        cbs.holds(sale_prices())
        yield cbs


@pytest.fixture
def event(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(add_figure, "ATTEMPTS", 1)
    return small_event(tmp_path)


def add(event: Path, *words: str, cbs: Cbs | None = None, v3: bool = True) -> Done:
    third = cbs.address if cbs and v3 else NOWHERE
    fourth = cbs.address_v4 if cbs else NOWHERE
    output = str(event.parent / "output")
    return asked("figures", "add", str(event), *words, "--output", output, "--cbs", third, "--cbs-v4", fourth)


@pytest.mark.parametrize("v3", [True, False])
@pytest.mark.parametrize("measure", ["Gemiddelde verkoopprijs", "KEY"])
def test_a_measure_becomes_an_indicator_with_its_values(service: Cbs, event: Path, v3: bool, measure: str) -> None:
    wanted = {True: "GemiddeldeVerkoopprijs_1", False: "M000001"}[v3] if measure == "KEY" else measure
    done = add(event, "83625NED", wanted, cbs=service, v3=v3)
    assert (done.code, done.err) == (0, "")
    assert 'indicators = ["gemiddelde-verkoopprijs"]' in done.out
    path = event / "indicators" / "gemiddelde-verkoopprijs.toml"
    text = path.read_text("utf-8")
    assert 'noun = "de gemiddelde verkoopprijs" # nakijken' in text
    found = indicator_in(path)
    assert (found.unit, found.decimals, found.period) == (Unit.EURO, 0, Period.YEAR)
    assert found.value is not None
    assert (found.value.table, found.value.measure) == ("83625NED", "Gemiddelde verkoopprijs")
    stored = ValueStore(event.parent / "output" / "figures" / "values").newest("83625NED")
    assert stored is not None
    values = stored.values[found.value.name]
    assert values["GM0344", 2025] == 432_000
    assert ("NL", 2025) in values


def test_the_same_indicator_is_not_written_over(service: Cbs, event: Path) -> None:
    assert add(event, "83625NED", "Gemiddelde verkoopprijs", cbs=service).code == 0
    done = add(event, "83625NED", "Gemiddelde verkoopprijs", cbs=service)
    assert done.code == 2
    assert "--key" in done.err
    assert add(event, "83625NED", "Gemiddelde verkoopprijs", "--key", "prijs", cbs=service).code == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("99999NED", "x"), 4, "99999NED"),
        (("83625NED", "Huur"), 4, "no measure Huur"),
        (("37296ned", "Totale bevolking"), 4, "no figures of municipalities"),
        (("niets.csv", "x"), 2, "no file in the event's folder"),
        (("83625NED", "Gemiddelde verkoopprijs", "--key", "Prijs!"), 2, "no key of an indicator"),
        (("83625NED", "Gemiddelde verkoopprijs", "--key", "population"), 2, "population already"),
    ],
)
def test_what_cannot_be_added_says_why_and_writes_nothing(
    service: Cbs, event: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    done = add(event, *words, cbs=service)
    assert done.code == code
    assert said in done.err
    assert "next:" in done.err
    assert not (event / "indicators").exists()


def test_a_dimension_without_a_category_tells_those_there_are(service: Cbs, event: Path) -> None:
    done = add(event, "84910NED", "Bevolking op 1 januari", cbs=service)
    assert done.code == 4
    assert "at = { " in done.err


def test_without_a_network_nothing_is_written(event: Path) -> None:
    done = add(event, "83625NED", "Gemiddelde verkoopprijs")
    assert done.code == 4
    assert not (event / "indicators").exists()


def test_a_column_of_own_figures_becomes_an_indicator(event: Path) -> None:
    (event / "eigen.csv").write_text("Gemeente;Jaar;Sociale huur (%)\nUtrecht;2018;31,75\n", "utf-8")
    done = add(event, "eigen.csv", "sociale huur")
    assert done.code == 0, done.err
    assert 'own = ["eigen.csv"]' in done.out
    path = event / "indicators" / "sociale-huur.toml"
    written = tomllib.loads(path.read_text("utf-8"))
    assert (written["unit"], written["decimals"], written["value"]) == ("percent", 2, {"column": "Sociale huur (%)"})
    assert indicator_in(path).wording.noun == "het aandeel sociale huur"
    assert "no column" in add(event, "eigen.csv", "Koop").err


@pytest.mark.parametrize(
    ("title", "unit", "noun"),
    [
        ("Koopwoningen", Unit.PERCENT, "het aandeel koopwoningen"),
        ("Percentage koopwoningen", Unit.PERCENT, "het aandeel koopwoningen"),
        ("Aantal inwoners", Unit.COUNT, "het aantal inwoners"),
        ("Nieuwbouw", Unit.COUNT, "het aantal nieuwbouw"),
        ("Gemiddelde WOZ-waarde", Unit.EURO, "de gemiddelde WOZ-waarde"),
        ("WOZ-waarde", Unit.EURO, "de WOZ-waarde"),
    ],
)
def test_a_noun_is_made_from_a_title(title: str, unit: Unit, noun: str) -> None:
    assert noun_of(title, unit) == noun


def test_a_key_is_made_from_whole_words() -> None:
    assert key_of("Één-oudergezinnen (%)") == "een-oudergezinnen"
    assert key_of("a" * 80) == "a" * 40


def test_an_added_indicator_is_told_with_the_values_that_were_fetched(service: Cbs, event: Path) -> None:
    assert add(event, "83625NED", "Gemiddelde verkoopprijs", cbs=service).code == 0
    _with_figures(event, 'indicators = ["gemiddelde-verkoopprijs"]')
    known = figures_of(event)
    assert known.figures.values("gemiddelde-verkoopprijs") == {"GM0344": 272_000, "GM0356": 273_000}
    assert known.sources[known.figures.source("gemiddelde-verkoopprijs")].title.startswith("Bestaande koopwoningen")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('table = "83625NED"', 'table = "85039NED"'),
        ('measure = "Gemiddelde verkoopprijs"', 'measure = "Hoogste verkoopprijs"'),
        ('measure = "Gemiddelde verkoopprijs"', 'measure = "Gemiddelde verkoopprijs"\nat = { Soort = "1" }'),
    ],
)
def test_a_column_of_the_program_is_not_used_for_other_figures(service: Cbs, event: Path, old: str, new: str) -> None:
    path = event / "indicators" / "prijs.toml"
    path.parent.mkdir()
    text = (EMBEDDED_INDICATORS / "sale-price.toml").read_text("utf-8")
    path.write_text(text, "utf-8")
    _with_figures(event, 'indicators = ["prijs"]')
    assert figures_of(event).figures.measures["prijs"]
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(ConfigurationError, match=r"other figures of the program: prijs \(avg_sale_price\)"):
        figures_of(event)


def figures_of(event: Path) -> EventFigures:
    return event_figures(load_event_file(event), Paths(EMBEDDED, event.parent / "output"), date(2018, 12, 1))


def _with_figures(event: Path, line: str) -> None:
    text = (event / "event.toml").read_text("utf-8")
    (event / "event.toml").write_text(text.replace("[figures]\n", f"[figures]\n{line}\n", 1), "utf-8")
