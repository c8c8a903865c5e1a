"""What follows from a change of settings, in words: for letters that were sent, wait or were released."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.application.settings.consequences import (
    Consequence,
    consequences,
    kind_consequences,
    other_kinds,
    removed_kinds,
)
from reportgen.domain.identifiers import pack_key
from reportgen.interfaces.web.context import WebContext
from reportgen.render.content.words import web_words


def settings_warnings(context: WebContext, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The sentences about what follows once settings are others.

    Args:
        before, after: the settings as event.toml has them.
    """
    key, ledger = context.people_key, context.ledger
    found = list(consequences(before, after, ledger.deliveries(key), context.clock()))
    for kind in other_kinds(after):
        letters = ledger.deliveries(pack_key(key, kind))
        found += kind_consequences(before, after, kind, letters, context.clock())
    lost = sum(len(ledger.deliveries(pack_key(key, kind))) for kind in removed_kinds(before, after))
    if lost:
        found.append(Consequence("kind-gone", lost))
    return [_sentence(each) for each in found]


def _sentence(one: Consequence) -> str:
    words: dict[str, str] = web_words()["settings_follows"]
    special = f"{one.code}-{'none' if one.count == 0 else 'one' if one.count == 1 else 'many'}"
    return words.get(special, words[one.code]).format(count=one.count, kind=one.kind)
