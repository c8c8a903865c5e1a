"""Numbers as people write them, Dutch or English: read exactly, or not at all where they can mean two things."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum

from reportgen.domain.figures.figure import Unit

LONGEST = 15
"""Digits of a number at most: more are no figure, and a float does not hold them."""

_WRITTEN = re.compile(
    r"(?P<minus>[-\u2212\u2013]?)\s?(?P<before>€|eur|euro)?\s?(?P<again>[-\u2212\u2013]?)\s?"
    r"(?P<number>\d[\d., ]*?)(?P<whole>,[-\u2013]{1,2})?\s?(?P<behind>%|procent|‰|promille|€|eur|euro)?",
    re.IGNORECASE | re.ASCII,
)
_GROUPED = re.compile(r"[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*")
_SPACED = re.compile(r"([0-9]{1,3}(?: [0-9]{3})+)(?:([.,])([0-9]+))?")
_UNITS = {"€": Unit.EURO, "eur": Unit.EURO, "euro": Unit.EURO, "%": Unit.PERCENT, "procent": Unit.PERCENT}
_UNITS |= {"‰": Unit.PER_THOUSAND, "promille": Unit.PER_THOUSAND}
_ALIKE = {Unit.POINTS: Unit.PERCENT, Unit.PER_HUNDRED: Unit.PERCENT}
"""Units that are written with the sign of another."""


class ExactNumber(str):
    """The number in a cell of a workbook, with a point before its decimals; nothing about it is unclear."""


class NumberFault(StrEnum):
    """Why a text gives no number."""

    UNREADABLE = "unreadable"  # it is none
    AMBIGUOUS = "ambiguous"  # 1.234 is more than a thousand, or a little more than one
    UNIT = "unit"  # its sign is of another unit than the figure


def decimal_sign(text: str) -> str:
    """The sign before decimals that a text proves: ``,`` or ``.``; empty where it proves none."""
    found = _WRITTEN.fullmatch(_spaced(text))
    if isinstance(text, ExactNumber) or not found:
        return ""
    number = found["number"].strip()
    sign = _proven(number)
    return sign if _value(number, sign) is not None else ""


def _proven(number: str) -> str:
    if spaced := _SPACED.fullmatch(number):
        return spaced[2] or ""
    signs = [sign for sign in number if sign in ".,"]
    if not signs:
        return ""
    if len(set(signs)) == 2:
        return signs[-1]
    if len(signs) > 1:
        return "," if signs[0] == "." else "."
    return "" if _may_be_grouped(number) else signs[0]


def number_in(text: str, unit: Unit, decimals: int, sign: str) -> Decimal | NumberFault:
    """The number that a text means.

    Args:
        unit, decimals: of the figure. A whole count, and a sum of money, has no three decimals: then ``1.234`` is
            more than a thousand.
        sign: the sign before decimals in the rest of the file; empty where nothing proves it.
    """
    found = _WRITTEN.fullmatch(_spaced(text))
    if not found or (found["minus"] and found["again"]) or (found["before"] and found["behind"]):
        return NumberFault.UNREADABLE
    named = _UNITS.get((found["before"] or found["behind"] or "").casefold())
    if named and named is not _ALIKE.get(unit, unit):
        return NumberFault.UNIT
    sign = "." if isinstance(text, ExactNumber) else decimal_sign(text) or sign
    number = found["number"].strip()
    if _may_be_grouped(number) and not isinstance(text, ExactNumber):
        whole = unit is Unit.EURO or (unit is Unit.COUNT and decimals == 0)
        if not sign and not whole:
            return NumberFault.AMBIGUOUS
        if whole:
            if sign and sign in number:
                return NumberFault.AMBIGUOUS
            sign = "," if "." in number else "."
    read = _value(number, sign)
    if read is None:
        return NumberFault.UNREADABLE
    return -read if found["minus"] or found["again"] else read


def _value(number: str, sign: str) -> Decimal | None:
    """The value of digits with signs and blanks between them."""
    if spaced := _SPACED.fullmatch(number):
        head, tail = spaced[1].replace(" ", ""), spaced[3] or ""
    else:
        head, _, tail = number.partition(sign) if sign else (number, "", "")
        other = "." if sign == "," else ","
        if other in head:
            if not _GROUPED.fullmatch(head):
                return None
            head = head.replace(other, "")
        if not head.isdigit() or (number.endswith(sign) if sign else False) or (tail and not tail.isdigit()):
            return None
    if len((head + tail).lstrip("0")) > LONGEST or (len(head) > 1 and head.startswith("0")):
        return None
    return Decimal(f"{head}.{tail or 0}")


def _may_be_grouped(number: str) -> bool:
    """Whether the one sign in a number may stand between thousands, and before three decimals as well."""
    found = _GROUPED.fullmatch(number)
    return bool(found) and len(re.findall("[.,]", number)) == 1 and not number.startswith("0")


def _spaced(text: str) -> str:
    """The text with plain blanks only."""
    return " ".join(text.split())
