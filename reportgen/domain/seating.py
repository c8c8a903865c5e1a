"""Who sits at which table: by likeness of municipalities, and stable under late changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from reportgen.domain.event import Theme
from reportgen.domain.municipality import Municipality
from reportgen.domain.participant import Office, Participant
from reportgen.domain.peers import distance
from reportgen.domain.population import Population

FEWEST = 3
"""People below which a table is no talk; a theme with fewer gives them to the next nearest theme."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its theme and the numbers of who sits there."""

    number: int
    theme: str
    seated: tuple[int, ...]


def seat(
    participants: Sequence[Participant],
    themes: Sequence[Theme],
    municipalities: Mapping[str, Municipality],
    populations: Mapping[str, Population],
    seats: int,
    before: Mapping[int, tuple[int, str]],
) -> tuple[Table, ...]:
    """The tables, numbered from 1, new ones in the order of the themes.

    The organiser's own table for a person wins. Whoever sat somewhere ``before`` (number → table and
    theme) stays, newcomers join the emptiest table of their theme. At a first seating people are dealt
    over the tables of their theme so that offices and provinces are mixed.

    Args:
        seats: people a table is meant for; a table is only overfull through the organiser's own column.
    """
    if not themes or not participants:
        return ()
    nearest = {
        person.number: _themes_by_likeness(person, themes, municipalities, populations) for person in participants
    }
    tables: dict[int, list[int]] = defaultdict(list)
    theme_of: dict[int, str] = dict(before.values())
    newcomers = []
    for person in participants:
        if person.table is not None:
            tables[person.table].append(person.number)
        elif person.number in before:
            tables[before[person.number][0]].append(person.number)
        else:
            newcomers.append(person)
    chosen = _chosen_themes(newcomers, nearest, themes, frozenset(theme_of.values()))
    for theme in themes:
        group = [person for person in newcomers if chosen[person.number] == theme.name]
        _deal(group, theme.name, tables, theme_of, seats, municipalities)
    return tuple(
        Table(number, theme_of.get(number) or _main_theme(seated, nearest), tuple(sorted(seated)))
        for number, seated in sorted(tables.items())
        if seated
    )


def _themes_by_likeness(
    person: Participant,
    themes: Sequence[Theme],
    municipalities: Mapping[str, Municipality],
    populations: Mapping[str, Population],
) -> tuple[str, ...]:
    """The themes from most to least fitting: distance to the nearest of the theme's examples."""

    def how_far(theme: Theme) -> float:
        if person.code in theme.examples:
            return -1.0
        own = municipalities[person.code], populations[person.code]
        return min(
            (distance(*own, municipalities[code], populations[code]) for code in theme.examples),
            default=float("inf"),
        )

    return tuple(theme.name for theme in sorted(themes, key=how_far))


def _chosen_themes(
    newcomers: Sequence[Participant],
    nearest: Mapping[int, tuple[str, ...]],
    themes: Sequence[Theme],
    standing: frozenset[str],
) -> dict[int, str]:
    """The theme of each newcomer; themes too small for a table are closed one by one, smallest first."""
    open_themes = {theme.name for theme in themes}
    while True:
        chosen = {
            person.number: next(name for name in nearest[person.number] if name in open_themes) for person in newcomers
        }
        sizes = {name: list(chosen.values()).count(name) for name in sorted(open_themes - standing)}
        small = [name for name, size in sizes.items() if 0 < size < FEWEST]
        if not small or len(open_themes) == 1:
            return chosen
        open_themes.remove(min(small, key=lambda name: (sizes[name], name)))


def _deal(
    group: Sequence[Participant],
    theme: str,
    tables: dict[int, list[int]],
    theme_of: dict[int, str],
    seats: int,
    municipalities: Mapping[str, Municipality],
) -> None:
    """Adds a group to the tables of its theme, opening as many new ones as it needs, evenly filled."""
    standing = [number for number, name in theme_of.items() if name == theme]
    room = sum(max(0, seats - len(tables[number])) for number in standing)
    needed = ceil((len(group) - room) / seats) if len(group) > room else 0
    if standing and len(group) - room < FEWEST:
        needed = 0  # a few late ones squeeze in rather than sit alone at a new table
    first = max([0, *tables, *theme_of]) + 1
    opened = list(range(first, first + needed))
    theme_of.update(dict.fromkeys(opened, theme))
    at = sorted({*standing, *opened})
    mixed = sorted(group, key=lambda person: _mixing_order(person, municipalities))
    for person in mixed:
        number = min(at, key=lambda number: (len(tables[number]), number))
        tables[number].append(person.number)


def _mixing_order(person: Participant, municipalities: Mapping[str, Municipality]) -> tuple[int, str, str, int]:
    """Dealing in this order spreads offices first, then provinces, then colleagues of one municipality."""
    return (
        list(Office).index(person.office),
        municipalities[person.code].province,
        person.code,
        person.number,
    )


def _main_theme(seated: Sequence[int], nearest: Mapping[int, tuple[str, ...]]) -> str:
    """The theme that fits most people of a table the organiser made."""
    firsts = [nearest[number][0] for number in seated]
    return max(sorted(set(firsts)), key=firsts.count)
