"""The references of letters that stand in what comes back, without those that somebody guessed."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.domain.answers.answer import Reference, reference_of, references_in
from reportgen.domain.identifiers import delivery_key
from reportgen.storage.ledger.answers import Answers


def valid_references_in(text: str, answers: Answers) -> Iterator[Reference]:
    """The references in a text that are those of letters of an event, each once, in order."""
    for each in references_in(text):
        key = delivery_key(answers.event, each.participant, each.edition)
        fingerprint = answers.fingerprint(each.participant, each.edition)
        if fingerprint is not None and reference_of(each.participant, each.edition, key, fingerprint) == each:
            yield each
