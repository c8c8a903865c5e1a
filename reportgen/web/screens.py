"""The pages that are looked at; none of them changes anything."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from threading import Lock
from typing import Any
from urllib.parse import urlencode

from reportgen import listing, moving, releasing
from reportgen.domain.delivery import Delivery, State
from reportgen.errors import ReportgenError
from reportgen.gathering import figures_in_use
from reportgen.looking_ahead import projected_for
from reportgen.mail.opened import Opened, opened
from reportgen.render.pictures import pictures_of
from reportgen.render.report import differences, summary
from reportgen.render.screen import screen
from reportgen.web import views
from reportgen.web.asking import Ask, Elsewhere, File, NotThere, Page
from reportgen.web.office import Office, reason_of

PDF = "application/pdf"

_ONE_AT_A_TIME = Lock()
"""The library that draws pages is not made for several threads."""


def page(office: Office, ask: Ask, name: str, code: int = 200, **context: Any) -> Page:
    """A page with what stands on all of them."""
    said, ask.session.said[:] = list(ask.session.said), []
    around = {
        "event": office.draft.event,
        "who": ask.who,
        "token": ask.session.token,
        "path": ask.path,
        "said": said,
        "work": office.work.state,
    }
    return Page(screen(name, **around, **context), code)


def overview(office: Office, ask: Ask) -> Page:
    """How everything stands, what needs a person first."""
    ledger, draft, now = office.ledger, office.draft, office.clock()
    fresh = office.check.look()
    rows = _rows(office)
    trouble = [row for row in rows if row.state in views.TROUBLE]
    window = draft.settings.rules.window
    report = office.check.report
    return page(
        office,
        ask,
        "overview",
        now=now,
        counts=views.counted(rows),
        trouble=trouble[:10],
        troubled=len(trouble),
        report=report,
        findings=[each for each in report.findings if each.gravity != "noted"] if report else [],
        fault=reason_of(office.check.fault) if office.check.fault else "",
        fresh=fresh,
        projection=projected_for(draft, ledger, now),
        window=window,
        left=(window.not_after - now).total_seconds(),
        due=len(ledger.due(office.key, now)),
        waiting=releasing.waiting_for_release(office.key, ledger),
        open=window.is_open(now),
        figures=_figures(office),
        deeds=ledger.deeds().of(office.key, most=8),
        automatic=draft.settings.automatic_release,
        later=min((each.due for each in ledger.deliveries(office.key, State.DEFERRED) if each.due), default=None),
    )


def participants(office: Office, ask: Ask) -> Page:
    """Everyone, or those who are looked for."""
    rows = _rows(office)
    names = ("words", "state", "table", "municipality", "kind")
    wish = views.Wish(**{name: ask.query.get(name, "").strip() for name in names})
    found = views.found(rows, wish)
    pages = max(1, ceil(len(found) / views.A_PAGE))
    at = min(max(1, int(said) if (said := ask.query.get("page", "1")).isdecimal() and len(said) < 6 else 1), pages)
    asked = {name: value for name in names if (value := getattr(wish, name))}
    return page(
        office,
        ask,
        "participants",
        rows=found[(at - 1) * views.A_PAGE : at * views.A_PAGE],
        total=len(rows),
        count=len(found),
        wish=wish,
        at=at,
        pages=pages,
        link=lambda number: f"/deelnemers?{urlencode({**asked, 'page': number})}",
        back=f"/deelnemers?{urlencode({**asked, 'page': at})}",
        states=list(views.counted(rows)),
        tables=sorted({row.table for row in rows if row.table}),
        places=sorted({row.municipality for row in rows}),
        kinds=sorted({row.kind for row in rows}),
    )


def participant(office: Office, ask: Ask) -> Page:
    """One participant: the pack beside everything that happened."""
    number = ask.places["number"]
    row = _row(office, number)
    ledger = office.ledger
    letters = _letters(office, number)
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
        waits=any(each.state in (State.PRINTED, State.RELEASED, State.DEFERRED, State.REFUSED) for each in letters),
        deeds=ledger.deeds().of(office.key, number),
        mine=_mine(office, ask),
    )


def letter(office: Office, ask: Ask) -> Page:
    """A letter as it was, or will be, sent."""
    number, edition = ask.places["number"], ask.places["edition"]
    each = _letter(office, number, edition)
    return page(office, ask, "letter", row=_row(office, number), letter=each, read=_read(office, each))


def pack(office: Office, ask: Ask) -> File:
    """A pack as it was sent."""
    each = _letter(office, ask.places["number"], ask.places["edition"])
    read = _read(office, each)
    return File(read.pack, PDF, read.pack_name if "bewaar" in ask.query else "", lasting=True)


def picture(office: Office, ask: Ask) -> File:
    """One page of a pack, as a picture."""
    each = _letter(office, ask.places["number"], ask.places["edition"])
    with _ONE_AT_A_TIME:
        found = list(pictures_of(_read(office, each).pack, 80, only=ask.places["sheet"]))
    if not found:
        raise NotThere
    return File(found[0], "image/png", lasting=True)


def release(office: Office, ask: Ask) -> Page:
    """What would be let go, and the field for its number."""
    chosen = _chosen(ask.query.get("nummers", ""))
    offer = releasing.offered(office.key, office.ledger, office.archive, only=chosen)
    now, window = office.clock(), office.draft.settings.rules.window
    people = {row.number: row for row in _rows(office)}
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


def new_list(office: Office, ask: Ask) -> Page:
    """The form for another list, and what the one that waits would give."""
    draft = office.draft
    concept = listing.concept_of(office.house, office.key)
    report, fault = None, ""
    if concept:
        try:
            report = listing.check(office.folder, office.house, office.ledger, concept, office.clock().date())
        except ReportgenError as found:
            fault = reason_of(found)
    shown = report if concept else office.check.now()
    return page(
        office,
        ask,
        "list",
        lists=[path.name for path, _ in draft.settings.lists],
        concept=concept,
        fault=fault or (reason_of(office.check.fault) if office.check.fault and not concept else ""),
        report=shown,
        sentences=list(summary(shown))[1:] if shown else [],
        differences=list(differences(report)) if report else [],
    )


def figures(office: Office, ask: Ask) -> Page:
    """Which figures are in use, and how old they are."""
    return page(office, ask, "figures", figures=_figures(office), max_age=office.draft.settings.max_age)


def tables(office: Office, ask: Ask) -> Page:
    """Who sits where."""
    rows = [row for row in _rows(office) if row.table]
    at = {number: [row for row in rows if row.table == number] for number in sorted({row.table for row in rows})}
    return page(office, ask, "tables", tables=at, seats=office.draft.settings.seats)


def move(office: Office, ask: Ask) -> Page | Elsewhere:
    """What it would change if someone sat at another table."""
    number, to = (_number(ask.query.get(name, "")) for name in ("deelnemer", "naar"))
    if number is None or to is None:
        raise NotThere
    try:
        wanted = moving.Move(number, to)
        changes = moving.looked_at(office.folder, office.house, wanted, office.clock().date())
    except ReportgenError as fault:
        ask.session.said.append(("bad", moving.said_of(fault) or reason_of(fault)))
        return Elsewhere("/tafels")
    people = {row.number: row for row in _rows(office)}
    return page(
        office,
        ask,
        "move",
        row=_row(office, number),
        to=to,
        changes=[people[each] for each in changes if each in people],
    )


def archive(office: Office, ask: Ask) -> Page:
    """The sealed editions."""
    records: list[tuple[int, dict[str, Any] | None, str]] = []
    for number in sorted(office.ledger.editions(office.key), reverse=True):
        try:
            records.append((number, office.archive.record(number), ""))
        except (ReportgenError, ValueError) as fault:
            records.append((number, None, reason_of(fault)))
    return page(office, ask, "archive", editions=records)


def edition(office: Office, ask: Ask) -> Page:
    """One edition, with its packs."""
    number = ask.places["edition"]
    if number not in office.ledger.editions(office.key):
        raise NotThere
    people = {row.number: row for row in _rows(office)}
    return page(office, ask, "edition", number=number, record=office.archive.record(number), people=people)


def work(office: Office, ask: Ask) -> Page:
    """How the work stands, for who has no script; and what it came to."""
    return page(office, ask, "work", deeds=office.ledger.deeds().of(office.key, most=50))


def _rows(office: Office) -> tuple[views.Row, ...]:
    key, ledger = office.key, office.ledger
    return views.rows_of(ledger.enrolled(key), ledger.seats(key), ledger.deliveries(key), office.municipalities())


def _row(office: Office, number: int) -> views.Row:
    found = next((row for row in _rows(office) if row.number == number), None)
    if found is None:
        raise NotThere
    return found


def _letters(office: Office, number: int) -> list[Delivery]:
    return [each for each in office.ledger.deliveries(office.key) if each.number == number]


def _letter(office: Office, number: int, edition: int) -> Delivery:
    found = next((each for each in _letters(office, number) if each.edition == edition), None)
    if found is None:
        raise NotThere
    return found


def _read(office: Office, each: Delivery) -> Opened:
    return opened(office.archive.read(each.edition, f"letters/{each.number:04d}.eml", each.letter_digest))


def _why(office: Office, each: Delivery) -> tuple[str, list[Mapping[str, str]]]:
    """Why an edition was made for someone: what a person said, and every value that changed."""
    try:
        record = office.archive.record(each.edition)
        own = next(pack for pack in record["packs"] if pack["number"] == each.number)
        return str(record.get("because", "")), [dict(reason) for reason in own["reasons"]]
    except (ReportgenError, ValueError, KeyError, StopIteration):
        return "", []


def _figures(office: Office) -> list[dict[str, Any]]:
    """Each table of figures in use: what it is, of when, and how many days ago it was fetched."""
    try:
        snapshot, kept = figures_in_use(office.house)
    except ReportgenError:
        return []
    today = office.clock().date()
    return [
        {
            "key": key,
            "title": source.title,
            "table": source.table,
            "reference": source.reference,
            "retrieved": source.retrieved,
            "days": (today - source.retrieved).days,
            "fetched": key in kept,
        }
        for key, source in snapshot.sources.items()
    ]


def _mine(office: Office, ask: Ask) -> str:
    found = office.organiser(ask.who)
    return found.email if found else ""


def _number(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else None


def _chosen(said: str) -> frozenset[int] | None:
    """Participants named in an address; None for everyone."""
    numbers = [_number(each) for each in said.split(",") if each]
    return frozenset(each for each in numbers if each is not None) if said else None
