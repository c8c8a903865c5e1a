"""What the columns of a list are, by choosing: of the list that waits, or of those that count."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.application.lists import columns, replace
from reportgen.application.lists.columns import ColumnsOfList
from reportgen.config.event_folder import EVENT_FILE
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.request import WebRequest, flash
from reportgen.interfaces.web.responses import Page, Redirect, page
from reportgen.interfaces.web.texts.error_messages import error_message
from reportgen.render.content.words import web_words
from reportgen.sources.lists.columns import HEADINGS
from reportgen.storage.versions import ChangedMeanwhile, digest_in

FIELDS = tuple(HEADINGS)


def columns_page(context: WebContext, request: WebRequest) -> Page:
    """The columns of each list, with what each is taken for."""
    return _columns_page(context, request, {})


def choose_columns(context: WebContext, request: WebRequest) -> Redirect | Page:
    """Keeps what the columns of one list are."""
    place, stand = request.number("welke") or 0, request.field("stand")
    lists, pending = _lists(context)
    mine = next((each for each in lists if each.place == place), None)
    if mine is None or stand != _stand(context, pending):
        flash(request, "De lijst is intussen een andere, of een collega was net iets eerder. Kijk nog eens.", "bad")
        return Redirect("/lijst/kolommen")
    chosen = {
        each.heading: field if (field := request.field(f"kolom-{place}-{at}")) in FIELDS else ""
        for at, each in enumerate(mine.columns)
    }
    if columns.twice_chosen(chosen):
        return _columns_page(context, request, chosen)
    try:
        with context.writable_ledger() as ledger:
            workspace = context.workspace(ledger)
            own = _own(context, pending)
            words = columns.chosen_columns(own, lists, place, chosen)
            if pending and pending.place == place:
                replace.choose_pending_columns(workspace, pending, words)
            else:
                columns.write_columns(workspace, words, request.organiser, digest_in(workspace.folder, EVENT_FILE))
            context.record(ledger, request, "columns", mine.name)
    except ChangedMeanwhile:
        flash(request, "Een collega was net iets eerder. Kijk nog eens. Er is niets veranderd.", "bad")
        return Redirect("/lijst/kolommen")
    except (ReportgenError, OSError) as fault:
        flash(request, error_message(fault), "bad")
        return Redirect("/lijst/kolommen")
    later = " Het geldt zodra u die lijst aanneemt." if pending and pending.place == place else ""
    flash(request, f"Bewaard wat de kolommen van {mine.name} zijn.{later}")
    return Redirect("/lijst")


def _columns_page(context: WebContext, request: WebRequest, chosen: Mapping[str, str]) -> Page:
    lists, pending = _lists(context)
    words = web_words()["column_field"]
    twice = columns.twice_chosen(chosen)
    shown = page(
        context,
        request,
        "list_columns",
        lists=[(each, error_message(each.fault) if each.fault else "") for each in lists],
        waits=pending.place if pending else -1,
        stand=_stand(context, pending),
        fields=FIELDS,
        has_rounds=context.has_rounds(),
        chosen=chosen,
        twice={heading: words[field] for field, headings in twice.items() for heading in headings},
    )
    return Page(shown.html, 422) if twice else shown


def unread_files(context: WebContext) -> list[str]:
    """The names of the files of which not even the columns can be read; of the list that waits, where one does."""
    lists, pending = _lists(context)
    return [each.name for each in lists if each.fault and (pending is None or each.place == pending.place)]


def _lists(context: WebContext) -> tuple[list[ColumnsOfList], replace.PendingList | None]:
    pending = replace.pending_list(context.paths, context.people_key)
    instead = {pending.place: (pending.path, pending.name)} if pending else {}
    return columns.columns_of_lists(context.loaded_event.settings, _own(context, pending), instead), pending


def _own(context: WebContext, pending: replace.PendingList | None) -> Mapping[str, tuple[str, ...]]:
    own = context.loaded_event.settings.columns
    return pending.columns if pending and pending.columns is not None else own


def _stand(context: WebContext, pending: replace.PendingList | None) -> str:
    return f"{digest_in(context.folder, EVENT_FILE)[:20]}{pending.digest[:20] if pending else ''}"
