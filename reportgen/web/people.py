"""The participants: all of them, and one with the pack, the letter and everything that happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import ceil
from random import Random
from threading import Lock
from urllib.parse import urlencode

from reportgen import mending, releasing, sending, trying
from reportgen.archiving import record_in
from reportgen.desk import sender_of
from reportgen.domain.delivery import STILL_HERE, Delivery, State
from reportgen.errors import ReportgenError
from reportgen.records.ledger import Ledger
from reportgen.render.pictures import pictures_of
from reportgen.web import views
from reportgen.web.around import back, begun, letter_of, letters_of, page, read, row_of, rows, to
from reportgen.web.asking import Ask, Elsewhere, File, NotThere, Page, tell
from reportgen.web.office import Office, reason_of
from reportgen.web.overview import built
from reportgen.web.work import Progress

PDF = "application/pdf"

_ONE_AT_A_TIME = Lock()
"""The library that draws pages is not made for several threads."""


def participants(office: Office, ask: Ask) -> Page:
    """Everyone, or those who are looked for."""
    everyone = rows(office)
    names = ("words", "state", "table", "municipality", "kind")
    wish = views.Wish(**{name: ask.query.get(name, "").strip() for name in names})
    found = views.found(everyone, wish)
    pages = max(1, ceil(len(found) / views.A_PAGE))
    at = min(max(1, int(said) if (said := ask.query.get("page", "1")).isdecimal() and len(said) < 6 else 1), pages)
    asked = {name: value for name in names if (value := getattr(wish, name))}
    return page(
        office,
        ask,
        "participants",
        rows=found[(at - 1) * views.A_PAGE : at * views.A_PAGE],
        total=len(everyone),
        count=len(found),
        wish=wish,
        at=at,
        pages=pages,
        link=lambda number: f"/deelnemers?{urlencode({**asked, 'page': number})}",
        back=f"/deelnemers?{urlencode({**asked, 'page': at})}",
        states=list(views.counted(everyone)),
        tables=sorted({row.table for row in everyone if row.table}),
        places=sorted({row.municipality for row in everyone}),
        kinds=sorted({row.kind for row in everyone}),
    )


def participant(office: Office, ask: Ask) -> Page:
    """One participant: the pack beside everything that happened."""
    number = ask.places["number"]
    row = row_of(office, number)
    ledger = office.ledger
    letters = letters_of(office, number)
    history = [(each, ledger.history(each.key)) for each in reversed(letters)]
    reasons = {each.edition: _why(office, each) for each in letters}
    return page(
        office,
        ask,
        "participant",
        row=row,
        letters=history,
        reasons=reasons,
        last=letters[-1] if letters else None,
        uncertain=any(each.state is State.UNCERTAIN for each in letters),
        waits=any(each.state in STILL_HERE for each in letters),
        deeds=views.told(ledger.deeds().of(office.key, number)),
        mine=_mine(office, ask),
    )


def letter(office: Office, ask: Ask) -> Page:
    """A letter as it was, or will be, sent."""
    number, edition = ask.places["number"], ask.places["edition"]
    each = letter_of(office, number, edition)
    return page(office, ask, "letter", row=row_of(office, number), letter=each, read=read(office, each))


def pack(office: Office, ask: Ask) -> File:
    """A pack as it was sent."""
    each = letter_of(office, ask.places["number"], ask.places["edition"])
    letter = read(office, each)
    return File(letter.pack, PDF, letter.pack_name if "bewaar" in ask.query else "", lasting=True)


def picture(office: Office, ask: Ask) -> File:
    """One page of a pack, as a picture."""
    each = letter_of(office, ask.places["number"], ask.places["edition"])
    with _ONE_AT_A_TIME:
        found = list(pictures_of(read(office, each).pack, 80, only=ask.places["sheet"]))
    if not found:
        raise NotThere
    return File(found[0], "image/png", lasting=True)


def make_again(office: Office, ask: Ask) -> Elsewhere:
    """Makes the packs of some again."""
    numbers, reason = ask.numbers("nummer"), ask.field("reden")
    if not numbers:
        tell(ask, "Kies eerst van wie het pakket opnieuw gemaakt moet worden.", "bad")
        return back(ask)
    if not reason:
        tell(ask, "Schrijf erbij waarom; dat blijft bij de editie bewaard.", "bad", "reden")
        return back(ask)
    known = {each.number for each in office.ledger.enrolled(office.key)}
    if strange := [number for number in numbers if number not in known]:
        tell(ask, f"Er is geen deelnemer {strange[0]}.", "bad")
        return back(ask)

    def task(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        seated = ledger.seats(office.key)
        there = frozenset(number for number in numbers if number in seated)
        if not there:
            return False, "Deze deelnemers staan niet meer op de lijst."
        mending.revived(office.key, there, ledger, office.clock())
        ledger.deeds().note(office.key, ask.who, "again", reason, office.clock(), sorted(there))
        return built(office, ledger, progress, True, there, reason)

    what = f"Pakket van {_people(numbers)} opnieuw maken"
    return begun(office, ask, what, task, "")


def trial(office: Office, ask: Ask) -> Elsewhere:
    """Sends a marked copy of one letter to the organiser."""
    number = ask.places["number"]
    mine = office.organiser(ask.who)
    if mine is None:
        tell(ask, "Uw naam is hier niet meer bekend.", "bad")
        return to(number)
    draft = office.draft
    if draft.settings.server and office.made_up:
        tell(ask, "De klok is verzonnen; dan gaat er geen echte post uit, ook geen proef.", "bad")
        return to(number)

    def task(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        letters = [each for each in trying.newest(office.key, ledger) if each.number == number]
        if not letters:
            return False, f"Er is nog geen brief aan deelnemer {number}."
        house = replace(office.house, output=office.house.output / "test")
        sender = sender_of(draft, house)
        (tried,) = trying.copies_sent(
            trying.chosen(letters, [number], None, Random()), office.archive, sender, mine.email, lambda _: None
        )
        if tried.arrived:
            return True, f"De proef is verstuurd naar {mine.email}. Voor de deelnemer verandert er niets."
        return False, f"De proef is niet aangenomen. De mailserver zei: {tried.answer}"

    return begun(office, ask, f"Proef van {number:04d} versturen", task, "trial", (number,), f"/deelnemers/{number}")


def withdraw(office: Office, ask: Ask) -> Elsewhere:
    """Takes the letter to someone back, if it has not left."""
    number, reason = ask.places["number"], ask.field("reden")
    if not reason:
        tell(ask, "Schrijf erbij waarom; dat blijft bewaard.", "bad", "intrekken")
        return to(number)
    try:
        with office.changing() as ledger:
            count = releasing.withdraw(office.key, number, ledger, office.clock(), f"withdrawn by {ask.who}: {reason}")
            if count:
                ledger.deeds().note(office.key, ask.who, "withdraw", reason, office.clock(), (number,))
    except ReportgenError as fault:
        tell(ask, reason_of(fault), "bad")
        return to(number)
    if count:
        tell(ask, "De brief is ingetrokken en gaat niet weg. Met ‘Opnieuw maken’ komt er een nieuwe.")
    else:
        tell(ask, "Er is geen brief die nog tegengehouden kan worden.", "bad")
    return to(number)


def resolve(office: Office, ask: Ask) -> Elsewhere:
    """Settles a letter of which nobody knew whether it arrived."""
    number, said = ask.places["number"], ask.field("ontvangen")
    if said not in ("wel", "niet"):
        tell(ask, "Zeg of de brief wel of niet is ontvangen.", "bad")
        return to(number)
    if not any(each.number == number for each in office.ledger.deliveries(office.key, State.UNCERTAIN)):
        tell(ask, "Over de brief aan deze deelnemer bestaat geen onzekerheid (meer).", "bad")
        return to(number)
    try:
        with office.changing() as ledger:
            sending.resolve(office.key, number, ledger, office.clock(), arrived=said == "wel")
            ledger.deeds().note(office.key, ask.who, "resolve", said, office.clock(), (number,))
    except ReportgenError as fault:
        tell(ask, reason_of(fault), "bad")
        return to(number)
    more = "" if said == "wel" else " Dezelfde brief gaat met de volgende verzending nog eens mee."
    tell(ask, f"Genoteerd: {said} ontvangen.{more}")
    return to(number)


def _why(office: Office, each: Delivery) -> tuple[str, list[Mapping[str, str]]]:
    """Why an edition was made for someone: what a person said, and every value that changed."""
    try:
        record = record_in(office.archive, each.edition)
        own = next(pack for pack in record["packs"] if pack["number"] == each.number)
        return str(record.get("because", "")), [dict(reason) for reason in own["reasons"]]
    except (ReportgenError, KeyError, StopIteration):
        return "", []


def _mine(office: Office, ask: Ask) -> str:
    found = office.organiser(ask.who)
    return found.email if found else ""


def _people(numbers: tuple[int, ...]) -> str:
    return f"deelnemer {numbers[0]:04d}" if len(numbers) == 1 else f"{len(numbers)} deelnemers"
