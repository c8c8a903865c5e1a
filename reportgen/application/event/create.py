"""Creates the folder of a new event: the files an organiser fills in, empty or from an earlier event."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from reportgen.config.edit_event_toml import (
    event_toml_for_next,
    event_toml_with_list,
    event_toml_with_meeting,
    event_toml_with_subject,
)
from reportgen.config.event_folder import EVENT_FILE, PROGRAMME_FILE, is_event_key, programme_file
from reportgen.config.indicator_file import INDICATORS_FOLDER
from reportgen.config.settings import LoadedEvent, Settings, check_event_toml, load_event_file
from reportgen.config.subject_file import SUBJECTS_FOLDER, subjects_in
from reportgen.domain.identifiers import BRIEFING
from reportgen.domain.places.division import UnknownDivision, division_on
from reportgen.domain.programme.audience import AudienceReader
from reportgen.domain.programme.event import Session, SessionKind
from reportgen.domain.programme.rounds import rounds_of
from reportgen.domain.programme.schedule import day_in_name
from reportgen.domain.programme.seating import Table
from reportgen.errors import UsageError
from reportgen.i18n.message import said
from reportgen.render.content.kind_templates import TEMPLATES_FOLDER as TEMPLATES_OF_KINDS
from reportgen.render.content.resources import TEMPLATES
from reportgen.sources.lists.programme import programme_in
from reportgen.sources.lists.programme_copy import programme_without_people
from reportgen.sources.names.divisions import embedded_divisions
from reportgen.sources.texts.own_texts import FIELD_BY_FILE, FOLDER
from reportgen.storage.atomic import sync

STARTERS = TEMPLATES / "event"

LIST = "deelnemers.csv"
"""The list of a new event: headings only."""

UNFINISHED = ".unfinished-"
"""How the names of folders begin that are not whole yet, or not any more; nothing reads these."""

_LEFT_AFTER = 3600.0
"""Seconds after which such a folder is of a program that was killed."""


class EventExists(UsageError):
    """There is a folder by the name of a new event."""


@dataclass(frozen=True, slots=True)
class MeetingBasics:
    """What is known of a meeting when its folder is made; its day is in the folder's name.

    Attributes:
        place: the name of the location.
    """

    title: str
    place: str


def new_event(folder: Path, subject: str = "", basics: MeetingBasics | None = None) -> tuple[str, ...]:
    """Makes the folder of a new event; returns the names of its files.

    Where the folder's name begins with a day, the event is on that day, and its delivery window is the week before.

    Args:
        folder: to be made.
        subject: key of the subject of its figures; empty for a meeting without figures.
        basics: what is known of the meeting; None leaves the texts to fill in.

    Raises:
        UsageError: the folder exists, its name is no valid event key, or there is no such subject.
        ConfigurationError: what is known of the meeting is no content of event.toml.
    """
    _check_new_folder(folder)
    _check_subject(subject, None)
    with _folder_in_making(folder) as part:
        for path in STARTERS.iterdir():
            if path.is_file():
                shutil.copyfile(path, part / path.name)
        text = event_toml_with_subject((STARTERS / EVENT_FILE).read_text("utf-8"), subject)
        _write_event_file(part, text, folder, basics)
    return _files_in(folder)


def next_event(
    folder: Path, earlier: Path, subject: str | None = None, basics: MeetingBasics | None = None
) -> tuple[str, ...]:
    """Makes the folder of a new event from an earlier one: its texts, types, figures and style, without its people.

    The programme comes along as CSV with its rounds and rooms, without who leads a session.

    Where the folder's name begins with a date, the event is on that day, and the delivery window moves with it.

    Args:
        folder: to be made.
        earlier: folder of the earlier event.
        subject: key of another subject than that of the earlier event; empty for no figures; None for the same.
        basics: what is other than in the earlier event; None for nothing.

    Raises:
        ReportgenError: the folder cannot be made, the earlier event cannot be read, or there is no such subject.
    """
    _check_new_folder(folder)
    _check_subject(subject or "", earlier)
    loaded = load_event_file(earlier)
    settings = loaded.settings
    programme = programme_file(earlier)
    copied = programme_without_people(programme, _groups_of(loaded, programme)) if programme.is_file() else b""
    with _folder_in_making(folder) as part:
        for path in _files_to_copy(earlier, settings):
            inside = path.relative_to(earlier)
            (part / inside).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, part / inside)
        if copied:
            (part / PROGRAMME_FILE).write_bytes(copied)
        text = (earlier / EVENT_FILE).read_text("utf-8")
        for place, (path, _) in enumerate(settings.lists):
            name = f"{path.stem}.csv"
            shutil.copyfile(STARTERS / LIST, part / name)
            text = event_toml_with_list(text, place, name)
        if subject is not None:
            text = event_toml_with_subject(text, subject)
        _write_event_file(part, text, folder, basics)
    return _files_in(folder)


@contextmanager
def _folder_in_making(folder: Path) -> Iterator[Path]:
    """A folder beside the one to be made, which takes its name when the block ends well, and goes when it does not.

    What a program that was killed left of earlier ones is removed.

    Raises:
        UsageError: another program made the folder in the meantime.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = folder.with_name(f"{UNFINISHED}{token_hex(8)}")
    part.mkdir()
    for left in folder.parent.glob(f"{UNFINISHED}*"):
        with suppress(OSError):
            if part.stat().st_mtime - left.lstat().st_mtime > _LEFT_AFTER:
                shutil.rmtree(left, ignore_errors=True)
    try:
        yield part
        for path in (*part.rglob("*"), part):
            sync(path)
        if folder.exists():  # an empty folder would be replaced
            raise FileExistsError(str(folder))
        part.rename(folder)
        sync(folder.parent)
    except OSError as fault:
        if not folder.exists():
            raise
        raise _taken(folder) from fault
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _write_event_file(part: Path, text: str, folder: Path, basics: MeetingBasics | None) -> None:
    """Writes event.toml of a folder in the making.

    Raises:
        ConfigurationError: it could not be read.
    """
    text = event_toml_for_next(text, day_in_name(folder.name))
    if basics:
        text = event_toml_with_meeting(text, basics.title, basics.place)
    check_event_toml(text, part / EVENT_FILE)
    (part / EVENT_FILE).write_text(text, "utf-8")


def _files_in(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()))


def _groups_of(loaded: LoadedEvent, programme: Path) -> Callable[[str], bool]:
    """Whether a text names a group that a session may be for: an office, theme, type, municipality or session.

    Raises:
        ConfigurationError: the programme cannot be read.
    """
    event = loaded.event
    names: dict[str, str] = {}
    with suppress(UnknownDivision):
        names = {each.code: each.name for each in division_on(event.day, embedded_divisions())}
    themes = [Table(number, each.name, ()) for number, each in enumerate(event.themes, 1)]
    reader = AudienceReader((), themes, event.kinds, names, rounds_of(programme_in(programme)))

    def is_group(term: str) -> bool:
        asked = Session(event.start, event.end, "", "", "", SessionKind.WORKSHOP, audience=(term,))
        return not reader.audience_of(asked).unknown

    return is_group


def _check_subject(subject: str, event: Path | None) -> None:
    known = subjects_in(event)
    if subject and subject not in known:
        raise UsageError(
            said("There is no subject '{subject}'", subject=subject),
            todo=said(
                "take one of: {known}; see them with: reportgen figures subjects. "
                "For your own, begin with --no-figures and read docs/figures.md#subjects",
                known=", ".join(sorted(known)),
            ),
        )


def _check_new_folder(folder: Path) -> None:
    if not is_event_key(folder.name):
        raise UsageError(
            said("'{folder}' cannot be an event's key: small letters, digits and hyphens only", folder=folder.name),
            todo="for example: reportgen new data/events/2019-05-16-wonen",
        )
    if folder.exists():
        raise _taken(folder)


def _taken(folder: Path) -> EventExists:
    return EventExists("There is something by this name already", where=str(folder), todo="choose another name")


def _files_to_copy(earlier: Path, settings: Settings) -> Iterator[Path]:
    """The files of an event without people; files outside its folder are left out."""
    kinds = [kind for kind in load_event_file(earlier).kinds if kind != BRIEFING]
    folders = [earlier / FOLDER, *(earlier / FOLDER / kind for kind in kinds)]
    named = [earlier / EVENT_FILE] + [folder / name for folder in folders for name in FIELD_BY_FILE]
    named += [path for kind in kinds for path in sorted((earlier / TEMPLATES_OF_KINDS / kind).glob("[!.~]*"))]
    for name in (SUBJECTS_FOLDER, INDICATORS_FOLDER):
        named += sorted((earlier / name).rglob("*.toml"))
    named += [path for path, _ in settings.own_figures]
    named += [settings.logo[0]] if settings.logo else []
    named += [Path(settings.server.ca_file)] if settings.server and settings.server.ca_file else []
    yield from (path for path in named if path.is_file() and path.is_relative_to(earlier))
