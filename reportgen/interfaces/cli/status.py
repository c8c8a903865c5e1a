"""The commands ``status`` and ``verify``: the states of letters, and faults in the archive."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from reportgen.application.archive.verify import verify as verify_archive
from reportgen.application.archive.verify import verify_deep
from reportgen.application.delivery.call_list import call_list
from reportgen.application.delivery.forecast import projection_for
from reportgen.application.resources import ledger_in
from reportgen.application.sessions.load_sessions import LoadedSessions, sessions_in_rounds
from reportgen.application.workspace import Workspace
from reportgen.config.paths import Paths
from reportgen.config.settings import load_event_file
from reportgen.domain.delivery.participant_counts import participant_counts
from reportgen.domain.delivery.states import State
from reportgen.domain.identifiers import BRIEFING
from reportgen.errors import ArchiveError, ReportgenError
from reportgen.i18n.message import counted, message_of, said
from reportgen.interfaces.cli.answers import waiting_line
from reportgen.interfaces.cli.app import app
from reportgen.interfaces.cli.errors import errors_shown
from reportgen.interfaces.cli.options import ArchiveOptions, DeepOption, Format, FormatOption, PackOptions, grouped
from reportgen.interfaces.cli.output import letters, runs, terminal
from reportgen.interfaces.cli.output import sessions as sessions_output
from reportgen.interfaces.cli.workspaces import reading
from reportgen.interfaces.language import language
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.sources.names.divisions import known_names
from reportgen.storage.archive.archive import Archive
from reportgen.storage.ledger.ledger import Ledger


@app.command()
@grouped
def status(
    options: PackOptions,
    call_list_file: Annotated[
        Path | None,
        typer.Option("--call-list", help="Write whom to phone as a workbook, for example list.xlsx.", dir_okay=False),
    ] = None,
    format: FormatOption = Format.TEXT,
) -> None:
    """Shows how every letter of an event stands, whether all will have left in time, and how full its sessions are.

    Example: reportgen status data/events/2030-05-16-wonen
    """
    with reading(options) as workspace:
        key, deliveries = workspace.key, workspace.ledger.deliveries(workspace.key)
        projection, attendance = projection_for(workspace), workspace.ledger.attendance(workspace.people_key)
        window = projection.window.state(workspace.moment)
        enrolled = [each.number for each in workspace.ledger.enrolled(workspace.people_key)]
        counts = participant_counts(enrolled, deliveries, attendance)
        answers_waiting = workspace.ledger.answers(workspace.people_key).reviews.count_waiting()
        sessions, unread = _sessions(workspace)
        if call_list_file:
            from reportgen.render.reports.call_list import call_list_workbook  # only when needed

            calls = call_list(workspace)
            call_list_file.write_bytes(call_list_workbook(calls, known_names(), language()))
            terminal.say_error(
                "people to phone: {count}, in {call_list_file}", count=len(calls), call_list_file=call_list_file
            )
        if format is Format.JSON:
            terminal.print_json(
                {
                    "event": key,
                    "deliveries": [letters.delivery_json(each) for each in deliveries],
                    "participants": letters.people_json(counts),
                    "absent": letters.absent_json(attendance),
                    "window": window,
                    "projection": letters.projection_json(projection),
                    "sessions": sessions_output.occupancy_json(sessions) if sessions else None,
                    "sessions_unknown": unread,
                    "answers_waiting": answers_waiting,
                }
            )
        else:
            letters.show_status(key, deliveries, attendance, counts)
            letters.show_projection(projection, window)
            if any(each.state is State.HELD for each in deliveries):
                letters.show_held(workspace.command_arguments)
            if answers_waiting:
                terminal.console.print(waiting_line(answers_waiting))
                terminal.show_next(f"reportgen answers review {options.event}")
            if sessions:
                sessions_output.show_occupancy(sessions)
            elif unread:
                terminal.say("How full the sessions are is not known: {unread}", unread=unread)


def _sessions(workspace: Workspace) -> tuple[LoadedSessions | None, str]:
    """Who attends which session, where the programme has rounds; and why that is not known, where it is not.

    The rest of the status is the ledger's own, and is told whatever the lists are like.
    """
    if workspace.loaded.kind != BRIEFING:
        return None, ""
    try:
        return sessions_in_rounds(workspace), ""
    except ReportgenError as fault:
        return None, fault.message


@app.command()
@grouped
def verify(options: ArchiveOptions, deep: DeepOption = False, format: FormatOption = Format.TEXT) -> None:
    """Checks the archive, and the ledger against it.

    Example: reportgen verify data/events/2030-05-16-wonen
    """
    verify_and_show(options, deep, format)


_AFTER_FAULTS = said(
    "keep the output folder as it is, put ledger and archive of one backup in its place, and verify again; "
    "until then let no letter leave. See 'Backup and restore' in docs/operations.md"
)


def verify_and_show(options: ArchiveOptions, deep: bool, format: Format) -> None:
    """Verifies the archive and the ledger against it; exits with code 7 where there are faults.

    Args:
        deep: also opens each pack and letter.
    """
    broken: ArchiveError | None = None
    with errors_shown(), ExitStack() as stack:
        paths, key = Paths(EMBEDDED, options.output), load_event_file(options.event, options.pack).event.key
        ledger: Ledger | None = None
        try:
            ledger = stack.enter_context(ledger_in(paths, read_only=True))
        except ArchiveError as fault:  # the archive can be checked without it
            broken = fault
        if deep:
            bars = stack.enter_context(runs.ProgressBars(format is Format.JSON))
            faults = verify_deep(key, paths, ledger, bars)
        else:
            faults = verify_archive(key, paths, ledger)
        editions = len(Archive(paths.archive(key)).editions())
        if format is Format.JSON:
            all_faults = [broken.what, *faults] if broken else faults
            terminal.print_json({"event": key, "editions": editions, "deep": deep, "faults": all_faults})
        else:
            for each in faults:
                terminal.say("[red]fault[/]     {what}", what=message_of(each))
            agreed = said("whole, and the ledger agrees") if broken is None else said("whole by themselves")
            verdict = counted(len(faults), "{count} fault", "{count} faults") if faults else agreed
            terminal.say_counted(
                editions, "{count} edition: {verdict}.", "{count} editions: {verdict}.", verdict=verdict
            )
            if not deep:
                terminal.say("No pack or letter was opened to see who it is for: --deep does that.")
            if faults:
                terminal.labelled("next", _AFTER_FAULTS)
            if broken:
                raise broken
    if faults or broken:
        raise typer.Exit(7)
