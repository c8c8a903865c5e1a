"""Responses of page handlers: pages from templates, redirects, files, and the start of a background job."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from os import SEEK_END
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from urllib.parse import quote

from reportgen.config.settings import LoadedEvent
from reportgen.domain.identifiers import pack_key
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.access.login_sessions import Message
from reportgen.interfaces.web.background.jobs import JobState
from reportgen.interfaces.web.context import EVENTS_PATH, LedgerJob, WebContext
from reportgen.interfaces.web.installation import Installation
from reportgen.interfaces.web.navigation import navigation
from reportgen.interfaces.web.request import WebRequest, flash, local_path
from reportgen.render.content import dutch
from reportgen.render.content.web_pages import web_page
from reportgen.render.content.words import web_words

MAX_IN_MEMORY = 1_000_000
"""Bytes of a file that are kept in memory until the browser took them."""

PIECE = 65_536
"""Bytes of a file that are read at once."""

BUSY = "Er is al iets aan het werk; kijk bovenaan de bladzijde wat. Probeer het daarna weer."


@dataclass(frozen=True, slots=True)
class Page:
    """A response with HTML."""

    html: str
    code: int = 200


@dataclass(frozen=True, slots=True)
class Redirect:
    """A response that sends the browser to a path of this site (303).

    Attributes:
        path: within the meeting whose page it is of.
        of_meeting: False for a path of no meeting.
    """

    path: str
    of_meeting: bool = True


@dataclass(frozen=True, slots=True)
class File:
    """A response with a file.

    Attributes:
        content: a temporary file; whoever sends the response closes it.
        name: the name to save it under; empty to show it in the browser.
        immutable: whether this address always gives the same content, so that browsers may cache it.
    """

    content: IO[bytes]
    media_type: str
    name: str = ""
    immutable: bool = False

    @classmethod
    def of(cls, content: bytes, media_type: str, name: str = "", immutable: bool = False) -> File:
        """A file with this content; what is large waits on disk for who takes it slowly, and not in memory."""
        file = SpooledTemporaryFile(MAX_IN_MEMORY)  # noqa: SIM115 (the response closes it)
        file.write(content)
        return cls(file, media_type, name, immutable)

    def pieces(self) -> Iterator[bytes]:
        """The content in pieces."""
        self.content.seek(0)
        while piece := self.content.read(PIECE):
            yield piece

    def headers(self) -> dict[str, str]:
        """The response headers."""
        disposition = f"attachment; filename*=UTF-8''{quote(self.name)}" if self.name else "inline"
        cache = "private, max-age=86400, immutable" if self.immutable else "no-store"
        size = self.content.seek(0, SEEK_END)
        return {"Content-Disposition": disposition, "Cache-Control": cache, "Content-Length": str(size)}


@dataclass(frozen=True, slots=True)
class Framed:
    """A response with HTML that is not ours, such as a mail, for a sandboxed frame on one of our pages."""

    html: str


Answer = Page | Redirect | File | Framed


def page(context: WebContext, request: WebRequest, template: str, **values: Any) -> Page:
    """A page from a template, with what stands on every page; its messages are shown once."""
    loaded = None
    with suppress(ReportgenError):
        loaded = context.loaded_event
    common = {
        "heading": heading_of(context, loaded),
        "base": context.base,
        "organiser": request.organiser,
        "token": request.session.token,
        "path": request.address,
        "messages": _messages(request),
        "job": visible_job(context.installation, request),
        "pack_kinds": (kinds := kind_links(context, loaded)),
        "kind_name": next((each.name for each in kinds if each.is_current), ""),
        "navigation": navigation(request.path),
    }
    return Page(web_page(template, **common, **values))


def home_page(installation: Installation, request: WebRequest, template: str, **values: Any) -> Page:
    """A page that is of no meeting, from a template; its messages are shown once."""
    common = {
        "heading": None,
        "base": "",
        "organiser": request.organiser,
        "token": request.session.token,
        "path": request.address,
        "messages": _messages(request),
        "job": visible_job(installation, request),
        "pack_kinds": [],
        "kind_name": "",
    }
    return Page(web_page(template, **common, **values))


def _messages(request: WebRequest) -> list[Message]:
    """The messages for a page; those that are not finished come again, with the next one."""
    shown = list(request.session.messages)
    if not request.only_looks:
        request.session.messages[:] = [each for each in shown if each.is_unfinished]
    return shown


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the pages of a meeting: its title, and its day and place in words."""

    title: str
    subtitle: str


def heading_of(context: WebContext, loaded: LoadedEvent | None) -> Heading:
    """The heading of a meeting; only the name of its folder where event.toml cannot be read."""
    if loaded is None:
        return Heading(context.people_key, "")
    event = loaded.event
    return Heading(event.title, f"{dutch.day(event.day.isoformat())}, {event.place}")


@dataclass(frozen=True, slots=True)
class KindLink:
    """A link to the pages of a kind of packs of the same meeting."""

    name: str
    path: str
    is_current: bool


def kind_links(context: WebContext, loaded: LoadedEvent | None) -> list[KindLink]:
    """The kinds of packs of a meeting; none where it has only one."""
    names = web_words()["pack_kind"]
    kinds = loaded.kinds if loaded else context.kinds
    if len(kinds) == 1:
        return []
    return [
        KindLink(names.get(kind, kind), f"{EVENTS_PATH}/{pack_key(context.people_key, kind)}/", kind == context.kind)
        for kind in kinds
    ]


def visible_job(installation: Installation, request: WebRequest) -> JobState:
    """The running job; the last one as well, until it is old or this organiser has put its result away."""
    return installation.jobs.visible(request.session.dismissed)


def start_job(
    context: WebContext,
    request: WebRequest,
    title: str,
    job: LedgerJob,
    action: str,
    numbers: tuple[int, ...] = (),
    path: str = "",
    about: str = "",
) -> Redirect:
    """Starts a background job, or tells that one is running; redirects to ``path``, or to the page of the form.

    A started job is shown at ``#werk``: a keyboard or screen reader then begins there.
    """
    path = path or _return_path(request)
    if not context.start_job(_title_among_meetings(context, title), request.organiser, job, action, numbers, about):
        flash(request, BUSY, "bad")
        return Redirect(path)
    return Redirect(f"{path}#werk")


def _title_among_meetings(context: WebContext, title: str) -> str:
    """What a job does, with the meeting it is for where there are several: the pages of all of them tell of it."""
    if len(context.installation.meeting_folders()) < 2:
        return title
    with suppress(ReportgenError):
        return f"{title} voor ‘{context.loaded_event.event.title}’"
    return title


def redirect_back(request: WebRequest) -> Redirect:
    """A redirect to the page of the form."""
    return Redirect(_return_path(request))


def _return_path(request: WebRequest) -> str:
    """The path in the form's field ``terug``; ``/`` for anything that is no path of this site (open redirects)."""
    return local_path(request.fields.get("terug", ["/"])[0])
