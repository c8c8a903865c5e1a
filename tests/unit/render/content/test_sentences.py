"""Every text that is written by rule: whole, true to its figures and to the others, for all municipalities."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import pytest
from example.pack_texts import Told, texts_of, told_of_all

from reportgen.render.content import chart_heads, page_leads
from reportgen.render.content.chart_values import measure_figures
from reportgen.render.content.fact_texts import fact_text
from reportgen.render.content.headline_texts import headline_text
from reportgen.render.content.page_values import most_different
from reportgen.render.content.place_names import in_place, in_places, in_province
from reportgen.render.content.prompts import prompt_texts

Content = Mapping[str, Any]
All = Mapping[str, Told]

HEADS = ("numeral", "line", "rank", "_head")
"""Texts that are no sentences."""

NUMBER = re.compile(r"\d[\d.]*(?:,\d+)?")
LONGEST_HEADLINE = 150


@pytest.fixture(
    scope="module",
    params=[
        ("migration", date(2018, 1, 1)),
        ("housing-ageing", date(2026, 1, 1)),
        ("housing-ageing", date(2021, 1, 1)),
    ],
    ids=lambda case: f"{case[0]}-{case[1].year}",
)
def told(request: pytest.FixtureRequest) -> All:
    return told_of_all(*request.param)


def texts(told: All) -> Iterator[tuple[str, str, str]]:
    for code, each in told.items():
        for kind, text in texts_of(each):
            yield code, kind, text


def printed(figure: Content, decimals: int | None = None) -> str:
    """A number as a pack prints it, worked out apart from the program."""
    places = int(figure["decimals"]) if decimals is None else decimals
    exact = Decimal(abs(float(figure["value"])))
    text = f"{exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN):,.{places}f}"
    return text.translate(str.maketrans(",.", ".,"))


def numbers(text: str) -> list[str]:
    return [each.rstrip(".") for each in NUMBER.findall(text)]


def given(each: Content, subject: Content) -> set[str]:
    """All numbers that a headline or a fact was given, as they may be printed."""
    measure = subject["measures"][each["measure"]]
    allowed: set[str] = set()
    for figure in (each["own"], each["other"]):
        if figure:
            allowed |= {printed(figure), str(figure["year"])}
            if measure["unit"] == "percent":
                allowed.add(printed(figure, 0))  # of districts
    for number in (each["among"], each["people"], *re.findall(r"\d+", each["scope"])):
        if number:
            allowed.add(f"{int(number):,}".replace(",", "."))
    if each["rank"]:
        rank = each["rank"]
        allowed |= {str(rank["place"]), str(rank["of"]), str(rank["place"] - 1), str(rank["last"] - 1)}
    words = " ".join((measure["wording"]["noun"], measure["wording"]["statement"], *each["names"]))
    return allowed | set(numbers(words)) | {"1"} | {str(each.get("since", ""))}


# Whole


def test_every_text_of_every_municipality_is_whole(told: All) -> None:
    marks = (
        "{",
        "}",
        "None",
        "nan",
        "inf%",
        "  ",
        " ,",
        " .",
        "..",
        ",,",
        "()",
        "Figure(",
        "[]",
        "'",
        "Nederland in Nederland",
    )
    wrong = [(code, kind, text) for code, kind, text in texts(told) if any(mark in text for mark in marks)]
    assert wrong == []


def test_sentences_begin_with_a_capital_and_end_with_a_mark(told: All) -> None:
    wrong = [
        (code, kind, text)
        for code, kind, text in texts(told)
        if text and not kind.endswith(HEADS)
        if not text.endswith((".", "?")) or (kind not in ("fact",) and text[0].islower())
    ]
    assert wrong == []


def test_every_municipality_has_a_headline_that_fits_above_the_map(told: All) -> None:
    lengths = [len(text) for _, kind, text in texts(told) if kind == "headline"]
    assert min(lengths) > 0
    assert max(lengths) <= LONGEST_HEADLINE
    assert sum(length <= 110 for length in lengths) > 2 / 3 * len(lengths)


def test_no_text_of_a_municipality_calls_a_share_gemiddeld_without_of_what(told: All) -> None:
    for code, kind, text in texts(told):
        for found in re.finditer(r"gemiddeld\b", text):
            around = text[max(0, found.start() - 60) : found.end() + 60]
            assert re.search(r"gemeenten|koopwoning|woning", around), (code, kind, text)


def test_no_text_of_a_municipality_has_two_brackets_after_each_other_or_says_a_word_twice(told: All) -> None:
    again = re.compile(
        r"\) \(|\b(sinds \d{4})\b.*\1|\b(de|het|een|van|in|is|zo|dan) \2\b|gemiddeld[^.:]*\bgemiddeld\b", re.I
    )
    assert [(code, kind, text) for code, kind, text in texts(told) if again.search(text)] == []


def test_islands_take_op_and_other_places_in(told: All) -> None:
    for code, kind, text in texts(told):
        assert not re.search(r"\b[Ii]n (Urk|Texel|Ameland|Vlieland|Terschelling|Schiermonnikoog)\b", text), (
            code,
            kind,
            text,
        )


@pytest.mark.parametrize(
    ("name", "where"),
    [("Urk", "op Urk"), ("Texel", "op Texel"), ("Vaals", "in Vaals"), ("'s-Gravenhage", "in ’s-Gravenhage")],
)
def test_a_place_is_where_something_is_with_its_own_word(name: str, where: str) -> None:
    assert in_place(name) == where


def test_the_word_for_being_there_is_said_again_where_it_changes() -> None:
    assert in_places(["Delft", "Vaals"]) == "in Delft en Vaals"
    assert in_places(["Vaals", "Urk", "Texel"]) == "in Vaals, op Urk en Texel"
    assert in_province("Utrecht") == "in de provincie Utrecht"
    assert in_province("Zeeland") == "in Zeeland"


# True to the figures


def test_every_number_of_a_headline_or_a_fact_is_one_that_it_was_given(told: All) -> None:
    wrong = []
    for code, each in told.items():
        said = [(fact, " ".join(fact_text(fact, each.subject, each.name)[2:])) for fact in each.facts]
        if each.headline:
            said.append((each.headline, headline_text(each.headline, each.subject, each.name)))
        for what, text in said:
            strange = set(numbers(text.replace(each.name, ""))) - given(what, each.subject)
            if strange:
                wrong.append((code, text, strange))
    assert wrong == []


def test_the_numeral_of_a_fact_is_its_own_figure_or_its_change(told: All) -> None:
    for each in told.values():
        for fact in each.facts:
            numeral, _, sentence = fact_text(fact, each.subject, each.name)
            own, other = fact["own"], fact["other"]
            if fact["kind"] in ("country", "peers", "rank"):
                assert printed(own) in numeral
            elif fact["kind"] == "past":
                assert numeral[0] == ("+" if own["value"] > other["value"] else "−")
                assert printed(own) in sentence
                assert printed(other) in sentence
                if own["unit"] == "percent":
                    change = Decimal(printed(own).replace(",", ".")) - Decimal(printed(other).replace(",", "."))
                    assert str(abs(change)).replace(".", ",") == numeral[1:]
            else:
                assert set(numbers(numeral)) <= given(fact, each.subject)


def test_the_lead_compares_as_the_printed_figures_do(told: All) -> None:
    for code, each in told.items():
        lead, main = page_leads.profile_lead(each.pages), each.subject["main"]
        figures = next(measure for measure in each.pages["profile"]["measures"] if measure["key"] == main)
        if not figures["last"]:
            assert "geen cijfers" in lead
            continue
        assert printed(figures["last"]) in lead
        for other, words in ((figures["country"], "heel Nederland"), (each.pages["average"].get(main), "gelijkende")):
            if other:
                assert direction(lead, words) in allowed(figures["last"], other), (code, lead)
                assert f"({'' if other['unit'] != 'euro' else '€ '}{printed(other)}" in lead.replace("\u00a0", " ")


def allowed(own: Content, other: Content) -> set[str]:
    """What may be said of two figures: equal only where they are near."""
    one, two = (Decimal(printed(each).replace(".", "").replace(",", ".")) for each in (own, other))
    said = {"more" if one > two else "less" if one < two else "same"}
    near = abs(one - two) <= max(one, two) / 5
    return said | ({"same"} if near else set())


def direction(text: str, beside: str) -> str:
    """Whether a text says more, less or the same of what it is compared with; empty where it says none of them."""
    found = re.match(rf".*(meer|hoger|groter|minder|lager|kleiner|gelijk aan|hetzelfde als)\b.*?{beside}", text)
    word = found[1] if found else ""
    return {"meer": "more", "hoger": "more", "groter": "more", "": ""}.get(
        word, "less" if word in ("minder", "lager", "kleiner") else "same"
    )


# True to each other


def test_no_sentence_contradicts_another_on_the_same_pack(told: All) -> None:
    wrong = []
    for code, each in told.items():
        main, lead = each.subject["main"], page_leads.profile_lead(each.pages)
        for fact in each.facts:
            _, _, sentence = fact_text(fact, each.subject, each.name)
            if fact["measure"] == main and fact["kind"] == "country":
                one, two = direction(sentence, "heel Nederland"), direction(lead, "heel Nederland")
                if one and two and one != two:
                    wrong.append((code, sentence, lead))
            if fact["kind"] == "past":
                head = chart_heads.series_head(each.pages, fact["measure"])
                wording = each.subject["measures"][fact["measure"]]["wording"]
                opposite = wording["fell"] if fact["comparison"] == "more" else wording["rose"]
                if f" {opposite} " in head and fact["other"]["year"] == int(
                    (re.findall(r"(?:19|20)\d\d", head) or [0])[0]
                ):
                    wrong.append((code, sentence, head))
        if each.headline and each.headline["kind"] in ("first", "near_first", "first_of_province", "first_of_size"):
            for fact in each.facts:
                if fact["measure"] == each.headline["measure"] and fact["kind"] in ("peers", "country"):
                    assert fact["own"]["value"] == each.headline["own"]["value"]
    assert wrong == []


def test_a_first_place_is_said_of_the_first_only(told: All) -> None:
    for code, each in told.items():
        if each.headline and each.headline["kind"] in ("first", "last"):
            rank = each.headline["rank"]
            assert 1 in (rank["place"], rank["last"]), code
            complete = rank["of"] == each.subject["municipalities"]
            text = headline_text(each.headline, each.subject, each.name)
            assert complete or "met cijfers" in text, text


# Questions


def test_every_fact_has_a_question_and_no_pack_asks_one_twice(told: All) -> None:
    for code, each in told.items():
        asked = prompt_texts(each.facts, each.subject, each.name)
        assert all(text.endswith("?") for text in asked), (code, asked)
        assert len(set(asked)) == len(asked), (code, asked)


def test_questions_about_one_measure_differ_between_municipalities(told: All) -> None:
    wordings: dict[str, set[str]] = {}
    for each in told.values():
        for fact, text in zip(each.facts, prompt_texts(each.facts, each.subject, each.name), strict=True):
            bare = NUMBER.sub("#", text).replace(each.name, "@")
            wordings.setdefault(f"{fact['measure']} {fact['kind']} {fact['comparison']}", set()).add(bare)
    main = next(iter(told.values())).subject["main"]
    often = [len(found) for key, found in wordings.items() if key.startswith(main)]
    assert max(often) >= 5


def test_what_differs_most_is_of_a_group_that_is_large_enough_in_one_of_both(told: All) -> None:
    small = []
    for each in told.values():
        for peer in each.pages["peers"]:
            key = most_different(peer, each.pages)
            both = [measure_figures(place, key) for place in (each.pages["profile"], peer)]
            known = [one for one in both if one and one["last"] and one["last"]["unit"] == "percent"]
            if known and not any(
                one["last"]["value"] >= 1 and (one["people"] is None or one["people"] > 100) for one in known
            ):
                small.append((each.name, peer["name"], key))
    assert small == []
