"""A run by itself mails the organiser what goes wrong: once, and again when it comes back."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from doubles.mail_server import MailServer
from doubles.upcoming import CLOSES, DAY, OPENS
from usecases.command_line import CommandLine

LAST = DAY - timedelta(days=3)
NOT_YET = f"not_before = {LAST}T07:00:00"

Mail = tuple[MailServer, int]


@pytest.fixture
def organiser(printed: CommandLine) -> str:
    text = (printed.event / "event.toml").read_text("utf-8")
    return text.split('email = "')[1].split('"')[0]


def test_a_failure_is_told_once_and_not_at_each_tick(printed: CommandLine, mail: Mail, organiser: str) -> None:
    for _ in range(3):
        assert printed.run("run", "--tell").code == 9, "nobody agreed to the first letters"
    (content,) = mail[0].letters_to(organiser)
    message = message_from_bytes(content, policy=policy.default)
    assert message["Subject"].startswith("reportgen: er is iets te doen voor ")
    assert "4 eerste brieven wachten, en niemand heeft daar nog mee ingestemd" in message.get_content()
    assert len(mail[0].taken) == 1


def test_a_failure_that_only_changes_its_hour_is_the_same(printed: CommandLine, mail: Mail, organiser: str) -> None:
    printed.run("release", "--yes-send", "4")
    printed.replace_text("event.toml", OPENS, NOT_YET)
    printed.replace_text("event.toml", CLOSES, f"not_after = {LAST}T07:05:00")
    for minutes in (10, 11, 12):
        text = (printed.event / "event.toml").read_text("utf-8")
        table = f"[delivery.waits]\nlater = [{minutes}]\n"
        (printed.event / "event.toml").write_text(f"{text}\n{table}" if minutes == 10 else text, "utf-8")
        if minutes > 10:
            printed.replace_text("event.toml", f"later = [{minutes - 1}]", f"later = [{minutes}]")
        assert printed.run("run", "--tell").code == 1
    (content,) = mail[0].letters_to(organiser)
    assert f"na {LAST:%d-%m-%Y} 07:05" in message_from_bytes(content, policy=policy.default).get_content()


def test_a_failure_that_comes_back_is_told_again(printed: CommandLine, mail: Mail, organiser: str) -> None:
    path = printed.event / "programma.csv"
    text = path.read_text("utf-8")
    printed.run("release", "--yes-send", "4")
    printed.run("send")
    printed.run("run", "--tell")  # that the figures are old
    assert len(mail[0].letters_to(organiser)) == 1
    for wrong in (True, True, False, True):
        path.write_text("geen programma" if wrong else text, "utf-8")
        printed.run("run", "--tell")
    assert len(mail[0].letters_to(organiser)) == 4


def test_without_the_option_nobody_is_told(printed: CommandLine, mail: Mail) -> None:
    assert printed.run("run").code == 9
    assert mail[0].taken == []


def test_before_the_window_opens_waiting_letters_are_not_told(printed: CommandLine, mail: Mail, organiser: str) -> None:
    printed.replace_text("event.toml", OPENS, NOT_YET)
    printed.run("release", "--yes-send", "4")
    printed.run("run", "--tell")
    (content,) = mail[0].letters_to(organiser)
    message = message_from_bytes(content, policy=policy.default).get_content()
    assert "en 2 cijfers zijn ouder, om te beginnen herkomst in wijken (2017), herkomst (2018)." in " ".join(
        message.split()
    )
    assert "may not leave" not in message
    assert len(mail[0].taken) == 1


def test_a_server_that_is_gone_is_told_when_it_is_back(printed: CommandLine, mail: Mail, organiser: str) -> None:
    printed.replace_text("event.toml", f"port = {mail[1]}", "port = 9")
    assert printed.run("run", "--tell").code == 9
    printed.replace_text("event.toml", "port = 9", f"port = {mail[1]}")
    printed.run("run", "--tell")
    assert len(mail[0].letters_to(organiser)) == 1
