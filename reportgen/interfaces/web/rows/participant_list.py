"""Rows of the list of participants, from what the ledger holds, and the filter on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Self

from reportgen.domain.delivery.states import Delivery, LetterKind, State
from reportgen.domain.people.attendance import Attendance, AttendanceRecord
from reportgen.domain.people.participant import Enrolled, elided, folded
from reportgen.domain.places.municipality import COUNTRY
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.request import NotFound

NO_LETTER, CANCELLED, GONE, LEFT_OUT = "none", "cancelled", "gone", "left-out"
"""States of a participant without a letter, and of those who do not take part; see ``Attendance``."""

_ABSENT = {Attendance.CANCELLED: CANCELLED, Attendance.GONE: GONE, Attendance.LEFT_OUT: LEFT_OUT}

PAGE_SIZE = 50
"""Participants on a page."""

NEEDS_ATTENTION = (State.REFUSED, State.BOUNCED, State.UNCERTAIN, State.HELD)
"""States of a letter in which a person must act."""


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    """A participant as a row of the list.

    Attributes:
        municipality: its name, or the organisation of a guest.
        kind: see ``participant_kind``.
        table: 0 for nobody's table.
        state: of the last letter with a pack that counts, or NO_LETTER; of who does not take part, why.
        since: when that state began.
        recipient: the address of the last letter, or of the registration.
        cancellation: state of the last letter that says that they do not take part; empty without one, and once they
            take part again.
        new_address: the address of the registration, where the letter went to another; else empty.
    """

    number: int
    name: str
    municipality: str
    function: str
    kind: str
    table: int
    theme: str
    state: str
    since: datetime | None
    recipient: str
    cancellation: str = ""
    new_address: str = ""

    @property
    def needs_attention(self) -> bool:
        """Whether a person must act, because a letter did not arrive."""
        return self.state in NEEDS_ATTENTION or self.cancellation in NEEDS_ATTENTION


def participant_rows(context: WebContext, letters: Iterable[Delivery] | None = None) -> tuple[ParticipantRow, ...]:
    """Everyone who ever had a number, as the ledger has them.

    Args:
        letters: all of them, where the caller has read them.
    """
    key, ledger = context.people_key, context.ledger
    names, attendance = context.municipality_names(), ledger.attendance(key)
    letters = ledger.deliveries(context.key) if letters is None else letters
    return rows_of(ledger.enrolled(key), ledger.seats(key), letters, names, attendance)


def participant_row(context: WebContext, number: int) -> ParticipantRow:
    """One participant.

    Raises:
        NotFound: nobody has this number.
    """
    key, ledger = context.people_key, context.ledger
    person = ledger.person(key, number)
    if person is None:
        raise NotFound
    attendance = {each.number: each for each in ledger.attendance_history(key, number)}  # the last one counts
    letters, names = ledger.letters_to(context.key, number), context.municipality_names()
    (found,) = rows_of([person], ledger.seats(key), letters, names, attendance)
    return found


def rows_of(
    enrolled: Iterable[Enrolled],
    seats: Mapping[int, tuple[int, str]],
    deliveries: Iterable[Delivery],
    municipality_names: Mapping[str, str],
    attendance: Mapping[int, AttendanceRecord],
) -> tuple[ParticipantRow, ...]:
    """A row for everyone who ever had a number.

    Args:
        seats: table and theme by number, of who is on the list.
        deliveries: all letters, the oldest first.
        municipality_names: by CBS code.
        attendance: the last record of everyone whose attendance ever changed, by number.
    """
    last: dict[tuple[int, LetterKind], Delivery] = {}
    for each in deliveries:
        key = each.participant, each.kind
        if key not in last or each.state is not State.WITHDRAWN or last[key].state is State.WITHDRAWN:
            last[key] = each
    return tuple(
        _row(
            each,
            seats.get(each.number),
            last.get((each.number, LetterKind.PACK)),
            last.get((each.number, LetterKind.CANCELLATION)),
            municipality_names,
            attendance.get(each.number),
        )
        for each in enrolled
    )


def _row(
    person: Enrolled,
    seat: tuple[int, str] | None,
    letter: Delivery | None,
    cancellation: Delivery | None,
    municipality_names: Mapping[str, str],
    attendance: AttendanceRecord | None,
) -> ParticipantRow:
    details = dict(person.details)
    table, theme = seat or (0, "")
    state, since = (str(letter.state), letter.state_since) if letter else (NO_LETTER, None)
    if attendance and attendance.state is not Attendance.TAKES_PART:
        state, since = _ABSENT[attendance.state], attendance.since
    else:
        cancellation = None
        if seat is None and (letter is None or letter.state in (State.WITHDRAWN, State.PRINTED)):
            state = GONE  # in a ledger of which no build has recorded who takes part
    elsewhere = letter and state == State.SENT and not letter.is_to(person.email)
    return ParticipantRow(
        person.number,
        elided(person.name),
        details.get("organisation") or municipality_names.get(person.code, person.code),
        details.get("function", ""),
        participant_kind(person.code, details.get("function", "")),
        table,
        theme,
        state,
        since,
        letter.recipient if letter else person.email,
        str(cancellation.state) if cancellation else "",
        person.email if elsewhere else "",
    )


def participant_kind(code: str, function: str) -> str:
    """``gast``, ``burgemeester``, ``wethouder`` or ``anders``.

    Args:
        code: the CBS code of the municipality; that of the country for a guest.
        function: as in the registration.
    """
    folded_function = function.casefold()
    if code == COUNTRY:
        return "gast"
    if "burgemeester" in folded_function:
        return "burgemeester"
    return "wethouder" if "wethouder" in folded_function else "anders"


def state_counts(rows: Iterable[ParticipantRow]) -> dict[str, int]:
    """The number of participants by state, in the order of a letter's life; states of nobody are left out."""
    counts = Counter(row.state for row in rows)
    order = [NO_LETTER, *(str(state) for state in State), CANCELLED, GONE, LEFT_OUT]
    return {state: counts[state] for state in order if counts[state]}


@dataclass(frozen=True, slots=True)
class ParticipantFilter:
    """The fields of the search form; an empty field matches everyone.

    Attributes:
        words: all must occur in number, name, municipality, function or address, whatever case and accents.
        state: one state, or several with commas, which also match the letter that says that somebody does not come.
    """

    words: str = ""
    state: str = ""
    table: str = ""
    municipality: str = ""
    kind: str = ""

    @classmethod
    def of(cls, value: Callable[[str], str]) -> Self:
        """The filter that was asked for; ``value`` gives what was sent under a name."""
        return cls(**{each.name: value(each.name).strip() for each in fields(cls)})

    def matches(self, row: ParticipantRow) -> bool:
        """Whether a row matches all fields."""
        states = self.state.split(",")
        return (
            (not self.state or row.state in states or (len(states) > 1 and row.cancellation in states))
            and (not self.table or str(row.table) == self.table)
            and (not self.municipality or folded(row.municipality) == folded(self.municipality))
            and (not self.kind or row.kind == self.kind)
            and (not self.words or self._has_words(row))
        )

    def _has_words(self, row: ParticipantRow) -> bool:
        text = _searchable_text(row)
        return all(word in text for word in {folded(each) for each in self.words.split()})


def _searchable_text(row: ParticipantRow) -> str:
    return " ".join((f"{row.number:04d}", *map(folded, (row.name, row.municipality, row.function, row.recipient))))


def filtered(rows: Sequence[ParticipantRow], filter: ParticipantFilter) -> tuple[ParticipantRow, ...]:
    """The rows that match."""
    return tuple(row for row in rows if filter.matches(row))
