"""What there is to say about a sheet as a whole: hidden rows and columns, merged cells, other sheets, encodings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.sources.lists.csv_encoding import Encoding
from reportgen.sources.lists.workbooks import WorkbookSheet

SHOWN = 8
"""Numbers of rows in one finding."""


def sheet_findings(
    file: str,
    line: int,
    headings: Sequence[str],
    hidden: Sequence[int],
    taken: bool,
    encoding: Encoding,
    book: WorkbookSheet | None,
    knows: Callable[[str], bool] | None,
) -> Iterator[Finding]:
    """The findings about a sheet.

    Args:
        file: the name people know it by.
        line: of its headings.
        hidden: numbers of its filled rows that Excel does not show.
        taken: whether these are read all the same.
        encoding: of a CSV file.
        knows: whether a text is the heading of a column that is looked for.
    """
    place = Place(file, line)
    if encoding.mixed:
        yield finding("list-mixed-encodings", Severity.DOUBTFUL, place)
    if book is None:
        return
    if hidden:
        rows = ", ".join(map(str, hidden[:SHOWN])) + (", …" if len(hidden) > SHOWN else "")
        code = "rows-hidden" if taken else "rows-hidden-left"
        severity = Severity.DOUBTFUL if taken else Severity.NOTED
        yield finding(code, severity, place, count=len(hidden), rows=rows)
    columns = [each for number, each in enumerate(headings, 1) if each and number in book.marks.hidden_columns]
    if columns:
        yield finding("columns-hidden", Severity.NOTED, place, columns=", ".join(columns))
    merged = [each for first, _, last in book.marks.merged if last > first and last > line for each in (first,)]
    if merged:
        rows = ", ".join(map(str, dict.fromkeys(merged)))
        yield finding("cells-merged", Severity.DOUBTFUL, place, count=len(merged), rows=rows)
    if knows is None:
        return
    for name, rows_of_other in book.others.items():
        at = next((at for at, row in enumerate(rows_of_other) if len({c for c in row if c and knows(c)}) > 1), None)
        if at is not None and any(any(row) for row in rows_of_other[at + 1 :]):
            yield finding("sheet-not-read", Severity.DOUBTFUL, place, sheet=name, read=book.name)
