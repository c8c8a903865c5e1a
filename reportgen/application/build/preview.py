"""Prints one pack into a folder as a preview; nothing is recorded."""

from __future__ import annotations

from pathlib import Path

from reportgen.application.build.prepared_pack import PreparedPack


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
