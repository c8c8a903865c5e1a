"""Parts of a reader's day as the content of a pack has them, and any mixture of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

WORDS = (
    *("wonen", "in", "de", "buurt", "vergrijzing", "en", "mantelzorgondersteuning", "hofje", "Súdwest-Fryslân"),
    *("woonzorgvisie", "kleinschalig", "’s-Gravenhage", "wat", "werkt?"),
)


def session(title: str = "Opening", kind: str = "plenary", **changes: Any) -> dict[str, Any]:
    """A part of the programme of which nothing more is said."""
    made = dict.fromkeys(("speaker", "note", "code", "round", "room", "leader", "leader_note"), "")
    return {**made, "title": title, "kind": kind, "start": "13:00:00", "end": "13:50:00", **changes}


def part(told: dict[str, Any] | None = None, label: str = "", **changes: Any) -> dict[str, Any]:
    """A part of a day; of a round where it has a label, and without a session for the reader where none is told."""
    made = {"round": label, "start": "13:00:00", "end": "13:50:00", "session": told, "leads": False, "beside": []}
    return {**made, **changes}


def programme(day: list[Any], **changes: Any) -> dict[str, Any]:
    """The content of the pages about a day."""
    event = {"subtitle": "Hoe?", "welcome": "", "readings": [], "address": "Straat 1", "arrival": "", **changes}
    meeting = {"place": "Utrecht", "contact": "A. Vink", "email": "a@b.example", "phone": "06-00000000"}
    return {"event": event, "meeting": meeting, "figures": False, "day": day}


def texts(most: int, least: int = 0) -> st.SearchStrategy[str]:
    """Dutch words in a row, long ones too."""
    return st.lists(st.sampled_from(WORDS), min_size=least, max_size=most).map(" ".join)


def parts() -> st.SearchStrategy[dict[str, Any]]:
    """A part of a day of any kind."""
    told = st.builds(
        session,
        texts(14, 1),
        st.sampled_from(("plenary", "table", "break", "doors", "drinks")),
        **{name: texts(9) for name in ("speaker", "note", "room", "leader")},
    )
    own = st.builds(
        session,
        texts(14, 1),
        st.just("workshop"),
        code=st.sampled_from(("", "A", "B12")),
        **{name: texts(9) for name in ("speaker", "note", "room", "leader")},
    )
    beside = st.lists(texts(14, 1), max_size=12)
    labels = st.sampled_from(("1", "2", "ochtend", "Verdiepingsronde na de lunch"))
    return st.one_of(
        st.builds(part, told),
        st.builds(part, own | st.none(), labels, leads=st.booleans(), beside=beside),
    )
