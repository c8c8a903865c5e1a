"""What texts of organisers about figures may have places for, in braces."""

from __future__ import annotations

from difflib import get_close_matches
from string import Formatter

from reportgen.i18n.message import said

_PLACES = """
    name in_name In_name noun Noun statement people short title higher rose fell large larger largest small smaller
    smallest more less own figure other change range year own_year period among others ahead place of sized since names
    in_names in_scope In_scope of_scope scope high_name low_name in_high in_low one other_name in_one In_one in_other
    one_first one_second other_first other_second
"""

TEXT_PLACES = frozenset(_PLACES.split())
"""The names of all places. A wording is passed over where a figure has nothing for one of them."""


def with_known_places(text: str) -> str:
    """The text, when everything in braces is something that can be filled in.

    Raises:
        ValueError: it is not; says what.
    """
    try:
        places = [each for _, *each in Formatter().parse(text) if each[0] is not None]
    except ValueError:
        raise ValueError("a brace is opened or closed without the other") from None
    for name, form, conversion in places:
        if name not in TEXT_PLACES or form or conversion:
            near = get_close_matches(str(name), TEXT_PLACES, 1)
            what = said("nothing is filled in for {name}", name=f"{{{name}}}")
            raise ValueError(said("{what}; write {near}", what=what, near=f"{{{near[0]}}}") if near else what)
    return text
