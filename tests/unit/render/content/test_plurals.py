"""Words go with their number, in sentences of the catalogue and on pages."""

from __future__ import annotations

import pytest

from reportgen.domain.finding import Severity, finding
from reportgen.render.content.finding_texts import finding_text
from reportgen.render.content.plurals import filled, number_of


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 brief wacht"), (0, "0 brieven wachten"), (12, "12 brieven wachten")]
)
def test_a_word_goes_with_its_number(count: int, said: str) -> None:
    assert filled("{count} {count:brief wacht|brieven wachten}", {"count": count}) == said


def test_a_number_is_written_as_in_dutch() -> None:
    assert (number_of(1, "mens", "mensen"), number_of(1200, "mens", "mensen")) == ("1 mens", "1.200 mensen")


@pytest.mark.parametrize(
    ("language", "one", "many"), [("nl", "is 1 mens", "zijn 2 mensen"), ("en", "1 person", "2 people")]
)
def test_findings_are_told_with_the_words_that_go_with_their_numbers(language: str, one: str, many: str) -> None:
    for count, said in ((1, one), (2, many)):
        found = finding("session-crowded", Severity.DOUBTFUL, title="Geld", capacity=1, count=count)
        assert said in finding_text(found, language)[0]
