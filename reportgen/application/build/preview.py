"""Prints packs into a folder as a preview; nothing is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportgen.application.build.prepared_pack import PreparedPack
from reportgen.domain.places.municipality import COUNTRY

SHEET = "contact-sheet.png"
ON_A_SHEET = 6
"""Packs on a contact sheet where nobody says which."""


def preview_pack(pack: PreparedPack, folder: Path, timeout: float, pictures: bool = False) -> Path:
    """Prints a pack into a folder, and returns the path of the PDF.

    Args:
        timeout: seconds that a part may take.
        pictures: also write each page as a PNG, beside the PDF.

    Raises:
        RenderingError: a page cannot be printed.
    """
    from reportgen.render.pdf.page_images import pictures_of  # imports the printer: only when needed
    from reportgen.render.printing.press import printed_pack_elsewhere

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{pack.wanted.number:04d}-{pack.wanted.code}.pdf"
    document = printed_pack_elsewhere(pack.job, timeout)
    path.write_bytes(document.pdf)
    for old in folder.glob(f"{path.stem}-*.png"):
        old.unlink()
    if pictures:
        for number, picture in enumerate(pictures_of(document.pdf), 1):
            path.with_name(f"{path.stem}-{number}.png").write_bytes(picture)
    return path


def preview_sheet(packs: Sequence[PreparedPack], paths: Sequence[Path], folder: Path) -> Path:
    """Writes one picture with all pages of packs that were printed, and returns its path.

    Args:
        paths: of the PDF of each.
    """
    from reportgen.render.pdf.contact_sheet import SheetRow, contact_sheet

    rows = [
        SheetRow(f"{pack.wanted.number:04d}  {pack.pack.municipality}", path.read_bytes())
        for pack, path in zip(packs, paths, strict=True)
    ]
    sheet = folder / SHEET
    sheet.write_bytes(contact_sheet(rows))
    return sheet


def examples_of(packs: Sequence[PreparedPack], count: int = ON_A_SHEET) -> tuple[PreparedPack, ...]:
    """Some packs by number: the first of each set of parts, of municipalities and guests, and others in between."""
    kinds = {(pack.wanted.code == COUNTRY, *(part.kind for part in pack.wanted.parts)): pack for pack in packs[::-1]}
    chosen = {pack.wanted.number: pack for pack in [*kinds.values()][::-1][:count]}
    step = max(1, len(packs) // count)
    for pack in (*packs[::step], *packs):
        if len(chosen) < count:
            chosen.setdefault(pack.wanted.number, pack)
    return tuple(pack for _, pack in sorted(chosen.items()))
