"""A file of an indicator written as a start, with a comment behind every line that somebody should look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomlkit

from reportgen.config.indicator_file import KEY, indicator_in
from reportgen.domain.figures.figure import Unit
from reportgen.domain.figures.indicator import Degree, Indicator, Period
from reportgen.errors import ConfigurationError, UsageError
from reportgen.i18n.message import said

REMARK = "nakijken"
"""What stands behind a line that was made up from a title."""


@dataclass(frozen=True, slots=True)
class IndicatorDraft:
    """What an indicator is to begin with.

    Attributes:
        value: the keys of its table [value].
        doubtful: keys whose value was made up, or may be another.
    """

    key: str
    short: str
    title: str
    unit: Unit
    decimals: int
    higher: str
    definition: str
    period: Period
    noun: str
    value: Mapping[str, object]
    summable: bool = False
    source: str = ""
    degree: Degree = Degree.HIGH
    doubtful: frozenset[str] = field(default_factory=frozenset)


def write_draft(folder: Path, draft: IndicatorDraft) -> tuple[Path, Indicator]:
    """Writes the file of an indicator in a folder, and reads it.

    Raises:
        UsageError: there is one with that key already, or it is no key.
        ConfigurationError: the draft is no indicator.
    """
    if not KEY.fullmatch(draft.key):
        raise UsageError(
            said("'{draft}' is no key of an indicator", draft=draft.key),
            todo="name one with --key, of small letters, digits and hyphens",
        )
    path = folder / f"{draft.key}.toml"
    if path.exists():
        raise UsageError("There is such an indicator already", where=str(path), todo="name another key with --key")
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{draft.key}-concept.toml"
    part.write_text(draft_text(draft), "utf-8")
    try:
        indicator_in(part)
    except ConfigurationError:
        part.unlink()
        raise
    part.rename(path)
    return path, indicator_in(path)


def draft_text(draft: IndicatorDraft) -> str:
    """The file of an indicator."""
    document: Any = tomlkit.document()
    head = {
        "kind": "value",
        "short": draft.short,
        "title": draft.title,
        "unit": str(draft.unit),
        "period": str(draft.period),
        "decimals": draft.decimals,
        "higher": draft.higher,
        "definition": draft.definition,
        **({"summable": True} if draft.summable else {}),
        **({"source": draft.source} if draft.source else {}),
    }
    value = tomlkit.table()
    for key, each in draft.value.items():
        at = tomlkit.inline_table()
        if isinstance(each, Mapping):
            at.update(each)
        value[key] = at if isinstance(each, Mapping) else each
    words = tomlkit.table()
    for key, each in {
        "noun": draft.noun,
        "statement": f"is {draft.noun}",
        "degree": str(draft.degree),
        "rose": "steeg",
        "fell": "daalde",
    }.items():
        words[key] = each
        if key in ("noun", "statement", "degree"):
            words[key].comment(REMARK)
    for key, each in head.items():
        document[key] = each
        if key in draft.doubtful:
            document[key].comment(REMARK)
    document["value"], document["words"] = value, words
    return tomlkit.dumps(document)
