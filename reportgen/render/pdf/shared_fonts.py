"""Fonts that all parts of a pack share: one subset of each, with the widths and the text of its glyphs.

If each part embedded a subset of its own, a pack would hold every font five times. So one subset is made with the
letters of European names, and parts that need no others refer to it under a number that is the same in all packs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

import pydyf
from fontTools.ttLib import TTFont

from reportgen.render.content.resources import FONTS

LETTERS = "".join(chr(code) for first, last in ((0x20, 0x7E), (0xA0, 0xFF)) for code in range(first, last + 1)) + (
    "ĀāĂăĄąĆćČčĎďĐđĒēĖėĘęĚěĞğĢģĪīĮįİıĶķĹĺĻļĽľŁłŃńŅņŇňŌōŐőŒœŔŕŘřŚśŞşŠšŢţŤťŪūŮůŰűŲųŴŵŶŷŸŹźŻżŽžȘșȚțẞ"
)
SIGNS = (
    "\u2009\u200a\u202f\u2010\u2011\u2013\u2014\u2018\u2019\u201a\u201c\u201d\u201e\u2022\u2026\u20ac"
    "\u2190\u2191\u2192\u2193\u2206\u2212\u2248\u2260\u2264\u2265"
)
"""The signs of European names and Dutch texts beside ``LETTERS``; a part with any other embeds its own subset."""

FIRST = 20
"""The number of the first object of the first font; each font has ten numbers."""

FAMILIES = {
    ("Source Sans Pro", 400, 0): "sans",
    ("Source Sans Pro", 600, 0): "sans-semibold",
    ("Source Sans Pro", 700, 0): "sans-bold",
    ("Source Serif Pro", 400, 0): "serif",
    ("Source Serif Pro", 400, 2): "serif-italic",
    ("Source Serif Pro", 600, 0): "serif-semibold",
}
"""Family, weight and Pango's style → the name of the font."""


@dataclass(frozen=True, slots=True)
class SharedFont:
    """A shared font: its object number, and for each glyph its width (1/1000 em) and the text it stands for."""

    number: int
    widths: Mapping[int, int]
    texts: Mapping[int, str]


def shared_font_of(font: Any) -> SharedFont | None:
    """The shared font that WeasyPrint drew with; None for any other font."""
    name = FAMILIES.get((font.family, font.weight, font.style))
    return shared_fonts()[name] if name else None


@cache
def shared_fonts() -> Mapping[str, SharedFont]:
    """The shared fonts by name (see ``FONTS``)."""
    found = {}
    for position, (name, path) in enumerate(FONTS.items()):
        font = TTFont(BytesIO(path.read_bytes()), lazy=True)
        texts = _texts(font)
        metrics, order = font["hmtx"].metrics, font.getGlyphOrder()
        scale = 1000 / font["head"].unitsPerEm
        widths = {glyph: round(metrics[order[glyph]][0] * scale) for glyph in texts}
        found[name] = SharedFont(FIRST + 10 * position, widths, texts)
    return found


def _texts(font: TTFont) -> dict[int, str]:
    """Glyph → the text it stands for: letters and signs, and ligatures of these."""
    letters: dict[str, str] = {}
    for code, name in sorted(font.getBestCmap().items()):
        if chr(code) in LETTERS + SIGNS:
            letters.setdefault(name, chr(code))  # a space that may break is before the one that may not
    names = dict(letters)
    for first, ligatures in _ligatures(font):
        for each in ligatures:
            parts = (first, *each.Component)
            if all(part in letters for part in parts):
                names.setdefault(each.LigGlyph, "".join(letters[part] for part in parts))
    return dict(sorted((font.getGlyphID(name), text) for name, text in names.items()))


def _ligatures(font: TTFont) -> list[tuple[str, Any]]:
    table = font["GSUB"].table
    wanted = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "liga"
        for index in record.Feature.LookupListIndex
    }
    subtables = (each for index in sorted(wanted) for each in table.LookupList.Lookup[index].SubTable)
    real = (getattr(each, "ExtSubTable", each) for each in subtables)
    return [found for each in real if each.LookupType == 4 for found in each.ligatures.items()]


def subset_of(font: Any, shared: SharedFont) -> bytes:
    """A font of WeasyPrint as a TrueType file that holds the glyphs of the shared font, under their numbers."""
    font.subset(dict.fromkeys(shared.texts), hinting=False)
    return bytes(font.file_content)


def font_objects(name: str, shared: SharedFont, content: bytes) -> dict[int, Any]:
    """The PDF objects of a shared font: number → object (ISO 32000-1, 9.7 and 9.8).

    Args:
        name: of the font, as in ``FONTS``.
        content: the subset, as a TrueType file.
    """
    font = TTFont(BytesIO(FONTS[name].read_bytes()), lazy=True)
    head, lines, scale = font["head"], font["hhea"], 1000 / font["head"].unitsPerEm
    title = f"/REPORT+{FONTS[name].stem.replace('Pro-', '-Pro-').replace('Source', 'Source-')}"
    number = shared.number
    box = pydyf.Array(round(each * scale) for each in (head.xMin, head.yMin, head.xMax, head.yMax))
    serif, italic = ("Serif" in title) << 1, ("It" in title) << 6
    at = {part: f"{number + place} 1 R" for place, part in enumerate(("font", "cid", "about", "texts", "file"))}
    runs = pydyf.Array()
    for glyph, width in shared.widths.items():
        if glyph - 1 not in shared.widths:
            runs.extend((glyph, pydyf.Array()))
        runs[-1].append(width)
    return {
        number: pydyf.Dictionary(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": title,
                "Encoding": "/Identity-H",
                "DescendantFonts": pydyf.Array([at["cid"]]),
                "ToUnicode": at["texts"],
            }
        ),
        number + 1: pydyf.Dictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType2",
                "BaseFont": title,
                "CIDSystemInfo": pydyf.Dictionary(
                    {"Registry": pydyf.String("Adobe"), "Ordering": pydyf.String("Identity"), "Supplement": 0}
                ),
                "CIDToGIDMap": "/Identity",
                "W": runs,
                "FontDescriptor": at["about"],
            }
        ),
        number + 2: pydyf.Dictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": title,
                "Flags": 4 | serif | italic,
                "FontBBox": box,
                "ItalicAngle": round(font["post"].italicAngle),
                "Ascent": round(lines.ascent * scale),
                "Descent": round(lines.descent * scale),
                "CapHeight": round(font["OS/2"].sCapHeight * scale),
                "StemV": 80,
                "FontFile2": at["file"],
            }
        ),
        number + 3: pydyf.Stream(_to_unicode(shared.texts), compress=True),
        number + 4: pydyf.Stream([content], {"Length1": len(content)}, compress=True),
    }


def _to_unicode(texts: Mapping[int, str]) -> list[bytes]:
    """The character map by which a reader copies text (ISO 32000-1, 9.10.3): glyph → UTF-16."""
    lines = [
        *(b"/CIDInit /ProcSet findresource begin", b"12 dict begin", b"begincmap"),
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        *(b"/CMapName /Adobe-Identity-UCS def", b"/CMapType 2 def"),
        *(b"1 begincodespacerange", b"<0000> <ffff>", b"endcodespacerange"),
    ]
    each = [f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>".encode() for glyph, text in texts.items()]
    for first in range(0, len(each), 100):
        some = each[first : first + 100]
        lines += [b"%d beginbfchar" % len(some), *some, b"endbfchar"]
    return [*lines, b"endcmap", b"CMapName currentdict /CMap defineresource pop", b"end", b"end"]
