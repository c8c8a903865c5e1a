"""Headers of mail as people read them: encoded words (RFC 2047) decoded, and dates as moments."""

from __future__ import annotations

from datetime import UTC, datetime
from email.errors import MessageError
from email.header import decode_header, make_header
from email.utils import parsedate_to_datetime


def header_text(value: str, otherwise: str) -> str:
    """The text of a header.

    Args:
        otherwise: what is given where it cannot be decoded.
    """
    if "=?" not in value:
        return value
    try:
        return str(make_header(decode_header(value)))
    except (MessageError, ValueError, LookupError, AssertionError):
        return otherwise


def header_moment(value: str) -> datetime | None:
    """The moment in a Date header; in UTC where it names no time zone, and None where it is no date."""
    try:
        moment = parsedate_to_datetime(value)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
