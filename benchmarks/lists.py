"""How long it takes to read and enrol a long registration list, beside only reading its cells with pandas.

Run with ``make bench``. The list is made up here: 20,000 people of all municipalities, in the spellings lists have.
One name in four is wrong in its own way, which is the slow case: nothing can be remembered of it.
"""

from __future__ import annotations

import resource
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import pandas as pd

from reportgen.domain.people.enrolment import enrol
from reportgen.domain.places.division import division_on
from reportgen.sources.lists.registrations import ListFile, registrations_in
from reportgen.sources.names.divisions import embedded_divisions
from reportgen.sources.names.mail_domains import municipality_by_domain
from reportgen.sources.names.municipalities import MunicipalityNames

PEOPLE = 20_000
DAY = date(2018, 12, 10)


def main() -> None:
    """Prints seconds, the ratio and the memory at its highest."""
    municipalities = division_on(DAY, embedded_divisions())
    with TemporaryDirectory() as folder:
        path = Path(folder) / "deelnemers.csv"
        path.write_text(_list([each.name for each in municipalities]), "utf-8-sig")
        begun = perf_counter()
        pd.read_csv(path, sep=";", dtype=str)
        only_cells = perf_counter() - begun
        begun = perf_counter()
        names = MunicipalityNames(municipalities, embedded_divisions().changes, DAY)
        registrations, _ = registrations_in([ListFile(path)])
        enrolment = enrol(registrations, names.resolve, (), municipality_by_domain(names.resolve))
        whole = perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"{PEOPLE} rows: {len(enrolment.participants)} participants, {len(enrolment.findings)} findings\n"
        f"cells with pandas: {only_cells:.2f} s; read and enrolled: {whole:.2f} s; ratio {whole / only_cells:.0f}\n"
        f"memory at its highest: {memory:.0f} MB\n"
    )


def _list(names: list[str]) -> str:
    lines = ["Voorletters;Tussenvoegsel;Achternaam;Functie;Gemeente;E-mailadres;Status;Aanmelddatum;Deelnemerslijst"]
    for number in range(PEOPLE):
        name = names[number % len(names)]
        written = (name, f"gemeente {name}", name.upper(), f"{name}e{number}")[number % 4]
        mailbox = f"p{number}@gemeente{number % len(names)}.example" if number % 23 else f"p{number}.example"
        surname = "Zwaluw" + "".join(chr(97 + int(digit)) for digit in str(number))
        day = f"{number % 28 + 1:02}-{number % 3 + 9:02}-2018"
        lines.append(f"J.;van der;{surname};wethouder;{written};{mailbox};aangemeld;{day};ja")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
