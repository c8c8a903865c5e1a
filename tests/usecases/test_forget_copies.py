"""Forgetting looks through all files of an event: copies of lists are cleaned, and whatever else is left is told."""

from __future__ import annotations

import os
import re
import socket
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from usecases.command_line import JSON, CommandLine, digests_in
from usecases.conftest import Ran
from usecases.meeting import ANNA, COR, PEOPLE, changed

from reportgen.config.timezone import ZONE
from reportgen.storage.versions import read_version, remove_file, replace_file, versions_of

ADDRESS, NUMBER = ANNA.email, "2"


@pytest.fixture
def cli(sent: Ran, tmp_path: Path) -> CommandLine:
    """An event whose letters were sent; Anna stands on its list."""
    return sent.cli.copied(tmp_path)


def _take_anna_off(cli: CommandLine) -> None:
    cli.write_list([each for each in PEOPLE if each is not ANNA])


def _forget(cli: CommandLine, *options: str) -> tuple[int, Any]:
    done = cli.run("forget", NUMBER, "--yes", *options, *JSON)
    return done.code, done.json


def _names(paths: list[Any], key: str = "path") -> set[str]:
    return {Path(each[key]).name for each in paths}


COPIES = [
    *("deelnemers.csv~", "#deelnemers.csv#", ".deelnemers.csv.kate-swp.csv", "deelnemers (kopie).csv"),
    *("deelnemers - kopie (2).csv", "Kopie van deelnemers.csv", "Copy of deelnemers.csv", "deelnemers.csv.bak"),
    *("deelnemers_oud.csv", "deelnemers (1).csv", "deelnemers.csv.orig", "deelnemers.csv.old", "deelnemers.csv.tmp"),
    *(
        "deelnemers.csv.save",
        "deelnemers2.csv",
        "deelnemers 2018-12-01.csv",
        "DEELNEMERS-def.CSV",
        "oud/deelnemers.csv",
    ),
    *("een/twee/drie/deelnemers.csv", "wie er komt.txt", "deelnemers.csv.1", "Schaduwkopie van deelnemers.csv"),
]


def test_every_copy_of_the_list_loses_the_row_and_keeps_every_other_byte(cli: CommandLine) -> None:
    content = (cli.event / "deelnemers.csv").read_bytes()
    for name in COPIES:
        path = cli.event / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (cli.event / COPIES[0]).chmod(0o640)
    _take_anna_off(cli)
    code, proof = _forget(cli)
    assert (code, proof["found"], proof["unread"]) == (0, [], [])
    assert _names(proof["cleaned"]) == {Path(name).name for name in COPIES}
    kept = b"".join(line for line in content.splitlines(keepends=True) if ADDRESS.encode() not in line)
    assert {name: (cli.event / name).read_bytes() for name in COPIES} == dict.fromkeys(COPIES, kept)
    assert (cli.event / COPIES[0]).stat().st_mode & 0o777 == 0o640
    assert not list(cli.event.rglob("*.part"))


@pytest.mark.parametrize(
    ("encoding", "end"), [("utf-8-sig", "\r\n"), ("utf-16", "\r\n"), ("cp1252", "\n"), ("utf-8", "\r")]
)
def test_a_copy_in_another_encoding_stays_in_it(cli: CommandLine, encoding: str, end: str) -> None:
    rows = [
        "Naam;E-mail;Gemeente;Opmerking",
        f'Boer, A. de;{ADDRESS.upper()};Utrecht;"twee{end}regels; één"',
        'Cor van Dijk;c.vandijk@urk.example;Urk;"blijft\nstaan, zoë"',
    ]
    path = cli.event / "deelnemers - kopie.csv"
    path.write_bytes(end.join([*rows, ""]).encode(encoding))
    _take_anna_off(cli)
    code, proof = _forget(cli)
    assert (code, proof["cleaned"][0]["done"]) == (0, "1 row taken out")
    assert path.read_bytes() == end.join([rows[0], rows[2], ""]).encode(encoding)


def test_earlier_versions_lose_the_row_too_and_say_so_and_other_versions_stay(cli: CommandLine) -> None:
    now, name = datetime(2018, 12, 3, 8, tzinfo=ZONE), "deelnemers.csv"
    content, toml = (cli.event / name).read_bytes(), (cli.event / "event.toml").read_bytes()
    other = f"Naam,E-mail\r\nAnna de Boer,{ADDRESS}\r\nCor van Dijk,c.vandijk@urk.example\r\n".encode()
    replace_file(cli.event, name, other, "bas", now)  # with other headings
    replace_file(cli.event, "teksten/welkom.txt", f"Mail {ADDRESS}".encode(), "bas", now, f"{ADDRESS} erin")
    remove_file(cli.event, "teksten/welkom.txt", "bas", now)
    replace_file(cli.event, "event.toml", toml + b"# nieuw", "bas", now)
    replace_file(cli.event, name, content, "bas", now)
    _take_anna_off(cli)
    code, proof = _forget(cli)
    assert (code, proof["found"], proof["unread"], len(proof["cleaned"])) == (0, [], [], 3)
    assert not [path for path in (cli.event / "eerder").iterdir() if ADDRESS.encode() in path.read_bytes()]
    assert [(each.cleaned, each.gone) for each in versions_of(cli.event, name)] == [(True, False)] * 3
    assert b"Cor van Dijk" in read_version(cli.event, versions_of(cli.event, name)[1].number)
    removed, text = versions_of(cli.event, "teksten/welkom.txt")
    assert (removed.is_removal, text.gone, text.about) == (True, True, "")
    assert [each.cleaned or each.gone for each in versions_of(cli.event, "event.toml")] == [False, False]


def test_a_workbook_loses_the_row_with_its_link_and_note_and_other_rows_keep_their_numbers(cli: CommandLine) -> None:
    path = cli.event / "Kopie van deelnemers.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, other = book.add_worksheet("Lijst"), book.add_worksheet("Lunch")
        sheet.write_row(0, 0, list(ANNA.row()))
        for row, person in enumerate(PEOPLE, 1):
            sheet.write_row(row, 0, [str(value) for value in person.row().values()])
            sheet.write_url(row, 9, f"mailto:{person.email}")
            sheet.write_comment(row, 0, f"{person.first} {person.infix} {person.last} belt nog")
        other.write_row(0, 0, ["Kaas", 3])
    _take_anna_off(cli)
    code, proof = _forget(cli)
    assert (code, proof["found"], _names(proof["cleaned"])) == (0, [], {path.name})
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(path)
    rows = book.get_sheet_by_name("Lijst").to_python()
    at = PEOPLE.index(ANNA) + 1
    assert not any(rows[at])
    assert [row[2] for row in rows] == ["Achternaam", *("" if each is ANNA else each.last for each in PEOPLE)]
    assert book.get_sheet_by_name("Lunch").to_python() == [["Kaas", 3.0]]
    with zipfile.ZipFile(path) as package:
        links = package.read("xl/worksheets/_rels/sheet1.xml.rels").decode()
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert set(re.findall(r'r:id="(\w+)"', sheet)) <= set(re.findall(r'Id="(\w+)"', links))
    assert [person.email in links for person in PEOPLE] == [each is not ANNA for each in PEOPLE]


def test_what_only_an_editor_can_write_is_removed_where_it_holds_somebody(cli: CommandLine) -> None:
    swap, mark, other = (
        cli.event / each for each in (".deelnemers.csv.swp", "~$deelnemers.xlsx", ".~lock.deelnemers.csv#")
    )
    swap.write_bytes(b"b0VIM 8.2\0\0" + bytes(4000) + (cli.event / "deelnemers.csv").read_bytes())
    mark.write_bytes(b"\x0cAnna de Boer" + "Anna de Boer".encode("utf-16-le"))
    other.write_text(",Kees,laptop,03.12.2018 10:00;", "utf-8")
    _take_anna_off(cli)
    code, proof = _forget(cli)
    assert (code, _names(proof["cleaned"])) == (0, {swap.name, mark.name})
    assert (swap.exists(), mark.exists(), other.exists()) == (False, False, True)
    assert [Path(each).name for each in proof["opened"]] == [other.name, mark.name]
    assert f"open? {other} says that an editor has the list open" in cli.run("forget", NUMBER, "--yes").out


def test_anything_else_that_names_somebody_is_told_and_stays_as_it_is(cli: CommandLine) -> None:
    texts = {
        "notitie.txt": "A. de Boer belde",
        "hotel.csv": f"kamer;wie\n3;{ADDRESS}\n",
        "sub/brief aan Anna de Boer.docx": "x",
        "weinig.txt": "mevrouw De Boer belde",
    }
    for name, text in texts.items():
        (cli.event / name).parent.mkdir(exist_ok=True)
        (cli.event / name).write_text(text, "utf-8")
    (cli.output / "ledger.sqlite.bak").write_bytes((cli.output / "ledger.sqlite").read_bytes())
    (cli.output / "archive" / cli.key / "los.txt").write_text(ADDRESS)
    _take_anna_off(cli)
    done = cli.run("forget", NUMBER, "--yes")
    assert done.code == 1
    told = {line.partition(": ")[2] for line in done.out.splitlines() if line.startswith("still there: ")}
    assert {Path(each.rpartition(": ")[0]).name for each in told} == {
        *("notitie.txt", "hotel.csv", "brief aan Anna de Boer.docx", "ledger.sqlite.bak", "los.txt")
    }
    assert f"perhaps: {cli.event / 'weinig.txt'}: a surname alone" in done.out
    assert {name: (cli.event / name).read_text("utf-8") for name in texts} == texts


def test_what_cannot_be_looked_into_is_told_and_nothing_hangs(cli: CommandLine) -> None:
    os.mkfifo(cli.event / "pijp")
    (cli.event / "link.csv").symlink_to("/etc/hostname")
    (cli.event / "binnen.csv").symlink_to("deelnemers.csv")
    (cli.event / "los.7z").write_bytes(b"7z\xbc\xaf\x27\x1c")
    bound = socket.socket(socket.AF_UNIX)
    bound.bind(os.path.relpath(cli.event / "sok"))
    bound.close()
    _take_anna_off(cli)
    code, proof = _forget(cli)
    assert (code, _names(proof["unread"])) == (1, {"pijp", "link.csv", "los.7z", "sok"})
    assert (cli.event / "binnen.csv").is_symlink()


def test_a_row_of_somebody_else_who_mentions_them_stays_and_the_copy_is_told(cli: CommandLine) -> None:
    path = cli.event / "deelnemers.csv.bak"
    path.write_text(f"Naam;E-mail;Opmerking\nCor van Dijk;{COR.email};samen met Anna de Boer\n", "utf-8")
    before = path.read_bytes()
    _take_anna_off(cli)
    code, proof = _forget(cli)
    assert (code, proof["cleaned"], _names(proof["found"])) == (1, [], {path.name})
    assert path.read_bytes() == before


def test_another_address_of_theirs_is_learned_from_their_rows_and_looked_for(cli: CommandLine) -> None:
    copy = changed(ANNA, email="anna.prive@elders.example")
    other = cli.event / "oud" / "deelnemers.csv"
    other.parent.mkdir()
    before = (cli.event / "deelnemers.csv").read_bytes()
    cli.write_list([copy, *PEOPLE])
    other.write_bytes((cli.event / "deelnemers.csv").read_bytes())
    (cli.event / "deelnemers.csv").write_bytes(before)
    (cli.event / "notitie.txt").write_text("mail naar anna.prive@elders.example", "utf-8")
    _take_anna_off(cli)
    code, proof = _forget(cli)
    assert (code, _names(proof["found"])) == (1, {"notitie.txt"})
    assert proof["cleaned"][0]["done"] == "2 rows taken out"


def test_a_namesake_with_an_address_of_their_own_stays_in_copies_and_is_no_reason_to_refuse(cli: CommandLine) -> None:
    namesake = changed(COR, first="Anna", infix="de", last="Boer")
    cli.execute_sql("UPDATE person SET name = 'Anna de Boer' WHERE number = 3")
    cli.write_list([ANNA, namesake])
    (cli.event / "deelnemers.csv.bak").write_bytes((cli.event / "deelnemers.csv").read_bytes())
    cli.write_list([namesake])
    _, proof = _forget(cli)
    assert _names(proof["cleaned"]) == {"deelnemers.csv.bak"}
    assert (cli.event / "deelnemers.csv.bak").read_bytes() == (cli.event / "deelnemers.csv").read_bytes()


def test_doing_it_again_changes_nothing_and_says_that_nobody_is_known_any_more(cli: CommandLine) -> None:
    (cli.event / "deelnemers.csv.bak").write_bytes((cli.event / "deelnemers.csv").read_bytes())
    (cli.event / "notitie.txt").write_text("Anna de Boer", "utf-8")
    _take_anna_off(cli)
    assert _forget(cli)[0] == 1
    before = digests_in(cli.event)
    code, proof = _forget(cli)
    assert (code, proof["searched"], proof["cleaned"], proof["erased"]) == (0, False, [], [])
    code, proof = _forget(cli, "--also", "Boer, A. de")
    assert (code, _names(proof["found"])) == (1, {"notitie.txt"})
    assert digests_in(cli.event) == before
    assert cli.run("verify").code == 0


@pytest.mark.parametrize("moment", ["copies-cleaned", "files-erased"])
def test_killed_half_way_it_can_be_done_again(cli: CommandLine, moment: str) -> None:
    (cli.event / "deelnemers.csv.bak").write_bytes((cli.event / "deelnemers.csv").read_bytes())
    (cli.event / "notitie.txt").write_text("Anna de Boer", "utf-8")
    _take_anna_off(cli)
    killed = cli.run_process("forget", NUMBER, "--yes", REPORTGEN_DIE_AT=moment)
    assert killed.code == -9
    code, proof = _forget(cli)
    assert (code, proof["searched"], _names(proof["found"])) == (1, True, {"notitie.txt"})
    assert cli.run("verify").code == 0
    left = [path for path in cli.output.rglob("*") if path.is_file() and ADDRESS.encode() in path.read_bytes()]
    assert left == []


def test_a_copy_that_has_another_name_elsewhere_is_told(cli: CommandLine, tmp_path: Path) -> None:
    copy = cli.event / "deelnemers.csv.bak"
    copy.write_bytes((cli.event / "deelnemers.csv").read_bytes())
    os.link(copy, cli.event / "deelnemers_oud.csv")
    _take_anna_off(cli)
    os.link(copy, tmp_path / "elders.csv")
    code, proof = _forget(cli)
    assert (code, len(proof["cleaned"]), len(proof["unread"])) == (1, 2, 1)
    assert "hard link" in proof["unread"][0]["why"]


def test_after_a_purge_copies_are_gone_and_who_never_had_a_number_is_looked_for_too(cli: CommandLine) -> None:
    (cli.event / "deelnemers.csv.bak").write_bytes((cli.event / "deelnemers.csv").read_bytes())
    cli.write_list(
        [*PEOPLE, changed(ANNA, first="Zus", last="Later", email="zus.later@elders.example", status="afgemeld")]
    )
    (cli.event / "notitie.txt").write_text("Z. de Later kwam niet", "utf-8")
    done = cli.run("purge", "--yes", "--early", *JSON)
    proof = done.json
    assert (done.code, _names(proof["cleaned"])) == (1, {"deelnemers.csv.bak"})
    assert [(Path(each["path"]).name, each["people"]) for each in proof["found"]] == [("notitie.txt", 1)]
    assert not (cli.event / "deelnemers.csv.bak").exists()


def test_what_is_held_tells_of_copies_and_of_files_that_cannot_be_looked_into(cli: CommandLine, tmp_path: Path) -> None:
    (cli.event / "deelnemers.csv.bak").write_bytes((cli.event / "deelnemers.csv").read_bytes())
    (cli.event / "los.7z").write_bytes(b"7z\xbc\xaf\x27\x1c")
    done = cli.run("privacy", NUMBER, "--page", str(tmp_path / "2.html"))
    assert done.code == 1
    assert _names(done.json["found"]) == {"deelnemers.csv", "deelnemers.csv.bak"}
    page = (tmp_path / "2.html").read_text("utf-8")
    assert ("deelnemers.csv.bak: uw e-mailadres" in page, "los.7z" in page) == (True, True)


def test_a_folder_that_is_named_after_somebody_is_told_and_the_way_to_the_event_is_not(
    sent: Ran, tmp_path: Path
) -> None:
    home = tmp_path / "anna de boer"
    home.mkdir()
    cli = sent.cli.copied(home)
    (cli.event / "Boer, Anna de").mkdir()
    (cli.event / "Boer, Anna de" / "foto.jpg").write_bytes(b"\xff\xd8\xff")
    _take_anna_off(cli)
    _, proof = _forget(cli)
    assert _names(proof["found"]) == {"foto.jpg"}


def test_a_file_with_any_name_can_be_told_of(cli: CommandLine) -> None:
    for name in (b"\xff[red]\n.txt", "naïef \u202e.txt".encode()):
        (cli.event / os.fsdecode(name)).write_text("Anna de Boer", "utf-8")
    _take_anna_off(cli)
    assert len(_forget(cli)[1]["found"]) == 2


def test_a_pack_that_was_copied_out_of_the_archive_is_told(cli: CommandLine) -> None:
    (cli.event / "pakket.pdf").write_bytes(cli.packs()["0002-GM0344.pdf"])
    (cli.event / "ander.pdf").write_bytes(cli.packs()["0001-GM1783.pdf"])
    _take_anna_off(cli)
    assert _names(_forget(cli)[1]["found"]) == {"pakket.pdf"}


def test_where_the_output_folder_is_around_the_event_nothing_else_there_is_looked_into(
    sent: Ran, tmp_path: Path
) -> None:
    copied = sent.cli.copied(tmp_path)
    around = CommandLine(copied.output / "events" / copied.key, copied.output)
    around.event.parent.mkdir()
    copied.event.rename(around.event)
    (around.output / "elders").mkdir()
    for place in (around.output / "elders", around.event):
        (place / "notitie.txt").write_text("Anna de Boer", "utf-8")
    _take_anna_off(around)
    _, proof = _forget(around)
    assert [each["path"] for each in proof["found"]] == [str(around.event / "notitie.txt")]


def test_another_event_in_the_same_output_folder_is_left_alone(cli: CommandLine) -> None:
    for folder in ("archive", "answers", "outbox"):
        other = cli.output / folder / f"{cli.key}-2" / "brief.txt"
        other.parent.mkdir(parents=True)
        other.write_text("Anna de Boer", "utf-8")
    _take_anna_off(cli)
    code, proof = _forget(cli)
    assert (code, proof["found"], proof["cleaned"]) == (0, [], [])
