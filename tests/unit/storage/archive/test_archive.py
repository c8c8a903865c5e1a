"""Sealed editions: whole or not there, checkable by anyone, never touched again."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest
from usecases.command_line import digests_in

from reportgen.errors import ArchiveError
from reportgen.storage.archive.archive import Archive, SealedEdition
from reportgen.storage.archive.bagit import BAGIT, PAYLOAD, TAGS, BagFlaw, Flaw, flaws_in

PACKS = {"packs/0001-GM0356.pdf": b"%PDF-1.7 one", "packs/0002-GM0363.pdf": b"%PDF-1.7 two"}
LETTERS = {"letters/0001.eml": b"To: a\r\n\r\n", "letters/0002.eml": b"To: b\r\n\r\n"}
FILES = {"edition.json": b'{"record": 1, "packs": []}', **PACKS, **LETTERS}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive" / "2018-12-10-diversiteit")


@pytest.fixture
def seal(archive: Archive, now: datetime) -> Callable[..., SealedEdition]:
    """Seals an edition with a few files."""

    def sealing(edition: int = 1, files: dict[str, bytes] = FILES) -> SealedEdition:
        draft = archive.unsealed(edition)
        for path, content in files.items():
            draft.add(path, content)
        return draft.seal({"Source-Organization": "VNG", "External-Identifier": f"x.{edition:04d}"}, now)

    return sealing


@pytest.fixture
def bag(seal: Callable[..., SealedEdition]) -> Path:
    """A sealed edition on the disk."""
    return seal().folder


# Sealing


def test_a_sealed_edition_is_whole_and_holds_what_was_put_in(
    archive: Archive, seal: Callable[..., SealedEdition]
) -> None:
    sealed = seal()
    assert archive.editions() == (1,)
    assert archive.flaws(1) == ()
    assert archive.sealed(1) == sealed
    assert {path: archive.read(1, path) for path in FILES} == FILES
    assert archive.record(1) == {"record": 1, "packs": []}


@pytest.mark.parametrize("manifest", [PAYLOAD, TAGS])
def test_anyone_can_check_an_edition_without_this_program(bag: Path, manifest: str) -> None:
    if shutil.which("sha256sum") is None:
        pytest.skip("sha256sum is not installed here")
    check = subprocess.run(["sha256sum", "--strict", "-c", manifest], cwd=bag, capture_output=True, text=True)
    assert check.returncode == 0, check.stderr
    assert check.stdout.count(": OK") == (len(FILES) if manifest == PAYLOAD else 4)


def test_between_them_the_manifests_name_every_file_of_the_edition_once(bag: Path) -> None:
    lines = [*(bag / PAYLOAD).read_text().splitlines(), *(bag / TAGS).read_text().splitlines()]
    assert sorted([TAGS, *(line.split("  ", 1)[1] for line in lines)]) == sorted(digests_in(bag))


def test_an_edition_is_a_bag_as_the_standard_describes_it(bag: Path) -> None:
    assert (bag / "bagit.txt").read_bytes() == BAGIT
    info = dict(line.split(": ", 1) for line in (bag / "bag-info.txt").read_text("utf-8").splitlines())
    assert info["Payload-Oxum"] == f"{sum(map(len, FILES.values()))}.{len(FILES)}"
    assert info["Bagging-Date"] == "2018-12-03"
    assert info["Source-Organization"] == "VNG"
    assert "sha256sum -c" in (bag / "README.txt").read_text("utf-8")


def test_the_digest_of_an_edition_stands_for_every_byte_in_it(seal: Callable[..., SealedEdition]) -> None:
    first = seal(1)
    assert first.bag == sha256((first.folder / TAGS).read_bytes()).hexdigest()
    assert seal(2, {**FILES, "letters/0002.eml": b"To: c\r\n\r\n"}).bag != first.bag


def test_a_correction_stands_beside_the_edition_before_and_leaves_it_alone(
    archive: Archive, seal: Callable[..., SealedEdition]
) -> None:
    first = seal(1)
    before = digests_in(first.folder)
    seal(2, {"edition.json": b"{}"})
    assert archive.editions() == (1, 2)
    assert digests_in(first.folder) == before


def test_an_edition_is_sealed_once(archive: Archive, seal: Callable[..., SealedEdition]) -> None:
    before = digests_in(seal().folder)
    with pytest.raises(ArchiveError, match="sealed already"):
        archive.unsealed(1)
    assert digests_in(archive.bag(1)) == before


def test_two_runs_on_one_edition_cannot_both_seal_it(archive: Archive, now: datetime) -> None:
    one = archive.unsealed(1)
    one.add("edition.json", b"one")
    one.seal({}, now)
    before = digests_in(archive.bag(1))
    one.add("edition.json", b"one")
    with pytest.raises((ArchiveError, OSError)):
        one.seal({}, now)
    assert digests_in(archive.bag(1)) == before
    assert archive.flaws(1) == ()


def test_an_edition_is_not_there_until_it_is_sealed(archive: Archive, now: datetime) -> None:
    draft = archive.unsealed(1)
    draft.add("edition.json", b"{}")
    assert archive.editions() == ()
    assert not archive.bag(1).exists()
    draft.seal({}, now)
    assert archive.editions() == (1,)


def test_what_a_broken_run_left_unsealed_is_thrown_away(archive: Archive, now: datetime) -> None:
    archive.unsealed(1).add("packs/0009-GM0003.pdf", b"of a run that broke off")
    draft = archive.unsealed(1)
    draft.add("edition.json", b"{}")
    sealed = draft.seal({}, now)
    assert "data/packs/0009-GM0003.pdf" not in digests_in(sealed.folder)
    assert archive.flaws(1) == ()
    assert [path.name for path in sealed.folder.parent.iterdir()] == ["edition-0001"]


def test_a_draft_with_nothing_to_seal_leaves_nothing_behind(archive: Archive) -> None:
    draft = archive.unsealed(1)
    draft.add("packs/0001-GM0356.pdf", b"printed, and the same as before")
    draft.discard()
    assert archive.editions() == ()
    assert digests_in(archive.bag(1).parent) == {}


def test_what_many_packs_share_is_kept_once(archive: Archive, now: datetime) -> None:
    draft = archive.unsealed(1)
    assert draft.add("contents/shared.json", b"{}") == draft.add("contents/shared.json", b"{}")
    sealed = draft.seal({}, now)
    assert "Payload-Oxum: 2.1\n" in (sealed.folder / "bag-info.txt").read_text("utf-8")
    assert flaws_in(sealed.folder) == ()


def test_two_different_contents_cannot_have_one_place(archive: Archive) -> None:
    draft = archive.unsealed(1)
    draft.add("letters/0001.eml", b"to one")
    with pytest.raises(ArchiveError, match=r"letters/0001\.eml"):
        draft.add("letters/0001.eml", b"to another")


def test_an_archive_nobody_wrote_in_has_no_editions(archive: Archive) -> None:
    assert archive.editions() == ()


def test_other_folders_beside_the_editions_are_not_taken_for_one(archive: Archive, bag: Path) -> None:
    for name in ("edition-kopie", "edition-0001 (2)", ".edition-0002.part", "oud"):
        (bag.parent / name).mkdir()
    (bag.parent / "edition-0003").write_text("a file")
    assert archive.editions() == (1,)


# Reading


def test_a_file_is_read_only_if_it_is_what_was_recorded(archive: Archive, bag: Path) -> None:
    recorded = sha256(LETTERS["letters/0001.eml"]).hexdigest()
    assert archive.read(1, "letters/0001.eml", recorded) == LETTERS["letters/0001.eml"]
    (bag / "data/letters/0001.eml").write_bytes(b"To: someone else\r\n\r\n")
    with pytest.raises(ArchiveError) as refused:
        archive.read(1, "letters/0001.eml", recorded)
    assert "0001.eml" in refused.value.where
    assert "verify" in refused.value.todo


def test_a_file_that_is_not_there_is_an_error_that_names_it(archive: Archive, bag: Path) -> None:
    with pytest.raises(ArchiveError) as missing:
        archive.read(1, "letters/0077.eml")
    assert "0077.eml" in missing.value.where


def test_an_edition_without_a_manifest_is_not_a_sealed_one(archive: Archive, bag: Path) -> None:
    (bag / TAGS).unlink()
    with pytest.raises(ArchiveError):
        archive.sealed(1)


def test_an_edition_that_is_not_there_has_no_manifest(archive: Archive) -> None:
    assert archive.flaws(7) == (BagFlaw(TAGS, Flaw.MISSING),)


# Damage: every kind is found, and named


def all_files() -> list[str]:
    return ["README.txt", "bag-info.txt", "bagit.txt", *(f"data/{path}" for path in FILES)]


@pytest.mark.parametrize("file", [*all_files(), PAYLOAD])
def test_a_file_with_one_bit_flipped_is_found(bag: Path, file: str) -> None:
    content = bytearray((bag / file).read_bytes())
    content[len(content) // 2] ^= 1
    (bag / file).write_bytes(content)
    assert BagFlaw(file, Flaw.CHANGED) in flaws_in(bag)


@pytest.mark.parametrize("file", [*all_files(), PAYLOAD])
def test_a_file_that_is_gone_is_found(bag: Path, file: str) -> None:
    (bag / file).unlink()
    assert BagFlaw(file, Flaw.MISSING) in flaws_in(bag)


@pytest.mark.parametrize("file", ["data/letters/0003.eml", "data/notes.txt", "notes.txt", ".hidden"])
def test_a_file_that_was_added_is_found(bag: Path, file: str) -> None:
    (bag / file).write_bytes(b"added later")
    assert flaws_in(bag) == (BagFlaw(file, Flaw.ADDED),)


def test_a_file_that_was_renamed_is_found_under_both_names(bag: Path) -> None:
    (bag / "data/letters/0001.eml").rename(bag / "data/letters/0003.eml")
    assert set(flaws_in(bag)) == {
        BagFlaw("data/letters/0001.eml", Flaw.MISSING),
        BagFlaw("data/letters/0003.eml", Flaw.ADDED),
    }


def test_two_letters_that_changed_places_are_both_found(bag: Path) -> None:
    one, other = bag / "data/letters/0001.eml", bag / "data/letters/0002.eml"
    one.write_bytes(LETTERS["letters/0002.eml"])
    other.write_bytes(LETTERS["letters/0001.eml"])
    assert {flaw.file for flaw in flaws_in(bag)} == {"data/letters/0001.eml", "data/letters/0002.eml"}


def test_a_link_instead_of_a_file_is_not_the_file(bag: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.eml"
    (bag / "data/letters/0001.eml").rename(elsewhere)
    (bag / "data/letters/0001.eml").symlink_to(elsewhere)
    assert flaws_in(bag) == (BagFlaw("data/letters/0001.eml", Flaw.MISSING),)


def test_a_link_instead_of_a_folder_is_not_the_folder(bag: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (bag / "data/letters").rename(elsewhere)
    (bag / "data/letters").symlink_to(elsewhere)
    assert {flaw.file for flaw in flaws_in(bag)} >= {f"data/{path}" for path in LETTERS}


@pytest.mark.parametrize("target", [".", "nowhere"])
def test_a_link_that_was_added_is_found(bag: Path, tmp_path: Path, target: str) -> None:
    (bag / "data/extra").symlink_to(tmp_path / target)
    assert flaws_in(bag) == (BagFlaw("data/extra", Flaw.ADDED),)


@pytest.mark.parametrize("manifest", [PAYLOAD, TAGS])
def test_a_manifest_that_lost_a_line_is_found(bag: Path, manifest: str) -> None:
    lines = (bag / manifest).read_text().splitlines(keepends=True)
    (bag / manifest).write_text("".join(lines[:-1]))
    lost = lines[-1].split("  ", 1)[1].strip()
    assert BagFlaw(lost, Flaw.ADDED) in flaws_in(bag)


def test_a_manifest_that_was_cut_off_is_found_wherever_it_was_cut(bag: Path) -> None:
    for manifest in (PAYLOAD, TAGS):
        whole = (bag / manifest).read_bytes()
        for left in range(len(whole) - 1):  # all but the last line end, which says nothing
            (bag / manifest).write_bytes(whole[:left])
            assert flaws_in(bag), f"{manifest} of {left} bytes"
        (bag / manifest).write_bytes(whole)
    assert flaws_in(bag) == ()


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe\x00", b"no digest at all  data/edition.json\n", b"\n", b"<html>404</html>"],
    ids=["not text", "no digest", "an empty line", "another file"],
)
def test_a_manifest_that_cannot_be_read_is_found(bag: Path, content: bytes) -> None:
    (bag / TAGS).write_bytes(content)
    assert BagFlaw(TAGS, Flaw.UNREADABLE) in flaws_in(bag)


def test_a_manifest_that_was_written_anew_to_fit_is_found_by_the_digest_that_was_recorded(
    archive: Archive, seal: Callable[..., SealedEdition]
) -> None:
    sealed = seal()
    letter = sealed.folder / "data/letters/0001.eml"
    for file, name in ((letter, "data/letters/0001.eml"), (sealed.folder / PAYLOAD, PAYLOAD)):
        old = sha256(file.read_bytes()).hexdigest()
        if file is letter:
            file.write_bytes(b"To: someone else\r\n\r\n")
            listed = sealed.folder / PAYLOAD
        else:
            listed = sealed.folder / TAGS
            old = next(line[:64] for line in listed.read_text().splitlines() if line.endswith(name))
        new = sha256(file.read_bytes()).hexdigest()
        listed.write_text(listed.read_text().replace(old, new))
    assert archive.flaws(1) == ()
    assert archive.sealed(1).bag != sealed.bag


def test_a_record_that_is_not_json_is_not_read_as_one(archive: Archive, seal: Callable[..., SealedEdition]) -> None:
    seal(1, {"edition.json": b"not json"})
    with pytest.raises(json.JSONDecodeError):
        archive.record(1)
