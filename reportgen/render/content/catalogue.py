"""Messages in the reader's language: the catalogue (gettext), and numbers, days and times as the language writes them.

English is what the program is written in; Dutch stands in ``templates/locale/nl/LC_MESSAGES/reportgen.po``, which
``make messages`` brings up to date and compiles (decision 0056).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache, partial
from gettext import GNUTranslations, NullTranslations
from typing import Any

from reportgen.i18n.message import FOREIGN, IN_BOTH, Message, filled, message_of
from reportgen.render.content import dutch
from reportgen.render.content.resources import TEMPLATES

DUTCH, ENGLISH = "nl", "en"

LANGUAGES = (DUTCH, ENGLISH)

LOCALES = TEMPLATES / "locale"

DOMAIN = "reportgen"

PAGE = "page"
"""The context of what the organiser's web page says in other words than a terminal."""

Clean = Callable[[str], str]


def translated(text: str, language: str, *, page: bool = False, clean: Clean = str) -> str:
    """A message in a language; a text that the catalogue does not know stays as it is.

    Args:
        text: a message, or a text without facts.
        language: one of ``LANGUAGES``.
        page: in the words of the web page, where the catalogue has them.
        clean: what is done to each fact that is text from outside, such as escaping it.
    """
    message = message_of(text)
    if message.context == IN_BOTH:
        return clean((page and message.facts["page"]) or message.facts[language])
    if message.context == FOREIGN and language == DUTCH:
        return _quoted(clean(message.facts["text"]), page)
    one, many = _templates(message, language, page)
    write = partial(_written, language=language, page=page, clean=clean)
    return filled(many if message.facts.get("count") != 1 else one, message.facts, write)


def _quoted(text: str, page: bool) -> str:
    """What a library says, in Dutch: where the fault is, or a quotation; a page quotes no English."""
    if place := re.search(r"line (\d+)(?:[^0-9]+column (\d+))?", text):
        return f"er is iets mis in regel {place[1]}" + (f", teken {place[2]}" if place[2] else "")
    return "het is niet zoals het hoort" if page else f"‘{text}’"


@cache
def catalogue(language: str) -> NullTranslations:
    """What gettext knows of a language; of English nothing, for that is what messages are written in."""
    path = LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    if not path.is_file():
        return NullTranslations()
    with path.open("rb") as file:
        return GNUTranslations(file)


def _templates(message: Message, language: str, page: bool) -> tuple[str, str]:
    """The templates of a message for 1 and for another number; for counts that are written alike, twice the same."""
    if not message.template:
        return "", ""
    found = catalogue(language)
    for context in (PAGE, message.context) if page else (message.context,):
        if message.many:
            pair = [
                found.npgettext(context, message.template, message.many, count)
                if context
                else found.ngettext(message.template, message.many, count)
                for count in (1, 2)
            ]
            if context != PAGE or pair != [message.template, message.many]:
                return pair[0], pair[1]
        else:
            text = found.pgettext(context, message.template) if context else found.gettext(message.template)
            if context != PAGE or text != message.template:
                return text, text
    raise AssertionError("the last context always has an answer")


def _written(value: Any, form: str, language: str, page: bool, clean: Clean) -> str:
    """A fact as a language writes it, with the format that the template asks for."""
    match value:
        case Message() if not value.facts:  # may be a text from outside as well
            return format(clean(translated(value, language, page=page)), form)
        case Message():
            return format(translated(value, language, page=page, clean=clean), form)
        case str():
            return format(clean(value), form)
        case list():
            return ", ".join(_written(each, form, language, page, clean) for each in value)
        case datetime() if not form:
            return moment_text(value, language)
        case date() if not form:
            return day_text(value, language)
        case time() if not form:
            return time_text(value, language)
        case int() | float() | Decimal() if language == DUTCH and not isinstance(value, bool):
            return format(value, form).translate(_DUTCH_SIGNS) if form else str(value).replace(".", ",")
    return clean(format(value, form))


def number_text(value: int | float, language: str) -> str:
    """A number with its thousands apart: ``5,000`` or ``5.000``."""
    return _written(value, ",", language, False, str)


_DUTCH_SIGNS = str.maketrans(",.", ".,")


def day_text(value: date, language: str, weekday: bool = False) -> str:
    """A day: ``9 May 2030`` or ``9 mei 2030``, with the day of the week where it is asked for."""
    if language == DUTCH:
        return dutch.day(f"{value.year:04}-{value.month:02}-{value.day:02}", weekday)
    return f"{value:%A} {value.day} {value:%B %Y}" if weekday else f"{value.day} {value:%B %Y}"


def time_text(value: time | datetime, language: str) -> str:
    """A time of day: ``07:00`` or ``07.00 uur``."""
    return f"{value:%H.%M} uur" if language == DUTCH else f"{value:%H:%M}"


def moment_text(value: datetime, language: str) -> str:
    """A moment: ``9 May 2030, 07:00`` or ``9 mei 2030, 07.00 uur``."""
    return f"{day_text(value, language)}, {time_text(value, language)}"
