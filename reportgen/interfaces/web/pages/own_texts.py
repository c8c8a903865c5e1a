"""The own texts of a meeting: which there are, changing one, and what a reader will see of it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import urlencode

from reportgen.application.build.unsaved_preview import UnsavedFiles
from reportgen.application.event import edit_texts
from reportgen.application.event.edit_texts import OwnText
from reportgen.config.settings import LoadedEvent
from reportgen.domain.people.participant import folded
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.background.unsaved_previews import Preview
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.file_changes import changed_meanwhile, newest_version, undo_of_change
from reportgen.interfaces.web.pages.previews import kept_preview, packs_to_make, preview_of, readers
from reportgen.interfaces.web.request import NotFound, WebRequest, flash, number_in
from reportgen.interfaces.web.responses import Page, Redirect, page
from reportgen.interfaces.web.texts.error_messages import error_message
from reportgen.interfaces.web.texts.text_faults import text_fault_words
from reportgen.render.content.words import web_words
from reportgen.sources.texts.own_texts import PLACEHOLDERS
from reportgen.storage import versions

PATH = "/teksten"

SHEETS = {"welkom": "personal", "praktisch": "event", "vragen": "questions"}
"""The part of a pack that a text stands in, by the first word of its name; the others stand in the letter."""


def texts(context: WebContext, request: WebRequest) -> Page:
    """All texts; or one of them, with what a reader will see."""
    if slug := request.query.get("tekst", ""):
        return _one(context, request, slug)
    found = edit_texts.own_texts(context.folder, context.kind, _loaded(context))
    return page(
        context,
        request,
        "texts",
        texts=found,
        faulty=[each.slug for each in found if each.text and edit_texts.faults_in_text(each.file, each.text)],
        strange=edit_texts.unknown_files(context.folder, context.kind, context.kinds),
    )


def change_text(context: WebContext, request: WebRequest) -> Page | Redirect:
    """Saves a text, shows what a reader will see of it, or puts the usual one back."""
    one = _text(context, request.field("tekst"))
    typed, stand, doing = request.text("inhoud").strip(), request.field("stand"), request.field("doe")
    if doing == "gewoon":
        typed = ""
    faults = edit_texts.faults_in_text(one.file, typed)
    number = _reader(context, request, request.field("deelnemer"))
    if any(each.code != "unfinished" for each in faults) or (faults and doing != "bekijken"):
        flash(request, f"Er is niets bewaard. {text_fault_words(faults)}", "bad", "inhoud")
        return _edit(context, request, one, typed, stand, None, number)
    name = edit_texts.text_name(context.folder, context.kind, one.file)
    if doing == "bekijken":
        files = {name: typed.encode() if typed else None}
        found = preview_of(context, _unsaved(one, files, number))
        query = {"tekst": one.slug, "voorbeeld": found.id, "stand": stand, "deelnemer": number or ""}
        return Redirect(f"{PATH}?{urlencode(query)}#voorbeeld")
    try:
        with context.writable_ledger() as ledger:
            now = context.clock()
            changed = edit_texts.save_text(context.folder, context.kind, one.file, typed, request.organiser, now, stand)
            if changed:
                context.record(ledger, request, "text" if typed else "text-usual", text_title(one))
    except versions.ChangedMeanwhile:
        return _after_other(context, request, one, typed, name, number)
    except (ReportgenError, OSError) as error:
        flash(request, error_message(error), "bad")
        return _edit(context, request, one, typed, stand, None, number)
    if not changed:
        said = "Er was niets veranderd."
    elif typed:
        said = f"De tekst is bewaard.{packs_to_make(context)}"
    else:
        said = "De gewone tekst geldt weer. De vorige blijft bewaard bij de eerdere versies."
    flash(request, said, undo=undo_of_change(context, name) if changed else None)
    return Redirect(f"{PATH}?{urlencode({'tekst': one.slug})}")


def remove_strange(context: WebContext, request: WebRequest) -> Redirect:
    """Removes a file among the own texts that is none, and keeps it as an earlier version."""
    names = edit_texts.unknown_files(context.folder, context.kind, context.kinds)
    name = request.field("bestand")
    try:
        with context.writable_ledger() as ledger:
            if name in names:
                edit_texts.remove_unknown(context.folder, context.kind, name, request.organiser, context.clock())
                context.record(ledger, request, "text-strange", name)
                flash(request, "Het bestand is weggehaald, en blijft bewaard bij de eerdere versies.")
    except (ReportgenError, OSError) as error:
        flash(request, error_message(error), "bad")
    return Redirect(PATH)


def text_title(one: OwnText) -> str:
    """What a text is called."""
    return str(web_words()["own_text"][one.slug.removesuffix("-gasten")]) + (" voor gasten" if one.for_guests else "")


def _one(context: WebContext, request: WebRequest, slug: str) -> Page:
    """A text as it is, or as it was typed for a preview."""
    one = _text(context, slug)
    name = edit_texts.text_name(context.folder, context.kind, one.file)
    stand, typed = versions.digest_in(context.folder, name), one.text
    number = number_in(request.query.get("deelnemer", "")) or 0
    faults = edit_texts.faults_in_text(one.file, typed)
    if faults and "voorbeeld" not in request.query:
        flash(request, f"Zo kan het niet blijven: {text_fault_words(faults)}", "bad", "inhoud")
    found = kept_preview(context, request.query.get("voorbeeld", ""))
    if found and name in found.files:
        typed = (found.files[name] or b"").decode()
        stand = request.query.get("stand", stand)
    elif "voorbeeld" in request.query:
        found = None
        flash(request, "Dat voorbeeld is er niet meer. Hieronder staat de tekst zoals zij bewaard is.", "bad")
    if found is None:
        with suppress(ReportgenError, OSError):
            found = preview_of(context, _unsaved(one, {}, number))
    return _edit(context, request, one, typed, stand, found, number)


def _reader(context: WebContext, request: WebRequest, said: str) -> int:
    """The number of whom somebody means by a number or a part of a name; 0, with a message, where nobody is meant."""
    if not said:
        return 0
    people = context.ledger.enrolled(context.people_key)
    wanted = number_in(said.lstrip("0"))
    for each in people:
        if each.number == wanted or (wanted is None and folded(said) in folded(each.name)):
            return each.number
    if wanted is not None and not people:
        return wanted  # of a list of which nothing was made yet
    flash(request, f"Er is geen deelnemer ‘{said}’. U ziet het voor een ander.", "bad", "deelnemer")
    return 0


def _unsaved(one: OwnText, files: Mapping[str, bytes | None], number: int) -> UnsavedFiles:
    """What a preview of a text is made of: its page is printed only where it stands on one."""
    return UnsavedFiles(files, number, one.for_guests, printed=_part(one) != "")


def _part(one: OwnText) -> str:
    """The part of a pack that a text stands in; empty for one of the letter alone."""
    return SHEETS.get(one.slug.removesuffix("-gasten"), "")


def _after_other(context: WebContext, request: WebRequest, one: OwnText, typed: str, name: str, number: int) -> Page:
    """What was typed, with what somebody else saved meanwhile beside it."""
    said = changed_meanwhile("deze tekst", newest_version(context, name))
    flash(request, f"{said} Kijk wat er nu staat: met Bewaren komt uw tekst daarvoor in de plaats.", "bad", "inhoud")
    stand = versions.digest_in(context.folder, name)
    return _edit(context, request, _text(context, one.slug), typed, stand, None, number, clash=True)


def _edit(
    context: WebContext,
    request: WebRequest,
    one: OwnText,
    typed: str,
    stand: str,
    preview: Preview | None,
    number: int,
    clash: bool = False,
) -> Page:
    part = _part(one)
    pack = preview.pack if preview else None
    first = pack.first_pages.get(part) if pack else None
    return page(
        context,
        request,
        "text",
        one=one,
        title=text_title(one),
        typed=typed,
        stand=stand,
        places=sorted(PLACEHOLDERS) if one.is_subject else [],
        other=one.text if clash else None,
        file=edit_texts.text_name(context.folder, context.kind, one.file),
        number=number,
        readers=readers(context),
        preview=preview,
        preview_error=error_message(preview.error) if preview and preview.error else "",
        sheets=[first] if first and pack and pack.pages else [],
        shows_letter=part in ("", "personal"),
        unsaved=bool(preview and preview.files),
    )


def _text(context: WebContext, slug: str) -> OwnText:
    """A text by its name in addresses.

    Raises:
        NotFound: there is no such text.
    """
    found = edit_texts.own_texts(context.folder, context.kind, _loaded(context))
    one = next((each for each in found if each.slug == slug), None)
    if one is None:
        raise NotFound
    return one


def _loaded(context: WebContext) -> LoadedEvent | None:
    with suppress(ReportgenError):
        return context.loaded_event
    return None
