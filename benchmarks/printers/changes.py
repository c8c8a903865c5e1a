"""What a run costs when little or nothing changed: the commands as people type them, start-up and all."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import reportgen
from printers.measure import Measured, measured
from printers.people import EXAMPLE, NOW, event_with, known, participants, revised, write
from reportgen.sources.cbs.embedded import EMBEDDED

UNCHANGED = 10_000
CHANGED = 1000


def unchanged(folder: Path, count: int = UNCHANGED) -> Measured:
    """A run over packs that are all known and as they were, after one that found so."""
    own = folder / "known"
    event = event_with(count, own)
    known(event, own / "output")
    _build(event)
    return _build(event)


def one_registration(folder: Path, count: int = CHANGED) -> Measured:
    """A run after one person among many got another function; the packs of a table show it."""
    event = _printed(folder, count)
    first, *others = participants(count)
    write((replace(first, function="loco-burgemeester"), *others), event)
    return _build(event)


def one_figure(folder: Path, count: int = CHANGED) -> Measured:
    """A run after CBS revised one share of one municipality; its own packs show it, and those beside it."""
    event = _printed(folder, count)
    return _build(event, "--figures", str(revised(EMBEDDED, event.parent)))


def _printed(folder: Path, count: int) -> Path:
    """An event of which every pack was printed and sealed, and every part is in the cache; once in a folder."""
    own = folder / "printed"
    event = own / EXAMPLE.name
    if not event.exists():
        _build(event_with(count, own))
    return event


def _build(event: Path, *more: str) -> Measured:
    moment, output = NOW.strftime("%Y-%m-%dT%H:%M"), event.parent / "output"
    command = [sys.executable, "-m", "reportgen", "build", str(event), "--output", str(output)]
    paths = {"PYTHONPATH": str(Path(reportgen.__file__).parents[1]), "PYTHONDONTWRITEBYTECODE": ""}  # as people have it
    done = measured([*command, "--now", moment, *more], paths)
    if done.code not in (0, 1):
        raise ValueError(f"{' '.join(command)} ended with {done.code}: {' '.join(done.said[-3:])}")
    return done


CHANGES: tuple[tuple[str, Callable[[Path], Measured]], ...] = (
    (f"nothing changed among {UNCHANGED:,} known packs", unchanged),
    (f"one registration changed among {CHANGED:,}", one_registration),
    (f"one figure of one municipality revised among {CHANGED:,}", one_figure),
)
