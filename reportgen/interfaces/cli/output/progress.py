"""Progress bars of a run on a terminal, with rate and time remaining."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text


def progress_on(console: Console) -> Progress:
    """Progress bars that are not started yet; starting them starts a thread."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
        console=console,
    )


class _Rate(ProgressColumn):
    """The rate per second."""

    def render(self, task: Task) -> Text:
        """The rate; empty until it is known."""
        return Text(f"{task.speed:.1f}/s" if task.speed else "")
