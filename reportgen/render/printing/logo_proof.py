"""Draws a logo once as it will be printed; for a worker process, which a hostile picture may hold up or end."""

from __future__ import annotations

import warnings
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from io import BytesIO

from reportgen.i18n.message import said
from reportgen.render.content.pages import Pages
from reportgen.render.content.style import SVG_KIND, Style
from reportgen.render.content.svg_check import UnusableDrawing, check_svg
from reportgen.render.pdf.conformance import validation_faults_in
from reportgen.render.pdf.identity import Identity
from reportgen.render.pdf.metadata import DocumentInfo
from reportgen.render.printing.whole_document import document_pdf
from reportgen.render.processes.timeouts import time_limit

MAX_LOGO_PIXELS = 3000
"""Pixels of a logo, either way."""

PNG_END = b"\0\0\0\0IEND\xae\x42\x60\x82"
"""The last chunk of every whole picture in PNG."""

_XML = (b"<", BOM_UTF8, BOM_UTF16_LE, BOM_UTF16_BE)

_TOO_DEEP = "GRAPHICS-STATE-NESTING"

_PAGE = (
    '<!DOCTYPE html><html lang="nl"><head><title>Logo</title></head><body class="cover"><h1>Logo</h1>'
    '<section class="cover"><img class="logo" alt="Logo" src="{address}"/></section></body></html>'
)


def kind_of_drawn(content: bytes, seconds: float) -> str:
    """The media type of a picture that can be drawn and passes the checks of a pack.

    Args:
        seconds: that this may take, once the libraries are there.

    Raises:
        TooSlow: it takes more.
        UnusableDrawing: it is no picture, or one that is too large.
        RenderingError: it cannot be printed as it is.
    """
    with time_limit(seconds):
        return _kind_of_drawn(content)


def _kind_of_drawn(content: bytes) -> str:
    if content.lstrip(b" \r\n\t").startswith(_XML):
        check_svg(content)
        kind = SVG_KIND
    else:
        kind = _kind_of_pixels(content)
    style = Style(logo=content, logo_kind=kind, logo_alt="Logo")
    pages = Pages(_PAGE.format(address=style.logo_address), {})
    pdf = document_pdf(pages, Identity("logo", "0" * 64), DocumentInfo("Logo", "reportgen", "2000-01-01"), style=style)
    faults = list(validation_faults_in(pdf))
    if any(_TOO_DEEP in each for each in faults):
        raise UnusableDrawing(
            "has groups within groups, deeper than an archival PDF allows (17 levels)", "ungroup it, or save it as png"
        )
    if faults:
        raise UnusableDrawing(said("fails the checks of a pack: {faults}", faults="; ".join(faults)))
    return kind


def _kind_of_pixels(content: bytes) -> str:
    from PIL import Image, ImageFile, UnidentifiedImageError  # only who has such a logo waits for it

    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint sets it: half a picture is drawn without a word
    most_pixels, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None  # there is a limit of ours, told as such
    try:
        with warnings.catch_warnings(action="error"), Image.open(BytesIO(content), formats=("PNG", "JPEG")) as picture:
            kind, size, colours = str(picture.format), picture.size, picture.mode
            if max(size) <= MAX_LOGO_PIXELS:
                picture.load()
    except Exception as fault:  # a broken picture fails in as many ways as there are libraries of pictures
        what = said("is no picture in png, jpeg or svg")
        if not isinstance(fault, UnidentifiedImageError):
            what = said("is no picture in png, jpeg or svg ({reason})", reason=fault)
        raise UnusableDrawing(what, "save it as one of these") from None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS = True, most_pixels
    if max(size) > MAX_LOGO_PIXELS:
        raise UnusableDrawing(
            said(
                "is {width} x {height} pixels; {most} is the most", width=size[0], height=size[1], most=MAX_LOGO_PIXELS
            ),
            "save it smaller",
        )
    if kind == "PNG" and PNG_END not in content:  # Pillow does without what only says that it ended
        raise UnusableDrawing("is cut off: the end of the picture is missing", "save it once more")
    if colours == "CMYK":
        raise UnusableDrawing("has the colours of a printing press (CMYK)", "save it in the colours of a screen (RGB)")
    if colours.startswith(("I", "F")):
        raise UnusableDrawing("has 16 bits or more for each pixel of grey", "save it with 8 bits, or in RGB")
    return f"image/{kind.lower()}"
