"""The kinds of packs as their templates make them: a folder with a list of sections, pages and a letter.

The program brings the folder of the briefing (``pack``, with its letter in ``mail``) and those of other kinds along. An
event may bring one of its own, ``templates/<kind>/``, or files in it that take the place of the program's.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from reportgen.domain.identifiers import BRIEFING
from reportgen.domain.pack.kinds import PackKind, PageTemplate, parse_sections
from reportgen.errors import ConfigurationError, foreign_faults_as
from reportgen.i18n.message import said
from reportgen.render.content.resources import TEMPLATES

TEMPLATES_FOLDER = "templates"
"""The folder of an event with templates of its own, by kind."""

SECTIONS_FILE = "sections.toml"
"""What a kind is called, and which pages it has where event.toml does not say."""

LETTER_FILES = ("subject.txt", "letter.txt", "letter.html")
"""What the letter of a kind is made of; with ``calendar.txt`` it carries the meeting for a calendar as well."""

CALENDAR_FILE = "calendar.txt"

MAX_TEMPLATE_CHARACTERS = 200_000
"""Bytes of one template: they go along with every part that is printed."""


@cache
def briefing() -> PackKind:
    """The briefing, as the program brings it along."""
    briefing = tomllib.loads((TEMPLATES / "pack" / SECTIONS_FILE).read_text("utf-8"))
    return PackKind(BRIEFING, briefing["title"], parse_sections(briefing["sections"]))


def load_pack_kind(event: Path, name: str, title: str = "", entries: Sequence[PageTemplate] = ()) -> PackKind:
    """A kind of pack of an event.

    Args:
        title, entries: what event.toml says; where it does not, the list of sections beside the templates does.

    Raises:
        ConfigurationError: there are no such templates, or they are not all there; all that is missing is named.
    """
    if name == BRIEFING:
        return briefing()
    files: dict[str, str] = {}
    where = event / TEMPLATES_FOLDER / name
    shipped = TEMPLATES / name
    for folder in (shipped, where):
        if folder != shipped or (folder / SECTIONS_FILE).is_file():
            files |= _read(folder)
    if not files:
        raise ConfigurationError(
            said("There are no templates for packs of the kind '{name}'", name=name),
            where=str(where),
            todo=said("put them there: a page for each section, and {files}", files=", ".join(LETTER_FILES)),
        )
    given = _sections(files.pop(SECTIONS_FILE, ""), where)
    try:
        pages = tuple(entries) or parse_sections(given.get("sections", ()))
    except (ValueError, TypeError) as fault:
        raise ConfigurationError(
            said("The sections of '{name}' are no list of sections: {reason}", name=name, reason=fault),
            where=str(where / SECTIONS_FILE),
            todo=said('write sections there, or in event.toml under kind = "{name}"', name=name),
        ) from None
    wanted = (*(f"{each.template}.html" for each in pages), *LETTER_FILES)
    if missing := [file for file in dict.fromkeys(wanted) if file not in files]:
        raise ConfigurationError(
            said("Packs of the kind '{name}' lack {missing}", name=name, missing=", ".join(missing)),
            where=str(where),
            todo="put the templates there, or take the sections out of the list",
        )
    return PackKind(name, title or str(given.get("title", "")) or name, pages, tuple(sorted(files.items())))


def page_template(kind: PackKind, page: str) -> str:
    """The name under which the template of a page is found."""
    return f"{kind.name if kind.templates else 'pack'}/{page}.html"


def letter_template(kind: PackKind, file: str) -> str:
    """The name under which a template of the letter is found."""
    return f"{kind.name if kind.templates else 'mail'}/{file}"


def has_calendar(kind: PackKind) -> bool:
    """Whether its letter carries the meeting for a calendar."""
    return not kind.templates or CALENDAR_FILE in dict(kind.templates)


def pack_kind_from_record(said: Mapping[str, Any] | None) -> PackKind:
    """A kind as an edition has kept it; without templates of its own it is the briefing as it is now."""
    if not said or not said["templates"]:
        return briefing()
    return PackKind(
        said["name"],
        said["title"],
        tuple(PageTemplate(**each) for each in said["entries"]),
        tuple((file, text) for file, text in said["templates"]),
    )


def _read(folder: Path) -> Iterator[tuple[str, str]]:
    """The templates in a folder, but for what an editor leaves there.

    Raises:
        ConfigurationError: one of them cannot be read, or is too long.
    """
    for path in sorted(folder.glob("[!.~]*")):
        if path.suffix not in (".html", ".txt", ".toml") or not path.is_file():
            continue
        try:
            text = path.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as fault:
            raise ConfigurationError(
                said("The template cannot be read: {reason}", reason=fault),
                where=str(path),
                todo="save it again as UTF-8",
            ) from None
        if len(text) > MAX_TEMPLATE_CHARACTERS:
            raise ConfigurationError(
                said(
                    "The template has {count} signs; {most} is the most",
                    count=len(text),
                    most=MAX_TEMPLATE_CHARACTERS,
                ),
                where=str(path),
                todo="make it shorter",
            )
        yield path.name, text


def _sections(text: str, where: Path) -> dict[str, Any]:
    path = str(where / SECTIONS_FILE)
    with foreign_faults_as(
        ConfigurationError, "The list of sections cannot be read", where=path, todo="mend that line"
    ):
        return tomllib.loads(text)
