"""The ledger: people, editions, packs, and every letter with every attempt to deliver it, in SQLite."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Self

from reportgen.domain.delivery.retries import DEFAULT_WAITS, RetryWaits, next_try
from reportgen.domain.delivery.states import Action, Delivery, Outcome, Postponed, Stage, State
from reportgen.domain.pack.decisions import MadePack, PartDigest
from reportgen.domain.people.attendance import Attendance, AttendanceRecord
from reportgen.domain.people.participant import Enrolled
from reportgen.storage.archive.watermark import Claim
from reportgen.storage.ledger import deliveries, editions, pack_records, people
from reportgen.storage.ledger.database import connection_to, is_written
from reportgen.storage.ledger.deliveries import REDIRECT, STAGE, Step
from reportgen.storage.ledger.pack_records import DELIVERED, CancellationRecord, PackRecord
from reportgen.storage.ledger.tables import LedgerTables


class Ledger(LedgerTables):
    """The ledger of all events of one output folder. A change is durable when its method returns, with two exceptions.

    A stage before the final dot need not be: without it the letter is released again, rightly. The outcome of an
    attempt may become durable with the next claim: without it the letter is uncertain.
    """

    @classmethod
    def open(cls, path: Path) -> Self:
        """The ledger in a file, made if it is not there, and upgraded if it is of an older format.

        Raises:
            ArchiveError: the file is no ledger, is damaged, or was written by a newer program.
        """
        return cls(connection_to(path))

    @classmethod
    def open_if_present(cls, path: Path) -> Self:
        """The ledger in a file, for reading; where there is none, an empty one in memory. Raises as ``open``."""
        return cls(connection_to(path if is_written(path) else None))

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    # People

    def enrolled(self, event: str) -> tuple[Enrolled, ...]:
        """Everyone who ever had a number."""
        return people.enrolled_in(self._db, event)

    def person(self, event: str, number: int) -> Enrolled | None:
        """Who has a number; None where nobody ever had it."""
        return people.person_in(self._db, event, number)

    def seats(self, event: str) -> dict[int, tuple[int, str]]:
        """Table and theme by number of the participant."""
        return people.seats_in(self._db, event)

    def save_people(self, event: str, enrolled: Iterable[Enrolled], seats: Iterable[tuple[int, int, str]]) -> None:
        """Adds or updates people, who keep their numbers for good, and replaces all seats."""
        with self._transaction():
            people.save_people_in(self._db, event, enrolled, seats)

    def attendance(self, event: str) -> dict[int, AttendanceRecord]:
        """The last record of everyone whose attendance ever changed, by number; everyone else takes part."""
        return people.attendance_in(self._db, event)

    def attendance_history(self, event: str, number: int) -> tuple[AttendanceRecord, ...]:
        """Every change of one participant's attendance, oldest first."""
        return people.attendance_history_in(self._db, event, number)

    def record_attendance(self, event: str, changes: Mapping[int, Attendance], now: datetime) -> None:
        """Records who does not take part any more, or does again."""
        if changes:
            with self._transaction():
                people.add_attendance_in(self._db, event, changes, now)

    # Editions and packs

    def newest_packs(self, event: str, delivered: bool = False) -> tuple[MadePack, ...]:
        """The newest pack of everyone who has one; with ``delivered`` the newest whose letter was, or may have been."""
        parts = pack_records.parts_in(self._db, event)
        return pack_records.newest_packs(self._db, event, DELIVERED if delivered else State, parts)

    def newest_and_delivered(
        self, event: str, wanted: Mapping[int, str], with_parts: Collection[int] = ()
    ) -> tuple[tuple[MadePack, ...], tuple[MadePack, ...]]:
        """Both of these, without parts where the fingerprint is the wanted one, except for some participants."""
        return pack_records.newest_and_delivered(self._db, event, wanted, with_parts)

    def pack_parts(self, event: str, number: int) -> dict[int, tuple[PartDigest, ...]]:
        """The parts of every recorded pack of a participant, by number of the edition."""
        found = pack_records.parts_in(self._db, event, (number,))
        return {edition: tuple(parts) for (_, edition), parts in found.items()}

    def pack_codes(self, event: str) -> dict[tuple[int, int], str]:
        """The code of the municipality of every recorded pack, by number of the participant and of the edition."""
        return pack_records.codes_in(self._db, event)

    def state_digest(self, event: str) -> str:
        """A digest that changes with everything that decides which packs are made."""
        return pack_records.state_digest(self._db, event)

    def update_fingerprints(
        self, event: str, number: int, edition: int, fingerprint: str, parts: Sequence[PartDigest]
    ) -> None:
        """Keeps a pack and gives it other fingerprints: printing it anew gave the same bytes."""
        with self._transaction():
            pack_records.update_fingerprints(self._db, event, number, edition, fingerprint, parts)

    def begin_edition(self, event: str, now: datetime) -> int:
        """Begins the next edition; one that was begun and never recorded is begun again."""
        if (begun := self.begun_edition(event)) is not None:
            return begun
        with self._transaction():
            return editions.begin_next(self._db, event, now)

    def begun_edition(self, event: str) -> int | None:
        """The edition that was begun and is not recorded yet."""
        return editions.begun_in(self._db, event)

    def editions(self, event: str) -> dict[int, str]:
        """The recorded editions, with the digest of their bag."""
        return editions.recorded_in(self._db, event)

    def record_edition(
        self,
        event: str,
        edition: int,
        bag: str,
        records: Sequence[PackRecord],
        now: datetime,
        cancellations: Sequence[CancellationRecord] = (),
    ) -> None:
        """Records a sealed edition, all or nothing; it replaces letters of earlier editions that still wait."""
        with self._transaction():
            for each in records:
                deliveries.withdraw_waiting(self._db, event, each.number, now, f"replaced by edition {edition}")
                follows = deliveries.has_earlier_letter(self._db, event, each.number)
                pack_records.insert_record(self._db, event, edition, each, follows, now)
                deliveries.apply_action(self._db, each.key, Action.PRINT, now, f"edition {edition} sealed")
            for letter in cancellations:
                deliveries.withdraw_waiting(self._db, event, letter.number, now, f"replaced by edition {edition}")
                pack_records.insert_cancellation(self._db, event, edition, letter, now)
                deliveries.apply_action(self._db, letter.key, Action.PRINT, now, f"edition {edition} sealed")
            editions.mark_recorded(self._db, event, edition, bag, now)

    def withdraw(
        self,
        event: str,
        numbers: Iterable[int],
        now: datetime,
        said: str,
        keep_packs: bool = False,
        messages: bool = False,
    ) -> None:
        """Withdraws the waiting letters of participants, and their packs.

        Args:
            said: why, for the history.
            keep_packs: the participants stay on the list; only their waiting letters are not wanted any more.
            messages: also those of messages, which otherwise are held when they are sent.
        """
        with self._transaction():
            for number in numbers:
                deliveries.withdraw_waiting(self._db, event, number, now, said, messages)
                if not keep_packs:
                    pack_records.mark_withdrawn(self._db, event, number, now)

    # Letters

    def deliveries(self, event: str, *states: State) -> tuple[Delivery, ...]:
        """Every letter, or those in some states, by participant and edition."""
        return deliveries.deliveries_in(self._db, event, *states)

    def deliveries_of_meeting(self, event: str) -> tuple[Delivery, ...]:
        """Every letter of a meeting, whatever its kind of packs; those of the briefing first."""
        return deliveries.deliveries_of_meeting_in(self._db, event)

    def letter_keys(self, event: str, *states: State) -> tuple[tuple[str, int], ...]:
        """The key and the participant of the same letters, in the same order."""
        return deliveries.letter_keys_in(self._db, event, *states)

    def letters_to(self, event: str, number: int) -> tuple[Delivery, ...]:
        """All letters of an event to one participant, the oldest first."""
        return deliveries.letters_to_in(self._db, event, number)

    def history(self, key: str) -> tuple[Step, ...]:
        """Every step of one letter, oldest first."""
        return deliveries.history_of(self._db, key)

    def due(self, event: str, now: datetime) -> tuple[Delivery, ...]:
        """The letters that may be sent now, by participant."""
        return tuple(each for each in self.deliveries(event, State.RELEASED, State.DEFERRED) if each.is_due(now))

    def was_released(self, event: str) -> bool:
        """Whether any letter of an event was ever released."""
        return deliveries.was_released(self._db, event)

    def act(self, key: str, act: Action, now: datetime, said: str) -> State:
        """Moves one letter through the transition table and adds that to its history; its new state."""
        with self._transaction():
            return deliveries.apply_action(self._db, key, act, now, said)

    def release(self, keys: Iterable[str], now: datetime, said: str) -> int:
        """Releases letters, all or none of them, and returns how many."""
        with self._transaction():
            return len([deliveries.apply_action(self._db, key, Action.RELEASE, now, said) for key in keys])

    def is_superseded(self, each: Delivery) -> bool:
        """Whether a letter should not leave any more, by what happened to its participant since."""
        return deliveries.is_superseded(self._db, each)

    def record_redirect(self, key: str, to: str, now: datetime) -> None:
        """Notes that a test copy of a letter went to another address; the letter itself stays as it is."""
        with self._transaction():
            deliveries.append_step(self._db, key, now, REDIRECT, State.RELEASED, to)

    # Sending

    def claim(self, key: str, now: datetime) -> Claim:
        """Claims a letter for sending, before anything goes over the network.

        Raises:
            ArchiveError, BusyError: the ledger is not in its place any more, or another run moved the letter.
        """
        self._transaction.require_file()
        with self._transaction():
            deliveries.apply_claim(self._db, key, now)
            (step,) = self._db.execute("SELECT last_insert_rowid()").fetchone()
            self._db.execute("UPDATE delivery SET attempts = attempts + 1 WHERE key = ?", (key,))
        return Claim(step, key, now.isoformat())

    def has_claim(self, claim: Claim) -> bool:
        """Whether this claim was made in this ledger; one that was stays in it for good."""
        return deliveries.has_claim(self._db, claim)

    def record_stage(self, key: str, stage: Stage, now: datetime) -> None:
        """Notes that a claimed letter is about to enter a stage."""
        with self._transaction(durable=stage is Stage.DOT):
            deliveries.append_step(self._db, key, now, STAGE, State.SENDING, stage)

    def record_outcome(
        self,
        delivery: Delivery,
        outcome: Outcome,
        now: datetime,
        waits: RetryWaits = DEFAULT_WAITS,
        durable: bool = True,
    ) -> State:
        """Records the outcome of an attempt; the letter's new state.

        Args:
            durable: False where the next letter is claimed at once; if the power fails between, this is uncertain.

        Raises:
            BusyError: another run moved the letter while it was being sent; the outcome is recorded.
        """
        with self._transaction(durable):
            state, disturbed = deliveries.apply_outcome(self._db, delivery.key, outcome, now)
            if isinstance(outcome, Postponed) and state is State.DEFERRED and not disturbed:
                due = next_try(now, delivery.attempts + 1, outcome, waits)
                self._db.execute("UPDATE delivery SET due = ? WHERE key = ?", (due.isoformat(), delivery.key))
        if disturbed:
            raise deliveries.disturbed(delivery.key, state)
        return state

    def make_durable(self) -> None:
        """Makes durable what ``record_outcome`` left for the next claim."""
        self._transaction.make_durable()

    def recover_interrupted(self, event: str, now: datetime) -> tuple[str, ...]:
        """Releases letters again that an interrupted run was sending, uncertain ones apart; the keys of all."""
        found = self.deliveries(event, State.SENDING)
        for each in found:
            is_uncertain = deliveries.reached_final_dot(self._db, each.key)
            act = Action.MARK_UNCERTAIN if is_uncertain else Action.REVERT
            self.act(each.key, act, now, "the run before this one ended while it was being sent")
            if not is_uncertain and deliveries.is_superseded(self._db, each):
                said = "replaced, or not on the list any more, while it was being sent"
                self.act(each.key, Action.WITHDRAW, now, said)
        return tuple(each.key for each in found)
