"""Another list for an event: looked at first, then put in the place of the present one, which is kept."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath, PureWindowsPath

from reportgen.application.lists.check import check_list
from reportgen.application.workspace import Workspace
from reportgen.config.edit_event_toml import event_toml_with_list
from reportgen.config.event_folder import EVENT_FILE
from reportgen.config.paths import Paths
from reportgen.config.settings import load_event_file
from reportgen.errors import ConfigurationError, UsageError
from reportgen.render.reports.list_report import ListReport
from reportgen.sources.lists.registrations import ListFile
from reportgen.storage.atomic import write_atomically

KINDS = (".csv", ".xlsx", ".ods", ".xls", ".tsv", ".txt")
"""What a list may be called behind the point."""

EARLIER_FOLDER = "eerder"
"""The folder, in that of the event, where a list goes that another takes the place of."""

_ABOUT = "over.json"


@dataclass(frozen=True, slots=True)
class PendingList:
    """A list that someone brought and nobody accepted yet.

    Attributes:
        name: as it was called where it came from.
        place: which of the event's lists it would replace, counted from 0.
        mark: SHA-256 of the file.
    """

    path: Path
    name: str
    place: int
    who: str
    at: datetime
    mark: str


def keep_pending(workspace: Workspace, name: str, content: bytes, place: int, who: str) -> PendingList:
    """Keeps a list to be looked at, in the place of one that was kept before.

    Raises:
        UsageError: it is no file of a kind that lists have, or there is no such list to replace.
    """
    lists, paths, key, now = workspace.settings.lists, workspace.paths, workspace.people_key, workspace.moment
    said = PurePosixPath(PureWindowsPath(name).name).name[-200:]
    kind = PurePosixPath(said).suffix.casefold()
    if kind not in KINDS or not content:
        raise UsageError(
            "There is no file" if not content else f"'{said}' is no list that can be read",
            todo=f"choose a file that ends in {', '.join(KINDS)}",
        )
    if not 0 <= place < len(lists):
        raise UsageError("There is no such list to replace", todo="choose one of those the event has")
    drop_pending(paths, key)
    kept = paths.pending_list(key)
    kept.mkdir(parents=True)
    path = kept / f"{_plain(PurePosixPath(said).stem)}{kind}"
    path.write_bytes(content)
    about = {"name": said, "file": path.name, "place": place, "who": who, "at": now.isoformat()}
    write_atomically(kept / _ABOUT, json.dumps(about, ensure_ascii=False).encode())
    return PendingList(path, said, place, who, now, sha256(content).hexdigest())


def pending_list(paths: Paths, key: str) -> PendingList | None:
    """The list that waits, if there is one and it is whole."""
    kept = paths.pending_list(key)
    try:
        said = json.loads((kept / _ABOUT).read_bytes())
        path = kept / said["file"]
        mark = sha256(path.read_bytes()).hexdigest()
        return PendingList(
            path, str(said["name"]), int(said["place"]), str(said["who"]), datetime.fromisoformat(said["at"]), mark
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def drop_pending(paths: Paths, key: str) -> None:
    """Throws the list that waits away."""
    shutil.rmtree(paths.pending_list(key), ignore_errors=True)


def check_pending(workspace: Workspace, pending: PendingList) -> ListReport:
    """What the event would give with the list that waits.

    Raises:
        ReportgenError: the event, a list or the figures cannot be read at all.
    """
    lists = [ListFile(path, sheet) for path, sheet in workspace.settings.lists]
    if not 0 <= pending.place < len(lists):
        raise UsageError("There is no such list to replace any more", todo="look at event.toml")
    lists[pending.place] = ListFile(pending.path, lists[pending.place].sheet)
    return check_list(workspace, lists)


def accept_pending(workspace: Workspace, pending: PendingList) -> Path:
    """Puts the list that waits in the place of the present one, which goes to a folder of its own; where it is.

    Whatever happens half-way, the event has the one list or the other, and neither is lost.

    Raises:
        UsageError: there is no such list to replace.
        ConfigurationError: event.toml cannot be changed.
    """
    folder, lists = workspace.folder, workspace.settings.lists
    if not 0 <= pending.place < len(lists):
        raise UsageError("There is no such list to replace any more", todo="look at event.toml")
    present, _ = lists[pending.place]
    new = present.with_suffix(pending.path.suffix)
    before = folder / EARLIER_FOLDER
    before.mkdir(exist_ok=True)
    for old in {present, new}:
        if old.is_file():
            shutil.copyfile(old, before / f"{workspace.moment:%Y-%m-%dT%H%M%S}-{old.name}")
    content = pending.path.read_bytes()
    write_atomically(new, content)
    if new != present:
        text = (folder / EVENT_FILE).read_text("utf-8")
        name = new.relative_to(folder) if new.is_relative_to(folder) else new
        changed = event_toml_with_list(text, pending.place, name.as_posix())
        write_atomically(folder / EVENT_FILE, changed.encode())
        if load_event_file(folder).settings.lists[pending.place][0] != new:
            raise ConfigurationError("event.toml names another list than was written", where=str(folder / EVENT_FILE))
        present.unlink(missing_ok=True)
    drop_pending(workspace.paths, workspace.people_key)
    return new


def _plain(stem: str) -> str:
    """A name for a file, of what someone called it."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", stem).strip("-.")[:80] or "lijst"
