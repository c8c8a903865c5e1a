"""Whoever rewrites the archive and every digest in the ledger is found out by what packs and letters say themselves."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from usecases.command_line import IN_TIME, JSON, CommandLine
from usecases.conftest import Ran
from usecases.meeting import ANNA, COR, PEOPLE, changed

from reportgen.storage.archive.bagit import manifest_bytes

PAYLOAD, TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"


@pytest.fixture
def kept(sent: Ran, tmp_path: Path) -> CommandLine:
    """A command line after a run, to meddle with."""
    return sent.cli.copied(tmp_path)


def _deep(cli: CommandLine) -> list[str]:
    done = cli.run("verify", "--deep", *JSON)
    assert done.json["deep"] is True
    assert done.code == (7 if done.json["faults"] else 0)
    return [each.removeprefix("edition 1: ") for each in done.json["faults"]]


def _shallow(cli: CommandLine) -> list[str]:
    found: list[str] = cli.run("verify", *JSON).json["faults"]
    return found


def _path(cli: CommandLine, folder: str, number: int) -> Path:
    (path,) = (cli.edition(1) / "data" / folder).glob(f"{number:04d}*")
    return path


def _swap(one: Path, other: Path) -> None:
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _forge(cli: CommandLine, change: Callable[[Any], None] = lambda record: None) -> None:
    """Makes every digest fit what is there: edition.json, both manifests, and the ledger."""
    bag = cli.edition(1)
    record = json.loads((bag / "data/edition.json").read_bytes())
    change(record)
    for pack in record["packs"]:
        pack["pack"] = _digest(_path(cli, "packs", pack["number"]))
        pack["letter"] = _digest(_path(cli, "letters", pack["number"]))
        cli.execute_sql("UPDATE pack SET digest = ? WHERE number = ?", pack["pack"], pack["number"])
        cli.execute_sql(
            "UPDATE delivery SET pack = ?, letter = ?, recipient = ? WHERE number = ?",
            *(pack["pack"], pack["letter"], pack["recipient"], pack["number"]),
        )
    (bag / "data/edition.json").write_text(json.dumps(record), "utf-8")
    paths = sorted(path.relative_to(bag).as_posix() for path in (bag / "data").rglob("*") if path.is_file())
    (bag / PAYLOAD).write_bytes(manifest_bytes({path: _digest(bag / path) for path in paths}))
    count = f"Payload-Oxum: {sum((bag / path).stat().st_size for path in paths)}.{len(paths)}"
    info = (bag / "bag-info.txt").read_text("utf-8")
    (bag / "bag-info.txt").write_text(re.sub(r"Payload-Oxum: .*", count, info), "utf-8")
    around = sorted(path.name for path in bag.iterdir() if path.is_file() and path.name != TAGS)
    (bag / TAGS).write_bytes(manifest_bytes({name: _digest(bag / name) for name in around}))
    cli.execute_sql("UPDATE edition SET bag = ?", _digest(bag / TAGS))


def test_an_archive_in_which_all_agree_has_no_fault(kept: CommandLine) -> None:
    assert _deep(kept) == []
    assert "--deep" not in kept.run("verify", "--deep").out


def test_verify_says_that_it_did_not_open_packs(kept: CommandLine) -> None:
    done = kept.run("verify")
    assert (done.code, done.out.splitlines()[-1]) == (
        0,
        "No pack or letter was opened to see who it is for: --deep does that.",
    )


def test_two_editions_in_which_all_agree_have_no_fault(again: Ran, tmp_path: Path) -> None:
    assert _deep(again.cli.copied(tmp_path)) == []


def test_two_packs_that_were_swapped_with_every_digest_are_found_only_by_opening_them(kept: CommandLine) -> None:
    _swap(_path(kept, "packs", 2), _path(kept, "packs", 3))
    _forge(kept)
    assert _shallow(kept) == []
    faults = _deep(kept)
    assert any(each.startswith("data/packs/0002-GM0344.pdf holds the pack of participant 3") for each in faults)
    assert any(each.startswith("data/packs/0003-GM0184.pdf holds the pack of participant 2") for each in faults)
    assert "data/packs/0002-GM0344.pdf shows the name of participant 3" in faults
    assert "data/letters/0002.eml does not carry the pack that the ledger recorded" in faults


def test_packs_letters_and_addresses_that_were_swapped_together_are_found(kept: CommandLine) -> None:
    _swap(_path(kept, "packs", 2), _path(kept, "packs", 3))
    _swap(_path(kept, "letters", 2), _path(kept, "letters", 3))

    def swapped(record: Any) -> None:
        two, three = (next(each for each in record["packs"] if each["number"] == number) for number in (2, 3))
        two["recipient"], three["recipient"] = three["recipient"], two["recipient"]

    _forge(kept, swapped)
    assert _shallow(kept) == []
    faults = _deep(kept)
    assert any("0002.eml is the letter to participant 3" in each for each in faults)
    assert any(each.startswith("data/letters/0002.eml has another Message-ID") for each in faults)
    assert any("0002.eml has a calendar entry of another participant" in each for each in faults)


def test_a_pack_whose_metadata_were_made_to_fit_still_shows_whose_it_is(kept: CommandLine) -> None:
    one, other = _path(kept, "packs", 2), _path(kept, "packs", 3)
    first, second = one.read_bytes(), other.read_bytes()
    two, three = f"{kept.key}.0002".encode(), f"{kept.key}.0003".encode()
    one.write_bytes(second.replace(three, two))
    other.write_bytes(first.replace(two, three))
    _forge(kept)
    assert _shallow(kept) == []
    faults = _deep(kept)
    assert "data/packs/0002-GM0344.pdf shows the name of participant 3" in faults
    assert "data/packs/0002-GM0344.pdf does not show the municipality that it was printed for" in faults


@pytest.mark.parametrize("column", ["name", "email", "code"])
def test_people_whose_details_were_swapped_only_in_the_ledger_are_found(kept: CommandLine, column: str) -> None:
    values = dict(_rows(kept, f"SELECT number, {column} FROM person"))
    kept.execute_sql(f"UPDATE person SET {column} = ? WHERE number = 2", values[3])
    kept.execute_sql(f"UPDATE person SET {column} = ? WHERE number = 3", values[2])
    assert _shallow(kept) == []
    what = {"name": "name", "email": "address", "code": "municipality"}[column]
    faults = _deep(kept)
    assert len(faults) == 2
    assert all(f"of whom the ledger has another {what}" in each for each in faults)
    assert not any(str(value) in each for value in values.values() for each in faults if column != "code")


def _rows(cli: CommandLine, query: str) -> list[Any]:
    connection = sqlite3.connect(cli.output / "ledger.sqlite")
    rows = connection.execute(query).fetchall()
    connection.close()
    return rows


def test_a_pack_record_of_another_municipality_is_found(kept: CommandLine) -> None:
    kept.execute_sql("UPDATE pack SET code = 'GM0363' WHERE number = 2")
    assert _deep(kept) == ["data/packs/0002-GM0344.pdf is of GM0344, and others say GM0363"]


def test_a_letter_to_another_name_is_found(kept: CommandLine) -> None:
    path = _path(kept, "letters", 2)
    path.write_bytes(path.read_bytes().replace(b"To: Anna de Boer", b"To: Cor van Dijk"))
    _forge(kept)
    assert _shallow(kept) == []
    assert _deep(kept)[0] == (
        "data/letters/0002.eml greets another name in To than its pack was printed for (that of participant 3)"
    )


def test_a_participant_whom_the_ledger_does_not_know_is_told(kept: CommandLine) -> None:
    kept.execute_sql("DELETE FROM person WHERE number = 2")
    assert _deep(kept) == ["data/letters/0002.eml is to participant 2, whom the ledger does not know"]


@pytest.mark.parametrize("damage", [lambda content: content[: len(content) // 2], lambda content: b"", lambda _: b"x"])
@pytest.mark.parametrize("folder", ["packs", "letters"])
def test_a_pack_or_letter_that_is_cut_off_is_told_and_the_others_are_opened(
    kept: CommandLine, folder: str, damage: Callable[[bytes], bytes]
) -> None:
    path = _path(kept, folder, 2)
    path.write_bytes(damage(path.read_bytes()))
    _swap(_path(kept, "packs", 3), _path(kept, "packs", 4))
    _forge(kept)
    faults = _deep(kept)
    assert any(f"data/{folder}/{path.name} " in each for each in faults)
    assert any("0003-GM0184.pdf holds the pack of participant 4" in each for each in faults)


def test_an_edition_that_cannot_be_read_is_told_and_no_traceback(kept: CommandLine) -> None:
    (kept.edition(1) / "data/edition.json").write_bytes(b"{")
    assert any("edition.json cannot be read" in each for each in _deep(kept))


@pytest.mark.usefixtures("no_pause")
def test_without_a_ledger_packs_and_letters_are_held_against_edition_json(kept: CommandLine) -> None:
    _swap(_path(kept, "packs", 2), _path(kept, "packs", 3))
    _forge(kept)
    (kept.output / "ledger.sqlite").write_bytes(b"x" * 5000)
    done = kept.run("verify", "--deep", *JSON)
    assert done.code == 7
    assert any("0002-GM0344.pdf holds the pack of participant 3" in each for each in json.loads(done.out)["faults"])


def test_who_was_forgotten_is_no_fault(kept: CommandLine) -> None:
    text = (kept.event / "deelnemers.csv").read_text("utf-8")
    rows = [line for line in text.splitlines(keepends=True) if "Anna" not in line]
    (kept.event / "deelnemers.csv").write_text("".join(rows), "utf-8")
    assert kept.run("forget", "2", "--yes").code == 0
    assert _deep(kept) == []


def test_a_letter_without_the_pack_that_it_should_carry_is_found(kept: CommandLine) -> None:
    path = _path(kept, "letters", 2)
    pdf = re.compile(rb"Content-Type: application/pdf.*?(?=--=[0-9a-f]{40}=\r\n)", re.DOTALL)
    letter, count = pdf.subn(b"Content-Type: text/plain\r\n\r\nniets\r\n", path.read_bytes(), count=1)
    path.write_bytes(letter)
    _forge(kept)
    assert count == 1
    assert "data/letters/0002.eml does not carry the pack that the ledger recorded" in _deep(kept)


def test_letters_that_cancel_have_no_pack_and_are_held_against_their_addressee_too(kept: CommandLine) -> None:
    kept.write_list([changed(each, status="afgemeld") if each in (ANNA, COR) else each for each in PEOPLE])
    kept.run("run", *IN_TIME)
    letters = [kept.edition(2) / "data" / "letters" / f"000{number}.eml" for number in (2, 3)]
    assert [path.is_file() for path in letters] == [True, True]
    assert _deep(kept) == []
    kept.execute_sql("UPDATE person SET name = 'Iemand Anders' WHERE number = 2")
    assert [each for each in _deep(kept) if "of whom the ledger has another name" in each]
