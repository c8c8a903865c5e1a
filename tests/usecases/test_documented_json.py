"""What docs/formats.md says of the JSON of commands is what they write."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from doubles.answered_event import AnsweredEvent, reply
from house.modules import ROOT
from usecases.command_line import JSON, asked

_SECTION = (ROOT / "docs" / "formats.md").read_text("utf-8").partition("## JSON of commands")[2].partition("\n## ")[0]


def _names(text: str) -> set[str]:
    """The fields that a text names, without what stands in brackets."""
    return set(re.findall(r"`(\w+)`", re.sub(r"\([^()]*\)", "", text)))


def _documented(command: str) -> set[str]:
    (fields,) = re.findall(rf"^\| `{command}` \| (.*) \|$", _SECTION, re.MULTILINE)
    return _names(fields)


@pytest.fixture(scope="module")
def event(tmp_path_factory: pytest.TempPathFactory) -> AnsweredEvent:
    event = AnsweredEvent.create(tmp_path_factory.mktemp("json"))
    event.collect(reply(1, "Zomaar een zin.", "iemand@elders.example"))
    return event


@pytest.mark.parametrize("command", ["answers collect", "answers review", "bounces", "check", "status"])
def test_the_fields_of_a_command_are_those_of_the_page(event: AnsweredEvent, tmp_path: Path, command: str) -> None:
    (tmp_path / "post.mbox").write_bytes(b"geen post\n")
    more = {"answers collect": (str(tmp_path),), "bounces": ("--mbox", str(tmp_path / "post.mbox"))}
    output = ("--output", str(event.paths.output))
    done = asked(*command.split(), str(event.folder), *more.get(command, ()), *output, *JSON)
    assert set(done.json) == _documented(command)
    if found := done.json.get("findings"):
        assert set(found[0]) == _names(_SECTION.partition("Each of `findings` has ")[2])
    if items := done.json.get("items"):
        assert set(items[0]) == _names(_SECTION.partition("Each of `items` has ")[2].partition("Each of")[0])
