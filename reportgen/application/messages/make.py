"""Makes the letters of a message: one for each recipient, sealed as an edition, waiting for release; once for good."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.application.build.recover import recover_edition
from reportgen.application.crash_points import crash_point
from reportgen.application.messages.check import CheckedMessage, check_message
from reportgen.application.messages.compose import MessageComposer
from reportgen.application.messages.message_record import LetterEntry, message_record
from reportgen.application.messages.people import message_people
from reportgen.application.progress import Progress
from reportgen.application.workspace import Workspace
from reportgen.config.message_file import load_message
from reportgen.domain.finding import Finding
from reportgen.domain.people.roster import as_enrolled
from reportgen.errors import SafetyRefusal
from reportgen.render.printing.versions import printer_versions
from reportgen.storage.ledger.messages import MadeMessage, MessageLetter


@dataclass(frozen=True, slots=True)
class MessageResult:
    """The result of making a message.

    Attributes:
        made: None where something is wrong with it, so that no letter was made.
        letters: how many letters it has.
        was_made: they were made before, and nothing was made now.
        findings: what is wrong, or what should be known.
    """

    made: MadeMessage | None
    letters: int
    was_made: bool = False
    findings: tuple[Finding, ...] = ()


def checked_message(workspace: Workspace, name: str) -> CheckedMessage:
    """A message of the event's folder beside the people it is for, as all is now; nothing is recorded.

    Raises:
        UsageError: there is no such message.
        ReportgenError: the message, event.toml, a list or the figures cannot be read.
    """
    return check_message(workspace, load_message(workspace.folder, name), message_people(workspace))


def make_message(
    workspace: Workspace, name: str, who: str, progress: Progress, seen: str | None = None
) -> MessageResult:
    """Makes the letters of a message, unless they were made before.

    Args:
        who: the organiser.
        seen: the digest of what the organiser looked at; None where nobody did.

    Raises:
        SafetyRefusal: the message, or whom it is for, is not as the organiser saw it; nothing was made.
        UsageError: there is no such message.
        ReportgenError: the message, the event, a list or a pack cannot be read.
    """
    key, ledger = workspace.key, workspace.ledger
    recover_edition(workspace)
    if before := ledger.messages(key).by_name(name):
        return MessageResult(before, _count(workspace, before), was_made=True)
    checked = checked_message(workspace, name)
    if seen is not None and seen != checked.digest:
        raise SafetyRefusal(
            "The message, or whom it is for, is not as it was shown",
            where=name,
            todo="look at it again; nothing was made",
        )
    if checked.findings:
        return MessageResult(None, 0, findings=checked.findings)
    _enrol(workspace, checked)
    return _seal(workspace, checked, who, progress)


def _count(workspace: Workspace, made: MadeMessage) -> int:
    return sum(each.edition == made.edition for each in workspace.ledger.deliveries(workspace.key))


def _enrol(workspace: Workspace, checked: CheckedMessage) -> None:
    """Gives everyone who is new on the list the number that their letter names; seats stay as they are."""
    people, key = checked.people, workspace.people_key
    new = [as_enrolled(each.participant) for each in people.persons if each.number in people.unnumbered]
    if new:
        seats = [(number, *seat) for number, seat in workspace.ledger.seats(key).items()]
        workspace.ledger.save_people(key, new, seats)


def _seal(workspace: Workspace, checked: CheckedMessage, who: str, progress: Progress) -> MessageResult:
    """Writes the letters, seals them as an edition and records that."""
    key, ledger, now, message = workspace.key, workspace.ledger, workspace.moment, checked.message
    edition = ledger.begin_edition(key, now)
    ledger.looks(key).record_builder(edition, who, now)
    crash_point("begun")
    unsealed = workspace.archive.unsealed(edition)
    composer = MessageComposer(workspace, checked, edition, now)
    entries = []
    for done, person in enumerate(checked.recipients, 1):
        letter = composer.letter(person)
        digest = unsealed.add(f"letters/{person.number:04d}.eml", letter.content)
        pack = person.pack if message.has_pack else None
        record = MessageLetter(
            letter.key,
            person.number,
            person.participant.email,
            letter.message_id,
            digest,
            pack.pack_digest if pack else "",
        )
        entries.append(LetterEntry(record, person.participant.code, pack.edition if pack else 0))
        progress("message", done, len(checked.recipients))
    made = MadeMessage(
        *(edition, message.name, message.subject, message.purpose, message.chosen.as_json()),
        *(message.stops_packs, who, now),
    )
    crash_point("printed")
    unsealed.add("edition.json", message_record(workspace, checked, made, entries))
    sealed = unsealed.seal(_bag_info(workspace, edition), now)
    crash_point("sealed")
    ledger.messages(key).record(made, sealed.bag, [each.letter for each in entries], now)
    crash_point("promised")
    return MessageResult(made, len(entries), findings=tuple(composer.calendars.findings))


def _bag_info(workspace: Workspace, edition: int) -> dict[str, str]:
    """The fields of bag-info.txt."""
    event = workspace.event
    return {
        "Source-Organization": event.organiser.name,
        "External-Identifier": f"{workspace.key}.{edition:04d}",
        "External-Description": f"{event.title}, {event.day.isoformat()}: a message to some participants",
        "Bag-Software-Agent": f"reportgen {printer_versions()['reportgen']}",
    }
