"""Whether a file was written again is seen without reading it."""

from __future__ import annotations

from pathlib import Path

from reportgen.storage.file_stamp import stamp_of


def test_a_stamp_differs_once_a_file_is_written_replaced_or_removed(tmp_path: Path) -> None:
    path, other = tmp_path / "list.csv", tmp_path / "other.csv"
    stamps = [stamp_of(path)]
    path.write_text("a", "utf-8")
    stamps.append(stamp_of(path))
    assert stamp_of(path) == stamps[-1]
    path.write_text("ab", "utf-8")
    stamps.append(stamp_of(path))
    other.write_text("ab", "utf-8")
    other.replace(path)
    stamps.append(stamp_of(path))
    assert len(set(stamps)) == 4
    path.unlink()
    assert stamp_of(path) == stamps[0]
