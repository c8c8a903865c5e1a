"""Releasing letters: what waits, by group and to look at, and the form in which one types how many may go."""

from __future__ import annotations

from reportgen.application.delivery import release
from reportgen.application.delivery.forecast import projection_for
from reportgen.application.delivery.four_eyes import four_eyes_of, refuse_own_letters, take_in_own_name
from reportgen.application.delivery.release_groups import ReleaseGroups, release_groups, sample_of
from reportgen.application.event.readiness import event_findings, refuse_unready
from reportgen.domain.delivery.states import State
from reportgen.domain.finding import Finding
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.error_messages import error_message
from reportgen.interfaces.web.list_check import event_stamps
from reportgen.interfaces.web.pages.messages import shown_subject
from reportgen.interfaces.web.pages.sending import why_held
from reportgen.interfaces.web.participant_list import participant_rows
from reportgen.interfaces.web.release_rows import PAGE_SIZE, LetterFilter, letter_rows, matching_letters
from reportgen.interfaces.web.request import WebRequest, flash, number_in
from reportgen.interfaces.web.responses import Page, Redirect, page, redirect_back
from reportgen.render.content.web_pages import letter_count
from reportgen.storage.ledger.ledger import Ledger


def release_page(context: WebContext, request: WebRequest) -> Page:
    """The letters that would be released, and the form to release them."""
    selected = _numbers_in(request.query.get("nummers", ""))
    ledger, now = context.ledger, context.clock()
    preview = release.release_preview(context.key, ledger, context.archive, only=selected)
    letters, workspace = preview.letters, context.workspace(ledger)
    findings, differing = _findings(context, preview) if letters else ((), ())
    groups, looks = _groups(context, preview), ledger.looks(context.key).by_letter()
    people = {row.number: row for row in participant_rows(context)}
    wanted = LetterFilter.of_query(request.query)
    matching = matching_letters(letters, people, groups, looks, wanted)
    pages = max(1, -(-len(matching) // PAGE_SIZE))
    at = min(wanted.page, pages)
    shown = matching[(at - 1) * PAGE_SIZE : at * PAGE_SIZE]
    chosen = sample_of(letters, groups, differing)
    held, window = ledger.deliveries(context.key, State.HELD), workspace.settings.rules.window
    organisers = ledger.audit().organisers()
    eyes = four_eyes_of(workspace, letters)
    return page(
        context,
        request,
        "release",
        preview=preview,
        findings=findings,
        groups=groups.groups,
        looked=sum(bool(looks.get(each.key)) for each in letters),
        sample=letter_rows(chosen, people, groups, looks, request.organiser),
        letters=letter_rows(shown, people, groups, looks, request.organiser),
        search=wanted,
        matching=len(matching),
        page_number=at,
        page_count=pages,
        selected=selected or (),
        numbers=request.query.get("nummers", "") if selected else "",
        eyes=eyes,
        may_release=eyes.may_release(request.organiser),
        colleagues=[each for each in organisers if not eyes.is_builder(each.name)],
        held=[(each, why_held(ledger, each)) for each in held],
        rows=people,
        now=now,
        window=window,
        window_open=window.is_open(now),
        due=len(ledger.due(context.key, now)),
        projection=projection_for(workspace),
        server=workspace.settings.server,
    )


def _groups(context: WebContext, preview: release.ReleasePreview) -> ReleaseGroups:
    """The groups of the letters, computed once for the same letters."""

    def compute() -> ReleaseGroups:
        made = context.ledger.messages(context.key).made()
        messages = {each.edition: shown_subject(context, each.subject) for each in made}
        return release_groups(preview.letters, context.archive, messages)

    return context.release_groups.of(preview.digest, compute)


def _findings(context: WebContext, preview: release.ReleasePreview) -> tuple[tuple[Finding, ...], tuple[int, ...]]:
    """What to know before releasing, and whose letters differ from the list or the event; once for the same files.

    Comparing thousands of letters with the list takes seconds.
    """
    ledger = context.ledger

    def compute() -> tuple[tuple[Finding, ...], tuple[int, ...]]:
        workspace = context.workspace(ledger)
        reviewed = release.review_release(workspace, preview)
        return (*event_findings(workspace), *reviewed.findings), reviewed.differing

    state = (
        preview.digest,
        event_stamps(context.folder, context.paths),
        ledger.enrolled(context.people_key),
        ledger.seats(context.people_key),
        ledger.sessions(context.people_key).moves(),
        bool(ledger.deliveries(context.key, State.SENT, State.BOUNCED)),
        context.clock().date(),
    )
    return context.release_findings.of(state, compute)


def select_letters(context: WebContext, request: WebRequest) -> Redirect:
    """Shows the release page with the chosen participants only; nothing changes."""
    numbers = request.numbers("nummer")
    if not numbers:
        flash(request, "Kies eerst van wie de brief vrijgegeven moet worden.", "bad")
        return redirect_back(request)
    return Redirect(_release_path(numbers))


def release_letters(context: WebContext, request: WebRequest) -> Redirect:
    """Releases the letters, if the typed number is right and they are still the ones the organiser saw."""
    selected = request.numbers("nummer")
    path = _release_path(selected)
    try:
        with context.writable_ledger() as ledger:
            preview = release.release_preview(context.key, ledger, context.archive, only=frozenset(selected) or None)
            count = len(preview.letters)
            if preview.digest != request.field("stand"):
                flash(request, _changed_meanwhile(context, request, ledger), "bad")
                return Redirect(path)
            if not count:
                flash(request, "Er wacht niets op vrijgeven.", "bad")
                return Redirect("/vrijgeven")
            if (typed := request.number("aantal")) != count:
                what = f"u typte {typed}" if typed is not None else "u typte geen getal"
                waiting = f"{'wacht' if count == 1 else 'wachten'} {letter_count(count)}"
                message = f"Er {waiting}, en {what}. Er is niets vrijgegeven."
                flash(request, message, "bad", "aantal")
                return Redirect(path)
            workspace = context.workspace(ledger)
            refuse_own_letters(workspace, preview.letters, request.organiser)
            refuse_unready(workspace, preview.letters, "released")
            numbers = [each.participant for each in preview.letters]
            count = release.release(preview, ledger, context.clock(), f"released by {request.organiser}")
            context.record(ledger, request.organiser, "release", str(count), numbers)
    except ReportgenError as error:
        flash(request, message := error_message(error), "bad")
        context.record_refusal(request.organiser, "release", message)
        return Redirect(path)
    go = "gaat die" if count == 1 else "gaan ze"
    flash(request, f"{letter_count(count)} vrijgegeven. Met ‘Nu versturen’ {go} de deur uit.")
    return Redirect("/vrijgeven")


def _changed_meanwhile(context: WebContext, request: WebRequest, ledger: Ledger) -> str:
    """That other letters wait than the organiser saw, and who did something last."""
    last = next(iter(ledger.audit().entries(context.people_key, most=1)), None)
    who = f" Het laatst deed {last.who} iets." if last and last.who != request.organiser else ""
    return f"Er is ondertussen iets veranderd; er is niets vrijgegeven.{who} Kijk nog eens."


def put_in_own_name(context: WebContext, request: WebRequest) -> Redirect:
    """Records the organiser as who had letters made of which nobody is known to; a colleague can release them then."""
    try:
        with context.writable_ledger() as ledger:
            waiting = release.release_preview(context.key, ledger, context.archive).letters
            workspace = context.workspace(ledger)
            if not workspace.settings.four_eyes or not take_in_own_name(workspace, waiting, request.organiser):
                flash(request, "Van alle brieven die wachten is al bekend wie ze liet maken.", "bad")
                return Redirect("/vrijgeven")
            context.record(ledger, request.organiser, "own")
    except ReportgenError as error:
        flash(request, error_message(error), "bad")
        return Redirect("/vrijgeven")
    flash(request, "Deze brieven staan nu op uw naam. Vraag een collega om ze te bekijken en vrij te geven.")
    return Redirect("/vrijgeven")


def _release_path(numbers: tuple[int, ...]) -> str:
    """The release page with these participants only, or with everyone."""
    return f"/vrijgeven?nummers={','.join(map(str, sorted(numbers)))}" if numbers else "/vrijgeven"


def _numbers_in(text: str) -> frozenset[int] | None:
    """The participants in an address, separated by commas; None for everyone."""
    numbers = [number_in(each) for each in text.split(",") if each]
    return frozenset(each for each in numbers if each is not None) if text else None
