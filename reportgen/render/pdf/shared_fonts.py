"""The faces of our packs as every part shares them: one subset of each, with widths and meaning of all its letters.

Were each part to embed its own letters, a pack would hold every face five times over. So each face is cut down once to
the letters of European names, and parts that need no others refer to it under a number that is the same in all packs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
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
"""What European names, and texts in Dutch, are written with; a part with any other letter embeds its own subset."""

FIRST = 20
"""The number of the first object of the first face; each has ten to itself."""

FAMILIES = {
    ("Source Sans Pro", 400, 0): "sans",
    ("Source Sans Pro", 600, 0): "sans-semibold",
    ("Source Sans Pro", 700, 0): "sans-bold",
    ("Source Serif Pro", 400, 0): "serif",
    ("Source Serif Pro", 400, 2): "serif-italic",
    ("Source Serif Pro", 600, 0): "serif-semibold",
}
"""Family, weight and Pango's style → the face."""


@dataclass(frozen=True, slots=True)
class SharedFont:
    """A face as packs share it: its number in them, and for each glyph its width (1/1000 em) and what it means."""

    number: int
    widths: Mapping[int, int]
    texts: Mapping[int, str]


class SharedFonts(dict[Any, Any]):
    """The fonts of one document, as the printer notes them while it draws.

    A font of ours begins with the widths and meanings of the shared face, and is neither cut nor described again
    when nothing came to them.

    Attributes:
        shared: the printer's name of a font → the shared face that serves.
    """

    def __init__(self) -> None:
        super().__init__()
        self.shared: dict[str, SharedFont] = {}

    def __setitem__(self, key: Any, font: Any) -> None:
        face = face_of(font)
        if face:
            font.widths, font.to_unicode = dict(face.widths), dict(face.texts)
            cut = font.clean

            def clean(to_unicode: Any, hinting: bool) -> None:
                if font.used_in_forms or len(font.to_unicode) > len(face.texts) or font.missing:
                    cut(to_unicode, hinting)
                    return
                self.shared[font.hash] = face
                font.widths, font.to_unicode, font.file_content = {}, {}, b""

            font.clean = clean
        super().__setitem__(key, font)

    def strange(self) -> tuple[str, ...]:
        """The names of fonts that are none of ours, but for that of fields."""
        names = {font.name.decode().lstrip("/") for font in self.values() if not face_of(font)}
        return tuple(sorted(name for name in names if "Source-Sans-Pro-Field" not in name))

    def ours(self) -> dict[str, Any]:
        """The fonts that are ours, by the name of their face."""
        found = {FAMILIES.get((font.family, font.weight, font.style)): font for font in self.values()}
        return {name: font for name, font in found.items() if name}


def face_of(font: Any) -> SharedFont | None:
    """The shared face of a font of the printer; None when it is none of ours."""
    name = FAMILIES.get((font.family, font.weight, font.style))
    return shared_fonts()[name] if name else None


@cache
def shared_fonts() -> Mapping[str, SharedFont]:
    """The shared fonts by name (see ``FONTS``)."""
    found = {}
    for place, (name, path) in enumerate(FONTS.items()):
        font = TTFont(path, lazy=True)
        texts = _texts(font)
        metrics, order = font["hmtx"].metrics, font.getGlyphOrder()
        scale = 1000 / font["head"].unitsPerEm
        widths = {glyph: round(metrics[order[glyph]][0] * scale) for glyph in texts}
        found[name] = SharedFont(FIRST + 10 * place, widths, texts)
    return found


def _texts(font: TTFont) -> dict[int, str]:
    """Glyph → the text it stands for: our letters, and the ligatures of them."""
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


def cut_down(font: Any, face: SharedFont) -> bytes:
    """A font of the printer as a file that holds the glyphs of the shared face, under their numbers."""
    font.subset(dict.fromkeys(face.texts), hinting=False)
    return bytes(font.file_content)


def described(name: str, face: SharedFont, content: bytes) -> dict[int, Any]:
    """The objects of a shared face: number → object (ISO 32000-1, 9.7 and 9.8).

    Args:
        content: the face cut down to its glyphs, which keep their numbers.
    """
    font = TTFont(FONTS[name], lazy=True)
    head, lines, scale = font["head"], font["hhea"], 1000 / font["head"].unitsPerEm
    title = f"/REPORT+{FONTS[name].stem.replace('Pro-', '-Pro-').replace('Source', 'Source-')}"
    number = face.number
    box = pydyf.Array(round(each * scale) for each in (head.xMin, head.yMin, head.xMax, head.yMax))
    serif, italic = ("Serif" in title) << 1, ("It" in title) << 6
    at = {part: f"{number + place} 1 R" for place, part in enumerate(("font", "cid", "about", "texts", "file"))}
    runs = pydyf.Array()
    for glyph, width in face.widths.items():
        if glyph - 1 not in face.widths:
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
        number + 3: pydyf.Stream(_meanings(face.texts), compress=True),
        number + 4: pydyf.Stream([content], {"Length1": len(content)}, compress=True),
    }


def _meanings(texts: Mapping[int, str]) -> list[bytes]:
    """The table by which a reader copies text: glyph → UTF-16."""
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
