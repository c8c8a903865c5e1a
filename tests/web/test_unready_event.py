"""The page for release names what keeps letters back, and releases and sends none of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from doubles.web_server import Served


def test_a_text_that_is_not_filled_in_keeps_all_letters_back(copy_of: Callable[[], tuple[Path, Path]]) -> None:
    event, output = copy_of()
    path, own = event / "event.toml", 'title = "Diversiteit door migratie"'
    text = path.read_text("utf-8")
    path.write_text(text.replace(own, 'title = "[naam van de bijeenkomst]"'), "utf-8")
    with Served(event, output) as served:
        anna = served.signed_in()
        page = anna.get("/vrijgeven").text
        assert "houdt tegen</span> · de gegevens van de bijeenkomst: bij de titel is nog iets in te vullen" in page
        stand = re.search(r'name="stand" value="([^"]+)"', page)
        assert stand
        said = anna.said(anna.post("/vrijgeven", stand=stand[1], aantal="7"))
        assert said.startswith("Er is niets vrijgegeven: de bijeenkomst is nog niet klaar voor haar brieven.")
        assert "bij de titel is nog iets in te vullen (‘[naam van de bijeenkomst]’)" in said
        path.write_text(text, "utf-8")
        assert "7 brieven vrijgegeven" in anna.said(anna.post("/vrijgeven", stand=stand[1], aantal="7"))
        path.write_text(text.replace(own, 'title = "TODO"'), "utf-8")
        anna.post("/versturen")
        assert anna.wait().startswith("Er is niets verstuurd: de bijeenkomst is nog niet klaar")
        assert not (output / "outbox").exists()
