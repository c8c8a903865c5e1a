"""Matches delivery reports to letters, and lists the participants to phone because no letter reached them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from reportgen.application.workspace import Workspace
from reportgen.domain.delivery.states import Action, Delivery, State
from reportgen.domain.people.participant import Enrolled
from reportgen.mail.inbox.bounces import FAILED, DeliveryReport, reports_in
from reportgen.render.reports.call_list import CallListEntry
from reportgen.storage.ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class BounceResult:
    """What the reports of a mailbox said.

    Attributes:
        bounced: letters that turn out not to have arrived, with what the server said.
        known: reports that were read before.
        strange: reports of failure of which no letter is known here, with their addresses.
        others: messages that are no report of failure.
    """

    bounced: tuple[tuple[Delivery, str], ...]
    known: int
    strange: tuple[str, ...]
    others: int


def record_bounces(key: str, messages: Iterable[bytes], ledger: Ledger, now: datetime) -> BounceResult:
    """Reads delivery reports, and records for each letter that it bounced."""
    letters = {each.key: each for each in ledger.deliveries(key)}
    bounced: list[tuple[Delivery, str]] = []
    known, strange, others = 0, [], 0
    for message in messages:
        failed = [each for each in reports_in(message) if each.action == FAILED]
        others += not failed
        for report in failed:
            letter = _letter_of(report, letters)
            if letter is None:
                strange.append(", ".join(report.recipients))
            elif letter.state in (State.SENT, State.UNCERTAIN):
                ledger.act(letter.key, Action.BOUNCE, now, report.diagnostic or "failed")
                letters = {each.key: each for each in ledger.deliveries(key)}
                bounced.append((letter, report.diagnostic))
            else:
                known += 1
    return BounceResult(tuple(bounced), known, tuple(strange), others)


def _letter_of(report: DeliveryReport, letters: Mapping[str, Delivery]) -> Delivery | None:
    """The letter a report is about: by its name; else by its recipient, if only one letter that left fits."""
    for each in letters.values():
        if each.key in report.identifiers or each.message_id in report.identifiers:
            return each
    if report.identifiers:
        return None  # it names another letter: a copy on trial, or one of another event
    left = (State.SENT, State.UNCERTAIN, State.BOUNCED)
    fitting = [
        each for each in letters.values() if each.recipient.casefold() in report.recipients and each.state in left
    ]
    return fitting[0] if len(fitting) == 1 else None


def call_list(workspace: Workspace) -> list[CallListEntry]:
    """Everyone whose last letter did not arrive, or of whom nobody knows; past the deadline also who still waits."""
    key, ledger, window, now = workspace.key, workspace.ledger, workspace.settings.rules.window, workspace.moment
    people: dict[int, Enrolled] = {each.number: each for each in ledger.enrolled(workspace.people_key)}
    last = {each.participant: each for each in ledger.deliveries(key) if each.state is not State.WITHDRAWN}
    gone = {each.number for each in ledger.newest_packs(key) if each.withdrawn}
    never = {State.REFUSED, State.BOUNCED, State.UNCERTAIN}
    waiting = {State.PRINTED, State.RELEASED, State.DEFERRED, State.SENDING}
    calls = []
    for number, letter in sorted(last.items()):
        late = now > window.not_after and letter.state in waiting
        if number in gone or not (late or letter.state in never):
            continue
        step = ledger.history(letter.key)[-1]
        person = people.get(number)
        name, code = (person.name, person.code) if person else ("", "")
        function = dict(person.details).get("function", "") if person else ""
        calls.append(CallListEntry(number, name, function, code, letter.recipient, letter.state, step.at, step.said))
    return calls
