"""An overlay of an archive takes new editions, and leaves the archive as it is."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from usecases.command_line import digests_in

from reportgen.errors import ArchiveError
from reportgen.storage.archive.archive import Archive
from reportgen.storage.overlay import link_contents

NOW = datetime(2018, 12, 3, 8, tzinfo=ZoneInfo("Europe/Amsterdam"))


def test_an_overlay_of_an_archive_takes_new_editions_and_keeps_the_old_ones_as_they_are(tmp_path: Path) -> None:
    real = Archive(tmp_path / "real")
    draft = real.unsealed(1)
    draft.add("packs/0001.pdf", b"%PDF")
    draft.seal({}, NOW)
    before = digests_in(tmp_path / "real")
    link_contents(tmp_path / "real", tmp_path / "trial")
    trial = Archive(tmp_path / "trial")
    assert trial.read(1, "packs/0001.pdf") == b"%PDF"
    with pytest.raises(ArchiveError, match="sealed already"):
        trial.unsealed(1)
    second = trial.unsealed(2)
    second.add("packs/0001.pdf", b"%PDF-2")
    second.seal({}, NOW)
    assert trial.editions() == (1, 2)
    shutil.rmtree(tmp_path / "trial")
    assert digests_in(tmp_path / "real") == before
    assert real.editions() == (1,)


def test_where_there_is_no_archive_no_overlay_is_made(tmp_path: Path) -> None:
    link_contents(tmp_path / "real", tmp_path / "trial")
    assert not (tmp_path / "trial").exists()
