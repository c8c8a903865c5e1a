"""The files with Dutch words (templates/*.toml), each read once, and their sentences with values filled in.

``words.toml`` is for packs, letters and notices, ``differences.toml`` for what differs between two packs,
``findings.toml`` for findings, ``report.toml`` for the report about a list, ``web.toml`` for the organiser's web page,
``settings.toml`` for its forms with settings, ``messages.toml`` for what messages begin with, ``answers.toml`` for the
report of answers, ``venue.toml`` for attendance lists, badges and table signs, ``compounds.toml`` for where words
break in the heads of columns. Of those that a terminal shows there is one in English too: ``findings.en.toml``,
``report.en.toml`` and ``differences.en.toml``.
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from reportgen.render.content.catalogue import DUTCH
from reportgen.render.content.resources import TEMPLATES


@cache
def pack_words() -> dict[str, Any]:
    """The words of packs, letters and notices, by table."""
    return _words_in("words.toml")


@cache
def difference_words(language: str = DUTCH) -> dict[str, Any]:
    """The words of what differs between two packs, by table; how topics are told is the same in each language."""
    words = _words_in("differences.toml")
    if language == DUTCH:
        return words
    others = _words_in(_file("differences", language))
    topics = {name: {**each, **others["topic"][name]} for name, each in words["topic"].items()}
    return {**words, **others, "topic": topics}


@cache
def finding_words(language: str = DUTCH) -> dict[str, dict[str, str]]:
    """What each finding says and advises, by its code."""
    return _words_in(_file("findings", language))


@cache
def list_report_words(language: str = DUTCH) -> dict[str, Any]:
    """The words of the report about a list and of the call list, by table."""
    return _words_in(_file("report", language))


@cache
def web_words() -> dict[str, Any]:
    """The words of the organiser's web page, by table."""
    return _words_in("web.toml")


@cache
def settings_words() -> dict[str, Any]:
    """The labels, help and faults of the forms with the settings of a meeting."""
    return _words_in("settings.toml")


@cache
def message_starts() -> dict[str, dict[str, str]]:
    """The subject and the text that a message begins with, by its purpose."""
    return _words_in("messages.toml")


@cache
def answers_words() -> dict[str, Any]:
    """The words of the report of answers and its workbook, by table."""
    return _words_in("answers.toml")


@cache
def venue_words() -> dict[str, Any]:
    """The words of attendance lists, name badges and table signs."""
    return _words_in("venue.toml")


@cache
def compound_ends() -> tuple[str, ...]:
    """Words that compounds end with, the longest first."""
    return tuple(sorted(_words_in("compounds.toml")["ends"], key=len, reverse=True))


def lead_text(key: str, **facts: object) -> str:
    """The sentence under the head of a page, from table ``lead``, with its values filled in."""
    return str(pack_words()["lead"][key]).format(**facts)


def sentence_text(key: str, **facts: object) -> str:
    """Another sentence, from table ``sentence``, with its values filled in."""
    return str(pack_words()["sentence"][key]).format(**facts)


def _file(name: str, language: str) -> str:
    return f"{name}.toml" if language == DUTCH else f"{name}.{language}.toml"


def _words_in(name: str) -> dict[str, Any]:
    return tomllib.loads((TEMPLATES / name).read_text("utf-8"))
