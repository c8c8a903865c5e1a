"""The command that lists the municipalities of a day."""

from __future__ import annotations

import json

from usecases.command_line import asked


def test_the_municipalities_of_a_day_are_listed() -> None:
    done = asked("figures", "municipalities", "2021-01-01")
    assert done.code == 0
    assert len(done.out.splitlines()) == 352
    assert "GM1979  Eemsdelta (Groningen)" in done.out
    assert "Dijk en Waard" not in done.out
    assert "352" in done.err
    told = json.loads(asked("figures", "municipalities", "2023-01-01", "--format", "json").out)
    assert len(told) == 342
    (found,) = (each for each in told if each["code"] == "GM1992")
    assert (found["name"], found["province"]) == ("Voorne aan Zee", "Zuid-Holland")


def test_a_day_of_which_nothing_is_known_says_which_days_are() -> None:
    done = asked("figures", "municipalities", "2011-01-01")
    assert done.code == 2
    assert "1 January 2018" in done.err
    assert asked("figures", "municipalities", "morgen").code == 2
