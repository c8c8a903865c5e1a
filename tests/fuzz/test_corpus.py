"""Every input of the corpus, among them all that ever failed, is read or refused by an error of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz.targets import TARGETS, run

CORPUS = Path(__file__).parent / "corpus"
INPUTS = sorted(CORPUS.glob("*/*"))


@pytest.mark.parametrize("path", INPUTS, ids=[f"{each.parent.name}-{each.stem}" for each in INPUTS])
def test_an_input_is_read_or_refused(path: Path) -> None:
    run(TARGETS[path.parent.name], path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_each_target_has_inputs_to_begin_with_of_which_one_is_read(name: str) -> None:
    inputs = [path.read_bytes() for path in INPUTS if path.parent.name == name]
    assert any(_is_read(name, content) for content in inputs)


def _is_read(name: str, content: bytes) -> bool:
    from reportgen.errors import ReportgenError

    try:
        TARGETS[name](content)
    except ReportgenError:
        return False
    return True
