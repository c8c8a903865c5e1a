"""Placeholders are filled in whole or named as faults: no brace that somebody typed is ever read by a participant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.messages.placeholders import (
    Placeholder,
    faults_in,
    filled,
    filled_where_known,
    placeholder_of,
    placeholders_in,
    suggestion_for,
)

WORDS = st.sampled_from([*map(str, Placeholder), "naaam", "Naam ", " GEMEENTE", "x", "", "tafel\u00a0"])
PIECES = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12),
    st.sampled_from(["{", "}", "{{", "}}", "\n", "\n\n", "%s", "{0}", "{!r}", "{.__class__}", "$naam"]),
    WORDS.map("{{{}}}".format),
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)
VALUES = st.fixed_dictionaries({str(each): st.text("a{}b\n;<&", max_size=6) for each in Placeholder})


@given(TEXTS, VALUES)
def test_a_text_without_faults_is_filled_in_and_holds_no_brace_of_its_own(text: str, values: dict[str, str]) -> None:
    if faults_in(text):
        return
    done = filled(text, values)
    plain = filled(text, dict.fromkeys(values, ""))
    assert "{" not in plain
    assert "}" not in plain
    for each in placeholders_in(text):
        assert values[each].replace("\n", "; ") in done or values[each] in done


@given(TEXTS)
def test_every_brace_belongs_to_a_known_placeholder_or_is_a_fault_in_its_line(text: str) -> None:
    faults = faults_in(text)
    lines = text.split("\n")
    for each in faults:
        assert each.written in lines[each.line - 1]
    if not faults:
        assert text.count("{") == text.count("}") == sum(1 for _ in _written(text))
    else:
        with pytest.raises(KeyError):
            filled(text, dict.fromkeys(map(str, Placeholder), "x"))


def _written(text: str) -> list[str]:
    return [each.partition("}")[0] for each in text.split("{")[1:]]


@given(TEXTS, VALUES)
def test_what_a_value_holds_is_never_filled_in_again(text: str, values: dict[str, str]) -> None:
    nested = dict.fromkeys(values, "{naam}")
    if not faults_in(text) and placeholders_in(text):
        assert "{naam}" in filled(text, nested)


@given(TEXTS, VALUES)
def test_a_subject_is_shown_with_what_is_known_and_the_rest_as_written(text: str, values: dict[str, str]) -> None:
    assert filled_where_known(text, {}) == text
    if not faults_in(text):
        lines = dict(values)
        assert filled_where_known(text, lines).count("\n") >= text.count("\n")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("naaam", "naam"),
        ("Tafelnummer", "tafel"),
        ("plaast", "plaats"),
        ("datum", "dag"),
        ("gemeentenaam", "gemeente"),
        ("email", "e-mail"),
        ("sessie", "sessies"),
        ("aanheff", "aanhef"),
        ("xyzzy", ""),
        ("", ""),
    ],
)
def test_an_unknown_placeholder_gets_the_one_that_is_meant(written: str, meant: str) -> None:
    assert placeholder_of(written) is None
    assert suggestion_for(written) == meant


@given(st.sampled_from(list(Placeholder)), st.booleans(), st.sampled_from(["", " ", "\u00a0 "]))
def test_capitals_and_blanks_in_a_placeholder_do_not_count(each: Placeholder, capital: bool, blank: str) -> None:
    written = f"{blank}{each.upper() if capital else each}{blank}"
    assert placeholder_of(written) is each


def test_a_value_of_several_lines_keeps_them_where_it_stands_alone() -> None:
    values = {"sessies": "Ronde 1: a\nRonde 2: b"}
    assert filled("U gaat naar:\n{sessies}\nTot dan.", values) == "U gaat naar:\nRonde 1: a\nRonde 2: b\nTot dan."
    assert filled("U gaat naar {sessies}.", values) == "U gaat naar Ronde 1: a; Ronde 2: b."
