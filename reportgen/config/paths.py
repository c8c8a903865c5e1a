"""Paths of a run: the folder with embedded figures, and the output folder with everything that is made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reportgen.domain.identifiers import KIND_SEPARATOR

OUTPUT = Path("output")
"""The output folder where nothing else is said."""

OUTPUT_VARIABLE = "REPORTGEN_OUTPUT"
"""The environment variable that names another output folder."""


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders and files of a run.

    Everything under ``cache`` may be deleted at any time, and is made again at the price of time.

    Attributes:
        figures: the folder with the figures that come with the program.
        output: the folder that everything is written to.
    """

    figures: Path
    output: Path

    @property
    def ledger(self) -> Path:
        """The file of the ledger."""
        return self.output / "ledger.sqlite"

    @property
    def fetched_tables(self) -> Path:
        """The folder with tables that were fetched from CBS."""
        return self.output / "figures"

    @property
    def fetched_values(self) -> Path:
        """The folder with values of indicators that were fetched from CBS."""
        return self.output / "figures" / "values"

    @property
    def fetched_lists(self) -> Path:
        """The folder with lists of municipalities that are newer than those that come with the program."""
        return self.output / "figures" / "municipalities"

    def archive(self, event: str) -> Path:
        """The folder with an event's sealed editions."""
        return self.output / "archive" / event

    def outbox(self, event: str) -> Path:
        """The folder that an event's letters are written to where no mail server is used."""
        return self.output / "outbox" / event

    def test_outbox(self, event: str) -> Path:
        """The folder where test copies of letters go when there is no mail server."""
        return self.output / "test" / event

    def answers(self, event: str) -> Path:
        """The folder with what participants sent back."""
        return self.output / "answers" / event

    def venue(self, event: str) -> Path:
        """The folder with attendance lists, name badges and table signs."""
        return self.output / "lists" / event

    def pending_list(self, event: str) -> Path:
        """The folder with a list that was uploaded and not accepted yet."""
        return self.output / "concept" / event

    def pack_keys(self, event: str) -> tuple[str, ...]:
        """The key of an event, and those of its other kinds of packs of which the output folder holds anything."""
        made = {each.name for each in self.output.glob(f"*/{event}{KIND_SEPARATOR}*") if each.is_dir()}
        return event, *sorted(made)

    @property
    def part_cache(self) -> Path:
        """The folder with printed parts."""
        return self.output / "cache" / "parts"

    def decision_cache(self, event: str) -> Path:
        """The file with what earlier builds of these packs decided."""
        return self.output / "cache" / "decisions" / f"{event}.json"

    def solution_cache(self, event: str) -> Path:
        """The file with assignments to sessions that were solved before."""
        return self.output / "cache" / "assignments" / f"{event}.json"

    @property
    def former_caches(self) -> tuple[Path, ...]:
        """The folders in which version 0.1 had its caches, which hold personal data and are not read any more."""
        return self.output / "stock", self.output / "memory"
