"""The commands of ``archive``: list, show, verify, rebuild and export sealed editions."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from reportgen.application.archive import export as archiving
from reportgen.config.event_folder import pack_key_in
from reportgen.config.paths import OUTPUT, Paths
from reportgen.domain.canonical_json import to_json_value
from reportgen.domain.identifiers import BRIEFING
from reportgen.i18n.message import counted, said
from reportgen.interfaces.cli.app import app
from reportgen.interfaces.cli.errors import errors_shown
from reportgen.interfaces.cli.options import (
    CORES,
    ArchiveOptions,
    DeepOption,
    EventArgument,
    Format,
    FormatOption,
    OutputOption,
    PackOption,
    WorkersOption,
    grouped,
)
from reportgen.interfaces.cli.output import terminal
from reportgen.interfaces.language import here
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.archive.archive import Archive

archive_app = typer.Typer(
    help="Looks at sealed editions and takes them along.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(archive_app, name="archive")


@archive_app.command("list")
def editions(
    event: EventArgument,
    output: OutputOption = OUTPUT,
    pack: PackOption = BRIEFING,
    format: FormatOption = Format.TEXT,
) -> None:
    """Shows which editions there are.

    Example: reportgen archive list data/events/2030-05-16-wonen
    """
    with errors_shown():
        summaries = archiving.edition_summaries(pack_key_in(event, pack), Paths(EMBEDDED, output))
        if format is Format.JSON:
            terminal.print_json(to_json_value(summaries))
            return
        for each in summaries:
            parts = [
                said("edition {edition}", edition=each.edition),
                said("sealed {moment}", moment=each.sealed),
                counted(each.packs, "{count} pack", "{count} packs"),
            ]
            if each.cancellations:
                parts.append(counted(each.cancellations, "{count} cancellation", "{count} cancellations"))
            if each.messages:
                parts.append(counted(each.messages, "{count} letter of a message", "{count} letters of a message"))
            parts.append(said("{size:.1f} MB", size=each.size / 1e6))
            parts.append(said("keep until {day}", day=each.keep_until))
            terminal.show_text("  ".join(here(part) for part in (*parts, *([each.because] if each.because else []))))
            for flaw in each.flaws:
                terminal.say("  fault: {flaw}", flaw=flaw)
        if not summaries:
            terminal.say("Nothing is sealed yet.")
    if any(each.flaws for each in summaries):
        raise typer.Exit(7)


@archive_app.command("show")
def shown(
    event: EventArgument,
    edition: Annotated[int, typer.Argument(min=1, help="The edition.")],
    output: OutputOption = OUTPUT,
    pack: PackOption = BRIEFING,
    format: FormatOption = Format.TEXT,
) -> None:
    """Shows what an edition holds: the event, the figures, the versions, and every pack.

    Example: reportgen archive show data/events/2030-wonen 1
    """
    with errors_shown():
        key = pack_key_in(event, pack)
        record = archiving.record_of(Archive(Paths(EMBEDDED, output).archive(key)), edition)
    if format is Format.JSON:
        terminal.print_json(record)
        return
    event_record = record["event"]
    terminal.say(
        "edition {edition} of {title}, {day}, sealed {sealed}",
        edition=edition,
        title=event_record["title"],
        day=date.fromisoformat(event_record["day"]),
        sealed=datetime.fromisoformat(record["sealed"]),
    )
    terminal.labelled("figures", record["figures"]["snapshot"])
    versions = sorted(record["versions"].items())
    terminal.labelled("versions", ", ".join(f"{name} {number}" for name, number in versions))
    for each in record["packs"]:
        pages = here(counted(each["pages"], "{count} page", "{count} pages"))
        terminal.show_text(f"{each['number']:04d}-{each['code']}  {pages}  {each['pack']}")
    for each in record.get("cancellations", ()):
        terminal.show_text(f"{each['number']:04d}  {here('cancellation')}  {each['letter']}")


@archive_app.command("verify")
@grouped
def verify(options: ArchiveOptions, deep: DeepOption = False, format: FormatOption = Format.TEXT) -> None:
    """Checks every file of the archive, and the ledger against it.

    Example: reportgen archive verify data/events/2030-05-16-wonen
    """
    from reportgen.interfaces.cli.status import verify_and_show  # imports what no other command here needs

    verify_and_show(options, deep, format)


@archive_app.command("rebuild")
def rebuild(
    event: EventArgument,
    edition: Annotated[int, typer.Argument(min=1, help="The edition.")],
    participant: Annotated[
        list[int] | None, typer.Option("--participant", help="Only the pack of this one; may be repeated.")
    ] = None,
    output: OutputOption = OUTPUT,
    workers: WorkersOption = CORES,
    pack: PackOption = BRIEFING,
    format: FormatOption = Format.TEXT,
) -> None:
    """Makes packs again from what was kept, and says whether the same comes out, byte for byte.

    Example: reportgen archive rebuild data/events/2030-wonen 1 --participant 17
    """
    from reportgen.application.archive import rebuild as rebuilding  # imports the printer: only when needed
    from reportgen.render.printing.context import PrintContext
    from reportgen.render.processes.executors import ProcessExecutor

    with errors_shown():
        archive = Archive(Paths(EMBEDDED, output).archive(pack_key_in(event, pack)))
        record = archiving.record_of(archive, edition)
        print_context = PrintContext(ProcessExecutor(workers), judge=None)
        done = sorted(
            rebuilding.rebuild(archive, record, participant or (), print_context), key=lambda each: each.number
        )
    same = sum(each.same for each in done)
    if format is Format.JSON:
        terminal.print_json(to_json_value(done))
    else:
        for each in done:
            if not each.same:
                terminal.say("{number:04d}  differs: {why}", number=each.number, why="; ".join(each.why))
        terminal.say("{same} of {count} packs came out as they were, byte for byte.", same=same, count=len(done))
    if same < len(done):
        raise typer.Exit(7)


@archive_app.command("export")
def export(
    event: EventArgument,
    target: Annotated[Path, typer.Argument(help="The folder to make, or a file that ends in .zip.")],
    output: OutputOption = OUTPUT,
    pack: PackOption = BRIEFING,
) -> None:
    """Writes all editions with a finding aid and a description of each file, for a record system.

    Example: reportgen archive export data/events/2030-wonen wonen.zip
    """
    from reportgen.application.resources import ledger_in  # imports what no other command here needs

    paths = Paths(EMBEDDED, output)
    with errors_shown(), ledger_in(paths, read_only=True) as ledger:
        count = archiving.export(pack_key_in(event, pack), paths, ledger, target)
        terminal.say("{count} files with their descriptions: {target}", count=count, target=target)
