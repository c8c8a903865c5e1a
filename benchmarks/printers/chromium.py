"""Chromium, driven by Playwright: one warm browser and one page of it, on the same HTML, with tags and an outline.

It has no running words, so each sheet gets page margins with its own; and fonts do not reach drawings that are
images, so the charts stand in the page. Its files are no PDF/A and no PDF/UA.
"""

from __future__ import annotations

import re
import shutil
import threading
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from playwright.sync_api import sync_playwright

from printers.naive import styles_of
from reportgen.render.content.pages import pack_html, pack_title
from reportgen.render.content.resources import FONTS
from reportgen.render.pdf.fields import field_font
from reportgen.render.printing.job import Job

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

_CHART = re.compile(r'<img class="chart" alt="[^"]*" src="data:image/svg\+xml;base64,([^"]*)">')
_SHEET = re.compile(
    r'<section class="sheet ([^"]*)" data-head="([^"]*)" data-meeting="([^"]*)" data-folio="([^"]*)" '
    r'data-source="([^"]*)">'
)


class _Fonts(BaseHTTPRequestHandler):
    """Serves the fonts, which the browser keeps from then on."""

    def do_GET(self) -> None:
        font = self.path.rpartition("/")[2]
        self.send_response(200)
        self.send_header("Content-Type", "font/ttf")
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Cache-Control", "max-age=86400, immutable")
        self.end_headers()
        self.wfile.write(FONTS[font].read_bytes() if font in FONTS else field_font())

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@contextmanager
def printer() -> Iterator[Callable[[Job], bytes]]:
    """A function that prints a pack."""
    with (
        ThreadingHTTPServer(("127.0.0.1", 0), _Fonts) as server,
        sync_playwright() as playwright,
    ):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        fonts = f"http://127.0.0.1:{server.server_address[1]}"
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox"])
        try:
            page = browser.new_page()

            def printed(job: Job) -> bytes:
                page.set_content(_html(job, fonts), wait_until="load")
                page.evaluate("document.fonts.ready.then(() => true)")
                return page.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)

            yield printed
        finally:
            browser.close()
            server.shutdown()


def _html(job: Job, fonts: str) -> str:
    html = pack_html(job.parts, pack_title(job.parts), job.author, job.made_for)
    html = _CHART.sub(lambda found: b64decode(found[1]).decode().replace("<svg ", '<svg role="img" ', 1), html)
    margins: list[str] = []

    def sheet(found: re.Match[str]) -> str:
        number = len(margins)
        margins.append(_margins(number, *found.groups()))
        return f'<section class="sheet {found[1]}" style="page: sheet{number}">'

    html = _SHEET.sub(sheet, html)
    css = "\n".join([*styles_of(job), *margins]).replace("pack:/font", fonts)
    return html.replace("</head>", f"<style>{css}</style></head>", 1)


def _margins(number: int, kind: str, head: str, meeting: str, folio: str, source: str) -> str:
    cover = kind.strip() == "cover"
    words = {
        "top-left": "" if cover else head,
        "top-right": "" if cover else meeting,
        "bottom-left": "" if cover else source,
        "bottom-right": folio,
    }
    inside = "".join(f"@{place} {{ content: {_css(said)} }} " for place, said in words.items())
    return f"@page sheet{number} {{ {inside} }}"


def _css(words: str) -> str:
    plain = words.replace("&amp;", "&").replace("&#39;", "'").replace("&#34;", '"').replace("\\", "\\\\")
    return '"' + plain.replace('"', '\\"') + '"'
