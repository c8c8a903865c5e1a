"""The list of participants, with its search form and pages."""

from __future__ import annotations

from dataclasses import fields
from math import ceil
from urllib.parse import urlencode

from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.participant_list import (
    PAGE_SIZE,
    ParticipantFilter,
    filtered,
    participant_rows,
    state_counts,
)
from reportgen.interfaces.web.request import WebRequest, number_in
from reportgen.interfaces.web.responses import Page, page


def participants(context: WebContext, request: WebRequest) -> Page:
    """One page of the participants that match the search."""
    everyone = participant_rows(context)
    names = [each.name for each in fields(ParticipantFilter)]
    search = ParticipantFilter(**{name: request.query.get(name, "").strip() for name in names})
    found = filtered(everyone, search)
    page_count = max(1, ceil(len(found) / PAGE_SIZE))
    page_number = min(max(1, number_in(request.query.get("page", "")) or 1), page_count)
    searched = {name: value for name in names if (value := getattr(search, name))}

    def link(number: int) -> str:
        return f"/deelnemers?{urlencode({**searched, 'page': number})}"

    return page(
        context,
        request,
        "participants",
        rows=found[(page_number - 1) * PAGE_SIZE : page_number * PAGE_SIZE],
        total=len(everyone),
        count=len(found),
        search=search,
        page_number=page_number,
        page_count=page_count,
        link=link,
        states=list(state_counts(everyone)),
        tables=sorted({row.table for row in everyone if row.table}),
        municipalities=sorted({row.municipality for row in everyone}),
        kinds=sorted({row.kind for row in everyone}),
    )
