"""The command ``figures explain``: how each figure, fact and prompt of a pack came about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from reportgen.application.build.load_event import load_event, pack_of
from reportgen.application.figures.explain import Explainer, FigureExplanation
from reportgen.application.figures.explain_page_one import statements_of
from reportgen.application.figures.in_use import figures_in_use
from reportgen.domain.pack.compose import Pack
from reportgen.domain.pack.contents import MunicipalityPages, NationalPages, PartKind, Personal
from reportgen.errors import UsageError
from reportgen.i18n.message import said
from reportgen.interfaces.cli.figures import figures_app
from reportgen.interfaces.cli.options import EventOptions, FiguresOption, Format, FormatOption, grouped
from reportgen.interfaces.cli.output import explanations as output
from reportgen.interfaces.cli.output import terminal
from reportgen.interfaces.cli.workspaces import reading
from reportgen.sources.cbs.embedded import EMBEDDED


@figures_app.command("explain")
@grouped
def explain(
    options: EventOptions,
    participant: Annotated[int, typer.Argument(help="The participant's number.")],
    figure: Annotated[str, typer.Argument(help="Only this: share-65plus, headline, fact-1, prompt-1.")] = "",
    year: Annotated[int, typer.Option("--year", help="Only the figures of this year.")] = 0,
    figures: FiguresOption = EMBEDDED,
    format: FormatOption = Format.TEXT,
) -> None:
    """Shows the rows, the formula and the source behind the figures of a pack.

    Without a figure: page one, and the figures of the year that all municipalities are compared in. With one: all its
    years, with their rows.

    Example: reportgen figures explain data/events/2030-05-16-wonen 17 share-65plus
    """
    with reading(options, figures) as workspace:
        inputs = load_event(workspace)
        pack = pack_of(inputs, participant).pack
        pages, cover = _pages_of(pack), pack.section(PartKind.PERSONAL).content
        assert isinstance(cover, Personal)
        explainer = Explainer(pages.profile.code, inputs.known, figures_in_use(workspace.paths)[1])
        found = tuple(explainer.of_pages(pages))
        statements = statements_of(cover, inputs.context, found, explainer)
        told = [] if year else [each for each in statements if figure in ("", each.place, each.place.partition("-")[0])]
        wanted = _wanted(found, figure, year)
        if not (wanted or told):
            names = [*(each.place for each in statements), *(each.measure for each in found)]
            raise UsageError(
                said("This pack has no figure {figure} of {year}", figure=figure, year=year)
                if figure and year
                else said("This pack has no figure {figure}", figure=figure)
                if figure
                else said("This pack has no figure of {year}", year=year),
                todo=said("name one of: {names}", names=list(dict.fromkeys(names))),
            )
        if format is Format.JSON:
            terminal.print_json(output.explained_json(told, wanted))
        else:
            output.show_statements(told, rows=bool(figure))
            output.show_explanations(wanted, rows=bool(figure))


def _pages_of(pack: Pack) -> MunicipalityPages | NationalPages:
    """The pages with the figures.

    Raises:
        UsageError: the meeting has none.
    """
    for section in pack.sections:
        if section.kind is PartKind.MUNICIPALITY:
            assert isinstance(section.content, MunicipalityPages | NationalPages)
            return section.content
    raise UsageError(
        "The packs of this meeting have no figures", todo="name a subject in event.toml: [figures] subject"
    )


def _wanted(found: Sequence[FigureExplanation], figure: str, year: int) -> list[FigureExplanation]:
    """The explanations of a figure by its key, or that of its indicator; else those of the reference year."""
    of_year = [each for each in found if year in (0, each.figure.year)]
    if figure:
        return [each for each in of_year if figure in (each.measure, each.measure.partition("/")[0])]
    return of_year if year else [each for each in of_year if each.main]
