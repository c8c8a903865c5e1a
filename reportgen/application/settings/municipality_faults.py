"""Municipalities in settings that nobody knows, each beside the field that names them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reportgen.application.settings.faults import SettingFault
from reportgen.application.settings.groups import SettingGroup
from reportgen.sources.names.municipalities import MunicipalityNames

_LISTS = {"theme": "examples", "type": "municipalities"}
"""The lists of municipalities, by the list of tables that they stand in."""


def names_municipalities(group: SettingGroup) -> bool:
    """Whether the form of a group names municipalities."""
    return any(each.name in _LISTS for each in group.fields)


def municipality_faults(
    group: SettingGroup, raw: Mapping[str, Any], names: MunicipalityNames
) -> Iterator[SettingFault]:
    """Municipalities in the form of a group that are not known on the day of the meeting."""
    for each in group.fields:
        column = _LISTS.get(each.name)
        tables = raw.get(each.name) if column else None
        for place, table in enumerate(tables if isinstance(tables, list) else ()):
            given = table.get(column) if isinstance(table, dict) else None
            for name in given if isinstance(given, list) else ():
                match = names.resolve(name) if isinstance(name, str) else None
                if match is None or match.code:
                    continue
                label = next(one.label for one in each.columns if one.key.path == column)
                meant = f" Bedoelt u {' of '.join(match.candidates)}?" if match.candidates else ""
                when = f" Die gemeente is er pas vanaf {match.since:%d-%m-%Y}." if match.since else ""
                yield SettingFault(
                    f"{each.name}.{place}.{column}",
                    f"{each.label} {place + 1}: {label}",
                    f"Er is geen gemeente ‘{name}’.{meant or when}",
                    group.slug,
                )
