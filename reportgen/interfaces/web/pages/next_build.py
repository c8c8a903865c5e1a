"""What making the packs would do now, and for whom: nobody has to guess who gets a second letter."""

from __future__ import annotations

from reportgen.interfaces.web.background.page_timeout import timeout_of
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.request import WebRequest
from reportgen.interfaces.web.responses import Page, page
from reportgen.interfaces.web.texts.error_messages import error_message

MAX_WAIT = 5.0
"""Seconds that the page waits where there are not many people."""

SHOWN = 60
"""People of each kind that are shown by name."""


def next_build(context: WebContext, request: WebRequest) -> Page:
    """Who would get a first letter, another one, or a cancellation letter."""
    check = context.next_build
    is_there = check.wait(timeout_of(context, MAX_WAIT))
    error = check.error if is_there else None
    return page(
        context,
        request,
        "next_build",
        plan=check.value if is_there else None,
        error=error_message(error) if error else "",
        shown=SHOWN,
    )
