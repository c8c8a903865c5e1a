"""With what packs are printed: the executor, the cache of printed parts, and which packs are validated."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from reportgen.render.printing.part_cache import PartCache
from reportgen.render.processes.executors import PartExecutor, ProcessExecutor
from reportgen.render.processes.timeouts import PART_TIMEOUT


class Judge(StrEnum):
    """Which bound packs are validated as a whole (PDF/A-2a and PDF/UA-1); parts are validated always."""

    SAMPLE = "sample"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class PrintContext:
    """With what packs are printed.

    Attributes:
        executor: runs the printing of parts, where there are more than a few.
        part_cache: where printed parts are kept; None to keep none.
        judge: which bound packs are validated; None to validate neither packs nor parts, where what is printed is
            compared with what was validated before.
        part_timeout: seconds that one part may take; one that takes longer fails by itself.
    """

    executor: PartExecutor = field(default_factory=lambda: ProcessExecutor(1))
    part_cache: PartCache | None = None
    judge: Judge | None = Judge.SAMPLE
    part_timeout: float = PART_TIMEOUT

    def __post_init__(self) -> None:
        if self.judge is None and self.part_cache:
            raise ValueError("Parts that nobody validated are not kept in the cache: they would pass for validated")
