"""Privacy knows what organisers changed beside the list: it is shown, erased and purged with the rest."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from doubles.small_event import PEOPLE, sheet, small_event
from doubles.workspaces import opened

from reportgen.application.lists.change_people import Making, fields_changed, person_added, write_changes
from reportgen.application.lists.listed_people import listed_people
from reportgen.application.lists.read_lists import registrations_of
from reportgen.application.privacy.erase import forget, purge
from reportgen.application.privacy.subject_access import subject_data
from reportgen.application.workspace import Workspace
from reportgen.config.paths import Paths
from reportgen.config.timezone import ZONE
from reportgen.domain.people.roster import as_enrolled
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.sources.lists.change_file import CHANGES_FILE, changes_in

NOW = datetime(2018, 12, 3, 8, tzinfo=ZONE)


@pytest.fixture
def event(tmp_path: Path) -> Path:
    """An event whose people have a number, and of whom two were changed and one was added."""
    event = small_event(tmp_path)
    with opened(event, Paths(EMBEDDED, tmp_path / "output"), NOW) as workspace:
        people = listed_people(workspace)
        everyone = [as_enrolled(each) for each in people.enrolment.participants]
        workspace.ledger.save_people(workspace.people_key, everyone, [])
        by = Making("anna", NOW, "belde over Karekiet")
        for last, change in (("Karekiet", {"last": "Rietzanger"}), ("Grutto", {"function": "burgemeester"})):
            before = listed_people(workspace)
            person = next(each for each in before.people.values() if each.row.name.last == last)
            write_changes(workspace, before, fields_changed(before, person, change, by), by, "wijziging")
        before = listed_people(workspace)
        typed = {"first": "Kees", "last": "Mol", "organisation": "Utrecht", "email": "k.mol@utrecht.example"}
        write_changes(workspace, before, person_added(before, typed, by), by, "wijziging")
    return event


def _number(workspace: Workspace, last: str) -> int:
    enrolled = workspace.ledger.enrolled(workspace.people_key)
    return next(each.number for each in enrolled if each.name.endswith(last))


def test_who_asks_what_is_stored_sees_what_was_changed(event: Path) -> None:
    with opened(event, Paths(EMBEDDED, event.parent / "output"), NOW) as workspace:
        data = subject_data(workspace, _number(workspace, "Karekiet"))
        assert {"last": "Rietzanger"} in [each.becomes for each in data.changes]
        assert any(each.path.endswith(CHANGES_FILE) for each in data.found)


def test_who_is_forgotten_is_in_no_change_and_in_no_version_and_others_stay(event: Path) -> None:
    with opened(event, Paths(EMBEDDED, event.parent / "output"), NOW) as workspace:
        number = _number(workspace, "Karekiet")
        (event / "deelnemers.csv").write_text(sheet([each for each in PEOPLE if each[2] != "Karekiet"]), "utf-8-sig")
        forget(workspace, number)
    for path in event.rglob("*"):
        if path.is_file():
            assert b"Rietzanger" not in path.read_bytes(), path
            assert b"Karekiet" not in path.read_bytes(), path
    assert [each.person.name.last for each in changes_in(event)] == ["Grutto", "Mol"]


def test_nobody_is_in_a_change_after_the_purge(event: Path) -> None:
    with opened(event, Paths(EMBEDDED, event.parent / "output"), datetime(2030, 1, 1, tzinfo=ZONE)) as workspace:
        purge(workspace)
    assert not (event / CHANGES_FILE).exists()
    assert all(b"Rietzanger" not in each.read_bytes() for each in event.rglob("*") if each.is_file())


def test_who_was_added_is_among_the_rows_of_the_list(event: Path) -> None:
    with opened(event, Paths(EMBEDDED, event.parent / "output"), NOW) as workspace:
        names = listed_people(workspace).names
        rows, _ = registrations_of(workspace.settings, names)
        assert "Mol" in [each.name.last for each in rows]
        assert len(rows) == len(PEOPLE) + 1
