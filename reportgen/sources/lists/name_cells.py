"""Cells of names that hold something else: signs of old programs, a note on who comes, or that nobody is named yet."""

from __future__ import annotations

import re

from reportgen.domain.people.unclear_cells import Why

_INSTEAD = re.compile(r"(?<=[^\W\d_])[][{}\\|^~+=_]|[][{}\\|^~+=_](?=[^\W\d_])")
"""Signs within or beside a word: ``M}ller`` of a terminal, ``Zo+AOs-`` of UTF-7."""

_NOTE = re.compile(
    r"\b(?:afgemeld|afmelding|afgezegd|geannuleerd|verhinderd|cancell?ed|wachtlijst|onbekend|vacature)\b", re.IGNORECASE
)
"""What people write in the cell of a name although it is none."""

_NOBODY = re.compile(r"n\.? ?n\.?|n\.? ?t\.? ?b\.?|n\.? ?n\.? ?b\.?", re.IGNORECASE)
"""What stands for a name that is not known yet; as initials it is somebody's."""


def name_doubt(text: str, *, surname: bool) -> Why | None:
    """Why the cell of a name, or of a part of one, is no name as it stands; None where it may be.

    Args:
        surname: the cell is that of the surname or of the whole name.
    """
    if _NOTE.search(text) or (surname and _NOBODY.fullmatch(text)):
        return Why.NO_NAME
    return Why.LETTERS if _INSTEAD.search(text) else None
