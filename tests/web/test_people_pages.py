"""The pages on which people of the list are changed, in a browser: axe, a telephone, and the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from doubles.browser_users import NARROW, WIDE, Keys, Narrow, needs_browser
from doubles.small_event import PEOPLE, small_event
from doubles.web_server import Served, admit
from playwright.sync_api import Browser

pytestmark = needs_browser

FAULTY = [
    (*PEOPLE[0][:4], "Utrechd", PEOPLE[0][5], "ja"),
    (*PEOPLE[1][:5], "b.meeuw@", "ja"),
    *PEOPLE[2:],
    ("8", "H.", "Fuut", "wethouder", "Delft", "h.fuut@delft.example", "ja"),
    ("9", "Hans", "FUUT", "wethouder", "Delft", "hans.fuut@delft.example", "ja"),
]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    event = small_event(tmp_path, FAULTY)
    admit(tmp_path / "output", "anna")
    with Served(event, tmp_path / "output") as running:
        yield running


def test_every_page_fits_a_telephone_and_axe_finds_nothing(browser: Browser, served: Served) -> None:
    anna = Narrow(browser, served)
    anna.go("/")
    anna.sign_in()
    anna.go("/lijst")
    person = anna.page.get_by_role("link", name=re.compile("Kijk welke regel telt")).get_attribute("href")
    assert person
    path = person.removeprefix(served.base).partition("#")[0]
    for each in ("/lijst", path, "/deelnemers/nieuw", "/lijst/kolommen", "/lijst/eerder", "/lijst/wijzigingen"):
        for size in (NARROW, WIDE):
            anna.page.set_viewport_size(size)
            anna.go(each)
    anna.context.close()


def test_a_finding_is_mended_with_the_keyboard_alone(browser: Browser, served: Served) -> None:
    anna = Keys(browser, served)
    anna.go("/")
    anna.sign_in()
    anna.go("/lijst")
    anna.press(anna.page.get_by_role("button", name=re.compile("^Utrecht voor A. Zwaluw")))
    assert "Bewaard." in anna.page.locator(".message").inner_text()
    field = anna.page.get_by_role("textbox", name="E-mailadres").first
    anna.reach(field)
    field.press("Control+a")
    anna.page.keyboard.type("b.meeuw@diemen.example")
    anna.page.keyboard.press("Enter")
    kept = anna.page.get_by_role("cell", name="E-mailadres: b.meeuw@ → b.meeuw@diemen.example", exact=True)
    kept.wait_for()
    anna.press(anna.page.get_by_role("button", name="Ongedaan maken"))
    anna.page.get_by_role("textbox", name="E-mailadres").first.wait_for()
    assert kept.count() == 0
    anna.context.close()
