"""The index of the kept versions of an event's files, and the kept files that stand in none."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from reportgen.storage.atomic import write_atomically
from reportgen.storage.ordinary_files import file_bytes

EARLIER_FOLDER = "eerder"
"""The folder, in that of the event, with earlier contents of its files."""

INDEX = "versies.json"

MAX_NAME = 200
"""Characters of the longest name of a file, its folders included."""

_MAX_FILE, _MAX_NUMBER = 255, 10**9

_ZONE = ZoneInfo("Europe/Amsterdam")
"""Of the moments in names of kept files."""

_STAMPED = re.compile(r"(\d{4}-\d\d-\d\dT\d{6})-(?:\d{1,4}-)?(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Entry:
    """A version as the index has it.

    Attributes:
        file: that holds the content; empty where the version is that there was no file.
        digest, size, written: SHA-256 and bytes of the content when it was kept, and when that was in nanoseconds.
    """

    number: int
    name: str
    file: str
    who: str
    at: datetime
    about: str
    digest: str
    size: int
    written: int

    def is_whole(self, earlier: Path) -> bool:
        """Whether the file is there and holds what it held when it was kept."""
        try:
            now = (earlier / self.file).stat()
            if now.st_size == self.size and now.st_mtime_ns == self.written:
                return True
            return sha256(file_bytes(earlier / self.file)).hexdigest() == self.digest
        except OSError:
            return False

    def with_about(self, about: str) -> Entry:
        """The same with other words about it."""
        return replace(self, about=about)


def is_file_name(name: str) -> bool:
    """Whether a file of an event can be called so, from its folder, with ``/`` between folders."""
    parts = name.split("/")
    if not name.isprintable() or "\\" in name or len(name) > MAX_NAME or parts[0] == EARLIER_FOLDER:
        return False
    return all(each and not each.startswith(".") and each.strip() == each for each in parts)


def entries_in(earlier: Path) -> list[Entry]:
    """The entries of a folder in order of their numbers; files that the index lacks follow, by their moment."""
    entries = sorted(_indexed(earlier), key=lambda each: each.number)
    known = {each.file for each in entries} | {INDEX}
    if not earlier.is_dir():
        return []
    found = (_found(path) for path in earlier.iterdir() if path.name not in known and _is_kept(path))
    rest = [each for each in found if each is not None]
    first = max((each.number for each in entries), default=0) + 1
    rest.sort(key=lambda each: (each.at, each.file))
    return entries + [replace(each, number=number) for number, each in enumerate(rest, first)]


def write_index(earlier: Path, entries: Iterable[Entry]) -> None:
    """Writes the index; one that cannot be read is kept beside it."""
    path = earlier / INDEX
    if path.exists() and _content(earlier) is None:
        path.replace(path.with_name(f".{INDEX}.onleesbaar"))
    shown = [{**asdict(each), "at": each.at.isoformat()} for each in entries]
    write_atomically(path, json.dumps({"versions": shown}, ensure_ascii=False, indent=1).encode())


def _content(earlier: Path) -> list[Entry] | None:
    """The entries in the index; None where it cannot be read."""
    try:
        given = json.loads(file_bytes(earlier / INDEX))["versions"]
        found = [Entry(**{**each, "at": datetime.fromisoformat(each["at"])}) for each in given]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return None
    return found if all(map(_is_usable, found)) else None


def _is_usable(entry: Entry) -> bool:
    texts = (entry.name, entry.file, entry.who, entry.about, entry.digest)
    numbers = (entry.number, entry.size, entry.written)
    if not all(isinstance(each, str) for each in texts) or not all(isinstance(each, int) for each in numbers):
        return False
    if any("\ud800" <= sign <= "\udfff" for text in texts for sign in text):  # no text that can be written again
        return False
    is_kept = not entry.file or (entry.file.isprintable() and "/" not in entry.file and len(entry.file) <= _MAX_FILE)
    is_numbered = 0 < entry.number < _MAX_NUMBER and entry.at.tzinfo is not None
    return is_kept and is_numbered and is_file_name(entry.name)


def _indexed(earlier: Path) -> list[Entry]:
    return _content(earlier) or []


def _is_kept(path: Path) -> bool:
    return not path.name.startswith(".") and path.is_file() and not path.is_symlink()


def _found(path: Path) -> Entry | None:
    """The entry of a kept file that is in no index: its name says which file it was, and often when it was replaced.

    None where it cannot be read, or no file of an event can be called so.
    """
    try:
        content, written = file_bytes(path), path.stat()
    except OSError:
        return None
    stamped = _STAMPED.fullmatch(path.name)
    at, name = datetime.fromtimestamp(written.st_mtime, _ZONE), path.name
    if stamped:
        with suppress(ValueError):
            at, name = datetime.fromisoformat(stamped[1]).replace(tzinfo=_ZONE), stamped[2]
    name, digest = name.replace("~", "/"), sha256(content).hexdigest()
    if not is_file_name(name):
        return None
    return Entry(0, name, path.name, "", at, "", digest, len(content), written.st_mtime_ns)
