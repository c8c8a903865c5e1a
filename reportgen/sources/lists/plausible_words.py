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

_OTHER = 0.0003
"""The share of any other Latin letter."""

_NO_LETTERS = "ƒªºˆ˜ﬁﬂˇ˘˙˚˝˛"
_CAMELS = frozenset(["Mc", "Mac", "De", "Van", "La", "Le", "Di", "Du"])
"""Behind what a capital may stand within a name."""

_CLIPPED = re.compile(r"(?:[stnkmr]|ns|em|er|ie)(?![^\W\d_])")
"""Words that begin with an apostrophe: ’s-Gravenhage, ’t Zand."""

_VOWELS = frozenset("aeiouyáàâäãåæéèêëíìîïóòôöõøúùûüýœ")
_AFTER_VOWEL = 0.05
_NEVER = 1e-8


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
    word = unicodedata.normalize("NFC", word)
    return [_share(word, at) for at, sign in enumerate(word) if not sign.isascii()]


def is_latin(sign: str) -> bool:
    """Whether a sign is a letter that Latin names have."""
    return sign.isalpha() and sign not in _NO_LETTERS and unicodedata.name(sign, "").startswith("LATIN")


def _share(word: str, at: int) -> float:
    sign = word[at]
    before, behind = word[at - 1] if at else "", word[at + 1 : at + 2]
    if is_latin(sign) and not 0x2B0 <= ord(sign) <= 0x2FF:
        return _letter(sign, before, behind, word)
    if sign in "ʻʼʽʾʿ":
        return _OTHER
    if (sign.isalpha() and sign not in _NO_LETTERS) or unicodedata.category(sign) in ("Mn", "Mc", "So", "Cs"):
        # of another script, where it stands among its own
        alone = all(not is_latin(each) for each in word if each.isalpha())
        math = sign in "Ωπµ∂∑∏∫√≈∆◊®©™°" or 0x2500 <= ord(sign) <= 0x25FF
        return 0.05 if alone and not math and unicodedata.category(sign) != "So" else 0.0001 if alone else _NEVER
    return _sign(sign, before, behind, word, at)


def _letter(sign: str, before: str, behind: str, word: str) -> float:
    share = _SHARES.get(sign, _OTHER)
    low, was, will = sign.casefold(), before.casefold(), behind.casefold()
    camel = word.partition(sign)[0] in _CAMELS
    if sign.isupper() and before.isalpha() and not camel and (before.islower() or behind.islower()):
        return _NEVER
    shouted = sum(map(str.isupper, word)) > 1 and not any(each.islower() for each in word if each.isascii())
    if sign.islower() and shouted:
        return share / 20  # MüLLER, as programs write that know no other capitals
    if sign.islower() and behind.isupper():
        return _NEVER
    if len(word) == 1:
        share /= 1000
    if sign.islower() and sum(map(str.isupper, word)) > 1 and before.isupper() and not behind:
        share /= 20_000
    elif sign.islower() and not before.isalpha() and behind.isalpha():
        share /= 50
    strange = (
        (low == "ñ" and will not in _VOWELS)
        or (
            low == "è"
            and (
                (sign == "è" and not was.isalpha() and will.isalpha())
                or (was in _VOWELS and was not in "iu")
                or (will and will in _VOWELS)
            )
        )
        or (low == "æ" and (not will.isalpha() or (was and was in _VOWELS)))
        or (low == "ø" and was and was in _VOWELS)
        or (low in "šž" and was in "ctkpbdfg" and will in "ctkpbdfglm" and bool(was) and bool(will))
    )
    if strange:
        return share / 20_000
    if low == "â" and was in _VOWELS and was:
        return share / 50
    if low == "ä" and will and will in "eo":
        return share / 100
    if low in "ïë" and before.isalpha() and was not in _VOWELS:
        return share * _AFTER_VOWEL
    return share


def _sign(sign: str, before: str, behind: str, word: str, at: int) -> float:
    """How likely a sign is that is no letter."""
    inside = before.isalpha() and behind.isalpha()
    if sign in "´`":  # typed for an apostrophe
        begins = not before.isalpha() and _CLIPPED.match(word[at + 1 :])
        return 0.002 if begins or (at == 1 and before.isalpha() and behind.isupper()) else _NEVER
    if sign in "’‘":
        if not before.isalpha():
            return 0.05 if _CLIPPED.match(word[at + 1 :]) else 0.0003
        if inside and sign != "‘" and behind in "sS" and len(word) - at == 2:
            return 0.3  # foto’s
        if inside and (at == 1 or (behind in "sSt" and len(word) - at <= 2)) and sign != "‘":
            return 0.03 if at != 1 or behind.isupper() or behind.casefold() in _VOWELS or behind in "h" else 0.001
        if inside and at > 2 and before not in _VOWELS and behind.islower():
            return 0.000001  # Garc’a, as García of an old Mac reads
        return 0.0005 if sign == "’" else 0.00001 if sign != "‘" else _NEVER
    if sign in "–—":
        return (0.002 if behind.isupper() else _NEVER) if before.isalpha() or behind.isalpha() else 0.01
    if sign in "“„«":
        return 0.005 if not before.isalpha() and behind.isalpha() else _NEVER
    if sign in "”»…" and not behind.isalpha():
        return 0.005 if sign == "…" or (len(word) > 2 and word[0] in "“„«”") else 0.00001
    if sign == "\xa0":
        return 0.005 if not inside or behind.isupper() or word[at + 1 :].split("\xa0")[0] in _PREFIXES else 0.00001
    if sign in "•·€£½¼¾°²³" and not inside:
        return 0.001 if not (behind.isalpha() or (before.isalpha() and sign not in "°²³")) else 0.000001
    if sign in "®™©\xad" and not behind.isalpha():
        return 0.0005
    if sign == "·" and before in "lL" and behind in "lL" and inside:
        return 0.0001  # Catalan: Col·lell
    return _NEVER


_PREFIXES = frozenset("de der den van von ter ten te het in op el al la le du des ’t 't aan bij uit en of".split())  # noqa: SIM905
