"""The list of groups tells the first settings that say something, and of rows the first cell of each."""

from __future__ import annotations

import tomllib

from doubles.small_event import EXAMPLE

from reportgen.application.settings.groups import setting_groups
from reportgen.application.settings.summary import MAX_SETTINGS, group_summary

RAW = tomllib.loads((EXAMPLE / "event.toml").read_text("utf-8"))


def test_the_first_settings_are_told_in_words() -> None:
    said = group_summary(setting_groups()["bijeenkomst"], RAW)
    assert len(said) == MAX_SETTINGS
    assert said[0] == ("Titel", "Diversiteit door migratie")
    assert ("Dag", "10 december 2018") in said


def test_rows_are_told_by_their_first_cells_and_what_says_nothing_is_left_out() -> None:
    group = setting_groups()["themas"]
    ((_, themes),) = group_summary(group, RAW)
    assert themes.split("; ") == [each["name"] for each in RAW["theme"]]
    assert group_summary(group, {**RAW, "theme": []}) == []
    assert group_summary(setting_groups()["mailserver"], {}) == []


def test_of_letters_it_is_told_first_whether_they_leave_and_then_when_and_who_releases_them() -> None:
    said = group_summary(setting_groups()["versturen"], {**RAW, "delivery": {**RAW["delivery"], "sender": "smtp"}})
    assert said[0] == ("Brieven gaan", "via de mailserver naar de deelnemers")
    assert [label for label, _ in said[1:4]] == ["Brieven gaan vanaf", "Brieven gaan tot", "Vrijgeven"]
