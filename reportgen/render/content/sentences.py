"""The sentences that are written by rule: the point of each page and chart, from the figures that show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.domain.figures.diversity import SHARE_MARGIN, compared
from reportgen.domain.figures.profile import SMALL_DISTRICT
from reportgen.render.content import dutch
from reportgen.render.content.words import lead_text, sentence_text, words

Content = Mapping[str, Any]

POSITION_LABELS: Mapping[str, str] = words()["position"]


def people_lead(content: Content) -> str:
    """How the share with a migration background stands to the country and to comparable municipalities."""
    own = content["profile"]["years"][-1]["migration_background"]
    nation = content["country"]["years"][-1]["migration_background"]
    peers = content["average"]["migration_background"]
    return lead_text(
        "people",
        own=dutch.figure(own),
        nation=dutch.figure(nation),
        peers=dutch.figure(peers),
        nation_word=words()["lead"]["compared"][compared(own["value"], nation["value"], SHARE_MARGIN)],
        peers_word=words()["lead"]["compared"][compared(own["value"], peers["value"], SHARE_MARGIN)],
    )


def within_lead(content: Content) -> str:
    """How far districts lie apart, and which group changed most."""
    profile = content["profile"]
    first, last = profile["years"][0], profile["years"][-1]
    sentences = []
    districts = large_districts(profile)
    if len(districts) > 1:
        low, high = _percent(districts[0]["share"]), _percent(districts[-1]["share"])
        sentences.append(lead_text("within_alike" if low == high else "within_districts", low=low, high=high))
    if first["year"] != last["year"]:
        pairs = list(zip(first["shares"], last["shares"], strict=True))
        then, now = max(pairs, key=lambda pair: abs(pair[1]["figure"]["value"] - pair[0]["figure"]["value"]))
        sentences.append(
            lead_text(
                "within_growth",
                group=words()["origin"][now["origin"]]["with_background"],
                year=first["year"],
                then=dutch.figure(then["figure"]),
                now=dutch.figure(now["figure"]),
            )
        )
    return " ".join(sentences) or lead_text("within_nothing", name=profile["name"])


def peers_lead(content: Content) -> str:
    """How many municipalities are comparable, and how many of them are in the room."""
    day = dutch.day(content["meeting"]["day"], year=False)
    present = sum(peer["present"] for peer in content["peers"])
    key = "peers_none" if present == 0 else "peers_one" if present == 1 else "peers_many"
    return lead_text(
        "peers_kinds" if any(peer["kinds"] for peer in content["peers"]) else "peers",
        count=_capital(dutch.count_word(len(content["peers"]))),
        name=content["profile"]["name"],
        present=lead_text(key, day=day, count=_capital(dutch.count_word(present))),
    )


def table_lead(content: Content) -> str:
    """How many people of how many municipalities sit at a table."""
    people_here = len(content["colleagues"]) + content["unnamed"]
    return lead_text(
        "table" if content["municipalities"] else "table_guests",
        people=_capital(dutch.count_word(people_here)),
        word="deelnemer" if people_here == 1 else "deelnemers",
        municipalities=dutch.count_word(content["municipalities"]),
        municipality_word="gemeente" if content["municipalities"] == 1 else "gemeenten",
        residents=dutch.figure(content["residents"]),
    )


def questions_lead(content: Content) -> str:
    """What the page with questions asks of its reader."""
    if content["asking"]:
        return str(content["asking"])
    count = len(content["questions"])
    asked = lead_text("questions_one" if count == 1 else "questions", count=_capital(dutch.count_word(count)))
    return asked + lead_text("questions_form") if content["form"] else asked


def composition_title(content: Content) -> str:
    """The point of the stacked bars."""
    profile = content["profile"]
    own = profile["years"][-1]
    largest = max(own["shares"], key=lambda share: share["figure"]["value"])
    return sentence_text(
        "composition",
        name=profile["name"],
        own=dutch.figure(own["migration_background"]),
        peers=dutch.figure(content["average"]["migration_background"]),
        nation=dutch.figure(content["country"]["years"][-1]["migration_background"]),
        group=words()["origin"][largest["origin"]]["with_background"],
        largest=dutch.figure(largest["figure"]),
    )


def index_lines_title(content: Content) -> str:
    """The point of the lines of the index."""
    profile = content["profile"]
    first, last = profile["years"][0], profile["years"][-1]
    return sentence_text(
        "index_line_short" if first["year"] == last["year"] else "index_lines",
        name=profile["name"],
        then=dutch.figure(first["index"]),
        year=first["year"],
        now=dutch.figure(last["index"]),
        last=last["year"],
        nation=dutch.figure(content["country"]["years"][-1]["index"]),
    )


def strip_title(content: Content) -> str:
    """The point of the dots of districts."""
    districts = large_districts(content["profile"])
    low, high = _percent(districts[0]["share"]), _percent(districts[-1]["share"])
    return sentence_text(
        "strip_alike" if low == high else "strip", count=dutch.count_word(len(districts)), low=low, high=high
    )


def slopes_title(left: Content, right: Content, left_label: str, right_label: str) -> str:
    """The point of the slopes: every group, on both sides."""
    changes = [
        f"{words()['origin'][one['origin']]['short']} {dutch.figure(one['figure'])} en {dutch.figure(other['figure'])}"
        for one, other in zip(left["shares"], right["shares"], strict=True)
    ]
    return sentence_text("slopes", left=left_label, right=right_label, changes="; ".join(changes))


def positions_title(content: Content) -> str:
    """The point of the quarters."""
    quartiles = content["profile"]["quartiles"]
    places = [
        f"{label} {words()['quartile'][str(quartiles[key])]}"
        for key, label in POSITION_LABELS.items()
        if quartiles[key] is not None
    ]
    return sentence_text("positions", name=content["profile"]["name"], places="; ".join(places))


def map_title(content: Content) -> str:
    """What the map on the cover shows."""
    own = any(dot["code"] == content["code"] for dot in content["atlas"])
    return sentence_text("map" if own else "map_all", count=len(content["atlas"]), name=content["municipality"])


def peers_map_title(content: Content) -> str:
    """What the map of comparable municipalities shows."""
    names = dutch.listed(peer["name"] for peer in content["peers"])
    return sentence_text("peers_map", count=len(content["atlas"]), name=content["profile"]["name"], peers=names)


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
    most = sentence_text("spread_most", residents=dutch.number(largest["residents"]), share=_percent(largest["share"]))
    low, high = _percent(districts[0]["share"]), _percent(districts[-1]["share"])
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
        reasons = (*peer["kinds"], *(words()["likeness"][each] for each in peer["likenesses"]))
        groups.setdefault(reasons, []).append(peer["name"])
    lines = []
    for reasons, names in groups.items():
        if reasons:
            said = _capital(dutch.listed(reasons))
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
    return sentence_text(key, count=_capital(dutch.count_word(count)))


def key_figures_sentence(content: Content) -> str:
    """The figures of the municipality that are not about origin."""
    profile = content["profile"]
    return sentence_text(
        "general",
        name=profile["name"],
        year=profile["residents"]["year"],
        residents=dutch.figure(profile["residents"]),
        density=dutch.figure(profile["density"]),
        urbanity=words()["urbanity"][str(profile["urbanity"])],
        value=dutch.figure(profile["home_value"]),
        **{"class": profile["urbanity"]},
    )


def large_districts(profile: Content) -> Sequence[Content]:
    """The districts with enough residents for their share to say something."""
    districts = profile["districts"]["districts"] if profile["districts"] else ()
    return [each for each in districts if each["residents"] >= SMALL_DISTRICT]


def highest_index(content: Content) -> float:
    """The highest index of the table of comparable municipalities, which its bars fill."""
    indices = [peer["index"]["value"] for peer in content["peers"]]
    return float(max([*indices, content["profile"]["index"]["value"]]))


def _people(residents: Content, share: Content) -> int:
    return int(round(residents["value"] * share["value"] / 100, -1))


def _percent(share: float) -> str:
    return f"{dutch.number(share)}%"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
