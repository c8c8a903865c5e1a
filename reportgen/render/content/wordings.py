"""Chooses among several wordings of a text, by rule: the same place and measure always get the same one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256
from typing import Any

from reportgen.render.content.words import pack_words

Content = Mapping[str, Any]


def subject_text(subject: Content, name: str, **values: object) -> str:
    """A text that subjects may have their own of, with its values filled in; else the usual one."""
    own = subject["words"].get(name)
    return str(pack_words()["subject"][name] if own is None else own).format(**values)


def wordings_of(subject: Content, name: str, measure: str, usual: Sequence[str]) -> Sequence[str]:
    """The wordings of a text: the subject's for this measure, the subject's, or the usual ones.

    In a subject's words each line is a wording; ``headline first origin/index`` goes before ``headline first``.
    """
    words = subject["words"]
    own = words.get(f"{name} {measure}", words.get(name, ""))
    return [line for line in own.split("\n") if line.strip()] or usual


def in_order(wordings: Sequence[str], *seed: str) -> list[str]:
    """All wordings, beginning at one that follows from the seed."""
    start = _number(*seed) % len(wordings)
    return [*wordings[start:], *wordings[:start]]


def chosen(wordings: Sequence[str], seed: Sequence[str], values: Mapping[str, object], longest: int = 0) -> str:
    """A wording with its values filled in: the first in order that is not too long, else the shortest.

    Args:
        longest: characters; 0 for any length.
    """
    texts = [wording.format(**values) for wording in in_order(wordings, *seed)]
    return next((text for text in texts if not longest or len(text) <= longest), min(texts, key=len))


def chosen_anew(
    wordings: Sequence[str], seed: Sequence[str], values: Mapping[str, object], used: Collection[str]
) -> tuple[str, str]:
    """The wording itself, and with its values filled in: the first in order that is not used yet, if there is one."""
    ordered = in_order(wordings, *seed)
    wording = next((each for each in ordered if each not in used), ordered[0])
    return wording, wording.format(**values)


def _number(*seed: str) -> int:
    return int.from_bytes(sha256("\n".join(seed).encode()).digest()[:6])
