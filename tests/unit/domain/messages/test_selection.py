"""Who agrees with all that is asked gets a message, and nobody else."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.messages.selection import (
    EVERYONE,
    Candidate,
    Role,
    Selection,
    Standing,
)

CODES, SESSIONS, TYPES = ("GM0001", "GM0002"), ("1/a", "1/b", "2/a"), ("grens", "kust")

candidates = st.builds(
    Candidate,
    st.integers(1, 9),
    st.sampled_from(CODES),
    st.sampled_from(list(Role)),
    st.sampled_from(list(Standing)),
    st.one_of(st.none(), st.integers(1, 3)),
    st.frozensets(st.sampled_from(SESSIONS)),
    st.frozensets(st.sampled_from(TYPES)),
    st.booleans(),
)


def some(values: list[object]) -> st.SearchStrategy[tuple[object, ...]]:
    """Some of these values, each once."""
    return st.lists(st.sampled_from(values), unique=True, max_size=len(values)).map(tuple)


selections = st.builds(
    Selection,
    some([*Standing]),
    some([*Role]),
    some([1, 2, 3]),
    some([*SESSIONS]),
    some([*CODES]),
    some([*TYPES]),
    st.booleans(),
    some([*range(1, 10)]),
    some([*range(1, 10)]),
)


def _read(values: Mapping[str, object]) -> Selection:
    """A selection from its JSON values."""
    kinds: dict[str, Callable[[Any], object]] = {"letters": Standing, "roles": Role}
    read: dict[str, Any] = {
        name: tuple(map(kinds.get(name, lambda each: each), value)) if isinstance(value, list) else value
        for name, value in values.items()
    }
    return Selection(**read)


@given(selections)
def test_a_selection_is_the_same_after_it_was_kept_as_json(chosen: Selection) -> None:
    assert _read(json.loads(json.dumps(chosen.as_json()))) == chosen


@given(candidates)
def test_whoever_asks_nothing_reaches_everyone(one: Candidate) -> None:
    assert EVERYONE.holds(one)


@given(selections, candidates)
def test_asking_more_never_reaches_more(chosen: Selection, one: Candidate) -> None:
    fields = chosen.as_json()
    if chosen.holds(one):
        for name in fields:
            assert _read({name: fields[name]}).holds(one)
    else:
        assert any(not _read({name: fields[name]}).holds(one) for name in fields)


@given(selections, candidates)
def test_who_is_left_out_by_number_gets_nothing_whatever_else_is_asked(chosen: Selection, one: Candidate) -> None:
    assert not (one.number in chosen.without and chosen.holds(one))
