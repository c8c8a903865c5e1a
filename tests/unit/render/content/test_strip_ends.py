"""What is said of the ends of a strip: the municipality that is there, or how many there are."""

from __future__ import annotations

from typing import Any

import pytest
from example.pack_texts import told_of_all

from reportgen.render.content.chart_heads import districts_head, strips_head
from reportgen.render.content.chart_titles import strip_ends, strip_title


def strip(*values: float) -> dict[str, Any]:
    return {"measure": "origin/total", "values": list(values), "lowest": "Urk", "highest": "'s-Gravenhage"}


def test_an_end_is_a_municipality_as_one_is_there() -> None:
    ends = strip_ends(strip(1.0, 2.0, 3.0))
    assert (ends["in_lowest"], ends["in_highest"]) == ("op Urk", "in ’s-Gravenhage")
    assert (ends["lowest"], ends["highest"]) == ("Urk", "’s-Gravenhage")


def test_of_an_end_that_several_share_none_is_named() -> None:
    ends = strip_ends(strip(1.0, 1.0, 1.0, 2.0))
    assert (ends["in_lowest"], ends["lowest"]) == ("in drie gemeenten", "drie gemeenten")
    assert ends["in_highest"] == "in ’s-Gravenhage"


@pytest.mark.parametrize("name", ["Urk", "Vaals"])
def test_a_title_names_no_island_as_a_place_one_is_in(name: str) -> None:
    subject = next(iter(told_of_all("migration").values())).subject
    title = strip_title(strip(3.8, 14.3, 53.7), None, None, subject, name)
    assert title.endswith("het kleinst op Urk, het grootst in ’s-Gravenhage.")


@pytest.mark.parametrize(
    ("known", "head"), [(3, "Urk tussen alle 3 gemeenten"), (2, "Urk tussen de 2 gemeenten met cijfers")]
)
def test_a_head_says_all_municipalities_only_where_all_have_a_figure(known: int, head: str) -> None:
    strips = {"proef": strip(*map(float, range(known)))}
    content = {"strips": strips, "profile": {"name": "Urk"}, "subject": {"municipalities": 3}}
    assert strips_head(content) == head


def test_the_largest_of_small_shares_is_not_called_large() -> None:
    """In Haaren districts reach from 5 to 7 percent."""
    haaren = next(each for each in told_of_all("migration").values() if each.name == "Haaren")
    assert districts_head(haaren.pages) == "Het grootst in Haaren, het kleinst in Biezenmortel"
