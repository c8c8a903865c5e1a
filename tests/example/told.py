"""What is told of every municipality of both subjects, worked out once for all tests."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from example.figures import DAY, comparability, figures_of
from example.recomputed import Recomputed, housing_of, origins_of_2018

from reportgen.domain.figures.headline import Headline
from reportgen.domain.figures.headline_choice import possible_headlines
from reportgen.domain.figures.profile import Profile, profile_of

SUBJECTS = {
    "migration": DAY,
    "housing-ageing": date(2026, 1, 1),
    "housing-ageing of 2021": date(2021, 1, 1),
}
"""The day of the municipalities, by what a test calls the subject."""

every_subject = pytest.mark.parametrize("subject", SUBJECTS)


def key_of(subject: str) -> str:
    """The key of a subject by what a test calls it."""
    return subject.split()[0]


@cache
def profiles(subject: str) -> dict[str, Profile]:
    """The profile of every municipality."""
    figures = figures_of(key_of(subject), SUBJECTS[subject])
    return {each: profile_of(each, figures) for each in figures.data.municipalities}


@cache
def comparable(subject: str) -> dict[str, list[Profile]]:
    """Those that are near enough to be called so."""
    known, near = profiles(subject), comparability(key_of(subject), SUBJECTS[subject])
    return {each: [known[peer.code] for peer in near.peers(each) if peer.close] for each in known}


@cache
def headlines(subject: str) -> dict[str, tuple[Headline, ...]]:
    """All that can be said of each, the rarest first."""
    figures = figures_of(key_of(subject), SUBJECTS[subject])
    return {
        each: possible_headlines(profile, comparable(subject)[each], figures)
        for each, profile in profiles(subject).items()
    }


def anew(subject: str) -> Recomputed:
    """The values, straight from the files."""
    return origins_of_2018() if subject == "migration" else housing_of(SUBJECTS[subject])


def scope_of(scope: str, raw: Recomputed) -> set[str]:
    """Codes of the municipalities of a province, or within bounds of residents; all for an empty scope."""
    if "–" not in scope:
        return {code for code, province in raw.provinces.items() if scope in ("", province)}
    low, high = (int(each or end) for each, end in zip(scope.split("–"), (0, 10**9), strict=True))
    return {code for code, people in raw.residents.items() if low <= people < high}
