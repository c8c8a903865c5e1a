"""Reports that real servers send: from postfix to the mailbox for bounces on dovecot, and noted from there."""

from __future__ import annotations

from email import message_from_bytes
from pathlib import Path

import pytest
from doubles.imap_reader import reader
from doubles.real_mail import PASSWORD, lacking, real_mail
from usecases.command_line import JSON, CommandLine
from usecases.meeting import KEY
from usecases.real_mail_event import AT_HOME, BOUNCES, CLOSED, MOVED, PEOPLE, RealMailEvent, number_of

LACKING = lacking()
pytestmark = [pytest.mark.skipif(bool(LACKING), reason=LACKING), pytest.mark.usefixtures("passwords")]


def test_a_report_of_postfix_names_the_letter_as_the_letter_asked(delivered: RealMailEvent) -> None:
    (report,) = (each.decode() for each in delivered.mail.messages(BOUNCES))
    assert f"Original-Envelope-Id: {KEY}.{number_of(MOVED)}.0001\n" in report
    assert f"Original-Recipient: rfc822;{MOVED.email}\n" in report
    assert "Content-Type: text/rfc822-headers" in report, "its head comes back, not the whole pack"
    assert "application/pdf" not in report


@pytest.mark.parametrize("way", ["imaps", "imap", "maildir"])
def test_what_came_back_is_noted_once(delivered: RealMailEvent, tmp_path: Path, way: str) -> None:
    post = RealMailEvent(delivered.cli.copied(tmp_path), delivered.mail)
    box = ("--maildir", str(delivered.mail.maildir(BOUNCES))) if way == "maildir" else ("--imap", post.reports(way))
    assert (post.state_of(MOVED), post.state_of(CLOSED)) == ("sent", "refused")
    done = post.cli.run("bounces", *box, *JSON)
    assert done.code == 1, done.err
    (bounced,) = done.json["bounced"]
    assert (bounced["number"], bounced["recipient"]) == (2, MOVED.email)
    assert "5.1.1" in bounced["said"]
    assert "User doesn't exist" in bounced["said"]
    assert post.state_of(MOVED) == "bounced"
    again = post.cli.run("bounces", *box, *JSON)
    assert (again.code, again.json["bounced"], again.json["known"]) == (0, [], 1)
    assert [post.state_of(each) for each in AT_HOME] == ["sent"] * 3
    with reader(post.mail.imaps, post.mail.ca_file, BOUNCES, PASSWORD) as mailbox:
        assert mailbox.unread() == len(mailbox.letters()), "reading leaves no trace"


@pytest.mark.parametrize("folder", ["Onbestelbaar", 'Retour & "geëerd"'])
def test_reports_may_lie_in_any_folder(delivered: RealMailEvent, tmp_path: Path, folder: str) -> None:
    post = RealMailEvent(delivered.cli.copied(tmp_path), delivered.mail)
    post.mail.copies_to(folder, BOUNCES)
    done = post.cli.run("bounces", "--imap", post.reports(folder=folder), *JSON)
    assert done.code == 1, done.err
    assert [each["recipient"] for each in done.json["bounced"]] == [MOVED.email]


@pytest.mark.parametrize(
    ("password", "ca_file", "folder", "said"),
    [
        ("verkeerd", True, "INBOX", "uthentication"),
        ("verkéérd", True, "INBOX", "uthentication"),
        (PASSWORD, False, "INBOX", "certificate verify failed"),
        (PASSWORD, True, "Nergens", "Nergens"),
    ],
)
def test_a_mailbox_that_stays_shut_is_said_so(
    delivered: RealMailEvent,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    password: str,
    ca_file: bool,
    folder: str,
    said: str,
) -> None:
    post = RealMailEvent(delivered.cli.copied(tmp_path), delivered.mail)
    if not ca_file:
        post.cli.replace_text("event.toml", f'ca_file = "{post.mail.ca_file}"', 'ca_file = ""')
    monkeypatch.setenv("REPORTGEN_IMAP_PASSWORD", password)
    done = post.cli.run("bounces", "--imap", post.reports(folder=folder))
    assert done.code == 6
    assert said in done.err
    assert password not in done.err + done.out
    assert post.state_of(MOVED) == "sent"


def test_reports_find_their_letter_by_the_address_they_come_to(accented: CommandLine, tmp_path: Path) -> None:
    with real_mail([BOUNCES, *(each.email for each in (*AT_HOME, CLOSED))]) as mail:
        post = RealMailEvent.by(mail, accented, tmp_path, port=mail.implicit, tls="implicit", verp=True)
        assert post.cli.run("send", "--to", MOVED.email, "--participant", "1").code == 0
        mail.until_idle()
        done = post.cli.run("bounces", "--imap", post.reports(), *JSON)
        assert (done.code, done.json["strange"]) == (0, [MOVED.email]), "a copy on trial is no letter"
        assert post.cli.run("send", *JSON).json["sent"] == len(PEOPLE)
        mail.until_idle()
        envelopes = [message_from_bytes(each)["Delivered-To"] for each in mail.messages(BOUNCES)]
        assert f"bounces+{KEY}.{number_of(MOVED)}.0001@organisatie.example" in envelopes
        assert post.cli.run("bounces", "--imap", post.reports(), *JSON).json["bounced"][0]["number"] == 2
        assert post.state_of(MOVED) == "bounced"
