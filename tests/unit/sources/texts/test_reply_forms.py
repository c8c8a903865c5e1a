"""Replies as people write them: where answers stand, what surrounds them, and what is not certain."""

from __future__ import annotations

from textwrap import wrap

import pytest
from doubles.questions_answered import (
    ANSWERS,
    HEAD,
    LETTER,
    NUMBERED,
    ONE_QUESTION,
    OURS,
    QUESTIONS,
    quoted,
    read,
)

from reportgen.sources.texts.reply_text import ReplyText, reply_text_in

ASKED = [each.text for each in QUESTIONS]
HINTS = [each.hint for each in QUESTIONS]


def wrapped(text: str, mark: str) -> str:
    return f"\n{mark}".join(wrap(text, 25))


LABELS = (
    *(
        "{}. ",
        "{}.",
        "{}) ",
        "({}) ",
        "{}: ",
        "{} : ",
        "{} - ",
        "{} – ",
        "{}- ",
        "{}/ ",
        "{}° ",
        "*{}.* ",
        "**{}.** ",
        "• {}. ",
        "  {}. ",
    ),
    *(
        "Vraag {}: ",
        "Vraag {}\n",
        "vraag {} ",
        "Antwoord {}: ",
        "Antwoord op vraag {}: ",
        "Antwoord vraag {}: ",
        "Bij vraag {}: ",
        "Wat betreft vraag {}: ",
        "Ad {}: ",
        "ad {}. ",
    ),
    *("Mijn antwoord op vraag {}: ", "Punt {}: ", "V{}: ", "A{}: ", "#{} ", "Nr. {}: ", "{}.\n", "{}.\n\n", "\t{}.\t"),
    *(
        "Question {}: ",
        "Answer {}: ",
        "[{}] ",
        "Vraag {}? ",
        "{}\ufe0f\u20e3 ",
        "Frage {}: ",
        "Antwort {}: ",
        "Antwort auf Frage {}: ",
        "Réponse {} : ",
        "{}. {}. ",
    ),
)


@pytest.mark.parametrize("label", LABELS)
def test_numbers_are_written_in_many_ways(label: str) -> None:
    text = "\n".join(f"{label.replace('{}', str(number))}{said}" for number, said in ANSWERS.items())
    assert read(f"Beste Sanne,\n\n{text}\n\nGroet,\nLoes") == ReplyText(ANSWERS, False)


FAREWELLS = (
    *(
        "Groet, Loes",
        "Groet,\nLoes",
        "Groeten Loes",
        "Groetjes,\nLoes",
        "Met vriendelijke groet,\n\nLoes\nwethouder",
        "Mvg,\nLoes",
    ),
    *(
        "Met vriendelijke groeten,\nLoes",
        "M.v.g.\nLoes",
        "Vriendelijke groet,\nLoes",
        "Hartelijke groeten uit Tilburg,\nLoes",
        "Gr. Loes",
    ),
    *(
        "Hoogachtend,\n\nL. Ait Benali",
        "Met collegiale groet,\nLoes",
        "Vr. gr. Loes",
        "Bedankt,\nLoes",
        "Alvast bedankt!\nLoes",
        "Loes",
    ),
    *(
        "Met groet, mede namens de burgemeester,\nLoes",
        "Kind regards,\nLoes",
        "Best regards\nLoes",
        "Regards, Loes",
        "Thanks,\nLoes",
    ),
    *(
        "Sincerely,\nLoes",
        "Mit freundlichen Grüßen\nLoes",
        "Viele Grüße, Loes",
        "MfG\nLoes",
        "Cordialement,\nLoes",
        "Bien à vous,\nLoes",
    ),
    *(
        "Veuillez agréer, Madame, mes salutations distinguées.\nLoes",
        "Meilleures salutations\nLoes",
        "-- \nLoes Ait Benali",
        "--\nLoes",
    ),
    *(
        "___\nLoes",
        "________________\nGemeente Tilburg",
        "Verstuurd vanaf mijn iPad",
        "Verstuurd vanaf mijn iPhone",
        "Verzonden vanuit Mail",
    ),
    *(
        "Verstuurd vanuit Mail voor Windows",
        "Verzonden met Proton Mail",
        "Verstuurd via Outlook voor iOS",
        "Outlook voor Android downloaden",
    ),
    *(
        "Sent from my iPhone",
        "Sent from Outlook for iOS",
        "Get Outlook for Android",
        "Sent with Proton Mail secure email.",
    ),
    *("Von meinem iPhone gesendet", "Gesendet von Mail für Windows", "Von meinem Samsung Galaxy Smartphone gesendet."),
    *(
        "Envoyé de mon iPhone",
        "Envoyé depuis mon téléphone Android",
        "Envoyé à partir de Outlook",
        "Loes Ait Benali\nT 013-1234567\nPostbus 1",
    ),
    *(
        "Tel: 06-12345678",
        "Disclaimer\nDit bericht is uitsluitend bestemd voor de geadresseerde.",
        "Tot de tiende,\nLoes",
    ),
    "Dit e-mailbericht is uitsluitend bestemd voor de geadresseerde.\nIs het niet voor u, meld dat dan.",
    "Aan dit bericht kunnen geen rechten worden ontleend.\nGemeente Tilburg",
    "Als u vragen heeft, bel gerust.\n\nGroet,\nLoes",
    "Ik kijk uit naar de bijeenkomst!\n\nGroet,\nLoes",
    "Groet en tot snel,\nLoes",
    "Met de meeste hoogachting,\nLoes",
    "Fijn weekend!\nL. Ait Benali",
    "L. Ait Benali",
    "Denk aan het milieu voordat u deze e-mail afdrukt.",
    "This e-mail is intended solely for the addressee and may be confidential.\nIf you are not, please delete it.",
)


@pytest.mark.parametrize("farewell", FAREWELLS)
def test_a_farewell_ends_the_last_answer_and_loses_none_below_it(farewell: str) -> None:
    assert read(f"{NUMBERED}\n\n{farewell}\n") == ReplyText(ANSWERS, False)
    assert read(f"Mijn antwoorden staan hieronder.\n\n{farewell}\n\n{NUMBERED}\n") == ReplyText(ANSWERS, False)
    assert (
        read(f"1. Heel divers.\nMeer dan vroeger.\n2. Met beleid.\n\n{farewell}\n\n3. Geld en tijd.\n").answers
        == ANSWERS
    )
    assert read(f"{NUMBERED}\n\n{farewell}\n\nMet naam\n") == ReplyText(ANSWERS, True)
    assert read(f"{NUMBERED}\n\n{farewell}\n\n{HEAD}\n{quoted(LETTER)}\n") == ReplyText(ANSWERS, False)


@pytest.mark.parametrize(
    "line",
    [
        "Groeten uit een stad vol talen.",
        "Groet elkaar op straat, dat is ons motto.",
        "Met vriendelijke groet wordt hier niets bereikt.",
        "Bedankt zijn wij nog nooit door het Rijk voor dit werk.",
        "Thanks to the schools this works well.",
        "Verstuurd hebben wij de brief in mei.",
        "Sent from the ministry to us: nothing.",
        "Envoyé au conseil en mai.",
        "Dit is wat wij doen als gemeente.",
        "Denk aan taal en werk.",
        "Dank aan alle vrijwilligers van de wijk.",
        "Aan de slag gaan wij in mei.",
        "T is altijd zo geweest.",
        "Loes en ik denken daar anders over.",
        "Beste voorbeeld: de wijk Noord.",
        "- taal",
        "* werk",
        "Op 3 november schreef ons college aan de raad:",
    ],
)
def test_a_line_of_an_answer_that_only_looks_like_a_farewell_ends_nothing(line: str) -> None:
    said = read(f"1. Heel divers.\n{line}\nEn dat groeit.\n2. Met beleid.\n3. Geld en tijd.")
    assert said == ReplyText({1: f"Heel divers.\n{line}\nEn dat groeit.", 2: "Met beleid.", 3: "Geld en tijd."}, False)


INTERLEAVED = {
    "quoted, with numbers": "".join(f"> {n}. {ASKED[n - 1]}\n{ANSWERS[n]}\n\n" for n in ANSWERS),
    "quoted, with hints": "".join(f"> {n}. {ASKED[n - 1]}\n> {HINTS[n - 1]}\n>\n{ANSWERS[n]}\n\n" for n in ANSWERS),
    "quoted, no numbers": "".join(f"> {ASKED[n - 1]}\n\n{ANSWERS[n]}\n" for n in ANSWERS),
    "quoted deeper": "".join(f">> {n}. {ASKED[n - 1]}\n> \n{ANSWERS[n]}\n" for n in ANSWERS),
    "quoted, numbered answers": "".join(f"> {n}. {ASKED[n - 1]}\n{n}. {ANSWERS[n]}\n" for n in ANSWERS),
    "quoted and wrapped with marks": "".join(f"> {n}. {wrapped(ASKED[n - 1], '> ')}\n{ANSWERS[n]}\n" for n in ANSWERS),
    "quoted and wrapped without marks": "".join(
        f"> {n}. {ASKED[n - 1].rpartition(' ')[0]}\n{ASKED[n - 1].rpartition(' ')[2]}\n{ANSWERS[n]}\n" for n in ANSWERS
    ),
    "no marks": "".join(f"{n}. {ASKED[n - 1]}\n{ANSWERS[n]}\n" for n in ANSWERS),
    "no marks, on the same line": "".join(f"{n}. {ASKED[n - 1]} {ANSWERS[n]}\n" for n in ANSWERS),
    "no marks, wrapped": "".join(f"{n}. {wrapped(ASKED[n - 1], '')}\n{ANSWERS[n]}\n" for n in ANSWERS),
    "no marks, with hints": "".join(f"{n}. {ASKED[n - 1]}\n{HINTS[n - 1]}\n\n{ANSWERS[n]}\n" for n in ANSWERS),
    "no marks, no numbers": "".join(f"{ASKED[n - 1]}\n{ANSWERS[n]}\n\n" for n in ANSWERS),
    "no marks, answers with an arrow": "".join(f"{n}. {ASKED[n - 1]}\n{n}) {ANSWERS[n]}\n" for n in ANSWERS),
    "in words": "".join(f"Vraag {n}: {ASKED[n - 1]}\nAntwoord: {ANSWERS[n]}\n" for n in ANSWERS),
    "in words, no numbers": "".join(f"Vraag: {ASKED[n - 1]}\nAntwoord: {ANSWERS[n]}\n" for n in ANSWERS),
    "all questions first": "".join(f"{n}. {ASKED[n - 1]}\n" for n in ANSWERS) + f"\n{NUMBERED}\n",
    "all questions first, quoted": "".join(f"> {n}. {ASKED[n - 1]}\n" for n in ANSWERS) + f"\n{NUMBERED}\n",
    "all questions after, quoted": f"{NUMBERED}\n\n" + "".join(f"> {n}. {ASKED[n - 1]}\n" for n in ANSWERS),
    "in other words": f"1. Hoe divers is het?\n{ANSWERS[1]}\n2. Hoe anticipeert u?\n{ANSWERS[2]}\n3. {ANSWERS[3]}",
    "with arrows": "".join(f"{n}. {ASKED[n - 1]}\n--> {ANSWERS[n]}\n" for n in ANSWERS),
    "in capitals": "".join(f"{n}. {ASKED[n - 1].upper()}\n{ANSWERS[n]}\n" for n in ANSWERS),
    "only the beginning": "".join(f"{n}. {' '.join(ASKED[n - 1].split()[:5])}\n{ANSWERS[n]}\n" for n in ANSWERS),
    "bold": "".join(f"*{n}. {ASKED[n - 1]}*\n{ANSWERS[n]}\n" for n in ANSWERS),
}


@pytest.mark.parametrize("text", INTERLEAVED.values(), ids=INTERLEAVED)
@pytest.mark.parametrize("around", ["", "mail"])
def test_a_question_of_ours_is_no_part_of_the_answer_below_it(text: str, around: str) -> None:
    if around:
        text = f"Beste Sanne,\n\nHierbij mijn antwoorden.\n\n{text}\nMet vriendelijke groet,\nLoes Ait Benali\n"
    said = read(text)
    assert said.answers == ANSWERS
    assert said.unclear == ()


@pytest.mark.parametrize(
    "text",
    [
        "Heel divers.\nMeer dan vroeger.",
        "Beste Sanne,\n\nHeel divers.\nMeer dan vroeger.\n\nGroet,\nLoes",
        f"Heel divers.\nMeer dan vroeger.\n\n{HEAD}\n{quoted(LETTER)}",
        f"{HEAD}\n{quoted(LETTER)}\n\nHeel divers.\nMeer dan vroeger.\n\nGroet, Loes",
        f"> {ASKED[0]}\n\nHeel divers.\nMeer dan vroeger.",
        f"{ASKED[0]}\nHeel divers.\nMeer dan vroeger.",
        "1. Heel divers.\nMeer dan vroeger.",
        "Verstuurd vanaf mijn iPad\n\nHeel divers.\nMeer dan vroeger.",
    ],
)
def test_the_only_question_needs_no_number(text: str) -> None:
    said = reply_text_in(text, ONE_QUESTION, (OURS,), author="Loes Ait Benali")
    assert said == ReplyText({1: "Heel divers.\nMeer dan vroeger."}, False)


def test_a_list_answers_the_only_question_as_a_whole() -> None:
    said = reply_text_in("1. wonen\n2. werk\n3. zorg", ONE_QUESTION)
    assert said == ReplyText({1: "1. wonen\n2. werk\n3. zorg"}, False)
