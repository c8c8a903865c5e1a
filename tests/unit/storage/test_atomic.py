"""A file is replaced as a whole, and only where nobody else wrote it meanwhile."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.storage.atomic import replace_unchanged, write_atomically


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


@pytest.mark.parametrize(
    "write", [lambda path: write_atomically(path, b"nieuw"), lambda path: replace_unchanged(path, b"oud", b"nieuw")]
)
def test_on_a_full_disk_nothing_is_left_of_what_did_not_fit(
    tmp_path: Path, write: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lijst.csv"
    path.write_bytes(b"oud")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write(path)
    assert (path.read_bytes(), [each.name for each in tmp_path.iterdir()]) == (b"oud", ["lijst.csv"])
