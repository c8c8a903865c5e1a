"""What mends a finding about a person: which field, with the values to choose from, or two people or one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from reportgen.application.lists.listed_people import ListedPerson
from reportgen.domain.finding import Finding
from reportgen.domain.people.participant import Registration
from reportgen.domain.people.person_change import CANCELLED, COMING, NAME_PARTS, NO, UNREADABLE, YES

MAX_CHOICES = 8
"""Values that one finding offers."""


class MendKind(StrEnum):
    """What a finding is mended by."""

    ORGANISATION = "organisation"
    EMAIL = "email"
    FUNCTION = "function"
    SALUTATION = "salutation"
    CONSENT = "consent"
    STATUS = "status"
    NAME = "name"  # all parts of it
    WISHES = "wishes"  # the sessions of each round
    ROWS = "rows"  # which row counts, or that they are about two people
    CHANGE = "change"  # taking back a change


@dataclass(frozen=True, slots=True)
class Mend:
    """How a finding can be mended where it stands.

    Attributes:
        choices: values to choose with one click, the likely one first.
        is_typed: whether another value may be typed.
        change: the number of the change that can be taken back.
    """

    kind: MendKind
    choices: tuple[str, ...] = ()
    is_typed: bool = False
    change: int = 0


_FIXED: Mapping[str, Mend] = {
    "office-missing": Mend(MendKind.FUNCTION, ("burgemeester", "wethouder"), is_typed=True),
    "office-doubtful": Mend(MendKind.FUNCTION, ("burgemeester", "wethouder"), is_typed=True),
    "status-unclear": Mend(MendKind.STATUS, (COMING, CANCELLED)),
    "status-contradicts": Mend(MendKind.STATUS, (COMING, CANCELLED)),
    "cell-struck": Mend(MendKind.STATUS, (CANCELLED, COMING)),
    "cancelled": Mend(MendKind.STATUS, (COMING,)),
    "consent-unclear": Mend(MendKind.CONSENT, (YES, NO)),
    "salutation-unclear": Mend(MendKind.SALUTATION, ("mevrouw", "heer"), is_typed=True),
    "municipality-missing": Mend(MendKind.ORGANISATION, is_typed=True),
    "guest": Mend(MendKind.ORGANISATION, is_typed=True),
    "guest-in-office": Mend(MendKind.ORGANISATION, is_typed=True),
    "domain-elsewhere": Mend(MendKind.EMAIL, is_typed=True),
    "email-missing": Mend(MendKind.EMAIL, is_typed=True),
    "email-bad": Mend(MendKind.EMAIL, is_typed=True),
    "address-of-other": Mend(MendKind.EMAIL, is_typed=True),
    "address-shared": Mend(MendKind.EMAIL, is_typed=True),
    "join-ambiguous": Mend(MendKind.NAME, is_typed=True),
    "cell-no-name": Mend(MendKind.NAME, is_typed=True),
    "two-names": Mend(MendKind.ROWS),
    "two-wishes": Mend(MendKind.ROWS),
    "wish-unknown": Mend(MendKind.WISHES),
    "wish-unknown-suggested": Mend(MendKind.WISHES),
    "wish-other-round": Mend(MendKind.WISHES),
    "wish-title-differs": Mend(MendKind.WISHES),
    "wish-title-cut": Mend(MendKind.WISHES),
    "wish-mark-unclear": Mend(MendKind.WISHES),
    "wish-not-for": Mend(MendKind.WISHES),
    "two-tables": Mend(MendKind.ROWS),
    "double": Mend(MendKind.ROWS),
}

_CELLS = frozenset(["cell-letters", "cell-letters-meant", "cell-either", "cell-error", "cell-unprintable"])


def mend_of(found: Finding, person: ListedPerson | None) -> Mend | None:
    """What mends a finding; None where nothing here can.

    Args:
        person: whom it is about; None where it is about nobody.
    """
    facts = dict(found.facts)
    if found.code.startswith("change-"):
        number = facts.get("change", "")
        return Mend(MendKind.CHANGE, change=int(number)) if number.isdecimal() else None
    if person is None:
        return None
    if found.code in _FIXED:
        return _FIXED[found.code]
    match found.code:
        case "two-addresses":
            return Mend(MendKind.EMAIL, _several(facts, "used", "other"), is_typed=True)
        case "two-functions":
            return Mend(MendKind.FUNCTION, _several(facts, "used", "other"), is_typed=True)
        case "two-municipalities" | "two-municipalities-undecided":
            return Mend(MendKind.ORGANISATION, _several(facts, "written", "other"), is_typed=True)
        case "email-several":
            several = tuple(each for each in re.split(r"[\s;,/<>]+", facts.get("email", "")) if "@" in each)
            return Mend(MendKind.EMAIL, several[:MAX_CHOICES], is_typed=True)
    if found.code.startswith("municipality-") and found.code != "municipality-successor":
        candidates = tuple(filter(None, facts.get("candidates", "").split("; ")))
        return Mend(MendKind.ORGANISATION, candidates[:MAX_CHOICES], is_typed=True)
    if found.code in _CELLS:
        return _of_cell(found, person.person.listed, facts.get("likely", ""))
    if found.code.startswith("name-"):
        return Mend(MendKind.NAME, is_typed=True)
    return None


def name_suggested(fields: Mapping[str, str]) -> dict[str, str]:
    """The parts of a name to start typing from: without what cannot be read, and in small letters with capitals."""
    parts = {name: fields.get(name, "").removesuffix(UNREADABLE) for name in NAME_PARTS}
    written = " ".join(filter(None, (parts["first"], parts["last"])))
    if written.isupper() or written.islower():
        parts |= {name: _capitalised(parts[name]) for name in ("first", "last")}
        parts["infix"] = parts["infix"].lower()
    return parts


def _of_cell(found: Finding, listed: Registration, likely: str) -> Mend | None:
    """The field whose cell it is."""
    fields = [name for name, heading in listed.headings.items() if heading == found.place.column]
    for name in fields:
        if name in NAME_PARTS or name == "full":
            return Mend(MendKind.NAME, is_typed=True)
        if name in tuple(MendKind):
            typed = name not in ("consent", "status")
            fixed = {"consent": (YES, NO), "status": (COMING, CANCELLED)}.get(name, ())
            return Mend(MendKind(name), (likely,) if likely and typed else fixed, is_typed=typed)
    return None


def _several(facts: Mapping[str, str], *names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (facts.get(name, "") for name in names))))


def _capitalised(name: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), name.lower())
