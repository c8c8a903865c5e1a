"""On the organiser's page what was not understood is read, taken over, mended or put aside, also without a mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from doubles.answered_event import AnsweredEvent, reply
from doubles.answering import mailed
from doubles.browser_users import NARROW, WIDE, Keys, Narrow, faults, needs_browser
from doubles.form_client import FormClient
from doubles.raw_http import SCRIPT
from doubles.released_letters import address
from doubles.web_server import Served, admit
from playwright.sync_api import Browser, expect

STRANGER = mailed("iemand@elders.example", f"1. Van {SCRIPT}\n\u202everkeerd\u202c\n2. Twee <b>dik</b>", subject=SCRIPT)
LONG = reply(1, "Beste mensen,\n\n" + "Dit past nergens bij. " * 200 + "\n\nGroet, Dirk", "kabinet@elders.example")


@pytest.fixture
def event(tmp_path: Path) -> AnsweredEvent:
    event = AnsweredEvent.create(tmp_path)
    event.collect(STRANGER, LONG, mailed(address(2), "3. Uit het hoofd."))
    admit(event.paths.output, "anna")
    return event


@pytest.fixture
def served(event: AnsweredEvent) -> Iterator[Served]:
    with Served(event.folder, event.paths.output, "2018-12-20T09:00") as running:
        yield running


@pytest.fixture
def anna(served: Served) -> FormClient:
    return served.signed_in()


def number_of(event: AnsweredEvent, sender: str) -> int:
    return next(each.id for each in event.waiting() if each.sender == sender)


def test_the_first_page_and_the_list_tell_what_waits(anna: FormClient) -> None:
    assert "<strong>3</strong> antwoorden om te bekijken" in anna.get("/").text
    page = anna.get("/antwoorden").text
    assert "3 berichten en pakketten om zelf te bekijken" in page
    assert "Van wie dit is, is niet te zeggen" in page
    assert "Dit past nergens bij" in page
    assert SCRIPT not in page


def test_a_message_is_shown_as_text_and_its_original_is_saved_never_shown(
    event: AnsweredEvent, anna: FormClient
) -> None:
    number = number_of(event, "iemand@elders.example")
    page = anna.get(f"/antwoorden/{number}").text
    assert SCRIPT not in page
    assert "&lt;b&gt;dik" in page
    assert "\u202e" not in page.partition("<pre")[2].partition("</pre>")[0]
    original = anna.get(f"/antwoorden/{number}/origineel")
    assert original.headers["Content-Type"] == "application/octet-stream"
    assert original.headers["Content-Disposition"].startswith("attachment; ")
    assert f"antwoord-{number}.eml" in original.headers["Content-Disposition"]
    assert original.headers["X-Content-Type-Options"] == "nosniff"
    assert original.content == STRANGER


def test_what_is_taken_over_counts_and_stands_under_what_was_decided(event: AnsweredEvent, anna: FormClient) -> None:
    number = number_of(event, "iemand@elders.example")
    path = f"/antwoorden/{number}"
    assert "Zeg van welke deelnemer" in anna.said(anna.post(f"{path}/overnemen", **{"vraag-1": "x"}))
    assert "Er is geen deelnemer 99" in anna.said(anna.post(f"{path}/overnemen", deelnemer="99", **{"vraag-1": "x"}))
    assert "Er staat nergens een antwoord" in anna.said(anna.post(f"{path}/overnemen", deelnemer="3"))
    for wrong in ("", "99"):  # what was typed is not lost by it
        typed = anna.post(f"{path}/overnemen", deelnemer=wrong, reden="belde", **{"vraag-3": "Lang <b>verhaal</b>"})
        assert all(each in typed.text for each in ("Lang &lt;b&gt;verhaal", 'value="belde"', f'value="{wrong}"'))
    fields = {"vraag-1": "Eén\r\ntwee", "vraag-2": " ", "met-naam": "ja"}
    said = anna.post(f"{path}/overnemen", deelnemer="3", reden="belde op", **fields)
    assert "Overgenomen als antwoord van D. 3 (0003)." in anna.said(said)
    assert (3, 1, "Eén\ntwee", True) in event.answers()
    assert "anna: " in said.text
    assert "belde op" in said.text
    assert "al over besloten" in anna.said(anna.post(f"{path}/opzij", reden="toch niet"))
    assert "teruggedraaid" in anna.said(anna.post(f"{path}/terug"))
    assert [each for each in event.answers() if each[0] == 3] == []
    assert "antwoord verbeterd en overgenomen" in anna.get("/werk").text


def test_what_is_put_aside_needs_a_reason(event: AnsweredEvent, anna: FormClient) -> None:
    number = number_of(event, address(2))
    assert (2, 3, "Uit het hoofd.", False) in event.answers(), "it counts, and waits"
    assert "Schrijf erbij waarom" in anna.said(anna.post(f"/antwoorden/{number}/opzij"))
    assert "Opzij gelegd" in anna.said(anna.post(f"/antwoorden/{number}/opzij", reden="nagevraagd: niet van haar"))
    assert [each for each in event.answers() if each[0] == 2] == []


def test_what_never_came_in_is_no_page(anna: FormClient) -> None:
    for path in ("/antwoorden/999", "/antwoorden/999/origineel", "/antwoorden/0"):
        assert anna.get(path).status_code == 404
    assert anna.post("/antwoorden/999/opzij", reden="x").status_code == 404


def test_without_the_token_of_a_page_nothing_is_decided(event: AnsweredEvent, anna: FormClient) -> None:
    number = number_of(event, address(2))
    assert anna.post(f"/antwoorden/{number}/opzij", token="x", reden="x").status_code == 403
    assert len(event.waiting()) == 3


@needs_browser
def test_the_pages_are_fit_for_everyone_at_every_width(event: AnsweredEvent, served: Served, browser: Browser) -> None:
    hand = Narrow(browser, served)
    hand.go("/")
    hand.sign_in()
    number = number_of(event, "kabinet@elders.example")
    for path in ("/antwoorden", f"/antwoorden/{number}"):
        for size in (NARROW, WIDE):
            hand.page.set_viewport_size(size)
            hand.go(path)
            assert hand.page.evaluate("document.documentElement.scrollWidth") <= size["width"]
            assert faults(hand.page) == []
    hand.context.close()


@needs_browser
def test_by_keyboard_alone_a_message_is_mended_and_taken_over(
    event: AnsweredEvent, served: Served, browser: Browser
) -> None:
    hand = Keys(browser, served)
    hand.go("/")
    hand.sign_in()
    hand.go("/antwoorden")
    hand.press(hand.link("iemand@elders.example"))
    hand.type("Nummer van de deelnemer", "4")
    hand.press(hand.button("Overnemen"))
    expect(hand.page.locator(".message")).to_contain_text("Overgenomen als antwoord van D. 4 (0004).")
    assert [each[:2] for each in event.answers() if each[0] == 4] == [(4, 1), (4, 2)]
    hand.context.close()


def test_many_that_wait_stand_on_pages(event: AnsweredEvent, anna: FormClient) -> None:
    event.collect(*(mailed(f"iemand{each:02}@elders.example", f"Tekst {each}.") for each in range(60)))
    first, second = anna.get("/antwoorden").text, anna.get("/antwoorden?page=2").text
    assert "63 berichten en pakketten om zelf te bekijken, bladzijde 1 van 2" in first
    assert f'<a href="{anna.base}/antwoorden?page=2">volgende</a>' in first
    shown = [each for each in range(60) if f"iemand{each:02}@" in first or f"iemand{each:02}@" in second]
    assert (first.count("<li>\n<h3>"), second.count("<li>\n<h3>"), len(shown)) == (50, 13, 60)
    assert anna.get("/antwoorden?page=99").text.count("<li>\n<h3>") == 13
