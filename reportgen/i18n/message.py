"""Messages: texts that are made without knowing the reader's language, and translated where they are shown.

A message is a ``str`` that reads in English, and keeps the template and the facts that it was made of::

    raise SourceError(said("The list lost {count} people", count=lost))

The interface translates it: ``translated(message, "nl")`` of ``render/content/catalogue.py``. A text without facts
needs no ``said``: it is found in the catalogue by itself (decision 0056).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from string import Formatter
from typing import Any, Self

FOREIGN = "foreign"
"""The context of what a library says, in English always: another language cannot but quote it."""


IN_BOTH = "in-both"
"""The context of a text that brings its words in each language along."""


class Message(str):
    """A text in English that can be put in another language.

    Attributes:
        template: the English text, with the names of facts between braces, as ``str.format`` takes them.
        facts: what is filled in, by name: text, numbers, days, moments, messages, or lists of these.
        many: the template for counts other than 1; empty where the message counts nothing.
        context: tells apart what is the same in English and not in another language; mostly empty.
    """

    template: str
    facts: Mapping[str, Any]
    many: str
    context: str

    def __new__(cls, template: str, facts: Mapping[str, Any] | None = None, many: str = "", context: str = "") -> Self:
        """A message; its facts are written as English does."""
        given = {name: _kept(value) for name, value in (facts or {}).items()}
        plural = many and given.get("count") != 1
        self = super().__new__(cls, filled(many if plural else template, given, english_text))
        self.template, self.facts, self.many, self.context = template, given, many, context
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Messages of worker processes come back as they were."""
        return type(self), (self.template, self.facts, self.many, self.context)

    def __str__(self) -> str:
        """The same message: ``str()`` around a fact loses nothing."""
        return self


def _kept(value: Any) -> Any:
    """A fact as a message keeps it: an error as its message, and what is no text, number or time as text."""
    match value:
        case str() | int() | float() | Decimal() | date() | time():
            return value
        case list() | tuple():
            return [_kept(each) for each in value]
        case OSError(strerror=str() as reason) if reason:
            return message_of(reason)
        case ValueError() if type(value) is ValueError:
            return message_of(str(value))
    inner = getattr(value, "message", None)
    if isinstance(inner, Message):
        return inner
    return foreign(str(value)) if isinstance(value, Exception) else str(value)


def said(template: str, /, **facts: Any) -> Message:
    """A message with facts.

    Args:
        template: English, with the names of the facts between braces.
    """
    return Message(template, facts)


def counted(count: int, one: str, many: str, /, **facts: Any) -> Message:
    """A message about a number of things; ``{count}`` in it is the number.

    Args:
        one: the template for 1.
        many: the template for every other number.
    """
    return Message(one, {"count": count, **facts}, many)


def joined(messages: Iterable[str], separator: str = "; ") -> Message:
    """Messages in a row, as one message.

    Args:
        messages: a text among them is a message without facts.
        separator: signs that all languages have.
    """
    each = {f"part{number}": message_of(text) for number, text in enumerate(messages)}
    return Message(separator.join(f"{{{name}}}" for name in each), each)


def named(context: str, word: str, /) -> Message:
    """A word of a fixed set, such as a state of letters.

    Args:
        context: the name of the set; the catalogue has an entry for each of its words.
        word: the word in English, which is also its value in JSON.
    """
    return Message(word, None, "", context)


def foreign(text: str) -> Message:
    """What a library says of a fault, in its own words."""
    return Message("{text}", {"text": text}, "", FOREIGN)


def in_both(english: str, dutch: str, page: str = "") -> Message:
    """A text that there is in both languages already, such as that of a finding.

    Args:
        page: in the words of the web page, where these are others.
    """
    return Message("{en}", {"en": english, "nl": dutch, "page": page}, "", IN_BOTH)


def page_words(message: Message) -> tuple[str, ...]:
    """The texts in a message and its facts that were written for the web page."""
    if message.context == IN_BOTH:
        return (message.facts["page"],) if message.facts["page"] else ()
    return tuple(text for each in message.facts.values() if isinstance(each, Message) for text in page_words(each))


def message_of(text: str) -> Message:
    """A text as a message; one without facts is its own template."""
    return text if isinstance(text, Message) else Message(text)


class _Fields(Formatter):
    """``str.format`` with values written by a function; a message in it is a value as any other."""

    def __init__(self, written: Callable[[Any, str], str]) -> None:
        self._written = written

    def format_field(self, value: Any, format_spec: str) -> str:
        return self._written(value, format_spec)


def filled(template: str, facts: Mapping[str, Any], written: Callable[[Any, str], str]) -> str:
    """A template with its facts filled in; without facts it is taken as it stands, braces included.

    Args:
        written: writes a fact in a language, with the format that the template gives it.
    """
    return str.__str__(_Fields(written).vformat(template, (), facts)) if facts else template


def english_text(value: Any, form: str) -> str:
    """A fact in English: days as ``9 May 2030``, moments as ``9 May 2030, 07:00``; lists with commas."""
    match value:
        case str():
            return format(str.__str__(value), form)
        case list():
            return ", ".join(english_text(each, form) for each in value)
        case datetime() if not form:
            return f"{value.day} {value:%B %Y}, {value:%H:%M}"
        case date() if not form:
            return f"{value.day} {value:%B %Y}"
        case time() if not form:
            return f"{value:%H:%M}"
    return format(value, form)
