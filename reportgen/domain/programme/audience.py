"""Who a session is for: what stands under ``Voor``, as the people it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from reportgen.domain.people.participant import Office, Participant, full_name
from reportgen.domain.places.municipality import COUNTRY
from reportgen.domain.programme.assignment import Assignment
from reportgen.domain.programme.event import MunicipalityType, Session
from reportgen.domain.programme.rounds import Round, Slot, plain, session_key
from reportgen.domain.programme.seating import Table

EVERYONE = frozenset(["iedereen", "allen", "alle", "alle deelnemers", "alle aanwezigen", "deelnemers", "open"])

GUESTS = frozenset(["gast", "gasten", "de gasten", "genodigden"])

OFFICES = {
    **dict.fromkeys(("burgemeester", "burgemeesters", "de burgemeesters"), Office.MAYOR),
    **dict.fromkeys(("wethouder", "wethouders", "de wethouders"), Office.ALDERMAN),
    **dict.fromkeys(("ambtenaar", "ambtenaren", "overigen", "overige deelnemers", "anderen"), Office.OTHER),
}

PEOPLE_OF = ("deelnemers van", "deelnemers aan", "deelnemers", "groep", "sessie", "workshop")
"""Words before the code of a session whose people are meant."""

MAX_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class Audience:
    """Who a session is for.

    Attributes:
        everyone: whether it is for everyone; then the rest is empty.
        people: numbers of participants.
        sessions: keys of sessions whose people may attend it as well.
        unknown: what nobody is known by, with the nearest names there are.
    """

    everyone: bool = True
    people: frozenset[int] = frozenset()
    sessions: frozenset[str] = frozenset()
    unknown: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def admits(self, number: int) -> bool:
        """Whether a participant may attend it, whatever else they attend."""
        return self.everyone or number in self.people


def outsiders(
    assignment: Assignment, leaders: Mapping[Slot, Sequence[int]], audiences: Mapping[Slot, Audience]
) -> frozenset[tuple[int, Slot]]:
    """Who attends a session that is for others, with that session: by who leads it, whom it names, and what admits.

    Args:
        audiences: who each session is for; one that is left out is for everyone.
    """
    attended: dict[int, set[str]] = {}
    for each in assignment.placements:
        attended.setdefault(each.number, set()).add(each.session)
    return frozenset(
        (each.number, each.slot)
        for each in assignment.placements
        if each.session
        and (audience := audiences.get(each.slot))
        and not audience.admits(each.number)
        and each.number not in leaders.get(each.slot, ())
        and not audience.sessions & (attended[each.number] - {each.session})
    )


class AudienceReader:
    """Reads audiences by the people, themes, types of municipalities and sessions of one event."""

    def __init__(
        self,
        participants: Iterable[Participant],
        tables: Iterable[Table],
        types: Iterable[MunicipalityType],
        municipalities: Mapping[str, str],
        rounds: Iterable[Round],
    ) -> None:
        """Takes what can be named.

        Args:
            tables: whose themes may be named; theme and people at it.
            municipalities: code → name.
        """
        people = tuple(participants)
        self._sessions = {plain(name): key for each in rounds for name, key in _names_of_sessions(each)}
        self._groups: dict[str, frozenset[int]] = {}
        for name, code in ((plain(name), code) for code, name in municipalities.items()):
            self._add(name, (each.number for each in people if each.code == code))
        for person in people:
            self._add(plain(full_name(person.name)), [person.number])
            self._add(plain(person.email), [person.number])
        for each in types:
            self._add(plain(each.name), (person.number for person in people if person.code in each.municipalities))
        themes: dict[str, set[int]] = {}
        for table in tables:
            themes.setdefault(plain(table.theme), set()).update(table.seated)
        for theme, seated in themes.items():
            self._groups[theme] = frozenset(seated)
        for word, office in OFFICES.items():
            self._groups[word] = frozenset(each.number for each in people if _holds(each, office))
        for word in GUESTS:
            self._groups[word] = frozenset(each.number for each in people if each.code == COUNTRY)

    def audience_of(self, session: Session) -> Audience:
        """Who a session is for; what is unknown admits nobody."""
        if not session.audience:
            return Audience()
        people: set[int] = set()
        sessions: set[str] = set()
        unknown = []
        for term in session.audience:
            said = plain(term)
            if said in EVERYONE:
                return Audience()
            group, key = self._groups.get(said), self._session(said)
            if group is not None:
                people |= group
            elif key and key != session_key(session):
                sessions.add(key)
            else:
                unknown.append((term, self._suggestions(said)))
        return Audience(False, frozenset(people), frozenset(sessions), tuple(unknown))

    def _add(self, name: str, numbers: Iterable[int]) -> None:
        self._groups[name] = self._groups.get(name, frozenset()).union(numbers)

    def _session(self, said: str) -> str:
        """The key of the session that is named; empty where none is."""
        if said in self._sessions:
            return self._sessions[said]
        for words in PEOPLE_OF:
            if said.startswith(f"{words} ") and (key := self._sessions.get(said.removeprefix(f"{words} "))):
                return key
        return ""

    def _suggestions(self, said: str) -> tuple[str, ...]:
        return tuple(get_close_matches(said, sorted({*self._groups, *self._sessions}), MAX_SUGGESTIONS, 0.8))


def _holds(person: Participant, office: Office) -> bool:
    """Whether someone holds an office; guests hold none."""
    return person.office is office and person.code != COUNTRY


def _names_of_sessions(each: Round) -> Sequence[tuple[str, str]]:
    return [(name, key) for key, session in each.sessions.items() for name in (session.code, session.title) if name]
