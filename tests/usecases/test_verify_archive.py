"""Whatever happens to an archive or its ledger is found, and named in words that an archivist understands."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from usecases.command_line import JSON, CommandLine
from usecases.conftest import Ran

from reportgen.application.archive.verify import verify
from reportgen.config.paths import Paths
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.archive.bagit import manifest_bytes
from reportgen.storage.ledger.ledger import Ledger

PAYLOAD, TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"


@pytest.fixture
def kept(sent: Ran, tmp_path: Path) -> CommandLine:
    """A command line after a run, to meddle with."""
    return sent.cli.copied(tmp_path)


@pytest.fixture
def bag(kept: CommandLine) -> Path:
    """Its one edition."""
    return kept.edition(1)


def _faults(cli: CommandLine) -> list[str]:
    """What ``verify`` has to say of the one edition, without its name."""
    done = cli.run("verify", *JSON)
    assert done.code == (7 if done.json["faults"] else 0)
    return [each.removeprefix("edition 1: ") for each in done.json["faults"]]


def _place(bag: Path, folder: str, number: int) -> str:
    """Where the pack or letter of a participant is, from the bag."""
    (path,) = (bag / "data" / folder).glob(f"{number:04d}*")
    return path.relative_to(bag).as_posix()


def _swapped(bag: Path, folder: str, one: int, other: int) -> tuple[str, str]:
    """Exchanges the contents of two files; where they are."""
    places = _place(bag, folder, one), _place(bag, folder, other)
    contents = [(bag / place).read_bytes() for place in places]
    for place, content in zip(places, reversed(contents), strict=True):
        (bag / place).write_bytes(content)
    return places


def _forged(bag: Path) -> None:
    """Rewrites edition.json and both manifests so that they fit what is there."""
    record = _record(bag)
    for pack in record["packs"]:
        for folder, name in (("packs", "pack"), ("letters", "letter")):
            pack[name] = sha256((bag / _place(bag, folder, pack["number"])).read_bytes()).hexdigest()
    (bag / "data/edition.json").write_text(json.dumps(record), "utf-8")
    _listed_anew(bag)


def _record(bag: Path) -> Any:
    return json.loads((bag / "data/edition.json").read_bytes())


def _listed_anew(bag: Path) -> None:
    """Rewrites what counts and lists the files, so that all of it fits."""
    paths = sorted(path.relative_to(bag).as_posix() for path in (bag / "data").rglob("*") if path.is_file())
    (bag / PAYLOAD).write_bytes(manifest_bytes({path: _digest(bag / path) for path in paths}))
    count = f"Payload-Oxum: {sum((bag / path).stat().st_size for path in paths)}.{len(paths)}"
    info = (bag / "bag-info.txt").read_text("utf-8")
    (bag / "bag-info.txt").write_text(re.sub(r"Payload-Oxum: .*", count, info), "utf-8")
    around = sorted(path.name for path in bag.iterdir() if path.is_file() and path.name != TAGS)
    (bag / TAGS).write_bytes(manifest_bytes({name: _digest(bag / name) for name in around}))


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _size(bag: Path) -> tuple[int, int]:
    files = [path for path in (bag / "data").rglob("*") if path.is_file()]
    return len(files), sum(path.stat().st_size for path in files)


DIFFERS = "it is not the one that was promised: its tagmanifest differs"


def test_an_archive_that_is_whole_has_nothing_wrong(kept: CommandLine) -> None:
    assert _faults(kept) == []


# The bag: is it one, and is there as much in it as was sealed?


def test_who_is_told_of_a_fault_is_told_what_to_do(kept: CommandLine, bag: Path) -> None:
    (bag / _place(bag, "packs", 2)).unlink()
    done = kept.run("verify")
    assert done.code == 7
    assert "next:     keep the output folder as it is" in done.out


def test_a_lost_file_is_named_and_missed_in_the_count(kept: CommandLine, bag: Path) -> None:
    before = _size(bag)
    (bag / _place(bag, "packs", 3)).unlink()
    files, size = _size(bag)
    assert _faults(kept) == [
        f"there are {files} files of {size:,} bytes, and {before[0]} of {before[1]:,} were sealed",
        "data/packs/0003-GM0184.pdf is missing",
    ]


def test_an_added_file_is_named_and_counted(kept: CommandLine, bag: Path) -> None:
    (bag / "data/packs/notitie.txt").write_text("later")
    files, size = _size(bag)
    assert _faults(kept) == [
        f"there are {files} files of {size:,} bytes, and {files - 1} of {size - 5:,} were sealed",
        "data/packs/notitie.txt is added",
    ]


@pytest.mark.parametrize("name", ["[red]\x1b[2Jx", "a\nb", b"\xff.pdf"], ids=["marks", "two lines", "no UTF-8"])
def test_a_file_with_any_name_can_be_told_of(kept: CommandLine, bag: Path, name: str | bytes) -> None:
    path = bag / "data" / (name if isinstance(name, str) else name.decode("utf-8", "surrogateescape"))
    path.write_text("later")
    done = kept.run("verify")
    assert (done.code, "is added" in done.out, "\x1b" in done.out) == (7, True, False)
    assert kept.run("verify", *JSON).code == 7


@pytest.mark.parametrize("name", ["bagit.txt", "bag-info.txt", PAYLOAD, TAGS])
def test_without_one_of_its_own_files_it_is_no_bag(kept: CommandLine, bag: Path, name: str) -> None:
    (bag / name).unlink()
    assert _faults(kept)[0].partition(";")[0] == f"{name} is missing"


def test_a_bag_of_another_kind_is_not_taken_for_one(kept: CommandLine, bag: Path) -> None:
    (bag / "bagit.txt").write_text("BagIt-Version: 7.0\nTag-File-Character-Encoding: UTF-16\n")
    _listed_anew(bag)
    assert _faults(kept) == ["bagit.txt does not say that this is a bag of BagIt 1.0 in UTF-8", DIFFERS]


def test_a_bag_that_does_not_say_how_much_there_is_says_less_than_it_should(kept: CommandLine, bag: Path) -> None:
    (bag / "bag-info.txt").write_text("Source-Organization: VNG\n")
    assert "bag-info.txt does not say how much there is (Payload-Oxum)" in _faults(kept)


# Manifests that lost their end


@pytest.mark.parametrize("name", [PAYLOAD, TAGS])
def test_a_manifest_of_which_half_the_lines_are_gone_is_cut_off_and_no_file_is_called_added(
    kept: CommandLine, bag: Path, name: str
) -> None:
    lines = (bag / name).read_text().splitlines(keepends=True)
    left = len(lines) // 2
    (bag / name).write_text("".join(lines[:left]))
    there = len(lines)
    told = f"{name} is cut off after line {left}: it names {left} of {there} files"
    told += f"; all {there} files that it is about are as they were sealed"
    assert _faults(kept) == [told]


@pytest.mark.parametrize("name", [PAYLOAD, TAGS])
@pytest.mark.parametrize("back", [1, 5, 80])
def test_a_manifest_that_ends_in_the_middle_of_a_line_is_cut_off_there(
    kept: CommandLine, bag: Path, name: str, back: int
) -> None:
    whole = (bag / name).read_text()
    end = len("".join(whole.splitlines(keepends=True)[:3])) - back
    (bag / name).write_text(whole[:end])
    there, line = len(whole.splitlines()), whole[:end].count("\n") + 1
    told = f"{name} is cut off in the middle of line {line}: it names {line - 1} of {there} files"
    told += f"; all {there} files that it is about are as they were sealed"
    assert _faults(kept) == [told]


def test_behind_a_manifest_that_is_cut_off_damage_is_still_found(kept: CommandLine, bag: Path) -> None:
    lines = (bag / PAYLOAD).read_text().splitlines(keepends=True)
    (bag / PAYLOAD).write_text("".join(lines[:2]))
    _swapped(bag, "packs", 1, 3)
    faults = _faults(kept)
    assert f"{PAYLOAD} is cut off after line 2: it names 2 of {len(lines)} files" in faults
    assert f"{_place(bag, 'packs', 1)} is added" in faults
    assert f"{_place(bag, 'packs', 2)} is added" not in faults


def test_a_line_that_was_taken_out_of_the_middle_is_missed(kept: CommandLine, bag: Path) -> None:
    lines = (bag / PAYLOAD).read_text().splitlines(keepends=True)
    (bag / PAYLOAD).write_text("".join(lines[:-2] + lines[-1:]))
    told = f"{PAYLOAD} lacks lines: it names {len(lines) - 1} of {len(lines)} files"
    assert f"{told}; all {len(lines)} files that it is about are as they were sealed" in _faults(kept)


@pytest.mark.parametrize("name", [PAYLOAD, TAGS])
def test_where_only_a_manifest_changed_no_file_that_it_names_is_accused(
    kept: CommandLine, bag: Path, name: str
) -> None:
    whole = (bag / name).read_text()
    (bag / name).write_text(("0" if whole[0] != "0" else "1") + whole[1:])
    there = len(whole.splitlines())
    assert _faults(kept) == [f"{name} is changed; all {there} files that it is about are as they were sealed"]


# Packs and letters of another


def test_two_packs_that_changed_places_are_named_with_whose_they_are(kept: CommandLine, bag: Path) -> None:
    _swapped(bag, "packs", 2, 3)
    assert _faults(kept) == [
        "data/packs/0002-GM0344.pdf holds the pack of participant 3, byte for byte as it was promised to them",
        "data/packs/0003-GM0184.pdf holds the pack of participant 2, byte for byte as it was promised to them",
    ]


def test_without_a_ledger_the_pdf_and_edition_json_tell_whose_pack_it_is(kept: CommandLine, bag: Path) -> None:
    _swapped(bag, "packs", 2, 3)
    faults = verify(kept.key, Paths(EMBEDDED, kept.output), None)
    assert [each.partition(",")[0] for each in faults] == [
        "edition 1: data/packs/0002-GM0344.pdf holds the pack of participant 3",
        "edition 1: data/packs/0003-GM0184.pdf holds the pack of participant 2",
    ]


def test_a_swap_with_everything_in_the_bag_made_to_fit_is_told_by_the_ledger_and_the_pdf(
    kept: CommandLine, bag: Path
) -> None:
    _swapped(bag, "packs", 2, 3)
    _forged(bag)
    assert _faults(kept) == [
        DIFFERS,
        f"{kept.key}.0002.0001 is promised as another file than the one that is kept",
        f"{kept.key}.0003.0001 is promised as another file than the one that is kept",
        "data/packs/0002-GM0344.pdf holds the pack of participant 3, byte for byte as it was promised to them",
        "data/packs/0003-GM0184.pdf holds the pack of participant 2, byte for byte as it was promised to them",
    ]


@pytest.mark.parametrize("spoilt", [b"<rdf:RDF", b"xmlns:", b"</x:xmpmeta>", b"urn:reportgen:pack:1", b"%PDF-1.7"])
def test_a_pack_that_does_not_say_whose_it_is_is_told_and_no_library_complains(
    kept: CommandLine, bag: Path, spoilt: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    path = bag / _place(bag, "packs", 2)
    path.write_bytes(path.read_bytes().replace(spoilt, b"#" * len(spoilt)))
    (fault,) = _faults(kept)
    assert fault.startswith(f"{_place(bag, 'packs', 2)} ")
    assert caplog.records == []


def test_a_pack_of_another_event_is_called_that(kept: CommandLine, bag: Path) -> None:
    path = bag / _place(bag, "packs", 2)
    path.write_bytes(path.read_bytes().replace(f"{kept.key}.0002".encode(), f"{kept.key[:-5]}groot.0002".encode()))
    (fault,) = _faults(kept)
    assert fault.startswith(f"{_place(bag, 'packs', 2)} holds the pack of participant 2 of the event 2018-12-10-groot")


def test_two_letters_that_changed_places_are_named_with_whose_they_are(kept: CommandLine, bag: Path) -> None:
    _swapped(bag, "letters", 2, 3)
    told = "is the letter to participant {0}, is addressed to participant {0}, carries the pack of participant {0}"
    assert _faults(kept) == [
        f"data/letters/0002.eml {told.format(3)}",
        f"data/letters/0003.eml {told.format(2)}",
    ]
    _forged(bag)
    assert [each for each in _faults(kept) if each.startswith("data/")] == [
        f"data/letters/0002.eml {told.format(3)}",
        f"data/letters/0003.eml {told.format(2)}",
    ]


def test_a_letter_with_the_pack_of_another_is_named(kept: CommandLine, bag: Path) -> None:
    one, other = (bag / _place(bag, "letters", number) for number in (2, 3))
    one.write_bytes(_with_the_pack_of(one.read_bytes(), other.read_bytes()))
    assert _faults(kept)[-1] == "data/letters/0002.eml carries the pack of participant 3"
    _forged(bag)
    assert "data/letters/0002.eml carries the pack of participant 3" in _faults(kept)


def _with_the_pack_of(letter: bytes, other: bytes) -> bytes:
    """A letter with what another letter has attached as its PDF."""
    attached = re.compile(rb"(Content-Type: application/pdf.*?\r\n\r\n)([A-Za-z0-9+/=\r\n]+)", re.DOTALL)
    found = attached.search(other)
    assert found
    pack = found[2]
    return attached.sub(lambda match: match[1] + pack, letter, count=1)


@pytest.mark.parametrize("to", ["participant 3", "someone who was promised nothing"])
def test_a_letter_that_is_addressed_to_another_is_named_and_the_address_is_not(
    kept: CommandLine, bag: Path, to: str
) -> None:
    recipients = {pack["number"]: pack["recipient"] for pack in _record(bag)["packs"]}
    new = recipients[3] if to.startswith("participant") else "x@elders.example"
    path = bag / _place(bag, "letters", 2)
    path.write_bytes(path.read_bytes().replace(recipients[2].encode(), new.encode()))
    _forged(bag)
    faults = _faults(kept)
    assert f"data/letters/0002.eml is addressed to {to}" in faults
    assert not any(new in fault for fault in faults)


def test_a_pack_of_an_earlier_edition_in_the_place_of_the_newest_is_named(again: Ran, tmp_path: Path) -> None:
    cli = again.cli.copied(tmp_path)
    (path,) = (cli.edition(3) / "data" / "packs").glob("0002*")
    shutil.copy(cli.edition(1) / "data" / "packs" / path.name, path)
    (cli.edition(3) / "data" / "letters" / "0002.eml").write_bytes(cli.letters(1)["0002"])
    told = [each for each in cli.run("verify", *JSON).json["faults"] if "edition 3: data/" in each]
    assert told == [
        "edition 3: data/letters/0002.eml is the letter to participant 2 of edition 1",
        f"edition 3: data/packs/{path.name} holds the pack of participant 2 of edition 1",
    ]


def test_a_pack_that_is_taken_away_with_every_trace_in_the_bag_is_missed_by_the_ledger(
    kept: CommandLine, bag: Path
) -> None:
    (bag / _place(bag, "packs", 4)).unlink()
    _listed_anew(bag)
    assert _faults(kept) == [DIFFERS, "the pack that was promised to participant 4 is not there"]


def test_a_pack_that_is_put_in_with_every_trace_in_the_bag_was_never_promised(kept: CommandLine, bag: Path) -> None:
    shutil.copy(bag / _place(bag, "packs", 4), bag / "data/packs/0009-GM0363.pdf")
    _listed_anew(bag)
    assert _faults(kept) == [DIFFERS, "data/packs/0009-GM0363.pdf is kept, and was never promised"]


def test_a_promise_to_another_address_than_edition_json_has_is_found(kept: CommandLine) -> None:
    kept.execute_sql("UPDATE delivery SET recipient = 'x@elders.example' WHERE number = 2")
    faults = _faults(kept)
    assert (
        f"{kept.key}.0002.0001 is promised to another address, or under another name, than edition.json says" in faults
    )


# What cannot be read


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"{",
        b"[]",
        b"null",
        b"{}",
        b'{"packs": null}',
        b'{"packs": 7}',
        b'{"packs": [7]}',
        b'{"packs": [{"key": "x"}]}',
        b'{"packs": {"a": "b"}}',
        b'{"packs": [{"key":1,"number":"2","recipient":[],"message_id":{},"letter":null,"pack":0}]}',
        b"[" * 100_000,
    ],
    ids=lambda content: content[:40].decode("latin-1") or "nothing",
)
def test_an_edition_json_that_is_damaged_is_told_and_the_files_are_looked_at_all_the_same(
    kept: CommandLine, bag: Path, content: bytes
) -> None:
    (bag / "data/edition.json").write_bytes(content)
    _swapped(bag, "packs", 2, 3)
    faults = _faults(kept)
    assert "data/edition.json is changed" in faults
    assert any(each.startswith("edition.json cannot be read: ") for each in faults)
    assert any(each.startswith("data/packs/0003-GM0184.pdf holds the pack of participant 2") for each in faults)
    assert kept.run("verify").code == 7


@pytest.mark.usefixtures("no_pause")
@pytest.mark.parametrize("left", [1, 60, 100, 4096, 0.5, -4096, -1])
def test_a_ledger_that_is_cut_off_is_called_that_and_the_archive_is_looked_at_without_it(
    kept: CommandLine, bag: Path, left: float
) -> None:
    path = kept.output / "ledger.sqlite"
    whole = path.read_bytes()
    end = round(left * len(whole)) if isinstance(left, float) else left
    path.write_bytes(whole[:end])
    done = kept.run("verify")
    assert done.code == 7
    done.assert_clear()
    assert "The ledger cannot be read: it is cut off" in done.err
    assert "put back the newest copy of the ledger, and leave the archive as it is" in " ".join(done.err.split())
    assert f"{len(whole[:end]):,}" in done.err
    assert "1 edition: whole by themselves." in done.out
    assert path.read_bytes() == whole[:end]
    _swapped(bag, "packs", 2, 3)
    told = kept.run("verify", *JSON)
    assert (told.code, len(told.json["faults"])) == (7, 3)


@pytest.mark.usefixtures("no_pause")
def test_an_empty_log_beside_a_ledger_hides_nothing(kept: CommandLine) -> None:
    path = kept.output / "ledger.sqlite"
    path.write_bytes(path.read_bytes()[:4096])
    path.with_name("ledger.sqlite-wal").touch()
    assert "The ledger cannot be read: it is cut off" in kept.run("verify").err
    for command in ("status", "run", "send"):
        assert kept.run(command).code == 7


def test_a_ledger_of_which_nothing_is_left_is_told_and_looking_leaves_it_as_it_is(kept: CommandLine) -> None:
    path = kept.output / "ledger.sqlite"
    path.write_bytes(b"")
    done = kept.run("verify", *JSON)
    assert done.code == 7
    assert done.json["faults"][0] == f"the ledger knows nothing of this event: put back the last good copy of {path}"
    assert path.read_bytes() == b""


def test_a_ledger_with_values_that_nobody_wrote_is_told(kept: CommandLine) -> None:
    kept.execute_sql("UPDATE delivery SET state = 'somewhere' WHERE number = 2")
    done = kept.run("verify", *JSON)
    assert (done.code, done.json["faults"][0].partition(":")[0]) == (7, "the ledger cannot be read")


def _emptied(content: bytes) -> bytes:
    return b""


def _halved(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _of_noise(content: bytes) -> bytes:
    return bytes(sha256(content[:100]).digest()) * 40


def _scattered(content: bytes) -> bytes:
    damaged = bytearray(content)
    for at in range(0, len(damaged), 97):
        damaged[at] ^= 0x55
    return bytes(damaged)


def _without_line_ends(content: bytes) -> bytes:
    return content.replace(b"\n", b"")


DAMAGES: tuple[Callable[[bytes], bytes], ...] = (_emptied, _halved, _of_noise, _scattered, _without_line_ends)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__.strip("_"))
def test_whatever_happens_to_whichever_file_is_told_by_its_name(
    sent: Ran, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    cli = sent.cli.copied(tmp_path)
    paths = Paths(EMBEDDED, cli.output)
    ledger = Ledger.open_if_present(paths.ledger)
    bag = cli.edition(1)
    for path in sorted(path for path in bag.rglob("*") if path.is_file()):
        whole = path.read_bytes()
        if damage(whole) == whole:
            continue
        path.write_bytes(damage(whole))
        faults = verify(cli.key, paths, ledger)
        assert any(path.name in fault or (path.name == TAGS and DIFFERS in fault) for fault in faults), path
        path.write_bytes(whole)
    ledger.close()
    assert _faults(cli) == []
