"""The sessions of participants in their calendars, from the first letter until they cancel and come back."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from doubles.calendar_store import CalendarStore
from doubles.ical_js import needs_ical_js, read_by_ical_js
from doubles.printed_parts import PrintedParts
from doubles.session_files import once
from doubles.strict_calendar import read_strictly
from usecases.command_line import IN_TIME, JSON, CommandLine
from usecases.meeting_with_rounds import meeting_of

PROGRAMME = """Begin;Einde;Onderdeel;Spreker;Toelichting;Soort;Ronde;Code;Zaal;Gespreksleider
12.00;12.30;Inloop;;;inloop;;;;
12.30;13.00;Opening;;;plenair;;;Grote zaal;
13.00;14.00;Wijken;;;workshop;1;A;Zaal 1;Dina el Amrani
13.00;14.00;Hofjes;;;workshop;1;B;Zaal 2;
14.00;15.00;Bouwen;;;workshop;2;C;Zaal 2;
14.00;15.00;Geld;;;workshop;2;D;Zaal 3;
15.00;16.00;Tafelgesprek;;;tafel;;;;
"""

DINA = "Dina;el;Amrani;burgemeester;Westland;d.elamrani@westland.example;3;aangemeld;A;C\n"

LIST = f"""Voornaam;Tussenvoegsel;Achternaam;Functie;Gemeente;E-mailadres;Tafel;Status;Ronde 1;Ronde 2
{DINA}Anna;de;Boer;wethouder;Utrecht;a.deboer@utrecht.example;1;aangemeld;B;C
Cor;van;Dijk;wethouder;Urk;c.vandijk@urk.example;2;aangemeld;B;D
"""


@pytest.fixture(scope="module")
def told(common: Path, parts: PrintedParts) -> CommandLine:
    """An event whose letters went."""

    def made(folder: Path) -> CommandLine:
        cli = meeting_of(folder, PROGRAMME, LIST, parts)
        assert cli.run("run", *IN_TIME).code in (0, 1)
        return cli

    return once(common / "session-calendar", made)


@pytest.fixture
def cli(told: CommandLine, tmp_path: Path) -> CommandLine:
    return told.copied(tmp_path)


def files_of(letter: bytes) -> dict[str, bytes]:
    """The calendar files of a letter, by name."""
    parts = [
        each
        for each in message_from_bytes(letter, policy=policy.default).walk()
        if each.get_content_type() == "text/calendar"
    ]
    files = {str(each.get_filename()): each.get_payload(decode=True) for each in parts}
    assert len(files) == len(parts)
    for each in parts:
        assert each.get_param("method") == read_strictly(files[str(each.get_filename())]).method
    return files


def text_of(letter: bytes) -> str:
    body = message_from_bytes(letter, policy=policy.default).get_body(("plain",))
    return str(body.get_content()) if body else ""


def send(cli: CommandLine) -> None:
    cli.run("run", *IN_TIME)
    cli.run("release", *IN_TIME)
    cli.run("send", *IN_TIME)


def calendar_of(cli: CommandLine, number: str) -> dict[str, str]:
    """What a participant's calendar has after all letters that left: each entry with its place, by its title."""
    store = CalendarStore()
    for key in sorted(each for each in cli.outbox() if each.startswith(number)):
        for file in files_of(cli.outbox()[key]).values():
            store.take(read_strictly(file))
    titles = {each.uid: each.summary for each in store.entries.values()}
    assert len(set(titles.values())) == len(titles)
    return {each.summary: each.location.partition(",")[0] for each in store.entries.values()}


def newest(cli: CommandLine, number: str) -> bytes:
    key = max(each for each in cli.outbox() if each.startswith(number))
    return cli.outbox()[key]


def test_everyone_has_the_day_and_the_own_sessions(cli: CommandLine) -> None:
    entries = calendar_of(cli, "0001")
    (day,) = entries.keys() - {"Ronde 1: Wijken", "Ronde 2: Bouwen"}
    assert entries["Ronde 1: Wijken"] == "Zaal 1"
    assert entries["Ronde 2: Bouwen"] == "Zaal 2"
    assert calendar_of(cli, "0003").keys() == {day, "Ronde 1: Hofjes", "Ronde 2: Geld"}
    (whole,) = read_strictly(files_of(newest(cli, "0001"))["bijeenkomst.ics"]).entries[:1]
    assert "12.30 Opening, Grote zaal\n" in whole.description
    assert "13.00 Ronde 1: Wijken, Zaal 1 (u leidt deze sessie)\n" in whole.description
    assert "Uw briefing staat in de mail van" in whole.description


def test_a_session_that_goes_or_changes_takes_its_place_in_the_calendar(cli: CommandLine) -> None:
    cli.replace_text("programma.csv", "14.00;15.00;Bouwen;;;workshop;2;C;Zaal 2;\n", "")
    cli.replace_text("programma.csv", "Hofjes;;;workshop;1;B;Zaal 2", "Hofjes;;;workshop;1;B;Zaal 9")
    send(cli)
    assert calendar_of(cli, "0001")["Ronde 2: Geld"] == "Zaal 3"
    assert "Ronde 2: Bouwen" not in calendar_of(cli, "0001")
    assert calendar_of(cli, "0003")["Ronde 1: Hofjes"] == "Zaal 9"
    assert [*files_of(newest(cli, "0001"))] == ["bijeenkomst.ics"]
    assert cli.run("verify", "--deep").code == 0


def test_a_round_that_goes_is_cancelled_and_told_and_comes_back_by_request(cli: CommandLine) -> None:
    gone = "".join(line for line in PROGRAMME.splitlines(keepends=True) if ";workshop;2;" in line)
    cli.replace_text("programma.csv", gone, "")
    send(cli)
    assert [*files_of(newest(cli, "0001"))] == ["bijeenkomst.ics", "vervallen-ronde-2.ics"]
    assert "met de bijlage vervallen-ronde-2.ics haalt u het uit uw agenda" in text_of(newest(cli, "0001"))
    assert len(calendar_of(cli, "0001")) == 2
    cli.replace_text("programma.csv", "15.00;16.00;Tafel", f"{gone}15.00;16.00;Tafel")
    send(cli)
    assert [*files_of(newest(cli, "0001"))] == ["bijeenkomst.ics", "ronde-2.ics"]
    assert "haalt u" not in text_of(newest(cli, "0001"))
    assert calendar_of(cli, "0001")["Ronde 2: Bouwen"] == "Zaal 2"
    assert cli.run("verify", "--deep").code == 0


def test_who_cancels_has_nothing_left_in_the_calendar_and_all_of_it_once_they_come_back(
    cli: CommandLine,
) -> None:
    before = calendar_of(cli, "0001")
    cli.replace_text("deelnemers.csv", DINA, DINA.replace("aangemeld", "afgemeld"))
    send(cli)
    names = [*files_of(newest(cli, "0001"))]
    assert names == ["bijeenkomst.ics", "vervallen-ronde-1.ics", "vervallen-ronde-2.ics"]
    assert calendar_of(cli, "0001") == {}
    assert cli.run("verify", "--deep").code == 0
    cli.replace_text("deelnemers.csv", DINA.replace("aangemeld", "afgemeld"), DINA)
    send(cli)
    assert [*files_of(newest(cli, "0001"))] == ["bijeenkomst.ics", "ronde-1.ics", "ronde-2.ics"]
    assert calendar_of(cli, "0001") == before
    assert cli.run("verify", "--deep").code == 0


def test_a_letter_that_was_withdrawn_before_it_left_counts_for_nothing(cli: CommandLine) -> None:
    gone = "".join(line for line in PROGRAMME.splitlines(keepends=True) if ";workshop;2;" in line)
    cli.replace_text("programma.csv", gone, "")
    cli.run("run", *IN_TIME)  # a letter that cancels round 2, and waits
    assert "vervallen-ronde-2.ics" in files_of(cli.letters(2)["0001"])
    cli.replace_text("programma.csv", "Wijken;;;workshop;1;A;Zaal 1", "Wijken;;;workshop;1;A;Zaal 7")
    send(cli)
    assert cli.states()["0001.0002"] == "withdrawn"
    assert [*files_of(newest(cli, "0001"))] == ["bijeenkomst.ics", "vervallen-ronde-2.ics"]
    assert len(calendar_of(cli, "0001")) == 2


@pytest.mark.parametrize("state", ["withdrawn", "bounced", "uncertain", "sending"])
def test_a_letter_that_left_counts_whatever_became_of_it(cli: CommandLine, state: str) -> None:
    cli.execute_sql("UPDATE delivery SET state = ? WHERE number = 1", state)
    gone = "".join(line for line in PROGRAMME.splitlines(keepends=True) if ";workshop;2;" in line)
    cli.replace_text("programma.csv", gone, "")
    cli.run("build", *IN_TIME)
    assert "vervallen-ronde-2.ics" in files_of(cli.letters(2)["0001"])


def test_a_letter_that_the_archive_lost_is_a_finding(cli: CommandLine) -> None:
    (cli.edition(1) / "data" / "letters" / "0001.eml").unlink()
    cli.replace_text("programma.csv", "Wijken;;;workshop;1;A;Zaal 1", "Wijken;;;workshop;1;A;Zaal 7")
    done = cli.run("build", *IN_TIME, *JSON)
    assert (done.code, done.json["made"]) == (1, 1)
    assert "calendar-unread" in [each["code"] for each in done.json["findings"]]


def test_a_pack_of_another_kind_enters_the_meeting_alone(cli: CommandLine) -> None:
    path = cli.event / "event.toml"
    follow_up = '\n[[pack]]\nkind = "follow-up"\nnot_before = 2018-12-12T08:00:00\nnot_after = 2018-12-21T18:00:00\n'
    path.write_text(path.read_text("utf-8") + follow_up, "utf-8")
    own = cli.event / "templates" / "follow-up" / "calendar.txt"
    own.parent.mkdir(parents=True)
    own.write_text("Tafel {{ personal.table }}", "utf-8")
    done = cli.run("build", "--pack", "follow-up", "--now", "2018-12-12T09:00")
    assert done.code in (0, 1), done.err
    letter = cli.output / "archive" / f"{cli.key}--follow-up" / "edition-0001" / "data" / "letters" / "0001.eml"
    ((name, content),) = files_of(letter.read_bytes()).items()
    assert (name, len(read_strictly(content).entries)) == ("bijeenkomst.ics", 1)


@needs_ical_js
def test_thunderbirds_reader_takes_every_file_of_every_letter(cli: CommandLine) -> None:
    cli.replace_text("programma.csv", "14.00;15.00;Bouwen;;;workshop;2;C;Zaal 2;\n", "")
    cli.replace_text("deelnemers.csv", DINA, DINA.replace("aangemeld", "afgemeld"))
    send(cli)
    files = [file for letter in cli.outbox().values() for file in files_of(letter).values()]
    read = read_by_ical_js(files)
    assert [each["method"] for each in read] == [read_strictly(each).method for each in files]
    assert {each["method"] for each in read} == {"PUBLISH", "CANCEL"}
