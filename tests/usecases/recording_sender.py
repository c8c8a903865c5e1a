"""A sender that keeps the letters it is given and answers as it is told, and how letters are sent with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from doubles.workspaces import clock_at
from usecases.command_line import CommandLine

from reportgen.application.delivery.send import send
from reportgen.application.workspace import Workspace
from reportgen.config.paths import Paths
from reportgen.config.settings import load_event_file
from reportgen.config.timezone import ZONE
from reportgen.domain.delivery.states import Accepted, Outcome, Stage
from reportgen.domain.finding import Finding
from reportgen.mail.sender import OnStage
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.ledger.ledger import Ledger

MONDAY = datetime(2018, 12, 3, 8, 0, tzinfo=ZONE)


@dataclass
class RecordingSender:
    """A sender that keeps what it was given.

    Attributes:
        sent: recipient and letter, in order.
        answers: the outcomes of the next letters, or what breaks off the sending; accepted when there are none.
    """

    sends_real_mail: bool = True
    sent: list[tuple[str, bytes]] = field(default_factory=list)
    answers: list[Outcome | BaseException] = field(default_factory=list)

    def prepare(self, recipient: str) -> None:
        """It is always ready."""

    def is_ready(self, recipient: str) -> bool:
        """It is always ready."""
        return True

    def max_bytes(self) -> int:
        """It takes a letter of ten million bytes."""
        return 10_000_000

    def close(self) -> None:
        """There is nothing to close."""

    def send(self, key: str, recipient: str, letter: bytes, on_stage: OnStage) -> Outcome:
        """Keeps the letter, and answers as it was told, or breaks off after the final dot."""
        on_stage(Stage.DOT)
        self.sent.append((recipient, letter))
        answer = self.answers.pop(0) if self.answers else Accepted("250 ok")
        if isinstance(answer, BaseException):
            raise answer
        return answer


def send_all(
    cli: CommandLine, sender: RecordingSender, *, made_up: bool, moments: list[datetime] | None = None
) -> tuple[int, list[Finding]]:
    """Sends what is due; every look at the clock takes the next of the moments."""
    left = list(moments or [MONDAY])
    paths = Paths(EMBEDDED, cli.output)
    ledger = Ledger.open(paths.ledger)
    try:
        clock = clock_at(lambda: left.pop(0) if len(left) > 1 else left[0], simulated=made_up)
        return send(Workspace(load_event_file(cli.event), paths, ledger, clock), sender, lambda *_: None)
    finally:
        ledger.close()
