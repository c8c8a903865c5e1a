"""An event whose letters were sent, made without printing, and what its participants send back."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from doubles.answering import mailed
from doubles.released_letters import KEY, address, output_with_letters
from doubles.workspaces import EXAMPLE, opened

from reportgen.application.feedback.collect import CollectResult, collect
from reportgen.config.paths import Paths
from reportgen.config.timezone import ZONE
from reportgen.domain.answers.answer import latest_answers
from reportgen.domain.answers.review import ReviewItem
from reportgen.mail.inbox.submissions import Submission

LATER = datetime(2018, 12, 20, 9, 0, tzinfo=ZONE)


def reply(number: int, text: str, sender: str = "", day: int = 4, subject: str = "Re: uw briefing") -> bytes:
    """A reply to the letter of a participant, from their address where no other is given."""
    name = f"<{KEY}.{number:04d}.0001@vng.example>"
    at = f"{['Sat', 'Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri'][day % 7]}, {day:02d} Dec 2018 10:00:00 +0100"
    return mailed(sender or address(number), text, answers=name, subject=subject, at=at)


@dataclass(frozen=True)
class AnsweredEvent:
    """An event with an output folder."""

    folder: Path
    paths: Paths

    @classmethod
    def create(cls, folder: Path, people: int = 4) -> AnsweredEvent:
        """An event of three questions whose participants each have a letter."""
        event = folder / KEY
        shutil.copytree(EXAMPLE, event)
        return cls(event, output_with_letters(folder / "output", people))

    def collect(self, *contents: bytes | Submission, at: datetime = LATER) -> CollectResult:
        """Collects messages or files."""
        items = [each if isinstance(each, Submission) else Submission("", each, None, len(each)) for each in contents]
        with opened(self.folder, self.paths, at) as workspace:
            return collect(workspace, items)

    def waiting(self) -> tuple[ReviewItem, ...]:
        """What waits for a person."""
        with opened(self.folder, self.paths, LATER) as workspace:
            return workspace.ledger.answers(KEY).reviews.waiting()

    def answers(self) -> list[tuple[int, int, str, bool]]:
        """The answers that count, as the report has them: whose, to which question, what, with a name."""
        with opened(self.folder, self.paths, LATER) as workspace:
            found = latest_answers(workspace.ledger.answers(KEY).all())
        return [(each.participant, each.question, each.text, each.named) for each in found]

    @property
    def originals(self) -> Path:
        """The folder of what came in."""
        return self.paths.answers(KEY) / "originals"
