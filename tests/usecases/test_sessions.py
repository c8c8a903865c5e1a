"""A meeting with rounds of parallel sessions, from the list with wishes to what changes after letters went."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from doubles.printed_parts import PrintedParts
from usecases.command_line import JSON, CommandLine
from usecases.meeting_with_rounds import meeting_with_rounds, told_meeting

NAMES = ("Dina", "Anna", "Cor", "Bram")


@pytest.fixture
def cli(tmp_path: Path) -> CommandLine:
    return meeting_with_rounds(tmp_path)


@pytest.fixture(scope="module")
def told(common: Path, parts: PrintedParts) -> CommandLine:
    """An event whose letters went."""
    return told_meeting(common, parts)


def _days(told: Any) -> dict[str, str]:
    """Everyone's sessions, by first name."""
    return {
        each["name"].partition(" ")[0]: " ".join(one["session"] or "-" for one in each["sessions"])
        for each in told["people"]
    }


def _codes(told: Any) -> list[str]:
    return [each["code"] for each in told["findings"]]


def test_everyone_has_a_session_in_each_round(cli: CommandLine) -> None:
    said = cli.run("sessions", *JSON)
    assert said.code == 0
    assert _days(said.json) == {"Dina": "a c", "Anna": "a c", "Cor": "b a", "Bram": "b a"}
    first, second = said.json["rounds"]
    assert first["wishes"] == {"met": {"1": 3}, "unmet": 0, "unsaid": 0, "leading": 1, "nowhere": 0}
    assert second["wishes"]["met"] == {"1": 4}
    assert [len(each["people"]) for each in first["sessions"]] == [2, 2]
    assert said.json["proven"] is True


def test_it_is_shown_for_people_too(cli: CommandLine) -> None:
    said = cli.run("sessions").out
    assert "A Wijken" in said
    assert "2 of 2" in said
    assert "proven to be the best" in said
    assert "Anna de Boer, round 2: C Bouwen (wish 1)" in cli.run("sessions", "--participant", "2").out


def test_a_check_tells_what_is_wrong_with_wishes_and_rounds(cli: CommandLine) -> None:
    cli.replace_text("deelnemers.csv", ";Wijken;", ";Wijke;")
    cli.replace_text("programma.csv", "Zaal 3", "Zaal 2")
    found = {each["code"]: each for each in cli.run("check", *JSON).json["findings"]}
    assert (found["wish-unknown-suggested"]["line"], found["wish-unknown-suggested"]["column"]) == (3, "Ronde 1")
    assert found["room-twice"]["line"] == 8
    assert "A (Wijken)" in found["wish-unknown-suggested"]["todo"]


def test_a_check_tells_which_signs_of_the_programme_cannot_be_printed(cli: CommandLine) -> None:
    cli.replace_text("programma.csv", ";Hofjes;", ";Hofjes en cafés – 🎉;")
    cli.replace_text("programma.csv", ";Zaal 3;", ";قاعة;")
    found = [each for each in cli.run("check", *JSON).json["findings"] if each["code"] == "programme-letters"]
    assert [(each["line"], each["column"]) for each in found] == [(5, "Onderdeel"), (8, "Zaal")]
    assert "(🎉 U+1F389)" in cli.run("check").out


def test_a_programme_without_rounds_says_how_to_have_them(tmp_path: Path) -> None:
    said = CommandLine.create(tmp_path).run("sessions")
    assert (said.code, "no rounds" in said.out) == (0, True)


def test_who_was_told_stays_when_the_first_wish_of_others_comes_late(told: CommandLine, tmp_path: Path) -> None:
    cli = told.copied(tmp_path)
    before = _days(cli.run("sessions", *JSON).json)
    path = cli.event / "deelnemers.csv"
    late = "".join(f"Laat;;Nummer{number};wethouder;Goes;laat{number}@goes.example;2;A;A;\n" for number in range(1, 4))
    path.write_text(path.read_text("utf-8") + late.replace("Nummer1", "Eerst").replace("Nummer2", "Tweede"), "utf-8")
    after = cli.run("sessions", *JSON).json
    assert {name: _days(after)[name] for name in NAMES} == before
    assert all(len(one["people"]) <= (one["capacity"] or 99) for each in after["rounds"] for one in each["sessions"])


def test_a_session_that_goes_moves_its_people_alone_and_says_so(told: CommandLine, tmp_path: Path) -> None:
    cli = told.copied(tmp_path)
    cli.replace_text("programma.csv", "14.00;15.00;Bouwen;;;workshop;2;C;Zaal 2;3;;;\n", "")
    after = cli.run("sessions", *JSON).json
    assert _days(after) == {"Dina": "a d", "Anna": "a d", "Cor": "b a", "Bram": "b a"}
    assert sorted(each["code"] for each in after["findings"] if each["code"].startswith("session")) == [
        "session-moved",
        "session-moved",
    ]


def test_who_asks_for_another_session_gets_it(told: CommandLine, tmp_path: Path) -> None:
    cli = told.copied(tmp_path)
    cli.replace_text("deelnemers.csv", "b.visser@vaals.example;1;Workshop B;A;", "b.visser@vaals.example;1;B;D;")
    assert _days(cli.run("sessions", *JSON).json)["Bram"] == "b d"


def test_a_move_by_hand_holds_and_can_be_taken_back(cli: CommandLine) -> None:
    moved = cli.run("move-session", "3", "Geld", "--who", "anna", *JSON)
    assert (moved.code, moved.json["changes"]) == (
        0,
        [{"number": 3, "round": "2", "old": "a", "new": "d", "told": False}],
    )
    assert _days(cli.run("sessions", *JSON).json)["Cor"] == "b d"
    assert cli.run("move-session", "3", "--undo").code == 0
    assert _days(cli.run("sessions", *JSON).json)["Cor"] == "b a"


def test_a_look_at_a_move_records_nothing(cli: CommandLine) -> None:
    assert "D Geld" in cli.run("move-session", "3", "D", "--preview").out
    assert _days(cli.run("sessions", *JSON).json)["Cor"] == "b a"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("3", "Yoga"), "There is no session"),
        (("3", "A"), "several rounds"),
        (("99", "D"), "no participant 99"),
        (("3", "D", "--round", "7"), "no round 7"),
        (("3",), "Say where"),
        (("3", "--undo"), "was not moved"),
    ],
)
def test_a_move_that_cannot_be_is_refused_in_words(cli: CommandLine, words: tuple[str, ...], says: str) -> None:
    done = cli.run("move-session", *words)
    assert (done.code, says in done.err) == (2, True)


def test_what_the_list_fixes_cannot_be_moved(cli: CommandLine) -> None:
    cli.replace_text("deelnemers.csv", "Ronde 1;", "Ronde 1!;")
    done = cli.run("move-session", "3", "A", "--round", "1")
    assert (done.code, "The list says" in done.err) == (2, True)


def test_a_move_that_costs_others_what_they_were_told_asks_first(told: CommandLine, tmp_path: Path) -> None:
    cli = told.copied(tmp_path)
    done = cli.run("move-session", "2", "A", "--round", "2")
    assert (done.code, "were told another session" in done.err) == (9, True)
    assert cli.run("move-session", "2", "A", "--round", "2", "--accept").code == 0
    after = cli.run("sessions", *JSON).json
    assert _days(after)["Anna"].endswith("a")


def test_the_status_tells_how_full_the_sessions_are_and_which_wishes_are_met(cli: CommandLine) -> None:
    said = cli.run("status", *JSON).json["sessions"]
    assert said["wishes"] == {"met": {"1": 7}, "unmet": 0, "unsaid": 0, "leading": 1, "nowhere": 0}
    assert [(len(one["people"]), one["capacity"]) for one in said["rounds"][0]["sessions"]] == [(2, 2), (2, 3)]
    assert said["proven"] is True
    shown = cli.run("status").out
    assert "2 of 2" in shown
    assert "all rounds, wishes met: first 7, leading 1" in shown
    assert "proven to be the best" in shown


def test_the_status_names_who_has_no_session_and_what_does_not_take_place(cli: CommandLine) -> None:
    cli.replace_text("programma.csv", "Zaal 2;3;;;\n14.00;15.00;Wijken", "Zaal 2;1;;;\n14.00;15.00;Wijken")
    cli.replace_text("programma.csv", "Geld;;;workshop;2;D;Zaal 3;3;;;", "Geld;;;workshop;2;D;Zaal 3;3;3;;")
    first, second = cli.run("status", *JSON).json["sessions"]["rounds"]
    assert len(first["without_session"]) == first["wishes"]["nowhere"] == 1
    assert [one["takes_place"] for one in second["sessions"]] == [True, True, False]
    shown = cli.run("status").out
    assert f"without a session (1): {first['without_session'][0]:04d}" in shown
    assert "does not take place" in shown


def test_the_status_is_told_where_a_list_cannot_be_read_and_says_why_sessions_are_not(cli: CommandLine) -> None:
    (cli.event / "deelnemers.csv").write_text("hallo", "utf-8")
    said = cli.run("status")
    assert (said.code, "0 letters" in said.out) == (0, True)
    assert "How full the sessions are is not known: The list has no column" in said.out
    told = cli.run("status", *JSON).json
    assert (told["sessions"], told["sessions_unknown"].startswith("The list has no column")) == (None, True)


def test_the_status_of_a_programme_without_rounds_reads_no_list(tmp_path: Path) -> None:
    cli = CommandLine.create(tmp_path)
    (cli.event / "deelnemers.csv").write_text("hallo", "utf-8")
    told = cli.run("status", *JSON).json
    assert (told["sessions"], told["sessions_unknown"]) == (None, "")
    assert "session" not in cli.run("status").out


@pytest.mark.parametrize(("number", "session", "round"), [("4", "A", "1"), ("2", "A", "2")])
def test_a_move_names_the_packs_that_a_plan_makes_again(
    told: CommandLine, tmp_path: Path, number: str, session: str, round: str
) -> None:
    cli = told.copied(tmp_path)
    before = _to_make(cli)
    moved = cli.run("move-session", number, session, "--round", round, "--accept", *JSON)
    assert moved.json["packs"]
    assert moved.json["older_lists"] == [1]
    assert set(moved.json["packs"]) - before == _to_make(cli) - before


def _to_make(cli: CommandLine) -> set[int]:
    return {each["number"] for each in cli.run("plan", *JSON).json if each["decision"] != "keep"}


def test_a_move_before_the_first_build_stays_with_its_person_when_the_list_grows(cli: CommandLine) -> None:
    assert cli.run("move-session", "3", "Geld").code == 0
    path = cli.event / "deelnemers.csv"
    path.write_text(path.read_text("utf-8") + "Aad;;Aalders;wethouder;Goes;a.aalders@goes.example;2;B;A;\n", "utf-8")
    days = _days(cli.run("sessions", *JSON).json)
    assert (days["Cor"].endswith("d"), days["Aad"].endswith("d")) == (True, False)
