"""Which columns of a list hold wishes: ``Ronde 1``, ``1e keuze``, ``Workshop ronde 2 (voorkeur 1)``, or a session."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reportgen.domain.programme.rounds import plain
from reportgen.sources.lists.cells import NO, YES
from reportgen.sources.lists.round_labels import round_label
from reportgen.sources.lists.session_names import NameFault, SessionNames

_ORDINALS = {
    "eerste": "1e",
    "tweede": "2e",
    "derde": "3e",
    "vierde": "4e",
    "vijfde": "5e",
    "zesde": "6e",
    "first": "1e",
    "second": "2e",
    "third": "3e",
    "fourth": "4e",
    "fifth": "5e",
    "reserve": "2e keuze",
    "reservekeuze": "2e keuze",
    "alternatief": "2e keuze",
}
_SUFFIX = "(?:e|de|ste|st|nd|rd|th)"
_ROUND = "(?:workshop|sessie)?(?:ronde|blok|round|tijdslot|slot)"
_WISH = (
    "(?:workshop|sessie|deelsessie|programma)?s?"
    "(?:keuzes?|keus|voorkeur(?:en)?|wens(?:en)?|choices?|preferences?|prioriteit|priority|prio|optie|option)"
)
_SESSION = "(?:(?:keuze|voorkeurs?|deel|parallel|thema|werk|breakout)?(?:workshops?|sessies?|sessions?)|breakouts?)"
_FILLING = frozenset(
    [
        *("voor", "in", "de", "het", "een", "uw", "je", "jouw", "mijn", "van", "en", "naar", "bij", "gekozen"),
        *("code", "titel", "naam", "your", "for", "of", "aan", "welk", "welke", "wilt", "wil", "u", "deelnemen"),
        *("deelname", "volgen", "bijwonen", "kiest", "kies", "kiezen", "graag", "gaat", "programma", "which"),
    ]
)

_PATTERNS = (
    ("round", re.compile(rf"\b(\d{{1,2}}){_SUFFIX} {_ROUND}\b")),
    ("round", re.compile(rf"\b(?:{_ROUND}|r) ?0*(\d{{1,2}})(?=\b|k|v)")),
    ("rank", re.compile(rf"\b(\d{{1,2}}){_SUFFIX} {_WISH}\b")),
    ("rank", re.compile(rf"\b(?:{_WISH}|k|v) ?0*(\d{{1,2}}){_SUFFIX}?\b")),
    ("rank", re.compile(rf"\b(\d{{1,2}}) {_WISH}\b")),
    ("word", re.compile(rf"\b(?:{_WISH}|{_SESSION}|{_ROUND})\b")),
)
"""What is taken out of a heading, one after the other."""

_LOOKS_LIKE_WISH = re.compile(rf"\b(?:{_ROUND} ?\d|\d{_SUFFIX} {_WISH}|(?:workshop|sessie)(?:keuze|voorkeur|wens))")


class ColumnKind(StrEnum):
    """What the cells of a column of wishes hold."""

    SESSIONS = "sessions"  # one or more sessions
    MARKS = "marks"  # that a session is wanted, or its rank
    ROUND = "round"  # the round that the row is about
    RANK = "rank"  # the rank of the wish that the row is about


@dataclass(frozen=True, slots=True)
class WishColumn:
    """A column of wishes.

    Attributes:
        round: label of the round that its heading names; empty for none.
        rank: the rank that its heading names; 0 for none.
        fixed: whether the organiser fixes the session (``Ronde 1!``).
        sessions: keys of the session that its heading names, for marks.
        unknown_round: the round in its heading that the programme does not have; then it cannot be read.
    """

    heading: str
    kind: ColumnKind = ColumnKind.SESSIONS
    round: str = ""
    rank: int = 0
    fixed: bool = False
    sessions: tuple[str, ...] = ()
    unknown_round: str = ""


class WishColumns:
    """Recognises columns of wishes by the rounds and sessions of a programme; none where it has no rounds."""

    def __init__(self, names: SessionNames) -> None:
        """Takes the sessions that can be wanted."""
        self.names = names

    def names_wish(self, heading: str) -> bool:
        """Whether a text is the heading of a column of wishes, and not also what somebody may write in a cell."""
        return bool(self.names.rounds) and self._sessions(heading) is not None

    def is_wish(self, heading: str) -> bool:
        """Whether a heading may be that of a column of wishes."""
        return bool(self.names.rounds) and (self._marks(heading) or self._sessions(heading)) is not None

    def looks_like_wish(self, heading: str) -> bool:
        """Whether a heading that cannot be read probably is about wishes all the same."""
        return bool(self.names.rounds) and bool(_LOOKS_LIKE_WISH.search(_with_ordinals(plain(heading))))

    def columns(self, headings: Sequence[str], cells: Mapping[str, Sequence[str]]) -> tuple[WishColumn, ...]:
        """The columns of wishes among those of a list.

        Args:
            headings: those that hold nothing else.
            cells: by heading, to tell a column of marks from one of sessions where the heading may be both.
        """
        found = []
        for heading in headings if self.names.rounds else ():
            marks, sessions = self._marks(heading), self._sessions(heading)
            if marks and (sessions is None or _are_marks(cells[heading])):
                found.append(marks)
            elif sessions:
                found.append(sessions)
        return tuple(_with_rows(found, cells, self.names.labels))

    def _marks(self, heading: str) -> WishColumn | None:
        """A column whose heading is a session: by itself, in brackets, or behind a colon and with its round."""
        parts = [heading, *re.findall(r"\[([^\[\]]+)\]\s*$", heading)]
        for sign in (":", ">", " - ", " – ", "|"):
            head, parted, tail = heading.partition(sign)
            if parted and tail.strip() and (self._sessions(head) is not None or sign in ">|"):
                parts.append(tail)
        for part in parts:
            label = self._round_in(heading) if part != heading else ""
            named = self.names.named(part, label)
            if named.keys and named.fault is NameFault.NONE:
                return WishColumn(heading, ColumnKind.MARKS, label, sessions=named.keys)
        return None

    def _round_in(self, heading: str) -> str:
        said = _with_ordinals(plain(heading))
        for what, pattern in _PATTERNS[:2]:
            if what == "round" and (found := pattern.search(said)) and found[1] in self.names.labels:
                return found[1]
        return ""

    def _sessions(self, heading: str) -> WishColumn | None:
        """A column whose cells name sessions."""
        bare = heading.strip()
        fixed = bare.endswith("!")
        said = _with_ordinals(plain(re.sub(r"^.*\[([^\[\]]+)\]$", r"\1", bare) if "[" in bare else bare))
        numbers = {"round": "", "rank": ""}
        known = False
        for label in self.names.labels:
            if not label.isdigit() and re.search(rf"\b{re.escape(plain(label))}\b", said):
                numbers["round"], known = label, True
                said = said.replace(plain(label), " ")
        for what, pattern in _PATTERNS:
            while found := pattern.search(said):
                if what != "word" and numbers[what]:
                    return None
                if what != "word":
                    numbers[what] = str(int(found[1]))
                known = True
                said = f"{said[: found.start()]} {said[found.end() :]}"
        left = [word for word in said.split() if word not in _FILLING]
        if len(left) == 1 and left[0].isdigit():
            several = len(self.names.labels) > 1
            free = "round" if several and not numbers["round"] and left[0] in self.names.labels else "rank"
            if numbers[free]:
                return None
            numbers[free], left = str(int(left[0])), []
        if left or not known:
            return None
        label = numbers["round"]
        unknown = label if label and label not in self.names.labels else ""
        return WishColumn(heading, ColumnKind.SESSIONS, label, int(numbers["rank"] or 0), fixed, (), unknown)


def _with_ordinals(said: str) -> str:
    return " ".join(_ORDINALS.get(word, word) for word in said.split())


def _are_marks(cells: Sequence[str]) -> bool:
    """Whether all cells say yes or no, and none of them could be the code of a session."""
    said = {cell.casefold() for cell in cells} - {""}
    return bool(said) and all(((each in YES or each in NO) and not each.isalnum()) or each in _WORDS for each in said)


_WORDS = frozenset(("x", "ja", "nee", "yes", "no", "true", "false", "waar", "onwaar"))


def _with_rows(
    columns: list[WishColumn], cells: Mapping[str, Sequence[str]], labels: Sequence[str]
) -> list[WishColumn]:
    """Columns that say of a row which round and rank it is about, beside one that names the session."""
    plain_ones = [each for each in columns if each.kind is ColumnKind.SESSIONS and not (each.round or each.rank)]
    if len(plain_ones) < 2:
        return columns
    found: dict[str, ColumnKind] = {}
    for each in plain_ones:
        said = [cell for cell in cells[each.heading] if cell]
        about_round = re.search(_ROUND, plain(each.heading)) and not re.search(_SESSION, plain(each.heading))
        if about_round and all(round_label(cell) in labels for cell in said):
            found[each.heading] = ColumnKind.ROUND
        elif re.search(_WISH, plain(each.heading)) and all(re.fullmatch(r"\d{1,2}(?:e.*)?", cell) for cell in said):
            found[each.heading] = ColumnKind.RANK
    if len(found) == len(plain_ones):
        return columns
    return [WishColumn(each.heading, found[each.heading]) if each.heading in found else each for each in columns]
