"""The style of an event: two colours and a logo, and the checks of a logo file."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from reportgen.domain.canonical_json import fingerprint
from reportgen.domain.colour import WHITE, mixed, readable
from reportgen.errors import ConfigurationError
from reportgen.render.content import svg

MAX_LOGO_BYTES = 100_000
"""Bytes of a logo: a pack has to stay small enough to mail."""

MAX_LOGO_PIXELS = 3000
"""Pixels of a logo, either way."""

CHARTS_WITH_GROUP_COLOURS = ("composition", "slopes")
"""The charts whose colours tell groups apart; those stay what they are."""


@dataclass(frozen=True, slots=True)
class Style:
    """What an organiser may change in the look.

    Attributes:
        subject: the colour of the subject matter, ``#rrggbb``; text is set in it.
        own: the colour of the reader's own municipality, and only of that.
        logo: the picture on page one; empty for none.
        logo_kind: its media type.
        logo_alt: what a screen reader says instead of it.
    """

    subject: str = svg.TEAL
    own: str = svg.OCHRE
    logo: bytes = b""
    logo_kind: str = ""
    logo_alt: str = ""

    @property
    def pale(self) -> str:
        """The ground of the one box of a pack."""
        return mixed(self.subject, WHITE, 0.09)

    @property
    def logo_address(self) -> str:
        """The logo as the address of a picture; empty for none."""
        return f"data:{self.logo_kind};base64,{b64encode(self.logo).decode()}" if self.logo else ""

    def css(self) -> str:
        """The colours, over those of the style sheets."""
        return f":root {{ --subject: {self.subject}; --own: {self.own}; --pale: {self.pale} }}"

    def coloured(self, chart: str, drawn: str) -> str:
        """A chart in these colours.

        Args:
            chart: the name of the function that drew it.
            drawn: the drawing in the default colours.
        """
        if chart in CHARTS_WITH_GROUP_COLOURS or (self.subject, self.own) == (svg.TEAL, svg.OCHRE):
            return drawn
        colours = {
            svg.TEAL: self.subject,
            svg.TEAL_HALF: mixed(self.subject, WHITE, 0.5),
            svg.OCHRE: self.own,
            svg.OCHRE_DARK: _text_colour(self.own),
        }
        return re.sub("|".join(colours), lambda found: colours[found[0]], drawn)


DEFAULT_STYLE = Style()
"""The colours of the style sheets, and no logo."""


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
    kind = _kind(content, where)
    return content, kind


@cache
def style_digest(style: Style) -> str:
    """A digest of everything that a style changes in a page."""
    return fingerprint(style.css(), _text_colour(style.own), style.logo_kind, style.logo_alt, _digest(style.logo))


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _text_colour(own: str) -> str:
    return svg.OCHRE_DARK if own == svg.OCHRE else readable(own)


def _kind(content: bytes, where: str) -> str:
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        _refuse_strange_drawing(content, where)
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


def _refuse_strange_drawing(content: bytes, where: str) -> None:
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
