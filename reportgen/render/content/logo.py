"""Reads the logo file of an event, and refuses one that is too large or refers to something outside itself."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from io import BytesIO
from pathlib import Path

from reportgen.errors import ConfigurationError

MAX_LOGO_BYTES = 100_000
"""Bytes of a logo: a pack has to stay small enough to mail."""


MAX_LOGO_PIXELS = 3000
"""Pixels of a logo, either way."""


def load_logo(path: Path) -> tuple[bytes, str]:
    """A logo and its media type.

    Raises:
        ConfigurationError: it is not there, too large, no picture, or a drawing that needs more than itself.
    """
    where = str(path)
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise ConfigurationError(
            f"The logo cannot be read ({fault.strerror})", where=where, todo="put it there, or mend logo in event.toml"
        ) from None
    if len(content) > MAX_LOGO_BYTES:
        raise ConfigurationError(
            f"The logo is {len(content) / 1000:.0f} kB; {MAX_LOGO_BYTES // 1000} kB is the most, "
            "for a pack must be mailed",
            where=where,
            todo="save it smaller, or as svg",
        )
    kind = _media_type(content, where)
    return content, kind


def _media_type(content: bytes, where: str) -> str:
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        _refuse_unsafe_svg(content, where)
        return "image/svg+xml"
    from PIL import Image  # only who has a logo waits for it

    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as picture:
            kind, size = str(picture.format), picture.size
            if max(size) <= MAX_LOGO_PIXELS:
                picture.verify()
    except Exception as fault:  # a broken picture fails in as many ways as there are libraries of pictures
        raise ConfigurationError(
            f"The logo is no picture in png, jpeg or svg ({fault})", where=where, todo="save it as one of these"
        ) from None
    if max(size) > MAX_LOGO_PIXELS:
        raise ConfigurationError(
            f"The logo is {size[0]} x {size[1]} pixels; {MAX_LOGO_PIXELS} is the most",
            where=where,
            todo="save it smaller",
        )
    return f"image/{kind.lower()}"


def _refuse_unsafe_svg(content: bytes, where: str) -> None:
    if b"<!" in content.replace(b"<!--", b"") and re.search(rb"<!(DOCTYPE|ENTITY)", content, re.IGNORECASE):
        raise ConfigurationError(
            "The logo declares a document type, which a drawing has no need of",
            where=where,
            todo="save it as plain svg",
        )
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as fault:
        raise ConfigurationError(f"The logo is no svg: {fault}", where=where, todo="save it again, or as png") from None
    names = [str(each.tag).rpartition("}")[2].casefold() for each in root.iter()]
    links = [
        value
        for each in root.iter()
        for name, value in each.attrib.items()
        if name.rpartition("}")[2] == "href" and not value.startswith(("#", "data:"))
    ]
    if names[0] != "svg":
        raise ConfigurationError("The logo is no svg", where=where, todo="save it as svg or png")
    if "text" in names:
        raise ConfigurationError(
            "The logo has text in a font that another machine may lack",
            where=where,
            todo="turn the text into outlines, or save the logo as png",
        )
    if links or {"script", "foreignobject"} & set(names) or re.search(rb"url\(\s*['\"]?(?!#)|@import", content):
        raise ConfigurationError(
            "The logo refers to something outside itself", where=where, todo="save it as plain svg, or as png"
        )
