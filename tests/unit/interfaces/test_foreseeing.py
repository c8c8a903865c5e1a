"""What a command will probably do is guessed from dates of files; a wrong guess costs time only."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from usecases.desk import Desk
from usecases.meeting import KEY, PEOPLE, changed

from reportgen.config.paths import Paths
from reportgen.interfaces.foreseeing import prints_a_few

EARLIER, LATER = 1_000_000_000, 1_000_000_100
"""Seconds since 1970."""


class Place:
    """An event and an output folder in which packs were made before, and then there was nothing to do."""

    def __init__(self, folder: Path) -> None:
        self.event, self.output = folder / KEY, folder / "made"
        self.event.mkdir()
        paths = Paths(Path(), self.output)
        self.memory, self.recollection = paths.noop_cache(KEY), paths.digest_cache(KEY)
        self.list = self.event / "deelnemers.csv"
        for path in (self.event / "event.toml", self.list, self.memory, self.recollection):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("", "utf-8")
            os.utime(path, (EARLIER, EARLIER))
        os.utime(self.event, (EARLIER, EARLIER))

    def foresees(self, *words: str) -> bool:
        return prints_a_few([*words, str(self.event), "--output", str(self.output)])


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_nothing_is_printed_where_nothing_changed(place: Place) -> None:
    assert not place.foresees("build")


@pytest.mark.parametrize("command", ["build", "run"])
def test_something_is_printed_where_a_file_changed_since(place: Place, command: str) -> None:
    os.utime(place.list, (LATER, LATER))
    assert place.foresees(command)
    assert prints_a_few([command, f"--output={place.output}", "--judge", "all", str(place.event)])
    assert not place.foresees("check")
    assert not place.foresees("release")


def test_something_is_printed_where_a_file_is_gone(place: Place) -> None:
    place.list.unlink()
    assert place.foresees("build")


def test_something_is_printed_where_the_last_run_had_something_to_do(place: Place) -> None:
    place.memory.unlink()
    assert place.foresees("build")


def test_a_first_run_prints_many(place: Place) -> None:
    place.recollection.unlink()
    os.utime(place.list, (LATER, LATER))
    assert not place.foresees("build")


def test_the_output_folder_may_be_named_by_the_environment(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    os.utime(place.list, (LATER, LATER))
    assert not prints_a_few(["build", str(place.event)])
    monkeypatch.setenv("REPORTGEN_OUTPUT", str(place.output))
    assert prints_a_few(["build", str(place.event)])


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--help"],
        ["build"],
        ["build", "--output"],
        ["build", "--output="],
        ["build", "a\0b"],
        ["build", "x" * 5000],
        ["build", "no/such/event", "--output", "y" * 5000],
        ["build", "--help"],
    ],
)
def test_nothing_that_is_typed_is_too_odd_to_guess_from(words: list[str]) -> None:
    assert prints_a_few(words) is False


def test_a_changed_registration_is_foreseen_and_a_second_run_is_not(tmp_path: Path) -> None:
    desk = Desk.laid(tmp_path, PEOPLE)
    words = ["build", str(desk.event), "--output", str(desk.output)]
    assert not prints_a_few(words)
    desk.asks("build")
    desk.asks("build")
    assert not prints_a_few(words)
    desk.lists((changed(PEOPLE[0], function="griffier"), *PEOPLE[1:]))
    assert prints_a_few(words)
    assert "packs made                   1" in desk.asks("build").out
