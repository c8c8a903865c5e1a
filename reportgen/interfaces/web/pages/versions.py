"""Earlier versions of a meeting's files: which there are, what differs between two, and putting one back."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from reportgen.application.settings.differences import Difference, setting_differences
from reportgen.application.settings.event_files import TEXT_KINDS, decoded, file_faults, text_files
from reportgen.config.event_folder import EVENT_FILE
from reportgen.errors import FOREIGN_FAULTS, ReportgenError
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.error_messages import error_message
from reportgen.interfaces.web.event_file_names import file_label
from reportgen.interfaces.web.event_groups import event_groups
from reportgen.interfaces.web.file_changes import RESTORE
from reportgen.interfaces.web.login_sessions import Undo
from reportgen.interfaces.web.request import NotFound, WebRequest, flash, number_in
from reportgen.interfaces.web.responses import File, Page, Redirect, page
from reportgen.interfaces.web.settings_warnings import settings_warnings
from reportgen.storage.ledger import database
from reportgen.storage.versions import (
    ChangedMeanwhile,
    Version,
    all_versions,
    digest_in,
    read_version,
    remove_file,
    replace_file,
)

PATH = "/instellingen/versies"

MOST = 200
"""Versions on the page, of one file or of all."""

MOST_LINES = 2_000
"""Lines of a file that are compared."""

AROUND = 2
"""Lines without a difference that are shown before and after one with it."""

_Fault = (ReportgenError, OSError, database.LedgerUnreadable)


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version on the page.

    Attributes:
        label: what its file is called.
        is_present: whether the file holds this now.
        previous: number of the version of the same file before it; 0 for the first.
    """

    version: Version
    label: str
    is_present: bool
    previous: int


@dataclass(frozen=True, slots=True)
class _Line:
    kind: str  # came, gone, same, or more for what is left out
    text: str


def versions(context: WebContext, request: WebRequest) -> Page:
    """All versions, the newest first, of one file or of all."""
    found = all_versions(context.folder)
    names = sorted({each.name for each in found}, key=file_label)
    name = request.query.get("naam", "")
    chosen = [each for each in found if not name or each.name == name] if name in names or not name else []
    rows = _rows(context, chosen)
    return page(
        context,
        request,
        "versions",
        rows=rows[:MOST],
        more=len(rows) - MOST,
        files=[(each, file_label(each)) for each in names],
        file_name=name,
    )


def difference(context: WebContext, request: WebRequest) -> Page:
    """What differs between two versions of a file, or between one and the file as it is now."""
    one, other = _asked(context, request.query.get("een", "")), _asked(context, request.query.get("ander", ""))
    if one is None or (other is not None and other.name != one.name):
        raise NotFound
    before = _content(context, one)
    after = _content(context, other) if other is not None else _present(context, one.name)
    words, lines = _compared(context, one.name, before, after)
    return page(
        context,
        request,
        "version_difference",
        label=file_label(one.name),
        one=one,
        other=other,
        words=words,
        lines=lines,
        binary=before is not None and after is not None and words is None and lines is None,
        same=before == after,
        stand=_stand(context, one.name),
        warnings=_warnings(context, one, before) if other is None else (),
        is_present=one.digest == _stand(context, one.name),
    )


def version_file(context: WebContext, request: WebRequest) -> File:
    """The content of a version, to save."""
    one = _asked(context, str(request.path_params["number"]))
    content = _content(context, one) if one else None
    if one is None or content is None:
        raise NotFound
    return File.of(content, "application/octet-stream", f"{one.number}-{one.name.rpartition('/')[2]}")


def restore(context: WebContext, request: WebRequest) -> Redirect:
    """Puts a version back, which is a version itself."""
    one = _asked(context, request.field("versie"))
    if one is None:
        raise NotFound
    label = file_label(one.name)
    try:
        content = None if one.is_removal else read_version(context.folder, one.number)
        if content is not None and (refused := _refusal(context, one.name, content)):
            flash(request, f"Er is niets veranderd. {refused}", "bad")
            return Redirect(PATH)
        about, now = f"teruggezet: versie {one.number}", context.clock()
        with context.writable_ledger() as ledger:
            before = next((each for each in all_versions(context.folder) if each.name == one.name), None)
            stand = request.field("stand")
            if content is None:
                remove_file(context.folder, one.name, request.organiser, now, about, stand)
            else:
                replace_file(context.folder, one.name, content, request.organiser, now, about, stand)
            context.record(ledger, request.organiser, "restore", label)
    except ChangedMeanwhile:
        flash(request, f"{label} is intussen veranderd. Er is niets teruggezet; kijk eerst wat er nu staat.", "bad")
        return Redirect(PATH)
    except _Fault as error:
        flash(request, f"Er is niets veranderd. {error_message(error)}", "bad")
        return Redirect(PATH)
    undo = None
    if before is not None and not before.gone and before.digest == stand:
        fields = {"versie": str(before.number), "stand": digest_in(context.folder, one.name)}
        undo = Undo(f"{context.base}{RESTORE}", fields)
    flash(request, f"{label} is weer zoals {_when(one)}.", undo=undo)
    return Redirect(PATH)


def _when(one: Version) -> str:
    return f"op {one.at:%d-%m-%Y} om {one.at:%H.%M} uur"


def _rows(context: WebContext, chosen: list[Version]) -> list[VersionRow]:
    digests = {name: _stand(context, name) for name in {each.name for each in chosen}}
    by_name: dict[str, list[Version]] = {}
    for each in chosen:
        by_name.setdefault(each.name, []).append(each)
    previous = {newer.number: older.number for found in by_name.values() for newer, older in pairwise(found)}
    present = {
        name: next((each.number for each in found if each.digest == digests[name]), 0)
        for name, found in by_name.items()
    }
    return [
        VersionRow(each, file_label(each.name), each.number == present[each.name], previous.get(each.number, 0))
        for each in chosen
    ]


def _asked(context: WebContext, number: str) -> Version | None:
    """The version with a number; None for no number.

    Raises:
        NotFound: there is no such version.
    """
    if not number:
        return None
    wanted = number_in(number)
    found = next((each for each in all_versions(context.folder) if each.number == wanted), None)
    if found is None:
        raise NotFound
    return found


def _content(context: WebContext, one: Version) -> bytes | None:
    return None if one.is_removal or one.gone else read_version(context.folder, one.number)


def _stand(context: WebContext, name: str) -> str:
    """The digest of a file as it is now; empty where there is none that can be read."""
    with suppress(ReportgenError, OSError):
        return digest_in(context.folder, name)
    return ""


def _present(context: WebContext, name: str) -> bytes | None:
    try:
        return (context.folder / name).read_bytes()
    except OSError:
        return None


def _compared(
    context: WebContext, name: str, before: bytes | None, after: bytes | None
) -> tuple[tuple[Difference, ...] | None, list[_Line] | None]:
    """The differences in words where it is about settings, and by lines where it is text."""
    words = None
    if name == EVENT_FILE and before is not None and after is not None:
        old, new = _raw(before), _raw(after)
        if old is not None and new is not None:
            words = setting_differences(old, new, event_groups(context, new))
    if not name.endswith(TEXT_KINDS):
        return words, None
    old_lines, new_lines = (decoded(each or b"").split("\n")[:MOST_LINES] for each in (before, after))
    return words, list(_line_differences(old_lines, new_lines))


def _line_differences(old: list[str], new: list[str]) -> list[_Line]:
    found: list[_Line] = []
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(AROUND):
        found += [_Line("more", "…")] if found else []
        for kind, a, b, c, d in group:
            if kind == "equal":
                found += [_Line("same", each) for each in old[a:b]]
            else:
                found += [_Line("gone", each) for each in old[a:b]]
                found += [_Line("came", each) for each in new[c:d]]
    return found


def _raw(content: bytes) -> dict[str, Any] | None:
    try:
        return tomllib.loads(decoded(content))
    except FOREIGN_FAULTS:
        return None


def _refusal(context: WebContext, name: str, content: bytes) -> str:
    """Why a version is not put back: something is wrong in it, and not in what is there; empty where it can be."""
    if name not in text_files(context.folder):
        return ""
    today = context.clock().date()
    faults = file_faults(context.folder, name, content, context.paths, today)
    present = _present(context, name)
    if not faults or (present and file_faults(context.folder, name, present, context.paths, today)):
        return ""
    return f"In die versie klopt iets niet: {faults[0].text or 'zij kan niet worden gelezen'}"


def _warnings(context: WebContext, one: Version, before: bytes | None) -> tuple[str, ...]:
    """What follows from putting a version of the settings back."""
    present = _present(context, one.name)
    if one.name != EVENT_FILE or before is None or present is None:
        return ()
    old, new = _raw(present), _raw(before)
    if old is None or new is None:
        return ()
    return tuple(settings_warnings(context, old, new))
