"""Compares letters with the newest accepted list and event.toml, which are read again whenever a file changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from reportgen.application.archive.sealed_event import sealed_event
from reportgen.application.build.load_event import event_with_programme
from reportgen.application.delivery.message_review import MessageReview
from reportgen.application.delivery.told_days import ToldDays
from reportgen.application.lists.current_people import CurrentPeople, current_people
from reportgen.application.sessions.session_history import present_history
from reportgen.application.workspace import Workspace
from reportgen.config.event_folder import EVENT_FILE, programme_file
from reportgen.config.settings import LoadedEvent
from reportgen.domain.canonical_json import JsonValue
from reportgen.domain.delivery.list_differences import (
    Addressee,
    LetterDifference,
    cancellation_differences,
    event_differences,
    people_differences,
    session_differences,
)
from reportgen.domain.delivery.states import Delivery, LetterKind
from reportgen.domain.finding import Finding, Severity, finding
from reportgen.domain.number_ranges import number_ranges
from reportgen.domain.places.municipality import COUNTRY
from reportgen.domain.programme.attendee import fixed_by_list
from reportgen.domain.programme.day_differences import DayDifference, day_differences
from reportgen.domain.programme.event import Event
from reportgen.domain.programme.event_changes import TEXTS, WHEN_AND_WHERE, EventChange, event_changes
from reportgen.domain.programme.guest_texts import as_guests_read, as_municipalities_read, recorded_as_read
from reportgen.domain.programme.rounds import rounds_of
from reportgen.domain.programme.session_records import SessionMove
from reportgen.domain.programme.told_day import sends_astray, told_day_now
from reportgen.errors import ReportgenError
from reportgen.sources.lists.change_file import CHANGES_FILE
from reportgen.storage.file_stamp import FileStamp, stamp_of

READINGS = 3
"""How often the list is read in a row while event.toml names other lists each time."""


class ListReview:
    """Compares letters with the list and the event as they are on disk at that moment."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._codes = workspace.ledger.pack_codes(workspace.key)
        self._events: dict[int, dict[str, JsonValue]] = {}
        self._changed: dict[tuple[int, bool], tuple[EventChange, ...]] = {}
        self._told = ToldDays(workspace.archive)
        self._messages = MessageReview(workspace)
        self._now: Event | None = None
        self._moves: tuple[SessionMove, ...] = ()
        self._people: CurrentPeople | None = None
        self._files: tuple[Path, ...] = ()
        self._stamps: tuple[FileStamp, ...] = ()

    def people(self) -> CurrentPeople:
        """The people of the newest accepted list; read again where event.toml, the programme or a list has changed.

        Raises:
            ReportgenError: event.toml, a list or the figures cannot be read at all.
        """
        if self._people is not None and self._stamps == tuple(map(stamp_of, self._files)):
            return self._people
        loaded, self._people, self._changed, self._now = self._workspace.loaded, None, {}, None
        for _ in range(READINGS):
            self._files = _files_of(loaded)
            self._stamps = tuple(map(stamp_of, self._files))
            people = current_people(self._workspace)
            if people.loaded.settings.lists == loaded.settings.lists:
                break
            loaded = people.loaded
        self._people = people
        return people

    def differences(self, letter: Delivery, name: str) -> tuple[LetterDifference, ...]:
        """How the list and the event, as last read, differ from what a letter was made for, in what holds it.

        Args:
            name: the addressee's, as in the letter; empty where it is not known.

        Raises:
            ReportgenError: as for ``people``.
        """
        people, number = self._people or self.people(), letter.participant
        person, absentee = people.participants.get(number), people.absentees.get(number)
        if letter.kind is LetterKind.CANCELLATION:
            return cancellation_differences(person, absentee)
        if letter.kind is LetterKind.MESSAGE:
            of_letter: Iterable[LetterDifference] = self._messages.differences(letter)
        else:
            of_letter = session_differences(self._day_differences(letter))
        code = self._codes.get((number, letter.edition)) or self._messages.code(letter)
        return (
            *people_differences(Addressee(name, letter.recipient, code), person, absentee),
            *event_differences(event_changes(self._event(letter.edition), people.loaded.event, WHEN_AND_WHERE)),
            *self._messages.meeting_differences(letter),
            *of_letter,
        )

    def changed_texts(self, letter: Delivery) -> tuple[EventChange, ...]:
        """What else changed since a letter was made: title, texts and organiser of the event, and the reader's own day.

        Raises:
            ReportgenError: as for ``people``, or the programme or a text cannot be read.
        """
        event, edition, guest = self._event_now(), letter.edition, self._is_guest(letter)
        if (edition, guest) not in self._changed:
            read = as_guests_read(event) if guest else as_municipalities_read(event)
            self._changed[edition, guest] = event_changes(recorded_as_read(self._event(edition), guest), read, TEXTS)
        changed = self._changed[edition, guest]
        if self._told.day(edition, letter.participant) is None:  # the programme as a whole is compared then
            return changed
        own = [each for each in self._day_differences(letter) if not sends_astray(each)]
        older_note = self._told.has_older_note(edition, letter.participant, event.sessions)
        programme = (EventChange("sessions", "", ""),) if own or older_note else ()
        return (*(each for each in changed if each.field != "sessions"), *programme)

    def _is_guest(self, letter: Delivery) -> bool:
        return self._codes.get((letter.participant, letter.edition)) == COUNTRY

    def _day_differences(self, letter: Delivery) -> tuple[DayDifference, ...]:
        """What is different in the day that a letter told; nothing where one of both cannot be read."""
        told = self._told.day(letter.edition, letter.participant)
        with suppress(ReportgenError):
            if told is not None:
                by_hand = self._by_hand(letter.participant)
                return day_differences(
                    told, told_day_now(told, self._event_now().sessions, by_hand, self._is_guest(letter))
                )
        return ()

    def _by_hand(self, number: int) -> dict[str, str]:
        """The sessions that the organiser gave somebody by hand, by round; what the list says goes first."""
        rounds = rounds_of(self._event_now().sessions)
        moved = {each.round: each.session for each in self._moves if each.number == number}
        person = self.people().participants.get(number)
        return moved | (fixed_by_list(person, rounds)[0] if person else {})

    def _event_now(self) -> Event:
        """The event with its programme, as last read.

        Raises:
            ReportgenError: as for ``people``, or the programme or a text cannot be read.
        """
        people = self.people()
        if self._now is None:
            self._now = event_with_programme(people.loaded, people.names)
            self._moves = tuple(present_history(self._workspace, rounds_of(self._now.sessions)).moves)
        return self._now

    def _event(self, edition: int) -> dict[str, JsonValue]:
        """The event as an edition recorded it; empty where that cannot be read: nothing of it is compared then."""
        if edition not in self._events:
            self._events[edition] = sealed_event(self._workspace.archive, edition)
        return self._events[edition]


def text_findings(review: ListReview, letters: Sequence[Delivery]) -> list[Finding]:
    """What changed of the event since letters were made that is no reason to hold them: titles, texts, programme."""
    changed: dict[str, list[int]] = defaultdict(list)
    for each in (letter for letter in letters if letter.kind is LetterKind.PACK):
        try:
            fields = " ".join(change.field for change in review.changed_texts(each))
        except ReportgenError as fault:
            return [finding("event-unreadable", Severity.DOUBTFUL, reason=fault.what)]
        if fields:
            changed[fields].append(each.participant)
    return [
        finding("event-changed", Severity.DOUBTFUL, fields=fields, count=len(numbers), numbers=number_ranges(numbers))
        for fields, numbers in changed.items()
    ]


def _files_of(loaded: LoadedEvent) -> tuple[Path, ...]:
    """The files that people and event are read from."""
    folder = loaded.settings.folder
    return (
        folder / EVENT_FILE,
        folder / CHANGES_FILE,
        programme_file(folder),
        *(path for path, _ in loaded.settings.lists),
    )
