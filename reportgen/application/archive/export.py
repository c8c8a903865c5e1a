"""Summaries and records of sealed editions, and an export of them for a record system."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_STORED, ZipFile

from reportgen.application.archive.recorded_message import LETTERS
from reportgen.config.paths import Paths
from reportgen.domain.delivery.states import Delivery
from reportgen.errors import ArchiveError, UsageError
from reportgen.i18n.message import said
from reportgen.render.reports.finding_aid import FindingAidEntry, finding_aid_csv, finding_aid_html, metadata_xml
from reportgen.storage.archive.archive import Archive
from reportgen.storage.archive.bagit import quick_flaws
from reportgen.storage.ledger.ledger import Ledger

DATA = "edities"
"""Folder of an export with the bags, unchanged."""

METADATA = "metadata"
"""Folder of an export with the description of each file."""


@dataclass(frozen=True, slots=True)
class EditionSummary:
    """A summary of a sealed edition; the names of the fields are keys of the JSON output.

    Attributes:
        cancellations: letters that say that somebody does not take part any more.
        messages: letters of a message to some participants.
        size: bytes of all its files.
        because: the reason a person gave; empty for an ordinary build.
        flaws: flaws that can be found without reading the packs.
    """

    edition: int
    sealed: datetime
    packs: int
    cancellations: int
    messages: int
    size: int
    because: str
    keep_until: str
    flaws: tuple[str, ...]


def edition_summaries(key: str, paths: Paths) -> tuple[EditionSummary, ...]:
    """The editions of an event, oldest first.

    Raises:
        ArchiveError: an edition.json cannot be read.
    """
    archive = Archive(paths.archive(key))
    return tuple(_summary(archive, number) for number in archive.editions())


def _summary(archive: Archive, number: int) -> EditionSummary:
    record, folder = record_of(archive, number), archive.bag(number)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    flaws = tuple(f"{flaw.file} is {flaw.flaw}" for flaw in quick_flaws(folder))
    sealed = datetime.fromisoformat(record["sealed"])
    counts = len(record["packs"]), len(record.get("cancellations", ())), len(record.get(LETTERS, ()))
    return EditionSummary(number, sealed, *counts, size, record["because"], record["keep_until"], flaws)


def record_of(archive: Archive, edition: int) -> dict[str, Any]:
    """The edition.json of an edition that a person names.

    Raises:
        UsageError: there is no such edition.
        ArchiveError: it cannot be read.
    """
    if edition not in archive.editions():
        existing = ", ".join(map(str, archive.editions())) or "none"
        raise UsageError(
            said("There is no edition {edition}", edition=edition),
            where=str(archive.folder),
            todo=said("choose from: {existing}", existing=existing),
        )
    return record_in(archive, edition)


def record_in(archive: Archive, edition: int) -> dict[str, Any]:
    """The edition.json of an edition.

    Raises:
        ArchiveError: it is missing, or cannot be read.
    """
    try:
        return archive.record(edition)
    except ValueError as fault:
        where = str(archive.bag(edition) / "data" / "edition.json")
        raise ArchiveError(
            said("edition.json cannot be read: {reason}", reason=fault),
            where=where,
            todo="reportgen archive verify EVENT",
        ) from None


def export(key: str, paths: Paths, ledger: Ledger, target: Path) -> int:
    """Writes all editions with a finding aid and a description of each file to a folder or zip; returns how many files.

    The bags are copied unchanged, so that their manifests still verify them.

    Raises:
        UsageError: the target exists, or there is nothing to export.
        ArchiveError: an edition cannot be read.
    """
    archive = Archive(paths.archive(key))
    if target.exists():
        raise UsageError("There is something by this name already", where=str(target), todo="choose another name")
    if not archive.editions():
        raise UsageError("Nothing is sealed yet", where=str(archive.folder), todo="reportgen build EVENT")
    part = target.with_name(f".{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        entries: list[FindingAidEntry] = []
        for number in archive.editions():
            shutil.copytree(archive.bag(number), part / DATA / archive.bag(number).name, symlinks=True)
            entries += _entries(key, archive, number, ledger)
        title = record_of(archive, archive.editions()[-1])["event"]["title"]
        (part / "vindmiddel.csv").write_bytes(finding_aid_csv(entries))
        (part / "vindmiddel.html").write_text(finding_aid_html(title, key, entries), "utf-8")
        for entry in entries:
            path = part / METADATA / f"{entry.path.removeprefix(f'{DATA}/')}.xml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(metadata_xml(title, entry), "utf-8")
        if target.suffix.casefold() == ".zip":
            packed = part.with_suffix(".zip")
            zipped(part, packed, target.stem)
            packed.rename(target)
            shutil.rmtree(part)
        else:
            part.rename(target)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        part.with_suffix(".zip").unlink(missing_ok=True)
        raise
    return len(entries)


def zipped(folder: Path, target: Path | IO[bytes], name: str) -> None:
    """Writes all files of a folder to a zip, in a folder with this name."""
    with ZipFile(target, "w", ZIP_STORED, strict_timestamps=False) as file:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            file.write(path, f"{name}/{path.relative_to(folder).as_posix()}")


def _entries(key: str, archive: Archive, edition: int, ledger: Ledger) -> Iterator[FindingAidEntry]:
    """The entries of the finding aid for the packs and letters of an edition."""
    record, bag = record_of(archive, edition), archive.bag(edition)
    letters: dict[str, Delivery] = {each.key: each for each in ledger.deliveries(key) if each.edition == edition}
    sources = record["figures"]["sources"].values()
    for pack in (*record["packs"], *record.get("cancellations", ()), *record.get(LETTERS, ())):
        letter, code = letters.get(pack["key"]), pack.get("code", "")
        files = [(f"letters/{pack['number']:04d}.eml", "message/rfc822", pack["letter"])]
        if "fingerprint" in pack:
            files.insert(0, (f"packs/{pack['number']:04d}-{code}.pdf", "application/pdf", pack["pack"]))
        for path, kind, digest in files:
            yield FindingAidEntry(
                f"{DATA}/{bag.name}/data/{path}",
                kind,
                digest,
                archive.size(edition, path),
                edition,
                pack["number"],
                code,
                record["sealed"],
                str(letter.state) if letter else "",
                letter.state_since.isoformat() if letter and letter.state_since else "",
                record["keep_until"],
                record["event"]["organiser"]["name"],
                tuple(dict.fromkeys(f"{each['title']} ({each['table']})" for each in sources if each["table"])),
            )
