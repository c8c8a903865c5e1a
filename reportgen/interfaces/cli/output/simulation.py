"""A rehearsal as a person reads it, day by day, or a program."""

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
"""Letters that are named one by one; of more, so many, and how many there are."""

MARGIN = " " * 9


def show_simulation(event: Event, settings: Settings, played: SimulationResult, seed: int) -> None:
    """The days to the meeting, what it would ask, and how it ends."""
    _head(event, settings, played, seed)
    window = played.window
    for _, ticks in groupby(played.runs, key=lambda each: each.at.date()):
        today = list(ticks)
        console.print()
        marks = [
            f"{what} at {moment:%H:%M}"
            for what, moment in (("the window opens", window.not_before), ("the window closes", window.not_after))
            if moment.date() == today[0].at.date()
        ]
        console.print(f"[bold]{_day(today[0].at)}[/]{''.join(f'  [dim]{mark}[/]' for mark in marks)}")
        for tick in today:
            _tick(tick)
    _end(played)


def simulation_json(event: Event, played: SimulationResult) -> dict[str, object]:
    """The same for a machine."""
    faults, last = played.faults, played.last_sent_at
    return {
        "event": event.key,
        "begin": played.begin.isoformat(),
        "window_was_past": played.begin_moved,
        "not_before": played.window.not_before.isoformat(),
        "not_after": played.window.not_after.isoformat(),
        "faults": {
            "greylisted": sorted(faults.greylisted),
            "full": faults.full,
            "unknown": faults.unknown,
            "lost": faults.lost,
            "down": faults.down.astimezone(played.begin.tzinfo).isoformat() if faults.down else None,
        },
        "ticks": [_tick_json(each) for each in played.runs],
        "left_before": played.sent_before,
        "sent": played.count(State.SENT) - played.sent_before,
        "refused": played.count(State.REFUSED),
        "uncertain": played.count(State.UNCERTAIN),
        "waiting": len(played.waiting),
        "last_left": last.isoformat() if last else None,
        "in_time": played.in_time,
    }


def _tick_json(tick: SimulatedRun) -> dict[str, object]:
    return {
        "at": tick.at.isoformat(),
        "made": tick.made,
        "left_out": tick.left_out,
        "misprinted": tick.failed_prints,
        "released": tick.released,
        "released_for_you": tick.released_for_organiser,
        "letters": [
            {
                "number": each.participant,
                "recipient": each.recipient,
                "at": each.at.isoformat(),
                "state": str(each.state),
                "answer": each.answer,
                "again": each.next_try.isoformat() if each.next_try else None,
            }
            for each in tick.attempts
        ],
        "stopped": tick.stopped,
        "waiting": tick.waiting,
        "findings": [" – ".join(finding_text(each)) for each in tick.findings],
        "asks": [
            {"what": each.what, "command": each.command, "before": each.before.isoformat() if each.before else None}
            for each in tick.actions
        ],
    }


def _head(event: Event, settings: Settings, played: SimulationResult, seed: int) -> None:
    say = partial(console.print, soft_wrap=True)
    say(f"[bold]Rehearsal of {plain_text(event.title)}[/], a meeting on {_day(_noon(played, event))}.")
    say("On a copy, with a mail server of its own: nothing leaves this machine, and nothing stays behind.")
    if played.begin_moved:
        say(f"[yellow]The window is past[/], so the clock begins on {_moment(played.begin)}.")
    if settings.server is None:
        say("event.toml sends to a folder; this is how it would go by a mail server, 60 letters a minute.")
    if settings.rules.redirect_all:
        say("redirect_all in event.toml is left out here: this is how the real letters would go.")
    if played.faults == Faults():
        say("Nothing goes wrong in it.")
        return
    say(f"What goes wrong is made up (--seed {seed}), and says nothing about these addresses:")
    for line in _faults(played.faults, played.begin):
        say(f"  · {line}")


def _faults(faults: Faults, like: datetime) -> Iterator[str]:
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


def _tick(tick: SimulatedRun) -> None:
    """What happens at one ring, the hour before the first line."""
    lines = list(_lines(tick))
    for at, line in enumerate(lines):
        start = f"  {tick.at:%H:%M}  " if not at else MARGIN
        console.print(start + line, soft_wrap=True)


def _lines(tick: SimulatedRun) -> Iterator[str]:
    if tick.made:
        yield f"{_count(tick.made, 'pack')} made"
    if tick.left_out or tick.failed_prints:
        yield (
            f"[yellow]{_count(tick.left_out, 'row')} left out of the list, "
            f"{_count(tick.failed_prints, 'pack')} not printed[/], until someone acts"
        )
    if tick.released:
        yield f"{_count(tick.released, 'letter')} released, as event.toml says"
    if tick.released_for_organiser:
        yield f"{_count(tick.released_for_organiser, 'letter')} released by the rehearsal, in your place"
    if sent := tick.ended(State.SENT):
        hours = f"{sent[0].at:%H:%M}", f"{sent[-1].at:%H:%M}"
        yield f"[green]{_count(len(sent), 'letter')} left[/], {' to '.join(dict.fromkeys(hours))}"
    yield from _deferred(tick.ended(State.DEFERRED))
    for state, said in ((State.REFUSED, "[red]refused for good[/]"), (State.UNCERTAIN, "[red]uncertain[/]")):
        for turn in tick.ended(state)[:LETTERS_SHOWN]:
            yield f"{said}: {turn.participant:04d} {plain_text(turn.recipient)} ({plain_text(turn.answer)})"
        if len(tick.ended(state)) > LETTERS_SHOWN:
            yield f"{said}: {len(tick.ended(state)) - LETTERS_SHOWN} more"
    if tick.stopped:
        left = f"; {_count(tick.waiting, 'letter')} wait{'s' if tick.waiting == 1 else ''}" if tick.waiting else ""
        yield f"[yellow]{plain_text(tick.stopped)}[/]{left}"
    for each in tick.findings:
        yield f"[yellow]{plain_text('. '.join(finding_text(each)))}[/]"
    for ask in tick.actions:
        yield from _ask(ask)


def _deferred(turns: Sequence[SimulatedAttempt]) -> Iterator[str]:
    """Letters that were put off, together where the server said the same and they go again together."""
    groups: dict[tuple[str, datetime | None], list[SimulatedAttempt]] = {}
    for each in turns:
        groups.setdefault((each.answer, each.next_try), []).append(each)
    for (_, again), group in groups.items():
        who = f": {group[0].participant:04d} {plain_text(group[0].recipient)}" if len(group) == 1 else ""
        back = f"again {_later(group[0].at, again)}" if again else "[red]not again before the deadline[/]"
        yield f"[yellow]{_count(len(group), 'letter')} put off[/]{who} ({plain_text(group[0].answer)}), {back}"


def _ask(ask: OrganiserAction) -> Iterator[str]:
    before = f", before {_moment(ask.before)}" if ask.before else ""
    yield f"[bold]→ you would have to[/] {plain_text(ask.what)}{before}"
    if ask.command:
        yield f"  {plain_text(ask.command)}"


def _end(played: SimulationResult) -> None:
    console.print()
    console.print("[bold]In the end[/]")
    left, last, deadline = played.count(State.SENT) - played.sent_before, played.last_sent_at, played.window.not_after
    rows = [
        ("left", left, f"the last on {_moment(last)}" if last else ""),
        ("left before this", played.sent_before, ""),
        ("refused", played.count(State.REFUSED), ""),
        ("uncertain", played.count(State.UNCERTAIN), ""),
        ("still waiting", len(played.waiting), _numbers(played.waiting)),
    ]
    for what, count, more in rows:
        if count or what in ("left", "still waiting"):
            console.print(f"  {what:17}{count:5}   {more}".rstrip(), soft_wrap=True)
    asked = sum(len(tick.actions) for tick in played.runs)
    console.print(f"  {'asked of you':17}{asked:5}   {_days(played)}".rstrip(), soft_wrap=True)
    console.print(f"The deadline is {_moment(deadline)}.")
    if not played.in_time:
        console.print(f"[bold red]Too late[/]: {_count(len(played.waiting), 'letter')} would not leave in time.")
    elif last is None:
        console.print("[bold green]In time[/]: no letter was left to send.")
    else:
        console.print(
            f"[bold green]In time[/]: everything that can arrive left {_long(deadline - last)} before the deadline."
        )


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(f"{each:04d}" for each in numbers[:10]) + (", …" if len(numbers) > 10 else "")


def _days(played: SimulationResult) -> str:
    """On which days something is asked."""
    days = Counter(_day(tick.at) for tick in played.runs for _ in tick.actions)
    return ", ".join(days)


def _later(now: datetime, again: datetime) -> str:
    return f"at {again:%H:%M}" if again.date() == now.date() else f"on {_moment(again)}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _long(span: timedelta) -> str:
    hours = span // timedelta(hours=1)
    if hours >= 48:
        return f"{hours // 24} days"
    return _count(hours, "hour") if hours else _count(span // timedelta(minutes=1), "minute")


def _day(moment: datetime) -> str:
    return f"{moment:%A} {moment.day} {moment:%B %Y}"


def _moment(moment: datetime) -> str:
    return f"{_day(moment)} {moment:%H:%M}"


def _noon(played: SimulationResult, event: Event) -> datetime:
    return datetime(event.day.year, event.day.month, event.day.day, 12, tzinfo=played.begin.tzinfo)
