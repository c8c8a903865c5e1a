"""What holds of the ledger whatever happens, in whatever order: runs, lists, senders and power cuts."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from reportgen.domain.delivery.states import (
    FAILED,
    PENDING,
    Accepted,
    Action,
    Delivery,
    Outcome,
    Postponed,
    Refused,
    Stage,
    State,
    Unknown,
)
from reportgen.domain.identifiers import delivery_key
from reportgen.domain.pack.decisions import PartDigest
from reportgen.storage.ledger.ledger import Ledger
from reportgen.storage.ledger.pack_records import PackRecord

EVENT = "2018-12-10-diversiteit"
START = datetime(2018, 12, 3, 8, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
NUMBERS = st.integers(1, 2)
OUTCOMES = st.sampled_from((Accepted("250"), Postponed(Stage.RCPT, "451"), Refused(Stage.RCPT, "550"), Unknown("lost")))


class LedgerMachine(RuleBasedStateMachine):
    """A few participants, and everything that can befall their letters."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name) / "ledger.sqlite"
        self.ledger = Ledger.open(self.path)
        self.now = START
        self.gone: set[int] = set()
        self.steps: dict[str, int] = {}

    def teardown(self) -> None:
        self.ledger.close()
        self.folder.cleanup()

    @rule(numbers=st.sets(NUMBERS, min_size=1))
    def an_edition_is_sealed(self, numbers: set[int]) -> None:
        edition = self.ledger.begin_edition(EVENT, self.now)
        records = [_record(number, edition) for number in sorted(numbers)]
        self.ledger.record_edition(EVENT, edition, f"bag {edition}", records, self.now)
        self.gone -= numbers

    @rule(number=NUMBERS)
    def someone_leaves_the_list(self, number: int) -> None:
        self.ledger.withdraw(EVENT, [number], self.now, "not on the list any more")
        self.gone.add(number)

    @rule(outcome=OUTCOMES)
    def letters_are_released_and_one_is_carried(self, outcome: Outcome) -> None:
        for letter in self._released()[:1]:
            self.ledger.claim(letter.key, self.now)
            self.ledger.record_outcome(letter, outcome, self.now)

    @rule(stage=st.sampled_from(Stage))
    def the_power_fails_with_a_letter_in_hand(self, stage: Stage) -> None:
        for letter in self._released()[:1]:
            self.ledger.claim(letter.key, self.now)
            self.ledger.record_stage(letter.key, stage, self.now)
        self.ledger.close()
        self.ledger = Ledger.open(self.path)

    @rule()
    def the_next_sending_begins(self) -> None:
        self.ledger.recover_interrupted(EVENT, self.now)
        assert all(each.state is not State.SENDING for each in self.ledger.deliveries(EVENT))

    @rule(minutes=st.sampled_from((1, 10, 400)))
    def time_goes_by(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    def _released(self) -> tuple[Delivery, ...]:
        for each in self.ledger.deliveries(EVENT):
            if each.state is State.PRINTED:
                self.ledger.act(each.key, Action.RELEASE, self.now, "by hand")
        return self.ledger.due(EVENT, self.now)

    @invariant()
    def nobody_has_two_letters_that_may_go(self) -> None:
        due = [each.participant for each in self.ledger.due(EVENT, self.now)]
        assert len(due) == len(set(due))

    @invariant()
    def nothing_goes_to_who_left_the_list(self) -> None:
        assert self.gone.isdisjoint(each.participant for each in self.ledger.due(EVENT, self.now))

    @invariant()
    def every_record_is_accounted_for(self) -> None:
        settled = FAILED | {State.SENT, State.UNCERTAIN, State.WITHDRAWN}
        assert all(each.state in PENDING | settled for each in self.ledger.deliveries(EVENT))
        keys = [each.key for each in self.ledger.deliveries(EVENT)]
        assert len(keys) == len(set(keys))

    @invariant()
    def history_only_grows(self) -> None:
        steps = {each.key: len(self.ledger.history(each.key)) for each in self.ledger.deliveries(EVENT)}
        assert all(steps[key] >= count for key, count in self.steps.items())
        self.steps = steps


def _record(number: int, edition: int) -> PackRecord:
    key = delivery_key(EVENT, number, edition)
    parts = (PartDigest("personal", key, key),)
    return PackRecord(key, number, "GM0356", key, parts, key, 8, f"d{number}@x.example", f"<{key}@vng.example>", key)


TestWhateverHappens = LedgerMachine.TestCase
TestWhateverHappens.settings = settings(max_examples=30, stateful_step_count=15)
