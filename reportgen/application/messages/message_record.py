"""Writes edition.json of a message, when its letters are sealed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportgen.application.archive.recorded_message import LETTERS, MESSAGE
from reportgen.application.build.edition_record import record_head
from reportgen.application.workspace import Workspace
from reportgen.render.content.kind_templates import load_pack_kind
from reportgen.storage.ledger.messages import MadeMessage, MessageLetter

if TYPE_CHECKING:
    from reportgen.application.messages.check import CheckedMessage


@dataclass(frozen=True, slots=True)
class LetterEntry:
    """A letter of a message as edition.json tells it.

    Attributes:
        code: municipality of its recipient.
        pack_edition: of the pack in it; 0 without one.
    """

    letter: MessageLetter
    code: str
    pack_edition: int = 0


def message_record(
    workspace: Workspace, checked: CheckedMessage, made: MadeMessage, letters: Sequence[LetterEntry]
) -> bytes:
    """edition.json of a message: the event, the text with its placeholders, and every letter."""
    loaded = workspace.loaded
    kind = load_pack_kind(workspace.folder, loaded.kind, loaded.kind_title, loaded.entries)
    record: dict[str, Any] = {
        **record_head(checked.people.event, workspace.settings, kind, made.edition, "", made.at),
        "packs": [],
        "cancellations": [],
        MESSAGE: {
            "name": made.name,
            "purpose": str(made.purpose),
            "subject": made.subject,
            "text": checked.message.text,
            "chosen": dict(made.chosen),
            "stops_packs": made.stops_packs,
            "who": made.who,
        },
        LETTERS: [
            {
                "key": each.letter.key,
                "number": each.letter.number,
                "code": each.code,
                "recipient": each.letter.recipient,
                "message_id": each.letter.message_id,
                "letter": each.letter.letter_digest,
                "pack": each.letter.pack_digest,
                "pack_edition": each.pack_edition,
            }
            for each in letters
        ],
    }
    return json.dumps(record, ensure_ascii=False, indent=1).encode()
