"""Forms that make something new, such as a meeting: sent twice, as by a double click, they make it once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from secrets import token_hex
from typing import TypeVar

from reportgen.interfaces.web.request import WebRequest
from reportgen.interfaces.web.responses import Answer, Redirect

FIELD = "eenmaal"
"""The field that tells one opened form from another."""

MAX_KEPT = 50
"""Forms of one session of which is known what they made."""

Place = TypeVar("Place")


def form_mark() -> str:
    """What a form carries along, anew each time that it is shown."""
    return token_hex(8)


def made_once(handler: Callable[[Place, WebRequest], Answer]) -> Callable[[Place, WebRequest], Answer]:
    """A handler that answers the same form with the same fields as it did before, where it made something then.

    Whoever goes back and fills in something else makes something else.
    """

    @wraps(handler)
    def answer(place: Place, request: WebRequest) -> Answer:
        if not request.field(FIELD):
            return handler(place, request)
        form = sha256(repr((request.path, sorted(request.fields.items()))).encode("utf-8", "replace")).hexdigest()
        with request.session.making:
            if known := request.session.made.get(form):
                return Redirect(*known)
            made = handler(place, request)
            if isinstance(made, Redirect):
                request.session.made[form] = made.path, made.of_meeting
                for oldest in list(request.session.made)[:-MAX_KEPT]:
                    del request.session.made[oldest]
        return made

    return answer
