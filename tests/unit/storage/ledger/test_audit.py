"""The audit log: what organisers did, what became of it, and finding it again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from reportgen.storage.ledger.audit import AuditQuery, Outcome, OutcomeState
from reportgen.storage.ledger.ledger import Ledger

EVENT = "2030-05-16-wonen"


def test_work_is_running_until_its_end_is_told(ledger: Ledger, now: datetime) -> None:
    audit, deed = ledger.audit(), (now, "anna", "build")
    audit.begin(EVENT, "anna", "build", "nieuwe zaal", now, (1, 2))
    assert audit.outcomes(EVENT) == {deed: Outcome(OutcomeState.RUNNING, "")}
    done = Outcome(OutcomeState.DONE, "2 pakketten gemaakt.")
    audit.end(EVENT, deed, done, now + timedelta(minutes=3))
    assert audit.outcomes(EVENT) == {deed: done}
    assert audit.outcomes("2030-05-17-zorg") == {}


def test_an_action_on_many_is_found_once_by_any_of_them(ledger: Ledger, now: datetime) -> None:
    audit = ledger.audit()
    audit.append(EVENT, "anna", "release", "3", now, (1, 2, 3))
    audit.append(EVENT, "bram", "withdraw", "ziek", now + timedelta(minutes=1), (2,))
    audit.append(EVENT, "anna", "accept", "lijst.csv", now + timedelta(minutes=2))

    def found(query: AuditQuery, **page: int) -> list[tuple[str, tuple[int, ...]]]:
        return [(each.what, numbers) for each, numbers in audit.actions(EVENT, query, **page)]

    assert found(AuditQuery()) == [("accept", ()), ("withdraw", (2,)), ("release", (1, 2, 3))]
    assert found(AuditQuery(), most=1, skip=1) == [("withdraw", (2,))]
    assert found(AuditQuery(numbers=(2,))) == [("withdraw", (2,)), ("release", (2,))]
    assert found(AuditQuery(numbers=())) == []
    assert found(AuditQuery(who="anna")) == [("accept", ()), ("release", (1, 2, 3))]
    assert found(AuditQuery(what="withdraw", who="anna")) == []
    assert audit.actors(EVENT) == (("anna", "bram"), ("accept", "release", "withdraw"))


def test_a_change_and_its_line_are_written_together_or_not_at_all(ledger: Ledger, now: datetime) -> None:
    audit = ledger.audit()

    def change(fault: str = "") -> None:
        with audit.transaction():
            audit.append(EVENT, "anna", "move", "tafel 1 → 2", now)
            with audit.transaction():
                audit.append(EVENT, "anna", "move", "tafel 2 → 3", now)
            if fault:
                raise ValueError(fault)

    with pytest.raises(ValueError, match="halfway"):
        change("halfway")
    assert audit.entries(EVENT) == ()
    change()
    assert len(audit.entries(EVENT)) == 2
