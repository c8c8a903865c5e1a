"""Earlier versions of the files of an event: which there are, what each held, and putting one back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

from reportgen.application.settings.event_files import file_faults, text_files
from reportgen.config.paths import Paths
from reportgen.errors import ReportgenError
from reportgen.storage.versions import Version, all_versions, digest_in, read_version, remove_file, replace_file


@dataclass(frozen=True, slots=True)
class FileVersion:
    """A version among the others of its file.

    Attributes:
        is_present: whether the file holds this now.
        previous: number of the version of the same file before it; 0 for the first.
        is_unused: whether the file never held it: the program was ended before it wrote the file.
    """

    version: Version
    is_present: bool
    previous: int
    is_unused: bool = False


def file_versions(folder: Path) -> tuple[FileVersion, ...]:
    """All versions of all files, the newest first."""
    by_name: dict[str, list[Version]] = {}
    everything = all_versions(folder)
    for each in everything:
        by_name.setdefault(each.name, []).append(each)
    previous = {newer.number: older.number for found in by_name.values() for newer, older in pairwise(found)}
    present = {
        next((each.number for each in found if each.digest == digest), 0)
        for name, found in by_name.items()
        for digest in [present_digest(folder, name)]
    }
    unused = {number for name, found in by_name.items() for number in _unused(folder, name, found)}
    return tuple(
        FileVersion(each, each.number in present, previous.get(each.number, 0), each.number in unused)
        for each in everything
    )


def _unused(folder: Path, name: str, found: Sequence[Version]) -> Iterator[int]:
    """The numbers of versions that a file never held: what it held before is still there, and older than they are.

    A version is kept before its file is written. What is found in the file later, and who wrote is not known, has the
    moment of the file.

    Args:
        found: the versions of the file, the newest first.
    """
    with suppress(OSError):
        now = datetime.fromtimestamp((folder / name).stat().st_mtime, UTC)
        if len(found) > 1 and now < found[0].at and present_digest(folder, name) == found[1].digest != found[0].digest:
            yield found[0].number
    for after, one, before in zip(found, found[1:], found[2:], strict=False):
        if not after.who and after.at < one.at and after.digest == before.digest != one.digest:
            yield one.number


def version_with_number(folder: Path, number: int) -> Version | None:
    """The version with a number; None where there is none."""
    return next((each for each in all_versions(folder) if each.number == number), None)


def version_content(folder: Path, one: Version) -> bytes | None:
    """What a version held; None where it is that the file was removed, or is not kept."""
    return None if one.is_removal or one.gone else read_version(folder, one.number)


def present_content(folder: Path, name: str) -> bytes | None:
    """What a file holds now; None where there is none that can be read."""
    try:
        return (folder / name).read_bytes()
    except OSError:
        return None


def present_digest(folder: Path, name: str) -> str:
    """The digest of a file as it is now; empty where there is none that can be read."""
    with suppress(ReportgenError, OSError):
        return digest_in(folder, name)
    return ""


def fault_by_version(folder: Path, one: Version, paths: Paths, today: date) -> str | None:
    """What would be wrong in a file with the content of a version, and is not wrong now; None where nothing is.

    Returns:
        What is wrong in words; empty where nobody can say more than that it cannot be read.

    Raises:
        ReportgenError: the version is not kept.
    """
    if one.is_removal or one.name not in text_files(folder):
        return None
    faults = file_faults(folder, one.name, read_version(folder, one.number), paths, today)
    present = present_content(folder, one.name)
    if not faults or (present and file_faults(folder, one.name, present, paths, today)):
        return None
    return faults[0].text


def put_back(folder: Path, one: Version, who: str, at: datetime, stand: str) -> Version | None:
    """Makes a file what a version held, which is a version itself.

    Args:
        stand: digest that the file must still have.

    Returns:
        The version that the file was until now, where that is kept, so that it can be put back in turn.

    Raises:
        ChangedMeanwhile: somebody else changed the file; nothing was written.
        ReportgenError: the version is not kept.
        OSError: the file cannot be written.
    """
    content = None if one.is_removal else read_version(folder, one.number)
    before = next((each for each in all_versions(folder) if each.name == one.name), None)
    about = f"teruggezet: versie {one.number}"
    if content is None:
        remove_file(folder, one.name, who, at, about, stand)
    else:
        replace_file(folder, one.name, content, who, at, about, stand)
    return before if before is not None and not before.gone and before.digest == stand else None
