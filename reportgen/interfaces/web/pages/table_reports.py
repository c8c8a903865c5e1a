"""The reports of what was discussed at the tables: which tables have one, writing it, and what a reader will see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from reportgen.application.build.unsaved_preview import UnsavedFiles
from reportgen.application.event import edit_texts
from reportgen.config.settings import load_event_file
from reportgen.domain.pack.contents import PartKind
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.background.unsaved_previews import Preview
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.file_changes import changed_meanwhile, newest_version, undo_of_change
from reportgen.interfaces.web.pages.previews import kept_preview, preview_of
from reportgen.interfaces.web.request import NotFound, WebRequest, flash, number_in
from reportgen.interfaces.web.responses import Page, Redirect, page
from reportgen.interfaces.web.texts.error_messages import error_message
from reportgen.interfaces.web.texts.text_faults import text_fault_words
from reportgen.render.content.kind_templates import load_pack_kind
from reportgen.sources.texts.table_reports import MAX_LENGTH, ReportFile, report_files_in, report_paragraphs
from reportgen.sources.texts.text_files import text_in
from reportgen.storage import versions

PATH = "/verslagen"

MAX_TABLE = 9999
"""The highest number of a table."""

MOST_SHEETS = 4
"""Pages about the table that are shown at once; the others are folded away."""

MAX_UPLOAD = 200_000
"""Bytes of a report that is uploaded; it may have 20,000 characters."""

KINDS = (".txt", ".md")
"""How names of uploaded reports end."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A table, and the report of it.

    Attributes:
        people: who sit at it; 0 for one that only has a report.
        reports: files with a report of it; there may be one.
    """

    table: int
    theme: str
    people: int
    reports: tuple[ReportFile, ...]


def reports(context: WebContext, request: WebRequest) -> Page:
    """All tables; or the report of one."""
    wanted = request.query.get("tafel", "")
    if wanted:
        table = number_in(wanted) or 0
        if not 1 <= table <= MAX_TABLE:
            raise NotFound
        name = edit_texts.report_name(context.folder, table)
        found = [each for each in report_files_in(context.folder) if each.table == table]
        text, stand = found[0].text if found else "", versions.digest_in(context.folder, name)
        preview = kept_preview(context, request.query.get("voorbeeld", ""))
        if preview and name in preview.files:
            text, stand = (preview.files[name] or b"").decode(), request.query.get("stand", stand)
        elif "voorbeeld" in request.query:
            preview = None
            flash(request, "Dat voorbeeld is er niet meer. Hieronder staat het verslag zoals het bewaard is.", "bad")
        return _edit(context, request, table, text, stand, preview=preview or _preview(context, table, {}))
    files = report_files_in(context.folder)
    return page(
        context,
        request,
        "table_reports",
        rows=_rows(context, files),
        strange=[each for each in files if not each.table],
        follow_ups=context.kinds[1:],
    )


def change_report(context: WebContext, request: WebRequest) -> Page | Redirect:
    """Saves the report of a table, shows what a reader will see of it, takes in a file, or removes it."""
    table = request.number("tafel") or 0
    if not 1 <= table <= MAX_TABLE:
        flash(request, "Typ het nummer van een tafel.", "bad", "tafel")
        return Redirect(PATH)
    typed, stand, doing = request.text("inhoud").strip(), request.field("stand"), request.field("doe")
    if doing == "inlezen":
        text, fault = _uploaded(request)
        flash(request, fault or "Dit staat in het bestand. Kijk het na, en bewaar het.", "bad" if fault else "good")
        return _edit(context, request, table, typed if fault else text, stand)
    if doing == "weg":
        typed = ""
    faults = edit_texts.faults_in_report(typed)
    if faults:
        flash(request, f"Er is niets bewaard. {text_fault_words(faults)}", "bad", "inhoud")
    if faults:
        return _edit(context, request, table, typed, stand)
    if doing == "bekijken":
        files = {edit_texts.report_name(context.folder, table): typed.encode() if typed else None}
        if preview := _preview(context, table, files):
            query = {"tafel": table, "voorbeeld": preview.id, "stand": stand}
            return Redirect(f"{PATH}?{urlencode(query)}#voorbeeld")
        return _edit(context, request, table, typed, stand)
    try:
        with context.writable_ledger() as ledger:
            changed = edit_texts.save_report(context.folder, table, typed, request.organiser, context.clock(), stand)
            if changed:
                action = "table-report" if typed else "table-report-gone"
                context.record(ledger, request, action, f"tafel {table}")
    except versions.ChangedMeanwhile:
        return _after_other(context, request, table, typed)
    except (ReportgenError, OSError) as error:
        flash(request, error_message(error), "bad")
        return _edit(context, request, table, typed, stand)
    saved = f"Het verslag van tafel {table} is bewaard." if typed else f"Het verslag van tafel {table} is weggehaald."
    undo = undo_of_change(context, edit_texts.report_name(context.folder, table)) if changed else None
    flash(request, saved if changed else "Er was niets veranderd.", undo=undo)
    return Redirect(PATH if not typed else f"{PATH}?{urlencode({'tafel': table})}")


def remove_strange(context: WebContext, request: WebRequest) -> Redirect:
    """Removes a file among the reports that is of no table, or a second one of a table; it stays as a version."""
    name = request.field("bestand")
    files = report_files_in(context.folder)
    seen = Counter(each.table for each in files)
    removable = {each.name for each in files if not each.table or seen[each.table] > 1}
    try:
        with context.writable_ledger() as ledger:
            if name in removable:
                edit_texts.remove_report_file(context.folder, name, request.organiser, context.clock())
                context.record(ledger, request, "table-report-gone", name)
                flash(request, "Het bestand is weggehaald, en blijft bewaard bij de eerdere versies.")
    except (ReportgenError, OSError) as error:
        flash(request, error_message(error), "bad")
    return Redirect(PATH)


def _rows(context: WebContext, files: tuple[ReportFile, ...]) -> list[TableRow]:
    seats = list(context.ledger.seats(context.people_key).values())
    themes, people = dict(seats), Counter(table for table, _ in seats)
    tables = sorted({*themes, *(each.table for each in files)} - {0})
    return [
        TableRow(each, themes.get(each, ""), people[each], tuple(one for one in files if one.table == each))
        for each in tables
    ]


def _uploaded(request: WebRequest) -> tuple[str, str]:
    """The text of an uploaded file; and why it cannot be taken, in which case there is none."""
    given = request.files.get("bestand")
    if given is None or not given.size:
        return "", "Kies eerst een bestand."
    if not given.name.casefold().endswith(KINDS):
        return "", "Sla het verslag op als tekst (.txt), of plak het in het veld."
    if given.size > MAX_UPLOAD:
        return "", f"Een verslag mag hoogstens {MAX_UPLOAD // 1000} kB zijn."
    try:
        text = text_in(given.read())
    except ValueError:
        return "", "Dit bestand is niet als tekst te lezen. Sla het op als tekst (UTF-8), of plak het in het veld."
    printable = "".join(each for each in text if each.isprintable() or each in "\n\t")
    if "\0" in text:
        return "", "Dit bestand is geen tekst. Sla het verslag op als tekst (.txt), of plak het in het veld."
    return printable.strip(), ""


def _after_other(context: WebContext, request: WebRequest, table: int, typed: str) -> Page:
    """What was typed, with what somebody else saved meanwhile beside it."""
    name = edit_texts.report_name(context.folder, table)
    flash(request, changed_meanwhile("dit verslag", newest_version(context, name)), "bad", "inhoud")
    other = next((each.text for each in report_files_in(context.folder) if each.table == table), "")
    return _edit(context, request, table, typed, versions.digest_in(context.folder, name), other)


def _preview(context: WebContext, table: int, files: Mapping[str, bytes | None]) -> Preview | None:
    """The pack of who sits at a table, with a report that is not saved yet; None where nobody reads it there."""
    sitting = (number for number, (at, _) in sorted(context.ledger.seats(context.people_key).items()) if at == table)
    number = next(sitting, 0)
    with suppress(ReportgenError, OSError):
        kind = next(filter(partial(_has_reports, context), (context.kind, *context.kinds)), "")
        return preview_of(context, UnsavedFiles(files, number), kind) if number and kind else None
    return None


def _has_reports(context: WebContext, kind: str) -> bool:
    """Whether packs of a kind have the report of a table."""
    loaded = load_event_file(context.folder, kind)
    found = load_pack_kind(context.folder, loaded.kind, loaded.kind_title, loaded.entries)
    return found.has_pages_for("report")


def _sheets(preview: Preview | None) -> list[int]:
    """The pages of a preview about the table."""
    pack = preview.pack if preview else None
    first = pack.first_pages.get(PartKind.TABLE) if pack else None
    if pack is None or first is None:
        return []
    behind = min((each for each in pack.first_pages.values() if each > first), default=len(pack.pages) + 1)
    return list(range(first, min(behind, first + MOST_SHEETS)))


def _edit(
    context: WebContext,
    request: WebRequest,
    table: int,
    typed: str,
    stand: str,
    other: str | None = None,
    preview: Preview | None = None,
) -> Page:
    theme = next((each.theme for each in _rows(context, ()) if each.table == table), "")
    return page(
        context,
        request,
        "table_report",
        table=table,
        theme=theme,
        typed=typed,
        stand=stand,
        most=MAX_LENGTH,
        other=other,
        file=edit_texts.report_name(context.folder, table),
        paragraphs=report_paragraphs(typed),
        preview=preview,
        preview_error=error_message(preview.error) if preview and preview.error else "",
        sheets=_sheets(preview),
        unsaved=bool(preview and preview.files),
    )
