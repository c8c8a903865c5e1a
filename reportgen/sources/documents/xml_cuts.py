"""Cuts elements out of XML by their places in its bytes, so that all other bytes stay as they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from xml.parsers.expat import ExpatError, ParserCreate

from reportgen.i18n.message import said

_TAG = re.compile(rb"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")

Decision = Callable[[str, Mapping[str, str]], bytes | None]
"""What to put in the place of an element, by its local name and attributes; None to leave it."""


def xml_with_cuts(content: bytes, decide: Decision) -> bytes:
    """XML in which some elements, with everything in them, are replaced.

    Args:
        decide: asked of every element that is in no replaced one, in order; attributes have local names.

    Raises:
        ValueError: it is no XML in UTF-8, or declares entities.
    """
    cuts: list[tuple[int, int, bytes]] = []
    depth, cut_at, begin, instead = 0, -1, 0, b""
    parser = ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, cut_at, begin, instead
        depth += 1
        if cut_at < 0:
            local = {key.rpartition(":")[2]: value for key, value in attributes.items()}
            replacement = decide(name.rpartition(":")[2], local)
            if replacement is not None:
                cut_at, begin, instead = depth, parser.CurrentByteIndex, replacement

    def end(name: str) -> None:
        nonlocal depth, cut_at
        if depth == cut_at:
            last = _end_of_tag(content, begin)
            if content[last - 2 : last] != b"/>":
                last = _end_of_tag(content, parser.CurrentByteIndex)
            cuts.append((begin, last, instead))
            cut_at = -1
        depth -= 1

    def refuse(*_: object) -> None:
        raise ValueError("it declares entities")

    parser.StartElementHandler, parser.EndElementHandler, parser.EntityDeclHandler = start, end, refuse
    if content.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")):
        raise ValueError("it is not in UTF-8")
    try:
        parser.Parse(content, True)
    except (ExpatError, LookupError) as fault:  # the second: an encoding that nobody knows
        raise ValueError(said("it is no XML ({reason})", reason=fault)) from None
    pieces, at = [], 0
    for first, last, replacement in cuts:
        pieces += [content[at:first], replacement]
        at = last
    return b"".join((*pieces, content[at:]))


def _end_of_tag(content: bytes, begin: int) -> int:
    """The place behind the tag that begins somewhere; an attribute may hold the sign that ends it."""
    match = _TAG.match(content, begin)
    if match is None:
        raise ValueError("it is no XML")
    return match.end()
