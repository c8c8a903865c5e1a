"""What README.md tells people to type exists, and does what it says."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import typer
from doubles.cbs import Cbs
from house.modules import ROOT
from usecases.desk import Desk, asked

from reportgen import errors
from reportgen.errors import ReportgenError
from reportgen.interfaces.cli import command_line

README = ROOT / "README.md"
if not README.exists():
    pytest.skip("there is no README.md yet", allow_module_level=True)

TEXT = README.read_text("utf-8")
COMMANDS = typer.main.get_group(command_line()).commands

FILLED_IN = "\n;Anna;de;Boer;wethouder;Utrecht;a.deboer@utrecht.example;aangemeld;ja;\n"


def _typed() -> list[str]:
    """The commands in the blocks that a person types over, comments and prompts left out."""
    lines = []
    for block in re.findall(r"^```(?:sh|console)\n(.*?)^```", TEXT, re.M | re.S):
        joined = block.replace("\\\n", " ")
        prompted = any(line.startswith("$ ") for line in joined.splitlines())
        for line in joined.splitlines():
            if prompted and not line.startswith("$ "):
                continue  # what the command says
            command = line.removeprefix("$ ").split(" #")[0].strip()
            if command and not command.startswith("#"):
                lines.append(command)
    return lines


TYPED = _typed()


def _words(command: str) -> list[str]:
    """A command's words, settings of the environment before it left out."""
    words = shlex.split(command)
    while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
        words = words[1:]
    return words


def _of_reportgen() -> list[list[str]]:
    found = [_words(command) for command in TYPED]
    return [words[1:] for words in found if words and words[0].rpartition("/")[2] == "reportgen"]


def test_the_two_commands_of_the_beginning_are_there() -> None:
    assert {"make run", "make test"} <= set(TYPED)


def test_every_command_is_one_we_can_check() -> None:
    programs = {_words(command)[0].rpartition("/")[2] for command in TYPED}
    assert programs <= {"make", "reportgen", "cd", "git", "sha256sum", "crontab"}


@pytest.mark.parametrize("command", [each for each in TYPED if each.startswith("make ")])
def test_every_make_target_exists(command: str) -> None:
    if not shutil.which("make"):
        pytest.skip("there is no make here")
    done = subprocess.run(
        ["make", "--dry-run", "--always-make", *_words(command)[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout


@pytest.mark.parametrize("words", _of_reportgen(), ids=" ".join)
def test_every_command_understands_what_is_typed(words: list[str]) -> None:
    name, *arguments = words
    COMMANDS[name].make_context(name, arguments).close()


def test_every_option_that_is_mentioned_exists() -> None:
    known = {option for command in COMMANDS.values() for each in command.params for option in each.opts}
    mentioned = {option for span in re.findall(r"`([^`\n]+)`", TEXT) for option in re.findall(r"--[a-z-]+", span)}
    assert mentioned <= {*known, "--help"}


def test_every_command_is_mentioned() -> None:
    assert {words[0] for words in _of_reportgen()} >= COMMANDS.keys()


def test_the_exit_codes_are_those_of_the_errors() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d) \| ", TEXT, re.M)}
    kinds = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, ReportgenError)]
    assert told == {0, 1} | {kind.exit_code for kind in kinds}


def test_every_file_of_ours_that_is_named_exists() -> None:
    spans = re.findall(r"`([^`\n]+)`", TEXT)
    named = [span for span in spans if re.fullmatch(r"(data|cron|templates|reportgen|tests|benchmarks)/[\w./-]*", span)]
    assert named
    assert [each for each in named if not (ROOT / each).exists()] == []


def test_every_picture_exists() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", TEXT)
    assert [each for each in pictures if not (ROOT / each).is_file()] == []


def test_the_figures_it_tells_are_those_that_are_asserted() -> None:
    totals = tomllib.loads((ROOT / "data" / "figures" / "snapshot.toml").read_text("utf-8"))["totals"]
    told = " ".join(TEXT.split())
    assert f"{totals['municipalities']} municipalities, {totals['residents']:,} residents" in told


def test_what_is_rung_by_the_clock_is_a_command_too() -> None:
    lines = (ROOT / "cron" / "reportgen.cron").read_text("utf-8").splitlines()
    settings = dict(line.split("=", 1) for line in lines if re.match(r"[A-Z_]+=", line))
    rung = [line for line in lines if re.match(r"[\d*]", line)]
    assert len(rung) == 2
    for line in rung:
        words = shlex.split(line)
        start, end = words.index(".venv/bin/reportgen"), words.index(">>")
        name, event, *options = words[start + 1 : end]
        COMMANDS[name].make_context(name, [event, *options]).close()
        assert (ROOT / settings[event.removeprefix("$")]).is_dir()


def test_the_path_of_a_newcomer_works_as_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cbs: Cbs) -> None:
    """Every command in its order, with the event somewhere else; what it says may not leave yet does not leave."""
    (event,) = {words[1] for words in _of_reportgen() if words[0] == "new"}
    desk = Desk(tmp_path / "events" / Path(event).name, tmp_path / "output")
    codes = {}
    monkeypatch.chdir(tmp_path)  # what a command writes where it is typed
    monkeypatch.setenv("REPORTGEN_CBS", cbs.address)
    for name, given, *options in _of_reportgen():
        if given != event:
            continue
        if name == "new":
            codes[name] = asked(name, str(desk.event), *options).code
            with (desk.event / "deelnemers.csv").open("a", encoding="utf-8") as file:
                file.write(FILLED_IN)
        else:
            done = desk.asks(name, *options)
            done.assert_clear()
            codes[name] = done.code
    refused = {name: code for name, code in codes.items() if code}
    wanting = {"send": 9, "resolve": 2, "correct": 2, "run": 9, "serve": 3, "forget": 9, "purge": 9}
    assert refused == wanting, (
        "nothing may leave yet, so nothing can be uncertain, wrong or forgotten; and nobody may sign in"
    )
    assert len(desk.packs()) == 1
    assert desk.states() == {"0001.0001": "released"}
