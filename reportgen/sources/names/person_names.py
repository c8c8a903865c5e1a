"""The parts of a person's full name (initials, first name, prefix, surname) by the Dutch rules, and any doubt."""

from __future__ import annotations

import re
from dataclasses import replace

from reportgen.domain.people.participant import Name

TITLES = re.compile(
    r"^(?:(?:dhr|mevr|mevrouw|mw|heer|de heer|mr|drs|dr|ir|ing|prof|bc|jhr|jkvr|msc|mba|ma|ba|llm|burgemeester"
    r"|wethouder)\b\.?\s*)+",
    re.IGNORECASE,
)
"""What may stand before a name without being part of it."""

SUFFIXES = re.compile(r"[,\s]+(?:mba|msc|ma|ba|bc|llm|phd|mpa|mpm|rc|ra|ec)\.?$", re.IGNORECASE)

PREFIXES = frozenset(
    [
        *("aan", "af", "al", "bij", "d'", "da", "dal", "de", "degli", "dei", "del", "della"),
        *("den", "der", "des", "di", "dos", "du", "e", "el", "en", "het", "in", "l'"),
        *("la", "las", "le", "les", "lo", "los", "onder", "op", "over", "'s", "'t", "te"),
        *("ten", "ter", "toe", "tot", "uijt", "uit", "van", "vanden", "vander", "ver", "vom", "von"),
        *("voor", "zu", "zum", "zur"),
    ]
)
"""Words that can be a tussenvoegsel; which of them are, follows from where they stand."""

DOUBTFUL_PREFIXES = frozenset(["al", "da", "di", "e", "el", "en", "in", "la", "le", "los", "ver"])
"""Words that are as often the beginning of a surname, or a first name, as a tussenvoegsel."""

SHORT_PREFIX = re.compile(r"v\.|v\.?d\.?|v[./]?h\.?|v\.(?:de|den|der)|[vao]/d")
"""A tussenvoegsel written short; how it is written in full nobody can tell, and in capitals it is initials."""

_CLIPPED = re.compile(r"(?<!\w)[‘´`](?=[st]\b)")
"""An apostrophe as some keyboards have it, before a clipped word."""

INITIALS = re.compile(r"(?:[^\W\d_]{1,2}h?\.\s?)+(?:-?[^\W\d_]{1,2}\.)*")


def name_parts(text: str) -> tuple[Name, bool]:
    """A full name in its parts, and whether the division is doubtful.

    ``J.A. (Jan) van der Berg-de Vries``, ``Berg, Jan van der``, ``drs. Anna de Wit MSc`` and the like. With
    three or more words and no tussenvoegsel nobody can tell where the surname begins: then the last word is
    taken, and the name is doubtful; so it is when there is only one word.
    """
    words = SUFFIXES.sub("", TITLES.sub("", " ".join(_CLIPPED.sub("'", text.replace("’", "'")).split())))
    called = re.search(r"\(([^()]+)\)", words)
    behind = bool(called) and words.endswith(")")
    words = " ".join(re.sub(r"\([^()]*\)", " ", words).split())
    name, doubtful = _turned(words) if "," in words else _in_order(words)
    inside = TITLES.sub("", called.group(1).strip()) if called else ""
    if inside and not _is_called(inside):
        doubtful = True  # Jan Jansen (o.v.b.), J. Jansen (VVD)
    elif INITIALS.fullmatch(inside):
        name = replace(name, initials=inside)
    elif inside and behind and name.first:
        doubtful = True  # Jan Jansen (Almelo) is not called Almelo
    elif inside:
        name = replace(name, first=inside, initials=name.initials or name.first)
    return name, doubtful


def _turned(words: str) -> tuple[Name, bool]:
    """``Berg, Jan van der``: the main word first, as sorted lists have it."""
    last, _, rest = words.partition(",")
    called = TITLES.sub("", f"{rest.strip()} ").strip()
    office = re.search(r"\b(?:burgemeester|wethouder)\b", rest, re.IGNORECASE)
    if " " in last.strip() and not last.islower() and called[:1].islower() and not _is_prefix(called.split()[0]):
        return _in_order(last)[0], True  # Jan Jansen, adviseur
    if rest.strip() and (not called or (office and " " in last.strip())):  # Jan Jansen, wethouder Almelo
        name, doubtful = _in_order(last)
        return name, doubtful or bool(called)
    given, infix = _cut(called.split())
    parts, after = _cut(last.split())  # Berg van der, Jan
    before, main = _prefixes(parts)
    name = Name(*_given(given), " ".join((*infix, *before, *after)), " ".join(main))
    short = any(SHORT_PREFIX.fullmatch(part) for part in (*infix, *before, *after))
    return name, not (given and main) or "," in rest or bool(office) or short


def _in_order(words: str) -> tuple[Name, bool]:
    parts = _spaced_initials(words)
    if len(parts) > 1 and INITIALS.fullmatch(parts[-1]):  # Jansen J.
        return _turned(f"{' '.join(parts[:-1])}, {parts[-1]}")[0], True
    at = next((place for place, part in enumerate(parts[:-1]) if _is_prefix(part)), None)
    if at is None:
        given, last = parts[:-1], parts[-1:]
        sure = len(given) == 1 or (len(given) > 1 and all(INITIALS.fullmatch(part) for part in given))
        return Name(*_given(given), "", " ".join(last)), not sure
    given = parts[:at]
    infix, last = _prefixes(parts[at:])
    joined = any("-" in part for part in last[:-1])  # Berg-de Vries
    unsure = any(part.casefold() in DOUBTFUL_PREFIXES or SHORT_PREFIX.fullmatch(part) for part in infix)
    doubtful = not given or unsure or (len(last) > 1 and not joined)
    return Name(*_given(given), " ".join(infix), " ".join(last)), doubtful


def _spaced_initials(words: str) -> list[str]:
    """The words, with initials that are written apart taken together: ``J. A.`` is ``J.A.``."""
    parts: list[str] = []
    for part in words.split():
        if parts and INITIALS.fullmatch(part) and INITIALS.fullmatch(parts[-1]) and not _is_prefix(part):
            parts[-1] += part
        else:
            parts.append(part)
    return parts


def _prefixes(parts: list[str]) -> tuple[list[str], list[str]]:
    """The prefix words at the start, and the rest; the last word is never a prefix."""
    count = 0
    while count < len(parts) - 1 and _is_prefix(parts[count]):
        count += 1
    return parts[:count], parts[count:]


def _is_prefix(part: str) -> bool:
    return part.casefold() in PREFIXES or SHORT_PREFIX.fullmatch(part) is not None


def _is_called(text: str) -> bool:
    """Whether a text between brackets may be what somebody is called, or initials; not ``VVD``, ``wnd.`` or ``m/v``."""
    words = text.replace("-", " ").split()
    return all(word[0].isupper() and ("." in word or word[1:].islower()) for word in words)


def _plain(part: str) -> str:
    return _CLIPPED.sub("'", part.replace("’", "'"))


def _cut(parts: list[str]) -> tuple[list[str], list[str]]:
    """Given names, and the prefix words behind them."""
    count = len(parts)
    while count and _is_prefix(parts[count - 1]):
        count -= 1
    return parts[:count], parts[count:]


def _given(parts: list[str]) -> tuple[str, str]:
    """Initials and first name: what is written with points is initials."""
    initials = "".join(part for part in parts if INITIALS.fullmatch(part))
    first = " ".join(part for part in parts if not INITIALS.fullmatch(part))
    return initials, first


def with_prefix_apart(name: Name) -> Name:
    """The name with a prefix that stands in the surname's cell in its own place: ``van der Sluis``, ``Sluis, van der``.

    Only a prefix in small letters moves: with a capital it may be part of the surname, as in Belgium.
    """
    if name.infix:
        again = f"{name.infix} ".casefold()
        return replace(name, last=name.last[len(again) :]) if name.last.casefold().startswith(again) else name
    main, comma, behind = name.last.partition(",")
    if comma and behind.strip() and all(_plain(part) in PREFIXES for part in behind.split()):
        return replace(name, infix=behind.strip(), last=main.strip())
    parts = name.last.split()
    count = 0
    while count < len(parts) - 1 and _plain(parts[count]) in PREFIXES:
        count += 1
    return replace(name, infix=" ".join(parts[:count]), last=" ".join(parts[count:])) if count else name
