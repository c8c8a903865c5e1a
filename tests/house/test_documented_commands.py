"""Every command in the documentation is typed, and does what the page says."""

from __future__ import annotations

import shutil
from email import message_from_bytes
from email.message import EmailMessage, Message
from pathlib import Path

import pytest
import typer
import xlsxwriter
from doubles.filled_in import ROW, fill_in
from doubles.printed_parts import PrintedParts, copied_part_cache
from doubles.upcoming import DAY, upcoming
from house.documents import EVENT, Page, pages, reportgen_commands
from house.modules import ROOT
from usecases.command_line import JSON, CommandLine, asked

from reportgen.interfaces.cli import command_line

COMMANDS = typer.main.get_group(command_line()).commands

FOLLOW_UP = f'\n[[pack]]\nkind = "follow-up"\nnot_before = {DAY}T18:00:00\nnot_after = {DAY}T23:59:00\n'

WAITING = ("serve", "schedule")
"""Commands that do not end by themselves: their options are read, and no more."""

REFUSED = {
    f"forget {EVENT} 1": 9,  # nobody says yes
    f"purge {EVENT}": 9,
    "organiser add": 2,  # nobody types a password
    "figures index": 4,  # the CBS of tests knows other years
}
"""Commands, as they begin, that stop where they are tried, with their exit code."""


def _example(words: tuple[str, ...]) -> tuple[str, ...]:
    """A command on the event and the participant that are tried, whichever a page names."""
    name, *others = words
    if name == "new":
        return words
    return (name, *(_on_example(each) for each in others))


def _on_example(word: str) -> str:
    if word.startswith("data/events/"):
        return EVENT
    return "1" if word == "17" else word


ALL = {" ".join(words): words for page in pages() for words in map(_example, reportgen_commands(page))}
RUN = {line: words for line, words in ALL.items() if words[0] not in WAITING}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, parts: PrintedParts) -> Path:
    """A folder with an event whose one participant has a pack and a letter, in an outbox."""
    folder = tmp_path_factory.mktemp("documented")
    cli = CommandLine(folder / EVENT, folder / "output", parts)
    parts.lend(cli.output)
    assert asked("new", str(cli.event), "--subject", "housing-ageing").code == 0
    fill_in(cli.event)
    path = cli.event / "event.toml"
    path.write_text(upcoming(path.read_text("utf-8"), moved_from="2030-05-16"), "utf-8")
    cli.replace_text("event.toml", "\n[tables]", f"{FOLLOW_UP}\n[tables]")
    codes = {command: cli.run(command).code for command in ("build", "release", "send")}
    assert codes == {"build": 1, "release": 0, "send": 0}, "its figures are older than the meeting"
    password = folder / "password"
    password.write_text("een lang wachtwoord", "utf-8")
    added = asked("organiser", "add", "anna", "anna@vng.example", "--password-file", str(password), *_to(cli))
    assert added.code == 0
    return folder


@pytest.fixture
def checkout(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, with the files that commands name, as the folder in which they are typed."""
    shutil.copytree(built, tmp_path, ignore=shutil.ignore_patterns("parts"), dirs_exist_ok=True)
    copied_part_cache(built / "output", tmp_path / "output")
    (sent,) = tmp_path.glob("output/outbox/*/*.eml")
    (tmp_path / "terug").mkdir()
    (tmp_path / "terug" / "antwoord.eml").write_bytes(_reply_to(message_from_bytes(sent.read_bytes())))
    (tmp_path / "bounces.mbox").touch()
    with xlsxwriter.Workbook(tmp_path / "nieuwe-lijst.xlsx") as workbook:
        sheet = workbook.add_worksheet("Deelnemers")
        for row, line in enumerate((("Naam", "Gemeente", "E-mailadres"), ("Anna de Boer", "Urk", "a@urk.example"))):
            sheet.write_row(row, 0, line)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _reply_to(letter: Message) -> bytes:
    reply = EmailMessage()
    reply["From"], reply["To"], reply["Subject"] = letter["To"], letter["From"], f"Re: {letter['Subject']}"
    reply["Date"], reply["Message-ID"] = letter["Date"], "<antwoord@utrecht.example>"
    reply["In-Reply-To"] = letter["Message-ID"]
    reply.set_content("1. Steeds diverser.\n")
    return reply.as_bytes()


def _to(cli: CommandLine) -> tuple[str, str]:
    return "--output", str(cli.output)


@pytest.mark.parametrize("line", RUN)
def test_every_command_does_what_it_says(line: str, checkout: Path, request: pytest.FixtureRequest) -> None:
    words = RUN[line]
    if words[0] in ("refresh", "figures"):
        cbs = request.getfixturevalue("cbs")
        monkeypatch = request.getfixturevalue("monkeypatch")
        monkeypatch.setenv("REPORTGEN_CBS", cbs.address)
        monkeypatch.setenv("REPORTGEN_CBS_V4", cbs.address_v4)
    _prepare(words, CommandLine(checkout / EVENT, checkout / "output"))
    done = asked(*words)
    done.assert_clear()
    refused = [code for begin, code in REFUSED.items() if line.startswith(begin) and "--yes" not in words]
    assert [done.code] == refused if refused else done.code in (0, 1), done.out + done.err


def _prepare(words: tuple[str, ...], cli: CommandLine) -> None:
    """What the page that tells a command takes for granted."""
    match words:
        case ("new", folder, *_) if Path(folder) == Path(EVENT):
            shutil.rmtree(cli.event)
        case ("forget", *_):
            cli.replace_text("deelnemers.csv", ROW, "\n")
        case ("resolve", *_):
            state = "held" if {"--send-anyway", "--withdraw"} & set(words) else "uncertain"
            cli.execute_sql("UPDATE delivery SET state = ?", state)
        case ("move-session", *_):
            path = cli.event / "programma.csv"
            heading, *rows = path.read_text("utf-8").splitlines()
            session = "23.00;23.30;Wijken;;;workshop;1;B2"
            path.write_text("\n".join([f"{heading};Ronde;Code", *rows, session]) + "\n", "utf-8")
            if "--undo" in words:
                assert cli.run("move-session", "1", "B2").code == 0
        case ("message", "preview" | "make" | "withdraw" as asks, _, name, *_):
            assert cli.run("message write", name, "--purpose", "reminder").code == 0
            assert asks != "withdraw" or cli.run("message make", name).code == 0
        case ("answers", "report" | "review", *_):
            assert asked("answers", "collect", EVENT, "terug").code == 0


@pytest.mark.parametrize("line", ALL.keys() - RUN.keys())
def test_commands_that_stay_awake_understand_what_is_typed(line: str) -> None:
    name, *arguments = ALL[line]
    COMMANDS[name].make_context(name, arguments).close()


def test_the_way_of_a_newcomer_works_as_the_readme_tells_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    codes = {}
    for name, *options in reportgen_commands(Page(ROOT / "README.md")):
        done = asked(name, *options)
        done.assert_clear()
        codes[name] = done.code
        if name == "new":
            fill_in(tmp_path / EVENT)
    assert list(codes) == ["new", "check", "plan", "preview", "build", "release", "send", "doctor"]
    told = {name: code for name, code in codes.items() if code}
    assert told == {"check": 1, "build": 1, "send": 9, "doctor": 1}, (
        "its figures are old, and its window is not open yet"
    )
    assert len(list(tmp_path.glob("output/preview/*/0001-GM0344.pdf"))) == 1
    assert len(list(tmp_path.glob("output/archive/*/edition-0001/data/packs/*.pdf"))) == 1


def test_the_way_to_a_meeting_with_rounds_works_as_its_page_tells_it(
    tmp_path: Path, parts: PrintedParts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    cli, page = CommandLine(tmp_path / EVENT, tmp_path / "output", parts), Page(ROOT / "docs" / "rounds.md")
    parts.lend(cli.output)
    assert asked("new", EVENT, "--no-figures").code == 0
    fill_in(cli.event)
    settings = cli.event / "event.toml"
    settings.write_text(upcoming(settings.read_text("utf-8"), moved_from="2030-05-16"), "utf-8")
    programme, people = page.blocks("csv")
    (cli.event / "programma.csv").write_text(programme, "utf-8")
    (cli.event / "deelnemers.csv").write_text(people, "utf-8")
    codes = []
    for words in map(_example, reportgen_commands(page)):
        done = asked(*words)
        done.assert_clear()
        codes.append((words[0], done.code))
    assert [each for each in codes if each[1] not in (0, 1)] == []
    told = asked("sessions", EVENT, *JSON).json
    assert told["findings"] == []
    assert told["proven"] is True
    assert sum(len(each["without_session"]) for each in told["rounds"]) == 0
    assert len(list(tmp_path.glob("output/outbox/*/*.eml"))) == 6
