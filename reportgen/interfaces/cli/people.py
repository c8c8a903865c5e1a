"""The command ``people``: what organisers changed beside the list, and changing it."""

from __future__ import annotations

from collections.abc import Sequence
from getpass import getuser
from typing import Annotated

import typer

from reportgen.application.lists.change_people import (
    Making,
    NotPossible,
    fields_changed,
    person_added,
    undone,
)
from reportgen.application.lists.listed_people import ListedPeople, listed_people
from reportgen.application.lists.logged_changes import write_logged_changes
from reportgen.application.lists.typed_fields import typed_faults
from reportgen.application.run_report import RunReport
from reportgen.application.workspace import Workspace
from reportgen.domain.finding import by_severity
from reportgen.domain.people.change_findings import change_findings
from reportgen.domain.people.participant import Registration
from reportgen.domain.people.person_change import FIELDS
from reportgen.errors import UsageError
from reportgen.i18n.message import said
from reportgen.interfaces.cli.app import app
from reportgen.interfaces.cli.errors import errors_shown, exit_with
from reportgen.interfaces.cli.options import EventOptions, FiguresOption, Format, FormatOption, grouped
from reportgen.interfaces.cli.output import people as people_output
from reportgen.interfaces.cli.output import runs, terminal
from reportgen.interfaces.cli.workspaces import changing, reading
from reportgen.render.content.finding_texts import finding_text
from reportgen.sources.cbs.embedded import EMBEDDED


@app.command()
@grouped
def people(
    options: EventOptions,
    change: Annotated[
        list[str] | None,
        typer.Option("--set", help="A field and what it is to be, as email=j@urk.nl; more than once for several."),
    ] = None,
    participant: Annotated[int, typer.Option("--participant", help="The number of whom it is about.")] = 0,
    add: Annotated[bool, typer.Option("--add", help="Add somebody who is in no list, with what --set says.")] = False,
    undo: Annotated[int, typer.Option("--undo", help="Take back the change with this number.")] = 0,
    why: Annotated[str, typer.Option("--why", help="The reason, which is kept.")] = "",
    who: Annotated[str, typer.Option("--who", help="Who changes it; else your login name.")] = "",
    figures: FiguresOption = EMBEDDED,
    format: FormatOption = Format.TEXT,
) -> None:
    """Shows what was changed of people beside the list, or changes something.

    A change counts until the list says it itself or somebody takes it back, also when another list comes. Without an
    option it changes nothing, and shows which changes count, differ from the list, or wait for somebody who is gone.

    Example: reportgen people data/events/2030-05-16-wonen --participant 17 --set status=afgemeld --why "phoned"
    """
    mixed = sum((bool(participant), add, bool(undo))) > 1 or bool(change) != (bool(participant) or add)
    with errors_shown():
        if mixed:
            raise UsageError(
                "Say one thing: --participant or --add, with --set; or --undo",
                where=str(options.event),
                todo="see the options with: reportgen people --help",
            )
    if not (change or undo):
        with reading(options, figures) as workspace:
            _show(workspace, listed_people(workspace), format)
        return
    with changing(options, figures) as workspace:
        before, by = listed_people(workspace), Making(who or getuser(), workspace.moment, why)
        if not why and not undo:
            raise UsageError("A change needs a reason", where=str(options.event), todo="give one with --why")
        numbers: tuple[int, ...] = ()
        if undo:
            after = undone(before, undo, by)
        elif add:
            typed = _typed(change or (), before)
            after = person_added(before, typed, by)
        else:
            person = before.with_number(participant)
            if person is None:
                raise UsageError(
                    said("There is no participant {number} in the list", number=participant),
                    where=str(options.event),
                    todo="see who there is with: reportgen status EVENT",
                )
            typed = _typed(change or (), before, person.row)
            after, numbers = fields_changed(before, person, typed, by), (participant,)
        action = "undo-change" if undo else "add-person" if add else "change-person"
        write_logged_changes(workspace, before, after, by, "wijziging naast de lijst", action, numbers)
        _show(workspace, after, format)


def _typed(pairs: Sequence[str], people: ListedPeople, now: Registration | None = None) -> dict[str, str]:
    typed = dict(each.split("=", 1) for each in pairs if "=" in each)
    if len(typed) != len(pairs) or not typed.keys() <= {*FIELDS}:
        raise UsageError(
            "A change is FIELD=TEXT, each field once",
            todo=said("choose from: {fields}", fields=", ".join(FIELDS)),
        )
    if faults := typed_faults(typed, people.names, now, people.rounds):
        told = "; ".join(f"{name}: {finding_text(each)[0]}" for name, each in faults.items())
        raise NotPossible(said("This cannot be: {faults}", faults=told), todo="write it otherwise")
    return typed


def _show(workspace: Workspace, people: ListedPeople, format: Format) -> None:
    findings = by_severity(tuple(change_findings(people.outcomes)))
    if format is Format.JSON:
        terminal.print_json(people_output.changes_json(workspace.people_key, people))
    else:
        people_output.show_changes(people)
        runs.show_findings(findings)
    exit_with(RunReport(workspace.people_key, list(findings)))
