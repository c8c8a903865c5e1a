"""Checks of the machine: the lock, the ledger, the archive, disk space, and the clock."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from shutil import disk_usage
from tempfile import TemporaryFile
from typing import IO

import reportgen
from reportgen.application.build.recover import refuse_old_ledger
from reportgen.application.doctor.context import DoctorContext
from reportgen.application.doctor.printing import document_size
from reportgen.config.timezone import ZONE
from reportgen.domain.health import HealthCheck, doubtful, good, wrong
from reportgen.i18n.message import counted, joined, message_of, said
from reportgen.storage.archive.archive import Archive
from reportgen.storage.archive.bagit import quick_flaws
from reportgen.storage.lock import holder_of

COPIES_OF_PACK = 3.8
"""Copies of a pack on disk: the pack itself, and encoded (1.4 times its size) in letters in archive and outbox."""

FIXED_BYTES = 100_000_000
"""Bytes that do not depend on the number of packs, mainly the ledger's log."""

LONGEST_RUN = timedelta(hours=3)
"""No run takes longer than this."""

CLOCK_TOLERANCE = timedelta(minutes=1)
"""How much the clocks of machine and disk may differ."""

SET_CLOCK = "sudo timedatectl set-ntp true"


def lock(context: DoctorContext) -> HealthCheck:
    """Whether another run holds the lock."""
    holder = holder_of(context.paths.output)
    if holder is None:
        return good("free: no other run is at work")
    since = holder.since.astimezone(ZONE)
    hangs = context.wall_clock() - since > LONGEST_RUN
    summary = said("process {process} has been at work since {since}", process=holder.process, since=since)
    where = str(context.paths.output / ".lock")
    if hangs:
        return doubtful(
            said("{summary}, longer than a run takes", summary=summary),
            said("see what it does with: ps -fp {process}", process=holder.process),
            where,
        )
    return doubtful(
        summary, said("wait until it is done; see what it does with: ps -fp {process}", process=holder.process), where
    )


def ledger(context: DoctorContext) -> HealthCheck:
    """Whether the ledger can be read."""
    letters = len(context.ledger.deliveries(context.key))
    if not context.paths.ledger.exists():
        return good("there is none yet; the first build makes it")
    return good(counted(letters, "whole; {count} letter of this event", "whole; {count} letters of this event"))


def archive(context: DoctorContext) -> HealthCheck:
    """Whether archive and ledger agree, and no edition has flaws that show without reading every file."""
    archived, recorded = Archive(context.paths.archive(context.key)), context.ledger.editions(context.key)
    refuse_old_ledger(context.key, archived, context.ledger)
    verify = f"reportgen verify {context.folder}"
    for edition in sorted(recorded.keys() | set(archived.editions())):
        folder = archived.bag(edition)
        if edition not in archived.editions():
            return wrong(
                said("edition {edition} is gone", edition=edition),
                said("put it back from a copy; then: {verify}", verify=verify),
                str(folder),
            )
        flaws = [said("{file} is {flaw}", file=each.file, flaw=message_of(each.flaw)) for each in quick_flaws(folder)]
        if not flaws and edition in recorded and archived.sealed(edition).bag != recorded[edition]:
            flaws = [said("it is not the one that was promised")]
        if flaws:
            summary = said("edition {edition} is damaged: {flaws}", edition=edition, flaws=joined(flaws))
            return wrong(summary, said("see all of it with: {verify}", verify=verify), str(folder))
    editions = len(archived.editions())
    if not editions:
        return good("nothing is sealed yet")
    return good(
        counted(
            editions,
            "{count} edition at a glance; every byte of it with: {verify}",
            "{count} editions at a glance; every byte of them with: {verify}",
            verify=verify,
        )
    )


def disk(context: DoctorContext) -> HealthCheck:
    """Whether the output folder can be written to, and has space for the packs."""
    folder = _existing(context.paths.output)
    try:
        with _temporary_file(folder) as file:
            file.write(b"x")
            file.flush()
    except OSError as fault:
        return wrong(
            said("nothing can be written there: {reason}", reason=fault.strerror),
            "choose an output folder that can be written, with --output",
            str(folder),
        )
    free = disk_usage(folder).free
    needed = int(context.to_print * context.pack_bytes * COPIES_OF_PACK) + FIXED_BYTES
    summary = said("{size} free; how many packs there will be is not known yet", size=document_size(free))
    if context.packs:
        summary = counted(
            context.to_print,
            "{size} free; {count} pack to print and what else a run writes take about {needed}",
            "{size} free; {count} packs to print and what else a run writes take about {needed}",
            size=document_size(free),
            needed=document_size(needed),
        )
    todo = said("make room, or choose another output folder with --output")
    if free < needed:
        return wrong(summary, todo, str(folder))
    return (
        doubtful(said("{summary}, and it is nearly full then", summary=summary), todo, str(folder))
        if free < 2 * needed
        else good(summary)
    )


def clock(context: DoctorContext) -> HealthCheck:
    """Whether the clock and the time zone are right."""
    winter, summer = (datetime(2018, month, 10, tzinfo=ZONE).utcoffset() for month in (12, 7))
    if (winter, summer) != (timedelta(hours=1), timedelta(hours=2)):
        return wrong(
            "the zone Europe/Amsterdam is not what it should be",
            said("{executable} -m pip install --force-reinstall tzdata", executable=sys.executable),
        )
    real = context.wall_clock()
    installed = datetime.fromtimestamp(Path(reportgen.__file__).stat().st_mtime, ZONE)
    if real < installed - timedelta(days=1):
        return wrong(
            said("it says {real}, and this program was installed on {installed}", real=real, installed=installed),
            said("set the clock of this machine: {command}", command=SET_CLOCK),
        )
    written = _written_at(_existing(context.paths.output))
    if written and abs(real - written) > CLOCK_TOLERANCE:
        return doubtful(
            said("it says {real}, and the disk {written}", real=real, written=written),
            said("set both clocks: {command}", command=SET_CLOCK),
        )
    now = real.astimezone(ZONE)
    what = said("{moment} {zone}", moment=now, zone=f"{now:%Z}")
    if written:
        what = said("{moment}, as the disk says", moment=what)
    if context.simulated:
        what = said("{what}; what follows is for {moment}, as --now says", what=what, moment=context.moment)
    return good(what)


def _existing(folder: Path) -> Path:
    """The folder, or the nearest parent that exists."""
    return next((each for each in (folder.absolute(), *folder.absolute().parents) if os.path.lexists(each)), folder)


def _written_at(folder: Path) -> datetime | None:
    """The time that the disk gives to a file written now; None where it cannot be written."""
    try:
        with _temporary_file(folder) as file:
            return datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, ZONE)
    except OSError:
        return None


@contextmanager
def _temporary_file(folder: Path) -> Iterator[IO[bytes]]:
    """A temporary file in a folder, whose modification time is restored afterwards.

    Where the file system lacks ``O_TMPFILE``, ``TemporaryFile`` creates a named file, which changes the folder.
    """
    before = folder.stat()
    try:
        with TemporaryFile(dir=folder) as file:
            yield file
    finally:
        if folder.stat().st_mtime_ns != before.st_mtime_ns:
            with suppress(OSError):
                os.utime(folder, ns=(before.st_atime_ns, before.st_mtime_ns))
