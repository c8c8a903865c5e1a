"""Pictures of packs with what is not saved yet."""

from __future__ import annotations

from dataclasses import replace

from reportgen.application.build.unsaved_preview import PreviewedPack, UnsavedFiles, preview_unsaved
from reportgen.config.settings import load_event_file
from reportgen.interfaces.web.background.list_check import event_stamps
from reportgen.interfaces.web.background.unsaved_previews import Preview, Report
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.request import NotFound, WebRequest, number_in
from reportgen.interfaces.web.responses import File
from reportgen.storage.ledger.pack_records import DELIVERED


def preview_of(context: WebContext, unsaved: UnsavedFiles, kind: str = "") -> Preview:
    """The preview of a pack of a meeting as its files are now, with what is not saved yet; it may not be finished.

    Args:
        kind: of the pack; empty for that of the context.
    """

    def make(unsaved: UnsavedFiles, report: Report) -> PreviewedPack:
        with context.installation.ledger_of_thread() as ledger:
            workspace = context.workspace(ledger)
            if kind and kind != context.kind:
                workspace = replace(workspace, loaded=load_event_file(context.folder, kind))
            return preview_unsaved(workspace, unsaved, report)

    state = event_stamps(context.folder, context.paths), kind
    return context.installation.previews.of(context.key, state, unsaved, make)


def kept_preview(context: WebContext, id: str) -> Preview | None:
    """A preview that was begun; None where it is not kept any more."""
    return context.installation.previews.find(context.key, id)


def packs_to_make(context: WebContext) -> str:
    """What to do after something that packs tell was changed, behind another sentence; nothing before the first."""
    if not context.ledger.editions(context.key):
        return ""
    return " Maak nu de pakketten die daardoor veranderen."


def readers(context: WebContext) -> int:
    """How many people have a pack already, so that a change may bring them another letter."""
    return len({each.participant for each in context.ledger.deliveries(context.key, *DELIVERED)})


def picture(context: WebContext, request: WebRequest) -> File:
    """A page of a preview as a PNG.

    Raises:
        NotFound: the preview is not kept any more, or has no such page.
    """
    found = kept_preview(context, request.query.get("wat", ""))
    number = number_in(request.query.get("blad", "")) or 0
    if found is None or found.pack is None or not 1 <= number <= len(found.pack.pages):
        raise NotFound
    return File.of(found.pack.pages[number - 1], "image/png", immutable=True)
