"""What changes of rounds, rooms and times after letters went: whose packs are made again, and what the letter says."""

from __future__ import annotations

import email
import email.policy
import json
from pathlib import Path
from typing import Any

import pytest
from doubles.printed_parts import PrintedParts
from doubles.session_files import once
from usecases.command_line import DUTCH, IN_TIME, JSON, CommandLine
from usecases.meeting import KEY
from usecases.meeting_with_rounds import meeting_of

from reportgen.storage.ledger.ledger import Ledger

PROGRAMME = """Begin;Einde;Onderdeel;Spreker;Toelichting;Soort;Ronde;Code;Zaal;Capaciteit;Minimum;Gespreksleider;Notitie
12.00;12.30;Inloop;;Er is koffie.;inloop;;;;;;;
12.30;13.00;Opening;dagvoorzitter;Welkom.;plenair;;;Grote zaal;;;;
13.00;14.00;Wijken;;;workshop;1;A;Zaal 1;5;;Dina el Amrani;De beamer staat klaar.
13.00;14.00;Hofjes;Jan Bos;;workshop;1;B;Zaal 2;40;;;
14.00;14.15;Pauze;;;pauze;;;;;;;
14.15;15.00;Wijken;;;workshop;2;A;Zaal 1;4;;Dina el Amrani;
14.15;15.00;Bouwen;;;workshop;2;C;Zaal 2;3;;;
14.15;15.00;Geld;;;workshop;2;D;Zaal 3;40;;;
15.00;15.15;Pauze;;;pauze;;;;;;;
15.15;16.00;Tafelgesprek;;Aan tafel.;tafel;;;;;;;
"""

HEAD = "Voornaam;Tussenvoegsel;Achternaam;Functie;Gemeente;E-mailadres;Deelnemerslijst;Tafel;Ronde 1;R2K1;R2K2\n"
LIST = f"""{HEAD}Dina;el;Amrani;burgemeester;Westland;d.elamrani@westland.example;ja;3;;;
Anna;de;Boer;wethouder;Utrecht;a.deboer@utrecht.example;ja;1;A;C;D
Cor;van;Dijk;wethouder;Urk;c.vandijk@urk.example;ja;2;B;C;A
Bram;;Visser;burgemeester;Vaals;b.visser@vaals.example;nee;1;A;C;A
Eva;;Smit;raadslid;Utrecht;e.smit@utrecht.example;ja;1;B;D;A
Fenna;;Bakker;raadslid;Urk;f.bakker@urk.example;ja;2;B;A;D
"""


def _numbered(cli: CommandLine) -> dict[str, int]:
    """The number of everyone, by first name."""
    return {each["name"].partition(" ")[0]: each["number"] for each in cli.run("sessions", *JSON).json["people"]}


@pytest.fixture(scope="module")
def told(common: Path, parts: PrintedParts) -> CommandLine:
    """An event whose letters went: Wijken and Hofjes, then Wijken (Fenna), Bouwen (Anna, Cor, Bram) and Geld (Eva)."""

    def made(folder: Path) -> CommandLine:
        cli = meeting_of(folder, PROGRAMME, LIST, parts)
        done = cli.run("run", *IN_TIME, *JSON)
        assert (done.code, done.json["sent"]) == (0, 6)
        return cli

    return once(common / "session-changes", made)


@pytest.fixture
def cli(told: CommandLine, tmp_path: Path) -> CommandLine:
    return told.copied(tmp_path)


def _planned(cli: CommandLine) -> dict[str, list[str]]:
    """What is told of the day of everyone whose pack would be made again, by first name."""
    names = {number: name for name, number in _numbered(cli).items()}
    return {
        names[each["number"]]: [why["text"] for why in each["reasons"] if why["day"]]
        for each in cli.run("plan", *DUTCH, *JSON).json
        if each["decision"] == "print" and not each["first"]
    }


def _said(cli: CommandLine) -> dict[str, str]:
    """Builds, and gives what the new letters say is different, by first name of the addressee."""
    done = cli.run("build", *IN_TIME, *JSON)
    assert done.json["failed"] == 0
    said = {}
    for path in sorted((cli.edition(done.json["edition"]) / "data" / "letters").glob("*.eml")):
        message: Any = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        lines = message.get_body(("plain",)).get_content().replace("\n", " ")
        start = lines.index("Wat er anders is: ")
        said[str(message["To"]).partition(" ")[0]] = " ".join(lines[start : lines.index(". ", start) + 1].split())
    return said


def test_nothing_that_changed_makes_no_pack(cli: CommandLine) -> None:
    assert _planned(cli) == {}


EVERYONE = {"Dina", "Anna", "Cor", "Bram", "Eva", "Fenna"}
WITHOUT_BUILDING = ("14.15;15.00;Bouwen;;;workshop;2;C;Zaal 2;3;;;\n", "")
LATE = "".join(
    f"Laat;;Nummer{chr(97 + number)};raadslid;Utrecht;laat{number}@utrecht.example;ja;{4 + number // 10};A;C;D\n"
    for number in range(25)
)


@pytest.mark.parametrize(
    ("old", "new", "who", "text"),
    [
        ("1;A;Zaal 1", "1;A;Zaal 9", {"Dina", "Anna", "Bram"}, "ronde 1 is in Zaal 9 in plaats van Zaal 1"),
        (
            ";Jan Bos;",
            ";Eva Mol;",
            {"Cor", "Eva", "Fenna"},
            "bij ‘Hofjes’ is de spreker nu Eva Mol, in plaats van Jan Bos",
        ),
        ("12.30;13.00;Opening", "12.45;13.00;Opening", EVERYONE, "‘Opening’ begint om 12.45 in plaats van 12.30 uur"),
        ("15.00;15.15;Pauze", "15.00;15.10;Pauze", EVERYONE, "‘Pauze’ duurt tot 15.10 in plaats van 15.15 uur"),
        ("14.00;14.15;Pauze;;;pauze;;;;;;;\n", "", EVERYONE, "‘Pauze’ van 14.00 uur staat niet meer in {uw programma}"),
        ("Opening;dag", "Welkom;dag", EVERYONE, "‘Opening’ heet nu ‘Welkom’"),
        (
            "15.15;16.00;Tafelgesprek;;Aan tafel.",
            "15.15;16.00;Tafelgesprek;;Samen.",
            EVERYONE,
            "de toelichting bij ‘Tafelgesprek’{ is anders}",
        ),
        ("2;D;Zaal 3;40", "2;D;Zaal 4;40", {"Eva"}, "ronde 2 is in Zaal 4 in plaats van Zaal 3"),
        ("1;B;Zaal 2;40;;", "1;B;Zaal 2;20;2;", set(), ""),
    ],
)
def test_a_change_in_the_programme_concerns_who_attends_that_part(
    cli: CommandLine, old: str, new: str, who: set[str], text: str
) -> None:
    """Words between braces are those of the letter, or of organisers only."""
    organisers = text.replace("{uw programma}", "de eigen dag").replace("{ is anders}", " is anders")
    letter = text.replace("{uw programma}", "uw programma").replace("{ is anders}", "")
    cli.replace_text("programma.csv", old, new)
    assert _planned(cli) == {name: [organisers] for name in who}
    if text:
        many = "1 mens" if len(who) == 1 else f"{len(who)} mensen"
        assert f"bij {many}: iets anders in de eigen dag ({organisers})" in cli.run("plan", *DUTCH).out
        assert _said(cli) == dict.fromkeys(who, f"Wat er anders is: {letter}.")
    assert cli.run("build", *IN_TIME, *JSON).json["made"] == 0


def test_a_session_that_is_cancelled_concerns_who_attended_it_and_says_where_they_go(cli: CommandLine) -> None:
    cli.replace_text("programma.csv", *WITHOUT_BUILDING)
    said = {
        "Anna": "‘Bouwen’ gaat niet door; u volgt in ronde 2 ‘Geld’ in Zaal 3",
        "Cor": "‘Bouwen’ gaat niet door; u volgt in ronde 2 ‘Wijken’ in Zaal 1",
        "Bram": "‘Bouwen’ gaat niet door; u volgt in ronde 2 ‘Geld’ in Zaal 3",
    }
    planned = _planned(cli)
    assert {name: text[:22] for name, (text,) in planned.items()} == dict.fromkeys(said, "‘Bouwen’ gaat niet doo")
    assert _said(cli) == {
        name: f"Wat er anders is: {text.replace('; volgt', '; u volgt')}." for name, (text,) in planned.items()
    }


@pytest.mark.parametrize(("code", "name"), [("K", "K Bouwen"), ("", "Bouwen")])
def test_a_session_with_another_code_is_known_by_its_title_and_keeps_its_people(
    cli: CommandLine, code: str, name: str
) -> None:
    cli.replace_text("programma.csv", ";C;Zaal 2;3;", f";{code};Zaal 2;3;")
    assert _planned(cli) == {each: [f"‘C Bouwen’ heet nu ‘{name}’"] for each in ("Anna", "Cor", "Bram")}


def test_a_session_that_went_is_called_by_its_title(cli: CommandLine) -> None:
    cli.replace_text("programma.csv", *WITHOUT_BUILDING)
    assert cli.run("check").out.count("was told earlier: ‘Bouwen’") == 3


def test_less_room_moves_as_few_as_must_and_concerns_only_them(cli: CommandLine) -> None:
    cli.replace_text("programma.csv", "C;Zaal 2;3", "C;Zaal 2;2")
    ((name, texts),) = _planned(cli).items()
    assert name in {"Anna", "Cor", "Bram"}
    assert texts[0].endswith(", in plaats van ‘Bouwen’")


def test_another_wish_that_moves_nobody_makes_no_pack(cli: CommandLine) -> None:
    cli.replace_text("deelnemers.csv", "ja;2;B;A;D", "ja;2;B;A;C")
    assert _planned(cli) == {}


def test_somebody_who_is_moved_by_hand_is_told_and_nobody_else(cli: CommandLine) -> None:
    cli.run("move-session", str(_numbered(cli)["Eva"]), "A", "--round", "2", "--who", "anna")
    assert _planned(cli) == {"Eva": ["volgt in ronde 2 ‘Wijken’ in Zaal 1, in plaats van ‘Geld’"]}


def test_a_note_is_for_who_leads_the_session(cli: CommandLine) -> None:
    cli.replace_text("programma.csv", "De beamer staat klaar.", "De beamer is stuk.")
    assert _planned(cli) == {"Dina": []}
    assert _said(cli) == {"Dina": "Wat er anders is: wat de organisatie u over uw sessie zegt."}


def test_who_leads_a_session_from_now_on_reads_so(cli: CommandLine) -> None:
    cli.replace_text("programma.csv", "2;D;Zaal 3;40;;", "2;D;Zaal 3;40;;Eva Smit")
    assert _planned(cli) == {"Eva": ["leidt ‘Geld’"]}
    assert _said(cli) == {"Eva": "Wat er anders is: u leidt ‘Geld’."}


def test_a_late_group_changes_nothing_for_who_was_told_and_says_whose_list_is_older(cli: CommandLine) -> None:
    cli.replace_text("deelnemers.csv", "ja;2;B;A;D\n", f"ja;2;B;A;D\n{LATE}")
    assert _planned(cli) == {}
    done = cli.run("build", *IN_TIME, *JSON).json
    assert (done["made"], done["kept"]) == (25, 6)
    (older,) = [each for each in done["findings"] if each["code"] == "leading-list-older"]
    dina = _numbered(cli)["Dina"]
    assert f"participant {dina} (number: 1)" in older["what"]
    again = cli.run("regenerate", "--participant", str(dina), "--reason", "lijst", *IN_TIME, *JSON).json
    assert (again["made"], again["waiting_for_release"]) == (1, 26)
    (letter,) = (cli.edition(again["edition"]) / "data" / "letters").glob("*.eml")
    message: Any = email.message_from_bytes(letter.read_bytes(), policy=email.policy.default)
    assert "de lijst van deelnemers aan uw sessie." in message.get_body(("plain",)).get_content().replace("\n", " ")
    after = cli.run("build", *IN_TIME, *JSON).json
    assert (after["made"], after["waiting_for_release"], after["findings"]) == (0, 26, [])


def test_as_long_as_the_letter_waits_who_leads_a_session_gets_the_newest_list(
    tmp_path: Path, parts: PrintedParts
) -> None:
    cli = CommandLine.create(tmp_path, (), parts)
    (cli.event / "programma.csv").write_text(PROGRAMME, "utf-8")
    (cli.event / "deelnemers.csv").write_text(LIST, "utf-8")
    assert cli.run("build", *IN_TIME, *JSON).json["made"] == 6
    (cli.event / "deelnemers.csv").write_text(LIST + LATE.partition("\n")[0] + "\n", "utf-8")
    assert _planned(cli) == {"Dina": []}
    assert cli.run("build", *IN_TIME, *JSON).json["made"] == 2


def test_an_edition_that_was_sealed_and_not_recorded_says_what_it_told(tmp_path: Path, parts: PrintedParts) -> None:
    cli = CommandLine.create(tmp_path, (), parts)
    (cli.event / "programma.csv").write_text(PROGRAMME, "utf-8")
    (cli.event / "deelnemers.csv").write_text(LIST, "utf-8")
    sealed = ("reportgen.storage.archive.archive:UnsealedEdition.seal", "after", "1")
    cli.run_until_killed("run", *IN_TIME, moment=sealed)
    assert cli.states() == {}
    assert cli.run("run", *IN_TIME, *JSON).json["sent"] == 6
    assert len(Ledger.open(cli.output / "ledger.sqlite").sessions(KEY).told()) == 6
    path = cli.event / "deelnemers.csv"
    before = cli.run("sessions", *JSON).json["people"]
    path.write_text(path.read_text("utf-8").replace(HEAD, HEAD + LATE), "utf-8")
    after = {each["name"]: each["sessions"] for each in cli.run("sessions", *JSON).json["people"]}
    assert {each["name"]: [one["session"] for one in each["sessions"]] for each in before} == {
        each["name"]: [one["session"] for one in after[each["name"]]] for each in before
    }
    assert _planned(cli) == {}


def test_who_is_erased_is_gone_from_the_lists_of_who_leads_and_from_what_was_told(cli: CommandLine) -> None:
    numbers = _numbered(cli)
    contents = [json.loads(path.read_text("utf-8")) for path in (cli.edition(1) / "data" / "contents").glob("*.json")]
    assert any("Boer" in str(each["sessions"]) for each in contents if "sessions" in each)
    row = next(line for line in LIST.splitlines(keepends=True) if line.startswith("Anna;"))
    cli.replace_text("deelnemers.csv", row, "")
    assert cli.run("forget", str(numbers["Anna"]), "--yes").code in (0, 1)
    data = cli.edition(1) / "data"
    left = [path.read_text("utf-8") for path in (data / "contents").glob("*.json")]
    assert not any('"last":"Boer"' in text for text in left)
    record = json.loads((data / "edition.json").read_text("utf-8"))
    told = {each["number"]: bool(each["sessions"]) for each in record["packs"]}
    assert told == {number: name != "Anna" for name, number in numbers.items()}
    assert not list((data / "packs").glob(f"{numbers['Dina']:04d}-*.pdf"))


CODES = {"A": "W1", "B": "W2", "C": "W3", "D": "W4"}


def _reasons(cli: CommandLine) -> dict[str, list[str]]:
    """Why everyone attends what they do, round by round."""
    people = cli.run("sessions", *JSON).json["people"]
    return {each["name"]: [one["why"] for one in each["sessions"]] for each in people}


def test_sessions_with_other_codes_are_the_ones_that_people_were_told(cli: CommandLine) -> None:
    before = _reasons(cli)
    programme, people = (cli.event / name for name in ("programma.csv", "deelnemers.csv"))
    for old, new in CODES.items():
        programme.write_text(programme.read_text("utf-8").replace(f";{old};Zaal", f";{new};Zaal"), "utf-8")
    lines = [line.split(";") for line in people.read_text("utf-8").splitlines()]
    listed = [";".join([*line[:8], *(CODES.get(each, each) for each in line[8:])]) for line in lines]
    people.write_text("\n".join(listed) + "\n", "utf-8")
    assert {why for theirs in before.values() for why in theirs} == {"told", "leads"}
    assert _reasons(cli) == before


def test_a_round_with_another_label_is_the_one_that_people_were_told(cli: CommandLine) -> None:
    before = _reasons(cli)
    programme, people = (cli.event / name for name in ("programma.csv", "deelnemers.csv"))
    programme.write_text(programme.read_text("utf-8").replace("workshop;2;", "workshop;middag;"), "utf-8")
    people.write_text(people.read_text("utf-8").replace("R2K1;R2K2", "Middag 1e keuze;Middag 2e keuze"), "utf-8")
    assert _reasons(cli) == before


def test_a_move_by_hand_is_undone_or_made_anew_when_the_round_has_another_label(cli: CommandLine) -> None:
    anna = str(_numbered(cli)["Anna"])
    assert cli.run("move-session", anna, "D", "--round", "2").code == 0
    cli.replace_text("programma.csv", "workshop;2;", "workshop;middag;")
    again = cli.run("move-session", anna, "C", "--round", "middag", *JSON).json["changes"]
    assert [(each["old"], each["new"]) for each in again] == [("d", "c")]
    assert cli.run("move-session", anna, "D", "--round", "middag").code == 0
    undone = cli.run("move-session", anna, "--undo", "--round", "middag", *JSON).json["changes"]
    assert [(each["old"], each["new"]) for each in undone] == [("d", "c")]
    assert cli.run("move-session", anna, "--undo").code == 2
