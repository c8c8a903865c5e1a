"""One letter to one person: what a mail program on the other side reads is what was meant."""

from __future__ import annotations

import re
from collections.abc import Callable
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from hashlib import sha256
from pathlib import Path

import pytest
from email_validator import EmailNotValidError, validate_email
from example import figures
from hypothesis import assume, example, given
from hypothesis import strategies as st

from reportgen.errors import MailError
from reportgen.mail.calendar import CalendarFile, Method
from reportgen.mail.letter import Envelope, LetterContents, message_id, pdf_name
from reportgen.mail.letter_addressee import addressee_of
from reportgen.mail.letter_identity import identity_of
from reportgen.sources.lists.registrations import ListFile, registrations_in

Compose = Callable[..., bytes]

NAMES = [
    "Anna van der Meer",
    "Loïs 't Hoff",
    "Ömer Çelik",
    "Zoë d'Ancona-Brûlée",
    "Łukasz Żółć",
    "Γιώργος Παπαδόπουλος",
    'Jan "de lange" Smit',
    "Smit, Jan",
    "Smit (wnd.)",
    "Jan\\Smit",
    "a@b.example",
    "Wilhelmina Frederika Charlotte Christina Françoise van Limburg Stirum-van Oldeneel tot Oldenzeel",
]


def parsed(content: bytes) -> EmailMessage:
    """The letter as a mail program reads it, by the modern rules of the standard library."""
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def header_section(content: bytes) -> bytes:
    return content.partition(b"\r\n\r\n")[0]


# Reading back what was written


def test_a_letter_says_what_was_composed(letter: Compose, pdf: bytes) -> None:
    message = parsed(letter())
    assert message["Subject"] == "Uw briefing voor 10 december 2018: Nieuwegein"
    body, alternative = message.get_body(("plain",)), message.get_body(("html",))
    assert body is not None
    assert alternative is not None
    assert body.get_content().splitlines()[0] == "Geachte burgemeester Van der Meer,"
    assert "één minuut" in body.get_content()
    assert "<p>Geachte burgemeester" in alternative.get_content()
    pack, calendar = message.iter_attachments()
    assert pack.get_content() == pdf
    assert (pack.get_filename(), pack.get_content_type()) == ("briefing-nieuwegein.pdf", "application/pdf")
    assert (calendar.get_content_type(), calendar.get_param("method")) == ("text/calendar", "PUBLISH")
    assert calendar.get_content().startswith("BEGIN:VCALENDAR")
    assert calendar.get_filename() == "bijeenkomst.ics"
    assert list(message.defects) == []


def test_every_calendar_is_a_file_of_its_own_with_its_method_and_its_letters(letter: Compose) -> None:
    files = tuple(
        CalendarFile(name, f"BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nX:é\r\nEND:VCALENDAR\r\n".encode(), method)
        for name, method in (("bijeenkomst.ics", Method.PUBLISH), ("vervallen-ronde-2.ics", Method.CANCEL))
    )
    content = letter(calendars=files)
    _, *calendars = parsed(content).iter_attachments()
    said = [(each.get_filename(), each.get_content_charset(), each.get_param("method")) for each in calendars]
    assert said == [("bijeenkomst.ics", "utf-8", "PUBLISH"), ("vervallen-ronde-2.ics", "utf-8", "CANCEL")]
    assert [each.get_payload(decode=True) for each in calendars] == [each.content for each in files]
    assert identity_of(content).calendars == tuple(each.content for each in files)


def test_a_plain_reader_sees_the_text_before_the_html(letter: Compose) -> None:
    (alternative,) = [part for part in parsed(letter()).walk() if part.get_content_type() == "multipart/alternative"]
    assert [part.get_content_type() for part in alternative.iter_parts()] == ["text/plain", "text/html"]


def test_the_subject_of_every_municipality_comes_back_to_the_letter(letter: Compose) -> None:
    wrong = []
    for profile in figures.profiles().values():
        subject = f"Uw briefing voor 10 december 2018: {profile.name}"
        content = letter(subject=subject, pdf=b"%PDF-1.7")
        older = str(make_header(decode_header(message_from_bytes(content)["Subject"])))
        if {parsed(content)["Subject"], older} != {subject}:
            wrong.append(profile.name)
    assert wrong == []


@given(subject=st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=200))
@example("Súdwest-Fryslân en " * 8 + "Noardeast-Fryslân")
@example("=?utf-8?q?Bcc:_x=40y.example?=")
def test_any_subject_of_one_line_comes_back(letter: Compose, subject: str) -> None:
    subject = " ".join(subject.split())
    assume(subject)
    assert parsed(letter(subject=subject))["Subject"] == subject


@pytest.mark.parametrize("name", NAMES)
def test_a_name_comes_back_as_it_is_written(letter: Compose, name: str) -> None:
    # By the older reader: the modern one of Python 3.11 adds a space between the encoded words of a long name.
    written, address = parseaddr(message_from_bytes(letter(recipient_name=name))["To"])
    assert (str(make_header(decode_header(written))), address) == (name, "a.vandermeer@nieuwegein.example")


@pytest.mark.parametrize("name", NAMES)
def test_no_encoded_word_is_longer_than_a_mail_program_has_to_read(letter: Compose, name: str) -> None:
    words = re.findall(rb"=\?[^?\s]+\?[bq]\?[^?\s]*\?=", header_section(letter(recipient_name=name)), re.I)
    assert [word for word in words if len(word) > 75] == []  # RFC 2047, section 2


# Headers


def test_a_letter_has_one_recipient_and_nobody_else_sees_it(letter: Compose) -> None:
    message = parsed(letter())
    assert [address.addr_spec for address in message["To"].addresses] == ["a.vandermeer@nieuwegein.example"]
    assert len(message.get_all("To")) == 1
    assert message["Cc"] is None
    assert message["Bcc"] is None


def test_a_letter_says_who_wrote_it_whom_to_answer_and_that_a_machine_sent_it(letter: Compose) -> None:
    message = parsed(letter())
    assert message["From"].addresses[0].addr_spec == "diversiteit@vng.example"
    assert message["From"].addresses[0].display_name == "Projectgroep Diversiteit door migratie"
    assert message["Reply-To"].addresses[0].addr_spec == "diversiteit@vng.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["MIME-Version"] == "1.0"
    assert message["List-Unsubscribe"] is None


def test_the_date_of_a_letter_is_the_moment_it_was_written(letter: Compose) -> None:
    assert parsedate_to_datetime(parsed(letter())["Date"]).isoformat() == "2018-12-03T08:00:00+01:00"


def test_the_message_id_holds_the_key_and_stays_the_same(letter: Compose) -> None:
    said = [parsed(letter(text=text))["Message-ID"] for text in ("eerste", "tweede")]
    assert said == [message_id("2018-12-10-diversiteit.0017.0001", "diversiteit@vng.example")] * 2
    assert said[0] == "<2018-12-10-diversiteit.0017.0001@vng.example>"
    assert parsed(letter(key="2018-12-10-diversiteit.0017.0002"))["Message-ID"] != said[0]


# Bytes


def test_the_same_letter_is_the_same_bytes(letter: Compose) -> None:
    assert letter() == letter()


def test_the_boundaries_of_two_letters_differ(letter: Compose) -> None:
    boundaries = [parsed(letter(key=key)).get_boundary() for key in ("x.0001.0001", "x.0002.0001")]
    assert len(set(boundaries)) == 2


@given(
    name=st.text(st.characters(categories=("L", "Mn", "P", "Zs")), max_size=60),
    subject=st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=200),
    text=st.text(max_size=2000),
)
@example("", "x " * 99, "regel\r\nregel\nregel\rregel")
@example("", "", "x" * 5000)
def test_every_line_of_a_letter_ends_in_crlf_and_none_is_too_long(
    letter: Compose, name: str, subject: str, text: str
) -> None:
    content = letter(recipient_name=name, subject=subject, text=text, html=text)
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", content) is None
    assert max(len(line) for line in content.split(b"\r\n")) <= 998  # RFC 5322, section 2.1.1
    assert content.isascii()


def test_a_line_with_only_a_dot_does_not_end_the_letter(letter: Compose) -> None:
    assert b"\r\n.\r\n" not in letter(text="einde\n.\nMAIL FROM:<x@y.example>\n")


@given(pdf=st.binary(max_size=3000))
@example(b"%PDF-1.7\r\n.\r\nQUIT\r\n")
@example(b"From someone\n")
def test_the_pack_arrives_as_the_bytes_that_were_archived(letter: Compose, pdf: bytes) -> None:
    assert sha256(identity_of(letter(pdf=pdf)).pdf).digest() == sha256(pdf).digest()


# File names


def test_the_file_of_every_municipality_has_a_plain_name_of_its_own() -> None:
    names = {code: pdf_name(profile.name) for code, profile in figures.profiles().items()}
    assert [name for name in names.values() if not re.fullmatch(r"briefing(-[a-z0-9]+)+\.pdf", name)] == []
    assert len(set(names.values())) == 380


@pytest.mark.parametrize(
    ("municipality", "name"),
    [
        ("Súdwest-Fryslân", "briefing-sudwest-fryslan.pdf"),
        ("'s-Gravenhage", "briefing-s-gravenhage.pdf"),
        ("Bergen (NH.)", "briefing-bergen-nh.pdf"),
        ("Nuenen, Gerwen en Nederwetten", "briefing-nuenen-gerwen-en-nederwetten.pdf"),
    ],
)
def test_accents_and_signs_do_not_stand_in_a_file_name(municipality: str, name: str) -> None:
    assert pdf_name(municipality) == name


# What people write, and what they try


@given(name=st.text(max_size=80), subject=st.text(max_size=80))
@example("Jan\r\nBcc: iedereen@x.example", "")
@example("Jan\nBcc: iedereen@x.example", "")
@example("Jan\rBcc: iedereen@x.example", "x")
@example("Jan\n\n<script>", "x")
@example("Jan\n de Vries", "x")
@example("", "Uw briefing\r\nBcc: iedereen@x.example")
@example("", "Uw briefing\n\nDe tekst")
@example("Jan <iedereen@x.example>, Piet", "x")
@example('Jan" <iedereen@x.example>', "x")
@example("=?utf-8?q?Jan_=3Ciedereen=40x=2Eexample=3E=2C?=", "x")
def test_a_name_or_subject_never_adds_a_recipient_or_a_header(letter: Compose, name: str, subject: str) -> None:
    plain = {line.partition(b":")[0] for line in header_section(letter()).split(b"\r\n") if b":" in line[:30]}
    try:
        content = letter(recipient_name=name, subject=subject)
    except MailError:
        return
    message = message_from_bytes(content)
    assert {key.encode() for key in message.keys()} <= plain  # noqa: SIM118  # a message is no mapping
    assert len(message.keys()) == len(set(message.keys()))
    assert identity_of(content).recipient == "a.vandermeer@nieuwegein.example"


@pytest.mark.parametrize("whose", ["recipient_email", "sender_email"])
@pytest.mark.parametrize(
    "address",
    [
        "",
        "geen adres",
        "a@x.example, b@x.example",
        "a@x.example,b@x.example",
        "a@x.example;b@x.example",
        "a@x.example\r\nBcc: b@x.example",
        "a@x.example\nBcc:b@x.example",
        "a@x.example\n",
        "<a@x.example>",
        "Jan <a@x.example>",
        "a@x.example>",
        "a@b@x.example",
        "(a)b@x.example",
        '"a@x.example',
        "groep:a@x.example;",
        "jürgen@x.example",
    ],
)
def test_what_is_no_plain_address_is_refused(letter: Compose, whose: str, address: str) -> None:
    with pytest.raises(MailError):
        letter(**{whose: address})


@given(address=st.one_of(st.emails(), st.from_regex(r"[\x21-\x7e]{1,12}@[\x21-\x7e]{1,12}", fullmatch=True)))
@example("o'brien@x.example")
@example("jan+tag@x.example")
@example("a..b@x.example")
@example("jan;piet@x.example")
def test_a_letter_is_for_the_address_it_was_given_or_it_is_not_written(letter: Compose, address: str) -> None:
    try:
        content = letter(recipient_email=address)
    except MailError:
        return
    assert identity_of(content).recipient == address


@given(address=st.emails())
@example("o'brien@x-gemeente.nl")
@example("a.b-c_d+e@sub.x-gemeente.nl")
def test_an_address_that_can_exist_can_be_written_to(letter: Compose, address: str) -> None:
    try:
        validate_email(address, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        assume(False)
    assert identity_of(letter(recipient_email=address)).recipient == address


@pytest.mark.parametrize("address", ["jürgen@gemeente.nl", "jan@súdwest.nl", "jan@gemeente.nl"])
def test_an_address_the_list_takes_can_also_be_written_to(letter: Compose, tmp_path: Path, address: str) -> None:
    path = tmp_path / "deelnemers.csv"
    path.write_text(f"Achternaam;Gemeente;E-mailadres;Functie\nSmit;Nieuwegein;{address};wethouder\n", "utf-8")
    (registration,), _ = registrations_in([ListFile(path)])
    if not registration.email_fault:
        assert identity_of(letter(recipient_email=registration.email)).recipient == registration.email


# The check before a letter leaves


def test_a_letter_says_of_itself_whom_it_is_for_and_what_it_carries(letter: Compose, pdf: bytes) -> None:
    says = identity_of(letter())
    assert says.recipient == "a.vandermeer@nieuwegein.example"
    assert says.message_id == "<2018-12-10-diversiteit.0017.0001@vng.example>"
    assert says.pdf == pdf


def test_a_message_id_that_has_a_line_of_its_own_is_read_as_one_that_has_not(letter: Compose) -> None:
    key = f"2018-12-10-{'diversiteit-door-migratie-' * 2}-follow-up.0017.0001"
    content = letter(key=key)
    assert b"Message-ID: \r\n <" in content, "it is too long for the line of its name"
    assert identity_of(content).message_id == addressee_of(content).message_id == f"<{key}@vng.example>"


@pytest.mark.parametrize("header", [b"Cc: b@x.example\r\n", b"Bcc: b@x.example\r\n", b"To: b@x.example\r\n"])
def test_a_letter_with_a_second_recipient_is_not_one(letter: Compose, header: bytes) -> None:
    with pytest.raises(MailError, match="2 recipients"):
        identity_of(header + letter())


@pytest.mark.parametrize(
    "header",
    [b"X-A: b\nBcc: b@x.example\r\n", b"X-A: b\rBcc: b@x.example\r\n", b"Bcc : b@x.example\r\n", b"no colon\r\n"],
)
def test_a_head_that_readers_may_take_for_different_things_is_not_read(letter: Compose, header: bytes) -> None:
    with pytest.raises(MailError, match="cannot be read"):
        identity_of(header + letter())


def test_a_second_pack_is_found_wherever_it_stands(letter: Compose) -> None:
    content = letter()
    hidden = content.replace(b"Content-Type: text/plain", b"Content-Type: application/pdf", 1)
    with pytest.raises(MailError, match="2 packs"):
        identity_of(hidden)


def test_a_letter_is_read_as_the_library_reads_it(letter: Compose) -> None:
    message = parsed(letter())
    (pack,) = (part for part in message.walk() if part.get_content_type() == "application/pdf")
    says = identity_of(letter())
    assert (says.pdf, says.message_id) == (pack.get_content(), message["Message-ID"])


def test_a_letter_without_its_pack_has_none_and_one_without_a_calendar_as_well_is_not_one(letter: Compose) -> None:
    without = letter().replace(b"Content-Type: application/pdf", b"Content-Type: text/plain")
    assert identity_of(without).pdf == b""
    with pytest.raises(MailError, match="no pack, and no calendar"):
        identity_of(without.replace(b"Content-Type: text/calendar", b"Content-Type: text/plain"))


@pytest.mark.parametrize("content", [b"", b"\x00\xff" * 50, b"To: a@x.example\r\n\r\nhallo"])
def test_bytes_that_are_no_letter_are_not_read_as_one(content: bytes) -> None:
    with pytest.raises(MailError):
        identity_of(content)


def test_an_envelope_and_its_contents_share_no_names() -> None:
    assert set(Envelope.__slots__).isdisjoint(LetterContents.__slots__)
