"""A value that changed between two packs, as organisers read it: figures as they are printed, the day in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from reportgen.render.content import dutch
from reportgen.render.content.day_difference_text import day_difference_text
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
    """Differences with the ``text`` of each, those of day and figures first and once; other values have an empty one.

    Args:
        differences: as JSON, as an edition has them; those of older editions say nothing of figures or of the day.
    """
    told = [
        {**each, "text": day_difference_text(day) if (day := each.get("day")) else figure_difference(each)}
        for each in differences
    ]
    figures = {each["text"]: each for each in told if each["text"]}
    return [*figures.values(), *(each for each in told if not each["text"])]


def _printed(value: str, figure: Mapping[str, Any]) -> str:
    return dutch.figure({**figure, "value": value}) if value else "–"
