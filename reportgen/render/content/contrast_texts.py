"""Texts of the contrasts between two municipalities at a table: a head, a sentence with both figures, a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.render.content import dutch
from reportgen.render.content.measure_words import forms, said
from reportgen.render.content.place_names import in_place, place
from reportgen.render.content.prompts import usable
from reportgen.render.content.wordings import in_order, is_usable
from reportgen.render.content.words import pack_words

Content = Mapping[str, Any]

AND = " en "
"""Where a name has this itself, as that of Nuenen, two are not joined by it once more."""


def contrast_texts(contrasts: Sequence[Content], subject: Content) -> list[tuple[str, str, str]]:
    """The head, the sentence and the question of each contrast of a table; no wording serves two of them."""
    used: set[str] = set()
    return [_text(contrast, subject, used) for contrast in contrasts]


def contrast_text(contrast: Content, subject: Content) -> tuple[str, str, str]:
    """The head, the sentence and the question of a contrast."""
    return _text(contrast, subject, set())


def _text(contrast: Content, subject: Content, used: set[str]) -> tuple[str, str, str]:
    """The texts of a contrast; the wording of its question is added to those that are used."""
    one, other, measure = contrast["one"], contrast["other"], subject["measures"][contrast["measure"]]
    beside = subject["measures"][contrast["beside"]] if contrast["beside"] else measure
    compared = "first" if contrast["kind"] == "crossed" else "second"  # the second ones are of the measure beside
    values = {
        **forms(subject, contrast["measure"], one),
        "one": place(one),
        "other_name": place(other),
        "pair": f"{place(one)} {'naast' if AND in one + other else 'en'} {place(other)}",
        "in_one": in_place(one),
        "In_one": dutch.capitalised(in_place(one)),
        "in_other": in_place(other),
        "own": said(contrast[f"one_{compared}"], measure),
        "year": str(contrast["one_first"]["year"]),
        "last": str(contrast["one_second"]["year"]),
    }
    for each in ("one_first", "one_second", "other_first", "other_second"):
        figure = contrast[each]
        values[each] = said(figure, beside if each.endswith("second") else measure) if figure else ""
    values["other"] = values[f"other_{compared}"]
    if contrast["beside"]:
        values |= {f"{name}_beside": each for name, each in forms(subject, contrast["beside"], one).items()}
    entry = pack_words()["contrast"][contrast["kind"]]
    seed = (one, other, contrast["measure"])
    if "questions" in entry:
        wordings = [each for each in in_order(entry["questions"], *seed) if is_usable(each, values)]
    else:
        wordings = usable("between", measure, values, seed)
    question = next((each for each in wordings if each not in used), wordings[0])
    used.add(question)
    return (
        str(entry["head"]).format(**values),
        str(entry["equal" if values["own"] == values["other"] and "equal" in entry else "sentence"]).format(**values),
        question.format(**values),
    )
