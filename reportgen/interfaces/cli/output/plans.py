"""Terminal output of plans: which packs would be printed, kept and withdrawn, and why, as text or JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from rich.markup import escape

from reportgen.application.build.plan import BuildPlan
from reportgen.domain.canonical_json import to_json_value
from reportgen.domain.delivery.cancellation import PlannedCancellation
from reportgen.domain.pack.decisions import Decision, Keep, Print, Withdraw
from reportgen.domain.pack.difference import Difference
from reportgen.domain.pack.difference_topics import ChangeCategory
from reportgen.interfaces.cli.output.terminal import console, counted
from reportgen.render.content.difference_groups import grouped_differences
from reportgen.render.content.difference_text import differences_told

DIFFERENCES_SHOWN = 6

ON_REQUEST = "on request"
"""Why a pack is printed in which nothing changed."""


def decision_json(each: Decision, plan: BuildPlan) -> dict[str, object]:
    """A decision of a plan as JSON."""
    kind = type(each).__name__.lower()
    if isinstance(each, Withdraw):
        return {"number": each.number, "decision": kind, "reason": plan.why_withdrawn(each.number)}
    if not isinstance(each, Print):
        return {"number": each.number, "decision": kind}
    told = differences_told(map(asdict, plan.reasons.get(each.number, ())))
    return {"number": each.number, "decision": kind, "first": each.first, "reasons": to_json_value(told)}


def cancellation_json(each: PlannedCancellation) -> dict[str, object]:
    """A cancellation letter of a plan as JSON."""
    return {"number": each.number, "decision": "cancel", "reason": each.reason}


def show_plan(plan: BuildPlan, on_request: bool = False) -> None:
    """Shows what a build would do, and why; the findings about the list are not shown.

    What changed in the same way for several participants is shown once. Before that stands what is different, and for
    how many people.

    Args:
        on_request: packs are printed because a person asks for it, whatever changed.
    """
    counts = Counter(type(each) for each in plan.decisions)
    head = (
        f"print {counts[Print]} again; a pack that comes out as it was is not mailed again"
        if on_request
        else f"print {counts[Print]}, keep {counts[Keep]}, withdraw {counts[Withdraw]}"
    )
    console.print(f"{escape(plan.inputs.event.title)}: {head}.", soft_wrap=True)
    if cancelling := plan.cancellations.making:
        console.print(f"cancellation letters to make, which wait for release: {len(cancelling)}.")
    for group in grouped_differences({number: map(asdict, each) for number, each in plan.reasons.items()}):
        console.print(escape(group.text), soft_wrap=True)
    people = {each.number: each for each in plan.inputs.participants}
    shown: dict[tuple[str, ...], int] = {}
    for each in plan.decisions:
        match each:
            case Print(number, first=first):
                person, reasons = people[number], plan.reasons.get(number, ())
                why = str(ChangeCategory.NEW) if first else _categories(reasons, on_request)
                lines = () if first else tuple(_difference_lines(reasons))
                before = shown.setdefault(lines, number) if lines else number
                same = "" if before == number else f", as {before:04d}"
                name = escape(person.name.last)
                console.print(f"print    {number:04d} {person.code} {name}: {why}{same}", soft_wrap=True)
                for line in lines if before == number else ():
                    console.print(f"         {line}", soft_wrap=True)
            case Withdraw(number):
                console.print(f"withdraw {number:04d}: {plan.why_withdrawn(number)}")
    for letter in cancelling:
        console.print(f"cancel   {letter.number:04d}: {letter.reason}, and has a letter", soft_wrap=True)


def _categories(reasons: Sequence[Difference], on_request: bool) -> str:
    nothing = ON_REQUEST if on_request else str(ChangeCategory.DESIGN)
    return ", ".join(sorted({str(each.category) for each in reasons})) or nothing


def _difference_lines(reasons: Sequence[Difference]) -> list[str]:
    """A line for each difference, in words; the first ones, and how many more."""
    lines = [escape(each["text"]) for each in differences_told(map(asdict, reasons))]
    more = len(lines) - DIFFERENCES_SHOWN
    return [*lines[:DIFFERENCES_SHOWN], f"and {counted(more, 'more value')}"] if more > 0 else lines
