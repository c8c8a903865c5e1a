"""An organiser without a browser: follows links and sends forms, with cookies and CSRF tokens."""

from __future__ import annotations

import re
import time
from html import unescape

import requests

OF_NO_MEETING = (
    *("/inloggen", "/uitloggen", "/welkom/", "/werk/stand", "/werk/stroom", "/werk/weg", "/vast/", "/favicon"),
    *("/nieuw", "/organisatoren"),
)
"""How paths begin that are of no meeting."""


def full_path(base: str, path: str) -> str:
    """A path of the server, from one within a meeting or of no meeting.

    Args:
        base: beginning of the addresses of the meeting.
    """
    return path if path.startswith((*OF_NO_MEETING, "/bijeenkomsten/")) else f"{base}{path}"


class FormClient:
    """Follows links and sends forms as a browser without script does, each on a connection of its own.

    A server may end an idle connection while the next request is on its way to it (RFC 9112, section 9.3.1). Browsers
    then send it again, requests does not; after a stall of the machine of five seconds it failed here.

    Args:
        address: of the server.
        base: beginning of the addresses of a meeting; paths are within it, but for those of no meeting.
    """

    def __init__(self, address: str, base: str = "") -> None:
        self.address, self.base = address, base
        self.session = requests.Session()
        self.session.headers["Connection"] = "close"

    def get(self, path: str, **more: object) -> requests.Response:
        """A page."""
        return self.session.get(self.url(path), timeout=120, **more)  # type: ignore[arg-type]

    def home(self, path: str = "/") -> requests.Response:
        """A page of no meeting."""
        return self.session.get(f"{self.address}{path}", timeout=120)

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"{self.address}{full_path(self.base, path)}"

    def token(self, path: str = "/") -> str:
        """What forms hold so that they are taken for ours."""
        found = re.search(r'name="bewijs" value="([^"]+)"', self.get(path).text)
        assert found, path
        return found[1]

    def post(self, path: str, files: object = None, token: str | None = None, **fields: object) -> requests.Response:
        """A form that is filled in and sent."""
        if token is None:
            token = self.token("/inloggen" if path == "/inloggen" else "/")
        return self.session.post(
            self.url(path),
            data={"bewijs": token, **fields},
            files=files,  # type: ignore[arg-type]
            timeout=120,
        )

    def said(self, answer: requests.Response) -> str:
        """What a page tells about the last act."""
        return " ".join(unescape(each) for each in re.findall(r'<p class="message [^>]*>([^<]*)</p>', answer.text))

    def wait(self, seconds: float = 240) -> str:
        """Waits until nothing is at work; what came of it."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            state = self.get("/werk/stand").json()
            if not state["running"]:
                return str(state["message"])
            time.sleep(0.2)
        raise AssertionError("the work does not end")
