"""Names with an apostrophe, as pages print them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

import pytest
from example import figures

from reportgen.render.content.pages import pages_of
from reportgen.render.content.parts import Part


@pytest.mark.parametrize("name", ["'s-Gravenhage", "Houten"])
def test_no_apostrophe_of_a_page_or_its_running_head_is_straight(
    packs: Mapping[str, tuple[Part, ...]], name: str
) -> None:
    """Houten has a district ’t Goy."""
    html = unescape(pages_of(packs[figures.code_of(name)], "Briefing", "VNG", "2018-12-10").html)
    assert "’" in html
    assert re.findall(r"[^\n]{0,20}'[st]\b[^\n]{0,20}", html) == []
