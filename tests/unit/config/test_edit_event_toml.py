"""event.toml is edited in place: its comments and order stay."""

from __future__ import annotations

from datetime import date

from reportgen.config.edit_event_toml import event_toml_for_next, event_toml_with_list, event_toml_with_subject

TEXT = """# Everything about this event
[event]
date = 2030-05-16  # a Thursday

[lists]
files = ["a.csv", {file = "b.xlsx", sheet = "Tafels"}]

[delivery]
not_before = 2030-05-09T07:00:00 # Dutch time
not_after = 2030-05-15T18:00:00

[archive]
keep_until = 2035-12-31
"""


def test_another_list_takes_the_place_of_one_and_the_rest_stays() -> None:
    assert event_toml_with_list(TEXT, 0, "c.csv") == TEXT.replace('"a.csv"', '"c.csv"')


def test_another_workbook_is_read_from_the_same_sheet() -> None:
    assert event_toml_with_list(TEXT, 1, "c.xlsx") == TEXT.replace("b.xlsx", "c.xlsx")


def test_an_event_that_names_no_list_gets_one_in_the_place_of_the_usual_one() -> None:
    assert 'files = ["c.csv"]' in event_toml_with_list("[event]\n", 0, "c.csv")


def test_the_moments_of_the_next_event_move_along_with_its_day() -> None:
    assert event_toml_for_next(TEXT, date(2030, 5, 23)) == (
        TEXT.replace("2030-05-16", "2030-05-23")
        .replace("2030-05-09T", "2030-05-16T")
        .replace("2030-05-15T", "2030-05-22T")
        .replace("2035-12-31", "2036-01-07")
    )


def test_without_a_day_nothing_moves() -> None:
    assert event_toml_for_next(TEXT, None) == TEXT


FIGURES = """[figures]
subject = "wonen"    # the usual one
indicators = ["wachtenden"]
own = ["eigen.csv"]
municipalities = 2026-01-01
max_age = 30
"""


def test_another_subject_takes_the_place_of_one_and_the_rest_stays() -> None:
    assert event_toml_with_subject(FIGURES, "zorg") == FIGURES.replace("wonen", "zorg")
    assert event_toml_with_subject(TEXT, "zorg") == f'{TEXT}\n[figures]\nsubject = "zorg"\n'


def test_a_meeting_without_figures_has_none_of_its_own_either() -> None:
    text = event_toml_with_subject(FIGURES, "")
    assert text.splitlines() == [
        "[figures]",
        'subject = ""    # the usual one',
        "municipalities = 2026-01-01",
        "max_age = 30",
    ]


def test_the_next_event_has_the_municipalities_of_its_own_day() -> None:
    moved = event_toml_for_next(TEXT + FIGURES, date(2030, 5, 23))
    assert "municipalities" not in moved
    assert "municipalities" in event_toml_for_next(TEXT + FIGURES, None)
