"""The style of an event: two colours and a logo."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from reportgen.domain.canonical_json import fingerprint
from reportgen.domain.colour import WHITE, mixed, readable
from reportgen.render.content import svg

SVG_KIND = "image/svg+xml"
"""The media type of a drawing."""


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
        own = f"--own: {self.own}; --own-text: {_text_colour(self.own)}; --own-pale: {mixed(self.own, WHITE, 0.09)}"
        return f":root {{ --subject: {self.subject}; {own}; --pale: {self.pale} }}"

    def coloured(self, drawn: str) -> str:
        """A chart in these colours.

        Args:
            drawn: the drawing in the default colours.
        """
        if (self.subject, self.own) == (svg.TEAL, svg.OCHRE):
            return drawn
        colours = {
            svg.TEAL: self.subject,
            **{shade: mixed(self.subject, WHITE, share) for share, shade in svg.SHADES.items()},
            svg.OCHRE: self.own,
            svg.OCHRE_DARK: _text_colour(self.own),
        }
        return re.sub("|".join(colours), lambda found: colours[found[0]], drawn)


DEFAULT_STYLE = Style()
"""The colours of the style sheets, and no logo."""


@cache
def style_digest(style: Style) -> str:
    """A digest of everything that a style changes in a page."""
    return fingerprint(style.css(), _text_colour(style.own), style.logo_kind, style.logo_alt, _digest(style.logo))


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _text_colour(own: str) -> str:
    return svg.OCHRE_DARK if own == svg.OCHRE else readable(own)
