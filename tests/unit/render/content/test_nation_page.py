"""The page about the country: the point of each chart is what the figures give, for any subject."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from example import figures

from reportgen.domain.canonical_json import to_json_value
from reportgen.domain.pack.spreads import provinces_of, size_classes_of, spreads_of
from reportgen.domain.pack.subject_text import strips_of, subject_text_of
from reportgen.render.content import nation_page
from reportgen.render.content.charts import group_strips

SUBJECTS = (("migration", date(2018, 1, 1)), ("housing-ageing", date(2026, 1, 1)))


def _content(subject: str, day: date, main: str = "") -> Any:
    known = figures.figures_of(subject, day)
    text = subject_text_of(known)
    main = main or text.main
    country = [each for each in known.series(main).get("NL", _NONE).years if each.year == known.year(main)]
    last = known.figure(main, country[0].value, known.year(main)) if country else None
    values = known.values(main)
    codes = sorted(values, key=lambda code: (-values[code], code))
    rows = [
        {
            "name": known.data.municipalities[code].name,
            "residents": None,
            "columns": [known.figure(main, values[code], known.year(main))],
        }
        for code in codes
    ]
    content: Any = to_json_value(
        {
            "subject": text,
            "profile": {"name": "Nederland", "code": "NL", "measures": [{"key": main, "last": last, "rank": None}]},
            "highest": rows[:4],
            "lowest": rows[-4:],
            "strips": strips_of(known),
            "spreads": spreads_of(known),
            "provinces": provinces_of(main, known),
            "sizes": size_classes_of(main, known),
            "dated": "",
        }
    )
    content["subject"]["main"] = main
    return content


class _NONE:
    years = ()


@pytest.mark.parametrize(("subject", "day"), SUBJECTS)
def test_heads_say_what_the_figures_give_for_every_measure_of_every_subject(subject: str, day: date) -> None:
    known = figures.figures_of(subject, day)
    for key in known.measures:
        content = _content(subject, day, key)
        heads = [nation_page.map_head(content), nation_page.ends_head(content)]
        if nation_page.provinces(content):
            heads += [nation_page.provinces_head(content), nation_page.sizes_head(content)]
        for head in heads:
            assert head[0].isupper()
            assert not re.search(r"[{}]|  | None", head), head


def test_the_provinces_named_have_the_highest_and_the_lowest_middle_municipality() -> None:
    content = _content(*SUBJECTS[0])
    middles = {each["name"]: each["spread"]["middle"]["value"] for each in content["provinces"]}
    head = nation_page.provinces_head(content)
    assert head == "In Noord-Holland is de diversiteitsindex doorgaans het hoogst, in Friesland het laagst"
    assert max(middles, key=middles.__getitem__) == "Noord-Holland"
    assert min(middles, key=middles.__getitem__) == "Friesland"


def test_how_many_municipalities_are_above_the_country_is_counted_as_both_are_printed() -> None:
    content = _content(*SUBJECTS[0])
    known = figures.figures_of(*SUBJECTS[0])
    values, country = known.values("origin/index"), content["profile"]["measures"][0]["last"]["value"]
    above = sum(round(each, 2) > round(country, 2) for each in values.values())
    assert nation_page.map_head(content).startswith(f"In {above} van de 380 gemeenten is de diversiteitsindex hoger")


def test_every_municipality_with_a_figure_is_in_one_province_and_in_one_class_of_size() -> None:
    for subject, day in SUBJECTS:
        known = figures.figures_of(subject, day)
        for key in known.measures:
            provinces, sizes = provinces_of(key, known), size_classes_of(key, known)
            if known.measures[key].sized:
                assert provinces == sizes == ()
                continue
            assert sum(len(each.values) for each in provinces) == len(known.values(key))
            assert sum(len(each.values) for each in sizes) == len(known.values(key))


def test_ends_that_several_share_name_none_of_them() -> None:
    content = _content(*SUBJECTS[0])
    for each in content["highest"]:
        each["columns"][0]["value"] = 0.7
    assert nation_page.ends_head(content) == "De hoogste en de laagste gemeenten"
    assert nation_page.ends_head(_content(*SUBJECTS[0])) == ("Bovenaan ’s-Gravenhage en Amsterdam, onderaan Urk")


def test_groups_with_too_few_figures_are_not_drawn() -> None:
    content = _content(*SUBJECTS[0])
    few = [{**each, "spread": None} for each in content["provinces"][:-2]] + content["provinces"][-2:]
    assert nation_page.provinces({**content, "provinces": few}) == ()


@pytest.mark.parametrize("height", [60.0, 242.0])
def test_the_rows_of_groups_stay_within_their_drawing(height: float) -> None:
    content = _content(*SUBJECTS[1])
    measure = content["subject"]["measures"][content["subject"]["main"]]
    country = content["profile"]["measures"][0]["last"]
    drawn = group_strips(
        content["provinces"], nation_page.province_names(content), country, measure, "Punt.", 215, height
    )
    tall = float(re.search(r' height="([\d.]+)pt"', drawn)[1])  # type: ignore[index]
    assert all(0 <= float(y) <= tall for y in re.findall(r'<text x="[\d.-]+" y="([\d.-]+)"', drawn))
    assert all(-0.1 <= float(x) <= 215 for x in re.findall(r'<text x="([\d.-]+)"', drawn))
    assert "#c8741a" not in drawn
