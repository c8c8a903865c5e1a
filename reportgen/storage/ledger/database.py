"""The file of the ledger: opened, set up when it is new, and refused when it is not ours or not whole."""

from __future__ import annotations

import sqlite3
from os import SEEK_END
from pathlib import Path
from time import sleep

from reportgen.errors import ArchiveError

VERSION = 5

NOTES, DEEDS, ANSWERS = (
    Path(__file__).with_name(f"{name}.sql").read_text("utf-8") for name in ("notes", "audit", "answers")
)

UPGRADES = {1: "ALTER TABLE person ADD COLUMN details TEXT NOT NULL DEFAULT '{}'", 2: NOTES, 3: DEEDS, 4: ANSWERS}
"""What makes a ledger of an older format one of the next."""

CHECKPOINT = 1000
"""Pages of 4 kB that the log may grow to before they are moved to the file. A log that does not grow any more, but is
written over, is on the disk sooner."""

SETTING_UP = 20
"""Times to try beside other processes that set the same new file up."""

LOOKS, PAUSE = 10, 0.05
"""How often, and with how many seconds between, a file has to seem cut off before it is."""

Unreadable = sqlite3.Error
"""What a ledger raises that was sound when it was opened, and is not any more."""

LOG = "-wal"
"""What SQLite puts behind the name of a file for what is not in it yet."""

HEAD, MAGIC, LARGEST = 100, b"SQLite format 3\0", 1 << 16
"""Bytes of the head of such a file, what it begins with, and the size of a page that is written as 1."""

OWNER = 0x52504C47
"""SQLite's application_id of a ledger: the letters RPLG."""


def connection_to(path: Path | None) -> sqlite3.Connection:
    """A connection to the ledger in a file, which is made if it is not there; without a file, in memory.

    Raises:
        ArchiveError: the file is no ledger, is damaged, or was written by a newer program.
    """
    try:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path or ":memory:", isolation_level=None)
    except (OSError, sqlite3.Error) as fault:
        raise ArchiveError(
            f"The ledger cannot be opened: {fault}",
            where=str(path),
            todo="choose an output folder that can be written, with --output",
        ) from None
    try:
        version = _made_ready(connection, path)
    except sqlite3.DatabaseError as fault:
        connection.close()
        raise ArchiveError(
            f"The ledger cannot be read: {fault}",
            where=str(path),
            todo="put back the last good copy of this file; the archive is untouched",
        ) from None
    if version > VERSION:
        connection.close()
        raise ArchiveError(
            f"The ledger was written by a newer program (format {version})",
            where=str(path),
            todo="install the newest reportgen",
        )
    return connection


def _made_ready(connection: sqlite3.Connection, path: Path | None) -> int:
    """Sets a connection up, and the tables in a file that is new; the format's version.

    A file of an older format is made new, after a copy of it was laid beside it.

    Raises:
        sqlite3.DatabaseError: the file is damaged, or belongs to another program.
    """
    if path and (fault := _cut_off(path)):
        raise sqlite3.DatabaseError(fault)
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("BEGIN")  # one look at all three: another process may set a new file up meanwhile
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    (owner,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    connection.execute("COMMIT")
    if owner != OWNER and (owner or version or tables):
        raise sqlite3.DatabaseError("it belongs to another program")
    (sound,) = connection.execute("PRAGMA quick_check").fetchone()
    if sound != "ok":
        raise sqlite3.DatabaseError(sound)
    if path and 0 < version < VERSION:
        _copy(connection, path.with_name(f"{path.name}.format-{version}"))
    for older in range(version, VERSION) if version else ():
        connection.executescript(f"BEGIN IMMEDIATE; {UPGRADES[older]}; PRAGMA user_version = {older + 1}; COMMIT;")
    if version:
        return max(int(version), VERSION)
    schema = Path(__file__).with_name("ledger.sql").read_text("utf-8")
    marks = f"PRAGMA application_id = {OWNER}; PRAGMA user_version = {VERSION};"
    connection.executescript(f"BEGIN IMMEDIATE; {schema} {NOTES} {DEEDS} {ANSWERS} {marks} COMMIT;")
    return VERSION


def is_written(path: Path) -> bool:
    """Whether there is anything in a ledger's file, or in the log beside it."""
    return any(each.is_file() and each.stat().st_size for each in (path, _log(path)))


def _cut_off(path: Path) -> str:
    """How much of a ledger's file is left where its end is gone, in words; empty where it is not.

    Another process that moves its log into the file takes a moment for it, so that one look proves nothing.
    """
    fault = ""
    for _ in range(LOOKS):
        if not (fault := _seems_cut_off(path)):
            break
        sleep(PAUSE)
    return fault


def _seems_cut_off(path: Path) -> str:
    """The same at one look.

    SQLite itself takes what is missing of the last page for zeros. While there is a log, the end may stand in that; and
    an empty file is one that another process is just setting up.
    """
    if not path.exists() or _log(path).exists():
        return ""
    with path.open("rb") as file:
        head, size = file.read(HEAD), file.seek(0, SEEK_END)
    if not size or not head.startswith(MAGIC[: len(head)]):
        return ""
    if size < HEAD:
        return f"it is cut off, and {size} bytes are left"
    page, pages = int.from_bytes(head[16:18]), int.from_bytes(head[28:32])
    whole = (LARGEST if page == 1 else page) * pages
    return f"it is cut off: {size:,} of {whole:,} bytes are left" if size < whole else ""


def _log(path: Path) -> Path:
    return path.with_name(f"{path.name}{LOG}")


def _copy(connection: sqlite3.Connection, path: Path) -> None:
    """Lays a copy of a ledger beside it, whole or not at all; one that is there already stays."""
    if path.exists():
        return
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    copy = sqlite3.connect(part)
    try:
        connection.backup(copy)
    finally:
        copy.close()
    part.rename(path)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Readers beside a writer; while another process sets a new file up, SQLite says 'locked' without waiting."""
    for attempt in range(SETTING_UP):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if attempt == SETTING_UP - 1:
                raise
            connection.execute("BEGIN IMMEDIATE")  # this does wait until the other is done
            connection.execute("COMMIT")
        else:
            return
