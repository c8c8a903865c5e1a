"""Who changes event.toml on the page reaches no file outside the event's folder with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from doubles.small_event import small_event

from reportgen.application.settings.edit_settings import checked_change, settings_file
from reportgen.application.settings.event_files import file_faults
from reportgen.application.settings.form_values import FormRow, form_values
from reportgen.application.settings.groups import setting_groups
from reportgen.config.event_folder import EVENT_FILE
from reportgen.config.paths import Paths
from reportgen.sources.cbs.embedded import EMBEDDED

DAY = date(2018, 12, 3)


LISTS, SUBJECT = 'files = ["deelnemers.csv"]', 'subject = "migration"'


def _faults(event: Path, old: str, new: str) -> list[tuple[str, str]]:
    """The lines with faults once a text of event.toml is another, each with what is said."""
    text = (event / EVENT_FILE).read_text("utf-8")
    assert old in text
    text = text.replace(old, new)
    found = file_faults(event, EVENT_FILE, text.encode(), Paths(EMBEDDED, event.parent / "output"), DAY)
    return [(text.split("\n")[each.line - 1], each.text) for each in found]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (LISTS, 'files = ["/etc/passwd"]'),
        (LISTS, 'files = ["deelnemers.csv", "../ander/deelnemers.csv"]'),
        (LISTS, 'files = [{file = "a/../../output/ledger.sqlite", sheet = "een"}]'),
        (SUBJECT, f'own = ["/etc/passwd"]  # {SUBJECT}'),
    ],
)
def test_a_file_elsewhere_is_a_fault_on_its_line(tmp_path: Path, old: str, new: str) -> None:
    ((line, said),) = _faults(small_event(tmp_path), old, new)
    assert line == new
    assert "in de map van de bijeenkomst" in said


def test_a_file_in_the_folder_is_none(tmp_path: Path) -> None:
    assert _faults(small_event(tmp_path), LISTS, 'files = ["deelnemers.csv", "later/deelnemers..csv"]') == []


def test_what_was_named_already_may_stay(tmp_path: Path) -> None:
    event, named = small_event(tmp_path), 'files = ["/srv/lijst.csv"]'
    text = (event / EVENT_FILE).read_text("utf-8")
    (event / EVENT_FILE).write_text(text.replace(LISTS, named), "utf-8")
    assert _faults(event, named, f"{named}  # met de hand") == []


@pytest.mark.parametrize("name", ["/etc/passwd", "../ander/deelnemers.csv", "a/../../output/ledger.sqlite"])
@pytest.mark.parametrize(("slug", "field"), [("lijsten", "lists.files"), ("cijfers", "figures.own")])
def test_a_form_reaches_no_file_elsewhere_either(tmp_path: Path, slug: str, field: str, name: str) -> None:
    file, group = settings_file(small_event(tmp_path)), setting_groups()[slug]
    form = form_values(group, file.raw)
    form = replace(form, rows={**form.rows, field: (FormRow(None, {"file": name, "sheet": ""}),)})
    (fault,) = checked_change(group, file, form, "2018-12-10-klein").faults
    assert (fault.field, fault.group) == (f"{field}.0.file", slug)
    assert "in de map van de bijeenkomst" in fault.text
