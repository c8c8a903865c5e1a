"""The sentences that are written by rule: the point of each page and chart, from the figures that show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.domain.figures.diversity import SHARE_MARGIN, compared
from reportgen.domain.figures.profile import SMALL_DISTRICT
from reportgen.render.content import dutch
from reportgen.render.content.words import lead, point, words

Content = Mapping[str, Any]

POSITIONS: Mapping[str, str] = words()["position"]


def people(content: Content) -> str:
    """How the share with a migration background stands to the country and to comparable municipalities."""
    own = content["profile"]["years"][-1]["migration_background"]
    nation = content["country"]["years"][-1]["migration_background"]
    peers = content["average"]["migration_background"]
    return lead(
        "people",
        own=dutch.figure(own),
        nation=dutch.figure(nation),
        peers=dutch.figure(peers),
        nation_word=words()["lead"]["compared"][compared(own["value"], nation["value"], SHARE_MARGIN)],
        peers_word=words()["lead"]["compared"][compared(own["value"], peers["value"], SHARE_MARGIN)],
    )


def within(content: Content) -> str:
    """How far districts lie apart, and which group changed most."""
    profile = content["profile"]
    first, last = profile["years"][0], profile["years"][-1]
    sentences = []
    districts = telling(profile)
    if len(districts) > 1:
        low, high = _percent(districts[0]["share"]), _percent(districts[-1]["share"])
        sentences.append(lead("within_alike" if low == high else "within_districts", low=low, high=high))
    if first["year"] != last["year"]:
        pairs = list(zip(first["shares"], last["shares"], strict=True))
        then, now = max(pairs, key=lambda pair: abs(pair[1]["figure"]["value"] - pair[0]["figure"]["value"]))
        sentences.append(
            lead(
                "within_growth",
                group=words()["origin"][now["origin"]]["with_background"],
                year=first["year"],
                then=dutch.figure(then["figure"]),
                now=dutch.figure(now["figure"]),
            )
        )
    return " ".join(sentences) or lead("within_nothing", name=profile["name"])


def peers(content: Content) -> str:
    """How many municipalities are comparable, and how many of them are in the room."""
    day = dutch.day(content["meeting"]["day"], year=False)
    present = sum(peer["present"] for peer in content["peers"])
    key = "peers_none" if present == 0 else "peers_one" if present == 1 else "peers_many"
    return lead(
        "peers_kinds" if any(peer["kinds"] for peer in content["peers"]) else "peers",
        count=_capital(dutch.count_word(len(content["peers"]))),
        name=content["profile"]["name"],
        present=lead(key, day=day, count=_capital(dutch.count_word(present))),
    )


def table(content: Content) -> str:
    """How many people of how many municipalities sit at a table."""
    people_here = len(content["colleagues"]) + content["unnamed"]
    return lead(
        "table" if content["municipalities"] else "table_guests",
        people=_capital(dutch.count_word(people_here)),
        word="deelnemer" if people_here == 1 else "deelnemers",
        municipalities=dutch.count_word(content["municipalities"]),
        municipality_word="gemeente" if content["municipalities"] == 1 else "gemeenten",
        residents=dutch.figure(content["residents"]),
    )


def questions(content: Content) -> str:
    """What the page with questions asks of its reader."""
    if content["asking"]:
        return str(content["asking"])
    count = len(content["questions"])
    asked = lead("questions_one" if count == 1 else "questions", count=_capital(dutch.count_word(count)))
    return asked + lead("questions_form") if content["form"] else asked


def composition(content: Content) -> str:
    """The point of the stacked bars."""
    profile = content["profile"]
    own = profile["years"][-1]
    largest = max(own["shares"], key=lambda share: share["figure"]["value"])
    return point(
        "composition",
        name=profile["name"],
        own=dutch.figure(own["migration_background"]),
        peers=dutch.figure(content["average"]["migration_background"]),
        nation=dutch.figure(content["country"]["years"][-1]["migration_background"]),
        group=words()["origin"][largest["origin"]]["with_background"],
        largest=dutch.figure(largest["figure"]),
    )


def index_lines(content: Content) -> str:
    """The point of the lines of the index."""
    profile = content["profile"]
    first, last = profile["years"][0], profile["years"][-1]
    return point(
        "index_line_short" if first["year"] == last["year"] else "index_lines",
        name=profile["name"],
        then=dutch.figure(first["index"]),
        year=first["year"],
        now=dutch.figure(last["index"]),
        last=last["year"],
        nation=dutch.figure(content["country"]["years"][-1]["index"]),
    )


def strip(content: Content) -> str:
    """The point of the dots of districts."""
    districts = telling(content["profile"])
    low, high = _percent(districts[0]["share"]), _percent(districts[-1]["share"])
    return point("strip_alike" if low == high else "strip", count=dutch.count_word(len(districts)), low=low, high=high)


def slopes(left: Content, right: Content, left_label: str, right_label: str) -> str:
    """The point of the slopes: every group, on both sides."""
    changes = [
        f"{words()['origin'][one['origin']]['short']} {dutch.figure(one['figure'])} en {dutch.figure(other['figure'])}"
        for one, other in zip(left["shares"], right["shares"], strict=True)
    ]
    return point("slopes", left=left_label, right=right_label, changes="; ".join(changes))


def positions(content: Content) -> str:
    """The point of the quarters."""
    quartiles = content["profile"]["quartiles"]
    places = [
        f"{label} {words()['quartile'][str(quartiles[key])]}"
        for key, label in POSITIONS.items()
        if quartiles[key] is not None
    ]
    return point("positions", name=content["profile"]["name"], places="; ".join(places))


def map_title(content: Content) -> str:
    """What the map on the cover shows."""
    own = any(dot["code"] == content["code"] for dot in content["atlas"])
    return point("map" if own else "map_all", count=len(content["atlas"]), name=content["municipality"])


def peers_map(content: Content) -> str:
    """What the map of comparable municipalities shows."""
    names = dutch.listed(peer["name"] for peer in content["peers"])
    return point("peers_map", count=len(content["atlas"]), name=content["profile"]["name"], peers=names)


def spread(content: Content) -> str:
    """What the districts show, or why they show nothing."""
    profile = content["profile"]
    of = profile["districts"]
    without = ""
    if of and of["without"]:
        year = profile["years"][-1]["year"]
        without = " " + point("without", names=dutch.listed(of["without"]), year=year)
    if not of or not of["districts"]:
        return point("spread_none", name=profile["name"]) + without
    if len(of["districts"]) == 1:
        return point("spread_one", name=profile["name"]) + without
    districts = telling(profile)
    if len(districts) < 2:
        return point("spread_few") + without
    largest = max(districts, key=lambda each: each["residents"])
    most = point("spread_most", residents=dutch.number(largest["residents"]), share=_percent(largest["share"]))
    low, high = _percent(districts[0]["share"]), _percent(districts[-1]["share"])
    return point("spread_alike" if low == high else "spread", low=low, high=high, most=most) + without


def numbers(content: Content) -> str:
    """Shares as numbers of people, in tens."""
    profile = content["profile"]
    residents, last = profile["residents"], profile["years"][-1]
    background = _people(residents, last["migration_background"])
    western = _people(residents, last["shares"][0]["figure"])
    few = background < 100
    return point(
        "numbers_few" if few else "numbers",
        name=profile["name"],
        residents=dutch.figure(residents),
        background=dutch.number(background),
        western=dutch.number(western),
        other=dutch.number(background - western),
    )


def future(content: Content) -> Sequence[str]:
    """What the municipality becomes, when it ends after the reference date."""
    profile = content["profile"]
    ends = profile["becomes"]
    if not ends:
        return ()
    day, new = dutch.day(ends[0]["on"]), dutch.listed(dict.fromkeys(end["new_name"] for end in ends))
    if len({end["new_code"] for end in ends}) > 1:
        return (point("becomes_parts", day=day, name=profile["name"], new=new),)
    names = dutch.listed(
        f"een deel van {name}" if name in profile["together_in_part"] else name for name in profile["together"]
    )
    together = point("together", names=names) if profile["together"] else ""
    return (point("becomes", day=day, name=profile["name"], new=new, together=together),)


def borders(content: Content) -> str:
    """What there is to know about borders when reading earlier years."""
    profile = content["profile"]
    first, last = profile["years"][0], profile["years"][-1]
    joined = [change for change in profile["joined"] if change["old_code"] != profile["code"]]
    notes = []
    if first["year"] > profile["since"]:
        notes.append(point("borders_short", year=first["year"]))
    if joined and first["year"] < last["year"]:
        names = dutch.listed(
            change["old_name"] if change["whole"] else f"een deel van {change['old_name']}" for change in joined
        )
        notes.append(point("borders_summed" if profile["summed"] else "borders_joined", year=last["year"], names=names))
    return " ".join(notes) or point("borders_plain")


def likenesses(content: Content) -> Sequence[str]:
    """Why each municipality is comparable: those with the same reasons together."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for peer in content["peers"]:
        reasons = (*peer["kinds"], *(words()["likeness"][each] for each in peer["likenesses"]))
        groups.setdefault(reasons, []).append(peer["name"])
    lines = []
    for reasons, names in groups.items():
        if reasons:
            said = _capital(dutch.listed(reasons))
            lines.append(point("likeness", words=said, names=dutch.listed(names)))
        else:
            lines.append(point("likeness_none", names=dutch.listed(names)))
    return lines


def unnamed(content: Content) -> str:
    """Why someone at the table may be missing from the list."""
    count = content["unnamed"]
    if not content["colleagues"]:
        return point("unnamed_all")
    if count == 0:
        return point("unnamed_none")
    key = "unnamed_one" if count == 1 else "unnamed_many"
    return point(key, count=_capital(dutch.count_word(count)))


def general(content: Content) -> str:
    """The figures of the municipality that are not about origin."""
    profile = content["profile"]
    return point(
        "general",
        name=profile["name"],
        year=profile["residents"]["year"],
        residents=dutch.figure(profile["residents"]),
        density=dutch.figure(profile["density"]),
        urbanity=words()["urbanity"][str(profile["urbanity"])],
        value=dutch.figure(profile["home_value"]),
        **{"class": profile["urbanity"]},
    )


def telling(profile: Content) -> Sequence[Content]:
    """The districts with enough residents for their share to say something."""
    districts = profile["districts"]["districts"] if profile["districts"] else ()
    return [each for each in districts if each["residents"] >= SMALL_DISTRICT]


def index_scale(content: Content) -> float:
    """The highest index of the table of comparable municipalities, which its bars fill."""
    indices = [peer["index"]["value"] for peer in content["peers"]]
    return float(max([*indices, content["profile"]["index"]["value"]]))


def _people(residents: Content, share: Content) -> int:
    return int(round(residents["value"] * share["value"] / 100, -1))


def _percent(share: float) -> str:
    return f"{dutch.number(share)}%"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
