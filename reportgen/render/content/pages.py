"""The HTML of the pages of parts and packs, with their charts, from Jinja templates with autoescape."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Self

from markupsafe import Markup

from reportgen.domain.pack.contents import PartKind
from reportgen.render.content import (
    charts,
)
from reportgen.render.content.design import BRIEFING
from reportgen.render.content.environment import render_template
from reportgen.render.content.former_names import with_former_fields
from reportgen.render.content.kind_templates import page_template
from reportgen.render.content.note_lines import POINT
from reportgen.render.content.parts import Part
from reportgen.render.content.style import Style
from reportgen.render.content.typography import set_text

CHART = "chart:"
"""How the address of a chart begins; what follows is a digest of its drawing, which goes beside the page."""

_SHEET = '<section class="sheet'
"""How a page begins."""

_HEIGHT = re.compile(r' height="([\d.]+)pt"')

_INLINE = "data:image/svg+xml;base64,"


@dataclass(frozen=True, slots=True)
class Pages:
    """Pages as they are printed: HTML that is well-formed XML as well, and the charts in it as SVG, by address."""

    html: str
    charts: Mapping[str, str]


def pages_of(
    parts: Sequence[Part],
    title: str,
    author: str,
    made_for: str,
    densities: Mapping[PartKind, str] = MappingProxyType({}),
) -> Pages:
    """The pages of all parts in reading order.

    Args:
        title: the document's title.
        author: who publishes it.
        made_for: the day it is made for, ISO; the only date in the file.
        densities: by part, the class of its pages that sets them closer (see ``density.css``); none: as designed.
    """
    sheets = sorted(((folio, sheet, part) for part in parts for sheet, folio in part.folios), key=lambda each: each[0])
    drawn: dict[str, str] = {}
    bodies = [
        _set_closer(
            set_text(
                render_template(
                    part.pack,
                    page_template(part.pack, sheet.template),
                    content=with_former_fields(part.content) if part.pack.templates else part.content,
                    folio=folio,
                    total=part.total,
                    turn=sheet.turn,
                    reading=dict(part.first_pages),
                    style=part.style,
                    chart=_Charts(part.style, drawn),
                )
            ),
            densities.get(part.kind, ""),
        )
        for folio, sheet, part in sheets
    ]
    whole = {"title": title, "author": author, "made_for": made_for, "bodies": bodies}
    html = render_template(BRIEFING, "pack/pack.html", **whole)
    shown = set(re.findall(f'src="({CHART}\\w+)"', html))
    return Pages(html, {address: drawing for address, drawing in drawn.items() if address in shown})


def _set_closer(page: str, density: str) -> Markup:
    """A page with the class of a density. Texts of people are escaped, so nothing else begins as a page does."""
    return Markup(page.replace(_SHEET, f"{_SHEET} {density}") if density else page)


def pack_html(parts: Sequence[Part], title: str, author: str, made_for: str) -> str:
    """The same pages as one HTML document that needs nothing beside it but fonts and style."""
    pages = pages_of(parts, title, author, made_for)
    return re.sub(
        f'(?<= src="){CHART}\\w+(?=")',
        lambda found: f"{_INLINE}{b64encode(pages.charts[found[0]].encode()).decode()}",
        pages.html,
    )


def pack_title(parts: Sequence[Part]) -> str:
    """The title of a pack in a reader's window."""
    personal: Any = next(part.content for part in parts if part.kind is PartKind.PERSONAL)
    return f"{personal['meeting']['title']}: {parts[0].pack.title} {personal['municipality']}"


class Chart(Markup):
    """A chart as it stands in a page; ``height`` is in millimetres, so that a template can see what still fits."""

    height: float

    def __new__(cls, markup: str, points: float = 0.0) -> Self:
        made = super().__new__(cls, markup)
        made.height = points * POINT
        return made


class _Charts:
    """The charts as templates call them: images with their title as text alternative, drawn beside the page."""

    def __init__(self, style: Style, drawn: dict[str, str]) -> None:
        self._style = style
        self._drawn = drawn

    def __getattr__(self, name: str) -> Any:
        function = getattr(charts, name)

        def markup(*arguments: Any, **named: Any) -> Chart:
            drawn = self._style.coloured(function(*arguments, **named))
            title = drawn.partition("<title>")[2].partition("</title>")[0]  # escaped by the chart
            address = f"{CHART}{sha256(drawn.encode()).hexdigest()[:16]}"
            self._drawn[address] = drawn
            return Chart(f'<img class="chart" alt="{title}" src="{address}"/>', float(_HEIGHT.search(drawn)[1]))  # type: ignore[index]  # each drawing has one

        return markup
