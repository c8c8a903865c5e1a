"""Who cancels after having a letter: a state of their own, a letter that cancels it, and the way back."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from usecases.command_line import IN_TIME, JSON, CommandLine, asked
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


def test_the_letter_cancels_the_entry_they_had_and_carries_no_pack(cli: CommandLine) -> None:
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
    assert "1 that cancels an invitation" in cli.run("release", *IN_TIME).out
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
    letter = _letter(cli.letters(3)["0001"])
    assert str(letter["Subject"]).startswith("Weer aangemeld: ")
    text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # a letter has a text
    assert "U staat weer op de lijst van deelnemers." in text
    assert "Wat er anders is" not in text
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


def test_who_is_gone_is_asked_about_and_not_told_that_they_cancelled(cli: CommandLine) -> None:
    cli.write_list(GONE)
    done = cli.run("run", *IN_TIME, *JSON)
    assert done.code == 1
    (said,) = [each for each in done.json["findings"] if each["code"] == "gone"]
    assert "Dina el Amrani" in said["what"]
    assert _people(cli) == {"sent": 3, "gone": 1}
    released = cli.run("release", "--participant", "4", *IN_TIME).out + cli.run("release", *IN_TIME).out
    assert "gone from the list without a word" in released
    assert f"reportgen resolve {cli.event} " in released
    text = _letter(cli.letters(2)["0001"]).get_body(("plain",)).get_content()  # type: ignore[union-attr]  # as above
    assert "U staat niet meer op de lijst" in text
    assert "bent afgemeld" not in text
    assert cli.run("run", *IN_TIME, *JSON).code == 0  # somebody looked: the letter is released


def test_a_word_in_the_list_answers_the_question(cli: CommandLine) -> None:
    _run(cli, GONE)
    done = _run(cli, CANCELLED)
    assert not [each for each in done["findings"] if each["code"] == "gone"]
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


def test_the_archive_knows_letters_without_a_pack(cli: CommandLine, tmp_path: Path) -> None:
    _run(cli, CANCELLED)
    assert cli.run("verify", "--deep").code == 0
    letter = cli.edition(2) / "data" / "letters" / "0001.eml"
    good = letter.read_bytes()
    letter.write_bytes(cli.letters(1)["0001"])
    assert "is the letter to participant 1 of edition 1" in cli.run("verify").out
    letter.unlink()
    assert "0001.eml is missing" in cli.run("verify").out
    letter.write_bytes(good)
    assert cli.run("verify").code == 0
    editions = asked("archive", "list", str(cli.event), "--output", str(cli.output), *JSON).json
    assert [(each["packs"], each["cancellations"]) for each in editions] == [(4, 0), (0, 1)]
    export = tmp_path / "export"
    done = asked("archive", "export", str(cli.event), str(export), "--output", str(cli.output))
    assert done.code == 0, done.err
    assert "edition-0002/data/letters/0001.eml" in (export / "vindmiddel.csv").read_text("utf-8-sig")


def test_everything_about_who_cancelled_can_be_erased(cli: CommandLine) -> None:
    _run(cli, CANCELLED)
    cli.run("release", *IN_TIME)
    cli.run("send", *IN_TIME)
    cli.write_list(GONE)
    done = cli.run("forget", "1", "--yes", *IN_TIME)
    assert done.code == 0, done.err
    found = [path for path in cli.output.rglob("*") if path.is_file() and DINA.email.encode() in path.read_bytes()]
    assert [path for path in found if "outbox" not in path.parts] == []
    assert cli.run("verify").code == 0
    again = cli.run("build", *IN_TIME, *JSON)
    assert (again.code, again.json["cancellations"], again.json["withdrawn"]) == (0, 0, 0)


def test_who_was_erased_before_the_letter_went_gets_none(cli: CommandLine) -> None:
    _run(cli, GONE)
    assert cli.run("forget", "1", "--yes", *IN_TIME).code == 0
    assert cli.states()["0001.0002"] == "withdrawn"
    again = cli.run("build", *IN_TIME, *JSON)
    assert (again.json["cancellations"], again.json["waiting_for_release"]) == (0, 0)


@pytest.mark.parametrize("step", ["withdrawn", "begun", "printed", "sealed", "promised"])
def test_a_build_that_is_killed_is_finished_by_the_next(cli: CommandLine, step: str) -> None:
    cli.write_list(CANCELLED)
    with cli.start_fork("build", *IN_TIME, REPORTGEN_DIE_AT=step) as process:
        assert process.wait(timeout=60) != 0
    cli.run("build", *IN_TIME)
    assert {key: state for key, state in cli.states().items() if key.startswith("0001")} == {
        "0001.0001": "sent",
        "0001.0002": "printed",
    }
    assert _people(cli) == {"sent": 3, "cancelled": 1}
    assert len(cli.run("status", *JSON).json["absent"]) == 1
    assert cli.run("verify").code == 0


@pytest.mark.parametrize("step", ["opened", "connect", "answered", "recorded"])
def test_a_cancellation_whose_sending_is_killed_is_sent_by_the_next_run_as_it_was(cli: CommandLine, step: str) -> None:
    _run(cli, CANCELLED)
    cli.run("release", *IN_TIME)
    with cli.start_fork("send", *IN_TIME, REPORTGEN_DIE_AT=step) as process:
        assert process.wait(timeout=60) != 0
    assert _run(cli, CANCELLED)["cancellations"] == 0
    assert cli.states()["0001.0002"] == "sent"
    assert "0001.0003" not in cli.states()


def test_who_comes_back_while_the_letter_was_on_its_way_does_not_get_it_again(cli: CommandLine) -> None:
    _run(cli, CANCELLED)
    cli.run("release", *IN_TIME)
    with cli.start_fork("send", *IN_TIME, REPORTGEN_DIE_AT="connect") as process:
        assert process.wait(timeout=60) != 0
    _run(cli, list(PEOPLE))
    assert (cli.states()["0001.0002"], cli.states()["0001.0003"]) == ("withdrawn", "printed")


def test_nobody_who_cancelled_is_sent_a_pack_again(cli: CommandLine) -> None:
    cli.execute_sql("UPDATE delivery SET state = 'bounced' WHERE number = 1")
    assert _run(cli, CANCELLED)["cancellations"] == 0  # they never had it
    done = cli.run("resolve", "1", "--resend", *IN_TIME)
    assert done.code == 2
    assert "do not take part" in done.err
    cli.execute_sql("UPDATE delivery SET state = 'uncertain' WHERE number = 1")
    cli.replace_text("event.toml", "[delivery]", '[delivery]\nwhen_uncertain = "resend-once"')
    done = _run(cli, CANCELLED)
    assert (done["cancellations"], done["sent"]) == (1, 0)  # they may have it


def test_who_was_not_reached_is_phoned_and_the_others_who_cancelled_are_not(cli: CommandLine, tmp_path: Path) -> None:
    def calls() -> str:
        return cli.run("status", "--call-list", str(tmp_path / "calls.xlsx"), *IN_TIME).err

    cli.execute_sql("UPDATE delivery SET state = 'bounced' WHERE number = 1")
    assert "people to phone: 1," in calls()
    _run(cli, CANCELLED)
    assert "people to phone: 0," in calls()
    cli.execute_sql("UPDATE delivery SET state = 'sent' WHERE number = 1")
    _run(cli, CANCELLED)
    cli.execute_sql("UPDATE delivery SET state = 'refused' WHERE kind = 'cancellation'")
    assert "people to phone: 1," in calls()


def test_the_entry_keeps_its_name_when_the_organiser_has_another_address(cli: CommandLine) -> None:
    cli.replace_text("event.toml", "secretariaat@organisatie.example", "secretariaat@anders.example")
    _run(cli, CANCELLED)
    assert _entry(cli.letters(2)["0001"])[1]["UID"] == _entry(cli.letters(1)["0001"])[1]["UID"]
    cli.run("release", *IN_TIME)
    assert cli.run("send", *IN_TIME, *JSON).json["sent"] >= 1


def test_an_organiser_who_withdraws_the_letter_is_not_asked_again(cli: CommandLine) -> None:
    _run(cli, GONE)
    key = f"{cli.key}.0001.0002"
    cli.execute_sql("UPDATE delivery SET state = 'withdrawn' WHERE key = ?", key)
    cli.execute_sql(
        "INSERT INTO attempt (key, at, step, state, said) VALUES (?, '2018-12-03T08:00:00+01:00', 'withdraw', "
        "'withdrawn', 'withdrawn by anna: she comes')",
        key,
    )
    done = cli.run("run", *IN_TIME, *JSON)
    assert (done.code, done.json["cancellations"], done.json["findings"]) == (0, 0, [])


def test_a_correction_goes_to_those_who_take_part_only(cli: CommandLine) -> None:
    _run(cli, CANCELLED)
    done = cli.run("correct", "1", "--says", "De tafels klopten niet.", *IN_TIME)
    assert done.code == 0, done.err
    assert "0001" not in [*cli.letters(3)]
    assert (cli.states()["0001.0002"], cli.states()["0002.0003"]) == ("printed", "printed")


def test_packs_of_who_cancelled_are_not_made_again(cli: CommandLine) -> None:
    cli.write_list(CANCELLED)
    done = cli.run("regenerate", "--participant", "1", "--reason", "x", *IN_TIME)
    assert done.code == 2
    assert "Nobody takes part as 1" in done.err
    done = cli.run("regenerate", "--participant", "2", "--reason", "x", *IN_TIME)
    assert done.code == 0
    assert cli.run("status", *JSON).json["absent"] == []  # a build says so, and makes the letter
    assert cli.run("build", *IN_TIME, *JSON).json["cancellations"] == 1


def test_an_answer_to_the_letter_is_for_a_person_to_read(cli: CommandLine, tmp_path: Path) -> None:
    _run(cli, CANCELLED)
    cli.run("release", *IN_TIME)
    cli.run("send", *IN_TIME)
    letter, reply = _letter(cli.letters(2)["0001"]), EmailMessage()
    reply["From"], reply["To"], reply["Subject"] = DINA.email, str(letter["Reply-To"]), f"Re: {letter['Subject']}"
    reply["In-Reply-To"], reply["Date"] = str(letter["Message-ID"]), "Tue, 04 Dec 2018 09:00:00 +0100"
    reply.set_content("1. Dit klopt niet, ik kom wel!\n")
    folder = tmp_path / "back"
    folder.mkdir()
    (folder / "reply.eml").write_bytes(reply.as_bytes())
    done = asked("answers", "collect", str(cli.event), str(folder), "--output", str(cli.output), *IN_TIME, *JSON)
    assert done.code == 1
    assert [each["code"] for each in done.json["findings"]] == ["answers-cancelled"]
    assert done.json["answers"] == 0


def test_a_rehearsal_plays_the_letters_and_asks_about_who_is_gone(cli: CommandLine) -> None:
    cli.write_list(GONE)
    done = cli.run("rehearse", "--faults", "none", *IN_TIME)
    assert "1 cancellation letter made" in done.out
    assert "without ‘cancelled’ beside it" in done.out
    assert cli.run("status", *JSON).json["absent"] == []


def test_a_check_of_the_list_tells_who_cancelled_from_who_is_gone(cli: CommandLine) -> None:
    cli.write_list([changed(DINA, status="afgemeld"), *PEOPLE[1:-1]])
    told = cli.run("check", *JSON).json
    assert (told["gone"], told["cancelled"]) == ([1, 4], [1])
    shown = cli.run("check").out
    assert "cancelled   0001 Dina el Amrani" in shown
    assert "gone        0004 Bram Visser" in shown


def test_who_is_on_the_newest_list_again_does_not_get_a_letter_that_was_released_before(cli: CommandLine) -> None:
    _run(cli, CANCELLED)
    cli.run("release", *IN_TIME)
    cli.write_list(PEOPLE)
    done = cli.run("send", *IN_TIME, *JSON)
    assert (done.code, done.json["sent"]) == (1, 0)
    assert cli.states()["0001.0002"] == "held"
    assert _run(cli, list(PEOPLE))["made"] == 1
    assert cli.states()["0001.0002"] == "withdrawn"


@pytest.mark.parametrize(
    ("answer", "invitation", "cancellation"), [("--sent", "sent", "printed"), ("--resend", "bounced", "withdrawn")]
)
def test_an_uncertain_letter_of_who_cancelled_is_settled_and_never_sent_again(
    cli: CommandLine, answer: str, invitation: str, cancellation: str
) -> None:
    cli.execute_sql("UPDATE delivery SET state = 'uncertain' WHERE number = 1")
    assert _run(cli, CANCELLED)["cancellations"] == 1  # they may have it
    assert cli.run("resolve", "1", answer, *IN_TIME).code == 0
    assert _run(cli, CANCELLED)["sent"] == 0
    assert (cli.states()["0001.0001"], cli.states()["0001.0002"]) == (invitation, cancellation)
