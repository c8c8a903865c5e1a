"""Chooses among several wordings of a text, by rule: the same place and measure always get the same one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from string import Formatter
from typing import Any

from reportgen.render.content.place_names import in_place, place
from reportgen.render.content.words import pack_words

Content = Mapping[str, Any]


def subject_text(subject: Content, key: str, name: str = "", **values: object) -> str:
    """A text that subjects may have their own of, with its values filled in; else the usual one.

    Args:
        key: of the text in ``[words]`` of the subject, or in ``words.toml`` [subject].
        name: of the municipality or the country, for ``{name}`` and ``{in_name}``.
    """
    places = {"name": place(name), "in_name": in_place(name), **values}
    own = [each for each in wordings_of(subject, key, "", ()) if is_usable(each, places)]
    return (own[0] if own else str(pack_words()["subject"][key])).format(**places)


def wordings_of(subject: Content, key: str, measure: str, usual: Sequence[str]) -> list[str]:
    """The wordings of a text: the subject's for this measure, else the subject's; and then the usual ones.

    In a subject's words each line is a wording; ``headline first origin/index`` goes before ``headline first``. The
    usual ones come last, for where none of the subject's can be filled in.
    """
    words = subject["words"]
    own = words.get(f"{key} {measure}", words.get(key, ""))
    return [*(line.strip() for line in own.split("\n") if line.strip()), *usual]


def is_usable(wording: str, values: Mapping[str, object]) -> bool:
    """Whether everything that a wording has a place for is known."""
    return all(values.get(name) not in (None, "") for _, name, _, _ in Formatter().parse(wording) if name is not None)


def in_order(wordings: Sequence[str], *seed: str) -> list[str]:
    """All wordings, beginning at one that follows from the seed."""
    start = _number(*seed) % len(wordings) if wordings else 0
    return [*wordings[start:], *wordings[:start]]


def chosen(
    subject: Content,
    key: str,
    measure: str,
    usual: Sequence[str],
    name: str,
    values: Mapping[str, object],
    longest: int = 0,
) -> str:
    """A wording with its values filled in: the first in order that is not too long, else the shortest.

    Args:
        key: of the text in the subject's words.
        usual: the wordings of subjects that have no own.
        name: of the municipality; with the measure it says at which wording the order begins.
        longest: characters; 0 for any length.
    """
    own = wordings_of(subject, key, measure, ())
    ordered = [*in_order(own, name, measure), *in_order(usual, name, measure)]
    texts = [wording.format(**values) for wording in ordered if is_usable(wording, values)]
    return next((text for text in texts if not longest or len(text) <= longest), min(texts, key=len, default=""))


def _number(*seed: str) -> int:
    return int.from_bytes(sha256("\n".join(seed).encode()).digest()[:6])
