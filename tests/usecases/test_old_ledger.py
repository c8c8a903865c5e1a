"""What happens when the archive or the ledger is not what it was."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from usecases.command_line import IN_TIME, JSON, CommandLine, digests_in
from usecases.conftest import Ran


@pytest.fixture
def kept(sent: Ran, tmp_path: Path) -> CommandLine:
    """A command line after a run, to meddle with."""
    return sent.cli.copied(tmp_path)


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
def test_one_flipped_bit_is_found_in_whatever_file(kept: CommandLine, file: str) -> None:
    _flip(kept.edition(1) / file)
    done = kept.run("verify")
    assert done.code == 7
    assert file.rpartition("/")[2].partition("-")[0] in done.out
    assert "fault" in done.out


def test_the_file_that_changed_is_named(kept: CommandLine) -> None:
    _flip(kept.edition(1) / "data" / "packs" / "0002-GM0344.pdf")
    assert kept.run("verify", *JSON).json["faults"] == ["edition 1: data/packs/0002-GM0344.pdf is changed"]


def test_a_file_too_few_and_one_too_many_are_named(kept: CommandLine) -> None:
    letters = kept.edition(1) / "data" / "letters"
    (letters / "0004.eml").rename(letters / "0005.eml")
    faults = kept.run("verify", *JSON).json["faults"]
    assert faults == [
        "edition 1: data/letters/0004.eml is missing",
        "edition 1: data/letters/0005.eml is added",
    ]


def test_an_edition_that_is_gone_is_missed(kept: CommandLine) -> None:
    shutil.rmtree(kept.edition(1))
    done = kept.run("verify", *JSON)
    assert (done.code, done.json["faults"]) == (
        7,
        ["edition 1 is in the ledger, and the archive does not have it"],
    )


def test_an_edition_forged_together_with_its_manifests_is_found(kept: CommandLine) -> None:
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
    done = kept.run("verify", *JSON)
    assert done.code == 7
    assert "edition 1: it is not the one that was promised: its tagmanifest differs" in done.json["faults"]


def test_a_promise_that_was_changed_in_the_ledger_is_found(kept: CommandLine) -> None:
    kept.execute_sql("UPDATE delivery SET letter = pack WHERE number = 2")
    done = kept.run("verify")
    assert done.code == 7
    assert "2018-12-10-klein.0002.0001 is promised as another file than the one that is kept" in done.out


@pytest.mark.parametrize("command", ["run", "build"])
def test_with_an_old_ledger_nothing_is_made_and_nothing_is_sent(
    again: Ran, waiting: CommandLine, tmp_path: Path, command: str
) -> None:
    cli = again.cli.copied(tmp_path / "older")
    shutil.copy(waiting.output / "ledger.sqlite", cli.output / "ledger.sqlite")
    before = digests_in(cli.output / "outbox")
    done = cli.run(command, *IN_TIME)
    assert done.code == 7
    assert "The archive holds edition 2, which this ledger does not know" in done.err
    assert digests_in(cli.output / "outbox") == before
    assert set(cli.states().values()) == {"released"}


def test_with_an_old_ledger_send_sends_nothing_either(again: Ran, waiting: CommandLine, tmp_path: Path) -> None:
    """In the old ledger the four letters still wait; they left long ago."""
    cli = again.cli.copied(tmp_path / "older")
    shutil.copy(waiting.output / "ledger.sqlite", cli.output / "ledger.sqlite")
    done = cli.run("send", *IN_TIME)
    assert set(cli.states().values()) == {"released"}
    assert done.code == 7


def test_without_the_ledger_nothing_is_sent_a_second_time(kept: CommandLine) -> None:
    (kept.output / "ledger.sqlite").unlink()
    before = digests_in(kept.output / "outbox")
    done = kept.run("run", *IN_TIME)
    assert done.code == 7
    assert "which this ledger does not know" in done.err
    assert digests_in(kept.output / "outbox") == before
    assert kept.run("verify").code == 7


# A ledger put back from a copy that has the edition, and not what was sent of it


def _ledger(cli: CommandLine) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in cli.output.glob("ledger.sqlite*")}


def _put_back(cli: CommandLine, copy: dict[str, bytes]) -> None:
    for path in cli.output.glob("ledger.sqlite*"):
        path.unlink()
    for name, content in copy.items():
        (cli.output / name).write_bytes(content)


def _assert_refused(cli: CommandLine) -> None:
    before = digests_in(cli.output / "outbox")
    states = cli.states()
    for command in ("send", "run", "build"):
        done = cli.run(command, *IN_TIME)
        assert (command, done.code) == (command, 7)
        assert "the ledger is an old copy" in done.err
        assert "put back the newest ledger.sqlite" in done.err
    assert digests_in(cli.output / "outbox") == before
    assert cli.states() == states
    verified = cli.run("verify", *JSON)
    assert verified.code == 7
    assert "the ledger is an old copy" in verified.json["faults"][0]


def test_a_ledger_from_before_the_letters_left_is_refused(waiting: CommandLine) -> None:
    old = _ledger(waiting)
    assert waiting.run("send", *IN_TIME).code == 0
    newest = _ledger(waiting)
    _put_back(waiting, old)
    assert set(waiting.states().values()) == {"released"}
    _assert_refused(waiting)
    _put_back(waiting, newest)
    assert waiting.run("send", *IN_TIME, *JSON).json["sent"] == 0
    waiting.assert_everyone_was_mailed_once()


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_ledger_from_the_middle_of_sending_is_refused(waiting: CommandLine, when: str) -> None:
    waiting.run_until_killed("send", *IN_TIME, moment=("reportgen.storage.ledger.ledger:Ledger.claim", when, "3"))
    old = _ledger(waiting)
    assert waiting.run("send", *IN_TIME).code == 0
    _put_back(waiting, old)
    _assert_refused(waiting)


def test_a_ledger_from_before_one_letter_that_broke_off_is_refused(waiting: CommandLine) -> None:
    """The ledger has the claim of the letter and nothing after it; perhaps it was sent."""
    waiting.run_until_killed("send", *IN_TIME, moment=("reportgen.mail.sender:Outbox.send", "after", "1"))
    old = _ledger(waiting)
    waiting.run_until_killed("send", *IN_TIME, moment=("reportgen.mail.sender:Outbox.send", "after", "1"))
    _put_back(waiting, old)
    _assert_refused(waiting)


@pytest.mark.parametrize("time", ["1", "2", "4"])
@pytest.mark.parametrize(
    "moment",
    [
        ("reportgen.storage.ledger.ledger:Ledger.claim", "before"),
        ("reportgen.storage.ledger.ledger:Ledger.claim", "after"),
        ("reportgen.storage.archive.watermark:Watermark.write", "after"),
        ("reportgen.storage.ledger.ledger:Ledger.record_outcome", "after"),
    ],
    ids=["not claimed", "claimed, not in the watermark", "in the watermark", "recorded"],
)
def test_a_run_that_breaks_off_between_the_two_never_makes_its_own_ledger_old(
    waiting: CommandLine, moment: tuple[str, str], time: str
) -> None:
    waiting.run_until_killed("send", *IN_TIME, moment=(*moment, time))
    assert waiting.run("verify").code == 0
    assert waiting.run("send", *IN_TIME).code == 0
    waiting.assert_everyone_was_mailed_once()


def test_killed_while_the_first_claim_is_written_down_the_ledger_is_still_good(waiting: CommandLine) -> None:
    waiting.run_until_killed("send", *IN_TIME, moment=("reportgen.storage.atomic:Path.replace", "before", "1"))
    assert waiting.run("send", *IN_TIME).code == 0
    waiting.assert_everyone_was_mailed_once()


def test_an_archive_put_back_from_before_does_not_make_the_ledger_old(waiting: CommandLine, tmp_path: Path) -> None:
    shutil.copytree(waiting.output / "archive", tmp_path / "copy")
    assert waiting.run("send", *IN_TIME).code == 0
    shutil.rmtree(waiting.output / "archive")
    shutil.copytree(tmp_path / "copy", waiting.output / "archive")
    assert waiting.run("send", *IN_TIME, *JSON).json["sent"] == 0
    waiting.assert_everyone_was_mailed_once()


def test_without_the_archive_an_old_ledger_has_no_letters_to_send(waiting: CommandLine) -> None:
    old = _ledger(waiting)
    assert waiting.run("send", *IN_TIME).code == 0
    _put_back(waiting, old)
    shutil.rmtree(waiting.output / "archive")
    before = digests_in(waiting.output / "outbox")
    done = waiting.run("send", *IN_TIME, *JSON)
    assert (done.code, done.json["sent"]) == (1, 0)
    assert digests_in(waiting.output / "outbox") == before


def test_what_was_sent_last_is_no_added_file_and_is_missed_when_it_cannot_be_read(kept: CommandLine) -> None:
    assert kept.run("verify").code == 0
    (kept.edition(1).with_name(".last-claim")).write_bytes(b"")
    assert kept.run("verify").code == 7
    done = kept.run("send", *IN_TIME)
    assert done.code == 7
    assert "What was sent last cannot be read" in done.err


@pytest.mark.usefixtures("no_pause")
def test_a_damaged_ledger_stops_every_command(kept: CommandLine) -> None:
    (kept.output / "ledger.sqlite").write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 64)
    for command in ("status", "verify", "plan", "check", "run", "build", "send", "release", "preview"):
        done = kept.run(command)
        assert (command, done.code) == (command, 7)
        done.assert_clear()
