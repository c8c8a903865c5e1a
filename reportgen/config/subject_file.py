"""Folders of subjects: their schema, and reading them with their indicators."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError, field_validator

from reportgen.config.event_folder import EVENT_FILE
from reportgen.config.indicator_file import (
    EMBEDDED_INDICATORS,
    INDICATORS_FOLDER,
    KEY,
    indicators_in,
)
from reportgen.config.schema_fields import Line, TomlTable
from reportgen.config.text_places import with_known_places
from reportgen.config.toml_lines import line_of
from reportgen.config.validation import file_faults
from reportgen.domain.figures.indicator import Indicator, IndicatorKind
from reportgen.domain.figures.measure import measures_of
from reportgen.domain.figures.subject import Alike, Subject
from reportgen.errors import ConfigurationError
from reportgen.i18n.message import joined, said

SUBJECT_FILE = "subject.toml"

SUBJECTS_FOLDER = "subjects"
"""The folder in an event's folder with subjects of its own."""

_PACKAGE = Path(__file__).parents[1]
_INSTALLED = _PACKAGE / "_subjects"

EMBEDDED_SUBJECTS = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent / "data" / "subjects"
"""The folder of the subjects that come with the program, in a checkout and in an installed package."""

MeasureKey = Annotated[str, Field(pattern=r"^[a-z0-9-]+(/[A-Za-z0-9_-]+)?$", max_length=120)]


class AlikeTable(TomlTable):
    """In what comparable municipalities are alike, besides size and urbanity."""

    indicator: MeasureKey = Field(description="Key of a composition, which is compared as a whole, or of a figure.")
    step: float = Field(gt=0, description="Difference that counts as much as twice as many residents.")
    words: Annotated[str, Field(min_length=1, max_length=60)] = Field(
        description="What such municipalities are called."
    )


class SubjectFile(TomlTable):
    """A subject."""

    title: Line = Field(description="What it is about.")
    indicators: list[MeasureKey] = Field(min_length=1, description="Indicators, in the order in which they are told.")
    main: MeasureKey = Field("", description="The leading figure; the first one if absent.")
    columns: list[MeasureKey] = Field([], max_length=3, description="Figures in tables of municipalities.")
    steps: list[float] = Field([], max_length=3, description="Boundaries of the tints of the map; quartiles if absent.")
    alike: list[AlikeTable] = Field([], description="What makes municipalities comparable.")
    words: dict[str, str] = Field({}, description="Texts that take the place of the usual ones.")

    @field_validator("steps")
    @classmethod
    def _rise(cls, steps: list[float]) -> list[float]:
        if any(one >= other for one, other in pairwise(steps)):
            raise ValueError("each boundary is larger than the one before")
        return steps

    @field_validator("words")
    @classmethod
    def _have_known_places(cls, words: dict[str, str]) -> dict[str, str]:
        for name, text in words.items():
            try:
                with_known_places(text)
            except ValueError as fault:
                raise ValueError(said("{name}: {reason}", name=name, reason=fault)) from None
        return words


def subjects_in(event: Path | None) -> dict[str, Path]:
    """The folders of subjects by key; those of an event go before those of the program."""
    folders = (EMBEDDED_SUBJECTS, *([event / SUBJECTS_FOLDER] if event else ()))
    return {path.parent.name: path.parent for folder in folders for path in sorted(folder.glob(f"*/{SUBJECT_FILE}"))}


def subject_of(key: str, event: Path | None = None, more: Sequence[str] = ()) -> Subject:
    """A subject with its indicators: those beside it go before those of the event, and these before the program's.

    Args:
        key: of the subject.
        event: folder of an event, which may have subjects and indicators of its own.
        more: keys of indicators that are told after those of the subject.

    Raises:
        ConfigurationError: there is no such subject, or a file of it has faults; all are named.
    """
    found = subjects_in(event)
    if key not in found:
        raise ConfigurationError(
            said("There is no subject '{key}'", key=key),
            where=str(event / EVENT_FILE) if event else "",
            todo=said(
                "take one of: {found}; or add a folder {folder}/{key}",
                found=", ".join(sorted(found)) or said("none"),
                folder=SUBJECTS_FOLDER,
                key=key,
            ),
        )
    path = found[key] / SUBJECT_FILE
    own = (event / INDICATORS_FOLDER,) if event else ()
    indicators = indicators_in((EMBEDDED_INDICATORS, *own, found[key] / INDICATORS_FOLDER))
    subject = _subject(key, path, indicators)
    if absent := [each for each in more if each not in indicators]:
        raise ConfigurationError(
            said("figures.indicators: there is no indicator {absent}", absent=", ".join(absent)),
            where=str(event / EVENT_FILE) if event else "",
            todo=said(
                "take one of: {indicators}; or add a file {folder}/{absent}.toml",
                indicators=", ".join(sorted(indicators)),
                folder=INDICATORS_FOLDER,
                absent=absent[0],
            ),
        )
    told = {each.key: each for each in (*subject.indicators, *(indicators[key] for key in more))}
    return replace(subject, indicators=tuple(told.values()))


def _subject(key: str, path: Path, indicators: Mapping[str, Indicator]) -> Subject:
    if not KEY.fullmatch(key):
        raise ConfigurationError(
            said("{key}: the name of a subject holds small letters, digits and hyphens only", key=key)
        )
    try:
        text = path.read_text("utf-8-sig")
        file = SubjectFile.model_validate(tomllib.loads(text))
    except ValidationError as fault:
        told = joined(file_faults(fault, text, path.name))
        raise ConfigurationError(told, where=str(path), todo="mend these lines") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError, ValueError) as fault:
        raise ConfigurationError(
            said("{name} cannot be read: {reason}", name=path.name, reason=fault), where=str(path), todo="mend it"
        ) from None
    if absent := [each for each in file.indicators if each not in indicators]:
        raise ConfigurationError(
            said(
                "{name}, line {line}: there is no indicator {absent}",
                name=path.name,
                line=line_of(text, ["indicators"]),
                absent=", ".join(absent),
            ),
            where=str(path),
            todo=said("take one of: {indicators}", indicators=", ".join(sorted(indicators))),
        )
    chosen = tuple(indicators[each] for each in file.indicators)
    measures = {measure.key for each in chosen for measure in measures_of(each)}
    whole = {each.key for each in chosen if each.kind is IndicatorKind.COMPOSITION}
    main = file.main or next(measure.key for each in chosen for measure in measures_of(each))
    named = {"main": [main], "columns": file.columns, "alike": [each.indicator for each in file.alike]}
    faults = [
        said(
            "{file}, line {line}: {where} names {key}, which is none of its figures",
            file=path.name,
            line=line_of(text, [where]),
            where=where,
            key=each,
        )
        for where, keys in named.items()
        for each in keys
        if each not in measures | (whole if where == "alike" else set())
    ]
    if faults:
        raise ConfigurationError(
            joined(faults),
            where=str(path),
            todo=said("take one of: {measures}", measures=", ".join(sorted(measures | whole))),
        )
    return Subject(
        key,
        file.title,
        chosen,
        main,
        tuple(file.columns),
        tuple(Alike(each.indicator, each.step, each.words) for each in file.alike),
        tuple(file.steps),
        dict(file.words),
    )
