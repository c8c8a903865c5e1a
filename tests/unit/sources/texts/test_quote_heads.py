"""Heads of quoted messages are known as such, in four languages, and sentences that only begin alike are not."""

from __future__ import annotations

import pytest
from doubles.questions_answered import ANSWERS, LETTER, NUMBERED, OURS, QUESTIONS, quoted

from reportgen.sources.texts.quote_heads import head_at
from reportgen.sources.texts.reply_text import reply_text_in

FROM = f"Het secretariaat <{OURS}>"

MARKED = {
    "Apple Mail nl": f"Op 3 dec. 2018, om 08:00 heeft {FROM} het volgende geschreven:",
    "iOS nl": f"Op 3 dec. 2018 om 08:00 heeft {FROM} het volgende geschreven:",
    "iOS nl, two lines": f"Op 3 dec. 2018 om 08:00 heeft {FROM} het volgende\ngeschreven:",
    "iOS nl, three lines": f"Op 3 dec. 2018 om 08:00 heeft Het secretariaat van de\norganisatie <{OURS}>\n"
    f"het volgende geschreven:",
    "iOS nl, no address": "Op 3 dec. 2018 om 08:00 heeft Het secretariaat het volgende geschreven:",
    "Gmail nl": f"Op ma 3 dec. 2018 om 08:00 schreef {FROM}:",
    "Gmail nl, two lines": f"Op ma 3 dec. 2018 om 08:00 schreef Het secretariaat <\n{OURS}>:",
    "Gmail nl, older": f"Op 3 december 2018 08:00 schreef {FROM}:",
    "Gmail, without a verb": f"2018-12-03 8:00 GMT+01:00 {FROM}:",
    "Thunderbird nl": "Op 3-12-2018 om 08:00 schreef Het secretariaat:",
    "Thunderbird nl, short year": "Op 03-12-18 om 08:00 schreef Het secretariaat:",
    "Roundcube nl": "Het secretariaat schreef op 2018-12-03 08:00:",
    "Roundcube nl, address": f"{OURS} schreef op 2018-12-03 08:00:",
    "Yahoo nl": f"Op maandag 3 december 2018:00 CET schreef {FROM}:",
    "Yahoo nl, two lines": f"Op maandag 3 december 2018:00 CET schreef Het secretariaat\n<{OURS}>:",
    "Proton nl": f"Op maandag 3 december 2018 om 08:00 schreef {FROM}:",
    "Proton en": f"------- Original Message -------\nOn Monday, December 3rd, 2018 at 8:00 AM, {FROM} wrote:\n",
    "Proton en, other dashes": f"‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\n"
    f"On Monday, 3 December 2018 08:00, H. <{OURS}> wrote:",
    "no date nl": "Het secretariaat schreef het volgende op maandag:",
    "Gmail en": f"On Mon, Dec 3, 2018 at 8:00 AM {FROM} wrote:",
    "Gmail en, two lines": f"On Mon, Dec 3, 2018 at 8:00 AM {FROM}\nwrote:",
    "Apple Mail en": f"On 3 Dec 2018, at 08:00, {FROM} wrote:",
    "iOS en": f"On Dec 3, 2018, at 8:00 AM, {FROM} wrote:",
    "Thunderbird en": "On 03/12/2018 08:00, Het secretariaat wrote:",
    "Lotus Notes en": f"{FROM} wrote on 03-12-2018 08:00:00:",
    "Gmail de": f"Am Mo., 3. Dez. 2018 um 08:00 Uhr schrieb {FROM}:",
    "Gmail de, two lines": f"Am Mo., 3. Dez. 2018 um 08:00 Uhr schrieb Het secretariaat <\n{OURS}>:",
    "Thunderbird de": "Am 03.12.2018 um 08:00 schrieb Het secretariaat:",
    "Apple Mail de": f"Am 03.12.2018 um 08:00 schrieb {FROM}:",
    "Lotus Notes de": f"{FROM} schrieb am 03.12.2018 08:00:00:",
    "Roundcube de": "Am 2018-12-03 08:00, schrieb Het secretariaat:",
    "perfect tense de": f"{FROM} hat am 03.12.2018 um 08:00 geschrieben:",
    "Gmail fr": f"Le lun. 3 déc. 2018 à 08:00, {FROM} a écrit :",
    "Gmail fr, two lines": f"Le lun. 3 déc. 2018 à 08:00, {FROM} a\nécrit :",
    "Thunderbird fr": "Le 03/12/2018 à 08:00, Het secretariaat a écrit :",
    "Apple Mail fr": f"Le 3 déc. 2018 à 08:00, {FROM} a écrit :",
    "Yahoo fr": f"Le lundi 3 décembre 2018 à 08:00:00 UTC+1, {FROM} a écrit :",
    "no address fr": "Het secretariaat a écrit le 3 décembre 2018 à 08:00 :",
}
FIELDS = {
    "Outlook nl": f"________________________________\nVan: {FROM}\nVerzonden: maandag 3 december 2018\n"
    "Aan: Anna\nOnderwerp: Uw briefing",
    "Outlook nl, no line": f"Van: {FROM}\nVerzonden: maandag 3 december 2018\nAan: Anna\nOnderwerp: x",
    "Outlook nl, name only": "Van: Het secretariaat\nVerzonden: maandag 3 december 2018\nAan: Anna\nOnderwerp: x",
    "Outlook nl, bold": f"*Van:* {FROM}\n*Verzonden:* maandag 3 december 2018\n*Aan:* A\n*Onderwerp:* x",
    "Outlook nl, wrapped": f"Van: {FROM}\nVerzonden: maandag 3 december 2018\n"
    "Aan: Anna de Boer <anna@utrecht.example>; Bram <bram@vaals.example>;\nCor <cor@meppel.example>\n"
    "Onderwerp: Uw briefing",
    "Outlook nl, old": f"-----Oorspronkelijk bericht-----\nVan: Het secretariaat [mailto:{OURS}]\n"
    f"Verzonden: maandag 3 december\n"
    "Aan: Anna\nOnderwerp: Uw briefing",
    "Outlook mobile nl": f"________________________________\nVan: {FROM}\nVerzonden: Monday, December 3, 2018\n",
    "Samsung nl": f"-------- Oorspronkelijk bericht --------\nVan: {FROM}\nDatum: 03-12-18 08:00 (GMT+01:00)\n"
    "Aan: Anna\nOnderwerp: Uw briefing",
    "Lotus Notes nl": f"Van:\t{FROM}\nAan:\tAnna\nDatum:\t03-12-2018 08:00\nOnderwerp:\tUw briefing",
    "Lotus Notes history": f"Het secretariaat ---03-12-2018 08:00:00---Geachte wethouder\n\nVan: {FROM}\nAan: Anna",
    "GroupWise": f">>> {FROM} 3-12-2018 8:00 >>>",
    "GroupWise, name": ">>> Het secretariaat 3-12-2018 8:00 >>>",
    "Outlook en": f"From: {FROM}\nSent: Monday, December 3, 2018 8:00 AM\nTo: Anna\nSubject: Your briefing",
    "Outlook en, old": f"-----Original Message-----\nFrom: Het secretariaat [mailto:{OURS}]\nSent: Monday\n"
    f"To: Anna\nSubject: x",
    "Outlook de": f"Von: {FROM}\nGesendet: Montag, 3. Dezember 2018 08:00\nAn: Anna\nBetreff: Ihre Unterlagen",
    "GMX de": f'Gesendet: Montag, 03. Dezember 2018\nVon: "Het secretariaat" <{OURS}>\nAn: Anna\nBetreff: x',
    "Outlook de, old": f"-----Ursprüngliche Nachricht-----\nVon: Het secretariaat [mailto:{OURS}]\n"
    f"Gesendet: Montag\nAn: A\nBetreff: x",
    "Outlook fr": f"De : {FROM}\nEnvoyé : lundi 3 décembre 2018 08:00\nÀ : Anna\nObjet : Votre dossier",
    "Outlook fr, old": f"-----Message d'origine-----\nDe : Het secretariaat [mailto:{OURS}]\nEnvoyé : lundi\n"
    f"À : Anna\nObjet : x",
    "Apple Mail fr": f"De: {FROM}\nObjet: Votre dossier\nDate: 3 décembre 2018 à 08:00\nÀ: Anna",
    "iOS nl, unmarked": f"Op 3 dec. 2018 om 08:00 heeft {FROM} het volgende geschreven:\n",
    "Yahoo en, unmarked": f"On Monday, December 3, 2018, 08:00:00 AM GMT+1, {FROM} wrote:\n",
}
SENTENCES = (
    "Op 3 november schreef ons college aan de raad:",
    "Op 3 november 2018 schreef ons college aan de raad:",
    "Op dit moment schreef niemand het volgende:",
    "Op 3 november 2018 om 20:00 schreef ons college aan de raad:",
    "On 3 November our council wrote to the ministry:",
    "Am 3. November schrieb unser Rat an das Land:",
    "Le 3 novembre, notre conseil a écrit au ministère :",
    "De raad schreef ons:",
    "Van: 12 groepen\nAan: 40 groepen",
    "Van belang is: geld",
    "Aan de slag: wij beginnen vandaag.",
    "Datum: 3 november",
    "Origineel bericht van de wijkraad was korter.",
)


@pytest.mark.parametrize("head", MARKED.values(), ids=MARKED)
@pytest.mark.parametrize("posting", ["top", "top, at once", "top, with a farewell", "bottom", "between"])
def test_what_is_quoted_with_marks_is_no_answer(head: str, posting: str) -> None:
    letter = f"{head}\n{quoted(LETTER)}"
    text = {
        "top": f"{NUMBERED}\n\n{letter}",
        "top, at once": f"{NUMBERED}\n{letter}",
        "top, with a farewell": f"Dag Sanne,\n\n{NUMBERED}\n\nGroet,\nAnna\n\n{letter}",
        "bottom": f"{letter}\n\n{NUMBERED}\n\nGroet,\nAnna",
        "between": f"{letter}\n\n1. Heel divers.\nMeer dan vroeger.\n\n> en\n2. Met beleid.\n> zo\n3. Geld en tijd.",
    }[posting]
    said = reply_text_in(text, QUESTIONS, (OURS, "Het secretariaat"))
    assert (said.answers, said.unclear, said.named) == (ANSWERS, (), False)


@pytest.mark.parametrize("head", FIELDS.values(), ids=FIELDS)
@pytest.mark.parametrize("farewell", ["", "\n", "\nGroet,\nAnna\n\n"])
def test_what_stands_below_a_head_without_marks_is_no_answer(head: str, farewell: str) -> None:
    text = f"{NUMBERED}\n{farewell}{head}\n\n{LETTER}"
    said = reply_text_in(text, QUESTIONS, (OURS, "Het secretariaat"))
    assert (said.answers, said.unclear, said.named) == (ANSWERS, (), False)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_that_only_begins_like_a_head_stays(sentence: str) -> None:
    said = reply_text_in(f"1. Heel divers.\n{sentence}\nMeer dan vroeger.\n2. Met beleid.\n", QUESTIONS)
    assert said.answers == {1: f"Heel divers.\n{sentence}\nMeer dan vroeger.", 2: "Met beleid."}


def test_a_head_says_who_wrote() -> None:
    head = head_at(FIELDS["Outlook nl"].split("\n"), 0)
    assert head is not None
    assert (head.length, OURS in head.wrote, head.is_marked) == (5, True, False)
