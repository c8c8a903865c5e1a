"""Asking CBS again where that may help, and saying in words why it gives no usable answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

import requests
from tenacity import RetryError, Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter
from tenacity.wait import wait_base

from reportgen.errors import SourceError
from reportgen.i18n.message import said
from reportgen.sources.cbs.unreachable import Unreachable

ATTEMPTS = 5
BACKOFF = wait_exponential_jitter(multiplier=2, max=60, jitter=2)
"""Seconds between attempts: about 2, 4, 8 and 16, not the same for everyone."""

TRY_LATER = said("try again later; what was kept stays in use")

LOOK_UP = said("find its number with: reportgen figures search WORDS")

T = TypeVar("T")


def retried(request: Callable[[], T], about: str, where: str, attempts: int, backoff: wait_base) -> T:
    """What a request returns, repeated while that may help.

    Args:
        about: what was asked, for the message.
        where: the address that was asked.

    Raises:
        SourceError: no usable answer, or there is no such thing.
    """
    attempting = Retrying(stop=stop_after_attempt(attempts), wait=backoff, retry=retry_if_exception(_may_pass))
    try:
        return attempting(request)
    except RetryError as fault:
        cause: object = fault.last_attempt.exception()
    except (requests.RequestException, ValueError, KeyError, TypeError, RecursionError) as fault:
        cause = fault
    if isinstance(cause, requests.HTTPError) and _status(cause) == 404:
        raise SourceError(said("CBS has no {about}", about=about), where=where, todo=LOOK_UP) from None
    kind = Unreachable if isinstance(cause, requests.ConnectionError | requests.Timeout) else SourceError
    raise kind(f"CBS gives no usable answer about {about}: {reason_of(cause)}", where=where, todo=TRY_LATER) from None


def reason_of(cause: object) -> str:
    """Why there is no usable answer, as the end of a sentence."""
    match cause:
        case requests.TooManyRedirects():
            return "it sends us from one address to the next"
        case requests.Timeout():
            return "it does not answer in time"
        case requests.HTTPError() if status := _status(cause):
            return f"it answers {status}"
        case requests.ConnectionError() if "timed out" in str(cause):  # half-way; requests calls that a connection
            return "it does not answer in time"
        case requests.ConnectionError() | requests.exceptions.ChunkedEncodingError():
            return "the connection breaks off"
        case _:
            return "what it answers is no data"


def _may_pass(fault: BaseException) -> bool:
    """Whether a retry may help: not after 4xx (but for time-outs and 'too many requests'), or a loop of redirects."""
    if isinstance(fault, requests.TooManyRedirects):
        return False
    if isinstance(fault, requests.HTTPError):
        status = _status(fault)
        return status is None or status >= 500 or status in (408, 429)
    return isinstance(fault, requests.RequestException | ValueError)  # broken off, timed out, or no JSON


def _status(fault: requests.HTTPError) -> int | None:
    """The HTTP status, from the text of the error: cbsodata does not hand on the response."""
    found = re.search(r"\b([45]\d\d) (?:Client|Server) Error", str(fault))
    return int(found[1]) if found else None
