"""Which municipality a mail address belongs to, by its domain."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from reportgen.domain.places.municipality import NameMatch

_LABEL = re.compile(r"^(?:gemeente|gem|stad)-?(?=\w{3})")


def municipality_by_domain(resolve: Callable[[str], NameMatch]) -> Callable[[str], NameMatch | None]:
    """A function from an address to the one municipality its domain is named for; None when it is for none.

    Whole labels count, with ``gemeente`` before them or not: ``utrecht.nl``, ``post.gemeente-utrecht.nl``. A name
    that several municipalities have, or that is not theirs any more in whole, says nothing.
    """

    @lru_cache(maxsize=4096)
    def owner(domain: str) -> NameMatch | None:
        *labels, _ = domain.split(".")
        for label in reversed(labels):
            for text in (label, _LABEL.sub("", label)):
                if len(text) > 2 and not any(sign.isdigit() for sign in text):
                    naming = resolve(text.replace("-", " "))
                    if naming.code:
                        return naming
        return None

    return lambda email: owner(email.rpartition("@")[2])
