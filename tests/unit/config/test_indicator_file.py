"""Files of indicators: read, or refused with all their faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.config.indicator_file import EMBEDDED_INDICATORS, indicator_in, indicators_in
from reportgen.domain.figures.figure import Unit
from reportgen.domain.figures.indicator import IndicatorKind, Variable
from reportgen.errors import ConfigurationError

HEAD = """kind = "{kind}"
short = "huur"
title = "Huurwoningen"
unit = "percent"
decimals = 1
higher = "meer huur"
definition = "Huurwoningen van alle woningen."
"""
WORDS = 'noun = "het aandeel huur"\nstatement = "van de woningen is huur"\n'
VALUE = HEAD.format(kind="value") + f'[value]\ncolumn = "Huur %"\n[words]\n{WORDS}'
SHARE = HEAD.format(kind="share") + f'[numerator]\ncolumn = "huur"\n[denominator]\ncolumn = "alle"\n[words]\n{WORDS}'
PARTS = f"[words]\n{WORDS}" + "".join(
    f'[[part]]\nkey = "{key}"\nshort = "{key}"\ntitle = "{key}"\ncolumn = "{key}"\n[part.words]\n{WORDS}'
    for key in ("huur", "koop")
)


def written(folder: Path, text: str, name: str = "huur.toml") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_value_a_share_and_a_composition_are_read(tmp_path: Path) -> None:
    value = indicator_in(written(tmp_path, VALUE))
    assert (value.key, value.kind, value.unit, value.value) == (
        "huur",
        IndicatorKind.VALUE,
        Unit.PERCENT,
        Variable("own/huur", heading="Huur %"),
    )
    assert [each.name for each in indicator_in(written(tmp_path, SHARE)).variables] == ["own/huur", "own/alle"]
    composition = indicator_in(written(tmp_path, HEAD.format(kind="composition") + PARTS))
    assert [each.key for each in composition.parts] == ["huur", "koop"]


def test_all_faults_are_named_at_once_each_with_its_line(tmp_path: Path) -> None:
    text = VALUE.replace('unit = "percent"', 'unit = "procent"').replace("decimals = 1", "decimals = 9\nkleur = 1")
    with pytest.raises(ConfigurationError) as refused:
        indicator_in(written(tmp_path, text.replace('higher = "meer huur"\n', "")))
    said = refused.value.what
    assert "huur.toml, line 4: unit:" in said
    assert "huur.toml, line 5: decimals:" in said
    assert "huur.toml, line 6: kleur: there is no such key" in said
    assert "higher: is missing" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD.format(kind="value") + f"[words]\n{WORDS}", "needs a table [value]"),
        (SHARE.replace('[denominator]\ncolumn = "alle"\n', ""), "needs a table [denominator]"),
        (VALUE + '[numerator]\ncolumn = "huur"\n', "has no table [numerator]"),
        (HEAD.format(kind="composition") + PARTS[: PARTS.rindex("[[part]]")], "at least two parts"),
        (HEAD.format(kind="composition") + PARTS.replace('"koop"', '"huur"'), "each with a key of its own"),
        (VALUE.replace("decimals", "summable = true\ndecimals"), "only counts"),
        ("kind = [", "cannot be read"),
        ("a = " + "[" * 5000, "cannot be read"),
        ("a = " + "9" * 5000, "cannot be read"),
    ],
    ids=range(9),
)
def test_what_does_not_fit_together_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        indicator_in(written(tmp_path, text))
    assert said in refused.value.what


def test_a_file_that_is_no_text_or_has_no_key_for_a_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "huur.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigurationError, match="cannot be read"):
        indicator_in(tmp_path / "huur.toml")
    with pytest.raises(ConfigurationError, match="small letters"):
        indicator_in(written(tmp_path, VALUE, "Huur & koop.toml"))


def test_an_event_has_indicators_of_its_own_before_those_of_the_program(tmp_path: Path) -> None:
    written(tmp_path / "own", VALUE, "population.toml")
    found = indicators_in((EMBEDDED_INDICATORS, tmp_path / "own", tmp_path / "nowhere"))
    assert found["population"].title == "Huurwoningen"
    assert "sale-price" in found


def test_faults_of_several_files_are_named_together(tmp_path: Path) -> None:
    for name in ("een.toml", "twee.toml"):
        written(tmp_path, "kind = 1", name)
    with pytest.raises(ConfigurationError) as refused:
        indicators_in((tmp_path,))
    assert "een.toml" in refused.value.what
    assert "twee.toml" in refused.value.what


def test_a_question_with_a_place_that_nothing_is_filled_in_for_is_refused_with_its_line(tmp_path: Path) -> None:
    text = VALUE + '[[prompt]]\nwhen = "more"\ntext = "Wat doet {naem} met {own}?"\n'
    with pytest.raises(ConfigurationError) as refused:
        indicator_in(written(tmp_path, text))
    assert "huur.toml, line" in refused.value.what
    assert "nothing is filled in for {naem}; write {name}" in refused.value.what
    kept = indicator_in(written(tmp_path, text.replace("naem", "name")))
    assert [each.text for each in kept.prompts] == ["Wat doet {name} met {own}?"]


@pytest.mark.parametrize("key", ["total", "index"])
def test_a_part_has_no_key_of_a_figure_made_of_all_parts(tmp_path: Path, key: str) -> None:
    text = HEAD.format(kind="composition") + PARTS.replace('key = "koop"', f'key = "{key}"')
    with pytest.raises(ConfigurationError, match=f"{key} is no key of a part"):
        indicator_in(written(tmp_path, text))


@pytest.mark.parametrize("number", ["inf", "nan"])
def test_a_number_without_end_is_refused_with_its_line(tmp_path: Path, number: str) -> None:
    with pytest.raises(ConfigurationError, match=r"huur.toml, line 1: least"):
        indicator_in(written(tmp_path, f"least = {number}\n{VALUE}"))


def test_a_file_as_notepad_saves_it_is_read(tmp_path: Path) -> None:
    assert indicator_in(written(tmp_path, "\ufeff" + VALUE)).short == "huur"
