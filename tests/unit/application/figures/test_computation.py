"""The computation that explains a value gives that value, for indicators of any kind and any number of parts."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reportgen.application.figures.computation import AS_GIVEN, computation_of
from reportgen.domain.figures.figure import Unit
from reportgen.domain.figures.indicator import Derived, Indicator, IndicatorKind, Part, Variable, Wording
from reportgen.domain.figures.measure import Values, measures_of, value_of

WORDS = Wording("het aandeel", "is het")
DERIVED = Derived("alles", "Alles", "Alles samen.", "meer", 1, WORDS)
A, B, WHOLE = Variable("a"), Variable("b"), Variable("whole")
PARTS = tuple(Part(each.name, each.name, each.name, each, WORDS) for each in (A, B, WHOLE))


def _indicator(kind: IndicatorKind, unit: Unit = Unit.PERCENT, **more: object) -> Indicator:
    return Indicator("x", kind, "x", "X", unit, 1, "meer", "Wat het is.", WORDS, **more)  # type: ignore[arg-type]


INDICATORS = st.sampled_from(
    (
        _indicator(IndicatorKind.VALUE, value=A, summable=True),
        _indicator(IndicatorKind.VALUE, value=A, denominator=WHOLE),
        _indicator(IndicatorKind.SHARE, numerator=A, denominator=WHOLE),
        _indicator(IndicatorKind.SHARE, Unit.PER_THOUSAND, numerator=A, denominator=WHOLE),
        *(
            _indicator(
                IndicatorKind.COMPOSITION,
                parts=PARTS,
                denominator=WHOLE,
                counts=counts,
                rest="b",
                total=DERIVED,
                index=DERIVED,
            )
            for counts in (True, False)
        ),
    )
)
CODES = ("GM0001", "GM0002", "GM0003")
NUMBERS = st.floats(0.5, 1e6, allow_nan=False)


@given(st.data(), INDICATORS, st.integers(1, 3))
def test_the_steps_lead_to_the_value_that_is_printed(data: st.DataObject, indicator: Indicator, count: int) -> None:
    codes = CODES[:count]
    values: Values = {
        name: {(code, 2025): data.draw(NUMBERS, name) for code in codes if data.draw(st.integers(0, 9))}
        for name in ("a", "b", "whole")
    }
    for measure in measures_of(indicator):
        value = value_of(indicator, measure.part, codes, 2025, values)
        assume(value is not None)
        made = computation_of(indicator, measure.part, codes, 2025, values)
        assert made.value == pytest.approx(value, rel=1e-9)
        assert made.inputs
        assert {(each.variable.name, each.code): each.value for each in made.inputs}.items() <= {
            (name, code): number for name, of in values.items() for (code, _), number in of.items()
        }.items()
        if made.formula == AS_GIVEN:
            assert made.value == made.inputs[0].value
        else:
            assert float(made.steps[-1].rpartition("= ")[2]) == pytest.approx(made.value, rel=1e-8)


def test_a_value_that_cannot_be_told_has_no_computation() -> None:
    indicator = _indicator(IndicatorKind.VALUE, value=A)
    with pytest.raises(KeyError):
        computation_of(indicator, "", CODES, 2025, {"a": {(code, 2025): 1.0 for code in CODES}})
