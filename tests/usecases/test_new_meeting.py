"""A new meeting gets its folder from day and title, whole or not at all; one made by mistake can go again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

import pytest
from doubles.small_event import small_event
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.application.event import create
from reportgen.application.event.new_meeting import (
    MeetingRefused,
    NewMeeting,
    faults_of,
    make_meeting,
    refuse_removal,
    remove_meeting,
)
from reportgen.application.workspace import Clock, Workspace
from reportgen.config.event_folder import is_event_key
from reportgen.config.paths import Paths
from reportgen.config.settings import load_event_file
from reportgen.domain.people.participant import Enrolled
from reportgen.errors import ReportgenError
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.ledger.database import connection_to
from reportgen.storage.ledger.ledger import Ledger

TODAY = date(2030, 1, 7)
ASKED = NewMeeting("Wonen & vergrijzing: hoe nu verder?", "2030-05-16", "De Eenhoorn, Amersfoort")


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(EMBEDDED, tmp_path / "output")


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with closing(Ledger(connection_to(None))) as opened:
        yield opened


def test_a_meeting_is_called_by_its_day_and_title(tmp_path: Path, paths: Paths, ledger: Ledger) -> None:
    folder = make_meeting(tmp_path / "events", ASKED, paths, ledger, TODAY)
    assert folder.name == "2030-05-16-wonen-vergrijzing-hoe-nu-verder"
    event = load_event_file(folder).event
    assert (event.title, event.place, event.day) == (ASKED.title, ASKED.place, date(2030, 5, 16))
    text = (folder / "event.toml").read_text("utf-8")
    assert "invullen" not in next(line for line in text.splitlines() if line.startswith("title"))
    assert "# Een blok per vraag" in text, "the comments of the file stay"


def test_the_same_day_and_title_get_a_number(tmp_path: Path, paths: Paths, ledger: Ledger) -> None:
    made = [make_meeting(tmp_path, ASKED, paths, ledger, TODAY).name for _ in range(3)]
    assert made == [f"2030-05-16-wonen-vergrijzing-hoe-nu-verder{end}" for end in ("", "-2", "-3")]


def test_the_name_of_a_meeting_that_left_letters_is_not_used_again(
    tmp_path: Path, paths: Paths, ledger: Ledger
) -> None:
    ledger.save_people("2030-05-16-wonen", [Enrolled(1, "a@x.example", "A", "GM0344")], [])
    _leave(paths.archive("2030-05-16-wonen-2--follow-up"))
    folder = make_meeting(tmp_path, NewMeeting("Wonen", "2030-05-16", "Zaal"), paths, ledger, TODAY)
    assert folder.name == "2030-05-16-wonen-3"


def test_a_meeting_follows_an_earlier_one_with_its_own_title_and_place(
    tmp_path: Path, paths: Paths, ledger: Ledger
) -> None:
    earlier = small_event(tmp_path)
    asked = NewMeeting("Opnieuw", "2030-05-16", "Elders", earlier=earlier)
    event, before = load_event_file(make_meeting(tmp_path, asked, paths, ledger, TODAY)).event, load_event_file(earlier)
    assert (event.title, event.place, event.themes) == ("Opnieuw", "Elders", before.event.themes)
    assert event.organiser == before.event.organiser


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=230), st.text(max_size=230), st.text(max_size=12) | st.dates().map(str))
def test_whatever_is_typed_is_refused_with_its_field_or_becomes_a_meeting(title: str, place: str, day: str) -> None:
    asked = NewMeeting(title, day, place)
    with TemporaryDirectory() as there, closing(Ledger(connection_to(None))) as ledger:
        events = Path(there, "events")
        paths = Paths(EMBEDDED, Path(there, "output"))
        if faults := faults_of(asked, TODAY):
            assert {each.field for each in faults} <= {"title", "place", "day"}
            with pytest.raises(MeetingRefused):
                make_meeting(events, asked, paths, ledger, TODAY)
            assert not events.exists()
            return
        folder = make_meeting(events, asked, paths, ledger, TODAY)
        assert is_event_key(folder.name)
        assert folder.parent == events
        assert load_event_file(folder).event.title == title


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("", "day-missing"),
        ("16 mei 2030", "day-strange"),
        ("2030-02-30", "day-strange"),
        ("2030-01-06", "day-past"),
        ("9999-12-31", "day-far"),
    ],
)
def test_a_day_that_cannot_be_is_refused(day: str, code: str) -> None:
    assert [each.code for each in faults_of(NewMeeting("Wonen", day, "Zaal"), TODAY)] == [code]


def test_nothing_half_made_remains(
    tmp_path: Path, paths: Paths, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(create, "sync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        make_meeting(tmp_path / "events", ASKED, paths, ledger, TODAY)
    assert list((tmp_path / "events").iterdir()) == []


def test_what_a_killed_program_left_is_cleared_away_by_the_next(tmp_path: Path, paths: Paths, ledger: Ledger) -> None:
    left, busy = (tmp_path / "events" / f"{create.UNFINISHED}{name}" for name in ("left", "busy"))
    for each in (left, busy):
        each.mkdir(parents=True)
    os.utime(left, (0, 0))
    make_meeting(tmp_path / "events", ASKED, paths, ledger, TODAY)
    assert (left.exists(), busy.exists()) == (False, True)


def test_an_unreadable_earlier_meeting_makes_nothing(tmp_path: Path, paths: Paths, ledger: Ledger) -> None:
    earlier = small_event(tmp_path)
    (earlier / "event.toml").write_text("[event", "utf-8")
    with pytest.raises(ReportgenError):
        make_meeting(tmp_path / "new", NewMeeting("A", "2030-05-16", "B", earlier=earlier), paths, ledger, TODAY)
    assert not (tmp_path / "new").exists()


def _workspace(folder: Path, paths: Paths, ledger: Ledger) -> Workspace:
    return Workspace(load_event_file(folder), paths, ledger, Clock(lambda: datetime(2030, 1, 7, tzinfo=UTC), monotonic))


def _leave(folder: Path) -> None:
    """Leaves a file in a folder of the output."""
    folder.mkdir(parents=True)
    (folder / "a").write_text("", "utf-8")


def test_a_meeting_made_by_mistake_goes(tmp_path: Path, paths: Paths, ledger: Ledger) -> None:
    folder = make_meeting(tmp_path / "events", ASKED, paths, ledger, TODAY)
    paths.pending_list(folder.name).mkdir(parents=True)  # a list that was thrown away
    remove_meeting(_workspace(folder, paths, ledger))
    assert list((tmp_path / "events").iterdir()) == []


def test_a_meeting_with_people_or_letters_stays(tmp_path: Path, paths: Paths, ledger: Ledger) -> None:
    listed = small_event(tmp_path)
    with pytest.raises(MeetingRefused) as refused:
        refuse_removal(listed, paths, ledger)
    assert refused.value.code == "has-people"
    for leave in ("number", "archive", "upload"):
        folder = make_meeting(tmp_path / "events", ASKED, paths, ledger, TODAY)
        match leave:
            case "number":
                ledger.save_people(folder.name, [Enrolled(1, "a@x.example", "A", "GM0344")], [])
            case "archive":
                _leave(paths.archive(f"{folder.name}--follow-up"))
            case "upload":
                _leave(paths.pending_list(folder.name))
        with pytest.raises(MeetingRefused) as refused:
            remove_meeting(_workspace(folder, paths, ledger))
        assert (refused.value.code, folder.is_dir()) == ("in-use", True)


def test_a_meeting_whose_list_cannot_be_read_stays(tmp_path: Path, paths: Paths, ledger: Ledger) -> None:
    folder = make_meeting(tmp_path / "events", ASKED, paths, ledger, TODAY)
    (folder / "deelnemers.csv").write_bytes(b"")
    with pytest.raises(MeetingRefused) as refused:
        remove_meeting(_workspace(folder, paths, ledger))
    assert refused.value.code == "unreadable"
    assert folder.is_dir()
