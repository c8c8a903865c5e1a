"""Which session a text names: by code or title in any usual spelling; likeness only suggests."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process

from reportgen.domain.programme.rounds import Round, plain

SESSION_WORDS = ("workshop", "sessie", "deelsessie", "parallelsessie", "themasessie", "session")
"""What may stand before a code or title."""

LIKENESS, MAX_SUGGESTIONS = 80, 3

_CODE_FIRST = re.compile(r"\s*([^\s:|)–—-]+(?:[.-]\w+)?)\s*(?:[:.|)]|\s[–—-])\s*(\S.*)", re.DOTALL)
_BEHIND = re.compile(r"(.*\S)\s*(?:\((?!\s*\d{1,2}\D{0,12}\))[^()]*\)|\[[^\[\]]*\])\s*", re.DOTALL)
"""A note in brackets behind a session, such as its time; a rank is something else."""


class NameFault(StrEnum):
    """Why a text names no session that can be used, or names one with a doubt."""

    NONE = ""
    UNKNOWN = "unknown"
    OTHER_ROUND = "other-round"  # there is such a session, and not in this round
    TITLE_DIFFERS = "title-differs"  # its code is used; the title behind it is another


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
        self._shown: dict[str, str] = {}
        for each in self.rounds:
            for key, session in each.sessions.items():
                code, title = plain(session.code), plain(session.title)
                for name in {code, title, f"{code} {title}".strip(), f"{title} {code}".strip(), key} - {""}:
                    self._keys.setdefault(name, {})[key] = None
                if code:
                    self._codes[code] = key
                    self._shown.setdefault(key, f"{session.code} ({session.title})")
                self._shown.setdefault(key, session.title)
        self._compact: dict[str, set[str]] = {}
        for name in self._keys:
            self._compact.setdefault(name.replace(" ", ""), set()).add(name)

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

    def shown(self, key: str) -> str:
        """A session as people know it."""
        return self._shown.get(key, key)

    def _keys_of(self, text: str) -> tuple[tuple[str, ...], NameFault]:
        forms = [text, *self._without_words(text)]
        if behind := _BEHIND.fullmatch(text):
            forms += [behind[1], *self._without_words(behind[1])]
        for form in forms:
            said = plain(form)
            if said in self._keys:
                return tuple(self._keys[said]), NameFault.NONE
            names = self._compact.get(said.replace(" ", ""), set())
            if len(names) == 1:
                return tuple(self._keys[next(iter(names))]), NameFault.NONE
        for form in forms:
            found = _CODE_FIRST.fullmatch(form)
            key = self._codes.get(plain(found[1])) if found else None
            if found and key:
                others = self._keys.get(plain(found[2]), {})
                return ((), NameFault.UNKNOWN) if others and key not in others else ((key,), NameFault.TITLE_DIFFERS)
        return (), NameFault.UNKNOWN

    def _without_words(self, text: str) -> list[str]:
        """The text without a word such as ``Workshop`` before it."""
        found = re.fullmatch(rf"\s*(?:{'|'.join(SESSION_WORDS)})\s*[:–-]?\s*(\S.*)", text, re.IGNORECASE | re.DOTALL)
        return [found[1]] if found else []

    def _in(self, label: str) -> Iterable[str]:
        return next((each.sessions for each in self.rounds if each.label == label), {})

    def _nearest(self, text: str, label: str) -> tuple[str, ...]:
        """The sessions whose titles are most like a text."""
        titles = {
            key: plain(session.title)
            for each in self.rounds
            if not label or each.label == label
            for key, session in each.sessions.items()
        }
        found = process.extract(
            plain(text), titles, scorer=fuzz.token_set_ratio, score_cutoff=LIKENESS, limit=MAX_SUGGESTIONS
        )
        return tuple(self._shown[key] for _, _, key in found)
