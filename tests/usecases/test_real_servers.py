"""A whole delivery over servers that organisers have: by postfix to dovecot, and read back by another client."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from email import message_from_bytes, policy
from hashlib import sha256
from pathlib import Path
from time import monotonic, sleep

import pytest
import vobject
from doubles.imap_reader import reader
from doubles.real_mail import PASSWORD, USER, RealMail, lacking, real_mail
from doubles.upcoming import DAY
from usecases.command_line import JSON, CommandLine, until
from usecases.meeting import KEY, Person
from usecases.real_mail_event import (
    AT_HOME,
    BOUNCES,
    ETIENNE,
    FENNA,
    LETTER,
    PEOPLE,
    SUBJECT,
    ZOE,
    RealMailEvent,
    number_of,
)

from reportgen.config.timezone import ZONE
from reportgen.domain.delivery.mail_server import SmtpServer, Tls
from reportgen.domain.delivery.states import Accepted
from reportgen.mail.smtp import Smtp
from reportgen.render.content import dutch

LACKING = lacking()
pytestmark = [pytest.mark.skipif(bool(LACKING), reason=LACKING), pytest.mark.usefixtures("passwords")]


@pytest.mark.parametrize(
    ("person", "name", "file"),
    [
        (ETIENNE, "Étienne van 't Hoff-Öztürk", "briefing-sudwest-fryslan.pdf"),
        (FENNA, "Fenna D'Angelo", "briefing-s-hertogenbosch.pdf"),
        (ZOE, "Zoë de Groot", "briefing-sudwest-fryslan.pdf"),
    ],
    ids=lambda each: each.last if isinstance(each, Person) else "",
)
def test_another_client_finds_the_letter_as_it_was_sent(
    delivered: RealMailEvent, person: Person, name: str, file: str
) -> None:
    subject = SUBJECT.format(gemeente=person.municipality.replace("'", "’"), datum=dutch.day(DAY.isoformat()))
    with reader(delivered.mail.imaps, delivered.mail.ca_file, person.email, PASSWORD) as mailbox:
        (letter,) = mailbox.letters()
        assert mailbox.with_subject(subject) == 1
        assert mailbox.with_subject(f"{subject}.") == 0
    assert letter.subject == subject
    assert letter.sender == ("Het secretariaat", "secretariaat@organisatie.example")
    assert letter.recipient == (name, person.email)
    assert [each.kind for each in letter.parts] == ["text/plain", "text/html", "application/pdf", "text/calendar"]
    assert LETTER.strip() in letter.parts[0].content.decode()

    number = number_of(person)
    (pack,) = (content for name, content in delivered.cli.packs().items() if name.startswith(number))
    assert letter.only("application/pdf").name == file
    assert sha256(letter.only("application/pdf").content).hexdigest() == sha256(pack).hexdigest()

    kept = message_from_bytes(delivered.cli.letters()[number], policy=policy.default)
    (calendar,) = (part for part in kept.walk() if part.get_content_type() == "text/calendar")
    assert letter.only("text/calendar").name == "bijeenkomst.ics"
    assert letter.only("text/calendar").content == calendar.get_payload(decode=True)
    meeting = vobject.readOne(letter.only("text/calendar").content.decode()).vevent
    assert meeting.summary.value == "Wonen in de regio"
    assert meeting.dtstart.value.astimezone(UTC) == datetime.combine(DAY, time(12, 30), ZONE)
    assert meeting.organizer.value == "mailto:secretariaat@organisatie.example"


def test_below_what_servers_write_above_it_a_letter_is_the_bytes_that_are_kept(delivered: RealMailEvent) -> None:
    """No server had to fold a line, or to encode what it could not carry."""
    for person in AT_HOME:
        (arrived,) = delivered.mail.messages(person.email)
        kept = delivered.cli.letters()[number_of(person)]
        above, letter, below = arrived.replace(b"\r\n", b"\n").partition(kept.replace(b"\r\n", b"\n"))
        assert letter
        assert below == b""
        assert {line.partition(b":")[0] for line in above.splitlines() if not line.startswith(b"\t")} == {
            b"Return-Path",
            b"Delivered-To",
            b"Received",
        }


def test_letters_went_over_one_session_under_tls_with_a_login(delivered: RealMailEvent) -> None:
    assert " starttls=1 auth=1 mail=5 rcpt=4/5 data=4 rset=1 quit=1 " in delivered.mail.log
    (arrived,) = delivered.mail.messages(ETIENNE.email)
    assert b"with ESMTPSA id" in arrived


@pytest.mark.parametrize(
    ("settings", "password", "said"),
    [
        ({}, "verkeerd", "does not let us in: 535"),
        ({"ca_file": ""}, PASSWORD, "cannot be trusted: "),
        ({"host": "localhost"}, PASSWORD, "cannot be trusted: "),
        ({"tls": "implicit"}, PASSWORD, "cannot be trusted: "),
    ],
    ids=["a wrong password", "an unknown certificate", "another name", "no TLS on that port"],
)
def test_a_server_that_is_not_ours_gets_nothing(
    real: RealMail,
    accented: CommandLine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settings: dict[str, object],
    password: str,
    said: str,
) -> None:
    post = RealMailEvent.by(real, accented, tmp_path, **settings)
    monkeypatch.setenv("REPORTGEN_SMTP_PASSWORD", password)
    done = post.cli.run("send")
    assert done.code == 6
    assert said in done.err
    assert password not in done.err + done.out
    assert all((each["state"], each["attempts"]) == ("released", 0) for each in post.cli.deliveries())


def test_a_letter_over_the_limit_that_postfix_names_is_not_begun(
    real: RealMail, accented: CommandLine, tmp_path: Path
) -> None:
    post = RealMailEvent.by(real, accented, tmp_path, port=real.narrow)
    taken = real.log.count("sasl_username")
    done = post.cli.run("send", *JSON)
    assert (done.code, done.json["sent"]) == (1, 0)
    said = [str(each) for each in done.json["findings"]]
    assert len(said) == len(PEOPLE)
    assert all("100000" in each for each in said), said
    assert all((each["state"], each["attempts"]) == ("released", 0) for each in post.cli.deliveries())
    assert real.log.count("sasl_username") == taken


def test_dots_long_lines_and_eight_bits_pass(real: RealMail) -> None:
    """What no letter of ours has, and postfix passes on as it is."""
    server = SmtpServer(
        *("127.0.0.1", real.starttls, Tls.STARTTLS, USER, str(real.ca_file), 0, 0, 10_000_000),
        *("secretariaat@organisatie.example", False, 60, 600),
    )
    content = (
        "From: secretariaat@organisatie.example\r\nMessage-ID: <punt@organisatie.example>\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
        f"Date: Mon, 3 Dec 2018 08:00:00 +0100\r\n\r\n.\r\n..twee\r\n.é\r\n{'ë' * 499}\r\n.\r\n"
    ).encode()
    sender = Smtp(server, PASSWORD, monotonic, sleep)
    sender.prepare(USER)
    assert isinstance(sender.send(f"{KEY}.0001.0001", USER, content, lambda _: None), Accepted)
    sender.close()
    real.until_idle()
    (arrived,) = real.messages(USER)
    assert arrived.endswith(content.replace(b"\r\n", b"\n"))


def test_after_a_server_that_died_halfway_the_rest_goes_and_nobody_twice(accented: CommandLine, tmp_path: Path) -> None:
    everyone = [each.email for each in PEOPLE]
    with real_mail([BOUNCES, *everyone]) as mail:
        post = RealMailEvent.by(mail, accented, tmp_path, a_minute=60)
        with post.cli.start_fork("send", *JSON, REPORTGEN_SMTP_PASSWORD=PASSWORD) as process:
            until(lambda: process.poll() is not None or "status=sent" in mail.log)
            mail.kill_postfix()
            out, err = process.communicate(timeout=60)
        assert "Traceback" not in err
        assert process.returncode == 1, err
        assert "mail-stopped" in [each["code"] for each in json.loads(out)["findings"]]
        assert 1 <= json.loads(out)["sent"] < len(PEOPLE)
        while_gone = post.cli.run("send")
        assert while_gone.code == 6
        assert "cannot be reached" in while_gone.err
        mail.start_postfix()
        assert post.cli.run("send").code == 0
        mail.until_idle()
        assert {each["state"] for each in post.cli.deliveries()} == {"sent"}
        assert [len(mail.messages(each)) for each in everyone] == [1] * len(everyone)
        assert post.cli.run("send", *JSON).json["sent"] == 0
