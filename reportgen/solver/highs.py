"""Solves integer programmes with HiGHS: one objective after the other, each kept for those that follow.

First everything is solved without asking for whole numbers, which takes a fraction of the time. What that reaches of an
objective is a bound; where a solution in whole numbers reaches all bounds, as nearly always, it is proven to be the
best. Else each objective is solved in whole numbers by itself.

HiGHS is deterministic: the same programme gives the same solution. It runs in one thread, and is limited by nodes of
its search rather than by time, so that a slow machine gives the same result too; the limit of time is for emergencies.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from reportgen.domain.programme.integer_programme import IntegerProgramme, Objective, Reached, Solution
from reportgen.errors import ConfigurationError
from reportgen.i18n.message import said

MAX_NODES = 1_000
"""Nodes of the search for one objective; a meeting of 400 people in three rounds takes one or a few."""

FEW_NODES = 200
"""Nodes of the search for a solution that reaches all bounds."""

MAX_SECONDS = 120.0
"""Seconds for one objective."""

NEAR = 0.02
"""What an objective that need not be exact may lack, as a share of the most there can be."""

TOLERANCE = 1e-6
"""What a whole number may differ from one, as the solver computes."""

Floats = NDArray[np.float64]


def solve(programme: IntegerProgramme) -> Solution:
    """The solution of an integer programme.

    Raises:
        ConfigurationError: none was found within the limits.
    """
    if not programme.lower:
        return Solution((), ())
    objectives = programme.objectives or [Objective("", {})]
    weights = [_weights(each, len(programme.lower)) for each in objectives]
    gaps = [0.0 if each.exact else NEAR for each in objectives]
    values, bounds = _at_all_bounds(programme, weights, gaps[-1]) or _one_by_one(programme, weights, gaps)
    reached = tuple(
        Reached(each.name, value := round(float(weight @ values)), max(value, bound))
        for each, weight, bound in zip(programme.objectives, weights, bounds, strict=False)
        if each.exact
    )
    return Solution([round(each) for each in values.tolist()], reached)


def _at_all_bounds(
    programme: IntegerProgramme, weights: Sequence[Floats], gap: float
) -> tuple[Floats, list[int]] | None:
    """Whole values that reach the bounds of all objectives, and the bounds; None where there are none, or none soon.

    Args:
        gap: what the last objective may lack, as a share of the most there can be.
    """
    model, bounds = _model_of(programme, whole=False), []
    for each in weights:
        _set_objective(model, each)
        model.run()
        if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        values = np.array(model.getSolution().col_value)
        bounds.append(floor(float(each @ values) + TOLERANCE))
        _keep(model, each, bounds[-1])
    if np.abs(values - np.rint(values)).max() > TOLERANCE:
        count = len(programme.lower)
        whole = np.full(count, highspy.HighsVarType.kInteger)
        model.changeColsIntegrality(count, np.arange(count, dtype=np.int32), whole)
        model.deleteRows(1, np.array([model.getNumRow() - 1], dtype=np.int32))  # the last need not reach its bound
        model.setOptionValue("mip_max_nodes", FEW_NODES)
        model.setOptionValue("mip_rel_gap", gap)
        model.run()
        if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        values = np.array(model.getSolution().col_value)
        bounds[-1] = round(float(weights[-1] @ np.rint(values)))
    return np.rint(values), bounds


def _one_by_one(
    programme: IntegerProgramme, weights: Sequence[Floats], gaps: Sequence[float]
) -> tuple[Floats, list[int]]:
    """Whole values that are the best for each objective in turn, and the most that can exist of each.

    Args:
        gaps: what each objective may lack, as a share of the most there can be.

    Raises:
        ConfigurationError: none were found.
    """
    model, bounds = _model_of(programme, whole=True), []
    values: Floats | None = None
    for each, gap in zip(weights, gaps, strict=True):
        _set_objective(model, each)
        model.setOptionValue("mip_rel_gap", gap)
        if values is not None:
            start = highspy.HighsSolution()
            start.col_value = values.tolist()
            model.setSolution(start)
        model.run()
        info, status = model.getInfo(), model.getModelStatus()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            raise ConfigurationError(
                said(
                    "The sessions cannot be assigned: {status}",
                    status=model.modelStatusToString(status),
                ),
                todo="look at capacity, minimum and audience of the sessions in the programme",
            )
        values = np.rint(np.array(model.getSolution().col_value))
        value = round(float(each @ values))
        best = status == highspy.HighsModelStatus.kOptimal
        bounds.append(value if best else floor(info.mip_dual_bound + TOLERANCE))
        _keep(model, each, value)
    assert values is not None  # there is an objective
    return values, bounds


def _weights(objective: Objective, count: int) -> Floats:
    weights = np.zeros(count)
    for at, weight in objective.weights.items():
        weights[at] = weight
    return weights


def _set_objective(model: highspy.Highs, weights: Floats) -> None:
    model.changeColsCost(len(weights), np.arange(len(weights), dtype=np.int32), weights)


def _keep(model: highspy.Highs, weights: Floats, value: int) -> None:
    """Adds the limit that what was reached of an objective stays."""
    among = np.nonzero(weights)[0].astype(np.int32)
    model.addRow(float(value), highspy.kHighsInf, len(among), among, weights[among])


def _model_of(programme: IntegerProgramme, whole: bool) -> highspy.Highs:
    """The unknowns and limits as a model of HiGHS, without an objective.

    Args:
        whole: whether values are whole numbers.
    """
    model = highspy.Highs()
    options: dict[str, Any] = {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.999,  # objectives are whole numbers
        "mip_max_nodes": MAX_NODES,
        "time_limit": MAX_SECONDS,
    }
    for option, value in options.items():
        model.setOptionValue(option, value)
    count, limits = len(programme.lower), programme.limits
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = count, len(limits)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.zeros(count)
    lp.col_lower_ = np.array(programme.lower, dtype=float)
    lp.col_upper_ = np.array(programme.upper, dtype=float)
    if whole:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * count
    lp.row_lower_ = np.array([-highspy.kHighsInf if each.low is None else float(each.low) for each in limits])
    lp.row_upper_ = np.array([highspy.kHighsInf if each.high is None else float(each.high) for each in limits])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(each.terms) for each in limits)])
    lp.a_matrix_.index_ = np.array([at for each in limits for at, _ in each.terms], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([factor for each in limits for _, factor in each.terms], dtype=float)
    model.passModel(lp)
    return model
