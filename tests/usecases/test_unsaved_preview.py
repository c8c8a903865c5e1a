"""A pack and its letter are looked at before anything is saved, whoever is on the list, and nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from doubles.small_event import PEOPLE, small_event
from doubles.workspaces import opened

from reportgen.application.build.unsaved_preview import UnsavedFiles, preview_unsaved
from reportgen.application.workspace import Workspace
from reportgen.config.paths import Paths
from reportgen.config.timezone import ZONE
from reportgen.domain.people.participant import Enrolled
from reportgen.domain.places.municipality import COUNTRY
from reportgen.sources.cbs.embedded import EMBEDDED


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """A small event of which nothing was made."""
    event = small_event(tmp_path)
    with opened(event, Paths(EMBEDDED, tmp_path / "output"), datetime(2018, 12, 3, 8, tzinfo=ZONE)) as made:
        yield made


def files_of(workspace: Workspace) -> dict[str, bytes]:
    """Everything in the event's folder."""
    return {path.name: path.read_bytes() for path in workspace.folder.rglob("*") if path.is_file()}


def letter_of(workspace: Workspace, **more: object) -> tuple[str, str, bool]:
    """The name of the reader, the letter, and whether the reader is made up."""
    text = {"texts/brief.txt": b"Neem laarzen mee.", "texts/brief-gasten.txt": b"Neem klompen mee."}
    found = preview_unsaved(workspace, UnsavedFiles(text, printed=False, **more))  # type: ignore[arg-type]
    assert not found.pages
    return found.name, found.letter, found.is_example


def test_a_text_that_is_not_saved_is_in_the_letter_and_nowhere_else(workspace: Workspace) -> None:
    before = files_of(workspace)
    name, letter, is_example = letter_of(workspace, number=2)
    assert not is_example
    assert name in {" ".join(each[1:3]) for each in PEOPLE}
    assert "Neem laarzen mee." in letter
    assert files_of(workspace) == before
    assert not workspace.ledger.enrolled(workspace.people_key)


@pytest.mark.parametrize("content", ["", "Voorletters;Achternaam;Gemeente;E-mailadres\n", "geen lijst"])
def test_as_long_as_nobody_is_on_the_list_somebody_is_made_up(workspace: Workspace, content: str) -> None:
    (workspace.folder / "deelnemers.csv").write_text(content, "utf-8")
    name, letter, is_example = letter_of(workspace)
    assert (name, is_example) == ("Vera Voorbeeld", True)
    assert "Neem laarzen mee." in letter
    assert "Utrecht" in letter


def test_what_guests_read_is_shown_to_a_guest(workspace: Workspace) -> None:
    name, letter, is_example = letter_of(workspace, guest=True)
    assert (name, is_example) == ("Vera Voorbeeld", True)
    assert "Neem klompen mee." in letter


def test_columns_with_names_of_their_own_do_not_keep_the_example_away(workspace: Workspace) -> None:
    toml = (workspace.folder / "event.toml").read_text("utf-8")
    (workspace.folder / "event.toml").write_text(f'{toml}\n[columns]\nlast = "Wie"\n', "utf-8")
    (workspace.folder / "deelnemers.csv").write_text("Wie;Gemeente;E-mailadres\n", "utf-8")
    assert letter_of(workspace)[2]


def test_of_a_large_meeting_only_the_reader_is_read(workspace: Workspace) -> None:
    people = [Enrolled(each, f"p{each}@urk.example", f"Piet Nummer{each}", "GM0184") for each in range(1, 500)]
    guest = Enrolled(500, "g@bureau.example", "Gea Gast", COUNTRY, (("organisation", "Bureau"),))
    workspace.ledger.save_people(workspace.people_key, [*people, guest], ())
    (workspace.folder / "deelnemers.csv").write_bytes(b"\0kapot")
    name, letter, is_example = letter_of(workspace, number=321)
    assert (name, is_example) == ("Piet Nummer321", False)
    assert "Urk" in letter
    name, letter, is_example = letter_of(workspace, guest=True)
    assert (name, is_example) == ("Gea Gast", False)
    assert "Neem klompen mee." in letter
