"""The cache of decisions: a file that is not what this program writes is an empty cache, and never an error."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reportgen.application.build.cache import DecisionCache, NoopResult, PartDigests
from reportgen.domain.canonical_json import digest
from reportgen.domain.finding import Finding, Place, Severity

FOUND = Finding("row-shifted", Severity.NOTED, Place("a.csv", 3, "Naam"), (("name", "Loes"),))
NOTHING = NoopResult(4, 1, (FOUND,))
PARTS = PartDigests("base", {"GM0001": ("GM0002",)}, {"personal x": ("y", "z", (1, 2))})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "decisions" / "event.json"
    cache = DecisionCache(path)
    cache.store_nothing_to_do("inputs", "state", NOTHING)
    cache.store_part_digests(PARTS)
    return path


def _known(path: Path) -> tuple[NoopResult | None, PartDigests]:
    cache = DecisionCache(path)
    return cache.nothing_to_do("inputs", lambda: "state"), cache.part_digests("base")


def _write(path: Path, content: bytes) -> None:
    """Writes what a program would that means it so: with the digest that belongs to it."""
    path.write_bytes(digest(content).encode() + b"\n" + content)


def test_what_was_kept_is_known(path: Path) -> None:
    assert _known(path) == (NOTHING, PARTS)


@pytest.mark.parametrize("content", [b"[" * 100_000, b"9" * 5000, b"\xff", b"[]", b'"x"', b"1", b"null", b""])
def test_a_file_that_holds_something_else_is_an_empty_cache(path: Path, content: bytes) -> None:
    _write(path, content)
    assert _known(path) == (None, PartDigests("base"))


@pytest.mark.parametrize("other", [None, 1, True, "x", [], {}, [1], {"a": 1}, [[1, 2, 3]]])
@pytest.mark.parametrize("key", ["noop", "parts"])
def test_a_table_of_another_shape_is_not_there(path: Path, key: str, other: object) -> None:
    content = json.loads(path.read_bytes().partition(b"\n")[2])
    _write(path, json.dumps({**content, key: other, "of a later version": other}).encode())
    nothing, parts = _known(path)
    assert (nothing, parts) == ((None, PARTS) if key == "noop" else (NOTHING, PartDigests("base")))


@pytest.mark.parametrize(
    "change",
    [
        lambda noop, _: noop.pop("kept"),
        lambda noop, _: noop.update(kept=True),
        lambda noop, _: noop.update(kept="4"),
        lambda noop, _: noop.update(more=1),
        lambda noop, _: noop["findings"][0].update(severity="grave"),
        lambda noop, _: noop["findings"][0].update(severity=[]),
        lambda noop, _: noop["findings"][0].update(facts=[["name"]]),
        lambda noop, _: noop["findings"][0].update(place=None),
        lambda _, parts: parts.pop("base"),
        lambda _, parts: parts.update(peers={"GM0001": "GM0002"}),
        lambda _, parts: parts.update(peers={"GM0001": [2]}),
        lambda _, parts: parts.update(measures={"personal x": ["y", "z"]}),
        lambda _, parts: parts.update(measures={"personal x": ["y", [1, 2]]}),
        lambda _, parts: parts.update(measures={"personal x": ["y", "z", ["1"]]}),
    ],
)
def test_a_value_of_another_type_makes_its_table_count_as_not_there(
    path: Path, change: Callable[[dict[str, Any], dict[str, Any]], object]
) -> None:
    content = json.loads(path.read_bytes().partition(b"\n")[2])
    change(content["noop"], content["parts"])
    _write(path, json.dumps(content).encode())
    assert _known(path) in ((None, PARTS), (NOTHING, PartDigests("base")))


def test_a_cache_that_cannot_be_written_is_no_error(path: Path) -> None:
    path.unlink()
    path.mkdir()
    DecisionCache(path).store_part_digests(PARTS)
    assert _known(path) == (None, PartDigests("base"))
    path.rmdir()
    path.parent.rename(path.parent.with_name("away"))
    path.parent.write_text("a file in the place of the folder", "utf-8")
    DecisionCache(path).store_nothing_to_do("inputs", "state", NOTHING)
    assert _known(path) == (None, PartDigests("base"))


def test_text_that_cannot_be_written_is_no_error(path: Path) -> None:
    content = json.loads(path.read_bytes().partition(b"\n")[2])
    content["noop"]["state"] = "\ud800"
    _write(path, json.dumps(content).encode())
    DecisionCache(path).store_part_digests(PARTS)
