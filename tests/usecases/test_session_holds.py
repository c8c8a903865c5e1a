"""Letters that wait while the programme changes: who would go to the wrong session gets no letter, others do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from doubles.printed_parts import PrintedParts
from doubles.session_files import once
from usecases.command_line import DUTCH, IN_TIME, JSON, CommandLine, Done
from usecases.meeting_with_rounds import meeting_of
from usecases.test_session_changes import LIST, PROGRAMME, WITHOUT_BUILDING

DINA, FENNA, ANNA, COR, EVA, BRAM = range(1, 7)


@pytest.fixture(scope="module")
def waiting(common: Path, parts: PrintedParts) -> CommandLine:
    """An event whose letters are released, and wait."""

    def made(folder: Path) -> CommandLine:
        cli = meeting_of(folder, PROGRAMME, LIST, parts)
        assert cli.run("build", *IN_TIME, *JSON).json["made"] == 6
        assert cli.run("release", "--yes-send", "6", *IN_TIME).code == 0
        return cli

    return once(common / "session-holds", made)


@pytest.fixture
def cli(waiting: CommandLine, tmp_path: Path) -> CommandLine:
    return waiting.copied(tmp_path)


def _sent(cli: CommandLine) -> tuple[Done, dict[str, str]]:
    done = cli.run("send", *DUTCH, *IN_TIME, *JSON)
    return done, {each["code"]: each["what"] for each in done.json["findings"]}


@pytest.mark.parametrize(
    ("old", "new", "held", "says"),
    [
        ("1;A;Zaal 1", "1;A;Zaal 9", 3, "ronde 1 is in Zaal 9 in plaats van Zaal 1"),
        ("14.15;15.00;Geld", "14.30;15.00;Geld", 1, "‘Geld’ begint om 14.30 in plaats van 14.15 uur"),
        (*WITHOUT_BUILDING, 3, "‘Bouwen’ gaat niet door; in ronde 2 is er geen sessie meer voor u"),
    ],
)
def test_a_letter_that_sends_somebody_to_the_wrong_session_is_held_and_others_go(
    cli: CommandLine, old: str, new: str, held: int, says: str
) -> None:
    cli.replace_text("programma.csv", old, new)
    done, found = _sent(cli)
    assert (done.code, done.json["held"], done.json["sent"]) == (1, held, 6 - held)
    assert found.keys() == {"held-session"}
    assert says in found["held-session"]
    assert f"(aantal: {held})" in found["held-session"]
    assert cli.run("build", *IN_TIME, *JSON).json["made"] == held
    assert "held" not in cli.states().values()


def test_a_held_letter_goes_when_the_programme_is_as_it_was_or_somebody_says_so(cli: CommandLine) -> None:
    cli.replace_text("programma.csv", "2;D;Zaal 3", "2;D;Zaal 4")
    assert _sent(cli)[0].json["held"] == 1
    cli.replace_text("programma.csv", "2;D;Zaal 4", "2;D;Zaal 3")
    assert _sent(cli)[0].json["sent"] == 1


def test_who_was_moved_by_hand_since_gets_no_letter_about_the_old_session(cli: CommandLine) -> None:
    cli.run("move-session", str(EVA), "A", "--round", "2", "--who", "anna")
    cli.replace_text("deelnemers.csv", "Ronde 1;R2K1", "Ronde 1!;R2K1")
    cli.replace_text("deelnemers.csv", "ja;2;B;A;D", "ja;2;A;A;D")
    done, found = _sent(cli)
    assert (done.json["held"], done.json["sent"]) == (2, 4)
    assert "held-session" in found


def test_who_was_moved_by_hand_is_held_too_when_the_session_has_another_code_since(cli: CommandLine) -> None:
    cli.run("move-session", str(EVA), "A", "--round", "2", "--who", "anna")
    for path in (cli.event / "programma.csv", cli.event / "deelnemers.csv"):
        path.write_text(re.sub(r"(?<=;)A(?=[;\n])", "W1", path.read_text("utf-8")), "utf-8")
    done, found = _sent(cli)
    assert "‘Wijken’" in found["held-session"]
    assert (done.json["held"], done.json["sent"]) == (1, 5)


@pytest.mark.parametrize(
    ("old", "new", "who"),
    [
        (";Jan Bos;", ";Eva Mol;", "2, 4–5 (aantal: 3)"),
        ("2;D;", "2;Delta;", "5 (aantal: 1)"),
        ("Welkom.", "Dag.", "1–6 (aantal: 6)"),
        ("12.30;13.00;Opening", "12.45;13.00;Opening", "1–6 (aantal: 6)"),
        ("De beamer staat klaar.", "De beamer is stuk.", "1 (aantal: 1)"),
    ],
)
def test_another_change_is_said_of_those_whose_day_it_is_and_their_letters_go(
    cli: CommandLine, old: str, new: str, who: str
) -> None:
    cli.replace_text("programma.csv", old, new)
    done, found = _sent(cli)
    assert (done.code, done.json["sent"], found.keys()) == (1, 6, {"event-changed"})
    assert f"deelnemer {who}" in found["event-changed"]
    assert "het programma" in found["event-changed"]


@pytest.mark.parametrize(
    ("old", "new"),
    [("2;D;Zaal 3;40", "2;D;Zaal 3;50"), ("1;B;Zaal 2;40;;", "1;B;Zaal 2;40;2;")],
)
def test_what_nobody_reads_of_a_session_is_no_change(cli: CommandLine, old: str, new: str) -> None:
    cli.replace_text("programma.csv", old, new)
    assert _sent(cli)[1] == {}
