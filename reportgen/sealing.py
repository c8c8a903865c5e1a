"""An edition is made: packs printed, letters written, all of it sealed and then promised."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from reportgen.breaking import passes
from reportgen.domain.answer import reference_of
from reportgen.domain.delivery import delivery_key
from reportgen.domain.edition import Difference, Made, Plain, canonical, plain
from reportgen.domain.finding import Finding, Gravity, finding
from reportgen.domain.participant import full_name
from reportgen.gathering import Gathered
from reportgen.readying import Ready
from reportgen.records.archive import Archive, Draft
from reportgen.records.ledger import Ledger
from reportgen.records.promise import Promise
from reportgen.render.means import Means
from reportgen.render.parts import design_digest
from reportgen.render.press import Document, Misprint, press
from reportgen.render.style import Style
from reportgen.render.versions import printer_versions
from reportgen.zone import ZONE

RECORD = 1
"""Version of the form of edition.json; an edition that was sealed is adopted from it after a crash."""


class Progress(Protocol):
    """Something that shows how far a journey is."""

    def __call__(self, what: str, done: int, total: int) -> None:
        """``what`` is 'part', 'print' (a pack is bound) or 'send'."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What became of an edition: its number (none when nothing new came out), and how the printing went."""

    number: int | None
    made: int
    same: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """Why packs are made again.

    Attributes:
        reasons: the difference from the pack that was made last, by participant.
        changes: the difference from the pack in hand, of everyone who has one; their letter tells of it.
        because: what a person said who asked for it; empty for a run by itself.
    """

    reasons: Mapping[int, Sequence[Difference]]
    changes: Mapping[int, Sequence[Difference]]
    because: str = ""


def make_edition(
    gathered: Gathered,
    printing: Sequence[Ready],
    before: Mapping[int, Made],
    why: Why,
    archive: Archive,
    ledger: Ledger,
    now: datetime,
    means: Means,
    progress: Progress,
) -> Edition:
    """Prints packs and keeps, seals and promises those that came out new; the others stay as they were.

    Args:
        before: the newest pack of everyone who has one, by number.
    """
    key = gathered.event.key
    number = ledger.begin_edition(key, now)
    passes("begun")
    draft = archive.draft(number)
    jobs = [each.job for each in printing]
    ready = {job.identity.participant: each for job, each in zip(jobs, printing, strict=True)}
    promises: list[Promise] = []
    findings: list[Finding] = []
    same = 0
    printed = press(jobs, means, lambda done, total: progress("part", done, total))
    for done, result in enumerate(printed, 1):
        pack = ready[result.identity.participant]
        old = before.get(pack.wanted.number)
        if isinstance(result, Misprint):
            findings.append(_misprint(pack, result))
        elif old and not old.withdrawn and (old.digest, old.recipient) == (result.digest, pack.wanted.recipient):
            ledger.same_bytes(key, old.number, old.edition, pack.wanted.fingerprint, pack.wanted.parts)
            same += 1
        else:
            promises.append(_kept(pack, result, number, gathered, why, draft, now))
        progress("print", done, len(printing))
    if not promises:
        draft.discard()
        return Edition(None, 0, same, tuple(findings))
    promises.sort(key=lambda promise: promise.number)
    passes("printed")
    draft.add("edition.json", _record(gathered, number, promises, why, now))
    event, kind = gathered.event, gathered.kind
    info = {
        "Source-Organization": gathered.event.organiser.name,
        "External-Identifier": f"{key}.{number:04d}",
        "External-Description": f"{event.title}, {event.day.isoformat()}: personal {kind.name} packs",
        "Bag-Software-Agent": f"reportgen {printer_versions()['reportgen']}",
    }
    sealed = draft.seal(info, now)
    passes("sealed")
    ledger.promise(key, number, sealed.bag, promises, now)
    passes("promised")
    return Edition(number, len(promises), same, tuple(findings))


def _kept(
    ready: Ready, document: Document, edition: int, gathered: Gathered, why: Why, draft: Draft, now: datetime
) -> Promise:
    """Writes a pack, its letter and what it was printed from into the edition; what is promised of it."""
    from reportgen.mail import letter  # as what binds, this is loaded while the first part is printed
    from reportgen.mail.calendar import calendar_of
    from reportgen.render.pages import letter_text

    event, wanted = gathered.event, ready.wanted
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
    name = letter.pdf_name(ready.pack.municipality, gathered.kind.title)
    written = letter.compose(
        envelope, letter.Contents(texts.subject, texts.text, texts.html, document.pdf, name, calendar)
    )
    pack_digest = draft.add(f"packs/{wanted.number:04d}-{wanted.code}.pdf", document.pdf)
    letter_digest = draft.add(f"letters/{wanted.number:04d}.eml", written)
    for part in ready.parts:
        draft.add(f"contents/{part.content_digest}.json", canonical(part.content))
    return Promise(
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
    gathered: Gathered,
    edition: int,
    promises: Sequence[Promise],
    why: Why,
    now: datetime,
) -> bytes:
    """edition.json: the event, the figures, the versions, and every pack with why it was made."""
    record = {
        "record": RECORD,
        "event": plain(gathered.event),
        "edition": edition,
        "sealed": now.isoformat(),
        "because": why.because,
        "keep_until": gathered.settings.keep_until.isoformat(),
        "figures": {"snapshot": gathered.snapshot, "sources": plain(gathered.sources)},
        "kind": plain(gathered.kind),
        "style": _style(gathered.packs[0].style),
        "versions": dict(printer_versions()),
        "design": design_digest(gathered.kind),
        "packs": [
            {
                "key": promise.key,
                "number": promise.number,
                "code": promise.code,
                "fingerprint": promise.fingerprint,
                "parts": plain(promise.parts),
                "pack": promise.pack_digest,
                "pages": promise.pages,
                "recipient": promise.recipient,
                "message_id": promise.message_id,
                "letter": promise.letter_digest,
                "reasons": plain(why.reasons.get(promise.number, ())),
            }
            for promise in promises
        ],
    }
    return json.dumps(record, ensure_ascii=False, indent=1).encode()


def _style(style: Style) -> Plain:
    return {
        "subject": style.subject,
        "own": style.own,
        "logo": style.logo_address,
        "logo_alt": style.logo_alt,
    }


def _misprint(ready: Ready, misprint: Misprint) -> Finding:
    person = ready.pack.participant
    return finding("part-failed", Gravity.REFUSED, person.place, name=full_name(person.name), reason=misprint.reason)
