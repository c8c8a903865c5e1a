"""Texts of the contrasts between two municipalities at a table: a head, a sentence with both figures, a question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.render.content import dutch
from reportgen.render.content.measure_words import forms
from reportgen.render.content.place_names import in_place, place
from reportgen.render.content.prompts import filled
from reportgen.render.content.words import pack_words

Content = Mapping[str, Any]


def contrast_text(contrast: Content, subject: Content) -> tuple[str, str, str]:
    """The head, the sentence and the question of a contrast."""
    one, other = contrast["one"], contrast["other"]
    values = {
        **forms(subject, contrast["measure"], one),
        "one": place(one),
        "other_name": place(other),
        "in_one": in_place(one),
        "In_one": dutch.capitalised(in_place(one)),
        "in_other": in_place(other),
        "own": dutch.figure(contrast["one_second"]),
        "other": dutch.figure(contrast["other_second"]),
        "year": str(contrast["one_first"]["year"]),
    }
    for each in ("one_first", "one_second", "other_first", "other_second"):
        values[each] = dutch.figure(contrast[each])
    if contrast["beside"]:
        values |= {f"{name}_beside": each for name, each in forms(subject, contrast["beside"], one).items()}
    entry = pack_words()["contrast"][contrast["kind"]]
    questions = filled("between", subject["measures"][contrast["measure"]], values, (one, other, contrast["measure"]))
    return (str(entry["head"]).format(**values), str(entry["sentence"]).format(**values), questions[0])
