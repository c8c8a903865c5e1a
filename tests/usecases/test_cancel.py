"""Who cancels after having a letter: a state of their own, a letter that cancels it, and the way back."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from usecases.command_line import IN_TIME, JSON, CommandLine
from usecases.conftest import Ran
from usecases.meeting import ANNA, BRAM, COR, DINA, PEOPLE, changed

CANCELLED = [changed(DINA, status="afgemeld"), *PEOPLE[1:]]
GONE = list(PEOPLE[1:])


@pytest.fixture
def cli(sent: Ran, tmp_path: Path) -> CommandLine:
    """Everyone was mailed."""
    return sent.cli.copied(tmp_path)


def _letter(content: bytes) -> EmailMessage:
    letter = message_from_bytes(content, policy=policy.default)
    assert isinstance(letter, EmailMessage)
    return letter


def _entry(content: bytes) -> tuple[str, Any]:
    """The method of the calendar in a letter, and the entry in it."""
    (part,) = [each for each in _letter(content).walk() if each.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_content())
    assert part.get_param("method") == calendar["METHOD"]
    (entry,) = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), entry


def _run(cli: CommandLine, people: list[Any], *options: str) -> Any:
    cli.write_list(people)
    return cli.run("run", *IN_TIME, *JSON, *options).json


def _people(cli: CommandLine) -> dict[str, int]:
    counts = cli.run("status", *JSON).json["participants"]
    assert counts.pop("total") == sum(counts.values())
    return {name: count for name, count in counts.items() if count}


def test_who_cancels_after_a_letter_is_cancelled_and_a_letter_waits_that_says_so(cli: CommandLine) -> None:
    done = _run(cli, CANCELLED)
    assert (done["withdrawn"], done["cancellations"], done["made"], done["sent"]) == (1, 1, 0, 0)
    assert done["waiting_for_release"] == 1
    assert cli.states()["0001.0002"] == "printed"
    assert _people(cli) == {"sent": 3, "cancelled": 1}
    (absent,) = cli.run("status", *JSON).json["absent"]
    assert (absent["number"], absent["state"]) == (1, "cancelled")


def test_the_letter_crosses_out_the_entry_they_had_and_carries_no_pack(cli: CommandLine) -> None:
    _run(cli, CANCELLED)
    content = cli.letters(2)["0001"]
    letter, (method, entry) = _letter(content), _entry(content)
    _, before = _entry(cli.letters(1)["0001"])
    assert (method, entry["STATUS"]) == ("CANCEL", "CANCELLED")
    assert entry["UID"] == before["UID"]
    assert entry["SEQUENCE"] > before["SEQUENCE"]
    assert entry["DTSTART"].dt == before["DTSTART"].dt
    assert str(letter["To"]) == str(_letter(cli.letters(1)["0001"])["To"])
    assert [each.get_content_type() for each in letter.iter_attachments()] == ["text/calendar"]
    text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # a letter has a text
    assert text.startswith("Geachte burgemeester El Amrani,")
    assert "U bent afgemeld." in text
    assert cli.run("verify").code == 0


def test_it_goes_once_it_is_released_and_then_nothing_is_left_to_do(cli: CommandLine) -> None:
    _run(cli, CANCELLED)
    assert "1 that cancel an invitation" in cli.run("release", *IN_TIME).out
    assert cli.run("send", *IN_TIME, *JSON).json["sent"] == 1
    assert cli.outbox()["0001.0002"] == cli.letters(2)["0001"]
    again = _run(cli, CANCELLED)
    assert (again["cancellations"], again["waiting_for_release"], again["edition"]) == (0, 0, None)
    assert _people(cli) == {"sent": 3, "cancelled": 1}


def test_who_comes_back_keeps_the_number_and_is_invited_anew(cli: CommandLine) -> None:
    _run(cli, CANCELLED)
    cli.run("release", *IN_TIME)
    cli.run("send", *IN_TIME)
    back = _run(cli, list(PEOPLE))
    assert (back["made"], back["sent"], back["waiting_for_release"]) == (1, 0, 1)
    method, entry = _entry(cli.letters(3)["0001"])
    _, cancelled = _entry(cli.letters(2)["0001"])
    assert (method, entry["STATUS"], entry["UID"]) == ("REQUEST", "CONFIRMED", cancelled["UID"])
    assert entry["SEQUENCE"] > cancelled["SEQUENCE"]
    assert cli.states()["0001.0003"] == "printed"
    assert _people(cli) == {"sent": 3, "pending": 1}
    assert cli.run("status", *JSON).json["absent"] == []


def test_who_comes_back_before_the_letter_went_never_gets_it(cli: CommandLine) -> None:
    _run(cli, CANCELLED)
    cli.run("release", *IN_TIME)
    _run(cli, list(PEOPLE))
    assert cli.states()["0001.0002"] == "withdrawn"
    cli.run("release", *IN_TIME)
    cli.run("send", *IN_TIME)
    assert "0001.0002" not in cli.outbox()


def test_back_and_forth_each_letter_has_a_higher_sequence(cli: CommandLine) -> None:
    for people in (CANCELLED, list(PEOPLE), CANCELLED, list(PEOPLE), CANCELLED):
        _run(cli, people)
        cli.run("release", *IN_TIME)
        assert cli.run("send", *IN_TIME, *JSON).json["sent"] == 1
    entries = [_entry(cli.letters(edition)["0001"]) for edition in range(1, 7)]
    assert [method for method, _ in entries] == ["PUBLISH", "CANCEL", "REQUEST", "CANCEL", "REQUEST", "CANCEL"]
    assert len({str(entry["UID"]) for _, entry in entries}) == 1
    sequence = [int(entry["SEQUENCE"]) for _, entry in entries]
    assert sequence == sorted(set(sequence))
    assert cli.run("verify").code == 0


def test_who_was_never_sent_anything_gets_no_letter(waiting: CommandLine) -> None:
    waiting.write_list(CANCELLED)
    done = waiting.run("build", *IN_TIME, *JSON).json
    assert (done["withdrawn"], done["cancellations"]) == (1, 0)
    assert waiting.states()["0001.0001"] == "withdrawn"
    assert _people(waiting) == {"pending": 3, "cancelled": 1}


def test_who_vanished_is_asked_about_and_not_told_that_they_cancelled(cli: CommandLine) -> None:
    cli.write_list(GONE)
    done = cli.run("run", *IN_TIME, *JSON)
    assert done.code == 1
    (said,) = [each for each in done.json["findings"] if each["code"] == "vanished"]
    assert "Dina el Amrani" in said["what"]
    assert _people(cli) == {"sent": 3, "gone": 1}
    assert (
        "gone from the list without a word"
        in cli.run("release", "--participant", "4", *IN_TIME).out + cli.run("release", *IN_TIME).out
    )
    text = _letter(cli.letters(2)["0001"]).get_body(("plain",)).get_content()  # type: ignore[union-attr]  # as above
    assert "U staat niet meer op de lijst" in text
    assert "bent afgemeld" not in text
    assert cli.run("run", *IN_TIME, *JSON).code == 0  # somebody looked: the letter is released


def test_a_word_in_the_list_answers_the_question(cli: CommandLine) -> None:
    _run(cli, GONE)
    done = _run(cli, CANCELLED)
    assert not [each for each in done["findings"] if each["code"] == "vanished"]
    assert (cli.states()["0001.0002"], cli.states()["0001.0003"]) == ("withdrawn", "printed")
    text = _letter(cli.letters(3)["0001"]).get_body(("plain",)).get_content()  # type: ignore[union-attr]  # as above
    assert "U bent afgemeld." in text
    assert _run(cli, GONE)["cancellations"] == 0
    assert _people(cli) == {"sent": 3, "cancelled": 1}


def test_a_row_with_a_fault_is_no_cancellation(cli: CommandLine) -> None:
    done = _run(cli, [changed(DINA, status="misschien"), *PEOPLE[1:]])
    assert (done["withdrawn"], done["cancellations"]) == (1, 0)
    assert _people(cli) == {"sent": 3, "left_out": 1}


def test_the_event_can_do_without(cli: CommandLine) -> None:
    _run(cli, CANCELLED)
    cli.replace_text("event.toml", "[delivery]", "[delivery]\ncancellation_letters = false")
    done = _run(cli, CANCELLED)
    assert (done["cancellations"], cli.states()["0001.0002"]) == (0, "withdrawn")
    assert _people(cli) == {"sent": 3, "cancelled": 1}
    cli.replace_text("event.toml", "cancellation_letters = false", "")
    assert _run(cli, CANCELLED)["cancellations"] == 1


def test_after_the_meeting_nobody_is_told_any_more(cli: CommandLine) -> None:
    _run(cli, CANCELLED)
    cli.run("build", "--now", "2018-12-11T09:00", *JSON)
    assert cli.states()["0001.0002"] == "withdrawn"
    cli.write_list([*CANCELLED[:-1], changed(BRAM, status="afgemeld")])
    assert cli.run("build", "--now", "2018-12-11T09:00", *JSON).json["cancellations"] == 0


def test_their_seat_is_given_back_and_the_others_keep_theirs(cli: CommandLine) -> None:
    _run(cli, CANCELLED)
    told = cli.run("check", *JSON).json
    assert {each["number"]: each["table"] for each in told["people"]} == {2: ANNA.table, 3: COR.table, 4: BRAM.table}


def test_half_a_list_makes_no_cancellations(cli: CommandLine) -> None:
    cli.write_list(PEOPLE[:1])
    assert cli.run("run", *IN_TIME).code == 9
    assert cli.run("status", *JSON).json["absent"] == []
    assert sorted(cli.states()) == ["0001.0001", "0002.0001", "0003.0001", "0004.0001"]


def test_a_plan_says_who_is_told(cli: CommandLine) -> None:
    cli.write_list(CANCELLED)
    plan = cli.run("plan", *IN_TIME, *JSON).json
    assert {"number": 1, "decision": "withdraw", "reason": "cancelled"} in plan
    assert {"number": 1, "decision": "cancel", "reason": "cancelled"} in plan
    assert "cancel   0001: cancelled" in cli.run("plan", *IN_TIME).out
