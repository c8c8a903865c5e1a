"""Headers of mail as people read them: encoded words (RFC 2047) decoded."""

from __future__ import annotations

from email.errors import MessageError
from email.header import decode_header, make_header


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
