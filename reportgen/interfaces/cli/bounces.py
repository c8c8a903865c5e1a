"""The command ``bounces``: reads delivery reports."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from reportgen.application.delivery.bounces import record_bounces
from reportgen.application.passwords import imap_password
from reportgen.domain.finding import Severity, by_severity
from reportgen.domain.identifiers import pack_kind_of
from reportgen.errors import UsageError
from reportgen.interfaces.cli.app import app
from reportgen.interfaces.cli.options import Format, FormatOption, PackOptions, grouped
from reportgen.interfaces.cli.output import runs, terminal
from reportgen.interfaces.cli.output.terminal import plain_text
from reportgen.interfaces.cli.workspaces import changing


@app.command()
@grouped
def bounces(
    options: PackOptions,
    maildir: Annotated[list[Path] | None, typer.Option("--maildir", help="A Maildir to read.")] = None,
    mbox: Annotated[list[Path] | None, typer.Option("--mbox", help="An mbox file to read.")] = None,
    imap: Annotated[
        list[str] | None, typer.Option("--imap", help="A mailbox to read: imaps://user@host/INBOX.")
    ] = None,
    format: FormatOption = Format.TEXT,
) -> None:
    """Reads delivery reports, and notes which letters did not arrive.

    Mailboxes are only read. A letter is found whatever its kind of packs. The same report counts once. What is about
    another letter, cannot be read or was written by a person changes nothing, and is told.

    Example: reportgen bounces data/events/2030-wonen --mbox bounces.mbox
    """
    from reportgen.mail.inbox.submissions import Submission, in_imap, in_maildir, in_mbox  # few commands read mail

    with changing(options) as workspace:
        if not (maildir or mbox or imap):
            raise UsageError(
                "There is no mailbox to read", where=str(options.event), todo="give --maildir, --mbox or --imap"
            )
        server = workspace.settings.server
        ca_file = server.ca_file if server else ""
        messages: Iterator[Submission] = chain(
            chain.from_iterable(in_maildir(each) for each in maildir or ()),
            chain.from_iterable(in_mbox(each) for each in mbox or ()),
            chain.from_iterable(
                in_imap(each, imap_password(each), workspace.clock.seconds, ca_file) for each in imap or ()
            ),
        )
        done = record_bounces(workspace, messages)
    findings = by_severity(tuple(done.findings))
    if format is Format.JSON:
        bounced = [
            {
                "number": each.participant,
                "kind": pack_kind_of(each.event),
                "recipient": each.recipient,
                "said": text,
            }
            for each, text in done.bounced
        ]
        terminal.print_json(
            {
                "bounced": bounced,
                "known": done.known,
                "strange": done.unmatched,
                "others": done.others,
                "findings": [runs.finding_json(each) for each in findings],
            }
        )
    else:
        for each, diagnostic in done.bounced:
            kind = "" if each.event == workspace.key else f"  ({pack_kind_of(each.event)})"
            terminal.console.print(
                f"{each.participant:04d}{kind}  {plain_text(each.recipient)}  {plain_text(diagnostic)}", soft_wrap=True
            )
        runs.show_findings(findings)
        terminal.say(
            "Letters that did not arrive: {count}; reports that were known: {known}; "
            "messages that are no report of failure: {others}.",
            count=len(done.bounced),
            known=done.known,
            others=done.others,
        )
        terminal.show_next(f"reportgen status {workspace.command_arguments} --call-list list.xlsx")
    if done.bounced or any(each.severity is not Severity.NOTED for each in findings):
        raise typer.Exit(1)
