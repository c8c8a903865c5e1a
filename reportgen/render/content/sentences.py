"""Sentences in the text of a pack's pages and letter that are written from its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.render.content import dutch
from reportgen.render.content.chart_values import large_districts
from reportgen.render.content.words import pack_words, sentence_text

Content = Mapping[str, Any]


def districts_sentence(content: Content) -> str:
    """What the districts show, or why they show nothing."""
    profile = content["profile"]
    of = profile["districts"]
    without = ""
    if of and of["without"]:
        year = profile["years"][-1]["year"]
        without = " " + sentence_text("without", names=dutch.listed(of["without"]), year=year)
    if not of or not of["districts"]:
        return sentence_text("spread_none", name=profile["name"]) + without
    if len(of["districts"]) == 1:
        return sentence_text("spread_one", name=profile["name"]) + without
    districts = large_districts(profile)
    if len(districts) < 2:
        return sentence_text("spread_few") + without
    largest = max(districts, key=lambda each: each["residents"])
    most = sentence_text(
        "spread_most", residents=dutch.number(largest["residents"]), share=dutch.whole_percent(largest["share"])
    )
    low, high = dutch.whole_percent(districts[0]["share"]), dutch.whole_percent(districts[-1]["share"])
    return sentence_text("spread_alike" if low == high else "spread", low=low, high=high, most=most) + without


def headcounts_sentence(content: Content) -> str:
    """Shares as numbers of people, in tens."""
    profile = content["profile"]
    residents, last = profile["residents"], profile["years"][-1]
    background = _people(residents, last["migration_background"])
    western = _people(residents, last["shares"][0]["figure"])
    few = background < 100
    return sentence_text(
        "numbers_few" if few else "numbers",
        name=profile["name"],
        residents=dutch.figure(residents),
        background=dutch.number(background),
        western=dutch.number(western),
        other=dutch.number(background - western),
    )


def merger_sentences(content: Content) -> Sequence[str]:
    """What the municipality becomes, when it ends after the reference date."""
    profile = content["profile"]
    ends = profile["becomes"]
    if not ends:
        return ()
    day, new = dutch.day(ends[0]["on"]), dutch.listed(dict.fromkeys(end["new_name"] for end in ends))
    if len({end["new_code"] for end in ends}) > 1:
        return (sentence_text("becomes_parts", day=day, name=profile["name"], new=new),)
    names = dutch.listed(
        f"een deel van {name}" if name in profile["together_in_part"] else name for name in profile["together"]
    )
    together = sentence_text("together", names=names) if profile["together"] else ""
    return (sentence_text("becomes", day=day, name=profile["name"], new=new, together=together),)


def borders_sentence(content: Content) -> str:
    """What there is to know about borders when reading earlier years."""
    profile = content["profile"]
    first, last = profile["years"][0], profile["years"][-1]
    joined = [change for change in profile["joined"] if change["old_code"] != profile["code"]]
    notes = []
    if first["year"] > profile["since"]:
        notes.append(sentence_text("borders_short", year=first["year"]))
    if joined and first["year"] < last["year"]:
        names = dutch.listed(
            change["old_name"] if change["whole"] else f"een deel van {change['old_name']}" for change in joined
        )
        notes.append(
            sentence_text("borders_summed" if profile["summed"] else "borders_joined", year=last["year"], names=names)
        )
    return " ".join(notes) or sentence_text("borders_plain")


def likeness_sentences(content: Content) -> Sequence[str]:
    """Why each municipality is comparable: those with the same reasons together."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for peer in content["peers"]:
        reasons = (*peer["kinds"], *(pack_words()["likeness"][each] for each in peer["likenesses"]))
        groups.setdefault(reasons, []).append(peer["name"])
    lines = []
    for reasons, names in groups.items():
        if reasons:
            said = dutch.capitalised(dutch.listed(reasons))
            lines.append(sentence_text("likeness", words=said, names=dutch.listed(names)))
        else:
            lines.append(sentence_text("likeness_none", names=dutch.listed(names)))
    return lines


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
    """The figures of the municipality that are not about origin."""
    profile = content["profile"]
    return sentence_text(
        "general",
        name=profile["name"],
        year=profile["residents"]["year"],
        residents=dutch.figure(profile["residents"]),
        density=dutch.figure(profile["density"]),
        urbanity=pack_words()["urbanity"][str(profile["urbanity"])],
        value=dutch.figure(profile["home_value"]),
        **{"class": profile["urbanity"]},
    )


def _people(residents: Content, share: Content) -> int:
    return int(round(residents["value"] * share["value"] / 100, -1))


def answering_sentence(questions: Mapping[str, Any]) -> str:
    """How the letter asks for answers to the questions, by mail or in the fields of the pack."""
    said = pack_words()["answering"]
    key = "one" if len(questions["questions"]) == 1 else "many"
    return f"{said[key]}{said['form'] if questions['form'] else ''} {said['name']}"
