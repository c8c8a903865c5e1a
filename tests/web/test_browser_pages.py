"""What holds of each page by itself: what axe sees, what the keyboard meets, and how pages are told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from doubles.answering import mailed
from doubles.browser_users import NARROW, WIDE, Hand, Keys, Narrow, needs_browser
from doubles.page_structure import structure_faults
from doubles.small_event import small_event
from doubles.web_server import PASSWORD, Served, admit
from playwright.sync_api import Browser, Dialog, Route, expect

from reportgen.interfaces.web.background import job_events

pytestmark = needs_browser

EMPTY = ("/", "/deelnemers", "/lijst", "/tafels", "/sessies", "/cijfers", "/vrijgeven", "/antwoorden", "/archief")
EMPTY += ("/programma", "/teksten", "/teksten?tekst=brief", "/verslagen", "/vormgeving")
EMPTY += ("/berichten", "/berichten/nieuw")
EMPTY += ("/werk", "/nergens", "/voorbereiding", "/verwijderen", "/nieuw", "/organisatoren")

SMALLEST = """() => [...document.querySelectorAll("button, .button, select, input:not([type=hidden]), summary, nav a")]
    .filter(each => each.offsetParent).map(each => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
    .filter(([, box]) => box.width < 24 || box.height < 24).map(([said]) => said)"""

HEADERS = """() => [...document.querySelectorAll("body > header")].map(each => each.offsetHeight)"""
MAX_HEADER = 96
"""Pixels that the header takes at most, also on a telephone."""

HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3, h4")].map(each => Number(each.tagName[1]))"""


def _signed_in(browser: Browser, served: Served) -> Iterator[Narrow]:
    hand = Narrow(browser, served)
    hand.go("/")
    hand.sign_in()
    yield hand
    hand.context.close()


@pytest.fixture
def anna(browser: Browser, served: Served) -> Iterator[Narrow]:
    yield from _signed_in(browser, served)


@pytest.fixture
def at_the_start(browser: Browser, tmp_path: Path) -> Iterator[Narrow]:
    """An organiser of an event of which nothing was made."""
    event = small_event(tmp_path)
    admit(tmp_path / "output", "anna")
    with Served(event, tmp_path / "output") as served:
        yield from _signed_in(browser, served)


def test_an_event_without_anything_is_as_good_to_use(at_the_start: Narrow) -> None:
    anna = at_the_start
    titles = set()
    for path in EMPTY:
        for size in (NARROW, WIDE):
            anna.page.set_viewport_size(size)
            anna.go(path)
            assert anna.page.evaluate(SMALLEST) == []
            assert all(height <= MAX_HEADER for height in anna.page.evaluate(HEADERS))
            levels = anna.page.evaluate(HEADINGS)
            assert levels[0] == 1
            assert levels.count(1) == 1
            assert all(after <= before + 1 for before, after in pairwise(levels)), path
        titles.add(anna.page.title())
    assert len(titles) == len(EMPTY)


FOLLOW_UP = """
[[pack]]
kind = "follow-up"
not_before = 2018-12-12T08:00:00
not_after = 2018-12-20T18:00:00
"""


def test_all_of_the_navigation_is_seen_at_once_on_a_wide_screen(browser: Browser, tmp_path: Path) -> None:
    event = small_event(tmp_path, more=FOLLOW_UP)
    admit(tmp_path / "output", "anna")
    with Served(event, tmp_path / "output") as served:
        for hand in _signed_in(browser, served):
            hand.page.set_viewport_size(WIDE)
            hand.go("/")
            expect(hand.page.get_by_role("navigation").get_by_role("link", name="Logboek")).to_be_in_viewport(ratio=1)


def test_a_list_that_cannot_be_read_is_told_in_dutch(anna: Narrow) -> None:
    anna.go("/lijst")
    anna.bring("lijst.csv", "hallo")
    expect(anna.page.get_by_role("alert")).to_contain_text("De lijst mist een kolom")
    expect(anna.page).to_have_title("Fout: Aangeboden lijst · Diversiteit door migratie")
    expect(anna.page.get_by_role("heading", name="Aangeboden lijst: lijst.csv")).to_be_focused()
    expect(anna.button("Deze lijst aannemen")).to_have_count(0)
    anna.press(anna.button("Laten zoals het was"))
    anna.bring("lijst.pdf", "hallo")
    expect(anna.page.get_by_role("alert")).to_contain_text("Kies een bestand")
    expect(anna.field("Bestand (CSV, Excel of ODS)")).to_be_focused()


def test_nothing_chosen_and_no_reason_are_told_where_they_are_wrong(anna: Narrow) -> None:
    anna.go("/deelnemers")
    anna.page.get_by_role("checkbox").first.check()
    anna.button("Opnieuw maken").click()
    expect(anna.field("Waarom (blijft bewaard)")).to_be_focused()
    expect(anna.page.get_by_role("checkbox").first).to_be_checked()
    anna.type("Waarom (blijft bewaard)", " ")
    anna.press(anna.button("Opnieuw maken"))
    expect(anna.field("Waarom (blijft bewaard)")).to_have_attribute("aria-invalid", "true")
    anna.press(anna.button("Bekijken en vrijgeven"))
    expect(anna.page.get_by_role("alert")).to_be_focused()
    expect(anna.page.get_by_role("alert")).to_have_text("Kies eerst van wie de brief vrijgegeven moet worden.")


def test_the_keyboard_goes_round_every_page_and_the_first_thing_it_meets_skips_to_the_content(
    browser: Browser, served: Served
) -> None:
    hand = Keys(browser, served)
    hand.go("/")
    hand.sign_in()
    for path in ("/", "/deelnemers", "/deelnemers/1", "/lijst", "/tafels", "/sessies", "/vrijgeven", "/archief"):
        hand.go(path)
        skip = hand.link("Naar de inhoud")
        hand.page.keyboard.press("Tab")
        expect(skip).to_be_focused()
        assert hand.is_seen()
        hand.page.keyboard.press("Enter")
        expect(hand.page.locator("#inhoud")).to_be_focused()
        met = []
        for _ in range(200):
            hand.page.keyboard.press("Tab")
            at = hand.page.evaluate("() => document.activeElement.outerHTML.slice(0, 300)")
            if at.startswith("<body"):
                break
            assert hand.is_seen(), at
            met.append(at)
        else:
            raise AssertionError(f"{path} does not let go of the focus")
        assert len(met) >= 1
    hand.context.close()


@pytest.mark.parametrize("path", ["/deelnemers", "/vrijgeven"])
def test_one_button_ticks_every_row_and_again_none(browser: Browser, served: Served, path: str) -> None:
    hand = Hand(browser, served)
    hand.go("/")
    hand.sign_in()
    hand.go(path)
    boxes = hand.page.get_by_role("checkbox")
    expect(boxes).to_have_count(7)
    hand.poke(hand.button("Vink alles op deze bladzijde aan"))
    expect(hand.page.get_by_role("checkbox", checked=True)).to_have_count(boxes.count())
    hand.poke(hand.button("Vink alles op deze bladzijde aan"))
    expect(hand.page.get_by_role("checkbox", checked=True)).to_have_count(0)
    hand.context.close()


@pytest.mark.parametrize("path", ["/deelnemers", "/vrijgeven"])
def test_a_link_leads_past_the_rows_to_what_is_done_with_them(browser: Browser, served: Served, path: str) -> None:
    hand = Keys(browser, served)
    hand.go("/")
    hand.sign_in()
    hand.go(path)
    assert structure_faults(hand.page.content()) == []
    hand.reach(hand.page.get_by_role("link", name=re.compile("^Naar wat u met .* kunt doen$")))
    hand.page.keyboard.press("Enter")
    expect(hand.page.get_by_role("group", name=re.compile("aangevinkt$"))).to_be_focused()
    hand.page.keyboard.press("Tab")
    expect(hand.button("Vink alles op deze bladzijde aan")).to_be_focused()
    hand.context.close()


def test_the_browser_asks_for_what_must_be_filled_in_from_the_first_field_on(anna: Narrow) -> None:
    anna.go("/deelnemers/nieuw")
    anna.button("Toevoegen").click()
    expect(anna.field("Achternaam (verplicht)")).to_be_focused()
    anna.go("/deelnemers/1/wijzigen")
    anna.type("Achternaam (verplicht)", "")
    anna.button("Bewaren").click()
    expect(anna.field("Achternaam (verplicht)")).to_be_focused()


def test_where_work_is_told_is_a_place_only_while_something_is_told(at_the_start: Narrow) -> None:
    anna = at_the_start
    anna.go("/")
    place = anna.page.get_by_role("region", name="Wat er loopt")
    expect(place).to_have_count(0)
    assert structure_faults(anna.page.content()) == []
    anna.served.signed_in().post("/maken")
    expect(place).to_be_visible()
    anna.done("7 pakketten gemaakt")
    expect(place).to_be_visible()
    anna.press(anna.button("Sluiten van deze melding"))
    expect(place).to_have_count(0)
    expect(anna.page.get_by_role("main")).to_be_focused()


def test_no_name_of_a_button_has_a_space_before_a_colon(anna: Narrow) -> None:
    for path in ("/instellingen/vragen", "/programma", "/lijst", "/teksten", "/verslagen", "/organisatoren"):
        anna.go(path)
        expect(anna.page.get_by_role("button", name=re.compile(r"\s[:,;]"))).to_have_count(0)
    anna.go("/instellingen/vragen")
    expect(anna.button("Weghalen (Vraag 1)")).to_be_visible()


def test_what_work_made_is_there_on_the_page_that_asked_for_it(anna: Narrow) -> None:
    anna.go("/presentie")
    anna.press(anna.button("Lijsten en badges maken"))
    anna.done("Gemaakt")
    expect(anna.button("Alles opnieuw maken")).to_be_visible()
    expect(anna.link("badges.pdf")).to_be_visible()
    anna.go("/antwoorden")
    reply = {"bestand": ("twee.eml", mailed("iemand@elders.example", "Wij doen veel."))}
    anna.served.signed_in().post("/antwoorden", files=reply)
    expect(anna.page.get_by_role("region", name="Wacht op u")).to_contain_text("iemand@elders.example", timeout=60_000)


def test_from_the_page_of_a_person_one_goes_to_another_table(browser: Browser, served: Served) -> None:
    hand = Keys(browser, served)
    hand.go("/")
    hand.sign_in()
    hand.go("/deelnemers/2")
    name = hand.page.get_by_role("heading", level=1).inner_text()
    hand.press(hand.link("Aan een andere tafel zetten"))
    expect(hand.page.get_by_role("heading", level=1)).to_have_text(f"Naar welke tafel gaat {name}?")
    hand.tick(hand.page.get_by_role("radio").first)
    hand.press(hand.button("Bekijk wat dat verandert"))
    expect(hand.button("Verplaatsen")).to_be_visible()
    hand.context.close()


def test_many_pages_may_be_open_at_once_and_all_follow_the_work(browser: Browser, served: Served) -> None:
    hand = Hand(browser, served)
    hand.go("/")
    hand.sign_in()
    others = [hand.context.new_page() for _ in range(8)]
    for other in others:
        other.goto(served.url("/archief"))
    hand.page.close()
    served.signed_in().post("/archief/controleren")
    for other in (others[0], others[-1]):
        expect(other.locator("#werk")).to_contain_text("Het archief is heel", timeout=120_000)
    hand.context.close()


def test_what_someone_is_typing_stays_while_the_page_is_brought_up_to_date(anna: Narrow) -> None:
    anna.go("/deelnemers/1")
    anna.type("Waarom opnieuw (blijft bewaard)", "de wethouder")
    other = anna.served.signed_in()
    other.post("/maken")
    anna.done("7 pakketten bleven zoals ze waren")
    expect(anna.field("Waarom opnieuw (blijft bewaard)")).to_have_value("de wethouder")


def test_text_that_was_typed_is_asked_about_before_it_is_lost_and_not_where_it_is_sent(anna: Narrow) -> None:
    asked = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    anna.page.on("dialog", stay)
    anna.go("/deelnemers/1")
    anna.type("Waarom opnieuw (blijft bewaard)", "de wethouder")
    anna.page.get_by_role("link", name="Bijeenkomsten").first.click()
    expect(anna.field("Waarom opnieuw (blijft bewaard)")).to_have_value("de wethouder")
    assert asked == ["beforeunload"]
    anna.press(anna.button("Opnieuw maken"))
    anna.done("pakket")
    assert asked == ["beforeunload"]


def test_a_page_that_was_refused_the_news_asks_again_and_hears_that_work_ended(at_the_start: Narrow) -> None:
    anna, asked = at_the_start, []

    def refuse_twice(route: Route) -> None:  # the page before the work, and the one after its start
        asked.append(route.request.url)
        if len(asked) <= 2:
            route.fulfill(status=429, body="{}")
        else:
            route.continue_()

    anna.page.route("**/werk/stroom", refuse_twice)
    anna.go("/")
    anna.press(anna.button("Pakketten maken"))
    expect(anna.page.locator("#werk")).to_contain_text("gemaakt", timeout=120_000)
    assert len(asked) > 2


def test_who_is_signed_out_is_told_asks_no_more_and_goes_on_with_what_was_typed(
    anna: Narrow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_events, "KEEP_ALIVE", 1.0)
    anna.go("/deelnemers/1")
    other = anna.context.new_page()
    other.goto(anna.served.url("/archief"))
    anna.type("Waarom opnieuw (blijft bewaard)", "de wethouder")
    refused: list[str] = []
    anna.context.on("response", lambda answer: refused.append(answer.url) if answer.status == 403 else None)
    for each in anna.context.cookies():
        anna.served.installation.login_sessions.end(each.get("value", ""))
    for page in (anna.page, other):
        expect(page.get_by_role("alert")).to_contain_text("U bent niet meer ingelogd", timeout=60_000)
    asked = len(refused)
    anna.page.wait_for_timeout(7_000)
    assert len(refused) == asked
    anna.poke(anna.button("Opnieuw maken"))
    expect(anna.field("Waarom opnieuw (blijft bewaard)")).to_have_value("de wethouder")
    with anna.context.expect_page() as opened:
        anna.page.keyboard.press("Enter")  # the focus is on the link
    tab = opened.value
    tab.get_by_label("Naam", exact=True).fill("anna")
    tab.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    tab.get_by_role("button", name="Inloggen").click()
    expect(tab).to_have_url(anna.page.url)
    tab.close()
    anna.page.bring_to_front()
    anna.page.evaluate("() => dispatchEvent(new Event('focus'))")
    expect(anna.page.get_by_role("alert")).to_have_count(0)
    anna.press(anna.button("Opnieuw maken"))
    anna.done("1 pakket bleef zoals het was")


def test_a_file_is_chosen_in_the_words_of_the_page(anna: Narrow) -> None:
    anna.go("/lijst")
    field = anna.field("Bestand (CSV, Excel of ODS)")
    box = anna.page.locator(".file", has=field)
    expect(box).to_contain_text("Bestand kiezen nog geen bestand gekozen", use_inner_text=True)
    field.focus()
    assert box.evaluate("each => getComputedStyle(each).outlineStyle") == "solid"
    with anna.page.expect_file_chooser() as chooser:
        box.get_by_text("Bestand kiezen").click(force=True)
    chooser.value.set_files({"name": "nieuwe lijst.csv", "mimeType": "text/csv", "buffer": b"a"})
    expect(box).to_contain_text("nieuwe lijst.csv")
    assert field.evaluate("each => each.files.length") == 1


TOLD_ELSEWHERE = """() => {
    const link = '<a class="without-script" href="">Ververs</a>';
    const message = `<div class="live" id="bericht-7"><p>Bewaard. ${link}</p></div>`;
    document.getElementById("inhoud").insertAdjacentHTML("afterbegin", message);
    return renew();
}"""


def test_what_another_tab_was_told_is_not_waited_for_and_a_link_to_look_again_is_there(anna: Narrow) -> None:
    anna.go("/deelnemers/2")
    anna.page.evaluate(TOLD_ELSEWHERE)
    expect(anna.page.locator("#bericht-7 a")).to_be_visible()
    assert anna.page.locator(".live .without-script").count() == 0
