"""Changes the colours and the logo of an event: what is wrong with them in numbers, and writing them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from reportgen.application.settings.edit_settings import SettingsFile, settings_file
from reportgen.application.settings.file_versions import present_content
from reportgen.config.event_folder import EVENT_FILE
from reportgen.config.toml_changes import TomlChanges
from reportgen.config.toml_edit import edited_toml
from reportgen.domain.colour import APART, READABLE, VISIBLE, WHITE, contrast, mixed
from reportgen.errors import ConfigurationError, ReportgenError
from reportgen.render.content.logo import MAX_LOGO_BYTES, load_logo
from reportgen.render.content.style import DEFAULT_STYLE
from reportgen.storage import versions

LOGO_NAMES = {"image/svg+xml": "logo.svg", "image/png": "logo.png", "image/jpeg": "logo.jpg"}
"""The name under which a logo is written, by its media type."""

MAX_ALT = 200
"""Characters of what a screen reader says instead of the logo."""

_COLOUR = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class EventStyle:
    """The style of an event as event.toml says it.

    Attributes:
        subject, own: colours, ``#rrggbb``; the usual ones where it says none.
        logo: the name of the file; empty for none.
        logo_alt: what a screen reader says instead; empty for the organiser's name.
    """

    subject: str = DEFAULT_STYLE.subject
    own: str = DEFAULT_STYLE.own
    logo: str = ""
    logo_alt: str = ""


@dataclass(frozen=True, slots=True)
class ContrastFact:
    """How well two colours are told apart.

    Attributes:
        name: ``subject``, ``own``, or ``apart`` for the two beside each other.
        ratio: their contrast, 1 to 21.
        least: what it has to be.
        better: a darker colour that does; empty where it does already, and for the two beside each other.
    """

    name: str
    ratio: float
    least: float
    better: str = ""

    @property
    def is_enough(self) -> bool:
        """Whether it can be used."""
        return self.ratio >= self.least


def event_style(file: SettingsFile) -> EventStyle:
    """The style in an event.toml, which may have faults."""
    table = file.raw.get("style")
    said = {key: value for key, value in table.items() if isinstance(value, str)} if isinstance(table, dict) else {}
    subject, own = (_colour(said.get(key, "")) for key in ("subject", "own"))
    return EventStyle(
        subject or DEFAULT_STYLE.subject, own or DEFAULT_STYLE.own, said.get("logo", ""), said.get("logo_alt", "")
    )


def is_colour(text: str) -> bool:
    """Whether a text is a colour, ``#rrggbb``."""
    return bool(_COLOUR.fullmatch(text.casefold()))


def contrasts(style: EventStyle) -> tuple[ContrastFact, ...]:
    """How well the colours of a style are seen on white, and told apart in grey."""
    apart = contrast(style.subject, style.own)
    return (
        ContrastFact("subject", contrast(style.subject, WHITE), READABLE, _darker(style.subject, READABLE)),
        ContrastFact("own", contrast(style.own, WHITE), VISIBLE, _darker(style.own, VISIBLE)),
        ContrastFact("apart", apart, APART),
    )


def checked_logo(content: bytes) -> str:
    """The name under which an uploaded logo is written; it was drawn once, within bounds.

    Raises:
        ConfigurationError: it is too large, no picture, needs more than itself, or cannot be drawn in time.
        RenderingError: no process can be started to draw it.
    """
    with TemporaryDirectory(prefix="reportgen-") as folder:
        path = Path(folder) / "logo"
        path.write_bytes(content[: MAX_LOGO_BYTES + 1])
        _, kind = load_logo(path)
    return LOGO_NAMES[kind]


def styled_toml(file: SettingsFile, style: EventStyle) -> str:
    """event.toml with a style; what it says of it already stays as it stands.

    Raises:
        ConfigurationError: it cannot be changed key by key.
    """
    table = file.raw.get("style")
    before = table if isinstance(table, dict) else {}
    keys: dict[tuple[str, ...], object] = {}
    for key, usual in (("subject", DEFAULT_STYLE.subject), ("own", DEFAULT_STYLE.own), ("logo", ""), ("logo_alt", "")):
        value, said = getattr(style, key), before.get(key)
        wanted = None if value == usual else value
        is_same = isinstance(said, str) and key in ("subject", "own") and said.casefold() == value
        if said != wanted and not is_same:
            keys["style", key] = wanted
    return edited_toml(file.text, TomlChanges(keys)) if keys else file.text


def save_style(folder: Path, style: EventStyle, logo: bytes | None, who: str, at: datetime, stand: str) -> bool:
    """Writes the style of an event; whether anything changed.

    Args:
        logo: a new logo, that was checked; None to leave the file as it is.
        who: the organiser.
        stand: digest that event.toml must still have.

    Raises:
        ChangedMeanwhile: somebody else changed it; nothing was written.
        ReportgenError, OSError: it cannot be written; the style is as it was.
    """
    file = settings_file(folder)
    if file.digest != stand:
        raise versions.ChangedMeanwhile(
            "The file was changed meanwhile", where=EVENT_FILE, todo="look at what it is now"
        )
    if any(not each.is_enough for each in contrasts(style)):
        raise ConfigurationError("A colour is too pale", where=EVENT_FILE, todo="choose a darker one")
    text, changed, before = styled_toml(file, style), False, None
    if logo is not None and style.logo:
        before = present_content(folder, style.logo)
        versions.replace_file(folder, style.logo, logo, who, at)
        changed = logo != before
    if text != file.text:
        try:
            versions.replace_file(folder, EVENT_FILE, text.encode(), who, at, "vormgeving", stand)
        except (ReportgenError, OSError):
            if before is not None and changed:  # the logo goes with the rest; one that nothing names changes nothing
                versions.replace_file(folder, style.logo, before, who, at)
            raise
        changed = True
    return changed


def _colour(text: str) -> str:
    return text.casefold() if is_colour(text) else ""


def _darker(colour: str, least: float) -> str:
    """The lightest darker colour with enough contrast on white; empty where it has that itself."""
    if contrast(colour, WHITE) >= least:
        return ""
    steps = (mixed(colour, "#000000", step / 50) for step in range(50, -1, -1))
    return next(each for each in steps if contrast(each, WHITE) >= least)
