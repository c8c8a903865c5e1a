"""The commands ``serve`` and ``organiser``: serve the web interface, and manage who may sign in."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Annotated

import typer

from reportgen.application.organisers.accounts import FirstOrganiser
from reportgen.application.resources import ledger_in
from reportgen.config.event_folder import EVENT_FILE, EVENTS
from reportgen.config.paths import OUTPUT, Paths
from reportgen.errors import UsageError
from reportgen.i18n.message import said
from reportgen.interfaces.cli.app import app
from reportgen.interfaces.cli.errors import errors_shown
from reportgen.interfaces.cli.figures import CbsOption, V4Option
from reportgen.interfaces.cli.options import CORES, FiguresOption, NowOption, OutputOption, WorkersOption
from reportgen.interfaces.cli.output import terminal
from reportgen.interfaces.clock import clock_of, wall_clock
from reportgen.interfaces.language import here
from reportgen.mail.letter import PLAIN_ADDRESS
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.sources.cbs.table_source import CBS_ADDRESS, CBS_V4_ADDRESS
from reportgen.storage.ledger.audit import Organiser
from reportgen.storage.lock import locked

organisers = typer.Typer(help="Says who may use the organiser's page.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(organisers, name="organiser")


@app.command()
def serve(
    folder: Annotated[
        Path, typer.Argument(help="The folder with the folders of meetings, or that of one of them.")
    ] = EVENTS,
    host: Annotated[
        str, typer.Option("--host", help="The address to listen on; others than this machine hear 0.0.0.0.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port to listen on.")] = 8018,
    name: Annotated[
        list[str] | None, typer.Option("--name", help="A name under which browsers call it; may be repeated.")
    ] = None,
    behind_tls: Annotated[
        bool, typer.Option("--behind-tls", help="Browsers come by https, through a proxy on this machine.")
    ] = False,
    output: OutputOption = OUTPUT,
    figures: FiguresOption = EMBEDDED,
    cbs: CbsOption = CBS_ADDRESS,
    cbs_v4: V4Option = CBS_V4_ADDRESS,
    now: NowOption = None,
    workers: WorkersOption = CORES,
) -> None:
    """Serves the organisers' pages of all meetings in a folder, until you stop it with Ctrl-C.

    On them organisers do in Dutch what the commands do: prepare, look, make, release, send, and make again. Where
    nobody may sign in yet it prints an address, once, at which the first organiser chooses name and password; that one
    lets colleagues in.

    Example: reportgen serve data/events
    """
    from reportgen.domain.delivery.mail_server import LOOPBACK
    from reportgen.interfaces.web.installation import Installation  # imports Starlette: only when needed
    from reportgen.interfaces.web.server import serve as serving

    with errors_shown("The page is stopped by hand; nothing is lost."):
        events = _events_folder(folder)
        paths = Paths(figures.resolve(), output.resolve())
        if host not in LOOPBACK and not behind_tls:
            terminal.say_error("[yellow]Passwords go over the network as they are: put a proxy with TLS before it.[/]")
        installation = Installation(
            events, paths, _running_clock(now), now is not None, workers, behind_tls, cbs, cbs_v4
        )
        address = _address(host, port, name or (), behind_tls)
        with ledger_in(paths) as ledger:  # made here: the pages make no new one where it is gone
            if not ledger.audit().organisers():
                installation.first = FirstOrganiser()
        terminal.say("The page is at {address} — stop it with Ctrl-C.", address=f"{address}/")
        if installation.first:
            terminal.say(
                "Nobody may sign in yet. The first organiser opens this address, which works once and not after a "
                "restart:",
            )
            terminal.show_text(f"{address}/welkom/{installation.first.code}")
        serving(installation, host, port, name or ())


@organisers.command("add")
def add(
    name: Annotated[str, typer.Argument(help="The name to sign in with.")],
    email: Annotated[str, typer.Argument(help="Where test copies go.")],
    password_file: Annotated[
        typer.FileText | None, typer.Option("--password-file", help="A file with the password; - for standard input.")
    ] = None,
    output: OutputOption = OUTPUT,
) -> None:
    """Lets someone sign in; who may already gets another password.

    Example: reportgen organiser add anna anna@example.org
    """
    from reportgen.interfaces.web.access.passwords import password_hash

    with errors_shown():
        if not name.strip() or not PLAIN_ADDRESS.fullmatch(email):
            raise UsageError(
                said("'{name}' with '{email}' cannot sign in", name=name, email=email),
                todo="give a name, and a plain address",
            )
        if password_file:
            password = password_file.read().strip("\r\n")
        elif sys.stdin.isatty():
            password = typer.prompt(here("Password"), hide_input=True, confirmation_prompt=True, err=True)
        else:
            raise UsageError("There is no password", todo="give --password-file, or type it at a terminal")
        organiser = Organiser(" ".join(name.split()), email, password_hash(password))
        with locked(output), ledger_in(Paths(EMBEDDED, output)) as ledger:
            ledger.audit().save_organiser(organiser, wall_clock())
        terminal.say("{organiser} may sign in.", organiser=organiser.name)


@organisers.command("remove")
def remove(name: Annotated[str, typer.Argument(help="The name.")], output: OutputOption = OUTPUT) -> None:
    """Lets someone not sign in any more; with their next click they are out.

    Example: reportgen organiser remove anna
    """
    with errors_shown(), locked(output), ledger_in(Paths(EMBEDDED, output)) as ledger:
        if not ledger.audit().remove_organiser(name):
            raise UsageError(
                said("Nobody signs in as '{name}'", name=name), todo="see who does: reportgen organiser list"
            )
        terminal.say("{name} may not sign in any more.", name=name)


@organisers.command("list")
def listed(output: OutputOption = OUTPUT) -> None:
    """Shows who may sign in.

    Example: reportgen organiser list
    """
    with errors_shown(), ledger_in(Paths(EMBEDDED, output), read_only=True) as ledger:
        for each in ledger.audit().organisers():
            terminal.console.print(f"{each.name}  {each.email}", soft_wrap=True, markup=False)


def _events_folder(folder: Path) -> Path:
    """The folder with the folders of meetings, from itself or from one of these; the usual one is made.

    Raises:
        UsageError: it is no folder.
    """
    if (folder / EVENT_FILE).exists():
        return folder.resolve().parent
    if folder == EVENTS:
        folder.mkdir(parents=True, exist_ok=True)
    if not folder.is_dir():
        raise UsageError("There is no such folder", where=str(folder), todo="make it, and serve it then")
    return folder.resolve()


def _address(host: str, port: int, names: Sequence[str], tls: bool) -> str:
    """The address that browsers use, as far as the options tell it; without a slash at the end."""
    if tls:
        return f"https://{names[0] if names else host}"
    shown = names[0] if names else f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"


def _running_clock(now: datetime | None) -> Callable[[], datetime]:
    """The real clock, or one that starts at a made-up moment and runs at normal speed."""
    clock, begun = clock_of(now).moment, monotonic()
    return clock if now is None else lambda: clock() + timedelta(seconds=monotonic() - begun)
