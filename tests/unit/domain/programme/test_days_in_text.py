"""A text that names the day of another meeting is told from one that names a deadline."""

from __future__ import annotations

from datetime import date

import pytest

from reportgen.domain.programme.days_in_text import other_day_in

DAY = date(2027, 5, 16)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Op 10 december praat u met collega’s.", "10 december"),
        ("Welkom op maandag 10 december 2018 in Utrecht", "maandag 10 december 2018"),
        ("On Monday, 10 December you meet others.", "Monday, 10 December"),
        ("Op 16 mei 2026 praat u.", "16 mei 2026"),
        ("Op 16 mei praat u.", ""),
        ("Op 16 mei 2027 praat u; op 1 juni volgt het verslag.", ""),
        ("Meld u uiterlijk 1 mei aan.", ""),
        ("Meld u aan vóór 1 mei, of tot en met 3 mei per telefoon.", ""),
        ("Cijfers van 2018, artikel 10.", ""),
        ("", ""),
    ],
)
def test_the_day_of_another_meeting_is_named(text: str, said: str) -> None:
    assert other_day_in(text, DAY) == said
