"""Holds letters that differ from the newest list or the event, until a person settles them or they agree again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from reportgen.application.delivery.list_review import ListReview
from reportgen.application.delivery.settle import SEND_ANYWAY
from reportgen.application.delivery.verify_letter import archived_letter, expected_letter
from reportgen.application.lists.current_people import CurrentPeople
from reportgen.application.workspace import Workspace
from reportgen.domain.delivery.list_differences import HoldReason, LetterDifference, hold_note
from reportgen.domain.delivery.states import Action, Delivery, State
from reportgen.domain.finding import Finding, Severity, finding
from reportgen.domain.number_ranges import number_ranges
from reportgen.errors import ReportgenError
from reportgen.i18n.message import in_both
from reportgen.mail import letter_identity
from reportgen.render.content.catalogue import ENGLISH
from reportgen.render.content.day_difference_text import day_difference_text
from reportgen.storage.ledger.deliveries import Step

AGREES_AGAIN = "the list and the event agree with it again"


@dataclass(slots=True)
class Holds:
    """The letters that a run holds, and what it finds about them.

    Attributes:
        workspace: the event.
        review: compares letters with the newest list.
        differing: what differs about one person, as findings.
        for_all: what differs of the event or of a session, with the participants whose letters have it.
    """

    workspace: Workspace
    review: ListReview
    differing: list[Finding] = field(default_factory=list)
    for_all: dict[LetterDifference, list[int]] = field(default_factory=lambda: defaultdict(list))
    _agrees: tuple[str, CurrentPeople] | None = None

    def is_held(self, letter: Delivery, name: str) -> bool:
        """Whether a letter that is due is held instead of sent; it then is in that state.

        Args:
            name: the addressee's, as in the letter.

        Raises:
            ReportgenError: the list or event.toml cannot be read.
        """
        people = self.review.people()
        if self._agrees == (letter.key, people):  # just looked at, and no file changed since
            return False
        differences = self._open_differences(letter, name)
        self._agrees = None if differences else (letter.key, people)
        if differences:
            self.workspace.ledger.act(letter.key, Action.HOLD, self.workspace.moment, hold_note(differences))
            self._note(letter, name, differences)
        return bool(differences)

    def review_held(self) -> None:
        """Releases the letters that were held and agree with the list again; the others stay held.

        Raises:
            ReportgenError: the list or event.toml cannot be read.
        """
        ledger, now = self.workspace.ledger, self.workspace.moment
        for letter in ledger.deliveries(self.workspace.key, State.HELD):
            name = self._name_in(letter)
            differences = self._open_differences(letter, name)
            if differences:
                self._note(letter, name, differences)
            else:
                ledger.act(letter.key, Action.RELEASE, now, AGREES_AGAIN)

    def findings(self) -> list[Finding]:
        """What a person should know and do about every held letter; what differs for all of them is said once."""
        return [
            *self.differing,
            *(_finding_for_all(each, numbers) for each, numbers in self.for_all.items()),
        ]

    def _note(self, letter: Delivery, name: str, differences: Sequence[LetterDifference]) -> None:
        for each in differences:
            if each.reason in (HoldReason.EVENT, HoldReason.SESSION, HoldReason.MEETING):
                self.for_all[each].append(letter.participant)
            else:
                self.differing.append(self._finding(letter, name, each))

    def _open_differences(self, letter: Delivery, name: str) -> tuple[LetterDifference, ...]:
        """What differs, unless a person has seen exactly that and said that the letter may go."""
        differences = self.review.differences(letter, name)
        if differences and _agreed(self.workspace.ledger.history(letter.key), hold_note(differences)):
            return ()
        return differences

    def _finding(self, letter: Delivery, name: str, each: LetterDifference) -> Finding:
        municipalities = self.review.people().municipalities
        old, new = (
            (municipalities.get(code, code) for code in (each.old, each.new))
            if each.reason is HoldReason.MUNICIPALITY
            else (each.old, each.new)
        )
        facts = {"number": letter.participant, "name": name or letter.recipient, "old": old, "new": new}
        return finding(f"held-{each.reason}", Severity.REFUSED, each.place, **facts)

    def _name_in(self, letter: Delivery) -> str:
        """The addressee's name in a letter; empty where the letter cannot be read."""
        try:
            content = archived_letter(expected_letter(letter), self.workspace.archive)
            return letter_identity.identity_of(content, bare=True).name
        except ReportgenError:
            return ""


def _finding_for_all(each: LetterDifference, numbers: Sequence[int]) -> Finding:
    """What differs in the same way in letters to several participants."""
    count, who = len(numbers), number_ranges(numbers)
    if each.day:
        day = asdict(each.day)
        change = in_both(day_difference_text(day, to_reader=False, language=ENGLISH), day_difference_text(day))
        return finding("held-session", Severity.REFUSED, change=change, count=count, numbers=who)
    if each.reason is HoldReason.MEETING:
        return finding("held-meeting", Severity.REFUSED, count=count, numbers=who)
    old, new = each.old, each.new
    return finding("held-event", Severity.REFUSED, field=each.field, old=old, new=new, count=count, numbers=who)


def _agreed(history: Sequence[Step], note: str) -> bool:
    """Whether a person said that a letter may go after it was held for exactly these differences."""
    held = [at for at, step in enumerate(history) if step.step == Action.HOLD]
    return (
        bool(held)
        and history[held[-1]].said == note
        and any(step.step == Action.RELEASE and step.said.startswith(SEND_ANYWAY) for step in history[held[-1] + 1 :])
    )
