"""Terminal output of a simulation: what is rehearsed, what goes wrong in it, and how days are shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from reportgen.config.settings import Settings
from reportgen.domain.delivery.simulation import MAILBOX_FULL_TIME, SERVER_DOWN_TIME, Faults, SimulationResult
from reportgen.domain.programme.event import Event
from reportgen.i18n.message import Message, counted, said
from reportgen.interfaces.cli.output.terminal import console, marked, say
from reportgen.interfaces.language import language
from reportgen.render.content.catalogue import day_text, time_text


def show_head(event: Event, settings: Settings, simulation: SimulationResult, seed: int) -> None:
    """Shows what is rehearsed, and what goes wrong in it."""
    day = _noon_of(simulation, event)
    say("[bold]Rehearsal of {title}[/], a meeting on {day}.", title=event.title, day=day_shown(day))
    say("On a copy, with a mail server of its own: nothing leaves this machine, and nothing stays behind.")
    if simulation.begin_moved:
        say("[yellow]The window is past[/], so the clock begins on {moment}.", moment=moment_shown(simulation.begin))
    if settings.server is None:
        say("event.toml sends to a folder; this is how it would go by a mail server, 60 letters a minute.")
    if settings.rules.redirect_all:
        say("redirect_all in event.toml is left out here: this is how the real letters would go.")
    if simulation.faults == Faults():
        say("Nothing goes wrong in it.")
        return
    say("What goes wrong is made up (--seed {seed}), and says nothing about these addresses:", seed=seed)
    for line in _fault_lines(simulation.faults, simulation.begin):
        console.print(f"  · {marked(line)}", soft_wrap=True)


def _fault_lines(faults: Faults, like: datetime) -> Iterator[Message]:
    count = len(faults.greylisted)
    if count:
        some = [*sorted(faults.greylisted)[:3], *(["…"] if count > 3 else [])]
        yield counted(
            count,
            "{count} domain puts off a letter seen for the first time ({domains})",
            "{count} domains put off a letter seen for the first time ({domains})",
            domains=some,
        )
    if faults.full:
        hours = MAILBOX_FULL_TIME // timedelta(hours=1)
        yield said("the mailbox of {recipient} is full for {hours} hours", recipient=faults.full, hours=hours)
    if faults.unknown:
        yield said("{recipient} does not exist", recipient=faults.unknown)
    if faults.lost:
        yield said("the connection breaks behind the last dot of the letter to {recipient}", recipient=faults.lost)
    if faults.down:
        down = faults.down.astimezone(like.tzinfo)
        until = (faults.down + SERVER_DOWN_TIME).astimezone(like.tzinfo)
        yield said("the mail server is down on {moment} to {until}", moment=moment_shown(down), until=until.timetz())


def day_shown(moment: datetime) -> str:
    """A day with its day of the week, in the reader's language."""
    return day_text(moment, language(), weekday=True)


def moment_shown(moment: datetime) -> str:
    """A moment with its day of the week, in the reader's language."""
    return f"{day_shown(moment)} {time_text(moment, language())}"


def _noon_of(simulation: SimulationResult, event: Event) -> datetime:
    return datetime(event.day.year, event.day.month, event.day.day, 12, tzinfo=simulation.begin.tzinfo)
