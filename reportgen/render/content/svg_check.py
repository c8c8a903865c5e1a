"""Whether an SVG drawing can be drawn within bounds and from itself alone; says in words why not.

These are the faults that can be named without drawing it. What is left is found by drawing it once, in a process that
may be ended (``logo_proof``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers import expat

from reportgen.i18n.message import message_of, said

MAX_DEPTH = 60
"""Levels of groups within groups; drawing programs write ten."""

MAX_ELEMENTS = 20_000
"""Elements of a drawing; a detailed coat of arms has some thousands."""

MAX_DRAWN = 50_000
"""Elements that are drawn in the end, those that are used several times each time."""

XLINK_HREF = "{http://www.w3.org/1999/xlink}href"

_PLAIN = "save it as plain svg"
_PICTURE = re.compile(r"data:image/(png|jpeg|jpg);base64,", re.IGNORECASE)
_CLOSED = re.compile(r"[zZ][\s,]*[-+.\d]")
_OUTSIDE = re.compile(r"url\((?!\s*['\"]?\s*#)|@import", re.IGNORECASE)


class UnusableDrawing(ValueError):
    """Why a drawing is refused, and what helps.

    Args:
        what: what is wrong with it, as the end of a sentence that begins with the drawing.
        todo: what to do about it.

    Attributes:
        what: a message, which the interface translates.
    """

    def __init__(self, what: str, todo: str = "save it as plain svg, or as png") -> None:
        super().__init__(what)
        self.what, self.todo = message_of(what), todo


def check_svg(content: bytes) -> None:
    """Checks a drawing.

    Raises:
        UnusableDrawing: it is none, refers to something outside itself, or is made to be drawn for ever.
    """
    try:
        _check_entities(content)
        root = ElementTree.fromstring(content)
    except UnusableDrawing:
        raise
    except (ElementTree.ParseError, expat.ExpatError, ValueError, LookupError) as fault:
        raise UnusableDrawing(said("is no svg: {reason}", reason=fault), "save it again, or as png") from None
    names = {_name(each) for each in root.iter()}
    if _name(root) != "svg":
        raise UnusableDrawing("is no svg", "save it as svg or png")
    if "text" in names:
        raise UnusableDrawing(
            "has text in a font that another machine may lack", "turn the text into outlines, or save the logo as png"
        )
    if {"script", "foreignobject"} & names:
        raise UnusableDrawing("has a script or a part in another language than svg")
    if any(_is_outside(each) for each in root.iter()):
        raise UnusableDrawing("refers to something outside itself")
    _check_size(root)


def pictures_within(content: bytes) -> frozenset[str]:
    """The addresses of the pictures that a drawing holds in itself."""
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError):
        return frozenset()
    return frozenset(link for link in _links(root.iter()) if _PICTURE.match(link))


def with_sharp_pictures(content: bytes) -> bytes:
    """A drawing whose pictures are not smoothed, which an archival PDF may not ask for."""
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError):
        return content
    pictures = [each for each in root.iter() if _name(each) == "image"]
    for each in pictures:
        each.set("image-rendering", "crisp-edges")
    return ElementTree.tostring(root) if pictures else content


def _check_entities(content: bytes) -> None:
    """Checks what the document type declares: Illustrator writes texts of its own there.

    Raises:
        UnusableDrawing: an entity is made of others, or of something outside the drawing.
    """

    def check(name: str, is_parameter: bool, value: str | None, *_: str | None) -> None:
        if is_parameter or value is None or set(value) & set("<&%"):
            raise UnusableDrawing(said("declares the entity {name}, which is more than a text", name=name[:40]), _PLAIN)

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = check
    parser.Parse(content, True)


def _check_size(root: Element) -> None:
    """Depth, elements, uses of elements and paths."""
    depths: dict[Element, int] = {root: 1}
    for each in root.iter():
        depth = depths[each] + 1
        depths.update(dict.fromkeys(each, depth))
    if (deepest := max(depths.values())) > MAX_DEPTH:
        raise UnusableDrawing(
            said(
                "has groups within groups, {deepest} levels deep; {MAX_DEPTH} is the most",
                deepest=deepest,
                MAX_DEPTH=MAX_DEPTH,
            ),
            "ungroup it, or save it as png",
        )
    if len(depths) > MAX_ELEMENTS:
        raise UnusableDrawing(
            said("has {count} elements; {MAX_ELEMENTS} is the most", count=len(depths), MAX_ELEMENTS=MAX_ELEMENTS),
            "make it simpler, or save it as png",
        )
    drawn = _drawn_count(root, {each.get("id", ""): each for each in reversed(list(depths))})
    if drawn > MAX_DRAWN:
        raise UnusableDrawing(
            said(
                "uses elements within elements so often that {MAX_DRAWN} would not be enough of them",
                MAX_DRAWN=MAX_DRAWN,
            ),
            "make it simpler, or save it as png",
        )
    if any(_CLOSED.search(each.get("d", "")) for each in depths):
        raise UnusableDrawing("has a path that goes on with a number after it was closed (z)", "save it again")


def _drawn_count(root: Element, by_id: Mapping[str, Element]) -> int:
    """How many elements are drawn; those that are used, each time.

    Raises:
        UnusableDrawing: an element uses itself.
    """
    counts: dict[Element, int] = {}
    begun: set[Element] = set()
    waiting = [root]
    while waiting:
        element = waiting[-1]
        needs = [*element, *_used(element, by_id)]
        if element not in begun:
            begun.add(element)
            missing = [each for each in needs if each not in counts]
            if any(each in begun for each in missing):
                raise UnusableDrawing("has an element that uses itself", "save it as plain svg, or as png")
            waiting += missing
            continue
        waiting.pop()
        counts[element] = min(1 + sum(counts[each] for each in needs), MAX_DRAWN + 1)
    return counts[root]


def _used(element: Element, by_id: Mapping[str, Element]) -> Iterator[Element]:
    if _name(element) == "use":
        for key in ("href", XLINK_HREF):
            if (link := element.get(key, "").strip()).startswith("#") and link[1:] in by_id:
                yield by_id[link[1:]]
                return


def _is_outside(element: Element) -> bool:
    """Whether an element needs something that is not in the drawing; a link is for who clicks on it."""
    followed = [] if _name(element) == "a" else _links([element])
    if any(not (link.startswith("#") or _PICTURE.match(link)) for link in followed):
        return True
    return any(_OUTSIDE.search(each) for each in (*element.attrib.values(), element.text or ""))


def _links(elements: Iterable[Element]) -> Iterator[str]:
    for each in elements:
        for name, value in each.attrib.items():
            if name.rpartition("}")[2] == "href":
                yield value.strip()


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2].casefold()
