"""The style of an event: two colours and a logo."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from reportgen.domain.canonical_json import fingerprint
from reportgen.domain.colour import READABLE, VISIBLE, WHITE, ground_of, lightest, mixed, readable
from reportgen.render.content import svg

SVG_KIND = "image/svg+xml"
"""The media type of a drawing."""

PALE = 0.09
"""Part of a colour in the grounds of boxes and rows."""


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
        return ground_of(self.subject, PALE, READABLE)

    @property
    def own_pale(self) -> str:
        """The ground of what is the reader's own."""
        return ground_of(self.own, PALE, VISIBLE)

    @property
    def own_text(self) -> str:
        """The own colour as text: as dark as it takes to be read on white and on the grounds of a pack."""
        if self.own == svg.OCHRE and self.subject == svg.TEAL:
            return svg.OCHRE_DARK
        return readable(self.own, self.own_pale, self.pale, svg.LAND)

    @property
    def logo_address(self) -> str:
        """The logo as the address of a picture; empty for none."""
        return f"data:{self.logo_kind};base64,{b64encode(self.logo).decode()}" if self.logo else ""

    def css(self) -> str:
        """The colours, over those of the style sheets."""
        own = f"--own: {self.own}; --own-text: {self.own_text}; --own-pale: {self.own_pale}"
        return f":root {{ --subject: {self.subject}; --bar: {lightest(self.subject)}; {own}; --pale: {self.pale} }}"

    def coloured(self, drawn: str) -> str:
        """A chart in these colours.

        Args:
            drawn: the drawing in the default colours.
        """
        if (self.subject, self.own) == (svg.TEAL, svg.OCHRE):
            return drawn
        colours = {
            svg.TEAL: self.subject,
            svg.TEAL_LIGHT: lightest(self.subject),
            **{shade: mixed(self.subject, WHITE, share) for share, shade in svg.SHADES.items()},
            svg.OCHRE: self.own,
            svg.OCHRE_DARK: self.own_text,
        }
        return re.sub("|".join(colours), lambda found: colours[found[0]], drawn)


DEFAULT_STYLE = Style()
"""The colours of the style sheets, and no logo."""


@cache
def style_digest(style: Style) -> str:
    """A digest of everything that a style changes in a page."""
    return fingerprint(style.css(), style.own_text, style.logo_kind, style.logo_alt, _digest(style.logo))


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
