"""Which headline a municipality gets: of all that can be said, what can be said of the fewest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from reportgen.domain.figures.headline import Headline, HeadlineKind
from reportgen.domain.figures.headline_beside import beside_peers, like, pace_of_all, within
from reportgen.domain.figures.headline_places import half, of_all, of_some, typical
from reportgen.domain.figures.profile import Profile
from reportgen.domain.figures.ranks import Rank
from reportgen.domain.figures.subject_figures import SubjectFigures
from reportgen.domain.figures.substance import tells

MAIN, COLUMN = 1.5, 0.5
"""What the measures that matter most to the subject weigh more, in bits."""

STORY = {HeadlineKind.MAJORITY: 0.5, HeadlineKind.MINORITY: 0.5, HeadlineKind.TYPICAL: -1.0}
"""What a kind weighs more, or less, than its rarity."""


def headline_of(
    profile: Profile, peers: Sequence[Profile], figures: SubjectFigures, nearest: bool = True
) -> Headline | None:
    """The headline of a municipality; None where there is no figure of it, of its districts or of other municipalities.

    Args:
        peers: those that are near enough to be called comparable, the nearest first.
        nearest: whether the first of them is the nearest of all municipalities.
    """
    found = possible_headlines(profile, peers, figures, nearest)
    return found[0] if found else None


def national_headline(country: Profile, figures: SubjectFigures) -> Headline | None:
    """In how many municipalities a figure is larger than in the country, for guests, who are of no municipality.

    The main one where it can be told; None where none can, as all are on one side or no municipality has it.
    """
    for each in sorted(country.measures, key=lambda each: each.key != figures.main):
        measure, values = figures.measures[each.key], figures.values(each.key)
        if each.last is None or measure.sized or each.last.year != figures.year(each.key):
            continue
        own, printed = (round(each.last.value, measure.decimals), [round(v, measure.decimals) for v in values.values()])
        above, below = (sum(value > own for value in printed), sum(value < own for value in printed))
        if above and below:
            rank = Rank(above + 1, len(printed), below + 1)
            return Headline(HeadlineKind.ABOVE_COUNTRY, each.key, each.last, rank=rank, among=len(printed))
    return None


def possible_headlines(
    profile: Profile, peers: Sequence[Profile], figures: SubjectFigures, nearest: bool = True
) -> tuple[Headline, ...]:
    """All that can be said of a municipality, the rarest first; the arguments are those of ``headline_of``."""
    found = [*typical(profile, figures), *(like(profile, peers, figures) if nearest else ())]
    for each in profile.measures:
        if each.last is not None and tells(each.key, each.last, each.people, figures):
            found += chain(
                of_all(each, profile.code, figures),
                of_some(each, profile, figures),
                half(each, figures),
                pace_of_all(each, profile.code, figures),
                beside_peers(each, profile, peers, figures),
            )
        found += within(each, profile.code, figures)
    weighed = [_weighed(each, figures) for each in found]
    return tuple(sorted(weighed, key=lambda each: -each.score))


def _weighed(headline: Headline, figures: SubjectFigures) -> Headline:
    """The headline with its score, for what it is about and how it is said."""
    subject = figures.subject
    more = STORY.get(headline.kind, 0.0)
    if headline.measure == figures.main:
        more += MAIN
    elif subject is not None and headline.measure in subject.columns:
        more += COLUMN
    return replace(headline, score=round(headline.score + more, 1))
