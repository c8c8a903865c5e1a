"""Letters that differ from the newest list, or from the date and place of the meeting, are held and asked about."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from doubles.mail_server import MailServer
from doubles.upcoming import CLOSES, DAY, TODAY
from usecases.command_line import JSON, CommandLine, Done
from usecases.meeting import ANNA, BRAM, COR, DINA, PEOPLE, Person, changed

Mail = tuple[MailServer, int]


def _addresses(mail: Mail) -> set[str]:
    return {to for _, to, _ in mail[0].taken}


def _codes(done: Done) -> list[str]:
    return [each["code"] for each in done.json["findings"]]


def test_whoever_left_the_list_after_release_gets_no_letter(cli: CommandLine, mail: Mail) -> None:
    cli.write_list([DINA])
    done = cli.run("send", *JSON)
    assert (done.code, done.json["sent"], done.json["held"]) == (1, 1, 3)
    assert _addresses(mail) == {DINA.email}
    assert _codes(done) == ["held-gone"] * 3
    assert cli.states() == {"0001.0001": "sent", **{f"000{number}.0001": "held" for number in (2, 3, 4)}}
    assert "a.deboer@utrecht.example" not in " ".join(cli.steps("0002.0001"))


@pytest.mark.parametrize("how", [Path.rename, shutil.copytree])
def test_a_folder_with_another_name_mails_nobody_twice(
    cli: CommandLine, mail: Mail, how: Callable[[Path, Path], object]
) -> None:
    assert cli.run("send", *JSON).json["sent"] == len(PEOPLE)
    renamed = replace(cli, event=cli.event.with_name(f"{cli.event.name}-nieuw"))
    how(cli.event, renamed.event)
    built = renamed.run("build", *JSON)
    assert (built.code, built.json["made"], _codes(built).count("mailed-before")) == (1, len(PEOPLE), 1)
    refused = renamed.run("release", "--yes-send", str(len(PEOPLE)))
    assert refused.code == 9
    assert cli.event.name in refused.err
    assert renamed.run("send", *JSON).json["sent"] == 0
    assert len(mail[0].taken) == len(PEOPLE)
    renamed.replace_text("event.toml", 'title = "', 'title = "Tweede bijeenkomst: ')
    renamed.write_list([ANNA])
    assert renamed.run("build", *JSON, "--accept-shrunk").code == 1
    assert renamed.run("release", "--yes-send", "1").code == 0


def test_what_was_mailed_is_not_said_to_be_in_the_outbox(cli: CommandLine, mail: Mail) -> None:
    done = cli.run("send")
    assert (done.code, len(mail[0].taken)) == (0, len(PEOPLE))
    assert "outbox" not in done.out


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (changed(ANNA, status="afgemeld"), "held-cancelled"),
        (changed(ANNA, status="misschien"), "held-left-out"),
        (changed(ANNA, municipality="Nieuwegijn"), "held-left-out"),
        (changed(ANNA, email=""), "held-left-out"),
        (changed(ANNA, email="anna.deboer@utrecht.example"), "held-address"),
        (changed(ANNA, municipality="Zeist"), "held-municipality"),
        (changed(ANNA, municipality="Vereniging van Waterschappen"), "held-municipality"),
        (changed(ANNA, first="Piet", infix="", last="Pietersen"), "held-name"),
    ],
)
def test_what_differs_about_a_person_holds_that_letter_only(
    cli: CommandLine, mail: Mail, person: Person, code: str
) -> None:
    cli.write_list([DINA, person, COR, BRAM])
    done = cli.run("send", *JSON)
    assert (done.code, done.json["sent"]) == (1, 3)
    assert _codes(done) == [code]
    assert ANNA.email not in _addresses(mail)
    again = cli.run("send", *JSON)
    assert (again.code, again.json["sent"], again.json["held"], _codes(again)) == (1, 0, 1, [code])


@pytest.mark.parametrize(
    "people",
    [
        (BRAM, COR, ANNA, DINA),
        (changed(DINA, table=1), ANNA, COR, changed(BRAM, consent="nee", function="wethouder")),
        (DINA, changed(ANNA, email="A.deBoer@Utrecht.example"), COR, BRAM),
        (DINA, changed(ANNA, municipality="gemeente Utrecht"), COR, changed(BRAM, municipality="VAALS")),
        (DINA, ANNA, changed(COR, municipality="GM0184"), BRAM),
        (DINA, changed(ANNA, last="Boér"), changed(COR, last="Dyk"), changed(BRAM, first="B.")),
        (DINA, ANNA, ANNA, changed(COR, status=""), BRAM, changed(COR, status="bevestigd")),
        (*PEOPLE, Person("Eva", "", "Smit", "raadslid", "Goes", "e.smit@goes.example", "ja", 1)),
    ],
)
def test_what_does_not_send_a_letter_astray_holds_nothing(
    cli: CommandLine, mail: Mail, people: tuple[Person, ...]
) -> None:
    cli.write_list(people)
    done = cli.run("send", *JSON)
    assert (done.json["sent"], done.json["held"], _codes(done)) == (4, 0, [])


def test_a_letter_that_agrees_with_the_list_again_goes_by_itself(cli: CommandLine, mail: Mail) -> None:
    cli.write_list([DINA])
    assert cli.run("send").code == 1
    cli.write_list(PEOPLE)
    done = cli.run("send", *JSON)
    assert (done.code, done.json["sent"], done.json["held"]) == (0, 3, 0)
    assert set(mail[0].message_ids().values()) == {1}


def test_a_person_lets_a_held_letter_go_as_it_is(cli: CommandLine, mail: Mail) -> None:
    cli.write_list([DINA, changed(ANNA, email="new@utrecht.example"), COR, BRAM])
    cli.run("send")
    assert cli.run("resolve", "2", "--send-anyway").code == 2, "it needs a reason"
    assert cli.run("resolve", "1", "--send-anyway", "--reason", "phoned").code == 2, "that one is not held"
    assert cli.run("resolve", "2", "--send-anyway", "--reason", "phoned").code == 0
    done = cli.run("send", *JSON)
    assert (done.code, done.json["sent"], done.json["held"]) == (0, 1, 0)
    assert len(mail[0].letters_to(ANNA.email)) == 1


def test_what_a_person_agreed_to_is_that_difference_and_no_other(cli: CommandLine, mail: Mail) -> None:
    cli.write_list([DINA, changed(ANNA, email="new@utrecht.example"), COR, BRAM])
    cli.run("send")
    assert cli.run("resolve", "2", "--send-anyway", "--reason", "phoned").code == 0
    cli.write_list([DINA, changed(ANNA, status="afgemeld"), COR, BRAM])
    done = cli.run("send", *JSON)
    assert (done.json["sent"], _codes(done)) == (0, ["held-cancelled"])


def test_a_person_withdraws_what_is_held(cli: CommandLine, mail: Mail) -> None:
    cli.write_list([DINA])
    cli.run("send")
    assert cli.run("resolve", "--all-held", "2", "--withdraw", "--reason", "left").code == 2
    done = cli.run("resolve", "--all-held", "--withdraw", "--reason", "left")
    assert (done.code, done.out.count("withdrawn now")) == (0, 3)
    assert cli.run("resolve", "--all-held", "--withdraw", "--reason", "left").code == 2
    assert cli.run("send", *JSON).json["sent"] == 0
    assert _addresses(mail) == {DINA.email}


def test_packs_that_are_made_again_settle_what_was_held(cli: CommandLine, mail: Mail) -> None:
    cli.write_list([DINA, changed(ANNA, email="new@utrecht.example"), COR])
    cli.run("send")
    assert {cli.states()[key] for key in ("0002.0001", "0004.0001")} == {"held"}
    assert cli.run("build").code == 1  # its figures are older than the meeting
    assert {cli.states()[key] for key in ("0002.0001", "0004.0001")} == {"withdrawn"}
    assert cli.run("release", "--yes-send", "1").code == 0
    assert cli.run("send", *JSON).json["sent"] == 1
    assert _addresses(mail) == {DINA.email, COR.email, "new@utrecht.example"}


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        (f"date = {DAY}", f"date = {DAY + timedelta(days=1)}", "the date"),
        ('place = "Het Gebouw"', 'place = "De Zaal"', "the place"),
        ('start = "12.30"', 'start = "13.00"', "the beginning"),
    ],
)
def test_letters_that_send_people_to_another_time_or_place_are_held(
    cli: CommandLine, mail: Mail, old: str, new: str, field: str
) -> None:
    cli.replace_text("event.toml", old, new)
    done = cli.run("send", *JSON)
    assert (done.code, done.json["sent"], done.json["held"], _codes(done)) == (1, 0, 4, ["held-event"])
    assert field in done.json["findings"][0]["what"]
    assert "1–4" in done.json["findings"][0]["what"]
    assert cli.run("resolve", "--all-held", "--send-anyway", "--reason", "they were phoned").code == 0
    done = cli.run("send", *JSON)
    assert (done.code, done.json["sent"]) == (0, 4)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("event.toml", 'title = "Wonen in de regio"', 'title = "Wonen"', "the title"),
        ("event.toml", 'contact = "Het secretariaat"', 'contact = "Het bureau"', "the sender"),
        ("programma.csv", "Er is koffie.", "Er is thee.", "the programme"),
    ],
)
def test_another_change_of_the_event_is_said_and_the_letters_go(
    cli: CommandLine, mail: Mail, file: str, old: str, new: str, said: str
) -> None:
    cli.replace_text(file, old, new)
    done = cli.run("send", *JSON)
    assert (done.code, done.json["sent"], _codes(done)) == (1, 4, ["event-changed"])
    assert said in done.json["findings"][0]["what"]


def _remove_list(cli: CommandLine) -> None:
    (cli.event / "deelnemers.csv").unlink()


def _spoil_list(cli: CommandLine) -> None:
    (cli.event / "deelnemers.csv").write_bytes(b"PK\x03\x04 no workbook")


def _spoil_event(cli: CommandLine) -> None:
    (cli.event / "event.toml").write_text("[event", "utf-8")


@pytest.mark.parametrize(("spoil", "code"), [(_remove_list, 4), (_spoil_list, 4), (_spoil_event, 3)])
def test_nothing_is_sent_while_nobody_knows_who_takes_part(
    cli: CommandLine, mail: Mail, spoil: Callable[[CommandLine], None], code: int
) -> None:
    before = (cli.event / "event.toml").read_bytes()
    spoil(cli)
    done = cli.run("send")
    assert done.code == code
    assert "no letter goes, because nobody knows who takes part" in done.err or code == 3
    assert _addresses(mail) == set()
    (cli.event / "event.toml").write_bytes(before)
    cli.write_list(PEOPLE)
    assert cli.run("send", *JSON).json["sent"] == 4


def test_a_list_that_is_accepted_while_letters_go_counts_for_the_letters_after_it(
    cli: CommandLine, mail: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = cli.event / "deelnemers.csv"

    def crash_point(step: str) -> None:
        if step == "recorded" and len(mail[0].taken) == 1:
            cli.write_list([DINA, changed(ANNA, status="afgemeld"), COR, BRAM])
        if step == "recorded" and len(mail[0].taken) == 2:
            path.unlink()

    monkeypatch.setattr("reportgen.application.delivery.send.crash_point", crash_point)
    done = cli.run("send", *JSON)
    assert _addresses(mail) == {DINA.email, COR.email}
    assert (done.code, done.json["sent"], sorted(_codes(done))) == (1, 2, ["held-cancelled", "list-stopped"])
    assert cli.states()["0004.0001"] == "released"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (CLOSES, f"not_after = {TODAY - timedelta(days=1)}T18:00:00", "window-stopped"),
        ('sender = "smtp"', 'sender = "smtp"\nredirect_all = "ik@organisatie.example"', "redirect-stopped"),
        ('sender = "smtp"', 'sender = "outbox"', "redirect-stopped"),
    ],
)
def test_settings_that_stop_letters_count_for_those_that_are_still_to_go(
    cli: CommandLine, mail: Mail, monkeypatch: pytest.MonkeyPatch, old: str, new: str, code: str
) -> None:
    def crash_point(step: str) -> None:
        if step == "recorded" and len(mail[0].taken) == 1:
            cli.replace_text("event.toml", old, new)

    monkeypatch.setattr("reportgen.application.delivery.send.crash_point", crash_point)
    done = cli.run("send", *JSON)
    assert (done.code, done.json["sent"], _codes(done)) == (1, 1, [code])
    assert _addresses(mail) == {DINA.email}
    assert list(cli.states().values()) == ["sent", "released", "released", "released"]


def test_a_window_that_is_moved_while_letters_go_closes_later(
    cli: CommandLine, mail: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash_point(step: str) -> None:
        if step == "recorded" and len(mail[0].taken) == 1:
            cli.replace_text("event.toml", CLOSES, CLOSES.replace("T18", "T19"))

    monkeypatch.setattr("reportgen.application.delivery.send.crash_point", crash_point)
    assert cli.run("send", *JSON).json["sent"] == len(PEOPLE)


def test_where_nothing_is_due_no_copies_are_spoken_of(cli: CommandLine, mail: Mail) -> None:
    assert cli.run("send", *JSON).json["sent"] == len(PEOPLE)
    cli.replace_text("event.toml", 'sender = "smtp"', 'sender = "smtp"\nredirect_all = "ik@organisatie.example"')
    done = cli.run("send", *JSON)
    assert (done.code, _codes(done)) == (0, [])


def test_test_copies_go_whatever_the_list_says(cli: CommandLine, mail: Mail) -> None:
    cli.write_list([DINA])
    assert cli.run("send", "--to", "ik@organisatie.example", "--all").code == 0
    assert len(mail[0].taken) == 4
    assert set(cli.states().values()) == {"released"}


def test_redirected_copies_go_whatever_the_list_says(cli: CommandLine, mail: Mail) -> None:
    cli.write_list([DINA])
    cli.replace_text("event.toml", "[delivery]\n", '[delivery]\nredirect_all = "ik@organisatie.example"\n')
    done = cli.run("send", *JSON)
    assert (done.code, _codes(done)) == (0, ["mail-redirected"])
    assert _addresses(mail) == {"ik@organisatie.example"}
    assert set(cli.states().values()) == {"released"}


def test_releasing_what_was_made_before_the_newest_list_says_so(printed: CommandLine, mail: Mail) -> None:
    printed.write_list([DINA, changed(ANNA, email="new@utrecht.example"), COR])
    printed.replace_text("event.toml", 'title = "Wonen in de regio"', 'title = "Wonen"')
    done = printed.run("release", "--yes-send", "4")
    assert done.code == 1
    assert "0 new, 1 changed, 1 gone" in done.out
    assert "2, 4 (number: 2)" in done.out
    assert "the title" in done.out
    assert set(printed.states().values()) == {"released"}


def test_releasing_while_the_list_cannot_be_read_says_so(printed: CommandLine, mail: Mail) -> None:
    _remove_list(printed)
    done = printed.run("release", "--yes-send", "4")
    assert done.code == 1
    assert "whether these letters still agree with the list of now cannot be seen" in done.out


def test_releasing_what_agrees_with_the_list_says_nothing_more(printed: CommandLine, mail: Mail) -> None:
    printed.write_list(tuple(reversed(PEOPLE)))
    done = printed.run("release", "--yes-send", "4")
    assert done.code == 0
    assert "changed after these letters were made" not in done.out
    assert "do not agree any more" not in done.out
