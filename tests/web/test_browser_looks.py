"""Looking through packs and letters in a real browser, and mails that would do more than be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from doubles.browser_users import WIDE, Hand, Narrow, Plain, needs_browser
from doubles.web_server import Served
from playwright.sync_api import Browser, Response, Route, expect

from reportgen.interfaces.web.pages import letter as letter_page

pytestmark = needs_browser

EVIL = "https://evil.example"
HOSTILE = f"""<html><head><meta http-equiv="refresh" content="0; url={EVIL}/refreshed">
<link rel="stylesheet" href="{EVIL}/style.css"><base href="{EVIL}/"><script src="{EVIL}/x.js"></script>
<style>@import url({EVIL}/import.css); body {{ background: url({EVIL}/background.png) }}</style></head>
<body onload="fetch('{EVIL}/loaded')"><p>Geachte lezer</p><img src="{EVIL}/open.png" onerror="top.location='{EVIL}'">
<img src="/vast/page.css"><iframe src="/organisatoren"></iframe><object data="/"></object>
<form action="/uitloggen" method="post"><button autofocus>Verstuur</button></form>
<a href="{EVIL}/link">link</a> <a href="/uitloggen" target="_top">weg</a>
<script>parent.document.title = "kaap"; document.forms[0].submit(); top.location = "{EVIL}"</script></body></html>"""


@pytest.fixture
def anna(browser: Browser, served: Served) -> Iterator[Hand]:
    hand = Hand(browser, served)
    hand.go("/")
    hand.sign_in()
    yield hand
    hand.context.close()


@pytest.mark.parametrize("look", ["breed", "donker"])
def test_a_mail_that_would_run_fetch_send_or_leave_is_only_looked_at(
    anna: Hand, monkeypatch: pytest.MonkeyPatch, look: str
) -> None:
    read = letter_page.read_letter

    def hostile(*given: Any) -> Any:
        return replace(read(*given), html=HOSTILE)

    monkeypatch.setattr(letter_page, "read_letter", hostile)
    sent: list[str] = []  # what the policy refuses gets no response, and never came to the network

    def seen(response: Response) -> None:
        sent.append(response.url)

    def reached(route: Route) -> None:
        sent.append(route.request.url)
        route.fulfill(body="")

    anna.page.on("response", seen)
    anna.context.route(f"{EVIL}/**", reached)
    path = f"/deelnemers/2/brief/1?als={look}"
    anna.page.goto(f"{anna.served.address}{anna.served.base}{path}")
    mail = anna.page.frame_locator("iframe.mail")
    expect(mail.get_by_text("Geachte lezer")).to_be_visible()
    for name in ("link", "weg"):
        mail.get_by_role("link", name=name, exact=True).click()
    mail.get_by_role("button", name="Verstuur").click()
    anna.page.wait_for_timeout(500)
    assert [each for each in sent if "evil" in each] == []
    assert not any(each.endswith(("/uitloggen", "/organisatoren")) for each in sent)
    assert anna.page.url.endswith(path)
    assert "kaap" not in anna.page.title()
    anna.page.goto(f"{anna.served.address}{anna.served.base}/deelnemers/2/brief/1/opmaak")  # opened by itself
    anna.page.wait_for_timeout(500)
    assert [each for each in sent if "evil" in each] == []
    assert anna.served.signed_in().get("/").status_code == 200
    anna.page.goto(f"{anna.served.address}{anna.served.base}/")
    expect(anna.page.get_by_role("button", name="Uitloggen")).to_be_visible()


def test_a_pack_is_leafed_with_the_arrow_keys_and_each_page_is_as_good_to_use(browser: Browser, served: Served) -> None:
    hand = Narrow(browser, served)
    hand.go("/")
    hand.sign_in()
    hand.go("/deelnemers/2/pakket/1")
    heading = hand.page.get_by_role("heading", level=2)
    for key, number in (("ArrowRight", 2), ("ArrowRight", 3), ("ArrowLeft", 2)):
        hand.page.keyboard.press(key)
        expect(heading).to_contain_text(f"Bladzijde {number} van")
        hand.look()
    picture = hand.page.get_by_role("img", name="Bladzijde 2 van het pakket")
    assert picture.evaluate("async each => { await each.decode(); return each.naturalWidth }") > 600
    for path in (
        "/deelnemers/2/pakket/1/2",
        "/deelnemers/2/brief/1?als=smal",
        "/vrijgeven",
        "/deelnemers/2/vergelijken",
    ):
        hand.go(path)
        assert hand.page.evaluate("document.documentElement.scrollWidth") <= 360, path
    hand.context.close()


def test_without_script_the_links_leaf_and_the_sample_is_looked_through_one_after_the_other(
    browser: Browser, served: Served
) -> None:
    hand = Plain(browser, served)
    hand.go("/")
    hand.sign_in()
    hand.go("/vrijgeven")
    hand.press(hand.page.get_by_role("link", name="pakket van").first)
    hand.press(hand.link("Volgende bladzijde"))
    hand.press(hand.link("Vorige bladzijde"))
    hand.press(hand.button("Bekeken, naar de volgende"))
    expect(hand.page.get_by_text("1 brief afgevinkt als bekeken.")).to_be_visible()
    expect(hand.page.get_by_text("Brief 2 van 7")).to_be_visible()
    hand.press(hand.link("vorige brief"))
    expect(hand.page.get_by_text("U hebt deze brief bekeken")).to_be_visible()
    hand.press(hand.button("Vinkje weghalen"))
    expect(hand.page.get_by_text("Het vinkje bij 1 brief is weg.")).to_be_visible()
    hand.context.close()


def test_a_letter_opens_as_wide_as_there_is_room(browser: Browser, served: Served) -> None:
    hand = Narrow(browser, served)
    hand.go("/")
    hand.sign_in()
    hand.go("/deelnemers/2/brief/1")
    frame = hand.page.locator("iframe.mail")
    assert frame.evaluate("each => each.getBoundingClientRect().right <= innerWidth")
    hand.page.set_viewport_size(WIDE)
    assert frame.evaluate("each => each.clientWidth > 600")
    hand.context.close()
