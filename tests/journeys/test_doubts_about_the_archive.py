"""What happens when the archive or the ledger is not what it was."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from journeys.conftest import Ran
from journeys.desk import IN_TIME, JSON, Desk, files_in


@pytest.fixture
def kept(sent: Ran, tmp_path: Path) -> Desk:
    """A desk after a run, to meddle with."""
    return sent.desk.copied(tmp_path)


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    "file",
    [
        "data/packs/0002-GM0344.pdf",
        "data/letters/0002.eml",
        "data/edition.json",
        "bag-info.txt",
        "README.txt",
        "manifest-sha256.txt",
        "tagmanifest-sha256.txt",
    ],
)
def test_one_flipped_bit_is_found_in_whatever_file(kept: Desk, file: str) -> None:
    _flip(kept.edition(1) / file)
    done = kept.asks("verify")
    assert done.code == 7
    assert file.rpartition("/")[2].partition("-")[0] in done.out
    assert "fault" in done.out


def test_the_file_that_changed_is_named(kept: Desk) -> None:
    _flip(kept.edition(1) / "data" / "packs" / "0002-GM0344.pdf")
    assert kept.asks("verify", *JSON).json["faults"] == ["edition 1: data/packs/0002-GM0344.pdf is changed"]


def test_a_file_too_few_and_one_too_many_are_named(kept: Desk) -> None:
    letters = kept.edition(1) / "data" / "letters"
    (letters / "0004.eml").rename(letters / "0005.eml")
    faults = kept.asks("verify", *JSON).json["faults"]
    assert faults == [
        "edition 1: data/letters/0004.eml is missing",
        "edition 1: data/letters/0005.eml is added",
    ]


def test_an_edition_that_is_gone_is_missed(kept: Desk) -> None:
    shutil.rmtree(kept.edition(1))
    done = kept.asks("verify", *JSON)
    assert (done.code, done.json["faults"]) == (
        7,
        ["edition 1 is in the ledger, and the archive does not have it"],
    )


def test_an_edition_forged_together_with_its_manifests_is_found(kept: Desk) -> None:
    bag = kept.edition(1)
    _flip(bag / "data" / "letters" / "0002.eml")
    for manifest, file in (
        ("manifest-sha256.txt", "data/letters/0002.eml"),
        ("tagmanifest-sha256.txt", "manifest-sha256.txt"),
    ):
        lines = (bag / manifest).read_text().splitlines()
        digest = sha256((bag / file).read_bytes()).hexdigest()
        told = [f"{digest}  {file}" if line.endswith(f"  {file}") else line for line in lines]
        (bag / manifest).write_text("\n".join(told) + "\n")
    done = kept.asks("verify", *JSON)
    assert done.code == 7
    assert "edition 1: it is not the one that was promised: its tagmanifest differs" in done.json["faults"]


def test_a_promise_that_was_changed_in_the_ledger_is_found(kept: Desk) -> None:
    kept.enters("UPDATE delivery SET letter = pack WHERE number = 2")
    done = kept.asks("verify")
    assert done.code == 7
    assert "2018-12-10-klein.0002.0001 is promised as another file than the one that is kept" in done.out


@pytest.mark.parametrize("command", ["run", "build"])
def test_with_an_old_ledger_nothing_is_made_and_nothing_is_sent(
    again: Ran, waiting: Desk, tmp_path: Path, command: str
) -> None:
    desk = again.desk.copied(tmp_path / "older")
    shutil.copy(waiting.output / "ledger.sqlite", desk.output / "ledger.sqlite")
    before = files_in(desk.output / "outbox")
    done = desk.asks(command, *IN_TIME)
    assert done.code == 7
    assert "The archive holds edition 2, which this ledger does not know" in done.err
    assert files_in(desk.output / "outbox") == before
    assert set(desk.states().values()) == {"released"}


def test_with_an_old_ledger_send_sends_nothing_either(again: Ran, waiting: Desk, tmp_path: Path) -> None:
    """In the old ledger the four letters still wait; they left long ago."""
    desk = again.desk.copied(tmp_path / "older")
    shutil.copy(waiting.output / "ledger.sqlite", desk.output / "ledger.sqlite")
    done = desk.asks("send", *IN_TIME)
    assert set(desk.states().values()) == {"released"}
    assert done.code == 7


def test_without_the_ledger_nothing_is_sent_a_second_time(kept: Desk) -> None:
    (kept.output / "ledger.sqlite").unlink()
    before = files_in(kept.output / "outbox")
    done = kept.asks("run", *IN_TIME)
    assert done.code == 7
    assert "which this ledger does not know" in done.err
    assert files_in(kept.output / "outbox") == before
    assert kept.asks("verify").code == 7


def test_a_damaged_ledger_stops_every_command(kept: Desk) -> None:
    (kept.output / "ledger.sqlite").write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 64)
    for command in ("status", "verify", "plan", "check", "run", "build", "send", "release", "preview"):
        done = kept.asks(command)
        assert (command, done.code) == (command, 7)
        done.assert_clear()
