"""Organisers with a real browser: by mouse, by keyboard alone, on a narrow screen, and without script."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from doubles.small_event import PEOPLE, small_event
from doubles.upcoming import upcoming
from doubles.web_server import PASSWORD, Served
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_browser = pytest.mark.skipif(not CHROMIUM, reason="there is no chromium on this machine")

expect.set_options(timeout=30_000)  # as long as the browser is waited for; five seconds are short on a busy machine

WIDE, NARROW = {"width": 1200, "height": 800}, {"width": 360, "height": 740}
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")

MOST_TABS = 200
"""More than any page of a small event takes."""

TABS_BETWEEN = """each => {
    const kinds = "a[href], button, input:not([type=hidden]), select, summary, [tabindex]";
    const takesFocus = one => one.tabIndex >= 0 && !one.disabled && one.getClientRects().length;
    const order = [...document.querySelectorAll(kinds)].filter(takesFocus);
    const active = document.activeElement;
    const before = order.filter(one => active.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING);
    const at = order.includes(active) ? order.indexOf(active) : active === document.body ? -1 : before.length - 1;
    return order.indexOf(each) - at;
}"""
"""How often Tab is pressed from where the focus is to an element; negative: backwards."""


CUT_OFF = """() => [...document.querySelectorAll(".wide:has(.stack, .people)")]
    .filter(each => each.scrollWidth > each.clientWidth + 1).map(each => each.ariaLabel || each.innerText)"""
"""The lists that stand as blocks on a narrow screen, and are cut off there all the same."""

MESSAGE_KINDS = """() => [...document.querySelectorAll("#werk, .message")].filter(each => each.offsetParent)
    .map(each => `${each.className} ${Boolean(each.querySelector("progress")?.offsetParent)}`)"""
"""The messages that are seen on a page, each by its kind and by whether it shows progress."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's browser, without a screen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def mailed_event(folder: Path, port: int) -> Path:
    """A small event whose window is open now, and whose letters go to a mail server on this machine."""
    table = f'[mail]\nhost = "127.0.0.1"\nport = {port}\ntls = "none"\na_minute = 0\n'
    event = small_event(folder, PEOPLE, table)
    said = upcoming((event / "event.toml").read_text("utf-8"))
    for old, new in (
        (r'release = "automatic"', 'release = "by-hand"'),
        (r'sender = "outbox"', 'sender = "smtp"'),
    ):
        said = re.sub(old, new, said)
    (event / "event.toml").write_text(said, "utf-8")
    return event


def faults(page: Page) -> list[str]:
    """What axe finds wrong that is serious or worse."""
    options = {"runOnly": {"type": "tag", "values": list(RULES)}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options)
    return [
        f"{page.url}: {each['id']}: {node['html'][:200]}"
        for each in found.response["violations"]
        if each["impact"] in ("serious", "critical") or "best-practice" not in each["tags"]
        for node in each["nodes"]
    ]


class Hand:
    """Someone with a mouse, and script; after every act there is a look at the page."""

    script = True
    size = WIDE
    past_policy = False

    def __init__(self, browser: Browser, served: Served) -> None:
        self.served = served
        self.context = browser.new_context(
            java_script_enabled=self.script, viewport=self.size, locale="nl-NL", bypass_csp=self.past_policy
        )
        self.context.set_default_timeout(30_000)
        self.page = self.context.new_page()
        self.wrong: list[str] = []
        self.page.on("pageerror", lambda fault: self.wrong.append(str(fault)))
        self.page.on("console", lambda said: self.wrong.append(said.text) if "Policy" in said.text else None)

    def look(self) -> None:
        """What must hold whatever the page is."""
        self.page.wait_for_load_state()
        assert self.wrong == []

    def go(self, path: str) -> None:
        """Opens a page by its address."""
        self.page.goto(self.served.url(path))
        self.look()

    def button(self, name: str) -> Locator:
        """A button by its words."""
        return self.page.get_by_role("button", name=name, exact=True)

    def link(self, name: str) -> Locator:
        """A link by its words, wherever it stands first."""
        return self.page.get_by_role("link", name=name, exact=True).first

    def field(self, label: str) -> Locator:
        """A field by its label."""
        return self.page.get_by_label(label, exact=True)

    def press(self, what: Locator) -> None:
        """Presses a button or follows a link."""
        what.click()
        self.look()

    def poke(self, what: Locator) -> None:
        """Presses a button that leaves the page where it is."""
        what.click()

    def open_page(self, name: str) -> None:
        """Chooses a page from the navigation, which opens from a button where there is no room for it."""
        menu = self.page.get_by_role("navigation")
        if not menu.is_visible():
            self.poke(self.button("Menu"))
        self.press(menu.get_by_role("link", name=name, exact=True))

    def tick(self, box: Locator) -> None:
        """Ticks a box."""
        box.check()

    def type(self, label: str, words: str) -> None:
        """Fills a field in."""
        self.field(label).fill(words)

    def choose(self, what: Locator, option: str) -> None:
        """Chooses from a list."""
        what.select_option(label=option)

    def bring(self, name: str, content: str) -> None:
        """Chooses a file, and offers it."""
        file: Any = {"name": name, "mimeType": "text/csv", "buffer": content.encode("utf-8-sig")}
        self.field("Bestand (CSV, Excel of ODS)").set_input_files(file)
        self.press(self.button("Bekijken wat dit geeft"))

    def sign_in(self, password: str = PASSWORD) -> None:
        """From the form to sign in."""
        self.type("Naam", "anna")
        self.type("Wachtwoord", password)
        self.press(self.button("Inloggen"))

    def done(self, said: str) -> None:
        """Waits for work to end, on a page that stays as it is."""
        expect(self.page.locator("#werk")).to_contain_text(said, timeout=120_000)
        self.look()

    def move(self, name: str, table: int) -> None:
        """Asks for another table for someone."""
        self.page.locator("li[draggable]", has_text=name).drag_to(self.page.locator(f"[data-drop='{table}']"))
        self.page.wait_for_url("**/verplaatsen?*")
        self.look()


class Keys(Hand):
    """Someone with a keyboard alone; wherever the focus comes is seen."""

    def __init__(self, browser: Browser, served: Served) -> None:
        super().__init__(browser, served)
        self.file: Any = None
        # Heard all the time: a browser that is told to hand its choosers over only now and then misses some.
        self.page.on("filechooser", lambda chooser: chooser.set_files(self.file))

    def reach(self, what: Locator) -> None:
        """Goes there with Tab, or back with Shift and Tab, and sees that the focus is shown."""
        expect(what).to_have_count(1)
        steps = int(what.evaluate(TABS_BETWEEN))
        for _ in range(abs(steps)):
            self.page.keyboard.press("Tab" if steps > 0 else "Shift+Tab")
        for _ in range(MOST_TABS):  # a page that changed meanwhile, or has another order than that of its elements
            if what.evaluate("each => each === document.activeElement"):
                assert self.is_seen(), f"the focus is not seen on {what}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not come at {what}")

    def is_seen(self) -> bool:
        """Whether the focus has a ring, and is on the screen."""
        return bool(
            self.page.evaluate("""() => {
                const each = document.activeElement, style = getComputedStyle(each), box = each.getBoundingClientRect();
                return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
                    && box.bottom > 0 && box.top < innerHeight && box.width > 0;
            }""")
        )

    def press(self, what: Locator) -> None:
        self.reach(what)
        with self.page.expect_navigation(timeout=20_000):
            self.page.keyboard.press("Enter")
        self.look()

    def poke(self, what: Locator) -> None:
        self.reach(what)
        self.page.keyboard.press("Space")

    def tick(self, box: Locator) -> None:
        self.reach(box)
        self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def type(self, label: str, words: str) -> None:
        self.reach(self.field(label))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def choose(self, what: Locator, option: str) -> None:
        self.reach(what)
        self.page.keyboard.press("Home")
        for _ in range(50):
            if what.evaluate("each => each.selectedOptions[0].label") == option:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"there is no {option}")

    def bring(self, name: str, content: str) -> None:
        self.reach(self.field("Bestand (CSV, Excel of ODS)"))
        self.file = {"name": name, "mimeType": "text/csv", "buffer": content.encode("utf-8-sig")}
        self.page.keyboard.press("Enter")
        expect(self.field("Bestand (CSV, Excel of ODS)")).to_have_value(re.compile(re.escape(name)))
        self.press(self.button("Bekijken wat dit geeft"))

    def move(self, name: str, table: int) -> None:
        self.press(self.page.locator("li[draggable]", has_text=name).get_by_role("link", name="Verplaats"))
        self.tick(self.page.get_by_role("radio", name=f"tafel {table}", exact=True))
        self.press(self.button("Bekijk wat dat verandert"))


class Narrow(Hand):
    """Someone on a telephone, and what axe sees of each page with each kind of message; nothing is too wide."""

    size = NARROW
    past_policy = True

    def __init__(self, browser: Browser, served: Served) -> None:
        super().__init__(browser, served)
        self.seen: set[tuple[str, tuple[str, ...]]] = set()

    def look(self) -> None:
        super().look()
        wide = self.page.evaluate("() => [document.documentElement.scrollWidth, innerWidth]")
        assert wide[0] <= wide[1], (self.page.url, wide)
        assert self.page.evaluate(CUT_OFF) == [], self.page.url
        seen = (self.page.title(), tuple(self.page.evaluate(MESSAGE_KINDS)))
        if seen not in self.seen:
            self.seen.add(seen)
            assert faults(self.page) == []

    def move(self, name: str, table: int) -> None:
        self.press(self.page.locator("li[draggable]", has_text=name).get_by_role("link", name="Verplaats"))
        self.tick(self.page.get_by_role("radio", name=f"tafel {table}", exact=True))
        self.press(self.button("Bekijk wat dat verandert"))


class Plain(Hand):
    """Someone whose browser runs no script."""

    script = False

    def done(self, said: str) -> None:
        for _ in range(600):
            again = self.page.locator("#werk").get_by_role("link", name="Ververs")
            if not again.count():
                break
            again.click()
            self.page.wait_for_timeout(200)
        expect(self.page.locator("#werk")).to_contain_text(said)
        self.look()

    move = Narrow.move
