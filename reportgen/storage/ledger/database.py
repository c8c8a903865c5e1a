"""The file of the ledger: opening it, creating its tables, upgrading older formats, and refusing damaged files."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from os import SEEK_END
from pathlib import Path
from time import sleep

from reportgen.errors import ArchiveError, LedgerDamaged
from reportgen.i18n.message import said
from reportgen.storage.ledger.file_faults import PUT_BACK, unreadable

VERSION = 9

NOTES, AUDIT, ANSWERS, ATTENDANCE, SESSIONS, REVIEWS, MESSAGES, INVITATIONS, LOOKS, OUTCOMES, *FORMAT_7 = (
    Path(__file__).with_name(f"{name}.sql").read_text("utf-8")
    for name in (
        *(
            "notes",
            "audit",
            "answers",
            "attendance",
            "sessions",
            "reviews",
            "messages",
            "invitations",
            "looks",
            "outcomes",
        ),
        *("format_7_before", "format_7_after"),
    )
)

FORMAT_9 = f"{MESSAGES} {INVITATIONS} {LOOKS} {OUTCOMES}"
"""The tables that format 9 adds."""

UPGRADES = {
    1: "ALTER TABLE person ADD COLUMN details TEXT NOT NULL DEFAULT '{}'",
    2: NOTES,
    3: AUDIT,
    4: ANSWERS,
    5: f"ALTER TABLE delivery ADD COLUMN kind TEXT NOT NULL DEFAULT 'pack'; {ATTENDANCE}",
    6: SESSIONS,
    7: f"{FORMAT_7[0]} {ANSWERS} {REVIEWS} {FORMAT_7[1]}",
    8: FORMAT_9,
}
"""The SQL that turns a ledger of a format into one of the next."""

CHECKPOINT = 1000
"""Pages of 4 kB in the log before they are moved to the file. Syncing is faster for a log that is overwritten than
for one that grows."""

SETUP_ATTEMPTS = 20
"""Attempts to set up a new file that other processes set up at the same moment."""

CUT_OFF_CHECKS, PAUSE = 10, 0.05
"""How often, and with how many seconds between, a file has to look cut off before it is refused."""

LedgerUnreadable = sqlite3.Error
"""What is raised by a ledger that was damaged after it was opened."""

LOG, SHARED_MEMORY = "-wal", "-shm"
"""The suffixes of SQLite's write-ahead log, and of the memory that its connections share while they are open."""

HEADER_BYTES, MAGIC, MAX_PAGE = 100, b"SQLite format 3\0", 1 << 16
"""Of SQLite's file format: bytes of the header, its first bytes, and the page size that is written as 1."""

APPLICATION_ID = 0x52504C47
"""SQLite's application_id of a ledger: the letters RPLG."""


def require_file(path: Path) -> None:
    """Sees that a ledger is a file, or not there at all: what is something else is not the same as none.

    Raises:
        ArchiveError: it is a folder, a pipe, a device, or a link to what is not there.
    """
    try:
        if stat.S_ISREG(path.stat().st_mode):
            return
        what = said("The ledger is no ordinary file")
    except FileNotFoundError:
        if not path.is_symlink():
            return
        what = said("The ledger is a link to {target}, which is not there", target=path.readlink())
    raise LedgerDamaged(
        what,
        where=str(path),
        todo=PUT_BACK,
    )


def connection_to(path: Path | None) -> sqlite3.Connection:
    """A connection to the ledger in a file, which is made if it is not there; without a file, in memory.

    Raises:
        ArchiveError: the file is no ledger, is damaged, or was written by a newer program.
    """
    if path is not None:
        require_file(path)
    try:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path or ":memory:", isolation_level=None)
    except (OSError, sqlite3.Error) as fault:
        raise ArchiveError(
            said("The ledger cannot be opened: {reason}", reason=fault),
            where=str(path),
            todo="choose an output folder that can be written, with --output",
        ) from None
    try:
        version = _set_up(connection, path)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as fault:
        connection.close()
        raise unreadable(fault, str(path)) from None
    if version > VERSION:
        connection.close()
        raise ArchiveError(
            said("The ledger was written by a newer program (format {version})", version=version),
            where=str(path),
            todo="install the newest reportgen",
        )
    return connection


def _set_up(connection: sqlite3.Connection, path: Path | None) -> int:
    """Configures a connection, and creates or upgrades the tables; the version of the format.

    A file of an older format is copied before it is upgraded.

    Raises:
        sqlite3.DatabaseError: the file is damaged, or belongs to another program.
    """
    if path and (fault := _cut_off(path)):
        raise sqlite3.DatabaseError(fault)
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("BEGIN")  # reads all three at one moment: another process may be setting up a new file
    (count,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    (owner,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    connection.execute("COMMIT")
    if owner != APPLICATION_ID and (owner or version or count):
        raise sqlite3.DatabaseError("it belongs to another program")
    (sound,) = connection.execute("PRAGMA quick_check").fetchone()
    if sound != "ok":
        raise sqlite3.DatabaseError(sound)
    if path and 0 < version < VERSION:
        _copy(connection, path.with_name(f"{path.name}.format-{version}"))
    for older in range(version, VERSION) if version else ():
        _upgrade(connection, older)
    if version:
        return max(int(version), VERSION)
    schema = Path(__file__).with_name("ledger.sql").read_text("utf-8")
    marks = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION};"
    tables = f"{schema} {NOTES} {AUDIT} {ANSWERS} {REVIEWS} {ATTENDANCE} {SESSIONS} {FORMAT_9}"
    connection.executescript(f"BEGIN IMMEDIATE; {tables} {marks} COMMIT;")
    return VERSION


def _upgrade(connection: sqlite3.Connection, older: int) -> None:
    """Turns a ledger of a format into one of the next, unless another process did so at the same moment."""
    connection.execute("BEGIN IMMEDIATE")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == older:
        for each in _statements(UPGRADES[older]):
            connection.execute(each)
        connection.execute(f"PRAGMA user_version = {older + 1}")
    connection.execute("COMMIT")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script; ``executescript`` would commit what was begun before it."""
    statement = ""
    for piece in script.split(";"):
        statement += f"{piece};"
        if sqlite3.complete_statement(statement):  # a semicolon may stand in a comment or a trigger
            yield statement
            statement = ""


def is_written(path: Path) -> bool:
    """Whether a ledger's file, or the log beside it, holds anything.

    Raises:
        ArchiveError: as ``require_file``.
    """
    require_file(path)
    return any(map(_is_filled, (path, _log(path))))


def _is_filled(path: Path) -> bool:
    """Whether a file is there and not empty; another process may remove a log at any moment."""
    try:
        return path.is_file() and path.stat().st_size > 0
    except FileNotFoundError:
        return False


def _cut_off(path: Path) -> str:
    """How much is left of a ledger's file that was cut off, as text; empty where it was not.

    It is checked several times, because another process may be moving its log into the file.
    """
    fault = ""
    for _ in range(CUT_OFF_CHECKS):
        if not (fault := looks_cut_off(path)):
            break
        sleep(PAUSE)
    return fault


def looks_cut_off(path: Path) -> str:
    """How much is left of a ledger's file that looks cut off at this moment, as text; empty where it does not.

    SQLite itself reads what is missing of the last page as zeros. Where something is in the log, the end may be in
    that; and an empty file is one that another process is setting up. A file that a connection has open is not read:
    closing it would drop the locks of every connection of this process (POSIX), and the next process that leaves would
    take the log away under them.
    """
    if not path.exists() or _is_filled(_log(path)) or path.with_name(f"{path.name}{SHARED_MEMORY}").exists():
        return ""
    with path.open("rb") as file:
        head, size = file.read(HEADER_BYTES), file.seek(0, SEEK_END)
    if not size or not head.startswith(MAGIC[: len(head)]):
        return ""
    if size < HEADER_BYTES:
        return f"it is cut off, and {size} bytes are left"
    page, pages = int.from_bytes(head[16:18]), int.from_bytes(head[28:32])
    whole = (MAX_PAGE if page == 1 else page) * pages
    return f"it is cut off: {size:,} of {whole:,} bytes are left" if size < whole else ""


def _log(path: Path) -> Path:
    return path.with_name(f"{path.name}{LOG}")


def _copy(connection: sqlite3.Connection, path: Path) -> None:
    """Copies a ledger atomically; a copy that is there already stays."""
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
    """Switches to the write-ahead log, which lets processes read while another writes.

    While another process sets up a new file, SQLite raises 'locked' without waiting.
    """
    for attempt in range(SETUP_ATTEMPTS):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if attempt == SETUP_ATTEMPTS - 1:
                raise
            connection.execute("BEGIN IMMEDIATE")  # this does wait until the other is done
            connection.execute("COMMIT")
        else:
            return
