"""A value that changed between two packs, as organisers read it: figures by their measure, as they are printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from reportgen.render.content import dutch
from reportgen.render.content.words import pack_words


def figure_difference(each: Mapping[str, Any]) -> str:
    """A difference of a figure: ``het aandeel 65-plussers van Urk (2025): 20,1% → 20,4%``; empty for any other value.

    Args:
        each: a difference as JSON, as an edition has it; those of older editions say nothing of figures.
    """
    figure = each.get("figure")
    if not figure:
        return ""
    said = pack_words()["difference"]
    key = "of" if figure["of"] else "mean"
    what = said[key].format(what=said["field"].get(figure["what"], figure["what"]), of=figure["of"])
    then, now = (_printed(each[side], figure) for side in ("old", "new"))
    return str(said["line"].format(what=what, year=figure["year"], then=then, now=now))


def differences_told(differences: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Differences with the ``text`` of each, figures first and each once; other values have an empty one."""
    told = [{**each, "text": figure_difference(each)} for each in differences]
    figures = {each["text"]: each for each in told if each["text"]}
    return [*figures.values(), *(each for each in told if not each["text"])]


def _printed(value: str, figure: Mapping[str, Any]) -> str:
    return dutch.figure({**figure, "value": value}) if value else "–"
