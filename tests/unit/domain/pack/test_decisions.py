"""The plan of an edition: what is kept, printed and withdrawn."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.pack.decisions import (
    Decision,
    Keep,
    MadePack,
    PartDigest,
    Print,
    WantedPack,
    Withdraw,
    decisions_of,
)

PARTS = (PartDigest("personal", "c1", "f1"), PartDigest("event", "c2", "f2"), PartDigest("table", "c3", "f3"))
WANTED = WantedPack(17, "GM0356", "a@nieuwegein.example", "fingerprint", PARTS)
MADE = MadePack(17, 1, "a@nieuwegein.example", "fingerprint", "digest", PARTS, withdrawn=False, letter_sent=False)
OTHER_EVENT = (PARTS[0], PartDigest("event", "c2", "f2 in another design"), PARTS[2])

LEADS = replace(MADE, parts=(*PARTS, PartDigest("leading", "list", "f4")))
LEADS_NOW = replace(WANTED, parts=(*PARTS, PartDigest("leading", "newer list", "f4")))


@pytest.mark.parametrize(
    ("wanted", "made", "decision"),
    [
        pytest.param(WANTED, None, Print(17, ("personal", "event", "table"), first=True), id="new on the list"),
        pytest.param(WANTED, MADE, Keep(17), id="nothing changed"),
        pytest.param(
            replace(WANTED, fingerprint="other", parts=OTHER_EVENT),
            MADE,
            Print(17, ("event",), first=False),
            id="one part is not what it was",
        ),
        pytest.param(
            replace(WANTED, fingerprint="other", parts=OTHER_EVENT),
            replace(MADE, letter_sent=True),
            Print(17, ("event",), first=False),
            id="also when the letter left",
        ),
        pytest.param(
            replace(WANTED, fingerprint="other", parts=(*PARTS, PartDigest("questions", "c4", "f4"))),
            MADE,
            Print(17, ("questions",), first=False),
            id="a part that was not there",
        ),
        pytest.param(
            replace(WANTED, recipient="b@nieuwegein.example"),
            MADE,
            Print(17, (), first=False),
            id="another address before the letter left",
        ),
        pytest.param(
            replace(WANTED, recipient="b@nieuwegein.example"),
            replace(MADE, letter_sent=True),
            Keep(17),
            id="another address after the letter left",
        ),
        pytest.param(LEADS_NOW, LEADS, Print(17, ("leading",), first=False), id="another list of people, not sent yet"),
        pytest.param(
            LEADS_NOW, replace(LEADS, letter_sent=True), Keep(17), id="another list of people after the letter left"
        ),
        pytest.param(
            replace(LEADS_NOW, parts=LEADS.parts), LEADS, Keep(17), id="the same list of people, not sent yet"
        ),
        pytest.param(None, MADE, Withdraw(17), id="not on the list any more"),
        pytest.param(None, replace(MADE, letter_sent=True), Withdraw(17), id="not on the list, the letter left"),
        pytest.param(None, replace(MADE, withdrawn=True), None, id="withdrawn before"),
        pytest.param(
            WANTED,
            replace(MADE, withdrawn=True),
            Print(17, ("personal", "event", "table"), first=True),
            id="on the list again",
        ),
    ],
)
def test_what_is_done_for_a_participant(
    wanted: WantedPack | None, made: MadePack | None, decision: Decision | None
) -> None:
    decided = decisions_of([wanted] if wanted else [], [made] if made else [])
    assert decided == ((decision,) if decision else ())


@given(st.sets(st.integers(1, 30)), st.sets(st.integers(1, 30)))
def test_a_plan_has_one_decision_for_everyone_in_order_of_number(wanted: set[int], made: set[int]) -> None:
    decisions = decisions_of(
        (replace(WANTED, number=each) for each in wanted), (replace(MADE, number=each) for each in made)
    )
    assert [each.number for each in decisions] == sorted(wanted | made)
    assert {each.number for each in decisions if isinstance(each, Withdraw)} == made - wanted
    assert {each.number for each in decisions if isinstance(each, Print)} == wanted - made


def test_nothing_on_the_list_and_nothing_made_is_nothing_to_do() -> None:
    assert decisions_of([], []) == ()
