"""Shows in the terminal, and as JSON, how figures and sentences came about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportgen.application.figures.explain import FigureExplanation
from reportgen.application.figures.explain_page_one import Statement
from reportgen.domain.canonical_json import to_json_value
from reportgen.domain.figures.figure import Source
from reportgen.interfaces.cli.output import terminal
from reportgen.render.content.fact_texts import figure_text


def show_explanations(explanations: Sequence[FigureExplanation], rows: bool) -> None:
    """Shows figures with their formulas and sources.

    Args:
        rows: also the steps of each formula, and the rows it was computed from.
    """
    for each in explanations:
        for line in _lines(each, rows):
            terminal.show_text(line)


def show_statements(statements: Sequence[Statement], rows: bool) -> None:
    """Shows the sentences of page one with why each was chosen.

    Args:
        rows: also the figures of each, with their steps and rows, and what else might have been chosen.
    """
    for each in statements:
        lines = [f"{each.place}: {each.text}", f"  kind:    {each.kind}: {each.says}", f"  rule:    {each.rule}"]
        lines += [f"  about:   {each.measure}", *(f"  {fact}" for fact in each.facts)]
        if rows:
            lines += [f"  beside:  {other}" for other in each.others]
            lines += [f"  {line}" for figure in each.figures for line in _lines(figure, rows)]
        for line in lines:
            terminal.show_text(line)


def explained_json(statements: Sequence[Statement], figures: Sequence[FigureExplanation]) -> dict[str, object]:
    """Sentences and figures, and how they came about, for a machine."""
    return {
        "statements": [
            {
                "place": each.place,
                "text": each.text,
                "figure": each.measure,
                "kind": each.kind,
                "says": each.says,
                "rule": each.rule,
                "facts": list(each.facts),
                "others": list(each.others),
                "figures": [explanation_json(figure) for figure in each.figures],
            }
            for each in statements
        ],
        "figures": [explanation_json(each) for each in figures],
    }


def explanation_json(each: FigureExplanation) -> dict[str, object]:
    """A figure and how it came about, for a machine."""
    return {
        "figure": each.measure,
        "region": each.region,
        "code": each.code,
        "printed": figure_text(each.figure),
        "value": each.figure.value,
        "unit": str(each.figure.unit),
        "year": each.figure.year,
        "formula": each.formula,
        "steps": list(each.steps),
        "rows": to_json_value(each.rows),
        "computed": each.computed,
        "source": to_json_value(each.source),
        "asked": each.asked,
        "answer": [dict(row) for row in each.answer],
    }


def _lines(each: FigureExplanation, rows: bool) -> Iterator[str]:
    yield f"{each.measure} of {each.region}, {each.figure.year}: {figure_text(each.figure)} ({each.figure.value:.10g})"
    yield f"  formula: {each.formula}"
    yield f"  source:  {_source(each.source)}"
    if each.asked:
        yield f"  asked:   {each.asked}"
    if rows:
        yield from (f"  step:    {step}" for step in each.steps)
        for row in each.rows:
            measure = f" ({row.measure})" if row.measure else ""
            yield f"  row:     {row.variable}{measure}, {row.region}, {row.year}: {row.value:.10g}, table {row.table}"
        for answer in each.answer:
            yield "  answer:  " + "  ".join(f"{name}={value}" for name, value in answer.items())


def _source(source: Source) -> str:
    table = " ".join(part for part in (source.publisher, source.table, source.title) if part)
    return f"{table}; {source.reference}; retrieved {source.retrieved}; SHA-256 {source.digest[:16]}"
