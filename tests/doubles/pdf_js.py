"""A reader of PDF unrelated to ours, pdf.js, in a real browser: it fills in a form and saves the file."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest
from house.modules import ROOT
from playwright.sync_api import Browser

BUILD = ROOT / ".venv" / "pdfjs" / "node_modules" / "pdfjs-dist" / "build"

needs_pdf_js = pytest.mark.skipif(not BUILD.is_dir(), reason="pdf.js is not installed: .ci/test-packages")

_FILL = """
async ([content, texts]) => {
    const reader = await import("/pdf.mjs");
    reader.GlobalWorkerOptions.workerSrc = "/pdf.worker.mjs";
    const data = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
    const document = await reader.getDocument({data}).promise;
    const fields = await document.getFieldObjects();
    for (const [name, value] of Object.entries(texts))
        for (const field of fields[name]) document.annotationStorage.setValue(field.id, {value});
    const saved = await document.saveDocument();
    let text = "";
    for (const code of saved) text += String.fromCharCode(code);
    return btoa(text);
}
"""


class _Quiet(SimpleHTTPRequestHandler):
    extensions_map: ClassVar = {**SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript"}

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def filled_in_a_browser(browser: Browser, pack: bytes, texts: Mapping[str, str]) -> bytes:
    """A pack with its fields filled in, as pdf.js saves it."""
    with _served(BUILD) as address:
        page = browser.new_page()
        page.goto(address)
        saved: str = page.evaluate(_FILL, [b64encode(pack).decode(), dict(texts)])
        page.close()
    return b64decode(saved)
