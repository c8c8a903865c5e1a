"""The form of a message: its fields as a browser sends them, what is wrong with them, and the message they say."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from reportgen.application.messages.people import MessagePeople
from reportgen.config.message_file import MAX_SUBJECT, MAX_TEXT
from reportgen.domain.messages.message import CalendarUse, Message
from reportgen.domain.messages.selection import Role, Selection, Standing
from reportgen.domain.number_ranges import number_ranges
from reportgen.domain.people.participant import folded
from reportgen.domain.programme.rounds import Round, rounds_of, session_key
from reportgen.interfaces.web.request import WebRequest
from reportgen.render.content.message_text import session_line

MAX_NUMBERS = 10_000
"""Numbers that a field with numbers may name."""

_RANGE = re.compile(r"(\d{1,9})(?:\s*[-–]\s*(\d{1,9}))?")


@dataclass(slots=True)
class MessageForm:
    """The fields of the form, as typed.

    Attributes:
        faults: what is wrong, in Dutch, by field.
    """

    subject: str = ""
    text: str = ""
    letters: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    tables: str = ""
    sessions: frozenset[str] = frozenset()
    municipalities: str = ""
    types: frozenset[str] = frozenset()
    unanswered: bool = False
    numbers: str = ""
    without: str = ""
    pack: bool = False
    calendar: str = CalendarUse.NONE
    stops: bool = False
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def has_more(self) -> bool:
        """Whether the fields that are folded away ask anything, or have a fault."""
        asked = (self.tables, self.sessions, self.municipalities, self.types, self.numbers, self.without)
        return any(asked) or bool(self.faults.keys() - {"onderwerp", "tekst"})


def form_of(message: Message, municipalities: Mapping[str, str]) -> MessageForm:
    """The form filled in as a message says.

    Args:
        municipalities: code → name.
    """
    chosen = message.chosen
    return MessageForm(
        message.subject,
        message.text.strip("\n"),
        frozenset(map(str, chosen.letters)),
        frozenset(map(str, chosen.roles)),
        number_ranges(chosen.tables),
        frozenset(chosen.sessions),
        ", ".join(municipalities.get(code, code) for code in chosen.municipalities),
        frozenset(chosen.types),
        chosen.unanswered,
        number_ranges(chosen.numbers),
        number_ranges(chosen.without),
        message.has_pack,
        str(message.calendar),
        message.stops_packs,
    )


def form_in(request: WebRequest) -> MessageForm:
    """The fields that a browser sent."""
    return MessageForm(
        request.field("onderwerp"),
        request.text("tekst").strip("\n"),
        _several(request, "brief"),
        _several(request, "rol"),
        request.field("tafels"),
        _several(request, "sessie"),
        request.field("gemeenten"),
        _several(request, "soort"),
        request.field("onbeantwoord") == "ja",
        request.text("deelnemers"),
        request.text("zonder"),
        request.field("pakket") == "ja",
        request.field("agenda"),
        request.field("pakketten") == "intrekken",
    )


def message_of(form: MessageForm, before: Message, people: MessagePeople) -> Message | None:
    """The message that a form says; None where a field is wrong, which then stands in its ``faults``.

    Args:
        before: the message as it was.
    """
    if len(form.subject) > MAX_SUBJECT:
        form.faults["onderwerp"] = f"Het onderwerp mag hoogstens {MAX_SUBJECT} tekens hebben."
    if len(form.text) > MAX_TEXT:
        form.faults["tekst"] = f"De tekst mag hoogstens {MAX_TEXT:,} tekens hebben.".replace(",", ".")
    tables, numbers, without = (
        numbers_in(form, name, text)
        for name, text in (("tafels", form.tables), ("deelnemers", form.numbers), ("zonder", form.without))
    )
    names = {people.municipalities.get(each.candidate.code, "") for each in people.persons} - {""}
    codes = {folded(name): code for code, name in people.municipalities.items() if name in names}
    municipalities = _municipalities(form, codes, names)
    rounds = rounds_of(people.event.sessions)
    known = {key for each in rounds for key, _ in session_choices(each)}
    types = {each.name for each in people.event.kinds}
    if form.faults:
        return None
    chosen = Selection(
        tuple(each for each in Standing if each in form.letters),
        tuple(each for each in Role if each in form.roles),
        tables,
        _kept(form.sessions, known, before.chosen.sessions),
        municipalities,
        _kept(form.types, types, before.chosen.types),
        form.unanswered,
        numbers,
        without,
    )
    calendar = CalendarUse(form.calendar) if form.calendar in {*CalendarUse} else CalendarUse.NONE
    return Message(before.name, before.purpose, form.subject, form.text, chosen, form.pack, calendar, form.stops)


def session_choices(each: Round) -> list[tuple[str, str]]:
    """The sessions of a round as a form offers them: what stands in a selection, and what people read."""
    return [(f"{each.label}/{session_key(session)}", session_line(session)) for session in each.sessions.values()]


def _several(request: WebRequest, name: str) -> frozenset[str]:
    return frozenset(each[:300] for each in request.fields.get(name, ()) if each.isprintable())


def _kept(chosen: Collection[str], known: Collection[str], before: Iterable[str]) -> tuple[str, ...]:
    """The chosen values that are known, or were chosen before; sorted."""
    return tuple(sorted(each for each in chosen if each in known or each in before))


def numbers_in(form: MessageForm, name: str, text: str) -> tuple[int, ...]:
    """The numbers in a field: ``1-5, 8``."""
    found: set[int] = set()
    for each in re.split(r"[,;]|\ben\b", text):
        if not each.strip():
            continue
        match = _RANGE.fullmatch(each.strip())
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 0 < first <= last or last - first >= MAX_NUMBERS or len(found) + last - first >= MAX_NUMBERS:
            form.faults[name] = f"‘{each.strip()[:40]}’ is geen nummer. Schrijf bijvoorbeeld: 1-5, 8."
            return ()
        found.update(range(first, last + 1))
    return tuple(sorted(found))


def _municipalities(form: MessageForm, codes: Mapping[str, str], names: Collection[str]) -> tuple[str, ...]:
    """The codes of the municipalities in a field, parted by commas."""
    found: list[str] = []
    for each in re.split(r"[,;]", form.municipalities):
        if not (name := each.strip()):
            continue
        code = codes.get(folded(name))
        if code is None:
            close = get_close_matches(name[:60], names, n=1, cutoff=0.7)
            meant = f" Bedoelt u {close[0]}?" if close else ""
            form.faults["gemeenten"] = f"Uit ‘{name[:60]}’ doet niemand mee.{meant}"
            return ()
        found.append(code)
    return tuple(dict.fromkeys(found))
