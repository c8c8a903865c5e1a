"""Whatever comes in is recorded, shown as text, decided about and taken back: nothing of it stops a collecting."""

from __future__ import annotations

from pathlib import Path

import pytest
from doubles.answered_event import LATER, AnsweredEvent, reply
from doubles.released_letters import KEY, address
from doubles.workspaces import opened
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from usecases.command_line import asked

from reportgen.application.feedback import review
from reportgen.application.feedback.matching import Matcher
from reportgen.domain.answers.answer import latest_answers
from reportgen.mail.inbox.submissions import SkipReason, Submission

HEAD = f"From: <{address(1)}>\nIn-Reply-To: <{KEY}.0001.0001@vng.example>\n".encode()

HOSTILE = {
    "raw bytes in the name of a file": HEAD
    + b'Content-Type: application/x-y; name="\xe9\xff.doc"\nContent-Disposition: attachment\n\nx',
    "raw bytes in the subject": HEAD + b"Subject: \xff\xfe\xed\xa0\x80 =?utf-8?q?=ED=A0=80?=\n\nNiets.",
    "an encoded half of a character": HEAD + b"Content-Type: text/plain; charset=utf-16\n\n\x00\xd8\x00\xd8",
    "the first day there is": HEAD + b"Date: Mon, 01 Jan 0001 00:00:00 +1400\n\n1. Ja.",
    "the last day there is": HEAD + b"Date: Fri, 31 Dec 9999 23:59:59 -1400\n\n1. Ja.",
    "a day that is none": HEAD + b"Date: Xyz, 99 Foo 2018 77:00:00 +9999\n\n1. Ja.",
    "no end to its numbers": HEAD + b"\n" + b"9" * 5000 + b". Ja.\n1. Nee.",
    "zeros": b"\x00" * 5000,
    "nothing": b"",
    "markup": HEAD + b"\n1. [/red][bold]{{ 7*7 }}</textarea><script>",
}


@pytest.fixture(scope="module")
def event(tmp_path_factory: pytest.TempPathFactory) -> AnsweredEvent:
    return AnsweredEvent.create(tmp_path_factory.mktemp("any"))


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_hostile_messages_are_recorded_and_the_next_is_read(event: AnsweredEvent, content: bytes) -> None:
    result = event.collect(content, reply(2, f"1. Na {len(content)}."))
    assert sum(result.outcomes.values()) + result.known == 2
    for words in ((), ("--all",), ("--all", "--format", "json")):
        asked("answers", "review", str(event.folder), *words, "--output", str(event.paths.output)).assert_clear()


def test_a_file_whose_name_is_no_text_waits(event: AnsweredEvent) -> None:
    assert event.collect(Submission("caf\udce9.docx", b"", None, 10, SkipReason.KIND)).waiting
    assert "caf?.docx" in [each.name for each in event.waiting()]


def test_what_cannot_be_read_now_is_told_and_read_at_the_next_collecting(tmp_path: Path) -> None:
    event = AnsweredEvent.create(tmp_path)
    for _ in range(2):
        result = event.collect(Submission("1.eml", b"", None, 0, SkipReason.UNREADABLE), reply(2, "1. Ja."))
        assert ([each.code for each in result.findings], result.is_done) == (["answers-unreadable"], False)
    assert event.collect(Submission("1.eml", reply(1, "1. Nee."), None, 0)).answers == 1


def test_a_message_that_is_larger_than_any_mail_is_told_by_what_it_has(event: AnsweredEvent) -> None:
    (found,) = event.collect(b"Content-Type: message/rfc822\n\n" * 1000).findings
    assert found.code == "answers-oversized"


def test_what_nobody_thought_of_in_a_message_makes_that_message_wait_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    event, real = AnsweredEvent.create(tmp_path), Matcher._record_of_reply

    def failing(self: Matcher, piece: object, reply: object, now: object) -> object:
        if "Gif." in reply.text:  # type: ignore[attr-defined]
            raise KeyError("niet voorzien")
        return real(self, piece, reply, now)  # type: ignore[arg-type]

    monkeypatch.setattr(Matcher, "_record_of_reply", failing)
    result = event.collect(reply(1, "1. Gif."), reply(2, "1. Ja."))
    assert [each.code for each in result.findings] == ["answers-broken"]
    assert event.answers() == [(2, 1, "Ja.", False)]


TEXTS = some.text(some.characters(exclude_categories=("Cs",)), max_size=80)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, some.dictionaries(some.sampled_from((0, 1, 2, 3)), TEXTS, max_size=3), some.booleans())
def test_a_decision_that_is_taken_back_leaves_everything_as_it_was(
    event: AnsweredEvent, text: str, texts: dict[int, str], named: bool
) -> None:
    event.collect(reply(3, text, "iemand@elders.example"))
    with opened(event.folder, event.paths, LATER) as workspace:
        answers = workspace.ledger.answers(KEY)
        before = [answer for answer in answers.all() if answer.participant in (3, 4)]
        for item in [each for each in answers.reviews.all() if each.number == 3 and each.decision is None]:
            if any(each.strip() for each in texts.values()):
                review.accept(workspace, item.id, "bo", participant=4, texts=texts, named=named)
                decided = {each.question: each.text for each in latest_answers(answers.all()) if each.participant == 4}
                assert decided == {asked: each for asked, each in texts.items() if each.strip()}
                review.reopen(workspace, item.id, "bo")
            review.dismiss(workspace, item.id, "bo", "proef")
            review.reopen(workspace, item.id, "bo")
            again = review.review_item(workspace, item.id)
            assert (again.outcome, again.number, again.waits) == (item.outcome, item.number, item.waits)
        after = [answer for answer in answers.all() if answer.participant in (3, 4)]
    assert sorted(map(repr, after)) == sorted(map(repr, before))
