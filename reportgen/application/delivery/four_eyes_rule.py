"""Since when an event asks for two people, and until when one that does not any more still does.

What weakens the second pair of eyes counts a day later, so that colleagues see it first: an organiser who switches it
off on the page, and a link with which somebody signs in, behind which may be who made that link.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from reportgen.config.event_folder import EVENT_FILE
from reportgen.domain.text_words import words_of
from reportgen.errors import FOREIGN_FAULTS, UsageError
from reportgen.storage.file_stamp import FileStamp, stamp_of
from reportgen.storage.ordinary_files import file_bytes
from reportgen.storage.version_index import EARLIER_FOLDER, INDEX
from reportgen.storage.versions import read_version, versions_of

A_DAY = timedelta(hours=24)
"""How long what weakens the second pair of eyes does not count yet."""


@dataclass(frozen=True, slots=True)
class Switch:
    """A content of event.toml that was written: whether it asks for two people, when, and who wrote it.

    Attributes:
        who: empty for somebody who has the file itself.
    """

    at: datetime
    who: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class FourEyesRule:
    """Whether letters are released by two people.

    Attributes:
        since: from when on, without a break; None where that is not known, or they are not.
        switched_off_by: the organiser who switched it off, where it counts still.
        until: how long it counts still then.
    """

    is_asked: bool
    since: datetime | None = None
    switched_off_by: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class LinkUse:
    """Somebody chose a password with a link: until a day later they and who made it may be one person."""

    at: datetime
    who: str
    inviter: str

    @property
    def until(self) -> datetime:
        """When they count as two people."""
        return self.at + A_DAY


def four_eyes_rule(folder: Path, is_on: bool, now: datetime) -> FourEyesRule:
    """Whether an event asks for two people.

    Args:
        is_on: whether its event.toml does.
    """
    history = _history(folder, stamp_of(folder / EARLIER_FOLDER / INDEX), stamp_of(folder / EVENT_FILE))
    return state_after(history, is_on, now)


def state_after(history: Iterable[Switch], is_on: bool, now: datetime) -> FourEyesRule:
    """What holds after what was written.

    Args:
        history: the oldest first; where the last one is not as ``is_on`` says, who has the file wrote it.
    """
    was_on: bool | None = None
    since = off_at = None
    off_by = ""
    for each in history:
        if each.is_on and was_on is False and not (off_by and off_at and each.at < off_at + A_DAY):
            since = each.at
        elif was_on and not each.is_on:
            off_at, off_by = each.at, each.who
        was_on = each.is_on
    if is_on:
        return FourEyesRule(True, since if was_on else None)
    if was_on is False and off_by and off_at and now < off_at + A_DAY:
        return FourEyesRule(True, since, off_by, off_at + A_DAY)
    return FourEyesRule(False)


def same_eyes(
    names: Iterable[str], uses: Iterable[LinkUse], now: datetime, since: datetime | None
) -> dict[str, LinkUse]:
    """Who may be one of these people, by plain name, and the use of a link that makes it so.

    Args:
        since: from when on the event asks for two people; who signed in before that is known as somebody else.
    """
    recent = sorted(
        (each for each in uses if now < each.until and (since is None or each.at >= since)),
        key=lambda each: each.at,
        reverse=True,
    )
    known, found = {plain_name(each) for each in names}, dict[str, LinkUse]()
    while True:
        for each in recent:
            both = {plain_name(each.who), plain_name(each.inviter)}
            if both & known and both - known:
                (other,) = both - known
                known.add(other)
                found[other] = each
                break
        else:
            return found


def plain_name(name: str) -> str:
    """A name without what two ways to write it may differ in: capitals, accents, signs and spaces."""
    return " ".join(words_of(name))


@lru_cache(64)
def _history(folder: Path, _index: FileStamp, _file: FileStamp) -> tuple[Switch, ...]:
    """What event.toml said of it, the oldest first; kept while neither it nor its versions change."""
    found: list[Switch] = []
    newest = ""
    for each in reversed(versions_of(folder, EVENT_FILE)):
        newest = each.digest
        try:
            is_on = _asks(read_version(folder, each.number)) if each.digest and not each.gone else None
        except UsageError:
            is_on = None
        if is_on is not None and (not found or found[-1].is_on != is_on):
            found.append(Switch(each.at, each.who, is_on))
    try:
        present = file_bytes(folder / EVENT_FILE)
    except OSError:
        return tuple(found)
    if found and sha256(present).hexdigest() != newest and _asks(present) is not found[-1].is_on:
        found.append(Switch(found[-1].at, "", not found[-1].is_on))  # written by who has the file, at no known moment
    return tuple(found)


def _asks(content: bytes) -> bool | None:
    """Whether an event.toml asks for two people; None where it cannot be read."""
    if b"four_eyes" not in content:
        return False
    try:
        table = tomllib.loads(content.decode("utf-8-sig")).get("delivery")
    except FOREIGN_FAULTS:
        return None
    return isinstance(table, dict) and table.get("four_eyes") is True
