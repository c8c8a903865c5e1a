"""Matches delivery reports to letters, and lists the participants to phone because no letter reached them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reportgen.application.workspace import Workspace
from reportgen.domain.delivery.states import Action, Delivery, LetterKind, State
from reportgen.domain.people.attendance import NOT_COMING
from reportgen.domain.people.participant import Enrolled
from reportgen.mail.inbox.bounces import FAILED, DeliveryReport, reports_in
from reportgen.render.reports.call_list import CallListEntry


@dataclass(frozen=True, slots=True)
class BounceResult:
    """What was found in a mailbox.

    Attributes:
        bounced: letters that did not arrive, each with the server's diagnostic text.
        known: how many reports were recorded before.
        unmatched: reports that match no letter of the event: their recipients, separated by commas.
        others: how many messages do not report a failure.
    """

    bounced: tuple[tuple[Delivery, str], ...]
    known: int
    unmatched: tuple[str, ...]
    others: int


def record_bounces(workspace: Workspace, messages: Iterable[bytes]) -> BounceResult:
    """Reads delivery reports, and records each letter that bounced."""
    key, ledger = workspace.key, workspace.ledger
    letters = {each.key: each for each in ledger.deliveries(key)}
    bounced: list[tuple[Delivery, str]] = []
    known, unmatched, others = 0, [], 0
    for message in messages:
        failed = [each for each in reports_in(message) if each.action == FAILED]
        others += not failed
        for report in failed:
            letter = _letter_of(report, letters)
            if letter is None:
                unmatched.append(", ".join(report.recipients))
            elif letter.state in (State.SENT, State.UNCERTAIN):
                ledger.act(letter.key, Action.BOUNCE, workspace.moment, report.diagnostic or "failed")
                letters = {each.key: each for each in ledger.deliveries(key)}
                bounced.append((letter, report.diagnostic))
            else:
                known += 1
    return BounceResult(tuple(bounced), known, tuple(unmatched), others)


def _letter_of(report: DeliveryReport, letters: Mapping[str, Delivery]) -> Delivery | None:
    """The letter of a report: by its key or Message-ID; else by its recipient, if that matches one sent letter only."""
    for each in letters.values():
        if each.key in report.identifiers or each.message_id in report.identifiers:
            return each
    if report.identifiers:
        return None  # it names another message: a test copy, or a letter of another event
    sent = (State.SENT, State.UNCERTAIN, State.BOUNCED)
    matches = [
        each for each in letters.values() if each.recipient.casefold() in report.recipients and each.state in sent
    ]
    return matches[0] if len(matches) == 1 else None


def call_list(workspace: Workspace) -> list[CallListEntry]:
    """The participants to phone, by number: their last letter was refused, bounced or is uncertain.

    After the delivery window, also those whose letter is still waiting. Who does not take part any more is phoned only
    where the letter that says so did not reach them.
    """
    key, ledger, window, now = workspace.key, workspace.ledger, workspace.settings.rules.window, workspace.moment
    people: dict[int, Enrolled] = {each.number: each for each in ledger.enrolled(workspace.people_key)}
    attendance = ledger.attendance(workspace.people_key)
    not_coming = {number for number, each in attendance.items() if each.state in NOT_COMING}
    last = {
        each.participant: each
        for each in ledger.deliveries(key)
        if each.state is not State.WITHDRAWN
        and (each.kind is LetterKind.CANCELLATION) == (each.participant in not_coming)
    }
    not_phoned = {each.number for each in ledger.newest_packs(key) if each.withdrawn} - not_coming
    if workspace.day > workspace.event.day:
        not_phoned |= not_coming  # there is nothing to tell them any more
    not_arrived = {State.REFUSED, State.BOUNCED, State.UNCERTAIN}
    waiting = {State.PRINTED, State.RELEASED, State.DEFERRED, State.SENDING, State.HELD}
    calls = []
    for number, letter in sorted(last.items()):
        late = now > window.not_after and letter.state in waiting
        if number in not_phoned or not (late or letter.state in not_arrived):
            continue
        step = ledger.history(letter.key)[-1]
        person = people.get(number)
        name, code = (person.name, person.code) if person else ("", "")
        function = dict(person.details).get("function", "") if person else ""
        calls.append(
            CallListEntry(
                *(number, name, function, code, letter.recipient, letter.kind, letter.state, step.at, step.said)
            )
        )
    return calls
