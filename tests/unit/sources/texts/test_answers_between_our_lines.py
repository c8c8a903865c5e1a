"""Answers that somebody typed into the quotation of our letter, and other replies as officials send them."""

from __future__ import annotations

from textwrap import wrap

import pytest
from doubles.questions_answered import LETTER, OURS, QUESTIONS, quoted

from reportgen.domain.answers.unclear import UnclearReason
from reportgen.sources.texts.reply_text import ReplyText, reply_text_in

HEAD = f"Van: Het secretariaat <{OURS}>\nVerzonden: maandag 3 december 2018 08:00\nAan: Loes\nOnderwerp: Uw briefing"
TYPED = "1. Heel divers.\n\n2. Met beleid.\n\n3. Geld en tijd."
ANSWERS = {1: "Heel divers.", 2: "Met beleid.", 3: "Geld en tijd."}
SENTENCE = "schrijft: met naam."


def read(text: str) -> ReplyText:
    return reply_text_in(text, QUESTIONS, (OURS, "Het secretariaat"), author="Loes Ait Benali", letters=[LETTER])


def letter_with(typed: str, after: str = SENTENCE) -> str:
    assert after in LETTER
    return LETTER.replace(after, f"{after}\n\n{typed}\n")


def wrapped(text: str) -> str:
    return "\n".join(part for line in text.split("\n") for part in (wrap(line, 60) or [""]))


@pytest.mark.parametrize(
    "above", ["", "Zie mijn antwoorden hieronder.\n\nGroet,\nLoes", "Zie onder.", "Antwoorden hieronder"]
)
@pytest.mark.parametrize(
    "below",
    [
        letter_with(TYPED),
        letter_with(TYPED, f"{OURS} | 030-0000000"),
        f"{LETTER}\n\n{TYPED}",
        wrapped(letter_with(TYPED)),
        f"LET OP: deze e-mail komt van buiten de organisatie. Klik niet op links.\n\n{letter_with(TYPED)}",
        letter_with(TYPED).replace(f"\n{OURS} |", f"\n{OURS}<mailto:{OURS}> |"),
    ],
    ids=["between", "in the signature", "below", "broken lines", "under a banner", "with a link"],
)
def test_answers_between_the_lines_of_our_letter_are_read_without_marks(above: str, below: str) -> None:
    assert read(f"{above}\n\n{HEAD}\n\n{below}") == ReplyText(ANSWERS, named=False)


def test_answers_typed_into_a_marked_quotation_of_our_letter_are_read() -> None:
    head = f"> Op 3 dec. 2018 om 08:00 heeft Het secretariaat <{OURS}> het volgende geschreven:\n> \n"
    assert read(f"Verstuurd vanaf mijn iPad\n\n{head}{quoted(letter_with(TYPED))}") == ReplyText(ANSWERS, named=False)


def test_consent_and_questions_between_the_lines_of_our_letter_are_read() -> None:
    consenting = letter_with(f"{TYPED}\n\nmet naam")
    said = read(f"Zie onder.\n\n{HEAD}\n\n{consenting}")
    assert (said.answers, said.named, said.unclear) == (ANSWERS, True, ())
    asking = letter_with("Is daar een laadpaal?", "Stadhuis, Plein 1, Utrecht")
    asked = read(f"{TYPED}\n\nGroet\n\n{HEAD}\n\n{asking}")
    assert asked.answers == ANSWERS
    assert [(each.reason, each.text) for each in asked.unclear] == [(UnclearReason.UNNUMBERED, "Is daar een laadpaal?")]


def test_an_answer_in_the_quotation_may_have_paragraphs() -> None:
    inside = letter_with("1. Heel divers.\n\nEn dat groeit.\n\n2. Met beleid.")
    assert read(f"Antwoorden in blauw.\n\n{HEAD}\n\n{inside}") == ReplyText(
        {1: "Heel divers.\n\nEn dat groeit.", 2: "Met beleid."}, named=False
    )


def test_what_is_marked_within_a_letter_without_marks_is_older() -> None:
    inside = letter_with("1. Heel divers.\n> 2. Van een ander.")
    said = read(f"{HEAD}\n\n{inside}")
    assert said.answers == {1: "Heel divers."}
    assert [each.reason for each in said.unclear] == [UnclearReason.QUOTED]


@pytest.mark.parametrize(
    "closing",
    ["Alvast hartelijk dank voor de organisatie!", "Hopende u hiermee voldoende te hebben geïnformeerd,"],
)
def test_what_people_write_before_a_farewell_is_in_no_answer(closing: str) -> None:
    assert read(f"{TYPED}\n\n{closing}\n\nMet hartelijke groet,\nLoes") == ReplyText(ANSWERS, named=False)


def test_the_rest_of_the_answers_may_stand_in_the_quotation() -> None:
    inside = letter_with("2. Met beleid.\n3. Geld en tijd.")
    assert read(f"1. Heel divers.\n\nDe rest hieronder.\n\n{HEAD}\n\n{inside}") == ReplyText(ANSWERS, named=False)


@pytest.mark.parametrize("last", ["Wij geven u graag een reactie.", "Onze reactie was steeds dezelfde."])
def test_the_last_line_of_an_answer_stays_above_a_quotation(last: str) -> None:
    assert read(f"1. Heel divers.\n{last}\n\n{HEAD}\n\n{LETTER}").answers == {1: f"Heel divers.\n{last}"}
    assert read(f"1. Heel divers.\n\n{last}\n\n{quoted(LETTER)}").answers == {1: f"Heel divers.\n\n{last}"}


def test_an_older_reply_around_our_letter_is_no_answer_of_now() -> None:
    older = f"> 1. Anders dan nu.\n>\n{quoted(LETTER, '> > ')}"
    said = read(f"2. Met beleid.\n\nOp 4 dec. 2018 om 09:00 schreef Het secretariaat <{OURS}>:\n{older}")
    assert said.answers == {2: "Met beleid."}
    assert [(each.reason, each.question) for each in said.unclear] == [(UnclearReason.QUOTED, 1)]


def test_another_letter_than_ours_is_not_divided() -> None:
    other = "Beste Loes,\n\n1. Neem uw stukken mee.\n2. Kom op tijd.\n\nKenmerk: K0002-1-0123456789\n"
    said = read(f"Dank u wel.\n\n{HEAD}\n\n{other}")
    assert not said.answers


@pytest.mark.parametrize(
    "label",
    ["Mbt vraag {}: ", "Vr. {}: ", "Vraag nr {}: ", "Vraag nummer {}: ", "{}e vraag: ", "Vraag {}: "],
)
def test_more_labels(label: str) -> None:
    text = "\n".join(f"{label.format(each)}{said}" for each, said in ANSWERS.items())
    assert read(text).answers == ANSWERS


@pytest.mark.parametrize(
    "labels",
    [
        ("Eerste vraag: ", "Tweede vraag: ", "Derde vraag: "),
        ("Vraag een: ", "Vraag twee: ", "Vraag drie: "),
        ("Question one: ", "Question two: ", "Question three: "),
        ("Erste Frage: ", "Zweite Frage: ", "Dritte Frage: "),
        ("Première question : ", "Deuxième question : ", "Troisième question : "),
    ],
)
def test_numbers_that_are_spelt_out(labels: tuple[str, ...]) -> None:
    text = "\n\n".join(f"{label}{said}" for label, said in zip(labels, ANSWERS.values(), strict=True))
    assert read(text) == ReplyText(ANSWERS, named=False)


@pytest.mark.parametrize("end", ["Namens het college,\nLoes", "Namens het college van B&W\nLoes Ait Benali"])
def test_who_signs_for_others_is_in_no_answer(end: str) -> None:
    assert read(f"{TYPED}\n\n{end}") == ReplyText(ANSWERS, named=False)


def test_a_signed_text_is_read_without_its_armour() -> None:
    signed = (
        f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{TYPED}\n-----BEGIN PGP SIGNATURE-----\n\n"
        "iQEzBAEBCAAdFiEE\n=abcd\n-----END PGP SIGNATURE-----\n"
    )
    assert read(signed) == ReplyText(ANSWERS, named=False)


def test_a_paragraph_about_another_question_is_in_no_answer() -> None:
    said = read("1. Heel divers.\n3. Geld en tijd.\n\nVraag 2 slaan wij over.")
    assert said.answers == {1: "Heel divers.", 3: "Geld en tijd."}
    assert [each.text for each in said.unclear] == ["Vraag 2 slaan wij over."]


@pytest.mark.parametrize(
    "notice",
    [
        "Wegens vakantie ben ik niet bereikbaar tot en met 9 december.",
        "Ik ben afwezig tot en met 9 december. Daarna zal ik uw bericht beantwoorden.",
        "Uw melding is ontvangen en geregistreerd onder nummer M1812 0345.",
        "Wij hebben uw e-mail in goede orde ontvangen en reageren binnen 5 werkdagen. Dit is een automatisch bericht.",
        "Your request has been received. The ticket number is 12345.",
        "Your request (12345) has been received and is being reviewed by our support staff.",
        "Bin ich bis zum 10.12. im Urlaub. Vertretung:",
        "Ik werk niet meer bij deze gemeente. Voor vragen:",
        "Op woensdag en vrijdag werk ik niet. Uw mail wordt op donderdag gelezen.",
        "Ihre Anfrage ist bei uns eingegangen. Vorgangsnummer: 4711.",
    ],
)
def test_numbers_in_mail_of_machines_are_no_answers(notice: str) -> None:
    said = read(f"{notice}\n\n1. Voor spoed: bel 14058.\n2. Voor de agenda: mail het secretariaat.")
    assert not said.answers
    assert [each.reason for each in said.unclear] == [UnclearReason.ABSENCE]


@pytest.mark.parametrize(
    ("line", "named"),
    [("Mijn naam mag erbij.", True), ("Mijn naam mag vermeld worden.", True), ("Mijn naam mag er niet bij.", False)],
)
def test_consent_in_a_sentence(line: str, named: bool) -> None:
    said = read(f"{TYPED}\n\n{line}")
    assert (said.answers, said.named) == (ANSWERS, named)


@pytest.mark.parametrize(
    "sentence",
    [
        "De cijfers zijn vertrouwelijk; wij delen ze later.",
        "Het virus heeft de wijken hard geraakt.",
        "Als u wilt, kunt u ons altijd bellen over vertrouwelijke zaken.",
    ],
)
def test_a_sentence_with_a_word_of_a_disclaimer_stays_in_the_answer(sentence: str) -> None:
    assert read(f"1. Heel divers.\n{sentence}\n2. Met beleid.").answers[1] == f"Heel divers.\n{sentence}"


@pytest.mark.parametrize(
    "wish", ["Ik ontvang graag antwoord of mijn partner mee mag.", "Wij zien uw reactie graag tegemoet."]
)
def test_who_asks_for_an_answer_is_heard(wish: str) -> None:
    assert [each.text for each in read(f"{wish}\n\n{TYPED}").unclear] == [wish]


def test_the_footer_of_a_group_is_in_no_answer() -> None:
    footer = 'Je hebt dit bericht ontvangen omdat je je hebt aangemeld bij de groep "Raad" van Google Groepen.'
    assert read(f"{TYPED}\n\n-- \n{footer}\nAls je je wilt afmelden, mail dan.") == ReplyText(ANSWERS, named=False)
