"""The Dutch of sessions: there are words for every outcome of wishes, every reason, and every objective."""

from __future__ import annotations

import pytest

from reportgen.application.event.setup_list import Step
from reportgen.domain.delivery.list_differences import HoldReason
from reportgen.domain.finding import Severity, finding
from reportgen.domain.programme import assignment_model as model
from reportgen.domain.programme.assignment import WhyNot
from reportgen.domain.programme.occupancy import Outcome
from reportgen.render.content.finding_texts import finding_text, objective_text
from reportgen.render.content.words import web_words


def test_there_are_words_for_every_outcome_and_every_reason() -> None:
    words = web_words()
    assert {str(each) for each in Outcome} - {Outcome.MET} == set(words["wish_outcome"])
    assert {str(each) for each in WhyNot} == set(words["wish_missed"])


@pytest.mark.parametrize(
    "objective",
    [model.KEPT, model.PLACED, model.SHARED, model.SHORTFALL, f"{model.WISH} 2", model.SOME_FIRST, model.SPREAD],
)
def test_there_are_words_for_every_objective_that_may_be_not_proven(objective: str) -> None:
    assert objective_text(objective) != objective
    doubt = finding("assignment-unproven", Severity.NOTED, objective=objective, value=3, bound=4)
    assert objective_text(objective) in finding_text(doubt)[0]


def test_a_wish_is_told_by_its_rank() -> None:
    assert objective_text("wish 2") == "wensen met rang 2"


def test_moments_of_a_window_are_written_as_on_every_page() -> None:
    late = finding("window-after-meeting", Severity.BLOCKING, opens="2026-12-04 07:00", day="2026-12-03")
    assert "vanaf 4 december 2026, 07.00 uur, na de bijeenkomst op 3 december 2026" in finding_text(late)[0]


def test_every_step_of_the_set_up_list_has_words() -> None:
    assert set(web_words()["setup_step"]) == {str(each) for each in Step}


def test_there_are_words_for_every_reason_to_hold_a_letter() -> None:
    assert set(web_words()["hold_reason"]) == {str(each) for each in HoldReason}
