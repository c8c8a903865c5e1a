"""Terminal output of what came in and waits for a person, as text or JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from pathlib import Path

from reportgen.domain.answers.answer import NO_QUESTION, AnswerOutcome
from reportgen.domain.answers.review import Decision, ReviewItem
from reportgen.i18n.message import named, said
from reportgen.interfaces.cli.output import runs
from reportgen.interfaces.cli.output.terminal import console, labelled, plain_text, say, say_counted, show_next
from reportgen.interfaces.language import here, language
from reportgen.render.content.catalogue import moment_text
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
            say_counted(
                len(lines) - MAX_LINES, "    [dim]│ … {count} more line[/]", "    [dim]│ … {count} more lines[/]"
            )
    waiting = sum(item.waits for item in items)
    if waiting:
        say_counted(waiting, "{count} waits for a person.", "{count} wait for a person.")
    else:
        say("Nothing waits.")
    if pages > 1:
        say("page {page} of {pages}; see another with --page N", page=page, pages=pages)
    if shown:
        show_next(f"reportgen answers review {event} {shown[0].id}")


def show_item(
    item: ReviewItem, names: Mapping[int, str], history: Sequence[Decision], event: str, original: Path | None
) -> None:
    """Shows one form or message whole: its text, what was read of it, and what people decided.

    Args:
        original: where the submission is kept; None where it is not.
    """
    console.print(f"[bold]{item.id}[/]  {plain_text(_head(item, names))}", soft_wrap=True)
    if item.subject:
        labelled("subject", str(item.subject))
    labelled("original", str(original) if original else said("not kept"))
    if item.attempts:
        say_counted(
            item.attempts,
            "reading was begun {count} time and not finished",
            "reading was begun {count} times and not finished",
        )
    _show_reasons(item)
    say("[bold]text[/]" if item.text.strip() else "[bold]text[/]      none was read")
    _show_text(item.text)
    say("[bold]read of it[/]" if item.reading.texts else "[bold]read of it[/] no answer")
    for asked, text in item.reading.texts.items():
        say("  no question:" if asked == NO_QUESTION else "  question {number}:", number=asked)
        _show_text(text, "    ")
    if item.reading.texts:
        say("  named:  yes" if item.reading.named else "  named:  no")
    for each in history:
        kind = named("decision", each.kind)
        if each.reason:
            say("{at}  {kind} by {who}: {reason}", at=each.at, kind=kind, who=each.who, reason=each.reason)
        else:
            say("{at}  {kind} by {who}", at=each.at, kind=kind, who=each.who)
    if item.decision:
        show_next(f"reportgen answers review {event} {item.id} --reopen")
    elif item.outcome is not AnswerOutcome.FORGOTTEN:
        command = f"reportgen answers review {event} {item.id}"
        labelled("next", said('{command} --accept, --answer 2="…" or --dismiss "why it is no answer"', command=command))


def _head(item: ReviewItem, names: Mapping[int, str]) -> str:
    """Where it came from, when, whose it is thought to be, and what became of it."""
    whose = said("participant unknown")
    if item.number is not None:
        whose = said("participant {number:04d} {name}", number=item.number, name=names.get(item.number, ""))
    source = ", ".join(each for each in (item.sender, item.name) if each) or here(said("unknown sender"))
    written = moment_text(item.written, language())
    return f"{written}  {source}  {here(whose).strip()}  ({here(named('answer', item.outcome))})"


def _show_reasons(item: ReviewItem) -> None:
    for each in item.doubts:
        what, todo = finding_text(each, language())
        console.print(f"    [yellow]{plain_text(what)}.[/] [dim]{plain_text(todo)}[/]", soft_wrap=True)


def _show_text(text: str, before: str = "  ") -> None:
    for line in text.strip("\n").splitlines() if text.strip() else ():
        console.print(f"{before}[dim]│[/] {plain_text(line)}", soft_wrap=True)
