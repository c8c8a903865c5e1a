"""How long a page waits for what is worked out behind it: with thousands of people an instant, and it says so then."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from reportgen.application.lists.listed_people import ListedPeople
from reportgen.application.messages.people import MessagePeople
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.context import KnownFigures, WebContext
from reportgen.interfaces.web.request import WebRequest
from reportgen.interfaces.web.responses import Page, page

TIMEOUT = 0.1
"""Seconds that a page waits for what takes seconds."""

LARGE = 60_000
"""Bytes of lists from which it takes seconds to work something out: those of some hundreds of people."""


def timeout_of(context: WebContext, most: float | None = None) -> float | None:
    """Seconds that a page of a meeting waits.

    Args:
        most: for a meeting of which the lists are not large; None for as long as it takes.
    """
    return TIMEOUT if _size(context) >= LARGE else most


def people_for_page(context: WebContext, request: WebRequest) -> ListedPeople:
    """The people of the newest lists, for a page; a form that was sent waits for them.

    Raises:
        StillWorking: they are being read.
        ReportgenError: the event, a list, the changes or the figures cannot be read.
    """
    return context.people_check.required(_seconds(context, request))


def figures_for_page(context: WebContext, request: WebRequest) -> KnownFigures:
    """The figures of the event, and the tables that were fetched, for a page; a form that was sent waits for them.

    Raises:
        StillWorking: they are being read.
        ReportgenError: event.toml, the subject or the figures cannot be read.
    """
    return context.figures_check.required(_seconds(context, request))


def message_people_for_page(context: WebContext, request: WebRequest) -> MessagePeople:
    """Everyone who takes part, for a page of a message; a form that was sent waits for them.

    Raises:
        StillWorking: it is being worked out.
        ReportgenError: the event, a list or the figures cannot be read.
    """
    return context.message_check.required(_seconds(context, request))


def wait_for_decisions(context: WebContext) -> None:
    """Waits until it is worked out what a build would do now: what a change makes of that is then known at once.

    Raises:
        StillWorking: there are many people, and it is being worked out.
        ReportgenError: the event, a list or the figures cannot be read.
    """
    if (seconds := timeout_of(context)) is not None:
        context.next_build.required(seconds)


def waiting_page(context: WebContext, request: WebRequest) -> Page:
    """The page in place of one of which the content is being worked out, which has the same messages."""
    request = replace(request, only_looks=True)
    query = f"?{urlencode(request.query)}" if request.query else ""
    return page(context, request, "waiting", again=f"{context.base}{request.path}{query}")


def _seconds(context: WebContext, request: WebRequest) -> float | None:
    """How long a request waits: a form that was sent for as long as it takes."""
    return None if request.fields else timeout_of(context)


def _size(context: WebContext) -> int:
    try:
        return sum(path.stat().st_size for path, _ in context.loaded_event.settings.lists)
    except (ReportgenError, OSError):
        return 0
