"""What the tests of the organiser's page share: an event of which the packs are made, and a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from doubles.browser_users import chromium
from doubles.form_client import FormClient
from doubles.printed_parts import PrintedParts
from doubles.raw_http import SCRIPT
from doubles.session_files import once
from doubles.small_event import PEOPLE, small_event
from doubles.web_server import Served, admit
from playwright.sync_api import Browser as Chromium


@pytest.fixture(scope="session")
def made(common: Path, parts: PrintedParts) -> Path:
    """A folder with an event, its ledger and its archive; one participant is called as no one should be."""

    def make(folder: Path) -> Path:
        event = small_event(folder, [("1", "A.", SCRIPT, f"wethouder {SCRIPT}", *PEOPLE[0][4:]), *PEOPLE[1:]])
        parts.lend(folder / "output")
        admit(folder / "output", "anna", "bram")
        with Served(event, folder / "output") as served:
            anna = served.signed_in()
            anna.post("/maken")
            assert anna.wait().startswith("7 pakketten gemaakt")
        parts.keep(folder / "output")
        return folder

    return once(common / "made", make)


@pytest.fixture(scope="session")
def copy_of(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], tuple[Path, Path]]:
    """Makes a copy of it: the event's folder, and the output folder."""

    def copied() -> tuple[Path, Path]:
        folder = tmp_path_factory.mktemp("copy") / "there"
        shutil.copytree(made, folder, copy_function=_link_sealed)
        return folder / "2018-12-10-klein", folder / "output"

    return copied


def _link_sealed(there: str, here: str) -> None:
    """A hard link for archive and stock, whose files are never written in place; a copy for event and ledger."""
    if "/output/archive/" in there or "/output/cache/parts/" in there:
        os.link(there, here)
    else:
        shutil.copy2(there, here)


@pytest.fixture(scope="module")
def served(copy_of: Callable[[], tuple[Path, Path]]) -> Iterator[Served]:
    """It, served."""
    with Served(*copy_of()) as running:
        yield running


@pytest.fixture(scope="module")
def anna(served: Served) -> FormClient:
    """An organiser who signed in."""
    return served.signed_in()


@pytest.fixture(scope="session")
def browser() -> Iterator[Chromium]:
    """A real browser, one for all tests."""
    with chromium() as running:
        yield running
