"""The text of one part of a message: its transfer encoding, code page and line form undone."""

from __future__ import annotations

import codecs
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

MAX_TEXT_BYTES = 1_000_000
"""Bytes of a text that are read."""

LOST = "\ufffd"
"""Stands for a character that cannot be read."""

_SUPERSEDED = frozenset(("ascii", "iso8859-1", "cp1252"))
"""What mail programs write in the headers of texts in Windows-1252; browsers read all three as that."""

_OTHER_NAMES = {"x-mac-roman": "mac_roman", "x-macroman": "mac_roman", "unicode-1-1-utf-7": "utf-7"}
_NO_CODE_PAGES = frozenset(("idna", "punycode", "raw-unicode-escape", "raw_unicode_escape", "undefined"))
_CONTROLS = re.compile("[\x80-\x9f]")
_BASE64_LINE = re.compile(rb"[A-Za-z0-9+/\s]*={0,2}\s*")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_CUT = re.compile(r"=[0-9A-Fa-f]\s*\Z")
_NEW_ITEM = re.compile(r"\s*(?:\d{1,2}\s?[.):]|[-*•])\s")


@dataclass(frozen=True, slots=True)
class BodyText:
    """The text of a part; ``damaged`` where some of it is lost."""

    text: str
    damaged: bool = False


def body_text(part: Message) -> BodyText:
    """The text of a part, whatever it says of itself."""
    content, is_cut = _content(part)
    is_long = len(content) > MAX_TEXT_BYTES
    text = decoded(content[:MAX_TEXT_BYTES], str(part.get_content_charset("")))
    if part.get_content_type() == "text/plain" and str(part.get_param("format", "")).casefold() == "flowed":
        text = unflowed(text, is_space_deleted=str(part.get_param("delsp", "")).casefold() == "yes")
    return BodyText(text, is_cut or is_long)


def _content(part: Message) -> tuple[bytes, bool]:
    """The bytes of a part, and whether some of them are lost."""
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().casefold()
    if encoding == "base64":
        written = str(part.get_payload())
        raw, is_cut = _base64(written[: 2 * MAX_TEXT_BYTES].encode("ascii", "surrogateescape"))
        return raw, is_cut or len(written) > 2 * MAX_TEXT_BYTES
    content = part.get_payload(decode=True)
    content = content if isinstance(content, bytes) else b""
    if encoding == "quoted-printable" and _CUT.search(str(part.get_payload())[-20:]):
        return re.sub(rb"=[0-9A-Fa-f]\s*\Z", b"", content), True
    return content, False


def _base64(raw: bytes) -> tuple[bytes, bool]:
    """What was written in base64; a text that a mail gateway added below, in plain, comes after it."""
    lines = raw.strip().splitlines()
    end = next((at for at, line in enumerate(lines) if not _BASE64_LINE.fullmatch(line)), len(lines))
    letters = _NOT_BASE64.sub(b"", b"".join(lines[:end]))
    if not letters:
        return raw, False  # it is plain text all along
    if end < len(lines) and len(lines[end]) > 20 and b" " not in lines[end].strip():  # damaged in the middle
        letters, end, is_cut = _NOT_BASE64.sub(b"", b"".join(lines)), len(lines), True
    else:
        is_cut = len(letters) % 4 == 1
    letters = letters[: len(letters) - len(letters) % 4] if len(letters) % 4 == 1 else letters
    content = b64decode(letters + b"=" * (-len(letters) % 4))
    return b"\n".join((content, *lines[end:])), is_cut


def decoded(content: bytes, charset: str) -> str:
    """Bytes as text; ``LOST`` stands for what cannot be read.

    What is valid UTF-8 with letters beyond ASCII is nothing else in practice. Windows-1252 stands for code pages that
    nobody knows, and for those that give control characters.

    Args:
        charset: the code page it should be in; may be empty or unknown.
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    name = _code_page(charset)
    try:
        text = content.decode("utf-8-sig")
        if not content.isascii() or name in ("", "utf-8", *_SUPERSEDED) or name.startswith("utf-"):
            return content.decode("utf-7", "replace") if name == "utf-7" and content.isascii() else text
    except UnicodeDecodeError as fault:
        if name == "utf-8" and (fault.reason == "unexpected end of data" or _is_mostly_utf8(content)):
            return content.decode("utf-8-sig", "replace")
    if not name or name in _SUPERSEDED or (name.startswith("utf-") and b"\0" not in content):
        return _windows_1252(content)
    text = content.decode(name, "replace")
    return _windows_1252(content) if _CONTROLS.search(text) or LOST in text else text


def _is_mostly_utf8(content: bytes) -> bool:
    text = content.decode("utf-8", "replace")
    lost = text.count(LOST)
    return sum(not letter.isascii() for letter in text) - lost > lost


def _windows_1252(content: bytes) -> str:
    """Bytes as Windows-1252, in which five bytes stand for nothing."""
    return content.decode("cp1252", "replace")


def _code_page(charset: str) -> str:
    """Python's name of a code page; empty where it knows none of that name."""
    name = charset.strip(" \"'").casefold()
    try:
        found = codecs.lookup(_OTHER_NAMES.get(name, name)).name
        "".encode(found)  # a name such as base64 is no code page
    except (LookupError, ValueError, UnicodeError):
        return ""
    return "" if found in _NO_CODE_PAGES or "escape" in found else found


def unflowed(text: str, *, is_space_deleted: bool = False) -> str:
    """Text of ``format=flowed`` with its paragraphs on lines of their own (RFC 3676).

    A line that begins an item of a list is not joined to the one before: programs that end typed lines with a space
    would lose the numbers of answers.

    Args:
        is_space_deleted: with ``delsp=yes``.
    """
    return "\n".join(_paragraphs(text.replace("\r\n", "\n").split("\n"), is_space_deleted))


def _paragraphs(lines: list[str], is_space_deleted: bool) -> Iterator[str]:
    pieces: list[str] = []
    depth_before, flows = 0, False
    for line in lines:
        said = line.lstrip(">")
        depth = len(line) - len(said)
        said = said.removeprefix(" ")
        joins = flows and depth == depth_before and said != "-- " and not _NEW_ITEM.match(said)
        if pieces and not joins:
            yield "".join(pieces)
            pieces = []
        flows = said.endswith(" ") and said != "-- "
        if not pieces and depth:
            pieces.append(f"{'>' * depth} ")
        pieces.append(said[:-1] if flows and is_space_deleted else said)
        depth_before = depth
    if pieces:
        yield "".join(pieces)
