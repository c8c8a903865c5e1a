"""The organiser's pages as HTML (Jinja), and their Dutch texts: moments, durations, sizes, counts and faults."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from math import ceil
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reportgen.domain.finding import Finding
from reportgen.render.content import dutch
from reportgen.render.content.finding_texts import finding_text, objective_text, place_text, severity_text
from reportgen.render.content.plurals import number_of
from reportgen.render.content.resources import TEMPLATES
from reportgen.render.content.words import web_words


def web_page(name: str, **context: Any) -> str:
    """A page of the organiser's, filled in."""
    return web_environment().get_template(f"{name}.html").render(context)


def moment_text(at: datetime | None) -> str:
    """``3 december 2018, 08.00 uur``; empty for no moment."""
    return f"{dutch.day(at.date().isoformat())}, {at:%H.%M} uur" if at else ""


def short_moment_text(at: datetime | None) -> str:
    """``3 dec 2018, 08.00``, for columns and long lists; empty for no moment."""
    return f"{dutch.short_day(at.date())}, {at:%H.%M}" if at else ""


def duration_text(seconds: float) -> str:
    """``2 dagen en 3 uur``, ``4 minuten``: the two largest measures at most."""
    left = timedelta(seconds=max(0, round(seconds)))
    minutes = left.seconds // 60
    parts = ((left.days, "dag", "dagen"), (minutes // 60, "uur", "uur"), (minutes % 60, "minuut", "minuten"))
    said = [f"{count} {one if count == 1 else many}" for count, one, many in parts if count]
    return " en ".join(said[:2]) or "minder dan een minuut"


def wait_text(seconds: float) -> str:
    """``30 seconden``, ``4 minuten``: how long to wait, rounded up."""
    whole = max(1, ceil(seconds))
    if whole < 120:
        return "1 seconde" if whole == 1 else f"{whole} seconden"
    return f"{ceil(whole / 60)} minuten"


def file_size_text(count: int) -> str:
    """``1,4 MB``, ``120 kB``."""
    if count < 1_000_000:
        return f"{dutch.number(max(1, round(count / 1000)))} kB"
    return f"{count / 1_000_000:.1f} MB".replace(".", ",")


def pack_count(count: int) -> str:
    """``1 pakket``, ``8 pakketten``."""
    return "1 pakket" if count == 1 else f"{count} pakketten"


def letter_count(count: int) -> str:
    """``1 brief``, ``8 brieven``."""
    return "1 brief" if count == 1 else f"{count} brieven"


def waiting_count(count: int) -> str:
    """``1 brief wacht``, ``8 brieven wachten``."""
    return f"{letter_count(count)} {'wacht' if count == 1 else 'wachten'}"


def participant_count(count: int) -> str:
    """``1 deelnemer``, ``8 deelnemers``."""
    return "1 deelnemer" if count == 1 else f"{count} deelnemers"


_OWN_LIST = re.compile(r"^deelnemers\.\w+")
"""What the program calls the list of an event that was made here; no organiser gave it that name."""


def finding_cells(each: Finding) -> tuple[str, str, str, str]:
    """A finding: what happens to the row, where it stands, what is wrong, what to do on the page."""
    words = web_words()
    facts = {name: words["finding_key"].get(said, said) if name == "key" else said for name, said in each.facts}
    shown = replace(each, facts=tuple(facts.items()))
    said = {name: words[f"finding_{name}"].get(each.code) for name in ("what", "todo")}
    what, todo = finding_text(shown, instead={name: text for name, text in said.items() if text})
    return severity_text(each), _place_on_page(each), what, todo


def _place_on_page(each: Finding) -> str:
    """Where a finding stands, with files of the event by what they are; lines of settings are nobody's business."""
    place = each.place
    name = web_words()["finding_file"].get(place.file)
    if name is None:
        file = _OWN_LIST.sub(str(web_words()["finding_file"]["deelnemers"]), place.file)
        return place_text(replace(each, place=replace(place, file=file)))
    return str(name).format(line=place.line) if place.line else str(name).partition(",")[0]


def finding_sentences(findings: Sequence[Finding], most: int) -> str:
    """The first findings as sentences behind a message, and how many more there are."""
    lines = [finding_cells(each) for each in findings]
    text = "".join(
        f" {f'{place}: {what}' if place else dutch.capitalised(what)}. {todo}" for _, place, what, todo in lines[:most]
    )
    more = len(lines) - most
    text += f" En nog {'1 melding' if more == 1 else f'{more} meldingen'}." if more > 0 else ""
    return text.encode("utf-8", "replace").decode()  # names of files may hold halves of characters


def plain_text(text: str) -> str:
    """A text from outside without control characters, also those that turn the direction of writing around."""
    return "".join(each if each.isprintable() or each.isspace() else "\ufffd" for each in text)


def step_note(step: str, said: str) -> tuple[str, bool]:
    """What a step of a letter says beside its name, and whether that is in another tongue: a mail server's own."""
    if step in ("claim", "accept"):  # of a letter that was accepted the server's receipt tells an organiser nothing
        return "", False
    if step == "hold":
        return held_text(said), False
    for begins, words in web_words()["step_note"].items():
        if said.startswith(begins):
            return words.format(rest=said.removeprefix(begins).strip()), False
    return said, True


def held_text(said: str) -> str:
    """Why a letter is held, by the note in its history; empty for a note that was erased."""
    reasons = said.partition(" (")[0].split(", ") if said else []
    return ", ".join(web_words()["hold_reason"].get(each, each) for each in reasons)


@cache
def web_environment() -> Environment:
    """What the organiser's pages are read with."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES / "web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "moment": moment_text,
        "short_moment": short_moment_text,
        "duration": duration_text,
        "size": file_size_text,
        "number": dutch.number,
        "day": dutch.day,
        "capitalised": dutch.capitalised,
        "number_of": number_of,
        "objective": objective_text,
        "plain": plain_text,
    }
    made.globals |= {"say": web_words(), "finding_line": finding_cells, "step_note": step_note}
    return made


def action_name(action: str) -> str:
    """What an action of the audit log is called."""
    said = web_words()
    return str(said["work"].get(action) or said["action"].get(action) or said["outcome"]["other"])
