"""Solves integer programmes with HiGHS: one objective after the other, each kept for those that follow.

HiGHS is deterministic: the same programme gives the same solution. It runs in one thread, and is limited by nodes of
its search rather than by time, so that a slow machine gives the same result too; the limit of time is for emergencies.
"""

from __future__ import annotations

from math import floor

import highspy
import numpy as np

from reportgen.domain.programme.integer_programme import IntegerProgramme, Objective, Reached, Solution
from reportgen.errors import ConfigurationError

MAX_NODES = 20_000
"""Nodes of the search for one objective; a meeting of 400 people in three rounds takes a few."""

MAX_SECONDS = 120.0
"""Seconds for one objective."""

TOLERANCE = 1e-6
"""What a whole number may differ from one, as the solver computes."""


def solve(programme: IntegerProgramme) -> Solution:
    """The solution of an integer programme.

    Raises:
        ConfigurationError: none was found within the limits.
    """
    if not programme.lower:
        return Solution((), ())
    model = _model_of(programme)
    values = np.zeros(len(programme.lower), dtype=np.int64)
    reached: list[Reached] = []
    for objective in programme.objectives or [Objective("", {})]:
        weights = np.zeros(len(programme.lower))
        for at, weight in objective.weights.items():
            weights[at] = weight
        model.changeColsCost(len(weights), np.arange(len(weights), dtype=np.int32), weights)
        if reached:
            start = highspy.HighsSolution()
            start.col_value = values.astype(float).tolist()
            model.setSolution(start)
        values, bound = _best(model, weights)
        value = int(weights @ values)
        reached.append(Reached(objective.name, value, max(value, bound)))
        among = np.nonzero(weights)[0].astype(np.int32)
        model.addRow(float(value), highspy.kHighsInf, len(among), among, weights[among])
    return Solution(values.tolist(), tuple(reached if programme.objectives else ()))


def _model_of(programme: IntegerProgramme) -> highspy.Highs:
    """The unknowns and limits as a model of HiGHS, without an objective."""
    model = highspy.Highs()
    for option, value in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", 0),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 0.999),  # objectives are whole numbers
        ("mip_max_nodes", MAX_NODES),
        ("time_limit", MAX_SECONDS),
    ):
        model.setOptionValue(option, value)
    count = len(programme.lower)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = count, len(programme.limits)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.zeros(count)
    lp.col_lower_ = np.array(programme.lower, dtype=float)
    lp.col_upper_ = np.array(programme.upper, dtype=float)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * count
    lows = [-highspy.kHighsInf if each.low is None else float(each.low) for each in programme.limits]
    highs = [highspy.kHighsInf if each.high is None else float(each.high) for each in programme.limits]
    lp.row_lower_, lp.row_upper_ = np.array(lows), np.array(highs)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(each.terms) for each in programme.limits)])
    lp.a_matrix_.index_ = np.array([at for each in programme.limits for at, _ in each.terms], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([factor for each in programme.limits for _, factor in each.terms], dtype=float)
    model.passModel(lp)
    return model


def _best(model: highspy.Highs, weights: np.ndarray) -> tuple[np.ndarray, int]:
    """The values that are best for the objective in a model, and the most that can exist.

    Raises:
        ConfigurationError: none were found.
    """
    model.run()
    info, status = model.getInfo(), model.getModelStatus()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        raise ConfigurationError(
            f"The sessions cannot be assigned: {model.modelStatusToString(status)}",
            todo="look at capacity, minimum and audience of the sessions in the programme",
        )
    values = np.rint(np.array(model.getSolution().col_value)).astype(np.int64)
    if status == highspy.HighsModelStatus.kOptimal:
        return values, int(weights @ values)
    return values, floor(info.mip_dual_bound + TOLERANCE)
