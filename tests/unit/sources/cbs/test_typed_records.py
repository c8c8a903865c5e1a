"""Files become dataclasses only when every key and type is right; a fault names the key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from reportgen.sources.cbs.typed_records import record_from


@dataclass(frozen=True)
class Part:
    """A table within a table."""

    rows: int


@dataclass(frozen=True)
class Whole:
    """A table with every kind of field."""

    name: str
    day: date
    at: datetime
    sure: bool
    parts: dict[str, Part]


GOOD = {
    "name": "a",
    "day": date(2018, 12, 10),
    "at": "2018-12-10T08:00:00Z",
    "sure": True,
    "parts": {"one": {"rows": 1}},
}


def test_a_table_with_every_key_becomes_a_dataclass() -> None:
    expected = Whole("a", date(2018, 12, 10), datetime(2018, 12, 10, 8, tzinfo=UTC), True, {"one": Part(1)})
    assert record_from(Whole, GOOD) == expected


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([], "the file is no table"),
        ({key: value for key, value in GOOD.items() if key != "day"}, "the key 'day' is missing"),
        ({**GOOD, "more": 1}, "the key 'more' is unknown"),
        ({**GOOD, "name": 1}, "'name' is 1, not of type str"),
        ({**GOOD, "day": datetime(2018, 12, 10, 8, tzinfo=UTC)}, "'day' is .*, not of type date"),
        ({**GOOD, "at": "10 december"}, "Invalid isoformat"),
        ({**GOOD, "sure": 1}, "'sure' is 1, not of type bool"),
        ({**GOOD, "parts": []}, "parts is no table"),
        ({**GOOD, "parts": {"one": 1}}, "parts.one is no table"),
        ({**GOOD, "parts": {"one": {}}}, "the key 'parts.one.rows' is missing"),
        ({**GOOD, "parts": {"one": {"rows": True}}}, "'parts.one.rows' is True, not of type int"),
    ],
)
def test_a_key_that_is_wrong_is_named(values: object, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        record_from(Whole, values)
