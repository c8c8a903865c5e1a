"""Two letters to one participant beside each other, with what differs marked on the pages of their packs."""

from __future__ import annotations

from typing import Any

from reportgen.application.build.pack_reasons import SealedPack, sealed_differences
from reportgen.application.delivery.letter_comparison import compare_letters
from reportgen.application.delivery.letter_view import read_letter
from reportgen.domain.canonical_json import to_json_value
from reportgen.domain.delivery.states import Delivery
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.pages.pack import DPI
from reportgen.interfaces.web.request import NotFound, WebRequest, number_in
from reportgen.interfaces.web.responses import Page, page
from reportgen.interfaces.web.rows.participant_letters import letters_to, waiting_letter
from reportgen.interfaces.web.rows.participant_list import participant_row
from reportgen.render.content.difference_text import differences_told


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
    organiser = context.organiser(request.organiser)
    return page(
        context,
        request,
        "compare",
        row=row,
        letters=list(letters.values()),
        before=letters[before],
        after=letters[after],
        comparison=comparison,
        waiting=waiting_letter(context, request, letters[after]),
        organiser_email=organiser.email if organiser else "",
        told=_told(context, letters[before], letters[after]) if comparison else (),
        dpi=DPI,
    )


def _told(context: WebContext, before: Delivery, after: Delivery) -> tuple[str, ...]:
    """What differs between two packs, in words; nothing where one of both cannot be read or is not there."""
    if not (before.pack_digest and after.pack_digest):
        return ()
    parts = context.ledger.pack_parts(context.key, before.participant)
    if before.pack_digest == after.pack_digest or not (before.edition in parts and after.edition in parts):
        return ()  # the same pack, or a message that brings one again
    one, other = (SealedPack(context.archive, each.participant, each.edition) for each in (before, after))
    try:
        found = sealed_differences(one, other, parts.get(before.edition, ()), parts.get(after.edition, ()))
    except (ReportgenError, ValueError):
        return ()
    values: Any = to_json_value(found)
    return tuple(str(each["text"]) for each in differences_told(values))


def _last_two(editions: list[int]) -> tuple[int, int]:
    return (editions[-2], editions[-1]) if len(editions) > 1 else (editions[0], editions[0])


def _asked(request: WebRequest, name: str, otherwise: int) -> int:
    """The number of an edition in the address; 0 for what is no number."""
    return (number_in(request.query[name]) or 0) if name in request.query else otherwise
