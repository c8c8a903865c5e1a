"""Attendance lists, name badges and table signs: what there is, making them, and taking them along."""

from __future__ import annotations

from reportgen.application.resources import print_context_of
from reportgen.application.venue.write_lists import VenueResult, venue_files, write_lists
from reportgen.domain.programme.assignment_findings import WITHOUT_SESSION
from reportgen.interfaces.web.background.jobs import Progress
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.request import NotFound, WebRequest
from reportgen.interfaces.web.responses import File, Page, Redirect, page, start_job
from reportgen.render.content.web_pages import participant_count
from reportgen.render.printing.context import Judge
from reportgen.storage.ledger.ledger import Ledger

PATH = "/presentie"

_TYPES = {
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def venue(context: WebContext, request: WebRequest) -> Page:
    """The files that there are, with when each was made."""
    files = venue_files(context.paths.venue(context.people_key))
    return page(context, request, "venue", files=files, event_title=context.title)


def make_lists(context: WebContext, request: WebRequest) -> Redirect:
    """Makes all files anew."""

    def job(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        workspace = context.workspace(ledger)
        with print_context_of(
            workspace.settings, workspace.paths, context.installation.workers, "", Judge.SAMPLE
        ) as print_context:
            result = write_lists(workspace, print_context, progress)
        return _message(result)

    return start_job(context, request, "Lijsten en badges maken", job, "lists", path=PATH)


def venue_file(context: WebContext, request: WebRequest) -> File:
    """One of the files, by its name.

    Raises:
        NotFound: it is not there any more.
    """
    wanted = request.query.get("bestand", "")
    files = {each.path.name: each.path for each in venue_files(context.paths.venue(context.people_key))}
    try:
        path = files[wanted]
        return File.of(path.read_bytes(), _TYPES[path.suffix], f"{context.key}-{path.name}")
    except (KeyError, FileNotFoundError):
        raise NotFound from None


def _message(result: VenueResult) -> tuple[bool, str]:
    """Whether everything is as people were told, and what was made."""
    failed = sum(each.code == "venue-file-failed" for each in result.findings)
    lists, signs = len(result.lists.lists), len(result.lists.signs)
    made = (
        f"Gemaakt: {'1 presentielijst' if lists == 1 else f'{lists} presentielijsten'}, "
        f"badges voor {participant_count(len(result.lists.people))}, "
        f"{'1 tafelbord' if signs == 1 else f'{signs} tafelborden'}."
    )
    said = [made]
    if failed:
        said.append(f"{'1 bestand kon' if failed == 1 else f'{failed} bestanden konden'} niet worden gemaakt.")
    if otherwise := result.told_otherwise:
        said.append(
            f"{participant_count(otherwise)} {'kreeg' if otherwise == 1 else 'kregen'} iets anders te horen dan er op "
            "staat: maak en verstuur eerst de pakketten, en maak de lijsten dan opnieuw."
        )
    if left_out := result.left_out:
        stand = "staat" if left_out == 1 else "staan"
        said.append(f"{participant_count(left_out)} {stand} er niet op, door een fout in de lijst.")
    nowhere = dict.fromkeys(dict(each.facts)["round"] for each in result.findings if each.code in WITHOUT_SESSION)
    said += [f"In ronde {label} heeft niet iedereen een sessie." for label in nowhere]
    return not (failed or result.told_otherwise or result.left_out or nowhere), " ".join(said)
