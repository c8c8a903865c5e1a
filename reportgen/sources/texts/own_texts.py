"""The organiser's own texts: files in the folder texts/ of an event, over what the program would say."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from pathlib import Path

from reportgen.domain.identifiers import BRIEFING
from reportgen.domain.programme.event import Event
from reportgen.errors import ConfigurationError

FOLDER = "texts"

MAX_LENGTH = 2000
"""Signs of one text; more does not fit where it goes."""

FIELD_BY_FILE = {
    "welkom.txt": "welcome",
    "praktisch.txt": "arrival",
    "vragen.txt": "questions",
    "brief.txt": "letter",
    "onderwerp.txt": "subject",
}
"""File → what it is the text of."""

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
    """

    welcome: str = ""
    arrival: str = ""
    questions: str = ""
    letter: str = ""
    subject: str = ""


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
    if not folder.is_dir():
        return OwnTexts()
    found: dict[str, str] = {}
    faults: list[str] = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "~")) or path.name.endswith("~"):
            continue  # what an editor or a system leaves
        if not kind and path.name in kinds and path.is_dir():
            continue
        if path.name.casefold() not in FIELD_BY_FILE:
            faults.append(f"{path.name} is no text of a pack (there are {', '.join(FIELD_BY_FILE)})")
            continue
        try:
            text = paragraphs_in(path.read_bytes())
        except OSError as fault:
            faults.append(f"{path.name} cannot be read ({fault.strerror})")
            continue
        name = FIELD_BY_FILE[path.name.casefold()]
        found[name] = text
        faults += [f"{path.name} {fault}" for fault in _faults(name, text)]
    if faults:
        raise ConfigurationError("; ".join(faults), where=str(folder), todo="rename or mend the file")
    assert set(found) <= {each.name for each in fields(OwnTexts)}
    return OwnTexts(**found)


def paragraphs_in(content: bytes) -> str:
    """Plain text as people save it; lines of a paragraph are joined, an empty line stays."""
    paragraphs = text_in(content).split("\n\n")
    return "\n\n".join(" ".join(each.split()) for each in paragraphs if each.strip())


def text_in(content: bytes) -> str:
    """Plain text in whatever way people save it, with one kind of line end."""
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _faults(name: str, text: str) -> list[str]:
    faults = []
    if len(text) > MAX_LENGTH:
        faults.append(f"has {len(text)} signs; {MAX_LENGTH} is the most")
    if any(not each.isprintable() and each != "\n" for each in text):
        faults.append("holds signs that cannot be printed")
    if name == "subject":
        bare = text
        for each in PLACEHOLDERS:
            bare = bare.replace(each, "")
        if "\n" in text or len(text) > 150:
            faults.append("must be one line of at most 150 signs")
        if "{" in bare or "}" in bare:
            faults.append(f"may hold {' and '.join(sorted(PLACEHOLDERS))} between braces, and nothing else")
    return faults
