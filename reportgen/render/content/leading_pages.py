"""Divides the pages for somebody who leads sessions before they are laid out: who attends them, and a note."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PEOPLE_PER_PAGE = 24


def leading_pages(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The pages of the sessions that a reader leads; each session begins a page, and a long list continues."""
    pages: list[dict[str, Any]] = []
    for session in content["sessions"]:
        people = session["people"]
        for start in range(0, max(1, len(people)), PEOPLE_PER_PAGE):
            pages.append({"led": session, "first": start == 0, "people": people[start : start + PEOPLE_PER_PAGE]})
    return pages
