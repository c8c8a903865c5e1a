"""What participants send back ends where it should, and comes out again in the report."""

from __future__ import annotations

import mailbox
import sqlite3
import zlib
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from doubles.answering import OURS, filled, locked, mailed, with_action
from doubles.browser_users import needs_browser
from doubles.pdf_js import filled_in_a_browser, needs_pdf_js
from doubles.printed_parts import PrintedParts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from usecases.command_line import IN_TIME, JSON, ONE_WORKER, CommandLine, Done, asked, digests_in, files_in
from usecases.meeting import ANNA, BRAM, COR, DINA, KEY

from reportgen.render.pdf import form_reader
from reportgen.render.pdf.form_reader import form_in as read
from reportgen.render.processes.executors import InlineExecutor

QUESTIONS = """
[[question]]
text = "Hoe anticipeert uw gemeente?"

[[question]]
text = "Hoe kunnen wij helpen?"

[pack]
form = true

[[theme]]
name = "steden"
"""

LINES = "Ménage à trois: één ñandú, „citaat”, 10 €\n\n– tweede alinea; en nog een regel\nslot"


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory, parts: PrintedParts) -> CommandLine:
    """An event whose packs have fields, and were mailed."""
    cli = CommandLine.create(tmp_path_factory.mktemp("asking"), parts=parts)
    cli.replace_text("event.toml", '\n[[theme]]\nname = "steden"\n', QUESTIONS)
    assert cli.run("run", *IN_TIME, *ONE_WORKER).code == 0
    return cli


@pytest.fixture
def cli(asking: CommandLine, tmp_path: Path) -> CommandLine:
    return asking.copied(tmp_path)


@pytest.fixture
def own_process() -> None:
    """Forms are read in a process of its own, as they are outside these tests."""


@pytest.fixture(autouse=True)
def _read_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms are read in this process, which is quicker, where no test wants a process of its own."""
    if "own_process" not in request.fixturenames:
        monkeypatch.setattr(form_reader, "ProcessExecutor", lambda _: InlineExecutor())


@pytest.fixture
def back(tmp_path: Path) -> Path:
    """The folder in which everything that comes back is put."""
    folder = tmp_path / "terug"
    folder.mkdir()
    return folder


def collected(cli: CommandLine, source: Path | str, *options: str) -> Done:
    return asked("answers", "collect", str(cli.event), str(source), "--output", str(cli.output), *options)


def reported(cli: CommandLine, *options: str) -> Done:
    return asked("answers", "report", str(cli.event), "--output", str(cli.output), *options)


def kept(cli: CommandLine) -> list[tuple[int, int, str, bool]]:
    """Every answer in the ledger: whose, to which question, what, with a name."""
    with sqlite3.connect(cli.output / "ledger.sqlite") as ledger:
        rows = ledger.execute("SELECT number, question, text, named FROM answer ORDER BY id").fetchall()
    ledger.close()
    return [(number, question, text, bool(named)) for number, question, text, named in rows]


def pack_of(cli: CommandLine, number: int) -> bytes:
    return next(each for name, each in cli.packs().items() if name.startswith(f"{number:04d}-"))


def reference_of(cli: CommandLine, number: int) -> str:
    """The reference as it stands in the letter."""
    letter = message_from_bytes(cli.letters()[f"{number:04d}"], policy=policy.default)
    text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    return next(line.removeprefix("Kenmerk: ") for line in text.splitlines() if line.startswith("Kenmerk: "))


def message_id(number: int) -> str:
    return f"<{KEY}.{number:04d}.0001@organisatie.example>"


def codes(done: Done) -> list[str]:
    return [each["code"] for each in done.json["findings"]]


@pytest.mark.usefixtures("own_process")
def test_fields_come_back_letter_for_letter(cli: CommandLine, back: Path) -> None:
    texts = {"vraag-1": LINES, "vraag-2": "", "vraag-3": "  x  ", "met-naam": "Ja, graag"}
    (back / "van anna.pdf").write_bytes(filled(pack_of(cli, 2), texts))
    done = collected(cli, back, *JSON)
    assert (done.code, done.json["people"], done.json["became"]) == (0, [2], {"taken": 1})
    assert kept(cli) == [(2, 1, LINES, True), (2, 3, "  x  ", True)]


@needs_pdf_js
@needs_browser
def test_fields_that_another_reader_filled_in_come_back_too(cli: CommandLine, back: Path) -> None:
    texts = {"vraag-1": LINES, "vraag-3": "(haken) \\ en / <b>", "met-naam": "nee"}
    form = filled_in_a_browser(pack_of(cli, 2), texts)
    assert form.startswith(pack_of(cli, 2)), "it adds to the file, and leaves what is there"
    (back / "x.pdf").write_bytes(form)
    done = collected(cli, back, *JSON)
    assert (done.code, codes(done)) == (0, [])
    assert kept(cli) == [(2, 1, LINES, False), (2, 3, texts["vraag-3"], False)]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.text(some.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | some.just("\n"), max_size=60))
def test_whatever_is_typed_comes_back(asking: CommandLine, text: str) -> None:
    found = read(filled(pack_of(asking, 3), {"vraag-2": text}))
    assert found.unread is None
    assert found.fields.get("vraag-2", "") == text
    assert found.identity
    assert found.identity.participant == f"{KEY}.0003"


def test_what_was_collected_counts_once_and_is_kept_as_it_came(cli: CommandLine, back: Path) -> None:
    form = filled(pack_of(cli, 2), {"vraag-1": "een"})
    letter = mailed(ANNA.email, "2. twee", answers=message_id(2))
    (back / "a.pdf").write_bytes(form)
    (back / "b.eml").write_bytes(letter)
    first = collected(cli, back, *JSON)
    assert (first.json["answers"], first.json["known"]) == (2, 0)
    (back / "nog eens.eml").write_bytes(letter.replace(b"\n", b"\r\n"))
    second = collected(cli, back, *JSON)
    assert (second.json["answers"], second.json["known"]) == (0, 3)
    originals = files_in(cli.output / "answers" / KEY / "originals")
    assert sorted(originals.values()) == sorted((form, letter))
    assert collected(cli, back / "a.pdf", *JSON).json["known"] == 1


def test_the_last_answer_to_a_question_holds(cli: CommandLine, back: Path) -> None:
    late = mailed(COR.email, "1. laat\n3. drie", answers=message_id(3), at="Thu, 06 Dec 2018 09:00:00 +0100")
    early = mailed(COR.email, "1. vroeg\n2. twee", answers=message_id(3), at="Wed, 05 Dec 2018 23:59:00 +0100")
    for number, each in enumerate((late, early)):
        (back / "x.eml").write_bytes(each)
        assert collected(cli, back, *IN_TIME[:1], "2018-12-07T08:00", *JSON).code == 0, number
    assert reported(cli, *JSON).json["answers"] == {"1": 1, "2": 1, "3": 1}
    rows = (
        CalamineWorkbook.from_path(cli.output / "answers" / KEY / "antwoorden.xlsx").get_sheet_by_index(0).to_python()
    )
    assert [row[4] for row in rows[1:]] == ["laat", "twee", "drie"]


NUMBERED = "1. Heel divers.\nMeer dan vroeger.\n2. Met beleid.\n3. Geld.\n\n"
REPLIES = {
    "plain": "Beste mensen,\n\n1. Heel divers.\nMeer dan vroeger.\n2) Met beleid.\n\n3: Geld.\n\n"
    "Met vriendelijke groet,\nAnna",
    "words": "Vraag 1\nHeel divers.\nMeer dan vroeger.\n\nAntwoord op vraag 2: Met beleid.\nVraag 3 - Geld.\n"
    "-- \nAnna de Boer",
    "below": f"{NUMBERED}Op ma 3 dec 2018 om 08:00 schreef Het secretariaat <{OURS}>:\n"
    "> Geachte wethouder,\n> 1. iets anders\n",
    "outlook": f"{NUMBERED}{'_' * 32}\nVan: Het secretariaat <{OURS}>\nVerzonden: maandag 3 december 2018 08:00\n"
    "Aan: Anna\nOnderwerp: Uw briefing\n\n1. van ons\n",
    "between": "> Hoe divers is uw gemeente?\n1. Heel divers.\nMeer dan vroeger.\n> Hoe anticipeert u?\n"
    "2. Met beleid.\n> Hoe kunnen wij helpen?\n3. Geld.\n",
}
ANSWERED = [(2, 1, "Heel divers.\nMeer dan vroeger."), (2, 2, "Met beleid."), (2, 3, "Geld.")]


@pytest.mark.parametrize("text", REPLIES.values(), ids=REPLIES)
def test_a_plain_reply_is_divided_by_question(cli: CommandLine, back: Path, text: str) -> None:
    (back / "x.eml").write_bytes(mailed(ANNA.email, text, answers=message_id(2)))
    done = collected(cli, back, *JSON)
    assert (done.code, codes(done)) == (0, [])
    assert [each[:3] for each in kept(cli)] == ANSWERED


def test_a_reply_in_html_is_read_as_well(cli: CommandLine, back: Path) -> None:
    html = (
        "<html><head><style>p{}</style></head><body><p>Beste,</p><ol><li>Heel divers.<br>Meer dan vroeger.</li>"
        "<li>Met&nbsp;beleid.</li><li>Geld.</li></ol><p>Met naam: ja</p><p>Groet,</p><p>Anna</p>"
        "<blockquote><p>1. wat wij schreven</p></blockquote></body></html>"
    )
    (back / "x.eml").write_bytes(mailed(ANNA.email, html=html, answers=message_id(2)))
    assert collected(cli, back).code == 0
    assert kept(cli) == [(*each, True) for each in ANSWERED]


def test_the_reference_in_the_letter_tells_whose_a_reply_is(cli: CommandLine, back: Path) -> None:
    quoted = f"\n\nOp 3 december schreef Het secretariaat:\n> Kenmerk: {reference_of(cli, 4)}\n"
    (back / "x.eml").write_bytes(mailed("bestuur@vaals.example", f"1. Via het secretariaat.{quoted}"))
    done = collected(cli, back, *JSON)
    assert (done.code, codes(done)) == (1, ["answers-address"])
    assert "bestuur@vaals.example" in done.json["findings"][0]["what"]
    assert kept(cli) == [(4, 1, "Via het secretariaat.", False)]


def test_an_address_alone_is_believed_and_told(cli: CommandLine, back: Path) -> None:
    (back / "x.eml").write_bytes(mailed(f"Bram <{BRAM.email.upper()}>", "1. Uit het hoofd."))
    done = collected(cli, back, *JSON)
    assert (done.code, codes(done)) == (1, ["answers-sender"])
    assert kept(cli) == [(4, 1, "Uit het hoofd.", False)]


def test_a_reference_that_was_guessed_leads_nowhere(cli: CommandLine, back: Path) -> None:
    (back / "x.eml").write_bytes(mailed("iemand@elders.example", "1. Ik ben Bram.\n\nKenmerk: K0004-1-AAAAAAAAAA"))
    done = collected(cli, back, *JSON)
    assert (codes(done), done.json["became"], kept(cli)) == (["answers-strange"], {"strange": 1}, [])


def test_who_answers_a_copy_on_trial_answers_for_nobody(cli: CommandLine, back: Path) -> None:
    text = f"1. Proef.\n\nKenmerk: {reference_of(cli, 4)}"
    (back / "x.eml").write_bytes(
        mailed("proef@organisatie.example", text, answers=message_id(4).replace("<", "<test."))
    )
    assert codes(collected(cli, back, *JSON)) == ["answers-strange"]
    assert kept(cli) == []


@pytest.mark.parametrize("how", ["file", "lines", "outlook"])
def test_a_reply_that_was_forwarded_is_that_of_who_wrote_it(cli: CommandLine, back: Path, how: str) -> None:
    said = f"1. Heel divers.\n\nGroeten, Bram\n\n> Kenmerk: {reference_of(cli, 4)}\n"
    if how == "file":
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = "collega@organisatie.example", OURS, "FW: antwoord"
        message.set_content("Zie bijlage.")
        message.add_attachment(message_from_bytes(mailed(BRAM.email, said), policy=policy.default))
        content = message.as_bytes()
    elif how == "lines":
        head = (
            f"---------- Forwarded message ---------\nVan: Bram <{BRAM.email}>\nDate: di 4 dec\nSubject: Re: briefing\n"
        )
        content = mailed("collega@organisatie.example", f"Zie hieronder.\n\n{head}To: x\n\n\n{said}")
    else:
        head = f"Van: Bram <{BRAM.email}>\nVerzonden: dinsdag 4 december 2018\nAan: {OURS}\nOnderwerp: RE: briefing\n"
        content = mailed("collega@organisatie.example", f"\n\n{head}\n{said}")
    (back / "x.eml").write_bytes(content)
    collected(cli, back)
    assert kept(cli) == [(4, 1, "Heel divers.", False)]


def test_what_has_no_number_waits_for_a_person(cli: CommandLine, back: Path) -> None:
    (back / "x.eml").write_bytes(mailed(ANNA.email, "Beste,\nWij zijn er nog niet uit.", answers=message_id(2)))
    done = collected(cli, back, *JSON)
    assert (done.code, codes(done), done.json["waiting"]) == (1, ["answers-unclear-unnumbered"], 1)
    assert kept(cli) == []


def test_an_empty_form_is_no_answer(cli: CommandLine, back: Path) -> None:
    (back / "leeg.pdf").write_bytes(pack_of(cli, 1))
    (back / "wit.pdf").write_bytes(filled(pack_of(cli, 3), {"vraag-1": " \n ", "met-naam": "ja"}))
    done = collected(cli, back, *JSON)
    assert (done.code, done.json["became"], kept(cli)) == (0, {"empty": 2}, [])
    assert reported(cli).code == 2


def test_a_scan_or_a_print_is_left_to_a_person(cli: CommandLine, back: Path) -> None:
    with pikepdf.open(BytesIO(pack_of(cli, 2))) as flat:
        del flat.Root.AcroForm
        for sheet in flat.pages:
            sheet.Annots = pikepdf.Array([])
        flat.save(back / "eigen.pdf")
    scan = pikepdf.Pdf.new()
    scan.add_blank_page()
    out = BytesIO()
    scan.save(out)
    (back / "scan.eml").write_bytes(mailed(COR.email, "Bijgaand.", forms=[out.getvalue()], answers=message_id(3)))
    done = collected(cli, back, *JSON)
    assert (done.code, codes(done)) == (1, ["answers-flat", "answers-flat"])
    assert [each["what"].split()[4] for each in done.json["findings"]] == ["2", "3"]
    assert kept(cli) == []


@pytest.mark.parametrize(
    ("sender", "answers"), [(ANNA.email, ""), ("x@elders.example", message_id(2)), (ANNA.email, message_id(2))]
)
def test_the_form_of_somebody_else_is_flagged_and_not_counted(
    cli: CommandLine, back: Path, sender: str, answers: str
) -> None:
    form = filled(pack_of(cli, 4), {"vraag-1": "van Bram"})
    (back / "x.eml").write_bytes(mailed(sender, "Bijgaand.", forms=[form], answers=answers))
    done = collected(cli, back, *JSON)
    assert done.code == 1
    assert codes(done) == ["answers-other"]
    assert "participant 4" in done.json["findings"][0]["what"]
    assert kept(cli) == []
    assert len(files_in(cli.output / "answers" / KEY / "originals")) == 1


def test_the_form_of_a_deputy_counts_and_is_told(cli: CommandLine, back: Path) -> None:
    form = filled(pack_of(cli, 4), {"vraag-1": "van Bram"})
    (back / "x.eml").write_bytes(mailed("kabinet@vaals.example", "Namens de burgemeester.", forms=[form]))
    done = collected(cli, back, *JSON)
    assert (done.code, codes(done)) == (1, ["answers-address"])
    assert kept(cli) == [(4, 1, "van Bram", False)]


def changed(pdf: bytes, old: bytes, new: bytes) -> bytes:
    assert pdf.count(old)
    return pdf.replace(old, new)


HOSTILE: dict[str, tuple[Any, str, str]] = {
    "a script": (lambda pack: with_action(pack, "/JavaScript"), "active", "answers-active"),
    "something to start": (lambda pack: with_action(pack, "/Launch"), "active", "answers-active"),
    "a form that sends itself": (lambda pack: with_action(pack, "/SubmitForm"), "active", "answers-active"),
    "a password": (locked, "locked", "answers-locked"),
    "half a file": (lambda pack: pack[:2000], "broken", "answers-broken"),
    "no file": (lambda _: b"%PDF-1.7\n\x00\xff nonsense", "broken", "answers-broken"),
    "another pack": (lambda pack: changed(pack, b".0002", b".0003"), "strange", "answers-strange"),
    "another event": (lambda pack: changed(pack, KEY.encode(), KEY[:-1].encode() + b"x"), "strange", "answers-strange"),
}


@pytest.mark.usefixtures("own_process")
@pytest.mark.parametrize(("make", "became", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_file_that_cannot_be_trusted_is_kept_and_told_and_no_more(
    cli: CommandLine, back: Path, make: Any, became: str, code: str
) -> None:
    content = make(filled(pack_of(cli, 2), {"vraag-1": "een"}))
    (back / "x.pdf").write_bytes(content)
    done = collected(cli, back, *JSON)
    assert (done.code, done.json["became"], codes(done)) == (1, {became: 1}, [code])
    assert kept(cli) == []
    assert list(files_in(cli.output / "answers" / KEY / "originals").values()) == [content]


@pytest.mark.usefixtures("own_process")
def test_a_file_that_unpacks_without_end_or_calls_itself_keeps_nobody_busy(cli: CommandLine, back: Path) -> None:
    document = pikepdf.Pdf.new()
    document.add_blank_page()
    ring = document.make_indirect(pikepdf.Dictionary(T=pikepdf.String("vraag-1")))
    ring.Kids = pikepdf.Array([ring])
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([ring, ring]))
    bomb = zlib.compress(bytes(400_000_000), 9)
    document.Root.Metadata = document.make_indirect(pikepdf.Stream(document, bomb, Filter=pikepdf.Name.FlateDecode))
    out = BytesIO()
    document.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    (back / "bom.pdf").write_bytes(out.getvalue())
    (back / "goed.pdf").write_bytes(filled(pack_of(cli, 2), {"vraag-1": "een"}))
    done = collected(cli, back, *JSON)
    assert done.code == 1
    assert done.json["people"] == [2]
    assert done.json["became"]["taken"] == 1


def test_files_of_other_kinds_and_machines_are_not_read_as_answers(cli: CommandLine, back: Path) -> None:
    (back / "antwoorden.docx").write_bytes(b"PK...")
    (back / "afwezig.eml").write_bytes(mailed(ANNA.email, "1. Ik ben er niet.", answers=message_id(2), automatic=True))
    (back / "bijlage.eml").write_bytes(
        mailed(ANNA.email, "1. Zie bijlage.", answers=message_id(2), along={"antwoorden.docx": b"PK..."})
    )
    (back / "nonsens.eml").write_bytes(bytes(range(256)) * 4)
    done = collected(cli, back, *JSON)
    assert codes(done) == ["answers-kind", "answers-attachment", "answers-strange", "answers-unclear-unnumbered"]
    assert done.json["became"]["automatic"] == 1
    assert kept(cli) == [(2, 1, "Zie bijlage.", False)]


def test_mailboxes_are_read_as_folders_are(cli: CommandLine, tmp_path: Path) -> None:
    messages = [
        mailed(ANNA.email, "1. een", answers=message_id(2)),
        mailed(COR.email, "1. twee", forms=[filled(pack_of(cli, 3), {"vraag-2": "drie"})], answers=message_id(3)),
    ]
    box = mailbox.mbox(tmp_path / "in.mbox")
    maildir = mailbox.Maildir(tmp_path / "Maildir")
    for each in messages:
        box.add(each)
        maildir.add(each)
    box.close()
    assert collected(cli, tmp_path / "Maildir").code == 0
    assert [each[:3] for each in sorted(kept(cli))] == [(2, 1, "een"), (3, 1, "twee"), (3, 2, "drie")]
    assert collected(cli, tmp_path / "in.mbox", *JSON).json["known"] == 2


@pytest.mark.parametrize(
    ("source", "code"), [("/er/niet", 2), ("imap://u@mail.example/INBOX", 2), ("imaps://u@127.0.0.1:9/INBOX", 6)]
)
def test_a_place_that_cannot_be_read_is_said_so(
    cli: CommandLine, source: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORTGEN_IMAP_PASSWORD", "geheim")
    done = collected(cli, source)
    assert done.code == code
    assert "geheim" not in done.out + done.err


def test_what_a_machine_wrote_and_that_there_was_nothing_are_told(cli: CommandLine, back: Path) -> None:
    done = collected(cli, back)
    assert (done.code, "There was nothing to read." in done.out, "answers report" in done.out) == (0, True, False)
    (back / "a.eml").write_bytes(mailed(ANNA.email, "Ik ben er niet.", answers=message_id(2), automatic=True))
    done = collected(cli, back)
    assert (done.code, "Messages that a machine wrote, such as absence notices: 1" in done.out) == (0, True)


def test_the_report_has_names_only_of_who_agreed(cli: CommandLine, back: Path) -> None:
    (back / "a.eml").write_bytes(mailed(ANNA.email, "1. Zeker <b>wel</b> & =1+1\nmet naam: ja", answers=message_id(2)))
    (back / "b.eml").write_bytes(
        mailed(BRAM.email, "1. Liever\tniet \U0001f600 田, e\u0301e\u0301n \u202ekeer", answers=message_id(4))
    )
    (back / "c.eml").write_bytes(mailed(DINA.email, "Zomaar iets.", answers=message_id(1)))
    collected(cli, back)
    decided = asked("answers", "review", str(cli.event), "3", "--answer", "0=Zomaar iets.", "--output", str(cli.output))
    assert decided.code == 0
    done = reported(cli, *JSON)
    assert done.code == 0
    assert (done.json["people"], done.json["asked"], done.json["answers"]) == (3, 4, {"1": 2, "2": 0, "3": 0, "0": 1})
    pdf, book = map(Path, done.json["files"])
    text = "\n".join(page.extract_text() for page in PdfReader(pdf).pages)
    assert "Zeker <b>wel</b> & =1+1" in text
    assert "Anna de Boer, Utrecht" in text
    assert "Liever niet ? ?, één keer" in text
    assert "2 tekens kunnen niet worden gedrukt" in text.replace("\xa0", " ")
    assert not any(name in text for name in ("Visser", "Vaals", "Amrani", "Westland", "0004"))
    rows = CalamineWorkbook.from_path(book).get_sheet_by_index(0).to_python()
    assert [(row[0], row[3], row[4], row[5]) for row in rows[1:]] == [
        (1, 1, "Liever niet \U0001f600 田, e\u0301e\u0301n \ufffdkeer", ""),
        (1, 1, "Zeker <b>wel</b> & =1+1", "Anna de Boer, Utrecht"),
        ("", 3, "Zomaar iets.", ""),
    ]


def test_the_same_answers_give_the_same_report(cli: CommandLine, back: Path, tmp_path: Path) -> None:
    (back / "a.eml").write_bytes(mailed(ANNA.email, f"1. {'Heel lang. ' * 2000}", answers=message_id(2)))
    collected(cli, back)
    for name in ("een", "twee"):
        assert reported(cli, "--to", str(tmp_path / name)).code == 0
    assert digests_in(tmp_path / "een") == digests_in(tmp_path / "twee")
    assert len(PdfReader(tmp_path / "een" / "antwoorden.pdf").pages) > 5


def answered(cli: CommandLine, back: Path) -> None:
    """Anna, Bram and Cor answered, each in another way; Cor writes about Anna, and somebody unknown wrote for her."""
    (back / "a.eml").write_bytes(mailed(ANNA.email, "1. Van Anna\nmet naam: ja", answers=message_id(2)))
    (back / "b.pdf").write_bytes(filled(pack_of(cli, 4), {"vraag-1": "Van Bram"}))
    (back / "c.eml").write_bytes(mailed(COR.email, "1. Wat Anna de Boer zegt.", answers=message_id(3)))
    (back / "d.eml").write_bytes(mailed("x@elders.example", f"Namens {ANNA.email}"))
    (back / "e.eml").write_bytes(mailed(DINA.email, "2. Van Dina", answers=message_id(1)))
    collected(cli, back)
    assert reported(cli).code == 0


def holders(folder: Path, *words: str) -> list[str]:
    """Files that hold one of these words."""
    files = files_in(folder)
    return [name for name, each in files.items() if any(word.encode() in each for word in words)]


def test_what_someone_answered_is_told_to_them(cli: CommandLine, back: Path, tmp_path: Path) -> None:
    answered(cli, back)
    page = tmp_path / "2.html"
    command = ("privacy", str(cli.event), "2", "--page", str(page), "--output", str(cli.output))
    said = asked(*command).json
    assert [each["text"] for each in said["answers"]] == ["Van Anna"]
    assert any(path.startswith(f"answers/{KEY}/originals/") for path in said["files"])
    assert "Van Anna" in page.read_text("utf-8")
    assert "Van Bram" not in page.read_text("utf-8")


def test_who_is_forgotten_has_answered_nothing(cli: CommandLine, back: Path) -> None:
    answered(cli, back)
    cli.write_list([DINA, COR, BRAM])
    assert cli.run("forget", "2", "--yes", *JSON).code == 0
    left = [(2, 1, ""), (4, 1, "Van Bram"), (3, 1, "Wat … zegt."), (1, 2, "Van Dina")]
    assert [each[:3] for each in kept(cli)] == left
    assert holders(cli.output, ANNA.email, "Anna de Boer", "Van Anna") == []
    (original,) = files_in(cli.output / "answers").values()
    assert b"Van Dina" in original, "Bram's pack has her at his table, and Cor names her"
    done = reported(cli, *JSON)
    assert (done.json["people"], done.json["answers"]) == (3, {"1": 2, "2": 1, "3": 0})
    assert collected(cli, back, *JSON).json["answers"] == 0, "it was handed in before"


def test_after_a_purge_no_answer_is_left(cli: CommandLine, back: Path) -> None:
    answered(cli, back)
    proof = cli.run("purge", "--yes", "--early", *JSON).json
    assert proof["rows"]["answer"] == 4
    emails = [each.email for each in (ANNA, BRAM, COR, DINA)]
    assert holders(cli.output, *emails, "Van Anna", "Van Bram", "Wat Anna", "Van Dina") == []
    assert files_in(cli.output / "answers") == {}
    assert cli.run("verify").code == 0


def test_answers_between_the_lines_of_the_letter_that_was_sent_count(cli: CommandLine, back: Path) -> None:
    letter = message_from_bytes(cli.letters()["0002"], policy=policy.default)
    html = letter.get_body(("html",)).get_content()  # type: ignore[union-attr]
    head = f"<b>Van:</b> {OURS}<br><b>Verzonden:</b> maandag 3 december 2018 08:00<br><b>Onderwerp:</b> x"
    typed = html.replace("met naam.</p>", "met naam.</p><p>1. Met een wijkaanpak.</p><p>2. Met geld.</p>")
    (back / "a.eml").write_bytes(mailed(ANNA.email, html=f"<p>Zie onder.</p><hr>{head}{typed}", answers=message_id(2)))
    assert collected(cli, back).code == 0
    assert [each[1:3] for each in kept(cli)] == [(1, "Met een wijkaanpak."), (2, "Met geld.")]
