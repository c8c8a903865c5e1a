"""The list of participants, with its search form and pages."""

from __future__ import annotations

from dataclasses import asdict

from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.request import WebRequest
from reportgen.interfaces.web.responses import Page, page
from reportgen.interfaces.web.rows.list_page import ListPage
from reportgen.interfaces.web.rows.participant_list import (
    PAGE_SIZE,
    ParticipantFilter,
    filtered,
    participant_rows,
    state_counts,
)


def participants(context: WebContext, request: WebRequest) -> Page:
    """One page of the participants that match the search."""
    everyone = participant_rows(context)
    search = ParticipantFilter.of(lambda name: request.query.get(name, ""))
    found = filtered(everyone, search)
    pages = ListPage.of(request, len(found), PAGE_SIZE, "/deelnemers", asdict(search))
    return page(
        context,
        request,
        "participants",
        rows=pages.part(found),
        total=len(everyone),
        count=len(found),
        search=search,
        filter_fields=list(asdict(search).items()),
        pages=pages,
        states=list(state_counts(everyone)),
        tables=sorted({row.table for row in everyone if row.table}),
        municipalities=sorted({row.municipality for row in everyone}),
        kinds=sorted({row.kind for row in everyone}),
    )
