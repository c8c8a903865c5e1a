"""Every content that a file of an event had is kept, with who wrote it, when and why; a kill loses none."""

from __future__ import annotations

import errno
import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.config.timezone import ZONE
from reportgen.errors import UsageError
from reportgen.storage import atomic, version_index, versions
from reportgen.storage.version_index import EARLIER_FOLDER, INDEX
from reportgen.storage.versions import ChangedMeanwhile, digest_in, read_version, remove_file, replace_file, versions_of

NOW = datetime(2030, 5, 6, 9, 30, tzinfo=ZONE)
NAME = "event.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "2030-05-16-wonen"
    folder.mkdir()
    (folder / NAME).write_bytes(b"een")
    return folder


def _contents(folder: Path, name: str = NAME) -> list[bytes]:
    return [read_version(folder, each.number) for each in versions_of(folder, name) if not each.is_removal]


def test_what_was_there_and_what_is_there_now_are_versions_with_who_when_and_why(folder: Path) -> None:
    replace_file(folder, NAME, b"twee", "anna", NOW, "titel: een → twee")
    replace_file(folder, NAME, b"drie", "bas", NOW + timedelta(hours=1))
    assert (folder / NAME).read_bytes() == b"drie"
    newest, middle, first = versions_of(folder, NAME)
    assert (newest.who, middle.who, middle.about, middle.at) == ("bas", "anna", "titel: een → twee", NOW)
    assert (first.who, first.about) == ("", "")  # it was written outside the program
    assert _contents(folder) == [b"drie", b"twee", b"een"]
    assert newest.digest == digest_in(folder, NAME)
    assert [each.number for each in (newest, middle, first)] == [3, 2, 1]


def test_a_file_that_was_changed_outside_the_program_is_kept_before_it_is_written_over(folder: Path) -> None:
    replace_file(folder, NAME, b"twee", "anna", NOW)
    (folder / NAME).write_bytes(b"met de hand")
    replace_file(folder, NAME, b"drie", "bas", NOW)
    assert _contents(folder) == [b"drie", b"met de hand", b"twee", b"een"]


def test_a_form_that_was_filled_from_another_content_writes_nothing(folder: Path) -> None:
    stand = digest_in(folder, NAME)
    replace_file(folder, NAME, b"twee", "anna", NOW, stand=stand)
    with pytest.raises(ChangedMeanwhile):
        replace_file(folder, NAME, b"drie", "bas", NOW, stand=stand)
    assert ((folder / NAME).read_bytes(), len(versions_of(folder, NAME))) == (b"twee", 2)
    with pytest.raises(ChangedMeanwhile):
        remove_file(folder, NAME, "bas", NOW, stand=stand)
    assert (folder / NAME).exists()


def test_a_file_that_is_not_there_yet_and_one_that_is_taken_away_have_versions_too(folder: Path) -> None:
    replace_file(folder, "teksten/welkom.txt", b"Welkom", "anna", NOW, stand="")
    remove_file(folder, "teksten/welkom.txt", "bas", NOW)
    assert not (folder / "teksten" / "welkom.txt").exists()
    gone, there = versions_of(folder, "teksten/welkom.txt")
    assert (gone.is_removal, there.is_removal, gone.who) == (True, False, "bas")
    assert read_version(folder, there.number) == b"Welkom"
    with pytest.raises(UsageError):
        read_version(folder, gone.number)


@pytest.mark.parametrize("fitting", range(4))
@pytest.mark.parametrize("is_known", [True, False])
def test_a_disk_that_is_full_leaves_neither_a_change_nor_a_version(
    folder: Path, fitting: int, is_known: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_known:
        replace_file(folder, NAME, b"een", "anna", NOW)
    else:
        (folder / NAME).write_bytes(b"met de hand")
    before, there = versions_of(folder, NAME), _files(folder)
    left = iter([True] * fitting)
    synced = atomic.write_synced

    def write(path: Path, content: bytes) -> None:
        if next(left, False):
            return synced(path, content)
        path.write_bytes(content[:1])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(atomic, "write_synced", write)
    if fitting == 3 and is_known:  # the file, its kept content and the index
        replace_file(folder, NAME, b"twee", "bas", NOW)
        assert versions_of(folder, NAME)[0].digest == digest_in(folder, NAME)
        return
    with pytest.raises(OSError, match="No space left"):
        replace_file(folder, NAME, b"twee", "bas", NOW)
    assert (versions_of(folder, NAME), _files(folder)) == (before, there)


def _files(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def test_a_content_that_comes_back_takes_no_more_space(folder: Path) -> None:
    for content in (b"twee", b"een", b"twee", b"een"):
        replace_file(folder, NAME, content, "anna", NOW)
    assert _contents(folder) == [b"een", b"twee", b"een", b"twee", b"een"]
    assert len(versions.kept_files(folder)) == 2


def test_lists_that_earlier_programs_kept_are_versions_as_well(folder: Path) -> None:
    earlier = folder / EARLIER_FOLDER
    earlier.mkdir()
    (earlier / "2030-05-01T080000-deelnemers.csv").write_bytes(b"oud")
    (earlier / "2030-05-02T080000-deelnemers.csv").write_bytes(b"nieuwer")
    (earlier / "2030-99-02T080000-lijst.csv").write_bytes(b"geen dag")
    before = versions_of(folder, "deelnemers.csv")
    assert [each.at.day for each in before] == [2, 1]
    assert _contents(folder, "deelnemers.csv") == [b"nieuwer", b"oud"]
    replace_file(folder, "deelnemers.csv", b"nu", "anna", NOW)
    assert versions_of(folder, "deelnemers.csv")[1:] == before
    assert versions_of(folder, "2030-99-02T080000-lijst.csv")


def test_a_version_of_which_people_were_taken_out_says_so_and_one_that_was_removed_as_well(folder: Path) -> None:
    replace_file(folder, "deelnemers.csv", b"naam\nAnna\nBas\n", "anna", NOW)
    replace_file(folder, "deelnemers.csv", b"naam\nBas\n", "anna", NOW)
    replace_file(folder, "deelnemers.csv", b"naam\n", "anna", NOW)
    paths = {path.read_bytes(): path for path in versions.kept_files(folder)}
    paths[b"naam\nAnna\nBas\n"].write_bytes(b"naam\nBas\n")
    paths[b"naam\n"].unlink()
    newest, second, first = versions_of(folder, "deelnemers.csv")
    assert [each.gone for each in (newest, second, first)] == [True, False, False]
    assert [each.cleaned for each in (newest, second, first)] == [False, False, True]
    assert read_version(folder, first.number) == b"naam\nBas\n"
    with pytest.raises(UsageError):
        read_version(folder, newest.number)
    replace_file(folder, "deelnemers.csv", b"naam\nAnna\nBas\n", "anna", NOW)  # the cleaned one stays clean
    assert versions_of(folder, "deelnemers.csv")[-1].cleaned


@pytest.mark.parametrize("damaged", [b"", b"{", b'{"versions": [{}]}', b'{"versions": [1]}', b"[" * 100_000, b"\xff"])
def test_an_index_that_cannot_be_read_loses_no_content(folder: Path, damaged: bytes) -> None:
    replace_file(folder, NAME, b"twee", "anna", NOW)
    (folder / EARLIER_FOLDER / INDEX).write_bytes(damaged)
    replace_file(folder, NAME, b"drie", "bas", NOW)
    assert set(_contents(folder)) == {b"een", b"twee", b"drie"}
    assert versions_of(folder, NAME)[0].who == "bas"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("name", each) for each in ("", "../../etc/passwd", "a\0b", "\ud800", "eerder/versies.json", "x" * 300)),
        *(("file", each) for each in ("a\0b", "\ud800", "../event.toml", "x" * 300, 7)),
        *(("who", "\ud800"), ("about", "\udfff"), ("number", -5), ("number", 10**30), ("at", "2030-01-01T00:00:00")),
    ],
)
def test_an_index_of_which_no_version_can_be_shown_is_none(folder: Path, field: str, value: object) -> None:
    replace_file(folder, NAME, b"twee", "anna", NOW)
    index = folder / EARLIER_FOLDER / INDEX
    first, *others = json.loads(index.read_bytes())["versions"]
    index.write_text(json.dumps({"versions": [{**first, field: value}, *others]}), "utf-8")
    replace_file(folder, NAME, b"drie", "bas", NOW)
    assert {each.name for each in versions.all_versions(folder)} == {NAME}
    assert set(_contents(folder)) == {b"een", b"twee", b"drie"}


@pytest.mark.parametrize("name", ["~$lijst.xlsx", " spatie", "x~~y", "a~.b", "q\nr", "x" * 250, "\udcff\udcfe"])
def test_a_file_beside_the_kept_ones_that_is_no_version_is_left_alone(folder: Path, name: str) -> None:
    replace_file(folder, NAME, b"twee", "anna", NOW)
    (folder / EARLIER_FOLDER / name).write_text("x", "utf-8")
    replace_file(folder, NAME, b"drie", "anna", NOW)
    assert {each.name for each in versions.all_versions(folder)} == {NAME}
    assert (folder / EARLIER_FOLDER / name).read_text("utf-8") == "x"


def test_what_is_said_of_a_version_is_emptied_where_it_names_somebody(folder: Path) -> None:
    replace_file(folder, NAME, b"twee", "anna", NOW, "A. Zwaluw spreekt")
    replace_file(folder, NAME, b"drie", "anna", NOW, "zaal 2")
    assert versions.blank_abouts(folder, lambda about: "Zwaluw" in about)
    assert [each.about for each in versions_of(folder, NAME)] == ["zaal 2", "", ""]
    assert not versions.blank_abouts(folder, lambda about: "Zwaluw" in about)


@pytest.mark.parametrize(
    "name",
    [
        *("", ".", "..", "../event.toml", "/etc/passwd", "a/../../b", "a//b", ".verborgen", "a\\b", "a\0b", "a\nb"),
        *("eerder/versies.json", "x" * 201, "a/", "a /b", "weg/uit.txt"),
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(folder: Path, name: str) -> None:
    (folder / "weg").symlink_to(folder.parent)
    with pytest.raises(UsageError):
        replace_file(folder, name, b"x", "anna", NOW)
    with pytest.raises(UsageError):
        remove_file(folder, name, "anna", NOW)
    with pytest.raises(UsageError):
        digest_in(folder, name)
    assert (sorted(path.name for path in folder.parent.iterdir()), (folder / NAME).read_bytes()) == (
        [folder.name],
        b"een",
    )


@given(st.text("aé/.-_ ~x", min_size=1, max_size=150))
def test_any_name_that_is_taken_gives_its_content_back(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.mktemp("event")
    try:
        replace_file(folder, name, b"een", "anna", NOW)
    except UsageError:
        assert not any(path.is_file() for path in folder.rglob("*"))
        return
    replace_file(folder, name, b"twee", "anna", NOW)
    assert (folder / name).read_bytes() == b"twee"
    assert _contents(folder, name) == [b"twee", b"een"]


class _KilledError(BaseException):
    """Stands for a kill: nothing after it is done."""


@pytest.mark.parametrize("step", range(12))
def test_a_kill_between_any_two_steps_leaves_one_content_and_loses_none(
    folder: Path, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_file(folder, NAME, b"twee", "anna", NOW)
    (folder / NAME).write_bytes(b"met de hand")
    left = step

    def counted(real: object) -> object:
        def call(*given: object) -> object:
            nonlocal left
            if left == 0:
                raise _KilledError
            left -= 1
            return real(*given)  # type: ignore[operator]

        return call

    with monkeypatch.context() as patched:
        for module, called in (
            (versions, "write_atomically"),
            (version_index, "write_atomically"),
            (versions, "staged"),
            (versions, "rename_unchanged"),
            (versions, "sync_folder"),
            (atomic, "write_synced"),
        ):
            patched.setattr(module, called, counted(getattr(module, called)))
        try:
            replace_file(folder, NAME, b"drie", "bas", NOW)
            done = True
        except _KilledError:
            done = False
    now = (folder / NAME).read_bytes()
    assert now == b"drie" if done else now in (b"met de hand", b"drie")
    replace_file(folder, NAME, b"vier", "bas", NOW)
    assert {b"een", b"twee", b"met de hand", b"vier", now} <= set(_contents(folder))
    numbers = [each.number for each in versions_of(folder, NAME)]
    assert len(set(numbers)) == len(numbers)


def test_what_a_kill_left_of_a_content_goes_at_the_next_change_unless_it_is_being_written(folder: Path) -> None:
    replace_file(folder, NAME, b"twee", "anna", NOW)
    left, now = folder / EARLIER_FOLDER / ".2030-05-06T093000-lijst.csv.part", folder / ".lijst.csv.part"
    for each in (left, now):
        each.write_bytes(b"Anna")
    os.utime(left, (0, 0))
    replace_file(folder, NAME, b"drie", "anna", NOW)
    assert (left.exists(), now.exists()) == (False, True)


def test_two_who_write_at_once_both_have_a_version(folder: Path) -> None:
    writers = [
        Thread(target=replace_file, args=(folder, NAME, f"van {each}".encode(), f"w{each}", NOW)) for each in range(8)
    ]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    found = versions_of(folder, NAME)
    assert {each.who for each in found} == {"", *(f"w{each}" for each in range(8))}
    assert _contents(folder)[0] == (folder / NAME).read_bytes()


def test_the_index_is_plain_and_the_file_keeps_its_permissions(folder: Path) -> None:
    (folder / NAME).chmod(0o640)
    replace_file(folder, NAME, b"twee", "anna", NOW, "é")
    assert (folder / NAME).stat().st_mode & 0o777 == 0o640
    shown = json.loads((folder / EARLIER_FOLDER / INDEX).read_bytes())["versions"]
    assert shown[-1] | {"file": "", "written": 0} == {
        "number": 2,
        "name": NAME,
        "file": "",
        "who": "anna",
        "at": "2030-05-06T09:30:00+02:00",
        "about": "é",
        "digest": digest_in(folder, NAME),
        "size": 4,
        "written": 0,
    }
