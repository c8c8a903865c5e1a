"""Looking at a list before anything is made of it: what it would give, and how it differs from the last."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from doubles.workspaces import opened
from usecases.command_line import DUTCH, IN_TIME, JSON, CommandLine, asked
from usecases.conftest import Ran
from usecases.meeting import ANNA, BRAM, COR, DINA, PEOPLE, changed

from reportgen.application.build.load_event import load_event
from reportgen.config.paths import Paths
from reportgen.config.timezone import ZONE
from reportgen.sources.cbs.embedded import EMBEDDED


@pytest.fixture
def cli(tmp_path: Path) -> CommandLine:
    return CommandLine.create(tmp_path)


def test_what_becomes_of_each_row_adds_up(cli: CommandLine) -> None:
    cli.write_list([*PEOPLE, ANNA, changed(COR, municipality="Nieuwegijn", email="cor@elders.example")])
    told = cli.run("check", *JSON).json
    rows = told["rows"]
    assert rows["read"] == len(PEOPLE) + 2
    assert rows["participants"] == len(told["people"]) == told["participants"]
    assert rows["read"] == rows["participants"] + rows["cancelled"] + rows["left_out"] + rows["joined"]


def test_every_participant_is_shown_with_the_salutation_and_the_row(cli: CommandLine) -> None:
    anna = next(each for each in cli.run("check", *JSON).json["people"] if each["email"] == ANNA.email)
    assert anna["salutation"].startswith("Geachte ")
    assert (anna["file"], anna["line"] > 1) == ("deelnemers.csv", True)


def test_after_a_run_the_list_is_compared_with_the_one_of_that_run(sent: Ran, tmp_path: Path) -> None:
    cli = sent.cli.copied(tmp_path)
    assert "is er niets veranderd" in cli.run("check", *DUTCH).out
    new = changed(DINA, first="Eva", infix="", last="Nieuwkomer", email="eva@vaals.example")
    left = [each for each in PEOPLE if each not in (ANNA, COR)]
    cli.write_list([*left, changed(ANNA, function="burgemeester"), new])
    told = cli.run("check", *DUTCH, *JSON).json
    assert (len(told["new"]), len(told["changed"])) == (1, 1)
    said = cli.run("check", *DUTCH).out
    assert "nieuw" in said
    assert "Nieuwkomer" in said
    assert "functie: " in said
    assert "→ burgemeester" in said


def test_another_list_can_be_checked_and_a_sheet_of_it(cli: CommandLine) -> None:
    book = cli.event.parent / "lijst.xlsx"
    with pd.ExcelWriter(book, engine="xlsxwriter") as file:
        pd.DataFrame({"Toelichting": ["Zie het andere blad"]}).to_excel(file, sheet_name="Eerst", index=False)
        row = {"Naam": "Jan Bos", "Gemeente": "Urk", "E-mail": "j.bos@urk.example", "Functie": "wethouder"}
        pd.DataFrame([row]).to_excel(file, sheet_name="Namen", index=False)
    told = asked("check", str(cli.event), str(book), "--sheet", "Namen", "--output", str(cli.output), *JSON).json
    assert [(each["name"], each["file"]) for each in told["people"]] == [("Jan Bos", "lijst.xlsx (Namen)")]
    without = asked("check", str(cli.event), str(book), "--output", str(cli.output))
    assert without.code == 4
    assert asked("check", str(cli.event), "--sheet", "Namen").code == 2


def test_the_same_is_written_as_a_workbook(cli: CommandLine) -> None:
    cli.write_list([ANNA, changed(COR, function="=1+1")])
    book = cli.event.parent / "nakijken.xlsx"
    done = cli.run("check", *DUTCH, "--xlsx", str(book))
    assert str(book) in done.out
    frames = pd.read_excel(book, sheet_name=None, engine="calamine", dtype=str)
    assert "'=1+1" in frames["Deelnemers"].to_numpy()
    assert len(frames["Deelnemers"]) == 2


def test_the_workbook_never_takes_the_place_of_a_list(cli: CommandLine) -> None:
    shutil.copy(cli.event / "deelnemers.csv", cli.event / "lijst.xlsx")
    before = (cli.event / "lijst.xlsx").read_bytes()
    arguments = ("check", str(cli.event), str(cli.event / "lijst.xlsx"), "--output", str(cli.output))
    assert asked(*arguments, "--xlsx", str(cli.event / "lijst.xlsx")).code == 2
    assert asked(*arguments, "--xlsx", str(cli.event / "deelnemers.csv")).code == 2
    assert (cli.event / "lijst.xlsx").read_bytes() == before


def test_a_list_that_would_stop_the_run_says_so(sent: Ran, tmp_path: Path) -> None:
    cli = sent.cli.copied(tmp_path)
    cli.write_list([ANNA])
    done = cli.run("check")
    assert "--accept-shrunk" in done.out
    assert cli.run("build", *IN_TIME).code == 9


def test_lists_that_complete_each_other_are_one(cli: CommandLine) -> None:
    (cli.event / "a.csv").write_text(
        "Achternaam;Voornaam;Functie;E-mail\nBos;Jan;wethouder;j.bos@urk.example\nDijk;An;burgemeester;a@vaals.example\n"
    )
    (cli.event / "b.csv").write_text(
        "E-mailadres;Plaats;Tafel;Kleur\na@vaals.example;Vaals;2;groen\nj.bos@urk.example;Urk;1;rood\n"
    )
    words = '[lists]\nfiles = ["a.csv", "b.csv"]\n[columns]\nGemeente = "plaats"\nStatus = "Kleur"\n'
    cli.replace_text("event.toml", "[delivery]", words + '[status]\ncoming = ["Groen", "rood"]\n[delivery]')
    told = cli.run("check", *IN_TIME, *JSON).json
    assert [(each["code"], each["table"]) for each in told["people"]] == [("GM0184", 1), ("GM0981", 2)]
    assert told["findings"] == []


def test_words_of_the_organiser_that_fit_no_list_are_a_fault_with_advice(cli: CommandLine) -> None:
    cli.replace_text("event.toml", "[delivery]", '[columns]\nGemeente = "Stad"\n[delivery]')
    done = cli.run("check")
    assert done.code == 3
    assert "Stad" in done.err
    cli.replace_text("event.toml", 'Gemeente = "Stad"', 'Schoenmaat = "Stad"')
    assert "Schoenmaat" in cli.run("check").err


def test_a_list_that_leads_to_itself_is_said_in_words_also_when_a_workbook_is_asked_for(cli: CommandLine) -> None:
    loop = cli.event.parent / "kring.csv"
    loop.symlink_to(loop)
    said = asked("check", str(cli.event), str(loop), "--xlsx", str(cli.event.parent / "nakijken.xlsx"))
    assert said.code == 4


def test_plan_and_build_count_the_people_who_are_left_out_and_say_each_thing_once(tmp_path: Path) -> None:
    bad = changed(BRAM, municipality="Nieuwegijn", email="b.visser@", function="")
    cli = CommandLine.create(tmp_path, [DINA, ANNA, changed(COR, status="misschien"), bad, bad])
    plan = cli.run("plan", *IN_TIME)
    assert plan.code == 1
    findings = [line for line in plan.out.splitlines() if "deelnemers.csv" in line]
    assert len(findings) == len(set(findings)) > 2
    with opened(cli.event, Paths(EMBEDDED, cli.output), datetime(2018, 12, 3, 8, tzinfo=ZONE)) as workspace:
        assert load_event(workspace).left_out == 2, "Cor, and Bram in two rows"


def test_sending_says_nothing_of_packs(sent: Ran, tmp_path: Path) -> None:
    cli = sent.cli.copied(tmp_path)
    done = cli.run("send", *IN_TIME)
    assert "pack" not in done.out
    assert "Nothing to do: no letter is due." in done.out


def test_what_changed_in_the_same_way_is_shown_once(sent: Ran, tmp_path: Path) -> None:
    cli = sent.cli.copied(tmp_path)
    cli.replace_text("event.toml", 'title = "Wonen in de regio"', 'title = "Wonen"')
    out = cli.run("plan", *IN_TIME).out
    title = "the title of the meeting is ‘Wonen’ instead of ‘Wonen in de regio’"
    assert out.count(title) == 1, "it stands in two places of the pack, and is told once"
    assert out.count(", as 0001") == 3
