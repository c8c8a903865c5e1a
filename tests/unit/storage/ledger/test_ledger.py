"""Who is promised what: kept for good, moved by the one table, and never sent twice by accident."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest

from reportgen.domain.answers.answer import AnswerOutcome
from reportgen.domain.delivery.retries import DEFAULT_WAITS
from reportgen.domain.delivery.states import (
    Accepted,
    Action,
    InvalidTransition,
    Postponed,
    Refused,
    Stage,
    State,
    Unknown,
)
from reportgen.domain.pack.edition import PartDigest
from reportgen.domain.people.participant import Enrolled
from reportgen.errors import ArchiveError
from reportgen.storage.ledger.answers import AnswerRecord
from reportgen.storage.ledger.database import VERSION
from reportgen.storage.ledger.ledger import Ledger
from reportgen.storage.ledger.pack_records import PackRecord

EVENT = "2018-12-10-diversiteit"
OTHER = "2019-05-16-wonen"

Seal = Callable[..., tuple[PackRecord, ...]]


def states(ledger: Ledger) -> dict[str, State]:
    return {each.key: each.state for each in ledger.deliveries(EVENT)}


def release(ledger: Ledger, promises: tuple[PackRecord, ...], now: datetime) -> None:
    for each in promises:
        ledger.act(each.key, Action.RELEASE, now, "by hand")


# People and seats


def test_a_number_stays_with_a_person_whose_address_and_name_change(ledger: Ledger) -> None:
    ledger.save_people(EVENT, [Enrolled(1, "oud@x.example", "Jan de Vries", "GM0356")], [])
    ledger.save_people(EVENT, [Enrolled(1, "nieuw@x.example", "Jan de Vries-Smit", "GM0356")], [])
    assert ledger.enrolled(EVENT) == (Enrolled(1, "nieuw@x.example", "Jan de Vries-Smit", "GM0356"),)


def test_who_is_not_on_the_list_any_more_keeps_the_number(ledger: Ledger) -> None:
    first, second = Enrolled(1, "a@x.example", "A", "GM0356"), Enrolled(2, "b@x.example", "B", "GM0363")
    ledger.save_people(EVENT, [first, second], [])
    ledger.save_people(EVENT, [second], [])
    assert ledger.enrolled(EVENT) == (first, second)


def test_seats_are_those_of_the_last_seating_only(ledger: Ledger) -> None:
    ledger.save_people(EVENT, [], [(1, 1, "voorsteden"), (2, 1, "voorsteden")])
    ledger.save_people(EVENT, [], [(2, 3, "grensgemeenten")])
    assert ledger.seats(EVENT) == {2: (3, "grensgemeenten")}


def test_events_of_one_output_folder_do_not_see_each_other(ledger: Ledger, sealed: Seal, now: datetime) -> None:
    ledger.save_people(EVENT, [Enrolled(1, "a@x.example", "A", "GM0356")], [(1, 1, "voorsteden")])
    sealed(1, (1,))
    assert ledger.enrolled(OTHER) == ()
    assert ledger.seats(OTHER) == {}
    assert ledger.newest_packs(OTHER) == ()
    assert ledger.deliveries(OTHER) == ()
    assert ledger.editions(OTHER) == {}
    assert ledger.begin_edition(OTHER, now) == 1


def test_what_was_remembered_is_there_for_the_next_run(path: Path, ledger: Ledger, sealed: Seal) -> None:
    ledger.save_people(EVENT, [Enrolled(7, "a@x.example", "Ömer Çelik", "GM0356")], [(7, 2, "voorsteden")])
    sealed(1, (7,))
    ledger.close()
    again = Ledger.open(path)
    assert again.enrolled(EVENT)[0].name == "Ömer Çelik"
    assert again.seats(EVENT) == {7: (2, "voorsteden")}
    assert [each.number for each in again.newest_packs(EVENT)] == [7]
    again.close()


def test_a_number_below_one_is_refused_and_nothing_of_that_list_is_kept(ledger: Ledger) -> None:
    people = [Enrolled(1, "a@x.example", "A", "GM0356"), Enrolled(0, "b@x.example", "B", "GM0356")]
    with pytest.raises(sqlite3.IntegrityError):
        ledger.save_people(EVENT, people, [])
    assert ledger.enrolled(EVENT) == ()


# Editions


def test_an_edition_that_was_begun_and_never_sealed_is_begun_again(ledger: Ledger, now: datetime) -> None:
    assert ledger.begun_edition(EVENT) is None
    assert ledger.begin_edition(EVENT, now) == 1
    assert ledger.begin_edition(EVENT, now) == 1
    assert ledger.begun_edition(EVENT) == 1


def test_after_a_sealed_edition_comes_the_next_number(ledger: Ledger, sealed: Seal, now: datetime) -> None:
    sealed(1, (1,))
    assert ledger.begun_edition(EVENT) is None
    assert ledger.begin_edition(EVENT, now) == 2


def test_a_sealed_edition_is_known_by_the_digest_of_its_bag(ledger: Ledger, sealed: Seal) -> None:
    sealed(1, (1,))
    sealed(2, (1,))
    assert ledger.editions(EVENT) == {1: "digest of bag 1", 2: "digest of bag 2"}


def test_an_edition_is_promised_as_a_whole_or_not_at_all(
    ledger: Ledger, promise: Callable[..., PackRecord], now: datetime
) -> None:
    ledger.begin_edition(EVENT, now)
    twice_one_name = (promise(1), promise(2, message_id=promise(1).message_id))
    with pytest.raises(sqlite3.IntegrityError):
        ledger.record_edition(EVENT, 1, "bag", twice_one_name, now)
    assert ledger.deliveries(EVENT) == ()
    assert ledger.newest_packs(EVENT) == ()
    assert ledger.editions(EVENT) == {}
    assert ledger.begun_edition(EVENT) == 1


# Packs


def test_a_made_pack_is_remembered_with_its_parts_in_their_order(ledger: Ledger, sealed: Seal) -> None:
    (promised,) = sealed(1, (3,))
    (made,) = ledger.newest_packs(EVENT)
    assert (made.number, made.edition, made.recipient) == (3, 1, promised.recipient)
    assert (made.fingerprint, made.digest) == (promised.fingerprint, promised.pack_digest)
    assert made.parts == promised.parts
    assert not made.withdrawn
    assert not made.letter_sent


def test_the_newest_pack_of_everyone_counts_also_where_only_some_were_made_again(ledger: Ledger, sealed: Seal) -> None:
    sealed(1, (1, 2))
    sealed(2, (2,))
    assert [(made.number, made.edition) for made in ledger.newest_packs(EVENT)] == [(1, 1), (2, 2)]


def test_a_pack_counts_as_left_from_the_moment_its_letter_is_in_hand(
    ledger: Ledger, sealed: Seal, now: datetime
) -> None:
    promises = sealed(1, (1,))
    release(ledger, promises, now)
    assert not ledger.newest_packs(EVENT)[0].letter_sent
    ledger.claim(promises[0].key, now)
    assert ledger.newest_packs(EVENT)[0].letter_sent


def test_a_pack_that_came_out_the_same_keeps_its_digest_and_takes_the_new_fingerprints(
    ledger: Ledger, sealed: Seal
) -> None:
    (promised,) = sealed(1, (1,))
    parts = (PartDigest("personal", "new content", "new print"), PartDigest("event", "shared", "new shared print"))
    ledger.update_fingerprints(EVENT, 1, 1, "new fingerprint", parts)
    (made,) = ledger.newest_packs(EVENT)
    assert (made.fingerprint, made.parts) == ("new fingerprint", parts)
    assert made.digest == promised.pack_digest
    assert len(ledger.deliveries(EVENT)) == 1


def test_who_leaves_the_list_gets_no_letter_and_the_pack_counts_no_more(
    ledger: Ledger, sealed: Seal, now: datetime
) -> None:
    release(ledger, sealed(1, (1, 2)), now)
    ledger.withdraw(EVENT, [2], now, "not on the list any more")
    assert [(made.number, made.withdrawn) for made in ledger.newest_packs(EVENT)] == [(1, False), (2, True)]
    assert [each.participant for each in ledger.due(EVENT, now)] == [1]


def test_who_comes_back_on_the_list_gets_a_pack_that_counts_again(ledger: Ledger, sealed: Seal, now: datetime) -> None:
    sealed(1, (1,))
    ledger.withdraw(EVENT, [1], now, "not on the list any more")
    sealed(2, (1,))
    (made,) = ledger.newest_packs(EVENT)
    assert (made.edition, made.withdrawn) == (2, False)


# Letters


def test_a_promised_letter_waits_until_it_is_released(ledger: Ledger, sealed: Seal, now: datetime) -> None:
    promises = sealed(1, (1, 2))
    assert set(states(ledger).values()) == {State.PRINTED}
    assert ledger.due(EVENT, now) == ()
    release(ledger, promises, now)
    assert [each.key for each in ledger.due(EVENT, now)] == [each.key for each in promises]


def test_a_letter_that_was_accepted_is_sent_and_not_due_again(ledger: Ledger, sealed: Seal, now: datetime) -> None:
    promises = sealed(1, (1,))
    release(ledger, promises, now)
    (letter,) = ledger.due(EVENT, now)
    ledger.claim(letter.key, now)
    assert ledger.record_outcome(letter, Accepted("250 ok"), now) is State.SENT
    assert ledger.due(EVENT, now + timedelta(days=9)) == ()
    assert ledger.recover_interrupted(EVENT, now) == ()


def test_a_letter_in_hand_is_claimed_once(ledger: Ledger, sealed: Seal, now: datetime) -> None:
    promises = sealed(1, (1,))
    release(ledger, promises, now)
    ledger.claim(promises[0].key, now)
    with pytest.raises(InvalidTransition):
        ledger.claim(promises[0].key, now)
    assert ledger.deliveries(EVENT)[0].attempts == 1


def test_a_letter_that_was_not_released_cannot_be_claimed(ledger: Ledger, sealed: Seal, now: datetime) -> None:
    (promised,) = sealed(1, (1,))
    with pytest.raises(InvalidTransition):
        ledger.claim(promised.key, now)
    assert states(ledger) == {promised.key: State.PRINTED}
    assert len(ledger.history(promised.key)) == 1


def test_a_postponed_letter_waits_longer_after_every_attempt(ledger: Ledger, sealed: Seal, now: datetime) -> None:
    release(ledger, sealed(1, (1,)), now)
    waited = []
    moment = now
    for _ in range(len(DEFAULT_WAITS.later) + 1):
        (letter,) = ledger.due(EVENT, moment)
        ledger.claim(letter.key, moment)
        assert ledger.record_outcome(letter, Postponed(Stage.RCPT, "451 greylisted"), moment) is State.DEFERRED
        (again,) = ledger.deliveries(EVENT)
        assert again.due is not None
        assert ledger.due(EVENT, again.due - timedelta(seconds=1)) == ()
        waited.append(again.due - moment)
        moment = again.due
    assert waited == [*DEFAULT_WAITS.later, DEFAULT_WAITS.later[-1]]
    assert ledger.deliveries(EVENT)[0].attempts == len(DEFAULT_WAITS.later) + 1


def test_a_refused_letter_waits_for_a_person(ledger: Ledger, sealed: Seal, now: datetime) -> None:
    release(ledger, sealed(1, (1,)), now)
    (letter,) = ledger.due(EVENT, now)
    ledger.claim(letter.key, now)
    assert ledger.record_outcome(letter, Refused(Stage.RCPT, "550 unknown"), now) is State.REFUSED
    assert ledger.due(EVENT, now + timedelta(days=9)) == ()


def test_a_letter_nobody_knows_of_is_never_due_by_itself(ledger: Ledger, sealed: Seal, now: datetime) -> None:
    release(ledger, sealed(1, (1,)), now)
    (letter,) = ledger.due(EVENT, now)
    ledger.claim(letter.key, now)
    assert ledger.record_outcome(letter, Unknown("connection lost"), now) is State.UNCERTAIN
    assert ledger.due(EVENT, now + timedelta(days=9)) == ()
    ledger.act(letter.key, Action.RELEASE, now, "send the same bytes once more")
    assert len(ledger.due(EVENT, now)) == 1


def test_a_letter_the_ledger_never_promised_is_an_error(ledger: Ledger, now: datetime) -> None:
    with pytest.raises(ArchiveError, match="0099"):
        ledger.act(f"{EVENT}.0099.0001", Action.RELEASE, now, "by hand")


def test_a_waiting_letter_is_withdrawn_when_a_newer_edition_replaces_it(
    ledger: Ledger, sealed: Seal, now: datetime
) -> None:
    (first,) = sealed(1, (1,))
    release(ledger, (first,), now)
    (second,) = sealed(2, (1,))
    assert states(ledger) == {first.key: State.WITHDRAWN, second.key: State.PRINTED}
    assert ledger.due(EVENT, now) == ()
    assert not ledger.deliveries(EVENT)[1].is_update


@pytest.mark.parametrize(
    "outcome", [Accepted("250"), Unknown("lost"), Postponed(Stage.RCPT, "451"), Refused(Stage.RCPT, "550")]
)
def test_a_correction_follows_only_what_went_out_or_may_have(
    ledger: Ledger, sealed: Seal, now: datetime, outcome: Accepted | Unknown | Postponed | Refused
) -> None:
    release(ledger, sealed(1, (1,)), now)
    (letter,) = ledger.due(EVENT, now)
    ledger.claim(letter.key, now)
    ledger.record_outcome(letter, outcome, now)
    sealed(2, (1,))
    correction = ledger.deliveries(EVENT)[1]
    assert correction.is_update is isinstance(outcome, Accepted | Unknown)


def test_a_bounced_letter_is_still_followed_by_its_correction(ledger: Ledger, sealed: Seal, now: datetime) -> None:
    release(ledger, sealed(1, (1,)), now)
    (letter,) = ledger.due(EVENT, now)
    ledger.claim(letter.key, now)
    ledger.record_outcome(letter, Accepted("250"), now)
    ledger.act(letter.key, Action.BOUNCE, now, "5.1.1")
    sealed(2, (1,))
    assert ledger.deliveries(EVENT)[1].is_update


# A run that broke off


@pytest.mark.parametrize("stage", [None, *Stage])
def test_a_letter_found_in_hand_goes_back_unless_it_reached_the_final_dot(
    ledger: Ledger, sealed: Seal, now: datetime, stage: Stage | None
) -> None:
    (promised,) = sealed(1, (1,))
    release(ledger, (promised,), now)
    ledger.claim(promised.key, now)
    for passed in Stage:
        if stage is not None:
            ledger.record_stage(promised.key, passed, now)
        if passed is stage:
            break
    assert ledger.recover_interrupted(EVENT, now) == (promised.key,)
    assert states(ledger)[promised.key] is (State.UNCERTAIN if stage is Stage.DOT else State.RELEASED)


def test_an_earlier_attempt_that_reached_the_dot_says_nothing_of_the_next_one(
    ledger: Ledger, sealed: Seal, now: datetime
) -> None:
    (promised,) = sealed(1, (1,))
    release(ledger, (promised,), now)
    (letter,) = ledger.due(EVENT, now)
    ledger.claim(letter.key, now)
    ledger.record_stage(letter.key, Stage.DOT, now)
    ledger.record_outcome(letter, Postponed(Stage.DOT, "452 full"), now)
    ledger.claim(letter.key, now)
    ledger.recover_interrupted(EVENT, now)
    assert states(ledger)[promised.key] is State.RELEASED


def test_what_happened_to_a_letter_can_be_read_back_in_order(ledger: Ledger, sealed: Seal, now: datetime) -> None:
    (promised,) = sealed(1, (1,))
    release(ledger, (promised,), now)
    ledger.claim(promised.key, now)
    ledger.record_stage(promised.key, Stage.DOT, now + timedelta(seconds=1))
    ledger.recover_interrupted(EVENT, now + timedelta(hours=1))
    steps = ledger.history(promised.key)
    assert [each.step for each in steps] == ["print", "release", "claim", "stage", "lose-sight"]
    assert [each.at for each in steps] == sorted(each.at for each in steps)
    assert all(each.said for each in steps)


def test_a_letter_in_hand_of_someone_who_left_the_list_does_not_go_after_all(
    ledger: Ledger, sealed: Seal, now: datetime
) -> None:
    (promised,) = sealed(1, (1,))
    release(ledger, (promised,), now)
    ledger.claim(promised.key, now)  # the run breaks off here, and the next one begins with the list
    ledger.withdraw(EVENT, [1], now, "not on the list any more")
    ledger.recover_interrupted(EVENT, now)
    assert ledger.due(EVENT, now) == ()


def test_a_letter_in_hand_that_was_replaced_does_not_go_after_all(ledger: Ledger, sealed: Seal, now: datetime) -> None:
    (first,) = sealed(1, (1,))
    release(ledger, (first,), now)
    ledger.claim(first.key, now)  # the run breaks off here, and the next one begins with printing
    sealed(2, (1,))
    ledger.recover_interrupted(EVENT, now)
    assert first.key not in {each.key for each in ledger.due(EVENT, now)}


# The file


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE attempt SET said = 'nothing happened'",
        "DELETE FROM attempt",
        "REPLACE INTO attempt SELECT id, key, at, step, state, 'nothing happened' FROM attempt",
        "DELETE FROM delivery",
    ],
)
def test_what_happened_cannot_be_changed_or_removed(path: Path, ledger: Ledger, sealed: Seal, sql: str) -> None:
    (promised,) = sealed(1, (1,))
    before = ledger.history(promised.key)
    other = sqlite3.connect(path)
    other.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError):
        other.execute(sql)
    other.close()
    assert ledger.history(promised.key) == before


def test_every_change_is_on_the_disk_when_its_method_returns(ledger: Ledger) -> None:
    connection = ledger._db
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert not connection.in_transaction


def test_what_became_of_a_letter_is_on_the_disk_with_the_next_claim_or_when_it_is_settled(
    ledger: Ledger, sealed: Seal, now: datetime
) -> None:
    promises = sealed(1, (1, 2))
    release(ledger, promises, now)
    first, second = ledger.deliveries(EVENT)
    syncs = lambda: ledger._db.execute("PRAGMA synchronous").fetchone()[0]  # noqa: E731
    ledger.claim(first.key, now)
    ledger.record_outcome(first, Accepted("250 ok"), now, durable=False)
    assert syncs() == 1  # NORMAL: the next commit that is FULL takes it along
    ledger.claim(second.key, now)
    assert syncs() == 2
    ledger.record_outcome(second, Accepted("250 ok"), now, durable=False)
    ledger.make_durable()
    assert syncs() == 2
    assert states(ledger) == {first.key: State.SENT, second.key: State.SENT}


def test_a_claim_is_known_for_good_and_no_other(ledger: Ledger, sealed: Seal, now: datetime) -> None:
    promises = sealed(1, (1, 2))
    release(ledger, promises, now)
    claim = ledger.claim(promises[0].key, now)
    ledger.recover_interrupted(EVENT, now)
    assert ledger.has_claim(claim)
    assert not ledger.has_claim(replace(claim, key=promises[1].key))
    assert not ledger.has_claim(replace(claim, step=claim.step + 1))
    assert not ledger.has_claim(replace(claim, at=(now + timedelta(seconds=1)).isoformat()))


@pytest.mark.parametrize("version", range(1, VERSION))
def test_a_ledger_of_each_older_format_opens_and_keeps_what_it_holds(
    path: Path, ledger: Ledger, sealed: Seal, now: datetime, version: int
) -> None:
    ledger.save_people(EVENT, [Enrolled(1, "a@x.example", "A", "GM0356")], [])
    sealed(1, (1,))
    before = ledger.deliveries(EVENT)
    ledger.close()
    connection = sqlite3.connect(path)
    added = {5: ("answer", "original"), 4: ("organiser", "deed"), 3: ("pace", "told", "erratum")}
    for table in (table for format, tables in added.items() if version < format for table in tables):
        connection.execute(f"DROP TABLE {table}")
    if version == 1:
        connection.execute("ALTER TABLE person DROP COLUMN details")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    opened = Ledger.open(path)
    assert opened.deliveries(EVENT) == before
    assert opened.enrolled(EVENT) == (Enrolled(1, "a@x.example", "A", "GM0356"),)
    opened.notes(EVENT).record_notification("a failure", now)
    assert opened.notes(EVENT).was_notified("a failure")
    opened.audit().append(EVENT, "anna", "build", "", now)
    assert [each.who for each in opened.audit().entries(EVENT)] == ["anna"]
    opened.answers(EVENT).save("0" * 64, [AnswerRecord(AnswerOutcome.EMPTY, now, 1, 1)], now)
    assert opened.answers(EVENT).has_original("0" * 64)
    assert opened._db.execute("PRAGMA user_version").fetchone() == (VERSION,)
    opened.close()
    copy = sqlite3.connect(path.with_name(f"{path.name}.format-{version}"))
    assert copy.execute("PRAGMA user_version").fetchone() == (version,)
    assert copy.execute("SELECT count(*) FROM delivery").fetchone() == (1,)
    copy.close()


def test_a_look_at_the_ledger_sees_what_the_run_at_work_has_done(path: Path, ledger: Ledger, sealed: Seal) -> None:
    looking = Ledger.open(path)
    assert looking.deliveries(EVENT) == ()
    sealed(1, (1,))
    assert len(looking.deliveries(EVENT)) == 1
    looking.close()


def test_a_ledger_of_a_newer_program_is_refused_and_left_as_it_is(path: Path, ledger: Ledger) -> None:
    ledger.close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="newer"):
        Ledger.open(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_ledger_is_refused_and_left_as_it_is(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"Aanmeldnummer;Achternaam\r\n" * 100)
    with pytest.raises(ArchiveError) as refused:
        Ledger.open(path)
    assert refused.value.where == str(path)
    assert refused.value.todo
    assert path.read_bytes() == b"Aanmeldnummer;Achternaam\r\n" * 100


def test_a_database_of_another_program_is_refused(path: Path) -> None:
    path.parent.mkdir(parents=True)
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.close()
    with pytest.raises(ArchiveError):
        Ledger.open(path)


def test_a_folder_where_the_ledger_should_be_is_an_error_that_says_so(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(ArchiveError):
        Ledger.open(path)


@pytest.mark.parametrize("left", [0.3, 0.6, 0.9])
def test_a_ledger_that_was_cut_off_is_refused(path: Path, ledger: Ledger, sealed: Seal, left: float) -> None:
    sealed(1, tuple(range(1, 60)))
    ledger.close()
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * left)])
    with pytest.raises(ArchiveError, match="cannot be read"):
        Ledger.open(path)


def test_a_ledger_with_a_page_overwritten_is_refused(path: Path, ledger: Ledger, sealed: Seal) -> None:
    sealed(1, tuple(range(1, 60)))
    ledger.close()
    whole = bytearray(path.read_bytes())
    whole[4096 * 3 : 4096 * 6] = b"\xff" * 4096 * 3
    path.write_bytes(whole)
    with pytest.raises(ArchiveError, match="cannot be read"):
        Ledger.open(path)


def test_commands_that_start_at_once_on_a_new_folder_all_find_the_ledger(tmp_path: Path) -> None:
    def look(path: Path, start: Barrier) -> tuple[Enrolled, ...]:
        start.wait()
        ledger = Ledger.open(path)
        try:
            return ledger.enrolled(EVENT)
        finally:
            ledger.close()

    with ThreadPoolExecutor(6) as commands:
        for turn in range(20):
            path, start = tmp_path / f"{turn}.sqlite", Barrier(6)
            looks = [commands.submit(look, path, start) for _ in range(6)]
            assert [each.result() for each in looks] == [()] * 6
