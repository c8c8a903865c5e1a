"""The three facts that matter for one municipality."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from example import figures
from reportgen.domain.figures.population import BACKGROUNDS, Origin
from reportgen.domain.figures.statistics import District

from reportgen.domain.figures.diversity import INDEX_MARGIN, SHARE_MARGIN, Comparison
from reportgen.domain.figures.facts import Fact, FactKind, facts_of, mean_share, share_of
from reportgen.domain.figures.figure import Unit
from reportgen.domain.figures.profile import Profile


def _facts(profile: Profile) -> tuple[Fact, ...]:
    peers = [figures.profiles()[peer.code] for peer in figures.peers()[profile.code]]
    return facts_of(profile, figures.country(), peers, figures.scale())


@cache
def _everyones() -> dict[str, tuple[Fact, ...]]:
    return {code: _facts(profile) for code, profile in figures.profiles().items()}


def _fact(name: str, contrast: FactKind) -> Fact | None:
    facts = _everyones()[figures.code_of(name)]
    return next((fact for fact in facts if fact.contrast is contrast), None)


def test_every_municipality_gets_one_to_three_facts_of_different_kinds() -> None:
    wrong = {
        code: facts
        for code, facts in _everyones().items()
        if not 1 <= len(facts) <= 3 or len({fact.contrast for fact in facts}) != len(facts)
    }
    assert len(_everyones()) == 380
    assert wrong == {}


def test_the_strongest_contrast_comes_first_and_what_is_equal_last() -> None:
    wrong = []
    for code, facts in _everyones().items():
        order = [(fact.comparison is Comparison.SAME, -fact.score) for fact in facts]
        if order != sorted(order):
            wrong.append(code)
    assert wrong == []


def test_about_peers_something_is_only_called_the_same_when_no_group_differs() -> None:
    wrong = []
    for code, facts in _everyones().items():
        profile, peers = figures.profiles()[code], [figures.profiles()[peer.code] for peer in figures.peers()[code]]
        gaps = [abs(share_of(profile, origin).value - mean_share(peers, origin)) for origin in BACKGROUNDS]
        equal = any(fact.contrast is FactKind.PEERS and fact.comparison is Comparison.SAME for fact in facts)
        if equal and max(gaps) > SHARE_MARGIN:
            wrong.append(profile.name)
    assert wrong == []


def test_more_less_and_same_agree_with_the_two_figures() -> None:
    wrong = []
    for code, facts in _everyones().items():
        for fact in facts:
            margin = INDEX_MARGIN if fact.own.unit is Unit.INDEX else SHARE_MARGIN
            gap = fact.own.value - fact.other.value
            says = {Comparison.MORE: gap > margin, Comparison.LESS: gap < -margin, Comparison.SAME: abs(gap) <= margin}
            if not says[fact.comparison]:
                wrong.append((code, fact))
    assert wrong == []


def test_a_fact_compares_two_figures_of_one_kind_and_none_with_itself() -> None:
    wrong = [
        (code, fact)
        for code, facts in _everyones().items()
        for fact in facts
        if fact.own == fact.other or fact.own.unit is not fact.other.unit
    ]
    assert wrong == []


def test_what_a_fact_calls_the_municipalitys_own_figure_is_in_its_profile() -> None:
    wrong = []
    for code, facts in _everyones().items():
        profile = figures.profiles()[code]
        for fact in facts:
            own = {
                FactKind.COUNTRY: [profile.last.migration_background],
                FactKind.PAST: [profile.last.index],
                FactKind.PEERS: [share.figure for share in profile.last.shares if share.origin is fact.about],
                FactKind.WITHIN: [fact.own] if fact.own.year == 2017 else [],
            }
            if fact.own not in own[fact.contrast]:
                wrong.append((code, fact))
    assert wrong == []


@pytest.mark.parametrize("name", ["Westerwolde", "Waadhoeke", "Midden-Groningen"])
def test_who_began_in_the_reference_year_has_no_past(name: str) -> None:
    assert _fact(name, FactKind.PAST) is None
    assert _everyones()[figures.code_of(name)] != ()


def test_who_has_no_districts_has_no_fact_within() -> None:
    assert _fact("Nuenen, Gerwen en Nederwetten", FactKind.WITHIN) is None


def test_two_districts_are_no_pattern() -> None:
    hague = figures.named("'s-Gravenhage")
    assert hague.districts is not None
    few = replace(hague, districts=replace(hague.districts, districts=hague.districts.districts[:2]))
    assert FactKind.WITHIN in {fact.contrast for fact in _facts(hague)}
    assert FactKind.WITHIN not in {fact.contrast for fact in _facts(few)}


def test_a_district_with_few_residents_is_no_end_of_the_range() -> None:
    hague = figures.named("'s-Gravenhage")
    assert hague.districts is not None
    hamlets = (District("WK9990", 195, 0.0), *hague.districts.districts, District("WK9991", 195, 100.0))
    assert _facts(replace(hague, districts=replace(hague.districts, districts=hamlets))) == _facts(hague)


def test_without_peers_there_is_no_fact_about_them() -> None:
    facts = facts_of(figures.named("Vaals"), figures.country(), (), figures.scale())
    assert [fact.contrast for fact in facts] == [FactKind.COUNTRY, FactKind.PAST]


@pytest.mark.parametrize(
    ("name", "contrast", "about", "comparison"),
    [
        ("Vaals", FactKind.PEERS, Origin.WESTERN, Comparison.MORE),  # Germans
        ("Urk", FactKind.COUNTRY, None, Comparison.LESS),
        ("'s-Gravenhage", FactKind.WITHIN, None, Comparison.MORE),
    ],
)
def test_what_a_municipality_is_known_for_comes_first(
    name: str, contrast: FactKind, about: Origin | None, comparison: Comparison
) -> None:
    first = _everyones()[figures.code_of(name)][0]
    assert (first.contrast, first.about, first.comparison) == (contrast, about, comparison)
