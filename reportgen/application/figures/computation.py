"""How the value of a measure is computed: the numbers it is made from, the formula in words, and its steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportgen.domain.figures.figure import Unit
from reportgen.domain.figures.indicator import Indicator, IndicatorKind, Variable
from reportgen.domain.figures.measure import INDEX, TOTAL, Values

AS_GIVEN = "as the source gives it"


@dataclass(frozen=True, slots=True)
class Input:
    """One number of a source, of one region and year."""

    variable: Variable
    code: str
    year: int
    value: float


@dataclass(frozen=True, slots=True)
class Computation:
    """How a value was computed.

    Attributes:
        formula: in words.
        steps: the arithmetic with its numbers, the last one with the value; none where the value is as given.
        inputs: the numbers of the source.
        value: computed from the inputs by the formula.
    """

    formula: str
    steps: tuple[str, ...]
    inputs: tuple[Input, ...]
    value: float


def computation_of(indicator: Indicator, part: str, codes: Sequence[str], year: int, values: Values) -> Computation:
    """How the value of a measure was computed, for municipalities as one.

    Args:
        part: the part of a composition, ``total`` or ``index``; empty for the other kinds.
        codes: those that the figure is of; several where it is of before a merger.

    Raises:
        KeyError: a number is not known, so that there is no such value.
    """
    if indicator.kind is IndicatorKind.COMPOSITION:
        return _of_composition(indicator, part, codes, year, values)
    if indicator.kind is IndicatorKind.SHARE:
        return _of_share(indicator, codes, year, values)
    assert indicator.value is not None  # the other kinds have none
    numbers = _inputs(indicator.value, codes, year, values)
    if len(numbers) == 1:
        return Computation(AS_GIVEN, (), numbers, numbers[0].value)
    if indicator.summable:
        added = _sum(numbers)
        return Computation("sum of all parts that merged", (_step(_added(numbers), added),), numbers, added)
    weights = _inputs(_known(indicator.denominator), codes, year, values)
    steps, mean = _weighted(numbers, weights)
    formula = f"mean of the parts that merged, weighted by {weights[0].variable.name}"
    return Computation(formula, steps, (*numbers, *weights), mean)


def _of_share(indicator: Indicator, codes: Sequence[str], year: int, values: Values) -> Computation:
    above, below = (_inputs(_known(each), codes, year, values) for each in (indicator.numerator, indicator.denominator))
    of = 1000 if indicator.unit is Unit.PER_THOUSAND else 100
    value = of * _sum(above) / _sum(below)
    names = f"{of} × {above[0].variable.name} / {below[0].variable.name}"
    formula = f"{names}, each summed over all parts that merged" if len(codes) > 1 else names
    step = _step(f"{of} × ({_added(above)}) / ({_added(below)})", value)
    return Computation(formula, (step,), (*above, *below), value)


def _of_composition(indicator: Indicator, part: str, codes: Sequence[str], year: int, values: Values) -> Computation:
    """Only what it takes: of one region whose shares are given, a share is as given, and the total follows from one."""
    needed = [each for each in indicator.parts if _is_needed(each.key, indicator, part)]
    by_part = {each.key: _inputs(each.variable, codes, year, values) for each in needed}
    weights: tuple[Input, ...] = ()
    steps: list[str] = []
    if indicator.counts:
        everyone = sum(_sum(each) for each in by_part.values())
        shares = {key: 100 * _sum(each) / everyone for key, each in by_part.items()}
        how = "100 × part / all parts together"
        steps += [_step(f"{key}: 100 × ({_added(by_part[key])}) / {everyone:g}", shares[key]) for key in shares]
    elif len(codes) == 1:
        shares = {key: each[0].value for key, each in by_part.items()}
        how = AS_GIVEN
        steps += [f"{key}: {share:.10g}%" for key, share in shares.items()]
    else:
        weights = _inputs(_known(indicator.denominator), codes, year, values)
        made = {key: _weighted(each, weights) for key, each in by_part.items()}
        shares = {key: share for key, (_, share) in made.items()}
        how = f"shares of the parts that merged, weighted by {weights[0].variable.name}"
        steps += [f"{key}: {line}" for key, (lines, _) in made.items() for line in lines]
    inputs = (*(each for of_part in by_part.values() for each in of_part), *weights)
    merged = ", of all parts that merged together" if len(codes) > 1 and indicator.counts else ""
    if part == INDEX:
        squares = sum((share / 100) ** 2 for share in shares.values())
        formula = f"1 − Σ sᵢ², sᵢ = share of part i in everyone ({how}{merged})"
        added = " + ".join(f"{share / 100:.10g}²" for share in shares.values())
        last = (_step(added, squares), _step(f"1 − {squares:.10g}", 1 - squares))
        return Computation(formula, (*steps, *last), inputs, 1 - squares)
    if part == TOTAL:
        value = 100 - shares[indicator.rest]
        formula = f"100 − share of {indicator.rest} ({how}{merged})"
        rest = steps if not indicator.counts else [each for each in steps if each.startswith(f"{indicator.rest}: ")]
        return Computation(formula, (*rest, _step(f"100 − {shares[indicator.rest]:.10g}", value)), inputs, value)
    own = [each for each in steps if each.startswith(f"{part}: ")]
    return Computation(f"{how}{merged}", () if how == AS_GIVEN else tuple(own), inputs, shares[part])


def _is_needed(key: str, indicator: Indicator, part: str) -> bool:
    return indicator.counts or part == INDEX or key == (indicator.rest if part == TOTAL else part)


def mean_of(values: Mapping[str, float]) -> tuple[str, tuple[str, ...], float]:
    """Formula, steps and value of the unweighted mean of values by the name of what they are of."""
    value = sum(values.values()) / len(values)
    steps = (*(f"{name}: {each:.10g}" for name, each in values.items()), _step(f"sum / {len(values)}", value))
    return f"unweighted mean over {len(values)} comparable municipalities that have the figure", steps, value


def _inputs(variable: Variable, codes: Sequence[str], year: int, values: Values) -> tuple[Input, ...]:
    return tuple(Input(variable, code, year, values[variable.name][code, year]) for code in codes)


def _known(variable: Variable | None) -> Variable:
    if variable is None:
        raise KeyError("the indicator has no such variable")
    return variable


def _sum(inputs: Sequence[Input]) -> float:
    return sum(each.value for each in inputs)


def _added(inputs: Sequence[Input]) -> str:
    return " + ".join(f"{each.value:.10g}" for each in inputs)


def _weighted(numbers: Sequence[Input], weights: Sequence[Input]) -> tuple[tuple[str, ...], float]:
    pairs = list(zip(numbers, weights, strict=True))
    value = sum(each.value * weight.value for each, weight in pairs) / _sum(weights)
    products = " + ".join(f"{each.value:.10g} × {weight.value:.10g}" for each, weight in pairs)
    return (_step(f"({products}) / {_sum(weights):.10g}", value),), value


def _step(text: str, value: float) -> str:
    return f"{text} = {value:.10g}"
