"""A reader of PDF unrelated to ours, pdf.js, in a real browser: it fills in a form and saves the file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest
from doubles.browser_users import chromium
from house.modules import ROOT

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


def filled_in_a_browser(pack: bytes, texts: Mapping[str, str]) -> bytes:
    """A pack with its fields filled in, as pdf.js saves it; in a process that has no other browser open."""
    task = json.dumps([b64encode(pack).decode(), dict(texts)])
    path = os.pathsep.join(sys.path)
    done = subprocess.run(
        [sys.executable, "-m", "doubles.pdf_js"],
        input=task,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert done.returncode == 0, done.stderr
    return b64decode(done.stdout)


def main() -> None:
    """Fills in what comes in, and says what comes out, in base64."""
    with _served(BUILD) as address, chromium() as browser:
        page = browser.new_page()
        page.goto(address)
        sys.stdout.write(page.evaluate(_FILL, json.load(sys.stdin)))


if __name__ == "__main__":
    main()
