"""A name in one cell becomes a name in its parts, or is said to be doubtful."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.domain.participant import Name
from reportgen.sources.full_names import split


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Job Cohen", Name("", "Job", "", "Cohen")),
        ("Jan de Vries", Name("", "Jan", "de", "Vries")),
        ("J.W. op den Camp", Name("J.W.", "", "op den", "Camp")),
        ("J. W. Bos", Name("J.W.", "", "", "Bos")),
        ("Th.M. de Graaf", Name("Th.M.", "", "de", "Graaf")),
        ("IJ. Bos", Name("IJ.", "", "", "Bos")),
        ("A. van 't Hof", Name("A.", "", "van 't", "Hof")),
        ("A. van ’t Hof", Name("A.", "", "van 't", "Hof")),
        ("Theo d'Hooghe", Name("", "Theo", "", "d'Hooghe")),
        ("José van der Öst", Name("", "José", "van der", "Öst")),
        ("J.A. (Jan) van der Berg-de Vries", Name("J.A.", "Jan", "van der", "Berg-de Vries")),
        ("Berg, Jan van der", Name("", "Jan", "van der", "Berg")),
        ("van der Berg, J.A.", Name("J.A.", "", "van der", "Berg")),
        ("drs. Anna de Wit MSc", Name("", "Anna", "de", "Wit")),
        ("dhr. mr. P. Jansen", Name("P.", "", "", "Jansen")),
        ("wethouder P. Jansen", Name("P.", "", "", "Jansen")),
        ("Hans (J.H.) Bos", Name("J.H.", "Hans", "", "Bos")),
    ],
)
def test_a_name_is_divided_by_the_dutch_rules(written: str, name: Name) -> None:
    assert split(written) == (name, False)


@pytest.mark.parametrize(
    "written",
    ["", "Jansen", "van der Sluis", "Jan Willem Jansen", "Mohammed El Idrissi", "Vries, de, Jan", "Anna Bos-van Dijk"],
)
def test_a_name_nobody_can_divide_for_sure_is_doubtful(written: str) -> None:
    _, doubtful = split(written)
    assert doubtful


@settings(max_examples=50)
@given(st.text(max_size=25))
def test_no_text_makes_it_fail_and_a_sure_name_has_a_last_one(written: str) -> None:
    name, doubtful = split(written)
    assert doubtful or name.last
