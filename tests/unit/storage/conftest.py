"""An empty ledger, records of packs, and sealed editions, as tests of the ledger begin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from reportgen.domain.delivery.states import Action, State
from reportgen.domain.identifiers import delivery_key
from reportgen.domain.pack.decisions import PartDigest
from reportgen.storage.ledger.ledger import Ledger
from reportgen.storage.ledger.pack_records import PackRecord

EVENT = "2018-12-10-diversiteit"

Seal = Callable[..., tuple[PackRecord, ...]]


def states(ledger: Ledger) -> dict[str, State]:
    """The state of every letter, by its key."""
    return {each.key: each.state for each in ledger.deliveries(EVENT)}


def release(ledger: Ledger, records: tuple[PackRecord, ...], now: datetime) -> None:
    """Releases the letters of these packs."""
    for each in records:
        ledger.act(each.key, Action.RELEASE, now, "by hand")


@pytest.fixture
def now() -> datetime:
    return datetime(2018, 12, 3, 8, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the ledger is."""
    return tmp_path / "output" / "ledger.sqlite"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(path)
    yield opened
    opened.close()


@pytest.fixture
def pack_record() -> Callable[..., PackRecord]:
    """Makes the record of a participant's pack in an edition."""

    def made(number: int = 1, edition: int = 1, **changes: Any) -> PackRecord:
        key = delivery_key(EVENT, number, edition)
        mark = f"{number:032x}{edition:032x}"
        plain = PackRecord(
            key,
            number,
            "GM0356",
            mark,
            (PartDigest("personal", f"c{mark}", f"p{mark}"), PartDigest("event", "shared", "shared print")),
            f"digest of pack {number}.{edition}",
            8,
            f"deelnemer{number}@gemeente.example",
            f"<{key}@vng.example>",
            f"digest of letter {number}.{edition}",
        )
        return replace(plain, **changes)

    return made


@pytest.fixture
def sealed(
    ledger: Ledger, pack_record: Callable[..., PackRecord], now: datetime
) -> Callable[[int, tuple[int, ...]], tuple[PackRecord, ...]]:
    """Records the next edition with a pack for each of these participants."""

    def seal(edition: int = 1, numbers: tuple[int, ...] = (1,)) -> tuple[PackRecord, ...]:
        assert ledger.begin_edition(EVENT, now) == edition
        records = tuple(pack_record(number, edition) for number in numbers)
        ledger.record_edition(EVENT, edition, f"digest of bag {edition}", records, now)
        return records

    return seal
