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
from reportgen.i18n.message import counted, named, said
from reportgen.interfaces.cli.output.terminal import console, say, show_text
from reportgen.interfaces.language import here, language
from reportgen.render.content.difference_groups import difference_groups
from reportgen.render.content.difference_text import differences_told

DIFFERENCES_SHOWN = 6

ON_REQUEST = said("on request")
"""Why a pack is printed in which nothing changed."""


def decision_json(each: Decision, plan: BuildPlan) -> dict[str, object]:
    """A decision of a plan as JSON."""
    kind = type(each).__name__.lower()
    if isinstance(each, Withdraw):
        return {"number": each.number, "decision": kind, "reason": plan.why_withdrawn(each.number)}
    if not isinstance(each, Print):
        return {"number": each.number, "decision": kind}
    told = differences_told(map(asdict, plan.reasons.get(each.number, ())), language())
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
    counts, title = Counter(type(each) for each in plan.decisions), plan.inputs.event.title
    if on_request:
        say(
            "{title}: print {count} again; a pack that comes out as it was is not mailed again.",
            title=title,
            count=counts[Print],
        )
    else:
        say(
            "{title}: print {print}, keep {keep}, withdraw {withdraw}.",
            title=title,
            print=counts[Print],
            keep=counts[Keep],
            withdraw=counts[Withdraw],
        )
    if cancelling := plan.cancellations.making:
        say("cancellation letters to make, which wait for release: {count}.", count=len(cancelling))
    for group in difference_groups(plan.reasons, language()):
        show_text(group.text)
    people = {each.number: each for each in plan.inputs.participants}
    shown: dict[tuple[str, ...], int] = {}
    for each in plan.decisions:
        match each:
            case Print(number, first=first):
                person, reasons = people[number], plan.reasons.get(number, ())
                why = _category(ChangeCategory.NEW) if first else _categories(reasons, on_request)
                lines = () if first else tuple(_difference_lines(reasons))
                before = shown.setdefault(lines, number) if lines else number
                same = "" if before == number else here(said(", as {number:04d}", number=before))
                show_text(f"{_verb('print')} {number:04d} {person.code} {person.name.last}: {why}{same}")
                for line in lines if before == number else ():
                    console.print(f"         {line}", soft_wrap=True)
            case Withdraw(number):
                show_text(f"{_verb('withdraw')} {number:04d}: {here(plan.why_withdrawn(number))}")
    for letter in cancelling:
        what = here(said("{reason}, and has a letter", reason=named("attendance", letter.reason)))
        show_text(f"{_verb('cancel')} {letter.number:04d}: {what}")


def _verb(word: str) -> str:
    """What is done with a pack, before its number."""
    return f"{here(named('plan', word)):8}"


def _categories(reasons: Sequence[Difference], on_request: bool) -> str:
    nothing = here(ON_REQUEST) if on_request else _category(ChangeCategory.DESIGN)
    return ", ".join(sorted({_category(each.category) for each in reasons})) or nothing


def _category(each: ChangeCategory) -> str:
    return here(named("category", each))


def _difference_lines(reasons: Sequence[Difference]) -> list[str]:
    """A line for each difference, in words; the first ones, and how many more."""
    lines = [escape(each["text"]) for each in differences_told(map(asdict, reasons), language())]
    more = len(lines) - DIFFERENCES_SHOWN
    return (
        [*lines[:DIFFERENCES_SHOWN], here(counted(more, "and {count} more value", "and {count} more values"))]
        if more > 0
        else lines
    )
