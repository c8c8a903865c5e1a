"""The first page, and the making of packs."""

from __future__ import annotations

from collections.abc import Collection

from reportgen.application import resources
from reportgen.application.delivery import release
from reportgen.application.delivery.forecast import projected_for
from reportgen.application.resources import means_of
from reportgen.domain.delivery.states import State
from reportgen.interfaces.web import views
from reportgen.interfaces.web.context import WebContext, reason_of
from reportgen.interfaces.web.figures import in_use
from reportgen.interfaces.web.helpers import begun, pack_count, page, rows, waiting_line
from reportgen.interfaces.web.request import Page, Redirect, WebRequest
from reportgen.interfaces.web.work import Progress
from reportgen.render.printing.context import Judge
from reportgen.storage.ledger.ledger import Ledger


def overview(context: WebContext, ask: WebRequest) -> Page:
    """How everything stands, what needs a person first."""
    ledger, draft, now = context.ledger, context.draft, context.clock()
    fresh = context.check.look()
    everyone = rows(context)
    trouble = [row for row in everyone if row.state in views.TROUBLE]
    window = draft.settings.rules.window
    report = context.check.report
    return page(
        context,
        ask,
        "overview",
        now=now,
        counts=views.counted(everyone),
        trouble=trouble[:10],
        troubled=len(trouble),
        report=report,
        findings=[each for each in report.findings if each.severity != "noted"] if report else [],
        fault=reason_of(context.check.fault) if context.check.fault else "",
        fresh=fresh,
        projection=projected_for(draft, ledger, now),
        window=window,
        left=(window.not_after - now).total_seconds(),
        due=len(ledger.due(context.key, now)),
        waiting=release.waiting_for_release(context.key, ledger),
        open=window.is_open(now),
        figures=in_use(context),
        deeds=views.told(ledger.audit().entries(context.key, most=views.MOST_DEEDS), 8),
        last=max((row.since for row in everyone if row.since), default=None),
        automatic=draft.settings.automatic_release,
        later=min((each.due for each in ledger.deliveries(context.key, State.DEFERRED) if each.due), default=None),
    )


def work(context: WebContext, ask: WebRequest) -> Page:
    """How the work stands, for who has no script; and what it came to."""
    return page(
        context, ask, "work", deeds=views.told(context.ledger.audit().entries(context.key, most=views.MOST_DEEDS), 50)
    )


def build(context: WebContext, ask: WebRequest) -> Redirect:
    """Makes what is new or changed."""
    shrunk = ask.field("korter") == "ja"

    def task(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        return built(context, ledger, progress, shrunk)

    return begun(context, ask, "Pakketten maken", task, "build")


def built(
    context: WebContext,
    ledger: Ledger,
    progress: Progress,
    shrunk: bool,
    only: Collection[int] | None = None,
    because: str = "",
) -> tuple[bool, str]:
    """Makes what is new or changed, or only the packs of some; whether it went well, and what is to be said of it."""
    folder, paths = context.folder, context.paths
    with means_of(folder, paths, context.workers, "", Judge.SAMPLE) as print_context:
        report = resources.built(folder, paths, ledger, context.clock, print_context, progress, shrunk, only, because)
    context.check.forget()
    stayed = "bleef zoals het was" if report.kept == 1 else "bleven zoals ze waren"
    parts = [f"{pack_count(report.made)} gemaakt", f"{pack_count(report.kept)} {stayed}"]
    if report.withdrawn:
        parts.append(f"{report.withdrawn} ingetrokken, want niet meer op de lijst")
    waiting = release.waiting_for_release(context.key, ledger)
    more = f" {waiting_line(waiting)} op vrijgeven." if waiting else ""
    failed = sum(each.code == "part-failed" for each in report.findings)
    if failed:
        return (
            False,
            f"{', '.join(parts)}; {pack_count(failed)} {'kon' if failed == 1 else 'konden'} niet worden gedrukt.{more}",
        )
    return True, f"{', '.join(parts)}.{more}"
