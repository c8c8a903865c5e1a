"""Editions and packs are recorded all or nothing, and the newest pack of everyone is known."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from unit.storage.conftest import EVENT, Seal, release

from reportgen.domain.pack.decisions import PartDigest
from reportgen.domain.people.participant import Enrolled
from reportgen.storage.ledger.ledger import Ledger
from reportgen.storage.ledger.pack_records import PackRecord

OTHER = "2019-05-16-wonen"


def test_events_of_one_output_folder_do_not_see_each_other(ledger: Ledger, sealed: Seal, now: datetime) -> None:
    ledger.save_people(EVENT, [Enrolled(1, "a@x.example", "A", "GM0356")], [(1, 1, "voorsteden")])
    sealed(1, (1,))
    assert ledger.enrolled(OTHER) == ()
    assert ledger.seats(OTHER) == {}
    assert ledger.newest_packs(OTHER) == ()
    assert ledger.deliveries(OTHER) == ()
    assert ledger.editions(OTHER) == {}
    assert ledger.begin_edition(OTHER, now) == 1


def test_what_was_saved_is_there_for_the_next_run(path: Path, ledger: Ledger, sealed: Seal) -> None:
    ledger.save_people(EVENT, [Enrolled(7, "a@x.example", "Ömer Çelik", "GM0356")], [(7, 2, "voorsteden")])
    sealed(1, (7,))
    ledger.close()
    again = Ledger.open(path)
    assert again.enrolled(EVENT)[0].name == "Ömer Çelik"
    assert again.seats(EVENT) == {7: (2, "voorsteden")}
    assert [each.number for each in again.newest_packs(EVENT)] == [7]
    again.close()


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


def test_an_edition_is_recorded_as_a_whole_or_not_at_all(
    ledger: Ledger, pack_record: Callable[..., PackRecord], now: datetime
) -> None:
    ledger.begin_edition(EVENT, now)
    twice_one_name = (pack_record(1), pack_record(2, message_id=pack_record(1).message_id))
    with pytest.raises(sqlite3.IntegrityError):
        ledger.record_edition(EVENT, 1, "bag", twice_one_name, now)
    assert ledger.deliveries(EVENT) == ()
    assert ledger.newest_packs(EVENT) == ()
    assert ledger.editions(EVENT) == {}
    assert ledger.begun_edition(EVENT) == 1


def test_a_made_pack_is_kept_with_its_parts_in_their_order(ledger: Ledger, sealed: Seal) -> None:
    (record,) = sealed(1, (3,))
    (made,) = ledger.newest_packs(EVENT)
    assert (made.number, made.edition, made.recipient) == (3, 1, record.recipient)
    assert (made.fingerprint, made.digest) == (record.fingerprint, record.pack_digest)
    assert made.parts == record.parts
    assert not made.withdrawn
    assert not made.letter_sent


def test_the_newest_pack_of_everyone_counts_also_where_only_some_were_made_again(ledger: Ledger, sealed: Seal) -> None:
    sealed(1, (1, 2))
    sealed(2, (2,))
    assert [(made.number, made.edition) for made in ledger.newest_packs(EVENT)] == [(1, 1), (2, 2)]


def test_a_pack_counts_as_possibly_sent_from_the_moment_its_letter_is_claimed(
    ledger: Ledger, sealed: Seal, now: datetime
) -> None:
    records = sealed(1, (1,))
    release(ledger, records, now)
    assert not ledger.newest_packs(EVENT)[0].letter_sent
    ledger.claim(records[0].key, now)
    assert ledger.newest_packs(EVENT)[0].letter_sent


def test_a_pack_that_came_out_the_same_keeps_its_digest_and_takes_the_new_fingerprints(
    ledger: Ledger, sealed: Seal
) -> None:
    (record,) = sealed(1, (1,))
    parts = (PartDigest("personal", "new content", "new print"), PartDigest("event", "shared", "new shared print"))
    ledger.update_fingerprints(EVENT, 1, 1, "new fingerprint", parts)
    (made,) = ledger.newest_packs(EVENT)
    assert (made.fingerprint, made.parts) == ("new fingerprint", parts)
    assert made.digest == record.pack_digest
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
