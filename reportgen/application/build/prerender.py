"""Prints the pages about every municipality into the part cache, before anyone registers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reportgen.application.build.load_event import load_event, style_of
from reportgen.application.workspace import Workspace
from reportgen.domain.finding import Finding, Severity, finding
from reportgen.domain.pack.compose import municipality_sections, shared_sections
from reportgen.domain.pack.contents import PartKind
from reportgen.domain.places.comparable import Comparability
from reportgen.render.content.part_factory import PartFactory
from reportgen.render.content.parts import Part
from reportgen.render.printing.context import PrintContext
from reportgen.render.printing.press import fill_part_cache


def municipality_parts(workspace: Workspace) -> dict[str, Part]:
    """The part about each municipality, by code, as in a pack of the event with its present participants.

    Raises:
        ReportgenError: as for ``load_event``.
    """
    inputs = load_event(workspace)
    context = inputs.context
    comparability = Comparability(context.figures, context.event.kinds)
    everyone = replace(
        context,
        peers={code: context.peers.get(code) or comparability.peers(code) for code in comparability.municipalities},
    )
    contents, style, others = PartFactory(), style_of(inputs.settings), shared_sections(everyone)
    return {
        code: next(part for part in contents.parts((*others, section), style) if part.kind is PartKind.MUNICIPALITY)
        for code, section in municipality_sections(everyone).items()
    }


def prerender(
    workspace: Workspace,
    print_context: PrintContext,
    progress: Callable[[str, int, int], None],
) -> tuple[int, int, list[Finding]]:
    """Prints the part about each municipality into the part cache.

    Returns:
        How many were printed, how many were in the cache already, and a finding for each that could not be printed.

    Raises:
        ReportgenError: as for ``load_event``.
    """
    parts = municipality_parts(workspace)
    printed, failed = 0, []
    names = {part.printed_key: code for code, part in parts.items()}
    cache = print_context.part_cache
    new = [part for part in parts.values() if cache is None or not cache.has(part.printed_key)]
    for done, (part, reason) in enumerate(fill_part_cache(new, print_context), 1):
        progress("part", done, len(new))
        printed += not reason
        if reason:
            failed.append(
                finding("ahead-failed", Severity.DOUBTFUL, municipality=names[part.printed_key], reason=reason)
            )
    return printed, len(parts) - len(new), failed
