"""Letters over a real mail server, from the command line: nobody twice, nobody forgotten, whatever the server does."""

from __future__ import annotations

from email import message_from_bytes, policy
from hashlib import sha256
from pathlib import Path

import pytest
from doubles.mail_server import MailServer
from usecases.command_line import JSON, CommandLine
from usecases.conftest import Ran
from usecases.meeting import PEOPLE


def test_every_participant_gets_one_letter_with_the_pack_that_is_archived(
    cli: CommandLine, mail: tuple[MailServer, int]
) -> None:
    state, _ = mail
    done = cli.run("send", *JSON)
    assert (done.code, done.json["sent"]) == (0, 4), done.err
    assert set(state.message_ids().values()) == {1}
    letters = {to: content for _, to, content in state.taken}
    assert letters.keys() == {each.email for each in PEOPLE}
    packs = {sha256(content).hexdigest() for content in cli.packs().values()}
    for to, content in letters.items():
        message = message_from_bytes(content, policy=policy.default)
        assert message["To"].addresses[0].addr_spec == to
        (pdf,) = (part for part in message.walk() if part.get_content_type() == "application/pdf")
        packs.remove(sha256(pdf.get_content()).hexdigest())
    assert packs == set()
    again = cli.run("send", *JSON)
    assert (again.code, again.json["sent"], len(state.taken)) == (0, 0, 4)


def test_a_made_up_clock_never_sends_real_mail(cli: CommandLine, mail: tuple[MailServer, int]) -> None:
    assert cli.run("send", "--now", "2018-12-04T08:00").code == 9
    assert mail[0].taken == []


def test_whatever_a_server_does_each_letter_ends_in_one_state(cli: CommandLine, mail: tuple[MailServer, int]) -> None:
    state, _ = mail
    one, two, three, four = (each.email for each in PEOPLE)
    state.faults = {one: ["451 greylisted"], two: ["550 no such user"], three: ["cut-dot"]}
    done = cli.run("send", *JSON)
    assert (done.code, done.json["sent"]) == (1, 1)
    assert [each["code"] for each in done.json["findings"]] == ["letter-failed", "letter-failed", "letter-uncertain"]
    assert cli.states() == {
        "0001.0001": "deferred",
        "0002.0001": "refused",
        "0003.0001": "uncertain",
        "0004.0001": "sent",
    }
    assert [len(state.letters_to(each)) for each in (one, two, three, four)] == [0, 0, 1, 1]
    assert cli.run("send").code == 1
    assert cli.states()["0003.0001"] == "uncertain"
    assert len(state.letters_to(three)) == 1, "nobody asked for it again"


@pytest.mark.parametrize(("said", "state_after", "times"), [("--sent", "sent", 1), ("--resend", "sent", 2)])
def test_a_person_settles_an_uncertain_letter(
    cli: CommandLine, mail: tuple[MailServer, int], said: str, state_after: str, times: int
) -> None:
    state, _ = mail
    address = PEOPLE[2].email
    state.faults = {address: ["cut-dot"]}
    cli.run("send")
    assert cli.run("resolve", "3").code == 2
    assert cli.run("resolve", "3", "--sent", "--resend").code == 2
    assert cli.run("resolve", "1", "--sent").code == 2
    done = cli.run("resolve", "3", said)
    assert done.code == 0, done.err
    cli.run("send")
    assert cli.states()["0003.0001"] == state_after
    assert len(state.letters_to(address)) == times
    assert len(set(state.letters_to(address))) == 1, "the same bytes"


def test_a_server_that_is_gone_burns_no_attempt(cli: CommandLine, mail: tuple[MailServer, int]) -> None:
    event = cli.event / "event.toml"
    event.write_text(event.read_text("utf-8").replace(f"port = {mail[1]}", "port = 9"), "utf-8")
    done = cli.run("send")
    assert done.code == 6
    assert "cannot be reached" in done.err
    assert set(cli.states().values()) == {"released"}
    assert all(each["attempts"] == 0 for each in cli.deliveries())


def test_recipients_that_are_not_there_one_after_another_stop_the_run(
    cli: CommandLine, mail: tuple[MailServer, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    state, _ = mail
    monkeypatch.setattr("reportgen.domain.delivery.stop_rule.MAX_SERVER_FAILURES", 2)
    state.faults = {each.email: ["550 5.1.1 no such user"] for each in PEOPLE}
    done = cli.run("send", *JSON)
    assert done.code == 1
    assert state.asked["RCPT"] == 2
    assert sorted(cli.states().values()) == ["refused", "refused", "released", "released"]
    assert [each["code"] for each in done.json["findings"]].count("mail-stopped") == 1


@pytest.mark.parametrize(
    ("answer", "asked"),
    [
        ("530 5.7.0 Authentication required", 2),
        ("550 sender not allowed", 2),
        ("554 5.7.1 relay access denied", 2),
        ("550 computer says no", 3),
        ("data:554 transaction failed", 2),
        ("dot:552 message exceeds the limit", 2),
    ],
)
def test_a_server_that_refuses_everyone_condemns_no_letter(
    cli: CommandLine, mail: tuple[MailServer, int], answer: str, asked: int
) -> None:
    state, _ = mail
    state.faults = {each.email: [answer] for each in PEOPLE}
    done = cli.run("send", *JSON)
    assert (done.code, done.json["sent"]) == (1, 0)
    assert state.asked["RCPT"] == asked
    assert set(cli.states().values()) == {"released"}
    codes = [each["code"] for each in done.json["findings"]]
    assert codes[-1] == "mail-stopped"
    state.faults = {}
    assert cli.run("send", *JSON).json["sent"] == len(PEOPLE), "the server was mended, and nothing else is needed"
    assert set(state.message_ids().values()) == {1}


def test_a_letter_that_was_refused_goes_once_more_when_a_person_says_so(
    cli: CommandLine, mail: tuple[MailServer, int]
) -> None:
    state, _ = mail
    state.faults = {PEOPLE[1].email: ["550 5.1.1 no such user"]}
    assert cli.run("send").code == 1
    assert cli.states()["0002.0001"] == "refused"
    assert cli.run("resolve", "2", "--sent").code == 2, "a letter that was refused has not arrived"
    assert cli.run("resolve", "2", "--resend", "--reason", "the mailbox is there now").code == 0
    assert cli.run("send").code == 0
    assert cli.states()["0002.0001"] == "sent"
    assert len(state.letters_to(PEOPLE[1].email)) == 1


def test_a_letter_larger_than_the_server_takes_is_not_begun(cli: CommandLine, mail: tuple[MailServer, int]) -> None:
    event = cli.event / "event.toml"
    event.write_text(event.read_text("utf-8") + "most_bytes = 100000\n", "utf-8")
    done = cli.run("send", *JSON)
    assert (done.code, done.json["sent"]) == (1, 0)
    assert mail[0].asked["RCPT"] == 0
    assert set(cli.states().values()) == {"released"}


def test_a_user_without_a_password_is_asked_for_it(
    cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = cli.event / "event.toml"
    event.write_text(event.read_text("utf-8") + 'user = "briefing"\n', "utf-8")
    done = cli.run("send")
    assert done.code == 3
    assert "REPORTGEN_SMTP_PASSWORD" in done.err
    secret = tmp_path / "secret"
    secret.write_text("zeergeheim\n", "utf-8")
    monkeypatch.setenv("REPORTGEN_SMTP_PASSWORD_FILE", str(secret))
    done = cli.run("send")
    assert done.code == 6, "this server knows no users"
    assert "zeergeheim" not in done.err + done.out


@pytest.mark.parametrize("user", ["", 'user = "briefing"\n'])
@pytest.mark.parametrize(
    ("language", "said"), [("en", "may not be used here"), ("nl", "mag hier niet worden gebruikt")]
)
def test_no_letter_and_no_password_goes_to_another_server_than_the_machine_is_set_up_for(
    cli: CommandLine,
    mail: tuple[MailServer, int],
    monkeypatch: pytest.MonkeyPatch,
    user: str,
    language: str,
    said: str,
) -> None:
    event = cli.event / "event.toml"
    event.write_text(event.read_text("utf-8") + user, "utf-8")
    monkeypatch.setenv("REPORTGEN_SMTP_PASSWORD", "zeergeheim")
    monkeypatch.setenv("REPORTGEN_SMTP_HOST", "smtp.example.org")
    done = cli.run("send", "--lang", language)
    assert (done.code, said in done.err) == (3, True), done.err
    assert mail[0].sessions == 0
    assert set(cli.states().values()) == {"released"}
    monkeypatch.setenv("REPORTGEN_SMTP_HOST", f"smtp.example.org, 127.0.0.1:{mail[1]}")
    assert cli.run("send").code == (6 if user else 0), "this server knows no users"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('sender = "smtp"', "needs a table [mail]"),
        ('sender = "smtp"\n\n[mail]\nhost = "smtp.example.org"\ntls = "none"', "never goes in plain text"),
        ('sender = "smtp"\n\n[mail]\nhost = "smtp.example.org"\npassword = "x"', "mail.password"),
    ],
)
def test_what_is_wrong_with_a_mail_server_is_said_before_anything(
    early: Ran, tmp_path: Path, table: str, said: str
) -> None:
    cli = early.cli.copied(tmp_path)
    event = cli.event / "event.toml"
    head, tail = event.read_text("utf-8").split('release = "automatic"\n')
    event.write_text(f'{head}release = "automatic"\n{table}\n{tail}', "utf-8")
    done = cli.run("check")
    assert done.code == 3
    assert said in done.err
