"""Rebuilds archived packs from their archived contents, and compares the bytes."""

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
from reportgen.i18n.message import said
from reportgen.render.content.design import design_digest
from reportgen.render.content.kind_templates import pack_kind_from_record
from reportgen.render.content.parts import Part, parts_from_archive, with_pages
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
    """A rebuilt pack.

    Attributes:
        same: whether its bytes equal those in the archive.
        why: possible causes where they do not.
    """

    number: int
    same: bool
    why: tuple[str, ...] = ()


def rebuild(
    archive: Archive, record: Mapping[str, Any], numbers: Collection[int], print_context: PrintContext
) -> Iterator[Rebuilt]:
    """Rebuilds the packs of an edition, or those of some participants, in the order in which they are printed.

    Raises:
        UsageError: the edition has no pack of such a participant.
    """
    from reportgen.render.printing.press import printed_packs  # imports the printer: only when needed

    packs = {pack["number"]: pack for pack in record["packs"]}
    if unknown := [number for number in numbers if number not in packs]:
        raise UsageError(
            said(
                "Edition {edition} has no pack of participant {unknown}", edition=record["edition"], unknown=unknown[0]
            ),
            todo="see which it has with: reportgen archive show EVENT EDITION",
        )
    differing = what_differs(record)
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
            yield Rebuilt(number, False, (each.reason, *differing))
        elif each.digest == packs[number]["pack"]:
            yield Rebuilt(number, True)
        else:
            yield Rebuilt(
                number, False, differing or ("nothing that is known differs: what was kept was made otherwise",)
            )


def what_differs(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Libraries and design that changed since an edition was made, in words."""
    sealed, now = record["versions"], printer_versions()
    differing = [
        f"{name} was {sealed.get(name, 'not there')}, and is {now.get(name, 'not there')}"
        for name in sorted({*sealed, *now})
        if sealed.get(name) != now.get(name)
    ]
    design = design_digest(pack_kind_from_record(record.get("kind")))
    if record.get("design", design) != design:
        differing.append("templates, styles or fonts are others")
    return tuple(differing)


def _job(archive: Archive, record: Mapping[str, Any], pack: Mapping[str, Any]) -> Job:
    """The print job of an archived pack.

    Raises:
        ArchiveError: its contents were erased or are missing, or have the fields of another version.
    """
    event = record["event"]
    identity = Identity(participant_id(event["key"], pack["number"]), pack["fingerprint"])
    return Job(identity, with_pages(_parts(archive, record, pack)), event["organiser"]["name"], event["day"])


def _parts(archive: Archive, record: Mapping[str, Any], pack: Mapping[str, Any]) -> tuple[Part, ...]:
    contents: dict[PartKind, tuple[JsonValue, str]] = {}
    for part in pack["parts"]:
        contents[PartKind(part["kind"])] = archive.contents(record["edition"], part["content"]), part["content"]
    try:
        return parts_from_archive(contents, style_of(record), pack_kind_from_record(record.get("kind")))
    except (KeyError, TypeError, AttributeError) as fault:
        raise ArchiveError(
            said(
                "its content was written by a version with other fields ({reason}), which this version cannot print",
                reason=fault,
            ),
            todo="rebuild it with the version that made it",
        ) from None


def style_of(record: Mapping[str, Any]) -> Style:
    """The style that an edition was printed in."""
    style = record["style"]
    logo = _LOGO.fullmatch(style["logo"])
    kind, content = (logo[1], b64decode(logo[2])) if logo else ("", b"")
    return Style(style["subject"], style["own"], content, kind, style["logo_alt"])
