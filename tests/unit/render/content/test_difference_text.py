"""What changed between two packs is told in words: every change, with names and numbers as they are printed."""

from __future__ import annotations

import re
import tomllib
from dataclasses import asdict, fields, is_dataclass
from string import Formatter
from typing import Any, get_args, get_type_hints

import pytest
from example.pack_contents import another, contents, items_in, leaves, value_at, with_value, without
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.domain.pack.contents import Content
from reportgen.domain.pack.difference import Change, differences_between
from reportgen.domain.pack.difference_topics import TOPICS, other_topic
from reportgen.render.content.difference_text import difference_text, differences_told
from reportgen.render.content.resources import TEMPLATES
from reportgen.render.content.words import difference_words


def _difference(topic: str, **said: str) -> dict[str, Any]:
    return {"part": "table", "path": "", "old": "", "new": "", "category": "registrations", "topic": topic, **said}


@pytest.mark.parametrize(
    ("difference", "text"),
    [
        (
            _difference("company", change="removed", of="Ahmed Yılmaz", at="3"),
            "Ahmed Yılmaz zit niet meer aan tafel 3",
        ),
        (_difference("company", change="added", of="Ahmed Yılmaz", at="3"), "Ahmed Yılmaz zit nu ook aan tafel 3"),
        (_difference("seat", old="3", new="4"), "tafel 4 in plaats van tafel 3"),
        (_difference("salutation"), "de aanhef is anders"),
        (_difference("headline"), "de kop op het voorblad is anders"),
        (
            _difference("peers", change="replaced", old="Vaals", new="Urk"),
            "vergelijkbare gemeenten: Urk in plaats van Vaals",
        ),
        (_difference("peers", change="added", new="Urk\nEde"), "vergelijkbare gemeenten: Urk en Ede erbij"),
        (
            _difference("questions", change="replaced", old="Wie?", new="Wie dan?"),
            "de vraag ‘Wie?’ is anders: ‘Wie dan?’",
        ),
        (
            _difference("date", old="2030-06-11", new="2030-06-12"),
            "de bijeenkomst is op 12 juni 2030 in plaats van 11 juni 2030",
        ),
        (
            _difference("recipient", old="a@b.example", new="c@b.example"),
            "de brief gaat naar c@b.example in plaats van a@b.example",
        ),
        (_difference("part", change="added", of="table"), "de bladzijden over de tafel staan er nu bij"),
    ],
)
def test_a_difference_is_a_sentence(difference: dict[str, Any], text: str) -> None:
    assert difference_text(difference) == text


def _figure(what: str, of: str, unit: str, decimals: int, old: str, new: str, **more: Any) -> dict[str, Any]:
    figure = {"what": what, "of": of, "unit": unit, "year": 2025, "decimals": decimals, **more}
    return {"part": "municipality", "path": "a.b", "old": old, "new": new, "category": "data", "figure": figure}


@pytest.mark.parametrize(
    ("difference", "text"),
    [
        (
            _figure("het aandeel 65-plussers", "Urk", "percent", 1, "20.1", "20.4"),
            "het aandeel 65-plussers van Urk (2025) is herzien: 20,1% → 20,4%",
        ),
        (
            _figure("het aandeel 65-plussers", "Urk", "percent", 1, "20.11", "20.14"),
            "het aandeel 65-plussers van Urk (2025) is in de bron iets anders; afgerond blijft het 20,1%",
        ),
        (
            _figure("het aandeel 65-plussers", "Urk", "percent", 1, "20.1", "20.4", year_before=2024),
            "het aandeel 65-plussers van Urk: 20,1% (2024) → 20,4% (2025)",
        ),
        (
            _figure("de verkoopprijs", "", "euro", 0, "479527", "480000", mean=True),
            "de verkoopprijs, gemiddeld in vergelijkbare gemeenten (2025) is herzien: €\u00a0479.527 → €\u00a0480.000",
        ),
        (
            _figure("residents", "Urk", "count", 0, "", "21000"),
            "het aantal inwoners van Urk (2025) staat er nu bij: 21.000",
        ),
        (_figure("one_first", "", "count", 0, "1", "2"), "een cijfer (2025) is herzien: 1 → 2"),
    ],
)
def test_a_figure_is_told_by_its_measure_as_it_is_printed(difference: dict[str, Any], text: str) -> None:
    assert difference_text(difference) == text


def test_what_follows_from_figures_is_told_last_and_everything_once() -> None:
    rank, figure = _difference("rank", of="de grijze druk"), _figure("de grijze druk", "Urk", "index", 1, "1", "2")
    told = differences_told([rank, figure, _difference("salutation"), {**figure, "path": "last"}])
    assert [each["text"].split(" is ")[0] for each in told] == [
        "de aanhef",
        "de grijze druk van Urk (2025)",
        "de plaats op de ranglijst van de grijze druk",
    ]


def _older(part: str, path: str, old: str, new: str, category: str = "data") -> str:
    return difference_text({"part": part, "path": path, "old": old, "new": new, "category": category})


def test_editions_of_older_programs_are_told_in_words_too() -> None:
    assert _older("personal", "table", "1", "2") == "tafel 2 in plaats van tafel 1"
    assert _older("table", "colleagues.0.name.last", "Bos", "Cox") == "een naam is anders"
    assert _older("table", "unnamed", "1", "2") == "hoeveel mensen aan tafel niet met naam in de lijst staan is anders"
    assert _older("municipality", "strips.a.values.12", "0.12345", "0.2") == "de stroken met alle gemeenten zijn anders"
    assert _older("municipality", "profile.measures.2.rank.place", "3", "4") == "de plaats op een ranglijst is anders"
    assert _older("event", "event.questions.0.text", "a", "b") == "de toelichting bij een vraag is anders"
    assert _older("event", "sessions.3.room", "a", "b") == "het programma is anders"
    assert _older("table", "", "", "", "design") == "de vormgeving is anders"
    assert _older("leading", "Wijken.people", "3", "4") == "de sessie die de deelnemer leidt is anders"


def _field_names(hint: Any, seen: set[Any]) -> set[str]:
    """The names of fields of a dataclass, and of all dataclasses in it."""
    if not (isinstance(hint, type) and is_dataclass(hint)):
        return {name for each in get_args(hint) for name in _field_names(each, seen)}
    if hint in seen:
        return set()
    seen.add(hint)
    hints = get_type_hints(hint)
    return {each.name for each in fields(hint)} | {name for each in hints.values() for name in _field_names(each, seen)}


FIELDS = _field_names(Content, set()) - {"start", "of", "plenair", "series", "code"}
"""Names of fields that are no Dutch words."""

FORBIDDEN = re.compile(
    r",\d{3,}|\d\.\d{4,}|\b0\.\d|[a-z]\.\d+\.[a-z]|GM\d|[a-z]+_[a-z]+|[0-9a-f]{16}"
    r"|\b(?:None|True|False)\b|[{}]|^$|staat staat"
)
"""What no sentence has: more than two decimals, a path, a code, a field, a digest."""


def _assert_said(part: str, old: Any, new: Any) -> None:
    told = [each["text"] for each in differences_told(map(asdict, differences_between(part, old, new)))]
    assert told, "a change without words"
    for text in told:
        assert not FORBIDDEN.search(text), text
        assert not FIELDS.intersection(re.findall(r"[\w-]+", text)), text


@settings(max_examples=150)
@given(st.data())
def test_no_change_of_any_value_is_without_words(data: st.DataObject) -> None:
    part, content = data.draw(st.sampled_from(contents()))
    paths = list(leaves(content))
    path = paths[data.draw(st.integers(0, len(paths) - 1))]
    value = value_at(content, path)
    _assert_said(part, content, with_value(content, path, another(value)))


@settings(max_examples=80)
@given(st.data())
def test_no_item_comes_or_goes_without_words(data: st.DataObject) -> None:
    part, content = data.draw(st.sampled_from(contents()))
    paths = list(items_in(content))
    fewer = without(content, paths[data.draw(st.integers(0, len(paths) - 1))])
    _assert_said(part, content, fewer)
    _assert_said(part, fewer, content)


def test_every_kind_of_place_in_a_content_is_told_when_it_changes() -> None:
    """One value of each field, where the test above draws at random."""
    for part, content in contents():
        kinds: dict[tuple[Any, ...], Any] = {}
        for path in leaves(content):
            kinds.setdefault(tuple("*" if isinstance(each, int) else each for each in path), path)
        for path in kinds.values():
            if len(path) < 4:  # deeper ones are drawn at random
                _assert_said(part, content, with_value(content, path, another(value_at(content, path))))


def test_every_topic_has_words_and_every_word_is_of_a_topic() -> None:
    said = difference_words()
    used = {each.name for topics in TOPICS.values() for each in topics.values()}
    used |= {other_topic(part).name for part in (*TOPICS, "?")} | {"day", "part", "design"}
    assert used == said["topic"].keys()
    for name, each in said["topic"].items():
        assert each["group"] in said["group"], name
        assert "plain" in each or "{" not in each["what"], name
        for change in Change:
            for old, new in (("", ""), ("was", "is")):
                assert difference_text({**_difference(name), "change": change, "old": old, "new": new})


def _holes(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


HOW = {"many", "together", "clause", "aside", "as", "group", "letter"}
"""What says how a topic is told, and is the same in every language."""


def test_english_says_all_that_dutch_says_with_the_same_facts() -> None:
    of_dutch = tomllib.loads((TEMPLATES / "differences.toml").read_text("utf-8"))
    of_english = tomllib.loads((TEMPLATES / "differences.en.toml").read_text("utf-8"))
    for name, said in of_dutch["topic"].items():
        texts = {key: text for key, text in said.items() if key not in HOW}
        assert {key: _holes(text) for key, text in texts.items()} == {
            key: _holes(text) for key, text in of_english["topic"][name].items()
        }, name
    assert of_dutch["topic"].keys() == of_english["topic"].keys()
    for table in of_dutch.keys() - {"topic"}:
        assert of_dutch[table].keys() <= of_english[table].keys()


def test_a_difference_is_told_in_english_with_its_numbers() -> None:
    figure = _figure("de verkoopprijs", "Urk", "euro", 0, "479527", "480000")
    assert difference_text(figure, "en") == "de verkoopprijs of Urk (2025) is revised: €\u00a0479,527 → €\u00a0480,000"
    assert difference_text(_difference("peers", change="added", new="Urk\nEde"), "en") == (
        "comparable municipalities: Urk and Ede added"
    )
    day = {
        "change": "room",
        "part": "",
        "old": "Zaal 1",
        "new": "Zaal 2",
        "round": "ronde 2",
        "room": "",
        "leads": False,
    }
    assert difference_text({"day": day}, "en") == "round 2 is in Zaal 2 instead of Zaal 1"
