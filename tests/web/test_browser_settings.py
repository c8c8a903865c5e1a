"""Settings in a real browser: on a telephone with axe, and by keyboard alone without script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from doubles.browser_users import Narrow, Plain, needs_browser
from doubles.small_event import small_event
from doubles.web_server import Served, admit
from playwright.sync_api import Browser, expect

from reportgen.application.settings.groups import setting_groups
from reportgen.config.settings import load_event_file

pytestmark = needs_browser

SMALLEST = """() => [...document.querySelectorAll("button, .button, select, input:not([type=hidden]), summary")]
    .filter(each => each.offsetParent && !each.matches("[aria-hidden=true]"))
    .map(each => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
    .filter(([, box]) => box.width < 24 || box.height < 24).map(([said]) => said)"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("settings")
    event = small_event(folder)
    admit(folder / "output", "anna")
    with Served(event, folder / "output") as running:
        yield running


def _path(served: Served) -> Path:
    return served.event / "event.toml"


def test_every_form_can_be_used_on_a_telephone(browser: Browser, served: Served) -> None:
    anna = Narrow(browser, served)
    anna.go("/instellingen")
    anna.sign_in()
    for slug in setting_groups():
        anna.go(f"/instellingen/{slug}")
        assert anna.page.evaluate(SMALLEST) == [], slug
    anna.go("/instellingen/bijeenkomst")
    anna.field("Titel").fill("")
    anna.field("Inloop vanaf").fill("25.00")
    anna.press(anna.page.locator(".save button"))
    expect(anna.page.get_by_role("alert")).to_be_focused()
    anna.press(anna.page.get_by_role("alert").get_by_role("link", name="Titel"))
    assert anna.page.evaluate("document.activeElement.name") == "event.title"
    anna.field("Titel").fill("Wonen en zorg")
    anna.field("Inloop vanaf").fill("12.10")
    anna.press(anna.page.locator(".save button"))
    expect(anna.page.locator(".message")).to_contain_text("Titel: ‘Diversiteit door migratie’ → ‘Wonen en zorg’")
    anna.go("/instellingen/versies")
    anna.press(anna.page.get_by_role("link", name="Vergelijk met nu").first)
    anna.press(anna.button("Zet deze versie terug"))
    good = _path(served).read_text("utf-8")
    assert 'title = "Diversiteit door migratie"' in good
    _path(served).write_text(good.replace("[organiser]", "[organiser"), "utf-8")
    anna.go("/cijfers")
    expect(anna.page.locator("mark")).to_have_text("[organiser")
    anna.field("Herstel de tekst").fill(good)
    anna.press(anna.button("Nakijken en bewaren"))
    assert _path(served).read_text("utf-8") == good
    anna.context.close()


def test_questions_are_added_by_keyboard_alone_without_script(browser: Browser, served: Served) -> None:
    anna = Plain(browser, served)
    anna.go("/instellingen/vragen")
    anna.sign_in()
    page = anna.page
    add = anna.button("Vraag toevoegen")
    add.focus()
    page.keyboard.press("Enter")
    anna.look()
    expect(page.get_by_role("group", name="Vraag 4")).to_be_visible()
    newest = page.get_by_role("group", name="Vraag 4").get_by_label("De vraag", exact=True)
    expect(newest).to_be_focused()
    page.keyboard.type("Wat neemt u mee?")
    page.keyboard.press("Enter")  # which saves, and neither moves nor removes a row
    anna.look()
    expect(page.locator(".message")).to_contain_text("Vraag 4 erbij: ‘Wat neemt u mee?’")
    assert [each.text for each in load_event_file(served.event).event.questions][3:] == ["Wat neemt u mee?"]
    anna.context.close()
