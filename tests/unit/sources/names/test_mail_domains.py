"""Which municipality an address belongs to, by its domain."""

from __future__ import annotations

import pytest
from example import figures
from hypothesis import given
from hypothesis import strategies as st

from reportgen.sources.names.mail_domains import municipality_by_domain

OWNER = municipality_by_domain(figures.names().resolve)


@pytest.mark.parametrize(
    ("email", "name"),
    [
        ("a@utrecht.nl", "Utrecht"),
        ("a@UTRECHT.NL".lower(), "Utrecht"),
        ("a@gemeente-utrecht.nl", "Utrecht"),
        ("a@gemeenteutrecht.nl", "Utrecht"),
        ("a@post.utrecht.nl", "Utrecht"),
        ("a@gemeenteraad.utrecht.nl", "Utrecht"),
        ("a@denhaag.nl", "'s-Gravenhage"),
        ("a@sudwest-fryslan.nl", "Súdwest-Fryslân"),
        ("a@slochteren.nl", "Midden-Groningen"),
    ],
)
def test_a_domain_that_is_named_for_one_municipality_is_its(email: str, name: str) -> None:
    naming = OWNER(email)
    assert naming
    assert naming.code == figures.code_of(name)


@pytest.mark.parametrize(
    "email",
    [
        *("a@gmail.com", "a@ziggo.nl", "a@vng.nl", "a@urk1.nl", "a@utrechtsbureau.nl", "a@bergen.nl", "a@minbzk.nl"),
        *("a@provincie-utrecht.nl", "a@hoekschewaard.nl", "utrecht@post.example", "a@home.nl", "a@nl", "utrecht", ""),
    ],
)
def test_another_domain_says_nothing(email: str) -> None:
    assert OWNER(email) is None


@pytest.mark.parametrize("email", ["a@utrecht.vng.nl", "a@utrecht.example.com"])
def test_a_municipality_below_the_domain_of_another_says_nothing_certain_but_is_found(email: str) -> None:
    naming = OWNER(email)
    assert naming is None or naming.code == figures.code_of("Utrecht")


@given(st.text(max_size=30))
def test_no_text_makes_it_fail(email: str) -> None:
    naming = OWNER(email)
    assert naming is None or naming.code in figures.codes()
