"""The settings of a meeting: all groups with what each says now, a form for each, and trying the mail server."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from reportgen.application.settings.choices import event_choices
from reportgen.application.settings.differences import (
    Difference,
    difference_sentence,
    setting_differences,
)
from reportgen.application.settings.edit_settings import (
    CheckedChange,
    SettingsFile,
    checked_change,
    earlier_settings,
    parsed_settings,
    save_settings,
    settings_file,
)
from reportgen.application.settings.event_files import text_files
from reportgen.application.settings.faults import SettingFault, setting_faults
from reportgen.application.settings.form_values import FormValues, form_values
from reportgen.application.settings.groups import SettingGroup, setting_groups
from reportgen.application.settings.merge import merged, said_conflicts, with_theirs
from reportgen.application.settings.municipality_faults import names_municipalities
from reportgen.application.settings.own_figures_file import own_figure_files
from reportgen.application.settings.summary import group_summary
from reportgen.config.event_folder import EVENT_FILE
from reportgen.errors import ConfigurationError, ReportgenError
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.file_changes import newest_version, undo_of_change
from reportgen.interfaces.web.inputs.event_groups import event_groups, subject_figures
from reportgen.interfaces.web.inputs.settings_form import (
    field_views,
    in_page_order,
    row_to_focus,
    submitted,
    with_row_changed,
)
from reportgen.interfaces.web.request import WebRequest, flash
from reportgen.interfaces.web.responses import Page, Redirect, page
from reportgen.interfaces.web.texts.error_messages import STORAGE_FAULTS, error_message
from reportgen.interfaces.web.texts.event_file_names import file_label
from reportgen.interfaces.web.texts.settings_warnings import settings_warnings
from reportgen.sources.names.municipalities import MunicipalityNames
from reportgen.storage.versions import ChangedMeanwhile

SHOWN = 3
"""Differences that the message after saving tells; the versions tell all."""

MOST = 40
"""Characters of a value in that message."""


@dataclass(frozen=True, slots=True)
class _Form:
    """A form as it is to be shown.

    Attributes:
        theirs: what somebody else made of fields meanwhile, in words.
        other: who that was, and what they did; empty where nobody did.
        warnings: what will follow, which has to be confirmed.
        error: why it could not be saved.
        focus: the list and the place in it of the row that gets the focus.
    """

    values: FormValues
    faults: Collection[SettingFault] = ()
    theirs: Mapping[str, str] | None = None
    other: str = ""
    warnings: Sequence[str] = ()
    differences: Sequence[Difference] = ()
    error: str = ""
    focus: tuple[str, int] | None = None


def settings(context: WebContext, request: WebRequest) -> Page:
    """All groups of settings, with what each says now and what is wrong in it."""
    file = settings_file(context.folder)
    faults = setting_faults(file.raw)
    groups = [
        {
            "slug": group.slug,
            "name": group.name,
            "about": group.about,
            "said": group_summary(group, file.raw),
            "faults": [each for each in faults if each.group == group.slug],
        }
        for group in event_groups(context, request, file.raw).values()
    ]
    lost = [each for each in faults if not each.group]
    files = [(name, file_label(name)) for name in text_files(context.folder)]
    return page(context, request, "settings", groups=groups, lost=lost, faults=faults, files=files)


def settings_group(slug: str, context: WebContext, request: WebRequest) -> Page:
    """The form of a group."""
    file = settings_file(context.folder)
    group = event_groups(context, request, file.raw)[slug]
    faults = [each for each in setting_faults(file.raw) if each.group == slug]
    return _page(context, request, group, file, _Form(form_values(group, file.raw), faults))


def save_group(slug: str, context: WebContext, request: WebRequest) -> Page | Redirect:
    """Saves the form of a group, or shows it again with what is wrong, what follows, or what somebody else did."""
    file = settings_file(context.folder)
    groups = event_groups(context, request, file.raw)
    group, typed = groups[slug], submitted(groups[slug], request.fields)
    if asked := request.field("rij"):
        changed = with_row_changed(group, typed, asked)
        stale = replace(file, digest=request.field("stand"))
        return _page(context, request, group, stale, _Form(changed, focus=row_to_focus(changed, asked)))
    if request.field("stand") != file.digest:
        form = _with_theirs(context, request, group, file, typed, request.field("stand"))
        return _page(context, request, group, file, form)
    typed = with_theirs(typed, form_values(group, file.raw), request.fields.get("neem", ()))
    try:
        names = _names(context) if names_municipalities(group) else None
        change = checked_change(group, file, typed, context.people_key, names, groups)
        if change.faults:
            return _page(context, request, group, file, _Form(typed, change.faults), 422)
        if change.text == file.text:
            flash(request, "Er is niets veranderd.")
            return Redirect(f"/instellingen/{slug}")
        warnings = _warnings(context, file, change)
        if warnings and request.field("gevolgen") != _mark(warnings):
            form = _Form(typed, warnings=warnings, differences=change.differences)
            return _page(context, request, group, file, form)
        with context.writable_ledger() as ledger:
            save_settings(context.folder, change, request.organiser, context.clock(), file.digest)
            context.record(ledger, request, "settings", group.name)
    except ChangedMeanwhile:
        now = settings_file(context.folder)
        return _page(context, request, group, now, _with_theirs(context, request, group, now, typed, file.digest))
    except STORAGE_FAULTS as error:
        return _page(context, request, group, file, _Form(typed, error=error_message(error)))
    _tell_saved(context, request, group, change)
    return Redirect(f"/instellingen/{slug}")


def _page(
    context: WebContext, request: WebRequest, group: SettingGroup, file: SettingsFile, form: _Form, code: int = 200
) -> Page:
    choices = event_choices(context.folder, file.raw, subject_figures(context, request))
    found = page(
        context,
        request,
        "settings_group",
        group=group,
        groups=tuple(setting_groups().values()),
        fields=field_views(group, form.values, choices, form.faults, form.theirs),
        faults=in_page_order(group, form.faults),
        stand=file.digest,
        other=form.other,
        warnings=form.warnings,
        mark=_mark(form.warnings),
        differences=[difference_sentence(each) for each in form.differences],
        error=form.error,
        focus=form.focus,
        extra=_extra(context, group),
    )
    return Page(found.html, code)


def _extra(context: WebContext, group: SettingGroup) -> dict[str, Any]:
    """What else a form has: the files with own figures, or whether there is a password for the mail server."""
    if group.slug == "cijfers":
        try:
            return {"own": own_figure_files(context.folder)}
        except ReportgenError:
            return {}
    if group.slug != "mailserver":
        return {}
    from reportgen.interfaces.web.pages.mail_check import mail_server_facts

    return mail_server_facts()


def _with_theirs(
    context: WebContext, request: WebRequest, group: SettingGroup, file: SettingsFile, typed: FormValues, stand: str
) -> _Form:
    """The form with what somebody else did since it was opened, beside what was typed."""
    base = earlier_settings(context.folder, stand)
    now = form_values(group, file.raw)
    both = merged(group, form_values(group, base) if base is not None else None, now, typed)
    theirs = said_conflicts(group, both, file.raw)
    newest = newest_version(context, EVENT_FILE)
    who = newest.who if newest and newest.digest == file.digest and newest.who else "Iemand"
    differences = (
        setting_differences(base, file.raw, event_groups(context, request, file.raw)) if base is not None else ()
    )
    told = "; ".join(difference_sentence(each) for each in differences[:SHOWN])
    return _Form(both.values, theirs=theirs, other=f"{who} heeft intussen iets veranderd{f': {told}' if told else ''}.")


def _warnings(context: WebContext, file: SettingsFile, change: CheckedChange) -> list[str]:
    """What follows from a change, in words."""
    _, after = parsed_settings(change.text.encode())
    return settings_warnings(context, file.raw, after)


def _mark(warnings: Sequence[str]) -> str:
    """What the form carries along once these were shown."""
    return sha256("".join(warnings).encode()).hexdigest()[:12]


def _tell_saved(context: WebContext, request: WebRequest, group: SettingGroup, change: CheckedChange) -> None:
    sentences = [difference_sentence(each, MOST) for each in change.differences]
    more = f" En nog {len(sentences) - SHOWN}." if len(sentences) > SHOWN else ""
    if more or any(len(" ".join(text.split())) > MOST for each in change.differences for text in (each.old, each.new)):
        more += " Alles staat bij ‘Eerdere versies’."
    undo = undo_of_change(context, EVENT_FILE)
    flash(request, f"Bewaard. {'; '.join(sentences[:SHOWN])}.{more}", undo=undo)
    if any(each.label == "Dag" for each in change.differences) and group.slug == "bijeenkomst":
        flash(request, "De dag is veranderd. Kijk ook wanneer brieven weg mogen, bij ‘Vrijgeven en versturen’.")


def _names(context: WebContext) -> MunicipalityNames | None:
    """Names of municipalities on the day of the meeting; None where the figures cannot be read."""
    try:
        return context.figures()[0].names
    except (ReportgenError, OSError, ConfigurationError):
        return None
