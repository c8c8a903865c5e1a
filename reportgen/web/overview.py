"""The first page, and the making of packs."""

from __future__ import annotations

from collections.abc import Collection

from reportgen import desk, releasing
from reportgen.desk import means_of
from reportgen.domain.delivery import State
from reportgen.looking_ahead import projected_for
from reportgen.records.ledger import Ledger
from reportgen.render.means import Judge
from reportgen.web import views
from reportgen.web.around import begun, pack_count, page, rows, waiting_line
from reportgen.web.asking import Ask, Elsewhere, Page
from reportgen.web.figures import in_use
from reportgen.web.office import Office, reason_of
from reportgen.web.work import Progress


def overview(office: Office, ask: Ask) -> Page:
    """How everything stands, what needs a person first."""
    ledger, draft, now = office.ledger, office.draft, office.clock()
    fresh = office.check.look()
    everyone = rows(office)
    trouble = [row for row in everyone if row.state in views.TROUBLE]
    window = draft.settings.rules.window
    report = office.check.report
    return page(
        office,
        ask,
        "overview",
        now=now,
        counts=views.counted(everyone),
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
        figures=in_use(office),
        deeds=views.told(ledger.deeds().of(office.key, most=views.MOST_DEEDS), 8),
        last=max((row.since for row in everyone if row.since), default=None),
        automatic=draft.settings.automatic_release,
        later=min((each.due for each in ledger.deliveries(office.key, State.DEFERRED) if each.due), default=None),
    )


def work(office: Office, ask: Ask) -> Page:
    """How the work stands, for who has no script; and what it came to."""
    return page(office, ask, "work", deeds=views.told(office.ledger.deeds().of(office.key, most=views.MOST_DEEDS), 50))


def build(office: Office, ask: Ask) -> Elsewhere:
    """Makes what is new or changed."""
    shrunk = ask.field("korter") == "ja"

    def task(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        return built(office, ledger, progress, shrunk)

    return begun(office, ask, "Pakketten maken", task, "build")


def built(
    office: Office,
    ledger: Ledger,
    progress: Progress,
    shrunk: bool,
    only: Collection[int] | None = None,
    because: str = "",
) -> tuple[bool, str]:
    """Makes what is new or changed, or only the packs of some; whether it went well, and what is to be said of it."""
    folder, house = office.folder, office.house
    with means_of(folder, house, office.workers, "", Judge.SAMPLE) as means:
        report = desk.built(folder, house, ledger, office.clock, means, progress, shrunk, only, because)
    office.check.forget()
    stayed = "bleef zoals het was" if report.kept == 1 else "bleven zoals ze waren"
    parts = [f"{pack_count(report.made)} gemaakt", f"{pack_count(report.kept)} {stayed}"]
    if report.withdrawn:
        parts.append(f"{report.withdrawn} ingetrokken, want niet meer op de lijst")
    waiting = releasing.waiting_for_release(office.key, ledger)
    more = f" {waiting_line(waiting)} op vrijgeven." if waiting else ""
    failed = sum(each.code == "part-failed" for each in report.findings)
    if failed:
        return (
            False,
            f"{', '.join(parts)}; {pack_count(failed)} {'kon' if failed == 1 else 'konden'} niet worden gedrukt.{more}",
        )
    return True, f"{', '.join(parts)}.{more}"
