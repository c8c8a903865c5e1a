"""An edition is made: packs printed, letters written, all of it sealed and then promised."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from reportgen.application.build.load_event import EventInputs
from reportgen.application.build.prepared_pack import PreparedPack
from reportgen.application.crash_points import crash_point
from reportgen.config.timezone import ZONE
from reportgen.domain.answers.answer import reference_of
from reportgen.domain.canonical_json import JsonValue, canonical_json, to_json_value
from reportgen.domain.finding import Finding, Severity, finding
from reportgen.domain.identifiers import delivery_key
from reportgen.domain.pack.difference import Difference
from reportgen.domain.pack.edition import MadePack
from reportgen.domain.people.participant import full_name
from reportgen.render.content.design import design_digest
from reportgen.render.content.style import Style
from reportgen.render.printing.context import PrintContext
from reportgen.render.printing.job import Document, PrintFailure
from reportgen.render.printing.press import printed_packs
from reportgen.render.printing.versions import printer_versions
from reportgen.storage.archive.archive import Archive, UnsealedEdition
from reportgen.storage.ledger.ledger import Ledger
from reportgen.storage.ledger.pack_records import PackRecord

RECORD = 1
"""Version of the form of edition.json; an edition that was sealed is adopted from it after a crash."""


class Progress(Protocol):
    """Something that shows how far a journey is."""

    def __call__(self, what: str, done: int, total: int) -> None:
        """``what`` is 'part', 'print' (a pack is bound) or 'send'."""


@dataclass(frozen=True, slots=True)
class SealedEdition:
    """What became of an edition: its number (none when nothing new came out), and how the printing went."""

    number: int | None
    made: int
    same: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class EditionReasons:
    """Why packs are made again.

    Attributes:
        reasons: the difference from the pack that was made last, by participant.
        changes: the difference from the pack in hand, of everyone who has one; their letter tells of it.
        because: what a person said who asked for it; empty for a run by itself.
    """

    reasons: Mapping[int, Sequence[Difference]]
    changes: Mapping[int, Sequence[Difference]]
    because: str = ""


def seal_edition(
    inputs: EventInputs,
    printing: Sequence[PreparedPack],
    before: Mapping[int, MadePack],
    why: EditionReasons,
    archive: Archive,
    ledger: Ledger,
    now: datetime,
    print_context: PrintContext,
    progress: Progress,
) -> SealedEdition:
    """Prints packs and keeps, seals and promises those that came out new; the others stay as they were.

    Args:
        before: the newest pack of everyone who has one, by number.
    """
    key = inputs.event.key
    number = ledger.begin_edition(key, now)
    crash_point("begun")
    draft = archive.unsealed(number)
    jobs = [each.job for each in printing]
    ready = {job.identity.participant: each for job, each in zip(jobs, printing, strict=True)}
    promises: list[PackRecord] = []
    findings: list[Finding] = []
    same = 0
    printed = printed_packs(jobs, print_context, lambda done, total: progress("part", done, total))
    for done, result in enumerate(printed, 1):
        pack = ready[result.identity.participant]
        old = before.get(pack.wanted.number)
        if isinstance(result, PrintFailure):
            findings.append(_misprint(pack, result))
        elif old and not old.withdrawn and (old.digest, old.recipient) == (result.digest, pack.wanted.recipient):
            ledger.update_fingerprints(key, old.number, old.edition, pack.wanted.fingerprint, pack.wanted.parts)
            same += 1
        else:
            promises.append(_kept(pack, result, number, inputs, why, draft, now))
        progress("print", done, len(printing))
    if not promises:
        draft.discard()
        return SealedEdition(None, 0, same, tuple(findings))
    promises.sort(key=lambda promise: promise.number)
    crash_point("printed")
    draft.add("edition.json", _record(inputs, number, promises, why, now))
    event, kind = inputs.event, inputs.kind
    info = {
        "Source-Organization": inputs.event.organiser.name,
        "External-Identifier": f"{key}.{number:04d}",
        "External-Description": f"{event.title}, {event.day.isoformat()}: personal {kind.name} packs",
        "Bag-Software-Agent": f"reportgen {printer_versions()['reportgen']}",
    }
    sealed = draft.seal(info, now)
    crash_point("sealed")
    ledger.record_edition(key, number, sealed.bag, promises, now)
    crash_point("promised")
    return SealedEdition(number, len(promises), same, tuple(findings))


def _kept(
    ready: PreparedPack,
    document: Document,
    edition: int,
    inputs: EventInputs,
    why: EditionReasons,
    draft: UnsealedEdition,
    now: datetime,
) -> PackRecord:
    """Writes a pack, its letter and what it was printed from into the edition; what is promised of it."""
    from reportgen.mail import letter  # as what binds, this is loaded while the first part is printed
    from reportgen.mail.calendar import calendar_of
    from reportgen.render.content.pages import letter_text

    event, wanted = inputs.event, ready.wanted
    person = ready.pack.participant
    key = delivery_key(event.key, wanted.number, edition)
    reference = str(reference_of(wanted.number, edition, key, wanted.fingerprint))
    texts = letter_text(ready.parts, why.changes.get(wanted.number), reference)
    whose = document.identity.participant
    calendar = calendar_of(event, whose, texts.calendar, edition, now, ZONE) if texts.calendar else b""
    envelope = letter.Envelope(
        key,
        event.organiser.contact,
        event.organiser.email,
        full_name(person.name),
        person.email,
        now,
    )
    name = letter.pdf_name(ready.pack.municipality, inputs.kind.title)
    written = letter.compose(
        envelope, letter.LetterContents(texts.subject, texts.text, texts.html, document.pdf, name, calendar)
    )
    pack_digest = draft.add(f"packs/{wanted.number:04d}-{wanted.code}.pdf", document.pdf)
    letter_digest = draft.add(f"letters/{wanted.number:04d}.eml", written)
    for part in ready.parts:
        draft.add(f"contents/{part.content_digest}.json", canonical_json(part.content))
    return PackRecord(
        key,
        wanted.number,
        wanted.code,
        wanted.fingerprint,
        wanted.parts,
        pack_digest,
        document.pages,
        person.email,
        letter.message_id(key, event.organiser.email),
        letter_digest,
    )


def _record(
    inputs: EventInputs,
    edition: int,
    promises: Sequence[PackRecord],
    why: EditionReasons,
    now: datetime,
) -> bytes:
    """edition.json: the event, the figures, the versions, and every pack with why it was made."""
    record = {
        "record": RECORD,
        "event": to_json_value(inputs.event),
        "edition": edition,
        "sealed": now.isoformat(),
        "because": why.because,
        "keep_until": inputs.settings.keep_until.isoformat(),
        "figures": {"snapshot": inputs.snapshot, "sources": to_json_value(inputs.sources)},
        "kind": to_json_value(inputs.kind),
        "style": _style(inputs.packs[0].style),
        "versions": dict(printer_versions()),
        "design": design_digest(inputs.kind),
        "packs": [
            {
                "key": promise.key,
                "number": promise.number,
                "code": promise.code,
                "fingerprint": promise.fingerprint,
                "parts": to_json_value(promise.parts),
                "pack": promise.pack_digest,
                "pages": promise.pages,
                "recipient": promise.recipient,
                "message_id": promise.message_id,
                "letter": promise.letter_digest,
                "reasons": to_json_value(why.reasons.get(promise.number, ())),
            }
            for promise in promises
        ],
    }
    return json.dumps(record, ensure_ascii=False, indent=1).encode()


def _style(style: Style) -> JsonValue:
    return {
        "subject": style.subject,
        "own": style.own,
        "logo": style.logo_address,
        "logo_alt": style.logo_alt,
    }


def _misprint(ready: PreparedPack, misprint: PrintFailure) -> Finding:
    person = ready.pack.participant
    return finding("part-failed", Severity.REFUSED, person.place, name=full_name(person.name), reason=misprint.reason)
