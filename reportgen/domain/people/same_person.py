"""Whether two names can be those of one person: the same but for spelling, or another person."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from reportgen.domain.people.participant import Name, folded, full_name, surname

LIKE = 0.75
"""Least likeness, from 0 to 1, of two spellings of one name: Jansen and Janssen have 0.92, Bos and Vos 0.67."""


def may_be_same_person(written: str, name: Name) -> bool:
    """Whether a full name as it was written earlier can be that of a person as their name is now.

    Surnames and given names may each differ in spelling; initials agree with what begins with them, and a part of a
    double surname with the whole of it.

    Args:
        written: as ``full_name`` gave it; empty where it is not known, which agrees with everyone.
    """
    if folded(written) in ("", folded(full_name(name)), folded(surname(name)), folded(name.last)):
        return True
    words = written.split()
    now = name.first or name.initials
    return any(
        _like_surname(" ".join(words[at:]), name) and _like_given(" ".join(words[:at]), now)
        for at in range(1, len(words))
    )


def _like_surname(written: str, name: Name) -> bool:
    was, whole = folded(written), folded(surname(name))
    if _alike(was, whole) or _alike(was, folded(name.last)):
        return True
    before = [folded(part) for part in written.split("-")]
    after = [folded(part) for part in (*surname(name).split("-"), *name.last.split("-"))]
    return any(part in before for part in after if len(part) > 2)


def _like_given(written: str, now: str) -> bool:
    was, given = folded(written), folded(now)
    if not was or not given:
        return True
    if "." in written + now or len(was) == 1 or len(given) == 1:
        return was[0] == given[0]
    one, other = (folded(re.split(r"[\s-]", each, maxsplit=1)[0]) for each in (written, now))
    return _alike(was, given) or _alike(one, other)


def _alike(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one, other, autojunk=False).ratio() >= LIKE
