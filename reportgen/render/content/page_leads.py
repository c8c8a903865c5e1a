"""The sentence under the head of each page of a briefing, written from its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.domain.figures.diversity import Comparison
from reportgen.domain.places.municipality import COUNTRY
from reportgen.render.content import dutch
from reportgen.render.content.chart_values import (
    change_of,
    changed_measures,
    first_figure,
    last_figure,
    measure_figures,
    sizable_districts,
    with_districts,
)
from reportgen.render.content.measure_words import compared, district_figure, district_name, forms, period_text, said
from reportgen.render.content.place_names import in_place, place
from reportgen.render.content.words import lead_text

Content = Mapping[str, Any]

FEWEST_RANGE = 3
"""Municipalities at a table from which it is told how far apart they are; of two their contrast tells it."""

MOST_NAMES = 5
"""Municipalities at a table that are named before it is told; of more the table alone has the names."""


def profile_lead(content: Content) -> str:
    """How the main figure stands to the country and to the municipalities that are most alike."""
    subject, profile = content["subject"], content["profile"]
    key = subject["main"]
    measure, own = subject["measures"][key], last_figure(profile, key)
    values = forms(subject, key, profile["name"])
    if own is None:
        return lead_text("profile_missing", **values)
    nation, average = measure_figures(profile, key)["country"], content["average"].get(key)  # type: ignore[index]  # it has a figure
    count = dutch.count_word(sum(bool(last_figure(peer, key)) for peer in content["peers"]))
    compares: list[str] = []
    before = ""
    for each, words in ((nation, "nation"), (average, "peers")):
        if each:
            way = compared(measure, own, each)
            form = "again" if way == before else words  # the same is not said twice
            compares.append(lead_text(f"{form}_{way}", **values, other=said(each, measure), count=count))
            before = way
    key = "profile" if compares else "profile_alone"
    return lead_text(key, **values, own=said(own, measure), compared=dutch.listed(compares))


def within_lead(content: Content) -> str:
    """How far districts lie apart, and what changed most."""
    subject, profile = content["subject"], content["profile"]
    sentences = []
    found = with_districts(content)
    districts = sizable_districts(found)
    if found and len(districts) > 1:
        measure = subject["measures"][found["key"]]
        low, high = (district_figure(measure, each["value"]) for each in (districts[0], districts[-1]))
        alike = dutch.figure(low) == dutch.figure(high)
        sentences.append(
            lead_text(
                "within_alike" if alike else "within_districts",
                **forms(subject, found["key"], profile["name"]),
                low=dutch.figure(low),
                high=dutch.figure(high),
                low_name=district_name(districts[0]),
                high_name=district_name(districts[-1]),
            )
        )
    if told := _most_changed(content):
        sentences.append(_change(content, told))
    return " ".join(sentences) or lead_text("within_nothing", name=place(profile["name"]))


def peers_lead(content: Content) -> str:
    """How many municipalities are comparable, or most alike where not all of them are near."""
    peers, name = content["peers"], content["profile"]["name"]
    close = sum(each["close"] for each in peers)
    if not peers:
        return lead_text("peers_none", name=place(name))
    nearest = next((each for each in peers if each["close"]), peers[0])
    key = "peers" if close == len(peers) else {0: "peers_far", 1: "peers_one"}.get(close, "peers_some")
    if any(each["kinds"] for each in peers):
        key = "peers_kinds"  # these go first, whoever is nearest
    return lead_text(
        key,
        count=dutch.count_word(len(peers)),
        Count=dutch.capitalised(dutch.count_word(len(peers))),
        close=dutch.count_word(close),
        name=place(name),
        first=place(nearest["name"]),
    )


def table_lead(content: Content) -> str:
    """Which municipalities sit at a table, of those who agreed to be named, and how far apart these are.

    Nothing of all together.
    """
    shown = _shown(content)
    apart = _table_range(content["subject"], shown)
    if apart and len(shown) > MOST_NAMES:
        return apart
    return f"{table_names(content)} {apart}" if apart else table_names(content)


def table_names(content: Content) -> str:
    """Which municipalities sit at a table, of those who agreed to be named; where there are none, which organisations.

    Others are in the table below: a reader from an organisation does not sit with the own one.
    """
    shown = _shown(content)
    own = [place(each["municipality"]) for each in shown if each["code"] and each["code"] == content.get("own")]
    others = [each for each in shown if place(each["municipality"]) not in own]
    names = [place(each["municipality"]) for each in [each for each in others if each["code"] != COUNTRY] or others]
    if not shown:
        return lead_text("table_nobody", theme=content["theme"])
    if own:
        return lead_text("table_own" if names else "table_own_alone", name=own[0], names=dutch.listed(names))
    return lead_text("table_one" if len(names) == 1 else "table", names=dutch.listed(names), theme=content["theme"])


def report_lead(content: Content) -> str:
    """Whether there is a report of a table, and which municipalities sat at it."""
    said = lead_text("reported" if content["report"] else "unreported")
    return f"{said} {table_names(content)}" if content["colleagues"] else said


def contacts_lead() -> str:
    """What the page says first that tells whom one can reach."""
    return lead_text("contacts")


def _shown(content: Content) -> list[Content]:
    """Somebody of each municipality or organisation that is shown."""
    return list({(each["code"], each["municipality"]): each for each in content["colleagues"]}.values())


def _table_range(subject: Content | None, shown: Sequence[Content]) -> str:
    """The highest and the lowest main figure of the municipalities that are shown; empty where it tells little."""
    known = sorted((each for each in shown if each["columns"] and each["columns"][0]), key=_main_value)
    if subject is None or len(known) < FEWEST_RANGE:
        return ""
    low, high = known[0], known[-1]
    measure = subject["measures"][subject["main"]]
    alone = _main_value(known[1]) > _main_value(low) and _main_value(known[-2]) < _main_value(high)
    if not alone or compared(measure, high["columns"][0], low["columns"][0]) is Comparison.SAME:
        return ""
    return lead_text(
        "table_range" if len(shown) <= MOST_NAMES else "table_range_below",
        **forms(subject, subject["main"], high["municipality"]),
        low=said(low["columns"][0], measure),
        high=said(high["columns"][0], measure),
        in_low=in_place(low["municipality"]),
        in_high=in_place(high["municipality"]),
    )


def _main_value(colleague: Content) -> float:
    """The main figure of somebody's municipality, as it is printed."""
    return float(dutch.rounded(colleague["columns"][0]))


def questions_lead(content: Content) -> str:
    """What the page with questions asks of its reader."""
    if content["asking"]:
        return str(content["asking"])
    count = len(content["questions"])
    asked = lead_text("questions_one" if count == 1 else "questions", count=dutch.capitalised(dutch.count_word(count)))
    return asked + lead_text("questions_form") if content["form"] else asked


def national_lead(content: Content) -> str:
    """The main figure of the country, and the municipalities with the highest and the lowest."""
    subject = content["subject"]
    key = subject["main"]
    values = forms(subject, key, "Nederland")
    own = last_figure(content["profile"], key)
    ends = [each for each in (*content["highest"][:1], *content["lowest"][-1:]) if each["columns"][0]]
    sentences = []
    if own:
        period = period_text(subject["measures"][key], own["year"])
        sentences.append(lead_text("national", **values, own=said(own, subject["measures"][key]), period=period))
    if len(ends) == 2 and ends[0]["name"] != ends[1]["name"]:
        high, low = ends
        count = content.get("spreads", {}).get(key, {}).get("count", subject["municipalities"])
        known = "national_range_known" if count < subject["municipalities"] else "national_range_alone"
        if _is_shared(content["highest"]) or _is_shared(content["lowest"][::-1]):
            known = "national_range_shared"
        sentences.append(
            lead_text(
                "national_range" if own and known == "national_range_alone" else known,
                **values,
                count=dutch.number(count),
                low=said(low["columns"][0], subject["measures"][key]),
                high=said(high["columns"][0], subject["measures"][key]),
                in_low=in_place(low["name"]),
                in_high=in_place(high["name"]),
                In_high=dutch.capitalised(in_place(high["name"])),
            )
        )
    return " ".join(sentences)


def _is_shared(rows: Sequence[Content]) -> bool:
    """Whether the first municipality of a list has the same main figure as the next."""
    values = [each["columns"][0]["value"] for each in rows[:2] if each["columns"][0]]
    return len(values) == 2 and values[0] == values[1]


def _most_changed(content: Content) -> str:
    """Key of the measure whose change is told: of shares the largest change, where there is one; empty for none."""
    subject, changes = content["subject"], changed_measures(content)
    others = [each for each in content["profile"]["measures"] if first_figure(content["profile"], each["key"])]
    largest = sorted(changes, key=lambda each: -abs(change_of(each)))
    others.sort(key=lambda each: each["key"] != subject["main"])
    candidates = [*largest[:1], *others]
    for each in candidates:
        if compared(subject["measures"][each["key"]], each["last"], each["figures"][0]) is not Comparison.SAME:
            return str(each["key"])
    return str(others[0]["key"]) if others else ""


def _change(content: Content, key: str) -> str:
    """How a figure changed between its first and its last year."""
    profile = content["profile"]
    first, last = first_figure(profile, key), last_figure(profile, key)
    assert first is not None  # only asked of figures that have both
    assert last is not None
    way = compared(content["subject"]["measures"][key], last, first)
    return lead_text(
        "change_none" if dutch.figure(first) == dutch.figure(last) else f"change_{way}",
        **forms(content["subject"], key, profile["name"]),
        then=dutch.figure(first),
        now=said(last, content["subject"]["measures"][key]),
        year=first["year"],
        last=last["year"],
    )
