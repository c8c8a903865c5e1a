"""The participants as a message sees them: what a selection asks of them, and what placeholders become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportgen.application.build.load_event import event_with_programme
from reportgen.application.lists.current_people import CurrentPeople, current_people
from reportgen.application.workspace import Workspace
from reportgen.domain.delivery.states import POSSIBLY_SENT, Delivery, LetterKind, State
from reportgen.domain.messages.selection import Candidate, Role, Standing, standings
from reportgen.domain.people.participant import Office, Participant
from reportgen.domain.places.municipality import COUNTRY
from reportgen.domain.programme.event import PASSING, Event, Session
from reportgen.domain.programme.rounds import Slot, rounds_of, sessions_by_slot
from reportgen.domain.programme.session_records import AssignedSession
from reportgen.render.content.message_text import personal_values

_ROLES = {Office.MAYOR: Role.MAYOR, Office.ALDERMAN: Role.ALDERMAN, Office.OTHER: Role.OTHER}


@dataclass(frozen=True, slots=True)
class MessagePerson:
    """Somebody who takes part.

    Attributes:
        values: what the placeholders become that are about them; empty where there is nothing to say.
        pack: the newest letter that brought them a pack, or may have; None without.
    """

    participant: Participant
    candidate: Candidate
    values: Mapping[str, str]
    pack: Delivery | None

    @property
    def number(self) -> int:
        """Their number."""
        return self.participant.number


@dataclass(frozen=True, slots=True)
class MessagePeople:
    """Everyone who takes part by the newest accepted list, by number.

    Attributes:
        event: with its programme, as it is now.
        unnumbered: who is new on the list and gets a number with the first message or build.
    """

    event: Event
    persons: tuple[MessagePerson, ...]
    unnumbered: frozenset[int]
    municipalities: Mapping[str, str]


def message_people(workspace: Workspace) -> MessagePeople:
    """Everyone who takes part, as the list, the event and the ledger are now; nothing is recorded.

    Raises:
        ReportgenError: event.toml, a list, the programme or the figures cannot be read.
    """
    people = current_people(workspace)
    event = event_with_programme(people.loaded, people.names)
    return _people(workspace, people, event)


def _people(workspace: Workspace, people: CurrentPeople, event: Event) -> MessagePeople:
    ledger, key = workspace.ledger, workspace.people_key
    letters = ledger.deliveries(workspace.key)
    standing, packs = standings(letters), _newest_packs(letters)
    seats, told = ledger.seats(key), ledger.sessions(key).newest()
    answered = {each.participant for each in ledger.answers(key).all()}
    slots = sessions_by_slot(rounds_of(event.sessions))
    shared = [each for each in event.sessions if _is_for_everyone(each)]
    persons = []
    for number, person in sorted(people.participants.items()):
        own = _sessions(told.get(number, ()), slots)
        attended = frozenset(f"{slot.round}/{slot.session}" for slot in own)
        candidate = Candidate(
            number,
            person.code,
            Role.GUEST if person.code == COUNTRY else _ROLES[person.office],
            standing.get(number, Standing.NONE),
            seats[number][0] if number in seats else None,
            attended,
            frozenset(each.name for each in event.kinds if person.code in each.municipalities),
            number in answered,
        )
        sessions = sorted(own.values(), key=lambda each: each.start)
        rooms = _rooms([*shared, *sessions])
        values = personal_values(person, people.municipalities, seats.get(number), sessions, rooms)
        persons.append(MessagePerson(person, candidate, values, packs.get(number)))
    known = {each.number for each in ledger.enrolled(key)}
    return MessagePeople(event, tuple(persons), frozenset(people.participants.keys() - known), people.municipalities)


def _newest_packs(letters: Sequence[Delivery]) -> dict[int, Delivery]:
    """The newest letter of each participant that brought a pack, or may have."""
    arrived = POSSIBLY_SENT | {State.BOUNCED}
    return {each.participant: each for each in letters if each.kind is LetterKind.PACK and each.state in arrived}


def _sessions(told: Sequence[AssignedSession], slots: Mapping[Slot, Session]) -> dict[Slot, Session]:
    """What somebody attends of the programme as it is now, by what their newest pack tells."""
    own = (Slot(each.round, each.session) for each in told if each.session)
    return {slot: slots[slot] for slot in own if slot in slots}


def _is_for_everyone(session: Session) -> bool:
    return not session.round and not session.audience and session.kind not in PASSING


def _rooms(sessions: Sequence[Session]) -> tuple[str, ...]:
    """The rooms of some sessions in order of time, each once."""
    return tuple(dict.fromkeys(each.room for each in sorted(sessions, key=lambda each: each.start) if each.room))
