"""Divisions of a population into origin groups, read from files with a name, a version, and sums that are checked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from reportgen.errors import FOREIGN_FAULTS, SourceError
from reportgen.i18n.message import said
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.sources.cbs.origin_groups import Grouping
from reportgen.sources.cbs.table_source import Topic
from reportgen.sources.cbs.typed_records import record_from

FOLDER = EMBEDDED / "groupings"

Formula = tuple[tuple[int, str], ...]
"""Terms with their sign: ``A - B`` is ``((1, "A"), (-1, "B"))``."""

_SUM = re.compile(r"\w+( [+-] \w+)*")


@dataclass(frozen=True)
class GroupingDefinition:
    """A grouping, and the sums by which it is made from a table of CBS.

    Attributes:
        provenance: where the division comes from, in a sentence.
        table: the CBS table it is made from.
        dimension: the dimension of that table whose keys are summed; empty where columns are.
        columns: the titles of the columns it needs, as patterns, by our name.
        whole: the sum that is everyone.
        groups: the sum of each group, in the order of the grouping.
        checks: sums that must be equal to the count of their key.
    """

    grouping: Grouping
    provenance: str
    table: str
    dimension: str
    columns: Mapping[str, str]
    whole: Formula
    groups: Mapping[str, Formula]
    checks: Mapping[str, Formula]

    @cached_property
    def keys(self) -> frozenset[str]:
        """Every key that occurs in its sums."""
        formulas = (self.whole, *self.groups.values(), *self.checks.values())
        return frozenset(key for formula in formulas for _, key in formula) | frozenset(self.checks)

    def residents_by_group(self, counts: Mapping[str, int], what: str) -> dict[str, int]:
        """Residents by group.

        Args:
            counts: residents by key.
            what: what the counts are of, for messages.

        Raises:
            SourceError: a key is missing, a group is negative, or the groups do not add up to the whole.
        """
        if absent := sorted(self.keys - counts.keys()):
            raise SourceError(said("{reason} has no count of {absent}", reason=what, absent=", ".join(absent)))
        found = {name: _sum(formula, counts) for name, formula in self.groups.items()}
        negative = [name for name, count in found.items() if count < 0]
        if negative:
            raise SourceError(
                said("{reason} has fewer than no residents in {negative}", reason=what, negative=", ".join(negative))
            )
        rest = _sum(self.whole, counts) - sum(found.values())
        if rest:
            raise SourceError(
                said(
                    "The groups of {reason} do not add up: {rest:+,} residents are in none, or in two",
                    reason=what,
                    rest=rest,
                )
            )
        wrong = [name for name, formula in self.checks.items() if counts[name] != _sum(formula, counts)]
        if wrong:
            raise SourceError(
                said("The groups of {reason} do not add up to {wrong}", reason=what, wrong=", ".join(wrong))
            )
        return found


@dataclass(frozen=True, slots=True)
class _GroupingFile:
    name: str
    version: str
    provenance: str
    table: str
    dimension: str
    whole: str
    columns: dict[str, str]
    groups: dict[str, str]
    checks: dict[str, str]


def grouping_in(path: Path) -> GroupingDefinition:
    """The grouping that a file defines.

    Raises:
        SourceError: there is no such file, or it defines none.
    """
    try:
        file = record_from(_GroupingFile, tomllib.loads(path.read_text("utf-8")))
        if len(file.groups) < 2:
            raise ValueError("'groups' has fewer than two groups")
        return GroupingDefinition(
            Grouping(file.name, file.version, tuple(file.groups)),
            file.provenance,
            file.table,
            file.dimension,
            file.columns,
            _formula(file.whole, "whole"),
            {name: _formula(text, f"groups.{name}") for name, text in file.groups.items()},
            {name: _formula(text, f"checks.{name}") for name, text in file.checks.items()},
        )
    except (OSError, *FOREIGN_FAULTS) as fault:
        raise SourceError(
            said("The grouping cannot be read: {reason}", reason=fault),
            where=str(path),
            todo="restore the folder data/figures",
        ) from None


@cache
def seven_groups() -> GroupingDefinition:
    """The seven groups of CBS's regional key figures."""
    return grouping_in(FOLDER / "seven.toml")


@cache
def eighteen_groups() -> GroupingDefinition:
    """The eighteen groups, our approximation of those in the WRR's study of diversity."""
    return grouping_in(FOLDER / "eighteen.toml")


def column_keys(topics: Iterable[Topic], titles: Mapping[str, str]) -> dict[str, str]:
    """The key of each column, found by its title; columns of percentages do not count.

    Args:
        titles: a pattern for the title, by our name of the column.

    Raises:
        SourceError: no column has such a title, or several have.
    """
    known = tuple(topics)
    found = {}
    for name, title in titles.items():
        fitting = [
            topic
            for topic in known
            if re.fullmatch(title, _letters_of(topic.title)) and topic.unit.casefold() in ("aantal", "")
        ]
        if len(fitting) > 1:
            fitting = [topic for topic in fitting if any("achtergrond" in group.casefold() for group in topic.groups)]
        if len(fitting) != 1:
            raise SourceError(
                said(
                    "{count} columns of the table are titled as '{name}' should be, instead of one",
                    count=len(fitting),
                    name=name,
                )
            )
        found[name] = fitting[0].key
    return found


def _formula(text: str, at: str) -> Formula:
    if not _SUM.fullmatch(text):
        raise ValueError(said("'{at}' is {text!r}, not a sum like 'a + b - c'", at=at, text=text))
    return tuple((-1 if sign.strip() == "-" else 1, key) for sign, key in re.findall(r"(^|(?<= )[+-] )(\w+)", text))


def _sum(formula: Formula, counts: Mapping[str, int]) -> int:
    return sum([sign * counts[key] for sign, key in formula])


def _letters_of(title: str) -> str:
    """A title in small letters, without digits and signs."""
    return " ".join(re.findall(r"[^\W\d_]+", title.casefold()))
