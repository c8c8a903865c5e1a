"""Before real mail leaves: what would go is shown, a person agrees, and copies on trial are no letters."""

from __future__ import annotations

from email import message_from_bytes, policy
from hashlib import sha256
from pathlib import Path

import pytest
from doubles.mail_server import MailServer
from doubles.printed_parts import PrintedParts
from doubles.upcoming import DAY
from typer.testing import CliRunner
from usecases.command_line import IN_TIME, JSON, CommandLine, asked
from usecases.meeting import PEOPLE

from reportgen.interfaces.cli import command_line
from reportgen.render.content import dutch

ME = "ik@vng.example"
Mail = tuple[MailServer, int]


def test_before_letters_are_let_go_it_shows_what_would_go_and_to_whom(printed: CommandLine) -> None:
    done = printed.run("release", "--yes-send", "4")
    assert done.code == 0, done.err
    assert "4 letters wait, the first of this event; together 1.0 MB." in done.out
    assert all(each.email in done.out for each in PEOPLE)
    assert "domains: " in done.out


@pytest.mark.parametrize("number", ["3", "5", "400"])
def test_another_number_than_waits_lets_nothing_go(printed: CommandLine, number: str) -> None:
    done = printed.run("release", "--yes-send", number)
    assert done.code == 9
    assert f"4 letters wait, and you said {number}" in done.err
    assert set(printed.states().values()) == {"printed"}


@pytest.mark.parametrize(
    ("typed", "code", "state"), [("4\n", 0, "released"), ("3\n", 9, "printed"), ("", 9, "printed")]
)
def test_a_person_types_the_number(printed: CommandLine, typed: str, code: int, state: str) -> None:
    done = CliRunner().invoke(
        command_line(), ["release", str(printed.event), "--output", str(printed.output)], input=typed
    )
    assert done.exit_code == code, done.stderr
    assert set(printed.states().values()) == {state}


def test_a_run_by_itself_lets_no_first_letter_go_that_nobody_agreed_to(printed: CommandLine, mail: Mail) -> None:
    done = printed.run("run", *JSON)
    assert done.code == 9
    assert "4 first letters wait, and nobody agreed to that yet" in done.json["stopped"]
    assert printed.run("run", "--yes-send", "3").code == 9
    assert mail[0].taken == []
    done = printed.run("run", "--yes-send", "4", *JSON)
    assert (done.json["released"], done.json["sent"]) == (4, 4)
    assert printed.run("run", *JSON).json["sent"] == 0


def test_marked_copies_say_nothing_to_the_ledger(printed: CommandLine, mail: Mail) -> None:
    before = printed.deliveries()
    done = printed.run("send", "--to", ME, "--all")
    assert done.code == 0, done.err
    assert "4 of 4 marked copies went to" in done.out
    assert printed.deliveries() == before
    packs = {sha256(each).hexdigest() for each in printed.packs().values()}
    for sender, to, content in mail[0].taken:
        message = message_from_bytes(content, policy=policy.default)
        assert (to, message["To"]) == (ME, ME)
        assert "test." in message["Message-ID"]
        assert sender
        assert message["Subject"].startswith(f"[TEST] Uw briefing voor {dutch.day(DAY.isoformat())}: ")
        (pdf,) = (part for part in message.walk() if part.get_content_type() == "application/pdf")
        packs.remove(sha256(pdf.get_content()).hexdigest())
    assert packs == set()


@pytest.mark.parametrize(
    ("options", "copies"),
    [((), 3), (("--some", "1"), 1), (("--some", "9"), 4), (("--participant", "2", "--participant", "4"), 2)],
)
def test_some_copies_at_random_or_those_of_some_participants(
    printed: CommandLine, mail: Mail, options: tuple[str, ...], copies: int
) -> None:
    assert printed.run("send", "--to", ME, *options).code == 0
    assert len(mail[0].letters_to(ME)) == len(mail[0].taken) == copies


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--to", "geen adres"), 6),
        (("--to", ME, "--participant", "99"), 2),
        (("--all",), 2),
        (("--participant", "1"), 2),
        (("--to", ME, *IN_TIME), 9),
    ],
)
def test_copies_that_make_no_sense_are_refused(
    printed: CommandLine, mail: Mail, options: tuple[str, ...], code: int
) -> None:
    assert printed.run("send", *options).code == code
    assert mail[0].taken == []


def test_in_a_trial_every_letter_goes_elsewhere_once_and_for_real_afterwards(printed: CommandLine, mail: Mail) -> None:
    guard = f'redirect_all = "{ME}"\nsender = "smtp"'
    printed.replace_text("event.toml", 'sender = "smtp"', guard)
    printed.run("release", "--yes-send", "4")
    done = printed.run("send", *JSON)
    assert (done.json["sent"], [each["code"] for each in done.json["findings"]]) == (0, ["mail-redirected"])
    assert len(mail[0].letters_to(ME)) == len(mail[0].taken) == 4
    printed.run("send")
    assert len(mail[0].taken) == 4, "not again at each tick"
    assert set(printed.states().values()) == {"released"}
    printed.replace_text("event.toml", guard, 'sender = "smtp"')
    assert printed.run("send", *JSON).json["sent"] == 4
    assert {to for _, to, _ in mail[0].taken[4:]} == {each.email for each in PEOPLE}


def test_copies_without_a_mail_server_go_to_a_folder(tmp_path: Path, parts: PrintedParts) -> None:
    cli = CommandLine.create(tmp_path, PEOPLE[:1], parts)
    assert asked("build", str(cli.event), "--output", str(cli.output), *IN_TIME).code in (0, 1)
    assert cli.run("send", "--to", ME).code == 0
    (copy,) = (cli.output / "test").rglob("*.eml")
    assert message_from_bytes(copy.read_bytes(), policy=policy.default)["To"] == ME
    assert not (cli.output / "outbox").exists()


def test_a_window_that_is_too_short_is_told_days_ahead(printed: CommandLine) -> None:
    printed.move_back_to_2018()
    printed.replace_text("event.toml", "not_after = 2018-12-09T18:00:00", "not_after = 2018-12-03T07:05:00")
    printed.replace_text("event.toml", "a_minute = 0", "a_minute = 1")
    done = printed.run("status", "--now", "2018-11-28T09:00", *JSON)
    assert not done.json["projection"]["in_time"]
    assert done.json["projection"]["left"] == 4
    assert "too late" in printed.run("status", "--now", "2018-11-28T09:00").out
    told = printed.run("build", "--now", "2018-11-28T09:00", *JSON)
    assert "window-short" in [each["code"] for each in told.json["findings"]]
    assert told.code == 1
    printed.replace_text("event.toml", "a_minute = 1", "a_minute = 0")
    printed.replace_text("event.toml", "not_after = 2018-12-03T07:05:00", "not_after = 2018-12-03T09:00:00")
    assert printed.run("status", "--now", "2018-11-28T09:00", *JSON).json["projection"]["in_time"]
