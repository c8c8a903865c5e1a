"""Texts of messages as mail programs make them: HTML, code pages, transfer encodings, parts, and mail of machines."""

from __future__ import annotations

from base64 import b64encode
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from reportgen.mail.inbox.body_text import decoded, unflowed
from reportgen.mail.inbox.html_text import text_of_html
from reportgen.mail.inbox.replies import IncomingReply, replies_in

SAID = ["1. Heel divers.", "2. Met beleid.", "3. Geld."]
EURO = "Wij tellen € 40 – “veel” ë."


def message(*parts: str | bytes, head: str = "Content-Type: text/plain; charset=utf-8") -> bytes:
    lines = [part if isinstance(part, bytes) else part.encode() for part in parts]
    return f"From: Loes <l@tilburg.example>\nSubject: Re: x\n{head}\n\n".encode() + b"\n".join(lines)


def one(content: bytes) -> IncomingReply:
    (reply,) = replies_in(content)
    return reply


def lines_of(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


HTML = {
    "list": "<ol><li>Heel divers.</li><li>Met beleid.</li><li>Geld.</li></ol>",
    "list without ends": "<ol><li>Heel divers.<li>Met beleid.<li>Geld.",
    "lists that go on": "<ol><li>Heel divers.</ol><ol start=2><li>Met beleid.</li></ol><ol start=3><li>Geld.</ol>",
    "numbers of items": "<ol><li value=1>Heel divers.</li><li value=2>Met beleid.<li value=3>Geld.</li></ol>",
    "paragraphs in items": "<ol><li><p>Heel divers.</p></li><li><p>Met beleid.</p></li><li><div>Geld.</div></li></ol>",
    "breaks": "1. Heel divers.<br>2. Met beleid.<br/>3. Geld.",
    "divisions": "<div>1. Heel divers.</div><div>2. Met beleid.</div><div>3. Geld.</div>",
    "table": "<table><tr><td>1.</td><td>Heel divers.</td></tr><tr><td>2.<td>Met beleid.<tr><td>3.<td>Geld.</table>",
    "head without end": "<html><head><meta charset=x><body>1. Heel divers.<p>2. Met beleid.<p>3. Geld.",
    "two heads": "<html><head><meta charset=x><head><body>1. Heel divers.<p>2. Met beleid.<p>3. Geld.</body>",
    "title without end": "<html><head><title>Re</head><body>1. Heel divers.<p>2. Met beleid.<p>3. Geld.",
    "title at the end": "<title>1. Heel divers.<p>1. Heel divers.<p>2. Met beleid.<p>3. Geld.",
    "Outlook": "<html xmlns:o='urn:x'><head><style><!-- p.MsoNormal {margin:0} --></style></head><body><div class=x>"
    "<p class=MsoListParagraph style='mso-list:l0 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1."
    "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span><![endif]>Heel\ndivers.<o:p></o:p></p>"
    "<p class=MsoNormal><o:p>&nbsp;</o:p></p><!--[if gte mso 9]><xml>9. x</xml><![endif]-->"
    "<p class=MsoNormal>2. Met <b>beleid</b>.<o:p></o:p></p><p class=MsoNormal>3. Geld.<o:p></o:p></p></div>",
    "preformatted": "<pre>1. Heel divers.\n2. Met beleid.\n3. Geld.</pre>",
    "indented, no quotation": "<blockquote style='margin:0 0 0 40px;border:none;padding:0px'>1. Heel divers.<br>"
    "2. Met beleid.</blockquote><div>3. Geld.</div>",
    "upper case": "<HTML><BODY><OL><LI>Heel divers.</LI><LI>Met beleid.</LI><LI>Geld.</LI></OL></BODY></HTML>",
    "entities": "<p>1.&nbsp;Heel&#32;divers.</p><p>2&#46; Met beleid.</p><p>3. G&#101;ld.</p>",
    "script and style": "<style>9. x</style><script>'8. x'</script>1. Heel divers.<br>2. Met beleid.<br>3. Geld.",
}


@pytest.mark.parametrize("html", HTML.values(), ids=HTML)
def test_html_is_read_as_mail_programs_show_it(html: str) -> None:
    assert lines_of(text_of_html(html)) == SAID
    assert lines_of(one(message(html, head="Content-Type: text/html; charset=utf-8")).text) == SAID


@pytest.mark.parametrize(
    "quote",
    [
        "<blockquote type=cite><p>Hoe?</p><p>Zo?</p></blockquote>",
        "<blockquote class=gmail_quote style='margin:0 0 0 .8ex;border-left:1px #ccc solid'>Hoe?<br>Zo?</blockquote>",
        "<blockquote cite='mid:x'>Hoe?<div>Zo?</div></blockquote>",
        "<blockquote class='protonmail_quote'>Hoe?<div>Zo?</div></blockquote>",
        "<blockquote>Hoe?<div>Zo?</div></blockquote>",
    ],
)
def test_quotations_in_html_are_marked(quote: str) -> None:
    assert lines_of(text_of_html(f"1. Ja{quote}2. Nee")) == ["1. Ja", "> Hoe?", "> Zo?", "2. Nee"]


def test_a_list_within_a_list_is_indented() -> None:
    html = "<ol><li>Zo<ol type=a><li>x</li><li>y</li></ol><ul><li>z</ul><ol><li>n</ol></li><li>Ja</li></ol>"
    assert text_of_html(html).split("\n") == ["1. Zo", "   a. x", "   b. y", "   - z", "   1. n", "2. Ja"]


@pytest.mark.parametrize(
    "tag", ["<b>", "<ol><li>", "<td>a", "<blockquote>", "<p>1. a</p>", "<title>", "<pre>\n", "</ol>"]
)
def test_a_megabyte_of_html_takes_no_longer_than_its_length(tag: str) -> None:
    begun = process_time()
    text_of_html(tag * (250_000 // len(tag)))
    assert process_time() - begun < 20


CODE_PAGES = (
    *(
        ("iso-8859-1", "cp1252"),
        ("us-ascii", "cp1252"),
        ("windows-1252", "cp1252"),
        ("", "cp1252"),
        ("klingon", "cp1252"),
    ),
    *(("utf-8", "cp1252"), ("iso-8859-15", "cp1252"), ("iso-8859-1", "utf-8"), ("us-ascii", "utf-8"), ("", "utf-8")),
    *(("klingon", "utf-8"), ("utf-8", "utf-8-sig"), ("cp1252", "utf-8"), ("utf-16", "utf-16"), ("utf-16", "utf-8")),
    *(
        ("macintosh", "mac_roman"),
        ("x-mac-roman", "mac_roman"),
        ("base64", "utf-8"),
        ("punycode", "utf-8"),
        ("utf-7", "utf-8"),
    ),
)


@pytest.mark.parametrize(("declared", "real"), CODE_PAGES)
def test_a_text_is_read_in_the_code_page_it_is_really_in(declared: str, real: str) -> None:
    head = f"Content-Type: text/plain; charset={declared}\nContent-Transfer-Encoding: base64"
    assert one(message(b64encode(EURO.encode(real)), head=head)).text.strip() == EURO
    assert decoded(EURO.encode(real), declared) == EURO


@given(some.binary(max_size=60), some.text(max_size=12))
def test_any_bytes_are_text_in_any_code_page(content: bytes, charset: str) -> None:
    assert isinstance(decoded(content, charset), str)


QP = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable"
B64 = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64"
WHOLE = b64encode("\n".join(SAID).encode()).decode()


@pytest.mark.parametrize(
    ("head", "body", "text", "is_damaged"),
    [
        (QP, "1. Caf=C3=\n=A9 en =E2=\n=82=AC 4.", "1. Café en € 4.", False),
        (QP, "1. Caf=C3=A9 =\nen meer.=\n", "1. Café en meer.", False),
        (QP, "1. Caf=C3=A9 en =E2=82", "1. Café en \ufffd", False),
        (QP, "1. Caf=C3=A9 en =E", "1. Café en", True),
        (QP, "1. 2 = 2 en a=b.", "1. 2 = 2 en a=b.", False),
        (B64, WHOLE, "\n".join(SAID), False),
        (B64, "\n".join(WHOLE[at : at + 16] for at in range(0, len(WHOLE), 16)), "\n".join(SAID), False),
        (B64, WHOLE.rstrip("="), "\n".join(SAID), False),
        (
            B64,
            f"{WHOLE}\n\n-- \nVan de gateway, in platte tekst.",
            "\n".join([*SAID, "-- ", "Van de gateway, in platte tekst."]),
            False,
        ),
        (B64, "1. Gewoon, zonder codering.", "1. Gewoon, zonder codering.", False),
        (B64, WHOLE[:21], "1. Heel divers.", True),
    ],
)
def test_transfer_encodings_are_undone_and_what_is_lost_is_told(
    head: str, body: str, text: str, is_damaged: bool
) -> None:
    reply = one(message(body, head=head))
    assert lines_of(reply.text) == lines_of(text)
    assert reply.damaged is is_damaged


@pytest.mark.parametrize(
    ("text", "is_space_deleted", "flowed"),
    [
        ("1. Heel \ndivers.\n2. Met \nbeleid.", False, "1. Heel divers.\n2. Met beleid."),
        ("1. Heel di \nvers.", True, "1. Heel divers."),
        ("> Hoe \n> zo?\n>> x\nJa.", False, "> Hoe zo?\n>> x\nJa."),
        ("> Hoe \nJa.", False, "> Hoe \nJa."),
        (" > geen citaat", False, "> geen citaat"),
        ("Ja.\n-- \nLoes", False, "Ja.\n-- \nLoes"),
        ("1. Ja. \n2. Nee. \n3. Zo. ", False, "1. Ja. \n2. Nee. \n3. Zo. "),
    ],
)
def test_flowed_text_is_joined_to_paragraphs(text: str, is_space_deleted: bool, flowed: str) -> None:
    assert unflowed(text, is_space_deleted=is_space_deleted) == flowed
    head = f"Content-Type: text/plain; charset=utf-8; format=flowed{'; delsp=yes' * is_space_deleted}"
    assert one(message(text, head=head)).text == flowed


def part(kind: str, text: str, more: str = "") -> str:
    return f"--x\nContent-Type: {kind}; charset=utf-8\n{more}\n{text}\n"


PLAIN, AS_HTML = part("text/plain", "\n".join(SAID)), part("text/html", HTML["list"])
SPLIT = (part("text/plain", SAID[0]), part("text/plain", "\n".join(SAID[1:])))
PDF = part("image/png", "x", "Content-Disposition: attachment; filename=a.png\n")
PARTS = {
    "both": ("alternative", PLAIN + AS_HTML),
    "empty plain": ("alternative", part("text/plain", " \n") + AS_HTML),
    "see the HTML": (
        "alternative",
        part("text/plain", "Uw programma toont geen HTML. Open dit bericht als HTML.") + AS_HTML,
    ),
    "only HTML": ("alternative", AS_HTML),
    "an attachment between": ("mixed", SPLIT[0] + PDF + SPLIT[1]),
    "a text that Exchange made a file": (
        "mixed",
        SPLIT[0]
        + PDF
        + part("text/plain", "\n".join(SAID[1:]), "Content-Disposition: attachment; filename=ATT00001.txt\n"),
    ),
    "HTML beside an inserted picture": ("related", AS_HTML + PDF),
}


@pytest.mark.parametrize(("kind", "parts"), PARTS.values(), ids=PARTS)
def test_the_parts_of_a_message_are_read_as_one_text(kind: str, parts: str) -> None:
    content = message(f"{parts}--x--\n", head=f"Content-Type: multipart/{kind}; boundary=x")
    assert lines_of(one(content).text)[:3] == SAID


def test_a_footer_does_not_hide_the_html_above_it() -> None:
    inner = "--y\nContent-Type: text/plain\n\n\n--y\nContent-Type: text/html\n\n" + HTML["list"] + "\n--y--\n"
    parts = (
        f"--x\nContent-Type: multipart/alternative; boundary=y\n\n{inner}{part('text/plain', 'Van de lijst.')}--x--\n"
    )
    assert lines_of(one(message(parts, head="Content-Type: multipart/mixed; boundary=x")).text) == [
        *SAID,
        "Van de lijst.",
    ]


def test_what_somebody_wrote_above_an_attached_message_is_read_too() -> None:
    inner = "From: Jan <j@x.example>\nSubject: y\n\n1. Van Jan."
    parts = part("text/plain", "1. Van mij.") + f"--x\nContent-Type: message/rfc822\n\n{inner}\n--x--\n"
    found = replies_in(message(parts, head="Content-Type: multipart/mixed; boundary=x"))
    assert sorted(each.text.strip() for each in found) == ["1. Van Jan.", "1. Van mij."]


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("Content-Type: image/png; name=logo.png\nContent-ID: <a@b>\nContent-Disposition: inline\n\npicture", ()),
        ("Content-Type: application/pkcs7-signature; name=smime.p7s\n\nsigned", ()),
        ("Content-Type: application/pgp-signature; name=signature.asc\n\nsigned", ()),
        ("Content-Type: image/png; name=foto.png\nContent-Disposition: attachment\n\npicture", ("foto.png",)),
        (f"Content-Type: image/png; name=foto.png\nContent-ID: <a@b>\n\n{'x' * 200_000}", ("foto.png",)),
    ],
)
def test_a_logo_or_signature_beside_a_text_is_no_attachment(part: str, told: tuple[str, ...]) -> None:
    body = f"--x\nContent-Type: text/plain\n\n1. Heel divers.\n--x\n{part}\n--x--\n"
    assert one(message(body, head='Content-Type: multipart/related; boundary="x"')).other_files == told


def test_a_picture_within_a_message_without_text_is_told() -> None:
    part = "Content-Type: image/png; name=foto.png\nContent-ID: <a@b>\n\npicture"
    body = f"--x\nContent-Type: text/plain\n\n\n--x\n{part}\n--x--\n"
    assert one(message(body, head='Content-Type: multipart/related; boundary="x"')).other_files == ("foto.png",)


def test_a_cell_with_a_number_stands_before_the_text_of_the_next() -> None:
    rows = "".join(f"<tr><td><p>{each}</p></td><td><p>Dat.</p></td></tr>" for each in (1, 2))
    assert lines_of(
        text_of_html(f"<table>{rows}<tr><td><p>3</p></td><td></td></tr><tr><td>Slot</td></tr></table>")
    ) == [
        "1 Dat.",
        "2 Dat.",
        "3",
        "Slot",
    ]


def test_every_part_that_is_parsed_is_read() -> None:
    parts = "".join(f"--b\nContent-Type: text/plain\n\n{each}. Ja.\n" for each in range(900))
    assert (
        lines_of(one(message(f"{parts}--b--", head="Content-Type: multipart/mixed; boundary=b")).text)[-1] == "899. Ja."
    )


def test_a_message_that_was_forwarded_ten_times_is_read() -> None:
    content = message("1. Ja.")
    for _ in range(10):
        content = message(content, head="Content-Type: message/rfc822")
    assert lines_of(one(content).text) == ["1. Ja."]


def test_a_text_of_many_megabytes_in_base64_is_cut_and_damaged() -> None:
    text = b64encode(b"1. Ja.\n" * 500_000)
    read = one(message(text, head="Content-Type: text/plain\nContent-Transfer-Encoding: base64"))
    assert (read.damaged, read.text[:6], len(read.text)) == (True, "1. Ja.", 1_000_000)
