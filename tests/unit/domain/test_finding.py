"""What a person should look at, in the order in which it matters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.finding import Finding, Place, Severity, by_severity, finding

PLACES = st.builds(Place, st.sampled_from(["a.csv", "b.csv"]), st.integers(0, 30), st.sampled_from(["", "Naam"]))
FINDINGS = st.builds(Finding, st.sampled_from(["double", "cancelled"]), st.sampled_from(Severity), PLACES)


@given(st.lists(FINDINGS, max_size=12), st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_found_does_not_matter(found: list[Finding], chance: object) -> None:
    shuffled = list(found)
    getattr(chance, "shuffle")(shuffled)  # noqa: B009  # the strategy has no type of its own
    assert by_severity(tuple(shuffled)) == by_severity(tuple(found))


@given(st.lists(FINDINGS, max_size=12))
def test_each_thing_is_said_once(found: list[Finding]) -> None:
    said = by_severity((*found, *found))
    assert len(said) == len(set(said))
    assert set(said) == set(found)


def test_what_stops_a_person_comes_first_and_then_the_order_of_the_list() -> None:
    heavy, doubtful, light = Severity.REFUSED, Severity.DOUBTFUL, Severity.NOTED
    in_order = (
        finding("email-bad", heavy, Place("a.csv", 9)),
        finding("email-bad", heavy, Place("a.csv", 10)),
        finding("email-bad", heavy, Place("b.csv", 2)),
        finding("office-doubtful", doubtful, Place("a.csv", 3)),
        finding("column-unknown", light, Place("a.csv", 1, "Kleur")),
        finding("column-unknown", light, Place("a.csv", 1, "Vorm")),
        finding("double", light, Place("a.csv", 1, "Vorm")),
    )
    assert by_severity(tuple(reversed(in_order))) == in_order


def test_two_things_of_one_kind_at_one_place_are_both_said() -> None:
    place = Place("a.csv", 2)
    one, other = (finding("double", Severity.NOTED, place, name=name) for name in ("Jan", "Piet"))
    assert set(by_severity((one, other))) == {one, other}


def test_facts_are_kept_as_text_in_the_order_given() -> None:
    made = finding("double", Severity.NOTED, name="Jan", first_line=7)
    assert made.facts == (("name", "Jan"), ("first_line", "7"))
    assert made.place == Place()
