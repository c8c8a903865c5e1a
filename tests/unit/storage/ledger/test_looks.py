"""What organisers looked at, and who had editions made."""

from __future__ import annotations

from datetime import datetime, timedelta

from unit.storage.conftest import EVENT, Seal

from reportgen.storage.ledger.ledger import Ledger


def test_a_letter_tells_who_looked_at_it_and_when_the_first_one_first(
    ledger: Ledger, sealed: Seal, now: datetime
) -> None:
    sealed(1, (1, 2))
    one, other = (each.key for each in ledger.deliveries(EVENT))
    looks = ledger.looks(EVENT)
    looks.add([one, other], "bram", now)
    looks.add([one], "anna", now + timedelta(minutes=5))
    looks.add([one], "bram", now + timedelta(hours=1))
    found = looks.by_letter()
    assert [(each.who, each.at) for each in found[one]] == [("bram", now), ("anna", now + timedelta(minutes=5))]
    assert [each.who for each in found[other]] == ["bram"]


def test_one_takes_away_the_own_tick_only(ledger: Ledger, sealed: Seal, now: datetime) -> None:
    sealed(1, (1,))
    (letter,) = ledger.deliveries(EVENT)
    looks = ledger.looks(EVENT)
    looks.add([letter.key], "anna", now)
    looks.add([letter.key], "bram", now)
    looks.remove([letter.key], "anna")
    assert [each.who for each in looks.by_letter()[letter.key]] == ["bram"]


def test_a_letter_of_another_edition_or_with_other_bytes_was_not_looked_at(
    ledger: Ledger, sealed: Seal, now: datetime
) -> None:
    sealed(1, (1, 2))
    first, second = ledger.deliveries(EVENT)
    looks = ledger.looks(EVENT)
    looks.add([first.key, second.key], "anna", now)
    sealed(2, (1,))
    ledger._db.execute("UPDATE delivery SET letter = 'another' WHERE key = ?", (second.key,))
    assert list(looks.by_letter()) == [first.key]  # which is withdrawn
    looks.add([second.key], "anna", now)
    assert set(looks.by_letter()) == {first.key, second.key}


def test_a_letter_of_another_event_or_of_nobody_is_not_ticked_off(ledger: Ledger, sealed: Seal, now: datetime) -> None:
    sealed(1, (1,))
    (letter,) = ledger.deliveries(EVENT)
    ledger.looks("another").add([letter.key, "x"], "anna", now)
    ledger.looks(EVENT).add(["x", ""], "anna", now)
    assert ledger.looks(EVENT).by_letter() == {}


def test_an_edition_that_is_begun_again_is_of_who_began_it_last(ledger: Ledger, now: datetime) -> None:
    looks = ledger.looks(EVENT)
    looks.record_builder(1, "anna", now)
    looks.record_builder(1, "bram", now)
    looks.record_builder(2, "anna", now)
    assert looks.builders() == {1: "bram", 2: "anna"}
    assert ledger.looks("another").builders() == {}


def test_letters_are_released_all_or_none(ledger: Ledger, sealed: Seal, now: datetime) -> None:
    sealed(1, (1, 2))
    keys = [each.key for each in ledger.deliveries(EVENT)]
    try:
        ledger.release([*keys, "nobody"], now, "released by anna")
    except Exception:
        assert {str(each.state) for each in ledger.deliveries(EVENT)} == {"printed"}
    else:
        raise AssertionError("a letter of nobody was released")
    assert ledger.release(keys, now, "released by anna") == 2
    assert {str(each.state) for each in ledger.deliveries(EVENT)} == {"released"}
