"""People are forgotten: not a byte of a name or an address stays, and what does stay proves itself."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

import bagit
import pytest
from doubles.printed_parts import PrintedParts
from doubles.small_event import PEOPLE, sheet, small_event
from doubles.web_server import Served, admit
from usecases.command_line import IN_TIME, JSON, ONE_WORKER, Done, asked

from reportgen.config.paths import Paths
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.ledger.ledger import Ledger

ZWALUW, MEEUW = PEOPLE[0], PEOPLE[1]


def _asks(event: Path, command: str, *options: str) -> Done:
    return asked(command, str(event), *options, "--output", str(event.parent / "output"))


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory, parts: PrintedParts) -> Path:
    """An event of seven people, of whom each has a pack and a letter, with everything a house may keep of them."""
    event = small_event(tmp_path_factory.mktemp("sent"))
    output = event.parent / "output"
    parts.lend(output)
    _asks(event, "run", *IN_TIME, *ONE_WORKER)
    admit(output, "anna")
    with Served(event, output) as running:
        anna = running.signed_in()
        anna.post("/lijst", files={"bestand": ("nieuw.csv", sheet(PEOPLE[:3]).encode())})
        anna.post("/deelnemers/1/proef")
        anna.wait()
        anna.post("/opnieuw", nummer="1", reden=f"{ZWALUW[2]} vroeg erom")
        anna.wait()
    _asks(event, "preview", "1", *IN_TIME)
    parts.keep(output)
    return event


@pytest.fixture
def event(sent: Path, tmp_path: Path) -> Path:
    """A copy of it, to forget people in."""
    copied = tmp_path / "copy"
    subprocess.run(["cp", "-r", str(sent.parent), str(copied)], check=True)
    return copied / sent.name


def _number_of(event: Path, email: str) -> int:
    ledger = Ledger.open_if_present(Paths(EMBEDDED, event.parent / "output").ledger)
    found = next(each.number for each in ledger.enrolled(event.name) if each.email == email)
    ledger.close()
    return found


def _tells(folder: Path, words: Iterable[str]) -> list[str]:
    """Every file in which a word stands, in any of the forms in which it is written."""
    forms = [each for word in words for each in (word.encode(), word.casefold().encode(), word.encode("utf-16-be"))]
    return [
        str(path) for path in folder.rglob("*") if path.is_file() and any(form in path.read_bytes() for form in forms)
    ]


def test_there_is_something_to_forget(event: Path) -> None:
    found = _tells(event.parent, [ZWALUW[2], ZWALUW[5]])
    assert {Path(each).suffix for each in found} >= {".csv", ".json", ".eml", ".sqlite"}


def test_packs_that_show_initials_are_known_as_those_of_their_participants(event: Path) -> None:
    assert PEOPLE[0][1].endswith(".")
    assert _asks(event, "verify", "--deep", *JSON).json["faults"] == []


def test_after_a_purge_no_name_and_no_address_is_left_and_the_archive_is_whole(event: Path) -> None:
    proof = _asks(event, "purge", "--yes", "--early", *JSON).json
    assert len(proof["numbers"]) == len(PEOPLE)
    assert len([each for each in proof["erased"] if each["path"].startswith("data/packs/")]) == len(PEOPLE)
    assert _tells(event.parent, [word for person in PEOPLE for word in (person[2], person[5])]) == []
    assert _asks(event, "verify").code == 0
    for bag in (event.parent / "output" / "archive" / event.name).iterdir():
        if bag.is_dir():
            for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
                subprocess.run(["sha256sum", "--quiet", "-c", manifest], cwd=bag, check=True)
    assert _asks(event, "check").code == 0
    status = _asks(event, "status", *JSON).json["deliveries"]
    assert {each["recipient"] for each in status} == {""}
    assert all(each["pack_digest"] for each in status)


@pytest.mark.parametrize("how", ["forget", "purge"])
def test_what_is_left_after_forgetting_is_a_valid_bag_for_another_reader_as_well(event: Path, how: str) -> None:
    number = _number_of(event, ZWALUW[5])
    (event / "deelnemers.csv").write_text(sheet(PEOPLE[1:]), "utf-8-sig")
    before = _sizes(event)
    done = _asks(event, how, *([str(number)] if how == "forget" else ["--early"]), "--yes")
    assert done.code == 0
    assert all(left < size for left, size in zip(_sizes(event), before, strict=True))
    for bag in _bags(event):
        bagit.Bag(str(bag)).validate()
        path = bag / "data" / "edition.json"
        path.write_bytes(path.read_bytes().replace(b"packs", b"pacts", 1))
        with pytest.raises(bagit.BagValidationError, match=path.name):
            bagit.Bag(str(bag)).validate()


def _bags(event: Path) -> list[Path]:
    return sorted((event.parent / "output" / "archive" / event.name).glob("edition-*"))


def _sizes(event: Path) -> list[int]:
    return [sum(path.stat().st_size for path in bag.rglob("*") if path.is_file()) for bag in _bags(event)]


def test_what_is_remembered_of_the_event_goes_and_of_another_stays(event: Path) -> None:
    paths = Paths(EMBEDDED, event.parent / "output")
    other = f"{event.name}-2"
    for path in (paths.decision_cache(event.name), paths.decision_cache(other)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}", "utf-8")
    _asks(event, "purge", "--yes", "--early")
    there = [path.exists() for path in (paths.decision_cache(event.name), paths.decision_cache(other))]
    assert there == [False, True]


def test_a_purge_takes_the_caches_of_version_0_1_along(event: Path) -> None:
    former = [event.parent / "output" / name / "ab" / "part.pdf" for name in ("stock", "memory")]
    for path in former:
        path.parent.mkdir(parents=True)
        path.write_text("Jansen", "utf-8")
    _asks(event, "purge", "--yes", "--early")
    assert not any(path.exists() for path in former)


def test_a_purge_that_is_done_again_finds_nothing_and_harms_nothing(event: Path) -> None:
    _asks(event, "purge", "--yes", "--early")
    again = _asks(event, "purge", "--yes", "--early", *JSON).json
    assert again["erased"] == []
    assert _asks(event, "verify").code == 0


def test_before_its_day_nothing_is_purged(event: Path) -> None:
    done = _asks(event, "purge", "--yes", *IN_TIME)
    assert (done.code, "--early" in done.err) == (9, True)
    assert _tells(event.parent, [ZWALUW[5]])


def test_nobody_is_forgotten_without_a_yes(event: Path) -> None:
    assert _asks(event, "purge", "--early").code == 9
    assert _asks(event, "forget", "1").code == 9
    assert _tells(event.parent, [ZWALUW[5]])


def test_one_is_forgotten_everywhere_and_the_others_are_not(event: Path) -> None:
    number = _number_of(event, ZWALUW[5])
    named = _asks(event, "forget", str(number), "--yes")
    assert (named.code, "still names" in named.err) == (9, True)
    (event / "deelnemers.csv").write_text(sheet(PEOPLE[1:]), "utf-8-sig")
    proof = _asks(event, "forget", str(number), "--yes", *JSON).json
    assert f"data/letters/{number:04d}.eml" in {each["path"] for each in proof["erased"]}
    assert _tells(event.parent, [ZWALUW[2], ZWALUW[5]]) == []
    assert _tells(event.parent, [MEEUW[5]])
    assert _asks(event, "verify", "--deep").code == 0
    assert _asks(event, "forget", "99", "--yes").code == 2


def test_who_had_another_name_in_earlier_packs_is_forgotten_under_that_name_too(event: Path) -> None:
    number = _number_of(event, ZWALUW[5])
    renamed = (*ZWALUW[:2], "Roodborst", *ZWALUW[3:5], "a.roodborst@diemen.example", *ZWALUW[6:])
    for people in ([(*renamed[:5], ZWALUW[5], *renamed[6:]), *PEOPLE[1:]], [renamed, *PEOPLE[1:]]):
        (event / "deelnemers.csv").write_text(sheet(people), "utf-8-sig")
        assert _asks(event, "build", *IN_TIME, *ONE_WORKER, *JSON).json["made"]
    assert _number_of(event, renamed[5]) == number
    (event / "deelnemers.csv").write_text(sheet(PEOPLE[1:]), "utf-8-sig")
    proof = _asks(event, "forget", str(number), "--yes", *JSON).json
    assert proof["found"] == []
    assert _tells(event.parent, [ZWALUW[2], ZWALUW[5], "Roodborst", renamed[5]]) == []
    assert _asks(event, "verify", "--deep").code == 0


def test_a_forgotten_number_is_given_to_nobody_else(event: Path) -> None:
    number = _number_of(event, ZWALUW[5])
    (event / "deelnemers.csv").write_text(sheet(PEOPLE[1:]), "utf-8-sig")
    _asks(event, "forget", str(number), "--yes")
    new = ("9", "K.", "Nieuwling", "wethouder", "Zeist", "k.nieuwling@zeist.example", "ja")
    (event / "deelnemers.csv").write_text(sheet([*PEOPLE[1:], new]), "utf-8-sig")
    people = _asks(event, "check", *JSON).json["people"]
    assert number not in {each["number"] for each in people}


def test_all_that_is_held_is_told_and_after_forgetting_nothing_is(event: Path, tmp_path: Path) -> None:
    number = _number_of(event, ZWALUW[5])
    page = tmp_path / "wat.html"
    held = _asks(event, "privacy", str(number), "--page", str(page)).json
    assert (held["person"]["email"], held["contents"]["1"]["function"]) == (ZWALUW[5], "burgemeester")
    assert {Path(each).suffix for each in held["files"]} == {".pdf", ".eml"}
    assert all((event.parent / "output" / each).is_file() for each in held["files"])
    assert ZWALUW[5] in page.read_text("utf-8")
    (event / "deelnemers.csv").write_text(sheet(PEOPLE[1:]), "utf-8-sig")
    _asks(event, "forget", str(number), "--yes")
    left = _asks(event, "privacy", str(number)).json
    assert (left["person"]["name"], left["person"]["email"], left["files"], left["contents"]) == ("", "", [], {})
    assert _asks(event, "privacy", "99").code == 2
