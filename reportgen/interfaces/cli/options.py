"""The options that commands share."""

from __future__ import annotations

import os
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from reportgen.config.paths import OUTPUT as OUTPUT
from reportgen.config.paths import OUTPUT_VARIABLE
from reportgen.render.printing.context import Judge


class Format(StrEnum):
    """For whom the output is."""

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

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
