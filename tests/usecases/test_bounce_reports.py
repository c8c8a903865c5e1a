"""Reports as servers really send them: a letter is noted as bounced where it is certain, and else a person is asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path
from shutil import copyfile

import pytest
from doubles.bounce_reports import BOUNCED, NAMES, NOTHING, SentLetter, cases
from usecases.conftest import Ran
from usecases.meeting import ANNA, KEY

from reportgen.application.delivery.bounces import BounceResult, record_bounces
from reportgen.application.resources import workspace_in
from reportgen.application.workspace import Clock, Workspace
from reportgen.config.paths import Paths
from reportgen.config.timezone import ZONE
from reportgen.domain.answers.answer import reference_of
from reportgen.domain.delivery.states import State
from reportgen.mail.inbox.submissions import Submission

NUMBER = 2


@pytest.fixture
def workspace(sent: Ran, tmp_path: Path) -> Iterator[Workspace]:
    """The event with its letters sent, and a ledger of its own."""
    clock = Clock(lambda: datetime(2018, 12, 5, 9, tzinfo=ZONE), lambda: 0.0, simulated=True)
    output = tmp_path / "output"
    output.mkdir()
    for each in sent.cli.output.iterdir():
        if each.is_dir():
            (output / each.name).symlink_to(each)
        else:
            copyfile(each, output / each.name)
    with workspace_in(sent.cli.event, Paths(Path("figures"), output), clock) as opened:
        yield opened


def _letter(workspace: Workspace) -> SentLetter:
    """The letter to one participant, from the archive."""
    delivery = next(each for each in workspace.ledger.deliveries(KEY) if each.participant == NUMBER)
    content = workspace.archive.read(1, f"letters/{NUMBER:04d}.eml", delivery.letter_digest)
    head = message_from_bytes(content, policy=policy.default)
    fingerprint = workspace.ledger.answers(KEY).fingerprint(NUMBER, 1)
    assert fingerprint
    reference = str(reference_of(NUMBER, 1, delivery.key, fingerprint))
    names = (head["Date"], head["Message-ID"], reference)
    return SentLetter(NUMBER, delivery.key, "secretariaat@organisatie.example", ANNA.email, head["Subject"], *names)


def _read(workspace: Workspace, *messages: bytes) -> BounceResult:
    return record_bounces(workspace, [Submission("", each, None, len(each)) for each in messages])


def _states(workspace: Workspace) -> dict[int, State]:
    return {each.participant: each.state for each in workspace.ledger.deliveries(KEY)}


@pytest.mark.parametrize("name", NAMES)
def test_a_report_is_noted_where_it_is_certain_and_else_asked_about(workspace: Workspace, name: str) -> None:
    before = _states(workspace)
    message, expected = cases(_letter(workspace))[name]
    result = _read(workspace, message)
    codes = [each.code for each in result.findings]
    if expected in (BOUNCED, "both"):
        assert [letter.participant for letter, _ in result.bounced] == [NUMBER], (name, result)
        assert codes == (["bounce-forwarded"] if expected == "both" else [])
        assert _states(workspace) == {**before, NUMBER: State.BOUNCED}
        again = _read(workspace, message)
        assert (again.bounced, again.known) == ([], 1)
    else:
        assert codes == ([] if expected == NOTHING else [expected]), (name, result)
        assert _states(workspace) == before
