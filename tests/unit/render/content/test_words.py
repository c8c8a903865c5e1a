"""The Dutch of findings, facts and figures: for everything the program can say there are words, and they fit."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from example import figures
from hypothesis import given
from hypothesis import strategies as st
from reportgen.domain.figures.population import SEVEN_GROUPS, Origin
from reportgen.domain.places.peers import Similarity

import reportgen
from reportgen.domain.delivery.list_differences import HoldReason
from reportgen.domain.figures.contrasts import TableContrastKind
from reportgen.domain.figures.diversity import Comparison
from reportgen.domain.figures.facts import FactKind
from reportgen.domain.figures.profile import Quartiles
from reportgen.domain.finding import Place, Severity, finding
from reportgen.domain.places.municipality import NameMatchKind
from reportgen.render.content import chart_titles, fact_texts, national, page_leads, sentences
from reportgen.render.content.fact_texts import contrast_text, fact_text
from reportgen.render.content.finding_texts import finding_text, place_text
from reportgen.render.content.resources import TEMPLATES
from reportgen.render.content.words import pack_words, web_words
from reportgen.sources.lists.numbers import NumberFault

PACKAGE = Path(reportgen.__file__).parent
FINDINGS: dict[str, dict[str, str]] = tomllib.loads((TEMPLATES / "findings.toml").read_text("utf-8"))

Function = ast.FunctionDef | ast.AsyncFunctionDef


# What the source can raise, read from the source


@cache
def functions() -> tuple[tuple[Path, Function], ...]:
    return tuple(
        (path, node)
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, Function)
    )


def calls(function: Function, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def assigned(function: Function, name: str) -> list[ast.expr]:
    """Everything a name is set to in a function."""
    return [
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign | ast.NamedExpr)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and target.id == name
    ]


def email_faults() -> list[str]:
    """What can be wrong with a registration's address: every word the judge of addresses can answer."""
    judges = [function for path, function in functions() if path.name == "cells.py" and function.name == "email_of"]
    answers = [node for judge in judges for node in ast.walk(judge) if isinstance(node, ast.Return)]
    constants = [node for answer in answers for node in ast.walk(answer) if isinstance(node, ast.Constant)]
    faults = [node.value for node in constants if isinstance(node.value, str) and node.value.isalpha()]
    assert {"missing", "bad"} <= set(faults)
    return faults


def returned(name: str) -> list[str]:
    """Every text that a function of this name returns."""
    makers = [function for _, function in functions() if function.name == name]
    answers = [(each.value, maker) for maker in makers for each in ast.walk(maker) if isinstance(each, ast.Return)]
    return [text for value, maker in answers if value is not None for text in texts(value, maker)]


HOLES = {
    "named.kind": lambda: [
        kind.value for kind in NameMatchKind if kind not in (NameMatchKind.EXACT, NameMatchKind.GUEST)
    ],
    "row.email_fault": email_faults,
    "fault": lambda: [fault.value for fault in NumberFault],
    "odd": lambda: ["odd", "case"],
    "each.reason": lambda: [reason.value for reason in HoldReason if reason is not HoldReason.EVENT],
    "field": lambda: ["consent", "salutation", "table", "registered"],
}
"""What can stand in the holes of a code."""


def texts(expression: ast.expr, function: Function) -> list[str]:
    """Every text an expression can be; an expression of an unknown kind is a fault of this test."""
    match expression:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=body, orelse=other):
            return [*texts(body, function), *texts(other, function)]
        case ast.Name(id=name) if assigned(function, name):
            return [text for value in assigned(function, name) for text in texts(value, function)]
        case ast.Call(func=ast.Name(id=name)) if name.startswith("_reason"):
            return [text for text in returned(name) if text]
        case ast.JoinedStr(values=values):
            made = [""]
            for value in values:
                ends = texts(value, function)
                made = [start + end for start in made for end in ends]
            return made
        case ast.FormattedValue(value=value) if ast.unparse(value) in HOLES:
            return HOLES[ast.unparse(value)]()
    raise AssertionError(f"{function.name}: cannot tell what {ast.unparse(expression)} can be")


def keywords(call: ast.Call, function: Function) -> set[str]:
    """The names of a call's keyword arguments, those of a dictionary of the function included."""
    names: set[str] = set()
    for keyword in call.keywords:
        names |= {keyword.arg} if keyword.arg is not None else given_by(keyword.value, function)
    return names


def given_by(value: ast.expr, function: Function) -> set[str]:
    """The keys of a dictionary, written out there, kept under a name, or made by a function."""
    match value:
        case ast.Name(id=name):
            (kept,) = assigned(function, name)
            return given_by(kept, function)
        case ast.Call(func=ast.Name(id=name)):
            ((made, maker),) = [
                (each.value, maker)
                for _, maker in functions()
                if maker.name == name
                for each in ast.walk(maker)
                if isinstance(each, ast.Return) and each.value is not None
            ]
            return given_by(made, maker)
        case ast.Dict(keys=keys, values=values):
            names: set[str] = set()
            for key, inner in zip(keys, values, strict=True):
                names |= {ast.literal_eval(key)} if key is not None else given_by(inner, function)
            return names
    raise AssertionError(f"{function.name}: cannot tell what is in {ast.unparse(value)}")


@cache
def raised() -> list[tuple[str, set[str]]]:
    """Every code the program can raise, with the facts it gives along."""
    return [
        (code, keywords(call, function))
        for _, function in functions()
        if function.name != "finding"
        for call in calls(function, "finding")
        for code in texts(call.args[0], function)
    ]


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


# Findings


def test_the_codes_are_really_found_in_the_source() -> None:
    codes = {code for code, _ in raised()}
    assert {"cancelled", "email-bad", "office-doubtful", "municipality-split", "part-failed"} <= codes


def test_every_finding_has_words_for_what_is_wrong_and_what_to_do() -> None:
    codes = {code for code, _ in raised()}
    assert codes - FINDINGS.keys() == set()
    assert [code for code, entry in FINDINGS.items() if set(entry) != {"what", "todo"} or not all(entry.values())] == []


def test_there_are_no_words_for_findings_that_nobody_raises() -> None:
    assert FINDINGS.keys() - {code for code, _ in raised()} == set()


def test_the_words_of_a_finding_use_only_facts_it_is_given() -> None:
    missing = {
        code: holes(part) - facts
        for code, facts in raised()
        for part in FINDINGS.get(code, {}).values()
        if holes(part) - facts
    }
    assert missing == {}


def test_where_a_finding_names_a_command_the_page_says_what_to_do_there() -> None:
    typed = {code for code, each in FINDINGS.items() if re.search(r"reportgen|\{command\}", each["todo"])}
    words = web_words()["finding_todo"]
    assert words.keys() == typed
    assert [each for each in words.values() if "reportgen" in each or holes(each)] == []


def test_a_finding_reads_as_a_sentence_with_everything_filled_in() -> None:
    facts_of: dict[str, dict[str, object]] = {}
    for code, given_along in raised():
        facts_of.setdefault(code, {}).update({name: f"<{name}>" for name in given_along})
    for code, facts in facts_of.items():
        for text in finding_text(finding(code, Severity.DOUBTFUL, **facts)):
            assert "{" not in text, code
            assert "  " not in text, code
            assert text.strip() == text != "", code


def test_a_day_in_a_finding_is_written_in_dutch() -> None:
    facts = {"written": "Altena", "candidates": "Aalburg; Werkendam", "name": "Jan", "since": "2019-01-01"}
    what, todo = finding_text(finding("municipality-future", Severity.REFUSED, **facts))
    assert "1 januari 2019" in what
    assert "Aalburg; Werkendam" in todo


@given(st.text(max_size=60))
def test_braces_in_what_people_wrote_are_only_text(written: str) -> None:
    for text in (written, "{name}", "{0}", "{{7*7}}", "{written.__class__}"):
        what, _ = finding_text(
            finding("municipality-unknown", Severity.REFUSED, written=text, candidates="", name="Jan", since="")
        )
        assert text in what


def test_a_place_is_a_file_and_a_line_as_an_editor_shows_it() -> None:
    where = finding("double", Severity.NOTED, Place("deelnemers.csv", 23))
    assert place_text(where) == "deelnemers.csv, regel 23"
    assert place_text(finding("double", Severity.NOTED, Place("x.csv", 3, "Naam"))) == "x.csv, regel 3, kolom Naam"
    assert place_text(finding("double", Severity.NOTED, Place("deelnemers.csv"))) == "deelnemers.csv"
    assert place_text(finding("double", Severity.NOTED)) == ""


# The tables of words


def test_every_group_likeness_quarter_and_class_of_the_figures_has_its_words() -> None:
    assert pack_words()["origin"].keys() == {origin.value for origin in Origin}
    assert [
        origin for origin, entry in pack_words()["origin"].items() if set(entry) != {"name", "short", "with_background"}
    ] == []
    assert pack_words()["likeness"].keys() == {likeness.value for likeness in Similarity}
    assert pack_words()["quartile"].keys() == {"1", "2", "3", "4"}
    assert pack_words()["urbanity"].keys() == {"1", "2", "3", "4", "5"}
    assert pack_words()["grouping"].keys() == {SEVEN_GROUPS.name, "eighteen"}
    assert pack_words()["lead"]["compared"].keys() == {comparison.value for comparison in Comparison}


def test_every_place_among_the_municipalities_has_its_words() -> None:
    assert list(pack_words()["position"]) == [field.name for field in fields(Quartiles)]


OF_THE_COUNTRY = {FactKind.NATION: {"same"}, FactKind.CHANCE: {"same"}, FactKind.RANGE: {"more"}}
"""The facts that compare with nothing, and the one sentence each of them has."""


def test_every_fact_has_a_numeral_and_a_sentence_for_each_comparison() -> None:
    assert pack_words()["fact"].keys() == {contrast.value for contrast in FactKind}
    for contrast in FactKind:
        asks = set() if contrast in OF_THE_COUNTRY else {"explore"}
        assert pack_words()["fact"][contrast].keys() == {
            "numeral",
            *asks,
            *OF_THE_COUNTRY.get(contrast, set(Comparison)),
        }


def test_every_contrast_of_a_table_has_its_question() -> None:
    assert pack_words()["table_contrast"].keys() == {kind.value for kind in TableContrastKind}


# The sentences that are written by rule


def said() -> list[tuple[str, str, set[str]]]:
    """Every sentence that is written by rule: its table, its key, and what it is given."""
    sources = {Path(str(module.__file__)) for module in (page_leads, chart_titles, sentences, national, fact_texts)}
    return [
        (table, key, keywords(call, function))
        for path, function in functions()
        if path in sources
        for table in ("lead", "sentence")
        for call in calls(function, f"{table}_text")
        for key in texts(call.args[0], function)
    ]


def test_every_sentence_that_is_written_by_rule_has_its_words_and_gets_them_filled_in() -> None:
    assert {(table, key) for table, key, _ in said() if key not in pack_words()[table]} == set()
    missing = {(table, key): holes(pack_words()[table][key]) - given_along for table, key, given_along in said()}
    assert {each: names for each, names in missing.items() if names} == {}


def test_there_are_no_words_for_sentences_that_nobody_writes() -> None:
    used = {(table, key) for table, key, _ in said()}
    there = {(table, key) for table in ("lead", "sentence") for key in pack_words()[table] if key != "compared"}
    assert there - used == set()


# Facts


def number(value: float, unit: str, year: int = 2018) -> dict[str, Any]:
    return {"value": value, "unit": unit, "year": year, "source": "origins"}


def fact(contrast: str, comparison: str, about: str | None = None, among: int = 0) -> dict[str, Any]:
    unit = "index" if contrast == "past" else "percent"
    own, other = (0.61, 0.35) if unit == "index" else (42.74, 23.09)
    return {
        "contrast": contrast,
        "comparison": comparison,
        "about": about,
        "own": number(own, unit),
        "other": number(other, unit, 1996),
        "among": among,
        "names": [],
        "grouping": "seven" if contrast == "past" else "",
    }


@pytest.mark.parametrize("contrast", [each for each in FactKind if each not in OF_THE_COUNTRY])
@pytest.mark.parametrize("comparison", Comparison)
def test_a_fact_is_a_numeral_and_a_sentence_with_the_other_figure(contrast: str, comparison: str) -> None:
    for origin in Origin if contrast == "peers" else (None,):
        numeral, sentence = fact_text(fact(contrast, comparison, origin, among=7), "Nieuwegein")
        assert ("0,61" if contrast == "past" else "43" if contrast == "within" else "42,7%") in numeral
        assert ("0,35" if contrast == "past" else "23,1%") in sentence
        assert ("1996" in sentence) is (contrast == "past")
        assert ("zeven" in sentence) is (contrast in ("past", "peers", "within"))
        assert "{" not in sentence
        assert "  " not in sentence
        assert sentence.endswith(".")


@pytest.mark.parametrize("contrast", ["country", "past", "peers"])
def test_a_fact_says_more_less_or_about_equal_and_never_two_of_them(contrast: str) -> None:
    sentences = {each: fact_text(fact(contrast, each, "turkey", 7), "Urk")[1] for each in Comparison}
    assert len(set(sentences.values())) == 3


@pytest.mark.parametrize("kind", TableContrastKind)
def test_a_question_between_two_municipalities_names_both_with_their_figures(kind: str) -> None:
    unit = "index" if kind == "pace" else "percent"
    contrast: Mapping[str, Any] = {
        "kind": kind,
        "about": "suriname" if kind in ("mix", "group") else None,
        "one": figures.named("Diemen").name,
        "one_first": number(0.31, "index", 1996) if kind not in ("level", "group") else number(37.1, unit),
        "one_second": number(0.64, unit) if kind == "pace" else number(37.1, unit),
        "other": figures.named("Urk").name,
        "other_first": number(0.32, "index", 1996) if kind not in ("level", "group") else number(4.2, unit),
        "other_second": number(0.33, unit) if kind == "pace" else number(4.2, unit),
    }
    text = contrast_text(contrast)
    assert text.endswith("?")
    assert "{" not in text
    assert {"Diemen", "Urk"} <= set(text.replace(",", " ").split())
    assert [
        each for each in ({"pace": ("0,31", "0,64", "0,32", "0,33")}.get(kind, ("37,1%", "4,2%"))) if each not in text
    ] == []
