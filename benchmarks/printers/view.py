"""A pack as plain words, numbers and drawings, for a typesetter that knows nothing of this program.

The sentences and the charts are those of the packs themselves. What many packs share is worked out once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from html import unescape
from typing import Any

from printers import view_drawn, view_told
from reportgen.render.content import dutch
from reportgen.render.content.pages import pack_title
from reportgen.render.content.parts import Part
from reportgen.render.printing.job import Job

Content = Any
Page = dict[str, Any]
_Filled = Callable[[Callable[[str], dict[str, Any]], Content, Mapping[str, int]], Page]


class Views:
    """Packs as data, and the drawings they refer to by name."""

    def __init__(self) -> None:
        self.drawings: dict[str, bytes] = {}
        self._known: dict[tuple[object, ...], Page] = {}

    def of(self, job: Job) -> dict[str, Any]:
        """A pack: its title, author and day, and its pages in order, each with what stands on it."""
        pages = [self._page(part, *each) for part in job.parts for each in part.folios]
        return {
            "title": pack_title(job.parts),
            "author": job.author,
            "day": [int(each) for each in job.made_for.split("-")],
            "pages": sorted(pages, key=lambda page: int(page["folio"])),
        }

    def drawn(self, drawing: str) -> dict[str, Any]:
        """A drawing by name, with what a screen reader says and its width in points."""
        name = f"{sha256(drawing.encode()).hexdigest()[:24]}.svg"
        self.drawings[name] = drawing.encode()
        alternative = unescape(drawing.partition("<title>")[2].partition("</title>")[0])
        width = re.search(r' width="([\d.]+)pt"', drawing)
        assert width
        return {"file": name, "alt": alternative, "width": float(width[1])}

    def _page(self, part: Part, sheet: Any, folio: int) -> Page:
        key = (part.content_digest, sheet, folio, part.first_pages, part.total)
        if key not in self._known:
            content: Content = part.content
            if sheet.turn or sheet.template not in _PAGES:
                raise ValueError(f"This rival has no page like {sheet.template}, turn {sheet.turn}")
            meeting = content["meeting"]
            head = f"{meeting['title']} · {dutch.day(meeting['day'])}"
            common = {
                "kind": sheet.template,
                "folio": folio,
                "foot": f"{folio} van {part.total}",
                "meeting": head,
                "source": "Bron: CBS, tenzij anders vermeld",
            }
            self._known[key] = common | _PAGES[sheet.template](self.drawn, content, dict(part.first_pages))
        return self._known[key]


_PAGES: Mapping[str, _Filled] = {
    "cover": view_drawn.cover,
    "programme": view_told.programme,
    "people": view_drawn.people,
    "within": view_drawn.within,
    "peers": view_drawn.peers,
    "table": view_told.table,
    "questions": view_told.questions,
    "figures": view_told.figures,
}


def files_of(pack: Mapping[str, Any]) -> Sequence[str]:
    """The names of the drawings that a pack refers to."""
    return [
        each["file"] for page in pack["pages"] for each in page.values() if isinstance(each, dict) and "file" in each
    ]
