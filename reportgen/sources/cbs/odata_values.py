"""What both versions of OData have in common: an address, rows with the expected keys, texts, and groups in groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import SplitResult, urlsplit

from reportgen.errors import SourceError
from reportgen.i18n.message import said

TIMEOUT = (10.0, 120.0)
"""Seconds to wait for a connection, and for the next bytes of an answer; a page of 10,000 rows takes some ten."""

MAX_PAGES = 1_000
"""The most pages of one answer, at least 10,000 rows each: far above what is asked, and an end to links in a circle."""


def address_parts(address: str, example: str) -> SplitResult:
    """The parts of the address of a service.

    Args:
        example: such an address, for the message.

    Raises:
        SourceError: it is no address.
    """
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise SourceError(
            said("'{address}' is no address of open data", address=address),
            todo=said("give one like {example}", example=example),
        )
    return parts


def rows_in(value: object, *keys: str) -> list[Mapping[str, Any]]:
    """The rows of an answer, each with at least these keys.

    Raises:
        ValueError: it is something else.
    """
    wanted = set(keys)
    if not isinstance(value, list) or not all(isinstance(row, dict) and wanted <= row.keys() for row in value):
        raise ValueError("no list of rows with the expected keys")
    return value


def text_of(value: object) -> str:
    """A value as text without blanks around it; empty for none."""
    return str(value).strip() if value is not None else ""


def group_titles(group: object, groups: Mapping[str, Mapping[str, Any]], parent: str) -> tuple[str, ...]:
    """The titles of a group and of those it stands in, the nearest first; groups within each other end it.

    Args:
        group: its identifier.
        parent: the key of a group under which stands in which other it is.
    """
    found: dict[str, str] = {}
    at = str(group)
    while at in groups and at not in found:
        found[at] = text_of(groups[at]["Title"])
        at = str(groups[at].get(parent))
    return tuple(found.values())
