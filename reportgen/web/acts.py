"""What organisers do: each act is judged here, noted with a name, and done by the same journeys as the commands."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from random import Random
from time import monotonic

from reportgen import listing, mending, moving, pipeline, releasing, sending, trying
from reportgen.desk import Judge, means_of, sender_of
from reportgen.domain.delivery import State
from reportgen.errors import ReportgenError
from reportgen.records.ledger import Ledger
from reportgen.refreshing import Outcome, refresh
from reportgen.sources.answers import OPEN_DATA
from reportgen.verifying import verify
from reportgen.web.asking import Ask, Elsewhere, tell
from reportgen.web.office import LedgerTask, Office, reason_of
from reportgen.web.work import Progress

BUSY = "Er is al iets aan het werk; kijk bovenaan de bladzijde wat. Probeer het daarna weer."


def build(office: Office, ask: Ask) -> Elsewhere:
    """Makes what is new or changed."""
    shrunk = ask.field("korter") == "ja"

    def task(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        return _built(office, ledger, progress, shrunk)

    return _begun(office, ask, "Pakketten maken", task, "build")


def make_again(office: Office, ask: Ask) -> Elsewhere:
    """Makes the packs of some again."""
    numbers, reason = ask.numbers("nummer"), ask.field("reden")
    if not numbers:
        tell(ask, "Kies eerst van wie het pakket opnieuw gemaakt moet worden.", "bad")
        return _back(ask)
    if not reason:
        tell(ask, "Schrijf erbij waarom; dat blijft bij de editie bewaard.", "bad")
        return _back(ask)
    known = {each.number for each in office.ledger.enrolled(office.key)}
    if strange := [number for number in numbers if number not in known]:
        tell(ask, f"Er is geen deelnemer {strange[0]}.", "bad")
        return _back(ask)

    def task(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        seated = ledger.seats(office.key)
        there = frozenset(number for number in numbers if number in seated)
        if not there:
            return False, "Deze deelnemers staan niet meer op de lijst."
        mending.revived(office.key, there, ledger, office.clock())
        ledger.deeds().note(office.key, ask.who, "again", reason, office.clock(), sorted(there))
        return _built(office, ledger, progress, True, there, reason)

    what = f"Pakket van {_people(numbers)} opnieuw maken"
    return _begun(office, ask, what, task, "")


def choose(office: Office, ask: Ask) -> Elsewhere:
    """Shows the letters to some; nothing changes."""
    numbers = ask.numbers("nummer")
    if not numbers:
        tell(ask, "Kies eerst van wie de brief vrijgegeven moet worden.", "bad")
        return _back(ask)
    return Elsewhere(f"/vrijgeven?nummers={','.join(map(str, numbers))}")


def send_due(office: Office, ask: Ask) -> Elsewhere:
    """Sends what was let go."""

    def task(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        return _sent(office, ledger, progress)

    return _begun(office, ask, "Brieven versturen", task, "send")


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
                tell(ask, f"Er wachten {len(offer.letters)} brieven, en {said}. Er is niets vrijgegeven.", "bad")
                return Elsewhere(link)
            numbers = [each.number for each in offer.letters]
            count = releasing.release(offer, ledger, office.clock(), f"released by {ask.who}")
            ledger.deeds().note(office.key, ask.who, "release", str(count), office.clock(), numbers)
    except ReportgenError as fault:
        tell(ask, reason_of(fault), "bad")
        return Elsewhere(link)
    tell(ask, f"{_letters(count)} vrijgegeven. Met ‘Nu versturen’ gaan ze de deur uit.")
    return Elsewhere("/vrijgeven")


def trial(office: Office, ask: Ask) -> Elsewhere:
    """Sends a marked copy of one letter to the organiser."""
    number = ask.places["number"]
    mine = office.organiser(ask.who)
    if mine is None:
        tell(ask, "Uw naam is hier niet meer bekend.", "bad")
        return _to(number)
    draft = office.draft
    if draft.settings.server and office.made_up:
        tell(ask, "De klok is verzonnen; dan gaat er geen echte post uit, ook geen proef.", "bad")
        return _to(number)

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

    return _begun(office, ask, f"Proef van {number:04d} versturen", task, "trial", (number,), f"/deelnemers/{number}")


def withdraw(office: Office, ask: Ask) -> Elsewhere:
    """Takes the letter to someone back, if it has not left."""
    number, reason = ask.places["number"], ask.field("reden")
    if not reason:
        tell(ask, "Schrijf erbij waarom; dat blijft bewaard.", "bad")
        return _to(number)
    try:
        with office.changing() as ledger:
            count = releasing.withdraw(office.key, number, ledger, office.clock(), f"withdrawn by {ask.who}: {reason}")
            if count:
                ledger.deeds().note(office.key, ask.who, "withdraw", reason, office.clock(), (number,))
    except ReportgenError as fault:
        tell(ask, reason_of(fault), "bad")
        return _to(number)
    if count:
        tell(ask, "De brief is ingetrokken en gaat niet weg. Met ‘Opnieuw maken’ komt er een nieuwe.")
    else:
        tell(ask, "Er is geen brief die nog tegengehouden kan worden.", "bad")
    return _to(number)


def resolve(office: Office, ask: Ask) -> Elsewhere:
    """Settles a letter of which nobody knew whether it arrived."""
    number, said = ask.places["number"], ask.field("ontvangen")
    if said not in ("wel", "niet"):
        tell(ask, "Zeg of de brief wel of niet is ontvangen.", "bad")
        return _to(number)
    if not any(each.number == number for each in office.ledger.deliveries(office.key, State.UNCERTAIN)):
        tell(ask, "Over de brief aan deze deelnemer bestaat geen onzekerheid (meer).", "bad")
        return _to(number)
    try:
        with office.changing() as ledger:
            sending.resolve(office.key, number, ledger, office.clock(), arrived=said == "wel")
            ledger.deeds().note(office.key, ask.who, "resolve", said, office.clock(), (number,))
    except ReportgenError as fault:
        tell(ask, reason_of(fault), "bad")
        return _to(number)
    more = "" if said == "wel" else " Dezelfde brief gaat met de volgende verzending nog eens mee."
    tell(ask, f"Genoteerd: {said} ontvangen.{more}")
    return _to(number)


def bring_list(office: Office, ask: Ask) -> Elsewhere:
    """Keeps a list to be looked at."""
    upload = ask.files.get("bestand")
    place = ask.number("welke") or 0
    try:
        concept = listing.keep_concept(
            office.folder,
            office.house,
            upload.name if upload else "",
            upload.content if upload else b"",
            place,
            ask.who,
            office.clock(),
        )
        with office.changing() as ledger:
            ledger.deeds().note(office.key, ask.who, "bring", concept.name, office.clock())
    except ReportgenError as fault:
        kinds = ", ".join(listing.KINDS)
        said = f"Kies een bestand dat eindigt op {kinds}." if not upload or not upload.content else reason_of(fault)
        tell(ask, said, "bad")
    return Elsewhere("/lijst")


def accept_list(office: Office, ask: Ask) -> Elsewhere:
    """Puts the list that waits in the place of the present one."""
    concept = listing.concept_of(office.house, office.key)
    if concept is None or concept.mark != ask.field("stand"):
        tell(ask, "De lijst die klaarstond is er niet meer, of is een andere. Kijk nog eens.", "bad")
        return Elsewhere("/lijst")
    try:
        with office.changing() as ledger:
            listing.check(office.folder, office.house, ledger, concept, office.clock().date())
            path = listing.accept(office.folder, office.house, concept, office.clock())
            ledger.deeds().note(office.key, ask.who, "accept", f"{concept.name} → {path.name}", office.clock())
    except (ReportgenError, OSError) as fault:
        tell(ask, reason_of(fault), "bad")
        return Elsewhere("/lijst")
    tell(ask, f"De lijst {concept.name} geldt nu. De vorige staat in de map ‘{listing.BEFORE}’. Maak nu de pakketten.")
    return Elsewhere("/")


def leave_list(office: Office, ask: Ask) -> Elsewhere:
    """Throws the list that waits away."""
    listing.drop_concept(office.house, office.key)
    with suppress(ReportgenError), office.changing() as ledger:
        ledger.deeds().note(office.key, ask.who, "leave", "", office.clock())
    tell(ask, "De aangeboden lijst is weggegooid; de lijst die gold, geldt nog.")
    return Elsewhere("/lijst")


def fetch_figures(office: Office, ask: Ask) -> Elsewhere:
    """Asks CBS for what it revised."""
    from reportgen.sources.odata import OpenData  # takes a while to load

    def task(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        source = OpenData(office.cbs or OPEN_DATA)
        done, findings = refresh(office.folder, office.house, source, office.clock(), False, progress)
        new = sum(each.outcome is Outcome.FETCHED for each in done)
        failed = sum(each.outcome is Outcome.FAILED for each in done)
        said = f"{new} tabellen zijn nieuw, {len(done) - new - failed} bleven zoals ze waren."
        if failed:
            return False, f"{said} {failed} konden niet worden opgehaald; de vorige cijfers blijven in gebruik."
        return not findings, said

    return _begun(office, ask, "Cijfers ophalen bij het CBS", task, "refresh", back="/cijfers")


def move(office: Office, ask: Ask) -> Elsewhere:
    """Gives someone another seat."""
    number, to = ask.number("deelnemer"), ask.number("naar")
    if number is None or to is None:
        tell(ask, "Kies wie naar welke tafel gaat.", "bad")
        return Elsewhere("/tafels")
    try:
        with office.changing() as ledger:
            was, theme = moving.do(office.key, ledger, moving.Move(number, to))
            ledger.deeds().note(office.key, ask.who, "move", f"tafel {was} → {to}", office.clock(), (number,))
    except ReportgenError as fault:
        tell(ask, moving.said_of(fault) or reason_of(fault), "bad")
        return Elsewhere("/tafels")
    tell(ask, f"Deelnemer {number:04d} zit nu aan tafel {to} ({theme}). Maak de pakketten die daardoor veranderen.")
    return Elsewhere("/tafels")


def verify_archive(office: Office, ask: Ask) -> Elsewhere:
    """Looks whether the archive is whole and the ledger agrees."""

    def task(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        faults = verify(office.key, office.house, ledger)
        if faults:
            return False, f"Het archief is niet in orde. De meldingen (Engels): {'; '.join(faults[:10])}"
        return True, f"Het archief is heel: {len(ledger.editions(office.key))} edities, en het grootboek klopt ermee."

    return _begun(office, ask, "Archief controleren", task, "verify", back="/archief")


def _built(
    office: Office,
    ledger: Ledger,
    progress: Progress,
    shrunk: bool,
    only: Iterable[int] | None = None,
    because: str = "",
) -> tuple[bool, str]:
    begun, house = monotonic(), office.house
    numbers = frozenset(only) if only is not None else None
    with means_of(office.folder, house, office.workers, "", Judge.SAMPLE) as means:
        report = pipeline.build(office.folder, house, ledger, office.clock(), means, progress, shrunk, numbers, because)
    if report.made:
        ledger.notes(office.key).time("print", report.made, monotonic() - begun, office.clock())
    office.check.forget()
    parts = [f"{_packs(report.made)} gemaakt", f"{_packs(report.kept)} bleven zoals ze waren"]
    if report.withdrawn:
        parts.append(f"{report.withdrawn} ingetrokken, want niet meer op de lijst")
    waiting = releasing.waiting_for_release(office.key, ledger)
    more = f" {_letters(waiting)} wachten op vrijgeven." if waiting else ""
    failed = sum(each.code == "part-failed" for each in report.findings)
    if failed:
        return False, f"{', '.join(parts)}; {_packs(failed)} konden niet worden gedrukt.{more}"
    return True, f"{', '.join(parts)}.{more}"


def _sent(office: Office, ledger: Ledger, progress: Progress) -> tuple[bool, str]:
    draft, now = office.draft, office.clock()
    rules = draft.settings.rules
    due = len(ledger.due(office.key, now))
    if not due:
        return True, "Er is niets te versturen: niets is vrijgegeven, of alles is al weg."
    if not rules.window.is_open(now):
        return False, (
            f"{_letters(due)} staan klaar, en mogen nu niet weg: het venster is van "
            f"{rules.window.not_before:%d-%m-%Y %H.%M} tot {rules.window.not_after:%d-%m-%Y %H.%M} uur."
        )
    begun = monotonic()
    sent, findings = sending.send(
        office.key, office.house, ledger, sender_of(draft, office.house), rules, office.clock, office.made_up, progress
    )
    if sent and not office.made_up:
        ledger.notes(office.key).time("send", sent, monotonic() - begun, office.clock())
    if rules.redirect_all:
        return True, f"Proefopstelling: gemerkte kopieën gingen naar {rules.redirect_all}; geen deelnemer kreeg iets."
    left = sum(each.code in ("letter-failed", "mail-stopped", "letter-uncertain") for each in findings)
    said = f"{_letters(sent)} verstuurd."
    return not left, f"{said} Bij {left} ging het niet zoals bedoeld; kijk bij ‘Wat op u wacht’." if left else said


def _begun(
    office: Office,
    ask: Ask,
    what: str,
    task: LedgerTask,
    deed: str,
    numbers: tuple[int, ...] = (),
    back: str = "",
) -> Elsewhere:
    if not office.begin(what, ask.who, task, deed, numbers):
        tell(ask, BUSY, "bad")
    return Elsewhere(back or _path_back(ask))


def _back(ask: Ask) -> Elsewhere:
    return Elsewhere(_path_back(ask))


def _path_back(ask: Ask) -> str:
    """The page of ours the form stood on; never another site's."""
    said = ask.fields.get("terug", ["/"])[0]
    return (
        said if said.startswith("/") and not said.startswith("//") and "\\" not in said and said.isprintable() else "/"
    )


def _to(number: int) -> Elsewhere:
    return Elsewhere(f"/deelnemers/{number}")


def _people(numbers: tuple[int, ...]) -> str:
    return f"deelnemer {numbers[0]:04d}" if len(numbers) == 1 else f"{len(numbers)} deelnemers"


def _packs(count: int) -> str:
    return "1 pakket" if count == 1 else f"{count} pakketten"


def _letters(count: int) -> str:
    return "1 brief" if count == 1 else f"{count} brieven"
