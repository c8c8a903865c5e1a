"""The next event starts from an earlier one, without its people."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from doubles.small_event import EXAMPLE, small_event
from hypothesis import given
from hypothesis import strategies as st

from reportgen.application.event.create import next_event
from reportgen.config.edit_event_toml import event_toml_for_next
from reportgen.config.settings import load_event_file
from reportgen.errors import UsageError

LOGO = '\n[style]\nlogo = "logo.svg"\n'


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    event = small_event(tmp_path, more=LOGO)
    (event / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "utf-8")
    (event / "texts").mkdir()
    (event / "texts" / "welkom.txt").write_text("Welkom.", "utf-8")
    (event / "eerder").mkdir()
    (event / "eerder" / "deelnemers.csv").write_text("Zwaluw", "utf-8")
    (event / "aantekeningen.txt").write_text("Bel Zwaluw.", "utf-8")
    return event


def test_texts_types_and_style_come_along_and_no_people(earlier: Path, tmp_path: Path) -> None:
    folder = tmp_path / "2030-05-16-wonen"
    made = next_event(folder, earlier)
    assert made == ("deelnemers.csv", "event.toml", "logo.svg", "programma.csv", "texts/welkom.txt")
    assert not any(b"Zwaluw" in (folder / name).read_bytes() for name in made)
    assert len((folder / "deelnemers.csv").read_text("utf-8-sig").splitlines()) == 1
    before, after = load_event_file(earlier), load_event_file(folder)
    assert (after.event.themes, after.event.kinds) == (before.event.themes, before.event.kinds)
    assert after.event.day == date(2030, 5, 16)
    assert after.settings.rules.window.not_after.replace(tzinfo=None).isoformat() == "2030-05-15T18:00:00"
    assert before.settings.rules.window.not_after.replace(tzinfo=None).isoformat() == "2018-12-09T18:00:00"


def test_a_name_without_a_day_leaves_the_days_to_the_organiser(earlier: Path, tmp_path: Path) -> None:
    next_event(tmp_path / "wonen", earlier)
    assert load_event_file(tmp_path / "wonen").event.day == date(2018, 12, 10)


def test_what_is_there_is_not_overwritten(earlier: Path, tmp_path: Path) -> None:
    (tmp_path / "wonen").mkdir()
    with pytest.raises(UsageError):
        next_event(tmp_path / "wonen", earlier)


@given(st.dates(date(2019, 1, 1), date(2100, 1, 1)))
def test_all_moments_move_along_with_the_day(day: date) -> None:
    text = (EXAMPLE / "event.toml").read_text("utf-8")
    before, after = tomllib.loads(text), tomllib.loads(event_toml_for_next(text, day))
    later = day - before["event"]["date"]
    assert after["event"]["date"] == day
    for table, key in (("delivery", "not_before"), ("delivery", "not_after"), ("archive", "keep_until")):
        assert after[table][key] == before[table][key] + later
        after[table][key] = before[table][key]
    after["event"]["date"] = before["event"]["date"]
    assert after == before


KINDS = """
[[pack]]
kind = "follow-up"
not_before = 2018-12-12T08:00:00  # als iedereen thuis is
not_after = 2018-12-21T18:00:00
"""


def test_kinds_of_packs_come_along_with_their_templates_and_texts_and_no_reports(tmp_path: Path) -> None:
    earlier = small_event(tmp_path, more=KINDS)
    for name in ("templates/follow-up/contacts.html", "texts/follow-up/welkom.txt", "verslagen/tafel-1.txt"):
        (earlier / name).parent.mkdir(parents=True, exist_ok=True)
        (earlier / name).write_text("Dank.", "utf-8")
    folder = tmp_path / "2030-05-16-wonen"
    made = next_event(folder, earlier)
    assert {"templates/follow-up/contacts.html", "texts/follow-up/welkom.txt"} <= set(made)
    assert not any(name.startswith("verslagen") for name in made)
    window = load_event_file(folder, "follow-up").settings.rules.window
    assert window.not_before.replace(tzinfo=None).isoformat() == "2030-05-18T08:00:00"
    assert "# als iedereen thuis is" in (folder / "event.toml").read_text("utf-8")
