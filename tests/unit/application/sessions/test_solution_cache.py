"""A programme that was solved before is not solved again; other input, and a damaged file, is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.application.sessions.solution_cache import MOST, cached
from reportgen.domain.programme.integer_programme import IntegerProgramme, Reached, Solution
from reportgen.solver import highs


def _programme(most: int = 1) -> IntegerProgramme:
    """Three unknowns of which this many may be 1."""
    programme = IntegerProgramme()
    unknowns = [programme.add_unknown() for _ in range(3)]
    programme.limit(((each, 1) for each in unknowns), high=most)
    programme.maximise("most", dict.fromkeys(unknowns, 1))
    return programme


@pytest.fixture
def solved(monkeypatch: pytest.MonkeyPatch) -> list[IntegerProgramme]:
    """The programmes that were solved anew."""
    asked: list[IntegerProgramme] = []
    solve = highs.solve

    def counted(programme: IntegerProgramme) -> Solution:
        asked.append(programme)
        return solve(programme)

    monkeypatch.setattr(highs, "solve", counted)
    return asked


def test_the_same_programme_is_solved_once(tmp_path: Path, solved: list[IntegerProgramme]) -> None:
    path = tmp_path / "cache" / "event.json"
    first, again = cached(path)(_programme()), cached(path)(_programme())
    assert tuple(first.values) == tuple(again.values)
    assert first.reached == again.reached == (Reached("most", 1, 1),)
    assert len(solved) == 1


def test_another_programme_is_solved_anew_and_both_are_kept(tmp_path: Path, solved: list[IntegerProgramme]) -> None:
    solve = cached(tmp_path / "event.json")
    for most in (1, 2, 1, 2):
        assert sum(solve(_programme(most)).values) == most
    assert len(solved) == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[:-5],
        lambda text: text.replace(b"1", b"0"),
        lambda text: b"",
        lambda text: b"\xff\xfe",
        lambda text: b"d751713988987e9331980363e24189ce\n[]",
        lambda text: b"{}\n" * 3,
    ],
)
def test_a_damaged_file_is_solved_anew(
    tmp_path: Path, solved: list[IntegerProgramme], change: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "event.json"
    cached(path)(_programme())
    path.write_bytes(change(path.read_bytes()))
    assert sum(cached(path)(_programme()).values) == 1
    assert len(solved) == 2
    cached(path)(_programme())
    assert len(solved) == 2


def test_a_solution_of_another_shape_is_none(
    tmp_path: Path, solved: list[IntegerProgramme], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "event.json"
    monkeypatch.setattr("reportgen.application.sessions.solution_cache._key", lambda programme: "same")
    cached(path)(_programme())
    larger = _programme()
    larger.add_unknown()
    assert len(cached(path)(larger).values) == 4
    assert len(solved) == 2


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert sum(cached(tmp_path / "file" / "event.json")(_programme()).values) == 1


def test_the_newest_are_kept(tmp_path: Path, solved: list[IntegerProgramme]) -> None:
    path = tmp_path / "event.json"
    programmes = [IntegerProgramme([0], [high]) for high in range(1, MOST + 3)]
    for each in programmes:
        each.maximise("most", {0: 1})
        cached(path)(each)
    cached(path)(programmes[-1])
    assert len(solved) == MOST + 2
    cached(path)(programmes[0])
    assert len(solved) == MOST + 3
