"""Which municipalities are comparable, and why."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest
from example import figures
from example.small_subject import code, indicator, municipality, of_year
from example.small_subject import figures as made
from example.told import SUBJECTS, every_subject, key_of

from reportgen.domain.figures.diversity import dissimilarity
from reportgen.domain.figures.subject import Alike
from reportgen.domain.figures.subject_figures import SubjectFigures
from reportgen.domain.places.comparable import CLOSE, PEERS, PROVINCE, SIZE, URBANITY, Comparability, Peer
from reportgen.domain.programme.event import MunicipalityType

PARTS = ("total", "western", "other_non_western", "turkey", "morocco", "suriname", "antilles_aruba")


def peers(subject: str) -> dict[str, tuple[Peer, ...]]:
    near = figures.comparability(key_of(subject), SUBJECTS[subject])
    return {each: near.peers(each) for each in near.municipalities}


def shares(where: str) -> list[float]:
    """The composition, the total for the rest."""
    return [figures.figures().values(f"origin/{part}")[where] for part in PARTS]


@every_subject
def test_every_municipality_has_seven_peers_nearest_first_and_is_not_one_of_them(subject: str) -> None:
    for where, found in peers(subject).items():
        assert len({peer.code for peer in found} - {where}) == len(found) == PEERS
        assert [peer.distance for peer in found] == sorted(peer.distance for peer in found)


@every_subject
def test_nobody_who_is_left_out_is_nearer_than_the_last_peer(subject: str) -> None:
    near = figures.comparability(key_of(subject), SUBJECTS[subject])
    for where in sorted(near.municipalities)[::20]:
        everyone = sorted((near.distance(where, other), other) for other in near.municipalities if other != where)
        assert everyone[:PEERS] == [(peer.distance, peer.code) for peer in near.peers(where)]


@every_subject
def test_most_municipalities_have_several_that_may_be_called_comparable(subject: str) -> None:
    close = [sum(peer.close for peer in found) for found in peers(subject).values()]
    assert sum(number >= 4 for number in close) >= 0.9 * len(close)
    assert 0 < sum(number == 0 for number in close) < 0.05 * len(close)


def test_vaals_has_nobody_who_may_be_called_comparable() -> None:
    assert [peer for peer in figures.peers()[figures.code_of("Vaals")] if peer.close] == []


def test_what_is_called_comparable_is_about_as_large_and_of_about_the_same_mix() -> None:
    municipalities = figures.figures().data.municipalities
    for where, found in figures.peers().items():
        for peer in found:
            if peer.close:
                small, large = sorted(municipalities[each].residents for each in (where, peer.code))
                assert large <= 4 * small
                assert dissimilarity(shares(where), shares(peer.code)) <= 4 * CLOSE


def test_the_order_in_which_municipalities_are_read_does_not_matter() -> None:
    data = figures.figures().data
    shuffled = list(data.municipalities.items())
    random.Random(1).shuffle(shuffled)
    other = Comparability(SubjectFigures(figures.figures().subject, replace(data, municipalities=dict(shuffled))))
    for where in figures.codes()[::40]:
        assert other.peers(where) == figures.peers()[where]


def test_likenesses_hold_against_the_figures_of_both() -> None:
    """Four points of mix, a third more or less residents, the same class of urbanity, the same province."""
    municipalities, subject = figures.figures().data.municipalities, figures.figures().subject
    assert subject is not None
    mix = subject.alike[0].words
    for where, found in figures.peers().items():
        own = municipalities[where]
        for peer in found:
            other = municipalities[peer.code]
            small, large = sorted((own.residents, other.residents))
            holds = {
                mix: dissimilarity(shares(where), shares(peer.code)) <= 4,
                SIZE: large / small <= 4 / 3,
                URBANITY: own.urbanity == other.urbanity,
                PROVINCE: own.province == other.province,
            }
            assert {each for each, is_so in holds.items() if is_so} == set(peer.likenesses)


def test_distance_is_the_same_both_ways() -> None:
    near, one, other = figures.comparability(), figures.code_of("Vaals"), figures.code_of("Amsterdam")
    assert near.distance(one, other) == pytest.approx(near.distance(other, one))
    assert near.distance(one, other) > 0


def test_the_large_cities_are_each_others_peers() -> None:
    four = {figures.code_of(name) for name in ("Amsterdam", "Rotterdam", "'s-Gravenhage", "Utrecht")}
    for where in four - {figures.code_of("Utrecht")}:
        assert {peer.code for peer in figures.peers()[where]} >= four - {where}


def test_who_is_made_of_a_part_of_another_has_no_figures_yet_and_nobody_to_be_called_comparable() -> None:
    """Westerkwartier began in 2019, a part of Winsum among it; its share of earlier years is not known."""
    near = figures.comparability("migration", date(2019, 1, 1))
    names = {each.name: where for where, each in near.municipalities.items()}
    assert [peer for peer in near.peers(names["Westerkwartier"]) if peer.close] == []
    named = {peer.code for where in near.municipalities for peer in near.peers(where) if peer.close}
    assert names["Westerkwartier"] not in named
    assert any(peer.close for peer in near.peers(names["Molenlanden"]))


def test_nothing_known_of_a_municipality_makes_it_no_nearer() -> None:
    alike = (Alike("proef", 1.0, "even hoog"),)
    known = of_year(2021, *(float(number) for number in range(20)), None)
    places = [municipality(number, 0 if number == 22 else 20_000) for number in range(1, 23)]
    near = Comparability(made((indicator(),), {"proef": known}, places, alike=alike))
    last_known, unknown, no_residents = code(20), code(21), code(22)
    assert near.distance(code(1), unknown) > near.distance(code(1), code(5))
    assert [peer for peer in near.peers(unknown) if peer.close] == []
    assert [peer for peer in near.peers(no_residents) if peer.close] == []
    assert unknown not in {peer.code for peer in near.peers(last_known)}
    assert near.distance(unknown, no_residents) > CLOSE


def test_of_a_meeting_without_figures_size_and_urbanity_are_compared() -> None:
    near = Comparability(figures.figures_of(""))
    found = near.peers(figures.code_of("Amsterdam"))
    assert {peer.code for peer in found[:2]} == {figures.code_of("Rotterdam"), figures.code_of("'s-Gravenhage")}


def test_the_organisers_types_go_first_and_are_the_reason() -> None:
    """A border municipality is beside border municipalities, however unlike they are."""
    border = tuple(figures.code_of(name) for name in ("Vaals", "Terneuzen", "Winterswijk"))
    kinds = (
        MunicipalityType("grensgemeenten", "ook aan de grens", border),
        MunicipalityType("steden", "ook een stad", ("GM0363", "GM0599")),
    )
    near = Comparability(figures.figures(), kinds)
    found = near.peers(border[0])
    assert {peer.code for peer in found[:2]} == set(border[1:])
    assert [peer.kinds for peer in found] == [("ook aan de grens",)] * 2 + [()] * (PEERS - 2)
    alike = figures.peers()[border[0]]
    assert [peer.code for peer in found[2:]] == [peer.code for peer in alike if peer.code not in border][: PEERS - 2]
    for where in figures.codes()[::40]:
        if where not in {*border, "GM0363", "GM0599"}:
            assert near.peers(where) == figures.peers()[where]
