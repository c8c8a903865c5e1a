"""Changes the own texts of an event and the reports of its tables: what there is, what is wrong with it, writing it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reportgen.config.settings import LoadedEvent
from reportgen.domain.identifiers import BRIEFING
from reportgen.domain.programme.placeholders import mark_in
from reportgen.render.content.text_pages import unprintable_letters
from reportgen.sources.texts import table_reports
from reportgen.sources.texts.own_texts import (
    FIELD_BY_FILE,
    FILE_FOR_GUESTS,
    FOLDER,
    MAX_LENGTH,
    MAX_SUBJECT,
    TextFault,
    is_subject,
    own_words,
    text_faults,
)
from reportgen.sources.texts.text_files import content_of, paragraphs_in, text_files_in, text_in
from reportgen.storage import versions


@dataclass(frozen=True, slots=True)
class OwnText:
    """A text that an organiser may write.

    Attributes:
        file: that it stands in.
        slug: its name in addresses.
        text: what it says; empty where the usual text stands.
        instead_of: the text of event.toml that it takes the place of; may be empty.
        most: characters that it may have.
        readable: whether its file can be read as a text.
    """

    file: str
    slug: str
    text: str
    instead_of: str
    most: int
    readable: bool = True

    @property
    def is_subject(self) -> bool:
        """Whether it is the subject of a letter."""
        return is_subject(self.file)

    @property
    def for_guests(self) -> bool:
        """Whether only guests read it."""
        return self.file in FILE_FOR_GUESTS.values()


def own_texts(folder: Path, kind: str, loaded: LoadedEvent | None) -> tuple[OwnText, ...]:
    """All texts that an organiser may write for a kind of packs, those for guests last.

    Args:
        loaded: the event; None where event.toml cannot be read.
    """
    there = {path.name.casefold(): path for path in text_files_in(_folder(folder, kind))}
    return tuple(_own_text(file, there.get(file), loaded) for file in FIELD_BY_FILE)


def unknown_files(folder: Path, kind: str, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Names of what stands among the own texts and is none: nothing can be made as long as it does."""
    found = text_files_in(_folder(folder, kind))
    return tuple(
        each.name
        for each in found
        if each.name.casefold() not in FIELD_BY_FILE and not (kind == BRIEFING and each.name in kinds and each.is_dir())
    )


def text_name(folder: Path, kind: str, file: str) -> str:
    """The name of a text's file from the event's folder; as it is written there, where it is there."""
    own = _folder(folder, kind)
    name = next((path.name for path in text_files_in(own) if path.name.casefold() == file), file)
    return (own / name).relative_to(folder).as_posix()


def faults_in_text(file: str, text: str) -> tuple[TextFault, ...]:
    """What is wrong with a text as it was typed: the checks of its reader, marks for what is missing, and letters."""
    plain = paragraphs_in(text.encode())
    found = list(text_faults(file, plain))
    if mark := mark_in(own_words(file, plain)):
        found.append(TextFault("unfinished", "is not finished", (("mark", mark),)))
    if signs := unprintable_letters(plain):
        found.append(TextFault("letters", "has letters that the fonts lack", (("signs", signs),)))
    return tuple(found)


def save_text(folder: Path, kind: str, file: str, text: str, who: str, at: datetime, stand: str) -> bool:
    """Writes an own text; an empty one goes, so that the usual text stands again. Whether anything changed.

    Args:
        file: one of the names of own texts.
        who: the organiser.
        stand: digest that its file must still have.

    Raises:
        ChangedMeanwhile: somebody else changed it; nothing was written.
        ReportgenError, OSError: it cannot be written.
    """
    return _save(folder, text_name(folder, kind, file), text, who, at, stand)


def remove_unknown(folder: Path, kind: str, name: str, who: str, at: datetime) -> None:
    """Removes a file that ``unknown_files`` named, and keeps it as an earlier version.

    Raises:
        ReportgenError, OSError: it cannot be removed.
    """
    path = _folder(folder, kind) / name
    versions.remove_file(folder, path.relative_to(folder).as_posix(), who, at)


def report_name(folder: Path, table: int) -> str:
    """The name of a table's report from the event's folder; as it is written there, where it is there."""
    there = (each.name for each in table_reports.report_files_in(folder) if each.table == table)
    return f"{table_reports.FOLDER}/{next(there, f'tafel-{table}.txt')}"


def faults_in_report(text: str) -> tuple[TextFault, ...]:
    """What is wrong with a report as it was typed."""
    plain = "\n\n".join(table_reports.report_paragraphs(text))
    most = table_reports.MAX_LENGTH
    found = []
    if len(plain) > most:
        found.append(TextFault("too-long", "is too long", (("length", f"{len(plain)}"), ("most", f"{most}"))))
    if mark := mark_in(plain):
        found.append(TextFault("unfinished", "is not finished", (("mark", mark),)))
    if signs := unprintable_letters(plain):
        found.append(TextFault("letters", "has letters that the fonts lack", (("signs", signs),)))
    return tuple(found)


def save_report(folder: Path, table: int, text: str, who: str, at: datetime, stand: str) -> bool:
    """Writes the report of a table; an empty one goes. Arguments, result and errors are those of ``save_text``."""
    return _save(folder, report_name(folder, table), text, who, at, stand)


def remove_report_file(folder: Path, name: str, who: str, at: datetime) -> None:
    """Removes a file from the folder with reports, and keeps it as an earlier version.

    Args:
        name: of the file in that folder.

    Raises:
        ReportgenError, OSError: it cannot be removed.
    """
    versions.remove_file(folder, f"{table_reports.FOLDER}/{name}", who, at)


def _save(folder: Path, name: str, text: str, who: str, at: datetime, stand: str) -> bool:
    if versions.digest_in(folder, name) != stand:
        raise versions.ChangedMeanwhile("The file was changed meanwhile", where=name, todo="look at what it is now")
    if not text.strip():
        if stand:
            versions.remove_file(folder, name, who, at, "weggehaald", stand)
        return bool(stand)
    if stand and text_in(content_of(folder / name)).strip() == text.strip():
        return False
    about = "tekst veranderd" if stand else "tekst geschreven"
    versions.replace_file(folder, name, f"{text.strip()}\n".encode(), who, at, about, stand)
    return True


def _folder(folder: Path, kind: str) -> Path:
    return folder / FOLDER / ("" if kind == BRIEFING else kind)


def _own_text(file: str, path: Path | None, loaded: LoadedEvent | None) -> OwnText:
    text, readable = "", True
    if path is not None:
        try:
            text = text_in(content_of(path)).strip()
        except ValueError:
            readable = False
    most = MAX_SUBJECT if is_subject(file) else MAX_LENGTH
    instead = next(iter(_instead_of(file, loaded)), "") if loaded else ""
    return OwnText(file, file.removesuffix(".txt"), text, instead, most, readable)


def _instead_of(file: str, loaded: LoadedEvent) -> Iterator[str]:
    """What event.toml says in the place of a text, if it does."""
    event, field = loaded.event, FIELD_BY_FILE[file]
    if field in ("welcome", "arrival"):
        yield getattr(event, field)
    if field in ("guest_welcome", "guest_arrival"):
        own = field.removeprefix("guest_")
        yield getattr(event.guests, own) or getattr(event, own)
