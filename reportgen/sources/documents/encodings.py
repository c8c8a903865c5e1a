"""Bytes as text in every way they may be meant: encodings, and the escapes of web pages, links, JSON, mail and RTF."""

from __future__ import annotations

import codecs
import quopri
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote_plus

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_EIGHT_BITS = ("cp1252", "mac_roman", "cp850")
"""What text without a mark may be in that is not UTF-8: of Windows, of old Macs, of DOS."""

_NO_ALPHABET = re.compile("[\u0800-\u1dff\u2100-\ud7ff\ue000-\uffff\U00010000-\U0010ffff]+")
"""What other bytes become when they are read as UTF-16; it must not stick to words beside it."""

_BREAKS = re.compile(
    r"</(?:\w+:)?(?:p|h|si|is|row|c|table-cell|table-row|tr|td|th|li|div|title|v)>"
    r"|<(?:\w+:)?(?:tab|br|cr|s|line-break)\b[^<>]{0,200}>"
)
_TAG = re.compile(r"<[^<>]{1,5000}>")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_UNICODE = re.compile(r"\\u([0-9A-Fa-f]{4})")
_QUOTED = re.compile(r"=(?:[0-9A-F]{2}|\r?\n)")
_RTF = re.compile(r"\\'([0-9A-Fa-f]{2})")
_RTF_UNICODE = re.compile(r"\\u(-?\d{1,5}) ?(?:\\'[0-9A-Fa-f]{2}|\?)?")
_RTF_WORD = re.compile(r"\\[a-z]{1,32}-?\d{0,10} ?|[{}]")
_FOLDED = re.compile(r"\r?\n[ \t]")
"""Where a line of a calendar or a card goes on (RFC 5545, RFC 6350), be it in the middle of a word."""


def mark_of(head: bytes) -> str:
    """The encoding that the first bytes of a file name; empty where they name none."""
    return next((encoding for mark, encoding in _MARKS if head.startswith(mark)), "")


def texts_of(content: bytes, encoding: str = "") -> Iterator[str]:
    """The texts that bytes may be meant as, as written and with their escapes resolved.

    Args:
        content: a part of a file, which may begin and end in the middle of a character.
        encoding: what the file's own mark says it is in.
    """
    if not content.strip(b"\0"):
        return
    for text in _decoded(content, encoding):
        yield text
        yield from unescaped(text)


def _decoded(content: bytes, encoding: str) -> Iterator[str]:
    if encoding:
        yield content.decode(encoding, "replace")
    elif b"\0" in content:
        yield content.decode("utf-8", "replace")
        yield content.decode("cp1252", "replace")
        for begin in (0, 1):
            yield _NO_ALPHABET.sub(" ", content[begin:].decode("utf-16-le", "replace"))
    elif (text := _utf_8(content)) is not None:
        yield text
    else:
        yield from (content.decode(each, "replace") for each in _EIGHT_BITS)


def _utf_8(content: bytes) -> str | None:
    """The text where it is UTF-8, apart from characters that are cut at either end; None where it is not."""
    begin = next((at for at, byte in enumerate(content[:4]) if byte & 0xC0 != 0x80), 0)
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(content[begin:])
    except UnicodeDecodeError:
        return None


def unescaped(text: str) -> Iterator[str]:
    """The texts behind the escapes in a text, each kind by itself."""
    plain = text
    if "<" in text:
        plain = unescape(_TAG.sub("", _BREAKS.sub(" ", text)))
        yield plain
    elif "&" in text:
        yield unescape(text)
    if _PERCENT.search(plain):
        yield unquote_plus(plain)
    if _UNICODE.search(text):
        yield _UNICODE.sub(lambda found: chr(int(found[1], 16)), text)
    if _QUOTED.search(text):
        raw = quopri.decodestring(text.encode("utf-8", "surrogatepass"))
        decoded = _utf_8(raw)
        yield raw.decode("cp1252", "replace") if decoded is None else decoded
    if "BEGIN:V" in text:
        yield _FOLDED.sub("", text)
    if _RTF.search(text) or _RTF_UNICODE.search(text) or text.startswith("{\\rtf"):
        text = _RTF_UNICODE.sub(lambda found: chr(int(found[1]) % 0x10000), text)
        letters = _RTF.sub(lambda found: bytes.fromhex(found[1]).decode("cp1252", "replace"), text)
        yield _RTF_WORD.sub("", letters)
