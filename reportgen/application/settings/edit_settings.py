"""Changes the settings of a meeting: checks them by the schema, writes only what changed, and keeps every version."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from reportgen.application.settings.changes import form_changes
from reportgen.application.settings.differences import Difference, difference_sentence, setting_differences
from reportgen.application.settings.faults import SettingFault, setting_faults, unreadable_faults
from reportgen.application.settings.form_values import FormValues
from reportgen.application.settings.groups import SettingGroup
from reportgen.application.settings.municipality_faults import municipality_faults
from reportgen.application.settings.outside_files import outside_faults
from reportgen.config.event_folder import EVENT_FILE, MAX_BYTES
from reportgen.config.toml_changes import changed_values
from reportgen.config.toml_edit import MARK, edited_toml
from reportgen.errors import FOREIGN_FAULTS, ConfigurationError
from reportgen.i18n.message import said
from reportgen.sources.names.municipalities import MunicipalityNames
from reportgen.storage.ordinary_files import file_bytes
from reportgen.storage.versions import read_version, replace_file, versions_of

MAX_SAID = 900
"""Characters of a version's differences that are kept with it."""


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """event.toml as it is.

    Attributes:
        digest: SHA-256 of it; forms carry it along.
        raw: its content, of which nothing is checked.
    """

    text: str
    digest: str
    raw: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CheckedChange:
    """What a form would make of event.toml.

    Attributes:
        text: event.toml after it.
        differences: in words.
        faults: that keep it from being saved; they stand in this form, or came by it.
    """

    text: str
    differences: tuple[Difference, ...]
    faults: tuple[SettingFault, ...]


def settings_file(folder: Path) -> SettingsFile:
    """event.toml of a folder.

    Raises:
        ConfigurationError: it is no TOML, so that no form can show it.
        OSError: it cannot be read.
    """
    content = file_bytes(folder / EVENT_FILE)
    text, raw = parsed_settings(content)
    return SettingsFile(text, sha256(content).hexdigest(), raw)


def parsed_settings(content: bytes) -> tuple[str, dict[str, Any]]:
    """The text and the content of an event.toml.

    Raises:
        ConfigurationError: it is no TOML.
    """
    try:
        if len(content) > MAX_BYTES:
            raise ValueError("it is far too large")
        text = content.decode()
        return text, tomllib.loads(text.removeprefix(MARK))
    except FOREIGN_FAULTS as fault:
        raise ConfigurationError(
            said("event.toml cannot be read: {reason}", reason=fault), where=EVENT_FILE, todo="mend it"
        ) from None


def checked_change(
    group: SettingGroup,
    file: SettingsFile,
    form: FormValues,
    folder_name: str,
    names: MunicipalityNames | None = None,
    groups: Mapping[str, SettingGroup] | None = None,
) -> CheckedChange:
    """What a form would make of event.toml, and what is wrong with it; nothing is written.

    Args:
        form: what was typed; fields that it lacks stay as they are.
        folder_name: of the event.
        names: to look up municipalities in; None where they cannot be read.
        groups: all of them as the event has them, to say what differs.

    Raises:
        ConfigurationError: event.toml cannot be changed key by key.
    """
    change = form_changes(group, file.raw, form, folder_name)
    raw = changed_values(file.raw, change.changes)
    known = set(setting_faults(file.raw))
    faults = [each for each in setting_faults(raw) if each.group == group.slug or each not in known]
    unreadable = unreadable_faults(group, change.unreadable)
    said = {each.field for each in unreadable}
    faults = [*unreadable, *(each for each in faults if each.field not in said)]
    faults += outside_faults(group, file.raw, raw)
    if names is not None:
        faults += municipality_faults(group, raw, names)
    text = file.text
    if not faults:
        text = edited_toml(file.text, change.changes) if change.changes else file.text
    return CheckedChange(text, setting_differences(file.raw, raw, groups), tuple(faults))


def save_settings(
    folder: Path, change: CheckedChange, who: str, at: datetime, stand: str, why: str = ""
) -> tuple[Difference, ...]:
    """Writes a change that has no faults, and keeps what was there; returns what differs.

    Args:
        stand: SHA-256 that event.toml must still have.
        why: said before the differences.

    Raises:
        ChangedMeanwhile: somebody else changed it; nothing was written.
        OSError: it cannot be written.
    """
    about = "; ".join([*([why] if why else []), *map(difference_sentence, change.differences)])
    if len(about) > MAX_SAID:
        about = f"{about[: MAX_SAID - 1]}…"
    replace_file(folder, EVENT_FILE, change.text.encode(), who, at, about, stand)
    return change.differences


def earlier_settings(folder: Path, digest: str) -> Mapping[str, Any] | None:
    """The content of the version of event.toml with this digest; None where it is not kept, or no TOML."""
    for each in versions_of(folder, EVENT_FILE):
        if each.digest == digest and not each.gone:
            try:
                return parsed_settings(read_version(folder, each.number))[1]
            except ConfigurationError:
                return None
    return None
