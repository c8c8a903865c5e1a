"""What lies in a folder is found to the last file, and hashed as it lies there."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from reportgen.storage.archive.inventory import BLOCK_BYTES, digests_of, inventory_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with files of all sizes, and what is no file."""
    for size in (0, 1, BLOCK_BYTES - 1, BLOCK_BYTES, BLOCK_BYTES + 1, 3 * BLOCK_BYTES):
        path = tmp_path / "here" / "deep" / str(size)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(number % 251 for number in range(size)))
    here = tmp_path / "here"
    (here / "away").symlink_to(tmp_path)
    (here / "nowhere").symlink_to(tmp_path / "gone")
    (here / "empty").mkdir()
    return here


def test_every_file_is_found_with_its_size_and_no_link_is_followed(folder: Path) -> None:
    found = inventory_of(folder)
    assert found.sizes == {
        f"deep/{size}": size for size in (0, 1, BLOCK_BYTES - 1, BLOCK_BYTES, BLOCK_BYTES + 1, 3 * BLOCK_BYTES)
    }
    assert found.irregular == {"away", "nowhere"}
    assert found.count_below("deep") == (6, 6 * BLOCK_BYTES + 1)
    assert found.count_below("empty") == (0, 0)


def test_every_file_is_hashed_as_it_is_however_large(folder: Path) -> None:
    sizes = inventory_of(folder).sizes
    assert digests_of(folder, sizes) == {name: sha256((folder / name).read_bytes()).hexdigest() for name in sizes}


def test_what_cannot_be_read_has_no_digest_and_the_others_do(folder: Path) -> None:
    assert digests_of(folder, ["gone", "empty", "deep/1"]).keys() == {"deep/1"}
    assert digests_of(folder, []) == {}


def test_more_files_than_threads_are_each_hashed_once(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / str(number)).write_text(str(number))
    digests = digests_of(tmp_path, inventory_of(tmp_path).sizes)
    assert digests == {str(number): sha256(str(number).encode()).hexdigest() for number in range(300)}
