"""Seating at tables: by similarity of municipalities to the examples of a theme, and stable under late changes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from heapq import heapify, heapreplace
from math import ceil

from reportgen.domain.pack.sections import LazyMapping
from reportgen.domain.people.participant import Office, Participant
from reportgen.domain.places.comparable import Comparability
from reportgen.domain.places.municipality import Municipality
from reportgen.domain.programme.event import Theme

MIN_PEOPLE = 3
"""Fewest people at a table; a theme with fewer gives them to the theme that fits them next best."""

MIN_MUNICIPALITIES = 2
"""Fewest municipalities of a theme, so that nobody talks with colleagues alone."""

MAX_EXTRA_PEOPLE = 2
"""People that are added to a full table when the alternative is a table of one or two."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its theme and the numbers of the participants at it."""

    number: int
    theme: str
    seated: tuple[int, ...]


def seats_at(tables: Iterable[Table]) -> tuple[tuple[int, int, str], ...]:
    """Who sits at these tables: participant, table, theme."""
    return tuple((number, table.number, table.theme) for table in tables for number in table.seated)


def seat(
    participants: Sequence[Participant],
    themes: Sequence[Theme],
    comparability: Comparability,
    seats: int,
    before: Mapping[int, tuple[int, str]],
) -> tuple[Table, ...]:
    """The tables, numbered from 1, new ones in the order of the themes.

    A table that the list gives a person comes first. Who was seated before stays there, newcomers join the emptiest
    table of their theme. At a first seating people are dealt over the tables of their theme so that offices and
    provinces are mixed, and colleagues of one municipality are apart where that is possible. Guests, who are of no
    municipality, are spread over the tables there are.

    Args:
        participants: everyone who takes part.
        themes: themes of the event, with municipalities as examples.
        comparability: how far municipalities are apart.
        seats: people a table is meant for; only the list itself puts more than ``MAX_EXTRA_PEOPLE`` beyond that.
        before: table and theme of an earlier seating, by participant number.
    """
    if not themes or not participants:
        return ()
    municipalities = comparability.municipalities
    present = {person.code for person in participants if person.code in municipalities}
    ranking = LazyMapping(present, lambda code: _themes_by_similarity(code, themes, comparability))
    code_of = {person.number: person.code for person in participants if person.code in present}
    nearest = LazyMapping(code_of, lambda number: ranking[code_of[number]])
    seating = _Seating(seats, municipalities)
    newcomers: list[Participant] = []
    guests: list[Participant] = []
    for person in participants:
        at = person.table if person.table is not None else before.get(person.number, (None, ""))[0]
        if at is None:
            (newcomers if person.number in nearest else guests).append(person)
        else:
            seating.tables[at].append(person.number)
    earlier = dict(before.values())
    for at, seated in seating.tables.items():
        seating.theme_of[at] = earlier.get(at) or _main_theme(seated, nearest, themes[0].name)
    seating.taken |= {*seating.tables, *earlier}  # a table that emptied keeps its number for itself
    chosen = _chosen_themes(newcomers, nearest, frozenset(seating.theme_of.values()))
    late = []
    for theme in themes:
        group = [person for person in newcomers if chosen[person.number] == theme.name]
        late += seating.deal(group, theme.name)
    for person in late:
        seating.add(person, nearest[person.number])
    seating.part_colleagues({person.number: person for person in newcomers}, code_of)
    seating.spread(guests, themes[0].name)
    return tuple(
        Table(at, seating.theme_of[at], tuple(sorted(seated))) for at, seated in sorted(seating.tables.items())
    )


@dataclass(slots=True)
class _Seating:
    """Tables while people are seated at them.

    Attributes:
        tables: participant numbers by table.
        theme_of: theme by table.
        taken: table numbers that are in use, or were.
    """

    seats: int
    municipalities: Mapping[str, Municipality]
    tables: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    theme_of: dict[int, str] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)

    def deal(self, group: Sequence[Participant], theme: str) -> list[Participant]:
        """Seats a group at the tables of its theme, evenly, and opens as many new ones as it needs.

        One or two that are left over join full tables rather than sit alone at a new one.

        Returns:
            Those for whom there is no place even so.
        """
        standing = [at for at, name in self.theme_of.items() if name == theme]
        free = sum(max(0, self.seats - len(self.tables[at])) for at in standing)
        over = len(group) - free
        alone = over > 0 and not self.theme_of
        needed = min(ceil(over / self.seats), over // MIN_PEOPLE) if over >= MIN_PEOPLE else int(alone)
        for _ in range(needed):
            at = max(self.taken, default=0) + 1
            self.taken.add(at)
            self.theme_of[at] = theme
            standing.append(at)
        people = sorted(group, key=lambda person: _mixing_order(person, self.municipalities))
        most = None if needed else self.seats + MAX_EXTRA_PEOPLE
        return self._fill(people, standing, lambda at: (len(self.tables[at]),), most)

    def add(self, person: Participant, themes: Sequence[str]) -> None:
        """Seats someone whose own theme is full: at the nearest theme with a free place, else the emptiest table."""

        def rank(at: int) -> tuple[bool, int, int, int]:
            full = len(self.tables[at]) >= self.seats
            fit = themes.index(self.theme_of[at]) if self.theme_of[at] in themes else len(themes)
            return (full, len(self.tables[at]) if full else fit, len(self.tables[at]), at)

        self.tables[min(self.theme_of, key=rank)].append(person.number)

    def part_colleagues(self, newcomers: Mapping[int, Participant], code_of: Mapping[int, str]) -> None:
        """Lets newcomers change places, within their theme and their office, so that no colleagues sit together.

        Args:
            code_of: the municipality of everyone who has one.
        """
        for at in sorted(self.tables):
            for number in sorted(self.tables[at]):
                if number in newcomers and self._has_colleague(number, at, code_of):
                    self._exchange(newcomers[number], at, newcomers, code_of)

    def _has_colleague(self, number: int, at: int, code_of: Mapping[int, str], instead_of: int = 0) -> bool:
        """Whether a table has somebody else of one's municipality; without the one whose place one takes."""
        others = (each for each in self.tables[at] if each not in (number, instead_of))
        return any(code_of.get(each) == code_of[number] for each in others)

    def _exchange(
        self, person: Participant, at: int, newcomers: Mapping[int, Participant], code_of: Mapping[int, str]
    ) -> None:
        """Changes places with the first newcomer for whom that brings no colleagues together."""
        for other in sorted(each for each in self.theme_of if self.theme_of[each] == self.theme_of[at] and each != at):
            for number in sorted(self.tables[other]):
                if number not in newcomers or newcomers[number].office is not person.office:
                    continue
                if self._has_colleague(person.number, other, code_of, number):
                    continue
                if not self._has_colleague(number, at, code_of, person.number):
                    self.tables[at][self.tables[at].index(person.number)] = number
                    self.tables[other][self.tables[other].index(number)] = person.number
                    return

    def spread(self, guests: Sequence[Participant], theme: str) -> None:
        """Seats guests where a place is free, the fewest guests first; guests alone are dealt over new tables."""
        if not self.tables:
            self.deal(guests, theme)
            return
        before = {at: len(seated) for at, seated in self.tables.items()}

        def load(at: int) -> tuple[int, ...]:
            seated = len(self.tables[at])
            return (seated >= self.seats, seated - before[at], seated)

        self._fill(guests, before, load, None)

    def _fill(
        self,
        people: Sequence[Participant],
        numbers: Iterable[int],
        load: Callable[[int], tuple[int, ...]],
        most: int | None,
    ) -> list[Participant]:
        """Seats each person at the table with the least load, and returns those whom no table takes.

        Args:
            numbers: the tables to fill.
            load: the load of a table, which grows with each person; of equal ones the lowest number is filled first.
            most: people at a table beyond which it takes nobody; None for no limit.
        """
        left = []
        queue = [(load(at), at) for at in numbers]
        heapify(queue)
        for person in people:
            at = queue[0][1] if queue else None
            if at is None or (most is not None and len(self.tables[at]) >= most):
                left.append(person)
                continue
            self.tables[at].append(person.number)
            heapreplace(queue, (load(at), at))
        return left


class SeatReason(StrEnum):
    """Why a municipality sits at a table with a theme."""

    EXAMPLE = "example"  # it is one of the theme's examples
    TYPE = "type"  # it is of the organiser's type that is called like the theme
    LIKE = "like"  # it resembles one of the examples
    OTHER_TYPE = "other-type"  # it resembles one, and is not of the type; no other theme was left


@dataclass(frozen=True, slots=True)
class SeatFit:
    """How a municipality fits a theme.

    Attributes:
        distance: to the nearest example.
        nearest: code of that example; empty where the theme has none.
    """

    reason: SeatReason
    distance: float
    nearest: str


def seat_fit(code: str, theme: Theme, comparability: Comparability) -> SeatFit:
    """Why a municipality sits at a theme, and how near it is to the theme's examples."""
    if code in theme.examples:
        return SeatFit(SeatReason.EXAMPLE, 0.0, code)
    near = min(((comparability.distance(code, each), each) for each in theme.examples), default=(float("inf"), ""))
    is_of_type = comparability.is_of_type(code, theme.name)
    reason = {True: SeatReason.TYPE, False: SeatReason.OTHER_TYPE, None: SeatReason.LIKE}[is_of_type]
    return SeatFit(reason, *near)


_FIRST = {SeatReason.EXAMPLE: 0, SeatReason.TYPE: 1, SeatReason.LIKE: 2, SeatReason.OTHER_TYPE: 3}


def _themes_by_similarity(code: str, themes: Sequence[Theme], comparability: Comparability) -> tuple[str, ...]:
    """The themes, the most fitting first: its own types, then by distance to the nearest of a theme's examples.

    A theme that is called like a type of the organiser's is for that type: others come there last.
    """

    def order(theme: Theme) -> tuple[int, float]:
        fit = seat_fit(code, theme, comparability)
        return _FIRST[fit.reason], fit.distance

    return tuple(theme.name for theme in sorted(themes, key=order))


def _chosen_themes(
    newcomers: Sequence[Participant], nearest: Mapping[int, tuple[str, ...]], standing: frozenset[str]
) -> dict[int, str]:
    """The theme of each newcomer; those with too few people or one municipality are dropped, the smallest first."""
    firsts = {nearest[person.number][0] for person in newcomers}
    while True:
        open_themes = firsts | standing
        chosen = {
            person.number: next(name for name in nearest[person.number] if name in open_themes) for person in newcomers
        }
        sizes = Counter(chosen.values())
        towns = Counter(name for name, _ in {(chosen[person.number], person.code) for person in newcomers})
        small = [name for name in firsts - standing if sizes[name] < MIN_PEOPLE or towns[name] < MIN_MUNICIPALITIES]
        if not small or len(open_themes) == 1:
            return chosen
        firsts.remove(min(small, key=lambda name: (sizes[name], name)))


def _mixing_order(person: Participant, municipalities: Mapping[str, Municipality]) -> tuple[int, str, str, int]:
    """An order in which dealing spreads offices first, then provinces, then colleagues of one municipality."""
    return (
        list(Office).index(person.office),
        municipalities[person.code].province if person.code in municipalities else "",
        person.code,
        person.number,
    )


def _main_theme(seated: Sequence[int], nearest: Mapping[int, tuple[str, ...]], otherwise: str) -> str:
    """The theme that fits most people of a table whose people the list gives."""
    firsts = [nearest[number][0] for number in seated if number in nearest] or [otherwise]
    return max(sorted(set(firsts)), key=firsts.count)
