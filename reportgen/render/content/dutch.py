"""Dutch numbers, dates, names and salutations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from reportgen.domain.people.participant import elided

LOCALE = "nl_NL"
NUMBER_WORDS = (
    "nul",
    "een",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
)

_SIGNS = str.maketrans({",": ".", ".": ",", "-": "−"})

DECIMALS = {"percent": 1, "points": 1, "index": 2}
"""Decimals of figures that do not say theirs, by unit; of others none."""

_STAY_LOWER = ("'t", "’t", "d'", "d’", "'s", "’s")


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, which an empty line keeps apart."""
    return text.split("\n\n") if text else []


def subject_line(text: str, municipality: str, day_of_meeting: str) -> str:
    """An organiser's subject with the municipality and the day (ISO) filled in."""
    return text.replace("{gemeente}", municipality).replace("{datum}", day(day_of_meeting))


def number(value: float, decimals: int = 0) -> str:
    """A number with points between thousands, a decimal comma and a real minus: ``1.234.567``, ``−0,5``."""
    return f"{round(value, decimals) + 0.0:,.{decimals}f}".translate(_SIGNS)


def figure(each: Mapping[str, object], unit: bool = True) -> str:
    """A figure in its own unit and precision: ``42,7%``, ``€ 479.527``, ``0,61``, ``89.870``.

    Args:
        unit: without it the number alone, for columns that name the unit in their head.
    """
    kind, value = str(each["unit"]), float(str(each["value"]))
    text = number(value, decimals_of(each))
    if not unit:
        return text
    return f"€ {text}" if kind == "euro" else f"{text}%" if kind == "percent" else text


def decimals_of(each: Mapping[str, object]) -> int:
    """With how many decimals a figure is printed."""
    return int(str(each.get("decimals", DECIMALS.get(str(each["unit"]), 0))))


def rounded(each: Mapping[str, object]) -> float:
    """The value of a figure as it is printed."""
    return round(float(str(each["value"])), decimals_of(each)) + 0.0


def day(iso: str, weekday: bool = False, year: bool = True) -> str:
    """A day: ``10 december 2018``, ``maandag 10 december 2018`` or ``10 december``."""
    from babel.dates import format_date  # most runs say no date

    pattern = f"{'EEEE ' if weekday else ''}d MMMM{' y' if year else ''}"
    return format_date(date.fromisoformat(iso), pattern, locale=LOCALE)


def short_day(at: date) -> str:
    """A day in a column: ``10 dec 2018``."""
    from babel.dates import format_date  # most runs say no date

    return format_date(at, "d MMM y", locale=LOCALE).replace(".", "")


def clock(iso: str) -> str:
    """A time as the invitation writes it: ``12.30``."""
    return iso[:5].replace(":", ".")


def capitalised(text: str) -> str:
    """A text with a capital at its beginning, and the rest as it is."""
    return text[:1].upper() + text[1:]


def listed(words: Iterable[str], conjunction: str = "en") -> str:
    """Words in a row: ``Delft, Wassenaar en Eindhoven``."""
    *most, last = list(words) or [""]
    return f"{', '.join(most)} {conjunction} {last}" if most else last


def count_word(count: int) -> str:
    """A small count in letters, a larger one in digits: ``zeven``, ``17``."""
    return NUMBER_WORDS[count] if 0 <= count < len(NUMBER_WORDS) else number(count)


def counted(count: int) -> str:
    """A count before what is counted: ``één``, ``zeven``, ``17``."""
    return "één" if count == 1 else count_word(count)


def full_name(name: Mapping[str, str]) -> str:
    """A name as it stands on an envelope, with initials where known: ``A. van der Meer``."""
    return f"{name['initials'] or name['first']} {with_infix(name['infix'], name['last'])}".strip()


def surname(name: Mapping[str, str]) -> str:
    """A surname where no first name stands before it: ``Van der Meer``, ``Op de Beek``, ``'t Hoff``.

    Only the first word of the prefix takes the capital, and ``'t``, ``d'`` and ``'s`` never do.
    """
    infix, last = name["infix"], name["last"]
    if infix and not infix.casefold().startswith(_STAY_LOWER):
        infix = infix[0].upper() + infix[1:]
    return with_infix(infix, last)


def with_infix(infix: str, last: str) -> str:
    """A prefix before its word: ``van der Meer``, ``d'Ancona``; after a 't comes a space all the same."""
    return elided(f"{infix} {last}" if infix else last)


def function_title(function: str, office: str) -> str:
    """A function in lower case as a title before a name; abbreviations stay as they are."""
    if not function:
        return {"mayor": "burgemeester", "alderman": "wethouder"}.get(office, "")
    if function.isupper() and len(function) > len("MT-lid"):
        return function.lower()
    return function[0].lower() + function[1:] if function[1:2].islower() else function


def salutation(name: Mapping[str, str], office: str, given: str = "") -> str:
    """The opening of a letter: ``Geachte burgemeester Van der Sluis``; no gender is guessed.

    Args:
        given: how the list wants it: a whole greeting, which is taken as it is, or ``heer`` or ``mevrouw``.
    """
    if given and given not in ("heer", "mevrouw"):
        return given
    match office:
        case "mayor":
            return f"Geachte burgemeester {surname(name)}"
        case "alderman":
            return f"Geachte wethouder {surname(name)}"
        case _:
            return f"Geachte {given or 'heer/mevrouw'} {surname(name)}"
