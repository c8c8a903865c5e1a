"""The pack of an edition to look through: its pages as pictures, larger ones, their text, and the file itself."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.application.delivery.letter_view import read_letter
from reportgen.domain.delivery.states import Delivery
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.request import NotFound, WebRequest, number_in
from reportgen.interfaces.web.responses import File, Page, page
from reportgen.interfaces.web.rows.participant_letters import letters_to, pack_of, requested_letter, waiting_letter
from reportgen.interfaces.web.rows.participant_list import participant_row
from reportgen.render.pdf.page_images import page_picture
from reportgen.render.pdf.page_words import page_texts

PDF, PNG = "application/pdf", "image/png"

DPI, SMALL_DPI, LARGE_DPI = 80, 18, 170
"""Dots an inch of the picture of a page, of the small one to choose it by, and of the large one to read."""


@dataclass(frozen=True, slots=True)
class PageView:
    """A page of a pack: its number, its size in dots of the picture, and its text in lines."""

    number: int
    width: int
    height: int
    text: str

    def at(self, resolution: int) -> tuple[int, int]:
        """Width and height in dots of a picture with so many dots an inch."""
        return round(self.width * resolution / DPI), round(self.height * resolution / DPI)


def pack_page(context: WebContext, request: WebRequest) -> Page:
    """A pack, page by page: ``?blad`` is the number of the page.

    Raises:
        NotFound: there is no such pack, or page of it.
    """
    letter = requested_letter(context, request)
    return _page(context, request, letter, number_in(request.query.get("blad", "1")) or 0, "pack")


def enlarged_page(context: WebContext, request: WebRequest) -> Page:
    """One page of a pack, so large that the smallest words can be read.

    Raises:
        NotFound: there is no such pack, or page of it.
    """
    return _page(context, request, requested_letter(context, request), request.path_params["sheet"], "pack_enlarged")


def _page(context: WebContext, request: WebRequest, letter: Delivery, number: int, template: str) -> Page:
    row = participant_row(context, letter.participant)
    pages = page_views(pack_of(context, letter))
    if not 1 <= number <= len(pages):
        raise NotFound
    organiser = context.organiser(request.organiser)
    others = [each for each in letters_to(context, letter.participant) if each.edition != letter.edition]
    return page(
        context,
        request,
        template,
        row=row,
        letter=letter,
        pages=pages,
        sheet=pages[number - 1],
        small=SMALL_DPI,
        large=LARGE_DPI,
        waiting=waiting_letter(context, request, letter),
        others=others,
        organiser_email=organiser.email if organiser else "",
    )


def page_views(pack: bytes) -> tuple[PageView, ...]:
    """The pages of a pack.

    Raises:
        RenderingError: it cannot be read.
    """
    return tuple(
        PageView(number, round(each.width * DPI / 72), round(each.height * DPI / 72), each.text)
        for number, each in enumerate(page_texts(pack), 1)
    )


def pack_file(context: WebContext, request: WebRequest) -> File:
    """The pack of an edition as a PDF, to show, or to save with ``?bewaar``.

    Raises:
        NotFound: the letter of the edition has none.
    """
    letter = requested_letter(context, request)
    content = pack_of(context, letter)
    name = read_letter(letter, context.archive).pack_name if "bewaar" in request.query else ""
    return File.of(content, PDF, name, immutable=True)


def picture(context: WebContext, request: WebRequest) -> File:
    """One page of a pack as a picture."""
    return _picture(context, request, DPI)


def small_picture(context: WebContext, request: WebRequest) -> File:
    """One page of a pack as a small picture."""
    return _picture(context, request, SMALL_DPI)


def large_picture(context: WebContext, request: WebRequest) -> File:
    """One page of a pack as a large picture."""
    return _picture(context, request, LARGE_DPI)


def _picture(context: WebContext, request: WebRequest, resolution: int) -> File:
    """A page of a pack, drawn when it is asked for first.

    Raises:
        NotFound: the pack has no such page.
    """
    letter, number = requested_letter(context, request), request.path_params["sheet"]
    pack = pack_of(context, letter)
    found = context.installation.pictures.get(
        (letter.pack_digest, number, resolution), lambda: page_picture(pack, number, resolution)
    )
    if found is None:
        raise NotFound
    return File.of(found, PNG, immutable=True)
