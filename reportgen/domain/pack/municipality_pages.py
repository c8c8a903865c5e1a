"""Contents of the pages about one municipality, and of those about the country."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from reportgen.domain.figures.facts import mean_share
from reportgen.domain.figures.figure import Figure, Unit
from reportgen.domain.figures.population import BACKGROUNDS
from reportgen.domain.figures.profile import Profile, Share
from reportgen.domain.pack.contents import Average, Meeting, MunicipalityPages, MunicipalityRow, NationalPages, PeerRow
from reportgen.domain.pack.event_context import EventContext

MUNICIPALITIES_AT_EACH_END = 4
"""Municipalities with the highest and the lowest index that the national page lists."""


def municipality_pages(
    code: str, context: EventContext, meeting: Meeting, present: Collection[str]
) -> MunicipalityPages:
    """The pages about one municipality, which are the same for everyone of it.

    Args:
        code: CBS code of the municipality.
        present: codes of the municipalities that take part.
    """
    profile = context.profiles[code]
    peers = [(peer, context.profiles[peer.code]) for peer in context.peers[code]]
    rows = tuple(
        PeerRow(
            other.code,
            other.name,
            other.residents,
            other.last,
            other.index,
            tuple(year.index for year in other.years),
            peer.likenesses,
            peer.kinds,
            other.code in present,
        )
        for peer, other in peers
    )
    return MunicipalityPages(
        meeting,
        profile,
        context.country,
        rows,
        _average([other for _, other in peers], profile),
        context.map_dots,
        context.sources,
        context.figures_date,
    )


def national_pages(context: EventContext, meeting: Meeting) -> NationalPages:
    """The pages about the country, for guests."""
    places = [MunicipalityRow(each.name, each.residents, each.last, each.index) for each in context.profiles_by_index()]
    return NationalPages(
        meeting,
        context.country,
        tuple(places[:MUNICIPALITIES_AT_EACH_END]),
        tuple(places[-MUNICIPALITIES_AT_EACH_END:]),
        context.map_dots,
        context.sources,
        context.figures_date,
    )


def _average(peers: Sequence[Profile], profile: Profile) -> Average:
    last = profile.last

    def mean(values: Sequence[float], unit: Unit, source: str = last.index.source) -> Figure:
        return Figure(sum(values) / len(values), unit, last.year, source)

    return Average(
        mean([peer.last.migration_background.value for peer in peers], Unit.PERCENT),
        mean([peer.index.value for peer in peers], Unit.INDEX, profile.index.source),
        mean([peer.last.index.value for peer in peers], Unit.INDEX),
        tuple(
            Share(origin, Figure(mean_share(peers, origin), Unit.PERCENT, last.year, last.index.source))
            for origin in BACKGROUNDS
        ),
    )
