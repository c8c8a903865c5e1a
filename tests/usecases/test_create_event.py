"""The next event starts from an earlier one, without its people."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from doubles.small_event import EXAMPLE, small_event
from hypothesis import given
from hypothesis import strategies as st

from reportgen.application.event.create import next_event
from reportgen.config.edit_event_toml import event_toml_for_next
from reportgen.config.settings import load_event_file
from reportgen.errors import UsageError
from reportgen.sources.lists.programme import programme_in

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


HEADINGS = (
    *("Begin", "Einde", "Onderdeel", "Spreker", "Toelichting", "Soort", "Ronde", "Code", "Ruimte", "Capaciteit"),
    *("Minimum", "Doelgroep", "Moderator", "Notitie"),
)
SESSIONS = (
    ("12.00", "12.30", "Inloop", "", "", "inloop", "", "", "Foyer", "", "", "", "", ""),
    (
        "12.30",
        "13.30",
        "Wijken",
        "",
        "",
        "",
        "1",
        "A",
        "Zaal 1",
        "20",
        "5",
        "burgemeesters; Utrecht",
        "Z. Zwaluw",
        "Hoi",
    ),
    ("12.30", "13.30", "Geld", "", "", "", "1", "B", "Zaal 2", "20", "", "Zoë Zwaluw, z@vaals.example, A", "", ""),
)


def _write_programme(path: Path, rows: Sequence[Sequence[str]]) -> None:
    if path.suffix == ".csv":
        path.write_text("".join(";".join(f'"{cell}"' for cell in row) + "\n" for row in rows), "utf-8")
        return
    with xlsxwriter.Workbook(path) as workbook:
        for at, row in enumerate(rows):
            (workbook.worksheets() or [workbook.add_worksheet()])[0].write_row(at, 0, row)
        workbook.add_worksheet("Deelnemers").write_row(0, 0, ("Zwaluw",))


@pytest.mark.parametrize("name", ["programma.csv", "programma.xlsx"])
def test_rounds_rooms_and_capacities_come_along_without_who_leads_or_is_named(name: str, tmp_path: Path) -> None:
    earlier, folder = small_event(tmp_path), tmp_path / "2030-05-16-wonen"
    (earlier / "programma.csv").unlink()
    _write_programme(earlier / name, (HEADINGS, *SESSIONS))
    assert "programma.csv" in next_event(folder, earlier)
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert not any(b"Zwaluw" in each or b"vaals.example" in each or b"Hoi" in each for each in files)
    before, after = programme_in(earlier / name), programme_in(folder / "programma.csv")
    named = [each.audience for each in after]
    assert named == [(), ("burgemeesters", "Utrecht"), ("[naam]", "A")]
    assert [replace(each, audience=(), leader="", leader_note="") for each in before] == [
        replace(each, audience=()) for each in after
    ]


def test_a_programme_without_people_comes_along_byte_for_byte(tmp_path: Path) -> None:
    earlier, folder = small_event(tmp_path), tmp_path / "2030-05-16-wonen"
    next_event(folder, earlier)
    assert (folder / "programma.csv").read_bytes() == (earlier / "programma.csv").read_bytes()


def test_wishes_of_an_earlier_meeting_do_not_come_along(tmp_path: Path) -> None:
    folder = tmp_path / "2030-05-16-wonen"
    next_event(folder, EXAMPLE.parent / "2027-03-18-wonen-en-vergrijzing")
    assert "Ronde" not in (folder / "deelnemers.csv").read_text("utf-8")
    assert {(each.leader, each.leader_note) for each in programme_in(folder / "programma.csv")} == {("", "")}
