"""What is not certain in a reply is handed on, and what others or machines wrote is no answer."""

from __future__ import annotations

import pytest
from doubles.questions_answered import ANSWERS, HEAD, LETTER, LOES, NUMBERED, OUTLOOK, QUESTIONS, quoted, read

from reportgen.domain.answers.unclear import UnclearReason
from reportgen.sources.texts.reply_text import ReplyText

ASKED = [each.text for each in QUESTIONS]
HINTS = [each.hint for each in QUESTIONS]


@pytest.mark.parametrize("above", ["", f"{NUMBERED}\n\n", f"Dag Sanne,\n\n{NUMBERED}\n\nGroet,\nLoes\n\n"])
def test_a_letter_of_ours_that_has_neither_head_nor_marks_is_no_answer(above: str) -> None:
    below = "" if above else f"\n\n{NUMBERED}"
    assert read(f"{above}{LETTER}{below}") == ReplyText(ANSWERS, False)


def test_a_line_that_a_mailbox_file_escaped_is_the_writers() -> None:
    assert read("1. Ja.\n>From hier tot daar.\n2. Nee.").answers == {1: "Ja.\nFrom hier tot daar.", 2: "Nee."}


UNCLEAR = {
    "no number": ("Wij zijn heel divers, en dat vraagt tijd.", {}, ["unnumbered"]),
    "a number that does not exist": (f"{NUMBERED}\n4. Nog iets.", ANSWERS, ["no-such-question"]),
    "a question that does not exist": (f"{NUMBERED}\nVraag 7: Nog iets.", ANSWERS, ["no-such-question"]),
    "two questions at once": ("1 en 2: Wij hebben beleid.\n3. Geld.", {3: "Geld."}, ["several-questions"]),
    "a range of questions": ("Vraag 1 t/m 3: zie ons beleidsplan.", {}, ["several-questions"]),
    "above and below, different": (
        f"1. Zo.\n\n{HEAD}\n{quoted(LETTER)}\n\n1. Anders.\n2. Ja.",
        {},
        ["repeated"] * 3,
    ),
    "above and below, the same": (f"1. Zo.\n\n{HEAD}\n{quoted(LETTER)}\n\n1. Zo.\n2. Ja.", {1: "Zo.", 2: "Ja."}, []),
    "bare numbers": ("1 Heel divers\n2 Met beleid\n3 Geld", {}, ["order"] * 3),
    "one bare number": ("1. Heel divers\n2 Met beleid\n3. Geld", {3: "Geld"}, ["order"] * 2),
    "all on one line": (
        "1. Heel divers. 2. Met beleid. 3. Geld.",
        {1: "Heel divers.", 2: "Met beleid.", 3: "Geld."},
        [],
    ),
    "some on one line": ("1. Heel divers. 2. Met beleid.", {}, ["order"]),
    "another order": (
        "2. Met beleid.\n1. Heel divers.\n3. Geld.",
        {1: "Heel divers.", 2: "Met beleid.", 3: "Geld."},
        [],
    ),
    "a list of one's own": (
        "1. Zo:\n1. wonen\n2. werk\n3. zorg\n2. Ja.",
        {1: "Zo:\n1. wonen\n2. werk\n3. zorg", 2: "Ja."},
        [],
    ),
    "an indented list": ("1. Zo\n   1. wonen\n   2. werk\n2. Ja.", {1: "Zo\n1. wonen\n2. werk", 2: "Ja."}, []),
    "a list without a sign": ("1. Zo\n2. Wij willen\n1. wonen\n2. werk", {}, ["order"] * 2),
    "a lost character": ("1. Caf\ufffd en meer.\n2. Ja.", {2: "Ja."}, ["damaged"]),
    "in Outlook's quotation": (
        f"Zie hieronder.\n\n{OUTLOOK}\n\n{LETTER}\n\n1. Ja.\n2. Nee.",
        {},
        ["unnumbered", "quoted", "quoted"],
    ),
    "in a marked quotation": (f"Zie hieronder.\n\n{HEAD}\n> 1. Ja.\n> 2. Nee.", {}, ["unnumbered", "quoted", "quoted"]),
    "text below a farewell": (
        f"{NUMBERED}\n\nGroet,\nLoes\n\nKunt u de brief ook naar mijn collega sturen?",
        ANSWERS,
        ["unnumbered"],
    ),
    "a postscript": (f"{NUMBERED}\n\nGroet,\nLoes\n\nPS Ik kom wat later.", ANSWERS, ["unnumbered"]),
    "text before the numbers": (f"Ik kom helaas niet.\n\n{NUMBERED}", ANSWERS, ["unnumbered"]),
    "text after a quotation": (
        f"{NUMBERED}\n> iets van ons\nEn dit nog over het laatste punt.",
        ANSWERS,
        ["unnumbered"],
    ),
    "all questions, and one text": (
        "".join(f"> {n}. {ASKED[n - 1]}\n" for n in ANSWERS) + "\nWij doen veel.",
        {},
        ["unnumbered"],
    ),
    "a list below a farewell": ("1. Ja.\n\nGroet,\nLoes\n\nBereikbaar:\n1. ma\n2. di", {}, ["repeated"] * 3),
    "another answer is named": (
        "1. Ja.\n2. Zie\nvraag 1 hierboven.\n3. Nee.",
        {1: "Ja.", 2: "Zie\nvraag 1 hierboven.", 3: "Nee."},
        [],
    ),
    "an answer is promised": ("1. Ja.\nAntwoord 2 volgt later.\n3. Nee.", {3: "Nee."}, ["order"] * 2),
    "a question for us": (f"{NUMBERED}\n\nVraag: kan ik parkeren?", ANSWERS, ["unnumbered"]),
    "a condition": (f"{NUMBERED}\nmet naam alleen bij vraag 1", ANSWERS, ["unnumbered"]),
    "a title": (f"Antwoorden gemeente Tilburg\n\n{NUMBERED}", ANSWERS, []),
    "a thank-you alone": ("Dank voor uw bericht.", {}, ["unnumbered"]),
    "absence": ("Ik ben afwezig tot 7 december. Bij spoed:\n1. bel Piet\n2. bel Jan", {}, ["absence"]),
}


@pytest.mark.parametrize(("text", "answers", "reasons"), UNCLEAR.values(), ids=UNCLEAR)
def test_what_is_not_certain_is_handed_on_with_its_text(text: str, answers: dict[int, str], reasons: list[str]) -> None:
    said = read(text)
    assert said.answers == answers
    assert [each.reason for each in said.unclear] == [UnclearReason(each) for each in reasons]
    assert all(each.text for each in said.unclear)


FORWARDED = {
    "fields": f"Zie hieronder.\n\n{LOES}\n\n{NUMBERED}\n\nGroet,\nLoes\n\n{HEAD}\n{quoted(LETTER)}",
    "nothing written": f"\n\n{LOES}\n\n{NUMBERED}\n\n{OUTLOOK}\n\n{LETTER}",
    "forwarded message": f"---------- Forwarded message ---------\nVan: Loes <l@t.example>\nDate: di\nSubject: x\nTo: y"
    f"\n\n{NUMBERED}",
    "Apple": f"Begin doorgestuurd bericht:\n\nVan: Loes <l@t.example>\nOnderwerp: x\nDatum: 4 december\nAan: y"
    f"\n\n{NUMBERED}",
    "German": f"------ Weitergeleitete Nachricht ------\nBetreff: x\nDatum: Di\nVon: L <l@t.example>\nAn: y"
    f"\n\n{NUMBERED}",
    "French": f"------ Message transféré ------\nDe : L <l@t.example>\nDate : mar. 4 déc.\nObjet : x\nÀ : y"
    f"\n\n{NUMBERED}",
}


@pytest.mark.parametrize("text", FORWARDED.values(), ids=FORWARDED)
def test_a_reply_that_was_forwarded_counts(text: str) -> None:
    assert read(text) == ReplyText(ANSWERS, False)


@pytest.mark.parametrize(
    ("text", "is_notice"),
    [
        ("Ik ben op 10 december afwezig, maar dit zijn mijn antwoorden:\n1. Ja.\n2. Nee.", False),
        ("Ik ben tot en met 7 december met vakantie. Uw mail wordt niet doorgestuurd.\n1. bel X\n2. bel Y", True),
        ("Momenteel ben ik afwezig. Neem voor dringende zaken contact op met het secretariaat.\n1. tel. 013", True),
        ("I am out of the office until 7 December. In urgent cases please contact:\n1. Jan\n2. Piet", True),
        ("Ich bin bis zum 7. Dezember nicht im Büro. In dringenden Fällen wenden Sie sich an:\n1. Jan", True),
        ("Je suis absente jusqu'au 7 décembre. En cas d'urgence, contacter :\n1. Jan\n2. Piet", True),
        ("1. Wij zijn niet altijd bereikbaar voor spoed.\n2. Nee.", False),
        (f"1. Ja.\n2. Nee.\n\n{HEAD}\n> Ik ben afwezig tot 7 december. Bel bij spoed een collega.", False),
    ],
)
def test_an_absence_notice_is_known_by_its_wording(text: str, is_notice: bool) -> None:
    said = read(text)
    assert bool(said.answers) is not is_notice
    assert [each.reason for each in said.unclear if each.reason is UnclearReason.ABSENCE] == ["absence"] * is_notice


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (f"{NUMBERED}\n\nGroet,\nLoes\n\nmet naam", True),
        (f"Met naam.\n{NUMBERED}", True),
        (f"{NUMBERED}\nGroet\nLoes\nMet naam: ja graag", True),
        (f"{NUMBERED}\nGraag met mijn naam s.v.p.", True),
        (f"{NUMBERED}\nMet naam\nzonder naam", False),
        (f"{NUMBERED}\nMet naam: nee, liever niet", False),
        (f"{NUMBERED}\nMet naam: ja\nMet naam: nee", False),
        (
            f"{NUMBERED}\n\n> tenzij u schrijft: met het nummer, en dan:\n> met naam.",
            False,
        ),
        (f"{NUMBERED}\n\n> Uw naam staat er niet bij, tenzij u op een eigen regel schrijft:\nmet naam.", False),
        (f"{NUMBERED}\n\nUw naam staat er niet bij, tenzij u op een eigen regel schrijft:\nmet naam.", False),
        (
            f"{NUMBERED}\n\n{OUTLOOK}\n\nUw naam staat er niet bij, tenzij u op een eigen regel schrijft:\nmet naam.",
            False,
        ),
        (f"{NUMBERED}\nniet met naam", False),
        (f"{NUMBERED}\nmet naam en toenaam", False),
    ],
)
def test_a_name_is_given_only_by_who_wrote_that_themselves(text: str, named: bool) -> None:
    assert read(text).named is named
