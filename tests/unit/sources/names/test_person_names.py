"""A name in one cell becomes a name in its parts, or is said to be doubtful."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.people.participant import Name, folded, surname
from reportgen.sources.names.person_names import name_parts, with_prefix_apart


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
        ("J.H. Bos (Hans)", Name("J.H.", "Hans", "", "Bos")),
        ("Berg van der, Jan", Name("", "Jan", "van der", "Berg")),
        ("Jansen, mr. drs. J.", Name("J.", "", "", "Jansen")),
        ("Wit, drs. Anna de", Name("", "Anna", "de", "Wit")),
        ("Jan de Wit, wethouder", Name("", "Jan", "de", "Wit")),
        ("Jan de Wit (burgemeester)", Name("", "Jan", "de", "Wit")),
        ("J.V.D. Berg", Name("J.V.D.", "", "", "Berg")),
    ],
)
def test_a_name_is_divided_by_the_dutch_rules(written: str, name: Name) -> None:
    assert name_parts(written) == (name, False)


@pytest.mark.parametrize(
    "written",
    ["", "Jansen", "van der Sluis", "Jan Willem Jansen", "Mohammed El Idrissi", "Vries, de, Jan", "Anna Bos-van Dijk"],
)
def test_a_name_nobody_can_divide_for_sure_is_doubtful(written: str) -> None:
    _, doubtful = name_parts(written)
    assert doubtful


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("J. v.d. Berg", Name("J.", "", "v.d.", "Berg")),
        ("Jan v/d Berg", Name("", "Jan", "v/d", "Berg")),
        ("J. v. Dam", Name("J.", "", "v.", "Dam")),
        ("Berg v.d., Jan", Name("", "Jan", "v.d.", "Berg")),
        ("Jansen J.", Name("J.", "", "", "Jansen")),
        ("Jansen A. B.", Name("A.B.", "", "", "Jansen")),
        ("Jan Jansen (Urk)", Name("", "Jan", "", "Jansen")),
        ("Jan Jansen, wethouder Urk", Name("", "Jan", "", "Jansen")),
    ],
)
def test_a_name_that_is_not_written_as_usual_is_divided_and_doubtful(written: str, name: Name) -> None:
    assert name_parts(written) == (name, True)


@given(st.text(max_size=25))
def test_no_text_makes_it_fail_and_a_sure_name_has_a_last_one(written: str) -> None:
    name, doubtful = name_parts(written)
    assert doubtful or name.last


@pytest.mark.parametrize(
    ("last", "apart"),
    [
        ("van der Sluis", ("van der", "Sluis")),
        ("Sluis, van der", ("van der", "Sluis")),
        ("Sluis , van der ", ("van der", "Sluis")),
        ("de Vries-van Dijk", ("de", "Vries-van Dijk")),
        ("van 't Hof", ("van 't", "Hof")),
        ("van ’t Hof", ("van ’t", "Hof")),
        ("in 't Veld", ("in 't", "Veld")),
        ("Van der Sluis", ("", "Van der Sluis")),
        ("De Smet", ("", "De Smet")),
        ("Sluis", ("", "Sluis")),
        ("Sluis, Jan", ("", "Sluis, Jan")),
        ("Sluis,", ("", "Sluis,")),
        ("García López", ("", "García López")),
        ("de", ("", "de")),
        ("", ("", "")),
    ],
)
def test_a_prefix_in_small_letters_in_the_cell_of_the_surname_moves_to_its_own(
    last: str, apart: tuple[str, str]
) -> None:
    moved = with_prefix_apart(Name("J.", "Jan", "", last))
    assert moved == Name("J.", "Jan", *apart)
    assert with_prefix_apart(moved) == moved


def test_beside_a_prefix_in_its_own_cell_the_surname_stays_as_it_is() -> None:
    assert with_prefix_apart(Name("", "", "van", "den Berg")) == Name("", "", "van", "den Berg")


def test_a_prefix_that_stands_in_both_cells_is_said_once() -> None:
    assert surname(with_prefix_apart(Name("", "Jan", "van der", "van der Sluis"))) == "van der Sluis"


@given(st.text(max_size=25), st.text("van der,'t Sluis", max_size=25))
def test_setting_a_prefix_apart_loses_no_letter(one: str, other: str) -> None:
    for last in (one, other):
        name = with_prefix_apart(Name("", "", "", last))
        assert sorted(folded(surname(name))) == sorted(folded(last))


@pytest.mark.parametrize("note", ["VVD", "wnd.", "o.v.b.", "m/v", "D66", "PvdA", "afwezig", "M"])
@pytest.mark.parametrize("name", ["C. van Dijk ({})", "C. ({}) van Dijk", "Dijk, C. van ({})"])
def test_a_note_between_brackets_is_no_name_and_makes_the_name_doubtful(name: str, note: str) -> None:
    assert name_parts(name.format(note)) == (Name("C.", "", "van", "Dijk"), True)


def test_what_stands_behind_a_whole_name_in_small_letters_is_no_given_name() -> None:
    assert name_parts("Cor van Dijk, adviseur") == (Name("", "Cor", "van", "Dijk"), True)
    assert name_parts("jansen, piet") == (Name("", "piet", "", "jansen"), False)


@pytest.mark.parametrize("sign", "'’‘´`")
def test_an_apostrophe_before_a_clipped_word_may_be_any_that_keyboards_have(sign: str) -> None:
    assert name_parts(f"Jan {sign}t Hart") == (Name("", "Jan", "'t", "Hart"), False)
    assert name_parts(f"Jan van {sign}t Hoff") == (Name("", "Jan", "van 't", "Hoff"), False)
    assert with_prefix_apart(Name("", "Jan", "", f"{sign}t Hart")).last == "Hart"
