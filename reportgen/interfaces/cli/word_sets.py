"""Words of fixed sets that commands show, such as states of letters; the catalogue has each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reportgen.config.validation import FAULTS
from reportgen.domain.delivery.states import State

WORD_SETS: Mapping[str, Iterable[str]] = {
    "": FAULTS.values(),
    "state": State,
}
"""Words by the name of their set, which is their context in the catalogue."""
