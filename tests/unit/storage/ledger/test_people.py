"""Numbers stay with people for good; seats are those of the last seating."""

from __future__ import annotations

import sqlite3

import pytest
from unit.storage.conftest import EVENT

from reportgen.domain.people.participant import Enrolled
from reportgen.storage.ledger.ledger import Ledger


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


def test_a_number_below_one_is_refused_and_nothing_of_that_list_is_kept(ledger: Ledger) -> None:
    people = [Enrolled(1, "a@x.example", "A", "GM0356"), Enrolled(0, "b@x.example", "B", "GM0356")]
    with pytest.raises(sqlite3.IntegrityError):
        ledger.save_people(EVENT, people, [])
    assert ledger.enrolled(EVENT) == ()


def test_one_person_is_found_by_number(ledger: Ledger) -> None:
    ledger.save_people("a", [Enrolled(3, "x@y.nl", "X", "GM0356", (("function", "wethouder"),))], ())
    assert ledger.person("a", 3) == ledger.enrolled("a")[0]
    assert ledger.person("a", 4) is None
    assert ledger.person("b", 3) is None
