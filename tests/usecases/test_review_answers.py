"""What was not understood waits for a person, who takes it over, mends it, puts it aside, or takes that back."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from doubles.answered_event import AnsweredEvent, reply
from doubles.answering import mailed
from doubles.released_letters import KEY, address, pack
from usecases.command_line import JSON, Done, asked

from reportgen.mail.inbox.submissions import SkipReason, Submission


@pytest.fixture
def event(tmp_path: Path) -> AnsweredEvent:
    return AnsweredEvent.create(tmp_path)


def review(event: AnsweredEvent, *words: str) -> Done:
    return asked("answers", "review", str(event.folder), *words, "--output", str(event.paths.output))


UNKNOWN = mailed("iemand@elders.example", "1. Van wie ben ik?")

WAITING = {
    "a reply of nobody known": (UNKNOWN, "answers-strange"),
    "the address alone": (mailed(address(1), "1. Uit het hoofd."), "answers-sender"),
    "another address": (reply(1, "1. Namens haar.", "kabinet@elders.example"), "answers-address"),
    "somebody else's letter": (reply(1, "1. Van een ander.", address(2)), "answers-other"),
    "a file along": (
        mailed(address(1), "1. Zie ook.", answers=f"<{KEY}.0001.0001@vng.example>", along={"meer.docx": b"PK"}),
        "answers-attachment",
    ),
    "only a quotation": (reply(1, "> 1. wat wij schreven\n"), "answers-unclear-quoted"),
    "a text without a number": (reply(1, "Wij zijn er nog niet uit."), "answers-unclear-unnumbered"),
    "words beside numbered answers": (reply(1, "Nu al dit vooraf.\n1. Ja."), "answers-unclear-unnumbered"),
    "no message": (b"\x00\x01" * 40, "answers-strange"),
    "another kind": (Submission("mijn antwoorden.docx", b"", None, 5000, SkipReason.KIND), "answers-kind"),
    "too large": (Submission("", b"", None, 70_000_000, SkipReason.LARGE), "answers-large"),
}


@pytest.mark.parametrize(("sent", "code"), WAITING.values(), ids=WAITING)
def test_it_waits_until_somebody_decides(event: AnsweredEvent, sent: bytes | Submission, code: str) -> None:
    first = event.collect(sent)
    assert code in [each.code for each in first.findings]
    again = event.collect(sent, reply(3, "1. Iets anders."))
    assert (again.known, again.waiting, again.is_done) == (1, 1, False)
    (item,) = event.waiting()
    assert code in [each.code for each in item.doubts]
    shown = review(event)
    assert (shown.code, "1 waits for a person." in shown.out) == (1, True)
    done = review(event, str(item.id), "--dismiss", "geen antwoord")
    assert (done.code, event.waiting()) == (0, ())
    assert review(event).out.strip() == "Nothing waits."
    assert event.collect(sent).is_done, "it is known"
    assert [each for each in event.answers() if each[0] != 3] == []


def test_status_and_the_report_say_how_many_wait(event: AnsweredEvent, tmp_path: Path) -> None:
    event.collect(UNKNOWN, reply(1, "1. Ja."))
    where = (str(event.folder), "--output", str(event.paths.output))
    assert asked("status", *where, *JSON).json["answers_waiting"] == 1
    assert "1 form or message waits for a person." in asked("status", *where).out
    reported = asked("answers", "report", *where, "--to", str(tmp_path / "verslag"), *JSON)
    assert (reported.code, reported.json["waiting"]) == (0, 1)


def test_the_list_and_the_message_are_shown_as_text(event: AnsweredEvent) -> None:
    event.collect(mailed("x@elders.example", "Regel een\n[red]twee[/] \x1b[31m\n3\n4", subject="Over \x07 u"))
    text = review(event).out
    assert "x@elders.example" in text
    assert "whose this is cannot be said" in text
    assert "[red]twee[/] \N{REPLACEMENT CHARACTER}[31m" in text
    (item,) = review(event, *JSON).json["items"]
    assert (item["text"].splitlines()[0], item["participant"], item["waits"]) == ("Regel een", None, True)
    whole = review(event, str(item["id"]))
    assert "Regel een" in whole.out
    assert item["sha256"] in whole.out
    assert "\x1b" not in whole.out


def test_what_nobody_was_found_for_is_taken_over_for_a_participant(event: AnsweredEvent) -> None:
    event.collect(UNKNOWN)
    (item,) = event.waiting()
    refused = review(event, str(item.id), "--accept")
    assert (refused.code, "--participant" in refused.err) == (2, True)
    assert review(event, str(item.id), "--participant", "99").code == 2
    done = review(event, str(item.id), "--participant", "2", "--who", "anna", *JSON)
    assert done.code == 0
    assert event.answers() == [(2, 1, "Van wie ben ik?", False)]
    assert done.json["items"][0]["decision"]["what"] == "mend"
    assert [each["who"] for each in done.json["items"][0]["history"]] == ["anna"]


def test_mended_texts_take_the_place_of_what_was_read(event: AnsweredEvent) -> None:
    event.collect(reply(1, "Wij bouwen.\n1. Veel.\nmet naam: ja"))
    (item,) = event.waiting()
    done = review(event, str(item.id), "--answer", "1=Veel.", "--answer", "3=Wij bouwen.\\nVeel.", "--not-named")
    assert done.code == 0
    assert event.answers() == [(1, 1, "Veel.", False), (1, 3, "Wij bouwen.\nVeel.", False)]
    assert review(event, str(item.id), "--reopen").code == 1
    read = event.waiting()[0].reading
    assert sorted(event.answers()) == sorted((1, asked, text, True) for asked, text in read.texts.items())


@pytest.mark.parametrize(
    "words",
    [("--answer", "9=x"), ("--answer", "twee=x"), ("--answer", "1= "), ("--accept", "--reopen"), ("--dismiss", " ")],
)
def test_what_makes_no_sense_decides_nothing(event: AnsweredEvent, words: tuple[str, ...]) -> None:
    event.collect(reply(1, "> niets\n"))
    (item,) = event.waiting()
    assert review(event, str(item.id), *words).code == 2
    assert review(event, "999", "--accept").code == 2
    assert event.waiting() == (item,)


def test_a_decision_is_taken_once_and_taken_back_before_another(event: AnsweredEvent) -> None:
    event.collect(UNKNOWN)
    (item,) = event.waiting()
    review(event, str(item.id), "--dismiss", "proef", "--who", "bo")
    refused = review(event, str(item.id), "--participant", "1")
    assert (refused.code, "bo decided about this" in refused.err) == (2, True)
    review(event, str(item.id), "--reopen")
    assert review(event, str(item.id), "--participant", "1").code == 0
    history = review(event, str(item.id), *JSON).json["items"][0]["history"]
    assert [each["what"] for each in history] == ["dismiss", "reopen", "mend"]
    assert [each["reason"] for each in history] == ["proef", "", ""]
    with sqlite3.connect(event.paths.ledger) as ledger:
        assert [what for (what,) in ledger.execute("SELECT what FROM deed ORDER BY id")] == [
            *("answer-dismiss", "answer-reopen", "answer-mend")
        ]
        for change in ("UPDATE decision SET reason = 'x'", "DELETE FROM decision"):
            with pytest.raises(sqlite3.IntegrityError):
                ledger.execute(change)


def test_a_message_that_was_put_aside_stays_so_when_it_comes_with_other_ends_of_lines(tmp_path: Path) -> None:
    event = AnsweredEvent.create(tmp_path)
    lines = reply(2, "1. Van een ander.", "iemand@elders.example").replace(b"\r\n", b"\n").rstrip(b"\n")
    event.collect(lines + b"\n")
    (item,) = event.waiting()
    review(event, str(item.id), "--dismiss", "niet van haar")
    for again in (lines, lines + b"\n\n", lines.replace(b"\n", b"\r\n"), (lines + b"\n").replace(b"\n", b"\r\n")):
        assert event.collect(again).known == 1
    assert event.waiting() == ()
    assert event.collect(lines.replace(b"ander", b"derde")).known == 0


def test_what_is_decided_counts_with_the_date_of_its_message(event: AnsweredEvent) -> None:
    early = mailed("iemand@elders.example", "1. vroeg\n2. alleen hier", at="Mon, 03 Dec 2018 10:00:00 +0100")
    event.collect(early, reply(1, "1. laat", day=5))
    (item,) = event.waiting()
    assert review(event, str(item.id), "--participant", "1").code == 0
    assert event.answers() == [(1, 1, "laat", False), (1, 2, "alleen hier", False)]


def test_put_aside_counts_for_nothing_and_the_answer_before_it_counts_again(event: AnsweredEvent) -> None:
    event.collect(reply(1, "1. eerst", day=4), reply(1, "1. nep", "vreemd@elders.example", day=5))
    assert event.answers() == [(1, 1, "nep", False)]
    (item,) = event.waiting()
    review(event, str(item.id), "--dismiss", "kent niemand")
    assert event.answers() == [(1, 1, "eerst", False)]
    review(event, str(item.id), "--reopen")
    assert event.answers() == [(1, 1, "nep", False)]


def test_machine_mail_waits_for_nobody_and_replaces_nothing(event: AnsweredEvent) -> None:
    absent = mailed(
        address(1),
        "1. Ik ben er niet.",
        answers=f"<{KEY}.0001.0001@vng.example>",
        automatic=True,
        at="Thu, 06 Dec 2018 10:00:00 +0100",
    )
    assert event.collect(reply(1, "1. Ja.", day=4), absent).is_done
    assert event.answers() == [(1, 1, "Ja.", False)]
    listed = review(event, "--all", *JSON)
    assert (listed.code, [each["became"] for each in listed.json["items"]]) == (0, ["taken", "automatic"])


def test_a_right_answer_can_be_mended_as_well(event: AnsweredEvent) -> None:
    assert event.collect(reply(1, "1. Tiepfout.")).is_done
    (item,) = review(event, "--all", *JSON).json["items"]
    assert review(event, str(item["id"]), "--answer", "1=Typefout.").code == 0
    assert event.answers() == [(1, 1, "Typefout.", False)]
    assert review(event, str(item["id"]), "--reopen").code == 0
    assert event.answers() == [(1, 1, "Tiepfout.", False)]


def test_a_form_in_mail_of_a_machine_waits(event: AnsweredEvent) -> None:
    sent = mailed(address(1), "Afwezig.", answers=f"<{KEY}.0001.0001@vng.example>", automatic=True, forms=[pack(1)])
    assert [each.code for each in event.collect(sent).findings] == ["answers-automatic"]
    assert len(event.waiting()) == 1


def test_what_names_no_question_is_ready_to_be_put_beside_one(event: AnsweredEvent) -> None:
    event.collect(mailed("x@elders.example", "Wij bouwen meer."))
    (item,) = event.waiting()
    assert (dict(item.reading.texts), event.answers()) == ({0: "Wij bouwen meer."}, [])
    assert review(event, str(item.id), "--participant", "2", "--answer", "1=Wij bouwen meer.").code == 0
    assert event.answers() == [(2, 1, "Wij bouwen meer.", False)]


def test_a_long_list_stands_on_pages(event: AnsweredEvent) -> None:
    event.collect(*(mailed(f"iemand{each:02}@elders.example", f"Tekst {each}.") for each in range(60)))
    first, second = review(event), review(event, "--page", "2")
    assert ("page 1 of 2" in first.out, "page 2 of 2" in second.out, "60 wait" in first.out) == (True, True, True)
    assert [first.out.count("@elders.example"), second.out.count("@elders.example")] == [50, 10]
    assert len(review(event, *JSON).json["items"]) == 60
