"""A pack as plain words, numbers and drawings, for a typesetter that knows nothing of this program.

The sentences and the charts are those of the packs themselves. What many packs share is worked out once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from reportgen.domain.profile import SMALL_DISTRICT
from reportgen.render import charts, dutch, points
from reportgen.render.pages import pack_title
from reportgen.render.parts import Part
from reportgen.render.press import Job
from reportgen.render.words import colleague_text, contrast_text, explore_text, fact_text, words

Content = Any
Page = dict[str, Any]
_Filled = Callable[["Views", Content, Mapping[str, int]], Page]


class Views:
    """Packs as data, and the drawings they refer to by name."""

    def __init__(self) -> None:
        self.drawings: dict[str, bytes] = {}
        self._known: dict[tuple[object, ...], Page] = {}

    def of(self, job: Job) -> dict[str, Any]:
        """A pack: its title, author and day, and its pages in order, each with what stands on it."""
        pages = [self._page(part, *each) for part in job.parts for each in part.folios]
        return {
            "title": pack_title(job.parts),
            "author": job.author,
            "day": [int(each) for each in job.made_for.split("-")],
            "pages": sorted(pages, key=lambda page: int(page["folio"])),
        }

    def drawn(self, drawing: str) -> dict[str, Any]:
        """A drawing by name, with what a screen reader says and its width in points."""
        name = f"{sha256(drawing.encode()).hexdigest()[:24]}.svg"
        self.drawings[name] = drawing.encode()
        alternative = drawing.partition("<title>")[2].partition("</title>")[0]
        width = re.search(r' width="([\d.]+)pt"', drawing)
        assert width
        return {"file": name, "alt": alternative, "width": float(width[1])}

    def _page(self, part: Part, sheet: Any, folio: int) -> Page:
        key = (part.content_digest, sheet, folio, part.guide, part.total)
        if key not in self._known:
            content: Content = part.content
            if sheet.turn or sheet.template not in _PAGES:
                raise ValueError(f"This rival has no page like {sheet.template}, turn {sheet.turn}")
            meeting = content["meeting"]
            head = f"{meeting['title']} · {dutch.day(meeting['day'])}"
            common = {
                "kind": sheet.template,
                "folio": folio,
                "foot": f"{folio} van {part.total}",
                "meeting": head,
                "source": "Bron: CBS, tenzij anders vermeld",
            }
            self._known[key] = common | _PAGES[sheet.template](self, content, dict(part.guide))
        return self._known[key]


def _cover(views: Views, content: Content, reading: Mapping[str, int]) -> Page:
    meeting, name = content["meeting"], content["municipality"]
    drawn = charts.dot_map(content["atlas"], content["code"], content["nearby"], 240, points.map_title(content), name)
    facts = [(*fact_text(fact, name), explore_text(fact)) for fact in content["facts"]]
    return {
        "head": "",
        "label": f"Briefing · {meeting['title']}",
        "municipality": name,
        "title": dutch.function_title(content["function"], content["office"]),
        "name": dutch.full_name(content["name"]),
        "when": f"{dutch.day(meeting['day'], weekday=True)}, {meeting['place']}",
        "table": content["table"],
        "theme": content["theme"],
        "map": views.drawn(drawn),
        "salutation": dutch.salutation(content["name"], content["office"], content["salutation"]),
        "welcome": dutch.paragraphs(content["welcome"]),
        "facts": [{"numeral": one, "says": two, "explore": three} for one, two, three in facts],
        "day": dutch.day(meeting["day"]),
        "hours": [dutch.clock(meeting[each]) for each in ("doors", "start", "end")],
        "place": meeting["place"],
        "reading": dict(reading),
    }


def _programme(_: Views, content: Content, __: Mapping[str, int]) -> Page:
    event, meeting = content["event"], content["meeting"]
    sessions = [
        {
            "time": _times(each),
            "title": f"{each['title']} · {each['speaker']}" if each["speaker"] else each["title"],
            "note": each["note"],
        }
        for each in event["sessions"]
    ]
    where = f"{meeting['place']}, {event['address']}. {' '.join(dutch.paragraphs(event['arrival']))}"
    return {
        "head": "Programma",
        "source": meeting["organiser"],
        "lead": event["subtitle"],
        "sessions": sessions,
        "readings": event["readings"][:2],
        "where": where,
        "contact": meeting["contact"],
        "email": meeting["email"],
    }


def _people(views: Views, content: Content, reading: Mapping[str, int]) -> Page:
    profile, country = content["profile"], content["country"]
    own, nation = profile["years"][-1], country["years"][-1]
    rows = [
        (profile["name"], own),
        ("Vergelijkbare gemeenten, gemiddeld", content["average"]),
        ("Nederland", nation),
    ]
    lines = charts.index_lines(profile, profile["name"], content["peers"], country, points.index_lines(content))
    return {
        "head": profile["name"],
        "lead": points.people(content),
        "year": own["year"],
        "first": profile["years"][0]["year"],
        "name": profile["name"],
        "grouping": words()["grouping"][profile["series_grouping"]],
        "composition": views.drawn(charts.composition(rows, points.composition(content))),
        "lines": views.drawn(lines),
        "positions": views.drawn(
            charts.positions(profile["quartiles"], points.POSITIONS, points.positions(content)),
        ),
        "municipalities": len(content["atlas"]),
        "sources": [_source(content, own["index"]), _source(content, nation["index"])],
        "borders": points.borders(content),
        "change": profile["quartiles"]["change"] is not None,
        "since": profile["since"],
        "peers": reading["peers"],
    }


def _within(views: Views, content: Content, reading: Mapping[str, int]) -> Page:
    profile = content["profile"]
    first, own = profile["years"][0], profile["years"][-1]
    districts = points.telling(profile)
    two_years = first["year"] != own["year"]
    one, labels = (first, (str(first["year"]), str(own["year"])))
    if not two_years:
        one, labels = content["average"], ("vergelijkbaar", profile["name"])
    return {
        "head": profile["name"],
        "lead": points.within(content),
        "strip": views.drawn(charts.strip(districts, points.strip(content))) if len(districts) > 1 else None,
        "district_year": profile["districts"]["year"] if profile["districts"] else 0,
        "small": SMALL_DISTRICT,
        "spread": points.spread(content),
        "two_years": two_years,
        "years": [first["year"], own["year"]],
        "slopes": views.drawn(charts.slopes(one, own, *labels, points.slopes(one, own, *labels))),
        "numbers": points.numbers(content),
        "future": list(points.future(content)),
        "borders": points.borders(content),
        "sources": {
            "districts": _source(content, "districts"),
            "own": _source(content, own["index"]),
            "municipalities": _source(content, "municipalities"),
        },
        "peers": reading["peers"],
    }


def _peers(views: Views, content: Content, _: Mapping[str, int]) -> Page:
    profile = content["profile"]
    own = profile["years"][-1]
    scale = points.index_scale(content)

    def row(name: str, residents: Content, year: Content, index: Content, present: bool) -> Page:
        figures = (residents, year["migration_background"], year["shares"][0]["figure"], index)
        return {
            "name": name,
            "figures": [dutch.figure(each) for each in figures],
            "bar": 100 * index["value"] / scale,
            "present": present,
        }

    codes = [each["code"] for each in content["peers"]]
    drawn = charts.dot_map(content["atlas"], profile["code"], codes, 318, points.peers_map(content), profile["name"])
    return {
        "head": profile["name"],
        "name": profile["name"],
        "lead": points.peers(content),
        "day": dutch.day(content["meeting"]["day"], year=False),
        "rows": [
            row(profile["name"], profile["residents"], own, profile["index"], True),
            *(
                row(each["name"], each["residents"], each["last"], each["index"], each["present"])
                for each in content["peers"]
            ),
        ],
        "map": views.drawn(drawn),
        "count": dutch.count_word(len(content["peers"])),
        "kinds": any(each["kinds"] for each in content["peers"]),
        "grouping": words()["grouping"][profile["series_grouping"]],
        "likenesses": list(points.likenesses(content)),
        "sources": [_source(content, own["index"]), _source(content, "municipalities")],
    }


def _table(_: Views, content: Content, __: Mapping[str, int]) -> Page:
    colleagues = [
        {
            "name": f"{dutch.function_title(each['function'], each['office'])} {dutch.full_name(each['name'])}",
            "municipality": each["municipality"],
            "note": colleague_text(each),
            "figures": [
                dutch.figure(each[name]) if each["residents"] else "–"
                for name in ("residents", "migration_background", "index")
            ],
        }
        for each in content["colleagues"]
    ]
    # As the pack itself counts them: a line for notes takes 9 mm, a colleague 11, a talk 6 and a question 20.
    talks, contrasts = content["talks"], content["contrasts"]
    room = int(17.8 - 1.2 * len(colleagues) - 0.7 * len(talks) - 2.2 * len(contrasts))
    return {
        "head": f"Tafel {content['table']}",
        "table": content["table"],
        "theme": content["theme"],
        "lead": points.table(content),
        "colleagues": colleagues,
        "unnamed": points.unnamed(content),
        "grouping": words()["grouping"][content["grouping"]],
        "year": content["residents"]["year"],
        "contrasts": [contrast_text(each) for each in contrasts],
        "talks": [{"time": _times(each), "title": each["title"]} for each in talks],
        "lines": min(room, 12) if room > 1 else 0,
    }


def _questions(_: Views, content: Content, __: Mapping[str, int]) -> Page:
    asked = content["questions"]
    return {
        "head": "Ter voorbereiding",
        "source": content["meeting"]["organiser"],
        "lead": points.questions(content),
        "questions": asked,
        "lines": {1: 19, 2: 9, 3: 6}.get(len(asked), 4),
    }


def _figures(_: Views, content: Content, __: Mapping[str, int]) -> Page:
    profile, average = content["profile"], content["average"]
    first, own, nation = profile["years"][0], profile["years"][-1], content["country"]["years"][-1]
    sides = [*([first] if first["year"] != own["year"] else ()), own]

    def row(name: str, of: Callable[[Content], Content], mean: Content, strong: bool = False) -> Page:
        figures = [*(of(each) for each in sides), mean, of(nation)]
        return {"name": name, "figures": [dutch.figure(each) for each in figures], "strong": strong}

    def share(number: int) -> Callable[[Content], Content]:
        return lambda year: year["shares"][number]["figure"]

    origins = [words()["origin"][each["origin"]]["name"] for each in own["shares"]]
    grouping = words()["grouping"][profile["series_grouping"]]
    background = average["migration_background"]
    return {
        "head": profile["name"],
        "name": profile["name"],
        "columns": [
            *(f"{profile['name']} {each['year']}" for each in sides),
            f"vergelijkbaar {own['year']}",
            f"Nederland {nation['year']}",
        ],
        "rows": [
            row("Met een migratieachtergrond", lambda year: year["migration_background"], background, True),
            *(row(name, share(number), share(number)(average)) for number, name in enumerate(origins)),
            row(f"Diversiteitsindex, {grouping}", lambda year: year["index"], average["series_index"], True),
        ],
        "general": points.general(content),
        "grouping": grouping,
        "borders": points.borders(content),
        "sources": [
            [each["table"] or "–", each["title"], each["reference"], dutch.day(each["retrieved"])]
            for _, each in sorted(content["sources"].items())
        ],
    }


def _times(session: Content) -> str:
    return f"{dutch.clock(session['start'])}–{dutch.clock(session['end'])}"


def _source(content: Content, of: Content) -> str:
    each = content["sources"][of if isinstance(of, str) else of["source"]]
    title = f", {each['title']} ({each['table']})" if each["table"] else ""
    return f"Bron: CBS{title}, {each['reference']}."


_PAGES: Mapping[str, _Filled] = {
    "cover": _cover,
    "programme": _programme,
    "people": _people,
    "within": _within,
    "peers": _peers,
    "table": _table,
    "questions": _questions,
    "figures": _figures,
}


def files_of(pack: Mapping[str, Any]) -> Sequence[str]:
    """The names of the drawings that a pack refers to."""
    return [
        each["file"] for page in pack["pages"] for each in page.values() if isinstance(each, dict) and "file" in each
    ]
