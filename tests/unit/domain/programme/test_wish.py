"""Wishes as people say them."""

from __future__ import annotations

from reportgen.domain.programme.wish import Wish, wishes_said


def test_wishes_are_said_by_round_and_in_order() -> None:
    wishes = [Wish(2, "1", ("b",)), Wish(1, "2", ("c",), fixed=True), Wish(1, "1", ("a",)), Wish(1, "ochtend", ("d",))]
    assert wishes_said(wishes) == "ronde 1: a, dan b; ronde 2: c (vast); ochtend: d"
    assert wishes_said([Wish(1, "", ("a", "b"))]) == "a/b"
    assert wishes_said([]) == ""
