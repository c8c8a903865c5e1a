"""Answers and reports of failure find the letter they are about, of whatever kind of packs, by what names it."""

from __future__ import annotations

import mailbox
from pathlib import Path

import pytest
from doubles.answered_event import LATER, AnsweredEvent
from doubles.answering import filled, mailed
from doubles.form_client import FormClient
from doubles.released_letters import KEY, address, output_with_letters
from doubles.reports import report
from doubles.web_server import Served, admit
from doubles.workspaces import opened
from usecases.command_line import IN_TIME, JSON, asked

from reportgen.application.delivery.bounces import record_bounces
from reportgen.application.feedback.collect import CollectResult
from reportgen.domain.delivery.states import Accepted, State
from reportgen.mail.inbox.submissions import Submission
from reportgen.storage.ledger.ledger import Ledger

FOLLOW_UP, SURVEY = f"{KEY}--follow-up", f"{KEY}--peiling"
SECRETARY = "bestuurssecretariaat@gemeente.example"
KINDS = """
[[pack]]
kind = "follow-up"
not_before = 2018-12-12T08:00:00
not_after = 2018-12-21T18:00:00

[[pack]]
kind = "peiling"
title = "peiling"
not_before = 2018-12-12T08:00:00
not_after = 2018-12-21T18:00:00
"""


@pytest.fixture
def event(tmp_path: Path) -> AnsweredEvent:
    """Everyone was sent a briefing, a follow-up that asks nothing, and a survey that asks the questions again."""
    event = AnsweredEvent.create(tmp_path)
    file = event.folder / "event.toml"
    file.write_text(file.read_text("utf-8") + KINDS, "utf-8")
    output_with_letters(event.paths.output, 4, event=FOLLOW_UP)
    output_with_letters(event.paths.output, 4, event=SURVEY, parts=("personal", "questions"))
    ledger = Ledger.open(event.paths.ledger)
    for each in (letter for key in (KEY, FOLLOW_UP, SURVEY) for letter in ledger.deliveries(key)):
        ledger.claim(each.key, LATER)
        ledger.record_outcome(each, Accepted("250 ok"), LATER)
    ledger.close()
    return event


def message_id(key: str, number: int) -> str:
    return f"<{key}.{number:04d}.0001@vng.example>"


def codes(result: CollectResult) -> list[str]:
    return [each.code for each in result.findings]


def test_a_reply_to_a_letter_of_another_kind_is_of_its_reader_from_whatever_address(event: AnsweredEvent) -> None:
    result = event.collect(
        mailed(SECRETARY, "1. Namens de eerste.", answers=message_id(SURVEY, 1)),
        mailed(SECRETARY, "1. Namens de tweede.", answers=message_id(SURVEY, 2)),
    )
    assert event.answers() == [(1, 1, "Namens de eerste.", False), (2, 1, "Namens de tweede.", False)]
    assert codes(result) == ["answers-address"] * 2


def test_a_reply_to_a_letter_that_asked_nothing_waits_and_says_which_letter_it_was(event: AnsweredEvent) -> None:
    result = event.collect(mailed(address(2), "1. Mooi verslag.", answers=message_id(FOLLOW_UP, 2)))
    assert (codes(result), event.answers()) == (["answers-other-pack"], [])
    (waits,) = event.waiting()
    assert (waits.number, dict(waits.reading.texts)) == (2, {1: "Mooi verslag."})
    assert ("kind", "terugblik") in waits.doubts[0].facts


def test_who_answers_the_letter_of_somebody_else_waits_whatever_its_kind(event: AnsweredEvent) -> None:
    result = event.collect(mailed(address(1), "1. Voor een collega.", answers=message_id(SURVEY, 2)))
    assert (codes(result), event.answers()) == (["answers-other"], [])


def test_an_answer_to_two_letters_of_two_people_waits(event: AnsweredEvent) -> None:
    both = mailed(SECRETARY, "1. Van ons allebei.", answers=f"{message_id(SURVEY, 1)} {message_id(FOLLOW_UP, 2)}")
    assert codes(event.collect(both)) == ["answers-strange"]


def test_without_what_names_a_letter_the_sender_tells_whose_it_is(event: AnsweredEvent) -> None:
    result = event.collect(mailed(address(3), "1. Uit het hoofd."), mailed("niemand@elders.example", "1. Wie?"))
    assert sorted(codes(result)) == ["answers-sender", "answers-strange"]
    assert event.answers() == [(3, 1, "Uit het hoofd.", False)]


def test_a_test_copy_of_a_letter_of_another_kind_is_answered_for_nobody(event: AnsweredEvent) -> None:
    copy = message_id(SURVEY, 1).replace("<", "<test.")
    assert codes(event.collect(mailed(address(1), "1. Proef.", answers=copy))) == ["answers-strange"]


def test_the_form_of_another_kind_of_packs_is_its_readers(event: AnsweredEvent) -> None:
    ledger = Ledger.open(event.paths.ledger)
    ledger.update_fingerprints(SURVEY, 2, 1, f"{2:064x}", ())
    ledger.close()
    pack = next((event.paths.archive(SURVEY) / "edition-0001" / "data" / "packs").glob("0002-*.pdf")).read_bytes()
    result = event.collect(mailed(SECRETARY, "Zie bijlage.", forms=[filled(pack, {})], answers=message_id(SURVEY, 2)))
    assert "answers-strange" not in codes(result)
    assert {each.number for each in event.waiting()} == {2}


@pytest.mark.parametrize("kind", ["briefing", "follow-up"])
def test_a_report_about_a_letter_of_any_kind_is_noted_at_that_letter(event: AnsweredEvent, kind: str) -> None:
    other = {"briefing": FOLLOW_UP, "follow-up": KEY}[kind]
    back = report(f"rfc822; {address(2)}", returned="", envelope=f"{other}.0002.0001")
    with opened(event.folder, event.paths, LATER, kind) as workspace:
        result = record_bounces(workspace, [Submission("a.eml", back, None, len(back))])
        states = {
            (each.event, each.participant): each.state
            for key in (KEY, FOLLOW_UP, SURVEY)
            for each in workspace.ledger.deliveries(key)
        }
    assert [(each.event, each.participant) for each, _ in result.bounced] == [(other, 2)]
    assert [each for each, state in states.items() if state is State.BOUNCED] == [(other, 2)]
    assert result.findings == []


def test_a_newer_letter_of_another_kind_does_not_make_a_report_older(event: AnsweredEvent) -> None:
    back = report(f"rfc822; {address(2)}", returned="", envelope=f"{KEY}.0002.0001")
    ledger = Ledger.open(event.paths.ledger)
    ledger.begin_edition(FOLLOW_UP, LATER)
    ledger.close()
    with opened(event.folder, event.paths, LATER) as workspace:
        assert len(record_bounces(workspace, [Submission("a.eml", back, None, len(back))]).bounced) == 1


def test_the_commands_say_of_which_kind_a_letter_was(event: AnsweredEvent, tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "terug.mbox")
    box.add(report(f"rfc822; {address(2)}", returned="", envelope=f"{FOLLOW_UP}.0002.0001"))
    box.close()
    places = (str(event.folder), "--output", str(event.paths.output))
    done = asked("bounces", *places, "--mbox", str(tmp_path / "terug.mbox"), *IN_TIME, *JSON)
    assert [(each["number"], each["kind"]) for each in done.json["bounced"]] == [(2, "follow-up")]
    (tmp_path / "antwoord.eml").write_bytes(mailed(SECRETARY, "1. Dank.", answers=message_id(FOLLOW_UP, 1)))
    done = asked("answers", "collect", str(event.folder), str(tmp_path / "antwoord.eml"), *places[1:], *JSON)
    assert [each["code"] for each in done.json["findings"]] == ["answers-other-pack"]
    assert "terugblik" in done.json["findings"][0]["what"]


def test_on_the_page_what_came_back_is_that_of_the_kind_it_was_about(event: AnsweredEvent) -> None:
    admit(event.paths.output, "anna")
    with Served(event.folder, event.paths.output, "2018-12-20T09:00") as served:
        anna = served.signed_in()
        reply = mailed(SECRETARY, "1. Dank.", answers=message_id(FOLLOW_UP, 1))
        anna.post("/antwoorden", files={"bestand": ("a.eml", reply)})
        anna.wait()
        page = anna.get("/antwoorden").text
        assert "deelnemer 0001" in page
        assert "de brief van een ander pakket (terugblik)" in page
        back = report(f"rfc822; {address(2)}", returned="", envelope=f"{FOLLOW_UP}.0002.0001")
        anna.post("/teruggekomen", files={"melding": ("b.eml", back)})
        said = anna.wait()
        assert "1 brief kwam niet aan: 0002" in said
        assert "Terugblik" in said
        other = FormClient(anna.address, f"{anna.base}--follow-up")
        other.session = anna.session
        assert "teruggekomen" in other.get("/deelnemers/2").text
        assert "teruggekomen" not in anna.get("/deelnemers/2").text
