"""The command ``bounces``: reads delivery reports."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from reportgen.application.delivery.bounces import record_bounces
from reportgen.application.resources import imap_password
from reportgen.errors import UsageError
from reportgen.interfaces.cli.app import app
from reportgen.interfaces.cli.options import Format, FormatOption, PackOptions, grouped
from reportgen.interfaces.cli.output import terminal
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

    Mailboxes are only read. The same report counts once.

    Example: reportgen bounces data/events/2030-wonen --mbox bounces.mbox
    """
    from reportgen.mail.inbox.imap import imap_messages  # no other command reads mail
    from reportgen.mail.inbox.mailboxes import maildir_messages, mbox_messages  # no other command reads mail

    with changing(options) as workspace:
        if not (maildir or mbox or imap):
            raise UsageError(
                "There is no mailbox to read", where=str(options.event), todo="give --maildir, --mbox or --imap"
            )
        server = workspace.settings.server
        ca_file = server.ca_file if server else ""
        messages: Iterator[bytes] = chain(
            chain.from_iterable(maildir_messages(each) for each in maildir or ()),
            chain.from_iterable(mbox_messages(each) for each in mbox or ()),
            chain.from_iterable(
                imap_messages(each, imap_password(), workspace.clock.seconds, ca_file) for each in imap or ()
            ),
        )
        done = record_bounces(workspace, messages)
    if format is Format.JSON:
        bounced = [
            {"number": each.participant, "recipient": each.recipient, "said": text} for each, text in done.bounced
        ]
        terminal.print_json(
            {"bounced": bounced, "known": done.known, "strange": list(done.unmatched), "others": done.others}
        )
    else:
        for each, diagnostic in done.bounced:
            terminal.console.print(
                f"{each.participant:04d}  {plain_text(each.recipient)}  {plain_text(diagnostic)}", soft_wrap=True
            )
        for address in done.unmatched:
            terminal.console.print(f"[dim]no letter of this event: {plain_text(address)}[/]", soft_wrap=True)
        terminal.console.print(
            f"{len(done.bounced)} letters did not arrive; {done.known} reports were known, "
            f"{done.others} messages are no report of failure."
        )
        terminal.console.print(
            f"next:     reportgen status {workspace.command_arguments} --call-list list.xlsx", soft_wrap=True
        )
    if done.bounced:
        raise typer.Exit(1)
