"""Which municipalities are comparable, and why."""

from __future__ import annotations

import random

import pytest
from example import figures
from reportgen.domain.places.peers import PEERS, Similarity, distance, peers_of

from reportgen.domain.figures.diversity import dissimilarity
from reportgen.domain.programme.event import MunicipalityType


def test_every_municipality_has_seven_peers_and_is_not_one_of_them() -> None:
    wrong = {
        code: peers
        for code, peers in figures.peers().items()
        if len({peer.code for peer in peers} - {code}) != PEERS or len(peers) != PEERS
    }
    assert len(figures.peers()) == 380
    assert wrong == {}


def test_the_nearest_peer_comes_first() -> None:
    wrong = [
        code
        for code, peers in figures.peers().items()
        if [peer.distance for peer in peers] != sorted(peer.distance for peer in peers)
    ]
    assert wrong == []


@pytest.mark.parametrize("code", ["GM0363", "GM0356", "GM0184", "GM0981"])
def test_nobody_who_is_left_out_is_nearer_than_the_last_peer(code: str) -> None:
    municipalities, populations = figures.statistics().municipalities, figures.populations()
    own = municipalities[code], populations[code]
    peers = figures.peers()[code]
    left_out = set(figures.codes()) - {code} - {peer.code for peer in peers}
    nearest = min(distance(*own, municipalities[other], populations[other]) for other in left_out)
    assert nearest >= peers[-1].distance


def test_who_is_not_looked_at_because_of_size_is_farther_than_every_peer() -> None:
    """The nearest are found from the likeliest on; that may leave out nobody."""
    municipalities, populations = figures.statistics().municipalities, figures.populations()
    wrong = []
    for code, peers in figures.peers().items():
        own = municipalities[code], populations[code]
        others = [(distance(*own, each, populations[each.code]), each.code) for each in municipalities.values()]
        nearest = sorted(each for each in others if each[1] != code)[: len(peers)]
        if nearest != [(peer.distance, peer.code) for peer in peers]:
            wrong.append(code)
    assert wrong == []


def test_the_order_in_which_municipalities_are_read_does_not_matter() -> None:
    shuffled = list(figures.statistics().municipalities.items())
    random.Random(1).shuffle(shuffled)
    for code in figures.codes()[::40]:
        assert peers_of(code, dict(shuffled), figures.populations()) == figures.peers()[code]


def test_likenesses_hold_against_the_figures_of_both() -> None:
    """Four points of mix, a third more or less residents, the same class of urbanity, the same province."""
    municipalities, populations = figures.statistics().municipalities, figures.populations()
    wrong = []
    for code, peers in figures.peers().items():
        own = municipalities[code]
        for peer in peers:
            other = municipalities[peer.code]
            small, large = sorted((own.residents, other.residents))
            holds = {
                Similarity.MIX: dissimilarity(populations[code], populations[peer.code]) <= 4,
                Similarity.SIZE: large / small <= 4 / 3,
                Similarity.URBANITY: own.urbanity == other.urbanity,
                Similarity.PROVINCE: own.province == other.province,
            }
            if {each for each, is_so in holds.items() if is_so} != set(peer.likenesses):
                wrong.append((code, peer))
    assert wrong == []


def test_distance_is_the_same_both_ways() -> None:
    municipalities, populations = figures.statistics().municipalities, figures.populations()
    one, other = figures.code_of("Vaals"), figures.code_of("Amsterdam")
    there = distance(municipalities[one], populations[one], municipalities[other], populations[other])
    back = distance(municipalities[other], populations[other], municipalities[one], populations[one])
    assert there == pytest.approx(back)
    assert there > 0


def test_the_large_cities_are_each_others_peers() -> None:
    four = {figures.code_of(name) for name in ("Amsterdam", "Rotterdam", "'s-Gravenhage", "Utrecht")}
    for code in four - {figures.code_of("Utrecht")}:
        assert {peer.code for peer in figures.peers()[code]} >= four - {code}


def test_the_organisers_types_go_first_and_are_the_reason() -> None:
    """A border municipality is beside border municipalities, however unlike they are."""
    border = tuple(figures.code_of(name) for name in ("Vaals", "Terneuzen", "Winterswijk"))
    kinds = (
        MunicipalityType("grensgemeenten", "ook aan de grens", border),
        MunicipalityType("steden", "ook een stad", ("GM0363", "GM0599")),
    )
    municipalities, populations = figures.statistics().municipalities, figures.populations()
    peers = peers_of(border[0], municipalities, populations, kinds)
    assert {peer.code for peer in peers[:2]} == set(border[1:])
    assert [peer.kinds for peer in peers] == [("ook aan de grens",)] * 2 + [()] * (PEERS - 2)
    alike = figures.peers()[border[0]]
    assert [peer.code for peer in peers[2:]] == [peer.code for peer in alike if peer.code not in border][: PEERS - 2]
    for code in figures.codes()[::40]:
        if code not in {*border, "GM0363", "GM0599"}:
            assert peers_of(code, municipalities, populations, kinds) == figures.peers()[code]
