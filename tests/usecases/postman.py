"""A sender from whom no letter comes back, and how letters are handed to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from usecases.desk import Desk
from usecases.meeting import KEY

from reportgen.application.delivery import send as sending
from reportgen.config.paths import Paths
from reportgen.config.settings import load_event_file
from reportgen.config.timezone import ZONE
from reportgen.domain.delivery.states import Accepted, Outcome, Stage
from reportgen.domain.finding import Finding
from reportgen.mail.sender import OnStage
from reportgen.sources.cbs.snapshots import EMBEDDED
from reportgen.storage.ledger.ledger import Ledger

MONDAY = datetime(2018, 12, 3, 8, 0, tzinfo=ZONE)


@dataclass
class Postman:
    """A sender from whom no letter comes back."""

    sends_real_mail: bool = True
    carried: list[tuple[str, bytes]] = field(default_factory=list)
    answers: list[Outcome | BaseException] = field(default_factory=list)

    def prepare(self, recipient: str) -> None:
        """A postman is always ready."""

    def is_ready(self, recipient: str) -> bool:
        """A postman is always ready."""
        return True

    def max_bytes(self) -> int:
        """A postman carries a letter of ten million bytes."""
        return 10_000_000

    def close(self) -> None:
        """A postman holds nothing."""

    def send(self, key: str, recipient: str, letter: bytes, on_stage: OnStage) -> Outcome:
        """Carries the letter, and answers what it was told to, or breaks off behind the final dot."""
        on_stage(Stage.DOT)
        self.carried.append((recipient, letter))
        answer = self.answers.pop(0) if self.answers else Accepted("250 ok")
        if isinstance(answer, BaseException):
            raise answer
        return answer


def carry(
    desk: Desk, postman: Postman, *, made_up: bool, moments: list[datetime] | None = None
) -> tuple[int, list[Finding]]:
    """Sends what is due with a postman; every look at the clock takes the next of the moments."""
    left = list(moments or [MONDAY])
    paths = Paths(EMBEDDED, desk.output)
    ledger = Ledger.open(paths.ledger)
    try:
        return sending.send(
            KEY,
            paths,
            ledger,
            postman,
            load_event_file(desk.event).settings.rules,
            lambda: left.pop(0) if len(left) > 1 else left[0],
            made_up,
            lambda *_: None,
        )
    finally:
        ledger.close()
