"""What is said beside the rows of the programme's form, in Dutch."""

from __future__ import annotations

import re
from dataclasses import asdict

from reportgen.application.event.edit_programme import RowFault
from reportgen.domain.finding import Finding
from reportgen.domain.programme.told_changes import ToldChanges
from reportgen.render.content import dutch
from reportgen.render.content.day_difference_text import day_difference_text
from reportgen.render.content.web_pages import finding_cells
from reportgen.render.content.words import web_words

_LINE = re.compile(r"\b(?:deze )?regel(?: (?=\d))?")


def fault_words(fault: RowFault) -> str:
    """What is wrong in a field."""
    facts = dict(fault.facts)
    code = f"{fault.code}-empty" if facts.get("written") == "" else fault.code
    words: dict[str, str] = web_words()["programme_fault"]
    return words[code].format(**facts)


def finding_words(each: Finding) -> tuple[str, str, str]:
    """How grave a finding is, what is found in which field, and what to do; it names parts, not lines of a file."""
    gravity, _, what, todo = finding_cells(each)
    label = web_words()["programme_column"].get(each.place.column, "")
    what = _LINE.sub(lambda found: found[0].replace("deze regel", "dit onderdeel").replace("regel", "onderdeel"), what)
    return dutch.capitalised(gravity), f"{label}: {what}" if label else what, todo


def told_texts(told: ToldChanges) -> list[tuple[int, str, bool]]:
    """What differs from what people were told: how many read it, in words, and whether they get another session."""
    return [
        (each.readers, day_difference_text({**asdict(each.difference), "change": each.difference.change}), each.is_gone)
        for each in told.changes
    ]
