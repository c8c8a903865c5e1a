"""Programme, texts, reports and look are changed by mouse, by keyboard alone, on a telephone and without script."""

from __future__ import annotations

from pathlib import Path

import pytest
from doubles.browser_users import Hand, Keys, Narrow, Plain, needs_browser
from doubles.small_event import small_event
from doubles.web_server import Served, admit
from playwright.sync_api import Browser, expect

from reportgen.application.build.unsaved_preview import PreviewedPack
from reportgen.application.event.create import LIST, STARTERS
from reportgen.interfaces.web.pages import previews

pytestmark = needs_browser


@pytest.mark.parametrize("kind", [Keys, Narrow, Plain])
def test_an_organiser_prepares_a_meeting(
    browser: Browser, tmp_path: Path, kind: type[Hand], monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(*_: object) -> PreviewedPack:
        return PreviewedPack(1, "A. Zwaluw", False, (), (), {}, "Uw briefing", "Beste lezer, tot dan.")

    monkeypatch.setattr(previews, "preview_unsaved", made)
    event = small_event(tmp_path)
    admit(tmp_path / "output", "anna")
    with Served(event, tmp_path / "output") as served:
        anna = kind(browser, served)
        anna.go("/")
        anna.sign_in()

        anna.go("/programma")
        anna.press(anna.button("Onderdeel toevoegen").first)
        last = anna.page.locator("[name^=begin-]").last
        expect(last).to_be_focused()
        fields = anna.page.locator("li[id^=onderdeel-]").last
        for label, words in (("Begin", "17.30"), ("Einde", "half zeven"), ("Titel", "Naborrel")):
            each = fields.get_by_label(label, exact=True)
            if isinstance(anna, Keys):
                anna.reach(each)
                anna.page.keyboard.type(words)
            else:
                each.fill(words)
        anna.choose(fields.get_by_label("Soort", exact=True), "borrel")
        anna.press(anna.button("Bewaren").last)
        expect(anna.page.get_by_role("alert")).to_contain_text("1 veld klopt nog niet")
        expect(anna.page.get_by_text("‘half zeven’ is geen tijd").last).to_be_visible()
        wrong = anna.page.locator("[aria-invalid=true]")
        if isinstance(anna, Keys):
            anna.reach(wrong)
            anna.page.keyboard.press("Control+A")
            anna.page.keyboard.type("18.30")
        else:
            wrong.fill("18.30")
        anna.press(anna.button("Bewaren").first)
        expect(anna.page.locator(".message")).to_contain_text("Het programma is bewaard: 1 onderdeel erbij.")
        assert b"Naborrel" in (event / "programma.csv").read_bytes()

        anna.go("/teksten")
        anna.press(anna.link("Extra alinea in de brief"))
        anna.type("Uw tekst", "Neem laarzen mee.")
        anna.press(anna.button("Bekijken hoe het wordt"))
        again = anna.page.get_by_role("link", name="Ververs", exact=True)
        while isinstance(anna, Plain) and again.count():
            anna.press(again)
        expect(anna.page.locator("pre.letter")).to_contain_text("tot dan.", timeout=20_000)
        anna.press(anna.button("Bewaren"))
        expect(anna.page.locator(".message")).to_contain_text("De tekst is bewaard.")

        anna.go("/verslagen?tafel=2")
        anna.type("Verslag", "- huren")
        anna.press(anna.button("Bewaren"))
        expect(anna.page.get_by_role("listitem").filter(has_text="huren")).to_be_visible()

        anna.go("/vormgeving")
        anna.page.locator("#kleur").fill("#ffee00")
        anna.press(anna.button("Bewaren"))
        expect(anna.page.get_by_role("alert")).to_contain_text("te licht om te lezen")
        anna.page.locator("#kleur").fill("#203a7a")
        anna.press(anna.button("Bewaren"))
        expect(anna.page.locator(".message")).to_contain_text("De vormgeving is bewaard.")
        anna.context.close()


def test_while_the_list_is_looked_at_it_is_told_that_nobody_is_in_it_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = small_event(tmp_path)
    full = (event / LIST).read_bytes()
    admit(tmp_path / "output", "anna")
    with Served(event, tmp_path / "output") as served:
        anna = served.signed_in()
        monkeypatch.setattr(served.context.list_check, "wait", lambda seconds=None: False)
        (event / LIST).write_bytes((STARTERS / LIST).read_bytes())
        page = anna.get("/voorbereiding").text
        assert "Er staat nog niemand op de lijst. De rest van de bijeenkomst wordt nu nagekeken" in page
        (event / LIST).write_bytes(full)
        assert "De lijst wordt nu nagekeken" in anna.get("/voorbereiding").text
