"""Replaces a registration list: an uploaded list waits for a check, then replaces the present one, which is kept."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath, PureWindowsPath

from reportgen.application.lists.change_people import settle_changes
from reportgen.application.lists.check import check_list
from reportgen.application.lists.columns import Columns, chosen_columns, columns_of_lists, write_columns
from reportgen.application.lists.listed_people import listed_people
from reportgen.application.workspace import Workspace
from reportgen.config.edit_event_toml import event_toml_with_list
from reportgen.config.event_folder import EVENT_FILE
from reportgen.config.paths import Paths
from reportgen.config.settings import Settings, load_event_file
from reportgen.domain.people.participant import Enrolled
from reportgen.domain.people.roster import as_enrolled
from reportgen.errors import ConfigurationError, ReportgenError, UsageError
from reportgen.i18n.message import said
from reportgen.render.reports.list_report import ListReport
from reportgen.sources.lists.registrations import ListFile
from reportgen.storage.atomic import write_atomically
from reportgen.storage.version_index import EARLIER_FOLDER
from reportgen.storage.versions import remove_file, replace_file

KINDS = (".csv", ".xlsx", ".ods", ".xls", ".tsv", ".txt")
"""Suffixes of list files."""

_METADATA = "over.json"


@dataclass(frozen=True, slots=True)
class PendingList:
    """An uploaded list that nobody has accepted yet.

    Attributes:
        name: of the uploaded file.
        place: index of the event's list that it would replace, from 0.
        who: the organiser who uploaded it.
        digest: SHA-256 of the file, and of what was chosen for its columns.
        columns: what its columns are, by choice; None where nothing was chosen.
    """

    path: Path
    name: str
    place: int
    who: str
    at: datetime
    digest: str
    columns: Columns | None = None


def keep_pending(workspace: Workspace, name: str, content: bytes, place: int, who: str) -> PendingList:
    """Stores an uploaded list until it is accepted or dropped, instead of an earlier pending one.

    Args:
        name: of the uploaded file.
        place: index of the event's list that it would replace, from 0.
        who: the organiser who uploads it.

    Raises:
        UsageError: it is empty or no list file, or the event has no list at this place.
    """
    lists, paths, key, now = workspace.settings.lists, workspace.paths, workspace.people_key, workspace.moment
    file_name = PurePosixPath(PureWindowsPath(name).name).name[-200:]
    kind = PurePosixPath(file_name).suffix.casefold()
    if kind not in KINDS or not content:
        raise UsageError(
            "There is no file"
            if not content
            else said("'{file_name}' is no list that can be read", file_name=file_name),
            todo=said("choose a file that ends in {kinds}", kinds=", ".join(KINDS)),
        )
    if not 0 <= place < len(lists):
        raise UsageError("There is no such list to replace", todo="choose one of those the event has")
    folder = paths.pending_list(key)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{_plain(PurePosixPath(file_name).stem)}{kind}"
    write_atomically(path, content)
    about = {"name": file_name, "file": path.name, "place": place, "who": who, "at": now.isoformat()}
    write_atomically(folder / _METADATA, json.dumps(about, ensure_ascii=False).encode())  # from here on it is this one
    for each in folder.iterdir():  # the one before, and what a run that was killed left of one
        if each.name not in (path.name, _METADATA):
            each.unlink(missing_ok=True)
    return PendingList(path, file_name, place, who, now, sha256(content).hexdigest())


def pending_list(paths: Paths, key: str) -> PendingList | None:
    """The pending list; None where there is none, or it cannot be read.

    It is read again where another one takes its place in between.
    """
    folder, metadata, before = paths.pending_list(key), b"", b""
    while True:
        try:
            metadata = (folder / _METADATA).read_bytes()
            about = json.loads(metadata)
            path, chosen = folder / about["file"], about.get("columns")
            columns = (
                {str(name): tuple(map(str, each)) for name, each in chosen.items()} if chosen is not None else None
            )
            return PendingList(
                path,
                str(about["name"]),
                int(about["place"]),
                str(about["who"]),
                datetime.fromisoformat(about["at"]),
                sha256(path.read_bytes() + (json.dumps(chosen).encode() if chosen is not None else b"")).hexdigest(),
                columns,
            )
        except FileNotFoundError:
            if metadata == before:
                return None
            before = metadata
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None


def choose_pending_columns(workspace: Workspace, pending: PendingList, columns: Columns) -> None:
    """Keeps with the pending list what its columns are; event.toml gets it when the list is accepted."""
    folder = workspace.paths.pending_list(workspace.people_key)
    about = json.loads((folder / _METADATA).read_bytes()) | {"columns": {**columns}}
    write_atomically(folder / _METADATA, json.dumps(about, ensure_ascii=False).encode())


def columns_with(settings: Settings, pending: PendingList) -> Columns:
    """What the columns are with the pending list: as was chosen, without headings that no list has any more."""
    own = pending.columns if pending.columns is not None else settings.columns
    lists = columns_of_lists(settings, own, {pending.place: (pending.path, pending.name)})
    return chosen_columns(own, lists, -1, {})


def drop_pending(paths: Paths, key: str) -> None:
    """Deletes the pending list."""
    shutil.rmtree(paths.pending_list(key), ignore_errors=True)


def check_pending(workspace: Workspace, pending: PendingList) -> ListReport:
    """Checks the event with the pending list, and compares it with the lists that count now.

    Raises:
        ReportgenError: the event, a list or the figures cannot be read at all.
    """
    lists = [ListFile(path, sheet) for path, sheet in workspace.settings.lists]
    if not 0 <= pending.place < len(lists):
        raise UsageError("There is no such list to replace any more", todo="look at event.toml")
    lists[pending.place] = ListFile(pending.path, lists[pending.place].sheet)
    settings = replace(workspace.settings, columns=columns_with(workspace.settings, pending))
    pending_workspace = replace(workspace, loaded=replace(workspace.loaded, settings=settings))
    return check_list(pending_workspace, lists, _people_now(workspace))


def _people_now(workspace: Workspace) -> tuple[Enrolled, ...]:
    """Who takes part by the lists that count now; nobody where these cannot be read."""
    try:
        return tuple(map(as_enrolled, listed_people(workspace).enrolment.participants))
    except ReportgenError:
        return ()


def accept_pending(workspace: Workspace, pending: PendingList) -> Path:
    """Replaces the present list by the pending one; returns its path. The present list is kept in a folder of its own.

    Where this is interrupted, the event has one of the two lists, and neither is lost.

    Raises:
        UsageError: the event has no list at this place.
        ConfigurationError: event.toml cannot be changed.
    """
    folder, lists = workspace.folder, workspace.settings.lists
    if not 0 <= pending.place < len(lists):
        raise UsageError("There is no such list to replace any more", todo="look at event.toml")
    present, _ = lists[pending.place]
    columns = columns_with(workspace.settings, pending)
    new, who, now = present.with_suffix(pending.path.suffix), pending.who, workspace.moment
    content = pending.path.read_bytes()
    if new.is_relative_to(folder):
        replace_file(folder, new.relative_to(folder).as_posix(), content, who, now, f"lijst {pending.name}")
    else:
        before = folder / EARLIER_FOLDER
        before.mkdir(exist_ok=True)
        for old in {present, new}:
            if old.is_file():
                shutil.copyfile(old, before / f"{now:%Y-%m-%dT%H%M%S}-{old.name}")
        write_atomically(new, content)
    if new != present:
        text = (folder / EVENT_FILE).read_text("utf-8")
        name = new.relative_to(folder) if new.is_relative_to(folder) else new
        changed = event_toml_with_list(text, pending.place, name.as_posix())
        replace_file(folder, EVENT_FILE, changed.encode(), who, now, f"lijst {pending.name}")
        if load_event_file(folder).settings.lists[pending.place][0] != new:
            raise ConfigurationError("event.toml names another list than was written", where=str(folder / EVENT_FILE))
        if present.is_relative_to(folder):
            remove_file(folder, present.relative_to(folder).as_posix(), who, now, f"lijst {pending.name}")
        else:
            present.unlink(missing_ok=True)
    if columns != {ours: tuple(theirs) for ours, theirs in workspace.settings.columns.items()}:
        write_columns(workspace, columns, who)
    drop_pending(workspace.paths, workspace.people_key)
    settle_changes(replace(workspace, loaded=load_event_file(folder, workspace.loaded.kind)), who)
    return new


def _plain(stem: str) -> str:
    """A safe file name from a given one."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", stem).strip("-.")[:80] or "lijst"
