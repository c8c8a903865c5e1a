"""The commands ``sessions`` and ``move-session``: who attends which session of a round, and moving someone."""

from __future__ import annotations

from getpass import getuser
from typing import Annotated

import typer

from reportgen.application.run_report import RunReport
from reportgen.application.sessions.load_sessions import load_sessions, sessions_of
from reportgen.application.sessions.move_session import preview_session_move, record_session_move
from reportgen.errors import UsageError
from reportgen.interfaces.cli.app import app
from reportgen.interfaces.cli.errors import exit_with
from reportgen.interfaces.cli.options import EventOptions, FiguresOption, Format, FormatOption, grouped
from reportgen.interfaces.cli.output import runs, terminal
from reportgen.interfaces.cli.output import sessions as sessions_output
from reportgen.interfaces.cli.workspaces import changing, reading
from reportgen.sources.cbs.embedded import EMBEDDED


@app.command()
@grouped
def sessions(
    options: EventOptions,
    participant: Annotated[
        int | None, typer.Option("--participant", help="Show only the sessions of this one, and why.")
    ] = None,
    figures: FiguresOption = EMBEDDED,
    format: FormatOption = Format.TEXT,
) -> None:
    """Shows who attends which session of each round.

    How full each session is, which wishes were met, who has no session, and what was given up, and why. Changes
    nothing; a build tells people what it shows.

    Example: reportgen sessions data/events/2030-05-16-wonen
    """
    with reading(options, figures) as workspace:
        loaded = load_sessions(workspace)
        if participant is not None:
            loaded = sessions_of(workspace, loaded, participant)
        if format is Format.JSON:
            terminal.print_json(sessions_output.sessions_json(workspace.key, loaded))
        else:
            sessions_output.show_sessions(loaded, participant)
            runs.show_findings(loaded.findings)
        exit_with(RunReport(workspace.key, list(loaded.findings)))


@app.command("move-session")
@grouped
def move_session(
    options: EventOptions,
    participant: Annotated[int, typer.Argument(help="The participant's number.")],
    session: Annotated[str, typer.Argument(help="Code or title of the session.")] = "",
    round: Annotated[str, typer.Option("--round", help="The round, where the session is in several.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Take back a move by hand.")] = False,
    accept: Annotated[
        bool, typer.Option("--accept", help="Even if others who were told have to move, or it gets too full.")
    ] = False,
    preview: Annotated[bool, typer.Option("--preview", help="Only show what would change.")] = False,
    who: Annotated[str, typer.Option("--who", help="Who moves, for the audit log; else your login name.")] = "",
    format: FormatOption = Format.TEXT,
) -> None:
    """Moves a participant to another session by hand.

    Such a move goes before wishes and before what people were told; only the list itself (Ronde 1!) goes before it.
    Shows what it changes for everyone. The next build makes the packs.

    Example: reportgen move-session data/events/2030-05-16-wonen 17 B2
    """
    with changing(options) as workspace:
        if bool(session) == undo:
            raise UsageError(
                "Say where the participant goes, or --undo", where=str(workspace.folder), todo="give one of the two"
            )
        found = preview_session_move(workspace, participant, session, round, who or getuser())
        if not preview:
            record_session_move(workspace, found, accept)
        if format is Format.JSON:
            terminal.print_json(sessions_output.move_json(found))
            return
        sessions_output.show_move(found, found.after.participants)
        if preview:
            terminal.say("Nothing was recorded.")
        else:
            terminal.show_next(f"reportgen plan {workspace.command_arguments}")
