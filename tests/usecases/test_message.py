"""A word to some participants: exactly one letter for each, whatever happens, and none before a person lets it go."""

from __future__ import annotations

import re
from collections import Counter
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from doubles.mail_server import MailServer
from icalendar import Calendar
from usecases.command_line import IN_TIME, JSON, CommandLine
from usecases.forked import Moment
from usecases.meeting import ANNA, BRAM, COR, DINA, PEOPLE, changed

REMINDER = """purpose = "reminder"
subject = "Tot {dag}, {naam}"
text = \"\"\"
{aanhef},

U zit aan tafel {tafel} in {plaats}. Zie https://organisatie.example/?a=1&b=2 <en> {gemeente}.
\"\"\"
"""


def write(cli: CommandLine, name: str, text: str = REMINDER) -> None:
    """Writes the file of a message."""
    (cli.event / "berichten").mkdir(exist_ok=True)
    (cli.event / "berichten" / f"{name}.toml").write_text(text, "utf-8")


def make(cli: CommandLine, name: str) -> Any:
    """Makes the letters of a message; what it said."""
    return cli.run("message make", name, *JSON).json


def release_reminder(cli: CommandLine, state: MailServer) -> None:
    """Sends all packs, and releases a reminder to everyone; the mail server forgets the packs."""
    cli.run("send")
    state.taken.clear()
    write(cli, "herinnering")
    make(cli, "herinnering")
    assert cli.run("release", "--yes-send", "4").code == 0


def parsed(content: bytes) -> EmailMessage:
    """A letter as a mail program reads it."""
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_everyone_who_is_chosen_gets_exactly_one_letter_and_nobody_else(
    cli: CommandLine, mail: tuple[MailServer, int]
) -> None:
    state, _ = mail
    cli.run("send")
    state.taken.clear()
    write(cli, "herinnering", f"{REMINDER}\n[to]\ntables = [1, 3]\n")
    told = make(cli, "herinnering")
    assert (told["letters"], told["edition"], told["findings"]) == (3, 2, [])
    assert cli.run("send", *JSON).json["sent"] == 0, "nobody let it go"
    assert cli.run("run", *JSON).json["sent"] == 0, "and nothing lets it go by itself"
    assert cli.run("release", "--yes-send", "3").code == 0
    assert cli.run("send", *JSON).json["sent"] == 3
    assert sorted(to for _, to, _ in state.taken) == sorted(each.email for each in (DINA, ANNA, BRAM))
    letter = parsed(state.letters_to(DINA.email)[0])
    assert letter["Subject"] == "Tot maandag 10 december 2018, Dina el Amrani" or "Dina el Amrani" in letter["Subject"]
    plain = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert plain.startswith("Geachte burgemeester El Amrani,\n\nU zit aan tafel 3 in Het Gebouw.")
    assert "Met vriendelijke groet,\nHet secretariaat" in plain
    page = letter.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert "&lt;en&gt; Westland" in page
    assert 'href="https://organisatie.example/?a=1&amp;b=2"' in page
    assert [each.get_content_type() for each in letter.iter_attachments()] == []
    again = make(cli, "herinnering")
    assert (again["made_before"], again["letters"], again["edition"]) == (True, 3, 2)
    cli.run("run")
    assert Counter(to for _, to, _ in state.taken) == dict.fromkeys((DINA.email, ANNA.email, BRAM.email), 1)
    assert cli.run("verify").code == 0
    assert cli.run("verify", "--deep").code == 0


def test_a_placeholder_that_is_empty_for_somebody_is_named_and_no_letter_is_made(
    cli: CommandLine, mail: tuple[MailServer, int]
) -> None:
    write(cli, "sessies", REMINDER.replace("{tafel}", "{sessies}").replace("{plaats}", "{plaast}"))
    done = cli.run("message make", "sessies", *JSON)
    assert done.code == 1
    assert {each["code"] for each in done.json["findings"]} == {
        "message-value-missing",
        "message-placeholder-suggested",
    }
    assert (done.json["letters"], done.json["edition"]) == (0, None)
    assert not cli.edition(2).exists()
    preview = cli.run("message preview", "sessies")
    assert preview.code == 1


@pytest.mark.parametrize("step", ["begun", "printed", "sealed", "promised"])
def test_a_message_that_is_killed_at_any_step_is_made_once(
    cli: CommandLine, mail: tuple[MailServer, int], step: str
) -> None:
    state, _ = mail
    write(cli, "herinnering")
    assert cli.run_process("message make", "herinnering", REPORTGEN_DIE_AT=step).code == -9
    if step in ("sealed", "promised"):  # what was sealed is what goes, whatever the file says since
        write(cli, "herinnering", REMINDER.replace("Tot", "Toch"))
    assert make(cli, "herinnering")["letters"] == 4
    cli.run("build")
    assert make(cli, "herinnering")["made_before"]
    waiting = [each for each in cli.deliveries() if each["kind"] == "message"]
    assert Counter(each["number"] for each in waiting) == dict.fromkeys(range(1, 5), 1)
    assert cli.run("release", "--yes-send", "4").code == 0
    for moment in ("dot", "answered", "opened"):
        cli.run_process("send", REPORTGEN_DIE_AT=moment)
    cli.run("send")
    told = [each for each in state.taken if b"Tot" in each[2][:2000] or "Tot " in str(parsed(each[2])["Subject"])]
    assert max(Counter(to for _, to, _ in told).values()) == 1
    assert max(state.message_ids().values()) == 1
    assert cli.run("verify").code == 0


def test_two_that_are_made_at_once_are_one(cli: CommandLine, mail: tuple[MailServer, int]) -> None:
    write(cli, "herinnering")
    with cli.start("message make", "herinnering") as one, cli.start("message make", "herinnering") as other:
        one.communicate(timeout=120)
        other.communicate(timeout=120)
    assert {one.returncode, other.returncode} <= {0, 8}
    assert sum(each["kind"] == "message" for each in cli.deliveries()) == 4


def test_a_letter_is_held_where_its_reader_cancelled_left_or_moved_meanwhile(
    cli: CommandLine, mail: tuple[MailServer, int]
) -> None:
    state, _ = mail
    release_reminder(cli, state)
    cli.write_list([changed(DINA, status="afgemeld"), changed(ANNA, email="anna@utrecht.example"), BRAM])
    done = cli.run("send", *JSON)
    assert done.json["sent"] == 1
    assert {each["code"] for each in done.json["findings"]} >= {"held-cancelled", "held-address", "held-gone"}
    assert [to for _, to, _ in state.taken] == [BRAM.email]
    cli.write_list(PEOPLE)
    assert cli.run("send", *JSON).json["sent"] == 3
    assert Counter(to for _, to, _ in state.taken) == dict.fromkeys((each.email for each in PEOPLE), 1)


def test_a_meeting_that_is_off_is_taken_out_of_the_calendars_that_have_it_and_no_pack_goes_any_more(
    cli: CommandLine, mail: tuple[MailServer, int]
) -> None:
    state, _ = mail
    state.faults = {COR.email: ["550 no such user"]}
    cli.run("send")
    state.taken.clear()
    cli.write_list([changed(ANNA, last="Boerma") if each is ANNA else each for each in PEOPLE])
    cli.run("build")
    assert [each["state"] for each in cli.deliveries() if each["edition"] == 2] != []
    assert cli.run("message write", "gaat-niet-door", "--purpose", "cancellation").code == 0
    assert make(cli, "gaat-niet-door")["letters"] == 4
    assert not [
        each for each in cli.deliveries() if each["kind"] == "pack" and each["state"] in ("printed", "released")
    ]
    cli.run("release", "--yes-send", "4")
    assert cli.run("send", *JSON).json["sent"] == 4
    for each in PEOPLE:
        letter = parsed(state.letters_to(each.email)[0])
        calendars = [part for part in letter.iter_attachments() if part.get_content_type() == "text/calendar"]
        assert bool(calendars) == (each is not COR), each.email
        for part in calendars:
            calendar = Calendar.from_ical(part.get_content())
            (entry,) = calendar.walk("VEVENT")
            assert (calendar["METHOD"], entry["STATUS"], entry["SEQUENCE"]) == ("CANCEL", "CANCELLED", 2)
        told = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        assert ("afzegging voor uw agenda" in told) == bool(calendars)
    cli.write_list([changed(BRAM, last="Vissers") if each is BRAM else each for each in PEOPLE])
    made = cli.run("run", *JSON).json
    cli.run("release", "--yes-send", str(made["waiting_for_release"]))
    held = cli.run("send", *JSON)
    assert held.json["sent"] == 0
    assert "held-meeting" in {each["code"] for each in held.json["findings"]}
    assert cli.run("verify", "--deep").code == 0


def test_once_the_meeting_is_off_no_earlier_message_invites_anybody_and_a_later_one_may(
    cli: CommandLine, mail: tuple[MailServer, int]
) -> None:
    state, _ = mail
    release_reminder(cli, state)
    cli.run("message write", "gaat-niet-door", "--purpose", "cancellation")
    make(cli, "gaat-niet-door")
    write(cli, "later", REMINDER.replace("Tot {dag}", "Het wordt later"))
    make(cli, "later")
    assert cli.run("release", "--yes-send", "8").code == 0
    done = cli.run("send", *JSON)
    assert done.json["sent"] == 8
    assert "held-meeting" in {each["code"] for each in done.json["findings"]}
    assert not [content for _, _, content in state.taken if "Tot " in str(parsed(content)["Subject"])]


def test_the_newest_pack_goes_along_and_is_held_once_there_is_a_newer_one(
    cli: CommandLine, mail: tuple[MailServer, int]
) -> None:
    state, _ = mail
    write(cli, "pakket", f"{REMINDER}pack = true\n")
    refused = cli.run("message make", "pakket", *JSON)
    assert [each["code"] for each in refused.json["findings"]] == ["message-pack-missing"]
    cli.run("send")
    packs = {to: _pdf(content) for _, to, content in state.taken}
    state.taken.clear()
    assert make(cli, "pakket")["letters"] == 4
    cli.run("release", "--yes-send", "4")
    cli.write_list([changed(COR, last="Dijkstra") if each is COR else each for each in PEOPLE])
    cli.run("build")
    done = cli.run("send", *JSON)
    assert done.json["sent"] < 4
    assert "held-pack" in {each["code"] for each in done.json["findings"]}
    for _, to, content in state.taken:
        assert _pdf(content) == packs[to]
    assert not state.letters_to(COR.email)
    assert cli.run("verify", "--deep").code == 0


def _pdf(content: bytes) -> bytes:
    (pdf,) = (part for part in parsed(content).walk() if part.get_content_type() == "application/pdf")
    return bytes(pdf.get_content())


def test_outside_the_window_and_while_all_is_redirected_nobody_gets_it(
    cli: CommandLine, mail: tuple[MailServer, int], tmp_path: Path
) -> None:
    state, _ = mail
    release_reminder(cli, state)
    shut = cli.copied(tmp_path / "shut")
    text = (shut.event / "event.toml").read_text("utf-8")
    shut_text = re.sub(
        r"not_after = \S+",
        "not_after = 2026-01-02T18:00:00",
        re.sub(r"not_before = \S+", "not_before = 2026-01-01T07:00:00", text),
    )
    (shut.event / "event.toml").write_text(shut_text, "utf-8")
    assert shut.run("send").code == 9
    assert state.taken == []
    cli.replace_text("event.toml", "[delivery]", '[delivery]\nredirect_all = "proef@organisatie.example"')
    cli.run("send")
    cli.run("send")
    assert {to for _, to, _ in state.taken} == {"proef@organisatie.example"}
    assert len(state.taken) == 4
    assert all(str(parsed(each)["Subject"]).startswith("[TEST]") for _, _, each in state.taken)


@pytest.mark.parametrize(
    "moment",
    [
        ("reportgen.storage.archive.archive:UnsealedEdition.add", "after", "2"),
        ("reportgen.storage.archive.archive:UnsealedEdition.seal", "before", "1"),
        ("reportgen.storage.ledger.messages:Messages.record", "before", "1"),
        ("reportgen.storage.ledger.deliveries:apply_action", "after", "2"),
        ("reportgen.storage.ledger.editions:mark_recorded", "before", "1"),
    ],
)
def test_between_any_two_steps_nothing_is_made_twice_and_nothing_is_lost(tmp_path: Path, moment: Moment) -> None:
    cli = CommandLine.create(tmp_path)
    write(cli, "welkom", REMINDER.replace("{tafel}", "1"))
    cli.run_until_killed("message make", "welkom", *IN_TIME, moment=moment)
    assert cli.run("message make", "welkom", *IN_TIME, *JSON).json["letters"] == 4
    assert cli.run("message make", "welkom", *IN_TIME, *JSON).json["made_before"]
    assert Counter(each["number"] for each in cli.deliveries()) == dict.fromkeys(range(1, 5), 1)
    assert {each["state"] for each in cli.deliveries()} == {"printed"}
    assert cli.run("verify").code == 0


def test_people_with_odd_names_get_their_own_letter_before_any_pack_is_made(
    tmp_path: Path, mail: tuple[MailServer, int]
) -> None:
    odd = (
        changed(DINA, first="Zoë", infix="d’", last="Ó Brien-Łukasz"),
        changed(ANNA, last='"Jansen, Jr." <b>'),
        changed(COR, first="J.R.R.", last="{naam}"),
        changed(BRAM, last="O'Neill; DROP"),
    )
    cli = CommandLine.create(tmp_path, odd)
    write(cli, "welkom", 'purpose = "notice"\nsubject = "Voor {naam}"\ntext = "{aanhef}, u bent {naam}."')
    told = cli.run("message make", "welkom", *IN_TIME, *JSON)
    checked = cli.run("check", *IN_TIME, *JSON).json["people"]
    assert told.json["letters"] == len(checked) >= 3
    cli.run("release", "--yes-send", str(len(checked)), *IN_TIME)
    assert cli.run("send", *IN_TIME, *JSON).json["sent"] == len(checked)
    letters = [parsed(content) for content in cli.outbox().values()]
    assert sorted(each["To"].addresses[0].addr_spec for each in letters) == sorted(each["email"] for each in checked)
    for letter in letters:
        (to,) = letter["To"].addresses
        assert str(letter["Subject"]) == f"Voor {to.display_name}"
        plain = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        assert f"u bent {to.display_name}." in plain
        assert "<b>" not in letter.get_body(("html",)).get_content().replace("&lt;b&gt;", "")  # type: ignore[union-attr]
    numbers = {each["recipient"]: each["number"] for each in cli.deliveries()}
    assert {each["email"]: each["number"] for each in cli.run("check", *IN_TIME, *JSON).json["people"]} == numbers
    assert cli.run("verify", "--deep").code == 0
    assert cli.run("archive show", "1").code == 0
    assert cli.run("purge", "--early", "--yes").code in (0, 1)
    assert {each["recipient"] for each in cli.deliveries()} == {""}
    assert not list((cli.edition(1) / "data" / "letters").glob("*"))
    assert cli.run("verify").code == 0
