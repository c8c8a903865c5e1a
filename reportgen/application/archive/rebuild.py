"""Packs are made again from what the archive kept, to see whether the same comes out, byte for byte."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportgen.domain.canonical_json import JsonValue
from reportgen.domain.identifiers import participant_id
from reportgen.domain.pack.contents import PartKind
from reportgen.errors import ArchiveError, UsageError
from reportgen.render.content.design import design_digest
from reportgen.render.content.kind_templates import pack_kind_from_record
from reportgen.render.content.parts import Part, parts_from_archive
from reportgen.render.content.style import Style
from reportgen.render.pdf.identity import Identity
from reportgen.render.printing.job import Job, PrintFailure
from reportgen.render.printing.versions import printer_versions
from reportgen.storage.archive.archive import Archive

if TYPE_CHECKING:
    from reportgen.render.printing.context import PrintContext

_LOGO = re.compile(r"data:([^;]+);base64,(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A pack made again.

    Attributes:
        same: whether it came out as it was, byte for byte.
        why: what may be the cause where it did not: what is another than it was then.
    """

    number: int
    same: bool
    why: tuple[str, ...] = ()


def rebuild(
    archive: Archive, record: Mapping[str, Any], numbers: Collection[int], print_context: PrintContext
) -> Iterator[Rebuilt]:
    """Makes the packs of an edition again, or those of some participants, as they come off the press.

    Raises:
        UsageError: the edition has no pack of such a participant.
    """
    from reportgen.render.printing.press import printed_packs  # WeasyPrint takes half a second to load

    packs = {pack["number"]: pack for pack in record["packs"]}
    if strange := [number for number in numbers if number not in packs]:
        raise UsageError(
            f"Edition {record['edition']} has no pack of participant {strange[0]}",
            todo="see which it has with: reportgen archive show EVENT EDITION",
        )
    then = what_differs(record)
    jobs, owners = [], {}
    for number, pack in packs.items():
        if numbers and number not in numbers:
            continue
        try:
            job = _job(archive, record, pack)
        except ArchiveError as fault:
            yield Rebuilt(number, False, (fault.what,))
            continue
        jobs.append(job)
        owners[job.identity.participant] = number
    for each in printed_packs(jobs, print_context):
        number = owners[each.identity.participant]
        if isinstance(each, PrintFailure):
            yield Rebuilt(number, False, (each.reason, *then))
        elif each.digest == packs[number]["pack"]:
            yield Rebuilt(number, True)
        else:
            yield Rebuilt(number, False, then or ("nothing that is known differs: what was kept was made otherwise",))


def what_differs(record: Mapping[str, Any]) -> tuple[str, ...]:
    """What lays out or writes a page and is another than when an edition was made."""
    was, now = record["versions"], printer_versions()
    differing = [
        f"{name} was {was.get(name, 'not there')}, and is {now.get(name, 'not there')}"
        for name in sorted({*was, *now})
        if was.get(name) != now.get(name)
    ]
    design = design_digest(pack_kind_from_record(record.get("kind")))
    if record.get("design", design) != design:
        differing.append("templates, styles or fonts are others")
    return tuple(differing)


def _job(archive: Archive, record: Mapping[str, Any], pack: Mapping[str, Any]) -> Job:
    """A pack as the press took it.

    Raises:
        ArchiveError: what it was printed from is not there any more.
    """
    event = record["event"]
    identity = Identity(participant_id(event["key"], pack["number"]), pack["fingerprint"])
    return Job(identity, _parts(archive, record, pack), event["organiser"]["name"], event["day"])


def _parts(archive: Archive, record: Mapping[str, Any], pack: Mapping[str, Any]) -> tuple[Part, ...]:
    contents: dict[PartKind, tuple[JsonValue, str]] = {}
    for part in pack["parts"]:
        contents[PartKind(part["kind"])] = archive.contents(record["edition"], part["content"]), part["content"]
    return parts_from_archive(contents, style_of(record), pack_kind_from_record(record.get("kind")))


def style_of(record: Mapping[str, Any]) -> Style:
    """The style that an edition was printed in."""
    said = record["style"]
    logo = _LOGO.fullmatch(said["logo"])
    kind, content = (logo[1], b64decode(logo[2])) if logo else ("", b"")
    return Style(said["subject"], said["own"], content, kind, said["logo_alt"])
