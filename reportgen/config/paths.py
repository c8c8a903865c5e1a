"""The folders of the house: where figures are read, and where everything that is made goes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reportgen.domain.identifiers import KIND_SEPARATOR

OUTPUT = Path("output")
"""Where everything that is made goes when nothing else is said."""

OUTPUT_NAMED = "REPORTGEN_OUTPUT"
"""The name under which the environment says something else."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Where figures are read and where everything that is made goes."""

    figures: Path
    output: Path

    @property
    def kept(self) -> Path:
        """The folder with tables that were fetched."""
        return self.output / "figures"

    @property
    def ledger(self) -> Path:
        """The file of the ledger."""
        return self.output / "ledger.sqlite"

    @property
    def part_cache(self) -> Path:
        """The folder with printed parts; it may be thrown away, at the price of time."""
        return self.output / "stock"

    def keys(self, event: str) -> tuple[str, ...]:
        """The keys of an event and of every other kind of its packs of which there is anything here."""
        made = {each.name for each in self.output.glob(f"*/{event}{KIND_SEPARATOR}*") if each.is_dir()}
        return event, *sorted(made)

    def memory(self, event: str) -> Path:
        """The file that says in which state of an event there was nothing to do; it may be thrown away."""
        return self.output / "memory" / f"{event}.json"

    def recollection(self, event: str) -> Path:
        """The file that says what was found out about the parts of an event; it may be thrown away."""
        return self.output / "memory" / "parts" / f"{event}.json"

    def draft(self, event: str) -> Path:
        """The file that says what event.toml comes to; it may be thrown away."""
        return self.output / "memory" / "events" / f"{event}.json"

    @property
    def statistics(self) -> Path:
        """The file with the figures as they were read last; it may be thrown away."""
        return self.output / "memory" / "figures.msgpack"

    def archive(self, event: str) -> Path:
        """The folder with an event's sealed editions."""
        return self.output / "archive" / event

    def concept(self, event: str) -> Path:
        """The folder with a list that was offered and not accepted yet."""
        return self.output / "concept" / event

    def answers(self, event: str) -> Path:
        """The folder with what participants sent back."""
        return self.output / "answers" / event

    def outbox(self, event: str) -> Path:
        """The folder where an event's letters go."""
        return self.output / "outbox" / event
