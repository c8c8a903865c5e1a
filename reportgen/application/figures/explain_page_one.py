"""Explains the headline, the facts and the prompts of page one: why each was chosen, and from which figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from reportgen.application.figures.explain import Explainer, FigureExplanation
from reportgen.domain.canonical_json import to_json_value
from reportgen.domain.figures.facts import Fact, FactKind, possible_facts
from reportgen.domain.figures.figure import Figure
from reportgen.domain.figures.headline import Headline, HeadlineKind
from reportgen.domain.figures.headline_choice import possible_headlines
from reportgen.domain.figures.profile import Profile
from reportgen.domain.figures.ranks import Rank
from reportgen.domain.pack.contents import Personal
from reportgen.domain.pack.event_context import EventContext
from reportgen.domain.places.comparable import has_nearest
from reportgen.domain.places.municipality import COUNTRY
from reportgen.render.content.fact_texts import fact_text, figure_text
from reportgen.render.content.headline_texts import headline_text
from reportgen.render.content.prompts import kind_of, prompt_texts

RUNNERS_UP = 5
"""Other headlines and facts that are told, which might have been chosen."""

HEADLINES = {
    HeadlineKind.FIRST: "the largest value of all municipalities",
    HeadlineKind.LAST: "the smallest value of all municipalities",
    HeadlineKind.NEAR_FIRST: "larger only in a few municipalities, which are named",
    HeadlineKind.NEAR_LAST: "smaller only in a few municipalities, which are named",
    HeadlineKind.FIRST_OF_PROVINCE: "the largest value of the province",
    HeadlineKind.LAST_OF_PROVINCE: "the smallest value of the province",
    HeadlineKind.NEAR_FIRST_OF_PROVINCE: "larger only in one or two municipalities of the province, which are named",
    HeadlineKind.NEAR_LAST_OF_PROVINCE: "smaller only in one or two municipalities of the province, which are named",
    HeadlineKind.FIRST_OF_SIZE: "the largest value of municipalities about as large",
    HeadlineKind.LAST_OF_SIZE: "the smallest value of municipalities about as large",
    HeadlineKind.MAJORITY: "more than half, where that is rare",
    HeadlineKind.MINORITY: "less than half, where that is rare",
    HeadlineKind.FASTEST_OF_ALL: "the largest rise of all, or but for one or two that are named",
    HeadlineKind.SLOWEST_OF_ALL: "the largest fall of all, or where all rose, the smallest rise",
    HeadlineKind.FASTEST: "the largest rise among comparable municipalities",
    HeadlineKind.SLOWEST: "the largest fall among comparable municipalities, or where all rose, the smallest rise",
    HeadlineKind.UNLIKE: "more, or less, than every comparable municipality, and by far",
    HeadlineKind.WIDEST: "districts lie further apart than in most municipalities",
    HeadlineKind.TYPICAL: "about the middle of all municipalities in everything",
    HeadlineKind.LIKE: "the most comparable municipality, of which the leading figure is about the same",
    HeadlineKind.HIGH: "how many municipalities have a larger value",
    HeadlineKind.LOW: "how many municipalities have a smaller value",
    HeadlineKind.ABOVE_COUNTRY: "for guests: how many municipalities have more than the country",
    HeadlineKind.DISTRICTS: "the highest and the lowest district",
}
"""What each kind of headline says."""

FACTS = {
    FactKind.COUNTRY: "compared with the country",
    FactKind.PAST: "compared with the first year that half of the municipalities can be compared from",
    FactKind.PEERS: "compared with the mean of the comparable municipalities",
    FactKind.WITHIN: "the highest and the lowest district",
    FactKind.RANK: "its place among all municipalities, or those about as large",
    FactKind.NATION: "the figure of the country",
    FactKind.RANGE: "the highest and the lowest municipality",
}
"""What each kind of fact compares."""

HEADLINE_RULE = "of all that can be said, what can be said of the fewest: {score:g} bits"
FACT_RULE = (
    "of the facts that the headline does not tell, the furthest from usual: {score:g} standard deviations; "
    "one of another measure and of another kind goes before"
)
GUEST_HEADLINE_RULE = "for guests: the main figure, where some municipalities have more than the country and some less"
GUEST_RULE = "for guests: the country's figure, its range and its change"


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of page one.

    Attributes:
        place: ``headline``, ``fact-1`` or ``prompt-1``.
        text: as it is printed.
        measure: key of the measure it is about.
        kind: its form, such as ``first_of_province``.
        says: what that form says.
        rule: why it was chosen.
        facts: what else it tells: ranks, names, people.
        others: what might have been chosen, the nearest first, with its score.
        figures: those it tells.
    """

    place: str
    text: str
    measure: str
    kind: str
    says: str
    rule: str
    facts: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    figures: tuple[FigureExplanation, ...] = ()


def statements_of(
    personal: Personal, context: EventContext, explained: Sequence[FigureExplanation], explainer: Explainer
) -> tuple[Statement, ...]:
    """The headline, the facts and the prompts of a pack; none of a meeting without figures.

    Args:
        explained: the figures on the pages about its municipality.
        explainer: explains the figures that are not on them.
    """
    if personal.subject is None:
        return ()
    near = context.peers[personal.code] if personal.code != COUNTRY else ()
    near = tuple(sorted(near, key=lambda peer: peer.distance))
    peers = [context.profiles[peer.code] for peer in near if peer.close]
    found = _Figures(personal, peers, context, explained, explainer)
    content = cast(dict[str, Any], to_json_value(personal))
    return (*_headline(personal, content, peers, context, found), *_facts(personal, content, peers, context, found))


class _Figures:
    """Finds the explanation of a figure that a sentence tells."""

    def __init__(
        self,
        personal: Personal,
        peers: Sequence[Profile],
        context: EventContext,
        explained: Sequence[FigureExplanation],
        explainer: Explainer,
    ) -> None:
        self._personal, self._context, self._explainer = personal, context, explainer
        self._peers = {peer.code: peer.name for peer in peers}
        self._by_figure: dict[tuple[str, int, float], list[FigureExplanation]] = {}
        for each in explained:
            self._by_figure.setdefault((each.measure, each.figure.year, each.figure.value), []).append(each)

    def of(self, each: Headline | Fact) -> tuple[FigureExplanation, ...]:
        """The explanations of the figures in a headline or fact."""
        places = [*each.names, ""] if each.kind is FactKind.RANGE else ["", ""]
        pairs = zip((each.own, each.other), places, strict=False)
        return tuple(self._one(each, figure, place) for figure, place in pairs if figure is not None)

    def _one(self, each: Headline | Fact, figure: Figure, place: str) -> FigureExplanation:
        if each.kind in (FactKind.PEERS, HeadlineKind.UNLIKE) and figure is each.other:
            return self._explainer.mean(each.measure, figure, self._peers)
        if place:
            municipalities = self._context.figures.data.municipalities.values()
            code = next(one.code for one in municipalities if one.name == place)
            return self._explainer.of_municipality(each.measure, code, figure)
        same = self._by_figure[each.measure, figure.year, figure.value]
        return next((one for one in same if one.code == self._personal.code), same[0])


def _headline(
    personal: Personal, content: Mapping[str, Any], peers: Sequence[Profile], context: EventContext, found: _Figures
) -> Iterator[Statement]:
    headline = personal.headline
    if headline is None:
        return
    guest = personal.code == COUNTRY
    nearest = not guest and has_nearest(context.peers[personal.code])
    possible = () if guest else possible_headlines(context.profiles[personal.code], peers, context.figures, nearest)
    yield Statement(
        "headline",
        headline_text(content["headline"], content["subject"], personal.municipality),
        headline.measure,
        str(headline.kind),
        HEADLINES[headline.kind],
        GUEST_HEADLINE_RULE if guest else HEADLINE_RULE.format(score=headline.score),
        tuple(_told(headline)),
        _others(possible, (headline,)),
        found.of(headline),
    )


def _facts(
    personal: Personal, content: Mapping[str, Any], peers: Sequence[Profile], context: EventContext, found: _Figures
) -> Iterator[Statement]:
    profile, guest = context.profiles[personal.code], personal.code == COUNTRY
    possible = (
        []
        if guest
        else [one for each in profile.measures for one in possible_facts(profile, each, peers, context.figures)]
    )
    others = _others(sorted(possible, key=lambda each: -each.score), personal.facts)
    for number, (fact, said) in enumerate(zip(personal.facts, content["facts"], strict=True), 1):
        text = " ".join(part for part in fact_text(said, content["subject"], personal.municipality) if part)
        rule = GUEST_RULE if guest else FACT_RULE.format(score=fact.score)
        place, kind = f"fact-{number}", str(fact.kind)
        facts = tuple(_told(fact))
        yield Statement(place, text, fact.measure, kind, FACTS[fact.kind], rule, facts, others, found.of(fact))
    prompts = prompt_texts(content["facts"], content["subject"], personal.municipality)
    for number, (prompt, fact, said) in enumerate(zip(prompts, personal.facts, content["facts"], strict=True), 1):
        if not prompt:
            continue
        measure, kind = personal.subject.measures[fact.measure] if personal.subject else None, kind_of(said)
        own = [each for each in measure.prompts if each.kind == kind] if measure else []
        rule = f"follows from fact-{number}: {fact.kind}, {fact.comparison}; no wording serves twice in one pack"
        says = f"a question of the {'measure' if own else 'program'} for figures that are '{kind}'"
        yield Statement(f"prompt-{number}", prompt, fact.measure, kind, says, rule, (), (), found.of(fact))


def _told(each: Headline | Fact) -> Iterator[str]:
    if each.rank is not None:
        yield f"rank: {_rank(each.rank)}"
    if each.people is not None:
        yield f"people: {each.people}, the share of everyone it is of, rounded"
    if each.among:
        yield f"among: {each.among}"
    if each.names:
        yield f"names: {', '.join(each.names)}"
    if each.scope:
        yield f"of: {each.scope}"
    if isinstance(each, Headline) and each.since:
        yield f"since: {each.since}"
    if isinstance(each, Fact):
        yield f"comparison: {each.comparison}"


def _rank(rank: Rank) -> str:
    return f"{rank.place} of {rank.of}, the largest first; {rank.last} from the last"


def _others(possible: Sequence[Headline | Fact], chosen: Sequence[Headline | Fact]) -> tuple[str, ...]:
    """The nearest that were not chosen."""
    left = [each for each in possible if (each.kind, each.measure) not in {(one.kind, one.measure) for one in chosen}]
    return tuple(
        f"{each.kind}, {each.measure}: {figure_text(each.own)}, score {each.score:g}" for each in left[:RUNNERS_UP]
    )
