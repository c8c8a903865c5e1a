"""What changed of an event since an edition recorded it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from doubles.workspaces import EXAMPLE

from reportgen.config.settings import load_event_file
from reportgen.domain.canonical_json import to_json_value
from reportgen.domain.programme.event import Question, Session, SessionKind
from reportgen.domain.programme.event_changes import TEXTS, WHEN_AND_WHERE, EventChange, event_changes

EVENT = load_event_file(EXAMPLE).event
RECORDED = to_json_value(EVENT)


def test_nothing_changed_where_all_is_as_recorded() -> None:
    assert isinstance(RECORDED, dict)
    assert event_changes(RECORDED, EVENT, (*WHEN_AND_WHERE, *TEXTS)) == ()


def test_each_field_that_changed_is_named_with_both_values() -> None:
    assert isinstance(RECORDED, dict)
    moved = replace(EVENT, day=date(2019, 1, 7), organiser=replace(EVENT.organiser, phone="000"))
    assert event_changes(RECORDED, moved, WHEN_AND_WHERE) == (EventChange("day", EVENT.day.isoformat(), "2019-01-07"),)
    assert event_changes(RECORDED, moved, TEXTS) == (EventChange("organiser", "", ""),)


def test_what_an_older_program_did_not_record_is_not_compared() -> None:
    assert event_changes({"title": EVENT.title}, replace(EVENT, place="elders"), WHEN_AND_WHERE) == ()


def test_what_an_older_program_did_not_record_of_a_question_is_not_compared() -> None:
    now = replace(EVENT, questions=(Question(1, "Waarom?", "", "share-65plus"),))
    older = {"questions": [{"number": 1, "text": "Waarom?", "hint": ""}]}
    assert event_changes(older, now, TEXTS) == ()
    other = {"questions": [{"number": 1, "text": "Hoe?", "hint": ""}]}
    assert [each.field for each in event_changes(other, now, TEXTS)] == ["questions"]
    assert [each.field for each in event_changes({"questions": []}, now, TEXTS)] == ["questions"]


def test_what_no_pack_shows_of_a_session_is_no_change() -> None:
    workshop = Session(time(13), time(14), "Wijken", "", "", SessionKind.WORKSHOP, "A", "1", "Zaal 1", 20)
    before = to_json_value(replace(EVENT, sessions=(workshop,)))
    assert isinstance(before, dict)
    larger = replace(EVENT, sessions=(replace(workshop, capacity=30, minimum=5, audience=("gasten",)),))
    assert event_changes(before, larger, TEXTS) == ()
    elsewhere = replace(EVENT, sessions=(replace(workshop, room="Zaal 2"),))
    assert [each.field for each in event_changes(before, elsewhere, TEXTS)] == ["sessions"]
