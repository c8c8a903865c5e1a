"""In which encoding a CSV file without a mark was saved, as far as its words show it; what else words may mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from reportgen.sources.lists.plausible_words import is_latin, is_plausible, likelihood, words_of

PRIORS = {"cp1252": 0.9, "iso8859_15": 0.005, "mac_roman": 0.05, "cp850": 0.03, "cp437": 0.02}
"""Encodings that are recognised: of Windows, Linux, old Macs and DOS, with how often lists come in them."""

ASKED = ("cp1254", "cp1250", "iso8859_2", "cp852", "mac_turkish", "mac_latin2")
"""Encodings of Turkey and Central Europe: what could be in them is asked about, never read so."""

CERTAIN = log(200)
"""How much more likely the encoding of a file must be than any other."""

WARY = log(20)
"""How much more likely a word must be than its other readings, in a file that has more than one encoding."""

CONTESTED = log(20)
"""How much some words of a file must speak for another encoding before it may be in two."""

FEW = 15
"""Words with accents in a file up to which that is looked at; in more, letters that fit no encoding show it."""

_TURKISH = frozenset("ðþýÐÞÝ")
"""Letters of Iceland, which stand where Turkey has ğ, ş and ı."""

_NOT_TURKISH = frozenset("áéíóúæ")
"""Letters of Iceland and of Czech names that Turkish ones never have."""

_NORTHERN = _NOT_TURKISH | frozenset("öðþý")

SOME = 0.1
"""The share of the words that must be damaged, and be words in another encoding, before a file may be in that."""

MANY = 100
"""Words with accents by which it shows that a file is in none of the encodings."""

MOST_WORDS = 3_000
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|\Z)")


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a file is read.

    Attributes:
        name: of the encoding; ``utf-8`` where the file proves it, or where nothing but ASCII is in it.
        mixed: some lines are UTF-8, and others are not.
        wary: the file fits no encoding as a whole, or several.
        given: the organiser named it.
        unknown: it is in no encoding that is known here: half of many words are none.
        perhaps: encodings that are asked about in which damaged words of the file are words.
    """

    name: str = "utf-8"
    mixed: bool = False
    wary: bool = False
    given: bool = False
    unknown: bool = False
    perhaps: tuple[str, ...] = ()


UTF_8 = Encoding()


def recognised(content: bytes) -> Encoding:
    """The encoding of a text without a mark that is not UTF-8."""
    lines = [line for line in _LINE.findall(content) if not line.isascii()]
    others = [line for line in lines if not is_utf_8(line)]
    words = list(dict.fromkeys(word for line in others for word in words_of(line.decode("latin-1"))))[:MOST_WORDS]
    raw = [word.encode("latin-1") for word in words]
    totals = {name: log(prior) + sum(_likelihoods(name, raw)) for name, prior in PRIORS.items()}
    best = max(totals, key=lambda name: totals[name])
    read = [bytes_in(word, best) for word in raw]
    rivals = [name for name in totals if name != best and [bytes_in(word, name) for word in raw] != read]
    close = any(totals[best] - totals[name] < CERTAIN for name in rivals)
    mixed = len(others) < len(lines)
    torn = any(
        not is_plausible(word) and any(is_plausible(bytes_in(each, name)) for name in PRIORS)
        for word, each in zip(read, raw, strict=True)
    )
    damaged = [each for word, each in zip(read, raw, strict=True) if not is_plausible(word)]
    unknown = len(read) > MANY and len(damaged) > len(read) / 2
    wary = close or torn or _is_contested(read, raw, best) or (best != "cp1252" and _are_words(raw, "cp1252"))
    return Encoding(best, mixed, wary, unknown=unknown, perhaps=_perhaps(damaged, len(read)))


def _are_words(raw: Iterable[bytes], encoding: str) -> bool:
    return all(is_plausible(bytes_in(word, encoding)) for word in raw)


def _perhaps(damaged: Sequence[bytes], words: int) -> tuple[str, ...]:
    """The encodings that are asked about in which enough of the damaged words of a file are words."""
    counts = {name: sum(is_plausible(bytes_in(each, name)) for each in damaged) for name in ASKED}
    return tuple(name for name, count in counts.items() if count and count >= SOME * words)


def _is_contested(read: Sequence[str], raw: Sequence[bytes], best: str) -> bool:
    """Whether some words speak for another encoding so much that part of the file may be in that.

    Not where Windows is the best: its words hardly ever read as words in another.
    """
    own = [likelihood(word) for word in read]
    if best == "cp1252" or len(own) > FEW:
        return False
    for other in PRIORS:
        gains = (theirs - ours for ours, theirs in zip(own, _likelihoods(other, raw), strict=True))
        if sum(max(0.0, gain) for gain in gains) > CONTESTED + 0.3 * len(own):
            return True
    return False


def _likelihoods(name: str, words: Iterable[bytes]) -> Iterator[float]:
    return (likelihood(bytes_in(word, name)) for word in words)


def is_utf_8(line: bytes) -> bool:
    """Whether a line with more than ASCII is UTF-8, and says something in it."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return all(is_plausible(word) for word in words_of(text)) or not any(map(is_latin, text))


def text_in(content: bytes, encoding: Encoding) -> str:
    """A file as text, line by line where some lines are UTF-8."""
    if not encoding.mixed:
        return bytes_in(content, encoding.name)
    lines = _LINE.findall(content)
    return "".join(line.decode("utf-8") if is_utf_8(line) else bytes_in(line, encoding.name) for line in lines)


def bytes_in(content: bytes, encoding: str) -> str:
    """Bytes as text; one that means nothing is the control sign of its number, so that nothing is lost."""
    if encoding == "utf-8":
        return content.decode("utf-8", "replace")
    return content.decode("latin-1").translate(_table(encoding))


@lru_cache(maxsize=32)
def _table(encoding: str) -> Mapping[int, str]:
    found = {}
    for code in range(0x80, 0x100):
        try:
            found[code] = bytes([code]).decode(encoding)
        except UnicodeDecodeError:
            found[code] = chr(code)
    return found


@lru_cache(maxsize=32)
def _back(encoding: str) -> Mapping[str, int]:
    return {text: code for code, text in _table(encoding).items()}


def as_bytes(text: str, encoding: str) -> bytes | None:
    """A text as the bytes it was read from; None where it has a letter that the encoding lacks."""
    back = _back(encoding)
    try:
        return bytes(ord(sign) if sign < "\xa0" else back[sign] for sign in text)
    except KeyError:
        return None


def other_readings(word: str, encoding: str, others: Iterable[str]) -> Iterator[str]:
    """What a word may be that was read in an encoding, in others; only readings that can be words, best first."""
    raw = as_bytes(word, encoding)
    if raw is None:
        return
    found = {bytes_in(raw, other) for other in others if other != encoding} - {word}
    good = (each for each in found if is_plausible(each))
    yield from sorted(good, key=lambda each: (-likelihood(each), each))


def rivals(word: str, encoding: str) -> Iterator[str]:
    """Other readings of a word that are not much less likely than its own, in a file that fits no encoding alone."""
    raw = as_bytes(word, encoding) or b""
    own = likelihood(word)
    for other, prior in PRIORS.items():
        read = bytes_in(raw, other)
        if read != word and is_plausible(read):
            less = own - likelihood(read)
            if less < WARY or less + log(PRIORS.get(encoding, 1) / prior) < CERTAIN:
                yield read


def is_turkish_perhaps(word: str) -> bool:
    """Whether a word has letters that are those of Turkish names far more often than of Icelandic ones."""
    letters = {sign for sign in word.casefold() if not sign.isascii()}
    northern = letters <= _NORTHERN and not letters.isdisjoint(_NOT_TURKISH)
    return not _TURKISH.isdisjoint(word) and not northern
