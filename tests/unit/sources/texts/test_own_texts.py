"""The organiser's own texts, as people save them."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.errors import ConfigurationError
from reportgen.sources.texts.own_texts import FIELD_BY_FILE, MAX_LENGTH, OwnTexts, own_texts_in


def written(folder: Path, **files: bytes) -> Path:
    (folder / "texts").mkdir()
    for name, content in files.items():
        (folder / "texts" / f"{name}.txt").write_bytes(content)
    return folder


def faults_of(folder: Path) -> str:
    with pytest.raises(ConfigurationError) as caught:
        own_texts_in(folder)
    assert caught.value.where == str(folder / "texts")
    assert caught.value.todo
    return caught.value.what


def test_without_texts_the_program_says_what_it_says(tmp_path: Path) -> None:
    assert own_texts_in(tmp_path) == OwnTexts()
    assert own_texts_in(written(tmp_path)) == OwnTexts()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "mac_roman"])
def test_a_text_is_read_as_any_editor_saves_it(tmp_path: Path, encoding: str) -> None:
    said = "Eén alinea\r\nover twee regels.\r\n\r\n\r\nEn – naïef – de tweede."
    texts = own_texts_in(written(tmp_path, welkom=said.encode(encoding)))
    assert texts.welcome == "Eén alinea over twee regels.\n\nEn – naïef – de tweede."


def test_every_file_has_its_own_place(tmp_path: Path) -> None:
    texts = own_texts_in(written(tmp_path, **{Path(file).stem: file.encode() for file in FIELD_BY_FILE}))
    assert {file: getattr(texts, place) for file, place in FIELD_BY_FILE.items()} == {
        file: file for file in FIELD_BY_FILE
    }


def test_all_faults_are_named_at_once_with_the_names_there_are(tmp_path: Path) -> None:
    said = faults_of(written(tmp_path, welkoom=b"x", brief=b"a" * (MAX_LENGTH + 1), praktisch=b"belletje \x07"))
    assert "welkoom.txt is no text" in said
    assert all(file in said for file in FIELD_BY_FILE)
    assert f"brief.txt has {MAX_LENGTH + 1} signs" in said
    assert "praktisch.txt holds signs that cannot be printed" in said


@pytest.mark.parametrize("subject", ["twee\n\nalinea's", "x" * 151, "{naam}, uw briefing", "los } haakje"])
def test_a_subject_is_one_line_that_can_be_filled_in(tmp_path: Path, subject: str) -> None:
    assert "onderwerp.txt" in faults_of(written(tmp_path, onderwerp=subject.encode()))


def test_what_an_editor_leaves_is_no_text(tmp_path: Path) -> None:
    written(tmp_path, welkom=b"Welkom.")
    for name in (".welkom.txt.swp", "welkom.txt~", "~$welkom.txt", ".DS_Store"):
        (tmp_path / "texts" / name).write_bytes(b"\x00")
    assert own_texts_in(tmp_path).welcome == "Welkom."


def test_a_folder_in_place_of_a_text_is_named(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "texts" / "welkom.txt").mkdir()
    assert "welkom.txt cannot be read" in faults_of(tmp_path)
