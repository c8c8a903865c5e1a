"""Whatever stands between answers, each of them is found, and nothing takes longer than its length."""

from __future__ import annotations

from time import process_time

import pytest
from doubles.questions_answered import LETTER, OURS, QUESTIONS, quoted
from hypothesis import given, settings
from hypothesis import strategies as some

from reportgen.sources.texts.reply_text import ReplyText, reply_text_in

WORDS = (
    "wonen",
    "werk",
    "zorg",
    "12",
    "cijfers",
    "3.000",
    "1,5",
    "beleid",
    "–",
    "(nee)",
    "wij",
    "groeten",
    "van",
    "op",
)
lines = some.lists(some.sampled_from(WORDS), min_size=1, max_size=9).map(lambda words: f"Wij {' '.join(words)} hier.")
answers = some.lists(lines, min_size=1, max_size=4).map("\n".join)

HEADS = (
    f"Op ma 3 dec. 2018 om 08:00 schreef Het secretariaat <{OURS}>:",
    f"Op 3 dec. 2018 om 08:00 heeft Het secretariaat <{OURS}> het volgende\ngeschreven:",
    "Am 03.12.2018 um 08:00 schrieb Het secretariaat:",
)
between = some.sampled_from(
    [
        *(
            "",
            "\n",
            "> zo schreven wij\n",
            "Groet,\nLoes\n\n",
            "Verstuurd vanaf mijn iPad\n\n",
            "-- \nLoes Ait Benali\nwethouder\n\n",
        ),
        *(f"\n{head}\n{quoted(LETTER)}\n\n" for head in HEADS),
        *("Met vriendelijke groet,\n\nLoes Ait Benali\nGemeente Tilburg\n06-12345678\n\n", ">> dieper\n> en hoger\n\n"),
    ]
)
ends = some.sampled_from(
    [
        *(
            "",
            "\nGroet,\nLoes\n",
            f"\nGroet, Loes\n\nVan: Het s. <{OURS}>\nVerzonden: maandag\nAan: Loes\nOnderwerp: x\n\n{LETTER}",
        ),
        f"\n{HEADS[0]}\n{quoted(LETTER)}\n",
        "\nDit bericht is vertrouwelijk en uitsluitend bestemd voor de geadresseerde.\n",
    ]
)


@some.composite
def replies(draw: some.DrawFn) -> tuple[str, dict[int, str]]:
    """A reply, and the answers in it."""
    text, said = draw(some.sampled_from(["", "Dag Sanne,\n\n", "Hierbij mijn antwoorden.\n"])), {}
    answered = draw(some.sets(some.sampled_from([each.number for each in QUESTIONS]), min_size=1))
    for each in QUESTIONS:
        if each.number in answered:
            said[each.number] = draw(answers)
            asked = f"{each.number}. {each.text}"
            label = draw(
                some.sampled_from([f"{each.number}. ", f"Vraag {each.number}: ", f"> {asked}\n", f"{asked}\n"])
            )
            text += f"{draw(between)}{label}{said[each.number]}\n"
    return text + draw(ends), said


@settings(max_examples=60, deadline=None)
@given(replies())
def test_answers_are_found_between_anything(reply: tuple[str, dict[int, str]]) -> None:
    text, said = reply
    found = reply_text_in(text, QUESTIONS, (OURS, "Het secretariaat"), author="Loes Ait Benali")
    assert found == ReplyText(said, False)


@settings(max_examples=60, deadline=None)
@given(
    some.lists(
        some.sampled_from([*HEADS, *WORDS, "1.", "2)", "4.", ">", "\n", "Groet,", "--", "met naam", QUESTIONS[0].text])
    )
)
def test_no_line_is_lost_from_both_answers_and_what_waits(pieces: list[str]) -> None:
    text = "\n".join(f"{piece} woord{number} waar het om gaat hier." for number, piece in enumerate(pieces))
    found = reply_text_in(text, QUESTIONS)
    told = " ".join([*found.answers.values(), *(each.text for each in found.unclear)])
    for line in text.split("\n"):
        if "woord" in line and not line.startswith((">", *(each.split("\n")[0] for each in HEADS))):
            assert line.partition("woord")[2].split(" ")[0] in told


PATTERNS = (
    *(
        "a",
        "a\n",
        "> ",
        ">",
        "> a\n",
        "1. ",
        "1. a\n",
        "1.\n",
        "2.\n1.\n",
        "> 1. Hoe\n",
        "1. a 2. b ",
        "1, 2, ",
        "Op 3 dec 2018 08:00 schreef ",
    ),
    *(
        "Op 3 dec 2018 08:00 schreef\n",
        "Van: a\n",
        "Van: a\nAan: b\n",
        "-",
        "-----\n",
        "Groet van ",
        "groet,\n",
        "<a@b.c> ",
        "met naam\n",
    ),
    *(
        "Hoe divers is uw gemeente?\n",
        "Hoe\n",
        "ik ben afwezig ",
        ">>> ",
        "Dit bericht is ",
        "PS a\n",
        "T 01 ",
        "zie antwoord ",
        "  1. a\n",
    ),
)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_long_reply_takes_no_longer_than_its_length(pattern: str) -> None:
    begun = process_time()
    reply_text_in(pattern * (60_000 // len(pattern)), QUESTIONS, (OURS,), author="Loes")
    assert process_time() - begun < 20  # a pattern that is quadratic takes minutes
