"""What is wrong between the ledger, the mail server and the list."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from reportgen.domain.delivery.states import Delivery, State
from soaking.mail_server import Receipts

POSSIBLE = (State.SENT, State.UNCERTAIN, State.BOUNCED)
"""States of a letter that the mail server may have accepted."""

WRITTEN_TO = (State.SENT, State.REFUSED)
"""States of a letter in the end: every other one is still to do."""


def faults_of(letters: Collection[Delivery], receipts: Receipts, addresses: Iterable[Collection[str]]) -> list[str]:
    """Every letter that is lost, doubled, unknown or at another address, and every participant without one.

    Args:
        addresses: those that each participant has had. A new address alone makes no new letter: it is asked about.
    """
    received = receipts.message_ids
    written_to = {each.recipient for each in letters if each.state in WRITTEN_TO}
    possible = {each.message_id for each in letters if each.state in POSSIBLE}
    return [
        *(f"lost: {each.key}" for each in letters if each.state is State.SENT and not received[each.message_id]),
        *(f"doubled: {name}, {count} times" for name, count in received.items() if count > 1),
        *(f"unknown to the ledger: {name}" for name in received if name not in possible),
        *(
            f"to another address: {each.key}"
            for each in letters
            if receipts.recipients.get(each.message_id, each.recipient) != each.recipient
        ),
        *(f"never written to: {', '.join(theirs)}" for theirs in addresses if written_to.isdisjoint(theirs)),
    ]
