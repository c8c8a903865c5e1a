"""Releasing letters: what waits, by group and to look at, and the form in which one types how many may go."""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.application.delivery import release
from reportgen.application.delivery.forecast import projection_for
from reportgen.application.delivery.four_eyes import (
    four_eyes_of,
    refuse_own_letters,
    releasable_builders,
    take_in_own_name,
)
from reportgen.application.delivery.release_groups import ReleaseGroups, release_groups, sample_of
from reportgen.application.event.readiness import refuse_unready
from reportgen.domain.delivery.states import Delivery, State
from reportgen.domain.people.participant import Enrolled
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.background.page_timeout import TIMEOUT
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.pages.messages import shown_subject
from reportgen.interfaces.web.pages.sending import why_held
from reportgen.interfaces.web.request import WebRequest, flash, number_in
from reportgen.interfaces.web.responses import Page, Redirect, page, redirect_back
from reportgen.interfaces.web.rows.list_page import ListPage
from reportgen.interfaces.web.rows.participant_list import ParticipantRow, rows_of
from reportgen.interfaces.web.rows.release_rows import PAGE_SIZE, PATH, LetterFilter, letter_rows, matching_letters
from reportgen.interfaces.web.texts.error_messages import error_message
from reportgen.render.content.web_pages import letter_count
from reportgen.storage.ledger.ledger import Ledger

FEW = 500
"""Letters of which the page waits until they are compared with the list."""


def release_page(context: WebContext, request: WebRequest) -> Page:
    """The letters that would be released, and the form to release them."""
    selected = _numbers_in(request.query.get("nummers", ""))
    key, ledger, now = context.key, context.ledger, context.clock()
    everything, enrolled = ledger.deliveries(key), ledger.enrolled(context.people_key)
    wanted = LetterFilter.of_query(request.query)
    preview = release.preview_of(everything, key, ledger, context.archive, only=selected, builder=wanted.builder)
    letters, workspace = preview.letters, context.workspace(ledger)
    only = frozenset(each.participant for each in letters) if selected or wanted.builder else None
    reviewed = _review(context, len(letters), only)
    (groups, size), looks = _groups(context, preview), ledger.looks(key).by_letter()
    chosen = sample_of(letters, groups, reviewed.differing if reviewed else ())
    people = _people(context, enrolled, everything) if wanted.words else {}
    matching = matching_letters(letters, people, groups, looks, wanted)
    numbers = request.query.get("nummers", "")
    pages = ListPage.of(request, len(matching), PAGE_SIZE, PATH, wanted.query(numbers))
    shown = pages.part(matching)
    held = [each for each in everything if each.state is State.HELD]
    if not people:
        named = {each.participant for each in (*shown, *chosen, *held, *preview.cancellations)}
        people = _people(context, [each for each in enrolled if each.number in named], everything)
    eyes, window = four_eyes_of(workspace, letters), workspace.settings.rules.window
    may_release = eyes.may_release(request.organiser)
    organisers = ledger.audit().organisers() if eyes.is_required else ()
    return page(
        context,
        request,
        "release",
        preview=preview,
        size=size,
        findings=reviewed.findings if reviewed else (),
        findings_unfinished=reviewed is None,
        groups=groups.groups,
        looked=sum(bool(looks.get(each.key)) for each in letters),
        sample=letter_rows(chosen, people, groups, looks, request.organiser),
        letters=letter_rows(shown, people, groups, looks, request.organiser),
        search=wanted,
        matching=len(matching),
        pages=pages,
        selected=selected or (),
        numbers=numbers,
        eyes=eyes,
        may_release=may_release,
        others=() if may_release or eyes.unnamed else releasable_builders(workspace, letters, request.organiser),
        colleagues=[each for each in organisers if eyes.may_release(each.name)],
        waiting_colleagues=[use for each in organisers if (use := eyes.link_of(each.name))],
        read_back=context.installation.bounce_readings.get(key),
        held=[(each, why_held(ledger, each)) for each in held],
        rows=people,
        now=now,
        window=window,
        window_open=window.is_open(now),
        due=sum(each.is_due(now) for each in everything),
        projection=projection_for(workspace, letters=everything),
        server=workspace.settings.server,
    )


def _people(
    context: WebContext, enrolled: Iterable[Enrolled], letters: Iterable[Delivery]
) -> dict[int, ParticipantRow]:
    """The rows of participants, by number."""
    ledger, key = context.ledger, context.people_key
    rows = rows_of(enrolled, ledger.seats(key), letters, context.municipality_names(), ledger.attendance(key))
    return {row.number: row for row in rows}


def _groups(context: WebContext, preview: release.ReleasePreview) -> tuple[ReleaseGroups, int]:
    """The groups of the letters and their size in bytes, computed once for the same letters."""

    def compute() -> tuple[ReleaseGroups, int]:
        made = context.ledger.messages(context.key).made()
        messages = {each.edition: shown_subject(context, each.subject) for each in made}
        return release_groups(preview.letters, context.archive, messages), preview.size

    return context.release_groups.of(preview.digest, compute)


def _review(context: WebContext, count: int, only: frozenset[int] | None) -> release.ReleaseReview | None:
    """What to know before releasing so many letters; None while thousands are still being compared with the list.

    Raises:
        ReportgenError: the subject or the figures cannot be read.
    """
    if not count:
        return release.ReleaseReview()
    check = context.release_check
    if not check.wait(None if count <= FEW else TIMEOUT):
        return None
    if check.error:
        raise check.error
    return check.value.of(only) if check.value else None


def select_letters(context: WebContext, request: WebRequest) -> Redirect:
    """Shows the release page with the chosen participants only; nothing changes."""
    numbers = request.numbers("nummer")
    if not numbers:
        flash(request, "Kies eerst van wie de brief vrijgegeven moet worden.", "bad")
        return redirect_back(request)
    return Redirect(LetterFilter().address(",".join(map(str, sorted(numbers)))))


def release_letters(context: WebContext, request: WebRequest) -> Redirect:
    """Releases the letters, if the typed number is right and they are still the ones the organiser saw."""
    selected = request.numbers("nummer")
    builder = request.field("maker")
    path = LetterFilter(builder=builder).address(",".join(map(str, sorted(selected))))
    try:
        with context.writable_ledger() as ledger:
            only = frozenset(selected) or None
            preview = release.release_preview(context.key, ledger, context.archive, only=only, builder=builder)
            count = len(preview.letters)
            if preview.digest != request.field("stand"):
                flash(request, _changed_meanwhile(context, request, ledger), "bad")
                return Redirect(path)
            if not count:
                flash(request, f"Er wacht niets op vrijgeven{' bij wat u koos' if only or builder else ''}.", "bad")
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
            context.record(ledger, request, "release", str(count), numbers)
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
            if not take_in_own_name(workspace, waiting, request.organiser):
                flash(request, "Van alle brieven die wachten is al bekend wie ze liet maken.", "bad")
                return Redirect("/vrijgeven")
            context.record(ledger, request, "own")
    except ReportgenError as error:
        flash(request, error_message(error), "bad")
        return Redirect("/vrijgeven")
    flash(request, "Deze brieven staan nu op uw naam. Vraag een collega om ze te bekijken en vrij te geven.")
    return Redirect("/vrijgeven")


def _numbers_in(text: str) -> frozenset[int] | None:
    """The participants in an address, separated by commas; None for everyone."""
    numbers = [number_in(each) for each in text.split(",") if each]
    return frozenset(each for each in numbers if each is not None) if text else None
