"""Options that several commands share, alone and in groups; a command gets each group as one value."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from reportgen.config.paths import OUTPUT as OUTPUT
from reportgen.config.paths import OUTPUT_VARIABLE, Paths
from reportgen.domain.identifiers import BRIEFING
from reportgen.render.printing.context import Judge
from reportgen.sources.cbs.embedded import EMBEDDED


class Format(StrEnum):
    """The format of the output."""

    TEXT = "text"
    JSON = "json"


EventArgument = Annotated[Path, typer.Argument(metavar="EVENT", help="The event's folder.")]
OutputOption = Annotated[
    Path, typer.Option("--output", envvar=OUTPUT_VARIABLE, help="Where everything that is made goes.")
]
FiguresOption = Annotated[
    Path,
    typer.Option(
        "--figures",
        envvar="REPORTGEN_FIGURES",
        help="The snapshot of figures to use.",
        show_default="the one that comes along",
    ),
]
NowOption = Annotated[
    datetime | None,
    typer.Option(
        "--now",
        formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        help="A made-up moment, Dutch time; such a run never sends real mail.",
    ),
]
PackOption = Annotated[
    str, typer.Option("--pack", metavar="KIND", help="The kind of pack, as event.toml names it under [[pack]].")
]
FormatOption = Annotated[Format, typer.Option("--format", help="Text for people, JSON for machines.")]
ShrunkOption = Annotated[
    bool, typer.Option("--accept-shrunk", help="Go on with a list that lost more than half of its people.")
]
ClusterOption = Annotated[
    str,
    typer.Option(
        "--cluster", envvar="REPORTGEN_CLUSTER", help="Print on a Dask cluster instead, such as tcp://host:8786."
    ),
]
JudgeOption = Annotated[
    Judge, typer.Option("--judge", help="Judge a sample of the bound packs, or all; their parts always are.")
]
WorkersOption = Annotated[
    int, typer.Option("--workers", min=1, max=64, help="How many processes print.", show_default="cores")
]

DeepOption = Annotated[
    bool,
    typer.Option("--deep", help="Open each pack and letter too, and compare everything that says who it is for."),
]
YesSendOption = Annotated[
    int | None, typer.Option("--yes-send", min=1, help="How many letters may go; for where nobody can type it.")
]

ByOption = Annotated[
    str,
    typer.Option("--by", metavar="NAME", help="Whose work this is; where four_eyes is set, somebody else releases it."),
]

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, kw_only=True)
class EventOptions:
    """The event, the output folder, and the time that decisions depend on."""

    event: EventArgument
    output: OutputOption = OUTPUT
    now: NowOption = None

    def paths(self, figures: Path = EMBEDDED) -> Paths:
        """The folders of the run."""
        return Paths(figures, self.output)


@dataclass(frozen=True, kw_only=True)
class PackOptions(EventOptions):
    """The same, and the kind of packs."""

    pack: PackOption = BRIEFING


@dataclass(frozen=True, kw_only=True)
class ArchiveOptions:
    """The event and the kind of packs, for commands without a clock."""

    event: EventArgument
    output: OutputOption = OUTPUT
    pack: PackOption = BRIEFING


@dataclass(frozen=True, kw_only=True)
class PrinterOptions:
    """The snapshot of figures, and the processes that print."""

    figures: FiguresOption = EMBEDDED
    workers: WorkersOption = CORES
    cluster: ClusterOption = ""


@dataclass(frozen=True, kw_only=True)
class PrintOptions(PrinterOptions):
    """The same, and which bound packs are validated as a whole."""

    judge: JudgeOption = Judge.SAMPLE


@dataclass(frozen=True, kw_only=True)
class BuildOptions(PrintOptions):
    """The same, and whose work it is."""

    by: ByOption = ""


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """Decorates a command: each parameter that is a group of options becomes its options for typer.

    Args:
        command: a function whose grouped parameters are dataclasses; it is called with instances of these.
    """
    hints = get_type_hints(command, include_extras=True)
    groups = {name: kind for name, kind in hints.items() if isinstance(kind, type) and is_dataclass(kind)}
    parameters: list[Parameter] = []
    for name, parameter in signature(command).parameters.items():
        if name in groups:
            options = get_type_hints(groups[name], include_extras=True)
            for each in fields(groups[name]):
                default = Parameter.empty if each.default is MISSING else each.default
                parameters.append(
                    Parameter(each.name, Parameter.KEYWORD_ONLY, default=default, annotation=options[each.name])
                )
        else:
            parameters.append(parameter.replace(kind=Parameter.KEYWORD_ONLY, annotation=hints[name]))

    @wraps(command)
    def flat(**given: Any) -> None:
        values = {
            name: kind(**{each.name: given.pop(each.name) for each in fields(kind)}) for name, kind in groups.items()
        }
        command(**values, **given)

    flat.__signature__ = Signature(parameters)  # type: ignore[attr-defined]  # functions have no such field for mypy
    flat.__annotations__ = {each.name: each.annotation for each in parameters}
    return flat
