"""Work is in the audit log with what became of it, however it ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import pytest

from reportgen.config.timezone import ZONE
from reportgen.errors import BusyError
from reportgen.interfaces.web.background.jobs import JobStopped
from reportgen.interfaces.web.background.recorded_work import recorded_work
from reportgen.interfaces.web.installation import Installation
from reportgen.storage.ledger.audit import AuditLog, AuditQuery, Outcome, OutcomeState
from reportgen.storage.ledger.ledger import Ledger

NOW = datetime(2030, 5, 1, 9, tzinfo=ZONE)
EVENT, DEED = "2030-05-16-wonen", (NOW, "anna", "build")


class _Installation:
    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def clock(self) -> datetime:
        return NOW

    @contextmanager
    def accounts(self) -> Iterator[AuditLog]:
        yield self.ledger.audit()


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(tmp_path / "ledger.db")
    yield opened
    opened.close()


def _done(ledger: Ledger, work: Any) -> tuple[bool, str]:
    return recorded_work(cast(Installation, _Installation(ledger)), EVENT, DEED, "reden", (1, 2), work)


def _raising(error: BaseException) -> Any:
    def work() -> tuple[bool, str]:
        raise error

    return work


@pytest.mark.parametrize("result", [(True, "2 pakketten gemaakt."), (False, "Er was niets te maken.")])
def test_what_work_answers_is_its_outcome(ledger: Ledger, result: tuple[bool, str]) -> None:
    assert _done(ledger, lambda: result) == result
    state = OutcomeState.DONE if result[0] else OutcomeState.FAILED
    assert ledger.audit().outcomes(EVENT) == {DEED: Outcome(state, result[1])}
    ((entry, numbers),) = ledger.audit().actions(EVENT, AuditQuery())
    assert (entry.what, entry.about, numbers) == ("build", "reden", (1, 2))


def test_work_that_could_not_begin_or_broke_off_is_told_as_such(ledger: Ledger) -> None:
    succeeded, told = _done(ledger, _raising(BusyError("Another run is active")))
    assert not succeeded
    assert ledger.audit().outcomes(EVENT) == {DEED: Outcome(OutcomeState.FAILED, told)}


def test_work_that_the_end_of_the_server_stopped_is_told_as_stopped(ledger: Ledger) -> None:
    with pytest.raises(JobStopped):
        _done(ledger, _raising(JobStopped()))
    assert ledger.audit().outcomes(EVENT) == {DEED: Outcome(OutcomeState.STOPPED, "")}


def test_while_it_is_at_work_it_is_running(ledger: Ledger) -> None:
    def work() -> tuple[bool, str]:
        assert ledger.audit().outcomes(EVENT) == {DEED: Outcome(OutcomeState.RUNNING, "")}
        return True, "klaar"

    assert _done(ledger, work) == (True, "klaar")
