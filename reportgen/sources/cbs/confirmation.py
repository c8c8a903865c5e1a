"""When CBS last said that fetched data hold: noted in their folder, for a check that fetches nothing anew."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from reportgen.errors import FOREIGN_FAULTS

CONFIRMED = "confirmed"


def confirm_in(folder: Path, now: datetime) -> None:
    """Notes in a folder of fetched data that CBS has not revised them since."""
    part = folder / f".{CONFIRMED}.part"
    part.write_text(f"{now:%Y-%m-%d}\n", "ascii")
    part.rename(folder / CONFIRMED)


def confirmed_in(folder: Path) -> date | None:
    """The day on which CBS last said that the data of a folder hold; None where it did not."""
    try:
        return date.fromisoformat((folder / CONFIRMED).read_text("ascii").strip())
    except (OSError, *FOREIGN_FAULTS):
        return None
