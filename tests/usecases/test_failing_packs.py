"""A pack that cannot be printed fails alone."""

from __future__ import annotations

from pathlib import Path

from usecases.command_line import JSON
from usecases.conftest import Ran
from usecases.meeting import ANNA, COR, DINA, RARE


def test_the_others_are_made_and_mailed(failing: Ran) -> None:
    assert failing.done.code == 1
    assert (failing.done.json["made"], failing.done.json["sent"]) == (1, 1)
    (letter,) = failing.cli.outbox().values()
    assert ANNA.email.encode() in letter
    assert failing.cli.run("verify").code == 0


def test_it_says_which_pack_failed_and_why(failing: Ran) -> None:
    findings = {each["line"]: each for each in failing.done.json["findings"] if each["code"] == "part-failed"}
    assert sorted(findings) == [4]
    assert findings[4]["file"] == "deelnemers.csv"
    assert findings[4]["what"].startswith("the pack of Dina el Amrani was not printed")
    assert "does not fit" in findings[4]["what"]
    assert all(each["gravity"] == "refused" for each in findings.values())


def test_who_has_letters_that_no_font_has_waits_alone_with_one_finding_that_names_them(failing: Ran) -> None:
    (found,) = [each for each in failing.done.json["findings"] if each["line"] == 3]
    assert (found["code"], found["file"], found["gravity"]) == ("name-letters", "deelnemers.csv", "refused")
    assert found["what"] == (
        f"the name of Cor van {RARE} has letters that cannot be printed: {RARE[0]} U+20BB7, 田 U+7530"
    )


def test_once_mended_only_those_are_made(failing: Ran, tmp_path: Path) -> None:
    cli = failing.cli.copied(tmp_path)
    cli.write_list([ANNA, COR, DINA])
    decisions = cli.run("plan", *JSON).json
    letters = cli.deliveries()
    assert [each["number"] for each in decisions if each["decision"] == "keep"] == [letters[0]["number"]]
    assert [each["first"] for each in decisions if each["decision"] == "print"] == [True, True]


def test_a_title_that_cannot_be_printed_stops_every_pack_and_nothing_is_sealed(unprintable: Ran) -> None:
    told = unprintable.done.json
    assert (unprintable.done.code, told["made"], told["sent"], told["edition"]) == (1, 0, 0, None)
    assert any(".notdef" in each["what"] for each in told["findings"])
    assert not unprintable.cli.edition(1).exists()
    assert unprintable.cli.states() == {}
    assert unprintable.cli.run("verify").code == 0
