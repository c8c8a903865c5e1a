"""The pages of words and tables, as plain words and numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from printers.view_words import times
from reportgen.render.content import dutch, page_leads, sentences
from reportgen.render.content.fact_texts import colleague_text, contrast_text
from reportgen.render.content.note_lines import note_line_count
from reportgen.render.content.words import pack_words

Content = Any
Page = dict[str, Any]
Drawn = Callable[[str], dict[str, Any]]


def programme(_: Drawn, content: Content, __: Mapping[str, int]) -> Page:
    """The programme of the day."""
    event, meeting = content["event"], content["meeting"]
    sessions = [
        {
            "time": times(each),
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


def table(_: Drawn, content: Content, __: Mapping[str, int]) -> Page:
    """Who sits at the table."""
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
    room = note_line_count(content, content["colleagues"], 0)
    return {
        "head": f"Tafel {content['table']}",
        "table": content["table"],
        "theme": content["theme"],
        "lead": page_leads.table_lead(content),
        "colleagues": colleagues,
        "unnamed": sentences.unnamed_sentence(content),
        "grouping": pack_words()["grouping"][content["grouping"]],
        "year": content["residents"]["year"],
        "contrasts": [contrast_text(each) for each in content["contrasts"]],
        "talks": [{"time": times(each), "title": each["title"]} for each in content["talks"]],
        "lines": min(room, 12) if room > 1 else 0,
    }


def questions(_: Drawn, content: Content, __: Mapping[str, int]) -> Page:
    """What to prepare."""
    asked = content["questions"]
    return {
        "head": "Ter voorbereiding",
        "source": content["meeting"]["organiser"],
        "lead": page_leads.questions_lead(content),
        "questions": asked,
        "lines": {1: 19, 2: 9, 3: 6}.get(len(asked), 4),
    }


def figures(_: Drawn, content: Content, __: Mapping[str, int]) -> Page:
    """All figures in one table, and where they are from."""
    profile, average = content["profile"], content["average"]
    first, own, nation = profile["years"][0], profile["years"][-1], content["country"]["years"][-1]
    sides = [*([first] if first["year"] != own["year"] else ()), own]

    def row(name: str, of: Callable[[Content], Content], mean: Content, strong: bool = False) -> Page:
        figures = [*(of(each) for each in sides), mean, of(nation)]
        return {"name": name, "figures": [dutch.figure(each) for each in figures], "strong": strong}

    def share(number: int) -> Callable[[Content], Content]:
        return lambda year: year["shares"][number]["figure"]

    origins = [pack_words()["origin"][each["origin"]]["name"] for each in own["shares"]]
    grouping = pack_words()["grouping"][profile["series_grouping"]]
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
        "general": sentences.key_figures_sentence(content),
        "grouping": grouping,
        "borders": sentences.borders_sentence(content),
        "sources": [
            [each["table"] or "–", each["title"], each["reference"], dutch.day(each["retrieved"])]
            for _, each in sorted(content["sources"].items())
        ],
    }
