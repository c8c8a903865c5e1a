"""Sentences written by rule: true for each of the 380 municipalities, and whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any

import pytest
from example import figures
from reportgen.domain.figures.statistics import SMALL_DISTRICT

from reportgen.domain.figures.diversity import INDEX_MARGIN, SHARE_MARGIN
from reportgen.domain.pack.contents import PartKind
from reportgen.render.content import chart_titles, chart_values, dutch, page_leads, sentences
from reportgen.render.content.fact_texts import colleague_text, contrast_text, explore_text, fact_text
from reportgen.render.content.words import pack_words

Content = Mapping[str, Any]
Contents = Mapping[str, Mapping[PartKind, Any]]
Pages = Mapping[str, Content]


def sentences_of(content: Content) -> Iterator[tuple[str, str]]:
    """Everything the municipality pages say by rule, with its name."""
    profile = content["profile"]
    first, last = profile["years"][0], profile["years"][-1]
    for sentence in (
        page_leads.people_lead,
        page_leads.within_lead,
        page_leads.peers_lead,
        chart_titles.composition_title,
        chart_titles.index_lines_title,
        chart_titles.positions_title,
        chart_titles.peers_map_title,
        sentences.districts_sentence,
        sentences.headcounts_sentence,
        sentences.borders_sentence,
        sentences.key_figures_sentence,
    ):
        yield sentence.__name__, sentence(content)
    if len(chart_values.large_districts(profile)) > 1:
        yield "strip", chart_titles.strip_title(content)
    yield "slopes", chart_titles.slopes_title(first, last, str(first["year"]), str(last["year"]))
    yield "slopes", chart_titles.slopes_title(content["average"], last, "vergelijkbaar", profile["name"])
    for name, lines in (
        ("future", sentences.merger_sentences(content)),
        ("likenesses", sentences.likeness_sentences(content)),
    ):
        for line in lines:
            yield name, line


def flaws(text: str) -> list[str]:
    """What no printed sentence may have."""
    marks = ("{", "}", "None", "nan", "inf%", "  ", " ,", " .", "..", ",,", "()", "Figure(", "[]")
    return [mark for mark in marks if mark in text]


def percents(text: str) -> list[str]:
    return re.findall(r"\d+(?:,\d)?%", text)


def comparison(own: float, other: float, margin: float) -> str:
    """Worked out apart from the program, in thousandths, so that no rounding of floats is in it."""
    difference, allowed = round((own - other) * 1000, 3), round(margin * 1000, 3)
    return "more" if difference > allowed else "less" if -difference > allowed else "same"


# All 380


def test_every_sentence_of_every_municipality_is_whole(pages: Pages) -> None:
    wrong = [
        (code, name, text)
        for code, content in pages.items()
        for name, text in sentences_of(content)
        if flaws(text) or not text.strip() or text.strip() != text or not text.endswith(".")
    ]
    assert wrong == []


def test_every_sentence_begins_with_a_capital_a_number_or_the_name(pages: Pages) -> None:
    wrong = [
        (code, name, text)
        for code, content in pages.items()
        for name, text in sentences_of(content)
        if not (text[0].isupper() or text[0].isdigit() or text.startswith(content["profile"]["name"]))
    ]
    assert wrong == []


def test_more_less_and_about_equal_agree_with_the_figures(pages: Pages) -> None:
    compared = pack_words()["lead"]["compared"]
    order = [
        name for _, name, _, _ in Formatter().parse(pack_words()["lead"]["people"]) if name and name.endswith("_word")
    ]
    wrong = []
    for code, content in pages.items():
        own = content["profile"]["years"][-1]["migration_background"]["value"]
        others = {
            "nation_word": content["country"]["years"][-1]["migration_background"]["value"],
            "peers_word": content["average"]["migration_background"]["value"],
        }
        said = re.findall("|".join(compared.values()), page_leads.people_lead(content))
        if said != [compared[comparison(own, others[name], SHARE_MARGIN)] for name in order]:
            wrong.append((code, own, others, said))
    assert wrong == []


def test_the_country_average_and_own_share_stand_in_the_sentence_about_them(pages: Pages) -> None:
    wrong = []
    for code, content in pages.items():
        shown = {
            dutch.figure(content["profile"]["years"][-1]["migration_background"]),
            dutch.figure(content["country"]["years"][-1]["migration_background"]),
            dutch.figure(content["average"]["migration_background"]),
        }
        if (
            not shown
            == set(percents(page_leads.people_lead(content)))
            == shown & set(percents(chart_titles.composition_title(content)))
        ):
            wrong.append(code)
    assert wrong == []


def test_the_largest_group_is_the_largest(pages: Pages) -> None:
    wrong = []
    for code, content in pages.items():
        shares = {each["origin"]: each["figure"] for each in content["profile"]["years"][-1]["shares"]}
        largest = max(figure["value"] for figure in shares.values())
        named = {
            pack_words()["origin"][origin]["with_background"]
            for origin, figure in shares.items()
            if figure["value"] == largest
        }
        text = chart_titles.composition_title(content)
        if not any(name in text for name in named) or f"{dutch.number(largest, 1)}%" not in text:
            wrong.append((code, text))
    assert wrong == []


def test_the_spread_within_a_municipality_is_that_of_its_telling_districts(pages: Pages) -> None:
    wrong = []
    for code, content in pages.items():
        shares = [each["share"] for each in chart_values.large_districts(content["profile"])]
        if len(shares) < 2:
            continue
        ends = [f"{dutch.number(min(shares))}%", f"{dutch.number(max(shares))}%"]
        texts = (
            chart_titles.strip_title(content),
            sentences.districts_sentence(content),
            page_leads.within_lead(content),
        )
        told = 1 if ends[0] == ends[1] else 2  # what rounds to the same is told once, as "about"
        if any(percents(text)[:told] != ends[:told] for text in texts):
            wrong.append((code, ends, texts))
    assert wrong == []


def test_no_sentence_says_that_districts_differ_from_a_number_to_the_same_number(pages: Pages) -> None:
    wrong = [
        (code, text)
        for code, content in pages.items()
        if len(chart_values.large_districts(content["profile"])) > 1
        for text in (
            chart_titles.strip_title(content),
            sentences.districts_sentence(content),
            page_leads.within_lead(content),
        )
        if re.search(r"van (\S+%) tot \1", text)
    ]
    assert wrong == []


def test_the_group_that_changed_most_did(pages: Pages) -> None:
    wrong = []
    for code, content in pages.items():
        first, last = content["profile"]["years"][0], content["profile"]["years"][-1]
        if first["year"] == last["year"]:
            continue
        pairs = [
            (then["figure"]["value"], now["figure"]["value"], pack_words()["origin"][now["origin"]]["with_background"])
            for then, now in zip(first["shares"], last["shares"], strict=True)
        ]
        most = max(abs(now - then) for then, now, _ in pairs)
        text = page_leads.within_lead(content)
        shown = tuple(percents(text)[-2:])
        fitting = [
            name
            for then, now, name in pairs
            if abs(abs(now - then) - most) < 1e-9
            and shown == (f"{dutch.number(then, 1)}%", f"{dutch.number(now, 1)}%")
            and name in text
        ]
        if not fitting or shown[0] == shown[1] or str(first["year"]) not in text:
            wrong.append((code, text))
    assert wrong == []


def test_numbers_of_people_are_in_tens_and_add_up(pages: Pages) -> None:
    wrong = []
    for code, content in pages.items():
        profile = content["profile"]
        residents, last = profile["residents"]["value"], profile["years"][-1]
        text = sentences.headcounts_sentence(content).removeprefix(profile["name"])
        counts = [int(each.replace(".", "")) for each in re.findall(r"\d[\d.]*\d|\d", text)]
        background = residents * last["migration_background"]["value"] / 100
        if counts[0] != residents or abs(counts[1] - background) > 5 or any(each % 10 for each in counts[1:]):
            wrong.append((code, text))
        if len(counts) > 2:
            western = residents * last["shares"][0]["figure"]["value"] / 100
            if counts[2] + counts[3] != counts[1] or abs(counts[2] - western) > 5:
                wrong.append((code, text))
        elif background >= 105:
            wrong.append((code, text))
    assert wrong == []


def test_the_index_is_said_of_the_first_and_the_last_year_and_of_the_country(pages: Pages) -> None:
    wrong = []
    for code, content in pages.items():
        years, nation = content["profile"]["years"], content["country"]["years"][-1]["index"]
        shown = [each["index"] for each in (years[0], years[-1])[-len({years[0]["year"], years[-1]["year"]}) :]]
        said = re.findall(r"\d,\d\d", chart_titles.index_lines_title(content))
        if said != [dutch.figure(each) for each in (*shown, nation)]:
            wrong.append((code, said))
    assert wrong == []


def test_quarters_are_those_of_the_profile_and_an_unknown_one_is_left_out(pages: Pages) -> None:
    wrong = []
    for code, content in pages.items():
        quartiles = {key: each for key, each in content["profile"]["quartiles"].items() if each is not None}
        said = re.findall("|".join(pack_words()["quartile"].values()), chart_titles.positions_title(content))
        if said != [
            pack_words()["quartile"][str(quartiles[key])] for key in chart_titles.POSITION_LABELS if key in quartiles
        ]:
            wrong.append((code, said))
    assert wrong == []


def test_comparable_municipalities_with_the_same_reasons_stand_together(pages: Pages) -> None:
    wrong = []
    for code, content in pages.items():
        names = [peer["name"] for peer in content["peers"]]
        text = " ".join(sentences.likeness_sentences(content))
        if not all(name in text for name in names):
            wrong.append((code, text))
        reasons = {tuple(peer["likenesses"]) for peer in content["peers"]}
        if len(sentences.likeness_sentences(content)) != len(reasons):
            wrong.append((code, text))
    assert wrong == []


def test_the_bars_of_the_comparison_fill_at_most_their_cell(pages: Pages) -> None:
    for content in pages.values():
        indices = [peer["last"]["index"]["value"] for peer in content["peers"]]
        own = content["profile"]["years"][-1]["index"]["value"]
        assert chart_values.highest_index(content) == max([*indices, own])


def test_only_districts_with_enough_residents_are_told_of(pages: Pages) -> None:
    for content in pages.values():
        districts = content["profile"]["districts"]
        every = districts["districts"] if districts else []
        told = chart_values.large_districts(content["profile"])
        assert [each for each in every if each not in told and each["residents"] >= SMALL_DISTRICT] == []
        assert [each for each in told if each["residents"] < SMALL_DISTRICT] == []


def test_who_ends_on_1_january_2019_hears_into_what_and_nobody_else_does(pages: Pages) -> None:
    ending = {
        code: [change for change in figures.statistics().changes if change.old_code == code and change.on.year == 2019]
        for code in pages
    }
    assert sum(bool(changes) for changes in ending.values()) > 30
    wrong = []
    for code, content in pages.items():
        said = " ".join(sentences.merger_sentences(content))
        names = {change.new_name for change in ending[code]}
        if bool(said) is not bool(names) or not all(name in said for name in names):
            wrong.append((code, said))
        if said and "1 januari 2019" not in said:
            wrong.append((code, said))
    assert wrong == []


def test_who_is_divided_is_not_said_to_go_over_as_a_whole(pages: Pages) -> None:
    haren, haarlemmerliede = figures.code_of("Haren"), figures.code_of("Haarlemmerliede en Spaarnwoude")
    divided = [
        code for code, content in pages.items() if len({each["new_code"] for each in content["profile"]["becomes"]}) > 1
    ]
    for code in divided:
        (said,) = sentences.merger_sentences(pages[code])
        assert dutch.listed(dict.fromkeys(each["new_name"] for each in pages[code]["profile"]["becomes"])) in said
    assert haren not in divided
    assert haarlemmerliede not in divided


def test_a_series_that_begins_late_says_when(pages: Pages) -> None:
    late = {
        code: content["profile"]["years"][0]["year"]
        for code, content in pages.items()
        if content["profile"]["years"][0]["year"] > content["profile"]["since"]
    }
    assert late
    assert [code for code, year in late.items() if str(year) not in sentences.borders_sentence(pages[code])] == []


# Facts of page one


def test_the_facts_of_page_one_agree_with_their_figures(contents: Contents) -> None:
    wrong = []
    for code, each in contents.items():
        personal = each[PartKind.PERSONAL]
        for fact in personal["facts"]:
            margin = INDEX_MARGIN if fact["contrast"] == "past" else SHARE_MARGIN
            own, other = fact["own"], fact["other"]
            numeral, sentence = fact_text(fact, personal["municipality"])
            true = comparison(own["value"], other["value"], margin) == fact["comparison"]
            differ = fact["comparison"] == "same" or dutch.figure(own) != dutch.figure(other)
            shown = {dutch.figure(other)} <= set(re.findall(r"\d+,\d+%?", sentence))
            if not (true and differ and shown) or flaws(sentence) or flaws(numeral):
                wrong.append((code, fact, numeral, sentence))
    assert wrong == []


def test_every_page_one_has_three_facts_of_three_kinds_where_there_are_figures(contents: Contents) -> None:
    few = []
    for code, each in contents.items():
        kinds = [fact["contrast"] for fact in each[PartKind.PERSONAL]["facts"]]
        assert len(kinds) == len(set(kinds)) <= 3
        if len(kinds) < 3:
            few.append(code)
    assert all(len(contents[code][PartKind.MUNICIPALITY]["profile"]["years"]) == 1 for code in few)


def test_no_two_facts_of_page_one_begin_with_the_same_numeral(contents: Contents) -> None:
    wrong = []
    for code, each in contents.items():
        said = [fact_text(fact, "")[0] for fact in each[PartKind.PERSONAL]["facts"]]
        if len(said) != len(set(said)):
            wrong.append((code, said))
    assert wrong == []


# Tables


def test_what_a_table_is_told_of_itself_is_whole_and_counts_right(contents: Contents) -> None:
    tables = {each[PartKind.TABLE]["table"]: each[PartKind.TABLE] for each in contents.values()}
    assert len(tables) == 48
    for table in tables.values():
        texts = [
            page_leads.table_lead(table),
            sentences.unnamed_sentence(table),
            *map(contrast_text, table["contrasts"]),
        ]
        assert [text for text in texts if flaws(text)] == []
        assert dutch.figure(table["residents"]) in texts[0]
        assert dutch.count_word(len(table["colleagues"])) in texts[0].lower()


@pytest.mark.parametrize(("people", "municipalities"), [(1, 1), (2, 1), (8, 8), (14, 9)])
def test_one_person_is_not_said_in_the_plural(contents: Contents, people: int, municipalities: int) -> None:
    table = dict(contents["GM0356"][PartKind.TABLE])
    table |= {"colleagues": table["colleagues"][:1] * people, "unnamed": 0, "municipalities": municipalities}
    text = page_leads.table_lead(table)
    assert ("deelnemers" in text) is (people > 1)
    assert ("gemeenten" in text) is (municipalities > 1)


def test_who_is_not_named_is_counted_and_not_named(contents: Contents) -> None:
    table = dict(contents["GM0356"][PartKind.TABLE])
    texts = [sentences.unnamed_sentence({**table, "unnamed": count}) for count in (0, 1, 2, 13)]
    assert len(set(texts)) == 4
    assert "13" in texts[3]
    nobody = sentences.unnamed_sentence({**table, "colleagues": [], "unnamed": 8})
    assert nobody not in texts
    assert flaws(nobody) == []


# Who is in the room


@pytest.mark.parametrize("present", [0, 1, 2, 7])
def test_comparable_municipalities_in_the_room_are_counted(pages: Pages, present: int) -> None:
    content = dict(pages["GM0356"])
    content["peers"] = [{**peer, "present": place < present} for place, peer in enumerate(content["peers"])]
    text = page_leads.peers_lead(content)
    assert flaws(text) == []
    assert "10 december" in text
    assert present < 2 or dutch.count_word(present) in text.lower().rpartition(". ")[2]
    others = {
        page_leads.peers_lead(
            {**content, "peers": [{**peer, "present": place < count} for place, peer in enumerate(content["peers"])]}
        )
        for count in range(8)
    }
    assert len(others) == 8


@pytest.mark.parametrize("count", [1, 2, 3, 12])
def test_questions_are_counted(contents: Contents, count: int) -> None:
    content = dict(contents["GM0356"][PartKind.QUESTIONS])
    content["questions"] = content["questions"][:1] * count
    text = page_leads.questions_lead(content)
    assert flaws(text) == []
    assert ("vragen" in text) is (count > 1)


# Where figures are missing


def changed(content: Content, **profile: Any) -> Content:
    return {**content, "profile": {**content["profile"], **profile}}


def test_every_kind_of_answer_about_districts_occurs_and_is_whole(pages: Pages) -> None:
    content = pages["GM0356"]
    district = {"code": "WK035600", "residents": 5000, "share": 12.0}
    small = {"code": "WK035601", "residents": SMALL_DISTRICT - 1, "share": 40.0}
    districts = {"year": 2017, "source": "districts", "without": []}
    texts = [
        sentences.districts_sentence(changed(content, districts=None)),
        sentences.districts_sentence(changed(content, districts={**districts, "districts": []})),
        sentences.districts_sentence(changed(content, districts={**districts, "districts": [district]})),
        sentences.districts_sentence(changed(content, districts={**districts, "districts": [district, small]})),
        sentences.districts_sentence(
            changed(content, districts={**districts, "districts": [district, {**district, "share": 30.0}]})
        ),
    ]
    assert texts[0] == texts[1]
    assert len(set(texts)) == 4
    assert [text for text in texts if flaws(text)] == []
    assert [percents(text) for text in texts[:4]] == [[], [], [], []]
    missing = {**districts, "districts": [district], "without": ["Littenseradiel"]}
    assert "Littenseradiel" in sentences.districts_sentence(changed(content, districts=missing))


def test_a_municipality_of_one_year_without_districts_still_says_something(pages: Pages) -> None:
    content = pages["GM0356"]
    bare = changed(content, years=content["profile"]["years"][-1:], districts=None)
    for name, text in sentences_of(bare):
        assert flaws(text) == [], name
    assert content["profile"]["name"] in page_leads.within_lead(bare)


def test_who_goes_over_together_with_others_hears_with_whom(pages: Pages) -> None:
    together = {
        code: content["profile"]["together"] for code, content in pages.items() if sentences.merger_sentences(content)
    }
    assert any(together.values())
    assert not all(together.values())
    wrong = [
        code
        for code, names in together.items()
        if len({each["new_code"] for each in pages[code]["profile"]["becomes"]}) == 1
        and not all(name in sentences.merger_sentences(pages[code])[0] for name in names)
    ]
    assert wrong == []


def test_of_a_municipality_that_is_divided_only_a_part_comes_along(pages: Pages) -> None:
    divided = {
        content["profile"]["name"]
        for content in pages.values()
        if len({each["new_code"] for each in content["profile"]["becomes"]}) > 1
    }
    told = [
        (name, text)
        for content in pages.values()
        for text in sentences.merger_sentences(content)
        for name in divided & set(content["profile"]["together"])
    ]
    assert told
    assert [(name, text) for name, text in told if f"deel van {name}" not in text] == []


def test_the_line_about_a_colleagues_municipality_agrees_with_its_figures(contents: Contents) -> None:
    country = {share.origin: share.figure.value for share in figures.country().last.shares}
    lines = {}
    for each in contents.values():
        for colleague in each[PartKind.TABLE]["colleagues"]:
            lines[colleague["code"]] = (colleague_text(colleague), colleague)
    assert len(lines) > 150
    for code, (line, colleague) in lines.items():
        shares = {share.origin: share.figure.value for share in figures.profiles()[code].last.shares}
        origin, beyond = max(((each, shares[each] - country[each]) for each in shares), key=lambda pair: pair[1])
        if colleague["country"] is None:
            assert beyond <= SHARE_MARGIN
            assert colleague["group"]["figure"]["value"] == max(shares.values())
        else:
            assert colleague["group"]["origin"] == origin
            assert line.endswith(f"landelijk {dutch.number(country[origin], 1)}%")
        assert dutch.figure(colleague["group"]["figure"]) in line


def test_a_contrast_of_page_one_becomes_a_question_and_what_is_equal_does_not(contents: Contents) -> None:
    asked = [
        (fact["comparison"], explore_text(fact))
        for each in contents.values()
        for fact in each[PartKind.PERSONAL]["facts"]
    ]
    assert all(bool(question) == (comparison != "same") for comparison, question in asked)
    assert all(question.endswith("?") for _, question in asked if question)
