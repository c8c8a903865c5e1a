"""What happens to a meeting with rounds: too little room, a late group, another capacity, other wishes, spread."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from usecases import test_sessions
from usecases.command_line import JSON, CommandLine
from usecases.test_sessions import NAMES

cli, told = test_sessions.cli, test_sessions.told

LATE = "abcdefghijklmnopqrstuvwxyz"


def _sessions(told_json: Any) -> dict[str, list[str]]:
    """Everyone's sessions by first name."""
    return {
        each["name"].partition(" ")[0]: [one["session"] for one in each["sessions"]] for each in told_json["people"]
    }


def _codes(told_json: Any) -> Counter[str]:
    return Counter(each["code"] for each in told_json["findings"])


def _add_people(cli: CommandLine, count: int, wishes: str) -> None:
    """More people from Goes, each with the same wishes in the columns of the list."""
    path = cli.event / "deelnemers.csv"
    names = ["z" + LATE[at // 6] + LATE[10 + at % 6] for at in range(count)]
    rows = "".join(f"{name};;van{name};wethouder;Goes;{name}@goes.example;2;{wishes}\n" for name in names)
    path.write_text(path.read_text("utf-8") + rows, "utf-8")


def _room_holds(told_json: Any) -> bool:
    return all(
        one["capacity"] is None or len(one["people"]) <= one["capacity"]
        for each in told_json["rounds"]
        for one in each["sessions"]
    )


def test_with_too_little_room_nobody_is_over_and_who_has_none_is_named_with_the_reason(cli: CommandLine) -> None:
    _add_people(cli, 10, "A;;")
    done = cli.run("sessions", *JSON)
    assert done.code == 1
    assert _room_holds(done.json)
    (short, other) = [each for each in done.json["findings"] if each["code"] == "round-short"]
    assert "5 places for 14 people" in short["what"]
    nowhere = {name for name, days in _sessions(done.json).items() if not days[0]}
    assert len(nowhere) == 9
    assert all(name in short["what"] for name in nowhere)
    assert "8 places for 14 people" in other["what"]
    assert _codes(cli.run("check", *JSON).json)["round-short"] == 2


def test_with_too_little_room_nobody_misses_two_rounds_while_others_miss_none(cli: CommandLine) -> None:
    _add_people(cli, 4, ";;")
    days = _sessions(cli.run("sessions", *JSON).json)
    assert sum(not session for day in days.values() for session in day) == 3
    assert max(day.count("") for day in days.values()) == 1


def test_a_late_group_of_thirty_fills_what_is_free_and_nobody_told_moves(told: CommandLine, tmp_path: Path) -> None:
    late = told.copied(tmp_path)
    before = _sessions(late.run("sessions", *JSON).json)
    _add_people(late, 30, "B;A;")
    after = late.run("sessions", *JSON).json
    assert {name: _sessions(after)[name] for name in NAMES} == before
    assert _room_holds(after)
    assert not _codes(after)["session-moved"]
    assert _codes(after)["round-short"] == 2


def test_a_smaller_room_moves_as_few_as_it_must(told: CommandLine, tmp_path: Path) -> None:
    smaller = told.copied(tmp_path)
    before = _sessions(smaller.run("sessions", *JSON).json)
    smaller.replace_text("programma.csv", ";2;A;Zaal 1;2;", ";2;A;Zaal 1;1;")
    after = smaller.run("sessions", *JSON).json
    moved = {name for name, day in _sessions(after).items() if day != before[name]}
    assert len(moved) == 1
    assert moved < {"Cor", "Bram"}
    assert _codes(after)["session-moved"] == 1


def test_a_larger_room_moves_nobody_who_was_told(told: CommandLine, tmp_path: Path) -> None:
    larger = told.copied(tmp_path)
    before = _sessions(larger.run("sessions", *JSON).json)
    larger.replace_text("programma.csv", ";1;A;Zaal 1;2;", ";1;A;Zaal 1;20;")
    done = larger.run("sessions", *JSON)
    assert (_sessions(done.json), done.code) == (before, 0)


def test_what_the_list_fixes_wins_over_what_was_told(told: CommandLine, tmp_path: Path) -> None:
    fixed = told.copied(tmp_path)
    fixed.replace_text("deelnemers.csv", "R2K2", "Ronde 2!")
    after = fixed.run("sessions", *JSON).json
    assert _sessions(after)["Anna"][1] == "d"
    assert _codes(after)["session-moved"] == 1


def test_a_session_that_too_few_want_is_dropped_and_said(cli: CommandLine) -> None:
    cli.replace_text("programma.csv", ";2;D;Zaal 3;3;;", ";2;D;Zaal 3;3;3;")
    cli.replace_text("deelnemers.csv", "a.deboer@utrecht.example;1;Wijken;C;D", "a.deboer@utrecht.example;1;Wijken;D;C")
    done = cli.run("sessions", *JSON)
    assert (done.code, _codes(done.json)["session-dropped"]) == (1, 1)
    assert _sessions(done.json)["Anna"][1] == "c"


def test_a_session_goes_on_for_who_is_put_there_by_hand(cli: CommandLine) -> None:
    cli.replace_text("programma.csv", ";2;D;Zaal 3;3;;", ";2;D;Zaal 3;3;4;")
    assert cli.run("move-session", "3", "D", "--round", "2").code in (0, 1)
    after = cli.run("sessions", *JSON).json
    assert _sessions(after)["Cor"][1] == "d"
    assert not _codes(after)["session-dropped"]


def test_colleagues_are_in_different_sessions_where_that_is_asked(cli: CommandLine) -> None:
    cli.replace_text("event.toml", "[delivery]", "[sessions]\nspread_colleagues = true\n\n[delivery]")
    cli.replace_text("programma.csv", ";1;A;Zaal 1;2;", ";1;A;Zaal 1;9;")
    _add_people(cli, 2, ";;")
    days = _sessions(cli.run("sessions", *JSON).json)
    theirs = [day[0] for name, day in days.items() if name not in NAMES]
    assert len(set(theirs)) == 2


def test_the_same_lists_give_the_same_result(cli: CommandLine) -> None:
    _add_people(cli, 10, "A;A;C")
    results = []
    for _ in range(2):
        results.append(cli.run("sessions", *JSON).out)
        (cli.output / "cache" / "assignments" / f"{cli.event.name}.json").unlink()
    assert len(set(results)) == 1
