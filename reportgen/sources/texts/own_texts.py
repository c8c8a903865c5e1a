"""The organiser's own texts: files in the folder texts/ of an event, over what the program would say."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path

from reportgen.domain.finding import Place
from reportgen.domain.identifiers import BRIEFING
from reportgen.domain.programme.event import Event
from reportgen.domain.programme.placeholders import EventText
from reportgen.sources.texts.text_files import content_of, paragraphs_in, refuse_faults, text_files_in, text_in

FOLDER = "texts"

MAX_LENGTH = 2000
"""Characters of one text; more does not fit on the page."""

MAX_SUBJECT = 150
"""Characters of a subject."""

FIELD_BY_FILE = {
    "welkom.txt": "welcome",
    "praktisch.txt": "arrival",
    "vragen.txt": "questions",
    "brief.txt": "letter",
    "onderwerp.txt": "subject",
}
"""The field of ``OwnTexts`` that each file is for."""

FILE_FOR_GUESTS = {file: file.replace(".txt", "-gasten.txt") for file in FIELD_BY_FILE}
"""The file with what guests read instead, by file."""

FIELD_BY_FILE |= {file: f"guest_{FIELD_BY_FILE[instead]}" for instead, file in FILE_FOR_GUESTS.items()}

PLACEHOLDERS = {"{gemeente}", "{datum}"}
"""What a subject may hold, to be filled in for each participant."""


@dataclass(frozen=True, slots=True)
class OwnTexts:
    """Texts of an organiser, paragraphs apart by an empty line; empty where the program's own text stands.

    Attributes:
        welcome: of page one and the letter.
        arrival: how to get there.
        questions: under the head of the questions.
        letter: a paragraph more in the letter.
        subject: of the letter, with ``{gemeente}`` and ``{datum}`` where they are wanted.
        guest_welcome, guest_arrival, guest_questions, guest_letter, guest_subject: what guests read instead.
    """

    welcome: str = ""
    arrival: str = ""
    questions: str = ""
    letter: str = ""
    subject: str = ""
    guest_welcome: str = ""
    guest_arrival: str = ""
    guest_questions: str = ""
    guest_letter: str = ""
    guest_subject: str = ""


def with_own_texts(event: Event, folder: Path, kind: str, kinds: Collection[str]) -> Event:
    """An event with the texts of its organiser for a kind of pack, in the place of those of event.toml.

    Raises:
        ConfigurationError: as for ``own_texts_in``.
    """
    texts = own_texts_in(folder, "" if kind == BRIEFING else kind, kinds)
    return replace(
        event,
        welcome=texts.welcome or event.welcome,
        arrival=texts.arrival or event.arrival,
        letter=texts.letter,
        subject=texts.subject,
        asking=texts.questions,
        guests=replace(
            event.guests,
            welcome=texts.guest_welcome or event.guests.welcome,
            arrival=texts.guest_arrival or event.guests.arrival,
            letter=texts.guest_letter,
            subject=texts.guest_subject,
            asking=texts.guest_questions,
        ),
    )


def own_texts_in(event: Path, kind: str = "", kinds: Collection[str] = ()) -> OwnTexts:
    """The texts of an event's folder.

    Args:
        kind: the kind of pack they are for, whose texts are in a folder of its own below the others; empty for the
            briefing.
        kinds: what kinds there are, so which folders may be there.

    Raises:
        ConfigurationError: a file has a name that is no text's, or cannot be read, or is too long; all of them at once.
    """
    folder = event / FOLDER / kind
    found: dict[str, str] = {}
    faults: list[str] = []
    for path in text_files_in(folder):
        if not kind and path.name in kinds and path.is_dir():
            continue
        if path.name.casefold() not in FIELD_BY_FILE:
            faults.append(f"{path.name} is no text of a pack (there are {', '.join(FIELD_BY_FILE)})")
            continue
        try:
            text = paragraphs_in(content_of(path))
        except ValueError as fault:
            faults.append(str(fault))
            continue
        name = FIELD_BY_FILE[path.name.casefold()]
        found[name] = text
        faults += [f"{path.name} {fault.said}" for fault in text_faults(path.name.casefold(), text)]
    refuse_faults(folder, faults)
    assert set(found) <= {each.name for each in fields(OwnTexts)}
    return OwnTexts(**found)


def own_text_files(event: Path, kind: str = "") -> Iterator[EventText]:
    """Each line of the own texts of an event, without the fields of a subject; files that cannot be read have none.

    Args:
        kind: as for ``own_texts_in``.
    """
    for path in text_files_in(event / FOLDER / kind):
        if (name := path.name.casefold()) not in FIELD_BY_FILE or not path.is_file():
            continue
        try:
            text = text_in(content_of(path))
        except ValueError:
            continue
        text = own_words(name, text)
        place = path.relative_to(event).as_posix()
        for line, content in enumerate(text.split("\n"), 1):
            if content.strip():
                yield EventText(Place(place, line), content.strip(), name)


@dataclass(frozen=True, slots=True)
class TextFault:
    """What is wrong with a text.

    Attributes:
        code: names its words.
        said: what is wrong, for a log, as the end of a sentence that begins with the file.
        facts: what the words tell.
    """

    code: str
    said: str
    facts: tuple[tuple[str, str], ...] = ()


def is_subject(file: str) -> bool:
    """Whether a file is the subject of a letter, which is one line and may have places to fill in."""
    return FIELD_BY_FILE[file].endswith("subject")


def own_words(file: str, text: str) -> str:
    """The text of a file without what is filled in for each participant."""
    for each in PLACEHOLDERS if is_subject(file) else ():
        text = text.replace(each, "")
    return text


def text_faults(file: str, text: str) -> tuple[TextFault, ...]:
    """What is wrong with the text of a file.

    Args:
        file: one of ``FIELD_BY_FILE``.
        text: its paragraphs, apart by an empty line.
    """
    faults = []
    if len(text) > MAX_LENGTH:
        facts = (("length", f"{len(text)}"), ("most", f"{MAX_LENGTH}"))
        faults.append(TextFault("too-long", f"has {len(text)} signs; {MAX_LENGTH} is the most", facts))
    if any(not each.isprintable() and each != "\n" for each in text):
        faults.append(TextFault("unprintable", "holds signs that cannot be printed"))
    if is_subject(file):
        bare = own_words(file, text)
        if "\n" in text or len(text) > MAX_SUBJECT:
            facts = (("length", f"{len(text)}"), ("most", f"{MAX_SUBJECT}"))
            faults.append(TextFault("one-line", f"must be one line of at most {MAX_SUBJECT} signs", facts))
        if "{" in bare or "}" in bare:
            places = " and ".join(sorted(PLACEHOLDERS))
            faults.append(TextFault("braces", f"may hold {places} between braces, and nothing else"))
    return tuple(faults)
