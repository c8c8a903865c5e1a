"""The navigation of a meeting's pages: groups of links."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.render.content.words import settings_words, web_words


@dataclass(frozen=True, slots=True)
class NavLink:
    """A link of the navigation.

    Attributes:
        path: within the meeting.
        is_current: whether the page is the one that is shown, or one below it.
    """

    path: str
    name: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class NavGroup:
    """Links under one heading."""

    name: str
    links: tuple[NavLink, ...]


def navigation(path: str) -> tuple[NavGroup, ...]:
    """The navigation.

    Args:
        path: of the page that is shown, within the meeting.
    """
    return tuple(
        NavGroup(name, tuple(NavLink(each, title, _is_current(each, path)) for each, title in links.items()))
        for name, links in web_words()["nav"].items()
    )


def page_name(path: str) -> str:
    """What a page is called everywhere: as in the navigation, or as the form with settings."""
    links = {address: name for group in web_words()["nav"].values() for address, name in group.items()}
    groups = {f"/instellingen/{slug}": group["name"] for slug, group in settings_words()["group"].items()}
    return str((links | groups)[path])


def _is_current(link: str, path: str) -> bool:
    return path == link or (link != "/" and path.startswith(f"{link}/"))
