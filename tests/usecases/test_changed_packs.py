"""What a change in the list or the programme does to packs and letters that were made before it."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from usecases.command_line import IN_TIME, JSON, CommandLine, digests_in
from usecases.conftest import Ran
from usecases.meeting import ANNA, COR, DINA, PEOPLE, changed


def _dump(cli: CommandLine) -> list[str]:
    connection = sqlite3.connect(cli.output / "ledger.sqlite")
    lines = list(connection.iterdump())
    connection.close()
    return lines


def test_a_corrected_name_is_printed_for_its_owner_and_the_table_and_for_nobody_else(again: Ran) -> None:
    assert (again.done.json["made"], again.done.json["kept"], again.done.json["edition"]) == (3, 1, 3)
    dina_is_back, anna, bram = again.cli.packs(3)
    assert (dina_is_back, anna, bram) == ("0001-GM1783.pdf", "0002-GM0344.pdf", "0004-GM0981.pdf")
    assert again.cli.packs(1)[anna] != again.cli.packs(3)[anna]
    assert again.cli.packs(1)[bram] != again.cli.packs(3)[bram]


def test_who_cancels_and_comes_back_keeps_number_and_pack(again: Ran) -> None:
    assert again.cli.packs(3)["0001-GM1783.pdf"] == again.cli.packs(1)["0001-GM1783.pdf"]


def test_a_sealed_edition_is_never_touched_again(sent: Ran, again: Ran) -> None:
    assert digests_in(again.cli.edition(1)) == digests_in(sent.cli.edition(1))
    assert again.cli.run("verify").code == 0


def test_a_letter_that_follows_an_earlier_one_waits_for_a_person(again: Ran, sent: Ran) -> None:
    told = again.done.json
    assert (told["released"], told["sent"], told["waiting_for_release"]) == (0, 0, 3)
    assert {key: state for key, state in again.cli.states().items() if not key.endswith(".0001")} == {
        "0001.0002": "withdrawn",  # it said that she cancelled
        "0001.0003": "printed",
        "0002.0003": "printed",
        "0004.0003": "printed",
    }
    assert again.cli.outbox() == sent.cli.outbox()


def test_a_later_run_still_leaves_it_waiting_and_names_the_command(again: Ran, tmp_path: Path) -> None:
    cli = again.cli.copied(tmp_path)
    done = cli.run("run", *IN_TIME)
    assert f"next:     reportgen release {cli.event}" in done.out.splitlines()
    assert len(cli.outbox()) == 4


def test_released_by_hand_it_goes_once(again: Ran, tmp_path: Path) -> None:
    cli = again.cli.copied(tmp_path)
    assert cli.run("release", *IN_TIME).out.count("3 letters released.") == 1
    assert cli.run("send", *IN_TIME, *JSON).json["sent"] == 3
    assert cli.run("send", *IN_TIME, *JSON).json["sent"] == 0
    assert {key for key in cli.outbox() if not key.endswith(".0001")} == {"0001.0003", "0002.0003", "0004.0003"}
    assert {key: cli.outbox()[f"{key}.0003"] for key in cli.letters(3)} == cli.letters(3)


def test_the_reasons_are_kept_with_the_edition(again: Ran) -> None:
    record = json.loads((again.cli.edition(3) / "data" / "edition.json").read_text("utf-8"))
    reasons = {pack["number"]: [(each["old"], each["new"]) for each in pack["reasons"]] for pack in record["packs"]}
    assert reasons == {1: [], 2: [("Anna de Boer", "Anna de Boerma")], 4: [("Anna de Boer", "Anna de Boerma")]}


def test_a_corrected_address_before_sending_replaces_the_letter(waiting: CommandLine) -> None:
    """Dina has cancelled and is back: nothing left yet, so her new letter goes by itself as well."""
    waiting.write_list([changed(DINA, status="afgemeld"), *PEOPLE[1:]])
    assert waiting.run("build", *IN_TIME, *JSON).json["withdrawn"] == 1
    assert waiting.states()["0001.0001"] == "withdrawn"
    waiting.write_list([DINA, ANNA, changed(COR, email="cor@urk.example"), PEOPLE[3]])
    done = waiting.run("run", *IN_TIME, *JSON)
    assert (done.json["made"], done.json["kept"], done.json["sent"]) == (2, 2, 4)
    assert waiting.states() == {
        "0001.0001": "withdrawn",
        "0001.0002": "sent",
        "0002.0001": "sent",
        "0003.0001": "withdrawn",
        "0003.0002": "sent",
        "0004.0001": "sent",
    }
    assert waiting.outbox().keys() == {"0001.0002", "0002.0001", "0003.0002", "0004.0001"}
    assert b"To: Cor van Dijk <cor@urk.example>" in waiting.outbox()["0003.0002"]
    assert waiting.packs(2)["0003-GM0184.pdf"] == waiting.packs(1)["0003-GM0184.pdf"]
    assert waiting.run("verify").code == 0


def test_a_corrected_address_after_sending_makes_no_second_letter(sent: Ran, tmp_path: Path) -> None:
    cli = sent.cli.copied(tmp_path)
    cli.write_list([changed(COR, email="cor@urk.example") if each is COR else each for each in PEOPLE])
    told = cli.run("run", *IN_TIME, *JSON).json
    assert (told["made"], told["kept"], told["sent"], told["waiting_for_release"]) == (0, 4, 0, 0)
    cli.assert_everyone_was_mailed_once()


def test_who_cancels_before_the_letters_leave_is_not_mailed(waiting: CommandLine) -> None:
    waiting.write_list([changed(DINA, status="afgemeld"), *PEOPLE[1:]])
    done = waiting.run("run", *IN_TIME, *JSON)
    assert (done.json["made"], done.json["withdrawn"], done.json["sent"]) == (0, 1, 3)
    assert waiting.states()["0001.0001"] == "withdrawn"
    assert "0001.0001" not in waiting.outbox()


def test_who_is_gone_from_the_list_is_not_mailed_either(waiting: CommandLine) -> None:
    waiting.write_list(PEOPLE[1:])
    assert waiting.run("run", *IN_TIME, *JSON).json["withdrawn"] == 1
    assert waiting.states()["0001.0001"] == "withdrawn"
    assert waiting.outbox().keys() == {"0002.0001", "0003.0001", "0004.0001"}


def test_a_changed_programme_concerns_everyone_and_is_told_value_by_value(sent: Ran, tmp_path: Path) -> None:
    cli = sent.cli.copied(tmp_path)
    cli.replace_text("programma.csv", "Er is koffie.", "Er is thee.")
    decisions = cli.run("plan", *JSON).json
    assert [(each["number"], each["decision"]) for each in decisions] == [(number, "print") for number in range(1, 5)]
    for each in decisions:
        assert [(why["category"], why["old"], why["new"]) for why in each["reasons"]] == [
            ("programme", "Er is koffie.", "Er is thee.")
        ]


def test_the_plan_of_a_first_run_is_a_new_pack_for_everyone(tmp_path: Path) -> None:
    decisions = CommandLine.create(tmp_path).run("plan", *JSON).json
    assert [(each["number"], each["decision"], each["first"]) for each in decisions] == [
        (number, "print", True) for number in range(1, 5)
    ]


def test_plan_and_check_change_nothing(sent: Ran, tmp_path: Path) -> None:
    cli = sent.cli.copied(tmp_path)
    cli.write_list([changed(ANNA, last="Boerma"), COR])
    before, files = _dump(cli), digests_in(cli.output)
    plan = cli.run("plan")
    check = cli.run("check")
    assert "print 1, keep 1, withdraw 2" in plan.out
    assert "the participant is called Anna de Boerma now instead of Anna de Boer" in plan.out
    assert "2 municipalities, 2 tables.\nSince the last list: 0 new, 1 changed, 2 gone" in check.out
    assert _dump(cli) == before
    assert digests_in(cli.output) == files


def test_looking_at_an_output_folder_that_is_not_there_does_not_make_it(tmp_path: Path) -> None:
    cli = CommandLine.create(tmp_path)
    for command in ("status", "verify", "plan"):
        assert cli.run(command).code == 0
    assert not cli.output.exists()


def test_a_list_that_lost_more_than_half_of_its_people_stops_the_run_unless_told(waiting: CommandLine) -> None:
    before = waiting.states()
    waiting.write_list([])
    done = waiting.run("run", *IN_TIME)
    assert done.code == 9
    assert "--accept-shrunk" in done.err
    assert waiting.states() == before
    waiting.run("run", "--accept-shrunk", *IN_TIME)
    assert set(waiting.states().values()) == {"withdrawn"}
