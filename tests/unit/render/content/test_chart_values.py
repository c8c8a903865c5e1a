"""Charts, their heads and the sentences beside them tell the same figures."""

from __future__ import annotations

from typing import Any

import pytest

from reportgen.render.content import chart_heads
from reportgen.render.content.chart_values import sizable_districts, with_districts
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
    subject = {"compositions": [], "measures": {key: {"unit": "percent"} for key in changes}}
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
