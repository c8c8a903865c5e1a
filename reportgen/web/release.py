"""Letters are let go and sent."""

from __future__ import annotations

from reportgen import desk, releasing
from reportgen.errors import ReportgenError
from reportgen.looking_ahead import projected_for
from reportgen.records.ledger import Ledger
from reportgen.web.around import back, begun, letter_count, page, rows
from reportgen.web.asking import Ask, Elsewhere, Page, number_in, tell
from reportgen.web.office import Office, reason_of
from reportgen.web.work import Progress


def release(office: Office, ask: Ask) -> Page:
    """What would be let go, and the field for its number."""
    chosen = _chosen(ask.query.get("nummers", ""))
    offer = releasing.offered(office.key, office.ledger, office.archive, only=chosen)
    now, window = office.clock(), office.draft.settings.rules.window
    people = {row.number: row for row in rows(office)}
    return page(
        office,
        ask,
        "release",
        offer=offer,
        mark=offer.mark,
        chosen=",".join(map(str, sorted(chosen))) if chosen else "",
        people=people,
        window=window,
        open=window.is_open(now),
        now=now,
        due=len(office.ledger.due(office.key, now)),
        projection=projected_for(office.draft, office.ledger, now),
        server=office.draft.settings.server,
    )


def choose(office: Office, ask: Ask) -> Elsewhere:
    """Shows the letters to some; nothing changes."""
    numbers = ask.numbers("nummer")
    if not numbers:
        tell(ask, "Kies eerst van wie de brief vrijgegeven moet worden.", "bad")
        return back(ask)
    return Elsewhere(f"/vrijgeven?nummers={','.join(map(str, numbers))}")


def let_go(office: Office, ask: Ask) -> Elsewhere:
    """Lets letters go, when the number is right and nothing else was let go or made meanwhile."""
    chosen = frozenset(ask.numbers("nummer")) or None
    typed = ask.number("aantal")
    link = f"/vrijgeven?nummers={','.join(map(str, sorted(chosen)))}" if chosen else "/vrijgeven"
    try:
        with office.changing() as ledger:
            offer = releasing.offered(office.key, ledger, office.archive, only=chosen)
            if offer.mark != ask.field("stand"):
                last = next(iter(ledger.deeds().of(office.key, most=1)), None)
                who = f" Het laatst deed {last.who} iets." if last and last.who != ask.who else ""
                tell(ask, f"Er is ondertussen iets veranderd; er is niets vrijgegeven.{who} Kijk nog eens.", "bad")
                return Elsewhere(link)
            if not offer.letters:
                tell(ask, "Er wacht niets op vrijgeven.", "bad")
                return Elsewhere("/vrijgeven")
            if typed != len(offer.letters):
                said = f"u typte {typed}" if typed is not None else "u typte geen getal"
                count = len(offer.letters)
                there = f"Er {'wacht' if count == 1 else 'wachten'} {letter_count(count)}"
                tell(ask, f"{there}, en {said}. Er is niets vrijgegeven.", "bad", "aantal")
                return Elsewhere(link)
            numbers = [each.number for each in offer.letters]
            count = releasing.release(offer, ledger, office.clock(), f"released by {ask.who}")
            ledger.deeds().note(office.key, ask.who, "release", str(count), office.clock(), numbers)
    except ReportgenError as fault:
        tell(ask, reason_of(fault), "bad")
        return Elsewhere(link)
    tell(
        ask,
        f"{letter_count(count)} vrijgegeven. Met ‘Nu versturen’ {'gaat die' if count == 1 else 'gaan ze'} de deur uit.",
    )
    return Elsewhere("/vrijgeven")


def send_due(office: Office, ask: Ask) -> Elsewhere:
    """Sends what was let go."""

    def task(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        return _sent(office, ledger, progress)

    return begun(office, ask, "Brieven versturen", task, "send")


def _sent(office: Office, ledger: Ledger, progress: Progress) -> tuple[bool, str]:
    draft, now = office.draft, office.clock()
    rules = draft.settings.rules
    due = len(ledger.due(office.key, now))
    if not due:
        return True, "Er is niets te versturen: niets is vrijgegeven, of alles is al weg."
    if not rules.window.is_open(now):
        return False, (
            f"{letter_count(due)} {'staat klaar en mag' if due == 1 else 'staan klaar en mogen'} nu niet weg: "
            f"het venster is van {rules.window.not_before:%d-%m-%Y %H.%M} "
            f"tot {rules.window.not_after:%d-%m-%Y %H.%M} uur."
        )
    sent, findings = desk.sent(draft, office.house, ledger, office.clock, office.made_up, progress)
    if rules.redirect_all:
        return True, f"Proefopstelling: gemerkte kopieën gingen naar {rules.redirect_all}; geen deelnemer kreeg iets."
    left = sum(each.code in ("letter-failed", "mail-stopped", "letter-uncertain") for each in findings)
    said = f"{letter_count(sent)} verstuurd."
    return not left, f"{said} Bij {left} ging het niet zoals bedoeld; kijk bij ‘Wat op u wacht’." if left else said


def _chosen(said: str) -> frozenset[int] | None:
    """Participants named in an address; None for everyone."""
    numbers = [number_in(each) for each in said.split(",") if each]
    return frozenset(each for each in numbers if each is not None) if said else None
