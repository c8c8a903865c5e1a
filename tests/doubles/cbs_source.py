"""A source of figures without a network: the same tables as the server's, asked in the same way."""

from __future__ import annotations

from collections.abc import Sequence

from doubles.cbs_query import filtered
from doubles.cbs_table import Table

from reportgen.sources.cbs.table_source import Category, CellValue, TableData, TableInfo, Topic


class AtHand:
    """Tables by their number."""

    def __init__(self, *tables: Table) -> None:
        self._tables = {table.id: table for table in tables}

    def info(self, table: str) -> TableInfo:
        """What there is to know of a table."""
        own = self._tables[table]
        return TableInfo(table, own.title, own.modified, own.period)

    def topics(self, table: str) -> tuple[Topic, ...]:
        """The columns with figures."""
        by_id = {each["ID"]: each for each in self._tables[table].properties}
        return tuple(
            Topic(
                str(each["Key"]),
                str(each["Title"]),
                str(each.get("Unit") or ""),
                tuple(str(by_id[above]["Title"]) for above in [each.get("ParentID")] if above in by_id),
            )
            for each in by_id.values()
            if each["Type"] == "Topic"
        )

    def read(self, table: str, select: Sequence[str], where: str) -> TableData:
        """The rows that a filter leaves."""
        own = self._tables[table]
        found = filtered(own.rows, where) if where else own.rows
        rows = tuple({name: _bare(row[name]) for name in select} for row in found)
        dimensions = {
            name: tuple(
                Category(str(row["Key"]).strip(), str(row["Title"]), str(row.get("Status") or "")) for row in categories
            )
            for name, categories in own.dimensions.items()
        }
        return TableData(self.info(table), dimensions, rows)


def _bare(value: CellValue) -> CellValue:
    return value.strip() if isinstance(value, str) else value
