"""What pages and letters say of the parts of a reader's own day: rounds, rooms, who leads, what runs beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.domain.programme.leaders import names_in
from reportgen.domain.programme.rounds import plain, round_name
from reportgen.render.content import dutch
from reportgen.render.content.note_lines import POINT, line_count
from reportgen.render.content.svg import width_in
from reportgen.render.content.words import pack_words

Content = Mapping[str, Any]

BESIDE_SIZE, BESIDE_LINES = 8.0, 2
"""Points of what runs beside a session, and lines at most."""

SEPARATOR = "\u00a0· "
"""Stands between titles, and never begins a line."""

ROOM_LINES = 2
"""Lines of a room in large type, at most."""

QUIET = ("break", "doors", "drinks")
"""Kinds of parts of a day that ask nothing of a reader."""


def has_rounds(day: Sequence[Content]) -> bool:
    """Whether a day has rounds of parallel sessions."""
    return any(each["round"] for each in day)


def has_rooms(day: Sequence[Content]) -> bool:
    """Whether a day says of any part where it is."""
    return any(each["session"] and each["session"]["room"] for each in day)


def is_own_day(day: Sequence[Content]) -> bool:
    """Whether a day tells the reader's own rounds, or where anything is."""
    return has_rounds(day) or has_rooms(day)


def runs_in(session: Content, width: float) -> bool:
    """Whether the note of a part of the day stands behind its title: it asks nothing of the reader, and fits there.

    Args:
        width: of a line, in millimetres.
    """
    if session["kind"] not in QUIET or not session["note"]:
        return False
    title = " ".join(each for each in (session["title"], session["speaker"]) if each)
    used = width_in("sans-semibold", title, 9.8) + width_in("sans", session["note"], 8.2)
    return (used + 2 * width_in("sans", " ", 9.8)) * POINT + 2 < width


def round_lines(part: Content) -> list[str]:
    """What stands below the times of a session of a round: which round it is, and which session."""
    name, code = dutch.capitalised(round_name(part["round"])), part["session"]["code"] if part["session"] else ""
    return [each for each in (name, _said("code", code=code) if code else "") if each]


def leads_text(part: Content) -> str:
    """That the reader leads a session; empty where others do."""
    return dutch.capitalised(_said("leads")) if part["leads"] else ""


def leader_text(part: Content) -> str:
    """Who leads a session; empty where there is none, nobody is said to, or the reader alone does."""
    if not part["session"]:
        return ""
    if part["leads"]:
        return co_leaders_text(part["session"])
    leader, names = part["session"]["leader"], names_in(part["session"]["leader"])
    return _said("leader" if len(names) == 1 else "leaders", names=leader) if names else ""


def co_leaders_text(session: Content) -> str:
    """Who leads a session, to one of them; empty where the reader leads it alone."""
    leader = session["leader"]
    return _said("leaders", names=leader) if len(names_in(leader)) > 1 else ""


def room_size(room: str, width: float) -> str:
    """The class of the room of an own session: large, unless that takes more than ``ROOM_LINES``.

    Args:
        width: of a line, in millimetres.
    """
    return "" if line_count(room, 13, width, "sans-semibold") <= ROOM_LINES else "smaller"


def runs_across(part: Content, width: float) -> bool:
    """Whether what runs beside a session may stand below its room as well, which is not lower than what is said of it.

    Args:
        width: of a line of the room, in millimetres.
    """
    session = part["session"]
    if not session:
        return True
    size, leading = (10.5, 13.5) if room_size(session["room"], width) else (13.0, 16.0)
    said = [each for each in (leads_text(part), leader_text(part), session["note"]) if each]
    return line_count(session["room"], size, width, "sans-semibold") * leading <= 16 + 11.2 * len(said)


def beside_text(part: Content, width: float, lines: int = BESIDE_LINES) -> str:
    """What runs beside a session: the first titles, and how many more there are.

    Args:
        width: of a line, in millimetres.
        lines: at most.
    """
    own = plain(part["session"]["title"]) if part["session"] else ""
    titles = list({plain(each) or each: each for each in part["beside"] if not own or plain(each) != own}.values())
    if not titles:
        return ""
    for shown in range(len(titles), 0, -1):
        listed, more = SEPARATOR.join(titles[:shown]), len(titles) - shown
        listed += SEPARATOR + _said("beside_more", count=more) if more else ""
        text = _said("beside", titles=listed)
        if line_count(text, BESIDE_SIZE, width) <= lines:
            return text
    return _said("beside_one") if len(titles) == 1 else _said("beside_many", count=dutch.count_word(len(titles)))


def none_text(meeting: Content) -> str:
    """What to do in a round that has no session for the reader."""
    contact = ", ".join(each for each in (meeting["email"], meeting["phone"]) if each)
    return _said("none_todo", contact=contact or meeting["contact"])


def first_text(part: Content) -> tuple[str, str]:
    """The first part of a day, as page one tells it: time and room, and its title."""
    session = part["session"]
    where = session["room"] or (pack_words()["day"]["at_table"] if session["kind"] == "table" else "")
    return ", ".join(each for each in (f"{dutch.clock(part['start'])} uur", where) if each), str(session["title"])


def letter_lines(day: Sequence[Content], first: Content | None) -> list[tuple[str, str, str]]:
    """Times, room and title of the reader's own sessions, as a letter tells them; the room may be empty.

    Without rounds it is the first thing to do; nothing where a programme has no rooms either.
    """
    told = [each for each in day if each["round"]]
    return [(_times(each), *_letter_line(each)) for each in told or ([first] if first else [])]


def when_text(session: Content) -> str:
    """When a session is that the reader leads: its round and its times."""
    name = dutch.capitalised(round_name(session["round"]))
    return ", ".join(each for each in (name, f"{_times(session)} uur") if each)


def count_text(led: Content) -> str:
    """How many people attend a session, where somebody is named; else empty."""
    count = len(led["people"]) + led["unnamed"] if led["people"] else 0
    return _said("attending_one") if count == 1 else _said("attending", count=count) if count else ""


def attendance_sentence(led: Content) -> str:
    """Why somebody who attends a session is not in its list, as at tables; or that nobody attends it yet."""
    count = led["unnamed"]
    if not led["people"]:
        return _said("unnamed_all" if count else "nobody")
    if not count:
        return ""
    return (
        _said("unnamed_one") if count == 1 else _said("unnamed_many", count=dutch.capitalised(dutch.count_word(count)))
    )


def _letter_line(part: Content) -> tuple[str, str]:
    name, session = dutch.capitalised(round_name(part["round"])), part["session"]
    if not session:
        return "", _said("letter_none", round=name)
    which = f"{name} ({session['code']})" if name and session["code"] else name
    title = f"{session['title']} ({_said('leads')})" if part["leads"] else session["title"]
    return session["room"], f"{which}: {title}" if which else title


def _times(part: Content) -> str:
    return f"{dutch.clock(part['start'])}–{dutch.clock(part['end'])}"


def _said(key: str, **facts: object) -> str:
    return str(pack_words()["day"][key]).format(**facts)
