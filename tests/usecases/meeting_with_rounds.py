"""A meeting with two rounds of parallel sessions, and four people with wishes."""

from __future__ import annotations

from pathlib import Path

from doubles.printed_parts import PrintedParts
from doubles.session_files import once
from usecases.command_line import IN_TIME, CommandLine

PROGRAMME = """Begin;Einde;Onderdeel;Spreker;Toelichting;Soort;Ronde;Code;Zaal;Capaciteit;Minimum;Voor;Gespreksleider
12.00;12.30;Inloop;;Er is koffie.;inloop;;;;;;;
12.30;13.00;Opening;dagvoorzitter;Welkom.;plenair;;;;;;;
13.00;14.00;Wijken;;;workshop;1;A;Zaal 1;2;;;Dina el Amrani
13.00;14.00;Hofjes;;;workshop;1;B;Zaal 2;3;;;
14.00;15.00;Wijken;;;workshop;2;A;Zaal 1;2;;;
14.00;15.00;Bouwen;;;workshop;2;C;Zaal 2;3;;;
14.00;15.00;Geld;;;workshop;2;D;Zaal 3;3;;;
15.00;16.00;Tafelgesprek;;Aan tafel.;tafel;;;;;;;
"""

LIST = """Voornaam;Tussenvoegsel;Achternaam;Functie;Gemeente;E-mailadres;Tafel;Ronde 1;Ronde 2 (voorkeur 1);R2K2
Dina;el;Amrani;burgemeester;Westland;d.elamrani@westland.example;3;;C;
Anna;de;Boer;wethouder;Utrecht;a.deboer@utrecht.example;1;Wijken;C;D
Cor;van;Dijk;wethouder;Urk;c.vandijk@urk.example;2;B;A;
Bram;;Visser;burgemeester;Vaals;b.visser@vaals.example;1;Workshop B;A;
"""


def meeting_of(folder: Path, programme: str, people: str, parts: PrintedParts | None = None) -> CommandLine:
    """A command line for a meeting of which nothing was made, with another programme and list."""
    cli = CommandLine.create(folder, (), parts)
    (cli.event / "programma.csv").write_text(programme, "utf-8")
    (cli.event / "deelnemers.csv").write_text(people, "utf-8")
    return cli


def meeting_with_rounds(folder: Path, parts: PrintedParts | None = None) -> CommandLine:
    """A command line for it, of which nothing was made."""
    return meeting_of(folder, PROGRAMME, LIST, parts)


def told_meeting(common: Path, parts: PrintedParts) -> CommandLine:
    """One whose letters went, made once for all tests: copy it before anything is changed.

    Args:
        common: the folder of what tests share.
    """

    def made(folder: Path) -> CommandLine:
        ready = meeting_with_rounds(folder, parts)
        done = ready.run("run", *IN_TIME)
        assert done.code in (0, 1), done.err
        return ready

    return once(common / "rounds", made)
