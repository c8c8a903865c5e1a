"""Who sits at which table: by likeness of municipalities, and stable under late changes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heapreplace
from math import ceil

from reportgen.domain.figures.population import Population
from reportgen.domain.pack.sections import LazyMapping
from reportgen.domain.people.participant import Office, Participant
from reportgen.domain.places.municipality import Municipality
from reportgen.domain.places.peers import distance
from reportgen.domain.programme.event import Theme

MIN_PEOPLE = 3
"""People below which a table is no talk; a theme with fewer gives them to the next nearest theme."""


MAX_EXTRA_PEOPLE = 2
"""People a full table takes in when the alternative is a table of one or two."""


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
    over the tables of their theme so that offices and provinces are mixed. Guests, who are of no
    municipality, are spread over the tables there are.

    Args:
        seats: people a table is meant for; a table is only overfull through the organiser's own column.
    """
    if not themes or not participants:
        return ()
    here = {person.code for person in participants if person.code in municipalities}
    likeness = LazyMapping(here, lambda code: _themes_by_likeness(code, themes, municipalities, populations))
    code_of = {person.number: person.code for person in participants if person.code in here}
    nearest = LazyMapping(code_of, lambda number: likeness[code_of[number]])
    tables: dict[int, list[int]] = defaultdict(list)
    newcomers: list[Participant] = []
    guests: list[Participant] = []
    for person in participants:
        at = person.table if person.table is not None else before.get(person.number, (None, ""))[0]
        if at is None:
            (newcomers if person.number in nearest else guests).append(person)
        else:
            tables[at].append(person.number)
    kept = dict(before.values())
    theme_of = {at: kept.get(at) or _main_theme(seated, nearest, themes[0].name) for at, seated in tables.items()}
    taken = {*tables, *kept}  # a table that emptied keeps its number for itself
    chosen = _chosen_themes(newcomers, nearest, frozenset(theme_of.values()))
    late = []
    for theme in themes:
        group = [person for person in newcomers if chosen[person.number] == theme.name]
        late += _deal(group, theme.name, tables, theme_of, taken, seats, municipalities)
    for person in late:
        at = _with_room(nearest[person.number], tables, theme_of, seats)
        tables[at].append(person.number)
    _spread(guests, themes[0].name, tables, theme_of, taken, seats, municipalities)
    return tuple(Table(at, theme_of[at], tuple(sorted(seated))) for at, seated in sorted(tables.items()))


def _themes_by_likeness(
    code: str,
    themes: Sequence[Theme],
    municipalities: Mapping[str, Municipality],
    populations: Mapping[str, Population],
) -> tuple[str, ...]:
    """The themes from most to least fitting: distance to the nearest of the theme's examples."""

    def how_far(theme: Theme) -> float:
        if code in theme.examples:
            return -1.0
        own = municipalities[code], populations[code]
        return min(
            (distance(*own, municipalities[other], populations[other]) for other in theme.examples),
            default=float("inf"),
        )

    return tuple(theme.name for theme in sorted(themes, key=how_far))


def _chosen_themes(
    newcomers: Sequence[Participant], nearest: Mapping[int, tuple[str, ...]], standing: frozenset[str]
) -> dict[int, str]:
    """The theme of each newcomer; themes too small for a table are closed one by one, smallest first."""
    firsts = {nearest[person.number][0] for person in newcomers}
    while True:
        there = firsts | standing
        chosen = {person.number: next(name for name in nearest[person.number] if name in there) for person in newcomers}
        sizes = Counter(chosen.values())
        small = [name for name in firsts - standing if sizes[name] < MIN_PEOPLE]
        if not small or len(there) == 1:
            return chosen
        firsts.remove(min(small, key=lambda name: (sizes[name], name)))


def _deal(
    group: Sequence[Participant],
    theme: str,
    tables: dict[int, list[int]],
    theme_of: dict[int, str],
    taken: set[int],
    seats: int,
    municipalities: Mapping[str, Municipality],
) -> list[Participant]:
    """Adds a group to the tables of its theme, opening as many new ones as it needs, evenly filled.

    One or two that are left over squeeze in rather than sit alone at a new table; who does not even fit
    so is given back.
    """
    standing = [at for at, name in theme_of.items() if name == theme]
    room = sum(max(0, seats - len(tables[at])) for at in standing)
    over = len(group) - room
    needed = min(ceil(over / seats), over // MIN_PEOPLE) if over >= MIN_PEOPLE else int(over > 0 and not theme_of)
    for _ in range(needed):
        at = max(taken, default=0) + 1
        taken.add(at)
        theme_of[at] = theme
        standing.append(at)
    left = []
    emptiest = [(len(tables[at]), at) for at in standing]
    heapify(emptiest)
    for person in sorted(group, key=lambda person: _mixing_order(person, municipalities)):
        if emptiest and (needed or emptiest[0][0] < seats + MAX_EXTRA_PEOPLE):
            seated, at = emptiest[0]
            tables[at].append(person.number)
            heapreplace(emptiest, (seated + 1, at))
        else:
            left.append(person)
    return left


def _with_room(
    themes: Sequence[str], tables: Mapping[int, Sequence[int]], theme_of: Mapping[int, str], seats: int
) -> int:
    """The table for someone whose own theme is full: the nearest theme with a free chair, else the emptiest."""

    def worth(at: int) -> tuple[bool, int, int, int]:
        full = len(tables[at]) >= seats
        fit = themes.index(theme_of[at]) if theme_of[at] in themes else len(themes)
        return (full, len(tables[at]) if full else fit, len(tables[at]), at)

    return min(theme_of, key=worth)


def _spread(
    guests: Sequence[Participant],
    theme: str,
    tables: dict[int, list[int]],
    theme_of: dict[int, str],
    taken: set[int],
    seats: int,
    municipalities: Mapping[str, Municipality],
) -> None:
    """Gives guests a chair where one is free, the fewest guests first; a meeting of guests alone is dealt out."""
    if not tables:
        _deal(guests, theme, tables, theme_of, taken, seats, municipalities)
        return
    best = [(len(seated) >= seats, 0, len(seated), at) for at, seated in tables.items()]
    heapify(best)
    for guest in guests:
        _, received, seated, at = best[0]
        tables[at].append(guest.number)
        heapreplace(best, (seated + 1 >= seats, received + 1, seated + 1, at))


def _mixing_order(person: Participant, municipalities: Mapping[str, Municipality]) -> tuple[int, str, str, int]:
    """Dealing in this order spreads offices first, then provinces, then colleagues of one municipality."""
    return (
        list(Office).index(person.office),
        municipalities[person.code].province if person.code in municipalities else "",
        person.code,
        person.number,
    )


def _main_theme(seated: Sequence[int], nearest: Mapping[int, tuple[str, ...]], otherwise: str) -> str:
    """The theme that fits most people of a table the organiser made."""
    firsts = [nearest[number][0] for number in seated if number in nearest] or [otherwise]
    return max(sorted(set(firsts)), key=firsts.count)
