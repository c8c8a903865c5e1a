"""What can be chosen in forms with settings, as far as it depends on the event: subjects, figures, files and kinds."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from reportgen.config.indicator_file import (
    EMBEDDED_INDICATORS,
    INDICATORS_FOLDER,
    embedded_indicators,
    indicators_in,
)
from reportgen.config.subject_file import SUBJECT_FILE, subject_of, subjects_in
from reportgen.domain.figures.subject_figures import SubjectFigures
from reportgen.domain.identifiers import BRIEFING
from reportgen.errors import FOREIGN_FAULTS, ReportgenError
from reportgen.render.content.words import web_words
from reportgen.sources.lists.columns import HEADINGS

TABLE_KINDS = (".csv", ".xlsx", ".ods", ".xls", ".tsv", ".txt")
"""Suffixes of files with rows."""

Choices = tuple[tuple[str, str], ...]
"""Values, each with what it is called."""


@cache
def usual_choices() -> dict[str, Choices]:
    """The choices that come with the program, by name of the field: what their values are called in any event."""
    subjects = [subject_of(key) for key in subjects_in(None)]
    measures = {each.key: each.title for subject in subjects for each in subject.measures}
    return {
        "figures.subject": tuple(_subjects(None)),
        "figures.indicators": tuple((key, each.title) for key, each in embedded_indicators().items()),
        "question.about": tuple(measures.items()),
        "pack.kind": tuple(_kinds({})),
    }


def event_choices(folder: Path, raw: Mapping[str, Any], figures: SubjectFigures | None) -> dict[str, Choices]:
    """The choices by name of the field, also of columns of rows.

    Args:
        raw: event.toml.
        figures: of the event; None where they cannot be read.
    """
    files = tuple((name, name) for name in _table_files(folder))
    found: dict[str, Choices] = {
        "figures.subject": tuple(_subjects(folder)),
        "figures.indicators": tuple(_indicators(folder)),
        "lists.files.file": files,
        "figures.own.file": files,
        "pack.kind": tuple(_kinds(raw)),
        "columns.name": tuple((each[0].capitalize(), each[0].capitalize()) for each in HEADINGS.values()),
    }
    if figures is not None:
        found["question.about"] = tuple((key, measure.title) for key, measure in figures.measures.items())
    return found


def _table_files(folder: Path) -> list[str]:
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        return []
    return [
        path.name
        for path in paths
        if path.suffix.casefold() in TABLE_KINDS
        and path.name.isprintable()
        and not path.name.startswith((".", "~", "programma."))
    ]


def _subjects(folder: Path | None) -> Iterator[tuple[str, str]]:
    for key, place in subjects_in(folder).items():
        try:
            yield key, str(tomllib.loads((place / SUBJECT_FILE).read_text("utf-8-sig"))["title"])
        except (OSError, *FOREIGN_FAULTS):
            yield key, key


def _indicators(folder: Path) -> Iterator[tuple[str, str]]:
    try:
        known = indicators_in((EMBEDDED_INDICATORS, folder / INDICATORS_FOLDER))
    except ReportgenError:
        known = indicators_in((EMBEDDED_INDICATORS,))
    yield from ((key, each.title) for key, each in known.items())


def _kinds(raw: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    names = {str(key): str(name) for key, name in web_words()["pack_kind"].items()}
    packs = raw.get("pack")
    there = [each.get("kind", BRIEFING) for each in packs if isinstance(each, dict)] if isinstance(packs, list) else []
    yield from names.items()
    yield from ((str(kind), str(kind)) for kind in dict.fromkeys(there) if kind not in names)
