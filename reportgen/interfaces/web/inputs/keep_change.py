"""Keeps a change of a person of the list, under the lock of a run, and says what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reportgen.application.lists.change_people import Making, NothingChanges, write_changes
from reportgen.application.lists.listed_people import ListedPeople, ListedPerson
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.access.login_sessions import Undo
from reportgen.interfaces.web.background.later_text import LaterText
from reportgen.interfaces.web.background.page_timeout import timeout_of
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.request import WebRequest, flash
from reportgen.interfaces.web.texts.change_texts import changed_fields, effects_text
from reportgen.interfaces.web.texts.error_messages import error_message
from reportgen.storage.versions import ChangedMeanwhile

ABOUT = "wijziging naast de lijst"
"""What the version of the file with the changes is about."""

NOT_THERE = "Van deze persoon is intussen iets veranderd. Kijk hoe het nu is. Er is niets veranderd."
MEANWHILE = "Een collega was net iets eerder. Kijk hoe het nu is, en doe het zo nodig nog eens. Er is niets veranderd."

Made = tuple[ListedPeople, Sequence[int]]
"""The people after a change, and the numbers of whom it was about."""


def keep_change(
    context: WebContext, request: WebRequest, action: str, why: str, make: Callable[[ListedPeople, Making], Made]
) -> ListedPeople | None:
    """Makes a change, writes it, records who did it, and says what follows; None where it was not possible.

    Args:
        action: as in the audit log.
        why: the reason, which is kept.
        make: makes the change of the people as they are now.
    """
    try:
        with context.writable_ledger() as ledger:
            before = context.listed_people()
            by = Making(request.organiser, context.clock(), why)
            after, numbers = make(before, by)
            write_changes(context.workspace(ledger), before, after, by, ABOUT)
            made = [each for each in after.changes if each not in before.changes and each.is_open]
            context.record(ledger, request, action, changed_fields(made), numbers)
    except NothingChanges:
        flash(request, "Het is al zo. Er is niets veranderd.")
    except ChangedMeanwhile:
        flash(request, MEANWHILE, "bad")
    except (ReportgenError, OSError) as fault:
        flash(request, error_message(fault), "bad")
    else:
        undo = None
        if len(made) == 1 and len(after.changes) > len(before.changes):
            fields = {"wijziging": str(made[0].id), "terug": request.fields.get("terug", ["/lijst"])[0]}
            undo = Undo(f"{context.base}/lijst/terugdraaien", fields)
        later = LaterText(lambda: _what_follows(context, before, after))
        said = later.wait(timeout_of(context))
        if said is None:
            flash(request, "Bewaard.", undo=undo, later=later)
        else:
            flash(request, f"Bewaard. {said}", undo=undo)
        return after
    return None


def _what_follows(context: WebContext, before: ListedPeople, after: ListedPeople) -> str:
    """What follows from a change; the next page needs everyone too, so that they are worked out once for both."""
    people = context.people_check.current()
    with context.installation.ledger_of_thread() as ledger:
        deliveries = ledger.deliveries(context.key)
    return effects_text(deliveries, before, people if people and people.is_as(after) else after)


def person_in(people: ListedPeople, request: WebRequest) -> ListedPerson | None:
    """Whom a form is about, as long as they are as it showed them."""
    person = people.people.get(request.field("wie"))
    return person if person and person.stand == request.field("stand") else None
