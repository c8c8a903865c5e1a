"""The columns of a list as an organiser sees them: heading, some of what stands below it, and what it is taken for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.sources.lists.columns import FIELD_BY_HEADING, HEADINGS, normalized_heading, plain_heading
from reportgen.sources.lists.sheets import ReadOptions, sheet_in

SAMPLES = 3
MAX_SAMPLE = 40
"""Characters of a cell that are shown."""


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """A column of a list.

    Attributes:
        samples: the first cells that differ, cut off where they are long.
        field: what it is taken for, a key of HEADINGS; empty for nothing.
        usual: what its heading alone stands for; empty for nothing.
    """

    heading: str
    samples: tuple[str, ...]
    field: str
    usual: str


def seen_columns(path: Path, sheet: str, own: Mapping[str, Sequence[str]], options: ReadOptions) -> list[SeenColumn]:
    """The columns of a list, whatever is wrong with them.

    Args:
        own: the organiser's own words for columns: headings by the name of a field.

    Raises:
        SourceError: the file is no table.
    """
    fields = {plain_heading(heading): field for field, headings in by_field(own).items() for heading in headings}
    left_out = {field for field, headings in by_field(own).items() if not headings}

    def knows(heading: str) -> bool:
        return plain_heading(heading) in fields or normalized_heading(heading) in FIELD_BY_HEADING

    read = sheet_in(path, knows, sheet, lambda heading: False, options=options)
    mine = {fields[plain] for heading in read.headings if (plain := plain_heading(heading)) in fields}
    columns = []
    for heading in read.headings:
        usual = FIELD_BY_HEADING.get(normalized_heading(heading), "")
        taken = usual if usual not in mine and usual not in left_out else ""
        cells = dict.fromkeys(cell for row in read.rows if (cell := str(row.cells.get(heading, ""))[:MAX_SAMPLE]))
        columns.append(SeenColumn(heading, (*cells,)[:SAMPLES], fields.get(plain_heading(heading), taken), usual))
    return columns


def by_field(own: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The organiser's own words by field; a field without any is left out. What is no field of ours is passed over."""
    found: dict[str, list[str]] = {}
    for ours, theirs in own.items():
        field = ours if ours in HEADINGS else FIELD_BY_HEADING.get(normalized_heading(ours))
        if field:
            found.setdefault(field, []).extend(heading for heading in theirs if heading.strip())
    return found
