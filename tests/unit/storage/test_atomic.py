"""A file is replaced as a whole, and only where nobody else wrote it meanwhile."""

from __future__ import annotations

from pathlib import Path

from reportgen.storage.atomic import replace_unchanged


def test_a_file_that_was_written_meanwhile_stays_as_the_other_wrote_it(tmp_path: Path) -> None:
    path = tmp_path / "lijst.csv"
    path.write_bytes(b"van een ander")
    assert not replace_unchanged(path, b"zoals gelezen", b"nieuw")
    assert (path.read_bytes(), [each.name for each in tmp_path.iterdir()]) == (b"van een ander", ["lijst.csv"])


def test_a_file_that_is_as_it_was_read_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "lijst.csv"
    path.write_bytes(b"oud")
    path.chmod(0o600)
    assert replace_unchanged(path, b"oud", b"nieuw")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"nieuw", 0o600)
