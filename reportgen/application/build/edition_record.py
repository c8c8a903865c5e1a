"""edition.json, the description of an edition: written when it is sealed, read when it is recovered."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from reportgen.application.build.load_event import style_of
from reportgen.application.build.plan import BuildPlan
from reportgen.config.settings import Settings
from reportgen.domain.canonical_json import JsonValue, to_json_value
from reportgen.domain.pack.decisions import PartDigest
from reportgen.domain.pack.kinds import PackKind
from reportgen.domain.programme.event import Event
from reportgen.domain.programme.session_records import AssignedSession
from reportgen.domain.programme.wish import Wish
from reportgen.render.content.design import design_digest
from reportgen.render.content.style import Style
from reportgen.render.printing.versions import printer_versions
from reportgen.storage.ledger.pack_records import CancellationRecord, PackRecord

RECORD = 1
"""Version of the format of edition.json."""


def edition_record(
    plan: BuildPlan,
    edition: int,
    packs: Sequence[PackRecord],
    because: str,
    now: datetime,
    cancellations: Sequence[CancellationRecord] = (),
) -> bytes:
    """edition.json: the event, the figures, the versions, and every pack with the reasons why it was made.

    Args:
        packs: of the edition, sorted by participant.
        because: the reason that a person gave; empty for an ordinary build.
        cancellations: letters of the edition that say that somebody does not take part any more.
    """
    inputs = plan.inputs
    reasons = {each.number: each.reason for each in plan.cancellations.making}
    record: dict[str, Any] = {
        **record_head(inputs.event, inputs.settings, inputs.kind, edition, because, now),
        "figures": {"snapshot": inputs.known.snapshot, "sources": to_json_value(inputs.known.sources)},
        "packs": [
            {
                "key": pack.key,
                "number": pack.number,
                "code": pack.code,
                "fingerprint": pack.fingerprint,
                "parts": to_json_value(pack.parts),
                "pack": pack.pack_digest,
                "pages": pack.pages,
                "recipient": pack.recipient,
                "message_id": pack.message_id,
                "letter": pack.letter_digest,
                "sessions": to_json_value(pack.sessions),
                "reasons": to_json_value(plan.reasons.get(pack.number, ())),
            }
            for pack in packs
        ],
        "cancellations": [
            {
                "key": each.key,
                "number": each.number,
                "recipient": each.recipient,
                "message_id": each.message_id,
                "letter": each.letter_digest,
                "reason": str(reasons[each.number]),
            }
            for each in cancellations
        ],
    }
    return json.dumps(record, ensure_ascii=False, indent=1).encode()


def record_head(
    event: Event, settings: Settings, kind: PackKind, edition: int, because: str, now: datetime
) -> dict[str, Any]:
    """What stands in every edition.json: the event, the kind of pack, and by what it was made."""
    return {
        "record": RECORD,
        "event": to_json_value(event),
        "edition": edition,
        "sealed": now.isoformat(),
        "because": because,
        "keep_until": settings.keep_until.isoformat(),
        "figures": {"snapshot": "", "sources": {}},
        "kind": to_json_value(kind),
        "style": _style(style_of(settings)),
        "versions": dict(printer_versions()),
        "design": design_digest(kind),
    }


def pack_records_in(record: Mapping[str, Any]) -> list[PackRecord]:
    """The ledger's records of the packs in an edition.json; those of older versions tell nothing of sessions."""
    return [
        PackRecord(
            entry["key"],
            entry["number"],
            entry["code"],
            entry["fingerprint"],
            tuple(PartDigest(**part) for part in entry["parts"]),
            entry["pack"],
            entry["pages"],
            entry["recipient"],
            entry["message_id"],
            entry["letter"],
            tuple(_assigned(each) for each in entry.get("sessions", ())),
        )
        for entry in record["packs"]
    ]


def _assigned(each: Mapping[str, Any]) -> AssignedSession:
    wishes = (Wish(one["rank"], one["round"], tuple(one["sessions"])) for one in each["wishes"])
    return AssignedSession(each["round"], each["session"], tuple(wishes))


def cancellation_records_in(record: Mapping[str, Any]) -> list[CancellationRecord]:
    """The ledger's records of the cancellation letters in an edition.json; editions of older versions have none."""
    return [
        CancellationRecord(each["key"], each["number"], each["recipient"], each["message_id"], each["letter"])
        for each in record.get("cancellations", ())
    ]


def _style(style: Style) -> JsonValue:
    return {
        "subject": style.subject,
        "own": style.own,
        "logo": style.logo_address,
        "logo_alt": style.logo_alt,
    }
