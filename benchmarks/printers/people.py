"""Events with as many invented participants as wanted, in the folder of the example, and what the ledger may know."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import product
from pathlib import Path
from time import monotonic

from reportgen.application.build.load_event import EventInputs, load_event
from reportgen.application.workspace import Clock, Workspace
from reportgen.config.paths import Paths
from reportgen.config.settings import load_event_file
from reportgen.config.timezone import ZONE
from reportgen.domain.identifiers import delivery_key
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.ledger.ledger import Ledger
from reportgen.storage.ledger.pack_records import PackRecord

EXAMPLE = Path(__file__).parents[2] / "data" / "events" / "2018-12-10-diversiteit-door-migratie"
NOW = datetime(2018, 12, 3, 8, 0, tzinfo=ZONE)

MUNICIPALITIES = {200: 135}
"""From how many municipalities so many people come; from all 380, or one each, where it is not said."""

_HEADINGS = ("Voorletters", "Tussenvoegsel", "Achternaam", "Functie", "Gemeente", "E-mailadres")
_HEADINGS += ("Status", "Aanmelddatum", "Deelnemerslijst")
_BEGINNINGS = ("Zwaluw", "Meeuw", "Reiger", "Merel", "Kievit", "Grutto", "Wulp", "Spreeuw", "Lijster", "Fuut", "Koet")
_MIDDLES = ("en", "er", "ing", "el", "is", "o", "a", "um", "ens", "oud")
_ENDINGS = ("staart", "veen", "horst", "dijk", "stra", "huizen", "man", "berg", "laar", "wijk", "beek", "daal", "meer")
_INFIXES = ("", "", "van der", "", "de", "van", "", "ten")


@dataclass(frozen=True, slots=True)
class Person:
    """A row of the list."""

    initials: str
    infix: str
    last: str
    function: str
    municipality: str
    email: str
    consent: bool

    def row(self) -> tuple[str, ...]:
        """The row as the list has it."""
        named = (self.initials, self.infix, self.last, self.function, self.municipality, self.email)
        return (*named, "aangemeld", "01-10-2018", "ja" if self.consent else "nee")


def participants(count: int) -> tuple[Person, ...]:
    """So many people, none with the surname of another; they come from municipalities all over the country."""
    names = _municipalities()
    some = min(MUNICIPALITIES.get(count, len(names)), count)
    chosen = [names[number * len(names) // some] for number in range(some)]
    return tuple(_person(number, surname, chosen) for number, surname in zip(range(count), _surnames(), strict=False))


def event_with(count: int, folder: Path) -> Path:
    """The example with so many participants, in a folder of its own inside the folder given.

    Its own list where 80 are asked for: 90 packs of 65 municipalities.
    """
    event = folder / EXAMPLE.name
    shutil.copytree(EXAMPLE, event)
    if count != 80:
        write(participants(count), event)
    return event


def renamed(event: Path, folder: Path) -> Path:
    """The same event with another surname for everyone: what is personal is different, what is shared is not."""
    other = folder / event.name
    shutil.copytree(event, other)
    path = other / "deelnemers.csv"
    head, *rows = csv.reader(path.read_text("cp1252").splitlines(), delimiter=";")  # no heading has an accent
    column = head.index("Achternaam")
    for row in rows:
        if len(row) > column and row[column].strip():
            row[column] += "man"
    with path.open("w", encoding="cp1252", newline="") as file:  # as it was read, so that every byte is as it was
        csv.writer(file, delimiter=";").writerows([head, *rows])
    return other


def write(people: Sequence[Person], event: Path) -> None:
    """Makes these people the list of an event."""
    with (event / "deelnemers.csv").open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(_HEADINGS)
        rows.writerows(person.row() for person in people)


def inputs(event: Path, output: Path) -> EventInputs:
    """Everything that was read of an event, with its packs as they should be."""
    paths = Paths(EMBEDDED, output)
    ledger = Ledger.open(paths.ledger)
    try:
        return load_event(Workspace(load_event_file(event), paths, ledger, Clock(lambda: NOW, monotonic, True)))
    finally:
        ledger.close()


def known(event: Path, output: Path) -> int:
    """Makes the ledger hold every pack of an event as made and as it is now, without printing; says how many."""
    ready = inputs(event, output)
    key = ready.event.key
    ledger = Ledger.open(Paths(EMBEDDED, output).ledger)
    ledger.save_people(key, ready.people(), ready.seats())
    edition = ledger.begin_edition(key, NOW)
    promises = []
    for each in ready.packs:
        wanted, name = each.wanted, delivery_key(key, each.wanted.number, edition)
        mark = sha256(name.encode()).hexdigest()
        at = f"<{name}@bench.example>"
        promises.append(
            PackRecord(
                name, wanted.number, wanted.code, wanted.fingerprint, wanted.parts, mark, 8, wanted.recipient, at, mark
            )
        )
    ledger.record_edition(key, edition, "bag", promises, NOW)
    ledger.close()
    return len(promises)


def revised(figures: Path, folder: Path, name: str = "Diemen") -> Path:
    """A copy of the figures in which the residents of one municipality have moved in part: one share of 2018 is 0.1
    more, the share with a migration background with it."""
    copy = folder / "figures"
    shutil.copytree(figures, copy)
    code = next(row["code"] for row in _rows(copy / "municipalities.csv") if row["name"] == name)
    path = copy / "origins.csv"
    old = path.read_bytes()
    line = next(each for each in old.decode().splitlines() if each.startswith(f"2018,{code},"))
    year, code, background, western, *others = line.split(",")
    moved = [year, code, f"{float(background) + 0.1:.1f}", f"{float(western) + 0.1:.1f}", *others]
    new = old.replace(line.encode(), ",".join(moved).encode())
    path.write_bytes(new)
    manifest = copy / "snapshot.toml"
    was, now = sha256(old).hexdigest(), sha256(new).hexdigest()
    manifest.write_text(manifest.read_text("utf-8").replace(was, now), "utf-8")
    return copy


def _municipalities() -> list[str]:
    return [row["name"] for row in _rows(EMBEDDED / "municipalities.csv")]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _surnames() -> Iterator[str]:
    """Ever more surnames, each once."""
    for both in product(_ENDINGS, _MIDDLES, _BEGINNINGS):
        yield "".join(reversed(both))
    for first in _surnames():  # each of those, longer
        for second in _ENDINGS:
            yield f"{first}{second}"


def _person(number: int, surname: str, municipalities: Sequence[str]) -> Person:
    name = municipalities[number % len(municipalities)]
    initials = f"{chr(65 + number % 26)}.{chr(65 + number // 26 % 26)}."
    domain = re.sub(r"[^a-z]+", "", name.casefold()) or "gemeente"
    function = "burgemeester" if number < len(municipalities) and number % 3 == 0 else "wethouder"
    email = f"{initials.casefold()}{surname.casefold()}@{domain}.example"
    return Person(initials, _INFIXES[number % len(_INFIXES)], surname, function, name, email, number % 7 != 0)
