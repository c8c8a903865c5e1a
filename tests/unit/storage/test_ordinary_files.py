"""What is no ordinary file is refused at once, whatever it is."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.errors import ArchiveError
from reportgen.storage.archive.archive import Archive
from reportgen.storage.archive.bagit import PAYLOAD, TAGS, Flaw, quick_flaws, read_manifest
from reportgen.storage.archive.watermark import NAME, watermark
from reportgen.storage.ordinary_files import file_bytes, file_text


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: path.symlink_to("/dev/zero")])
def test_what_is_no_file_is_not_read(make: Callable[[Path], object], tmp_path: Path) -> None:
    bag = tmp_path / "edition-0001"
    (bag / "data").mkdir(parents=True)
    for path in (tmp_path / NAME, bag / PAYLOAD, bag / TAGS, bag / "data" / "edition.json"):
        make(path)
        with pytest.raises(OSError, match=r"ordinary file|directory"):
            file_bytes(path)
    with pytest.raises(ArchiveError):
        read_manifest(bag / PAYLOAD)
    with pytest.raises(ArchiveError):
        Archive(tmp_path).read(1, "edition.json")
    with pytest.raises(ArchiveError):
        watermark(tmp_path)
    assert [each.flaw for each in quick_flaws(bag)] == [Flaw.MISSING]


def test_a_text_is_read_with_the_line_ends_of_any_system(tmp_path: Path) -> None:
    path = tmp_path / "tekst.txt"
    path.write_bytes("Zoë\r\nBöer\n".encode())
    assert file_text(path) == "Zoë\nBöer\n"
