"""What a run works with on this machine: the lock, the ledger, the archive, room on the disk, and the clock."""

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
"""A pack is kept once, and in a letter in the archive and in the outbox, where it takes 1.4 times the room."""

FIXED_BYTES = 100_000_000
"""Bytes for what does not grow with the packs: the ledger's log above all."""

LONGEST_RUN = timedelta(hours=3)
"""How long no run takes."""

CLOCK_TOLERANCE = timedelta(minutes=1)
"""How far two clocks may be apart before someone should look."""

SET_CLOCK = "sudo timedatectl set-ntp true"


def lock(case: DoctorContext) -> HealthCheck:
    """Whether another run is at work."""
    holder = holder_of(case.paths.output)
    if holder is None:
        return good("free: no other run is at work")
    since = holder.since.astimezone(ZONE)
    hangs = case.clock() - since > LONGEST_RUN
    said = f"process {holder.process} has been at work since {since:%d-%m-%Y %H:%M}"
    where = str(case.paths.output / ".lock")
    if hangs:
        return doubtful(f"{said}, longer than a run takes", f"see what it does with: ps -fp {holder.process}", where)
    return doubtful(said, f"wait until it is done; see what it does with: ps -fp {holder.process}", where)


def ledger(case: DoctorContext) -> HealthCheck:
    """Whether the ledger is ours, and whole."""
    letters = len(case.ledger.deliveries(case.key))
    if not case.paths.ledger.exists():
        return good("there is none yet; the first build makes it")
    return good(f"whole; {letters} letters of this event")


def archive(case: DoctorContext) -> HealthCheck:
    """Whether archive and ledger belong together, and no edition lost anything."""
    kept, promised = Archive(case.paths.archive(case.key)), case.ledger.editions(case.key)
    refuse_old_ledger(case.key, kept, case.ledger)
    verify = f"reportgen verify {case.folder}"
    for edition in sorted(promised.keys() | set(kept.editions())):
        folder = kept.bag(edition)
        if edition not in kept.editions():
            return wrong(f"edition {edition} is gone", f"put it back from a copy; then: {verify}", str(folder))
        flaws = [f"{each.file} is {each.flaw}" for each in quick_flaws(folder)]
        if not flaws and edition in promised and kept.sealed(edition).bag != promised[edition]:
            flaws = ["it is not the one that was promised"]
        if flaws:
            said = f"edition {edition} is damaged: {'; '.join(flaws)}"
            return wrong(said, f"see all of it with: {verify}", str(folder))
    if not kept.editions():
        return good("nothing is sealed yet")
    return good(f"{len(kept.editions())} editions at a glance; every byte of them with: {verify}")


def disk(case: DoctorContext) -> HealthCheck:
    """Whether what a build makes can be written, and fits."""
    folder = _there(case.paths.output)
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
    needed = int(case.to_print * case.pack_bytes * COPIES_OF_PACK) + FIXED_BYTES
    room = f"{case.to_print} packs to print take about {document_size(needed)}"
    said = f"{document_size(free)} free; {room if case.packs else 'how many packs there will be is not known yet'}"
    todo = "make room, or choose another output folder with --output"
    if free < needed:
        return wrong(said, todo, str(folder))
    return doubtful(f"{said}, and it is nearly full then", todo, str(folder)) if free < 2 * needed else good(said)


def clock(case: DoctorContext) -> HealthCheck:
    """Whether the clock and the zone can be trusted."""
    winter, summer = (datetime(2018, month, 10, tzinfo=ZONE).utcoffset() for month in (12, 7))
    if (winter, summer) != (timedelta(hours=1), timedelta(hours=2)):
        return wrong(
            "the zone Europe/Amsterdam is not what it should be",
            f"{sys.executable} -m pip install --force-reinstall tzdata",
        )
    real = case.clock()
    installed = datetime.fromtimestamp(Path(reportgen.__file__).stat().st_mtime, ZONE)
    if real < installed - timedelta(days=1):
        return wrong(
            f"it says {real:%d-%m-%Y %H:%M}, and this program was installed on {installed:%d-%m-%Y}",
            f"set the clock of this machine: {SET_CLOCK}",
        )
    written = _written_at(_there(case.paths.output))
    if written and abs(real - written) > CLOCK_TOLERANCE:
        return doubtful(
            f"it says {real:%d-%m-%Y %H:%M}, and the disk {written:%d-%m-%Y %H:%M}", f"set both clocks: {SET_CLOCK}"
        )
    agrees = ", as the disk says" if written else ""
    made_up = f"; what follows is for {case.moment:%d-%m-%Y %H:%M}, as --now says" if case.made_up else ""
    return good(f"{real.astimezone(ZONE):%d-%m-%Y %H:%M %Z}{agrees}{made_up}")


def _there(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    return next((each for each in (folder.absolute(), *folder.absolute().parents) if os.path.lexists(each)), folder)


def _written_at(folder: Path) -> datetime | None:
    """When the disk says that something was written now; None where nothing can be."""
    try:
        with _temporary_file(folder) as file:
            return datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, ZONE)
    except OSError:
        return None


@contextmanager
def _temporary_file(folder: Path) -> Iterator[IO[bytes]]:
    """A file in a folder that is gone afterwards, after which the folder has the times it had.

    Where the file system lacks ``O_TMPFILE``, ``TemporaryFile`` gives its file a name and so changes the folder.
    """
    before = folder.stat()
    try:
        with TemporaryFile(dir=folder) as file:
            yield file
    finally:
        if folder.stat().st_mtime_ns != before.st_mtime_ns:
            with suppress(OSError):
                os.utime(folder, ns=(before.st_atime_ns, before.st_mtime_ns))
