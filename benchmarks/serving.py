"""What the organiser's pages cost with five thousand participants: milliseconds by the clock, asked over loopback."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from doubles.web_server import ServedByCommand, admit
from printers.people import event_with, known

from reportgen.application.settings.groups import setting_groups

PEOPLE = 5_000
ROUNDS = 7
PAGES = (
    *("/", "/voorbereiding", "/deelnemers", "/deelnemers?words=zwaluw", "/deelnemers/17", "/deelnemers/17/wijzigen"),
    *("/lijst", "/vrijgeven", "/vrijgeven?words=zwaluw", "/tafels", "/tafels/verplaatsen?deelnemer=17", "/berichten"),
    *("/instellingen", "/programma", "/teksten", "/cijfers", "/antwoorden", "/archief", "/werk", "/presentie"),
    *("/lijst/kolommen", "/lijst/eerder", "/lijst/wijzigingen", "/lijst/gevolgen", "/deelnemers/nieuw"),
    *("/deelnemers/17/vergelijken", "/berichten/nieuw", "/sessies", "/verslagen", "/vormgeving", "/verwijderen"),
    *("/instellingen/versies", *(f"/instellingen/{slug}" for slug in setting_groups())),
)


def main() -> None:
    """Prints a line for each page: the middle of some rounds, after one to get warm."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        event, output = event_with(PEOPLE, folder), folder / "output"
        known(event, output)
        admit(output, "anna")
        with ServedByCommand(event, output) as running:
            organiser = running.signed_in()
            organiser.get("/lijst")  # reads the list, which the first page does behind its back
            for page in PAGES:
                took = sorted(_milliseconds(organiser, page))
                sys.stdout.write(f"{PEOPLE:,} participants, {page}: {took[len(took) // 2]:.0f} ms\n")


def _milliseconds(organiser: object, page: str) -> Iterator[float]:
    for turn in range(ROUNDS + 1):
        begun = perf_counter()
        answer = organiser.get(page)  # type: ignore[attr-defined]  # a browser of the doubles
        answer.raise_for_status()
        if turn:
            yield 1000 * (perf_counter() - begun)


if __name__ == "__main__":
    main()
