"""Makes a new meeting from what an organiser fills in, and chooses its key; and removes one made by mistake."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from secrets import token_hex

from reportgen.application.event.create import UNFINISHED, EventExists, MeetingBasics, new_event, next_event
from reportgen.application.workspace import Workspace
from reportgen.config.event_folder import is_event_key
from reportgen.config.paths import Paths
from reportgen.config.settings import load_event_file
from reportgen.domain.text_words import slug
from reportgen.errors import ReportgenError, UsageError
from reportgen.i18n.message import said
from reportgen.sources.lists.change_file import changes_in
from reportgen.sources.lists.sheets import sheet_in
from reportgen.storage.ledger.ledger import Ledger

MAX_SLUG = 40
"""Letters of the title in the key of a meeting, which stands in names of files and in addresses."""

MAX_LINE = 200
"""Letters of a title or a location."""

YEARS_AHEAD = 10
"""Years from now within which a meeting is held; its personal data is kept for some more."""

NO_SLUG = "bijeenkomst"
"""What stands in the key where a title has no letter of the alphabet."""


class MeetingRefused(UsageError):
    """A meeting is not made, or not removed.

    Attributes:
        code: why, one of a fixed set for which interfaces have words.
        field: the part of the form it is about: ``title``, ``day``, ``place``, ``start``, or empty.
    """

    def __init__(self, code: str, what: str, field: str = "") -> None:
        super().__init__(what)
        self.code, self.field = code, field


@dataclass(frozen=True, slots=True)
class NewMeeting:
    """What a new meeting is made from.

    Attributes:
        day: as ISO date, ``2030-05-16``.
        subject: key of the subject of its figures, empty for none; not used with an earlier meeting.
        earlier: the folder of the earlier meeting that it follows; None for none.
    """

    title: str
    day: str
    place: str
    subject: str = ""
    earlier: Path | None = None


def faults_of(asked: NewMeeting, today: date) -> tuple[MeetingRefused, ...]:
    """What is wrong with title, day and place of a new meeting; all of it."""
    return tuple(_faults(asked, today))


def make_meeting(events: Path, asked: NewMeeting, paths: Paths, ledger: Ledger, today: date) -> Path:
    """Makes the folder of a new meeting, called by its day and title; returns it.

    Where another has that name, or had it and left something behind, a number follows.

    Args:
        events: the folder with all events.

    Raises:
        MeetingRefused: title, day or place cannot be; the first fault.
        ReportgenError: the earlier meeting cannot be read, or there is no such subject.
    """
    for fault in _faults(asked, today):
        raise fault
    basics = MeetingBasics(asked.title, asked.place)
    for key in _keys(asked):
        folder = events / key
        if folder.exists() or ledger.overview().has_traces(key) or _has_output(paths, key):
            continue
        try:
            if asked.earlier:
                next_event(folder, asked.earlier, basics=basics)
            else:
                new_event(folder, asked.subject, basics)
        except EventExists:  # somebody else was first
            continue
        return folder
    raise AssertionError("there is always a next number")


def refuse_removal(folder: Path, paths: Paths, ledger: Ledger) -> None:
    """Refuses to remove a meeting that somebody is in, or of which anything was made.

    Raises:
        MeetingRefused: that is so, or it cannot be seen.
    """
    key = folder.name
    if ledger.overview().has_traces(key) or _has_output(paths, key):
        raise MeetingRefused("in-use", "Letters or packs were made of this meeting, or people have a number in it")
    try:
        lists = load_event_file(folder).settings.lists
        people = any(sheet_in(path, name=sheet).rows for path, sheet in lists) or bool(changes_in(folder))
    except ReportgenError:
        raise MeetingRefused("unreadable", "The meeting or its list cannot be read") from None
    if people:
        raise MeetingRefused("has-people", "There are people on the list of this meeting")


def remove_meeting(workspace: Workspace) -> None:
    """Removes the folder of a meeting that nobody is in; it is there as a whole, or not at all.

    Raises:
        MeetingRefused: somebody is in it, or something was made of it.
    """
    folder = workspace.folder
    refuse_removal(folder, workspace.paths, workspace.ledger)
    gone = folder.with_name(f"{UNFINISHED}{token_hex(8)}")
    folder.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


def _faults(asked: NewMeeting, today: date) -> Iterator[MeetingRefused]:
    for name, text in (("title", asked.title), ("place", asked.place)):
        if not text.strip():
            yield MeetingRefused("missing", said("There is no {name}", name=name), name)
        elif len(text) > MAX_LINE or not text.isprintable():
            yield MeetingRefused(
                "too-long", said("The {name} has more than {most} letters", name=name, most=MAX_LINE), name
            )
    try:
        day = date.fromisoformat(asked.day)
    except ValueError:
        yield MeetingRefused(
            "day-missing" if not asked.day else "day-strange", said("'{day}' is no day", day=asked.day), "day"
        )
        return
    if day < today:
        yield MeetingRefused("day-past", said("{day} is in the past", day=day), "day")
    elif day.year > today.year + YEARS_AHEAD:
        yield MeetingRefused(
            "day-far", said("{day} is more than {years} years ahead", day=day, years=YEARS_AHEAD), "day"
        )


def _keys(asked: NewMeeting) -> Iterator[str]:
    """Keys for a meeting, the best first."""
    name = slug(asked.title)
    if len(name) > MAX_SLUG:
        name = name[: MAX_SLUG + 1].rpartition("-")[0] or name[:MAX_SLUG]
    stem = f"{date.fromisoformat(asked.day)}-{name or NO_SLUG}"
    assert is_event_key(stem)
    yield stem
    yield from (f"{stem}-{number}" for number in count(2))


def _has_output(paths: Paths, key: str) -> bool:
    """Whether the output folder has anything of an event: an archive, letters, an uploaded list."""
    keys = paths.pack_keys(key)
    folders = (paths.archive, paths.outbox, paths.test_outbox, paths.answers, paths.venue, paths.pending_list)
    return any(_is_filled(folder(each)) for folder in folders for each in keys)


def _is_filled(folder: Path) -> bool:
    """Whether a folder has a file in it, also further down; a list that was thrown away leaves an empty one."""
    return any(each.is_file() for each in folder.rglob("*"))
