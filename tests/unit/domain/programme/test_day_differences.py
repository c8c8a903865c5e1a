"""What is different in a day since somebody was told: all of it, once, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.programme.day_differences import DayChange, DayDifference, day_differences
from reportgen.domain.programme.event import Session, SessionKind
from reportgen.domain.programme.own_day import OwnPart

OPENING = Session(time(9), time(10), "Opening", "voorzitter", "", SessionKind.PLENARY)
WORKSHOP = Session(time(10), time(11), "Wijken", "", "", SessionKind.WORKSHOP, code="A", round="1", room="Zaal 1")
OTHER = replace(WORKSHOP, title="Hofjes", code="B", room="Zaal 2")
BREAK = Session(time(11), time(11, 15), "Pauze", "", "", SessionKind.BREAK)


def _part(session: Session, leads: bool = False, beside: tuple[str, ...] = ()) -> OwnPart:
    return OwnPart(session.round, session.start, session.end, session, leads, beside)


def _day(*sessions: Session) -> tuple[OwnPart, ...]:
    return tuple(map(_part, sessions))


DAY = _day(OPENING, WORKSHOP)
NOTHING = OwnPart("1", time(10), time(11), None, beside=("Hofjes",))


@pytest.mark.parametrize(
    ("changes", "change", "old", "new"),
    [
        ({"room": "Zaal 2"}, DayChange.ROOM, "Zaal 1", "Zaal 2"),
        ({"start": time(11), "end": time(12)}, DayChange.TIME, "10.00–11.00", "11.00–12.00"),
        ({"speaker": "Jan Bos"}, DayChange.SPEAKER, "", "Jan Bos"),
        ({"leader": "Jan Bos"}, DayChange.LEADER, "", "Jan Bos"),
        ({"title": "Anders"}, DayChange.TITLE, "Wijken", "Anders"),
        ({"note": "Neem een pen mee."}, DayChange.NOTE, "", "Neem een pen mee."),
        ({"kind": SessionKind.TABLE}, DayChange.KIND, "workshop", "table"),
        ({"code": "B", "title": "Hofjes"}, DayChange.CANCELLED, "Wijken", "Hofjes"),
        ({"code": "B"}, DayChange.TITLE, "A Wijken", "B Wijken"),
        ({"code": ""}, DayChange.TITLE, "A Wijken", "Wijken"),
        ({"round": "2"}, DayChange.ROUND, "ronde 1", "ronde 2"),
        ({"round": "", "kind": SessionKind.WORKSHOP}, DayChange.ROUND, "ronde 1", ""),
    ],
)
def test_a_difference_says_what_was_and_what_is(
    changes: dict[str, object], change: DayChange, old: str, new: str
) -> None:
    (said,) = day_differences(DAY, _day(OPENING, replace(WORKSHOP, **changes)))  # type: ignore[arg-type]
    assert (said.change, said.old, said.new) == (change, old, new)


def test_another_session_is_told_with_its_room_and_by_whether_the_old_one_takes_place() -> None:
    (moved,) = day_differences(DAY, (_part(OPENING), _part(OTHER, beside=("Wijken",))))
    assert moved == DayDifference(DayChange.SESSION, "Hofjes", "Wijken", "Hofjes", "ronde 1", "Zaal 2")
    (cancelled,) = day_differences(DAY, (_part(OPENING), _part(OTHER)))
    assert cancelled == replace(moved, change=DayChange.CANCELLED)


def test_another_of_two_sessions_with_one_title_is_another_session() -> None:
    other = replace(WORKSHOP, code="B")
    (said,) = day_differences((_part(WORKSHOP, beside=("Wijken",)),), (_part(other, beside=("Wijken",)),))
    assert (said.change, said.old, said.new) == (DayChange.SESSION, "A Wijken", "B Wijken")


def test_a_round_without_a_session_any_more_says_which_it_was() -> None:
    (none,) = day_differences(DAY, (_part(OPENING), NOTHING))
    assert none == DayDifference(DayChange.CANCELLED, "Wijken", "Wijken", "", "ronde 1")
    (no_place,) = day_differences(DAY, (_part(OPENING), replace(NOTHING, beside=("Wijken",))))
    assert no_place.change is DayChange.SESSION
    (back,) = day_differences((_part(OPENING), NOTHING), DAY)
    assert (back.change, back.old, back.new) == (DayChange.SESSION, "", "Wijken")


def test_who_leads_a_session_from_now_on_is_told() -> None:
    (said,) = day_differences(_day(WORKSHOP), (_part(WORKSHOP, leads=True),))
    assert (said.change, said.old, said.new) == (DayChange.LEADS, "nee", "ja")


def test_a_part_that_comes_or_goes_is_told() -> None:
    (gone,) = day_differences(DAY, DAY[1:])
    (came,) = day_differences(DAY[1:], DAY)
    assert (gone.change, gone.part, gone.old) == (DayChange.REMOVED, "Opening", "09.00–10.00")
    assert (came.change, came.part, came.new) == (DayChange.ADDED, "Opening", "09.00–10.00")


def test_parts_of_one_title_are_told_apart_by_their_times() -> None:
    late = replace(BREAK, start=time(15), end=time(15, 15))
    (said,) = day_differences(_day(BREAK, late), _day(late))
    assert (said.change, said.old) == (DayChange.REMOVED, "11.00–11.15")
    later = replace(late, start=time(15, 30), end=time(15, 45))
    (said,) = day_differences(_day(BREAK, late), _day(BREAK, later))
    assert (said.change, said.old, said.new) == (DayChange.TIME, "15.00–15.15", "15.30–15.45")


def test_a_part_at_the_same_time_has_another_name_and_is_no_other_part() -> None:
    renamed = replace(OPENING, title="Welkom", speaker="de wethouder")
    said = day_differences(_day(OPENING), _day(renamed))
    assert [(each.change, each.old, each.new) for each in said] == [
        (DayChange.TITLE, "Opening", "Welkom"),
        (DayChange.SPEAKER, "voorzitter", "de wethouder"),
    ]


def test_parts_that_change_places_are_told_by_their_times() -> None:
    first, second = (replace(OPENING, title=title) for title in ("Een", "Twee"))
    later = {"start": time(10), "end": time(11)}
    said = day_differences(
        _day(first, replace(second, **later)),  # type: ignore[arg-type]
        _day(second, replace(first, **later)),  # type: ignore[arg-type]
    )
    assert [(each.change, each.part) for each in said] == [(DayChange.TIME, "Twee"), (DayChange.TIME, "Een")]


def test_differences_are_in_the_order_of_the_day() -> None:
    end = replace(BREAK, title="Borrel", start=time(16), end=time(17))
    said = day_differences(
        _day(OPENING, WORKSHOP, end), _day(replace(WORKSHOP, room="Zaal 9"), replace(end, room="Hal"))
    )
    assert [each.change for each in said] == [DayChange.REMOVED, DayChange.ROOM, DayChange.ROOM]


WORDS = st.sampled_from(["", "Aa", "Bb"])
SESSIONS = st.builds(
    lambda start, minutes, **said: Session(start=time(start), end=time(start, minutes), **said),
    start=st.integers(9, 12),
    minutes=st.sampled_from([30, 45]),
    title=st.sampled_from(["Aa", "aa", "Bb", "Cc"]),
    speaker=WORDS,
    note=WORDS,
    kind=st.sampled_from(SessionKind),
    code=st.sampled_from(["", "A", "B"]),
    room=WORDS,
    leader=WORDS,
)
OWN_PARTS = st.lists(
    st.builds(
        lambda session, label, there, leads, beside: OwnPart(
            label,
            session.start,
            session.end,
            replace(session, round=label) if there or not label else None,
            leads and bool(label) and there,
            beside,
        ),
        SESSIONS,
        st.sampled_from(["", "", "1", "2", "ochtend"]),
        st.booleans(),
        st.booleans(),
        st.lists(st.sampled_from(["Aa", "Bb", "Cc"]), max_size=2).map(tuple),
    ),
    max_size=5,
).filter(lambda day: len(labels := [each.round for each in day if each.round]) == len(set(labels)))


def _seen(day: tuple[OwnPart, ...]) -> list[tuple[object, ...]]:
    """What a reader sees of a day."""
    return [
        (
            each.round,
            each.start,
            each.end,
            each.leads,
            replace(each.session, round="", start=time(), end=time()) if each.session else None,
        )
        for each in day
    ]


@given(OWN_PARTS.map(tuple), OWN_PARTS.map(tuple))
def test_there_is_a_word_for_every_visible_difference_and_no_other(
    before: tuple[OwnPart, ...], after: tuple[OwnPart, ...]
) -> None:
    said = day_differences(before, after)
    assert bool(said) is (_seen(before) != _seen(after))
    assert all(each.old != each.new for each in said if each.change is not DayChange.ORDER)
    assert day_differences(after, after) == ()


@given(OWN_PARTS.map(tuple), OWN_PARTS.map(tuple))
def test_what_is_told_backwards_is_as_much(before: tuple[OwnPart, ...], after: tuple[OwnPart, ...]) -> None:
    there, back = day_differences(before, after), day_differences(after, before)
    come, gone = (sum(each.change is kind for each in there) for kind in (DayChange.ADDED, DayChange.REMOVED))
    assert come - gone == len(after) - len(before)
    assert bool(there) is bool(back)


@given(OWN_PARTS.map(tuple), st.data())
def test_one_value_that_changes_is_told_by_one_word_that_has_it(
    before: tuple[OwnPart, ...], data: st.DataObject
) -> None:
    named = [place for place, each in enumerate(before) if each.session]
    if not named or len({each.start for each in before}) < len(before):
        return
    place = data.draw(st.sampled_from(named))
    part = before[place]
    assert part.session
    name = data.draw(st.sampled_from(["room", "note"]))
    after = (*before[:place], replace(part, session=replace(part.session, **{name: "Zz"})), *before[place + 1 :])
    (said,) = day_differences(before, after)
    assert (said.change.value, said.part, said.old, said.new) == (
        name,
        part.session.title,
        getattr(part.session, name),
        "Zz",
    )
