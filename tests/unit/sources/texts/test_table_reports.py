"""What was discussed at the tables, as people save it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.errors import ConfigurationError
from reportgen.sources.texts.table_reports import MAX_LENGTH, table_reports_in


def written(folder: Path, **files: bytes) -> Path:
    (folder / "verslagen").mkdir()
    for name, content in files.items():
        (folder / "verslagen" / name.replace("__", ".")).write_bytes(content)
    return folder


def test_without_reports_there_are_none(tmp_path: Path) -> None:
    assert table_reports_in(tmp_path) == {}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "mac_roman", "cp850"])
def test_a_report_is_read_as_any_editor_saves_it(tmp_path: Path, encoding: str) -> None:
    said = "# Eén\r\nover twee\r\nregels\r\n\r\n* a\r\n- b\r\n  en verder\r\n### Slot"
    found = table_reports_in(written(tmp_path, tafel_3__md=said.encode(encoding)))
    assert found == {3: "# Eén\n\nover twee regels\n\n- a\n\n- b en verder\n\n# Slot"}


def test_files_are_of_a_table_and_all_faults_are_named_at_once(tmp_path: Path) -> None:
    folder = written(tmp_path, **{"tafel-1__txt": b"x", "Tafel 1__md": b"y", "notulen__txt": b"z", "tafel-0__txt": b""})
    (folder / "verslagen" / "tafel-2.txt").write_bytes(b"a" * (MAX_LENGTH + 1))
    (folder / "verslagen" / ".tafel-3.txt.swp").write_bytes(b"\x00")
    with pytest.raises(ConfigurationError) as caught:
        table_reports_in(folder)
    for said in (
        "notulen.txt is of no table",
        "tafel-0.txt is of no table",
        "a second report of table 1",
        "tafel-2.txt",
    ):
        assert said in caught.value.what
    assert caught.value.where == str(folder / "verslagen")
