"""A cell with wishes, read word by word: sessions, the round and the rank of each, and words that join them.

``eerst W3, dan W1`` · ``ronde 1: W1, ronde 2: W5`` · ``1. Wonen met zorg, 2. Bouwen, bouwen`` · ``W3 (1), W1 (2)``.
What has any other word in it is not read here, so that nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportgen.sources.lists.round_labels import ROUND_WORD, WISH_WORD, with_numbers
from reportgen.sources.lists.session_names import SESSION_WORDS, SessionNames, comparable

JOINING = frozenset(
    [
        *("en", "of", "dan", "daarna", "eerst", "liefst", "anders", "graag", "bij", "vervolgens", "tot", "slot"),
        *("ik", "wil", "kies", "naar", "de", "het", "in", "voor", "als", "mijn", "onze", "s", "and", "then", "or"),
        *("reserve", "alternatief", "ook", *SESSION_WORDS),
    ]
)
"""Words beside a session that change nothing."""

MAX_RANK = 30

_APART = re.compile(r"[;,\n|>/+→]")
_ROUND = re.compile(rf"(?:{ROUND_WORD}|r) ?0*(\d{{1,2}})|(\d{{1,2}})(?:e|de|ste)? {ROUND_WORD}")
_RANK = re.compile(rf"(\d{{1,2}})(?:e|de|ste)?(?: {WISH_WORD})?|{WISH_WORD} (\d{{1,2}})(?:e|de|ste)?")
_WISH = re.compile(WISH_WORD)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One session in a cell.

    Attributes:
        text: what names it.
        round: label of the round that stands beside it; empty for none.
        rank: the rank that stands beside it; 0 for none.
    """

    text: str
    round: str = ""
    rank: int = 0


def phrases_in(text: str, names: SessionNames) -> tuple[Phrase, ...]:
    """The sessions in a cell, in order; none where a word is left that nobody knows, or that may mean two things."""
    words, apart = _words(text)
    found: list[Phrase | str | int] = []
    at, behind = 0, ""
    joined = True
    while at < len(words):
        count, is_code = names.beginning(words[at:])
        if count:
            if not (joined or at in apart or (is_code and behind == "code")):
                return ()  # a code with the title of another session behind it
            found.append(Phrase(" ".join(words[at : at + count])))
            behind, joined = "code" if is_code else "title", False
        elif mark := _round_at(words[at:], names.labels):
            count, label = mark
            found.append(label)
            joined = True
        elif mark_of_rank := _rank_at(words[at:], names.numeric):
            count, rank = mark_of_rank
            found.append(rank)
            joined = True
        elif words[at] in JOINING or _WISH.fullmatch(words[at]):
            count, joined = 1, True
        else:
            return ()
        at += count
    return _with_marks(found)


def _words(text: str) -> tuple[list[str], set[int]]:
    """The words of a text, and the positions before which a comma or the like stands."""
    words: list[str] = []
    apart = set()
    for piece in _APART.split(text):
        apart.add(len(words))
        words += comparable(piece).split()
    return words, apart


def _round_at(words: Sequence[str], labels: Sequence[str]) -> tuple[int, str] | None:
    """How many words at the beginning are a round, and its label."""
    for count in (2, 1):
        said = with_numbers(" ".join(words[:count]))
        if (found := _ROUND.fullmatch(said)) and (label := found[1] or found[2]) in labels:
            return min(count, len(words)), label
    for label in labels:
        known = comparable(label).split()
        if not label.isdigit() and known and (words[: len(known)] == known or [*words[:1]] == [f"{known[0]}s"]):
            return len(known), label
    return None


def _rank_at(words: Sequence[str], numeric: bool) -> tuple[int, int] | None:
    """How many words at the beginning are a rank, and which; a bare number is none where codes are numbers."""
    for count in (2, 1):
        found = _RANK.fullmatch(with_numbers(" ".join(words[:count])))
        if found and not (numeric and words[0].isdigit()) and 0 < (rank := int(found[1] or found[2])) <= MAX_RANK:
            return min(count, len(words)), rank
    return None


def _with_marks(found: Sequence[Phrase | str | int]) -> tuple[Phrase, ...]:
    """The sessions with the round and rank that stand before each, or behind each; none where that is unclear."""
    if all(isinstance(each, Phrase) for each in found):
        return _all_or_none([each for each in found if isinstance(each, Phrase)])
    if not isinstance(found[0], Phrase):
        return _marks_first(found)
    if isinstance(found[-1], Phrase):
        return ()
    turned = _marks_first(list(reversed(found)), each_round=True)
    return tuple(reversed(turned))


def _marks_first(found: Sequence[Phrase | str | int], each_round: bool = False) -> tuple[Phrase, ...]:
    """The sessions with the marks before them: a rank is for the next one, a round for all until another.

    Args:
        each_round: a round is for the next one too.
    """
    label, rank = "", 0
    phrases = []
    for each in found:
        if isinstance(each, str):
            label = each
        elif isinstance(each, int):
            if rank:
                return ()  # two ranks without a session between them
            rank = each
        else:
            phrases.append(replace(each, round=label, rank=rank))
            rank, label = 0, "" if each_round else label
    return _all_or_none(phrases) if not rank else ()


def _all_or_none(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """The sessions, where each of them has a rank and a round, or none has; else none of them."""
    for marks in ([bool(each.rank) for each in phrases], [bool(each.round) for each in phrases]):
        if any(marks) and not all(marks):
            return ()
    return tuple(phrases)
