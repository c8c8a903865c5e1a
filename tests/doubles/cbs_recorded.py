"""A table from answers that were kept: one JSON document for each of its parts, to be given again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from doubles.cbs_table import Row, Table

_OTHER = ("TableInfos", "DataProperties", "TypedDataSet", "UntypedDataSet", "CategoryGroups")


def recorded(folder: Path) -> Table:
    """The table of which a folder has ``TableInfos.json``, ``TypedDataSet.json`` and the rest.

    A part of several pages is kept as ``TypedDataSet.json``, ``TypedDataSet-2.json`` and so on. What is said of the
    table beside its name, title, period and moment is made anew.
    """
    (info,) = _rows(folder, "TableInfos")
    names = {path.stem.partition("-")[0] for path in folder.glob("*.json")}
    return Table(
        info["Identifier"],
        info["Title"],
        info["Period"],
        info["Modified"],
        _rows(folder, "DataProperties"),
        {name: _rows(folder, name) for name in sorted(names.difference(_OTHER))},
        _rows(folder, "TypedDataSet"),
    )


def _rows(folder: Path, part: str) -> tuple[Row, ...]:
    pages = sorted(folder.glob(f"{part}-*.json"), key=lambda path: int(path.stem.partition("-")[2]))
    rows: list[dict[str, Any]] = []
    for page in (folder / f"{part}.json", *pages):
        rows.extend(json.loads(page.read_text("utf-8-sig"))["value"])
    return tuple(rows)
