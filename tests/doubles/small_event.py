"""A small event: the example with seven participants, at tables of four."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / "data" / "events" / "2018-12-10-diversiteit-door-migratie"

HEADINGS = ("Aanmeldnummer", "Voorletters", "Achternaam", "Functie", "Gemeente", "E-mailadres", "Deelnemerslijst")
PEOPLE = (
    ("1", "A.", "Zwaluw", "burgemeester", "Diemen", "a.zwaluw@diemen.example", "ja"),
    ("2", "B.", "Meeuw", "wethouder", "Diemen", "b.meeuw@diemen.example", "ja"),
    ("3", "C.", "Tapuit", "wethouder", "Utrecht", "c.tapuit@utrecht.example", "ja"),
    ("4", "D.", "Merel", "burgemeester", "Vaals", "d.merel@vaals.example", "nee"),
    ("5", "E.", "Karekiet", "wethouder", "Urk", "e.karekiet@urk.example", "ja"),
    ("6", "F.", "Grutto", "wethouder", "Gouda", "f.grutto@gouda.example", "ja"),
    ("7", "G.", "Wulp", "wethouder", "Delft", "g.wulp@delft.example", "ja"),
)
"""Their last names are in no name of a district, which packs show too."""


def sheet(people: Sequence[Sequence[str]] = PEOPLE, headings: Sequence[str] = HEADINGS) -> str:
    """A list as someone saves it."""
    out = StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows([headings, *people])
    return out.getvalue()


def small_event(folder: Path, people: Sequence[Sequence[str]] = PEOPLE, more: str = "") -> Path:
    """The example with a handful of people at tables of four; ``more`` goes at the end of event.toml."""
    event = folder / "2018-12-10-klein"
    shutil.copytree(EXAMPLE, event)
    (event / "deelnemers.csv").write_text(sheet(people), "utf-8-sig")
    said = (event / "event.toml").read_text("utf-8")
    said = re.sub(r"^seats = \d+", "seats = 4", said, flags=re.MULTILINE)
    (event / "event.toml").write_text(f"{said}\n{more}", "utf-8")
    return event
