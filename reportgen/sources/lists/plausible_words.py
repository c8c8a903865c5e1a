"""How likely letters with accents are in a word of a Dutch list, so that its encoding shows.

A table of letters and a few rules of spelling tell more of lists of names than detectors that learned from running text
do: a list of ten people has three letters that count.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from math import log

IMPLAUSIBLE = 1e-5
"""A word with a sign that is no more likely than this is none."""

LONGEST = 60
"""Signs of a word that are looked at; what is longer is no name."""

_FLOOR = log(1e-7)
"""What a word weighs at least, so that one row alone never decides for the others."""

_SHARES = {
    **dict.fromkeys("éë", 0.2),
    **dict.fromkeys("öü", 0.12),
    **dict.fromkeys("èïç", 0.05),
    **dict.fromkeys("âúáóä", 0.025),
    **dict.fromkeys("êôíñûîàøåÖÉÜÇØ", 0.01),
    **dict.fromkeys("ßæãšžŠŽÅÁ", 0.004),
    **dict.fromkeys("õìòùœÄÓÍÚÈÊËÀÂÎÔÛÑÆ", 0.001),
}
"""Letter → its share among the letters with accents in names of the Netherlands, roughly."""

_ALONE = 2e-5
"""The share of a single letter of another script."""

_OTHER = 0.0003
"""The share of any other Latin letter."""

_NO_LETTERS = "ƒªºˆ˜ﬁﬂˇ˘˙˚˝˛"
_SYMBOLS = frozenset("Ωπµ∂∑∏∫√≈∆◊®©™°")
_CAMELS = frozenset(["Mc", "Mac", "De", "Van", "La", "Le", "Di", "Du"])
"""Behind what a capital may stand within a name."""

_NEVER = 1e-8
_STRANGE = 1 / 20_000

_L = r"[^\W\d_]"
_V = "[aeiouyáàâäãåæéèêëíìîïóòôöõøúùûüýœ]"
_UPPER, _LOWER = "[A-ZÀ-ÖØ-Þ]", "[a-zß-öø-ÿ]"
_CLIPPED = rf"(?=(?:[stnkmr]|ns|em|er|ie)(?!{_L}))"
"""Before the rest of a word that begins with an apostrophe: ’s-Gravenhage, ’t Zand."""

_PREFIX = "(?:de|der|den|van|von|ter|ten|te|het|in|op|el|al|la|le|du|des|[’']t|aan|bij|uit|en|of)"

_SPELLING = tuple(
    (re.compile(pattern, re.IGNORECASE), factor)
    for pattern, factor in (
        (rf"ñ(?!{_V})", _STRANGE),
        (rf"(?<=(?![iu]){_V})è|è(?={_V})|(?<!{_L})(?-i:è)(?={_L})", _STRANGE),
        (rf"(?<={_V})æ|æ(?!{_L})", _STRANGE),
        (rf"(?<={_V})ø", _STRANGE),
        ("(?<=[ctkpbdfg])[šž](?=[ctkpbdfglm])", _STRANGE),
        (rf"(?<={_V})â", 1 / 50),
        ("ä(?=[eo])", 1 / 100),
        (rf"(?<=(?!{_V}){_L})[ïë]", 1 / 20),
    )
)
"""Where letters hardly stand in any of these languages, and how much less likely they are there; the first counts."""

_SIGNS = tuple(
    (re.compile(pattern), share)
    for pattern, share in (
        (rf"(?<!{_L})[´`]{_CLIPPED}|(?<=^{_L})[´`](?={_UPPER})", 0.002),
        (rf"(?<!{_L})[’‘]{_CLIPPED}", 0.05),
        (rf"(?<!{_L})[’‘]", 0.0003),
        (rf"(?<={_L})’(?=[sS]$)", 0.3),  # foto’s
        (rf"(?<=^{_L})’(?={_UPPER}|{_V}|h)|(?<={_L})’(?=t$)", 0.03),  # D’Angelo, M’hamed
        (rf"(?<=^{_L})’(?={_L})", 0.001),
        (rf"(?<=..(?!{_V}){_L})’(?={_LOWER})", 0.000001),  # Garc’a, as García of an old Mac reads
        ("’", 0.0005),
        (rf"(?<!{_L})[–—](?!{_L})", 0.01),
        (rf"[–—](?={_UPPER})", 0.002),
        (rf"(?<!{_L})[“„«](?={_L})", 0.005),
        (rf"…(?!{_L})", 0.005),
        (rf"(?<!{_L})\xa0|\xa0(?!{_L})|\xa0(?={_UPPER})|\xa0(?={_PREFIX}(?:\xa0|$))", 0.005),
        (rf"(?<!{_L})[•·€£½¼¾°²³](?!{_L})|(?<={_L})[°²³](?!{_L})", 0.001),
        (rf"[®™©\xad](?!{_L})", 0.0005),
        ("(?<=[lL])·(?=[lL])", 0.0001),  # Catalan: Col·lell
    )
)
"""Where signs that are no letters may stand, and how likely they are there; the first counts."""


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text that have more than ASCII in them, without what parts the columns."""
    if text.isascii():
        return ()
    return tuple(word for word in re.split(r"[ \t\r\n;,|\"/()<>@:]+", text) if not word.isascii())


@lru_cache(maxsize=65_536)
def likelihood(word: str) -> float:
    """The logarithm of how likely the signs of a word are that are not ASCII, where they stand."""
    return max(sum(map(log, _shares(word))), _FLOOR)


@lru_cache(maxsize=65_536)
def is_plausible(word: str) -> bool:
    """Whether a text can be a word, as far as its signs that are not ASCII show it."""
    return all(share > IMPLAUSIBLE for share in _shares(word))


def _shares(word: str) -> list[float]:
    word = unicodedata.normalize("NFC", word[:LONGEST])
    return [_share(word, at) for at, sign in enumerate(word) if not sign.isascii()]


def is_latin(sign: str) -> bool:
    """Whether a sign is a letter that Latin names have."""
    return sign.isalpha() and sign not in _NO_LETTERS and unicodedata.name(sign, "").startswith("LATIN")


def _share(word: str, at: int) -> float:
    sign = word[at]
    if sign in "ʻʼʽʾʿ":
        return _OTHER
    if is_latin(sign):
        return _letter(word, at)
    if (sign.isalpha() and sign not in _NO_LETTERS) or unicodedata.category(sign) in ("Mn", "Mc", "So", "Cs"):
        return _other_script(word, sign)
    if sign in "”»" and word[0] in "“„«”" and at == len(word.rstrip(".!?")) - 1 > 1:
        return 0.005
    return next((share for pattern, share in _SIGNS if pattern.match(word, at)), _NEVER)


def _other_script(word: str, sign: str) -> float:
    """How likely a sign of another script, or a picture, is: among its own only."""
    if any(is_latin(each) for each in word if each.isalpha()):
        return _NEVER
    if sign.isalpha() and sum(map(str.isalpha, word)) == 1:
        return _ALONE  # the α and Θ of DOS, which stand where other code pages have letters
    drawn = sign in _SYMBOLS or 0x2500 <= ord(sign) <= 0x25FF or unicodedata.category(sign) == "So"
    return 0.0001 if drawn else 0.05


def _letter(word: str, at: int) -> float:
    """How likely a Latin letter with an accent is where it stands: by its share, its case and its neighbours."""
    sign, before, behind = word[at], word[at - 1] if at else "", word[at + 1 : at + 2]
    share = _SHARES.get(sign, _OTHER)
    if sign.isupper():
        if before.isalpha() and word[:at] not in _CAMELS and (before.islower() or behind.islower()):
            return _NEVER
    elif sum(map(str.isupper, word)) > 1 and not any(each.islower() for each in word if each.isascii()):
        return share / 20  # MüLLER, as programs write that know no other capitals
    elif behind.isupper():
        return _NEVER
    elif not before.isalpha() and behind.isalpha():
        share /= 200
    if len(word) == 1:
        share /= 50 if sign.isupper() else 1000  # an initial; Ó Briain
    return share * next((factor for pattern, factor in _SPELLING if pattern.match(word, at)), 1.0)
