"""Subjects of an event's own: their words are taken, or refused with their faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.config.subject_file import subject_of
from reportgen.errors import ConfigurationError

SUBJECT = 'title = "Huren"\nindicators = ["owner-occupied"]\n'


def subject_in(event: Path, text: str) -> None:
    folder = event / "subjects" / "huren"
    folder.mkdir(parents=True)
    (folder / "subject.toml").write_text(text, "utf-8")


def test_a_subject_of_an_event_may_have_sentences_of_its_own(tmp_path: Path) -> None:
    words = 'profile_head = "Wie huurt er {in_name}?"\n"headline last owner-occupied" = "{name} huurt het meest."\n'
    subject_in(tmp_path, f"{SUBJECT}[words]\n{words}")
    subject = subject_of("huren", tmp_path)
    assert subject.words["headline last owner-occupied"] == "{name} huurt het meest."
    assert subject.main == "owner-occupied"


@pytest.mark.parametrize("text", ["Wie woont er {waar}?", "Wie woont er {in_name:>9}?", "Wie woont er {in_name?"])
def test_a_text_with_a_place_that_nothing_is_filled_in_for_is_refused_by_its_name(tmp_path: Path, text: str) -> None:
    subject_in(tmp_path, f'{SUBJECT}[words]\nprofile_head = "{text}"\n')
    with pytest.raises(ConfigurationError) as refused:
        subject_of("huren", tmp_path)
    assert "subject.toml, line" in refused.value.what
    assert "profile_head" in refused.value.what
