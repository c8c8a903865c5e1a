"""Earlier versions of a meeting's files: which there are, what differs between two, and putting one back."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from reportgen.application.event.edit_programme import programme_names
from reportgen.application.event.programme_told import told_changes_by
from reportgen.application.settings.file_versions import (
    fault_by_version,
    file_versions,
    present_content,
    present_digest,
    put_back,
    version_content,
    version_with_number,
)
from reportgen.application.settings.version_differences import (
    differences_by_line,
    differences_in_words,
    raw_settings,
)
from reportgen.config.event_folder import EVENT_FILE
from reportgen.domain.programme.told_changes import ToldChanges
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.access.login_sessions import Undo
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.file_changes import RESTORE
from reportgen.interfaces.web.inputs.event_groups import event_groups
from reportgen.interfaces.web.request import NotFound, WebRequest, flash, number_in
from reportgen.interfaces.web.responses import File, Page, Redirect, page
from reportgen.interfaces.web.texts.error_messages import STORAGE_FAULTS, error_message
from reportgen.interfaces.web.texts.event_file_names import file_label
from reportgen.interfaces.web.texts.programme_words import told_texts
from reportgen.interfaces.web.texts.settings_warnings import settings_warnings
from reportgen.storage.versions import ChangedMeanwhile, Version

PATH = "/instellingen/versies"

MOST = 200
"""Versions on the page, of one file or of all."""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version on the page.

    Attributes:
        label: what its file is called.
        is_present: whether the file holds this now.
        previous: number of the version of the same file before it; 0 for the first.
        is_unused: whether the file never held it.
    """

    version: Version
    label: str
    is_present: bool
    previous: int
    is_unused: bool


def versions(context: WebContext, request: WebRequest) -> Page:
    """All versions, the newest first, of one file or of all."""
    found = file_versions(context.folder)
    names = sorted({each.version.name for each in found}, key=file_label)
    name = request.query.get("naam", "")
    chosen = [each for each in found if name in ("", each.version.name)]
    return page(
        context,
        request,
        "versions",
        rows=[
            VersionRow(each.version, file_label(each.version.name), each.is_present, each.previous, each.is_unused)
            for each in chosen[:MOST]
        ],
        more=len(chosen) - MOST,
        files=[(each, file_label(each)) for each in names],
        file_name=name,
    )


def difference(context: WebContext, request: WebRequest) -> Page:
    """What differs between two versions of a file, or between one and the file as it is now."""
    one, other = _asked(context, request.query.get("een", "")), _asked(context, request.query.get("ander", ""))
    if one is None or (other is not None and other.name != one.name):
        raise NotFound
    name, folder = one.name, context.folder
    before = version_content(folder, one)
    after = version_content(folder, other) if other is not None else present_content(folder, name)
    words = differences_in_words(name, before, after, lambda raw: event_groups(context, request, raw))
    lines, stand = differences_by_line(name, before, after), present_digest(folder, name)
    told = _told_by(context, name, before) if other is None else None
    return page(
        context,
        request,
        "version_difference",
        label=file_label(name),
        one=one,
        other=other,
        words=words,
        lines=lines,
        binary=before is not None and after is not None and words is None and lines is None,
        same=before == after,
        stand=stand,
        warnings=_warnings(context, name, before) if other is None else (),
        is_present=one.digest == stand,
        told=told,
        told_texts=told_texts(told) if told else [],
    )


def version_file(context: WebContext, request: WebRequest) -> File:
    """The content of a version, to save."""
    one = _asked(context, str(request.path_params["number"]))
    content = version_content(context.folder, one) if one else None
    if one is None or content is None:
        raise NotFound
    return File.of(content, "application/octet-stream", f"{one.number}-{one.name.rpartition('/')[2]}")


def restore(context: WebContext, request: WebRequest) -> Redirect:
    """Puts a version back, which is a version itself."""
    one, now = _asked(context, request.field("versie")), context.clock()
    if one is None:
        raise NotFound
    label = file_label(one.name)
    try:
        fault = fault_by_version(context.folder, one, context.paths, now.date())
        if fault is not None:
            why = f"In die versie klopt iets niet: {fault or 'zij kan niet worden gelezen'}"
            flash(request, f"Er is niets veranderd. {why}", "bad")
            return Redirect(PATH)
        with context.writable_ledger() as ledger:
            before = put_back(context.folder, one, request.organiser, now, request.field("stand"))
            context.record(ledger, request, "restore", label)
    except ChangedMeanwhile:
        flash(request, f"{label} is intussen veranderd. Er is niets teruggezet; kijk eerst wat er nu staat.", "bad")
        return Redirect(PATH)
    except STORAGE_FAULTS as error:
        flash(request, f"Er is niets veranderd. {error_message(error)}", "bad")
        return Redirect(PATH)
    undo = None
    if before is not None:
        fields = {"versie": str(before.number), "stand": present_digest(context.folder, one.name)}
        undo = Undo(f"{context.base}{RESTORE}", fields)
    flash(request, f"Teruggezet: {label}, zoals op {one.at:%d-%m-%Y} om {one.at:%H.%M} uur.", undo=undo)
    return Redirect(PATH)


def _asked(context: WebContext, number: str) -> Version | None:
    """The version with a number; None for no number.

    Raises:
        NotFound: there is no such version.
    """
    if not number:
        return None
    found = version_with_number(context.folder, number_in(number) or 0)
    if found is None:
        raise NotFound
    return found


def _told_by(context: WebContext, name: str, before: bytes | None) -> ToldChanges | None:
    """What putting a version of the programme back changes in letters that left; None where that is nothing."""
    if before is None or name not in programme_names(context.folder):
        return None
    with suppress(ReportgenError):
        told = told_changes_by(context.folder, name, before, context.ledger, context.people_key)
        return told if told.changes else None
    return None


def _warnings(context: WebContext, name: str, before: bytes | None) -> list[str]:
    """What follows from putting a version of the settings back."""
    present = present_content(context.folder, name)
    if name != EVENT_FILE or before is None or present is None:
        return []
    old, new = raw_settings(present), raw_settings(before)
    return [] if old is None or new is None else settings_warnings(context, old, new)
