"""Permanent replies of a mail server (5yz): which of them are about the recipient, and which about the server.

Only a reply about the recipient condemns a letter. Everything else, such as a wrong password, a relay that is denied or
a sender that is not allowed, would be said to any letter, and is over when somebody mends the server.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportgen.domain.delivery.states import Stage
from reportgen.domain.identifiers import domain_of

SAME_WORDS = 3
"""Recipients in a row, of more than one domain, after which equal words are taken to be about the server."""

_ENHANCED = re.compile(r"5\d\d[ -]5\.(\d{1,3})\.(\d{1,3})\b")
_ABOUT_SENDER = frozenset({"7", "8"})
"""Details of class 5.1 that are about the sender's address (RFC 3463, 3.2)."""

_ABOUT_US = re.compile(
    r"relay|authenticat|not (allowed|permitted|authori[sz]ed)|denied|sender|blocked|black ?list|block ?list|spam|"
    r"policy|bad sequence|syntax|unrecogni[sz]ed|not implemented|tls|too many|service (not |un)available",
    re.IGNORECASE,
)
_ABOUT_RECIPIENT = re.compile(
    r"user unknown|unknown user|no such (user|recipient|mailbox|person)|mailbox (unavailable|not found|full|disabled)|"
    r"recipient (address )?(rejected|unknown|not found)|does ?n[o']t exist|invalid (recipient|mailbox)|"
    r"unknown recipient|over quota|inactive|no mailbox",
    re.IGNORECASE,
)


def is_about_recipient(stage: Stage, answer: str) -> bool:
    """Whether a permanent reply is about the recipient of the letter, so that no other server would take it either.

    Args:
        stage: how far the session was; before RCPT no server knows the recipient.
        answer: the reply, with its code.
    """
    if stage not in (Stage.RCPT, Stage.DOT):
        return False
    if enhanced := _ENHANCED.match(answer):
        subject, detail = enhanced.groups()
        if subject == "1":
            return detail not in _ABOUT_SENDER
        if subject in ("4", "7"):  # Exchange says 5.4.1, and postfix 5.7.1, of a recipient that is not there
            return bool(_ABOUT_RECIPIENT.search(answer))
        return subject == "2"
    if _ABOUT_RECIPIENT.search(answer):
        return True
    return stage is Stage.RCPT and answer[:3] in ("550", "551", "553") and not _ABOUT_US.search(answer)


def is_about_server(refusals: Sequence[tuple[str, str]]) -> bool:
    """Whether refusals in a row tell of the server: the same words, without a code of their own, for several domains.

    Args:
        refusals: recipient and answer of each, the newest last.
    """
    last = refusals[-SAME_WORDS:]
    if len(last) < SAME_WORDS or any(_names_recipient(answer) for _, answer in last):
        return False
    domains = {domain_of(recipient) for recipient, _ in last}
    return len({_words(recipient, answer) for recipient, answer in last}) == 1 and len(domains) > 1


def _names_recipient(answer: str) -> bool:
    """Whether the enhanced code of an answer is one of an address or a mailbox (RFC 3463, 3.2 and 3.3)."""
    enhanced = _ENHANCED.match(answer)
    return bool(enhanced and enhanced[1] in ("1", "2"))


def _words(recipient: str, answer: str) -> str:
    """An answer without what differs by recipient: the address, and numbers such as the server's own references."""
    text = answer.casefold()
    for part in (recipient, *recipient.split("@")):
        text = text.replace(part.casefold(), "")
    return re.sub(r"\d+|[^\w\s]", " ", text[3:]).strip()
