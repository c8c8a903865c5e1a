"""What differs between two contents of a part."""

from __future__ import annotations

import pytest
from example.json_values import JSON
from hypothesis import given

from reportgen.domain.canonical_json import JsonValue
from reportgen.domain.pack.difference import ChangeCategory, ChangedFigure, differences_between


@pytest.mark.parametrize(
    ("part", "path", "category"),
    [
        ("event", "event.questions.0.text", ChangeCategory.PROGRAMME),
        ("event", "meeting.place", ChangeCategory.PROGRAMME),
        ("questions", "questions.2.text", ChangeCategory.PROGRAMME),
        ("personal", "meeting.day", ChangeCategory.PROGRAMME),
        ("municipality", "meeting.start", ChangeCategory.PROGRAMME),
        ("table", "meeting.title", ChangeCategory.PROGRAMME),
        ("personal", "welcome", ChangeCategory.PROGRAMME),
        ("personal", "facts.0.own.value", ChangeCategory.DATA),
        ("personal", "headline.kind", ChangeCategory.DATA),
        ("personal", "strips.0.values.12", ChangeCategory.DATA),
        ("personal", "map.tints.12", ChangeCategory.DATA),
        ("personal", "subject.measures.share-65plus.wording.noun", ChangeCategory.DESIGN),
        ("personal", "subject_line", ChangeCategory.PROGRAMME),
        ("personal", "nearby.3", ChangeCategory.DATA),
        ("personal", "name.last", ChangeCategory.REGISTRATIONS),
        ("personal", "function", ChangeCategory.REGISTRATIONS),
        ("personal", "table", ChangeCategory.REGISTRATIONS),
        ("municipality", "subject.words.share", ChangeCategory.DESIGN),
        ("municipality", "profile.measures.2.rank.place", ChangeCategory.DATA),
        ("municipality", "peers.3.name", ChangeCategory.DATA),
        ("municipality", "peers.3.tables.0", ChangeCategory.REGISTRATIONS),
        ("municipality", "peers.10.tables.0", ChangeCategory.REGISTRATIONS),
        ("municipality", "peers.10.kinds.0", ChangeCategory.PROGRAMME),
        ("questions", "questions.2.about", ChangeCategory.PROGRAMME),
        ("questions", "figures.2.rank.place", ChangeCategory.DATA),
        ("table", "contrasts.0.kind", ChangeCategory.DATA),
        ("table", "colleagues.0.standout.measure", ChangeCategory.DATA),
        ("municipality", "sources.origins.digest", ChangeCategory.DATA),
        ("table", "colleagues.0.name.last", ChangeCategory.REGISTRATIONS),
        ("table", "unnamed", ChangeCategory.REGISTRATIONS),
    ],
)
def test_a_difference_says_why_as_organisers_think_of_it(part: str, path: str, category: ChangeCategory) -> None:
    day: JsonValue = {"day": []}
    old, new = ({**day, **content} for value in ("was", "is") if isinstance(content := _nested(path, value), dict))
    (found,) = differences_between(part, old, new)
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


SHARE = {"share-65plus": {"key": "share-65plus", "wording": {"noun": "het aandeel 65-plussers"}}}
SUBJECT = {"measures": SHARE, "columns": ["share-65plus"]}


def _figure(value: float, year: int = 2025) -> JsonValue:
    return {"value": value, "unit": "percent", "year": year, "source": "70072NED", "decimals": 1}


def _pages(*figures: JsonValue, about: str = "Urk") -> JsonValue:
    measure = {"key": "share-65plus", "figures": [*figures], "last": figures[-1]}
    profile = {"name": about, "measures": [measure], "residents": {**_figure(1), "unit": "count"}}
    return {"subject": SUBJECT, "profile": profile, "average": {"share-65plus": _figure(3.0)}}


def test_a_revised_figure_is_told_by_the_noun_of_its_measure() -> None:
    found = differences_between("municipality", _pages(_figure(20.1)), _pages(_figure(20.4)))
    assert {(each.path, each.old, each.new, each.category) for each in found} == {
        (f"profile.measures.share-65plus.{where}", "20.1", "20.4", ChangeCategory.DATA)
        for where in ("figures.2025", "last")
    }
    assert {each.figure for each in found} == {ChangedFigure("het aandeel 65-plussers", "Urk", "percent", 2025, 1)}


def test_a_figure_of_a_later_year_moves_none_of_the_earlier_ones() -> None:
    found = differences_between("municipality", _pages(_figure(20.1)), _pages(_figure(20.1), _figure(20.4, 2026)))
    told = {each.path: (each.old, each.new) for each in found if not each.path.endswith("source")}
    assert told == {
        "profile.measures.share-65plus.figures.2026": ("", "20.4"),
        "profile.measures.share-65plus.figures.2026.year": ("", "2026"),
        "profile.measures.share-65plus.last": ("20.1", "20.4"),
        "profile.measures.share-65plus.last.year": ("2025", "2026"),
    }


def test_figures_say_whose_they_are() -> None:
    def content(value: float) -> JsonValue:
        figure = _figure(value)
        contrast = {"measure": "share-65plus", "one": "Urk", "other": "Vaals", "one_first": figure, "other_first": 1}
        colleague = {"municipality": "Laren", "columns": [figure]}
        return {"subject": SUBJECT, "contrasts": [contrast], "colleagues": [colleague]}

    assert {
        (each.path, each.figure.what, each.figure.of)
        for each in differences_between("table", content(1.0), content(2.0))
        if each.figure
    } == {
        ("contrasts.0.one_first", "het aandeel 65-plussers", "Urk"),
        ("colleagues.0.columns.0", "het aandeel 65-plussers", "Laren"),
    }
    pages = [{**_pages(_figure(1.0)), "average": {"share-65plus": _figure(each)}} for each in (3.0, 4.0)]  # type: ignore[dict-item]  # an object
    (mean,) = differences_between("municipality", *pages)
    assert mean.figure == ChangedFigure("het aandeel 65-plussers", "", "percent", 2025, 1)


def test_contents_of_an_older_format_differ_without_nouns() -> None:
    old: JsonValue = {"profile": {"name": "Urk", "years": [{"index": _figure(0.1)}]}}
    assert {
        each.figure.what for each in differences_between("municipality", old, _pages(_figure(1))) if each.figure
    } >= {
        "index",
        "het aandeel 65-plussers",
    }


def _led(title: str, people: int, unnamed: int = 0, note: str = "") -> JsonValue:
    session: JsonValue = {"round": "1", "code": "", "title": title}
    named: JsonValue = [{"name": {"last": f"De {number}"}} for number in range(people)]
    return {"session": session, "people": named, "unnamed": unnamed, "note": note}


def test_a_list_of_people_at_a_session_is_told_by_how_many_they_are_and_names_nobody() -> None:
    old: JsonValue = {"sessions": [_led("Wijken", 3), _led("Hofjes", 1)]}
    new: JsonValue = {"sessions": [_led("Wijken", 4, 2, "Neem een pen mee."), _led("Hofjes", 1), _led("Nieuw", 5)]}
    assert [(each.path, each.old, each.new, each.category) for each in differences_between("leading", old, new)] == [
        ("Wijken.people", "3", "6", ChangeCategory.REGISTRATIONS),
        ("Wijken.note", "", "Neem een pen mee.", ChangeCategory.PROGRAMME),
    ]


def test_a_day_of_which_the_old_one_is_gone_is_told_as_the_programme() -> None:
    (said,) = differences_between("event", None, {"day": []})
    assert (said.path, said.day, said.category) == ("day", None, ChangeCategory.PROGRAMME)
