"""What a browser sends, read within bounds: forms of ours, in the one alphabet that browsers write them in."""

from __future__ import annotations

import codecs

from python_multipart.multipart import parse_options_header
from starlette.requests import Request

from reportgen.interfaces.web.request import CsrfError, NotFound, Unreadable, Upload, WebRequest, fits, query_in
from reportgen.interfaces.web.sessions import LoginSession

Fields = dict[str, list[str]]

MOST_FILES, MOST_FIELDS, MOST_OF_A_FIELD = 2, 20_000, 100_000
"""What a form may hold: one list, and a box for everyone on a page."""


async def asked(request: Request, session: LoginSession, form: bool) -> WebRequest:
    """A request of someone who signed in, in plain values.

    Raises:
        NotThere: the address is none of ours.
        NotLike: a form does not come from a page of this session.
        Unreadable: it is no form.
    """
    path = request.scope["path"]
    if not path.isprintable():
        raise NotFound
    try:
        query = query_in(request.scope["query_string"])
    except ValueError:
        raise NotFound from None
    fields: Fields = {}
    uploads: dict[str, Upload] = {}
    if form:
        fields, uploads = await sent(request, MOST_FILES, MOST_FIELDS, MOST_OF_A_FIELD)
        if not fits(fields.get("bewijs", [""])[0], session.token):
            raise CsrfError
    return WebRequest(session, path, dict(request.path_params), query, fields, uploads)


async def sent(request: Request, files: int, fields: int, size: int) -> tuple[Fields, dict[str, Upload]]:
    """A form: its fields, and the files that came along.

    Args:
        files, fields: at most so many of them.
        size: at most so many bytes a field.

    Raises:
        NotLike: a page of another site sent it.
        Unreadable: it is no form.
    """
    _from_here(request)
    _in_utf8(request.headers.get("content-type", ""))
    found: Fields = {}
    uploads: dict[str, Upload] = {}
    async with request.form(max_files=files, max_fields=fields, max_part_size=size) as said:
        for name, value in said.multi_items():
            if isinstance(value, str):
                found.setdefault(name, []).append(value)
            else:
                uploads[name] = Upload(value.filename or "", await value.read())
    return found, uploads


def _from_here(request: Request) -> None:
    """A form of another site says so itself, if its browser does.

    Raises:
        NotLike: it comes from elsewhere.
    """
    origin = request.headers.get("origin")
    if origin is not None and origin.partition("://")[2].casefold() != request.headers.get("host", "").casefold():
        raise CsrfError
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise CsrfError


def _in_utf8(kind: str) -> None:
    """Our pages are written in UTF-8, so what their forms send is; other alphabets hide signs that are none.

    Raises:
        Unreadable: the form names another alphabet.
    """
    _, options = parse_options_header(kind)
    try:
        name = codecs.lookup(options.get(b"charset", b"utf-8").decode("latin-1")).name
    except (LookupError, ValueError):
        raise Unreadable from None
    if name not in ("utf-8", "ascii"):
        raise Unreadable
