"""The versions of a file tell which of them the file never held."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from reportgen.application.settings.file_versions import file_versions
from reportgen.config.timezone import ZONE
from reportgen.storage import versions
from reportgen.storage.versions import replace_file

NAME = "event.toml"


class Killed(BaseException):
    """Stands for a kill: nothing after it is done."""


def _killed(*_: object) -> None:
    raise Killed


def _write(folder: Path, content: bytes, at: datetime) -> None:
    """Writes a file at a moment, as the page does."""
    replace_file(folder, NAME, content, "anna", at)
    os.utime(folder / NAME, (at.timestamp(), at.timestamp()))


def _unused(folder: Path) -> list[int]:
    return [each.version.number for each in file_versions(folder) if each.is_unused]


@pytest.fixture
def begun() -> datetime:
    return datetime.now(ZONE) - timedelta(hours=3)


def test_a_version_of_which_the_file_was_never_written_is_told_also_after_the_next_change(
    tmp_path: Path, begun: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(tmp_path, b"een", begun)
    with monkeypatch.context() as patched:
        patched.setattr(versions, "_put", _killed)
        with pytest.raises(Killed):
            replace_file(tmp_path, NAME, b"twee", "anna", begun + timedelta(hours=1))
    assert (tmp_path / NAME).read_bytes() == b"een"
    assert _unused(tmp_path) == [2]
    _write(tmp_path, b"drie", begun + timedelta(hours=2))
    assert _unused(tmp_path) == [2]


def test_what_was_written_put_back_or_changed_outside_the_program_was_in_use(tmp_path: Path, begun: datetime) -> None:
    _write(tmp_path, b"een", begun)
    _write(tmp_path, b"twee", begun + timedelta(hours=1))
    assert _unused(tmp_path) == []
    (tmp_path / NAME).write_bytes(b"een")  # somebody puts it back in an editor
    assert _unused(tmp_path) == []
    _write(tmp_path, b"drie", begun + timedelta(hours=2))
    _write(tmp_path, b"een", begun + timedelta(hours=2, minutes=1))
    assert _unused(tmp_path) == []
    (tmp_path / NAME).unlink()
    assert _unused(tmp_path) == []
