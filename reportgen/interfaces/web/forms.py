"""Reads requests and forms of the web framework into WebRequest, within limits and with the CSRF check."""

from __future__ import annotations

import codecs

from python_multipart.multipart import parse_options_header
from starlette.requests import Request

from reportgen.interfaces.web.access.login_sessions import LoginSession
from reportgen.interfaces.web.middleware import limited
from reportgen.interfaces.web.request import (
    CsrfError,
    MalformedForm,
    NotFound,
    Upload,
    WebRequest,
    query_fields,
    token_matches,
)

Fields = dict[str, list[str]]

MAX_FILES, MAX_FIELDS, MAX_FIELD_BYTES = 2, 20_000, 100_000
"""Limits of a form: one list, and a checkbox for each participant on a page."""

MAX_URLENCODED_BYTES = 2_000_000
"""Bytes of a form without a file."""


async def read_request(request: Request, session: LoginSession, base: str, form: bool) -> WebRequest:
    """The request of a signed-in organiser.

    Args:
        base: beginning of the addresses of the meeting; empty for what is of none.
        form: whether it is a POST with a form.

    Raises:
        NotFound: the address cannot be one of ours.
        CsrfError: the form does not come from a page of this session.
        MalformedForm: the body is not a form of ours.
    """
    path = request.scope["path"]
    if not path.isprintable():
        raise NotFound
    try:
        query = query_fields(request.scope["query_string"])
    except ValueError:
        raise NotFound from None
    fields: Fields = {}
    uploads: dict[str, Upload] = {}
    if form:
        fields, uploads = await read_form(request, MAX_FILES, MAX_FIELDS, MAX_FIELD_BYTES)
        if not token_matches(fields.get("bewijs", [""])[0], session.token):
            raise CsrfError
    numbers = {name: value for name, value in request.path_params.items() if name != "event"}
    return WebRequest(
        session,
        path.removeprefix(base),
        numbers,
        query,
        fields,
        uploads,
        request.headers.get("host", ""),
        only_looks="only-looks" in request.headers,
    )


async def read_form(request: Request, files: int, fields: int, size: int) -> tuple[Fields, dict[str, Upload]]:
    """The fields and the uploads of a form; the uploads are closed when the request is.

    Args:
        files, fields: the largest number of them.
        size: the largest number of bytes of a field.

    Raises:
        CsrfError: it comes from another site.
        MalformedForm: it is not in UTF-8.
        HTTPException: it cannot be read, or has more than that (400).
        BodyTooLarge: it has no file, and more than MAX_URLENCODED_BYTES.
    """
    _require_same_origin(request)
    _require_utf8(request.headers.get("content-type", ""))
    found: Fields = {}
    uploads: dict[str, Upload] = {}
    multipart = request.headers.get("content-type", "").casefold().startswith("multipart/")
    if not multipart:
        request = at_most(MAX_URLENCODED_BYTES, request)
    form = await request.form(max_files=files, max_fields=fields, max_part_size=size)
    for name, value in form.multi_items():
        if isinstance(value, str):
            found.setdefault(name, []).append(value)
        else:
            uploads[name] = Upload(value.filename or "", value.file, value.size or 0)
    return found, uploads


def at_most(size: int, request: Request) -> Request:
    """The request, of which reading raises BodyTooLarge where its body has more than ``size`` bytes."""
    told = int(request.headers.get("content-length", "0"))  # a number: other requests were refused
    return Request(request.scope, limited(request.receive, size, told))


def _require_same_origin(request: Request) -> None:
    """Checks the Origin and Sec-Fetch-Site headers, where the browser sends them.

    Raises:
        CsrfError: they name another site.
    """
    origin = request.headers.get("origin")
    if origin is not None and origin.partition("://")[2].casefold() != request.headers.get("host", "").casefold():
        raise CsrfError
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise CsrfError


def _require_utf8(content_type: str) -> None:
    """Checks the charset: our pages are UTF-8, so their forms are; other encodings can hide control characters.

    Raises:
        MalformedForm: another charset is named.
    """
    _, options = parse_options_header(content_type)
    try:
        name = codecs.lookup(options.get(b"charset", b"utf-8").decode("latin-1")).name
    except (LookupError, ValueError):
        raise MalformedForm from None
    if name not in ("utf-8", "ascii"):
        raise MalformedForm
