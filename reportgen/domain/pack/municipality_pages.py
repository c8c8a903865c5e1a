"""Contents of the pages about one municipality, and of those about the country."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.domain.figures.figure import Figure
from reportgen.domain.figures.profile import Profile
from reportgen.domain.figures.ranks import mean
from reportgen.domain.figures.subject_figures import SubjectFigures
from reportgen.domain.pack.contents import Meeting, MunicipalityPages, MunicipalityRow, NationalPages, PeerRow
from reportgen.domain.pack.event_context import EventContext
from reportgen.domain.pack.spreads import provinces_of, size_classes_of, spreads_of

MUNICIPALITIES_AT_EACH_END = 4
"""Municipalities with the highest and the lowest main figure that the national page lists."""


def municipality_pages(code: str, context: EventContext, meeting: Meeting) -> MunicipalityPages:
    """The pages about one municipality, which are the same for everyone of it.

    Args:
        code: CBS code of the municipality.
    """
    assert context.subject is not None  # without figures there are no such pages
    assert context.map is not None
    peers = [(peer, context.profiles[peer.code]) for peer in context.peers[code]]
    tables = context.tables_of()
    rows = tuple(
        PeerRow(
            other.code,
            other.name,
            other.residents,
            other.measures,
            peer.likenesses,
            peer.kinds,
            peer.close,
            tables.get(other.code, ()),
        )
        for peer, other in peers
    )
    return MunicipalityPages(
        meeting,
        context.subject,
        context.profiles[code],
        context.country,
        rows,
        average_of([other for _, other in peers], context.figures),
        context.map,
        context.strips,
        context.sources,
        context.figures_date,
        division=context.figures.data.day.isoformat(),
    )


def national_pages(context: EventContext, meeting: Meeting) -> NationalPages:
    """The pages about the country, for guests."""
    assert context.subject is not None  # without figures there are no such pages
    assert context.map is not None
    main = context.figures.values(context.subject.main)
    codes = sorted(main, key=lambda code: (-main[code], code))
    return NationalPages(
        meeting,
        context.subject,
        context.country,
        tuple(_row(code, context) for code in codes[:MUNICIPALITIES_AT_EACH_END]),
        tuple(_row(code, context) for code in codes[-MUNICIPALITIES_AT_EACH_END:]),
        context.map,
        context.strips,
        context.sources,
        context.figures_date,
        division=context.figures.data.day.isoformat(),
        provinces=provinces_of(context.subject.main, context.figures),
        sizes=size_classes_of(context.subject.main, context.figures),
        spreads=spreads_of(context.figures),
    )


def columns_of(profile: Profile, context: EventContext) -> tuple[Figure | None, ...]:
    """The figures of a municipality in tables of municipalities; none without figures."""
    return tuple(profile.measure(key).last for key in context.subject.columns) if context.subject else ()


def average_of(peers: Sequence[Profile], figures: SubjectFigures) -> dict[str, Figure]:
    """The unweighted mean of municipalities by measure, over those that have it; none of what grows with their size."""
    found = {}
    for key in figures.measures:
        values = [last.value for peer in peers if (last := peer.measure(key).last)]
        if values and not figures.measures[key].sized:
            found[key] = figures.figure(key, mean(values), figures.year(key))
    return found


def _row(code: str, context: EventContext) -> MunicipalityRow:
    profile = context.profiles[code]
    return MunicipalityRow(profile.name, profile.residents, columns_of(profile, context))
