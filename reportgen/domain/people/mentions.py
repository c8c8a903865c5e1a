"""Which people a text mentions: by address, by name in the ways names are written, or perhaps by a surname alone.

A name counts where a given name or initials stand beside the surname, in either order, with or without its prefix:
``Jan de Vries``, ``J. de Vries``, ``Vries, Jan de``, ``J.A. VRIES``. Case, accents, spaces and signs do not matter.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import takewhile

from reportgen.domain.people.participant import Name
from reportgen.domain.text_words import without_accents, without_invisible, words_in, words_of

MIN_SURNAME = 4
"""Letters of the shortest surname that is told when it stands alone."""

MIN_GLUED = 6
"""Letters of the shortest name that is recognised when it is written as one word, as in the name of a file."""

FEW = 50
"""Words of surnames that are looked for one by one before a text is cut into words."""

REACH = 6
"""Words on each side of a surname among which a given name is looked for."""

_PREFIXES = frozenset(
    [
        *("van", "von", "de", "den", "der", "het", "ten", "ter", "te", "t", "s", "d", "v", "vd", "el", "al"),
        *("la", "le", "du", "di", "da", "dos", "del", "bin", "ben", "op", "aan", "in", "uit"),
    ]
)
"""Words that may stand between a given name and a surname with a prefix, however that prefix is written."""

_NO_GIVEN_NAMES = frozenset(
    [
        *("het", "een", "heer", "mevrouw", "mevr", "burgemeester", "wethouder", "gemeente", "familie", "fam"),
        *("aan", "met", "voor", "naar", "bij", "door", "over", "uit", "ook", "als", "dat", "dan", "die"),
        *("dit", "wat", "wie", "hij", "haar", "hun", "wij", "zij", "was", "kan", "mag", "nog", "niet"),
        *("hotel", "straat", "huis", "bedrijf", "firma"),
    ]
)
"""Words before a surname that are no given names, where only the initials of somebody are known."""

_LOCAL = re.compile('[^\\s<>()\\[\\],;:"\\\\@\\x00-\\x1f\\x7f-\\x9f\\ufffd]{1,64}$')
_DOMAIN = re.compile(r"[\w.-]{1,255}")


class Mention(IntEnum):
    """How certainly a text mentions somebody, least certain first."""

    SURNAME = 1  # the surname alone, which others may have too
    NAME = 2
    ADDRESS = 3


@dataclass(frozen=True, slots=True)
class DataSubject:
    """Somebody who is looked for, under all their names and addresses."""

    number: int
    names: tuple[Name, ...]
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _SubjectName:
    """A name in the words that are compared.

    Attributes:
        given: the words of the given name.
        initials: first letters of the given names, in order.
        fillers: words that may stand between given name and surname.
    """

    number: int
    given: frozenset[str]
    initials: str
    fillers: frozenset[str]
    infix: tuple[str, ...]


class PeopleIndex:
    """The people who are looked for, so that a text is read once for all of them."""

    def __init__(self, people: Iterable[DataSubject]) -> None:
        self._addresses: dict[str, int] = {}
        self._anchors: defaultdict[str, list[_SubjectName]] = defaultdict(list)
        self._glued: dict[str, int] = {}
        for person in people:
            for address in person.addresses:
                self._addresses |= dict.fromkeys(_spellings(address), person.number)
            for name in person.names:
                self._add(person.number, name)
        self._keys = self._anchors.keys() | self._glued.keys()

    def __bool__(self) -> bool:
        """Whether anybody is looked for."""
        return bool(self._addresses or self._anchors)

    def mentions_in(self, text: str) -> dict[int, Mention]:
        """The people whom a text mentions by their number, each with the most certain mention."""
        found: dict[int, Mention] = {}
        for number, mention in (*self._addresses_in(text), *self._names_in(text)):
            found[number] = max(mention, found.get(number, mention))
        return found

    def _add(self, number: int, name: Name) -> None:
        last, infix, first = words_of(name.last), words_of(name.infix), words_of(name.first)
        parts = [words_of(part) for part in name.last.split("-")]  # Berg-de Vries is called Berg, too
        main = next((part for part in parts[:1] if part), last)
        if not main:
            return
        anchor = max(main, key=len)
        letters = "".join(words_of(name.initials)) if name.initials else "".join(word[0] for word in first)
        fillers = {*last} - {anchor} | (_PREFIXES | {*infix} if infix else set())
        subject = _SubjectName(number, frozenset(first), letters, frozenset(fillers), tuple(infix))
        self._anchors[anchor].append(subject)
        if infix and len(main) == 1:
            self._anchors["".join((*infix, *main))].append(subject)  # deVries
        for given in {"".join(first), letters, letters[:1]} - {""}:
            for whole in (f"{given}{''.join((*infix, *last))}", f"{given}{''.join(last)}", f"{''.join(last)}{given}"):
                if len(whole) >= MIN_GLUED and len(given) < len(whole) - 1:
                    self._glued.setdefault(whole, number)

    def _addresses_in(self, text: str) -> Iterator[tuple[int, Mention]]:
        if not self._addresses or ("@" not in text and "\uff20" not in text):
            return
        plain = _plain(text)
        at = plain.find("@")
        while at >= 0:
            local, domain = _LOCAL.search(plain[max(at - 64, 0) : at]), _DOMAIN.match(plain[at + 1 : at + 256])
            if local and domain:
                for begin in _begins(local[0]):
                    number = self._addresses.get(f"{local[0][begin:]}@{domain[0].strip('.-_')}")
                    if number is not None:
                        yield number, Mention.ADDRESS
            at = plain.find("@", at + 1)

    def _names_in(self, text: str) -> Iterator[tuple[int, Mention]]:
        plain = without_accents(text)
        if len(self._keys) <= FEW and not any(key in plain for key in self._keys):
            return  # most texts name nobody, and this is seen quickest
        words = words_in(plain)
        if self._keys.isdisjoint(words):
            return
        for at, word in enumerate(words):
            if word not in self._keys:
                continue
            if (number := self._glued.get(word)) is not None:
                yield number, Mention.NAME
            for subject in self._anchors.get(word, ()):
                before, after = words[max(at - REACH, 0) : at], words[at + 1 : at + 1 + REACH]
                if _is_given(before[::-1], subject, reverse=True) or _is_given(after, subject, reverse=False):
                    yield subject.number, Mention.NAME
                elif len(word) >= MIN_SURNAME and tuple(before[len(before) - len(subject.infix) :]) == subject.infix:
                    yield subject.number, Mention.SURNAME


def _is_given(words: Sequence[str], subject: _SubjectName, reverse: bool) -> bool:
    """Whether a given name or initials of theirs come next to the surname.

    Args:
        words: those beside the surname, the nearest first.
        reverse: whether these are the words before it.
    """
    rest = list(words)
    while rest and rest[0] in subject.fillers and rest[0] not in subject.given and not _is_initial(rest[0], subject):
        rest.pop(0)
    if not rest:
        return False
    if rest[0] in subject.given or (len(subject.initials) > 1 and rest[0] == subject.initials):
        return True
    if reverse and not subject.given and len(rest[0]) > 2 and rest[0][0] == subject.initials[:1]:
        return rest[0] not in _NO_GIVEN_NAMES  # J. de Vries may be written in full
    letters = list(takewhile(lambda word: len(word) == 1, rest))
    behind = rest[len(letters) : len(letters) + 1]
    if letters and reverse and behind and behind[0] in subject.given:
        return True  # Jan A. de Vries
    first = subject.initials[:1]
    return bool(first) and (first in letters if reverse else letters[:1] == [first])


def _is_initial(word: str, subject: _SubjectName) -> bool:
    """Whether a filler may be an initial as well: the D of D. van Dijk."""
    return len(word) == 1 and subject.initials[:1] == word


def _begins(local: str) -> Iterator[int]:
    """Where the name of a mailbox may begin: at its start, and behind each sign that may be of the text around it."""
    yield 0
    for at, sign in enumerate(local[:-1], 1):
        if sign in "'=/|`{}?&!*#$%^~":
            yield at


def _plain(text: str) -> str:
    if text.isascii():
        return text.casefold()
    return without_invisible(unicodedata.normalize("NFKC", text)).casefold()


def _spellings(address: str) -> Iterator[str]:
    """An address as it is compared, with its domain as people and as machines write it."""
    plain = _plain(address).strip()
    local, at, domain = plain.rpartition("@")
    if not (local and domain):
        return
    yield plain
    for spelling in ("encode", "decode"):
        try:
            other = domain.encode("idna").decode() if spelling == "encode" else domain.encode().decode("idna")
        except (UnicodeError, ValueError):
            continue
        yield f"{local}{at}{other.casefold()}"
