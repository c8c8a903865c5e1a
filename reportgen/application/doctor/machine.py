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
    summary = f"process {holder.process} has been at work since {since:%d-%m-%Y %H:%M}"
    where = str(context.paths.output / ".lock")
    if hangs:
        return doubtful(f"{summary}, longer than a run takes", f"see what it does with: ps -fp {holder.process}", where)
    return doubtful(summary, f"wait until it is done; see what it does with: ps -fp {holder.process}", where)


def ledger(context: DoctorContext) -> HealthCheck:
    """Whether the ledger can be read."""
    letters = len(context.ledger.deliveries(context.key))
    if not context.paths.ledger.exists():
        return good("there is none yet; the first build makes it")
    return good(f"whole; {letters} letters of this event")


def archive(context: DoctorContext) -> HealthCheck:
    """Whether archive and ledger agree, and no edition has flaws that show without reading every file."""
    archived, recorded = Archive(context.paths.archive(context.key)), context.ledger.editions(context.key)
    refuse_old_ledger(context.key, archived, context.ledger)
    verify = f"reportgen verify {context.folder}"
    for edition in sorted(recorded.keys() | set(archived.editions())):
        folder = archived.bag(edition)
        if edition not in archived.editions():
            return wrong(f"edition {edition} is gone", f"put it back from a copy; then: {verify}", str(folder))
        flaws = [f"{each.file} is {each.flaw}" for each in quick_flaws(folder)]
        if not flaws and edition in recorded and archived.sealed(edition).bag != recorded[edition]:
            flaws = ["it is not the one that was promised"]
        if flaws:
            summary = f"edition {edition} is damaged: {'; '.join(flaws)}"
            return wrong(summary, f"see all of it with: {verify}", str(folder))
    editions = len(archived.editions())
    if not editions:
        return good("nothing is sealed yet")
    return good(f"{editions} edition{'s' * (editions != 1)} at a glance; every byte of them with: {verify}")


def disk(context: DoctorContext) -> HealthCheck:
    """Whether the output folder can be written to, and has space for the packs."""
    folder = _existing(context.paths.output)
    try:
        with _temporary_file(folder) as file:
            file.write(b"x")
            file.flush()
    except OSError as fault:
        return wrong(
            f"nothing can be written there: {fault.strerror}",
            "choose an output folder that can be written, with --output",
            str(folder),
        )
    free = disk_usage(folder).free
    needed = int(context.to_print * context.pack_bytes * COPIES_OF_PACK) + FIXED_BYTES
    packs = f"{context.to_print} pack{'s' * (context.to_print != 1)} to print"
    room = f"{packs} and what else a run writes take about {document_size(needed)}"
    summary = (
        f"{document_size(free)} free; {room if context.packs else 'how many packs there will be is not known yet'}"
    )
    todo = "make room, or choose another output folder with --output"
    if free < needed:
        return wrong(summary, todo, str(folder))
    return doubtful(f"{summary}, and it is nearly full then", todo, str(folder)) if free < 2 * needed else good(summary)


def clock(context: DoctorContext) -> HealthCheck:
    """Whether the clock and the time zone are right."""
    winter, summer = (datetime(2018, month, 10, tzinfo=ZONE).utcoffset() for month in (12, 7))
    if (winter, summer) != (timedelta(hours=1), timedelta(hours=2)):
        return wrong(
            "the zone Europe/Amsterdam is not what it should be",
            f"{sys.executable} -m pip install --force-reinstall tzdata",
        )
    real = context.wall_clock()
    installed = datetime.fromtimestamp(Path(reportgen.__file__).stat().st_mtime, ZONE)
    if real < installed - timedelta(days=1):
        return wrong(
            f"it says {real:%d-%m-%Y %H:%M}, and this program was installed on {installed:%d-%m-%Y}",
            f"set the clock of this machine: {SET_CLOCK}",
        )
    written = _written_at(_existing(context.paths.output))
    if written and abs(real - written) > CLOCK_TOLERANCE:
        return doubtful(
            f"it says {real:%d-%m-%Y %H:%M}, and the disk {written:%d-%m-%Y %H:%M}", f"set both clocks: {SET_CLOCK}"
        )
    agreement = ", as the disk says" if written else ""
    simulated = f"; what follows is for {context.moment:%d-%m-%Y %H:%M}, as --now says" if context.simulated else ""
    return good(f"{real.astimezone(ZONE):%d-%m-%Y %H:%M %Z}{agreement}{simulated}")


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
