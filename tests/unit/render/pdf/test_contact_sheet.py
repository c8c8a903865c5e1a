"""All pages of some packs on one picture."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
from PIL import Image

from reportgen.render.pdf.contact_sheet import GAP, GROUND, LABEL, SheetRow, contact_sheet


def _pdf(pages: int) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(210 / 25.4 * 72, 297 / 25.4 * 72)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _shown(*lengths: int) -> Image.Image:
    rows = [SheetRow(f"{number:04d}  Sûdwest-Fryslân", _pdf(each)) for number, each in enumerate(lengths, 1)]
    return Image.open(BytesIO(contact_sheet(rows)))


def test_a_sheet_is_as_wide_as_the_longest_pack_and_as_high_as_there_are_packs() -> None:
    one, other = _shown(2), _shown(1, 3, 2)
    page = (one.width - GAP) // 2 - GAP
    assert other.width == GAP + 3 * (page + GAP)
    assert other.height - GAP == 3 * (one.height - GAP)


def test_each_page_stands_on_the_ground_after_the_one_before_it() -> None:
    sheet = _shown(1, 2)
    ground = tuple(bytes.fromhex(GROUND[1:]))
    row = (sheet.height - GAP) // 2
    beside_first, second = sheet.width - GAP - 20, row + GAP // 2 + LABEL + 40
    assert sheet.getpixel((beside_first, LABEL + 60)) == ground
    assert sheet.getpixel((beside_first, second)) == (255, 255, 255)
    assert sheet.getpixel((GAP + 20, second)) == (255, 255, 255)
