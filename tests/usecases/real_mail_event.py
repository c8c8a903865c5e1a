"""An event with names and texts that mail may break, and the real servers its letters go by."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from doubles.printed_parts import PrintedParts
from doubles.real_mail import USER, RealMail
from usecases.command_line import CommandLine
from usecases.meeting import Person

ETIENNE = Person(
    *("Étienne", "van 't", "Hoff-Öztürk", "wethouder", "Súdwest-Fryslân"),
    *("e.van't.hoff-ozturk@sudwestfryslan.example", "ja", 1),
)
FENNA = Person("Fenna", "", "D'Angelo", "burgemeester", "'s-Hertogenbosch", "f.dangelo@denbosch.example", "ja", 1)
ZOE = Person("Zoë", "de", "Groot", "wethouder", "Súdwest-Fryslân", "z.degroot@swf.example", "nee", 2)
MOVED = Person("Cor", "van", "Dijk", "wethouder", "Súdwest-Fryslân", "c.vandijk+raad@swf.example", "ja", 2)
CLOSED = Person("Bram", "", "Visser", "burgemeester", "Súdwest-Fryslân", "b.visser@swf.example", "ja", 3)
AT_HOME = (ETIENNE, FENNA, ZOE)
PEOPLE = (FENNA, MOVED, ZOE, ETIENNE, CLOSED)
"""In order of their numbers, 1 to 5."""

BOUNCES = "bounces@organisatie.example"
SUBJECT = (
    "Wie woont er in {gemeente}, en hoe verandert dat? Vóór de ontmoeting op {datum} een briefing, één per gemeente"
)
LETTER = f".nl staat voor Nederland. {'Zó veel te zeggen, ook ná de 998e plaats van een regel. ' * 30}"


@dataclass(frozen=True)
class RealMailEvent:
    """A cli, and the servers its letters go by."""

    cli: CommandLine
    mail: RealMail

    @classmethod
    def by(cls, mail: RealMail, built: CommandLine, folder: Path, **settings: object) -> RealMailEvent:
        """A copy of the event whose letters are released, to go over STARTTLS with a login unless said otherwise."""
        cli = built.copied(folder)
        cli.replace_text("event.toml", 'release = "by-hand"', 'release = "by-hand"\nsender = "smtp"')
        usual = {"host": "127.0.0.1", "port": mail.starttls, "user": USER, "ca_file": str(mail.ca_file), "a_minute": 0}
        table = {**usual, "envelope_sender": BOUNCES, **settings}
        with (cli.event / "event.toml").open("a", encoding="utf-8") as file:
            file.write("\n[mail]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in table.items()))
        done = cli.run("release", "--yes-send", str(len(PEOPLE)))
        assert done.code == 0, done.err
        return cls(cli, mail)

    def reports(self, scheme: str = "imaps", folder: str = "INBOX") -> str:
        """The address of the mailbox that reports of failure go to, or of another folder beside it."""
        port = self.mail.imaps if scheme == "imaps" else self.mail.imap
        return f"{scheme}://{quote(BOUNCES)}@127.0.0.1:{port}/{quote(folder)}"

    def state_of(self, person: Person) -> str:
        """How the letter to someone stands."""
        (state,) = (each["state"] for each in self.cli.deliveries() if each["recipient"] == person.email)
        return str(state)


def number_of(person: Person) -> str:
    """The number of a participant as files and letters have it."""
    return f"{PEOPLE.index(person) + 1:04d}"


def create(folder: Path, parts: PrintedParts) -> CommandLine:
    """The event, ready for its letters to be printed."""
    cli = CommandLine.create(folder, PEOPLE, parts)
    (cli.event / "texts").mkdir()
    (cli.event / "texts" / "onderwerp.txt").write_text(SUBJECT, "utf-8")
    (cli.event / "texts" / "brief.txt").write_text(LETTER, "utf-8")
    cli.move_to_next_month()
    cli.replace_text("event.toml", 'release = "automatic"', 'release = "by-hand"\nwaits.line = [0.001]')
    return cli
