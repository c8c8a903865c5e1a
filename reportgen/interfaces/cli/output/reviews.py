"""Terminal output of what came in and waits for a person, as text or JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from pathlib import Path

from reportgen.domain.answers.answer import NO_QUESTION, AnswerOutcome
from reportgen.domain.answers.review import Decision, ReviewItem
from reportgen.interfaces.cli.output import runs
from reportgen.interfaces.cli.output.terminal import console, plain_text
from reportgen.render.content.finding_texts import finding_text

MAX_LINES = 3
"""Lines of a text in a list."""

PAGE_SIZE = 50
"""Forms and messages on one page of a list."""

MAX_LINE = 160
"""Characters of a line in a list."""


def item_json(item: ReviewItem, history: Sequence[Decision] = ()) -> dict[str, object]:
    """A form or message as JSON."""
    return {
        "id": item.id,
        "waits": item.waits,
        "sha256": item.digest,
        "file": item.name,
        "from": item.sender,
        "subject": item.subject,
        "written": item.written.isoformat(),
        "participant": item.number,
        "became": item.outcome,
        "attempts": item.attempts,
        "reasons": [runs.finding_json(each) for each in item.doubts],
        "text": item.text,
        "read": {
            "became": item.reading.outcome,
            "participant": item.reading.number,
            "answers": {str(asked): text for asked, text in item.reading.texts.items()},
            "named": item.reading.named,
        },
        "decision": _decision_json(item.decision) if item.decision else None,
        "history": [_decision_json(each) for each in history],
    }


def _decision_json(each: Decision) -> dict[str, object]:
    return {"what": each.kind, "who": each.who, "at": each.at.isoformat(), "reason": each.reason}


def show_items(items: Sequence[ReviewItem], names: Mapping[int, str], event: str, page: int) -> None:
    """Shows a page of what came in, with why it waits and its first lines.

    Args:
        names: of participants, by number.
        event: the arguments of a command that name the event.
        page: its number; 1 for the first.
    """
    pages = max(1, ceil(len(items) / PAGE_SIZE))
    page = min(page, pages)
    shown = items[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    for item in shown:
        console.print(f"[bold]{item.id}[/]  {plain_text(_head(item, names))}", soft_wrap=True)
        _show_reasons(item)
        lines = [line.strip() for line in item.text.splitlines() if line.strip()]
        for line in lines[:MAX_LINES]:
            console.print(f"    [dim]│[/] {plain_text(line[:MAX_LINE])}", soft_wrap=True)
        if len(lines) > MAX_LINES:
            console.print(f"    [dim]│ … {len(lines) - MAX_LINES} more lines[/]")
    waiting = sum(item.waits for item in items)
    console.print(f"{waiting} {'waits' if waiting == 1 else 'wait'} for a person." if waiting else "Nothing waits.")
    if pages > 1:
        console.print(f"page {page} of {pages}; see another with --page N")
    if shown:
        console.print(f"next:     reportgen answers review {event} {shown[0].id}", soft_wrap=True)


def show_item(
    item: ReviewItem, names: Mapping[int, str], history: Sequence[Decision], event: str, original: Path | None
) -> None:
    """Shows one form or message whole: its text, what was read of it, and what people decided.

    Args:
        original: where the submission is kept; None where it is not.
    """
    console.print(f"[bold]{item.id}[/]  {plain_text(_head(item, names))}", soft_wrap=True)
    if item.subject:
        console.print(f"subject:  {plain_text(item.subject)}", soft_wrap=True)
    console.print(f"original: {plain_text(str(original)) if original else 'not kept'}", soft_wrap=True)
    if item.attempts:
        console.print(f"reading was begun {item.attempts} times and not finished")
    _show_reasons(item)
    console.print("[bold]text[/]" if item.text.strip() else "[bold]text[/]      none was read")
    _show_text(item.text)
    console.print("[bold]read of it[/]" if item.reading.texts else "[bold]read of it[/] no answer")
    for asked, text in item.reading.texts.items():
        console.print(f"  {'no question' if asked == NO_QUESTION else f'question {asked}'}:")
        _show_text(text, "    ")
    if item.reading.texts:
        console.print(f"  named:  {'yes' if item.reading.named else 'no'}")
    for each in history:
        reason = f": {each.reason}" if each.reason else ""
        console.print(f"{each.at:%d-%m-%Y %H:%M}  {each.kind} by {plain_text(each.who + reason)}", soft_wrap=True)
    if item.decision:
        console.print(f"next:     reportgen answers review {event} {item.id} --reopen", soft_wrap=True)
    elif item.outcome is not AnswerOutcome.FORGOTTEN:
        ways = '--accept, --answer 2="…" or --dismiss "why it is no answer"'
        console.print(f"next:     reportgen answers review {event} {item.id} {ways}", soft_wrap=True, markup=False)


def _head(item: ReviewItem, names: Mapping[int, str]) -> str:
    """Where it came from, when, whose it is thought to be, and what became of it."""
    whose = "participant unknown"
    if item.number is not None:
        whose = f"participant {item.number:04d} {names.get(item.number, '')}".strip()
    source = ", ".join(each for each in (item.sender, item.name) if each) or "unknown sender"
    return f"{item.written:%d-%m-%Y %H:%M}  {source}  {whose}  ({item.outcome})"


def _show_reasons(item: ReviewItem) -> None:
    for each in item.doubts:
        what, todo = finding_text(each)
        console.print(f"    [yellow]{plain_text(what)}.[/] [dim]{plain_text(todo)}[/]", soft_wrap=True)


def _show_text(text: str, before: str = "  ") -> None:
    for line in text.strip("\n").splitlines() if text.strip() else ():
        console.print(f"{before}[dim]│[/] {plain_text(line)}", soft_wrap=True)
