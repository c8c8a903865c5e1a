"""A whole delivery over servers that organisers have: by postfix to dovecot, read back, and what bounces noted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from hashlib import sha256
from pathlib import Path
from time import sleep
from urllib.parse import quote

import pytest
import vobject
from doubles.imap_reader import reader
from doubles.real_mail import PASSWORD, USER, RealMail, lacking, real_mail
from journeys.desk import JSON, Desk, until
from journeys.meeting import KEY, Person

from reportgen.domain.delivery import Accepted
from reportgen.domain.server import Server, Tls
from reportgen.mail.smtp import Smtp

LACKING = lacking()
pytestmark = pytest.mark.skipif(bool(LACKING), reason=LACKING)

ETIENNE = Person(
    *("Étienne", "van 't", "Hoff-Öztürk", "wethouder", "Súdwest-Fryslân"),
    *("e.van't.hoff-ozturk@sudwestfryslan.example", "ja", 1),
)
FENNA = Person("Fenna", "", "D'Angelo", "burgemeester", "'s-Hertogenbosch", "f.dangelo@denbosch.example", "ja", 1)
ZOE = Person("Zoë", "de", "Groot", "wethouder", "Urk", "z.degroot@urk.example", "nee", 2)
MOVED = Person("Cor", "van", "Dijk", "wethouder", "Urk", "c.vandijk+raad@urk.example", "ja", 2)
CLOSED = Person("Bram", "", "Visser", "burgemeester", "Urk", "b.visser@urk.example", "ja", 3)
AT_HOME = (ETIENNE, FENNA, ZOE)
PEOPLE = (FENNA, MOVED, ZOE, ETIENNE, CLOSED)
"""In order of their numbers, 1 to 5."""

BOUNCES = "bounces@organisatie.example"
SUBJECT = (
    "Wie woont er in {gemeente}, en hoe verandert dat? Vóór de ontmoeting op {datum} een briefing, één per gemeente"
)
LETTER = f".nl staat voor Nederland. {'Zó veel te zeggen, ook ná de 998e plaats van een regel. ' * 30}"


@dataclass(frozen=True)
class Post:
    """A desk, and the servers its letters go by."""

    desk: Desk
    mail: RealMail

    @classmethod
    def by(cls, mail: RealMail, built: Desk, folder: Path, **settings: object) -> Post:
        """A copy of the event whose letters are released, to go over STARTTLS with a login unless said otherwise."""
        desk = built.copied(folder)
        desk.mends("event.toml", 'release = "by-hand"', 'release = "by-hand"\nsender = "smtp"')
        usual = {"host": "127.0.0.1", "port": mail.starttls, "user": USER, "ca_file": str(mail.ca_file), "a_minute": 0}
        table = {**usual, "envelope_sender": BOUNCES, **settings}
        with (desk.event / "event.toml").open("a", encoding="utf-8") as file:
            file.write("\n[mail]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in table.items()))
        done = desk.asks("release", "--yes-send", str(len(PEOPLE)))
        assert done.code == 0, done.err
        return cls(desk, mail)

    def reports(self, scheme: str = "imaps") -> str:
        """The address of the mailbox that reports of failure go to."""
        port = self.mail.imaps if scheme == "imaps" else self.mail.imap
        return f"{scheme}://{quote(BOUNCES)}@127.0.0.1:{port}/INBOX"

    def state_of(self, person: Person) -> str:
        """How the letter to someone stands."""
        (state,) = (each["state"] for each in self.desk.deliveries() if each["recipient"] == person.email)
        return str(state)


def _number(person: Person) -> str:
    return f"{PEOPLE.index(person) + 1:04d}"


@pytest.fixture(scope="module", autouse=True)
def _passwords() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPORTGEN_SMTP_PASSWORD", PASSWORD)
        patch.setenv("REPORTGEN_IMAP_PASSWORD", PASSWORD)
        yield


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """An event whose letters are printed, with names and texts that mail may break."""
    desk = Desk.laid(tmp_path_factory.mktemp("built"), PEOPLE)
    for file, text in (("onderwerp.txt", SUBJECT), ("brief.txt", LETTER)):
        (desk.event / "texts").mkdir(exist_ok=True)
        (desk.event / "texts" / file).write_text(text, "utf-8")
    desk.mends("event.toml", "not_after = 2018-12-09T18:00:00", "not_after = 2099-12-09T18:00:00")
    desk.mends("event.toml", 'release = "automatic"', 'release = "by-hand"\nwaits.line = [0.001]')
    done = desk.types("build", "--now", "2018-12-02T08:00")
    assert done.code == 0, done.err + done.out
    return desk


@pytest.fixture(scope="module")
def mail() -> Iterator[RealMail]:
    with real_mail([BOUNCES, *(each.email for each in AT_HOME)], refused=[CLOSED.email]) as running:
        yield running


@pytest.fixture(scope="module")
def sent(mail: RealMail, built: Desk, tmp_path_factory: pytest.TempPathFactory) -> Post:
    """Every letter has gone, and postfix is done with it; one was refused at once, one comes back."""
    post = Post.by(mail, built, tmp_path_factory.mktemp("sent"))
    done = post.desk.asks("send", *JSON)
    assert (done.code, done.json["sent"]) == (1, len(PEOPLE) - 1), done.err
    mail.until_idle()
    return post


@pytest.mark.parametrize(
    ("person", "name", "file"),
    [
        (ETIENNE, "Étienne van 't Hoff-Öztürk", "briefing-sudwest-fryslan.pdf"),
        (FENNA, "Fenna D'Angelo", "briefing-s-hertogenbosch.pdf"),
        (ZOE, "Zoë de Groot", "briefing-urk.pdf"),
    ],
    ids=lambda each: each.municipality if isinstance(each, Person) else "",
)
def test_another_client_finds_the_letter_as_it_was_sent(sent: Post, person: Person, name: str, file: str) -> None:
    subject = SUBJECT.format(gemeente=person.municipality, datum="10 december 2018")
    with reader(sent.mail.imaps, sent.mail.ca_file, person.email, PASSWORD) as mailbox:
        (letter,) = mailbox.letters()
        assert mailbox.with_subject(subject) == 1
        assert mailbox.with_subject(f"{subject}.") == 0
    assert letter.subject == subject
    assert letter.sender == ("Het secretariaat", "secretariaat@organisatie.example")
    assert letter.recipient == (name, person.email)
    assert [each.kind for each in letter.parts] == ["text/plain", "text/html", "application/pdf", "text/calendar"]
    assert LETTER.strip() in letter.parts[0].content.decode()

    number = _number(person)
    (pack,) = (content for name, content in sent.desk.packs().items() if name.startswith(number))
    assert letter.only("application/pdf").name == file
    assert sha256(letter.only("application/pdf").content).hexdigest() == sha256(pack).hexdigest()

    kept = message_from_bytes(sent.desk.letters()[number], policy=policy.default)
    (calendar,) = (part for part in kept.walk() if part.get_content_type() == "text/calendar")
    assert letter.only("text/calendar").name == "bijeenkomst.ics"
    assert letter.only("text/calendar").content == calendar.get_payload(decode=True)
    meeting = vobject.readOne(letter.only("text/calendar").content.decode()).vevent
    assert meeting.summary.value == "Wonen in de regio"
    assert meeting.dtstart.value.astimezone(UTC) == datetime(2018, 12, 10, 11, 30, tzinfo=UTC)
    assert meeting.organizer.value == "mailto:secretariaat@organisatie.example"


def test_below_what_servers_write_above_it_a_letter_is_the_bytes_that_are_kept(sent: Post) -> None:
    """No server had to fold a line, or to encode what it could not carry."""
    for person in AT_HOME:
        (arrived,) = sent.mail.messages(person.email)
        kept = sent.desk.letters()[_number(person)]
        above, letter, below = arrived.replace(b"\r\n", b"\n").partition(kept.replace(b"\r\n", b"\n"))
        assert letter
        assert below == b""
        assert {line.partition(b":")[0] for line in above.splitlines() if not line.startswith(b"\t")} == {
            b"Return-Path",
            b"Delivered-To",
            b"Received",
        }


def test_letters_went_over_one_session_under_tls_with_a_login(sent: Post) -> None:
    begun = sent.mail.log.split("daemon started")[-1]
    letters = [line for line in begun.splitlines() if "sasl_username=briefing@" in line]
    assert len(letters) >= len(PEOPLE) - 1
    assert len({line.partition("smtpd[")[2].partition("]")[0] for line in letters}) == 1
    (arrived,) = sent.mail.messages(ETIENNE.email)
    assert b"with ESMTPSA id" in arrived


def test_a_report_of_postfix_names_the_letter_as_the_letter_asked(sent: Post) -> None:
    (report,) = (each.decode() for each in sent.mail.messages(BOUNCES) if b"test." not in each)
    assert f"Original-Envelope-Id: {KEY}.{_number(MOVED)}.0001\n" in report
    assert f"Original-Recipient: rfc822;{MOVED.email}\n" in report
    assert "Content-Type: text/rfc822-headers" in report, "its head comes back, not the whole pack"
    assert "application/pdf" not in report


@pytest.mark.parametrize("way", ["imaps", "imap", "maildir"])
def test_what_came_back_is_noted_once(sent: Post, tmp_path: Path, way: str) -> None:
    post = Post(sent.desk.copied(tmp_path), sent.mail)
    box = ("--maildir", str(sent.mail.maildir(BOUNCES))) if way == "maildir" else ("--imap", post.reports(way))
    assert (post.state_of(MOVED), post.state_of(CLOSED)) == ("sent", "refused")
    done = post.desk.asks("bounces", *box, *JSON)
    assert done.code == 1, done.err
    (bounced,) = done.json["bounced"]
    assert (bounced["number"], bounced["recipient"]) == (2, MOVED.email)
    assert "5.1.1" in bounced["said"]
    assert "User doesn't exist" in bounced["said"]
    assert post.state_of(MOVED) == "bounced"
    again = post.desk.asks("bounces", *box, *JSON)
    assert (again.code, again.json["bounced"], again.json["known"]) == (0, [], 1)
    assert [post.state_of(each) for each in AT_HOME] == ["sent"] * 3
    with reader(post.mail.imaps, post.mail.ca_file, BOUNCES, PASSWORD) as mailbox:
        assert mailbox.unread() == len(mailbox.letters()), "reading leaves no trace"


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
    mail: RealMail,
    built: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settings: dict[str, object],
    password: str,
    said: str,
) -> None:
    post = Post.by(mail, built, tmp_path, **settings)
    monkeypatch.setenv("REPORTGEN_SMTP_PASSWORD", password)
    done = post.desk.asks("send")
    assert done.code == 6
    assert said in done.err
    assert password not in done.err + done.out
    assert all((each["state"], each["attempts"]) == ("released", 0) for each in post.desk.deliveries())


def test_a_letter_over_the_limit_that_postfix_names_is_not_begun(mail: RealMail, built: Desk, tmp_path: Path) -> None:
    post = Post.by(mail, built, tmp_path, port=mail.narrow)
    taken = mail.log.count("sasl_username")
    done = post.desk.asks("send", *JSON)
    assert (done.code, done.json["sent"]) == (1, 0)
    said = [str(each) for each in done.json["findings"]]
    assert len(said) == len(PEOPLE)
    assert all("100000" in each for each in said), said
    assert all((each["state"], each["attempts"]) == ("released", 0) for each in post.desk.deliveries())
    assert mail.log.count("sasl_username") == taken


def test_dots_long_lines_and_eight_bits_pass(mail: RealMail) -> None:
    """What no letter of ours has, and postfix passes on as it is."""
    server = Server(
        *("127.0.0.1", mail.starttls, Tls.STARTTLS, USER, str(mail.ca_file), 0, 0, 10_000_000),
        *("secretariaat@organisatie.example", False, 60, 600),
    )
    content = (
        "From: secretariaat@organisatie.example\r\nMessage-ID: <punt@organisatie.example>\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
        f"Date: Mon, 3 Dec 2018 08:00:00 +0100\r\n\r\n.\r\n..twee\r\n.é\r\n{'ë' * 499}\r\n.\r\n"
    ).encode()
    sender = Smtp(server, PASSWORD, lambda: datetime.now(UTC), sleep)
    sender.ready(USER)
    assert isinstance(sender.send(f"{KEY}.0001.0001", USER, content, lambda _: None), Accepted)
    sender.close()
    mail.until_idle()
    (arrived,) = mail.messages(USER)
    assert arrived.endswith(content.replace(b"\r\n", b"\n"))


def test_reports_find_their_letter_by_the_address_they_come_to(built: Desk, tmp_path: Path) -> None:
    with real_mail([BOUNCES, *(each.email for each in (*AT_HOME, CLOSED))]) as mail:
        post = Post.by(mail, built, tmp_path, port=mail.implicit, tls="implicit", verp=True)
        assert post.desk.asks("send", "--to", MOVED.email, "--participant", "1").code == 0
        mail.until_idle()
        done = post.desk.asks("bounces", "--imap", post.reports(), *JSON)
        assert (done.code, done.json["strange"]) == (0, [MOVED.email]), "a copy on trial is no letter"
        assert post.desk.asks("send", *JSON).json["sent"] == len(PEOPLE)
        mail.until_idle()
        envelopes = [message_from_bytes(each)["Delivered-To"] for each in mail.messages(BOUNCES)]
        assert f"bounces+{KEY}.{_number(MOVED)}.0001@organisatie.example" in envelopes
        assert post.desk.asks("bounces", "--imap", post.reports(), *JSON).json["bounced"][0]["number"] == 2
        assert post.state_of(MOVED) == "bounced"


def test_after_a_server_that_died_halfway_the_rest_goes_and_nobody_twice(built: Desk, tmp_path: Path) -> None:
    everyone = [each.email for each in PEOPLE]
    with real_mail([BOUNCES, *everyone]) as mail:
        post = Post.by(mail, built, tmp_path, a_minute=60)
        with post.desk.starts("send", *JSON, REPORTGEN_SMTP_PASSWORD=PASSWORD) as process:
            until(lambda: process.poll() is not None or "status=sent" in mail.log)
            mail.kill_postfix()
            out, err = process.communicate(timeout=60)
        assert "Traceback" not in err
        assert process.returncode == 1, err
        assert "mail-stopped" in [each["code"] for each in json.loads(out)["findings"]]
        assert 1 <= json.loads(out)["sent"] < len(PEOPLE)
        while_gone = post.desk.asks("send")
        assert while_gone.code == 6
        assert "cannot be reached" in while_gone.err
        mail.start_postfix()
        assert post.desk.asks("send").code == 0
        mail.until_idle()
        assert {each["state"] for each in post.desk.deliveries()} == {"sent"}
        assert [len(mail.messages(each)) for each in everyone] == [1] * len(everyone)
        assert post.desk.asks("send", *JSON).json["sent"] == 0
