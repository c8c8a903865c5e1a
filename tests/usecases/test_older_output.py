"""An event that version 0.1 made, mailed and archived goes on with today's program."""

from __future__ import annotations

import tarfile
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from doubles.printed_parts import PrintedParts
from icalendar import Calendar
from pypdf import PdfReader
from usecases.command_line import JSON, CommandLine, asked, leftovers_in

OLDER = Path(__file__).parents[1] / "fixtures" / "0.1" / "output.tar.xz"
NOW = ("--now", "2018-12-04T13:20")
ANNA = ("Boerma", "a.deboer@utrecht.example", "de Boer")


@pytest.fixture
def older(tmp_path: Path) -> CommandLine:
    """The event's folder and its output folder, as version 0.1 left them."""
    with tarfile.open(OLDER) as stored:
        stored.extractall(tmp_path, filter="data")
    return CommandLine(tmp_path / "2018-12-10-ouder", tmp_path / "output")


@pytest.fixture
def printing(older: CommandLine, parts: PrintedParts) -> CommandLine:
    """The same with what other tests printed, where printing is not what is tested."""
    parts.lend(older.output)
    return replace(older, parts=parts)


def _files_with(folder: Path, *texts: str) -> list[str]:
    found = [path for path in folder.rglob("*") if path.is_file()]
    return [str(path) for path in found if any(text.encode() in path.read_bytes() for text in texts)]


def test_every_letter_stands_as_it_stood_and_the_archive_is_whole(older: CommandLine) -> None:
    assert older.states() == {
        "0001.0001": "sent",
        "0002.0001": "sent",
        "0003.0001": "sent",
        "0004.0001": "bounced",
        "0002.0002": "sending",
        "0003.0002": "released",
        "0004.0002": "released",
        "0005.0002": "released",
    }
    verified = older.run("verify", *JSON)
    assert (verified.code, verified.json["faults"]) == (0, [])


def test_what_was_answered_and_done_is_still_known(older: CommandLine) -> None:
    held = asked("privacy", str(older.event), "2", "--output", str(older.output)).json
    assert held["person"]["name"] == "Anna de Boerma"
    assert [each["text"] for each in held["answers"]] == ["Steeds meer."]
    assert [each["step"] for each in held["letters"][0][1]] == ["print", "release", "claim", "accept"]
    assert "release" in str(held["deeds"])
    organisers = asked("organiser", "list", "--output", str(older.output))
    assert "anna@example.org" in organisers.out


@pytest.mark.parametrize("edition", ["1", "2"])
def test_packs_are_rebuilt_as_they_were_or_it_is_said_what_differs(older: CommandLine, edition: str) -> None:
    done = asked(
        *("archive", "rebuild", str(older.event), edition, "--participant", "3"), "--output", str(older.output), *JSON
    )
    (pack,) = done.json
    assert pack["number"] == 3
    if pack["same"]:
        assert done.code == 0
    else:
        assert done.code == 7
        assert pack["why"]
        assert all(" was " in each or each == "templates, styles or fonts are others" for each in pack["why"])


def test_letters_that_waited_are_sent_as_they_were_sealed(older: CommandLine) -> None:
    done = older.run("send", *NOW, *JSON)
    assert (done.code, done.json["sent"]) == (0, 4)
    assert [key for key, state in older.states().items() if state != "sent"] == ["0004.0001"]
    sealed = {f"{number}.{edition:04d}": each for edition in (1, 2) for number, each in older.letters(edition).items()}
    assert older.outbox() == sealed
    assert older.run("send", *NOW, *JSON).json["sent"] == 0
    assert not leftovers_in(older.output)
    assert older.run("verify").code == 0


def test_someone_is_erased_from_it(older: CommandLine) -> None:
    older.run("send", *NOW)
    people = older.event / "deelnemers.csv"
    lines = people.read_text("utf-8").splitlines(keepends=True)
    people.write_text("".join(line for line in lines if ANNA[1] not in line), "utf-8")
    assert _files_with(older.output, *ANNA)
    done = older.run("forget", "2", "--yes", *NOW)
    assert done.code == 0, done.err
    assert _files_with(older.output, *ANNA) == []
    assert older.run("verify").code == 0


def test_a_run_goes_on_from_it_with_a_third_edition(printing: CommandLine) -> None:
    printing.run("send", *NOW)
    people = printing.event / "deelnemers.csv"
    people.write_text(people.read_text("utf-8").replace("Smit", "Smid"), "utf-8")
    done = printing.run("run", *NOW, *JSON)
    assert done.code in (0, 1), done.err
    assert printing.states()["0005.0003"] == "printed"
    assert printing.states()["0005.0002"] == "sent"
    assert printing.run("verify").code == 0


def test_who_cancelled_in_it_is_told_with_the_entry_they_had_then(printing: CommandLine) -> None:
    printing.run("send", *NOW)
    people = printing.event / "deelnemers.csv"
    row = next(line for line in people.read_text("utf-8").splitlines() if "Smit" in line)
    people.write_text(people.read_text("utf-8").replace(row, row.replace("aangemeld", "afgemeld")), "utf-8")
    done = printing.run("build", *NOW, *JSON)
    assert done.json["cancellations"] == 2, done  # Dina cancelled before, and was told nothing then
    assert printing.states()["0001.0003"] == "printed"
    assert printing.states()["0005.0003"] == "printed"
    before, cancelled = (_entry(printing.letters(edition)["0005"]) for edition in (2, 3))
    assert (cancelled["UID"], cancelled["STATUS"]) == (before["UID"], "CANCELLED")
    assert cancelled["SEQUENCE"] > before["SEQUENCE"]
    assert printing.run("verify", "--deep").code == 0


def _entry(content: bytes) -> Any:
    letter = message_from_bytes(content, policy=policy.default)
    (part,) = [each for each in letter.walk() if each.get_content_type() == "text/calendar"]
    (entry,) = Calendar.from_ical(part.get_content()).walk("VEVENT")
    return entry


def test_a_follow_up_of_a_briefing_of_another_format_has_the_newest_figures_alone(older: CommandLine) -> None:
    path = older.event / "event.toml"
    follow_up = '\n[[pack]]\nkind = "follow-up"\nnot_before = 2018-12-12T08:00:00\nnot_after = 2018-12-21T18:00:00\n'
    briefing = path.read_text("utf-8").replace("[pack]\n", '[[pack]]\nkind = "briefing"\n')
    path.write_text(briefing + follow_up, "utf-8")
    done = older.run("preview", "3", "--pack", "follow-up", "--now", "2018-12-12T09:00")
    assert (done.code, done.err) == (0, "")
    (pdf,) = (older.output / "preview" / "2018-12-10-ouder--follow-up").glob("0003-*.pdf")
    pages = [page.extract_text() for page in PdfReader(pdf).pages]
    assert len(pages) >= 2
    assert any("geen briefing om ze naast te leggen" in " ".join(page.split()) for page in pages)
