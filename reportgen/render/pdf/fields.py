"""Form fields that any reader can fill in: a small font of their own, and an appearance."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

import pydyf
from fontTools import subset
from fontTools.ttLib import TTFont

from reportgen.render.content.resources import FONTS

ENCODING = "cp1252"
"""What PDF calls WinAnsi: the letters a simple font can have, those of western Europe."""

SIZE = 10
"""Points, of typed text."""

INK = "0.11 0.145 0.188 rg"

_NON_SYMBOLIC = 32


@cache
def field_font() -> bytes:
    """The font in which fields are filled in, as a TrueType file: Source Sans with the letters of western Europe only.

    The font of a field is embedded whole, so it must be small; and PDF/A asks a code for every glyph of it, which
    U+FEFF, that many fonts hold, has not.
    """
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.recalc_timestamp = False
    font = subset.load_font(str(FONTS["sans"]), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=_codes().values())
    subsetter.subset(font)
    written = BytesIO()
    font.save(written)
    return written.getvalue()


def complete_fields(pdf: Any) -> None:
    """Gives every field of a PDF that is being written a simple font and an empty appearance.

    WeasyPrint leaves the appearance to the reader (NeedAppearances), which PDF/A forbids, and names a font with
    numbered glyphs, in which few readers can type.
    """
    widgets = [each for each in pdf.objects if isinstance(each, dict) and each.get("Subtype") == "/Widget"]
    if not widgets:
        return
    fonts = pydyf.Dictionary({"Font": pydyf.Dictionary({"Field": _simple_font(pdf)})})
    look = pydyf.String(f"{INK} /Field {SIZE} Tf")
    form = pdf.catalog["AcroForm"]
    del form["NeedAppearances"]
    form |= {"DR": fonts, "DA": look}
    for widget in widgets:
        left, bottom, right, top = (float(each) for each in widget["Rect"])
        empty = pydyf.Stream(
            [b"/Tx BMC EMC"],
            {
                "Type": "/XObject",
                "Subtype": "/Form",
                "BBox": pydyf.Array((0, 0, abs(right - left), abs(top - bottom))),
                "Resources": fonts,
            },
        )
        pdf.add_object(empty)
        widget |= {"DA": look, "AP": pydyf.Dictionary({"N": empty.reference})}


def _simple_font(pdf: Any) -> bytes:
    """A reference to the font as a TrueType font with one byte for each letter."""
    content = field_font()
    parsed = TTFont(BytesIO(content))
    scale = 1000 / parsed["head"].unitsPerEm
    names, metrics = parsed.getBestCmap(), parsed["hmtx"].metrics
    widths = {code: metrics[names[letter]][0] for code, letter in _codes().items() if letter in names}
    program = pydyf.Stream([content], {"Length1": len(content)}, compress=True)
    pdf.add_object(program)
    name = "/REPORT+Source-Sans-Pro-Field"
    head, table = parsed["head"], parsed["OS/2"]
    descriptor = pydyf.Dictionary(
        {
            "Type": "/FontDescriptor",
            "FontName": name,
            "Flags": _NON_SYMBOLIC,
            "FontBBox": pydyf.Array(round(each * scale) for each in (head.xMin, head.yMin, head.xMax, head.yMax)),
            "ItalicAngle": 0,
            "Ascent": round(parsed["hhea"].ascent * scale),
            "Descent": round(parsed["hhea"].descent * scale),
            "CapHeight": round(table.sCapHeight * scale),
            "StemV": 80,
            "FontFile2": program.reference,
        }
    )
    pdf.add_object(descriptor)
    font = pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/TrueType",
            "BaseFont": name,
            "Encoding": "/WinAnsiEncoding",
            "FirstChar": min(widths),
            "LastChar": max(widths),
            "Widths": pydyf.Array(round(widths.get(code, 0) * scale) for code in range(min(widths), max(widths) + 1)),
            "FontDescriptor": descriptor.reference,
        }
    )
    pdf.add_object(font)
    return bytes(font.reference)


@cache
def _codes() -> dict[int, int]:
    """Code of a byte → letter."""
    decoded = {code: bytes([code]).decode(ENCODING, "ignore") for code in range(32, 256)}
    return {code: ord(letter) for code, letter in decoded.items() if letter and letter != "\x7f"}
