"""Two letters to one participant beside each other, with what differs marked on the pages of their packs."""

from __future__ import annotations

from reportgen.application.delivery.letter_comparison import compare_letters
from reportgen.application.delivery.letter_view import read_letter
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.pages.pack import DPI
from reportgen.interfaces.web.participant_letters import letters_to
from reportgen.interfaces.web.participant_list import participant_row
from reportgen.interfaces.web.request import NotFound, WebRequest, number_in
from reportgen.interfaces.web.responses import Page, page


def compare(context: WebContext, request: WebRequest) -> Page:
    """Two editions of somebody beside each other: ``a`` the earlier one, ``b`` the later one; else the last two.

    Raises:
        NotFound: there is no such participant, or no letter of such an edition.
    """
    number = request.path_params["number"]
    letters = {each.edition: each for each in letters_to(context, number)}
    if not letters:
        raise NotFound
    row = participant_row(context, number)
    earlier, later = _last_two(list(letters))
    before, after = _asked(request, "a", earlier), _asked(request, "b", later)
    if before not in letters or after not in letters:
        raise NotFound
    before, after = min(before, after), max(before, after)
    comparison = None
    if before != after:
        pair = (read_letter(letters[each], context.archive) for each in (before, after))
        comparison = compare_letters(*pair)
    return page(
        context,
        request,
        "compare",
        row=row,
        letters=list(letters.values()),
        before=letters[before],
        after=letters[after],
        comparison=comparison,
        told=(),
        dpi=DPI,
    )


def _last_two(editions: list[int]) -> tuple[int, int]:
    return (editions[-2], editions[-1]) if len(editions) > 1 else (editions[0], editions[0])


def _asked(request: WebRequest, name: str, otherwise: int) -> int:
    """The number of an edition in the address; 0 for what is no number."""
    return (number_in(request.query[name]) or 0) if name in request.query else otherwise
