"""From a list to letters, in one command."""

from __future__ import annotations

import shutil
import subprocess
from email import message_from_bytes, policy
from pathlib import Path

import page
import pytest
from pypdf import PdfReader
from usecases.command_line import IN_TIME, JSON, TOO_LATE, CommandLine, digests_in, files_in, leftovers_in
from usecases.conftest import Ran
from usecases.meeting import KEY, PEOPLE

from reportgen.render.pdf.identity import identity_in


def test_a_run_makes_a_pack_for_everyone_and_mails_it(sent: Ran) -> None:
    assert sent.done.code == 0
    assert list(sent.cli.packs()) == [
        "0001-GM1783.pdf",
        "0002-GM0344.pdf",
        "0003-GM0184.pdf",
        "0004-GM0981.pdf",
    ]
    sent.cli.assert_everyone_was_mailed_once()


def test_the_summary_names_the_folders_and_the_next_command(sent: Ran) -> None:
    lines = sent.done.out.splitlines()
    assert f"edition:  {sent.cli.edition(1)}" in lines
    assert f"letters:  {sent.cli.output / 'outbox' / KEY}" in lines
    assert f"next:     reportgen status {sent.cli.event}" in lines
    assert ["packs", "made", "4"] in [line.split() for line in lines]
    assert ["letters", "sent", "4"] in [line.split() for line in lines]


def test_every_letter_goes_to_one_participant_and_holds_their_own_pack(sent: Ran) -> None:
    packs = list(sent.cli.packs().values())
    for number, (person, pack) in enumerate(zip(PEOPLE, packs, strict=True), 1):
        letter = message_from_bytes(sent.cli.letters()[f"{number:04d}"], policy=policy.default)
        assert [address.addr_spec for address in letter["To"].addresses] == [person.email]
        assert not letter["Cc"]
        assert not letter["Bcc"]
        attached = [each.get_content() for each in letter.iter_attachments()]
        assert attached[0] == pack
        identity = identity_in(pack)
        assert identity is not None
        assert identity.participant == f"{KEY}.{number:04d}"


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="there is no sha256sum here")
def test_the_archive_is_proved_without_our_program(sent: Ran) -> None:
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        subprocess.run(["sha256sum", "--check", "--strict", "--quiet", manifest], cwd=sent.cli.edition(1), check=True)


def test_names_stand_in_no_file_name(sent: Ran) -> None:
    names = " ".join(files_in(sent.cli.output)).lower()
    assert not [person.last for person in PEOPLE if person.last.lower() in names]


def test_a_second_run_makes_nothing_sends_nothing_and_says_so(sent: Ran, tmp_path: Path) -> None:
    cli = sent.cli.copied(tmp_path)
    archive, outbox = digests_in(cli.output / "archive"), digests_in(cli.output / "outbox")
    done = cli.run("run", *IN_TIME)
    assert done.code == 0
    assert "Nothing to do: every pack is as it should be, and no letter is due." in done.out
    assert digests_in(cli.output / "archive") == archive
    assert digests_in(cli.output / "outbox") == outbox
    cli.assert_everyone_was_mailed_once()


def test_numbers_do_not_depend_on_the_order_of_the_rows(sent: Ran, early: Ran) -> None:
    assert sent.cli.packs().keys() == early.cli.packs().keys()
    assert [each["recipient"] for each in sent.cli.deliveries()] == [person.email for person in PEOPLE]
    assert [each["recipient"] for each in early.cli.deliveries()] == [person.email for person in PEOPLE]


def test_packs_and_letters_are_the_same_bytes_in_another_folder_and_process(sent: Ran, early: Ran) -> None:
    assert sent.cli.packs() == early.cli.packs()
    assert sent.cli.letters() == early.cli.letters()


def test_a_preview_is_the_pack_that_a_build_makes_and_promises_nothing(sent: Ran, tmp_path: Path) -> None:
    cli = CommandLine(sent.cli.event, tmp_path / "output")
    done = cli.run("preview", "3")
    path = cli.output / "preview" / KEY / "0003-GM0184.pdf"
    assert (done.code, done.out) == (0, f"pack:     {path}\n")
    assert path.read_bytes() == sent.cli.packs()["0003-GM0184.pdf"]
    assert cli.states() == {}
    assert not cli.edition(1).exists()


def test_a_pack_is_for_keeping_and_for_everyone_to_read(sent: Ran) -> None:
    for pack in sent.cli.packs().values():
        assert page.validate_pdf_bytes(pack, profile="2a").is_compliant
        assert page.validate_pdf_bytes(pack, profile="ua1").is_compliant


def test_status_tells_a_machine_how_every_letter_stands(sent: Ran) -> None:
    told = sent.cli.run("status", *JSON).json
    assert told["event"] == KEY
    assert [(each["number"], each["edition"], each["state"], each["attempts"]) for each in told["deliveries"]] == [
        (number, 1, "sent", 1) for number in range(1, 5)
    ]


def test_status_tells_a_person_how_every_letter_stands(sent: Ran) -> None:
    head, *letters = sent.cli.run("status", *IN_TIME).out.splitlines()
    assert head == f"{KEY}: 4 letters: 4 sent."
    assert [line.split()[-1] for line in letters if "  edition 1  " in line] == [person.email for person in PEOPLE]


def test_status_tells_that_it_is_over_and_what_did_not_leave(sent: Ran, waiting: CommandLine) -> None:
    assert sent.cli.run("status").out.splitlines()[-1] == "It is over: the window closed on 9 December 2018, 18:00."
    assert waiting.run("status", *TOO_LATE).out.splitlines()[-1] == (
        "It is over: the window closed on 9 December 2018, 18:00, and 4 letters did not leave."
    )
    assert waiting.run("status", *TOO_LATE, *JSON).json["window"] == "over"


def test_nothing_passing_is_left_behind(sent: Ran, early: Ran) -> None:
    assert not leftovers_in(sent.cli.output)
    assert not leftovers_in(early.cli.output)


def test_a_preview_with_pictures_shows_every_page_of_an_event_in_its_own_look(sent: Ran, tmp_path: Path) -> None:
    shutil.copytree(sent.cli.event, tmp_path / KEY)
    cli = CommandLine(tmp_path / KEY, tmp_path / "output")
    event = cli.event / "event.toml"
    event.write_text(event.read_text("utf-8") + '\n[style]\nsubject = "#7a143c"\nlogo = "logo.svg"\n', "utf-8")
    missing = cli.run("preview", "3", "--png")
    assert missing.code == 3
    assert "logo.svg" in missing.err
    (cli.event / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><path fill="#7a143c" d="M0 0h60v20H0z"/></svg>'
    )
    (cli.event / "texts").mkdir()
    (cli.event / "texts" / "welkom.txt").write_text("Welkom in eigen woorden.", "utf-8")
    done = cli.run("preview", "3", "--png")
    assert done.code == 0, done.err
    folder = cli.output / "preview" / KEY
    pages = PdfReader(folder / "0003-GM0184.pdf").pages
    pictures = [folder / f"0003-GM0184-{number}.png" for number in range(1, len(pages) + 1)]
    assert sorted(folder.glob("*.png")) == sorted(pictures)
    assert all(each.read_bytes().startswith(b"\x89PNG") and each.stat().st_size > 5000 for each in pictures)
    said = "".join(each.extract_text() for each in pages)
    assert "Welkom in eigen woorden." in said
    assert cli.run("preview", "3").code == 0
    assert list(folder.glob("*.png")) == [], "pictures of another moment would tell a lie"
