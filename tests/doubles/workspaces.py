"""Workspaces for tests: an event's folder with a ledger and a clock that is made up."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from reportgen.application.workspace import Clock, Workspace
from reportgen.config.paths import Paths
from reportgen.config.settings import load_event_file
from reportgen.domain.delivery.rules import DeliveryRules
from reportgen.domain.identifiers import BRIEFING
from reportgen.storage.ledger.ledger import Ledger

EXAMPLE = Path(__file__).parents[2] / "data" / "events" / "2018-12-10-diversiteit-door-migratie"


def clock_at(now: datetime | Callable[[], datetime], simulated: bool = True) -> Clock:
    """A clock that stands still at a moment, or gives the moments of a function."""
    moments = now if callable(now) else lambda: now
    return Clock(moments, monotonic, simulated)


def workspace_of(
    folder: Path, paths: Paths, ledger: Ledger, now: datetime | Callable[[], datetime], kind: str = BRIEFING
) -> Workspace:
    """The workspace of an event at a made-up moment."""
    return Workspace(load_event_file(folder, kind), paths, ledger, clock_at(now))


@contextmanager
def opened(folder: Path, paths: Paths, now: datetime, kind: str = BRIEFING) -> Iterator[Workspace]:
    """The same with the ledger of the output folder, closed afterwards."""
    ledger = Ledger.open(paths.ledger)
    try:
        yield workspace_of(folder, paths, ledger, now, kind)
    finally:
        ledger.close()


def mailing(key: str, paths: Paths, ledger: Ledger, rules: DeliveryRules, clock: Clock) -> Workspace:
    """A workspace to send letters in: that of an event beside the output folder, whose list has all their people.

    The meeting is on the day after the window of the rules.
    """
    folder = paths.output.with_name(key)
    if not folder.exists():
        shutil.copytree(EXAMPLE, folder)
        own = re.sub(r"(?m)^(welcome\w*) = .*", r'\1 = "Welkom."', (folder / "event.toml").read_text("utf-8"))
        (folder / "event.toml").write_text(own, "utf-8")
        rows = (f"{each.name.replace(' ', ';')};Nieuwegein;{each.email};aangemeld" for each in ledger.enrolled(key))
        head = "Voorletters;Achternaam;Gemeente;E-mailadres;Status"
        (folder / "deelnemers.csv").write_text("\n".join((head, *rows)), "utf-8")
    loaded, last = load_event_file(folder), rules.window.not_after.date()
    event = replace(loaded.event, day=last + timedelta(days=1))
    until = last + timedelta(days=365)
    settings = replace(loaded.settings, rules=rules, keep_until=until, moved_from=loaded.event.day)
    return Workspace(replace(loaded, event=event, settings=settings), paths, ledger, clock)
