"""What the values of contents are about, so that every difference between two of them can be told in words.

A topic is found by part and path; a step of a path is a field, or ``*`` for any item of a list or mapping. It is told
for all that stands below it, except for what has a topic of its own. The words of each topic are in ``words.toml``,
table ``difference.topic``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ChangeCategory(StrEnum):
    """Why a pack is made again, in the categories of organisers."""

    NEW = "new"
    DATA = "data"
    PROGRAMME = "programme"
    REGISTRATIONS = "registrations"
    DESIGN = "design"
    CORRECTION = "correction"


class Told(StrEnum):
    """How a difference of a topic is told."""

    THING = "thing"  # only that it differs
    TEXT = "text"  # what it was and what it is
    PERSON = "person"  # the same, of somebody's name
    ITEMS = "items"  # which items came and went, and what differs in those that stayed
    NUMBERED = "numbered"  # how many there are


@dataclass(frozen=True, slots=True)
class Topic:
    """What values are about.

    Attributes:
        name: of its words.
        by: fields of an item that say which one it is; none for items of a mapping, which their key tells apart, and
            for texts.
        then: other fields, by which an item that went and one that came are told as one in place of the other.
        called: the field with what an item is called; for a measure its key, which stands for its noun.
        together: whether all items that came and went are told in one sentence.
    """

    name: str
    category: ChangeCategory
    told: Told = Told.THING
    by: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    called: str = ""
    together: bool = False


_D, _P = ChangeCategory.DATA, ChangeCategory.PROGRAMME
_R, _S = ChangeCategory.REGISTRATIONS, ChangeCategory.DESIGN


def _things(category: ChangeCategory, **paths: str) -> dict[str, Topic]:
    """Topics that are only told as different, by path; two underscores stand for a dot."""
    return {path.replace("__", "."): Topic(name, category) for path, name in paths.items()}


def _texts(category: ChangeCategory, **paths: str) -> dict[str, Topic]:
    """Topics of which the old and the new text are told, by path; two underscores stand for a dot."""
    return {path.replace("__", "."): Topic(name, category, Told.TEXT) for path, name in paths.items()}


def _beneath(path: str, topics: Mapping[str, Topic]) -> dict[str, Topic]:
    return {f"{path}.{inside}" if inside else path: topic for inside, topic in topics.items()}


_MEETING = {
    **_things(_P, key="meeting"),
    **_texts(_P, title="title", day="date", doors="doors", start="start", end="end", place="place"),
    **_texts(_P, organiser="organiser", contact="contact", email="email", phone="phone"),
}

_SUBJECT = {
    "": Topic("subject", _S),
    **_things(_S, key="subject", main="main_measure", columns="columns", compositions="compositions"),
    **_things(_S, words="subject_words", municipalities="municipality_count"),
    **_texts(_S, title="subject_title"),
    "measures": Topic("measures", _S, Told.ITEMS, called="key"),
    "measures.*": Topic("measure_words", _S),
}

_SOURCES = Topic("sources", _D, Told.ITEMS, called="title")

_EVERYWHERE = {
    **_beneath("meeting", _MEETING),
    **_beneath("subject", _SUBJECT),
    "sources": _SOURCES,
    "sources.*": Topic("source", _D),
}

_MEASURES = {
    "": Topic("figures_of", _D, Told.ITEMS, by=("key",), called="key"),
    "*": Topic("measure_figures", _D),
    **_things(_D, **{"*__rank": "rank", "*__change_rank": "change_rank", "*__districts": "districts"}),
    **_things(_D, **{"*__start": "series", "*__merged": "series", "*__summed": "series", "*__left_out": "series"}),
}

_PROFILE = {
    **_things(_D, code="municipality_of_pages", residents="figure", density="figure", home_value="figure"),
    **_texts(_D, name="municipality", province="province", urbanity="urbanity"),
    **_things(_D, becomes="division", together="division", together_in_part="division", joined="division"),
    **_beneath("measures", _MEASURES),
}

_ROWS = {
    "": Topic("ends", _D, Told.ITEMS, by=("name",), called="name", together=True),
    "*": Topic("row_figures", _D),
}

_PEERS = {
    "": Topic("peers", _D, Told.ITEMS, by=("code",), called="name", together=True),
    **_things(_D, **{"*__code": "peer", "*__name": "peer", "*__residents": "figure", "*__close": "peer_closeness"}),
    **_things(_D, **{"*__likenesses": "likeness"}),
    **_things(_P, **{"*__kinds": "types"}),
    **_things(_R, **{"*__tables": "peer_tables"}),
    **_beneath("*.measures", _MEASURES),
}

_PAGES = {
    **_beneath("profile", _PROFILE),
    **_beneath("country", _PROFILE),
    **_beneath("peers", _PEERS),
    **_beneath("highest", _ROWS),
    **_beneath("lowest", _ROWS),
    **_things(_D, average="average", map="map", strips="strips", before="before", spreads="spreads"),
    **_things(_D, provinces="provinces", sizes="sizes", division="division"),
    **_texts(_D, dated="dated"),
}

_PEOPLE = {
    "*": Topic("person", _R),
    "*.name": Topic("person_name", _R, Told.PERSON),
    **_texts(_R, **{"*__function": "person_function"}),
    **_things(_R, **{"*__office": "person_office", "*__code": "person_place"}),
    **_texts(_R, **{"*__municipality": "person_place"}),
}

TOPICS: dict[str, dict[str, Topic]] = {
    "personal": {
        **_EVERYWHERE,
        **_things(_R, participant="participant", office="office", salutation="salutation", code="pages_about"),
        **_texts(_R, function="function", municipality="pages_about", organisation="organisation"),
        "name": Topic("name", _R, Told.PERSON),
        **_things(_P, welcome="welcome", letter="letter_text", subject_line="subject_line"),
        **_texts(_R, table="seat", theme="theme"),
        **_things(_D, headline="headline", strips="page_one_strips", map="map", nearby="nearby", briefed="before"),
        "facts": Topic("facts", _D, Told.ITEMS, ("kind", "measure", "scope"), ("kind",), "measure"),
        "facts.*": Topic("fact", _D),
        "erratum": Topic("erratum", ChangeCategory.CORRECTION),
        "first": Topic("first", _P),
    },
    "event": {
        **_EVERYWHERE,
        **_beneath("event", {**_MEETING, "organiser": Topic("organiser", _P)}),
        **_texts(_P, **{f"event__organiser__{each}": each for each in ("contact", "email", "phone")}),
        **_texts(_P, event__organiser__name="organiser", event__address="address", event__subtitle="subtitle"),
        **_things(_P, event__arrival="arrival", event__welcome="welcome", event__letter="letter_text"),
        **_things(_P, event__subject="subject_line", event__asking="asking", event__form="form"),
        **_things(_P, event__guests="guest_texts", event__sessions="programme", figures="page_one_figures"),
        "event.questions": Topic("questions", _P, Told.ITEMS, ("text",), ("number",), "text"),
        "event.questions.*": Topic("question", _P),
        "event.themes": Topic("themes", _P, Told.ITEMS, ("name",), called="name", together=True),
        "event.themes.*": Topic("theme_examples", _P),
        "event.kinds": Topic("types", _P, Told.ITEMS, ("name",), called="name", together=True),
        "event.kinds.*": Topic("type", _P),
        "event.readings": Topic("readings", _P, Told.ITEMS, ("title",), ("source",), "title"),
        "event.readings.*": Topic("reading", _P),
        "day": Topic("beside", _P),
    },
    "leading": {
        **_EVERYWHERE,
        "sessions": Topic(
            "led",
            _P,
            Told.ITEMS,
            ("session.round", "session.code", "session.title"),
            ("session.round", "session.code"),
            "session",
        ),
        "sessions.*.session": Topic("led_session", _P),
        "sessions.*.people": Topic("led_people", _R, Told.ITEMS, ("name",), called="name"),
        **_beneath("sessions.*.people", _PEOPLE),
        "sessions.*.unnamed": Topic("led_unnamed", _R, Told.NUMBERED),
        "sessions.*.note": Topic("led_note", _P),
    },
    "municipality": {**_EVERYWHERE, **_PAGES},
    "table": {
        **_EVERYWHERE,
        **_texts(_R, table="seat", theme="theme"),
        "talks": Topic("talks", _P),
        "colleagues": Topic("company", _R, Told.ITEMS, ("name",), ("function", "office", "municipality"), "name"),
        **_beneath("colleagues", _PEOPLE),
        **_things(_D, **{f"colleagues__*__{each}": "row_figures" for each in ("residents", "columns")}),
        "colleagues.*.standout": Topic("standout", _D),
        "unnamed": Topic("unnamed", _R, Told.NUMBERED),
        "contrasts": Topic("contrasts", _D, Told.ITEMS, ("kind", "measure", "beside", "one", "other"), (), "measure"),
        "contrasts.*": Topic("contrast", _D),
        "report": Topic("report", _P),
        "answers": Topic("answers", _R, Told.ITEMS, ("question",), called="question"),
        "answers.*": Topic("answers", _R),
        "answers.*.replies": Topic(
            "replies", _R, Told.ITEMS, ("table", "text"), ("table", "name", "municipality"), "table"
        ),
        "answers.*.replies.*": Topic("reply", _R),
        "own": Topic("own_row", _R),
    },
    "questions": {
        **_EVERYWHERE,
        "questions": Topic("questions", _P, Told.ITEMS, ("text",), ("number",), "text"),
        "questions.*": Topic("question", _P),
        **_things(_P, form="form", asking="asking"),
        **_texts(_R, municipality="pages_about"),
        **_beneath("figures", {**_MEASURES, "": Topic("question_figures", _D, Told.ITEMS, by=("key",), called="key")}),
    },
    "letter": {"recipient": Topic("recipient", _R, Told.TEXT)},
}
"""Path → topic, by part."""

PLACE_NUMBERS = frozenset(("number",))
"""Fields of an item that only say where in a list it stands."""

_OTHER = {
    "personal": Topic("other_personal", _R),
    "event": Topic("programme", _P),
    "leading": Topic("led_session", _P),
    "municipality": Topic("other_figures", _D),
    "table": Topic("other_table", _R),
    "questions": Topic("questions", _P),
}


def topic_at(part: str, steps: tuple[str, ...]) -> Topic | None:
    """The topic with exactly this path."""
    return TOPICS.get(part, {}).get(".".join(steps))


def has_topics_inside(part: str, steps: tuple[str, ...]) -> bool:
    """Whether anything within what stands at a path has a topic of its own."""
    return steps in _OUTER.get(part, ())


_OUTER = {
    part: {tuple(each.split(".")[:many]) for each in topics for many in range(1, each.count(".") + 1)}
    for part, topics in TOPICS.items()
}
"""The paths within which there are topics, by part."""


def topic_of(part: str, path: str) -> Topic:
    """The topic that a path leads to, or that of what it stands in; of a part that has no such, what it is about.

    Args:
        path: of this or of an older program, whose steps may be names or positions of items.
    """
    steps, known = path.split("."), TOPICS.get(part, {})
    best: tuple[int, int, Topic] | None = None
    for pattern, topic in known.items():
        wanted = pattern.split(".")
        if len(wanted) <= len(steps) and all(each in ("*", step) for each, step in zip(wanted, steps, strict=False)):
            found = len(wanted), -wanted.count("*"), topic
            if best is None or found[:2] > best[:2]:
                best = found
    return best[2] if best else other_topic(part)


def other_topic(part: str) -> Topic:
    """The topic of what has none of its own."""
    return _OTHER.get(part) or Topic("other", _P)
