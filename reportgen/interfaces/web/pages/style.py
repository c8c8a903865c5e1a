"""The colours and the logo of a meeting's packs, with the page as it will look beside them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlencode

from reportgen.application.build.unsaved_preview import UnsavedFiles
from reportgen.application.event import edit_style
from reportgen.application.event.edit_style import LOGO_NAMES, ContrastFact, EventStyle
from reportgen.application.settings.edit_settings import SettingsFile, parsed_settings, settings_file
from reportgen.config.event_folder import EVENT_FILE
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.background.unsaved_previews import Preview
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.pages.previews import kept_preview, packs_to_make, preview_of, readers
from reportgen.interfaces.web.request import NotFound, WebRequest, flash
from reportgen.interfaces.web.responses import File, Page, Redirect, page
from reportgen.interfaces.web.texts.error_messages import error_message
from reportgen.render.content import dutch
from reportgen.render.content.logo import MAX_LOGO_BYTES
from reportgen.render.content.style import DEFAULT_STYLE
from reportgen.render.content.words import web_words
from reportgen.storage import versions

PATH = "/vormgeving"

_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


def style(context: WebContext, request: WebRequest) -> Page:
    """The style as it is, or as it was chosen for a preview."""
    file = settings_file(context.folder)
    preview = kept_preview(context, request.query.get("voorbeeld", ""))
    chosen, stand = edit_style.event_style(file), file.digest
    if preview and EVENT_FILE in preview.files:
        text, raw = parsed_settings(preview.files[EVENT_FILE] or b"")
        chosen, stand = edit_style.event_style(SettingsFile(text, "", raw)), request.query.get("stand", stand)
    elif "voorbeeld" in request.query:
        preview = None
        flash(request, "Dat voorbeeld is er niet meer. Hieronder staat de vormgeving zoals zij bewaard is.", "bad")
    if preview is None:
        with suppress(ReportgenError, OSError):
            preview = preview_of(context, UnsavedFiles({}))
    return _form(context, request, chosen, stand, preview)


def change_style(context: WebContext, request: WebRequest) -> Page | Redirect:
    """Shows what a style would look like, or saves it."""
    file, stand, doing = settings_file(context.folder), request.field("stand"), request.field("doe")
    chosen, faults = _chosen(request, edit_style.event_style(file))
    logo = None
    if not faults:
        chosen, logo, faults = _with_logo(context, request, chosen)
    if faults:
        for name, said in faults.items():
            flash(request, said, "bad", name)
        return _form(context, request, chosen, stand, None)
    try:
        if doing in ("bekijken", "gewoon"):
            files = {EVENT_FILE: edit_style.styled_toml(file, chosen).encode()}
            files |= {chosen.logo: logo} if logo is not None else {}
            found = preview_of(context, UnsavedFiles(files))
            return Redirect(f"{PATH}?{urlencode({'voorbeeld': found.id, 'stand': stand})}#voorbeeld")
        with context.writable_ledger() as ledger:
            changed = edit_style.save_style(context.folder, chosen, logo, request.organiser, context.clock(), stand)
            if changed:
                context.record(ledger, request, "style")
    except versions.ChangedMeanwhile:
        said = "Iemand anders heeft de gegevens van de bijeenkomst intussen veranderd. Er is nog niets van u bewaard. "
        flash(request, f"{said}Wat u koos staat er nog: kijk het na, en klik nog eens op ‘Bewaren’.", "bad")
        return _form(context, request, chosen, file.digest, None)
    except (ReportgenError, OSError) as error:
        flash(request, error_message(error), "bad")
        return _form(context, request, chosen, stand, None)
    saved = f"De vormgeving is bewaard.{packs_to_make(context)}"
    flash(request, saved if changed else "Er was niets veranderd.")
    return Redirect(PATH)


def logo(context: WebContext, request: WebRequest) -> File:
    """The logo as it is.

    Raises:
        NotFound: there is none.
    """
    settings = context.loaded_event.settings
    try:
        path = settings.logo[0] if settings.logo else None
        if path is None or path.stat().st_size > MAX_LOGO_BYTES:
            raise NotFound
        kind = path.suffix.casefold()
        return File.of(path.read_bytes(), _TYPES[kind], f"logo{kind}")  # to save: a drawing is no page of ours
    except (OSError, KeyError):
        raise NotFound from None


def _chosen(request: WebRequest, before: EventStyle) -> tuple[EventStyle, dict[str, str]]:
    """The style in the form, without its logo; and what is wrong with it, by field."""
    faults: dict[str, str] = {}
    colours: dict[str, str] = {}
    for key, name in (("subject", "kleur"), ("own", "eigen")):
        colours[key] = request.field(name).casefold()
        if request.field("doe") == "gewoon":
            colours[key] = getattr(DEFAULT_STYLE, key)
        if not edit_style.is_colour(colours[key]):
            faults[name] = "Kies een kleur, of schrijf haar als # met zes tekens, zoals #00616b."
            colours[key] = getattr(before, key)
    alt = request.field("logo-tekst")
    if len(alt) > edit_style.MAX_ALT:
        faults["logo-tekst"] = f"Dit zijn {len(alt)} tekens, en {edit_style.MAX_ALT} is het meeste."
    chosen = replace(before, **colours, logo_alt=alt)
    for each in edit_style.contrasts(chosen):
        if not each.is_enough:
            faults.setdefault({"subject": "kleur"}.get(each.name, "eigen"), contrast_text(each))
    return chosen, faults


def _with_logo(
    context: WebContext, request: WebRequest, chosen: EventStyle
) -> tuple[EventStyle, bytes | None, dict[str, str]]:
    """The style with the logo that was uploaded, or was in a preview; its content if it is another; and faults."""
    given = request.files.get("logo")
    if request.field("logo-weg") == "ja":
        return replace(chosen, logo="", logo_alt=""), None, {}
    if given is not None and given.size:
        if given.size > MAX_LOGO_BYTES:
            return chosen, None, {"logo": f"Een logo mag hoogstens {MAX_LOGO_BYTES // 1_000_000} MB zijn."}
        content = given.read()
        try:
            return replace(chosen, logo=edit_style.checked_logo(content)), content, {}
        except (ReportgenError, OSError) as error:
            return chosen, None, {"logo": error_message(error)}
    preview = kept_preview(context, request.field("voorbeeld"))
    for name in LOGO_NAMES.values() if preview else ():
        if preview and (kept := preview.files.get(name)):
            return replace(chosen, logo=name), kept, {}
    return chosen, None, {}


def contrast_text(fact: ContrastFact) -> str:
    """How well colours can be told apart, in a sentence."""
    words: dict[str, str] = web_words()["contrast"]
    form = fact.name if fact.is_enough else f"{fact.name}-too-pale"
    numbers = {"ratio": f"{fact.ratio:.1f}".replace(".", ","), "least": f"{fact.least:g}".replace(".", ",")}
    return words[form].format(**numbers, better=fact.better)


def _form(context: WebContext, request: WebRequest, chosen: EventStyle, stand: str, preview: Preview | None) -> Page:
    return page(
        context,
        request,
        "style",
        style=chosen,
        stand=stand,
        usual=DEFAULT_STYLE,
        contrasts=[(each, contrast_text(each)) for each in edit_style.contrasts(chosen)],
        megabytes=dutch.number(MAX_LOGO_BYTES // 1_000_000),
        readers=readers(context),
        preview=preview,
        preview_error=error_message(preview.error) if preview and preview.error else "",
        unsaved=bool(preview and preview.files),
        new_logo=bool(preview and any(each in preview.files for each in LOGO_NAMES.values())),
        sheets=_sheets(preview),
    )


def _sheets(preview: Preview | None) -> list[int]:
    """The pages of a preview in which colours and logo are seen best."""
    first = preview.pack.first_pages if preview and preview.pack else {}
    return sorted({first[part] for part in ("personal", "municipality") if part in first})
