"""Where Dutch words may be broken: patterns that take a tenth of a second to read, from stock where they are there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pyphen

from reportgen.render.printing.part_cache import PartCache
from reportgen.render.printing.shared_resource import SharedResource

_LANGUAGE = "nl"
"""That of every page."""

Patterns = Mapping[str, tuple[int, tuple[int, ...]]]
"""Letters → at which of them values begin, and the values between letters."""


def read_hyphens(stock: PartCache | None = None) -> None:
    """Has the printer's library know the patterns of Dutch; without this it reads them when a word is first broken."""
    path = pyphen.LANGUAGES[_LANGUAGE]
    if path not in pyphen.hdcache:
        known = pyphen.HyphDict.__new__(pyphen.HyphDict)
        known.patterns, known.cache = patterns(stock), {}
        known.maxlen = max(map(len, known.patterns))
        pyphen.hdcache[path] = known


def _read() -> Patterns:
    found: Patterns = pyphen.HyphDict(pyphen.LANGUAGES[_LANGUAGE]).patterns
    return found


def _as_bytes(there: Patterns) -> bytes:
    return json.dumps({letters: (first, *values) for letters, (first, values) in there.items()}).encode()


def _patterns_in(kept: bytes) -> Patterns:
    found: dict[str, Any] = json.loads(kept)
    return {letters: (first, tuple(values)) for letters, (first, *values) in found.items()}


patterns = SharedResource("hyphens", _read, _as_bytes, _patterns_in)
"""The patterns of Dutch."""
