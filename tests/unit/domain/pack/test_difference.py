"""What differs between two contents of a part."""

from __future__ import annotations

import pytest
from example.json_values import JSON
from hypothesis import given

from reportgen.domain.canonical_json import JsonValue
from reportgen.domain.pack.difference import ChangeCategory, differences_between


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
