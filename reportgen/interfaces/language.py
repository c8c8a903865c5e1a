"""The language of the command line: as ``--lang`` or ``REPORTGEN_LANG`` says, else as the locale does."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from reportgen.errors import UsageError
from reportgen.i18n.message import said
from reportgen.render.content.catalogue import DUTCH, ENGLISH, LANGUAGES, translated

OPTION = "--lang"

VARIABLE = "REPORTGEN_LANG"

LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Where a system says in which language messages are; the first that is set counts."""

_chosen: list[str] = []


def choose_language(words: Sequence[str], environment: Mapping[str, str] = os.environ) -> list[str]:
    """Chooses the language of this process, and returns the arguments without ``--lang``.

    Args:
        words: the arguments of the program; ``--lang nl`` may stand anywhere before a bare ``--``.

    Raises:
        UsageError: there is no such language; that of the locale is used to say so.
    """
    rest, asked, where = _without_option(words)
    set_language(_of_locale(environment))
    if language := asked if where else environment.get(VARIABLE, ""):
        if language not in LANGUAGES:
            raise UsageError(
                said("There is no language '{language}'", language=language),
                where=where or VARIABLE,
                todo=said("choose one of: {languages}", languages=list(LANGUAGES)),
            )
        set_language(language)
    return rest


def _of_locale(environment: Mapping[str, str]) -> str:
    locale = next((each for name in LOCALE_VARIABLES if (each := environment.get(name))), "")
    return DUTCH if locale.lower().partition("_")[0].partition(".")[0] == DUTCH else ENGLISH


def without_language(words: Sequence[str]) -> list[str]:
    """The arguments without ``--lang`` and what it names."""
    return _without_option(words)[0]


def _without_option(words: Sequence[str]) -> tuple[list[str], str, str]:
    """The arguments without ``--lang``, the language it names, and the option where it is given."""
    rest: list[str] = []
    asked, where, at = "", "", 0
    while at < len(words):
        word = words[at]
        if word == "--":
            rest += words[at:]
            break
        if word == OPTION and at + 1 < len(words):
            asked, where, at = words[at + 1], OPTION, at + 1
        elif word.startswith(f"{OPTION}="):
            asked, where = word.partition("=")[2], OPTION
        else:
            rest.append(word)
        at += 1
    return rest, asked, where


def set_language(language: str) -> None:
    """Sets the language of this process."""
    _chosen[:] = [language]


def language() -> str:
    """The language that was chosen; English before that."""
    return _chosen[0] if _chosen else ENGLISH


def here(text: str) -> str:
    """A message in the language that was chosen."""
    return translated(text, language())
