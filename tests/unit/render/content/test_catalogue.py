"""Days in findings, however long ago somebody says they were."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from reportgen.config.timezone import ZONE
from reportgen.render.content.catalogue import day_text


@pytest.mark.parametrize(
    ("day", "dutch", "english"),
    [
        (date(2030, 5, 9), "9 mei 2030", "9 May 2030"),
        (datetime(2030, 5, 9, 23, 59, tzinfo=ZONE), "9 mei 2030", "9 May 2030"),
        (date(1, 1, 1), "1 januari 1", "1 January 1"),
        (date(9999, 12, 31), "31 december 9999", "31 December 9999"),
    ],
)
def test_any_day_has_a_text(day: date, dutch: str, english: str) -> None:
    assert day_text(day, "nl") == dutch
    assert day_text(day, "en") == english
