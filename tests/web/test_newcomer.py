"""Somebody who never saw the program comes from an empty folder to a meeting whose letters nothing keeps back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from doubles.browser_users import Hand, Keys, Narrow, Plain, needs_browser
from doubles.small_event import PEOPLE, sheet
from doubles.web_server import PASSWORD, Served
from playwright.sync_api import Browser, expect

from reportgen.application.organisers.accounts import FirstOrganiser
from reportgen.config.paths import Paths
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.ledger.ledger import Ledger

pytestmark = needs_browser

TEXTS = {
    "De bijeenkomst": {
        "Ondertitel": "Hoe wonen ouderen straks?",
        "Adres": "Westerbrink 1, Assen",
        "Hoe komt u er": "Met bus 2.",
        "Welkom": "Fijn dat u komt.",
    },
    "Vragen": {"De vraag": "Wat doet uw gemeente al?", "Om verder te denken (mag leeg)": "Denk aan doorstroming."},
    "Afzender": {"Organisatie": "VNG", "Wie vragen beantwoordt": "Anna de Vries", "E-mailadres": "anna@vng.nl"},
}
"""What is filled in at each step of the set-up list that keeps letters back, by label; the list of people apart."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """An installation without meetings, in which nobody may sign in yet."""
    (tmp_path / "events").mkdir()
    Ledger.open(Paths(EMBEDDED, tmp_path / "output").ledger).close()
    with Served(tmp_path / "events" / "2030-05-16-wonen", tmp_path / "output", "2030-01-07T09:00") as running:
        running.installation.first = FirstOrganiser()
        yield running


@pytest.mark.parametrize("kind", [Keys, Narrow, Plain])
def test_a_newcomer_comes_to_letters_that_nothing_keeps_back(
    browser: Browser, served: Served, kind: type[Hand]
) -> None:
    assert served.installation.first
    anna = kind(browser, served)
    page = anna.page
    page.goto(f"{served.address}/welkom/{served.installation.first.code}")
    for label, words in (("Naam", "Anna"), ("E-mailadres", "anna@vng.nl"), ("Wachtwoord", PASSWORD)):
        anna.type(label, words)
    anna.type("Wachtwoord, nog eens", PASSWORD)
    anna.press(anna.button("Beginnen"))
    anna.press(anna.link("Nieuwe bijeenkomst"))
    anna.type("Titel", "Wonen")
    anna.field("Dag").fill("2030-05-16")  # what keys write a day differs from browser to browser
    anna.type("Plaats", "Provinciehuis")
    anna.tick(page.get_by_role("radio").first)
    anna.press(anna.button("Bijeenkomst maken"))
    for step, texts in TEXTS.items():
        anna.press(page.get_by_role("main").get_by_role("link", name=step, exact=True))
        for label, words in texts.items():
            anna.type(label, words)
        anna.press(page.get_by_role("button", name="Bewaren", exact=True))
        page.goto(f"{served.url('/voorbereiding')}")
    anna.press(page.get_by_role("main").get_by_role("link", name="Lijst", exact=True))
    anna.bring("lijst.csv", sheet(PEOPLE))
    anna.press(anna.button("Deze lijst aannemen"))
    served.installation.list_checks["2030-05-16-wonen"].wait(60)
    page.goto(served.url("/voorbereiding"))
    expect(page.get_by_role("main")).to_contain_text("Niets houdt de brieven nog tegen.")
    expect(page.get_by_text("nog te doen")).to_have_count(0)
    anna.context.close()
