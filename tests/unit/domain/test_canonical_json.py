"""Canonical JSON, digests and fingerprints."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from types import MappingProxyType

import pytest
from example.json_values import JSON, TEXTS
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.canonical_json import JsonValue, canonical_json, digest, fingerprint, to_json_value
from reportgen.domain.figures.figure import Figure, Unit
from reportgen.domain.pack.contents import PartKind


@given(JSON)
def test_canonical_json_reads_back_as_what_it_was(content: JsonValue) -> None:
    assert json.loads(canonical_json(content)) == content


@given(st.dictionaries(TEXTS, st.integers(), max_size=6), st.randoms(use_true_random=False))
def test_equal_contents_have_equal_bytes_whatever_the_order_they_were_made_in(
    content: dict[str, JsonValue], chance: object
) -> None:
    keys = list(content)
    getattr(chance, "shuffle")(keys)  # noqa: B009  # the strategy has no type of its own
    assert canonical_json({key: content[key] for key in keys}) == canonical_json(content)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ({"b": 1, "a": [True, None]}, '{"a":[true,null],"b":1}'),
        ({"naam": "Súdwest-Fryslân"}, '{"naam":"Súdwest-Fryslân"}'),
        (0.1, "0.1"),
    ],
)
def test_canonical_json_is_short_sorted_and_in_utf_8(content: JsonValue, text: str) -> None:
    assert canonical_json(content) == text.encode("utf-8")


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_never_gets_into_a_part(number: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical_json({"share": number})


def test_a_digest_is_sha_256() -> None:
    assert digest(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ab", "c"), ("a", "bc")),
        (("a", "b"), ("b", "a")),
        (("a", ""), ("a",)),
        (("a", "b"), ("a\nb",)),
    ],
    ids=["parted elsewhere", "another order", "an empty one more", "a line break within"],
)
def test_the_marks_of_a_fingerprint_are_kept_apart(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert fingerprint(*one) != fingerprint(*other)


@dataclass(frozen=True, slots=True)
class _Value:
    day: date
    at: tuple[time, ...]
    unit: Unit | None


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (date(2018, 12, 10), "2018-12-10"),
        (time(9, 5), "09:05"),
        (datetime(2018, 12, 10, 12, 30, tzinfo=timezone(timedelta(hours=1))), "2018-12-10T12:30:00+01:00"),
        (Unit.PER_HUNDRED, "per_hundred"),
        (PartKind.PERSONAL, "personal"),
        ((1, "a", None), [1, "a", None]),
        (True, True),
        (MappingProxyType({Unit.YEARS: date(2018, 1, 1)}), {"years": "2018-01-01"}),
        (
            Figure(53.7, Unit.PERCENT, 2018, "origins"),
            {"value": 53.7, "unit": "percent", "year": 2018, "source": "origins", "decimals": 0},
        ),
        (_Value(date(2018, 1, 1), (time(12),), None), {"day": "2018-01-01", "at": ["12:00"], "unit": None}),
    ],
)
def test_values_of_the_domain_have_a_plain_form(value: object, form: JsonValue) -> None:
    assert to_json_value(value) == form
    assert type(to_json_value(value)) in (dict, list, str, int, float, bool)


def test_what_has_no_plain_form_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        to_json_value({"at": object()})


@given(st.lists(TEXTS))
def test_a_fingerprint_is_the_digest_of_the_list_of_its_marks_as_json(marks: list[str]) -> None:
    assert fingerprint(*marks) == digest(canonical_json([*marks]))


def test_what_values_share_is_converted_once_and_says_the_same() -> None:
    figure = Figure(22.1, Unit.PERCENT, 2018, "origins")
    pair = ((figure, "Vaals"), (figure, "Urk"))
    converted = to_json_value(pair, {})
    assert converted == to_json_value(pair)
    assert isinstance(converted, list)
    (one, _), (other, _) = converted  # type: ignore[misc]
    assert one is other
