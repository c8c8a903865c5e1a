"""Makes an edition: prints packs, writes their letters, seals all of it in the archive and records it in the ledger."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from reportgen.application.build.cancellation_letter import add_cancellation
from reportgen.application.build.edition_record import edition_record
from reportgen.application.build.letter_calendar import (
    CalendarOwner,
    cancelling_files,
    letter_calendars,
    meeting_entry,
    revision_of,
    session_entries,
)
from reportgen.application.build.plan import BuildPlan
from reportgen.application.build.prepared_pack import PreparedPack
from reportgen.application.build.sent_calendar import SentCalendars
from reportgen.application.crash_points import crash_point
from reportgen.application.progress import Progress
from reportgen.application.workspace import Workspace
from reportgen.domain.answers.answer import reference_of
from reportgen.domain.canonical_json import canonical_json
from reportgen.domain.delivery.cancellation import cancelled_by_letter
from reportgen.domain.finding import Finding, Severity, finding
from reportgen.domain.identifiers import BRIEFING, delivery_key
from reportgen.domain.pack.programme_page import day_of
from reportgen.domain.people.participant import elided, full_name
from reportgen.errors import RenderingError
from reportgen.mail import letter
from reportgen.render.content.letter_text import letter_text
from reportgen.render.printing.context import PrintContext
from reportgen.render.printing.job import Document, PrintFailure
from reportgen.render.printing.press import printed_packs
from reportgen.render.printing.versions import printer_versions
from reportgen.storage.archive.archive import UnsealedEdition
from reportgen.storage.ledger.pack_records import PackRecord


@dataclass(frozen=True, slots=True)
class EditionResult:
    """The result of making an edition.

    Attributes:
        number: None where no pack changed and nobody cancelled, so that no edition was sealed.
        made: how many packs are in it.
        same: how many packs were printed and have the same bytes as before.
        cancellations: how many cancellation letters are in it.
    """

    number: int | None
    made: int
    same: int
    findings: tuple[Finding, ...]
    cancellations: int = 0


def seal_edition(
    workspace: Workspace, plan: BuildPlan, because: str, print_context: PrintContext, progress: Progress
) -> EditionResult:
    """Prints the packs of a plan, and seals and records those whose bytes are new, with the cancellation letters.

    Args:
        because: the reason that a person gave; empty for an ordinary build.
    """
    key, ledger, now = workspace.key, workspace.ledger, workspace.moment
    number = ledger.begin_edition(key, now)
    if workspace.by:
        ledger.looks(key).record_builder(number, workspace.by, now)
    crash_point("begun")
    unsealed = workspace.archive.unsealed(number)
    jobs = [each.job for each in plan.printing]
    wanted = {job.identity.participant: each for job, each in zip(jobs, plan.printing, strict=True)}
    earlier = ledger.deliveries(key)
    sessions = plan.inputs.sessions.told_by_packs()
    calendars, told = SentCalendars(earlier, workspace.archive, ledger), cancelled_by_letter(earlier)
    records: list[PackRecord] = []
    findings: list[Finding] = []
    same = 0
    printed = printed_packs(jobs, print_context, lambda done, total: progress("part", done, total))
    for done, result in enumerate(printed, 1):
        pack = wanted[result.identity.participant]
        old = plan.made.get(pack.wanted.number)
        if isinstance(result, PrintFailure):
            findings.append(_failure(pack, result))
        elif old and not old.withdrawn and (old.digest, old.recipient) == (result.digest, pack.wanted.recipient):
            ledger.update_fingerprints(key, old.number, old.edition, pack.wanted.fingerprint, pack.wanted.parts)
            same += 1
        else:
            try:
                returned = pack.wanted.number in told
                record = _add_pack(unsealed, pack, result, number, plan, now, returned, calendars)
                records.append(replace(record, sessions=sessions.get(record.number, ())))
            except RenderingError as fault:  # its letter cannot be written
                findings.append(_failure(pack, PrintFailure(result.identity, str(fault))))
        progress("print", done, len(jobs))
    people = {each.number: each for each in ledger.enrolled(workspace.people_key)}
    cancelled = [
        add_cancellation(
            *(unsealed, plan, each, people[each.number], workspace.archive),
            *(number, now, calendars),
        )
        for each in plan.cancellations.making
    ]
    findings += calendars.findings
    if not records and not cancelled:
        unsealed.discard()
        return EditionResult(None, 0, same, tuple(findings))
    records.sort(key=lambda record: record.number)
    crash_point("printed")
    unsealed.add("edition.json", edition_record(plan, number, records, because, now, cancelled))
    sealed = unsealed.seal(_bag_info(plan, key, number), now)
    crash_point("sealed")
    ledger.record_edition(key, number, sealed.bag, records, now, cancelled)
    crash_point("promised")
    return EditionResult(number, len(records), same, tuple(findings), len(cancelled))


def _add_pack(
    unsealed: UnsealedEdition,
    pack: PreparedPack,
    document: Document,
    edition: int,
    plan: BuildPlan,
    now: datetime,
    returned: bool,
    calendars: SentCalendars,
) -> PackRecord:
    """Adds a pack, its letter and its contents to an edition, and returns the ledger's record of it.

    Args:
        returned: the last letter said that the participant does not take part.
        calendars: what participants' calendars hold by earlier letters.
    """
    event, wanted = plan.inputs.event, pack.wanted
    person = pack.pack.participant
    key = delivery_key(event.key, wanted.number, edition)
    reference = str(reference_of(wanted.number, edition, key, wanted.fingerprint))
    owner = CalendarOwner(document.identity.participant, calendars.uid_domain(wanted.number))
    # Only the entries of briefings are cancelled, so packs of other kinds enter the meeting alone.
    day = day_of(wanted.number, plan.inputs.context) if plan.inputs.kind.name == BRIEFING else ()
    sessions = session_entries(event, owner, day)
    meeting, sent = meeting_entry(event, owner, ""), calendars.of(wanted.number)
    cancelled = cancelling_files(meeting, sessions, sent)
    texts = letter_text(pack.parts, plan.changes.get(wanted.number), reference, returned, cancelled)
    meeting = replace(meeting, description=texts.calendar)
    revision = revision_of(event, edition, now, person.email)
    files = letter_calendars(meeting, sessions, sent, revision) if texts.calendar else ()
    envelope = letter.Envelope(
        key, event.organiser.contact, event.organiser.email, elided(full_name(person.name)), person.email, now
    )
    name = letter.pdf_name(pack.pack.municipality, plan.inputs.kind.title)
    message = letter.compose(
        envelope, letter.LetterContents(texts.subject, texts.text, texts.html, document.pdf, name, files)
    )
    pack_digest = unsealed.add(f"packs/{wanted.number:04d}-{wanted.code}.pdf", document.pdf)
    letter_digest = unsealed.add(f"letters/{wanted.number:04d}.eml", message)
    for part in pack.parts:
        unsealed.add(f"contents/{part.content_digest}.json", canonical_json(part.content))
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


def _bag_info(plan: BuildPlan, key: str, edition: int) -> dict[str, str]:
    """The fields of bag-info.txt."""
    event = plan.inputs.event
    return {
        "Source-Organization": event.organiser.name,
        "External-Identifier": f"{key}.{edition:04d}",
        "External-Description": f"{event.title}, {event.day.isoformat()}: personal {plan.inputs.kind.name} packs",
        "Bag-Software-Agent": f"reportgen {printer_versions()['reportgen']}",
    }


def _failure(pack: PreparedPack, failure: PrintFailure) -> Finding:
    person = pack.pack.participant
    return finding("part-failed", Severity.REFUSED, person.place, name=full_name(person.name), reason=failure.reason)
