"""A table of CBS open data as a program sees it: its properties, its dimensions and its rows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

Row = Mapping[str, Any]

SERVICE = ""
"""The part of a table that lists its other parts."""

_TOPIC = "Cbs.OData"


@dataclass(frozen=True)
class Table:
    """One table; whoever changes it makes another one.

    Attributes:
        id: as CBS writes it, asked for in capitals or not.
        properties: the rows of DataProperties, in which dimensions, groups of topics and topics stand.
        dimensions: the categories by dimension, with padded keys.
        rows: the TypedDataSet.
    """

    id: str
    title: str
    period: str
    modified: str
    properties: tuple[Row, ...]
    dimensions: Mapping[str, tuple[Row, ...]]
    rows: Sequence[Row]

    @property
    def parts(self) -> tuple[str, ...]:
        """What the service document names, in its order."""
        return ("TableInfos", "UntypedDataSet", "TypedDataSet", "DataProperties", "CategoryGroups", *self.dimensions)

    @property
    def topics(self) -> dict[str, str]:
        """The titles of the topics by key."""
        return {each["Key"]: each["Title"] for each in self.properties if each["Type"] == "Topic"}

    def part(self, name: str) -> Sequence[Row]:
        """The rows of one part; the untyped set is that of ``untyped``."""
        match name:
            case "TableInfos":
                return (self._info(),)
            case "DataProperties":
                return self.properties
            case "CategoryGroups":
                return ()
            case "TypedDataSet" | "UntypedDataSet":
                return self.rows
        return self.dimensions[name]

    def retitled(self, key: str, title: str) -> Table:
        """The table with another title for one topic."""
        return replace(
            self, properties=tuple({**each, "Title": title} if each["Key"] == key else each for each in self.properties)
        )

    def renumbered(self, by: int) -> Table:
        """The table with other numbers behind the keys of its topics, the titles as they were."""
        keys = {key: f"{key.rpartition('_')[0]}_{int(key.rpartition('_')[2]) + by}" for key in self.topics}
        properties = tuple({**each, "Key": keys.get(each["Key"], each["Key"])} for each in self.properties)
        rows = [{keys.get(name, name): value for name, value in row.items()} for row in self.rows]
        return replace(self, properties=properties, rows=rows)

    def _info(self) -> Row:
        return {
            "ID": 0,
            "Title": self.title,
            "ShortTitle": self.title,
            "Identifier": self.id,
            "Summary": f"{self.title}, een tabel om tegen te toetsen",
            "Modified": self.modified,
            "MetaDataModified": self.modified,
            "ReasonDelivery": "Actualisering",
            "ExplanatoryText": "",
            "OutputStatus": "Regulier",
            "Source": "CBS.",
            "Language": "nl",
            "Catalog": "CBS",
            "Frequency": "Perjaar",
            "Period": self.period,
            "SummaryAndLinks": "",
            "ApiUrl": "",
            "FeedUrl": "",
            "DefaultPresentation": "",
            "DefaultSelection": "",
            "GraphTypes": "Table,Bar,Line",
            "RecordCount": len(self.rows),
            "ColumnCount": len(self.dimensions) + len(self.topics),
            "SearchPriority": "2",
        }


def untyped(row: Row) -> Row:
    """A row as the UntypedDataSet has it: text everywhere, numbers to the right, a dot for what is missing."""
    return {name: _text(name, value) for name, value in row.items()}


def padded(categories: Sequence[Row]) -> tuple[Row, ...]:
    """Categories with the keys made as wide as the widest of the dimension."""
    width = max(len(each["Key"]) for each in categories)
    return tuple({**each, "Key": each["Key"].ljust(width)} for each in categories)


def listing(*entries: Row) -> tuple[Row, ...]:
    """The rows of DataProperties from dimensions, groups and topics; topics belong to the group before them."""
    rows, parent = [], None
    for number, entry in enumerate(entries):
        kind = entry["Type"]
        rows.append(
            {
                "odata.type": f"{_TOPIC}.{kind}",
                "ID": number,
                "Position": number if kind != "TopicGroup" else None,
                "ParentID": parent if kind == "Topic" else None,
                "Description": "",
                "ReleasePolicy": False,
                "Datatype": None,
                "Unit": None,
                "Decimals": None,
                "Default": None,
                **entry,
            }
        )
        parent = number if kind == "TopicGroup" else parent
    return tuple(rows)


def dimension(key: str, title: str, kind: str = "Dimension") -> Row:
    """An entry for a dimension: ``Dimension``, ``GeoDimension``, ``GeoDetail`` or ``TimeDimension``."""
    return {"Type": kind, "Key": key, "Title": title}


def group(title: str) -> Row:
    """An entry for a group of the topics that follow."""
    return {"Type": "TopicGroup", "Key": "", "Title": title}


def topic(key: str, title: str, unit: str = "aantal", datatype: str = "Long", decimals: int = 0) -> Row:
    """An entry for a topic."""
    return {
        "Type": "Topic",
        "Key": key,
        "Title": title,
        "Datatype": datatype,
        "Unit": unit,
        "Decimals": decimals,
        "Default": "None",
    }


def document(metadata: str, rows: Sequence[Row], following: str | None) -> bytes:
    """A body as CBS writes it: a line for every row, the line breaks those of Windows."""
    lines = ",".join(f"\r\n    {json.dumps(dict(row), ensure_ascii=False)}" for row in rows)
    link = f',"odata.nextLink":{json.dumps(following)}' if following else ""
    return f'{{\r\n  "odata.metadata":{json.dumps(metadata)},"value":[{lines}\r\n  ]{link}\r\n}}\r\n'.encode()


def failure(sentence: str) -> bytes:
    """A body that says in English what is wrong."""
    message = {"odata.error": {"code": "", "message": {"lang": "en-US", "value": sentence}}}
    return json.dumps(message, indent=2).replace("\n", "\r\n").encode()


def _text(name: str, value: Any) -> str:
    if value is None:
        return "       ."
    if isinstance(value, str) or name == "ID":
        return str(value)
    return f"{value:>8}"
