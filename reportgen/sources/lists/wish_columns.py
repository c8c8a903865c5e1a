"""Which columns of a list hold wishes: ``Ronde 1``, ``1e keuze``, ``Workshop ronde 2 (voorkeur 1)``, or a session."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from reportgen.domain.programme.rounds import plain
from reportgen.sources.lists.cells import NO, YES
from reportgen.sources.lists.round_labels import ROUND_WORD, WISH_WORD, round_label, with_numbers
from reportgen.sources.lists.session_names import NameFault, SessionNames
from reportgen.sources.lists.wish_phrases import phrases_in

_RESERVE = re.compile(r"\b(?:reserve(?:keuze)?|alternatief|alternatieve keuze)\b")
_SUFFIX = "(?:e|de|ste|st|nd|rd|th)"
_SESSION = "(?:(?:keuze|voorkeurs?|deel|parallel|thema|werk|breakout)?(?:workshops?|sessies?|sessions?)|breakouts?)"
_FILLING = frozenset(
    [
        *("voor", "in", "de", "het", "een", "uw", "je", "jouw", "mijn", "van", "en", "naar", "bij", "gekozen", "om"),
        *("code", "titel", "naam", "your", "for", "of", "aan", "welk", "welke", "wilt", "wil", "u", "deelnemen", "uit"),
        *("deelname", "volgen", "bijwonen", "kiest", "kies", "kiezen", "graag", "gaat", "programma", "which", "er"),
        *("wat", "is", "zijn", "heeft", "heb", "hebt", "ik", "zou", "willen", "waar", "ga", "liefst", "s", "te"),
        *("aanmelding", "aanmelden", "inschrijving", "inschrijven", "opgave", "aanmeld", "inschrijf", "selectie"),
        *("tijdens", "dan", "op", "what", "would", "like", "to", "attend", "do", "you", "want", "the", "parallelle"),
        *("neemt", "deel", "komt", "kom", "rangschik", "rangorde", "rangschikking", "ranking", "sessienaam"),
    ]
)
"""Words in a heading that change nothing."""

_REMARK = re.compile(
    r"(?:verplicht|optioneel|facultatief|niet verplicht|uur|tot|op volgorde|(?:op|in) volgorde van voorkeur|code|titel"
    r"|(?:u|je|er|kies|kiest|mag|mogen|kunt|vul|in|een|de|maximaal|max|minimaal|top|tot|en|\d|workshops?|sessies?)"
    r"|meerdere antwoorden mogelijk|meer antwoorden mogelijk|required|optional|select one|multiple|kies er)"
)
"""What a heading may have in brackets that says nothing about round or rank."""

_NUMBERED = re.compile(r"(.*\S)\s*\[(?:rank|rang|plaats|positie|nr\.?|nummer)?\s*(\d{1,2})\]", re.IGNORECASE)
"""A heading with a rank in square brackets, as survey tools export an order."""

_CLOCK = re.compile(r"\b\d{1,2}[.:]\d{2}\b(?:\s*(?:uur|u\b|h\b))?")
_MOST = re.compile(r"\b(?:top|max|maximaal|maximum|kies(?: er)?|hoogstens) \d{1,2}\b")
_PATTERNS = (
    ("round", re.compile(rf"\b(\d{{1,2}}){_SUFFIX} {ROUND_WORD}\b")),
    ("round", re.compile(rf"\b(?:{ROUND_WORD}|r) ?0*(\d{{1,2}})(?=\b|k|v)")),
    ("rank", re.compile(rf"\b(\d{{1,2}}){_SUFFIX} {WISH_WORD}\b")),
    ("rank", re.compile(rf"\b(?:{WISH_WORD}|k|v) ?0*(\d{{1,2}}){_SUFFIX}?\b")),
    ("rank", re.compile(rf"\b(\d{{1,2}}) {WISH_WORD}\b")),
    ("word", re.compile(rf"\b(?:{WISH_WORD}|{_SESSION}|{ROUND_WORD})\b")),
)
"""What is taken out of a heading, one after the other."""

_LOOKS_LIKE_WISH = re.compile(
    rf"\b(?:{ROUND_WORD} ?\d|\d{_SUFFIX} {WISH_WORD}|(?:workshop|sessie)(?:keuze|voorkeur|wens))"
)


class ColumnKind(StrEnum):
    """What the cells of a column of wishes hold."""

    SESSIONS = "sessions"  # one or more sessions
    MARKS = "marks"  # that a session is wanted, or its rank
    ROUND = "round"  # the round that the row is about
    RANK = "rank"  # the rank of the wish that the row is about
    UNCLEAR = "unclear"  # no session at all, although its heading says so


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
        looks_like = bool(_LOOKS_LIKE_WISH.search(_heading_words(heading))) or self.names.mentioned_in(heading)
        return bool(self.names.rounds) and looks_like

    def are_sessions(self, cells: Sequence[str]) -> bool:
        """Whether most cells of a column name a session, by more than a letter or a number."""
        said = [cell for cell in cells if cell.strip()]
        return bool(said) and 2 * sum(map(self.names.tells_apart, said)) >= len(said)

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
                says_yes = _are_marks(cells[heading]) and any(cell.casefold() in YES for cell in cells[heading])
                found.append(replace(sessions, kind=ColumnKind.UNCLEAR) if says_yes else sessions)
        return tuple(_with_rows(found, cells, self.names.labels))

    def _marks(self, heading: str) -> WishColumn | None:
        """A column whose heading is a session: by itself, in brackets, or behind a colon and with its round."""
        phrases = phrases_in(heading, self.names)
        if len(phrases) == 1 and phrases[0].round and not phrases[0].rank:
            named = self.names.named(phrases[0].text, phrases[0].round)
            if named.keys:
                return WishColumn(heading, ColumnKind.MARKS, phrases[0].round, sessions=named.keys)
        parts = [heading, _CLOCK.sub(" ", heading), *re.findall(r"\[([^\[\]]+)\]\s*$", heading)]
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
        said = _heading_words(heading)
        for what, pattern in _PATTERNS:
            if what == "round" and (found := pattern.search(said)) and found[1] in self.names.labels:
                return found[1]
        return ""

    def _sessions(self, heading: str) -> WishColumn | None:
        """A column whose cells name sessions."""
        bare = heading.strip()
        if numbered := _NUMBERED.fullmatch(bare):
            column = self._sessions(numbered[1])
            return replace(column, heading=heading, rank=int(numbered[2])) if column and not column.rank else None
        fixed = bare.endswith("!")
        inner = re.sub(r"^.*\[([^\[\]]+)\]$", r"\1", bare) if "[" in bare else bare
        said = _heading_words(inner)
        numbers = {"round": "", "rank": ""}
        known = False
        for label in sorted((each for each in self.names.labels if not each.isdigit()), key=len, reverse=True):
            pattern = rf"\b{re.escape(plain(label))}s?(?=(?:{ROUND_WORD}|{WISH_WORD}|{_SESSION}|programma|deel)?\b)"
            if plain(label) and re.search(pattern, said):
                if numbers["round"]:
                    return None
                numbers["round"], known = label, True
                said = re.sub(pattern, " ", said)
        for what, pattern_of in _PATTERNS:
            while found := pattern_of.search(said):
                if what != "word" and numbers[what]:
                    return None
                if what != "word":
                    numbers[what] = str(int(found[1]))
                known = True
                said = f"{said[: found.start()]} {said[found.end() :]}"
        left = [word for word in said.split() if word not in _FILLING]
        if len(left) == 1 and (number := re.fullmatch(rf"0*(\d{{1,2}})({_SUFFIX})?", left[0])):
            several = len(self.names.labels) > 1 and not number[2]
            free = "round" if several and not numbers["round"] and number[1] in self.names.labels else "rank"
            if numbers[free]:
                return None
            numbers[free], left = number[1], []
        if left or not known:
            return None
        label = numbers["round"]
        unknown = label if label and label not in self.names.labels else ""
        return WishColumn(heading, ColumnKind.SESSIONS, label, int(numbers["rank"] or 0), fixed, (), unknown)


def _heading_words(heading: str) -> str:
    """A heading in plain words, without times and remarks such as ``(verplicht)``; numbers in words as numbers."""
    timeless = _CLOCK.sub(" ", re.sub(r"\((?:s|en)\)", "", heading))

    def without_remark(found: re.Match[str]) -> str:
        note = plain(found[1])
        return " " if not _REMARK.sub("", note).strip() else found[0]

    said = plain(re.sub(r"\(([^()]*)\)", without_remark, timeless))
    return _RESERVE.sub("2e keuze", _MOST.sub(" ", with_numbers(said)))


_MARKS = frozenset(("x", "ja", "nee", "yes", "no", "true", "false", "waar", "onwaar"))
"""Words that mark a session as wanted or not, and that nobody takes for a code."""


def _are_marks(cells: Sequence[str]) -> bool:
    """Whether all cells say yes or no, and none of them could be the code of a session."""
    said = {cell.casefold() for cell in cells} - {""}
    return bool(said) and all(((each in YES or each in NO) and not each.isalnum()) or each in _MARKS for each in said)


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
        about_round = re.search(ROUND_WORD, plain(each.heading)) and not re.search(_SESSION, plain(each.heading))
        if about_round and all(round_label(cell) in labels for cell in said):
            found[each.heading] = ColumnKind.ROUND
        elif re.search(WISH_WORD, plain(each.heading)) and all(re.fullmatch(r"\d{1,2}(?:e.*)?", cell) for cell in said):
            found[each.heading] = ColumnKind.RANK
    if len(found) == len(plain_ones):
        return columns
    return [WishColumn(each.heading, found[each.heading]) if each.heading in found else each for each in columns]
