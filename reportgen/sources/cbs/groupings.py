"""How a population is divided into origin groups: files with a name, a version, and sums that are checked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated

import msgspec

from reportgen.domain.figures.population import Grouping
from reportgen.errors import SourceError
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.sources.cbs.figure_source import Topic

FOLDER = EMBEDDED / "groupings"

Formula = tuple[tuple[int, str], ...]
"""Terms with their sign: ``A - B`` is ``((1, "A"), (-1, "B"))``."""

Sum = Annotated[str, msgspec.Meta(pattern=r"^\w+( [+-] \w+)*$")]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    version: str
    provenance: str
    table: str
    whole: Sum
    columns: dict[str, str]
    groups: Annotated[dict[str, Sum], msgspec.Meta(min_length=2)]
    checks: dict[str, Sum]


@dataclass(frozen=True)
class GroupingDefinition:
    """A grouping with how it is made from a table of CBS.

    Attributes:
        provenance: where the division comes from, in a sentence.
        table: the CBS table it is made from.
        columns: the titles of the columns it needs, as patterns, by our name.
        whole: everyone.
        groups: the sum of each group, in the order of the grouping.
        checks: what must be equal besides.
    """

    grouping: Grouping
    provenance: str
    table: str
    columns: Mapping[str, str]
    whole: Formula
    groups: Mapping[str, Formula]
    checks: Mapping[str, Formula]

    @cached_property
    def keys(self) -> frozenset[str]:
        """Everything its sums are made of."""
        formulas = (self.whole, *self.groups.values(), *self.checks.values())
        return frozenset(key for formula in formulas for _, key in formula) | frozenset(self.checks)

    def said(self, name: str) -> str:
        """The sum of a group, in words."""
        return "".join(f" {'+' if sign > 0 else '−'} {key}" for sign, key in self.groups[name]).removeprefix(" + ")

    def divided(self, counts: Mapping[str, int], what: str) -> dict[str, int]:
        """Residents by group.

        Args:
            counts: residents by key.
            what: what the counts are of, for the fault.

        Raises:
            SourceError: a key is missing, a group is below nothing, or the groups are not the whole.
        """
        if absent := sorted(self.keys - counts.keys()):
            raise SourceError(f"{what} has no count of {', '.join(absent)}")
        found = {name: _sum(formula, counts) for name, formula in self.groups.items()}
        below = [name for name, count in found.items() if count < 0]
        if below:
            raise SourceError(f"{what} has fewer than no residents in {', '.join(below)}")
        rest = _sum(self.whole, counts) - sum(found.values())
        if rest:
            raise SourceError(f"The groups of {what} do not add up: {rest:+,} residents are in none, or in two")
        astray = [name for name, formula in self.checks.items() if counts[name] != _sum(formula, counts)]
        if astray:
            raise SourceError(f"The groups of {what} do not add up to {', '.join(astray)}")
        return found


def grouping_in(path: Path) -> GroupingDefinition:
    """The division a file describes.

    Raises:
        SourceError: there is no such file, or it describes none.
    """
    todo = "restore the folder data/figures"
    try:
        file = msgspec.convert(tomllib.loads(path.read_text("utf-8")), _File)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as fault:
        raise SourceError(f"The grouping cannot be read: {fault}", where=str(path), todo=todo) from None
    return GroupingDefinition(
        Grouping(file.name, file.version, tuple(file.groups)),
        file.provenance,
        file.table,
        file.columns,
        _formula(file.whole),
        {name: _formula(text) for name, text in file.groups.items()},
        {name: _formula(text) for name, text in file.checks.items()},
    )


@cache
def seven_groups() -> GroupingDefinition:
    """The seven groups of the regional key figures."""
    return grouping_in(FOLDER / "seven.toml")


@cache
def eighteen_groups() -> GroupingDefinition:
    """The eighteen groups, our approximation of what the WRR counts with."""
    return grouping_in(FOLDER / "eighteen.toml")


def column_keys(topics: Iterable[Topic], titles: Mapping[str, str]) -> dict[str, str]:
    """The key of each column, by its title; counts only, where a title also stands above percentages.

    Raises:
        SourceError: no column has such a title, or several have.
    """
    known = tuple(topics)
    found = {}
    for name, title in titles.items():
        fitting = [
            topic
            for topic in known
            if re.fullmatch(title, _bare(topic.title)) and topic.unit.casefold() in ("aantal", "")
        ]
        if len(fitting) > 1:
            fitting = [topic for topic in fitting if any("achtergrond" in group.casefold() for group in topic.groups)]
        if len(fitting) != 1:
            raise SourceError(f"{len(fitting)} columns of the table are titled as '{name}' should be, instead of one")
        found[name] = fitting[0].key
    return found


def _formula(text: str) -> Formula:
    return tuple((-1 if sign.strip() == "-" else 1, key) for sign, key in re.findall(r"(^|(?<= )[+-] )(\w+)", text))


def _sum(formula: Formula, counts: Mapping[str, int]) -> int:
    return sum([sign * counts[key] for sign, key in formula])


def _bare(text: str) -> str:
    return " ".join(re.findall(r"[^\W\d_]+", text.casefold()))
