"""The result of a refresh of one table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RefreshOutcome(StrEnum):
    """The result of a refresh of one table."""

    FETCHED = "fetched"
    UNCHANGED = "unchanged"  # CBS did not revise it, or the revision changed nothing that is used
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RefreshedTable:
    """A table after a refresh.

    Attributes:
        key: the key of the file in a snapshot, or of the source of fetched values.
        table: the identifier of the CBS table.
        modified: when CBS revised what is in use now; empty when it came with the program.
        rows: how many rows are in use now.
    """

    key: str
    table: str
    outcome: RefreshOutcome
    modified: str
    rows: int
