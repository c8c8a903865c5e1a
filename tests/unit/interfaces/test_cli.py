"""The commands: what they promise, and what they say to whoever types something else."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from doubles.filled_in import fill_in
from typer.testing import CliRunner
from usecases.command_line import DUTCH, IN_TIME, JSON, CommandLine, asked, digests_in, files_in
from usecases.meeting import ANNA, COR, KEY, PEOPLE, changed

from reportgen.config.settings import load_event_file
from reportgen.interfaces.cli import COMMANDS as MODULES
from reportgen.interfaces.cli import command_line, subjects
from reportgen.render.content.resources import TEMPLATES
from reportgen.sources.cbs.embedded import EMBEDDED

COMMANDS = typer.main.get_group(command_line()).commands

LEAVES = {
    f"{name} {inner}" if inner else name: leaf
    for name, command in COMMANDS.items()
    for inner, leaf in getattr(command, "commands", {"": command}).items()
}
"""Every command that does something, with those of a group by their two words."""

ON_AN_EVENT = (
    *("check", "plan", "preview", "sessions", "refresh", "build", "release", "send", "run", "rehearse", "status"),
    "verify",
)
READING_THE_LIST = ("check", "plan", "preview", "sessions", "build", "run", "rehearse")


@pytest.fixture
def cli(tmp_path: Path) -> CommandLine:
    """A command line with an event that is ready to run."""
    return CommandLine.create(tmp_path)


# Promises


def test_these_are_the_commands() -> None:
    assert {
        "message",
        "people",
        "new",
        "doctor",
        "figures",
        "resolve",
        "regenerate",
        "correct",
        "schedule",
        "bounces",
        "archive",
        "answers",
        "privacy",
        "forget",
        "purge",
        "serve",
        "organiser",
        "move-session",
        "lists",
        *ON_AN_EVENT,
    } == COMMANDS.keys()


@pytest.mark.parametrize("command", LEAVES)
def test_every_command_shows_an_example_that_it_understands(command: str) -> None:
    shown = asked(*command.split(), "--help").out
    found = re.search(r"Example: (reportgen .*?)\n *\n", shown, re.DOTALL)  # a long one goes on in the next line
    assert found
    _, *words = shlex.split(found[1])
    named = len(command.split())
    assert words[:named] == command.split()
    LEAVES[command].make_context(command, words[named:]).close()


def test_without_a_command_it_says_which_there_are() -> None:
    done = asked()
    said = done.out + done.err
    assert all(re.search(rf"^  {command} +\w", said, re.M) for command in COMMANDS)


def test_the_script_is_the_same_program() -> None:
    script = Path(sys.executable).with_name("reportgen")
    if not script.exists():
        pytest.skip("the script is not installed")
    done = subprocess.run([script, "--help"], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines()[-1].startswith("  organiser ")


# 2: the command itself is off


@pytest.mark.parametrize(
    "typed",
    [
        ("fly",),
        ("run",),
        ("run", "x", "--fast"),
        ("run", "x", "y"),
        ("run", "x", "--now", "yesterday"),
        ("run", "x", "--now", "2018-12-03"),
        ("run", "x", "--workers", "0"),
        ("run", "x", "--format", "xml"),
        ("preview", "x", "first"),
        ("verify", "x", *IN_TIME),
        ("new",),
    ],
)
def test_a_command_that_makes_no_sense_is_refused(typed: tuple[str, ...], tmp_path: Path) -> None:
    done = asked(*typed)
    assert done.code == 2
    assert "Error" in done.err or "Usage" in done.err


@pytest.mark.parametrize("number", ["9", "0", "-1"])
def test_a_preview_for_nobody_says_where_the_numbers_are(cli: CommandLine, number: str) -> None:
    done = asked("preview", "--output", str(cli.output), "--", str(cli.event), number)
    assert done.code == 2
    assert f"There is no participant {number}" in done.err
    assert "choose a number from 1 to 4" in done.err


# 3: event.toml and programma.csv


def test_all_faults_of_event_toml_are_said_at_once(cli: CommandLine) -> None:
    cli.replace_text("event.toml", 'title = "Wonen in de regio"\n', "")
    cli.replace_text("event.toml", "keep_until = 2023-12-31", "keep_until = 2023")
    for command in ON_AN_EVENT:
        done = cli.run(command)
        assert done.code == 3
        assert "event.toml has 2 faults: line 2: event.title: is missing; line " in done.err
        assert f"where: {cli.event / 'event.toml'}" in done.err


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("12.30;14.00;Opening", "12.30;12.00;Opening", "line 3: 12:30 to 12:00 runs backwards"),
        ("12.30;14.00;Opening", "half een;14.00;Opening", "line 3: 'half een' is no time like 12.30"),
        ("Welkom.;plenair", "Welkom.;feest", "line 3: kind 'feest' is none of"),
        ("Begin;Einde;", "Eerst;Dan;", "The programme has no column Begin, Einde"),
        ("Opening", "", "line 3: the part has no title"),
    ],
)
def test_a_bad_programme_is_said_line_by_line(cli: CommandLine, old: str, new: str, said: str) -> None:
    cli.replace_text("programma.csv", old, new)
    done = cli.run("check")
    assert (done.code, said in done.err) == (3, True)
    assert "programma.csv" in done.err


def test_all_faults_of_the_programme_are_said_at_once(cli: CommandLine) -> None:
    cli.replace_text("programma.csv", "Opening", "")
    cli.replace_text("programma.csv", "borrel", "feest")
    said = cli.run("check").err
    assert "line 3: the part has no title; line 5: kind 'feest' is none of" in said


@pytest.mark.parametrize("content", [None, "", "\r\n\r\n", "Begin;Einde;Onderdeel;Spreker;Toelichting;Soort\r\n"])
def test_without_a_programme_there_is_no_event(cli: CommandLine, content: str | None) -> None:
    path = cli.event / "programma.csv"
    path.unlink() if content is None else path.write_text(content, "utf-8")
    done = cli.run("check")
    done.assert_clear()
    assert (done.code, "programma.csv" in done.err) == (3, True)


def test_a_theme_that_names_no_municipality_is_named(cli: CommandLine) -> None:
    cli.replace_text("event.toml", '"Urk", "Vaals"', '"Urk", "Urkerland"')
    done = cli.run("check")
    assert done.code == 3
    assert "Theme 'dorpen' names municipalities that are not known: Urkerland" in done.err


def test_all_themes_and_types_with_unknown_municipalities_are_named_with_their_lines(cli: CommandLine) -> None:
    cli.replace_text("event.toml", '"Urk", "Vaals"', '"Urk", "Urkerland"')
    border = '[[type]]\nname = "grens"\nmunicipalities = ["Vaalserland"]\n\n[delivery]'
    cli.replace_text("event.toml", "[delivery]", border)
    lines = (cli.event / "event.toml").read_text("utf-8").splitlines()
    said = " ".join(cli.run("check").err.split())
    for name in ("Urkerland", "Vaalserland"):
        line = next(number for number, each in enumerate(lines, 1) if name in each)
        assert f"event.toml, line {line}: T" in said
        assert f"that are not known: {name}" in said


# 4: lists and figures


def test_a_list_that_is_not_there_is_named(cli: CommandLine) -> None:
    (cli.event / "deelnemers.csv").unlink()
    for command in ("check", "run"):
        done = cli.run(command, *IN_TIME)
        assert (done.code, str(cli.event / "deelnemers.csv") in done.err) == (4, True)


def test_a_list_without_addresses_says_which_column_is_missing(cli: CommandLine) -> None:
    cli.replace_text("deelnemers.csv", "E-mailadres", "Adres")
    done = cli.run("check")
    assert (done.code, "The list has no column E-mailadres" in done.err) == (4, True)


def test_figures_that_were_changed_are_not_used(cli: CommandLine, tmp_path: Path) -> None:
    figures = tmp_path / "figures"
    shutil.copytree(EMBEDDED, figures)
    assert cli.run("check", "--figures", str(figures)).code == 0
    origins = figures / "origins.csv"
    origins.write_bytes(origins.read_bytes().replace(b"1", b"2", 1))
    for command in READING_THE_LIST:
        done = cli.run(command, *IN_TIME, "--figures", str(figures))
        assert (done.code, "its SHA-256 differs" in done.err, str(origins) in done.err) == (4, True, True)


@pytest.mark.parametrize("file", ["snapshot.toml", "districts.csv"])
def test_figures_that_are_not_there_are_named(cli: CommandLine, tmp_path: Path, file: str) -> None:
    figures = tmp_path / "figures"
    shutil.copytree(EMBEDDED, figures)
    (figures / file).unlink()
    done = cli.run("check", "--figures", str(figures))
    assert (done.code, str(figures / file) in done.err) == (4, True)


# Whatever is handed over, it is answered in words


def _no_folder(cli: CommandLine) -> None:
    shutil.rmtree(cli.event)


def _a_file(cli: CommandLine) -> None:
    shutil.rmtree(cli.event)
    cli.event.write_text("no folder", "utf-8")


def _a_folder_for_event_toml(cli: CommandLine) -> None:
    (cli.event / "event.toml").unlink()
    (cli.event / "event.toml").mkdir()


def _a_folder_for_the_list(cli: CommandLine) -> None:
    (cli.event / "deelnemers.csv").unlink()
    (cli.event / "deelnemers.csv").mkdir()


def _empty_list(cli: CommandLine) -> None:
    (cli.event / "deelnemers.csv").write_bytes(b"")


def _binary_list(cli: CommandLine) -> None:
    (cli.event / "deelnemers.csv").write_bytes(bytes(range(256)))


def _broken_workbook(cli: CommandLine) -> None:
    (cli.event / "deelnemers.xlsx").write_bytes(b"PK\3\4 no workbook")
    cli.replace_text("event.toml", "[archive]", '[lists]\nfiles = ["deelnemers.xlsx"]\n[archive]')


@pytest.mark.parametrize("broken", [_no_folder, _a_file, _a_folder_for_event_toml])
def test_what_is_no_event_is_answered_in_words(cli: CommandLine, broken: Callable[[CommandLine], None]) -> None:
    broken(cli)
    for command in ON_AN_EVENT:
        done = cli.run(command)
        done.assert_clear()
        assert (command, done.code) == (command, 3)


def test_a_folder_whose_name_is_no_key_is_answered_in_words(cli: CommandLine) -> None:
    named = CommandLine(cli.event.rename(cli.event.with_name("Wonen")), cli.output)
    for command in ON_AN_EVENT:
        done = named.run(command)
        done.assert_clear()
        assert (done.code, "rename the folder" in done.err) == (3, True)


@pytest.mark.parametrize("broken", [_a_folder_for_the_list, _empty_list, _binary_list, _broken_workbook])
def test_a_list_that_cannot_be_read_is_answered_in_words(
    cli: CommandLine, broken: Callable[[CommandLine], None]
) -> None:
    broken(cli)
    for command in ("check", "run"):
        done = cli.run(command, *IN_TIME)
        done.assert_clear()
        assert (command, done.code) == (command, 4)


def test_a_list_with_only_a_header_is_an_event_nobody_comes_to(cli: CommandLine) -> None:
    cli.write_list([])
    assert cli.run("check", *DUTCH, *IN_TIME).out == (
        "Wonen in de regio\n0 regels: 0 deelnemers.\n0 gemeenten, 0 tafels.\n"
        "Er is nog geen vorige lijst om mee te vergelijken.\n"
    )
    done = cli.run("run", *IN_TIME)
    assert (done.code, "Nothing to do" in done.out) == (0, True)
    assert not (cli.output / "archive").exists()


@pytest.mark.parametrize("below", ["", "deeper"])
def test_an_output_folder_that_cannot_be_made_is_answered_in_words(
    cli: CommandLine, tmp_path: Path, below: str
) -> None:
    (tmp_path / "taken").write_text("a file", "utf-8")
    elsewhere = CommandLine(cli.event, tmp_path / "taken" / below)
    for command in ("build", "run", "release", "send", "preview"):
        done = elsewhere.run(command)
        done.assert_clear()
        assert (command, done.code, str(tmp_path / "taken") in done.err) == (command, 7, True)


def test_looking_where_no_output_can_be_finds_nothing(cli: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", "utf-8")
    elsewhere = CommandLine(cli.event, tmp_path / "taken" / "deeper")
    for command in ("status", "verify", "plan"):
        elsewhere.run(command).assert_clear()
    assert (tmp_path / "taken").read_text("utf-8") == "a file"


# check


def test_check_says_everything_there_is_to_mend_with_its_line(cli: CommandLine) -> None:
    cli.write_list([ANNA, changed(COR, municipality="Nieuwegijn"), changed(PEOPLE[0], email="")])
    done = cli.run("check", *DUTCH)
    assert done.code == 1
    assert (
        "weggelaten  deelnemers.csv, regel 3, kolom Gemeente: de gemeente ‘Nieuwegijn’ van Cor van Dijk is niet bekend."
        in done.out
    )
    assert "weggelaten  deelnemers.csv, regel 4, kolom E-mailadres: Dina el Amrani heeft geen e-mailadres." in done.out


def test_check_tells_a_machine_file_line_what_and_what_to_do(cli: CommandLine) -> None:
    cli.write_list([ANNA, changed(COR, municipality="Nieuwegijn")])
    done = cli.run("check", *DUTCH, *IN_TIME, *JSON)
    assert done.code == 1
    assert (done.json["event"], done.json["participants"], done.json["tables"]) == (KEY, 1, 1)
    (finding,) = done.json["findings"]
    assert (finding["file"], finding["line"], finding["gravity"]) == ("deelnemers.csv", 3, "refused")
    assert finding["what"] == "de gemeente ‘Nieuwegijn’ van Cor van Dijk is niet bekend"
    assert "Nieuwegein" in finding["todo"]


def test_check_reads_another_list_when_one_is_named(cli: CommandLine, tmp_path: Path) -> None:
    other = CommandLine.create(tmp_path / "other", [ANNA, COR])
    done = asked("check", str(cli.event), str(other.event / "deelnemers.csv"), "--output", str(cli.output), *JSON)
    assert done.json["participants"] == 2


def test_words_that_look_like_markup_are_shown_as_they_are(cli: CommandLine) -> None:
    cli.write_list([changed(ANNA, last="[bold]Boer[/]", municipality="[red]Urk[/x]")])
    done = cli.run("check", *DUTCH)
    assert done.code == 1
    assert "‘[red]Urk[/x]’ van Anna de [bold]Boer[/]" in done.out


# new


def test_a_new_event_is_accepted_once_it_is_filled_in(tmp_path: Path) -> None:
    folder = tmp_path / "events" / "2018-05-16-wonen"
    made = asked("new", str(folder))
    assert made.code == 0
    assert files_in(folder).keys() == {"event.toml", "programma.csv", "deelnemers.csv"}
    assert f"reportgen check {folder}" in made.out
    cli = CommandLine(folder, tmp_path / "output")
    fill_in(folder)
    told = cli.run("check", "--now", "2018-05-01T08:00", *JSON)
    assert (told.code, told.json["participants"], told.json["findings"]) == (0, 1, [])


def test_a_new_event_is_on_the_day_in_its_name(tmp_path: Path) -> None:
    asked("new", str(tmp_path / "2027-03-10-wonen"))
    text = (tmp_path / "2027-03-10-wonen" / "event.toml").read_text("utf-8")
    for line in ("date = 2027-03-10\n", "not_before = 2027-03-03T07:00:00", "not_after = 2027-03-09T18:00:00"):
        assert line in text
    asked("new", str(tmp_path / "wonen"))
    starter = TEMPLATES / "event" / "event.toml"
    assert (tmp_path / "wonen" / "event.toml").read_text("utf-8") == starter.read_text("utf-8")


def test_a_new_event_sends_nothing_by_itself(tmp_path: Path) -> None:
    asked("new", str(tmp_path / "wonen"))
    assert 'release = "by-hand"' in (tmp_path / "wonen" / "event.toml").read_text("utf-8")


def test_a_new_event_tells_of_the_subject_that_is_named(tmp_path: Path) -> None:
    done = asked("new", str(tmp_path / "wonen"), "--subject", "housing-ageing")
    assert (done.code, "housing-ageing" in done.out) == (0, True)
    assert load_event_file(tmp_path / "wonen").settings.figures_subject == "housing-ageing"


@pytest.mark.parametrize("options", [(), ("--no-figures",), ("--subject", "")], ids=["not asked", "none", "empty"])
def test_a_new_event_without_a_subject_is_a_meeting_without_figures_and_says_so(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    done = asked("new", str(tmp_path / "wonen"), *options)
    assert (done.code, "programme, table and questions only" in done.out) == (0, True)
    assert load_event_file(tmp_path / "wonen").settings.figures_subject == ""


def test_at_a_terminal_a_new_event_asks_for_its_subject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subjects, "_is_terminal", lambda: True)
    for typed, subject in (("housing-ageing\n", "housing-ageing"), ("\n", ""), ("", "")):
        folder = tmp_path / f"wonen{len(typed)}"
        done = CliRunner().invoke(command_line(), ["new", str(folder)], input=typed)
        assert (done.exit_code, "housing-ageing  Wonen en vergrijzing" in done.stderr) == (0, True)
        assert load_event_file(folder).settings.figures_subject == subject


@pytest.mark.parametrize(
    "options", [("--subject", "onzin"), ("--subject", "../x"), ("--subject", "migration", "--no-figures")]
)
def test_a_subject_that_is_none_starts_no_event(tmp_path: Path, options: tuple[str, ...]) -> None:
    done = asked("new", str(tmp_path / "wonen"), *options)
    done.assert_clear()
    assert done.code == 2
    assert not (tmp_path / "wonen").exists()


def test_subjects_are_listed_with_their_figures_and_those_of_an_event_too(tmp_path: Path) -> None:
    own = tmp_path / "subjects" / "zorg"
    own.mkdir(parents=True)
    (own / "subject.toml").write_text('title = "Zorg [dichtbij]"\nindicators = ["share-80plus"]\n', "utf-8")
    done = asked("figures", "subjects", str(tmp_path))
    assert done.code == 0
    for said in ("housing-ageing", "origin/index", "Zorg [dichtbij]", "(main)"):
        assert said in done.out
    told = asked("figures", "subjects", str(tmp_path), *JSON).json
    zorg = next(each for each in told if each["key"] == "zorg")
    assert [each["key"] for each in zorg["indicators"]] == ["share-80plus"]


def test_a_subject_that_cannot_be_read_is_named_and_the_others_are_listed(tmp_path: Path) -> None:
    own = tmp_path / "subjects" / "zorg"
    own.mkdir(parents=True)
    (own / "subject.toml").write_text('title = "Zorg"\nindicators = ["er-is-geen"]\n', "utf-8")
    done = asked("figures", "subjects", str(tmp_path))
    assert (done.code, "housing-ageing" in done.out, "er-is-geen" in done.err) == (3, True, True)


def test_new_never_writes_over_something(cli: CommandLine) -> None:
    before = digests_in(cli.event)
    done = asked("new", str(cli.event))
    assert (done.code, "There is something by this name already" in done.err) == (2, True)
    assert digests_in(cli.event) == before


@pytest.mark.parametrize("name", ["Wonen", "wonen 2019", "wonen_2019"])
def test_a_new_event_whose_name_cannot_be_a_key_is_not_made(tmp_path: Path, name: str) -> None:
    done = asked("new", str(tmp_path / name))
    assert (done.code, "cannot be an event's key" in done.err) == (2, True)
    assert not (tmp_path / name).exists()


def test_a_new_event_below_a_file_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", "utf-8")
    done = asked("new", str(tmp_path / "taken" / "wonen"))
    done.assert_clear()
    assert done.code != 0


def test_every_command_is_where_it_is_looked_for() -> None:
    app = command_line()
    commands = [
        (each.callback, each.name or getattr(each.callback, "__name__", "")) for each in app.registered_commands
    ]
    found = {(str(getattr(call, "__module__", "")).rpartition(".")[2], name) for call, name in commands}
    for group in app.registered_groups:
        assert group.typer_instance
        calls = (each.callback for each in group.typer_instance.registered_commands)
        found |= {(str(getattr(call, "__module__", "")).rpartition(".")[2], str(group.name)) for call in calls}
    assert found == {(module, name) for module, names in MODULES.items() for name in names}


@pytest.mark.parametrize("words", [["--help"], []])
def test_who_asks_for_no_command_is_shown_them_all(words: list[str]) -> None:
    shown = subprocess.run([sys.executable, "-m", "reportgen", *words], capture_output=True, text=True, check=False)
    listed = set(re.findall(r"^  ([a-z-]+) ", shown.stdout + shown.stderr, re.MULTILINE))
    assert listed >= COMMANDS.keys()


def test_who_mistypes_a_command_is_told_which_one_it_may_be() -> None:
    typed = subprocess.run([sys.executable, "-m", "reportgen", "chekc"], capture_output=True, text=True, check=False)
    assert typed.returncode == 2
    assert "'check'" in typed.stderr


def test_a_command_loads_what_it_needs_and_no_printer_or_sheets() -> None:
    asked = (
        "import sys; from reportgen.interfaces.cli import command_line\n"
        "command_line(['archive', 'list']); print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    assert "reportgen.application.archive.export" in loaded
    assert not {
        "weasyprint",
        "pandas",
        "rapidfuzz",
        "reportgen.application.build.build",
        "reportgen.interfaces.cli.build",
    } & set(loaded)


@pytest.mark.parametrize("command", ["run", "send", "status"])
def test_a_command_that_asks_nothing_of_cbs_loads_nothing_to_ask_it_with(command: str) -> None:
    asked = (
        "import sys; from reportgen.interfaces.cli import command_line\n"
        f"command_line(['{command}']); print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    assert not {"requests", "tenacity", "reportgen.sources.cbs.retries"} & set(loaded)
