"""What each of the organiser's pages costs, in milliseconds of the processor, with five thousand participants.

Each page is asked for some times as it is, and once as the first after a change of the list and of event.toml. What is
worked out behind the pages costs no page anything. With a number behind the command, so many participants.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Lock
from threading import enumerate as threads
from time import thread_time
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from doubles.form_client import FormClient
from doubles.web_server import Served, admit
from printers.served_event import MESSAGE, PERSON, VENUE_FILE, neighbours_of, served_event

from reportgen.application.settings.groups import setting_groups
from reportgen.interfaces.web import app

PEOPLE = 5_000
ROUNDS = 3
BEHIND = ("list-check", "session-check", "people-check", "next-build", "release-check", "message-check", "figures")
"""Names of threads in which something is worked out behind the pages."""

MAX_MILLISECONDS = 300
"""Milliseconds of the processor that a page may cost."""

PAGES: dict[str, tuple[str, ...]] = {
    "/": ("/",),
    "/deelnemers": ("/deelnemers", "/deelnemers?words=zwaluw"),
    "/deelnemers/{number:count}": (f"/deelnemers/{PERSON}",),
    "/deelnemers/{number:count}/brief/{edition:count}": (f"/deelnemers/{PERSON}/brief/1",),
    "/deelnemers/{number:count}/brief/{edition:count}/opmaak": (f"/deelnemers/{PERSON}/brief/1/opmaak",),
    "/deelnemers/{number:count}/pakket/{edition:count}": (f"/deelnemers/{PERSON}/pakket/1",),
    "/deelnemers/{number:count}/pakket/{edition:count}.pdf": (f"/deelnemers/{PERSON}/pakket/1.pdf",),
    "/deelnemers/{number:count}/pakket/{edition:count}/{sheet:count}": (f"/deelnemers/{PERSON}/pakket/1/1",),
    "/deelnemers/{number:count}/pakket/{edition:count}/{sheet:count}.png": (f"/deelnemers/{PERSON}/pakket/1/1.png",),
    "/deelnemers/{number:count}/pakket/{edition:count}/{sheet:count}/klein.png": (
        f"/deelnemers/{PERSON}/pakket/1/2/klein.png",
    ),
    "/deelnemers/{number:count}/pakket/{edition:count}/{sheet:count}/groot.png": (
        f"/deelnemers/{PERSON}/pakket/1/3/groot.png",
    ),
    "/deelnemers/{number:count}/vergelijken": (f"/deelnemers/{PERSON}/vergelijken",),
    "/deelnemers/nieuw": ("/deelnemers/nieuw",),
    "/deelnemers/{number:count}/wijzigen": (f"/deelnemers/{PERSON}/wijzigen",),
    "/lijst": ("/lijst",),
    "/lijst/kolommen": ("/lijst/kolommen",),
    "/lijst/eerder": ("/lijst/eerder",),
    "/lijst/eerder/{number:count}": ("/lijst/eerder/1",),
    "/lijst/persoon": ("/lijst/persoon?wie=x",),
    "/lijst/wijzigingen": ("/lijst/wijzigingen",),
    "/lijst/gevolgen": ("/lijst/gevolgen",),
    "/tafels": ("/tafels",),
    "/tafels/verplaatsen": (f"/tafels/verplaatsen?deelnemer={PERSON}&tafel=2",),
    "/sessies": ("/sessies",),
    "/sessies/verplaatsen": (f"/sessies/verplaatsen?deelnemer={PERSON}",),
    "/programma": ("/programma",),
    "/teksten": ("/teksten",),
    "/voorbeeld.png": ("/voorbeeld.png?sleutel=x",),
    "/verslagen": ("/verslagen",),
    "/vormgeving": ("/vormgeving",),
    "/vormgeving/logo": ("/vormgeving/logo",),
    "/cijfers": ("/cijfers",),
    "/vrijgeven": ("/vrijgeven", "/vrijgeven?woorden=zwaluw", f"/vrijgeven?nummers={PERSON}"),
    "/berichten": ("/berichten",),
    "/berichten/nieuw": ("/berichten/nieuw",),
    "/berichten/{message:key}": (f"/berichten/{MESSAGE}",),
    "/berichten/{message:key}/voorbeeld": (f"/berichten/{MESSAGE}/voorbeeld",),
    "/presentie": ("/presentie",),
    "/presentie/bestand": (f"/presentie/bestand?bestand={VENUE_FILE}",),
    "/antwoorden": ("/antwoorden",),
    "/antwoorden/verslag.pdf": ("/antwoorden/verslag.pdf",),
    "/antwoorden/werkblad.xlsx": ("/antwoorden/werkblad.xlsx",),
    "/antwoorden/{number:count}": ("/antwoorden/1",),
    "/antwoorden/{number:count}/origineel": ("/antwoorden/1/origineel",),
    "/archief": ("/archief",),
    "/archief/{edition:count}": ("/archief/1",),
    "/archief/{edition:count}.zip": ("/archief/2.zip",),
    "/werk": ("/werk",),
    "/voorbereiding": ("/voorbereiding",),
    "/verwijderen": ("/verwijderen",),
    "/instellingen": ("/instellingen",),
    "/instellingen/versies": ("/instellingen/versies",),
    "/instellingen/versies/verschil": ("/instellingen/versies/verschil?een=1",),
    "/instellingen/versies/{number:count}/bestand": ("/instellingen/versies/1/bestand",),
    "/instellingen/bestand": ("/instellingen/bestand?naam=event.toml",),
    **{f"/instellingen/{slug}": (f"/instellingen/{slug}",) for slug in setting_groups()},
}
"""What is asked for, by the route of a meeting."""

HOME_PAGES: dict[str, tuple[str, ...]] = {
    "/": ("/",),
    "/nieuw": ("/nieuw",),
    "/organisatoren": ("/organisatoren",),
    "/organisatoren/verwijderen": ("/organisatoren/verwijderen?naam=bram",),
}
"""What is asked for, by the route of no meeting."""


class Costs:
    """What the handlers of pages cost, measured in their threads."""

    def __init__(self) -> None:
        self.last = 0.0
        self._lock = Lock()

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Measures, for as long as the block runs."""
        in_thread: Callable[..., Any] = app.run_in_threadpool

        def timed(handler: Callable[..., Any], *args: Any) -> Any:
            begun = thread_time()
            try:
                return handler(*args)
            finally:
                with self._lock:
                    self.last = 1000 * (thread_time() - begun)

        app.run_in_threadpool = lambda handler, *args: in_thread(timed, handler, *args)  # type: ignore[assignment]
        try:
            yield
        finally:
            app.run_in_threadpool = in_thread  # type: ignore[assignment]


def main() -> None:
    """Prints a line for each page, and which cost too much."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    costs, too_much = Costs(), []
    with TemporaryDirectory() as name:
        event, output = served_event(count, Path(name))
        neighbours_of(event, output)
        admit(output, "anna", "bram")
        with Served(event, output) as running, costs.measured():
            organiser = running.signed_in()
            organiser.post("/berichten/nieuw", naam=MESSAGE, soort="reminder")
            for address, ask in _asked(organiser):
                first = _first(running, costs, ask)
                _settle(running)
                answer = ask()
                again = median(_cost(costs, ask) for _ in range(ROUNDS))
                said = f"{count:,} participants, {address}: {again:.0f} ms, first after a change {first:.0f} ms"
                sys.stdout.write(f"{said}{'' if answer.ok else f' ({answer.status_code})'}\n")
                sys.stdout.flush()
                if max(first, again) > MAX_MILLISECONDS:
                    too_much.append(address)
    sys.stdout.write(f"more than {MAX_MILLISECONDS} ms: {', '.join(too_much) or 'none'}\n")


def _asked(organiser: FormClient) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Each address with what asks for it."""
    for address in (each for addresses in PAGES.values() for each in addresses):
        yield address, lambda address=address: organiser.get(address)  # type: ignore[misc]
    for address in (each for addresses in HOME_PAGES.values() for each in addresses):
        yield f"home {address}", lambda address=address: organiser.home(address)  # type: ignore[misc]


def _first(running: Served, costs: Costs, ask: Callable[[], Any]) -> float:
    """What a page costs that is the first one after a change."""
    for path in (running.event / "event.toml", running.event / "deelnemers.csv"):
        os.utime(path)
    return _cost(costs, ask)


def _cost(costs: Costs, ask: Callable[[], Any]) -> float:
    ask()
    return costs.last


def _settle(running: Served) -> None:
    """Waits until nothing is worked out behind the pages."""
    for thread in threads():
        if thread.name in BEHIND:
            thread.join()


if __name__ == "__main__":
    main()
