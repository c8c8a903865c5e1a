"""Printing before anyone registers: the pages about every municipality, so that a late list costs little."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from reportgen.domain.contents import PartKind
from reportgen.domain.finding import Finding, Gravity, finding
from reportgen.domain.pack import around, municipality_sections
from reportgen.domain.peers import peers_of
from reportgen.gathering import figures_in_use, gather, style_of
from reportgen.house import House
from reportgen.records.ledger import Ledger
from reportgen.render.means import Means
from reportgen.render.parts import Contents, Part
from reportgen.render.press import stocked
from reportgen.sources.cbs import statistics_from


def parts_ahead(folder: Path, house: House, ledger: Ledger, today: date) -> dict[str, Part]:
    """The part about each of the municipalities, by code, as a pack would have it if nobody else registered.

    Raises:
        ReportgenError: as for ``gather``.
    """
    gathered = gather(folder, house, ledger, today)
    setting, statistics = gathered.setting, statistics_from(figures_in_use(house)[0])
    populations = statistics.current()
    everyone = replace(
        setting,
        peers={
            code: setting.peers.get(code) or peers_of(code, statistics.municipalities, populations, setting.event.kinds)
            for code in populations
        },
    )
    contents, style, others = Contents(), style_of(gathered.settings), around(everyone)
    return {
        code: next(part for part in contents.parts((*others, section), style) if part.kind is PartKind.MUNICIPALITY)
        for code, section in municipality_sections(everyone).items()
    }


def print_ahead(
    folder: Path, house: House, ledger: Ledger, today: date, means: Means, progress: Callable[[str, int, int], None]
) -> tuple[int, int, list[Finding]]:
    """Prints the part about each municipality into the stock; how many were printed, and how many were there.

    Raises:
        ReportgenError: as for ``gather``.
    """
    parts = parts_ahead(folder, house, ledger, today)
    printed, failed = 0, []
    names = {part.fingerprint: code for code, part in parts.items()}
    new = [part for part in parts.values() if means.stock is None or not means.stock.has(part.fingerprint)]
    for done, (part, reason) in enumerate(stocked(new, means), 1):
        progress("part", done, len(new))
        printed += not reason
        if reason:
            failed.append(
                finding("ahead-failed", Gravity.DOUBTFUL, municipality=names[part.fingerprint], reason=reason)
            )
    return printed, len(parts) - len(new), failed
