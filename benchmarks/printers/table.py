"""The one table: CPU time beside the naive loop, at every number of packs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """An event: how many packs of how many municipalities."""

    packs: int
    municipalities: int


@dataclass(frozen=True, slots=True)
class Row:
    """A printer: CPU seconds by number of packs, memory at its highest in bytes, and what its files are.

    Attributes:
        cpu: by number of packs; what is missing was not measured.
        modelled: the numbers of packs for which it was not measured but worked out.
    """

    name: str
    cpu: dict[int, float]
    modelled: frozenset[int]
    memory: int
    bytes_a_pack: int
    conforms: str


def modelled(runs: Sequence[tuple[Size, float]], size: Size) -> float:
    """CPU seconds at another size: so much a municipality and so much a pack, as two runs of different mixture say.

    With one run, or where packs cost the same whatever their municipalities, it grows with the packs.
    """
    last, cost = runs[-1]
    simple = cost * size.packs / last.packs
    if len(runs) < 2:
        return simple
    first, other = runs[-2]
    determinant = first.packs * last.municipalities - last.packs * first.municipalities
    if determinant == 0:
        return simple
    pack = (other * last.municipalities - cost * first.municipalities) / determinant
    municipality = (first.packs * cost - last.packs * other) / determinant
    if pack <= 0 or municipality < 0:  # too near each other to tell the two apart
        return simple
    return pack * size.packs + municipality * size.municipalities


def written(rows: Sequence[Row], sizes: Sequence[int]) -> list[str]:
    """The table in Markdown: how many times less CPU than the first row, and CPU seconds."""
    heads = ["printer", *(f"{size:,} packs" for size in sizes), "memory", "a file", "PDF/A-2a and PDF/UA-1"]
    lines = [heads, ["-"] * len(heads)]
    for row in rows:
        cells = [_cell(row, size, rows[0]) for size in sizes]
        lines.append(
            [row.name, *cells, f"{row.memory / 1e6:.0f} MB", f"{row.bytes_a_pack / 1000:.0f} kB", row.conforms]
        )
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    return [f"| {' | '.join(_filled(*each) for each in zip(line, widths, strict=True))} |" for line in lines]


def _filled(cell: str, width: int) -> str:
    return cell.ljust(width, "-" if cell == "-" else " ")


def _cell(row: Row, size: int, naive: Row) -> str:
    if size not in row.cpu:
        return "–"
    star = "*" if size in row.modelled else ""
    return f"{naive.cpu[size] / row.cpu[size]:.1f}x, {_seconds(row.cpu[size])}{star}"


def _seconds(value: float) -> str:
    return f"{value:.1f} s" if value < 100 else f"{value:,.0f} s"
