"""Which session a text names: by code or title in any usual spelling; likeness only suggests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process

from reportgen.domain.programme.rounds import Round, plain

SESSION_WORDS = ("workshop", "sessie", "deelsessie", "parallelsessie", "themasessie", "session")
"""What may stand before a code or title."""

LIKENESS, MAX_SUGGESTIONS = 80, 3

MIN_CUT = 6
"""Letters of a title that a form cut off, by which it is still known."""

_CODE_FIRST = re.compile(r"\s*([^\s:|)–—-]+(?:[.-]\w+)?)\s*(?:[:.|)]|\s[–—-])\s*(\S.*)", re.DOTALL)
_BEHIND = re.compile(r"(.*\S)\s*(?:\((?!\s*\d{1,2}\D{0,12}\))([^()]*)\)|\[([^\[\]]*)\])\s*", re.DOTALL)
"""A note in brackets behind a session, such as its time; a rank is something else."""

_NO_NOTE = re.compile(r"\b(?:niet|geen|behalve|of|anders|liever|liefst|(?:1e |2e )?ronde|keuze|not|or)\b")
"""A note with such a word says more than where or when a session is."""


class NameFault(StrEnum):
    """Why a text names no session that can be used, or names one with a doubt."""

    NONE = ""
    UNKNOWN = "unknown"
    OTHER_ROUND = "other-round"  # there is such a session, and not in this round
    TITLE_DIFFERS = "title-differs"  # its code is used; the title behind it is another
    TITLE_CUT = "title-cut"  # its title is cut off, and only one begins like that


@dataclass(frozen=True, slots=True)
class NamedSession:
    """The session that a text names.

    Attributes:
        keys: of the session; several where a title has several codes, none where it cannot be used.
        nearest: titles and codes that are most like it, where it is unknown; else the title that is used.
    """

    keys: tuple[str, ...]
    fault: NameFault = NameFault.NONE
    nearest: tuple[str, ...] = ()


class SessionNames:
    """The codes and titles of the sessions of a programme."""

    def __init__(self, rounds: Iterable[Round]) -> None:
        """Takes the rounds whose sessions can be named."""
        self.rounds = tuple(rounds)
        self.labels = tuple(each.label for each in self.rounds)
        self._keys: dict[str, dict[str, None]] = {}
        self._codes: dict[str, str] = {}
        self._titles: dict[str, str] = {}
        self._shown: dict[str, str] = {}
        for each in self.rounds:
            for key, session in each.sessions.items():
                code, title = comparable(session.code), comparable(session.title)
                for name in {code, title, f"{code} {title}".strip(), f"{title} {code}".strip(), key} - {""}:
                    self._keys.setdefault(name, {})[key] = None
                if code:
                    self._codes[code] = key
                    self._shown.setdefault(key, f"{session.code} ({session.title})")
                self._titles[key] = title
                self._shown.setdefault(key, session.title)
        self._compact: dict[str, set[str]] = {}
        for name in self._keys:
            self._compact.setdefault(name.replace(" ", ""), set()).add(name)
        self._longest = max((len(name.split()) for name in self._keys), default=0)
        self.numeric = any(code.isdigit() for code in self._codes)

    def named(self, text: str, label: str = "") -> NamedSession:
        """The session that a text names.

        Args:
            label: the round it is to be in; empty for any.
        """
        keys, fault = self._keys_of(text)
        if not keys:
            return NamedSession((), NameFault.UNKNOWN, self._nearest(text, label))
        here = tuple(key for key in keys if not label or key in self._in(label))
        if not here:
            return NamedSession((), NameFault.OTHER_ROUND, (self._shown[keys[0]],))
        return NamedSession(here, fault, (self._shown[here[0]],) if fault else ())

    def beginning(self, words: Sequence[str]) -> tuple[int, bool]:
        """How many words at the beginning are a session, the longest name there is, and whether that is a code alone.

        Args:
            words: as ``comparable`` gives them.
        """
        for count in range(min(self._longest, len(words)), 0, -1):
            name = " ".join(words[:count])
            if name in self._keys:
                return count, name in self._codes
        if "".join(words[:2]) in self._codes:
            return 2, True
        return 0, False

    def shown(self, key: str) -> str:
        """A session as people know it."""
        return self._shown.get(key, key)

    def tells_apart(self, text: str) -> bool:
        """Whether a text names a session by more than a letter or a number, which may mean something else."""
        return len(comparable(text)) > 1 and not text.strip().isdigit() and bool(self._keys_of(text)[0])

    def mentioned_in(self, text: str) -> bool:
        """Whether a session is named anywhere in a text, by several words or by a code of letters and digits."""
        words = comparable(text).split()
        for at in range(len(words)):
            count, _ = self.beginning(words[at:])
            if count > 1 or (count and re.fullmatch(r"[a-z]+\d+|\d+[a-z]+", words[at])):
                return True
        return False

    def _keys_of(self, text: str) -> tuple[tuple[str, ...], NameFault]:
        forms = [text, *self._without_words(text)]
        behind = _BEHIND.fullmatch(text)
        if behind and not self._says_more(behind[2] or behind[3] or "", behind[1]):
            forms += [behind[1], *self._without_words(behind[1])]
        for form in forms:
            said = comparable(form)
            if said in self._keys:
                return tuple(self._keys[said]), NameFault.NONE
            names = self._compact.get(said.replace(" ", ""), set())
            if len(names) == 1:
                return tuple(self._keys[next(iter(names))]), NameFault.NONE
        for form in forms:
            if keys := self._cut_off(form):
                return keys, NameFault.TITLE_CUT
        for form in forms:
            found = _CODE_FIRST.fullmatch(form)
            key = self._codes.get(comparable(found[1])) if found else None
            if found and key:
                others = self._keys.get(comparable(found[2]), {})
                return ((), NameFault.UNKNOWN) if others and key not in others else ((key,), NameFault.TITLE_DIFFERS)
        return (), NameFault.UNKNOWN

    def _says_more(self, note: str, before: str) -> bool:
        """Whether what stands in brackets behind a session says more than a time or a room."""
        named = self._keys.get(comparable(note), {})
        own = self._keys.get(comparable(before), {})
        return bool(_NO_NOTE.search(comparable(note)) or (named and not own.keys() & named.keys()))

    def _cut_off(self, text: str) -> tuple[str, ...]:
        """The sessions of the one title that goes on where a text ends: with dots behind it, or its code before it."""
        said = comparable(text)
        if len(said.replace(" ", "")) < MIN_CUT:
            return ()
        with_code = any(said.startswith(f"{code} ") for code in self._codes)
        if not (with_code or text.strip().endswith(("...", "…"))):
            return ()
        names = sorted(name for name in self._keys if name.startswith(said))
        titles = {self._titles[key] for name in names for key in self._keys[name]}
        return tuple(dict.fromkeys(key for name in names for key in self._keys[name])) if len(titles) == 1 else ()

    def _without_words(self, text: str) -> list[str]:
        """The text without a word such as ``Workshop`` before it."""
        found = re.fullmatch(rf"\s*(?:{'|'.join(SESSION_WORDS)})\s*[:–-]?\s*(\S.*)", text, re.IGNORECASE | re.DOTALL)
        return [found[1]] if found else []

    def _in(self, label: str) -> Iterable[str]:
        return next((each.sessions for each in self.rounds if each.label == label), {})

    def _nearest(self, text: str, label: str) -> tuple[str, ...]:
        """The sessions whose titles are most like a text, or whose codes have its number."""
        titles = {
            key: self._titles[key] for each in self.rounds if not label or each.label == label for key in each.sessions
        }
        said = comparable(text)
        found = process.extract(said, titles, scorer=fuzz.token_set_ratio, score_cutoff=LIKENESS, limit=MAX_SUGGESTIONS)
        number = re.fullmatch(rf"(?:(?:{'|'.join(SESSION_WORDS)}) )?(\d{{1,3}})", said)
        of_number = (key for code, key in self._codes.items() if number and re.sub(r"\D", "", code) == number[1])
        numbered = [key for key in of_number if key in titles]
        return tuple(self._shown[key] for key in dict.fromkeys([*numbered, *(key for _, _, key in found)]))


def comparable(text: str) -> str:
    """Words as codes and titles are compared by: plain, ``&`` as ``en``, numbers without leading zeros."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", plain(text.replace("&", " en ")))
