"""The groups of settings: which keys of event.toml stand in which form, with their labels, help and choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from reportgen.application.settings.choices import Choices, usual_choices
from reportgen.config.schema_keys import SchemaKey, ValueKind, schema_keys
from reportgen.render.content.words import settings_words


@dataclass(frozen=True, slots=True)
class SettingField:
    """A key of event.toml in a form.

    Attributes:
        name: its path in event.toml, also with that of its list of tables before it.
        help: one sentence.
        empty: what no value is called, where it is chosen; empty where there has to be one.
        choices: values and what they are called.
        columns: fields of each row.
        one: what a row is called.
        added: what it holds in a row that is added; empty for what holds where it is absent.
    """

    name: str
    key: SchemaKey
    label: str
    help: str
    empty: str
    choices: tuple[tuple[str, str], ...]
    columns: tuple[SettingField, ...] = ()
    one: str = ""
    added: str = ""

    @property
    def kind(self) -> ValueKind:
        """The kind of its value."""
        return self.key.kind

    @property
    def is_rows(self) -> bool:
        """Whether it has rows with cells."""
        return self.kind in (ValueKind.ROWS, ValueKind.FILES, ValueKind.PAIRS)

    def called(self, value: str) -> str:
        """What a value that is chosen is called."""
        return dict(self.choices).get(value, value)


@dataclass(frozen=True, slots=True)
class SettingGroup:
    """Settings that stand in one form.

    Attributes:
        slug: its name in addresses.
        about: what it is for, in one or two sentences.
        told: names of the settings that the list of groups tells; empty for the first ones.
    """

    slug: str
    name: str
    about: str
    fields: tuple[SettingField, ...]
    told: tuple[str, ...] = ()

    def field(self, name: str) -> SettingField | None:
        """Its field for a key; None where it has none."""
        return next((each for each in self.fields if each.name == name), None)


@cache
def setting_groups() -> Mapping[str, SettingGroup]:
    """All groups by slug, in order; keys that the schema lacks are left out."""
    keys, words = schema_keys(), settings_words()
    return {
        slug: SettingGroup(
            slug,
            each["name"],
            each["about"],
            tuple(_field(name, keys[name]) for name in each["keys"] if name in keys),
            tuple(each.get("told", ())),
        )
        for slug, each in words["group"].items()
    }


def groups_with(choices: Mapping[str, Choices]) -> Mapping[str, SettingGroup]:
    """All groups as an event has them: values are called what its own choices call them.

    Args:
        choices: by name of the field, also of columns of rows.
    """
    return {
        slug: replace(group, fields=tuple(_with_choices(each, choices) for each in group.fields))
        for slug, group in setting_groups().items()
    }


def group_of(name: str) -> SettingGroup | None:
    """The group that a key stands in, also by the path of a table or of something inside the key."""
    for group in setting_groups().values():
        if any(name == each.name or name.startswith(f"{each.name}.") for each in group.fields):
            return group
    return next(
        (
            group
            for group in setting_groups().values()
            if name and any(each.name.startswith(f"{name}.") for each in group.fields)
        ),
        None,
    )


def _with_choices(each: SettingField, choices: Mapping[str, Choices]) -> SettingField:
    columns = tuple(_with_choices(column, choices) for column in each.columns)
    return replace(each, choices=choices.get(each.name, each.choices), columns=columns)


def _field(name: str, key: SchemaKey) -> SettingField:
    words = settings_words()["key"][name]
    labels = words.get("choices", {})
    columns = tuple(
        _field(f"{name}.{each.path}", each) for each in key.columns if f"{name}.{each.path}" in settings_words()["key"]
    )
    choices = tuple((each, labels.get(each, each)) for each in key.choices) or usual_choices().get(name, ())
    return SettingField(
        name,
        key,
        words["label"],
        words["help"],
        words.get("empty", ""),
        choices,
        columns,
        words.get("one", words["label"]),
        words.get("added", ""),
    )
