"""An event with the texts of its template, or with days that cannot be right, lets no letter go until it is mended."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from doubles.filled_in import ROW, fill_in
from doubles.printed_parts import PrintedParts
from doubles.small_event import EXAMPLE
from usecases.command_line import JSON, ONE_WORKER, CommandLine, asked

KEY = "2018-05-16-wonen"
EARLY, IN_TIME = ("--now", "2018-05-01T08:00"), ("--now", "2018-05-10T08:00")


@pytest.fixture
def new(tmp_path: Path, parts: PrintedParts) -> CommandLine:
    """What ``reportgen new`` makes, with one participant and nothing else filled in."""
    cli = CommandLine(tmp_path / KEY, tmp_path / "output", parts)
    parts.lend(cli.output)
    assert asked("new", str(cli.event)).code == 0
    with (cli.event / "deelnemers.csv").open("a", encoding="utf-8") as file:
        file.write(ROW)
    return cli


def _codes(cli: CommandLine, *moment: str) -> list[str]:
    told = cli.run("check", *(moment or EARLY), *JSON).json
    return [each["code"] for each in told["findings"] if each["gravity"] == "blocking"]


def test_each_text_of_the_template_is_named_with_its_line(new: CommandLine) -> None:
    done = new.run("check", *EARLY, *JSON)
    lines = (new.event / "event.toml").read_text("utf-8").splitlines()
    found = [each for each in done.json["findings"] if each["gravity"] == "blocking"]
    assert done.code == 1
    assert [each["line"] for each in found] == [at for at, line in enumerate(lines, 1) if line.endswith("# invullen")]
    assert "Titel van de bijeenkomst" in found[0]["what"]
    assert f"reportgen build {new.event}" in found[0]["todo"]


def test_an_untouched_event_is_made_to_look_at_and_never_leaves(new: CommandLine) -> None:
    preview = new.run("preview", *EARLY)
    assert (preview.code, "Titel van de bijeenkomst" in preview.out) == (0, True)
    built = new.run("build", *EARLY, *ONE_WORKER, *JSON)
    assert (built.code, built.json["made"]) == (1, 1)
    released = new.run("release")
    assert (released.code, "event.toml, line 6" in released.err) == (9, True)
    new.replace_text("event.toml", 'release = "by-hand" ', 'release = "automatic" ')
    ran = new.run("run", *IN_TIME, *ONE_WORKER)
    assert (ran.code, "not ready for its letters" in ran.out) == (9, True)
    new.execute_sql("UPDATE delivery SET state = 'released'")
    sent = new.run("send", *IN_TIME)
    assert (sent.code, "nothing was sent" in sent.err) == (9, True)
    assert not (new.output / "outbox").exists()


def test_letters_made_before_the_texts_were_filled_in_do_not_leave_either(new: CommandLine) -> None:
    assert new.run("build", *EARLY, *ONE_WORKER).code == 1
    (new.event / "deelnemers.csv").write_text(
        (new.event / "deelnemers.csv").read_text("utf-8").replace(ROW, ""), "utf-8"
    )
    fill_in(new.event)
    assert _codes(new) == []
    released = new.run("release")
    assert (released.code, "edition-0001" in released.err) == (9, True)
    assert new.run("build", *EARLY, *ONE_WORKER).code == 0
    assert new.run("release").code == 0
    assert new.run("send", *IN_TIME).code == 0
    assert len(list((new.output / "outbox").rglob("*.eml"))) == 1


@pytest.mark.parametrize(
    ("old", "new_text", "code"),
    [
        ("date = 2018-05-16", "date = 2018-05-17", "date-not-in-folder"),
        ("not_after = 2018-05-15T18:00:00", "not_after = 2020-05-15T18:00:00", "window-far"),
        ("not_before = 2018-05-09T07:00:00", "not_before = 2015-05-09T07:00:00", "window-far"),
        ('arrival = "Wonen', 'arrival = "[naam van het station] Wonen', "text-unfinished"),
    ],
)
def test_what_cannot_be_right_is_refused_until_it_is_mended(
    new: CommandLine, old: str, new_text: str, code: str
) -> None:
    fill_in(new.event)
    new.replace_text("event.toml", old, new_text)
    assert _codes(new) == [code]
    new.replace_text("event.toml", new_text, old)
    assert _codes(new) == []


def test_a_meeting_that_was_moved_keeps_its_folder(new: CommandLine) -> None:
    fill_in(new.event)
    new.replace_text("event.toml", "date = 2018-05-16", "date = 2018-05-17\nmoved_from = 2018-05-16")
    assert _codes(new) == []


def test_an_own_text_takes_the_place_of_that_of_the_template(new: CommandLine) -> None:
    (new.event / "texts").mkdir()
    (new.event / "texts" / "welkom.txt").write_text("Welkom in [naam].\n\nTot dan.\n", "utf-8")
    found = [each for each in new.run("check", *EARLY, *JSON).json["findings"] if each["gravity"] == "blocking"]
    assert not any("Waarom de bijeenkomst er is" in each["what"] for each in found)
    assert [(each["file"], each["line"]) for each in found if each["code"] == "text-unfinished"] == [
        ("texts/welkom.txt", 1)
    ]


def test_two_themes_with_one_name_are_told_wherever_an_event_is_checked(new: CommandLine) -> None:
    fill_in(new.event)
    path = new.event / "event.toml"
    text = path.read_text("utf-8")
    name = text.partition("[[theme]]")[2].partition('name = "')[2].partition('"')[0]
    path.write_text(f'{text}\n[[theme]]\nname = " {name.upper()} "\n', "utf-8")
    (found,) = [each for each in new.run("check", *EARLY, *JSON).json["findings"] if "twice" in each["code"]]
    assert (found["code"], found["gravity"]) == ("text-twice-theme", "doubtful")
    assert found["line"] == len(text.splitlines()) + 3
    assert new.run("build", *EARLY, *ONE_WORKER).code == 1, "it is told, and packs are made"


@pytest.mark.parametrize("word", ["{aanhef}", "{naam deelnemer}", "{Voornaam}"])
def test_a_word_in_braces_that_nothing_fills_in_holds_the_letters(new: CommandLine, word: str) -> None:
    fill_in(new.event)
    (new.event / "texts").mkdir()
    (new.event / "texts" / "brief.txt").write_text(f"Tot dan.\n\nBeste {word},\n", "utf-8")
    (found,) = [each for each in new.run("check", *EARLY, *JSON).json["findings"] if each["gravity"] == "blocking"]
    assert (found["code"], found["file"], found["line"]) == ("text-unfinished", "texts/brief.txt", 3)
    assert word in found["what"]
    assert "nothing is filled in here by itself" in found["todo"]


def test_the_days_of_the_template_are_not_those_of_an_event(tmp_path: Path) -> None:
    cli = CommandLine(tmp_path / "wonen", tmp_path / "output")
    asked("new", str(cli.event))
    fill_in(cli.event)
    assert _codes(cli, "--now", "2030-04-01T08:00") == ["date-placeholder"]
    cli.replace_text("event.toml", "not_before = 2030-05-09T07:00:00", "not_before = 2030-05-08T07:00:00")
    assert _codes(cli, "--now", "2030-04-01T08:00") == []


def test_a_copy_of_the_example_may_not_name_the_day_of_the_example(tmp_path: Path) -> None:
    cli = CommandLine(tmp_path / KEY, tmp_path / "output")
    assert asked("new", str(cli.event), "--from", str(EXAMPLE)).code == 0
    told = cli.run("check", *EARLY, *JSON).json["findings"]
    blocking = [(each["code"], each["line"]) for each in told if each["gravity"] == "blocking"]
    assert blocking == [("text-of-example", 14), ("text-of-example", 15)]
    assert "texts-like-example" in [each["code"] for each in told]


def test_the_example_itself_is_well(tmp_path: Path) -> None:
    cli = CommandLine(tmp_path / EXAMPLE.name, tmp_path / "output")
    shutil.copytree(EXAMPLE, cli.event)
    found = {each["code"] for each in cli.run("check", *JSON).json["findings"]}
    assert not any(each.startswith(("text", "window", "date", "figures-of", "municipalities-")) for each in found)
