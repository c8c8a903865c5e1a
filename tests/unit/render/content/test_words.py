"""The Dutch of findings, facts and figures: for everything the program can say there are words, and they fit."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from example import figures
from example.pack_texts import Told, texts_of, told_of_all
from example.recomputed import DATA
from hypothesis import given
from hypothesis import strategies as st

import reportgen
from reportgen.config.subject_file import subject_of
from reportgen.config.text_places import TEXT_PLACES, with_known_places
from reportgen.domain.answers.answer import ReadFailure
from reportgen.domain.answers.unclear import UnclearReason
from reportgen.domain.delivery.list_differences import HoldReason
from reportgen.domain.figures.contrasts import TableContrastKind
from reportgen.domain.figures.diversity import Comparison
from reportgen.domain.figures.facts import FactKind
from reportgen.domain.figures.figure import Unit
from reportgen.domain.figures.headline import HeadlineKind
from reportgen.domain.figures.indicator import Degree, Period, PromptKind
from reportgen.domain.figures.series import SeriesStart
from reportgen.domain.finding import Place, Severity, finding
from reportgen.domain.places.comparable import PROVINCE, SIZE, URBANITY
from reportgen.domain.places.municipality import NameMatchKind
from reportgen.domain.programme import same_names
from reportgen.mail.inbox.bounded_message import Bound
from reportgen.render.content import chart_heads, chart_titles, dutch, national, page_leads, page_texts, sentences
from reportgen.render.content.contrast_texts import contrast_text, contrast_texts
from reportgen.render.content.fact_texts import fact_text, fact_values
from reportgen.render.content.finding_texts import finding_text, place_text
from reportgen.render.content.headline_texts import headline_text
from reportgen.render.content.prompts import kind_of, prompt_texts
from reportgen.render.content.resources import TEMPLATES
from reportgen.render.content.web_pages import finding_cells
from reportgen.render.content.wordings import subject_text
from reportgen.render.content.words import pack_words, web_words
from reportgen.render.pdf.form_reader import FAILURES, UnreadableForm
from reportgen.sources.lists.numbers import NumberFault
from reportgen.storage.ledger import database

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
    """Everything a name is set to in a function, by a loop over what is written out included."""
    looped = [
        element.elts[[ast.unparse(each) for each in node.target.elts].index(name)]
        for node in ast.walk(function)
        if isinstance(node, ast.For) and isinstance(node.target, ast.Tuple) and isinstance(node.iter, ast.Tuple)
        if name in [ast.unparse(each) for each in node.target.elts]
        for element in node.iter.elts
        if isinstance(element, ast.Tuple)
    ]
    return looped + [
        value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign | ast.NamedExpr)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        for each, value in pairs(target, node.value)
        if isinstance(each, ast.Name) and each.id == name
    ]


def pairs(target: ast.expr, value: ast.expr) -> list[tuple[ast.expr, ast.expr]]:
    """A target with what it is set to; of ``a, b = x, y`` each by itself."""
    match target, value:
        case ast.Tuple(elts=targets), ast.Tuple(elts=values) if len(targets) == len(values):
            return list(zip(targets, values, strict=True))
    return [(target, value)]


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
    "each.reason": lambda: [
        reason.value
        for reason in HoldReason
        if reason not in (HoldReason.EVENT, HoldReason.SESSION, HoldReason.MEETING)
    ],
    "NAMES[each.key]": lambda: [*same_names.NAMES.values()],
    "form.unread": lambda: [reason.value for reason in UnreadableForm if reason not in FAILURES],
    "unclear.reason": lambda: [reason.value for reason in UnclearReason],
    "failure": lambda: [failure.value for failure in ReadFailure],
    "field": lambda: ["consent", "salutation", "table", "registered"],
}
"""What can stand in the holes of a code."""

CODED: dict[str, object] = {"measured": Bound.LINES, "most": 500_000}
"""Examples of facts that are written in words or by Dutch rules, so that no other text can stand in their place."""


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
            kept = assigned(function, name)
            assert len(kept) == 1, f"{function.name}: {name} is to be set once, for this test to know what is in it"
            return given_by(kept[0], function)
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
    upgrade = Path(database.__file__).with_name("format_7_after.sql").read_text("utf-8")
    in_ledgers = re.findall(r'\[\["([a-z-]+)", \{\}\]\]', upgrade)
    assert FINDINGS.keys() - {code for code, _ in raised()} - {"answers-earlier"} == set()
    assert in_ledgers == ["answers-earlier"]


def test_the_words_of_a_finding_use_only_facts_it_is_given() -> None:
    missing = {
        code: holes(part) - facts
        for code, facts in raised()
        for part in FINDINGS.get(code, {}).values()
        if holes(part) - facts
    }
    assert missing == {}


NOT_ON_A_PAGE = re.compile(
    r"reportgen|(?<![\w-])--\w|\.toml\b|[\w.]+/[\w.]+/|\[\w+\]|[a-z]+_[a-z]+|[{}]"
    r"|\b(?:outbox|run|event|the|not|with|file|cannot)\b",
    re.IGNORECASE,
)
"""Commands, options, names of files of the program, paths, keys of settings, English."""


def test_the_page_says_of_every_finding_what_is_wrong_and_what_to_do_there_without_commands_or_files() -> None:
    words = web_words()
    assert {*words["finding_todo"], *words["finding_what"]} <= FINDINGS.keys()
    wrong = []
    for code, entry in FINDINGS.items():
        facts = {name: CODED.get(name, "7") for text in entry.values() for name in holes(text)}
        said = finding_cells(finding(code, Severity.DOUBTFUL, **facts))[2:]
        wrong += [(code, text) for text in said if NOT_ON_A_PAGE.search(text)]
    assert wrong == []


def test_a_finding_reads_as_a_sentence_with_everything_filled_in() -> None:
    facts_of: dict[str, dict[str, object]] = {}
    for code, given_along in raised():
        facts_of.setdefault(code, {}).update({name: CODED.get(name, f"<{name}>") for name in given_along})
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


def test_the_moment_of_a_message_is_written_in_dutch() -> None:
    what, _ = finding_text(
        finding("bounce-unread", Severity.DOUBTFUL, sender="x", subject="y", when="2018-12-03 08:05")
    )
    assert what.endswith("van x, ‘y’, 3 december 2018, 08.05 uur")


def test_what_a_message_does_not_say_is_told_in_words() -> None:
    what, _ = finding_text(finding("bounce-unread", Severity.DOUBTFUL, sender="", subject="", when=""))
    assert what.endswith("van een onbekende afzender, ‘zonder onderwerp’, zonder datum")


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


def test_every_likeness_class_unit_period_and_degree_has_its_words() -> None:
    assert pack_words()["likeness"].keys() == {SIZE, URBANITY, PROVINCE}
    assert pack_words()["urbanity"].keys() == {"1", "2", "3", "4", "5"}
    assert pack_words()["period"].keys() == {period.value for period in Period}
    assert pack_words()["degree"].keys() == {degree.value for degree in Degree}
    assert {tuple(sorted(each)) for each in pack_words()["degree"].values()} == {
        ("large", "larger", "largest", "small", "smaller", "smallest")
    }
    assert pack_words()["said"].keys() <= {unit.value for unit in Unit}


FORMS = {
    HeadlineKind.FIRST: ("", "_known"),
    HeadlineKind.LAST: ("", "_known"),
    HeadlineKind.NEAR_FIRST: ("", "_known"),
    HeadlineKind.NEAR_LAST: ("", "_known"),
    HeadlineKind.MAJORITY: ("", "_few", "_only"),
    HeadlineKind.MINORITY: ("", "_few", "_only"),
    HeadlineKind.FASTEST_OF_ALL: ("_rose", "_fell", "_but_for_rose", "_but_for_fell"),
    HeadlineKind.SLOWEST_OF_ALL: ("_rose", "_fell", "_but_for_rose", "_but_for_fell"),
    HeadlineKind.FASTEST: ("_rose", "_fell", "_known_rose"),
    HeadlineKind.SLOWEST: ("_rose", "_fell", "_known_rose", "_known_fell"),
    HeadlineKind.UNLIKE: ("_more", "_less"),
    HeadlineKind.LIKE: ("", "_same"),
    HeadlineKind.HIGH: ("", "_of_size", "_known", "_of_size_known"),
    HeadlineKind.LOW: ("", "_of_size", "_known", "_of_size_known"),
    HeadlineKind.ABOVE_COUNTRY: ("", "_known"),
}
"""What the name of a kind is followed by, where it has several forms."""


def test_every_kind_of_headline_has_a_wording_for_each_of_its_forms() -> None:
    forms = {f"{kind.value}{form}" for kind in HeadlineKind for form in FORMS.get(kind, ("",))}
    assert pack_words()["headline"].keys() == forms
    assert [form for form, wordings in pack_words()["headline"].items() if not wordings] == []


def test_every_fact_has_a_numeral_and_a_sentence_for_each_comparison() -> None:
    assert pack_words()["fact"].keys() == {*(kind.value for kind in FactKind), "rank_of_size"}
    for entry in pack_words()["fact"].values():
        assert entry.keys() - {"points", "since"} == {"numeral", *(comparison.value for comparison in Comparison)}


def test_every_contrast_of_a_table_has_its_words() -> None:
    assert pack_words()["contrast"].keys() == {kind.value for kind in TableContrastKind}


def test_every_kind_of_prompt_has_usual_wordings() -> None:
    usual = pack_words()["prompt"]
    assert usual.keys() == {*(kind.value for kind in PromptKind), "steady", "even", "mixed"}
    assert [kind for kind in (*PromptKind, "mixed") if len(usual[kind]) < 5] == []


@pytest.mark.parametrize(("subject", "day"), [("migration", figures.DAY), ("housing-ageing", date(2026, 1, 1))])
def test_no_question_says_that_it_is_more_or_less_than_elsewhere_where_it_is_not(subject: str, day: date) -> None:
    """A figure may be less than in the country, where big cities weigh most, and that of a usual municipality."""
    known = figures.figures_of(subject, day)
    wrong = []
    for told in told_of_all(subject, day).values():
        for fact in told.facts:
            values, own = known.values(fact["measure"]).values(), fact["own"]["value"]
            beyond = {"more": [each for each in values if each > own], "less": [each for each in values if each < own]}
            kind = kind_of(fact, told.name)
            if fact["kind"] in ("country", "peers") and len(beyond.get(kind, ())) > len(values) / 3:
                wrong.append((told.name, fact["measure"], kind))
    assert wrong == []


@pytest.mark.parametrize("subject", ["migration", "housing-ageing"])
def test_the_leading_measures_have_five_questions_of_their_own_of_each_kind(subject: str) -> None:
    measures = {each.key: each for each in figures.figures_of(subject).measures.values()}
    main = subject_of(subject).main
    counted = Counter(each.kind for each in measures[main].prompts)
    lead = {kind: counted[kind] for kind in PromptKind if kind is not PromptKind.WITHIN or measures[main].part == ""}
    assert [kind for kind, number in lead.items() if number < 5] == []
    for key, measure in measures.items():
        assert len({each.text for each in measure.prompts}) == len(measure.prompts), key
        assert [each.text for each in measure.prompts if not each.text.endswith("?")] == [], key


@pytest.mark.parametrize("subject", ["migration", "housing-ageing"])
def test_what_changed_is_said_of_shares_and_not_of_countries_and_in_points(subject: str) -> None:
    titles = [
        text for told in told_of_all(subject).values() for kind, text in texts_of(told) if kind == "changes_title"
    ]
    measures = next(iter(told_of_all(subject).values())).subject["measures"].values()
    nouns = tuple(dutch.capitalised(each["wording"]["noun"]) for each in measures)
    assert titles
    for said in titles:
        groups = re.split(r"\. (?=Sinds )", said.removesuffix(".").partition("? ")[2])
        assert all(re.match(r"Sinds \d{4}: ", each) for each in groups)
        changes = [change for each in groups for change in each.partition(": ")[2].split("; ")]
        assert [each for each in changes if not dutch.capitalised(each).startswith(nouns)] == []
        assert [each for each in changes if "aandeel" in each and re.search(r" met [\d,]+$", each)] == []


def test_nothing_in_the_words_of_packs_knows_a_subject() -> None:
    text = (TEMPLATES / "words.toml").read_text("utf-8").casefold()
    assert re.findall(r"migrati|herkomst|achtergrond|diversiteit|westers|plusser|vergrijz|huurwoning", text) == []


# What texts of organisers may fill in


def test_texts_of_organisers_may_have_a_place_for_all_that_is_filled_in() -> None:
    told = next(iter(told_of_all("migration").values()))
    filled = set(fact_values(told.facts[0], told.subject, told.name))
    wordings = [
        wording for table in ("headline", "prompt") for wordings in pack_words()[table].values() for wording in wordings
    ]
    assert filled <= TEXT_PLACES
    assert [wording for wording in wordings if holes(wording) - TEXT_PLACES] == []


@pytest.mark.parametrize("text", ["{nmae}", "{name!r}", "{name:>9999}", "{name.__class__}", "{", "}", "{}"])
def test_a_place_that_nothing_is_filled_in_for_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"nothing is filled in|a brace"):
        with_known_places(f"Wat doet {text}?")


@given(st.text(max_size=60))
def test_a_text_of_an_organiser_is_taken_or_refused_and_never_more(text: str) -> None:
    try:
        taken = with_known_places(text)
    except ValueError:
        return
    assert taken == text
    assert holes(taken) <= TEXT_PLACES


# The sentences that are written by rule


CHOSEN_BY_COMPARISON = (
    {("lead", f"{form}_{comparison}") for form in ("nation", "peers", "again", "change") for comparison in Comparison}
    | {("sentence", f"general_{key}") for key in ("residents", "density")}
    | {("sentence", f"borders_{start}") for start in SeriesStart}
)
"""Texts whose name is put together from what the figures say."""

MODULES = (page_leads, chart_titles, chart_heads, sentences, national, page_texts)


def said() -> set[tuple[str, str]]:
    """Every sentence that is written by rule: its table and its key, as they are named in the source."""
    named = set(CHOSEN_BY_COMPARISON)
    for module in MODULES:
        source = Path(str(module.__file__)).read_text("utf-8")
        constants = {
            node.value
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        named |= {(table, key) for table in ("lead", "sentence") for key in constants & pack_words()[table].keys()}
    return named


def test_there_are_no_words_for_sentences_that_nobody_writes() -> None:
    there = {(table, key) for table in ("lead", "sentence") for key in pack_words()[table]}
    assert there - said() == set()


def test_every_sentence_whose_name_is_put_together_has_its_words() -> None:
    assert {(table, key) for table, key in CHOSEN_BY_COMPARISON if key not in pack_words()[table]} == set()


# Wordings of a subject's own


def told_first() -> Told:
    """A municipality that is the first of all in something."""
    told = told_of_all("migration").values()
    return next(each for each in told if each.headline and each.headline["kind"] == "first")


def test_a_subject_has_its_own_wording_of_a_headline_and_each_line_is_one() -> None:
    told = told_first()
    assert told.headline is not None
    own = {**told.subject, "words": {"headline first": "Eerst: {name}.\nVooraan: {name}."}}
    assert headline_text(told.headline, own, told.name) in (f"Eerst: {told.name}.", f"Vooraan: {told.name}.")
    of_measure = {**own, "words": {**own["words"], f"headline first {told.headline['measure']}": "Hier: {own}."}}
    assert headline_text(told.headline, of_measure, told.name).startswith("Hier: ")


def test_a_wording_with_a_place_for_what_is_not_known_is_passed_over() -> None:
    told = told_first()
    assert told.headline is not None
    own = {**told.subject, "words": {"headline first": "Dicht bij {in_names}."}}
    assert "Dicht bij" not in headline_text(told.headline, own, told.name)


def test_a_subject_without_words_has_the_usual_heads() -> None:
    assert subject_text({"words": {}}, "profile_head", name="Urk") == "Zo staat Urk ervoor"
    assert (
        subject_text({"words": {"profile_head": "Wie is er {in_name}?"}}, "profile_head", name="Urk")
        == "Wie is er op Urk?"
    )


# An indicator of an organiser's own, in every form


MARKS = ("{", "  ", "'", " .", "None")
"""What no text may have."""


def own_measure(unit: str, degree: str, share: bool) -> dict[str, Any]:
    """A measure as an organiser makes it, of any unit."""
    wording = {
        "noun": "het aandeel lege winkels" if share else "de winkelhuur",
        "statement": "van de winkels staat leeg" if share else "kost een winkel er in een maand",
        "people": "lege winkels" if share else "",
        "of": "shops" if share else "",
        "degree": degree,
        "rose": "groeide",
        "fell": "kromp",
    }
    return {
        "key": "shops",
        "short": "lege winkels",
        "title": "Lege winkels",
        "unit": unit,
        "decimals": 1,
        "higher": "meer lege winkels",
        "definition": "Winkels die op 1 januari leeg stonden.",
        "period": "day",
        "wording": wording,
        "prompts": [],
    }


@pytest.mark.parametrize("unit", [each.value for each in Unit])
@pytest.mark.parametrize("degree", [each.value for each in Degree])
@pytest.mark.parametrize("municipality", ["Urk", "'s-Gravenhage"])
def test_an_indicator_of_an_organisers_own_reads_well_in_every_kind_of_headline_and_fact(
    unit: str, degree: str, municipality: str
) -> None:
    measure = own_measure(unit, degree, share=unit == "percent")
    subject = {"measures": {"shops": measure}, "words": {}, "municipalities": 342}
    high, low = ({"value": each, "unit": unit, "year": 2024, "source": "own", "decimals": 1} for each in (61.3, 12.4))
    rank = {"place": 2, "of": 300, "last": 299}
    wrong = []
    for kind, names, scope, (own, other) in product(
        HeadlineKind, (["Tiel", "Texel"], []), ("Utrecht", "25000–35000", ""), ((high, low), (low, high))
    ):
        if bool(scope) is not ("province" in kind or "size" in kind) or scope.isalpha() is not ("province" in kind):
            continue
        if not names and kind.value.startswith(("near", "like", "widest", "districts")):
            continue
        headline = {"kind": kind, "measure": "shops", "own": own, "other": other, "rank": rank, "among": 9}
        headline |= {"names": names, "scope": scope, "since": 2015, "partial": False}
        text = headline_text(headline, subject, municipality)
        if (
            not text.endswith(".")
            or not text[0].isupper()
            or any(mark in text for mark in ("{", "  ", "'", " .", "None"))
        ):
            wrong.append((kind, text))
    for kind, comparison in product(FactKind, Comparison):
        fact = {"kind": kind, "measure": "shops", "own": high, "other": low, "comparison": comparison, "rank": rank}
        fact |= {"people": 120, "among": 7, "names": ["Noord", "Zuid"], "scope": ""}
        numeral, _, text = fact_text(fact, subject, municipality)
        asked = prompt_texts([fact], subject, municipality)
        if not numeral or not text.endswith(".") or any(mark in text for mark in MARKS):
            wrong.append((kind, text))
        if [each for each in asked if not each.endswith("?")]:
            wrong.append((kind, asked))
    assert wrong == []


# Contrasts


def contrast(kind: str, measure: str, beside: str, values: Sequence[float | None]) -> dict[str, Any]:
    made = [
        None if each is None else {"value": each, "unit": "percent", "year": 2018, "source": "x", "decimals": 1}
        for each in values
    ]
    names = ("one_first", "one_second", "other_first", "other_second")
    return {
        "kind": kind,
        "measure": measure,
        "beside": beside,
        "one": "Diemen",
        "other": "Urk",
        **dict(zip(names, made, strict=True)),
    }


@pytest.mark.parametrize("kind", TableContrastKind)
def test_a_contrast_names_both_municipalities_with_their_figures_and_asks_a_question(kind: str) -> None:
    subject = next(iter(told_of_all("migration").values())).subject
    beside = "origin/western" if kind == "crossed" else ""
    values = (31.2, 64.1, *((None, None) if kind == "unknown" else (30.8, 33.9)))
    head, sentence, question = contrast_text(contrast(kind, "origin/total", beside, values), subject)
    assert head.startswith("Diemen en Urk: ")
    others = "33,9%" if kind != "unknown" else "van Urk is er geen cijfer"
    assert ("31,2%" if kind in ("pace", "crossed") else "64,1%") in sentence
    assert others.casefold() in sentence.casefold()
    assert question.endswith("?")
    assert not {"{", "}", "  "} & set(sentence + question)


def test_every_kind_of_contrast_has_at_least_five_questions() -> None:
    said = pack_words()
    kinds = {kind: said["contrast"][kind].get("questions", said["prompt"]["between"]) for kind in TableContrastKind}
    nation = said["contrast"]["nation"]["questions"]  # they are about one municipality
    assert [kind for kind, questions in kinds.items() if len(questions) < 5] == []
    every = [each for questions in kinds.values() for each in questions]
    assert len(set(every)) == len(every)
    names = [
        {"one", "in_one"} & holes(each) if each in nation else {"other_name", "in_other"} & holes(each)
        for each in every
    ]
    assert [each for each, named in zip(every, names, strict=True) if not each.endswith("?") or not named] == []


def test_figures_that_are_printed_alike_are_called_equal_and_others_near() -> None:
    subject = next(iter(told_of_all("migration").values())).subject
    equal, near = (
        contrast_text(contrast("alike", "origin/total", "", (value, value, 31.2, 31.2)), subject)[1]
        for value in (31.24, 31.6)
    )
    assert equal.endswith("gelijk: 31,2%.")
    assert near.endswith("31,6%, op Urk 31,2%: dat scheelt weinig.")


def test_no_question_serves_two_contrasts_of_a_table() -> None:
    subject = next(iter(told_of_all("migration").values())).subject
    two = [contrast("level", key, "", (31.2, 31.2, 3.8, 3.8)) for key in ("origin/turkey", "origin/morocco")]
    first, second = contrast_texts(two, subject)
    assert first[2] != second[2]


def test_the_average_of_every_indicator_that_comes_along_says_of_what() -> None:
    for path in sorted(DATA.glob("**/indicators/*.toml")):
        noun = tomllib.loads(path.read_text(encoding="utf-8")).get("words", {}).get("noun", "")
        assert "gemiddelde" not in noun or re.search(r"gemiddelde .+ (?:van|per) ", noun), (path.name, noun)


def test_a_name_with_and_in_it_is_not_joined_to_another_by_and() -> None:
    one = contrast("level", "shops", "", (12.0, 12.0, 15.0, 15.0))
    subject = {"measures": {"shops": own_measure("percent", "large", share=True)}, "words": {}, "municipalities": 342}
    assert contrast_text(one, subject)[0].startswith("Diemen en Urk: ")
    beside = contrast_text({**one, "one": "Nuenen, Gerwen en Nederwetten"}, subject)[0]
    assert beside.startswith("Nuenen, Gerwen en Nederwetten naast Urk: ")


def test_below_a_numeral_without_a_unit_stands_what_it_is_of() -> None:
    measure = own_measure("index", "high", share=False)
    subject = {"measures": {"shops": measure}, "words": {}, "municipalities": 342}
    own = {"value": 0.3, "unit": "index", "year": 2024, "source": "own", "decimals": 2}
    fact: dict[str, Any] = {"kind": "country", "measure": "shops", "own": own, "other": own, "comparison": "more"}
    fact |= {"rank": None, "people": None, "among": 7, "names": [], "scope": ""}
    assert fact_text(fact, subject, "Urk")[1] == measure["short"]
    assert fact_text({**fact, "own": {**own, "unit": "euro"}}, subject, "Urk")[1] == ""
