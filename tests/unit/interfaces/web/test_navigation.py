"""The navigation of a meeting leads to pages that are there."""

from __future__ import annotations

from reportgen.interfaces.web.navigation import navigation
from reportgen.interfaces.web.routes import PAGES


def test_every_link_of_the_navigation_has_a_page() -> None:
    links = [each.path for group in navigation("/") for each in group.links]
    assert len(links) == len(set(links))
    assert set(links) <= set(PAGES)


def test_the_page_that_is_shown_is_marked_and_so_is_the_one_above_it() -> None:
    for path, marked in (
        ("/", "/"),
        ("/deelnemers", "/deelnemers"),
        ("/deelnemers/7", "/deelnemers"),
        ("/lijsten", ""),
    ):
        links = [each.path for group in navigation(path) for each in group.links if each.is_current]
        assert links == ([marked] if marked else [])
