"""Wishes are read whatever shape they have in a list, and what names no session is a finding."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.finding import Finding
from reportgen.domain.people.participant import Registration
from reportgen.domain.programme.event import Session, SessionKind
from reportgen.domain.programme.rounds import Round, rounds_of
from reportgen.domain.programme.wish import Wish, wishes_text
from reportgen.errors import SourceError
from reportgen.sources.lists.registrations import ListFile, registrations_in

PERSON = "Achternaam;Gemeente;E-mailadres"
JAN = "Jansen;Utrecht;jansen@utrecht.example"

TITLES = {
    "A": "Samen wonen in de wijk",
    "B": "Bouwen, splitsen en delen",
    "C": "Een hofje in het dorp",
    "D": "Doorstroming op gang",
    "E": "Wie woont waar?",
}


def _session(code: str, label: str) -> Session:
    start = 10 + (int(label) if label.isdigit() else 5)
    return Session(
        *(time(start), time(start + 1), TITLES.get(code, code), "", "", SessionKind.WORKSHOP),
        code=code,
        round=label,
    )


ONE_ROUND = rounds_of([_session(code, "1") for code in "ABCDE"])
TWO_ROUNDS = rounds_of([*(_session(code, "1") for code in "ABC"), *(_session(code, "2") for code in "CDE")])


def _read(
    headings: str, *rows: str, rounds: Sequence[Round] = TWO_ROUNDS
) -> tuple[tuple[Registration, ...], tuple[Finding, ...]]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "lijst.csv"
        path.write_text("\n".join([f"{PERSON};{headings}", *(f"{JAN};{row}" for row in rows)]), "utf-8")
        return registrations_in([ListFile(path)], rounds=rounds)


def _wishes(headings: str, row: str, rounds: Sequence[Round] = TWO_ROUNDS) -> str:
    """The wishes of one row, none of which is doubtful."""
    (registration,), findings = _read(headings, row, rounds=rounds)
    assert findings == ()
    return wishes_text(registration.wishes)


@pytest.mark.parametrize(
    ("headings", "row", "wishes"),
    [
        # a column for each round
        ("Ronde 1;Ronde 2", "A;D", "1:1 a; 2:1 d"),
        ("ronde1;RONDE 2:", "A;D", "1:1 a; 2:1 d"),
        ("Workshop ronde 1;Workshop ronde 2", "A;D", "1:1 a; 2:1 d"),
        ("Workshop 1;Workshop 2", "A;D", "1:1 a; 2:1 d"),
        ("Eerste ronde;Tweede ronde", "A;D", "1:1 a; 2:1 d"),
        ("Keuze ronde 1;Keuze ronde 2", "Samen wonen in de wijk;doorstroming op gang", "1:1 a; 2:1 d"),
        ("Ronde 1;Ronde 2", "A, B;", "1:1 a; 1:2 b"),
        ("Aan welke workshop wilt u deelnemen in ronde 1?;Voorkeursworkshop ronde 2", "A;D", "1:1 a; 2:1 d"),
        ("Ronde 1;Reserve ronde 1", "A;B", "1:1 a; 1:2 b"),
        # a column for each wish
        ("1e keuze;2e keuze;3e keuze", "D;A;C", "1 d; 2 a; 3 c"),
        ("Eerste keuze;Tweede keuze;Derde keuze", "D;A;C", "1 d; 2 a; 3 c"),
        ("Voorkeur 1;Voorkeur 2", "D;A", "1 d; 2 a"),
        ("Keuze 1;Keuze 2", "D;A", "1 d; 2 a"),
        ("Workshopkeuze 1;Workshopkeuze 2", "D;A", "1 d; 2 a"),
        ("Prioriteit 1;Prioriteit 2", "D;A", "1 d; 2 a"),
        ("1st choice;2nd choice", "D;A", "1 d; 2 a"),
        # a column for each wish in each round
        ("Workshop ronde 2 (voorkeur 1);Workshop ronde 2 (voorkeur 2)", "D;E", "2:1 d; 2:2 e"),
        ("Ronde 1, 1e keuze;Ronde 1, 2e keuze;Ronde 2, 1e keuze", "A;C;D", "1:1 a; 1:2 c; 2:1 d"),
        ("1e keuze ronde 1;2e keuze ronde 1", "A;C", "1:1 a; 1:2 c"),
        ("1e voorkeur 1e ronde;1e voorkeur 2e ronde", "A;D", "1:1 a; 2:1 d"),
        ("R1K1;R1K2;R2K1", "A;B;D", "1:1 a; 1:2 b; 2:1 d"),
        # one cell with several
        ("Workshops", '"A; D, B"', "1 a; 2 d; 3 b"),
        ("Voorkeuren", '"1. D 2. A 3. C"', "1 d; 2 a; 3 c"),
        ("Voorkeuren", '"2) D; 1) A"', "1 a; 2 d"),
        ("Sessies", '"1: D\n2: A"', "1 d; 2 a"),
        ("Uw keuzes", "A > D > B", "1 a; 2 d; 3 b"),
        ("Workshops", '"A (2), D (1)"', "1 d; 2 a"),
        ("Workshops", '"Ronde 1: A; Ronde 2: D"', "1:1 a; 2:1 d"),
        ("Workshops", '"R1: A, R2: D"', "1:1 a; 2:1 d"),
        ("Workshops", '"Bouwen, splitsen en delen; Wie woont waar?"', "1 b; 2 e"),
        ("Wensen", "A en D", "1 a; 2 d"),
        # a column for each session
        ("A;B;C;D", "x;;;x", "1 a; 1 d"),
        ("Samen wonen in de wijk;Doorstroming op gang", "ja;nee", "1 a"),
        ("Workshop A;Workshop D", "1;0", "1 a"),
        ("A: Samen wonen in de wijk;D - Doorstroming op gang", "X;ja", "1 a; 1 d"),
        ("Ronde 1: C;Ronde 2: C;Ronde 2: D", ";x;", "2:1 c"),
        ("Welke workshops kiest u? [A];Welke workshops kiest u? [D]", "TRUE;FALSE", "1 a"),
        # a rank for each session
        ("A;B;D", "2;;1", "1 d; 2 a"),
        ("Workshop A;Workshop B;Workshop D", "2e keuze;3;1e keuze", "1 d; 2 a; 3 b"),
        ("Uw voorkeur [A];Uw voorkeur [D]", "Tweede keuze;Eerste keuze", "1 d; 2 a"),
        # by hand
        ("Ronde 1!;Ronde 2", "B;D", "1:! b; 2:1 d"),
        ("Ronde 1 !", "Een hofje in het dorp", "1:! c"),
        # spelled in another way
        ("Ronde 1", "workshop a", "1:1 a"),
        ("Ronde 1", "SAMEN WONEN IN DE WIJK", "1:1 a"),
        ("Ronde 1", "A – Samen wonen in de wijk", "1:1 a"),
        ("Ronde 1", "A. Samen wonen in de wijk (vol)", "1:1 a"),
        ("Ronde 1", "Samen wonen in de wijk (A)", "1:1 a"),
        ("Ronde 1", "A (10.00 - 11.00)", "1:1 a"),
        # nothing
        ("Ronde 1;Ronde 2", "-;geen voorkeur", ""),
        ("Ronde 1;Ronde 2", ";n.v.t.", ""),
    ],
)
def test_wishes_are_read(headings: str, row: str, wishes: str) -> None:
    assert _wishes(headings, row) == wishes


def test_in_a_single_round_a_number_behind_workshop_is_a_rank() -> None:
    assert _wishes("Workshop 1;Workshop 2", "A;D", rounds=ONE_ROUND) == "1 a; 2 d"


def test_one_row_for_each_wish_is_read_too() -> None:
    registrations, findings = _read("Ronde;Voorkeur;Sessie", "1;1;A", "1;2;B", "2;1;D")
    assert findings == ()
    assert [wishes_text(each.wishes) for each in registrations] == ["1:1 a", "1:2 b", "2:1 d"]


def test_rounds_may_have_names() -> None:
    rounds = rounds_of([_session("A", "ochtend"), _session("D", "middag")])
    assert _wishes("Workshop ochtend;Workshop middag", "A;D", rounds=rounds) == "middag:1 d; ochtend:1 a"


def test_codes_may_be_numbers() -> None:
    rounds = rounds_of([_session(code, "1") for code in ("1", "2", "3")])
    assert _wishes("1e keuze;2e keuze", "3;1", rounds=rounds) == "1 3; 2 1"
    assert _wishes("Voorkeuren", '"3; 1"', rounds=rounds) == "1 3; 2 1"
    assert _wishes("Workshop 1;Workshop 2", "x;", rounds=rounds) == "1 1"


def test_a_title_with_a_code_in_each_round_is_a_wish_for_either() -> None:
    rounds = rounds_of(
        [
            Session(time(10), time(11), "Wijken", "", "", SessionKind.WORKSHOP, code="1A", round="1"),
            Session(time(11), time(12), "Wijken", "", "", SessionKind.WORKSHOP, code="2A", round="2"),
        ]
    )
    assert _wishes("1e keuze", "Wijken", rounds=rounds) == "1 1a/2a"
    assert _wishes("Ronde 2", "Wijken", rounds=rounds) == "2:1 2a"


@pytest.mark.parametrize(
    ("headings", "row", "code", "facts"),
    [
        ("Ronde 1", "Samen wonen in een wijk", "wish-unknown-suggested", {"candidates": "A (Samen wonen in de wijk)"}),
        ("Ronde 1", "Yoga", "wish-unknown", {"written": "Yoga"}),
        ("Ronde 1", "D", "wish-other-round", {"round": "1"}),
        ("Ronde 1", "A: Samen leven", "wish-title-differs", {"session": "A (Samen wonen in de wijk)"}),
        ("Ronde 1", "A: Een hofje in het dorp", "wish-unknown-suggested", {"written": "A: Een hofje in het dorp"}),
        ("Workshop A", "misschien", "wish-mark-unclear", {"written": "misschien"}),
        ("Ronde 3", "A", "column-wish-round", {"round": "3"}),
        ("Workshopkeuze van uw partner", "A", "column-wish-unclear", {"heading": "Workshopkeuze van uw partner"}),
    ],
)
def test_what_is_unclear_is_a_finding_with_its_place(headings: str, row: str, code: str, facts: dict[str, str]) -> None:
    (registration,), (said,) = _read(headings, row)
    assert (said.code, said.place.column) == (code, headings)
    assert said.place.line in (1, 2)
    assert facts.items() <= dict(said.facts).items()
    if code != "wish-title-differs":
        assert registration.wishes == ()


def test_likeness_only_suggests() -> None:
    (registration,), _ = _read("Ronde 1", "Samen wonen in de wij")
    assert registration.wishes == ()


def test_of_several_the_unclear_one_alone_is_left_out() -> None:
    (registration,), (said,) = _read("Ronde 1", '"A; Yoga; B"')
    assert registration.wishes == (Wish(1, "1", ("a",)), Wish(3, "1", ("b",)))
    assert said.code == "wish-unknown"


def test_without_rounds_such_columns_are_not_read() -> None:
    (registration,), findings = _read("Ronde 1;1e keuze", "A;B", rounds=())
    assert registration.wishes == ()
    assert {each.code for each in findings} == {"column-unknown"}


@pytest.mark.parametrize("heading", ["Dieetwensen", "Bijzondere wensen", "Keuzemenu", "Ronde tafel", "Opmerkingen"])
def test_other_columns_are_no_wishes(heading: str) -> None:
    (registration,), _ = _read(heading, "vegetarisch")
    assert registration.wishes == ()


def test_who_cancelled_wants_nothing() -> None:
    (registration,), findings = _read("Status;Ronde 1", "afgemeld;Yoga")
    assert (registration.wishes, findings) == ((), ())


CODES = st.lists(st.sampled_from("ABCDE"), min_size=1, max_size=5, unique=True)


@given(CODES, st.sampled_from(["code", "title", "both", "word"]), st.integers(0, 5))
def test_every_shape_says_the_same(codes: list[str], spelling: str, shape: int) -> None:
    def written(code: str) -> str:
        title = TITLES[code]
        return {"code": code, "title": title, "both": f"{code} - {title}", "word": f"Workshop {code}"}[spelling]

    names = [written(code) for code in codes]
    expected = "; ".join(f"{rank} {code.casefold()}" for rank, code in enumerate(codes, 1))
    numbered = ";".join(f"Keuze {rank}" for rank in range(1, len(codes) + 1))
    match shape:
        case 0:
            headings, row = numbered, ";".join(names)
        case 1:
            headings, row = "Workshops", f'"{"; ".join(names)}"'
        case 2:
            headings, row = "Voorkeur", '"' + "; ".join(f"{rank}. {name}" for rank, name in enumerate(names, 1)) + '"'
        case 3:
            headings, row = ";".join(names), ";".join(str(rank) for rank in range(1, len(codes) + 1))
        case 4:
            headings, row = "Wensen", '"' + "\n".join(names) + '"'
        case _:
            headings, row = numbered.replace("Keuze", "Ronde 1 keuze"), ";".join(names)
            expected = "; ".join(f"1:{each}" for each in expected.split("; "))
    assert _wishes(headings, row, rounds=ONE_ROUND) == expected


@given(st.text(max_size=40))
def test_whatever_is_written_nothing_breaks_and_nothing_is_lost(cell: str) -> None:
    clean = "".join(sign for sign in cell if sign not in '";\r\n' and sign.isprintable()).strip()
    (registration,), findings = _read("Ronde 1;Workshops", f'"{clean}";"{clean}"')
    nothing = clean.casefold() in ("", "-", "–", "—", "?", "geen", "nee", "later", "nvt", "ntb", "none")
    assert nothing or registration.wishes or findings


@given(st.text(st.characters(exclude_characters='";\r\n', exclude_categories=["C", "Z"]), min_size=1, max_size=40))
def test_whatever_a_heading_is_the_list_is_read_or_refused_in_words(heading: str) -> None:
    try:
        registrations, _ = _read(heading, "A")
    except SourceError:
        return
    assert len(registrations) == 1


def test_a_row_full_of_codes_is_not_taken_for_the_headings() -> None:
    rounds = rounds_of([_session(code, "1") for code in "ABCDEFGHIJ"])
    headings = ";".join(f"Vraag {number}" for number in range(10))
    (registration,), _ = _read(headings, ";".join("ABCDEFGHIJ"), rounds=rounds)
    assert registration.name.last == "Jansen"


def test_two_columns_for_one_session_are_refused() -> None:
    with pytest.raises(SourceError, match="twice"):
        _read("Een hofje in het dorp;Een hofje in het dorp", "x;")


def test_a_session_that_nobody_knows_takes_no_round_from_those_beside_it() -> None:
    (registration,), findings = _read("Workshops", '"Ronde 1: A, B, Onzin; Ronde 2: D, C"')
    assert wishes_text(registration.wishes) == "1:1 a; 1:2 b; 2:1 d; 2:2 c"
    assert [each.code for each in findings] == ["wish-unknown"]
