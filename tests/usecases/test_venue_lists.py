"""Attendance lists, badges and table signs of an event: what is written, what people were told, and who is erased."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from doubles.printed_parts import PrintedParts
from doubles.session_files import once
from pypdf import PdfReader
from usecases.command_line import JSON, CommandLine, digests_in
from usecases.meeting_with_rounds import meeting_with_rounds, told_meeting

from reportgen.application.venue.write_lists import venue_files

FILES = (
    "presentielijst.pdf",
    *(f"presentielijst-ronde-1-{each}.pdf" for each in "ab"),
    *(f"presentielijst-ronde-2-{each}.pdf" for each in "acd"),
    *("presentie.xlsx", "badges.pdf", "tafelborden.pdf"),
)


@pytest.fixture(scope="module")
def told(common: Path, parts: PrintedParts) -> CommandLine:
    """An event with rounds whose letters went, with its lists."""

    def made(folder: Path) -> CommandLine:
        ready = told_meeting(common, parts).copied(folder)
        assert ready.run("lists").code == 0
        return ready

    return once(common / "venue", made)


@pytest.fixture
def cli(told: CommandLine, tmp_path: Path) -> CommandLine:
    return told.copied(tmp_path)


def _folder(cli: CommandLine) -> Path:
    return cli.output / "lists" / cli.event.name


def _digests(cli: CommandLine) -> Mapping[str, str]:
    return digests_in(_folder(cli))


def _text(cli: CommandLine, name: str) -> str:
    pages = PdfReader(BytesIO((_folder(cli) / name).read_bytes())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_there_is_a_list_of_everyone_and_of_each_session_and_it_is_said_where(cli: CommandLine) -> None:
    said = cli.run("lists", *JSON)
    assert (said.code, said.json["findings"]) == (0, [])
    counts = {name: said.json[name] for name in ("people", "attendance_lists", "badges", "table_signs", "untold")}
    assert counts == {"people": 4, "attendance_lists": 6, "badges": 4, "table_signs": 3, "untold": 0}
    assert tuple(each["name"] for each in said.json["files"]) == FILES
    assert sorted(_digests(cli)) == sorted(FILES)


def test_each_list_names_its_session_without_being_opened(cli: CommandLine) -> None:
    titles = {each.path.name: each.title for each in venue_files(_folder(cli))}
    assert tuple(titles) == FILES
    assert re.search(r": Presentielijst: .*2, C Bouwen$", titles["presentielijst-ronde-2-c.pdf"])
    (_folder(cli) / "presentielijst-ronde-2-d.pdf").write_bytes(b"%PDF-1.7 stuk")
    assert {each.path.name: each.title for each in venue_files(_folder(cli))} == {
        **titles,
        "presentielijst-ronde-2-d.pdf": "",
    }


def test_they_say_who_goes_where(cli: CommandLine) -> None:
    assert "Amrani, el, Dina leidt deze sessie" in _text(cli, "presentielijst-ronde-1-a.pdf")
    assert "Zaal 2" in _text(cli, "presentielijst-ronde-2-c.pdf")
    assert "Visser" not in _text(cli, "presentielijst-ronde-2-c.pdf")
    assert "14.00 Zaal 2: C Bouwen" in _text(cli, "badges.pdf")
    assert "Visser" not in _text(cli, "tafelborden.pdf")


def test_the_same_input_gives_the_same_bytes(cli: CommandLine) -> None:
    before = _digests(cli)
    shown = cli.run("lists")
    assert shown.code == 0
    assert _digests(cli) == before
    assert str(_folder(cli)) in shown.out
    assert "presentielijst-ronde-2-c.pdf" in shown.out


def test_before_letters_leave_it_is_said_that_lists_may_change(tmp_path: Path) -> None:
    said = meeting_with_rounds(tmp_path).run("lists", *JSON)
    assert (said.code, said.json["untold"]) == (0, 4)
    assert [each["code"] for each in said.json["findings"]] == ["venue-nobody-told"]


def test_who_was_told_another_room_or_session_is_counted_and_marked(cli: CommandLine) -> None:
    cli.replace_text("programma.csv", "14.00;15.00;Bouwen;;;workshop;2;C;Zaal 2;3;;;\n", "")
    said = cli.run("lists", *JSON)
    assert (said.code, said.json["told_otherwise"]) == (1, 2)
    assert said.json["removed"] == ["presentielijst-ronde-2-c.pdf"]
    found = {each["code"]: each["what"] for each in said.json["findings"]}
    assert "on the lists and badges: 2 (Dina el Amrani, Anna de Boer)" in found["venue-told-otherwise"]
    moved = _text(cli, "presentielijst-ronde-2-d.pdf")
    assert "kreeg te horen:" in moved


def test_another_room_is_told_otherwise_and_another_capacity_is_not(cli: CommandLine) -> None:
    cli.replace_text("programma.csv", "1;B;Zaal 2;3", "1;B;Zaal 2;4")
    cli.replace_text("programma.csv", "C;Zaal 2;3", "C;Tuinzaal;3")
    said = cli.run("lists")
    assert (said.code, "told otherwise    2" in said.out) == (1, True)
    assert "next:     reportgen run" in said.out
    assert "Tuinzaal" in _text(cli, "presentielijst-ronde-2-c.pdf")


def test_who_comes_late_was_not_told_and_who_cancels_is_on_no_list(cli: CommandLine) -> None:
    path = cli.event / "deelnemers.csv"
    heading, *rows = path.read_text("utf-8").splitlines()
    late = "Laat;;Komer;wethouder;Goes;l.komer@goes.example;2;B;A"
    rows = [row for row in rows if "Visser" not in row]
    path.write_text("\n".join([heading, *rows, late]) + "\n", "utf-8")
    said = cli.run("lists", *JSON)
    assert (said.code, said.json["people"], said.json["untold"]) == (1, 4, 1)
    assert "venue-untold" in [each["code"] for each in said.json["findings"]]
    everyone = _text(cli, "presentielijst.pdf")
    assert ("Komer" in everyone, "Visser" in everyone) == (True, False)
    assert "Visser" not in _text(cli, "badges.pdf")


def test_only_our_own_files_are_removed(cli: CommandLine) -> None:
    own = _folder(cli) / "mijn-lijst.pdf"
    own.write_bytes(b"x")
    (_folder(cli) / "presentielijst-ronde-9-z.pdf").write_bytes(b"old")
    assert cli.run("lists", *JSON).json["removed"] == ["presentielijst-ronde-9-z.pdf"]
    assert own.exists()


def test_rows_that_are_left_out_and_people_without_a_session_are_told(cli: CommandLine) -> None:
    cli.replace_text("deelnemers.csv", "Utrecht", "Utregt")
    cli.replace_text("programma.csv", "Zaal 2;3", "Zaal 2;1")
    said = cli.run("lists", *JSON)
    assert (said.code, said.json["left_out"]) == (1, 1)
    assert {"municipality-unknown", "round-barred"} <= {each["code"] for each in said.json["findings"]}
    assert "geen sessie in ronde" in _text(cli, "presentielijst.pdf")


def test_letters_that_cannot_be_printed_cost_no_list_and_who_has_them_waits(cli: CommandLine) -> None:
    cli.replace_text("deelnemers.csv", "Cor;van;Dijk", "Cor;van;Dijk 蓝")
    said = cli.run("lists", *JSON)
    assert [each["code"] for each in said.json["findings"]] == ["name-letters"]
    assert said.json["left_out"] == 1
    assert tuple(each["name"] for each in said.json["files"]) == FILES


def test_names_of_who_did_not_agree_are_in_the_lists_and_are_erased_with_them(cli: CommandLine) -> None:
    data = cli.run("privacy", "4").json
    assert any(each["path"].endswith("badges.pdf") for each in data["found"])
    cli.replace_text("deelnemers.csv", "Bram;;Visser;burgemeester;Vaals;b.visser@vaals.example;1;Workshop B;A;\n", "")
    proof = cli.run("forget", "4", "--yes", *JSON).json
    assert str(_folder(cli)) in proof["removed"]
    assert not _folder(cli).exists()
    assert cli.run("lists", *JSON).json["people"] == 3


def test_everything_goes_when_the_event_is_purged(cli: CommandLine) -> None:
    proof = cli.run("purge", "--yes", "--early", *JSON)
    assert str(_folder(cli)) in proof.json["removed"]
    assert not _folder(cli).exists()


def test_a_meeting_without_rounds_has_a_list_badges_and_signs(tmp_path: Path) -> None:
    cli = CommandLine.create(tmp_path)
    said = cli.run("lists", *JSON).json
    assert [each["name"] for each in said["files"]] == [
        *("presentielijst.pdf", "presentie.xlsx", "badges.pdf", "tafelborden.pdf")
    ]
    sheets = pd.read_excel(_folder(cli) / "presentie.xlsx", sheet_name=None, engine="calamine")
    assert list(sheets) == ["Let op", "Iedereen"]


def test_a_meeting_of_nobody_says_so(cli: CommandLine) -> None:
    path = cli.event / "deelnemers.csv"
    path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    said = cli.run("lists", *JSON)
    assert said.code == 1
    assert "venue-nobody" in [each["code"] for each in said.json["findings"]]
    assert [each["name"] for each in said.json["files"]] == [*("presentielijst.pdf", *FILES[1:6], "presentie.xlsx")]


def test_a_folder_that_cannot_be_written_is_said_and_leaves_what_there_was(cli: CommandLine) -> None:
    if os.geteuid() == 0:
        pytest.skip("whoever runs this may write anywhere")
    before = _digests(cli)
    _folder(cli).chmod(0o500)
    try:
        said = cli.run("lists")
        assert said.code == 7
        assert _digests(cli) == before
    finally:
        _folder(cli).chmod(0o700)
