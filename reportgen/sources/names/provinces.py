"""Provinces as people write them behind the name of a municipality."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.sources.names import spelling

# Ways to write a province behind a name, as `comparison_key` makes them: no blanks, dots or accents, y for ij.
# "g" (Groningen, Gelderland) and "f" (Friesland, Flevoland) say too little.
_PROVINCES = {
    "Groningen": "groningen gron gr gn",
    "Friesland": "friesland fryslan frl fr",
    "Drenthe": "drenthe drente dr",
    "Overijssel": "overyssel overysel over ov o",
    "Flevoland": "flevoland flevo fl",
    "Gelderland": "gelderland geld gld gl",
    "Utrecht": "utrecht utr ut u",
    "Noord-Holland": "noordholland nholland noordh nh",
    "Zuid-Holland": "zuidholland zholland zuidh zh",
    "Zeeland": "zeeland zeel zld zl z",
    "Noord-Brabant": "noordbrabant nbrabant noordb brabant nbr nb",
    "Limburg": "limburg limb lim lb li l",
}
_PROVINCE = {short: name for name, shorts in _PROVINCES.items() for short in shorts.split()}
_CITY_TOO = ("utrecht", "groningen")
_SET_APART = re.compile(r"(?:\(|\bprov(?:incie|\.)? ?)(?:utrecht|groningen)\W*$")
PROVINCE_ITSELF = re.compile(r"(?:utrecht|groningen) prov(?:incie)?")


def province_behind(words: str, folded: str) -> Iterator[tuple[str, str]]:
    """Each way to take the last words as a province: what is left, and the province.

    Args:
        words: as ``spelling.words`` gives them.
        folded: the same text with its signs.
    """
    tokens = words.split()
    for length in range(1, min(4, len(tokens))):
        last = " ".join(tokens[-length:])
        # "Haren/Groningen" is two municipalities, "Haren (Groningen)" is one in its province.
        if last in _CITY_TOO and tokens[:-1] != [last] and not _SET_APART.search(folded):
            continue
        if province := _PROVINCE.get(spelling.comparison_key(last)):
            rest = tokens[:-length]
            yield " ".join(rest[:-1] if rest[-1] in ("prov", "provincie") else rest), province
