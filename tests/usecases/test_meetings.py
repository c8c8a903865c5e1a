"""All meetings of an installation beside each other, from the ledger and with little reading."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from time import perf_counter

import pytest
from doubles.filled_in import fill_in
from doubles.workspaces import clock_at
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.application.event import meetings as module
from reportgen.application.event.create import new_event
from reportgen.application.event.meetings import Meetings
from reportgen.config.paths import Paths
from reportgen.config.timezone import ZONE
from reportgen.domain.delivery.states import Action, State
from reportgen.domain.people.participant import Enrolled
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.ledger.database import connection_to
from reportgen.storage.ledger.ledger import Ledger
from reportgen.storage.ledger.pack_records import PackRecord

NOW = datetime(2030, 5, 1, 9, tzinfo=ZONE)
FOLLOW_UP = '\n[[pack]]\nkind = "follow-up"\nnot_before = {day}T08:00:00\nnot_after = {day}T18:00:00\n'


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with closing(Ledger(connection_to(None))) as opened:
        yield opened


@pytest.fixture
def meetings(tmp_path: Path) -> Meetings:
    return Meetings(Paths(EMBEDDED, tmp_path / "output"))


def _letters(ledger: Ledger, key: str, count: int) -> list[str]:
    edition = ledger.begin_edition(key, NOW)
    records = [
        PackRecord(*(f"{key}.{n:04d}.{edition}", n, "GM0344", "f", (), "d", 3, "a@x.example", f"<{key}{n}>", "e"))
        for n in range(1, count + 1)
    ]
    ledger.record_edition(key, edition, "b", records, NOW)
    return [each.key for each in records]


def test_what_waits_is_counted_for_each_kind_of_packs(tmp_path: Path, ledger: Ledger, meetings: Meetings) -> None:
    folder = tmp_path / "2030-05-16-wonen"
    new_event(folder)
    with (folder / "event.toml").open("a") as file:
        file.write(FOLLOW_UP.format(day="2030-05-18"))
    ledger.save_people(folder.name, [Enrolled(1, "a@x.example", "A", "GM0344")], [])
    first, second, *_ = _letters(ledger, folder.name, 5)
    for each in (first, second):
        ledger.act(each, Action.RELEASE, NOW, "by hand")
    ledger.act(first, Action.CLAIM, NOW, "")
    ledger.act(first, Action.REFUSE, NOW, "550")
    ledger.act(second, Action.HOLD, NOW, "gone")
    _letters(ledger, f"{folder.name}--follow-up", 2)
    (meeting,) = meetings.of([folder], ledger, clock_at(NOW))
    briefing, follow_up = meeting.work
    assert (briefing.count(State.PRINTED), briefing.count(State.REFUSED), briefing.count(State.HELD)) == (3, 1, 1)
    assert (follow_up.kind, follow_up.count(State.PRINTED)) == ("follow-up", 2)
    assert (meeting.people, meeting.was_mailed) == (1, False)


def test_the_next_meeting_comes_first_and_past_ones_last(tmp_path: Path, ledger: Ledger, meetings: Meetings) -> None:
    names = ("2030-05-01-nu", "2031-01-01-later", "2029-01-01-lang", "2030-04-30-net", "zonder-dag")
    folders = [tmp_path / name for name in names]
    for each in folders:
        new_event(each)
    (folders[-1] / "event.toml").write_text("[event", "utf-8")
    found = meetings.of(folders, ledger, clock_at(NOW))
    assert [each.key for each in found] == [
        *("2030-05-01-nu", "zonder-dag", "2031-01-01-later"),
        *("2030-04-30-net", "2029-01-01-lang"),
    ]
    assert [each.files.setup is not None for each in found] == [True, False, True, False, False]
    assert found[1].files.fault


def test_a_change_of_a_file_is_seen(tmp_path: Path, ledger: Ledger, meetings: Meetings) -> None:
    folder = tmp_path / "2030-05-16-wonen"
    new_event(folder)
    (before,) = meetings.of([folder], ledger, clock_at(NOW))
    fill_in(folder)
    (after,) = meetings.of([folder], ledger, clock_at(NOW))
    assert before.files.setup
    assert after.files.setup
    assert (before.files.setup.is_ready, after.files.setup.is_ready) == (False, True)
    (closed,) = meetings.of([folder], ledger, clock_at(datetime(2030, 5, 15, 18, 0, 1, tzinfo=ZONE)))
    assert closed.files.setup
    assert not closed.files.setup.is_ready, "the window closed meanwhile"


DAMAGED = ("event.toml", "programma.csv", "programma.xlsx", "deelnemers.csv", "texts/welkom.txt", "texts/brief.txt")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(DAMAGED),
    content=st.binary(max_size=60) | st.sampled_from([b"\xff\xfe", b"[" * 3000, b"a = " + b"[" * 3000, b"PK\x03\x04"]),
    keep=st.integers(0, 400),
)
def test_whatever_a_file_holds_all_meetings_are_shown(
    tmp_path_factory: pytest.TempPathFactory, ledger: Ledger, name: str, content: bytes, keep: int
) -> None:
    there = tmp_path_factory.mktemp("there")
    damaged, other = there / "2030-05-16-wonen", there / "2030-05-17-jeugd"
    for each in (damaged, other):
        new_event(each)
        fill_in(each)
    (damaged / "texts").mkdir()
    path = damaged / name
    before = path.read_bytes() if path.exists() else b""
    path.write_bytes(before[:keep] + content)
    found = Meetings(Paths(EMBEDDED, there / "output")).of([damaged, other], ledger, clock_at(NOW))
    assert [each.key for each in found] == [damaged.name, other.name]
    assert found[1].files.setup
    assert found[1].files.setup.is_ready


def test_fifty_meetings_are_read_once(
    tmp_path: Path, ledger: Ledger, meetings: Meetings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = tmp_path / "2030-05-16-wonen"
    new_event(first)
    folders = [first]
    for number in range(2, 51):
        folders.append(tmp_path / f"2030-05-16-wonen-{number}")
        shutil.copytree(first, folders[-1])
    assert len(meetings.of(folders, ledger, clock_at(NOW))) == 50

    def read_again(folder: Path, *_: object) -> None:
        raise AssertionError(f"{folder} is read again")

    monkeypatch.setattr(module, "_read", read_again)
    begun = perf_counter()
    assert len(meetings.of(folders, ledger, clock_at(NOW))) == 50
    assert perf_counter() - begun < 1
