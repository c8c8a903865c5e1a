"""People are recognised in texts however their names are written, and are not seen where somebody else is meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.people.mentions import DataSubject, Mention, PeopleIndex
from reportgen.domain.people.participant import Name

JAN = DataSubject(1, (Name("J.A.", "Jan", "de", "Vries"),), ("J.de.Vries@gemeente.example",))
RENE = DataSubject(2, (Name("", "René", "", "Müller-van Dijk"),), ("rené@bücher.example",))
KNOWN = PeopleIndex([JAN, RENE])


@pytest.mark.parametrize(
    "text",
    [
        *("Jan de Vries", "JAN DE VRIES", "jan\u00a0de\nVries", "Vries, Jan de", "Vries, J. de", "de Vries, J.A."),
        *(
            "J. de Vries",
            "J.A. de Vries",
            "J A de Vries",
            "JA de Vries",
            "Jan Vries",
            "dhr. Jan  A. de Vries, wethouder",
        ),
        *("Jan;de;Vries;wethouder", "Vries;Jan;de", "Jan d. Vries", "JandeVries.docx", "jan_de_vries", "jan deVries"),
        *(
            "J\u00e1n de Vr\u00efes",
            "J\u200ban de Vries",
            "jdevries",
            "Vries J",
            "P. Bakker en J. de Vries",
            "van J. de Vries",
        ),
    ],
)
def test_a_name_is_recognised_however_it_is_written(text: str) -> None:
    assert KNOWN.mentions_in(text) == {1: Mention.NAME}


@pytest.mark.parametrize(
    "text",
    [
        "Rene Muller",
        "René Müller-van Dijk",
        "R. Müller",
        "Müller, R.",
        "RENE MULLER VAN DIJK",
        "Rene\u0301 Mu\u0308ller",
    ],
)
def test_accents_and_the_second_half_of_a_double_name_do_not_matter(text: str) -> None:
    assert KNOWN.mentions_in(text) == {2: Mention.NAME}


@pytest.mark.parametrize(
    "text",
    [
        *("j.de.vries@gemeente.example", "<J.DE.VRIES@GEMEENTE.EXAMPLE>", "mailto:j.de.vries@gemeente.example?x=1"),
        *("a='j.de.vries@gemeente.example'", "Mail j.de.vries@gemeente.example.", "to=j.de.vries@gemeente.example&b"),
        *("\0\1j.de.vries@gemeente.example\0", "\ufffdj.de.vries@gemeente.example\ufffd"),
        *("J.de.Vries\uff20gemeente.example", "j.de.vries\u200b@gemeente.example"),
    ],
)
def test_an_address_is_recognised_in_any_case_and_between_any_signs(text: str) -> None:
    assert KNOWN.mentions_in(text)[1] == Mention.ADDRESS


@pytest.mark.parametrize("text", ["rené@bücher.example", "rené@xn--bcher-kva.example"])
def test_a_domain_is_recognised_as_people_and_as_machines_write_it(text: str) -> None:
    assert KNOWN.mentions_in(text)[2] == Mention.ADDRESS


@pytest.mark.parametrize("text", ["mevrouw De Vries belde", "het huis van de Vries"])
def test_a_surname_alone_is_less_certain(text: str) -> None:
    assert KNOWN.mentions_in(text) == {1: Mention.SURNAME}


@pytest.mark.parametrize(
    "text",
    [
        *("", "Piet de Jong", "vriesweer in januari", "jx@gemeente.example", "Jan de Boer", "Devriesstraat", "@", "x@"),
        *("gemeente Vries en omstreken", "@gemeente.example", "Jan Piet en Willem, daarna pas gaat het over Vries"),
    ],
)
def test_somebody_else_is_not_mistaken_for_them(text: str) -> None:
    assert KNOWN.mentions_in(text) == {}


@pytest.mark.parametrize("text", ["Piet de Vries", "P. de Vries", "K.J. van der Berg; A. de Vries"])
def test_somebody_with_the_same_surname_is_only_a_weak_mention(text: str) -> None:
    assert KNOWN.mentions_in(text) == {1: Mention.SURNAME}


@pytest.mark.parametrize("text", ["{0}@elders.example", "x{0}@gemeente.example", "{0}@gemeente.example.org", "{0}@"])
def test_another_address_is_not_taken_for_theirs(text: str) -> None:
    assert KNOWN.mentions_in(text.format("j.de.vries")).get(1) != Mention.ADDRESS


def test_who_is_known_by_initials_is_recognised_with_a_given_name_that_fits() -> None:
    known = PeopleIndex([DataSubject(1, (Name("H.A.", "", "", "Bosman"),), ())])
    assert known.mentions_in("Hendrik Bosman") == {1: Mention.NAME}
    for text in ("het Bosman", "Piet Bosman", "de Bosman hoort"):
        assert known.mentions_in(text) == {1: Mention.SURNAME}


def test_short_words_do_not_flood() -> None:
    short = PeopleIndex([DataSubject(1, (Name("", "An", "", "Li"), Name("", "", "", "Bos")), ())])
    assert short.mentions_in("an de li bos anli lian") == {}
    assert short.mentions_in("An Li") == {1: Mention.NAME}


def test_a_person_without_a_name_or_address_is_nowhere() -> None:
    nobody = PeopleIndex([DataSubject(1, (Name("", "", "", ""),), ("", "x"))])
    assert not nobody
    assert nobody.mentions_in("x @ y") == {}


@given(st.text(max_size=40), st.text(max_size=40))
def test_what_stands_around_a_name_and_an_address_does_not_hide_them(before: str, after: str) -> None:
    found = KNOWN.mentions_in(f"{before} .Jan de Vries. {after}")
    assert found[1] >= Mention.NAME
    assert KNOWN.mentions_in(f"{before} <j.de.vries@gemeente.example> {after}")[1] is Mention.ADDRESS
