"""A word to some participants from the organiser's page: what was typed stays, and nothing goes unseen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
from doubles.browser_users import Hand, Keys, Narrow, Plain, needs_browser
from doubles.form_client import FormClient
from doubles.small_event import PEOPLE, small_event
from doubles.web_server import Served, admit
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect

from reportgen.config.paths import Paths
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.ledger.ledger import Ledger

ODD = "<img src=x onerror=alert(1)>"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """An event of which no pack was made."""
    people = [("1", "A.", f"O'Neill-{'é' * 20} & Zn", *PEOPLE[0][3:]), *PEOPLE[1:]]
    event = small_event(tmp_path, people)
    admit(tmp_path / "output", "anna", "bram")
    with Served(event, tmp_path / "output") as running:
        yield running


@pytest.fixture
def anna(served: Served) -> FormClient:
    """An organiser who signed in."""
    return served.signed_in()


def hidden(html: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, name
    return unescape(found[1])


def letters(served: Served) -> list[tuple[int, str, str, str]]:
    """Number, address, kind and state of every letter."""
    ledger = Ledger.open_if_present(Paths(EMBEDDED, served.output).ledger)
    try:
        found = ledger.deliveries(served.event.name)
        return [(each.participant, each.recipient, str(each.kind), str(each.state)) for each in found]
    finally:
        ledger.close()


def begin(anna: FormClient, purpose: str = "notice", title: str = "Zaal gewijzigd") -> str:
    """Begins a message; the path of its page."""
    answer = anna.post("/berichten/nieuw", soort=purpose, naam=title)
    assert answer.status_code == 200
    return answer.url.removeprefix(anna.url(""))


def test_a_message_goes_from_its_first_words_to_letters_that_wait_for_release(served: Served, anna: FormClient) -> None:
    assert "Er is nog geen bericht geschreven" in anna.get("/berichten").text
    path = begin(anna)
    assert path == "/berichten/zaal-gewijzigd"
    page = anna.get(path).text
    assert "staat nog ‘[tekst]’" in page
    assert "brieven maken</button>" not in page
    saved = anna.post(
        path,
        stand=hidden(page, "stand"),
        onderwerp="Andere zaal op {dag}",
        tekst="{aanhef},\n\nDe zaal is {plaats}. <b>Tot dan</b>, {naam}.",
        brief="none",
        gemeenten="diemen, utrecht",
        agenda="none",
    )
    assert "Bewaard." in saved.text
    assert "Voor <strong>3</strong> mensen" in saved.text
    assert "Andere zaal op maandag 10 december 2018" in saved.text
    example = anna.get(f"{path}/voorbeeld?deelnemer=1")
    assert "&lt;b&gt;Tot dan&lt;/b&gt;" in example.text
    assert any("Neill-ééé" in anna.get(f"{path}/voorbeeld?deelnemer={number}").text for number in range(1, 8))
    assert "sandbox" in example.headers["Content-Security-Policy"]
    assert letters(served) == []
    seen = hidden(saved.text, "gezien")
    anna.post(f"{path}/maken", gezien="0" * 16)
    assert anna.wait() == "Er is ondertussen iets veranderd; er is niets gemaakt. Kijk nog eens."
    anna.post(f"{path}/maken", gezien=seen)
    assert "3 brieven van dit bericht wachten op vrijgeven" in anna.wait()
    waiting = letters(served)
    assert [(kind, state) for _, _, kind, state in waiting] == [("message", "printed")] * 3
    assert {to.partition("@")[2] for _, to, *_ in waiting} == {"diemen.example", "utrecht.example"}
    anna.post(f"{path}/maken", gezien=seen)
    assert "was al gemaakt" in anna.wait()
    assert letters(served) == waiting
    made = anna.get(path).text
    assert "Tekst en ontvangers staan vast" in made
    assert "Andere zaal op maandag 10 december 2018" in anna.get("/berichten").text
    refused = anna.post(path, stand="", onderwerp="Toch anders", tekst="Hallo")
    assert "Toch anders" not in anna.get(path).text
    assert refused.status_code == 200
    release = anna.get("/vrijgeven").text
    assert "Andere zaal op maandag 10 december 2018" in release
    assert hidden(release, "stand")
    assert "3 brieven van een <a" in anna.get("/archief/1").text
    assert "3 brieven van een bericht" in anna.get("/archief").text
    number = waiting[0][0]
    assert "Editie 1, bericht: " in anna.get(f"/deelnemers/{number}").text
    assert "Andere zaal op maandag" in anna.get(f"/deelnemers/{number}/brief/1").text
    gone = anna.post(f"{path}/intrekken", reden="toch niet")
    assert "3 brieven zijn ingetrokken" in gone.text
    assert {state for *_, state in letters(served)} == {"withdrawn"}
    copy = anna.post(f"{path}/kopie")
    assert copy.url.endswith("/berichten/zaal-gewijzigd-2")
    assert "Andere zaal op {dag}" in copy.text


def test_everything_that_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    served: Served, anna: FormClient
) -> None:
    path = begin(anna, title=ODD)
    before = anna.get(path).text
    said = anna.post(
        path,
        stand=hidden(before, "stand"),
        onderwerp=f"Onderwerp {ODD}",
        tekst="Een tekst die blijft {naaam}",
        tafels="een, twee",
        gemeenten="Utrechd",
        deelnemers="3-1",
        zonder="99999999999",
    )
    for field, words in (
        ("tafels", "is geen nummer"),
        ("gemeenten", "Bedoelt u Utrecht?"),
        ("deelnemers", "is geen nummer"),
        ("zonder", "is geen nummer"),
    ):
        beside = re.search(rf'<p class="wrong" id="{field}-fout">([^<]*)', said.text)
        assert beside, field
        assert words in beside[1]
        assert re.search(rf'<input id="{field}"[^>]*aria-invalid="true"', said.text)
    assert "Een tekst die blijft {naaam}" in said.text
    assert ODD not in said.text
    assert 'value="een, twee"' in said.text
    assert (served.event / "berichten").joinpath(f"{path.rpartition('/')[2]}.toml").read_text("utf-8").count(
        "Hebt u"
    ) == 1
    saved = anna.post(
        path,
        stand=hidden(said.text, "stand"),
        onderwerp="Over {tafel}",
        tekst="Aan {naaam} { x",
        tafels="",
        gemeenten="",
    )
    assert "Bedoelt u {naam}?" in saved.text
    assert "accolade" in saved.text
    assert "{tafel} is leeg bij" in saved.text
    assert "brieven maken</button>" not in saved.text
    anna.post(f"{path}/maken", gezien="")
    anna.wait()
    assert letters(served) == []


def test_two_organisers_who_write_at_once_see_each_other(served: Served, anna: FormClient) -> None:
    bram = served.signed_in("bram")
    path = begin(anna)
    stand = hidden(anna.get(path).text, "stand")
    bram.post(path, stand=stand, onderwerp="Van Bram", tekst="Tekst van Bram", agenda="none")
    second = anna.post(path, stand=stand, onderwerp="Van Anna", tekst="Tekst van Anna", agenda="none")
    assert "bram heeft dit bericht intussen ook veranderd" in second.text
    assert "‘Van Bram’" in second.text
    assert "Tekst van Anna" in second.text
    file = served.event / f"{path.strip('/')}.toml"
    assert "Tekst van Bram" in file.read_text("utf-8")
    anna.post(path, stand=hidden(second.text, "stand"), onderwerp="Van Anna", tekst="Tekst van Anna", agenda="none")
    assert "Tekst van Anna" in file.read_text("utf-8")


def test_a_meeting_that_is_off_asks_what_becomes_of_letters_that_wait(served: Served, anna: FormClient) -> None:
    path = begin(anna, "cancellation", "")
    page = anna.get(path).text
    assert path == "/berichten/gaat-niet-door"
    assert 'id="pakketten-intrekken" name="pakketten" value="intrekken" checked' in page
    assert 'value="cancel" checked' in page
    assert "worden ingetrokken" in page


@pytest.mark.parametrize(
    "name",
    ["%2e%2e%2fevent", "x%00", "X", "a--b", "nieuw%2f..", "a" * 201, "a" * 61, "event.toml", "bestaat-niet"],
)
def test_no_name_in_an_address_leads_anywhere_else(served: Served, anna: FormClient, name: str) -> None:
    before = {path: path.read_bytes() for path in served.event.rglob("*") if path.is_file()}
    assert anna.get(f"/berichten/{name}").status_code in (200, 404)
    for action in ("", "/maken", "/weg", "/kopie", "/intrekken", "/proef"):
        answer = anna.post(f"/berichten/{name}{action}", onderwerp="x", tekst="y", reden="z")
        assert answer.status_code in (200, 404, 405)
    anna.wait()
    assert {path: path.read_bytes() for path in served.event.rglob("*") if path.is_file()} == before
    assert letters(served) == []


def test_nothing_is_done_without_the_proof_of_a_form(served: Served, anna: FormClient) -> None:
    path = begin(anna)
    for action in ("", "/maken", "/weg", "/kopie", "/intrekken", "/proef"):
        assert anna.post(f"{path}{action}", token="verzonnen").status_code == 403
    assert anna.post("/berichten/nieuw", token="verzonnen", soort="notice").status_code == 403
    assert (served.event / f"{path.strip('/')}.toml").exists()


def test_a_file_that_cannot_be_read_is_said_and_can_go(served: Served, anna: FormClient) -> None:
    path = begin(anna)
    (served.event / f"{path.strip('/')}.toml").write_text('purpose = "spam"\nsubject = [', "utf-8")
    assert anna.get("/berichten").status_code == 200
    page = anna.get(path).text
    assert "Dit bericht is niet te lezen" in page
    assert "Traceback" not in page
    assert str(served.event) not in page
    assert "weggegooid" in anna.post(f"{path}/weg").text
    assert anna.get(path).status_code == 404


def test_a_test_copy_goes_to_the_organiser_alone(served: Served, anna: FormClient) -> None:
    path = begin(anna, "reminder")
    page = anna.get(path).text
    anna.post(f"{path}/proef", deelnemer=hidden(page, "deelnemer"))
    assert "De proef is verstuurd naar anna@vng.example" in anna.wait()
    (copy,) = (served.output / "test").rglob("*.eml")
    content = copy.read_bytes()
    assert b"To: anna@vng.example" in content
    assert letters(served) == []


SMALLEST = """() => [...document.querySelectorAll("button, .button, select, input:not([type=hidden]), summary, nav a")]
    .filter(each => each.offsetParent).map(each => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
    .filter(([, box]) => box.width < 24 || box.height < 24).map(([said]) => said)"""


@needs_browser
@pytest.mark.parametrize("kind", [Narrow, Keys, Plain])
def test_a_message_is_written_and_made_in_a_browser(browser: Chromium, served: Served, kind: type[Hand]) -> None:
    hand = kind(browser, served)
    hand.go("/berichten")
    hand.sign_in()
    hand.press(hand.page.locator("main").get_by_role("link", name="Nieuw bericht"))
    hand.tick(hand.field("Herinnering"))
    hand.press(hand.button("Verder"))
    hand.type("Tekst", "Dag {tafel},")
    hand.press(hand.button("Bewaren en bekijken"))
    expect(hand.page.locator("main")).to_contain_text("{tafel} is leeg bij")
    hand.type("Tekst", "{aanhef}, tot dan.")
    hand.tick(hand.field("wethouders"))
    hand.press(hand.button("Bewaren en bekijken"))
    assert hand.page.evaluate(SMALLEST) == [] if hand.script else True
    frame = hand.page.frame_locator("iframe.mail")
    expect(frame.locator("body")).to_contain_text("tot dan.")
    hand.poke(hand.button("5 brieven maken"))
    if hand.script:  # the page becomes that of the message that was made
        expect(hand.page.locator("main")).to_contain_text("Tekst en ontvangers staan vast", timeout=120_000)
    hand.done("5 brieven van dit bericht wachten op vrijgeven")
    if not hand.script:  # what stands below may have been read just before the letters were there
        hand.go("/berichten/herinnering")
    expect(hand.page.locator("main")).to_contain_text("Tekst en ontvangers staan vast")
    expect(hand.button("Concept weggooien")).to_have_count(0)
    hand.go("/berichten/herinnering")
    hand.press(hand.page.locator("main").get_by_role("link", name="Naar vrijgeven"))
    hand.context.close()


def test_a_message_is_begun_for_who_was_found_or_ticked_among_the_participants(
    copy_of: Callable[[], tuple[Path, Path]],
) -> None:
    with Served(*copy_of()) as served:
        anna = served.signed_in()
        page = anna.get("/deelnemers?municipality=Diemen").text
        assert "Bericht aan deze 2 deelnemers" in page
        asked = anna.post("/berichten/nieuw", aan="gevonden", municipality="Diemen")
        assert "Voor 2 gekozen deelnemers" in asked.text
        numbers = hidden(asked.text, "deelnemers")
        done = anna.post("/berichten/nieuw", soort="notice", naam="", deelnemers=numbers)
        assert re.search(r'name="deelnemers" value="[^"]+"', done.text)
        assert "Voor <strong>2</strong> mensen" in done.text
        asked = anna.post("/berichten/nieuw", aan="gekozen", nummer=["3", "5"])
        assert hidden(asked.text, "deelnemers") == "3, 5"
        nobody = anna.post("/berichten/nieuw", aan="gekozen", terug="/deelnemers")
        assert "Kies eerst" in anna.said(nobody)


def test_the_page_of_a_message_has_one_main_action(anna: FormClient) -> None:
    path = begin(anna)
    for page in (anna.get(path).text, anna.post(path, onderwerp="", tekst="{onbekend}", stand="").text):
        main = page.partition("<main")[2]
        assert len(re.findall(r"<button(?![^>]*quiet)", main)) == 1, main
