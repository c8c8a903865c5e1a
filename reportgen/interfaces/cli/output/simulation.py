"""Terminal output of a simulation: day by day as text, or as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from reportgen.config.settings import Settings
from reportgen.domain.delivery.simulation import (
    OrganiserAction,
    SimulatedAttempt,
    SimulatedRun,
    SimulationResult,
)
from reportgen.domain.delivery.states import State
from reportgen.domain.programme.event import Event
from reportgen.i18n.message import Message, counted, message_of, said
from reportgen.interfaces.cli.output.simulation_head import day_shown, moment_shown, show_head
from reportgen.interfaces.cli.output.terminal import console, marked, plain_text, say, say_counted, show_text
from reportgen.interfaces.language import here, language
from reportgen.render.content.finding_texts import finding_text

LETTERS_SHOWN = 4
"""How many letters are named one by one; of more, the number is shown."""

MARGIN = " " * 9


def show_simulation(event: Event, settings: Settings, simulation: SimulationResult, seed: int) -> None:
    """Shows a simulation: its runs day by day, the actions of the organiser, and the result."""
    show_head(event, settings, simulation, seed)
    window = simulation.window
    for _, runs in groupby(simulation.runs, key=lambda each: each.at.date()):
        today = list(runs)
        console.print()
        told = [
            f"  [dim]{marked(what)}[/]"
            for what, moment in (
                (said("the window opens at {moment}", moment=window.not_before.timetz()), window.not_before),
                (said("the window closes at {moment}", moment=window.not_after.timetz()), window.not_after),
            )
            if moment.date() == today[0].at.date()
        ]
        console.print(f"[bold]{day_shown(today[0].at)}[/]{''.join(told)}", soft_wrap=True)
        for run in today:
            _show_run(run)
    _show_result(simulation)


def simulation_json(event: Event, simulation: SimulationResult) -> dict[str, object]:
    """A simulation as JSON."""
    faults, last = simulation.faults, simulation.last_sent_at
    return {
        "event": event.key,
        "begin": simulation.begin.isoformat(),
        "window_was_past": simulation.begin_moved,
        "not_before": simulation.window.not_before.isoformat(),
        "not_after": simulation.window.not_after.isoformat(),
        "faults": {
            "greylisted": sorted(faults.greylisted),
            "full": faults.full,
            "unknown": faults.unknown,
            "lost": faults.lost,
            "down": faults.down.astimezone(simulation.begin.tzinfo).isoformat() if faults.down else None,
        },
        "ticks": [_run_json(each) for each in simulation.runs],
        "left_before": simulation.sent_before,
        "sent": simulation.count(State.SENT) - simulation.sent_before,
        "refused": simulation.count(State.REFUSED),
        "uncertain": simulation.count(State.UNCERTAIN),
        "waiting": len(simulation.waiting),
        "last_left": last.isoformat() if last else None,
        "in_time": simulation.in_time,
    }


def _run_json(run: SimulatedRun) -> dict[str, object]:
    return {
        "at": run.at.isoformat(),
        "made": run.made,
        "cancellations": run.cancellations,
        "left_out": run.left_out,
        "misprinted": run.failed_prints,
        "released": run.released,
        "released_for_you": run.released_for_organiser,
        "letters": [
            {
                "number": each.participant,
                "recipient": each.recipient,
                "at": each.at.isoformat(),
                "state": str(each.state),
                "answer": each.answer,
                "again": each.next_try.isoformat() if each.next_try else None,
            }
            for each in run.attempts
        ],
        "stopped": run.stopped,
        "waiting": run.waiting,
        "findings": [" – ".join(finding_text(each, language())) for each in run.findings],
        "asks": [
            {"what": each.what, "command": each.command, "before": each.before.isoformat() if each.before else None}
            for each in run.actions
        ],
    }


def _show_run(run: SimulatedRun) -> None:
    """Shows one run, with its time before the first line."""
    for at, line in enumerate(_run_lines(run)):
        start = f"  {run.at:%H:%M}  " if not at else MARGIN
        console.print(start + line, soft_wrap=True)


def _run_lines(run: SimulatedRun) -> Iterator[str]:
    if run.made:
        yield marked(counted(run.made, "{count} pack made", "{count} packs made"))
    if run.cancellations:
        yield marked(
            counted(run.cancellations, "{count} cancellation letter made", "{count} cancellation letters made")
        )
    if run.left_out or run.failed_prints:
        what: list[Message] = []
        if run.left_out:
            what.append(counted(run.left_out, "{count} person left out", "{count} people left out"))
        if run.failed_prints:
            what.append(counted(run.failed_prints, "{count} pack not printed", "{count} packs not printed"))
        yield marked("[yellow]{what}[/], until someone acts", what=what)
    if run.released:
        yield marked(
            counted(
                run.released,
                "{count} letter released, as event.toml says",
                "{count} letters released, as event.toml says",
            )
        )
    if run.released_for_organiser:
        yield marked(
            counted(
                run.released_for_organiser,
                "{count} letter released by the rehearsal, in your place",
                "{count} letters released by the rehearsal, in your place",
            )
        )
    if sent := run.ended(State.SENT):
        first, last = f"{sent[0].at:%H:%M}", f"{sent[-1].at:%H:%M}"
        hours = said("{first} to {last}", first=first, last=last) if first != last else first
        yield marked(
            counted(
                len(sent),
                "[green]{count} letter left[/], {hours}",
                "[green]{count} letters left[/], {hours}",
                hours=hours,
            )
        )
    yield from _deferred_lines(run.ended(State.DEFERRED))
    for state, text in ((State.REFUSED, said("refused for good")), (State.UNCERTAIN, said("uncertain"))):
        for attempt in run.ended(state)[:LETTERS_SHOWN]:
            letter = f"{attempt.participant:04d} {attempt.recipient} ({attempt.answer})"
            yield f"[red]{marked(text)}[/]: {plain_text(letter)}"
        if len(run.ended(state)) > LETTERS_SHOWN:
            yield f"[red]{marked(text)}[/]: {marked('{count} more', count=len(run.ended(state)) - LETTERS_SHOWN)}"
    if run.stopped:
        yield f"[yellow]{marked('{why}', why=run.stopped)}[/]" + (
            f"; {marked(counted(run.waiting, '{count} letter waits', '{count} letters wait'))}" if run.waiting else ""
        )
    for each in run.findings:
        yield f"[yellow]{plain_text('. '.join(finding_text(each, language())))}[/]"
    for action in run.actions:
        yield from _action_lines(action)


def _deferred_lines(attempts: Sequence[SimulatedAttempt]) -> Iterator[str]:
    """Deferred letters, grouped by answer and next attempt."""
    groups: dict[tuple[str, datetime | None], list[SimulatedAttempt]] = {}
    for each in attempts:
        groups.setdefault((each.answer, each.next_try), []).append(each)
    for (answer, again), group in groups.items():
        who = f": {group[0].participant:04d} {plain_text(group[0].recipient)}" if len(group) == 1 else ""
        what = marked(counted(len(group), "{count} letter put off", "{count} letters put off"))
        back = marked(_next_try_text(group[0].at, again) if again else "[red]not again before the deadline[/]")
        yield f"[yellow]{what}[/]{who} ({plain_text(here(answer))}), {back}"


def _action_lines(action: OrganiserAction) -> Iterator[str]:
    what = marked("[bold]→ you would have to[/] {what}", what=message_of(action.what))
    before = marked(", before {moment}", moment=moment_shown(action.before)) if action.before else ""
    yield what + before
    if action.command:
        yield f"  {plain_text(action.command)}"


def _show_result(simulation: SimulationResult) -> None:
    console.print()
    say("[bold]In the end[/]")
    left, last, deadline = (
        simulation.count(State.SENT) - simulation.sent_before,
        simulation.last_sent_at,
        simulation.window.not_after,
    )
    actions = sum(len(run.actions) for run in simulation.runs)
    waiting = len(simulation.waiting)
    rows = [
        (said("left"), left, here(said("the last on {moment}", moment=moment_shown(last))) if last else "", True),
        (said("left before this"), simulation.sent_before, "", False),
        (said("refused"), simulation.count(State.REFUSED), "", False),
        (said("uncertain"), simulation.count(State.UNCERTAIN), "", False),
        (said("still waiting"), waiting, _numbers(simulation.waiting), True),
        (said("asked of you"), actions, _days(simulation), True),
    ]
    for what, count, more, always in rows:
        if count or always:
            show_text(f"  {here(what):17}{count:5}   {more}".rstrip())
    say("The deadline is {moment}.", moment=moment_shown(deadline))
    if not simulation.in_time:
        say_counted(
            waiting,
            "[bold red]Too late[/]: {count} letter would not leave in time.",
            "[bold red]Too late[/]: {count} letters would not leave in time.",
        )
    elif last is None:
        say("[bold green]In time[/]: no letter was left to send.")
    else:
        lead = _duration_text(deadline - last)
        say("[bold green]In time[/]: everything that can arrive left {lead} before the deadline.", lead=lead)


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(f"{each:04d}" for each in numbers[:10]) + (", …" if len(numbers) > 10 else "")


def _days(simulation: SimulationResult) -> str:
    """The days with actions of the organiser."""
    days = Counter(day_shown(run.at) for run in simulation.runs for _ in run.actions)
    return ", ".join(days)


def _next_try_text(now: datetime, again: datetime) -> Message:
    if again.date() == now.date():
        return said("again at {time}", time=again.timetz())
    return said("again on {moment}", moment=moment_shown(again))


def _duration_text(span: timedelta) -> Message:
    hours = span // timedelta(hours=1)
    if hours >= 48:
        return said("{count} days", count=hours // 24)
    if hours:
        return counted(hours, "{count} hour", "{count} hours")
    return counted(span // timedelta(minutes=1), "{count} minute", "{count} minutes")
