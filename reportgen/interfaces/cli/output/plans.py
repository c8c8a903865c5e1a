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
from reportgen.domain.pack.difference import ChangeCategory, Difference
from reportgen.interfaces.cli.output.terminal import console, counted
from reportgen.render.content.difference_text import differences_told

DIFFERENCES_SHOWN = 6

OTHERS_SHOWN = 2
"""Values that are no figures and are shown before figures."""

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

    What changed in the same way for several participants is shown once. Before that stands what is different in their
    days, with the number of packs.

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
    for text, packs in _day_changes(plan).items():
        console.print(f"{escape(text)}: {counted(packs, 'pack')}", soft_wrap=True)
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


def _day_changes(plan: BuildPlan) -> dict[str, int]:
    """What is different in people's days, with how many packs are printed for it, most packs first."""
    counts = Counter(
        each["text"]
        for reasons in plan.reasons.values()
        for each in differences_told(asdict(one) for one in reasons if one.day)
    )
    return dict(counts.most_common())


def _categories(reasons: Sequence[Difference], on_request: bool) -> str:
    nothing = ON_REQUEST if on_request else str(ChangeCategory.DESIGN)
    return ", ".join(sorted({str(each.category) for each in reasons})) or nothing


def _difference_lines(reasons: Sequence[Difference]) -> list[str]:
    """A line for each value that changed, figures by their measure; the first ones, and how many more.

    A figure that stands in several places is told once, and another value with all parts in which it changed. Ranks,
    strips and the like, which follow from figures, come last.
    """
    told = differences_told(map(asdict, reasons))
    others: dict[tuple[bool, str, str, str], list[str]] = {}
    for each in told:
        if each["path"] and not each["text"]:
            data = each["category"] == ChangeCategory.DATA
            others.setdefault((data, each["path"], each["old"], each["new"]), []).append(each["part"])
    said, follows = (
        [
            f"{', '.join(dict.fromkeys(where))} {escape(path)}: {escape(old or '–')} → {escape(new or '–')}"
            for (data, path, old, new), where in others.items()
            if data is wanted
        ]
        for wanted in (False, True)
    )
    figures = [escape(each["text"]) for each in told if each["text"]]
    first = OTHERS_SHOWN if figures else len(said)
    lines = [*said[:first], *figures, *said[first:], *follows]
    more = len(lines) - DIFFERENCES_SHOWN
    return [*lines[:DIFFERENCES_SHOWN], f"and {counted(more, 'more value')}"] if more > 0 else lines
