"""The command ``doctor``: checks everything a run needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path
from time import monotonic
from typing import Annotated
from urllib.parse import urlsplit

import typer

from reportgen.application.passwords import smtp_password
from reportgen.config.paths import OUTPUT, Paths
from reportgen.domain.canonical_json import to_json_value
from reportgen.domain.health import HealthCheck, Verdict
from reportgen.i18n.message import named
from reportgen.interfaces.cli.app import app
from reportgen.interfaces.cli.errors import errors_shown
from reportgen.interfaces.cli.options import EventArgument, FiguresOption, Format, FormatOption, NowOption, OutputOption
from reportgen.interfaces.cli.output import terminal
from reportgen.interfaces.cli.output.terminal import plain_text
from reportgen.interfaces.clock import clock_of, wall_clock
from reportgen.interfaces.language import here
from reportgen.sources.cbs.embedded import EMBEDDED

STYLES = {
    Verdict.GREEN: ("green", "good"),
    Verdict.YELLOW: ("yellow", "look"),
    Verdict.RED: ("bold red", "mend"),
    Verdict.GREY: ("dim", "–"),
}
"""The style and the word of each verdict; the word is for terminals without colours."""


def _address(given: str) -> str:
    """A valid address of a DNS server.

    Raises:
        BadParameter: it is not valid.
    """
    try:
        place = urlsplit(f"//{given}")
        if not given or (ip_address(place.hostname or "") and place.port != 0):
            return given
    except ValueError:
        pass
    raise typer.BadParameter("give an address such as 192.0.2.1, or 192.0.2.1:5353 with its port")


@app.command()
def doctor(
    event: EventArgument,
    output: OutputOption = OUTPUT,
    figures: FiguresOption = EMBEDDED,
    now: NowOption = None,
    dns: Annotated[
        str,
        typer.Option(
            "--dns", callback=_address, help="The DNS server to ask.", metavar="ADDRESS", show_default="this machine's"
        ),
    ] = "",
    format: FormatOption = Format.TEXT,
) -> None:
    """Checks everything a run needs, and says what to do about each fault.

    Fonts, templates, the event's folder, figures, archive, disk, clock, mail server and more. Changes nothing, and
    sends nothing: it logs in at the mail server and leaves. Takes half a minute at most: a check of which nothing comes
    in time says so.

    Example: reportgen doctor data/events/2030-05-16-wonen
    """
    with errors_shown():
        from reportgen.application.doctor import needs_a_person  # imports printer and mail: only when needed
        from reportgen.application.doctor.bounded import bounded_checks
        from reportgen.application.doctor.context import DoctorContext
        from reportgen.mail.domain_records import txt_records

        context = DoctorContext(
            event,
            Paths(figures, output),
            clock_of(now).moment(),
            now is not None,
            wall_clock,
            monotonic,
            smtp_password,
            lambda name: txt_records(name, dns),
        )
        checks: list[HealthCheck] = []
        for check in bounded_checks(context):
            checks.append(check)
            if format is Format.TEXT:
                _show(check)
        if format is Format.JSON:
            terminal.print_json({"event": event.absolute().name, "checks": to_json_value(tuple(checks))})
        else:
            _show_verdict(checks, event)
    if needs_a_person(checks):
        raise typer.Exit(1)


def _show(check: HealthCheck) -> None:
    style, word = STYLES[check.verdict]
    name, text = here(named("check", check.name)), plain_text(here(check.said))
    terminal.console.print(f"[{style}]{here(word):6}[/]  {name:17} {text}", soft_wrap=True)
    for label, text in (("where", check.where), ("next", check.todo)):
        if text:
            terminal.labelled(label, text, before=" " * 26)


def _show_verdict(checks: Sequence[HealthCheck], event: Path) -> None:
    counts = Counter(each.verdict for each in checks)
    red, yellow = counts[Verdict.RED], counts[Verdict.YELLOW]
    if red and yellow:
        terminal.say(
            "{red} to mend before a run and {yellow} to look at. Begin at the top, and look again.",
            red=red,
            yellow=yellow,
        )
    elif red:
        terminal.say("{red} to mend before a run. Begin at the top, and look again.", red=red)
    elif yellow:
        terminal.say("{yellow} to look at. Begin at the top, and look again.", yellow=yellow)
    else:
        terminal.say("All is well.")
        terminal.show_next(f"reportgen plan {event}")
