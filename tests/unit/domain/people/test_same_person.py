"""Whether a name in a letter and a name on a list can be those of one person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.people.participant import Name, full_name
from reportgen.domain.people.same_person import may_be_same_person

JAN = Name("J.P.", "Jan", "van der", "Sluis")


@pytest.mark.parametrize(
    "written",
    [
        "",
        "Jan van der Sluis",
        "jan van der sluis",
        "J.P. van der Sluis",
        "J. van der Sluis",
        "Jan Sluis",
        "Jan van der Sluijs",
        "Jan van der Slüis",
        "Jann van der Sluis",
        "van der Sluis",
        "Jan van der Sluis-Bos",
        "Jan Bos-van der Sluis",
        "Jan-Peter van der Sluis",
        "Jan Peter van der Sluis",
    ],
)
def test_one_person_may_be_written_in_several_ways(written: str) -> None:
    assert may_be_same_person(written, JAN)


@pytest.mark.parametrize(
    "written",
    [
        "Piet van der Sluis",
        "P. van der Sluis",
        "Jan Bos",
        "Piet Bos",
        "Jan van der Meer",
        "Joke de Sluis",
        "Janneke van der Sluis",
    ],
)
def test_another_person_is_told_apart(written: str) -> None:
    assert not may_be_same_person(written, JAN)


@given(st.builds(Name, st.text(max_size=6), st.text(max_size=12), st.text(max_size=8), st.text(max_size=20)))
def test_whoever_is_written_the_same_is_the_same(name: Name) -> None:
    assert may_be_same_person(full_name(name), name)


@given(st.text(max_size=30), st.builds(Name, st.text(), st.text(), st.text(), st.text()))
def test_any_two_texts_can_be_compared(written: str, name: Name) -> None:
    assert may_be_same_person(written, name) in (True, False)
