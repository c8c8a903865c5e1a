"""Lists the participants to phone because no letter reached them."""

from __future__ import annotations

from reportgen.application.workspace import Workspace
from reportgen.domain.delivery.states import LetterKind, State
from reportgen.domain.people.attendance import NOT_COMING
from reportgen.domain.people.participant import Enrolled
from reportgen.render.reports.call_list import CallListEntry


def call_list(workspace: Workspace) -> list[CallListEntry]:
    """The participants to phone, by number: their last letter, or their last message, was refused, bounced or is
    uncertain.

    After the delivery window, also those whose letter is still waiting. Who does not take part any more is phoned only
    where the letter that says so did not reach them.
    """
    key, ledger, window, now = workspace.key, workspace.ledger, workspace.settings.rules.window, workspace.moment
    people: dict[int, Enrolled] = {each.number: each for each in ledger.enrolled(workspace.people_key)}
    attendance = ledger.attendance(workspace.people_key)
    not_coming = {number for number, each in attendance.items() if each.state in NOT_COMING}
    last = {
        (each.participant, each.kind is LetterKind.MESSAGE): each
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
    for (number, _), letter in sorted(last.items()):
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
