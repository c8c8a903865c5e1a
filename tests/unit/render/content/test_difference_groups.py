"""What differs in many packs is told together, with for how many people."""

from __future__ import annotations

from typing import Any

from reportgen.render.content.difference_groups import grouped_differences


def _about(topic: str, **said: str) -> dict[str, Any]:
    return {"part": "table", "path": "", "old": "", "new": "", "category": "data", "topic": topic, **said}


def _figure(what: str) -> dict[str, Any]:
    figure = {"what": what, "of": "Urk", "unit": "percent", "year": 2025, "decimals": 1}
    return {**_about("figure", old="1", new="2"), "figure": figure}


def test_groups_say_what_and_for_how_many_people_and_what_follows_from_figures_comes_last() -> None:
    figures = [_figure("het aandeel 65-plussers"), _figure("de woningvoorraad"), _about("rank", of="x")]
    packs = dict.fromkeys(range(1, 215), figures)
    packs |= {number: [*figures, _about("company", of="A", at="3")] for number in range(1, 8)}
    assert [each.text for each in grouped_differences(packs)] == [
        "bij 7 mensen: iemand erbij of weg aan tafel 3",
        "bij 214 mensen: herziene cijfers (aandeel 65-plussers, woningvoorraad)",
        "bij 214 mensen: ranglijsten, kaarten en grafieken (de plaats op een ranglijst)",
    ]


def test_of_many_tables_and_many_figures_the_first_are_named() -> None:
    tables = {number: [_about("company", of="A", at=str(number))] for number in range(1, 7)}
    (group,) = grouped_differences(tables)
    assert group.text == "bij 6 mensen: iemand erbij of weg aan tafel (1, 2, 3 …)"
    assert group.numbers == (1, 2, 3, 4, 5, 6)
    (group,) = grouped_differences({1: [_figure(f"de maat {each}") for each in "abcd"]})
    assert group.text == "bij 1 mens: herziene cijfers (maat a, maat b, maat c …)"


def test_editions_of_older_programs_are_grouped_too_and_nothing_is_no_group() -> None:
    older = {"part": "table", "path": "colleagues.0.name.last", "old": "A", "new": "B", "category": "registrations"}
    (group,) = grouped_differences({4: [older]})
    assert group.text == "bij 1 mens: iemand erbij of weg aan tafel"
    assert grouped_differences({1: [], 2: []}) == ()
