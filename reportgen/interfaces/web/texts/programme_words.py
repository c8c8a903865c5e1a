"""What is said of the programme on its page, in Dutch: of rows and fields, of a change, and of what letters told."""

from __future__ import annotations

import re
from dataclasses import asdict

from reportgen.application.event.edit_programme import MAX_PARTS, RowFault
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


def too_many_words(count: int) -> str:
    """That a programme has more parts than are edited."""
    return f"Het programma heeft {count} onderdelen, en {MAX_PARTS} is het meeste. Haal er in het bestand weg."


def change_words(counts: tuple[int, int, int]) -> str:
    """How many parts are changed, new and gone."""
    changed, new, gone = counts
    parts = ((changed, "veranderd"), (new, "erbij"), (gone, "weg"))
    said = [f"{count} {'onderdeel' if count == 1 else 'onderdelen'} {what}" for count, what in parts if count]
    return ", ".join(said) or "in een andere volgorde"
