"""Charts, their heads and the sentences beside them tell the same figures."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from example.figures import DAY
from example.pack_texts import told_of_all

from reportgen.render.content import chart_heads
from reportgen.render.content.chart_values import changed_measures, sizable_districts, with_districts
from reportgen.render.content.page_texts import people_counts
from reportgen.render.content.page_values import change_bars, district_measure


def content(main: list[int | None], other: list[int | None]) -> dict[str, Any]:
    """Two measures with districts of so many residents."""
    measures = [
        {"key": key, "districts": {"districts": [{"residents": each} for each in residents]} if residents else None}
        for key, residents in (("other", other), ("main", main))
    ]
    return {"subject": {"main": "main"}, "profile": {"measures": measures}}


@pytest.mark.parametrize(
    ("main", "other", "told", "drawn"),
    [
        ([500, 900], [500, 900, 1000], "main", "main"),
        ([900, 499], [500, None], "other", "other"),
        ([900, 499], [700], "main", None),
        ([], [700], "other", None),
        ([], [], None, None),
    ],
)
def test_the_districts_that_are_told_are_those_that_are_drawn(
    main: list[int | None], other: list[int | None], told: str | None, drawn: str | None
) -> None:
    found = content(main, other)
    assert [(each or {}).get("key") for each in (with_districts(found), district_measure(found))] == [told, drawn]


def test_districts_of_unknown_size_are_taken_for_large() -> None:
    districts = [{"residents": each} for each in (None, 499, 500)]
    assert sizable_districts({"districts": {"districts": districts}}) == [districts[0], districts[2]]
    assert sizable_districts(None) == []


def share(value: float) -> dict[str, Any]:
    """A figure in percent."""
    return {"value": value, "unit": "percent", "decimals": 1, "year": 2018}


def test_what_changed_most_is_drawn_first() -> None:
    changes = {"one": 1.0, "two": -3.0, "three": 2.0}
    measures = [
        {"key": key, "figures": [{**share(10.0), "year": 1996}, share(10.0 + change)], "last": share(10.0 + change)}
        for key, change in changes.items()
    ]
    subject = {"compositions": [], "measures": {key: {"unit": "percent", "wording": {"of": ""}} for key in changes}}
    drawn = change_bars({"subject": subject, "profile": {"measures": measures}})
    assert [each["key"] for each in drawn] == ["two", "three", "one"]


@pytest.mark.parametrize("average", [True, False])
def test_the_head_of_pairs_says_which_share_differs_most(average: bool) -> None:
    own, others = {"old": 30.2, "alone": 50.4, "price": 1.0}, {"old": 29.4, "alone": 39.1, "price": 99.0}
    measures = [{"key": key, "short": key, "unit": "percent", "decimals": 1} for key in ("old", "alone")]
    measures.append({"key": "price", "short": "price", "unit": "euro", "decimals": 0})
    profile, country = (
        {"measures": [{"key": key, "last": share(told[key])} for key in told]} for told in (own, others)
    )
    beside = {key: share(value) for key, value in others.items()} if average else {}
    found = {"profile": profile, "country": country, "average": beside}
    assert chart_heads.pairs_head(found, measures) == "Grootste verschil: alone, 50,4% naast 39,1%"
    assert chart_heads.pairs_head({**found, "profile": country}, measures) == ""


@pytest.mark.parametrize(
    ("first", "last", "people", "of", "told"),
    [
        (0.1, 0.3, 900, "population", False),  # hardly anything, then and now
        (0.6, 1.4, 900, "population", True),
        (2.4, 0.7, 300, "population", True),  # what was a share that counts, and is none any more
        (0.6, 1.4, 60, "population", False),  # of few people
        (0.6, 1.4, None, "population", True),  # how many is not known
        (0.1, 0.3, None, "", True),  # no share of anything, as growth
    ],
)
def test_a_change_is_told_of_a_group_that_counts(
    first: float, last: float, people: int | None, of: str, told: bool
) -> None:
    figures = {"key": "one", "figures": [{**share(first), "year": 1996}, share(last)], "last": share(last)}
    subject = {"compositions": [], "measures": {"one": {"unit": "percent", "wording": {"of": of}}}}
    content = {"subject": subject, "profile": {"measures": [{**figures, "people": people}]}}
    assert bool(changed_measures(content)) is told


@pytest.mark.parametrize(("subject", "day"), [("migration", DAY), ("housing-ageing", date(2026, 1, 1))])
def test_no_page_counts_or_compares_in_time_a_group_of_few_people(subject: str, day: date) -> None:
    for code, told in told_of_all(subject, day).items():
        shown = {each["key"]: each for each in told.pages["profile"]["measures"]}
        for each in change_bars(told.pages):
            if told.subject["measures"][each["key"]]["wording"]["of"]:
                assert each["people"] is None or each["people"] >= 100, code
                assert max(each["figures"][0]["value"], each["last"]["value"]) >= 1, code
        for number, words in people_counts(told.pages):
            (key,) = [key for key in shown if told.subject["measures"][key]["wording"]["people"] == words]
            assert int(number.replace(".", "")) >= 100
            assert shown[key]["last"]["value"] >= 1, (code, words)
