"""Terminal output of a simulation: day by day as text, or as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby

from reportgen.config.settings import Settings
from reportgen.domain.delivery.simulation import (
    MAILBOX_FULL_TIME,
    SERVER_DOWN_TIME,
    Faults,
    OrganiserAction,
    SimulatedAttempt,
    SimulatedRun,
    SimulationResult,
)
from reportgen.domain.delivery.states import State
from reportgen.domain.programme.event import Event
from reportgen.interfaces.cli.output.terminal import console, plain_text
from reportgen.render.content.finding_texts import finding_text

LETTERS_SHOWN = 4
"""How many letters are named one by one; of more, the number is shown."""

MARGIN = " " * 9


def show_simulation(event: Event, settings: Settings, simulation: SimulationResult, seed: int) -> None:
    """Shows a simulation: its runs day by day, the actions of the organiser, and the result."""
    _show_head(event, settings, simulation, seed)
    window = simulation.window
    for _, runs in groupby(simulation.runs, key=lambda each: each.at.date()):
        today = list(runs)
        console.print()
        window_texts = [
            f"{what} at {moment:%H:%M}"
            for what, moment in (("the window opens", window.not_before), ("the window closes", window.not_after))
            if moment.date() == today[0].at.date()
        ]
        console.print(f"[bold]{_day(today[0].at)}[/]{''.join(f'  [dim]{text}[/]' for text in window_texts)}")
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
        "findings": [" – ".join(finding_text(each)) for each in run.findings],
        "asks": [
            {"what": each.what, "command": each.command, "before": each.before.isoformat() if each.before else None}
            for each in run.actions
        ],
    }


def _show_head(event: Event, settings: Settings, simulation: SimulationResult, seed: int) -> None:
    show = partial(console.print, soft_wrap=True)
    show(f"[bold]Rehearsal of {plain_text(event.title)}[/], a meeting on {_day(_noon_of(simulation, event))}.")
    show("On a copy, with a mail server of its own: nothing leaves this machine, and nothing stays behind.")
    if simulation.begin_moved:
        show(f"[yellow]The window is past[/], so the clock begins on {_moment(simulation.begin)}.")
    if settings.server is None:
        show("event.toml sends to a folder; this is how it would go by a mail server, 60 letters a minute.")
    if settings.rules.redirect_all:
        show("redirect_all in event.toml is left out here: this is how the real letters would go.")
    if simulation.faults == Faults():
        show("Nothing goes wrong in it.")
        return
    show(f"What goes wrong is made up (--seed {seed}), and says nothing about these addresses:")
    for line in _fault_lines(simulation.faults, simulation.begin):
        show(f"  · {line}")


def _fault_lines(faults: Faults, like: datetime) -> Iterator[str]:
    count = len(faults.greylisted)
    if count:
        some = ", ".join(map(plain_text, sorted(faults.greylisted)[:3])) + (", …" if count > 3 else "")
        yield f"{count} domain{'s' if count > 1 else ''} put off a letter seen for the first time ({some})"
    if faults.full:
        yield f"the mailbox of {plain_text(faults.full)} is full for {MAILBOX_FULL_TIME // timedelta(hours=1)} hours"
    if faults.unknown:
        yield f"{plain_text(faults.unknown)} does not exist"
    if faults.lost:
        yield f"the connection breaks behind the last dot of the letter to {plain_text(faults.lost)}"
    if faults.down:
        down = faults.down.astimezone(like.tzinfo)
        until = (faults.down + SERVER_DOWN_TIME).astimezone(like.tzinfo)
        yield f"the mail server is down on {_moment(down)} to {until:%H:%M}"


def _show_run(run: SimulatedRun) -> None:
    """Shows one run, with its time before the first line."""
    lines = list(_run_lines(run))
    for at, line in enumerate(lines):
        start = f"  {run.at:%H:%M}  " if not at else MARGIN
        console.print(start + line, soft_wrap=True)


def _run_lines(run: SimulatedRun) -> Iterator[str]:
    if run.made:
        yield f"{_count(run.made, 'pack')} made"
    if run.cancellations:
        yield f"{_count(run.cancellations, 'cancellation letter')} made"
    if run.left_out or run.failed_prints:
        left_out = f"{_people(run.left_out)} left out" if run.left_out else ""
        failed = f"{_count(run.failed_prints, 'pack')} not printed" if run.failed_prints else ""
        yield f"[yellow]{', '.join(filter(None, (left_out, failed)))}[/], until someone acts"
    if run.released:
        yield f"{_count(run.released, 'letter')} released, as event.toml says"
    if run.released_for_organiser:
        yield f"{_count(run.released_for_organiser, 'letter')} released by the rehearsal, in your place"
    if sent := run.ended(State.SENT):
        hours = f"{sent[0].at:%H:%M}", f"{sent[-1].at:%H:%M}"
        yield f"[green]{_count(len(sent), 'letter')} left[/], {' to '.join(dict.fromkeys(hours))}"
    yield from _deferred_lines(run.ended(State.DEFERRED))
    for state, text in ((State.REFUSED, "[red]refused for good[/]"), (State.UNCERTAIN, "[red]uncertain[/]")):
        for attempt in run.ended(state)[:LETTERS_SHOWN]:
            yield f"{text}: {attempt.participant:04d} {plain_text(attempt.recipient)} ({plain_text(attempt.answer)})"
        if len(run.ended(state)) > LETTERS_SHOWN:
            yield f"{text}: {len(run.ended(state)) - LETTERS_SHOWN} more"
    if run.stopped:
        left = f"; {_count(run.waiting, 'letter')} wait{'s' if run.waiting == 1 else ''}" if run.waiting else ""
        yield f"[yellow]{plain_text(run.stopped)}[/]{left}"
    for each in run.findings:
        yield f"[yellow]{plain_text('. '.join(finding_text(each)))}[/]"
    for action in run.actions:
        yield from _action_lines(action)


def _deferred_lines(attempts: Sequence[SimulatedAttempt]) -> Iterator[str]:
    """Deferred letters, grouped by answer and next attempt."""
    groups: dict[tuple[str, datetime | None], list[SimulatedAttempt]] = {}
    for each in attempts:
        groups.setdefault((each.answer, each.next_try), []).append(each)
    for (_, again), group in groups.items():
        who = f": {group[0].participant:04d} {plain_text(group[0].recipient)}" if len(group) == 1 else ""
        back = f"again {_next_try_text(group[0].at, again)}" if again else "[red]not again before the deadline[/]"
        yield f"[yellow]{_count(len(group), 'letter')} put off[/]{who} ({plain_text(group[0].answer)}), {back}"


def _action_lines(action: OrganiserAction) -> Iterator[str]:
    before = f", before {_moment(action.before)}" if action.before else ""
    yield f"[bold]→ you would have to[/] {plain_text(action.what)}{before}"
    if action.command:
        yield f"  {plain_text(action.command)}"


def _show_result(simulation: SimulationResult) -> None:
    console.print()
    console.print("[bold]In the end[/]")
    left, last, deadline = (
        simulation.count(State.SENT) - simulation.sent_before,
        simulation.last_sent_at,
        simulation.window.not_after,
    )
    rows = [
        ("left", left, f"the last on {_moment(last)}" if last else ""),
        ("left before this", simulation.sent_before, ""),
        ("refused", simulation.count(State.REFUSED), ""),
        ("uncertain", simulation.count(State.UNCERTAIN), ""),
        ("still waiting", len(simulation.waiting), _numbers(simulation.waiting)),
    ]
    for what, count, more in rows:
        if count or what in ("left", "still waiting"):
            console.print(f"  {what:17}{count:5}   {more}".rstrip(), soft_wrap=True)
    actions = sum(len(run.actions) for run in simulation.runs)
    console.print(f"  {'asked of you':17}{actions:5}   {_days(simulation)}".rstrip(), soft_wrap=True)
    console.print(f"The deadline is {_moment(deadline)}.")
    if not simulation.in_time:
        console.print(f"[bold red]Too late[/]: {_count(len(simulation.waiting), 'letter')} would not leave in time.")
    elif last is None:
        console.print("[bold green]In time[/]: no letter was left to send.")
    else:
        lead = _duration_text(deadline - last)
        console.print(f"[bold green]In time[/]: everything that can arrive left {lead} before the deadline.")


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(f"{each:04d}" for each in numbers[:10]) + (", …" if len(numbers) > 10 else "")


def _days(simulation: SimulationResult) -> str:
    """The days with actions of the organiser."""
    days = Counter(_day(run.at) for run in simulation.runs for _ in run.actions)
    return ", ".join(days)


def _next_try_text(now: datetime, again: datetime) -> str:
    return f"at {again:%H:%M}" if again.date() == now.date() else f"on {_moment(again)}"


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _duration_text(span: timedelta) -> str:
    hours = span // timedelta(hours=1)
    if hours >= 48:
        return f"{hours // 24} days"
    return _count(hours, "hour") if hours else _count(span // timedelta(minutes=1), "minute")


def _day(moment: datetime) -> str:
    return f"{moment:%A} {moment.day} {moment:%B %Y}"


def _moment(moment: datetime) -> str:
    return f"{_day(moment)} {moment:%H:%M}"


def _noon_of(simulation: SimulationResult, event: Event) -> datetime:
    return datetime(event.day.year, event.day.month, event.day.day, 12, tzinfo=simulation.begin.tzinfo)
