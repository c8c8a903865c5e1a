"""The whole morning of an organiser in a real browser: by mouse, by keyboard, on a telephone, and without script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from doubles.browser_users import Hand, Keys, Narrow, Plain, mailed_event, needs_browser
from doubles.mail_server import MailServer, Running
from doubles.printed_parts import PrintedParts
from doubles.small_event import PEOPLE, sheet
from doubles.web_server import Served, admit, ledger_locked
from playwright.sync_api import Browser, expect

pytestmark = needs_browser

NEW = ("8", "H.", "Spreeuw", "wethouder", "Nieuwegein", "h.spreeuw@nieuwegein.example", "ja")
TYPO = [*PEOPLE, (*NEW[:4], "Nieuwegijn", *NEW[5:])]
FULL = [*PEOPLE, NEW]
CLOSED, OPEN = "c.tapuit@utrecht.example", "tapuit@utrecht.example"
MENDED = [tuple(each.replace(CLOSED, OPEN) for each in person) for person in FULL]


@pytest.fixture
def mail() -> Iterator[tuple[MailServer, int]]:
    state = MailServer(faults={CLOSED: ["550 5.1.1 No such user"]})
    running = Running(state)
    running.start()
    yield state, running.port
    running.stop()


@pytest.fixture
def served(tmp_path: Path, mail: tuple[MailServer, int], parts: PrintedParts) -> Iterator[Served]:
    event, output = mailed_event(tmp_path, mail[1]), tmp_path / "output"
    admit(output, "anna")
    parts.lend(output)
    with Served(event, output, now="") as running:
        yield running
    parts.keep(output)


@pytest.mark.parametrize("kind", [Hand, Keys, Narrow, Plain])
def test_a_morning(kind: type[Hand], browser: Browser, served: Served, mail: tuple[MailServer, int]) -> None:
    hand = kind(browser, served)
    _comes_in(hand)
    _mends_the_list(hand)
    _makes(hand)
    _looks(hand)
    _sends(hand)
    _mends_an_address(hand, mail[0])
    _moves(hand)
    _chooses_several(hand)
    if kind in (Hand, Keys):
        _makes_one_again(hand)
    _keeps(hand)
    hand.press(hand.button("Uitloggen"))
    expect(hand.field("Wachtwoord")).to_be_visible()
    hand.go("/archief")
    expect(hand.field("Wachtwoord")).to_be_visible()
    hand.context.close()


def _comes_in(hand: Hand) -> None:
    hand.go("/")
    hand.sign_in("verkeerd")
    expect(hand.page.get_by_role("alert")).to_have_text("Naam en wachtwoord horen niet bij elkaar.")
    expect(hand.field("Naam")).to_have_attribute("aria-describedby", "fout")
    hand.sign_in()
    expect(hand.page).to_have_title("Overzicht · Diversiteit door migratie")


def _mends_the_list(hand: Hand) -> None:
    hand.open_page("Lijst")
    hand.bring("nieuw.csv", sheet(TYPO))
    finding = hand.page.get_by_role("listitem").filter(has_text="Nieuwegijn")
    expect(finding).to_contain_text("Nieuwegein")
    expect(finding).to_contain_text("De gemeente ‘Nieuwegijn’ van H. Spreeuw is niet bekend")
    expect(finding).to_contain_text("regel 9, kolom Gemeente")
    hand.press(hand.button("Laten zoals het was"))
    expect(hand.page.get_by_role("status").filter(has_text="weggegooid")).to_be_focused()
    hand.bring("nieuw.csv", sheet(FULL))
    expect(hand.page.get_by_text("8 regels: 8 deelnemers.")).to_be_visible()
    hand.press(hand.button("Deze lijst aannemen"))
    expect(hand.page.get_by_role("status").filter(has_text="nieuw.csv geldt nu")).to_be_focused()


def _makes(hand: Hand) -> None:
    with ledger_locked(hand.served.output):
        hand.poke(hand.button("Pakketten maken"))
        expect(hand.page.locator("#werk")).to_be_focused()
        expect(hand.page.get_by_role("progressbar")).to_be_visible()
    hand.look()
    hand.done("8 pakketten gemaakt")
    if hand.script:
        expect(hand.page.locator("#brieven + .counts")).to_contain_text("klaar, wacht op vrijgeven")
    expect(hand.link("Bekijken en vrijgeven")).to_be_visible()


def _looks(hand: Hand) -> None:
    hand.open_page("Deelnemers")
    hand.choose(hand.field("Gemeente"), "Diemen")
    hand.press(hand.button("Toon"))
    expect(hand.page.get_by_text("2 van 8 deelnemers.")).to_be_visible()
    hand.press(hand.link("Alles"))
    hand.type("Zoeken", "tapuit")
    hand.press(hand.button("Toon"))
    expect(hand.page.get_by_role("row")).to_have_count(2)
    hand.press(hand.link("C. Tapuit"))
    expect(hand.page).to_have_title("C. Tapuit · Diversiteit door migratie")
    picture = hand.page.get_by_role(
        "img", name="Eerste bladzijde van het pakket van C. Tapuit; alle bladzijden bekijken"
    )
    expect(picture).to_be_visible()
    if hand.script:
        assert picture.evaluate("async each => { await each.decode(); return each.naturalWidth }") > 300
    hand.press(hand.link("Alle bladzijden bekijken"))
    hand.press(hand.link("Volgende bladzijde"))
    expect(hand.page.get_by_role("heading", level=2)).to_contain_text("Bladzijde 2 van")
    hand.press(hand.link("Groter"))
    expect(hand.page.get_by_role("heading", level=1)).to_contain_text("vergroot")
    hand.press(hand.link("terug naar het pakket"))
    address = hand.link("openen als pdf").get_attribute("href")
    pdf = hand.context.request.get(f"{hand.served.address}{address}")
    assert (pdf.headers["content-type"], pdf.body()[:5]) == ("application/pdf", b"%PDF-")
    hand.press(hand.link("De brief"))
    mail = hand.page.frame_locator("iframe")
    expect(mail.get_by_text("Geachte wethouder Tapuit")).to_be_visible()
    hand.press(hand.link("als tekst"))
    expect(hand.page.get_by_text("Geachte wethouder Tapuit")).to_be_visible()
    hand.press(hand.link("terug naar de deelnemer"))


def _sends(hand: Hand) -> None:
    hand.open_page("Vrijgeven")
    hand.type("Typ hoeveel brieven weg mogen", "7")
    hand.press(hand.button("Vrijgeven"))
    expect(hand.page.get_by_role("alert")).to_have_text("Er wachten 8 brieven, en u typte 7. Er is niets vrijgegeven.")
    number = hand.field("Typ hoeveel brieven weg mogen")
    expect(number).to_have_attribute("aria-invalid", "true")
    expect(number).to_be_focused()
    _releases(hand, 8)
    hand.press(hand.button("Nu versturen"))
    hand.done("7 brieven verstuurd. Bij 1 brief ging het niet zoals bedoeld")
    if hand.script:
        expect(hand.page.get_by_text("Er is niets vrijgegeven dat nog weg moet.")).to_be_visible()


def _releases(hand: Hand, count: int) -> None:
    hand.type("Typ hoeveel brieven weg mogen", str(count))
    hand.press(hand.button("Vrijgeven"))
    said = "1 brief vrijgegeven." if count == 1 else f"{count} brieven vrijgegeven."
    expect(hand.page.get_by_role("status").filter(has_text=said)).to_be_focused()


def _mends_an_address(hand: Hand, server: MailServer) -> None:
    hand.open_page("Overzicht")
    first = hand.page.get_by_role("region", name="Wat op u wacht").get_by_role("link").first
    expect(first).to_contain_text("C. Tapuit")
    hand.press(first)
    expect(hand.page.get_by_text("550 5.1.1 No such user")).to_be_visible()
    expect(hand.link("Verbeter het adres")).to_be_visible()
    hand.open_page("Lijst")
    hand.bring("beter.csv", sheet(MENDED))
    expect(hand.page.get_by_role("region", name="Verschillen")).to_contain_text("C. Tapuit")
    hand.press(hand.button("Deze lijst aannemen"))
    hand.press(hand.button("Pakketten maken"))
    hand.done("1 pakket gemaakt, 7 pakketten bleven zoals ze waren. 1 brief wacht op vrijgeven.")
    hand.press(hand.link("Bekijken en vrijgeven"))
    expect(hand.page.get_by_text(OPEN)).to_be_visible()
    _releases(hand, 1)
    hand.press(hand.button("Nu versturen"))
    hand.done("1 brief verstuurd.")
    assert len(server.letters_to(OPEN)) == 1
    hand.open_page("Overzicht")
    expect(hand.page.get_by_role("region", name="Wat op u wacht")).not_to_contain_text("C. Tapuit")


def _moves(hand: Hand) -> None:
    hand.open_page("Tafels")
    name = hand.page.locator("[data-drop='1'] li a").first.inner_text()
    hand.move(name, 2)
    expect(hand.page).to_have_title(f"{name} naar tafel 2 · Diversiteit door migratie")
    expect(hand.page.get_by_text("pakketten veranderen daardoor")).to_be_visible()
    hand.press(hand.button("Verplaatsen"))
    expect(hand.page.get_by_role("status").filter(has_text="zit nu aan tafel 2")).to_be_focused()
    expect(hand.page.locator("[data-drop='2']")).to_contain_text(name)
    hand.open_page("Overzicht")
    hand.press(hand.button("Pakketten maken"))
    hand.done("op vrijgeven.")


def _chooses_several(hand: Hand) -> None:
    hand.open_page("Deelnemers")
    hand.choose(hand.field("Stand"), "klaar, wacht op vrijgeven")
    hand.press(hand.button("Toon"))
    for box in hand.page.get_by_role("checkbox").all()[:2]:
        hand.tick(box)
    hand.press(hand.button("Bekijken en vrijgeven"))
    expect(hand.page.get_by_text("2 brieven wachten")).to_be_visible()
    _releases(hand, 2)
    hand.open_page("Deelnemers")
    if hand.script:
        hand.poke(hand.button("Vink alles op deze bladzijde aan"))
        expect(hand.page.get_by_role("checkbox", checked=True)).to_have_count(8)
    else:
        hand.tick(hand.page.get_by_role("checkbox").first)
    hand.type("Waarom (blijft bewaard)", "de burgemeester vroeg erom")
    hand.press(hand.button("Opnieuw maken"))
    hand.done("zoals")


def _makes_one_again(hand: Hand) -> None:
    hand.press(hand.link("C. Tapuit"))
    hand.type("Waarom opnieuw (blijft bewaard)", "gevraagd door de wethouder")
    hand.press(hand.button("Opnieuw maken"))
    hand.done("1 pakket bleef zoals het was.")


def _keeps(hand: Hand) -> None:
    hand.open_page("Archief")
    hand.press(hand.button("Archief controleren"))
    hand.done("Het archief is heel")
    bag = hand.link("zip van editie 1")
    if isinstance(hand, Keys):
        hand.reach(bag)
    with hand.page.expect_download() as download:
        hand.page.keyboard.press("Enter") if isinstance(hand, Keys) else bag.click()
    assert download.value.suggested_filename == "2018-12-10-klein-edition-0001.zip"
    hand.press(hand.link("Editie 1"))
    expect(hand.page.get_by_role("row")).to_have_count(9)
    expect(hand.page.get_by_role("link", name="pdf van C. Tapuit")).to_be_visible()
