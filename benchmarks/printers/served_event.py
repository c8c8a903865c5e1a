"""A meeting with invented participants who all have a letter, made without printing but for one pack; and others."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from doubles.answering import mailed
from doubles.released_letters import pack as small_pack

from printers.people import NOW, event_with, inputs
from reportgen.application.build.edition_record import record_head
from reportgen.application.build.load_event import EventInputs
from reportgen.application.build.prepared_pack import PreparedPack
from reportgen.application.build.preview import preview_pack
from reportgen.application.feedback.collect import collect
from reportgen.application.workspace import Clock, Workspace
from reportgen.config.paths import Paths
from reportgen.config.settings import load_event_file
from reportgen.domain.canonical_json import canonical_json, digest, to_json_value
from reportgen.domain.identifiers import delivery_key
from reportgen.mail import letter
from reportgen.mail.inbox.submissions import Submission
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.archive.archive import Archive
from reportgen.storage.ledger.ledger import Ledger
from reportgen.storage.ledger.pack_records import PackRecord
from reportgen.storage.versions import replace_file

PERSON = 17
"""The participant whose pages are asked for, who has two letters with packs that differ."""

MESSAGE = "herinnering"
VENUE_FILE = "presentielijst.pdf"

NEIGHBOURS = 9
"""Other meetings beside it, of which one is as large."""


def served_event(count: int, folder: Path) -> tuple[Path, Path]:
    """A meeting with so many letters that wait, a second letter to one, and something of everything else.

    Returns:
        The folder of the event and that of the output.
    """
    event, output = event_with(count, folder), folder / "output"
    paths, ready = Paths(EMBEDDED, output), inputs(event, output)
    packs = {each.wanted.number: each for each in ready.packs}
    ledger = Ledger.open(paths.ledger)
    ledger.save_people(ready.event.key, ready.people(), ready.seats())
    with TemporaryDirectory() as name:
        printed = [preview_pack(packs[each], Path(name), 60.0).read_bytes() for each in (PERSON, PERSON + 1)]
    _seal(paths, ledger, ready, ready.packs, {PERSON: (packs[PERSON], printed[0])})
    _seal(paths, ledger, ready, [packs[PERSON]], {PERSON: (packs[PERSON + 1], printed[1])})
    _answer(event, paths, ledger)
    ledger.close()
    for name in ("deelnemers.csv", "event.toml"):
        replace_file(event, name, (event / name).read_bytes() + b"\n", "anna", NOW, "", None)
    venue = paths.venue(event.name)
    venue.mkdir(parents=True)
    (venue / VENUE_FILE).write_bytes(printed[0])
    return event, output


def neighbours_of(event: Path, output: Path) -> None:
    """Other meetings beside it, of which one has as many people, with letters that wait."""
    ready = inputs(event, output)
    ledger = Ledger.open(Paths(EMBEDDED, output).ledger)
    for number in range(NEIGHBOURS):
        other = event.with_name(f"{event.name}-{number + 2}")
        shutil.copytree(event, other)
        if number:
            lines = (other / "deelnemers.csv").read_bytes().splitlines(keepends=True)
            (other / "deelnemers.csv").write_bytes(b"".join(lines[:60]))
            continue
        ledger.save_people(other.name, ready.people(), ready.seats())
        edition = ledger.begin_edition(other.name, NOW)
        records = [_record(other.name, each, each, edition, b"pack", b"letter") for each in ready.packs]
        ledger.record_edition(other.name, edition, "bag", records, NOW)
    ledger.close()


def _seal(
    paths: Paths,
    ledger: Ledger,
    ready: EventInputs,
    packs: Sequence[PreparedPack],
    printed: dict[int, tuple[PreparedPack, bytes]],
) -> None:
    """Seals an edition with these packs.

    Args:
        printed: what is in the letter of some, and whose that was; all others have a page without anything.
    """
    key = ready.event.key
    edition = ledger.begin_edition(key, NOW)
    draft, records, blank = Archive(paths.archive(key)).unsealed(edition), [], small_pack(1)
    for each in packs:
        number = each.wanted.number
        content, pdf = printed.get(number, (each, blank))
        named = delivery_key(key, number, edition)
        envelope = letter.Envelope(named, "Organisatie", "post@bench.example", "Lezer", each.wanted.recipient, NOW)
        written = letter.compose(
            envelope, letter.LetterContents("Uw briefing", "Dag\n\nBijgaand.", "<p>Dag</p>", pdf, "briefing.pdf")
        )
        draft.add(f"packs/{number:04d}-{each.wanted.code}.pdf", pdf)
        draft.add(f"letters/{number:04d}.eml", written)
        if number in printed:
            for part in content.parts:
                draft.add(f"contents/{part.content_digest}.json", canonical_json(part.content))
        records.append(_record(key, each, content, edition, pdf, written))
    told = [
        {"key": each.key, "number": each.number, "code": each.code, "fingerprint": each.fingerprint}
        | {"parts": to_json_value(each.parts), "pack": each.pack_digest, "pages": each.pages}
        | {"recipient": each.recipient, "message_id": each.message_id, "letter": each.letter_digest, "reasons": []}
        for each in records
    ]
    head = record_head(ready.event, ready.settings, ready.kind, edition, "", NOW)
    record = {**head, "figures": {"snapshot": "", "sources": {}}, "packs": told}
    draft.add("edition.json", json.dumps(record, indent=1).encode())
    ledger.record_edition(key, edition, draft.seal({}, NOW).bag, records, NOW)


def _record(
    key: str, pack: PreparedPack, content: PreparedPack, edition: int, pdf: bytes, written: bytes
) -> PackRecord:
    number, name = pack.wanted.number, delivery_key(key, pack.wanted.number, edition)
    return PackRecord(
        name,
        number,
        pack.wanted.code,
        content.wanted.fingerprint,
        content.wanted.parts,
        digest(pdf),
        8,
        pack.wanted.recipient,
        letter.message_id(name, "post@bench.example"),
        digest(written),
    )


def _answer(event: Path, paths: Paths, ledger: Ledger) -> None:
    """A reply of a stranger, which waits for a person."""
    reply = mailed("vreemd@elders.example", "Vraag 1: Dat is goed.\n\nVraag 2: Nee.")
    clock = Clock(lambda: NOW, lambda: 0.0, True)
    collect(Workspace(load_event_file(event), paths, ledger, clock), [Submission("", reply, None, len(reply))])
