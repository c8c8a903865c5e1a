"""What has to be printed again, and why."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.domain.figures.figure import Figure, Unit
from reportgen.domain.figures.population import Origin
from reportgen.domain.pack.compose import PartKind
from reportgen.domain.pack.edition import (
    ChangeCategory,
    Decision,
    JsonValue,
    Keep,
    MadePack,
    PartDigest,
    Print,
    WantedPack,
    Withdraw,
    canonical_json,
    differences_between,
    digest,
    fingerprint,
    plan,
    to_json_value,
)

PARTS = (PartDigest("personal", "c1", "f1"), PartDigest("event", "c2", "f2"), PartDigest("table", "c3", "f3"))
WANTED = WantedPack(17, "GM0356", "a@nieuwegein.example", "fingerprint", PARTS)
MADE = MadePack(17, 1, "a@nieuwegein.example", "fingerprint", "digest", PARTS, withdrawn=False, left=False)
OTHER_EVENT = (PARTS[0], PartDigest("event", "c2", "f2 in another design"), PARTS[2])

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-99, 99), st.sampled_from([0.25, 53.7]), TEXTS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.text("abc", min_size=1, max_size=2), inner, max_size=3),
    ),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("wanted", "made", "decision"),
    [
        pytest.param(WANTED, None, Print(17, ("personal", "event", "table"), first=True), id="new on the list"),
        pytest.param(WANTED, MADE, Keep(17), id="nothing changed"),
        pytest.param(
            replace(WANTED, fingerprint="other", parts=OTHER_EVENT),
            MADE,
            Print(17, ("event",), first=False),
            id="one part is not what it was",
        ),
        pytest.param(
            replace(WANTED, fingerprint="other", parts=OTHER_EVENT),
            replace(MADE, left=True),
            Print(17, ("event",), first=False),
            id="also when the letter left",
        ),
        pytest.param(
            replace(WANTED, fingerprint="other", parts=(*PARTS, PartDigest("questions", "c4", "f4"))),
            MADE,
            Print(17, ("questions",), first=False),
            id="a part that was not there",
        ),
        pytest.param(
            replace(WANTED, recipient="b@nieuwegein.example"),
            MADE,
            Print(17, (), first=False),
            id="another address before the letter left",
        ),
        pytest.param(
            replace(WANTED, recipient="b@nieuwegein.example"),
            replace(MADE, left=True),
            Keep(17),
            id="another address after the letter left",
        ),
        pytest.param(None, MADE, Withdraw(17), id="not on the list any more"),
        pytest.param(None, replace(MADE, left=True), Withdraw(17), id="not on the list, the letter left"),
        pytest.param(None, replace(MADE, withdrawn=True), None, id="withdrawn before"),
        pytest.param(
            WANTED,
            replace(MADE, withdrawn=True),
            Print(17, ("personal", "event", "table"), first=True),
            id="on the list again",
        ),
    ],
)
def test_what_is_done_for_a_participant(
    wanted: WantedPack | None, made: MadePack | None, decision: Decision | None
) -> None:
    decided = plan([wanted] if wanted else [], [made] if made else [])
    assert decided == ((decision,) if decision else ())


@given(st.sets(st.integers(1, 30)), st.sets(st.integers(1, 30)))
def test_a_plan_has_one_decision_for_everyone_in_order_of_number(wanted: set[int], made: set[int]) -> None:
    decisions = plan((replace(WANTED, number=each) for each in wanted), (replace(MADE, number=each) for each in made))
    assert [each.number for each in decisions] == sorted(wanted | made)
    assert {each.number for each in decisions if isinstance(each, Withdraw)} == made - wanted
    assert {each.number for each in decisions if isinstance(each, Print)} == wanted - made


def test_nothing_on_the_list_and_nothing_made_is_nothing_to_do() -> None:
    assert plan([], []) == ()


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
    origin: Origin | None


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (date(2018, 12, 10), "2018-12-10"),
        (time(9, 5), "09:05"),
        (datetime(2018, 12, 10, 12, 30, tzinfo=timezone(timedelta(hours=1))), "2018-12-10T12:30:00+01:00"),
        (Origin.ANTILLES_ARUBA, "antilles_aruba"),
        (PartKind.PERSONAL, "personal"),
        ((1, "a", None), [1, "a", None]),
        (True, True),
        (MappingProxyType({Origin.DUTCH: date(2018, 1, 1)}), {"dutch": "2018-01-01"}),
        (
            Figure(53.7, Unit.PERCENT, 2018, "origins"),
            {"value": 53.7, "unit": "percent", "year": 2018, "source": "origins"},
        ),
        (_Value(date(2018, 1, 1), (time(12),), None), {"day": "2018-01-01", "at": ["12:00"], "origin": None}),
    ],
)
def test_values_of_the_domain_have_a_plain_form(value: object, form: JsonValue) -> None:
    assert to_json_value(value) == form
    assert type(to_json_value(value)) in (dict, list, str, int, float, bool)


def test_what_has_no_plain_form_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        to_json_value({"at": object()})


@pytest.mark.parametrize(
    ("part", "path", "category"),
    [
        ("event", "event.sessions.0.title", ChangeCategory.PROGRAMME),
        ("event", "meeting.place", ChangeCategory.PROGRAMME),
        ("questions", "questions.2.text", ChangeCategory.PROGRAMME),
        ("personal", "meeting.day", ChangeCategory.PROGRAMME),
        ("municipality", "meeting.start", ChangeCategory.PROGRAMME),
        ("table", "meeting.title", ChangeCategory.PROGRAMME),
        ("table", "talks.0.start", ChangeCategory.PROGRAMME),
        ("personal", "welcome", ChangeCategory.PROGRAMME),
        ("personal", "facts.0.own.value", ChangeCategory.DATA),
        ("personal", "atlas.12.index", ChangeCategory.DATA),
        ("personal", "nearby.3", ChangeCategory.DATA),
        ("personal", "name.last", ChangeCategory.REGISTRATIONS),
        ("personal", "function", ChangeCategory.REGISTRATIONS),
        ("personal", "table", ChangeCategory.REGISTRATIONS),
        ("municipality", "profile.years.22.index.value", ChangeCategory.DATA),
        ("municipality", "peers.3.name", ChangeCategory.DATA),
        ("municipality", "peers.3.present", ChangeCategory.REGISTRATIONS),
        ("municipality", "peers.10.present", ChangeCategory.REGISTRATIONS),
        ("municipality", "sources.origins.digest", ChangeCategory.DATA),
        ("table", "colleagues.0.name.last", ChangeCategory.REGISTRATIONS),
        ("table", "unnamed", ChangeCategory.REGISTRATIONS),
    ],
)
def test_a_difference_says_why_as_organisers_think_of_it(part: str, path: str, category: ChangeCategory) -> None:
    (found,) = differences_between(part, _nested(path, "was"), _nested(path, "is"))
    assert (found.part, found.path, found.old, found.new) == (part, path, "was", "is")
    assert found.category is category


def _nested(path: str, value: JsonValue) -> JsonValue:
    """A content with one value at a path; numbers are positions in a list."""
    step, _, rest = path.partition(".")
    inner = _nested(rest, value) if rest else value
    return [*[None] * int(step), inner] if step.isdigit() else {step: inner}


@given(JSON)
def test_a_content_does_not_differ_from_itself(content: JsonValue) -> None:
    assert differences_between("table", content, content) == ()


@settings(max_examples=50)
@given(JSON, JSON)
def test_every_difference_has_an_old_value_that_is_not_the_new_one(old: JsonValue, new: JsonValue) -> None:
    assert [each for each in differences_between("table", old, new) if each.old == each.new] == []


def test_what_came_and_what_went_differ_from_nothing() -> None:
    old, new = {"colleagues": ["Jan", "Piet"]}, {"colleagues": ["Jan"], "unnamed": 1}
    came, went = sorted(differences_between("table", old, new), key=lambda each: each.old)
    assert (came.path, came.old, came.new) == ("unnamed", "", "1")
    assert (went.path, went.old, went.new) == ("colleagues.1", "Piet", "")


def test_a_part_whose_old_content_is_gone_differs_in_all_it_says_now() -> None:
    differences = differences_between("table", None, {"theme": "voorsteden", "table": 3})
    assert [(each.path, each.old, each.new) for each in differences] == [
        ("table", "", "3"),
        ("theme", "", "voorsteden"),
    ]


@settings(max_examples=50)
@given(st.lists(TEXTS))
def test_a_fingerprint_is_the_digest_of_the_list_of_its_marks_as_json(marks: list[str]) -> None:
    assert fingerprint(*marks) == digest(canonical_json([*marks]))


def test_what_values_share_is_made_plain_once_and_says_the_same() -> None:
    figure = Figure(22.1, Unit.PERCENT, 2018, "origins")
    pair = ((figure, "Vaals"), (figure, "Urk"))
    known = to_json_value(pair, {})
    assert known == to_json_value(pair)
    assert isinstance(known, list)
    (one, _), (other, _) = known  # type: ignore[misc]
    assert one is other
