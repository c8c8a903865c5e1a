"""With what packs are printed: by whom, from which stock, and how strictly they are judged."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from reportgen.render.printing.executors import PartExecutor, ProcessExecutor
from reportgen.render.printing.part_cache import PartCache


class Judge(StrEnum):
    """Which bound packs are judged as a whole."""

    SAMPLE = "sample"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class PrintContext:
    """With what is printed.

    Attributes:
        executor: who prints parts, where there are more than a few.
        stock: where printed parts are kept; None to keep none.
        judge_all: judge every bound pack as a whole, not only a sample.
        unjudged: judge neither parts nor packs, for they are compared with what was judged before.
    """

    executor: PartExecutor = field(default_factory=lambda: ProcessExecutor(1))
    stock: PartCache | None = None
    judge_all: bool = False
    unjudged: bool = False

    def __post_init__(self) -> None:
        if self.unjudged and self.stock:
            raise ValueError("What nobody judged is not kept in stock: others would take it for judged")
