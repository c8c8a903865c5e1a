"""Wishes as people write them, in headings and cells that no rule was made for; what is not understood is said."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import time
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.finding import Finding
from reportgen.domain.people.participant import Registration
from reportgen.domain.programme.event import Session, SessionKind
from reportgen.domain.programme.rounds import Round, rounds_of
from reportgen.domain.programme.wish import wishes_text
from reportgen.sources.lists.registrations import ListFile, registrations_in

TITLES = {
    "W1": "Bouwen, bouwen, bouwen",
    "W2": "Huren of kopen: één markt",
    "W3": "Wonen met zorg",
    "W4": "De wijk als café",
    "W5": "Zon, wind & warmte: wie betaalt?",
    "W6": "Wat wil de jongere?",
    "W7": "Het dorp in 2040",
    "W8": "Ruimte voor groen (en grijs)",
}
FIRST, SECOND = ("W1", "W2", "W3", "W4"), ("W3", "W5", "W6", "W7", "W8")


def _rounds(one: str, other: str) -> tuple[Round, ...]:
    """Two rounds, of which the third session is in both."""
    return rounds_of(
        Session(time(at), time(at + 1), TITLES[code], "", "", SessionKind.WORKSHOP, code=code, round=label)
        for label, at, codes in ((one, 10, FIRST), (other, 13, SECOND))
        for code in codes
    )


NUMBERED, NAMED = _rounds("1", "2"), _rounds("ochtend", "middag")


def _read(
    headings: Sequence[str], cells: Sequence[str], rounds: Sequence[Round]
) -> tuple[Registration, tuple[Finding, ...]]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "lijst.csv"
        written = StringIO()
        writer = csv.writer(written, delimiter=";")
        writer.writerow(["Achternaam", "Gemeente", "E-mailadres", *headings])
        writer.writerow(["Jansen", "Utrecht", "jansen@utrecht.example", *cells])
        path.write_text(written.getvalue(), "utf-8")
        (registration,), findings = registrations_in([ListFile(path)], rounds=rounds)
        return registration, findings


@pytest.mark.parametrize(
    ("cell", "wishes"),
    [
        ("W3, W1, W5", "1 w3; 2 w1; 3 w5"),
        ("W3\nW1\nW5", "1 w3; 2 w1; 3 w5"),
        ("W3 W1 W5", "1 w3; 2 w1; 3 w5"),
        ("W3 > W1", "1 w3; 2 w1"),
        ("W3 + W1", "1 w3; 2 w1"),
        ("W3 & W1", "1 w3; 2 w1"),
        ("W3 of W1", "1 w3; 2 w1"),
        ("eerst W3, dan W1", "1 w3; 2 w1"),
        ("Liefst W3, anders W1", "1 w3; 2 w1"),
        ("W3 en anders W1", "1 w3; 2 w1"),
        ("W3 (reserve: W1)", "1 w3; 2 w1"),
        ("1. Wonen met zorg; 2. Het dorp in 2040", "1 w3; 2 w7"),
        ("1e W3, 2e W1", "1 w3; 2 w1"),
        ("1: W3 2: W1 3: W5", "1 w3; 2 w1; 3 w5"),
        ("1 = W3, 2 = W1", "1 w3; 2 w1"),
        ("1-W1, 2-W2", "1 w1; 2 w2"),
        ("Eerste keuze W3, tweede keuze W1", "1 w3; 2 w1"),
        ("3e keuze W1, 1e keuze W2", "1 w2; 3 w1"),
        ("W1 eerste keus, W2 tweede keus", "1 w1; 2 w2"),
        ("W3 (1), W1 (2)", "1 w3; 2 w1"),
        ("W3=1; W1=2", "1 w3; 2 w1"),
        ("w 3", "1 w3"),
        ("W-3", "1 w3"),
        ("W03", "1 w3"),
        ("w3 (Wonen met zorg)", "1 w3"),
        ("W3 (ronde 2)", "2:1 w3"),
        ("Bouwen, bouwen, bouwen", "1 w1"),
        ("Bouwen, bouwen, bouwen, Wonen met zorg", "1 w1; 2 w3"),
        ("Wonen met zorg, Zon, wind & warmte: wie betaalt?, Het dorp in 2040", "1 w3; 2 w5; 3 w7"),
        ("de wijk als cafe", "1 w4"),
        ("Zon, wind en warmte: wie betaalt", "1 w5"),
        ("Ruimte voor groen (en grijs)", "1 w8"),
        ("huren of kopen: een markt", "1 w2"),
        ("ronde 2: W3", "2:1 w3"),
        ("ronde 1 W1, ronde 2 W5", "1:1 w1; 2:1 w5"),
        ("eerste ronde: W1; tweede ronde: W5", "1:1 w1; 2:1 w5"),
        ("1e ronde W1 / 2e ronde W5", "1:1 w1; 2:1 w5"),
        ("W1 in ronde 1 en W5 in ronde 2", "1:1 w1; 2:1 w5"),
        ("R1 W1 R2 W5", "1:1 w1; 2:1 w5"),
        ("ronde 1: 1. W1 2. W2; ronde 2: 1. W5", "1:1 w1; 1:2 w2; 2:1 w5"),
        ("geen voorkeur", ""),
        ("Geen voorkeur.", ""),
        ("Maakt mij niet uit!", ""),
        ("weet ik nog niet", ""),
        ("om het even", ""),
        ("alles is goed", ""),
        ("--", ""),
    ],
)
def test_one_cell_with_several_is_read(cell: str, wishes: str) -> None:
    registration, findings = _read(["Workshops"], [cell], NUMBERED)
    assert findings == ()
    assert wishes_text(registration.wishes) == wishes


@pytest.mark.parametrize(
    ("headings", "cells", "wishes"),
    [
        (["Eerste voorkeur ronde 1", "Tweede voorkeur ronde 1"], ["W1", "w2"], "1:1 w1; 1:2 w2"),
        (["Ronde één", "Ronde twee"], ["W3", "W5"], "1:1 w3; 2:1 w5"),
        (["Ronde I", "Ronde II"], ["W3", "W5"], "1:1 w3; 2:1 w5"),
        (["Ronde 1 (10.00 - 11.00 uur)", "Ronde 2 (13.00 - 14.00 uur)"], ["W3", "W5"], "1:1 w3; 2:1 w5"),
        (["Ronde 1 - 10:00 uur", "Workshopronde 2"], ["W3", "W5"], "1:1 w3; 2:1 w5"),
        (["Keuze workshop ronde 1 (verplicht)", "Ronde 2 *"], ["W3", "W5"], "1:1 w3; 2:1 w5"),
        (["R1 - 1e", "R1 - 2e"], ["W3", "W1"], "1:1 w3; 1:2 w1"),
        (["Workshop_ronde_1_keuze_1", "Workshop_ronde_1_keuze_2"], ["W3", "W1"], "1:1 w3; 1:2 w1"),
        (["Sessie 1: eerste voorkeur", "Sessie 2: eerste voorkeur"], ["W1", "W5"], "1:1 w1; 2:1 w5"),
        (["Parallelsessie 1", "Parallelsessie 2"], ["W3", "W5"], "1:1 w3; 2:1 w5"),
        (["Welke sessie in ronde 1 heeft uw voorkeur?"], ["W3"], "1:1 w3"),
        (["Which workshop would you like to attend? (round 1)"], ["W1"], "1:1 w1"),
        (["Naar welke workshop(s) gaat uw voorkeur uit?"], ["W3;W1"], "1 w3; 2 w1"),
        (["Wat is uw eerste keuze?", "Wat is uw tweede keuze?"], ["W3", "W1"], "1 w3; 2 w1"),
        (["Workshopvoorkeuren (op volgorde)"], ["W3, W1"], "1 w3; 2 w1"),
        (["Voorkeur workshop (max. 3)"], ["W3, W1"], "1 w3; 2 w1"),
        (["Top 3 workshops"], ["W3, W1"], "1 w3; 2 w1"),
        (["Inschrijving workshops"], ["W3"], "1 w3"),
        (["Rangschik de workshops [Plaats 1]", "Rangschik de workshops [Plaats 2]"], ["W1", "W5"], "1 w1; 2 w5"),
        (["Workshops [1]", "Workshops [2]"], ["W1", "W5"], "1 w1; 2 w5"),
        (["Workshops [W3 Wonen met zorg]", "Workshops [W1 Bouwen, bouwen, bouwen]"], ["Ja", "Nee"], "1 w3"),
        (["Workshops [W3 Wonen met zorg]", "Workshops [W1]"], ["W3 Wonen met zorg", ""], "1 w3"),
        (["Workshops:W3 Wonen met zorg", "Workshops:W1"], ["Checked", ""], "1 w3"),
        (["Workshops (ronde 1) [W1]", "Workshops (ronde 2) [W3]"], ["Ja", "Ja"], "1:1 w1; 2:1 w3"),
        (["W3 ronde 2", "W3 ronde 1"], ["ja", ""], "2:1 w3"),
        (["W3 | Wonen met zorg | 10.00-11.00", "Wonen met zorg (W3) - 2"], ["ja", ""], "1 w3"),
        (["W1", "W3", "W5"], ["2", "1", "-"], "1 w3; 2 w1"),
        (["W1", "W3", "W5"], ["1e keuze", "nee", "2"], "1 w1; 2 w5"),
    ],
)
def test_columns_are_read(headings: list[str], cells: list[str], wishes: str) -> None:
    registration, findings = _read(headings, cells, NUMBERED)
    assert [each for each in findings if each.place.column != "Wonen met zorg (W3) - 2"] == []
    assert wishes_text(registration.wishes) == wishes


@pytest.mark.parametrize(
    ("headings", "cells", "wishes"),
    [
        (["Keuze 1 ochtend", "Keuze 1 middag"], ["W1", "W5"], "middag:1 w5; ochtend:1 w1"),
        (["Ochtendsessie", "Middagsessie"], ["W1", "W5"], "middag:1 w5; ochtend:1 w1"),
        (["Voorkeur ochtendronde", "Middagprogramma keuze"], ["W1", "W5"], "middag:1 w5; ochtend:1 w1"),
        (["Workshops ('s ochtends)"], ["W1"], "ochtend:1 w1"),
        (["Workshops"], ["ochtend: Bouwen, bouwen, bouwen. middag: W7"], "middag:1 w7; ochtend:1 w1"),
        (["Workshops"], ["'s ochtends W1, 's middags W5"], "middag:1 w5; ochtend:1 w1"),
    ],
)
def test_rounds_with_names_are_read(headings: list[str], cells: list[str], wishes: str) -> None:
    registration, findings = _read(headings, cells, NAMED)
    assert findings == ()
    assert wishes_text(registration.wishes) == wishes


@pytest.mark.parametrize(
    ("heading", "cell", "code", "wishes"),
    [
        ("Ronde 1", "alles behalve W2", "wish-unknown", ""),
        ("Ronde 1", "W3, niet W2", "wish-unknown", "1:1 w3"),
        ("Ronde 1", "W3 (niet W2)", "wish-unknown", ""),
        ("Ronde 1", "liever geen W2", "wish-unknown", ""),
        ("Ronde 1", "workshop 3", "wish-unknown-suggested", ""),
        ("Ronde 1", "Wonen met zrog", "wish-unknown-suggested", ""),
        ("Ronde 1", "Bouwen, bouwen", "wish-unknown-suggested", ""),
        ("Ronde 1", "W3 (ronde 2)", "wish-other-round", ""),
        ("Ronde 1", "W9", "wish-unknown", ""),
        ("Ronde 1", "W1: Wonen met zorg", "wish-unknown-suggested", ""),
        ("Ronde 2", "Wat wil de jong...", "wish-title-cut", "2:1 w6"),
        ("Ronde 2", "W5 Zon, wind & w", "wish-title-cut", "2:1 w5"),
        ("W3", "3 personen", "wish-mark-unclear", ""),
        ("Ronde 3", "W1", "column-wish-round", ""),
        ("Keuze A", "W1", "column-wish-unclear", ""),
        ("Waar gaat u heen", "Wonen met zorg", "column-wish-unclear", ""),
        ("Workshopkeuze (van uw partner)", "W1", "column-wish-unclear", ""),
        ("Wilt u deelnemen aan de workshops?", "ja", "column-wish-unclear", ""),
    ],
)
def test_what_is_not_understood_is_said_and_never_guessed(heading: str, cell: str, code: str, wishes: str) -> None:
    registration, (said,) = _read([heading], [cell], NUMBERED)
    assert (said.code, said.place.file, said.place.column) == (code, "lijst.csv", heading)
    assert wishes_text(registration.wishes) == wishes


def test_two_columns_that_say_the_same_are_told() -> None:
    _, (said,) = _read(["Ronde 1", "Workshop 1"], ["W1", "W2"], NUMBERED)
    assert (said.code, dict(said.facts)["other"]) == ("column-wish-twice", "Ronde 1")


@given(
    st.lists(st.sampled_from(sorted(TITLES)), min_size=1, max_size=4, unique=True),
    st.sampled_from([", ", "; ", " / ", "\n", " + ", " > ", " en ", ", dan ", " | "]),
    st.sampled_from(["", "1. ", "1e keuze: ", "keuze 1 ", "eerst "]),
    st.booleans(),
)
def test_titles_and_codes_with_any_sign_between_them_say_the_same(
    codes: list[str], sign: str, before: str, titles: bool
) -> None:
    names = [TITLES[code] if titles else code for code in codes]
    numbered = [before.replace("1", str(rank)) + name for rank, name in enumerate(names, 1)]
    registration, findings = _read(["Workshops"], [sign.join(numbered)], NUMBERED)
    assert findings == ()
    assert wishes_text(registration.wishes) == "; ".join(f"{at} {code.lower()}" for at, code in enumerate(codes, 1))


WORDS = (
    "W1",
    "W3",
    "W9",
    "Wonen met zorg",
    "niet",
    "ronde 1",
    "ronde 3",
    "1",
    "2e keuze",
    "of",
    "misschien",
    ",",
    "(",
    ")",
)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6))
def test_whatever_words_are_combined_a_session_that_is_named_is_a_wish_or_a_finding(words: list[str]) -> None:
    registration, findings = _read(["Workshops"], [" ".join(words)], NUMBERED)
    named = {{"W1": "w1", "W3": "w3", "Wonen met zorg": "w3"}[each] for each in words if each in ("W1", "W3", WORDS[3])}
    wanted = {key for each in registration.wishes for key in each.sessions}
    assert wanted <= named
    assert findings or wanted == named
    assert findings or not {"niet", "misschien", "W9", "ronde 3"} & set(words)
