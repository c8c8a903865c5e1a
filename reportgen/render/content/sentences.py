"""Sentences in the text of a pack's pages and letter that are written from its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.render.content import dutch
from reportgen.render.content.chart_values import sizable_districts, with_districts
from reportgen.render.content.measure_words import district_figure, forms
from reportgen.render.content.place_names import in_place, place
from reportgen.render.content.words import pack_words, sentence_text

Content = Mapping[str, Any]


def districts_sentence(content: Content) -> str:
    """What the districts show, or why they show nothing."""
    profile, subject = content["profile"], content["subject"]
    found = with_districts(content)
    if found is None:
        return sentence_text("districts_unknown", in_name=in_place(profile["name"]))
    of, values = found["districts"], forms(subject, found["key"], profile["name"])
    without = (
        " " + sentence_text("without", names=dutch.listed(place(each) for each in of["without"]))
        if of["without"]
        else ""
    )
    if not of["districts"]:
        return sentence_text("districts_unknown", in_name=values["in_name"]) + without
    if len(of["districts"]) == 1:
        return sentence_text("districts_one", name=values["name"]) + without
    districts = sizable_districts(found)
    if len(districts) < 2:
        return sentence_text("districts_few") + without
    measure = subject["measures"][found["key"]]
    low, high = (dutch.figure(district_figure(measure, each["value"])) for each in (districts[0], districts[-1]))
    key = "districts_alike" if low == high else "districts_range"
    said = sentence_text(key, **values, low=low, high=high, count=dutch.count_word(len(districts)))
    small = len(of["districts"]) - len(districts)
    if small:
        said += " " + sentence_text(
            "districts_small_one" if small == 1 else "districts_small", count=dutch.capitalised(dutch.count_word(small))
        )
    return said + without


def merger_sentences(content: Content) -> Sequence[str]:
    """What the municipality becomes, when it ends after the reference date."""
    profile = content["profile"]
    ends = profile["becomes"]
    if not ends:
        return ()
    day, name = dutch.day(ends[0]["on"]), place(profile["name"])
    new = dutch.listed(dict.fromkeys(place(end["new_name"]) for end in ends))
    if len({end["new_code"] for end in ends}) > 1:
        return (sentence_text("becomes_parts", day=day, name=name, new=new),)
    names = dutch.listed(
        f"een deel van {place(each)}" if each in profile["together_in_part"] else place(each)
        for each in profile["together"]
    )
    together = sentence_text("together", names=names) if profile["together"] else ""
    return (sentence_text("becomes", day=day, name=name, new=new, together=together),)


def borders_sentence(content: Content, key: str = "") -> str:
    """What there is to know about mergers when reading earlier years; what holds of some measures names them.

    Args:
        key: of the one measure that it is about; empty for all.
    """
    profile, measures = content["profile"], content["subject"]["measures"]
    notes: dict[str, list[str]] = {}
    asked = [each for each in profile["measures"] if key in ("", each["key"])]
    told = [each for each in asked if len(each["figures"]) > 1 or each["merged"] or each["left_out"]]
    for each in told:
        for note in _border_notes(each):
            notes.setdefault(note, []).append(measures[each["key"]]["short"])
    said = []
    for note, shorts in notes.items():
        of = "" if len(shorts) == len(told) else " " + sentence_text("borders_of", names=dutch.listed(shorts))
        said.append(note + of)
    other = [
        f"{measures[each['key']]['short']} {dutch.listed(map(str, each['left_out']))}"
        for each in told
        if each["left_out"]
    ]
    if other:
        said.append(sentence_text("borders_source", named="; ".join(other)))
    joined = [change for change in profile["joined"] if change["old_code"] != profile["code"]]
    if joined:
        names = dutch.listed(
            place(change["old_name"]) if change["whole"] else f"een deel van {place(change['old_name'])}"
            for change in joined
        )
        said.insert(0, sentence_text("borders_joined", day=dutch.day(joined[0]["on"]), names=names))
    return " ".join(said) or sentence_text("borders_plain")


def likeness_sentences(content: Content) -> Sequence[str]:
    """Why each municipality is comparable: those with the same reasons together, in the order of likeness."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for peer in content["peers"]:
        reasons = (*peer["kinds"], *(pack_words()["likeness"].get(each, each) for each in peer["likenesses"]))
        groups.setdefault(reasons, []).append(place(peer["name"]))
    lines = []
    for reasons, names in groups.items():
        if reasons:
            said = dutch.capitalised(dutch.listed(reasons))
            lines.append(sentence_text("likeness", words=said, names=dutch.listed(names)))
        else:
            lines.append(sentence_text("likeness_none", names=dutch.listed(names)))
    return lines


def missing_sentence(content: Content) -> str:
    """Which figures of the municipality, or of comparable ones, are missing; empty where none is."""
    measures = content["subject"]["measures"]
    absent = [measures[each["key"]]["short"] for each in content["profile"]["measures"] if not each["last"]]
    said = []
    if absent:
        name = place(content["profile"]["name"])
        said.append(sentence_text("missing", name=name, names=dutch.listed(absent)))
    peers: dict[str, list[str]] = {}
    for peer in content.get("peers", ()):
        for each in peer["measures"]:
            if not each["last"] and measures[each["key"]]["short"] not in absent:
                peers.setdefault(measures[each["key"]]["short"], []).append(place(peer["name"]))
    for short, names in peers.items():
        said.append(sentence_text("missing_peers", names=dutch.listed(names), short=short))
    return " ".join(said)


def unnamed_sentence(content: Content) -> str:
    """Why someone at the table may be missing from the list."""
    count = content["unnamed"]
    if not content["colleagues"]:
        return sentence_text("unnamed_all")
    if count == 0:
        return sentence_text("unnamed_none")
    key = "unnamed_one" if count == 1 else "unnamed_many"
    return sentence_text(key, count=dutch.capitalised(dutch.count_word(count)))


def key_figures_sentence(content: Content) -> str:
    """The figures of the municipality that are not of the subject, as far as they are known."""
    profile = content["profile"]
    said = [
        sentence_text(f"general_{key}", value=dutch.figure(profile[key]))
        for key in ("residents", "density")
        if profile[key]
    ]
    if profile["urbanity"]:
        said.append(pack_words()["urbanity"][str(profile["urbanity"])])
    if profile["home_value"]:
        said.append(sentence_text("general_home_value", value=dutch.figure(profile["home_value"])))
    if not said:
        return ""
    year = next((profile[key]["year"] for key in ("residents", "density", "home_value") if profile[key]), 0)
    return sentence_text("general", name=place(profile["name"]), year=year, listed=", ".join(said))


def answering_sentence(questions: Mapping[str, Any]) -> str:
    """How the letter asks for answers to the questions, by mail or in the fields of the pack."""
    said = pack_words()["answering"]
    key = "one" if len(questions["questions"]) == 1 else "many"
    return f"{said[key]}{said['form'] if questions['form'] else ''} {said['name']}"


def _border_notes(figures: Content) -> Sequence[str]:
    """What the series of a measure does at mergers."""
    notes = []
    if figures["merged"]:
        year = figures["figures"][0]["year"] if figures["figures"] else 0
        notes.append(sentence_text(f"borders_{figures['start']}", day=dutch.day(figures["merged"]), year=year))
    if figures["summed"]:
        notes.append(sentence_text("borders_summed", year=figures["summed"]))
    return notes
