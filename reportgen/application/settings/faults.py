"""What is wrong with settings, in Dutch, each beside the field of the form that it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportgen.application.settings.groups import SettingField, SettingGroup, group_of, setting_groups
from reportgen.config.schema_errors import SchemaError, schema_errors
from reportgen.config.schema_keys import ValueKind
from reportgen.render.content.words import settings_words


@dataclass(frozen=True, slots=True)
class SettingFault:
    """Something that is wrong.

    Attributes:
        field: of the form, with the number of its row and its column where it has rows; the path in event.toml
            where no form has it.
        label: what the field is called; empty where no form has it.
        text: what is wrong, in a sentence.
        group: the slug of the group it stands in; empty where no form has it.
        path: in event.toml.
        elsewhere: the slug of another group that is filled in first; empty where it is mended in this one.
    """

    field: str
    label: str
    text: str
    group: str
    path: tuple[str | int, ...] = ()
    elsewhere: str = ""

    @property
    def elsewhere_name(self) -> str:
        """What that other group is called."""
        return setting_groups()[self.elsewhere].name


def setting_faults(raw: Mapping[str, Any]) -> tuple[SettingFault, ...]:
    """The faults of event.toml against its schema; none where it can be used."""
    found = {(each.field, each.text): each for each in map(_fault, schema_errors(raw))}
    return tuple(found.values())


def unreadable_faults(group: SettingGroup, unreadable: Mapping[str, str]) -> tuple[SettingFault, ...]:
    """The faults of texts that cannot be values."""
    return tuple(
        SettingFault(name, _label(name), settings_words()["fault"][why], group.slug) for name, why in unreadable.items()
    )


def _fault(error: SchemaError) -> SettingFault:
    loc, kind, message = error.path, error.kind, error.message
    if kind == "value_error" and "email" not in message:
        return _fault_of_several(loc, message)
    name = _field_name(loc)
    group = group_of(name)
    text = _text(kind, message, error.limits, error.given, loc, _field(name))
    numbers = [step for step in loc if isinstance(step, int)]
    if len(numbers) > sum(step.isdecimal() for step in name.split(".")):
        text = f"Regel {numbers[-1] + 1}: {text[0].lower()}{text[1:]}"
    label = _label(name) or (group.name if group and len(loc) == 1 else "")
    return SettingFault(name, label, text, group.slug if group else "", loc)


def _text(
    kind: str,
    message: str,
    context: Mapping[str, object],
    given: object,
    loc: Sequence[str | int],
    field: SettingField | None,
) -> str:
    words = settings_words()["fault"]
    if kind == "string_pattern_mismatch" and field is not None and field.kind is ValueKind.TIME:
        kind = "time_parsing"
    if kind == "string_pattern_mismatch":
        kind = "line" if "\n" in str(given) or "\r" in str(given) else "key" if "a-z0-9" in message else kind
    elif "email" in message:
        kind = "email" if given else "missing"
    elif kind in ("string_type", "int_from_float", "int_type", "float_type", "date_type", "datetime_type"):
        kind = {"string_type": "other", "date_type": "date_parsing", "datetime_type": "datetime_parsing"}.get(
            kind, "int_parsing"
        )
    elif kind.startswith(("date_from", "datetime_from")):
        kind = f"{kind.partition('_from')[0]}_parsing"
    return str(words.get(kind, words["other"])).format(name=loc[-1] if loc else "", **context)


def _fault_of_several(loc: tuple[str | int, ...], message: str) -> SettingFault:
    """A fault that the schema finds by looking at several fields."""
    for begins, words in settings_words()["fault_of_several"].items():
        if message.startswith(begins) or begins in message:
            key = words["key"]
            path = loc if not key or "." in key else (*loc, key)
            name = key if "." in key else _field_name(path)
            group = group_of(name)
            text = words["text"].format(said=message)
            return SettingFault(name, _label(name), text, group.slug if group else "", path, words.get("elsewhere", ""))
    name = _field_name(loc)
    group = group_of(name)
    return SettingFault(name, _label(name), settings_words()["fault"]["other"], group.slug if group else "", loc)


def _field_name(loc: Sequence[str | int]) -> str:
    """The name of the field of a form for a place in event.toml."""
    name = ""
    for at, step in enumerate(loc):
        found = _field(name)
        if found is not None and found.kind is ValueKind.ROWS and isinstance(step, int):
            column = loc[at + 1] if at + 1 < len(loc) else ""
            known = any(each.key.path == column for each in found.columns)
            return f"{name}.{step}.{column}" if known else f"{name}.{step}" if not column else name
        if found is not None and found.kind is ValueKind.FILES and isinstance(step, int):
            return f"{name}.{step}.{'sheet' if 'sheet' in loc[at:] else 'file'}"
        if found is not None:
            return name
        name = f"{name}.{step}" if name else str(step)
    return name


def _field(name: str) -> SettingField | None:
    return next((found for group in setting_groups().values() if (found := group.field(name))), None)


def _label(name: str) -> str:
    """What a field is called, also one in a row: ``Vraag 2: Om verder te denken``."""
    if found := _field(name):
        return found.label
    steps = name.split(".")
    at = next((at for at, step in enumerate(steps) if step.isdecimal()), None)
    if at is None:
        return ""
    field = _field(".".join(steps[:at]))
    if field is None:
        return ""
    column = next((each.label for each in field.columns if each.key.path == steps[-1]), "")
    return f"{field.label} {int(steps[at]) + 1}{f': {column}' if column else ''}"
