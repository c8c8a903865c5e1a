"""Whose address changes after the letter left, on the organiser's page."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from doubles.form_client import FormClient
from doubles.small_event import PEOPLE
from doubles.web_server import Served

MOVED = "elders@gemeente.example"


def _text(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def _mail_everyone(anna: FormClient) -> None:
    stand = re.search(r'name="stand" value="([^"]+)"', anna.get("/vrijgeven").text)
    assert stand
    anna.post("/vrijgeven", stand=stand[1], aantal="7")
    anna.post("/versturen")
    assert "7 brieven verstuurd" in anna.wait()


def test_the_overview_and_a_participants_page_tell_where_the_letter_went(
    copy_of: Callable[[], tuple[Path, Path]],
) -> None:
    event, output = copy_of()
    with Served(event, output) as served:
        anna = served.signed_in()
        _mail_everyone(anna)
        assert "op de lijst staat nu" not in _text(anna.get("/").text)
        path = event / "deelnemers.csv"
        path.write_text(path.read_text("utf-8-sig").replace(PEOPLE[1][5], MOVED), "utf-8-sig")
        anna.post("/maken")
        assert "0 pakketten gemaakt" in anna.wait()
        told = re.search(r"/deelnemers/(\d+)\">[^<]*Meeuw</a>, Diemen: ([^<]+)", anna.get("/").text)
        assert told
        assert told[2].startswith(f"de brief ging naar {PEOPLE[1][5]}, en op de lijst staat nu {MOVED}.")
        assert f"op de lijst staat nu {MOVED}" in anna.get(f"/deelnemers/{told[1]}").text
