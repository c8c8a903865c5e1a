"""Cells of a list that cannot be read as they stand, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reportgen.domain.finding import Finding, Place, Severity, finding


class Why(StrEnum):
    """Why a cell cannot be read."""

    LETTERS = "letters"  # it was saved or read in the wrong encoding
    EITHER = "either"  # its letters fit two encodings
    ERROR = "error"  # it shows an error of the spreadsheet, or a formula without a result
    STRUCK = "struck"  # it is struck through
    NO_NAME = "no-name"  # it is that of a name, and says who comes or that nobody is named yet


@dataclass(frozen=True, slots=True)
class CellDoubt:
    """Why a cell cannot be read; ``likely`` is what is probably meant, or may be, empty where nothing shows it."""

    why: Why
    likely: str = ""


@dataclass(frozen=True, slots=True)
class UnclearCell:
    """A cell of a row that decides something, and cannot be read.

    Attributes:
        place: its file, line and column.
        written: what stands in it.
    """

    place: Place
    written: str
    doubt: CellDoubt


def unclear_findings(cells: Sequence[UnclearCell], name: str) -> Iterator[Finding]:
    """One finding for each unclear cell of a person, and one for all that are struck through: the person waits.

    Args:
        name: of the person, as it was read, or the address.
    """
    struck = [each for each in cells if each.doubt.why is Why.STRUCK]
    if struck:
        columns = ", ".join(dict.fromkeys(each.place.column for each in struck))
        yield finding("cell-struck", Severity.REFUSED, struck[0].place, name=name, columns=columns)
    for each in cells:
        match each.doubt.why:
            case Why.STRUCK:
                continue
            case Why.ERROR:
                code = "cell-error"
            case Why.NO_NAME:
                code = "cell-no-name"
            case Why.EITHER:
                code = "cell-either"
            case Why.LETTERS:
                code = "cell-letters-meant" if each.doubt.likely else "cell-letters"
        facts = {"name": name, "written": each.written, "column": each.place.column, "likely": each.doubt.likely}
        yield finding(code, Severity.REFUSED, each.place, **facts)
