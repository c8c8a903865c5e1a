"""Charts, their heads and the sentences beside them tell the same figures."""

from __future__ import annotations

from typing import Any

import pytest

from reportgen.render.content.chart_values import sizable_districts, with_districts
from reportgen.render.content.page_values import district_measure


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
