"""Terminal output of files for the venue: how many lists, badges and signs there are, and where."""

from __future__ import annotations

from reportgen.application.venue.write_lists import VenueResult
from reportgen.i18n.message import named, said
from reportgen.interfaces.cli.output.runs import finding_json
from reportgen.interfaces.cli.output.terminal import console, labelled, table_of
from reportgen.interfaces.language import here


def show_lists(result: VenueResult, event: str) -> None:
    """Shows what was written, and what to do first where people were told something else.

    Args:
        event: the arguments of a command that name the event.
    """
    table = table_of()
    for what, count in _counts(result).items():
        table.add_row(here(named("venue", what.replace("_", " "))), str(count))
    console.print(table)
    for each in result.files:
        pages = said("{name}, {count} pages", name=each.path.name, count=each.pages)
        labelled("file", pages if each.pages > 1 else each.path.name)
    for name in result.removed:
        labelled("removed", said("{name}, which there is nothing for any more", name=name))
    labelled("folder", str(result.folder))
    if result.told_otherwise:
        labelled("next", said("reportgen run {event}, and then these lists again", event=event))


def lists_json(key: str, result: VenueResult) -> dict[str, object]:
    """What was written, as JSON."""
    return {
        "event": key,
        "folder": str(result.folder),
        **_counts(result),
        "files": [{"name": each.path.name, "pages": each.pages} for each in result.files],
        "removed": list(result.removed),
        "findings": [finding_json(each) for each in result.findings],
    }


def _counts(result: VenueResult) -> dict[str, int]:
    return {
        "people": len(result.lists.people),
        "attendance_lists": len(result.lists.lists),
        "badges": len(result.lists.people),
        "table_signs": len(result.lists.signs),
        "told_otherwise": result.told_otherwise,
        "untold": result.untold,
        "left_out": result.left_out,
    }
