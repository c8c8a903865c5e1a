"""Tables as OData version 4 gives them: measures are a dimension, and each row has one value."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from doubles.cbs_query import filtered
from doubles.cbs_table import Row, Table

ROOT = "/odata/v1/CBS"
"""The path of the catalogue."""

_KINDS = {"GeoDimension": "GeoDimension", "GeoDetail": "GeoDetailDimension", "TimeDimension": "TimeDimension"}


def measure_key(table: Table, key: str) -> str:
    """The key in version 4 of a topic of version 3."""
    return f"M{list(table.topics).index(key) + 1:06}"


def catalogue(tables: Sequence[Table]) -> list[Row]:
    """The rows of Datasets."""
    return [_properties(each) for each in tables]


def rows_of(table: Table, part: str, query: str | None) -> Sequence[Row]:
    """The rows of a part of a table.

    Raises:
        KeyError: there is no such part.
    """
    if part == "Observations":
        return filtered(_observations(table), query)
    if part == "Dimensions":
        return [
            {
                "Identifier": each["Key"],
                "Title": each["Title"],
                "Description": "",
                "Kind": _KINDS.get(each["Type"], "Dimension"),
                "ContainsCodes": True,
            }
            for each in table.properties
            if each["Type"].endswith("Dimension") or each["Type"] == "GeoDetail"
        ]
    if part == "MeasureCodes":
        return _measures(table)
    if part == "MeasureGroups":
        return [
            {"Id": str(each["ID"]), "ParentId": each["ParentID"], "Title": each["Title"], "Description": ""}
            for each in table.properties
            if each["Type"] == "TopicGroup"
        ]
    return [
        {
            "Identifier": each["Key"].strip(),
            "Index": number,
            "Title": each["Title"],
            "Description": "",
            **({"Status": each["Status"]} if "Status" in each else {}),
        }
        for number, each in enumerate(table.dimensions[part.removesuffix("Codes")], 1)
    ]


def properties(table: Table) -> bytes:
    """The body of Properties, which is one object."""
    return json.dumps({"@odata.context": "$metadata#Properties", **_properties(table)}).encode()


def document(rows: Sequence[Row], following: str | None) -> bytes:
    """A body with rows, and with the address of the next page if there is one."""
    link = {"@odata.nextLink": following} if following else {}
    return json.dumps({"@odata.context": "$metadata", "value": [dict(row) for row in rows], **link}).encode()


def _properties(table: Table) -> Row:
    return {
        "Identifier": table.id,
        "Title": table.title,
        "Summary": f"{table.title}, een tabel om tegen te toetsen",
        "Language": "nl",
        "Modified": f"{table.modified}+01:00",
        "TemporalCoverage": table.period,
        "Status": "Regulier",
    }


def _measures(table: Table) -> list[Row]:
    return [
        {
            "Identifier": measure_key(table, each["Key"]),
            "Index": number,
            "Title": each["Title"],
            "Description": each["Description"],
            "MeasureGroupId": None if each["ParentID"] is None else str(each["ParentID"]),
            "Unit": each["Unit"],
            "Decimals": each["Decimals"],
        }
        for number, each in enumerate((row for row in table.properties if row["Type"] == "Topic"), 1)
    ]


def _observations(table: Table) -> list[dict[str, Any]]:
    keys = {topic: measure_key(table, topic) for topic in table.topics}
    return [
        {
            "Id": place * len(keys) + number,
            "Measure": key,
            "ValueAttribute": "Impossible" if row[topic] is None else "None",
            "Value": row[topic],
            "StringValue": None,
            **{name: row[name].strip() for name in table.dimensions},
        }
        for place, row in enumerate(table.rows)
        for number, (topic, key) in enumerate(keys.items())
    ]
