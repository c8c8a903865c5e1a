"""What differs between two contents of a part."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

import pytest
from example.json_values import JSON
from hypothesis import given

from reportgen.domain.canonical_json import JsonValue
from reportgen.domain.figures.figure import Figure
from reportgen.domain.pack import contents
from reportgen.domain.pack.contents import PartKind
from reportgen.domain.pack.difference import Change, Difference, differences_between
from reportgen.domain.pack.difference_figures import UNREAD, ChangedFigure
from reportgen.domain.pack.difference_topics import ChangeCategory, Told, topic_at, topic_of


@pytest.mark.parametrize(
    ("part", "path", "topic", "category"),
    [
        ("event", "event.questions.0.text", "question", ChangeCategory.PROGRAMME),
        ("event", "meeting.place", "place", ChangeCategory.PROGRAMME),
        ("questions", "questions.2.text", "question", ChangeCategory.PROGRAMME),
        ("municipality", "meeting.start", "start", ChangeCategory.PROGRAMME),
        ("personal", "welcome", "welcome", ChangeCategory.PROGRAMME),
        ("personal", "facts.0.own.value", "fact", ChangeCategory.DATA),
        ("personal", "headline.kind", "headline", ChangeCategory.DATA),
        ("personal", "strips.0.values.12", "page_one_strips", ChangeCategory.DATA),
        ("personal", "map.tints.12", "map", ChangeCategory.DATA),
        ("personal", "subject.measures.share-65plus.wording.noun", "measure_words", ChangeCategory.DESIGN),
        ("personal", "nearby.3", "nearby", ChangeCategory.DATA),
        ("personal", "name.last", "name", ChangeCategory.REGISTRATIONS),
        ("personal", "table", "seat", ChangeCategory.REGISTRATIONS),
        ("municipality", "subject.words.share", "subject_words", ChangeCategory.DESIGN),
        ("municipality", "profile.measures.2.rank.place", "rank", ChangeCategory.DATA),
        ("municipality", "peers.3.name", "peer", ChangeCategory.DATA),
        ("municipality", "peers.10.tables.0", "peer_tables", ChangeCategory.REGISTRATIONS),
        ("municipality", "peers.10.kinds.0", "types", ChangeCategory.PROGRAMME),
        ("questions", "figures.2.rank.place", "rank", ChangeCategory.DATA),
        ("table", "contrasts.0.kind", "contrast", ChangeCategory.DATA),
        ("table", "colleagues.0.standout.measure", "standout", ChangeCategory.DATA),
        ("municipality", "sources.origins.digest", "source", ChangeCategory.DATA),
        ("table", "colleagues.0.name.last", "person_name", ChangeCategory.REGISTRATIONS),
        ("table", "unnamed", "unnamed", ChangeCategory.REGISTRATIONS),
        ("table", "something.new", "other_table", ChangeCategory.REGISTRATIONS),
    ],
)
def test_a_path_of_any_program_leads_to_what_it_is_about_and_why_it_matters(
    part: str, path: str, topic: str, category: ChangeCategory
) -> None:
    found = topic_of(part, path)
    assert (found.name, found.category) == (topic, category)


_CONTENTS: dict[str, tuple[type[Any], ...]] = {
    PartKind.PERSONAL: (contents.Personal,),
    PartKind.EVENT: (contents.Programme,),
    PartKind.LEADING: (contents.Leading,),
    PartKind.MUNICIPALITY: (contents.MunicipalityPages, contents.NationalPages),
    PartKind.TABLE: (contents.TablePage,),
    PartKind.QUESTIONS: (contents.Questions,),
}


def test_every_field_of_every_content_has_a_topic() -> None:
    missing = [
        f"{part}: {'.'.join(path)}"
        for part, kinds in _CONTENTS.items()
        for each in kinds
        for path in _without_topic(part, each, ())
    ]
    assert missing == [], "a new field needs a topic in difference_topics.py, and words in differences.toml"


def test_every_content_is_walked() -> None:
    assert {each for kinds in _CONTENTS.values() for each in kinds} == set(get_args(contents.Content))


def _without_topic(part: str, content: type[Any], steps: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The paths of fields that neither they themselves nor what they stand in has a topic for."""
    hints, missing = get_type_hints(content), []
    for field in fields(content):
        path = (*steps, field.name)
        topic = topic_at(part, path)
        inner = _dataclasses_in(hints[field.name])
        if topic is None and field.name not in UNREAD and not (inner and Figure not in inner):
            missing.append(path)
        deeper = path if topic is None else (*path, "*") if topic.told is Told.ITEMS else ()
        if deeper and Figure not in inner and not (topic and topic_at(part, deeper)):
            missing += [lost for each in inner for lost in _without_topic(part, each, deeper)]
    return missing


def _dataclasses_in(hint: Any) -> list[type[Any]]:
    if isinstance(hint, type) and is_dataclass(hint):
        return [hint]
    return [found for each in get_args(hint) for found in _dataclasses_in(each)]


@given(JSON)
def test_a_content_does_not_differ_from_itself(content: JsonValue) -> None:
    assert differences_between("table", content, content) == ()


@given(JSON, JSON)
def test_any_two_contents_can_be_compared(old: JsonValue, new: JsonValue) -> None:
    for part in ("personal", "leading", "municipality", "table", "questions", "letter"):
        differences_between(part, old, new)


def _people(*names: str, unnamed: int = 0, table: int = 3) -> JsonValue:
    people: list[JsonValue] = [
        {"name": {"initials": "", "first": first, "infix": "", "last": last}, "function": f, "municipality": m}
        for first, last, f, m in (each.split() for each in names)
    ]
    return {"table": table, "colleagues": people, "unnamed": unnamed}


ANNA, BEN, CAS = "Anna Ak wethouder Urk", "Ben Bos raadslid Vaals", "Cas Cox adviseur Laren"


def _told(found: tuple[Difference, ...]) -> list[tuple[str, str, str, str, str]]:
    return [(each.topic, str(each.change), each.of, each.old, each.new) for each in found]


def test_one_who_comes_to_a_table_is_one_difference_wherever_they_stand_in_the_list() -> None:
    (found,) = differences_between("table", _people(ANNA, BEN), _people(CAS, ANNA, BEN))
    assert (found.change, found.of, found.at) == (Change.ADDED, "Cas Cox", "3")


def test_who_is_not_named_any_more_may_still_sit_there() -> None:
    found = differences_between("table", _people(ANNA, BEN), _people(ANNA, unnamed=1))
    assert _told(found) == [("company", "unnamed", "Ben Bos", "", ""), ("unnamed", "changed", "", "0", "1")]
    found = differences_between("table", _people(ANNA, unnamed=1), _people(ANNA, BEN))
    assert _told(found)[0] == ("company", "named", "Ben Bos", "", "")


def test_another_person_in_the_same_function_of_the_same_municipality_takes_a_place() -> None:
    found = differences_between("table", _people(ANNA, BEN), _people(ANNA, "Bea Berg raadslid Vaals"))
    assert _told(found) == [("company", "replaced", "", "Ben Bos", "Bea Berg")]


def test_at_another_table_those_who_sit_there_are_not_told_one_by_one() -> None:
    found = differences_between("table", _people(ANNA, BEN), _people(CAS, table=4))
    assert _told(found) == [("seat", "changed", "", "3", "4")]


def _questions(*texts: str) -> JsonValue:
    return {"questions": [{"number": at, "text": each, "hint": ""} for at, each in enumerate(texts, 1)]}


def test_a_question_before_the_others_moves_none_of_them() -> None:
    (found,) = differences_between("questions", _questions("Wat?", "Wie?"), _questions("Waar?", "Wat?", "Wie?"))
    assert (found.topic, found.change, found.of) == ("questions", Change.ADDED, "Waar?")
    (found,) = differences_between("questions", _questions("Wat?", "Wie?"), _questions("Wat?", "Wie dan?"))
    assert (found.change, found.old, found.new) == (Change.REPLACED, "Wie?", "Wie dan?")
    (found,) = differences_between("questions", _questions("Wat?", "Wie?"), _questions("Wie?", "Wat?"))
    assert found.change is Change.ORDER


def test_municipalities_that_take_the_place_of_others_are_told_in_one() -> None:
    def peers(*names: str) -> JsonValue:
        return {"peers": [{"code": f"GM{each}", "name": each} for each in names]}

    (found,) = differences_between("municipality", peers("Vaals", "Laren"), peers("Urk", "Laren", "Ede"))
    assert (found.topic, found.change, found.old, found.new) == ("peers", Change.REPLACED, "Vaals", "Urk\nEde")


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
    assert {(each.old, each.new, each.category) for each in found} == {("20.1", "20.4", ChangeCategory.DATA)}
    assert {each.figure for each in found} == {ChangedFigure("het aandeel 65-plussers", "Urk", "percent", 2025, 1)}


def test_a_figure_of_a_later_year_moves_none_of_the_earlier_ones() -> None:
    found = differences_between("municipality", _pages(_figure(20.1)), _pages(_figure(20.1), _figure(20.4, 2026)))
    told = {(each.old, each.new, each.figure.year, each.figure.year_before) for each in found if each.figure}
    assert told == {("", "20.4", 2026, 0), ("20.1", "20.4", 2026, 2025)}
    assert all(each.figure for each in found)


def test_figures_say_whose_they_are() -> None:
    def content(value: float) -> JsonValue:
        figure = _figure(value)
        contrast = {"measure": "share-65plus", "one": "Urk", "other": "Vaals", "one_first": figure, "other_first": 1}
        colleague = {"name": {"last": "Ak"}, "municipality": "Laren", "columns": [figure]}
        return {"subject": SUBJECT, "contrasts": [contrast], "colleagues": [colleague]}

    found = differences_between("table", content(1.0), content(2.0))
    assert {(each.figure.what, each.figure.of, each.figure.mean) for each in found if each.figure} == {
        ("het aandeel 65-plussers", "Urk", False),
        ("het aandeel 65-plussers", "Laren", False),
    }
    pages = [{**_pages(_figure(1.0)), "average": {"share-65plus": _figure(each)}} for each in (3.0, 4.0)]  # type: ignore[dict-item]  # an object
    (mean,) = differences_between("municipality", *pages)
    assert mean.figure == ChangedFigure("het aandeel 65-plussers", "", "percent", 2025, 1, mean=True)


def _led(title: str, *names: str, unnamed: int = 0, note: str = "") -> JsonValue:
    session: JsonValue = {"round": "1", "code": "", "title": title}
    named: JsonValue = [{"name": {"initials": "", "first": "", "infix": "", "last": each}} for each in names]
    return {"session": session, "people": named, "unnamed": unnamed, "note": note}


def test_who_comes_to_a_session_is_told_to_who_leads_it_with_the_session() -> None:
    old: JsonValue = {"sessions": [_led("Wijken", "Ak", "Bos"), _led("Hofjes", "Cox")]}
    new: JsonValue = {"sessions": [_led("Wijken", "Bos", "Dam", note="Neem een pen mee."), _led("Hofjes", "Cox")]}
    found = differences_between("leading", old, new)
    assert [(each.topic, str(each.change), each.of, each.at) for each in found] == [
        ("led_people", "removed", "Ak", "Wijken"),
        ("led_people", "added", "Dam", "Wijken"),
        ("led_note", "added", "Wijken", "Wijken"),
    ]


def test_a_part_of_which_the_old_content_is_gone_differs_as_a_whole() -> None:
    (said,) = differences_between("event", None, {"day": []})
    assert (said.topic, said.day, said.category) == ("programme", None, ChangeCategory.PROGRAMME)
    (said,) = differences_between("table", None, {"theme": "voorsteden", "table": 3})
    assert said.topic == "other_table"
